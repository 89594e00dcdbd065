//! The trapezoid rule, with the integrand as a function of its own.
//!
//!     cargo run --release --example trapezoid

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved};
use std::hint::black_box;

/// What is integrated. Annotated too: it is inlined into the loop, and its `exp` becomes vector code.
#[accel]
pub fn integrand(x: f64) -> f64 {
    (-x * x).exp()
}

/// The integral from `a` to `b` with `n` trapezoids.
#[accel(parallel, nogil)]
pub fn trapezoid(a: f64, b: f64, n: usize) -> f64 {
    let h = (b - a) / n as f64;
    let mut sum = 0.5 * (integrand(a) + integrand(b));
    for i in 1..n {
        sum += integrand(a + i as f64 * h);
    }
    sum * h
}

/// The same text without the attributes.
pub mod plain {
    pub fn integrand(x: f64) -> f64 {
        (-x * x).exp()
    }

    pub fn trapezoid(a: f64, b: f64, n: usize) -> f64 {
        let h = (b - a) / n as f64;
        let mut sum = 0.5 * (integrand(a) + integrand(b));
        for i in 1..n {
            sum += integrand(a + i as f64 * h);
        }
        sum * h
    }
}

fn main() {
    println!("{}", compare(10_000_000, RUNS));
    println!("  exact      {:.15} (the square root of pi)", std::f64::consts::PI.sqrt());
}

pub fn compare(n: usize, runs: usize) -> Comparison {
    let (mut expected, mut found) = (0.0, 0.0);
    let times = interleaved(
        runs,
        // A black box keeps the compiler from computing one result for all runs.
        || expected = plain::trapezoid(-10.0, 10.0, black_box(n)),
        || found = trapezoid(-10.0, 10.0, black_box(n)),
    );
    let title = format!("trapezoid rule for exp(-x^2), {n} points: {found:.15}");
    Comparison::new(title, times, &[expected], &[found])
}
