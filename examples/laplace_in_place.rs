//! The heated plate in place: what hotloop says where it cannot help.
//!
//! In the Gauss-Seidel form every point uses two neighbors that this very sweep has written, so neither
//! loop can run in parallel. With `warn` the compiler says so when the file is built; with `parallel` it
//! would be an error. The result is that of the plain function.
//!
//!     cargo run --release --example laplace_in_place

use hotloop::{Mode, accel, with_mode};

// The warning is what this file shows. Clippy runs in CI with every warning an error; there it is expected,
// so that CI fails if it does *not* come. An ordinary build shows it.
#[cfg_attr(
    clippy,
    expect(deprecated, reason = "the verdict of `accel(warn)` is the subject of this example")
)]
#[accel(warn)]
pub fn sweep(u: &mut [f64], n: usize) {
    for i in 1..n - 1 {
        for j in 1..n - 1 {
            u[i * n + j] =
                0.25 * (u[(i - 1) * n + j] + u[(i + 1) * n + j] + u[i * n + j - 1] + u[i * n + j + 1]);
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What the attribute found out, from the compiler that the attribute runs.
    for output in hotloop_compiler::file::compile_file(include_str!("laplace_in_place.rs"))? {
        print!("{}", output.report);
    }

    let (n, sweeps) = (65, 10_000);
    let plain = with_mode(Mode::Original, || solve(n, sweeps));
    let annotated = solve(n, sweeps);
    let same = plain.iter().zip(&annotated).all(|(x, y)| x.to_bits() == y.to_bits());
    println!("{sweeps} sweeps over {n} x {n} points: center {:.3} degrees", annotated[n / 2 * n + n / 2]);
    println!("annotated against plain: {}", if same { "the same bits" } else { "OTHER BITS" });
    Ok(())
}

fn solve(n: usize, sweeps: usize) -> Vec<f64> {
    let mut u = vec![0.0; n * n];
    u[..n].fill(100.0);
    for _ in 0..sweeps {
        sweep(&mut u, n);
    }
    u
}
