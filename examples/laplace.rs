//! A heated plate: Laplace's equation by Jacobi's method, with a picture of the solution.
//!
//!     cargo run --release --example laplace

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, heat_map, interleaved, picture_path, write_rgb};

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

/// The same text without the attribute.
pub mod plain {
    pub fn sweep(u: &[f64], next: &mut [f64], n: usize) {
        for i in 1..n - 1 {
            for j in 1..n - 1 {
                next[i * n + j] =
                    0.25 * (u[(i - 1) * n + j] + u[(i + 1) * n + j] + u[i * n + j - 1] + u[i * n + j + 1]);
            }
        }
    }
}

type Sweep = fn(&[f64], &mut [f64], usize);

/// So many sweeps; the result is in `u`. The time loop is plain code: a sweep needs all of the one before.
fn relax(u: &mut Vec<f64>, next: &mut Vec<f64>, n: usize, sweeps: usize, sweep: Sweep) {
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

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{}", compare(1024, 100, RUNS));

    // Heat travels slowly in Jacobi's method: a small plate and many sweeps for the picture.
    let (n, sweeps) = (256, 40_000);
    let mut u = plate(n);
    relax(&mut u, &mut plate(n), n, sweeps, sweep);
    let path = picture_path("laplace.png");
    write_rgb(&path, &picture(&u, n), n, n)?;
    println!("{sweeps} sweeps over {n} x {n} points: {}", path.display());
    Ok(())
}

/// Temperatures as colors, with a line every 10 degrees.
fn picture(u: &[f64], n: usize) -> Vec<u8> {
    let mut pixels = heat_map(u, 0.0, 100.0);
    let band = |at: usize| (u[at] / 10.0).floor();
    for at in 0..n * n {
        let (row, column) = (at / n, at % n);
        if (row + 1 < n && band(at) != band(at + n)) || (column + 1 < n && band(at) != band(at + 1)) {
            for part in &mut pixels[3 * at..][..3] {
                // Dark lines on what is hot, light ones on what is cold.
                *part = if u[at] > 50.0 { *part / 3 } else { 255 - (255 - *part) / 2 };
            }
        }
    }
    pixels
}

pub fn compare(n: usize, sweeps: usize, runs: usize) -> Comparison {
    let (mut expected, mut found, mut next) = (plate(n), plate(n), plate(n));
    let mut next_plain = plate(n);
    let times = interleaved(
        runs,
        || relax(&mut expected, &mut next_plain, n, sweeps, plain::sweep),
        || relax(&mut found, &mut next, n, sweeps, sweep),
    );
    Comparison::new(format!("{sweeps} sweeps over {n} x {n} points"), times, &expected, &found)
}
