//! A polynomial over an array.
//!
//!     cargo run --release --example polynomial

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved, uniform};

/// 0.25 x^3 + 0.75 x^2 - 1.5 x - 2 for each element.
#[accel(parallel, nogil)]
pub fn polynomial(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = 0.25 * x[i].powi(3) + 0.75 * x[i].powi(2) - 1.5 * x[i] - 2.0;
    }
}

/// The same text without the attribute.
pub mod plain {
    pub fn polynomial(x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] = 0.25 * x[i].powi(3) + 0.75 * x[i].powi(2) - 1.5 * x[i] - 2.0;
        }
    }
}

fn main() {
    // Once where memory is the limit, once within the caches.
    println!("{}", compare(10_000_000, RUNS));
    println!("{}", compare(100_000, 101));
}

pub fn compare(n: usize, runs: usize) -> Comparison {
    let x = uniform(1, n, -4.0..4.0);
    // Filled with something else than zeros: the pages exist before the clock runs.
    let (mut expected, mut y) = (vec![1.0; n], vec![1.0; n]);
    let times = interleaved(runs, || plain::polynomial(&x, &mut expected), || polynomial(&x, &mut y));
    Comparison::new(format!("polynomial of {n} doubles"), times, &expected, &y)
}
