//! Seeded input: the same numbers in every run.

use rand::{RngExt, SeedableRng, rngs::SmallRng};
use rand_distr::StandardNormal;
use std::ops::Range;

/// So many numbers, evenly distributed over a range.
pub fn uniform(seed: u64, n: usize, range: Range<f64>) -> Vec<f64> {
    let mut random = SmallRng::seed_from_u64(seed);
    (0..n).map(|_| random.random_range(range.clone())).collect()
}

/// So many numbers of the standard normal distribution.
pub fn normal(seed: u64, n: usize) -> Vec<f64> {
    let mut random = SmallRng::seed_from_u64(seed);
    (0..n).map(|_| random.sample(StandardNormal)).collect()
}
