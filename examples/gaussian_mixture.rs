//! Two normal distributions fitted to eruptions of the Old Faithful geyser by expectation maximization,
//! with a plot.
//!
//!     cargo run --release --example gaussian_mixture

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, data, interleaved, picture_path};
use plotters::prelude::*;
use std::error::Error;
use std::f64::consts::{PI, TAU};

/// A normal distribution in the plane, and its weight in the mixture.
#[derive(Clone, Copy, Debug)]
pub struct Component {
    pub weight: f64,
    pub mean: (f64, f64),
    /// Variances of x and y.
    pub variance: (f64, f64),
    pub covariance: f64,
}

/// Weight times density. Annotated too: it is inlined into the loop.
#[accel]
pub fn density(c: &Component, x: f64, y: f64) -> f64 {
    let determinant = c.variance.0 * c.variance.1 - c.covariance * c.covariance;
    let (dx, dy) = (x - c.mean.0, y - c.mean.1);
    let distance =
        (c.variance.1 * dx * dx - 2.0 * c.covariance * dx * dy + c.variance.0 * dy * dy) / determinant;
    c.weight * (-0.5 * distance).exp() / (2.0 * PI * determinant.sqrt())
}

/// Each component's share in each point; the result is the log-likelihood.
#[accel(parallel, nogil)]
pub fn expectation(
    x: &[f64],
    y: &[f64],
    a: &Component,
    b: &Component,
    share_a: &mut [f64],
    share_b: &mut [f64],
) -> f64 {
    let mut log_likelihood = 0.0;
    for i in 0..x.len() {
        let of_a = density(a, x[i], y[i]);
        let of_b = density(b, x[i], y[i]);
        share_a[i] = of_a / (of_a + of_b);
        share_b[i] = of_b / (of_a + of_b);
        log_likelihood += (of_a + of_b).ln();
    }
    log_likelihood
}

/// The component that fits the points best, each point counting by its share.
#[accel(parallel, nogil)]
pub fn maximization(x: &[f64], y: &[f64], share: &[f64]) -> Component {
    let mut total = 0.0;
    let mut mean_x = 0.0;
    let mut mean_y = 0.0;
    for i in 0..x.len() {
        total += share[i];
        mean_x += share[i] * x[i];
        mean_y += share[i] * y[i];
    }
    mean_x /= total;
    mean_y /= total;
    let mut xx = 0.0;
    let mut yy = 0.0;
    let mut xy = 0.0;
    for i in 0..x.len() {
        let dx = x[i] - mean_x;
        let dy = y[i] - mean_y;
        xx += share[i] * dx * dx;
        yy += share[i] * dy * dy;
        xy += share[i] * dx * dy;
    }
    Component {
        weight: total / x.len() as f64,
        mean: (mean_x, mean_y),
        variance: (xx / total, yy / total),
        covariance: xy / total,
    }
}

/// The same text without the attributes.
pub mod plain {
    use super::{Component, PI};

    pub fn density(c: &Component, x: f64, y: f64) -> f64 {
        let determinant = c.variance.0 * c.variance.1 - c.covariance * c.covariance;
        let (dx, dy) = (x - c.mean.0, y - c.mean.1);
        let distance =
            (c.variance.1 * dx * dx - 2.0 * c.covariance * dx * dy + c.variance.0 * dy * dy) / determinant;
        c.weight * (-0.5 * distance).exp() / (2.0 * PI * determinant.sqrt())
    }

    pub fn expectation(
        x: &[f64],
        y: &[f64],
        a: &Component,
        b: &Component,
        share_a: &mut [f64],
        share_b: &mut [f64],
    ) -> f64 {
        let mut log_likelihood = 0.0;
        for i in 0..x.len() {
            let of_a = density(a, x[i], y[i]);
            let of_b = density(b, x[i], y[i]);
            share_a[i] = of_a / (of_a + of_b);
            share_b[i] = of_b / (of_a + of_b);
            log_likelihood += (of_a + of_b).ln();
        }
        log_likelihood
    }

    pub fn maximization(x: &[f64], y: &[f64], share: &[f64]) -> Component {
        let mut total = 0.0;
        let mut mean_x = 0.0;
        let mut mean_y = 0.0;
        for i in 0..x.len() {
            total += share[i];
            mean_x += share[i] * x[i];
            mean_y += share[i] * y[i];
        }
        mean_x /= total;
        mean_y /= total;
        let mut xx = 0.0;
        let mut yy = 0.0;
        let mut xy = 0.0;
        for i in 0..x.len() {
            let dx = x[i] - mean_x;
            let dy = y[i] - mean_y;
            xx += share[i] * dx * dx;
            yy += share[i] * dy * dy;
            xy += share[i] * dx * dy;
        }
        Component {
            weight: total / x.len() as f64,
            mean: (mean_x, mean_y),
            variance: (xx / total, yy / total),
            covariance: xy / total,
        }
    }
}

pub type Expectation = fn(&[f64], &[f64], &Component, &Component, &mut [f64], &mut [f64]) -> f64;
pub type Maximization = fn(&[f64], &[f64], &[f64]) -> Component;

/// The mixture, each point's share in its first component, and the log-likelihood.
pub struct Fit {
    pub components: [Component; 2],
    pub share: Vec<f64>,
    pub log_likelihood: f64,
}

/// Alternates the two steps, so many times. Before the first, points with a long eruption belong to one
/// component, the others to the other.
pub fn fit(x: &[f64], y: &[f64], steps: usize, expectation: Expectation, maximization: Maximization) -> Fit {
    let middle = x.iter().sum::<f64>() / x.len() as f64;
    let mut share_a: Vec<f64> = x.iter().map(|&x| f64::from(x < middle)).collect();
    let mut share_b: Vec<f64> = x.iter().map(|&x| f64::from(x >= middle)).collect();
    let (mut a, mut b) = (maximization(x, y, &share_a), maximization(x, y, &share_b));
    let mut log_likelihood = f64::NEG_INFINITY;
    for _ in 0..steps {
        log_likelihood = expectation(x, y, &a, &b, &mut share_a, &mut share_b);
        (a, b) = (maximization(x, y, &share_a), maximization(x, y, &share_b));
    }
    Fit { components: [a, b], share: share_a, log_likelihood }
}

const STEPS: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let (x, y) = eruptions()?;
    println!("{}", compare(&x, &y, STEPS, 101));
    // The same points a thousand times over: the same mixture, and enough work for several cores.
    println!("{}", compare(&x.repeat(1000), &y.repeat(1000), STEPS, RUNS));

    let fit = fit(&x, &y, STEPS, expectation, maximization);
    println!("log-likelihood {:.3}", fit.log_likelihood);
    for c in fit.components {
        println!(
            "  {:.1} %: eruptions of {:.2} minutes, {:.1} minutes apart",
            100.0 * c.weight,
            c.mean.0,
            c.mean.1
        );
    }
    let path = picture_path("gaussian_mixture.svg");
    plot(&path, &x, &y, &fit)?;
    println!("picture: {}", path.display());
    Ok(())
}

/// Durations and waiting times, in minutes.
pub fn eruptions() -> Result<(Vec<f64>, Vec<f64>), Box<dyn Error>> {
    let text = std::fs::read_to_string(data("faithful.csv"))?;
    let (mut durations, mut waits) = (Vec::new(), Vec::new());
    for line in text.lines().skip(1) {
        let (duration, wait) = line.split_once(',').ok_or("a line without a comma")?;
        durations.push(duration.trim().parse()?);
        waits.push(wait.trim().parse()?);
    }
    Ok((durations, waits))
}

/// Points in the color of the component that they belong to, and lines around where 68 % and 95 % of each
/// component lie.
fn plot(path: &std::path::Path, x: &[f64], y: &[f64], fit: &Fit) -> Result<(), Box<dyn Error>> {
    let (blue, red) = (RGBColor(31, 119, 180), RGBColor(214, 39, 40));
    let area = SVGBackend::new(path, (640, 480)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("Old Faithful", ("sans-serif", 20))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(48)
        .build_cartesian_2d(1.0..6.0, 36.0..102.0)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .y_label_formatter(&|y| format!("{y:.0}"))
        .x_desc("duration of the eruption, minutes")
        .y_desc("time to the next, minutes")
        .draw()?;
    let points = x.iter().zip(y).zip(&fit.share);
    chart.draw_series(points.map(|((&x, &y), &share)| {
        let color = if share > 0.5 { blue } else { red };
        Circle::new((x, y), 3, color.mix(0.5).filled())
    }))?;
    for (component, color) in fit.components.iter().zip([blue, red]) {
        for mass in [0.68_f64, 0.95] {
            // A normal distribution in the plane has this much of its mass within this many deviations.
            let radius = (-2.0 * (1.0 - mass).ln()).sqrt();
            chart.draw_series(LineSeries::new(ellipse(component, radius), color.stroke_width(2)))?;
        }
    }
    area.present()?;
    Ok(())
}

/// The points so many deviations from the mean, by the Cholesky factor of the covariance matrix.
fn ellipse(c: &Component, radius: f64) -> impl Iterator<Item = (f64, f64)> {
    let (mean, l00) = (c.mean, c.variance.0.sqrt());
    let l10 = c.covariance / l00;
    let l11 = (c.variance.1 - l10 * l10).sqrt();
    (0..=100).map(move |k| {
        let (sin, cos) = (f64::from(k) / 100.0 * TAU).sin_cos();
        (mean.0 + radius * l00 * cos, mean.1 + radius * (l10 * cos + l11 * sin))
    })
}

/// The parameters after so many steps.
pub fn compare(x: &[f64], y: &[f64], steps: usize, runs: usize) -> Comparison {
    let run = |expectation, maximization| fit(x, y, steps, expectation, maximization);
    let mut expected = run(plain::expectation, plain::maximization);
    let mut found = run(expectation, maximization);
    let times = interleaved(
        runs,
        || expected = run(plain::expectation, plain::maximization),
        || found = run(expectation, maximization),
    );
    let title = format!("{steps} steps of expectation maximization, {} points", x.len());
    Comparison::new(title, times, &parameters(&expected), &parameters(&found))
}

/// All numbers of a fit in a row.
pub fn parameters(fit: &Fit) -> Vec<f64> {
    let of = |c: &Component| [c.weight, c.mean.0, c.mean.1, c.variance.0, c.variance.1, c.covariance];
    fit.components.iter().flat_map(of).chain([fit.log_likelihood]).collect()
}
