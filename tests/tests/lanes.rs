//! Sums in lanes meet every form of inner loop: one that is left early, one that is no range, one that panics.
//! Terms are small integers, so that every order of additions gives the same bits.

#![allow(
    clippy::needless_range_loop,
    clippy::explicit_counter_loop,
    clippy::while_let_loop,
    reason = "loops, as people write them, are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, plain, runs};

fn small(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 31) % 17) as f64 - 4.0).collect()
}

type Kernel = fn(&[f64], &mut [f64], usize, usize) -> f64;

/// Annotated and plain, for several shapes and steps.
fn same(name: &str, kernel: Kernel) {
    for (n, m, k) in [(0, 5, 1), (4, 0, 1), (5, 20, 1), (5, 100, 1), (7, 300, 3), (3, 200, 0)] {
        let a = small(n * m);
        let run = || {
            let mut rows = vec![0.0; n];
            let mut sum = 0.0;
            let call = std::panic::AssertUnwindSafe(|| sum = kernel(&a, &mut rows, m, k));
            let text = panic_text(call);
            // After a panic only the message is promised.
            if text.is_some() { (text, Vec::new(), 0.0) } else { (None, rows, sum) }
        };
        let expected = plain(run);
        everywhere(|how| assert_eq!(run(), expected, "{name}: {how}, {n} x {m}, {k}"));
    }
    assert!(runs(name).0 > 0, "{name} has a fast form");
}

macro_rules! kernels {
    ($($name:ident($a:ident, $rows:ident, $m:ident, $k:ident) $body:block)*) => {$(
        mod $name {
            use super::*;
            #[accel(parallel, nogil, fastmath(reassoc))]
            fn $name($a: &[f64], $rows: &mut [f64], $m: usize, $k: usize) -> f64 $body
            #[test]
            fn sums_are_plains() {
                same(stringify!($name), $name);
            }
        }
    )*};
}

kernels! {
    left_early(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            for j in 0..m {
                if a[i * m + j] > 11.0 {
                    break;
                }
                s += a[i * m + j];
                sum += a[i * m + j];
            }
            rows[i] = s;
        }
        sum
    }
    next_row(a, rows, m, _k) {
        let mut sum = 0.0;
        'rows: for i in 0..rows.len() {
            let mut s = 1.0;
            for j in 0..m {
                if a[i * m + j] > 11.0 {
                    continue 'rows;
                }
                sum += a[i * m + j];
                s += a[i * m + j];
            }
            rows[i] = s;
        }
        sum
    }
    skipped(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 1.0;
            'columns: for j in 0..m {
                if a[i * m + j] > 5.0 {
                    continue 'columns;
                }
                if a[i * m + j] < 0.0 {
                    continue;
                }
                sum -= a[i * m + j];
                s -= a[i * m + j];
            }
            rows[i] = s;
        }
        sum
    }
    counted(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            let mut j = 0;
            while j < m {
                s += a[i * m + j];
                sum += a[i * m + j];
                j += 1;
            }
            rows[i] = s;
        }
        sum
    }
    endless(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            let mut j = 0;
            loop {
                if j >= m {
                    break;
                }
                s += a[i * m + j];
                sum += a[i * m + j];
                j += 1;
            }
            rows[i] = s;
        }
        sum
    }
    steps(a, rows, m, k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            for j in (0..m).step_by(k) {
                s += a[i * m + j];
                sum += a[i * m + j];
            }
            rows[i] = s;
        }
        sum
    }
    fixed_steps(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            for j in (0..m).step_by(2).rev() {
                s += a[i * m + j];
                sum += a[i * m + j];
            }
            rows[i] = s;
        }
        sum
    }
    backwards(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in (0..rows.len()).rev() {
            let mut s = 0.0;
            for j in (1..=m).rev() {
                s += a[i * m + j - 1];
                sum += a[i * m + j - 1];
            }
            rows[i] = s;
        }
        sum
    }
    iterated(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            for x in &a[i * m..(i + 1) * m] {
                s += *x;
                sum += *x;
            }
            rows[i] = s;
        }
        sum
    }
    matched(a, rows, m, k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            for j in 0..m {
                match (j % 3, k) {
                    (0, _) => s += a[i * m + j],
                    (1, 1) => s -= a[i * m + j],
                    _ => sum += a[i * m + j],
                }
            }
            rows[i] = s;
        }
        sum
    }
    by_a_closure(a, rows, m, _k) {
        let mut sum = 0.0;
        for i in 0..rows.len() {
            let mut s = 0.0;
            for j in 0..m {
                let mut add = |x: f64| s += x;
                add(a[i * m + j]);
                add(1.0);
                sum += 1.0;
            }
            rows[i] = s;
        }
        sum
    }
}
