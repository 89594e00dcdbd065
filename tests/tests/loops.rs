//! Each form of loop, scalar and panic: the annotated function against the same function without the
//! attribute, at every level, thread count and pool.

#![allow(
    clippy::needless_range_loop,
    clippy::ptr_arg,
    clippy::manual_memcpy,
    clippy::useless_vec,
    reason = "indexed loops, as people write them, are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, runs};
use std::panic::AssertUnwindSafe;

/// One body, twice: plain, and annotated.
macro_rules! both {
    ([$($options:tt)*] $plain:ident, $fast:ident($($arg:ident: $ty:ty),*) $(-> $out:ty)? $body:block) => {
        fn $plain($($arg: $ty),*) $(-> $out)? $body
        #[accel($($options)*)]
        fn $fast($($arg: $ty),*) $(-> $out)? $body
    };
}

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

const SIZES: [usize; 16] = [0, 1, 2, 3, 7, 8, 31, 32, 33, 63, 64, 65, 95, 96, 100, 1500];

both!([parallel] axpy_plain, axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
});

#[test]
fn axpy_is_bitwise_plain() {
    everywhere(|how| {
        for n in SIZES {
            let x = ramp(n);
            let (mut a, mut b) = (ramp(n + 3), ramp(n + 3));
            axpy_plain(0.3, &x, &mut a);
            axpy(0.3, &x, &mut b);
            assert_eq!(a, b, "{how}, n = {n}");
        }
    });
    assert!(runs("axpy").0 > 100);
}

#[test]
fn a_short_output_panics_at_the_same_element() {
    everywhere(|how| {
        let x = ramp(100);
        let (mut a, mut b) = (ramp(40), ramp(40));
        let plain = panic_text(AssertUnwindSafe(|| axpy_plain(0.3, &x, &mut a)));
        let fast = panic_text(AssertUnwindSafe(|| axpy(0.3, &x, &mut b)));
        assert_eq!(plain.as_deref(), Some("index out of bounds: the len is 40 but the index is 40"));
        assert_eq!(plain, fast, "{how}");
        assert_eq!(a, b, "{how}");
    });
}

both!([parallel, nogil] dot_plain, dot(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 1.5;
    for i in 0..x.len() {
        s += x[i] * y[i];
    }
    s
});

/// The documented shape: below 96 in order; else 32 lanes, halving, chunks, adjacent pairs.
fn shape(terms: &[f64], start: f64) -> f64 {
    if terms.len() < 96 {
        return terms.iter().fold(start, |s, t| s + t);
    }
    let n = terms.len() as u64;
    let chunk = if n <= 1024 { 1024 } else { n.div_ceil(256).max(1024).next_multiple_of(32) } as usize;
    let mut parts: Vec<f64> = terms.chunks(chunk).map(lanes).collect();
    while parts.len() > 1 {
        parts = parts.chunks(2).map(|p| p.iter().copied().reduce(|a, b| a + b).unwrap()).collect();
    }
    start + parts[0]
}

fn lanes(chunk: &[f64]) -> f64 {
    let mut lanes = [-0.0; 32];
    for (i, t) in chunk.iter().enumerate() {
        lanes[i % 32] += t;
    }
    let mut half = 16;
    while half > 0 {
        for l in 0..half {
            lanes[l] += lanes[l + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[test]
fn a_float_sum_has_the_documented_shape_everywhere() {
    for n in SIZES.into_iter().chain([5000, 40_000, 400_000]) {
        let (x, y) = (ramp(n), ramp(n + 1));
        let terms: Vec<f64> = (0..n).map(|i| x[i] * y[i]).collect();
        let expected = shape(&terms, 1.5).to_bits();
        everywhere(|how| assert_eq!(dot(&x, &y).to_bits(), expected, "{how}, n = {n}"));
        let plain = dot_plain(&x, &y);
        assert!((dot(&x, &y) - plain).abs() <= 1e-9 * plain.abs().max(1.0));
    }
}

#[test]
fn zero_trips_leave_a_sum_untouched() {
    both!([parallel] zero_plain, zero(x: &[f64], start: f64) -> f64 {
        let mut s = start;
        for i in 0..x.len() {
            s += x[i];
        }
        s
    });
    everywhere(|_| {
        assert_eq!(zero(&[], -0.0).to_bits(), (-0.0f64).to_bits());
        assert_eq!(zero(&[-0.0; 100], -0.0).to_bits(), zero_plain(&[-0.0; 100], -0.0).to_bits());
    });
}

both!([parallel] isum_plain, isum(x: &[i32], start: i32) -> i32 {
    let mut s = start;
    for i in 0..x.len() {
        s += x[i];
    }
    s
});

#[test]
fn integer_sums_overflow_exactly_where_plain_does() {
    let cases: [(Vec<i32>, i32); 6] = [
        ((0..3000).collect(), 5),
        (vec![1_000_000; 3000], 0),
        (vec![i32::MAX, 1, -1, 7, i32::MIN, 0].repeat(40), 0),
        ([vec![i32::MAX], vec![0; 500], vec![-5; 500]].concat(), 3),
        ([vec![i32::MAX], vec![0; 500], vec![-5; 500]].concat(), -3),
        (vec![i32::MIN; 1], -1),
    ];
    let big: Vec<i32> = (0..400_000).map(|i| (i * 37) % 2001 - 1000).collect();
    everywhere(|how| {
        for (x, start) in &cases {
            let (mut a, mut b) = (0, 0);
            let plain = panic_text(AssertUnwindSafe(|| a = isum_plain(x, *start)));
            let fast = panic_text(AssertUnwindSafe(|| b = isum(x, *start)));
            assert_eq!((plain, a), (fast, b), "{how}");
        }
        assert_eq!(isum(&big, 9), isum_plain(&big, 9), "{how}");
    });
    assert!(runs("isum").0 > 0, "the large sum takes the fast form");
}

both!([parallel] jacobi_plain, jacobi(u: &[f64], v: &mut [f64], n: usize, m: usize) {
    for i in 1..n - 1 {
        for j in 1..m - 1 {
            v[i * m + j] = 0.25 * (u[(i - 1) * m + j] + u[(i + 1) * m + j] + u[i * m + j - 1] + u[i * m + j + 1]);
        }
    }
});

#[test]
fn jacobi_is_bitwise_plain() {
    everywhere(|how| {
        for (n, m) in [(1, 1), (2, 9), (3, 3), (9, 2), (17, 33), (40, 40)] {
            let u = ramp(n * m);
            let (mut a, mut b) = (ramp(n * m), ramp(n * m));
            jacobi_plain(&u, &mut a, n, m);
            jacobi(&u, &mut b, n, m);
            assert_eq!(a, b, "{how}, {n} x {m}");
        }
        for (n, m) in [(0, 5), (5, 0)] {
            let run = |f: fn(&[f64], &mut [f64], usize, usize)| panic_text(move || f(&[], &mut [], n, m));
            // With overflow checks both panic in `n - 1`; without, both run off the arrays.
            assert_eq!(run(jacobi_plain), run(jacobi), "{how}, {n} x {m}");
        }
    });
    assert!(runs("jacobi").0 > 0);
}

both!([parallel] triangle_plain, triangle(a: &mut [f64], n: usize) {
    for i in 0..n {
        for j in 0..=i {
            a[i * n + j] += (i * 100 + j) as f64;
        }
    }
});

both!([parallel] upper_plain, upper(a: &mut [f64], x: &[f64], n: usize) {
    for i in 0..n {
        let mut t = 0.0;
        for j in i + 1..n {
            t += x[j - i - 1] * x[j];
        }
        a[i] = t;
    }
});

#[test]
fn triangular_domains() {
    everywhere(|how| {
        for n in [0, 1, 2, 5, 33] {
            let (mut a, mut b) = (ramp(n * n), ramp(n * n));
            triangle_plain(&mut a, n);
            triangle(&mut b, n);
            assert_eq!(a, b, "{how}, n = {n}");
            let x = ramp(n);
            let (mut a, mut b) = (ramp(n), ramp(n));
            upper_plain(&mut a, &x, n);
            upper(&mut b, &x, n);
            assert_eq!(a, b, "{how}, n = {n}");
        }
    });
    assert!(runs("triangle").0 > 0 && runs("upper").0 > 0);
}

both!([] recurrence_plain, recurrence(a: &mut [f64], b: &[f64]) {
    for i in 1..a.len() {
        a[i] = a[i - 1] * 0.5 + b[i];
    }
});

#[test]
fn a_recurrence_is_serial_and_fast() {
    everywhere(|how| {
        for n in SIZES {
            let b = ramp(n + 1);
            let (mut x, mut y) = (ramp(n), ramp(n));
            recurrence_plain(&mut x, &b);
            recurrence(&mut y, &b);
            assert_eq!(x, y, "{how}, n = {n}");
        }
    });
    assert!(runs("recurrence").0 > 0);
}

both!([parallel] private_plain, private(x: &[f64], y: &mut [f64]) -> f64 {
    let mut t = -1.0;
    for i in 0..x.len() {
        t = x[i] * 2.0;
        if t > 0.0 {
            y[i] = t;
        } else {
            y[i] = -t + 1.0;
        }
    }
    t
});

#[test]
fn a_private_scalar_keeps_its_last_value() {
    everywhere(|how| {
        for n in SIZES {
            let x = ramp(n);
            let (mut a, mut b) = (ramp(n), ramp(n));
            assert_eq!(private_plain(&x, &mut a).to_bits(), private(&x, &mut b).to_bits(), "{how}, n = {n}");
            assert_eq!(a, b, "{how}, n = {n}");
        }
    });
}

both!([parallel, nogil] halves_plain, halves(a: &mut [f64], h: usize) {
    for i in 0..h {
        a[i] = a[i + h] * 2.0;
    }
});

#[test]
fn disjoint_halves_are_guarded() {
    everywhere(|how| {
        for n in SIZES {
            for h in [0, n / 2, (n / 2).saturating_sub(1), n / 4] {
                let (mut a, mut b) = (ramp(n), ramp(n));
                halves_plain(&mut a, h);
                halves(&mut b, h);
                assert_eq!(a, b, "{how}, n = {n}, h = {h}");
            }
        }
    });
    assert!(runs("halves").0 > 0);
}

fn check(x: f64) -> f64 {
    assert!(x != 3.0, "three is out at {x}");
    x + 1.0
}

both!([parallel, nogil] called_plain, called(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = check(x[i]);
    }
});

#[test]
fn the_lowest_panic_reaches_the_caller() {
    let mut x = ramp(1500);
    x[777] = 3.0;
    x[1200] = 3.0;
    everywhere(|how| {
        let (mut a, mut b) = (ramp(1500), ramp(1500));
        let plain = panic_text(AssertUnwindSafe(|| called_plain(&x, &mut a)));
        let fast = panic_text(AssertUnwindSafe(|| called(&x, &mut b)));
        assert_eq!(plain.as_deref(), Some("three is out at 3"));
        assert_eq!(plain, fast, "{how}");
        assert_eq!(a[..777], b[..777], "all iterations before the panicking one have run: {how}");
    });
}

both!([parallel] steps_plain, steps(u: &mut Vec<f64>, v: &mut Vec<f64>, rounds: usize) {
    for _ in 0..rounds {
        for i in 1..u.len() - 1 {
            v[i] = 0.5 * (u[i - 1] + u[i + 1]);
        }
        for i in 1..u.len() - 1 {
            u[i] = v[i];
        }
    }
});

#[test]
fn a_serial_time_loop_around_parallel_ones() {
    everywhere(|how| {
        let (mut a, mut b) = (ramp(300), ramp(300));
        let (mut c, mut d) = (ramp(300), ramp(300));
        steps_plain(&mut a, &mut b, 7);
        steps(&mut c, &mut d, 7);
        assert_eq!((a, b), (c, d), "{how}");
    });
    assert!(runs("steps").0 >= 14);
}

both!([parallel] signed_plain, signed(a: &mut [f64], lo: i32, hi: i32) {
    for i in lo..hi {
        a[i as usize] += i as f64;
    }
});

#[test]
fn signed_induction_variables() {
    everywhere(|how| {
        for (lo, hi) in [(0, 40), (3, 50), (5, 2), (-3, 10), (10, 60), (i32::MIN, i32::MIN + 3)] {
            let (mut a, mut b) = (ramp(50), ramp(50));
            let plain = panic_text(AssertUnwindSafe(|| signed_plain(&mut a, lo, hi)));
            let fast = panic_text(AssertUnwindSafe(|| signed(&mut b, lo, hi)));
            assert_eq!((plain, a), (fast, b), "{how}, {lo}..{hi}");
        }
    });
    assert!(runs("signed").0 > 0);
}

both!([parallel] bytes_plain, bytes(a: &mut [u32]) {
    for b in 0..=255u8 {
        a[b as usize] += b as u32 * 3;
    }
});

#[test]
fn an_inclusive_range_up_to_the_type_s_end() {
    everywhere(|how| {
        let (mut a, mut b) = (vec![1; 256], vec![1; 256]);
        bytes_plain(&mut a);
        bytes(&mut b);
        assert_eq!(a, b, "{how}");
    });
}

#[accel(parallel)]
fn conditional(a: &mut [f64], b: &[f64]) {
    for i in 0..a.len() {
        if i > 0 {
            a[i] = b[i - 1];
        }
    }
}

#[test]
fn a_conditional_access_keeps_its_check_only() {
    everywhere(|how| {
        let mut a = ramp(70);
        let b = ramp(70);
        conditional(&mut a, &b);
        assert_eq!(a[1..], b[..69], "{how}");
    });
    assert!(runs("conditional").0 > 0);
}

#[accel(parallel('rows), serial('time))]
fn labelled(a: &mut [f64], m: usize, rounds: usize) {
    'time: for _ in 0..rounds {
        'rows: for i in 0..a.len() / m {
            for j in 0..m {
                a[i * m + j] += 1.0;
            }
        }
    }
}

#[accel]
fn marked(a: &mut [f64]) {
    #[parallel]
    for i in 0..a.len() {
        a[i] += 1.0;
    }
    #[serial]
    for i in 0..a.len() {
        a[i] += 1.0;
    }
}

#[test]
fn marks_and_labels() {
    everywhere(|how| {
        let mut a = vec![0.0; 50];
        labelled(&mut a, 5, 3);
        assert_eq!(a, [3.0; 50], "{how}");
        marked(&mut a);
        assert_eq!(a, [5.0; 50], "{how}");
    });
}

#[accel]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

both!([parallel, nogil] activations_plain, activations(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = logistic(x[i]);
    }
});

#[test]
fn a_helper_without_loops_uses_the_same_functions() {
    let x = ramp(100);
    let (mut a, mut b) = (vec![0.0; 100], vec![0.0; 100]);
    activations(&x, &mut a);
    activations_plain(&x, &mut b);
    assert_eq!(a, b, "the annotated helper is the same function in both");
    assert_eq!(logistic(0.7), 1.0 / (1.0 + hotloop::math::f64::exp(-0.7)));
    let std = hotloop_tests::plain(|| logistic(0.7));
    assert_eq!(std, 1.0 / (1.0 + (-0.7f64).exp()));
}

both!([parallel, nogil] shapes_plain, shapes(a: &mut [f64], n: usize, m: usize) {
    for i in 0..n {
        // A head that ends in a method call, and blocks that begin with one.
        for j in 0..n.min(m) {
            a[i * m + j] = if a[i * m + j] > 0.0 { a[i * m + j].sqrt() - 1.0 } else { a[i * m + j].abs() * 2.0 };
        }
    }
});

#[test]
fn method_calls_at_the_edges_of_syntax() {
    everywhere(|how| {
        for (n, m) in [(0, 0), (3, 5), (40, 7), (9, 40)] {
            let (mut a, mut b) = (ramp(n * m), ramp(n * m));
            shapes_plain(&mut a, n, m);
            shapes(&mut b, n, m);
            assert_eq!(a, b, "{how}, {n} x {m}");
        }
    });
}

both!([] mirrored_halves_plain, mirrored_halves(a: &mut [f64], n: usize) {
    for i in 0..n / 2 {
        a[i + n / 2] = a[i];
        a[n - i - 1] += 1.0;
    }
});

#[test]
fn a_loop_in_order_needs_no_independence() {
    for n in [0, 7, 64, 100, 101, 301] {
        let (mut a, mut b) = (ramp(300), ramp(300));
        let p = panic_text(AssertUnwindSafe(|| mirrored_halves_plain(&mut a, n)));
        let q = panic_text(AssertUnwindSafe(|| mirrored_halves(&mut b, n)));
        assert_eq!((p, a), (q, b), "n = {n}");
    }
    assert!(runs("mirrored_halves").0 > 0);
}
