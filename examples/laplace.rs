//! A heated plate: Laplace's equation by Jacobi's method, with a picture of the solution.
//!
//!     cargo run --release --example laplace

use hotloop::{Mode, accel, with_mode};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// One sweep over the inner points of an n x n plate: each becomes the mean of its four neighbors.
#[accel(parallel, nogil)]
pub fn sweep(u: &[f64], next: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        for j in 1..n - 1 {
            next[i * n + j] =
                0.25 * (u[(i - 1) * n + j] + u[(i + 1) * n + j] + u[i * n + j - 1] + u[i * n + j + 1]);
        }
    }
}

/// So many sweeps; the result is in `u`. The time loop is plain code: a sweep needs all of the one before.
fn relax(u: &mut Vec<f64>, next: &mut Vec<f64>, n: usize, sweeps: usize) {
    for _ in 0..sweeps {
        sweep(u, next, n);
        std::mem::swap(u, next);
    }
}

/// The top edge is held at 100 degrees, the other edges at 0; the inside starts at the mean of the edges.
fn plate(n: usize) -> Vec<f64> {
    let mut u = vec![25.0; n * n];
    for k in 0..n {
        u[k * n] = 0.0;
        u[k * n + n - 1] = 0.0;
        u[(n - 1) * n + k] = 0.0;
    }
    u[..n].fill(100.0);
    u
}

const N: usize = 1024;
const SWEEPS: usize = 100;
/// Odd, so that the median is one of the measurements.
const RUNS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut plain_ms, mut fast_ms) = (Vec::new(), Vec::new());
    let (mut plain, mut fast, mut next) = (plate(N), plate(N), plate(N));
    for _ in 0..RUNS {
        // Interleaved, so that a slow moment of the machine meets both. `Original` is the function as
        // it is written, without the attribute.
        plain_ms.push(time(|| with_mode(Mode::Original, || relax(&mut plain, &mut next, N, SWEEPS))));
        fast_ms.push(time(|| relax(&mut fast, &mut next, N, SWEEPS)));
    }
    let (p, f) = (median(plain_ms), median(fast_ms));
    let per_point = 1e6 / (N * N * SWEEPS) as f64;
    let same = plain.iter().zip(&fast).all(|(x, y)| x.to_bits() == y.to_bits());

    println!("{SWEEPS} sweeps over {N} x {N} points, medians of {RUNS} runs");
    println!("  plain      {p:8.1} ms  {:6.2} ns a point", p * per_point);
    println!("  annotated  {f:8.1} ms  {:6.2} ns a point", f * per_point);
    println!("  ratio      {:8.2}", p / f);
    println!("  threads    {:>8}", hotloop::num_threads());
    println!("  level      {:>8}", hotloop::isa());
    println!("annotated against plain: {}", if same { "the same bits" } else { "OTHER BITS" });

    // Heat travels slowly in Jacobi's method: a small plate and many sweeps for the picture.
    let (n, sweeps) = (256, 40_000);
    let mut u = plate(n);
    relax(&mut u, &mut plate(n), n, sweeps);
    let path = picture(&u, n)?;
    println!("{sweeps} sweeps over {n} x {n} points: {}", path.display());
    Ok(())
}

/// Writes temperatures as colors, with a line every 10 degrees.
fn picture(u: &[f64], n: usize) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let band = |at: usize| (u[at] / 10.0).floor();
    let mut pixels = Vec::with_capacity(3 * n * n);
    for i in 0..n {
        for j in 0..n {
            let at = i * n + j;
            let on_line = (i + 1 < n && band(at) != band(at + n)) || (j + 1 < n && band(at) != band(at + 1));
            let color = colorous::INFERNO.eval_continuous(u[at] / 100.0).as_array();
            // Dark lines on what is hot, light ones on what is cold.
            let line = |part: u8| if u[at] > 50.0 { part / 3 } else { 255 - (255 - part) / 2 };
            pixels.extend(color.map(|part| if on_line { line(part) } else { part }));
        }
    }
    let path = target().join("laplace.png");
    let mut encoder = png::Encoder::new(std::fs::File::create(&path)?, n as u32, n as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(path)
}

/// Cargo's output folder: the example itself lies in its `release/examples`.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.ancestors().nth(3).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

fn time(f: impl FnOnce()) -> f64 {
    let start = Instant::now();
    f();
    start.elapsed().as_secs_f64() * 1e3
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
