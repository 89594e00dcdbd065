//! Logistic regression by gradient descent with a line search.
//!
//!     cargo run --release --example gradient_descent

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved, normal, uniform};

/// The mean negative log-likelihood of labels 0 and 1, where `w` weighs the features; row i of `x` are the
/// features of observation i.
#[accel(parallel, nogil)]
pub fn objective(x: &[f64], label: &[f64], w: &[f64]) -> f64 {
    let d = w.len();
    let mut sum = 0.0;
    for i in 0..label.len() {
        let mut z = 0.0;
        for j in 0..d {
            z += x[i * d + j] * w[j];
        }
        // ln(1 + e^z) - label z, without overflow.
        sum += z.max(0.0) + (-z.abs()).exp().ln_1p() - label[i] * z;
    }
    sum / label.len() as f64
}

/// The gradient of the objective, in `g`; `error` is a buffer of one element for each observation.
#[accel(parallel, nogil)]
pub fn gradient(x: &[f64], label: &[f64], w: &[f64], error: &mut [f64], g: &mut [f64]) {
    let (n, d) = (label.len(), w.len());
    for i in 0..n {
        let mut z = 0.0;
        for j in 0..d {
            z += x[i * d + j] * w[j];
        }
        error[i] = 1.0 / (1.0 + (-z).exp()) - label[i];
    }
    for j in 0..d {
        let mut sum = 0.0;
        for i in 0..n {
            sum += error[i] * x[i * d + j];
        }
        g[j] = sum / n as f64;
    }
}

/// The same text without the attributes.
pub mod plain {
    pub fn objective(x: &[f64], label: &[f64], w: &[f64]) -> f64 {
        let d = w.len();
        let mut sum = 0.0;
        for i in 0..label.len() {
            let mut z = 0.0;
            for j in 0..d {
                z += x[i * d + j] * w[j];
            }
            // ln(1 + e^z) - label z, without overflow.
            sum += z.max(0.0) + (-z.abs()).exp().ln_1p() - label[i] * z;
        }
        sum / label.len() as f64
    }

    pub fn gradient(x: &[f64], label: &[f64], w: &[f64], error: &mut [f64], g: &mut [f64]) {
        let (n, d) = (label.len(), w.len());
        for i in 0..n {
            let mut z = 0.0;
            for j in 0..d {
                z += x[i * d + j] * w[j];
            }
            error[i] = 1.0 / (1.0 + (-z).exp()) - label[i];
        }
        for j in 0..d {
            let mut sum = 0.0;
            for i in 0..n {
                sum += error[i] * x[i * d + j];
            }
            g[j] = sum / n as f64;
        }
    }
}

type Objective = fn(&[f64], &[f64], &[f64]) -> f64;
type Gradient = fn(&[f64], &[f64], &[f64], &mut [f64], &mut [f64]);

/// Goes down the gradient from zero until it is flat. The step is halved until it gains half of what the
/// slope promises (Armijo's rule), and is tried twice as long the next time. Result: the weights, and the
/// number of steps.
fn descend(
    x: &[f64],
    label: &[f64],
    d: usize,
    objective: Objective,
    gradient: Gradient,
) -> (Vec<f64>, usize) {
    let (mut w, mut g, mut error) = (vec![0.0; d], vec![0.0; d], vec![0.0; label.len()]);
    let mut value = objective(x, label, &w);
    let mut length = 1.0;
    for step in 0..MOST_STEPS {
        gradient(x, label, &w, &mut error, &mut g);
        let slope: f64 = g.iter().map(|g| g * g).sum();
        if slope < FLAT {
            return (w, step);
        }
        length *= 2.0;
        loop {
            let next: Vec<f64> = w.iter().zip(&g).map(|(w, g)| w - length * g).collect();
            let next_value = objective(x, label, &next);
            if next_value <= value - 0.5 * length * slope {
                (w, value) = (next, next_value);
                break;
            }
            length /= 2.0;
        }
    }
    (w, MOST_STEPS)
}

const MOST_STEPS: usize = 200;
/// The square of the gradient's length at which it counts as flat; the objective is then within rounding of
/// its least value.
const FLAT: f64 = 1e-10;

fn main() {
    let (n, d) = (100_000, 20);
    println!("{}", compare(n, d, RUNS));
    let (x, label, truth) = observations(n, d);
    let (found, _) = descend(&x, &label, d, objective, gradient);
    println!("  first weights {:.2?}, the data were made with {:.2?}", &found[..4], &truth[..4]);
}

/// Features, labels drawn with the probabilities that the model gives, and the weights of the model.
fn observations(n: usize, d: usize) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let (x, truth, chance) = (normal(20, n * d), uniform(21, d, -1.0..1.0), uniform(22, n, 0.0..1.0));
    let z = |row: &[f64]| -> f64 { row.iter().zip(&truth).map(|(x, w)| x * w).sum() };
    let drawn = |(row, &chance): (&[f64], &f64)| f64::from(chance < 1.0 / (1.0 + (-z(row)).exp()));
    let label = x.chunks(d).zip(&chance).map(drawn).collect();
    (x, label, truth)
}

/// `n` observations of `d` features.
pub fn compare(n: usize, d: usize, runs: usize) -> Comparison {
    let (x, label, _) = observations(n, d);
    let (mut expected, mut found) = ((Vec::new(), 0), (Vec::new(), 0));
    let times = interleaved(
        runs,
        || expected = descend(&x, &label, d, plain::objective, plain::gradient),
        || found = descend(&x, &label, d, objective, gradient),
    );
    let title = format!("{} steps of gradient descent, {n} observations of {d} features", found.1);
    Comparison::new(title, times, &expected.0, &found.0)
}
