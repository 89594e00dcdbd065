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

/// How many of so many draws were kept, and the mean and the standard deviation of those. The prior is
/// normal with mean 0; the data are `n` values with standard deviation 1 and the mean `observed`.
#[accel(parallel, nogil)]
pub fn posterior(
    seed: u64,
    draws: usize,
    prior: f64,
    n: usize,
    observed: f64,
    tolerance: f64,
) -> (u64, f64, f64) {
    let mut kept = 0;
    let mut sum = 0.0;
    let mut squares = 0.0;
    for i in 0..draws {
        let mut random = stream(seed, i as u64);
        let mu = normal(&mut random, 0.0, prior);
        let mut simulated = 0.0;
        for _ in 0..n {
            simulated += normal(&mut random, mu, 1.0);
        }
        if (simulated / n as f64 - observed).abs() < tolerance {
            kept += 1;
            sum += mu;
            squares += mu * mu;
        }
    }
    let mean = sum / kept as f64;
    (kept, mean, (squares / kept as f64 - mean * mean).sqrt())
}

/// The same text without the attribute.
pub mod plain {
    use super::{normal, stream};

    pub fn posterior(
        seed: u64,
        draws: usize,
        prior: f64,
        n: usize,
        observed: f64,
        tolerance: f64,
    ) -> (u64, f64, f64) {
        let mut kept = 0;
        let mut sum = 0.0;
        let mut squares = 0.0;
        for i in 0..draws {
            let mut random = stream(seed, i as u64);
            let mu = normal(&mut random, 0.0, prior);
            let mut simulated = 0.0;
            for _ in 0..n {
                simulated += normal(&mut random, mu, 1.0);
            }
            if (simulated / n as f64 - observed).abs() < tolerance {
                kept += 1;
                sum += mu;
                squares += mu * mu;
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
    let (kept, mean, deviation) = posterior(SEED, draws, PRIOR, N, OBSERVED, TOLERANCE);
    let exact = 1.0 / (1.0 / (PRIOR * PRIOR) + N as f64);
    println!("  {kept} draws kept; posterior mean {mean:.4}, standard deviation {deviation:.4}");
    println!(
        "  exact:            posterior mean {:.4}, standard deviation {:.4}",
        exact * N as f64 * OBSERVED,
        exact.sqrt()
    );
}

pub fn compare(draws: usize, runs: usize) -> Comparison {
    let (mut expected, mut found) = ((0, 0.0, 0.0), (0, 0.0, 0.0));
    let times = interleaved(
        runs,
        || expected = plain::posterior(SEED, draws, PRIOR, N, OBSERVED, TOLERANCE),
        || found = posterior(SEED, draws, PRIOR, N, OBSERVED, TOLERANCE),
    );
    let numbers = |(kept, mean, deviation): (u64, f64, f64)| [kept as f64, mean, deviation];
    Comparison::new(format!("{draws} draws of {N} values"), times, &numbers(expected), &numbers(found))
}
