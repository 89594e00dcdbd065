//! Distances between all pairs of points: n points in d dimensions give an n x n matrix.
//!
//!     cargo run --release --example pairwise_distances

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved, uniform};

/// Row i of `points` is point i; `out[i * n + j]` becomes the distance of points i and j.
#[accel(parallel, nogil)]
pub fn distances(points: &[f64], n: usize, d: usize, out: &mut [f64]) {
    for i in 0..n {
        for j in 0..n {
            let mut sum = 0.0;
            for k in 0..d {
                let difference = points[i * d + k] - points[j * d + k];
                sum += difference * difference;
            }
            out[i * n + j] = sum.sqrt();
        }
    }
}

/// The same text without the attribute.
pub mod plain {
    pub fn distances(points: &[f64], n: usize, d: usize, out: &mut [f64]) {
        for i in 0..n {
            for j in 0..n {
                let mut sum = 0.0;
                for k in 0..d {
                    let difference = points[i * d + k] - points[j * d + k];
                    sum += difference * difference;
                }
                out[i * n + j] = sum.sqrt();
            }
        }
    }
}

fn main() {
    println!("{}", compare(2000, 3, RUNS));
    println!("{}", compare(2000, 10, RUNS));
}

pub fn compare(n: usize, d: usize, runs: usize) -> Comparison {
    let points = uniform(2, n * d, 0.0..1.0);
    let (mut expected, mut found) = (vec![1.0; n * n], vec![1.0; n * n]);
    let times = interleaved(
        runs,
        || plain::distances(&points, n, d, &mut expected),
        || distances(&points, n, d, &mut found),
    );
    Comparison::new(format!("distances of {n} points in {d} dimensions"), times, &expected, &found)
}
