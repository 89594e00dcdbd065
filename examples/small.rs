//! Small calls: what the attribute costs where there is nothing to gain.
//!
//! hotloop promises to be at most 5 % or 5 ns a call slower than the plain function, whichever is more.
//! Here that is measured: three functions, plain and annotated, on 1, 16 and 1000 elements. With `sizes`, fifteen
//! kinds of loops under each attribute, on 0 to 4096 elements: for each kind the worst case, and each that breaks
//! the promise (with `all`, every one); a name chooses the kinds.
//!
//!     cargo run --release --example small
//!     cargo run --release --example small -- sizes
//!     cargo run --release --example small -- all sum

use std::hint::black_box;
use std::time::Instant;

#[expect(clippy::needless_range_loop, reason = "the same loops as in the annotated functions")]
mod plain {
    #[inline(never)]
    pub fn sum_exp(z: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..z.len() {
            sum += z[i].exp();
        }
        sum
    }

    #[inline(never)]
    pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }

    #[inline(never)]
    pub fn dot(x: &[f64], y: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i] * y[i];
        }
        sum
    }
}

mod annotated {
    use hotloop::accel;

    #[accel(parallel, nogil)]
    #[inline(never)]
    pub fn sum_exp(z: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..z.len() {
            sum += z[i].exp();
        }
        sum
    }

    #[accel(parallel, nogil)]
    #[inline(never)]
    pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }

    #[accel(parallel, nogil)]
    #[inline(never)]
    pub fn dot(x: &[f64], y: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i] * y[i];
        }
        sum
    }
}

#[path = "small/kernels.rs"]
mod kernels;
#[path = "small/sizes.rs"]
mod sizes;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let how = arguments.next().unwrap_or_default();
    let kept = match how.as_str() {
        "" => three(),
        "sizes" | "all" => sizes::run(&arguments.next().unwrap_or_default(), how == "all"),
        _ => {
            eprintln!("expected nothing, `sizes` or `all`, found `{how}`");
            std::process::exit(2);
        }
    };
    println!("{}", if kept { "the promise held" } else { "the promise was broken in this run" });
}

fn three() -> bool {
    println!("level {}, {} threads; ns a call, medians of {ROUNDS}", hotloop::isa(), hotloop::num_threads());
    println!("function     n     plain  annotated    ratio  promise");
    let mut kept = true;
    for n in [1, 16, 1000] {
        let x: Vec<f64> = (0..n).map(|i| 1.0 / (i + 1) as f64).collect();
        let mut y = x.clone();
        let mut z = x.clone();
        kept &= compare("sum_exp", n, || plain::sum_exp(black_box(&x)), || annotated::sum_exp(black_box(&x)));
        kept &= compare(
            "axpy",
            n,
            || plain::axpy(black_box(1e-9), black_box(&x), black_box(&mut y)),
            || annotated::axpy(black_box(1e-9), black_box(&x), black_box(&mut z)),
        );
        kept &= compare(
            "dot",
            n,
            || plain::dot(black_box(&x), black_box(&y)),
            || annotated::dot(black_box(&x), black_box(&y)),
        );
    }
    kept
}

/// Odd, so that the median is one of the measurements.
const ROUNDS: usize = 41;
/// Length of one measurement: long against the clock, short against what else the machine does.
const ROUND_NS: f64 = 200_000.0;

/// Prints one line; true if the annotated function is within the promise.
fn compare<R>(name: &str, n: usize, plain: impl FnMut() -> R, annotated: impl FnMut() -> R) -> bool {
    let (p, a) = measure(plain, annotated);
    let verdict = if within(p, a) { "kept" } else { "BROKEN" };
    println!("{name:8} {n:5} {p:9.1} {a:10.1} {:8.2}  {verdict}", a / p);
    within(p, a)
}

/// The promise.
fn within(plain: f64, annotated: f64) -> bool {
    annotated <= plain + f64::max(0.05 * plain, 5.0)
}

/// Nanoseconds a call of both.
fn measure<R>(mut plain: impl FnMut() -> R, mut annotated: impl FnMut() -> R) -> (f64, f64) {
    let calls = (ROUND_NS / time(1000, &mut plain)).clamp(10.0, 1e6) as u32;
    let (mut p, mut a) = (Vec::new(), Vec::new());
    time(calls, &mut annotated);
    for _ in 0..ROUNDS {
        // Interleaved, so that a slow moment of the machine meets both.
        p.push(time(calls, &mut plain));
        a.push(time(calls, &mut annotated));
    }
    (median(p), median(a))
}

/// Nanoseconds a call.
fn time<R>(calls: u32, f: &mut impl FnMut() -> R) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(f());
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
