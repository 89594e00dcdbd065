//! Subscripts that stay between two forms: wrapped around, clamped at the border, masked.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_clamp,
    clippy::suspicious_arithmetic_impl,
    reason = "subscripts are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, plain, ran, runs};
use std::panic::AssertUnwindSafe;

#[accel(parallel)]
fn around(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    for i in 0..out.len() {
        let next = (i + 1) % n;
        out[i] = a[next] - a[(i + k) % n];
    }
}

#[accel(parallel)]
fn neighbors(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    for i in 0..n {
        let left = i.saturating_sub(k);
        let right = (i + k).min(n - 1);
        out[i] = a[left] + a[i.max(1) - 1] + a[right];
    }
}

#[accel(parallel)]
fn masked(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[(i * k + 5) & 15] + a[i & (n - 1)];
    }
}

#[accel(parallel)]
fn shifted(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    let d = 3 - k as isize;
    for i in 0..out.len() {
        let at = (i as isize + d).clamp(0, n as isize - 1) as usize;
        out[i] = a[at] * a[(i as isize + d).rem_euclid(n as isize) as usize];
    }
}

#[accel(parallel)]
fn of_any_type(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    let (w, d) = (n as i32, k as i32);
    for i in 0..w {
        out[i as usize] = a[(i - d).max(0).min(w - 1) as usize] + a[(i - 1).clamp(0, w - 1) as usize];
    }
}

#[accel(parallel)]
fn sampled(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    for i in 0..out.len() {
        let at = (a[i] * k as f64) as usize;
        out[i] = a[at.min(n - 1)] + a[((a[i] * 3.0) as usize).clamp(1, 3)];
    }
}

#[accel]
fn counted(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    for i in 0..n {
        out[(a[i] as usize).min(n - 1)] += k as f64;
    }
}

/// A mean over a window, with the border repeated.
#[accel(parallel)]
fn blurred(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    let w = 4;
    let h = n / w;
    for y in 0..h {
        for x in 0..w {
            let mut sum = 0.0;
            for dy in 0..3 {
                for dx in 0..3 {
                    let row = (y as isize + dy as isize - 1).clamp(0, h as isize - 1) as usize;
                    let column = (x + dx).saturating_sub(k).min(w - 1);
                    sum += a[row * w + column];
                }
            }
            out[y * w + x] = sum;
        }
    }
}

#[accel(parallel)]
fn in_rows(a: &[f64], n: usize, k: usize, out: &mut [f64]) {
    let rows: Vec<[f64; 8]> = a.chunks_exact(8).map(|c| c.try_into().expect("eight")).collect();
    for i in 0..out.len() {
        out[i] = rows[i.min(rows.len() - 1)][(i + k) & 7] + rows[(i + n) % rows.len()][i.abs_diff(k).min(7)];
    }
}

/// No numbers: what their methods give need not be where it seems.
#[derive(Clone, Copy)]
struct Odd(usize);

impl std::ops::Rem<usize> for Odd {
    type Output = usize;
    fn rem(self, n: usize) -> usize {
        n + self.0
    }
}

impl Odd {
    fn min(self, n: usize) -> usize {
        n + self.0
    }
}

#[accel(nogil)]
fn odd(a: &[f64], k: &[Odd], out: &mut [f64]) {
    for i in 0..out.len() {
        let odd = k[i];
        out[i] = a[k[i].min(3)] + a[odd % 4] + a[odd.min(2)];
    }
}

type Case = (&'static str, fn(&[f64], usize, usize, &mut [f64]));

const CASES: [Case; 9] = [
    ("around", around),
    ("neighbors", neighbors),
    ("masked", masked),
    ("shifted", shifted),
    ("of_any_type", of_any_type),
    ("sampled", sampled),
    ("counted", counted),
    ("blurred", blurred),
    ("in_rows", in_rows),
];

#[test]
fn the_same_elements_and_panics_at_every_size() {
    let all: Vec<f64> = (0..128).map(|i| f64::from(i * 37 % 101)).collect();
    for (name, f) in CASES {
        // Lengths at which a subscript is out of bounds, too; 0 and 1 wrap `n - 1`.
        for (len, n) in [(64, 64), (64, 63), (64, 65), (16, 16), (15, 16), (1, 1), (0, 0), (64, 0), (9, 8)] {
            for k in [0, 1, 2, 70] {
                let run = |out: &mut Vec<f64>| panic_text(AssertUnwindSafe(|| f(&all[..len], n, k, out)));
                let mut expected = vec![0.5; len];
                let panic = plain(|| run(&mut expected));
                everywhere(|how| {
                    let mut out = vec![0.5; len];
                    assert_eq!(run(&mut out), panic, "{name}, {len} of {n}, {k}, {how}");
                    if panic.is_none() {
                        assert_eq!(out, expected, "{name}, {len} of {n}, {k}, {how}");
                    }
                });
            }
        }
        ran(name);
    }
}

#[test]
fn operators_of_the_users_prove_nothing() {
    let (a, k) = (vec![1.0; 40], vec![Odd(50); 40]);
    let run = || panic_text(|| odd(&a, &k, &mut [0.0; 40]));
    assert_eq!(plain(run), run());
    assert!(run().expect("out of bounds").contains("the len is 40"));
    assert_eq!(runs("odd").0, 0, "`min` of no number");
}
