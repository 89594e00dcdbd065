//! Pi as the area under 4 / (1 + x^2) between 0 and 1: a sum without an array.
//!
//!     cargo run --release --example pi

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved};
use std::hint::black_box;

/// The midpoint rule with `n` rectangles.
#[accel(parallel, nogil)]
pub fn pi(n: usize) -> f64 {
    let width = 1.0 / n as f64;
    let mut sum = 0.0;
    for i in 0..n {
        let x = (i as f64 + 0.5) * width;
        sum += 4.0 / (1.0 + x * x);
    }
    sum * width
}

/// The same text without the attribute.
pub mod plain {
    pub fn pi(n: usize) -> f64 {
        let width = 1.0 / n as f64;
        let mut sum = 0.0;
        for i in 0..n {
            let x = (i as f64 + 0.5) * width;
            sum += 4.0 / (1.0 + x * x);
        }
        sum * width
    }
}

fn main() {
    println!("{}", compare(100_000_000, RUNS));
}

pub fn compare(n: usize, runs: usize) -> Comparison {
    let (mut expected, mut found) = (0.0, 0.0);
    // A black box keeps the compiler from computing one result for all runs.
    let times = interleaved(runs, || expected = plain::pi(black_box(n)), || found = pi(black_box(n)));
    Comparison::new(format!("pi from {n} rectangles: {found:.15}"), times, &[expected], &[found])
}
