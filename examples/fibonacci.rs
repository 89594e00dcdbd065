//! Fibonacci numbers: a recurrence, and what hotloop says of it.
//!
//! Each element needs the two before it, so the iterations must run one after the other. With `warn` the
//! compiler says so when the file is built; with `parallel` it would be an error. The result is that of the
//! plain function, and there is nothing to gain.
//!
//!     cargo run --release --example fibonacci

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved};

// The warning is what this file shows. Clippy runs in CI with every warning an error; there it is expected,
// so that CI fails if it does *not* come. An ordinary build shows it.
#[cfg_attr(
    clippy,
    expect(deprecated, reason = "the verdict of `accel(warn)` is the subject of this example")
)]
#[accel(warn)]
pub fn fibonacci(f: &mut [u64]) {
    for i in 2..f.len() {
        // Modulo 2^64: the 94th number does not fit.
        f[i] = f[i - 1].wrapping_add(f[i - 2]);
    }
}

/// The same text without the attribute.
pub mod plain {
    pub fn fibonacci(f: &mut [u64]) {
        for i in 2..f.len() {
            // Modulo 2^64: the 94th number does not fit.
            f[i] = f[i - 1].wrapping_add(f[i - 2]);
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What the attribute found out, from the compiler that the attribute runs.
    for output in hotloop_compiler::file::compile_file(include_str!("fibonacci.rs"))? {
        print!("{}", output.report);
    }
    println!("{}", compare(10_000_000, RUNS));
    Ok(())
}

pub fn compare(n: usize, runs: usize) -> Comparison {
    let mut expected: Vec<u64> = (0..n as u64).collect();
    let mut f = expected.clone();
    let times = interleaved(runs, || plain::fibonacci(&mut expected), || fibonacci(&mut f));
    Comparison::new(format!("{n} Fibonacci numbers modulo 2^64"), times, &expected, &f)
}
