//! The length of the hypotenuse, element by element.
//!
//!     cargo run --release --example hypot

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved, uniform};

#[accel(parallel, nogil)]
pub fn hypot(x: &[f64], y: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = x[i].hypot(y[i]);
    }
}

/// The same text without the attribute.
pub mod plain {
    pub fn hypot(x: &[f64], y: &[f64], out: &mut [f64]) {
        for i in 0..x.len() {
            out[i] = x[i].hypot(y[i]);
        }
    }
}

fn main() {
    println!("{}", compare(1_000_000, RUNS));
}

pub fn compare(n: usize, runs: usize) -> Comparison {
    let (x, y) = (uniform(5, n, -10.0..10.0), uniform(6, n, -10.0..10.0));
    let (mut expected, mut found) = (vec![1.0; n], vec![1.0; n]);
    let times = interleaved(runs, || plain::hypot(&x, &y, &mut expected), || hypot(&x, &y, &mut found));
    Comparison::new(format!("hypot of {n} pairs"), times, &expected, &found)
}
