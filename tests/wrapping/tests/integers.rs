//! Subscripts, ends of loops and conditions that wrap around. With overflow checks all of these panic before they access
//! anything; without, what the guard has computed exactly must be what the program computes.

#![allow(clippy::all, clippy::pedantic, reason = "programs as they should not be written are what is tested")]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

/// Both functions on equal arrays of each length: same panic, same elements.
fn compare(plain: impl Fn(&mut [f64]), fast: impl Fn(&mut [f64])) {
    everywhere(|how| {
        for n in [0, 1, 7, 31, 64, 100, 130, 257] {
            let (mut a, mut b) = (ramp(n), ramp(n));
            let p = panic_text(AssertUnwindSafe(|| plain(&mut a)));
            let q = panic_text(AssertUnwindSafe(|| fast(&mut b)));
            assert_eq!(p, q, "{how}, n = {n}");
            assert_eq!(a, b, "{how}, n = {n}");
        }
    });
}

#[test]
fn this_package_has_no_overflow_checks() {
    let most = std::hint::black_box(u8::MAX);
    assert_eq!(most + 1, 0);
}

both!([] quotient_plain, quotient(a: &mut [f64], s: u8) {
    for i in 40..90u8 {
        a[(100 + i - (s + 100) / 2) as usize] += 1.0;
    }
});

both!([] shifted_plain, shifted(a: &mut [f64], s: u8, by: u8) {
    for i in 0..60u8 {
        a[(i + ((s + by) >> 1)) as usize] += 1.0;
    }
});

#[test]
fn what_is_divided_wraps_in_its_own_type() {
    for s in [0, 3, 90, 155, 156, 160, 200, 255] {
        compare(|a| quotient_plain(a, s), |a| quotient(a, s));
        compare(|a| shifted_plain(a, s, 100), |a| shifted(a, s, 100));
    }
    ran("quotient");
    ran("shifted");
}

both!([] start_plain, start(a: &mut [f64], s: u8, t: u8, n: usize) {
    for _ in 0..n {
        for j in (s + t) / 2..60 {
            a[j as usize] += 1.0;
        }
    }
});

both!([] counter_plain, counter(a: &mut [f64], s: u8, t: u8, n: usize) {
    for _ in 0..n {
        let mut j = s + t;
        while j < 60 {
            a[j as usize] += 1.0;
            j += 1;
        }
    }
});

both!([] middle_plain, middle(a: &mut [f64], s: u8, t: u8, n: usize) {
    for _ in 0..n {
        let mut j = (s + t) / 2;
        while j < 60 {
            a[j as usize] += 1.0;
            j += 1;
        }
    }
});

#[test]
fn the_start_of_a_loop_wraps_in_its_own_type() {
    for (s, t) in [(0, 0), (20, 30), (200, 100), (254, 76), (255, 255), (255, 1)] {
        compare(|a| start_plain(a, s, t, 3), |a| start(a, s, t, 3));
        compare(|a| counter_plain(a, s, t, 3), |a| counter(a, s, t, 3));
        compare(|a| middle_plain(a, s, t, 3), |a| middle(a, s, t, 3));
    }
    ran("start");
    ran("counter");
    ran("middle");
}

const TOP: usize = usize::MAX;

both!([] side_plain, side(a: &mut [f64], at: &[usize], n: usize) {
    for i in 0..at.len() {
        for j in at[i]..=at[i] {
            if j >= 1 && j + 5 < n {
                a[j] += 1.0;
            }
        }
    }
});

both!([] side_of_range_plain, side_of_range(a: &mut [f64], at: &[usize], k: usize, m: usize, n: usize) {
    for _ in 0..at.len() {
        for j in k..m {
            if j >= 1 && j + 5 < n {
                a[j] += 1.0;
            }
        }
    }
});

#[test]
fn a_side_of_a_condition_passes_the_top() {
    let at = [3, 9, TOP - 4, TOP, 5, TOP - 3];
    compare(|a| side_plain(a, &at, 12), |a| side(a, &at, 12));
    for (k, m) in [(0, 9), (TOP - 7, TOP), (TOP - 3, TOP - 1), (4, 4)] {
        compare(|a| side_of_range_plain(a, &at, k, m, 14), |a| side_of_range(a, &at, k, m, 14));
    }
    ran("side_of_range");
}

both!([] product_plain, product(a: &mut [f64], n: usize, m: usize, step: usize) {
    for i in (1..n).step_by(step) {
        for j in 5 * i..m {
            a[j - 5] += 1.0;
        }
    }
});

#[test]
fn the_start_of_a_loop_passes_the_top() {
    for (n, step) in [(2, 1), (9, 3), (TOP / 2, TOP / 5)] {
        compare(|a| product_plain(a, n, 9, step), |a| product(a, n, 9, step));
    }
    ran("product");
}

both!([] downwards_plain, downwards(a: &mut [f64], n: usize) {
    let mut k = 0;
    for i in (0..n).rev().step_by(2) {
        a[i - k] += 1.0;
        k += 2;
    }
});

both!([] downwards_by_steps_plain, downwards_by_steps(a: &mut [f64], n: usize) {
    let mut k = 0;
    for i in (0..n).step_by(2).rev() {
        a[i - k] += 1.0;
        k += 1;
    }
});

#[test]
fn a_counter_beside_a_loop_that_runs_downwards_by_steps() {
    for n in [1, 64, 115, 256] {
        compare(|a| downwards_plain(a, n), |a| downwards(a, n));
        compare(|a| downwards_by_steps_plain(a, n), |a| downwards_by_steps(a, n));
    }
}
