//! Every source of a chain with every end: the same values as the plain function, and which form gave them.
//!
//! Alone in its file: it counts the runs of all loops.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    reason = "chains in every spelling are what is tested"
)]

use hotloop::accel;
use hotloop_tests::everywhere;

/// Arrays behind fields.
pub struct Fields {
    x: Vec<f64>,
    y: Vec<f64>,
}

type Args<'a> = (&'a [f64], &'a [f64], Vec<f64>, &'a Fields, usize);

fn ramp(n: usize, k: usize) -> Vec<f64> {
    // Of these numbers every sum in any order is exact.
    (0..n).map(|i| ((i * k) % 1013) as f64 / 64.0 - 5.0).collect()
}

/// Runs of fast forms so far.
fn fast_runs() -> u64 {
    hotloop::stats().iter().map(|s| s.fast).sum()
}

/// One cell of the table. Text tells -0.0 from 0.0.
fn check<T: std::fmt::Debug>(name: &str, form: &str, plain: fn(Args<'_>) -> T, fast: fn(Args<'_>) -> T) {
    let compare = |n: usize, how: &str| {
        let (x, y) = (ramp(n, 7919), ramp(n, 104_729));
        let fields = Fields { x: ramp(n, 31), y: y.clone() };
        let args = || (&x[..], &y[..], x.clone(), &fields, n);
        assert_eq!(format!("{:?}", plain(args())), format!("{:?}", fast(args())), "{name}, {how}, n = {n}");
    };
    let before = fast_runs();
    compare(300_001, "one size for all");
    match form {
        "=" => assert!(fast_runs() > before, "{name}: its fast form never ran"),
        "-" => assert_eq!(fast_runs(), before, "{name}: has a fast form"),
        _ => {}
    }
    everywhere(|how| {
        for n in [0, 1, 33] {
            compare(n, how);
        }
    });
}

/// `=` in front of a cell whose fast form runs, `-` in front of one that stays as written, `~` where there are too few
/// items for most ends.
macro_rules! annotated {
    (= $item:item) => {
        #[accel(parallel)]
        $item
    };
    (~ $item:item) => {
        #[accel(parallel)]
        $item
    };
    // A promise that could not be kept would be an error.
    (- $item:item) => {
        #[accel]
        $item
    };
}

macro_rules! table {
    ($($source:ident { $($form:tt $end:ident: $t:ty = |$x:ident, $y:ident, $v:ident, $s:ident, $n:ident| $body:expr;)* })*) => {
        $(mod $source {
            use super::*;
            $(pub mod $end {
                use super::*;
                pub fn plain(($x, $y, $v, $s, $n): Args<'_>) -> $t { $body }
                annotated! { $form fn compiled($x: &[f64], $y: &[f64], $v: Vec<f64>, $s: &Fields, $n: usize) -> $t { $body } }
                pub fn fast(($x, $y, $v, $s, $n): Args<'_>) -> $t { compiled($x, $y, $v, $s, $n) }
            })*
        })*
        #[test]
        fn every_source_with_every_end() {
            $($(check(
                concat!(stringify!($source), ", ", stringify!($end)),
                stringify!($form),
                $source::$end::plain,
                $source::$end::fast,
            );)*)*
        }
    };
}

table! {
    slice {
        = sum: f64 = |x, y, v, s, n| x.iter().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    copies {
        = sum: f64 = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().copied().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    clones {
        = sum: f64 = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().cloned().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    by_pattern {
        = sum: f64 = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().map(|&v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    back {
        = sum: f64 = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().rev().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    later {
        = sum: f64 = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().skip(3).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    fewer {
        = sum: f64 = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().take(n).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    steps {
        = sum: f64 = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().step_by(2).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    part {
        = sum: f64 = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x[n / 4..].iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    both {
        = sum: f64 = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y).map(|(a, b)| a + b).map(|p| (p * 8.0) as i64).min();
    }
    back_and_forth {
        = sum: f64 = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y.iter().rev()).map(|(&a, &b)| a - b).map(|p| (p * 8.0) as i64).min();
    }
    three {
        = sum: f64 = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y.iter()).zip(x.iter().skip(1)).map(|((a, b), c)| a + b - c).map(|p| (p * 8.0) as i64).min();
    }
    nested {
        = sum: f64 = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().zip(y.iter().zip(x)).map(|(a, (b, c))| a + b + c).map(|p| (p * 8.0) as i64).min();
    }
    counted {
        = sum: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, v)| v + (i % 8) as f64).map(|p| (p * 8.0) as i64).min();
    }
    counted_by_pattern {
        = sum: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().enumerate().map(|(i, &v)| v + (i % 8) as f64).map(|p| (p * 8.0) as i64).min();
    }
    positive {
        = sum: f64 = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).all(|p| p < 1e9);
        - position: Option<usize> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).position(|p| p > 1e9);
        - collect: Vec<f64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().filter(|v| **v > 0.0).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    positive_copies {
        = sum: f64 = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().all(|p| p < 1e9);
        - position: Option<usize> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().position(|p| p > 1e9);
        - collect: Vec<f64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().filter(|&&v| v > 0.0).copied().map(|p| (p * 8.0) as i64).min();
    }
    between {
        = sum: f64 = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).all(|p| p < 1e9);
        - position: Option<usize> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).position(|p| p > 1e9);
        - collect: Vec<f64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.iter().map(|v| v + 1.0).filter(|v| *v < 3.0 && *v > -3.0).map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    pieces {
        = sum: f64 = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.chunks(3).map(|c| c[0]).map(|p| (p * 8.0) as i64).min();
    }
    whole_pieces {
        = sum: f64 = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.chunks_exact(4).map(|c| c[3] - c[0]).map(|p| (p * 8.0) as i64).min();
    }
    neighbors {
        = sum: f64 = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.windows(2).map(|w| w[1] - w[0]).map(|p| (p * 8.0) as i64).min();
    }
    numbers {
        = sum: f64 = |x, y, v, s, n| (0..n).map(|i| x[i]).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (0..n).map(|i| x[i]).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (0..n).map(|i| x[i]).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (0..n).map(|i| x[i]).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (0..n).map(|i| x[i]).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (0..n).map(|i| x[i]).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (0..n).map(|i| x[i]).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (0..n).map(|i| x[i]).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (0..n).map(|i| x[i]).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (0..n).map(|i| x[i]).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (0..n).map(|i| x[i]).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (0..n).map(|i| x[i]).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (0..n).map(|i| x[i]).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (0..n).map(|i| x[i]).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (0..n).map(|i| x[i]).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (0..n).map(|i| x[i]).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (0..n).map(|i| x[i]).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (0..n).map(|i| x[i]).map(|p| (p * 8.0) as i64).min();
    }
    numbers_to {
        = sum: f64 = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (1..=n).map(|i| x[i - 1]).map(|p| (p * 8.0) as i64).min();
    }
    numbers_back {
        = sum: f64 = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (0..n).rev().map(|i| x[i] * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    numbers_in_steps {
        = sum: f64 = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (0..n).step_by(3).map(|i| x[i] * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    numbers_i32 {
        = sum: f64 = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (0..n as i32).map(|i| (i % 64) as f64 * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    numbers_i64 {
        = sum: f64 = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (-3..n as i64).map(|i| (i % 64) as f64 * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    numbers_u32 {
        = sum: f64 = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (0..n as u32).map(|i| (i % 64) as f64).map(|p| (p * 8.0) as i64).min();
    }
    numbers_u64 {
        = sum: f64 = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (5..=n as u64).map(|i| (i % 64) as f64).map(|p| (p * 8.0) as i64).min();
    }
    numbers_u8 {
        ~ sum: f64 = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).sum::<f64>();
        ~ product: f64 = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        ~ fold_sum: f64 = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).fold(0.0, |s, p| s + p);
        ~ fold_max: f64 = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).fold(f64::NEG_INFINITY, f64::max);
        ~ fold_min: f64 = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).fold(f64::INFINITY, |m, p| m.min(p));
        ~ fold_bits: u64 = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).fold(0u64, |s, p| s ^ p.to_bits());
        ~ count: usize = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).filter(|p| *p > 1.0).count();
        ~ any: bool = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).any(|p| p > 1e9);
        ~ all: bool = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).all(|p| p < 1e9);
        ~ position: Option<usize> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).position(|p| p > 1e9);
        ~ collect: Vec<f64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).collect::<Vec<f64>>();
        ~ least: Option<f64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).min_by(|p, q| p.total_cmp(q));
        ~ least_or_panic: Option<f64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).min_by(|p, q| p.partial_cmp(q).unwrap());
        ~ greatest: Option<f64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).max_by(|p, q| p.total_cmp(q));
        ~ greatest_or_panic: Option<f64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).max_by(|p, q| p.partial_cmp(q).unwrap());
        ~ least_key: Option<f64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).min_by_key(|p| (*p * 8.0) as i64);
        ~ greatest_number: Option<i64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).map(|p| (p * 8.0) as i64).max();
        ~ least_number: Option<i64> = |x, y, v, s, n| (0..=255u8).map(|i| (i % 64) as f64).map(|p| (p * 8.0) as i64).min();
    }
    numbers_and_items {
        = sum: f64 = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (0..n).zip(x).map(|(i, v)| v + (i % 4) as f64).map(|p| (p * 8.0) as i64).min();
    }
    numbers_to_and_items {
        = sum: f64 = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).sum::<f64>();
        = product: f64 = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| (1..=n).zip(x.iter()).map(|(i, v)| v + (i % 4) as f64).map(|p| (p * 8.0) as i64).min();
    }
    field {
        = sum: f64 = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    fields {
        = sum: f64 = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).sum::<f64>();
        = product: f64 = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| s.x.iter().zip(&s.y).map(|(a, b)| a + b).map(|p| (p * 8.0) as i64).min();
    }
    fields_back {
        = sum: f64 = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).sum::<f64>();
        = product: f64 = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| s.x.iter().zip(s.y.iter()).rev().map(|(a, b)| a - b).map(|p| (p * 8.0) as i64).min();
    }
    vector {
        = sum: f64 = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| x.to_vec().into_iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
    vectors {
        = sum: f64 = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).sum::<f64>();
        = product: f64 = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| v.into_iter().zip(y).map(|(a, b)| a + b).map(|p| (p * 8.0) as i64).min();
    }
    local {
        = sum: f64 = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).sum::<f64>();
        = product: f64 = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).map(|p| if p > 0.0 { 2.0 } else { 0.5 }).product::<f64>();
        = fold_sum: f64 = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).fold(0.0, |s, p| s + p);
        = fold_max: f64 = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).fold(f64::NEG_INFINITY, f64::max);
        = fold_min: f64 = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).fold(f64::INFINITY, |m, p| m.min(p));
        = fold_bits: u64 = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).fold(0u64, |s, p| s ^ p.to_bits());
        = count: usize = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).filter(|p| *p > 1.0).count();
        = any: bool = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).any(|p| p > 1e9);
        = all: bool = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).all(|p| p < 1e9);
        = position: Option<usize> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).position(|p| p > 1e9);
        = collect: Vec<f64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).collect::<Vec<f64>>();
        = least: Option<f64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).min_by(|p, q| p.total_cmp(q));
        = least_or_panic: Option<f64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).min_by(|p, q| p.partial_cmp(q).unwrap());
        = greatest: Option<f64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).max_by(|p, q| p.total_cmp(q));
        = greatest_or_panic: Option<f64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).max_by(|p, q| p.partial_cmp(q).unwrap());
        = least_key: Option<f64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).min_by_key(|p| (*p * 8.0) as i64);
        = greatest_number: Option<i64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).max();
        = least_number: Option<i64> = |x, y, v, s, n| { let w = x.to_vec(); w }.iter().map(|v| v * 0.5).map(|p| (p * 8.0) as i64).min();
    }
}
