//! `fastmath(reassoc)`: float sums of serial and of inner loops run in lanes, in a shape that is the same everywhere;
//! integer sums keep their order, and their overflows.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_clamp,
    clippy::identity_op,
    clippy::assign_op_pattern,
    reason = "loops and arithmetic, as people write them, are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, plain, runs};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 61.0 - 5.03).collect()
}

fn bits(x: &[f64]) -> Vec<u64> {
    x.iter().map(|v| v.to_bits()).collect()
}

/// 32 lanes, halved; the old value last.
fn lanes(start: f64, terms: impl Iterator<Item = f64>) -> f64 {
    let mut lanes = [-0.0; 32];
    terms.enumerate().for_each(|(i, t)| lanes[i % 32] += t);
    let mut half = 16;
    while half > 0 {
        for l in 0..half {
            lanes[l] += lanes[l + half];
        }
        half /= 2;
    }
    start + lanes[0]
}

const SIZES: [usize; 11] = [0, 1, 31, 32, 95, 96, 97, 100, 127, 1500, 5000];

#[accel(fastmath(reassoc))]
fn sum(x: &[f64], start: f64) -> f64 {
    let mut s = start;
    for i in 0..x.len() {
        s += x[i];
    }
    s
}

#[test]
fn a_serial_sum_runs_in_lanes() {
    for n in SIZES {
        let x = ramp(n);
        let in_order = x.iter().fold(1.5, |s, v| s + v);
        let expected = if n < 96 { in_order } else { lanes(1.5, x.iter().copied()) };
        everywhere(|how| assert_eq!(sum(&x, 1.5).to_bits(), expected.to_bits(), "{how}, n = {n}"));
        assert!(n < 1000 || expected != in_order, "this data shows nothing");
        assert_eq!(plain(|| sum(&x, 1.5)).to_bits(), in_order.to_bits());
    }
    assert!(runs("sum").0 > 0);
}

#[accel(fastmath(reassoc))]
fn matvec(a: &[f64], x: &[f64], y: &mut [f64], m: usize) {
    for i in 0..y.len() {
        let mut s = 0.25;
        for j in 0..m {
            s += a[i * m + j] * x[j];
        }
        y[i] = s;
    }
}

#[accel(parallel, fastmath(reassoc))]
fn matvec_parallel(a: &[f64], x: &[f64], y: &mut [f64], m: usize) {
    for i in 0..y.len() {
        let mut s: f64 = 0.25;
        for j in 0..m {
            s = s + a[i * m + j] * x[j];
        }
        y[i] = s;
    }
}

#[test]
fn inner_sums_run_in_lanes() {
    for m in SIZES.into_iter().filter(|m| *m <= 1500) {
        let (a, x) = (ramp(7 * m), ramp(m + 3));
        let row = |i: usize| (0..m).map(|j| a[i * m + j] * x[j]).collect::<Vec<_>>();
        let in_order: Vec<f64> = (0..7).map(|i| row(i).iter().fold(0.25, |s, v| s + v)).collect();
        let expected: Vec<f64> = match m {
            0..96 => in_order.clone(),
            _ => (0..7).map(|i| lanes(0.25, row(i).into_iter())).collect(),
        };
        assert!(m < 1000 || expected != in_order, "this data shows nothing");
        everywhere(|how| {
            for f in [matvec, matvec_parallel] {
                let mut y = vec![0.0; 7];
                f(&a, &x, &mut y, m);
                assert_eq!(bits(&y), bits(&expected), "{how}, m = {m}");
            }
        });
    }
    assert!(runs("matvec").0 > 0 && runs("matvec_parallel").0 > 0);
}

/// Two sums of one loop, one conditional, one subtracted; one integer, which keeps its order; and a sum over all.
#[accel(parallel, fastmath(reassoc))]
fn several(a: &[f64], rows: &mut [f64], counts: &mut [i32], m: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..rows.len() {
        let mut s = 0.0;
        let mut t = 1.0;
        let mut n = 0i32;
        for j in 0..m {
            s += a[i * m + j];
            total += a[i * m + j];
            if a[i * m + j] > 0.0 {
                t -= a[i * m + j];
                n += 1;
            }
        }
        rows[i] = s * t;
        counts[i] = n;
    }
    total
}

#[test]
fn sums_of_one_loop_do_not_disturb_each_other() {
    for (n, m) in [(5, 0), (5, 20), (5, 70), (3, 1000)] {
        let a = ramp(n * m);
        let row = |i: usize| a[i * m..(i + 1) * m].iter().copied();
        let positive = |i: usize| row(i).enumerate().filter(|(_, v)| *v > 0.0);
        let expected: Vec<f64> = (0..n)
            .map(|i| {
                if m < 96 {
                    return row(i).fold(0.0, |s, v| s + v) * positive(i).fold(1.0, |s, (_, v)| s - v);
                }
                let mut minus = [-0.0; 32];
                positive(i).for_each(|(j, v)| minus[j % 32] -= v);
                let half = |mut l: [f64; 32]| {
                    for h in [16, 8, 4, 2, 1] {
                        for k in 0..h {
                            l[k] += l[k + h];
                        }
                    }
                    l[0]
                };
                lanes(0.0, row(i)) * (1.0 + half(minus))
            })
            .collect();
        let mut total = None;
        everywhere(|how| {
            let (mut rows, mut counts) = (vec![0.0; n], vec![0; n]);
            let t = several(&a, &mut rows, &mut counts, m).to_bits();
            assert_eq!(bits(&rows), bits(&expected), "{how}, {n} x {m}");
            assert_eq!(*total.get_or_insert(t), t, "{how}, {n} x {m}");
            for i in 0..n {
                assert_eq!(counts[i] as usize, positive(i).count());
            }
        });
    }
}

/// Integers overflow where plain's do, also where the flag would put them into lanes.
#[accel(fastmath)]
fn integer_sum(x: &[i32], start: i32) -> i32 {
    let mut s = start;
    for i in 0..x.len() {
        s += x[i];
    }
    s
}

#[accel(fastmath)]
fn integer_rows(x: &[i32], y: &mut [i32], m: usize, d: i32) {
    for i in 0..y.len() {
        let mut s = 0;
        for j in 0..m {
            s += x[i * m + j] * 3 - x[i * m + j] / d;
        }
        y[i] = s * 2 + y[i];
    }
}

#[test]
fn integers_are_as_plain() {
    let cases: [(Vec<i32>, i32); 3] = [
        ((0..3000).collect(), 5),
        ([vec![i32::MAX], vec![-1; 99]].concat(), 3),
        (vec![i32::MAX / 4; 100], 0),
    ];
    for (x, start) in &cases {
        let run = |y: &mut i32| panic_text(AssertUnwindSafe(|| *y = integer_sum(x, *start)));
        let (mut a, mut b) = (0, 0);
        assert_eq!(plain(|| run(&mut a)), run(&mut b));
        assert_eq!(a, b);
        for d in [1, 7, 0] {
            let (mut a, mut b) = (vec![1; 2], vec![1; 2]);
            let m = x.len() / 2;
            let expected = plain(|| panic_text(AssertUnwindSafe(|| integer_rows(x, &mut a, m, d))));
            assert_eq!(expected, panic_text(AssertUnwindSafe(|| integer_rows(x, &mut b, m, d))));
            assert_eq!(a, b);
        }
    }
    assert!(runs("integer_sum").0 > 0 && runs("integer_rows").0 > 0);
}

/// A variable from before the loop, which each iteration sets, or some do; its last value is seen.
#[accel(parallel, fastmath(reassoc))]
fn reset(a: &[f64], y: &mut [f64], m: usize) -> (f64, f64) {
    let mut s = 7.0;
    let mut t = 8.0;
    for i in 0..y.len() {
        s = 0.25;
        for j in 0..m {
            s += a[i * m + j];
        }
        y[i] = s;
        if a[i * m] > 0.0 {
            t = 0.5;
            for j in 0..m {
                t -= a[i * m + j];
            }
            y[i] += t;
        }
    }
    (s, t)
}

#[test]
fn a_variable_that_is_set_in_each_iteration_is_summed_in_lanes() {
    for (n, m) in [(0, 5), (9, 5), (9, 100), (200, 65)] {
        let a = ramp(n * m);
        let in_lanes = |start: f64, sign: f64, i: usize| {
            let row = a[i * m..(i + 1) * m].iter().map(|v| sign * v);
            if m < 96 { row.fold(start, |s, v| s + v) } else { lanes(start, row) }
        };
        let (mut s, mut t) = (7.0, 8.0);
        let expected: Vec<f64> = (0..n)
            .map(|i| {
                s = in_lanes(0.25, 1.0, i);
                if a[i * m] <= 0.0 {
                    return s;
                }
                t = in_lanes(0.5, -1.0, i);
                s + t
            })
            .collect();
        everywhere(|how| {
            let mut y = vec![0.0; n];
            let last = reset(&a, &mut y, m);
            assert_eq!((bits(&y), last), (bits(&expected), (s, t)), "{how}, {n} x {m}");
        });
    }
    assert!(runs("reset").0 > 0);
}

// Float induction variables: a chunk starts from where it would be.

#[accel(parallel, fastmath(reassoc))]
fn sampled(out: &mut [f64], t0: f64, dt: f64) -> f64 {
    let mut t = t0;
    for i in 0..out.len() {
        out[i] = t * t;
        t += dt;
    }
    t
}

#[accel(parallel, fastmath(reassoc))]
fn downwards(out: &mut [f32]) -> f32 {
    let mut t = 8.0;
    for i in 0..out.len() {
        t = t - 0.25;
        out[i] = t;
    }
    t
}

#[test]
fn float_induction_variables() {
    for n in [0, 1, 40, 1500, 5000] {
        let mut first: Option<(Vec<u64>, u64)> = None;
        hotloop_tests::everywhere(|how| {
            let mut out = vec![0.0; n];
            let end = sampled(&mut out, 0.5, 0.1);
            for (i, v) in out.iter().enumerate() {
                let exact = (0.5 + i as f64 * 0.1).powi(2);
                assert!((v - exact).abs() <= 1e-9 * exact, "{how}, n = {n}, element {i}: {v}, {exact}");
            }
            assert!((end - (0.5 + n as f64 * 0.1)).abs() < 1e-9, "{how}, n = {n}");
            let bits = (out.iter().map(|v| v.to_bits()).collect::<Vec<_>>(), end.to_bits());
            assert_eq!(*first.get_or_insert_with(|| bits.clone()), bits, "{how}, n = {n}");
            // Steps that are exact: the same bits as in order.
            let mut exact = vec![0.0f32; n];
            assert_eq!(downwards(&mut exact), 8.0 - 0.25 * n as f32, "{how}, n = {n}");
            let in_order = (1..=n).map(|i| 8.0 - 0.25 * i as f32);
            assert!(exact.iter().copied().eq(in_order), "{how}, n = {n}");
        });
    }
    hotloop_tests::ran("sampled");
    hotloop_tests::ran("downwards");
}

#[accel(parallel, fastmath(reassoc))]
fn ticks(out: &mut [f64], start: u16, by: u16) -> u16 {
    let mut k = start;
    for i in 0..out.len() {
        out[i] = (k & 7) as f64 + k as f64;
        k = k - by;
    }
    k
}

#[test]
fn integers_that_look_like_floats_are_exact() {
    hotloop_tests::everywhere(|how| {
        let mut out = vec![0.0; 5000];
        assert_eq!(ticks(&mut out, 60_000, 12), 0, "{how}");
        for (i, v) in out.iter().enumerate() {
            let k = 60_000 - 12 * i as u32;
            assert_eq!(*v, f64::from(k & 7) + f64::from(k), "{how}, element {i}");
        }
    });
}
