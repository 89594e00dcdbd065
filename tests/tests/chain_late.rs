//! Adapters that stand after closures, with every end: the same values as the plain function, and the fast form runs.
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

fn check<T: std::fmt::Debug>(name: &str, plain: fn(Args<'_>) -> T, fast: fn(Args<'_>) -> T) {
    let compare = |n: usize, m: usize, how: &str| {
        let (x, y) = (ramp(n, 7919), ramp(m, 104_729));
        let fields = Fields { x: ramp(n, 31), y: y.clone() };
        let args = || (&x[..], &y[..], x.clone(), &fields, n);
        // Text tells -0.0 from 0.0.
        let (plain, fast) = (format!("{:?}", plain(args())), format!("{:?}", fast(args())));
        assert_eq!(plain, fast, "{name}, {how}, n = {n}, m = {m}");
    };
    let before = fast_runs();
    compare(300_001, 300_001, "one size for all");
    assert!(fast_runs() > before, "{name}: its fast form never ran");
    if name.ends_with("sum") {
        let before = fast_runs();
        compare(300_003, 300_001, "one size for all");
        assert!(fast_runs() > before, "{name}: its fast form never ran, with different lengths");
    }
    everywhere(|how| {
        for n in [0, 1, 2, 31, 32, 33] {
            for m in [n, n + 1, n / 2] {
                compare(n, m, how);
            }
        }
    });
}

macro_rules! one {
    ($end:ident: $t:ty; ($x:ident, $y:ident, $v:ident, $s:ident, $n:ident) $body:expr) => {
        pub mod $end {
            use super::*;
            pub fn plain(($x, $y, $v, $s, $n): Args<'_>) -> $t {
                $body
            }
            #[accel(parallel)]
            fn compiled($x: &[f64], $y: &[f64], $v: Vec<f64>, $s: &Fields, $n: usize) -> $t {
                $body
            }
            pub fn fast(($x, $y, $v, $s, $n): Args<'_>) -> $t {
                compiled($x, $y, $v, $s, $n)
            }
        }
    };
}

macro_rules! table {
    ($($source:ident = |$x:ident, $y:ident, $v:ident, $s:ident, $n:ident| $items:expr;)*) => {
        $(mod $source {
            use super::*;
            one! { sum: f64; ($x, $y, $v, $s, $n) $items.sum::<f64>() }
            one! { product: f64; ($x, $y, $v, $s, $n) $items.map(|item| if item > 0.0 { 2.0 } else { 0.5 }).product::<f64>() }
            one! { fold_max: f64; ($x, $y, $v, $s, $n) $items.fold(f64::NEG_INFINITY, f64::max) }
            one! { fold_bits: u64; ($x, $y, $v, $s, $n) $items.fold(0u64, |so_far, item| so_far ^ item.to_bits()) }
            one! { count: usize; ($x, $y, $v, $s, $n) $items.filter(|item| *item > 1.0).count() }
            one! { any: bool; ($x, $y, $v, $s, $n) $items.any(|item| item > 1e9) }
            one! { position: Option<usize>; ($x, $y, $v, $s, $n) $items.position(|item| item > 1e9) }
            one! { collect: Vec<f64>; ($x, $y, $v, $s, $n) $items.collect::<Vec<f64>>() }
            one! { least: Option<f64>; ($x, $y, $v, $s, $n) $items.min_by(|item, other| item.total_cmp(other)) }
            one! { greatest_key: Option<f64>; ($x, $y, $v, $s, $n) $items.max_by_key(|item| (*item * 8.0) as i64) }
            one! { greatest_number: Option<i64>; ($x, $y, $v, $s, $n) $items.map(|item| (item * 8.0) as i64).max() }
            one! { head: Vec<f64>; ($x, $y, $v, $s, $n) { let mut out = vec![-1.0; $x.len() + $y.len()]; for (slot, item) in out.iter_mut().zip($items) { *slot = item; } out } }
        })*
        #[test]
        fn adapters_after_closures_with_every_end() {
            $(
                check(concat!(stringify!($source), ", sum"), $source::sum::plain, $source::sum::fast);
                check(concat!(stringify!($source), ", product"), $source::product::plain, $source::product::fast);
                check(concat!(stringify!($source), ", fold_max"), $source::fold_max::plain, $source::fold_max::fast);
                check(concat!(stringify!($source), ", fold_bits"), $source::fold_bits::plain, $source::fold_bits::fast);
                check(concat!(stringify!($source), ", count"), $source::count::plain, $source::count::fast);
                check(concat!(stringify!($source), ", any"), $source::any::plain, $source::any::fast);
                check(concat!(stringify!($source), ", position"), $source::position::plain, $source::position::fast);
                check(concat!(stringify!($source), ", collect"), $source::collect::plain, $source::collect::fast);
                check(concat!(stringify!($source), ", least"), $source::least::plain, $source::least::fast);
                check(concat!(stringify!($source), ", greatest_key"), $source::greatest_key::plain, $source::greatest_key::fast);
                check(concat!(stringify!($source), ", greatest_number"), $source::greatest_number::plain, $source::greatest_number::fast);
                check(concat!(stringify!($source), ", head"), $source::head::plain, $source::head::fast);
            )*
        }
    };
}

table! {
    zipped = |x, y, v, s, n| x.iter().map(|v| v * 0.5).zip(y.iter().map(|w| w + 1.0)).map(|(p, q)| p - q);
    left_only = |x, y, v, s, n| x.iter().map(|v| v * 0.5).zip(y).map(|(p, q)| p - q);
    right_only = |x, y, v, s, n| x.iter().zip(y.iter().map(|w| w * 2.0)).map(|(p, q)| p - q);
    uneven = |x, y, v, s, n| x.iter().map(|v| v * 0.5).zip(y.iter().skip(1).map(|w| w * 2.0)).map(|(p, q)| q - p);
    one_name = |x, y, v, s, n| x.iter().map(|v| v * 0.5).zip(y.iter().map(|v| v + n as f64)).map(|(v, w)| v * w);
    as_one = |x, y, v, s, n| x.iter().map(|v| v * 0.5).zip(y.iter().map(|w| w + 1.0)).map(|t| t.0 - t.1);
    numbered = |x, y, v, s, n| x.iter().map(|v| v * 0.5).enumerate().map(|(i, p)| p + i as f64);
    back = |x, y, v, s, n| x.iter().map(|v| v * 0.5).rev();
    later = |x, y, v, s, n| x.iter().map(|v| v * 0.5).skip(3);
    later_by = |x, y, v, s, n| x.iter().map(|v| v * 0.5).skip(n / 3).map(|p| p + 1.0);
    fewer = |x, y, v, s, n| x.iter().map(|v| v * 0.5).take(n.saturating_sub(1));
    stepped = |x, y, v, s, n| x.iter().map(|v| v * 0.5).step_by(3);
    stepped_by = |x, y, v, s, n| x.iter().map(|v| v * 0.5).step_by(n % 3 + 1);
    copies = |x, y, v, s, n| x.iter().map(|v| v).skip(2).copied();
    fields = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).zip(s.y.iter().map(|w| w * 2.0)).map(|(p, q)| p - q);
    fields_left = |x, y, v, s, n| s.x.iter().map(|v| v * 0.5).zip(&s.y).map(|(p, q)| p - q);
    fields_later = |x, y, v, s, n| s.x.iter().zip(s.y.iter().rev()).map(|(v, w)| v - w).skip(n / 2);
    ranges = |x, y, v, s, n| (0..n).map(|i| i as f64 * 0.5).zip(x.iter().map(|v| v * 2.0)).map(|(p, q)| p + q);
    range_back = |x, y, v, s, n| (0..n).map(|i| i as f64 * 0.5).rev().map(|p| p + 1.0);
    range_later = |x, y, v, s, n| (0..n).map(|i| i as f64 * 0.5).skip(2);
    vectors = |x, y, v, s, n| v.into_iter().map(|p| p * 0.5).zip(y.iter().map(|q| q + 1.0)).map(|(p, q)| p + q);
    both_back = |x, y, v, s, n| x.iter().map(|v| v * 0.5).zip(y.iter().map(|w| w + 1.0)).rev().map(|(p, q)| p - q);
    deep = |x, y, v, s, n| x.iter().map(|v| v * 0.5).zip(y.iter().map(|w| w + 1.0)).map(|(p, q)| p * q).skip(1)
        .zip(x.iter().rev().map(|v| v - 1.0)).enumerate().map(|(i, (p, q))| p - q + (i % 7) as f64).take(n);
}
