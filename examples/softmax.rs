//! Softmax of ten million doubles: plain, and with one line changed.
//!
//!     cargo run --release --example softmax

use hotloop::{Mode, accel, with_mode, with_threads};
use rand::{RngExt, SeedableRng, rngs::SmallRng};
use std::time::Instant;

#[accel(parallel, nogil)]
pub fn softmax(z: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for i in 0..z.len() {
        sum += z[i].exp();
    }
    for i in 0..z.len() {
        out[i] = z[i].exp() / sum;
    }
}

const N: usize = 10_000_000;
/// Odd, so that the median is one of the measurements.
const RUNS: usize = 7;

fn main() {
    let mut random = SmallRng::seed_from_u64(42);
    let z: Vec<f64> = (0..N).map(|_| random.random_range(-5.0..5.0)).collect();
    // Filled with something else than zeros: the pages exist before the clock runs.
    let (mut plain, mut fast) = (vec![1.0; N], vec![1.0; N]);

    let (mut plain_ms, mut fast_ms) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        // Interleaved, so that a slow moment of the machine meets both. `Original` is the function as
        // it is written, without the attribute.
        plain_ms.push(time(|| with_mode(Mode::Original, || softmax(&z, &mut plain))));
        fast_ms.push(time(|| softmax(&z, &mut fast)));
    }
    let (p, f) = (median(plain_ms), median(fast_ms));
    let per_element = 1e6 / N as f64;

    println!("softmax of {N} doubles, medians of {RUNS} runs");
    println!("  plain      {p:8.1} ms  {:6.2} ns an element", p * per_element);
    println!("  annotated  {f:8.1} ms  {:6.2} ns an element", f * per_element);
    println!("  ratio      {:8.2}", p / f);
    println!("  threads    {:>8}", hotloop::num_threads());
    println!("  level      {:>8}", hotloop::isa());
    println!("annotated against plain: {}", difference(&plain, &fast));

    for threads in [1, 2, 3, 8] {
        let mut again = vec![0.0; N];
        with_threads(threads, || softmax(&z, &mut again));
        let verdict = if same_bits(&again, &fast) { "the same bits" } else { "OTHER BITS" };
        println!("annotated, {threads} thread{}: {verdict}", if threads == 1 { "" } else { "s" });
    }
    for row in hotloop::stats() {
        println!("loop of line {}: fast {} times, as written {} times", row.line, row.fast, row.fallback);
    }
}

fn time(f: impl FnOnce()) -> f64 {
    let start = Instant::now();
    f();
    start.elapsed().as_secs_f64() * 1e3
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn same_bits(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(x, y)| x.to_bits() == y.to_bits())
}

fn difference(a: &[f64], b: &[f64]) -> String {
    if same_bits(a, b) {
        return "the same bits".to_owned();
    }
    let relative = a.iter().zip(b).map(|(x, y)| ((x - y) / x).abs());
    // The sum is regrouped by `parallel`, and `exp` is hotloop's own.
    format!("greatest relative difference {:.1e}", relative.fold(0.0, f64::max))
}
