//! Many Gibbs samplers in parallel for the density x^2 exp(-x y^2 - y^2 + 2 y - 4 x), with a picture: the
//! histogram of the draws beside the exact density.
//!
//!     cargo run --release --example gibbs

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, heat_map, interleaved, picture_path, write_rgb};
use rand::distr::Distribution;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// The random numbers of one chain: the same in every run, whichever thread runs the chain.
fn stream(seed: u64, number: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(number);
    random
}

fn gamma(random: &mut impl Rng, shape: f64, rate: f64) -> f64 {
    rand_distr::Gamma::new(shape, 1.0 / rate).expect("shape and rate are positive").sample(random)
}

fn normal(random: &mut impl Rng, mean: f64, variance: f64) -> f64 {
    rand_distr::Normal::new(mean, variance.sqrt()).expect("the variance is finite").sample(random)
}

/// `chains` chains of `steps` steps each; step s of chain c is element `c * steps + s`. Given y, x has a gamma
/// distribution; given x, y has a normal one.
#[accel(parallel, nogil)]
pub fn gibbs(seed: u64, chains: usize, steps: usize, xs: &mut [f64], ys: &mut [f64]) {
    for c in 0..chains {
        let mut random = stream(seed, c as u64);
        let mut y = 0.0;
        for s in 0..steps {
            let x = gamma(&mut random, 3.0, y * y + 4.0);
            y = normal(&mut random, 1.0 / (1.0 + x), 1.0 / (2.0 * (1.0 + x)));
            xs[c * steps + s] = x;
            ys[c * steps + s] = y;
        }
    }
}

/// The same text without the attribute.
pub mod plain {
    use super::{gamma, normal, stream};

    pub fn gibbs(seed: u64, chains: usize, steps: usize, xs: &mut [f64], ys: &mut [f64]) {
        for c in 0..chains {
            let mut random = stream(seed, c as u64);
            let mut y = 0.0;
            for s in 0..steps {
                let x = gamma(&mut random, 3.0, y * y + 4.0);
                y = normal(&mut random, 1.0 / (1.0 + x), 1.0 / (2.0 * (1.0 + x)));
                xs[c * steps + s] = x;
                ys[c * steps + s] = y;
            }
        }
    }
}

const SEED: u64 = 2024;
/// Steps at the start of each chain that still remember where it began.
const WARM_UP: usize = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{}", compare(1000, 1000, RUNS));

    let (chains, steps) = (4000, 1000);
    let (mut xs, mut ys) = (vec![0.0; chains * steps], vec![0.0; chains * steps]);
    gibbs(SEED, chains, steps, &mut xs, &mut ys);
    let (drawn, exact) = (histogram(&xs, &ys, steps), density());
    let apart = drawn.iter().zip(&exact).map(|(d, e)| (d - e).abs()).sum::<f64>() / 2.0;
    println!(
        "{chains} chains of {steps} steps: histogram and density differ on {:.2} % of the mass",
        100.0 * apart
    );

    let path = picture_path("gibbs.png");
    write_rgb(&path, &side_by_side(&drawn, &exact), 2 * BINS + GAP, BINS)?;
    println!(
        "picture: {} (x from 0 to {WIDTH} to the right, y from {BOTTOM} to {TOP} upwards)",
        path.display()
    );
    Ok(())
}

/// The picture: so many bins in each direction, over so much of the plane.
const BINS: usize = 256;
const GAP: usize = 8;
const WIDTH: f64 = 2.5;
const BOTTOM: f64 = -1.5;
const TOP: f64 = 2.5;

/// The share of the draws in each bin, from the top left on.
fn histogram(xs: &[f64], ys: &[f64], steps: usize) -> Vec<f64> {
    let mut count = vec![0.0; BINS * BINS];
    for k in (0..xs.len()).filter(|k| k % steps >= WARM_UP) {
        let column = xs[k] / WIDTH * BINS as f64;
        let row = (TOP - ys[k]) / (TOP - BOTTOM) * BINS as f64;
        if column < BINS as f64 && (0.0..BINS as f64).contains(&row) {
            count[row as usize * BINS + column as usize] += 1.0;
        }
    }
    normalized(count)
}

/// The mass of the density in each bin, from its value in the middle.
fn density() -> Vec<f64> {
    let at = |bin: usize| {
        let x = (0.5 + (bin % BINS) as f64) / BINS as f64 * WIDTH;
        let y = TOP - (0.5 + (bin / BINS) as f64) / BINS as f64 * (TOP - BOTTOM);
        x * x * (-x * y * y - y * y + 2.0 * y - 4.0 * x).exp()
    };
    normalized((0..BINS * BINS).map(at).collect())
}

fn normalized(values: Vec<f64>) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    values.iter().map(|v| v / sum).collect()
}

fn side_by_side(left: &[f64], right: &[f64]) -> Vec<u8> {
    let greatest = right.iter().copied().fold(0.0, f64::max);
    let (left, right) = (heat_map(left, 0.0, greatest), heat_map(right, 0.0, greatest));
    let rows = left.chunks(3 * BINS).zip(right.chunks(3 * BINS));
    rows.flat_map(|(l, r)| [l, &[255; 3 * GAP], r].concat()).collect()
}

pub fn compare(chains: usize, steps: usize, runs: usize) -> Comparison {
    let fresh = || vec![1.0; chains * steps];
    let (mut expected, mut found) = ((fresh(), fresh()), (fresh(), fresh()));
    let times = interleaved(
        runs,
        || plain::gibbs(SEED, chains, steps, &mut expected.0, &mut expected.1),
        || gibbs(SEED, chains, steps, &mut found.0, &mut found.1),
    );
    let both = |(x, y): (Vec<f64>, Vec<f64>)| [x, y].concat();
    Comparison::new(
        format!("{chains} Gibbs samplers, {steps} steps each"),
        times,
        &both(expected),
        &both(found),
    )
}
