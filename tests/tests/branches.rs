//! Updates in the branches of a value: `s = if c { s + x } else { s - y }`.

use hotloop::accel;
use hotloop_tests::{everywhere, plain, ran};

#[accel(parallel)]
fn sums(a: &[f64]) -> f64 {
    let mut s = 0.5;
    for i in 0..a.len() {
        s = if a[i] > 7.0 { s + a[i] } else { s - 2.0 };
    }
    s
}

#[accel(parallel)]
fn whole_numbers(b: &[i64]) -> i64 {
    let mut n = 3;
    for i in 0..b.len() {
        n = if b[i] % 3 == 0 { n } else { n + b[i] };
    }
    n
}

#[accel(parallel)]
fn three(a: &[f64]) -> (f64, f64) {
    let (mut s, mut p) = (0.0, 1.0);
    for i in 0..a.len() {
        s = if a[i] < 3.0 {
            s
        } else if a[i] < 9.0 {
            s + a[i]
        } else {
            s - 1.0
        };
        p = if i % 7 == 0 { p * 2.0 } else { p };
    }
    (s, p)
}

#[accel(parallel)]
fn greatest(a: &[f64]) -> f64 {
    let mut m = f64::NEG_INFINITY;
    for i in 0..a.len() {
        m = if a[i] != 5.0 { m.max(a[i]) } else { m };
    }
    m
}

/// The old value is used otherwise: in order.
#[accel]
fn carried(a: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() {
        s = if a[i] > s { s + a[i] } else { s - 1.0 };
    }
    s
}

/// A type that is no number, and is not copied.
#[accel]
fn texts(a: &[u32]) -> String {
    let mut s = String::new();
    for i in 0..a.len() {
        s = if a[i] > 3 { s + "x" } else { s };
    }
    s
}

#[test]
fn branches_update_what_they_choose() {
    // Whole numbers: no order of their sums changes a bit.
    let all: Vec<f64> = (0..5000).map(|i| f64::from(i * 37 % 13)).collect();
    let whole: Vec<i64> = (0..5000).map(|i| i * 91 % 17 - 5).collect();
    for n in [0, 1, 31, 32, 33, 500, 5000] {
        let (a, b) = (&all[..n], &whole[..n]);
        let p = plain(|| (sums(a), whole_numbers(b), three(&a[..n.min(900)]), greatest(a), carried(a)));
        everywhere(|how| {
            let found = (sums(a), whole_numbers(b), three(&a[..n.min(900)]), greatest(a), carried(a));
            assert_eq!(found, p, "{n}, {how}");
        });
    }
    for name in ["sums", "three", "greatest", "carried"] {
        ran(name);
    }
    assert_eq!(texts(&[1, 4, 5]), "xx");
}
