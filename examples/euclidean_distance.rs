//! The Euclidean distance of two vectors.
//!
//!     cargo run --release --example euclidean_distance

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved, uniform};

#[accel(parallel, nogil)]
pub fn distance(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let difference = x[i] - y[i];
        sum += difference * difference;
    }
    sum.sqrt()
}

/// The same text without the attribute.
pub mod plain {
    pub fn distance(x: &[f64], y: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            let difference = x[i] - y[i];
            sum += difference * difference;
        }
        sum.sqrt()
    }
}

fn main() {
    // Once where memory is the limit, once within the caches.
    println!("{}", compare(10_000_000, RUNS));
    println!("{}", compare(100_000, 101));
}

pub fn compare(n: usize, runs: usize) -> Comparison {
    let (x, y) = (uniform(3, n, 0.0..1.0), uniform(4, n, 0.0..1.0));
    let (mut expected, mut found) = (0.0, 0.0);
    let times = interleaved(runs, || expected = plain::distance(&x, &y), || found = distance(&x, &y));
    Comparison::new(format!("distance of two vectors of {n} doubles"), times, &[expected], &[found])
}
