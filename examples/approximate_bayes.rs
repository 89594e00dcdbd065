//! Approximate Bayesian computation: the mean of a normal distribution, found without a likelihood.
//!
//! A mean is drawn from the prior, data are simulated with it, and it is kept if they resemble the observed
//! ones. Here the exact posterior is known and is printed beside.
//!
//!     cargo run --release --example approximate_bayes

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved};
use rand::distr::Distribution;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// The random numbers of one draw: a counter-based generator has a stream for each number.
fn stream(seed: u64, number: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(number);
    random
}

fn normal(random: &mut impl Rng, mean: f64, deviation: f64) -> f64 {
    rand_distr::Normal::new(mean, deviation).expect("the deviation is finite").sample(random)
}

/// For each draw a mean from the prior, which is normal around 0, and how far the mean of `n` data simulated
/// with it is from the observed one. Data have the standard deviation 1.
#[accel(parallel, nogil)]
pub fn simulate(seed: u64, prior: f64, n: usize, observed: f64, mu: &mut [f64], distance: &mut [f64]) {
    for i in 0..mu.len() {
        let mut random = stream(seed, i as u64);
        mu[i] = normal(&mut random, 0.0, prior);
        let mut sum = 0.0;
        for _ in 0..n {
            sum += normal(&mut random, mu[i], 1.0);
        }
        distance[i] = (sum / n as f64 - observed).abs();
    }
}

/// How many draws are within the tolerance, and the mean and the standard deviation of those.
#[accel(parallel, nogil)]
pub fn posterior(mu: &[f64], distance: &[f64], tolerance: f64) -> (u64, f64, f64) {
    let mut kept = 0;
    let mut sum = 0.0;
    let mut squares = 0.0;
    for i in 0..mu.len() {
        if distance[i] < tolerance {
            kept += 1;
            sum += mu[i];
            squares += mu[i] * mu[i];
        }
    }
    let mean = sum / kept as f64;
    (kept, mean, (squares / kept as f64 - mean * mean).sqrt())
}

/// The same text without the attributes.
pub mod plain {
    use super::{normal, stream};

    pub fn simulate(seed: u64, prior: f64, n: usize, observed: f64, mu: &mut [f64], distance: &mut [f64]) {
        for i in 0..mu.len() {
            let mut random = stream(seed, i as u64);
            mu[i] = normal(&mut random, 0.0, prior);
            let mut sum = 0.0;
            for _ in 0..n {
                sum += normal(&mut random, mu[i], 1.0);
            }
            distance[i] = (sum / n as f64 - observed).abs();
        }
    }

    pub fn posterior(mu: &[f64], distance: &[f64], tolerance: f64) -> (u64, f64, f64) {
        let mut kept = 0;
        let mut sum = 0.0;
        let mut squares = 0.0;
        for i in 0..mu.len() {
            if distance[i] < tolerance {
                kept += 1;
                sum += mu[i];
                squares += mu[i] * mu[i];
            }
        }
        let mean = sum / kept as f64;
        (kept, mean, (squares / kept as f64 - mean * mean).sqrt())
    }
}

const SEED: u64 = 11;
/// Standard deviation of the prior.
const PRIOR: f64 = 2.0;
/// Observations, and their mean.
const N: usize = 20;
const OBSERVED: f64 = 1.2;
const TOLERANCE: f64 = 0.05;

fn main() {
    let draws = 1_000_000;
    println!("{}", compare(draws, RUNS));
    let (mut mu, mut distance) = (vec![0.0; draws], vec![0.0; draws]);
    simulate(SEED, PRIOR, N, OBSERVED, &mut mu, &mut distance);
    let (kept, mean, deviation) = posterior(&mu, &distance, TOLERANCE);
    let variance = 1.0 / (1.0 / (PRIOR * PRIOR) + N as f64);
    let exact = variance * N as f64 * OBSERVED;
    println!("  {kept} draws kept: mean {mean:.4}, standard deviation {deviation:.4}");
    println!("  exact posterior:   mean {exact:.4}, standard deviation {:.4}", variance.sqrt());
}

/// All draws, their distances, and what is kept of them.
pub fn compare(draws: usize, runs: usize) -> Comparison {
    let fresh = || (vec![1.0; draws], vec![1.0; draws], (0, 0.0, 0.0));
    let (mut expected, mut found) = (fresh(), fresh());
    let times = interleaved(
        runs,
        || {
            let (mu, distance, kept) = &mut expected;
            plain::simulate(SEED, PRIOR, N, OBSERVED, mu, distance);
            *kept = plain::posterior(mu, distance, TOLERANCE);
        },
        || {
            let (mu, distance, kept) = &mut found;
            simulate(SEED, PRIOR, N, OBSERVED, mu, distance);
            *kept = posterior(mu, distance, TOLERANCE);
        },
    );
    let numbers = |(mu, distance, kept): (Vec<f64>, Vec<f64>, (u64, f64, f64))| {
        [mu, distance, vec![kept.0 as f64, kept.1, kept.2]].concat()
    };
    Comparison::new(format!("{draws} draws of {N} values"), times, &numbers(expected), &numbers(found))
}
