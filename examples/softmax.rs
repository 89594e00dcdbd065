//! Softmax of ten million doubles: plain, and with one line changed.
//!
//!     cargo run --release --example softmax

use hotloop::{accel, with_threads};
use hotloop_examples::{Agreement, Comparison, RUNS, interleaved, uniform};

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

/// The same text without the attribute.
#[expect(clippy::needless_range_loop, reason = "the same text")]
pub mod plain {
    pub fn softmax(z: &[f64], out: &mut [f64]) {
        let mut sum = 0.0;
        for i in 0..z.len() {
            sum += z[i].exp();
        }
        for i in 0..z.len() {
            out[i] = z[i].exp() / sum;
        }
    }
}

fn main() {
    let n = 10_000_000;
    println!("{}", compare(n, RUNS));

    let z = uniform(42, n, -5.0..5.0);
    let (mut out, mut again) = (vec![0.0; n], vec![0.0; n]);
    softmax(&z, &mut out);
    for threads in [1, 2, 3, 8] {
        with_threads(threads, || softmax(&z, &mut again));
        let plural = if threads == 1 { "" } else { "s" };
        println!("annotated, {threads} thread{plural}: {}", Agreement::of(&out, &again));
    }
    for row in hotloop::stats() {
        println!("loop of line {}: fast {} times, as written {} times", row.line, row.fast, row.fallback);
    }
}

pub fn compare(n: usize, runs: usize) -> Comparison {
    let z = uniform(42, n, -5.0..5.0);
    // Filled with something else than zeros: the pages exist before the clock runs.
    let (mut expected, mut out) = (vec![1.0; n], vec![1.0; n]);
    let times = interleaved(runs, || plain::softmax(&z, &mut expected), || softmax(&z, &mut out));
    // The sum is regrouped by `parallel`, and `exp` is hotloop's own.
    Comparison::new(format!("softmax of {n} doubles"), times, &expected, &out)
}
