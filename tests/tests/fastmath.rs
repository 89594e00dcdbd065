//! `fastmath`, flag by flag: each changes the bits that it says, at every level and thread count the same ones
//! (but for `contract`, which says that it may not), and nothing where the operands are no floats.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_clamp,
    clippy::identity_op,
    clippy::assign_op_pattern,
    reason = "loops and arithmetic, as people write them, are what is tested"
)]

use hotloop::__private::{Fused, Isa, Math, Unfused, isa};
use hotloop::accel;
use hotloop::math::fast;
use hotloop_tests::{everywhere, panic_text, plain, runs};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 61.0 - 5.03).collect()
}

fn bits(x: &[f64]) -> Vec<u64> {
    x.iter().map(|v| v.to_bits()).collect()
}

// contract

#[accel(parallel, fastmath(contract))]
fn products(a: &[f64], b: &[f64], c: &[f64], y: &mut [f64], n: usize) {
    for i in 0..n {
        y[8 * i] = a[i] * b[i] + c[i];
        y[8 * i + 1] = c[i] + a[i] * b[i];
        y[8 * i + 2] = a[i] * b[i] - c[i];
        y[8 * i + 3] = c[i] - (a[i] * b[i]);
        y[8 * i + 4] += a[i] * b[i];
        y[8 * i + 5] -= a[i] * b[i];
        let mut t = c[i];
        t += a[i] * b[i];
        y[8 * i + 6] = t;
        // Nested: the first product is fused with the second.
        y[8 * i + 7] = -(a[i] * b[i] + c[i] * (a[i] * 0.1 + 0.2)) / b[i];
    }
}

#[accel(fastmath(contract))]
fn dot(a: &[f64], b: &[f64], start: f64) -> f64 {
    let mut s = start;
    for i in 0..a.len() {
        s += a[i] * b[i];
    }
    s
}

#[accel(parallel, fastmath(contract, reassoc))]
fn dots(a: &[f64], b: &[f64], y: &mut [f64], m: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..y.len() {
        let mut t = 0.0;
        for j in 0..m {
            s -= a[i * m + j] * b[j];
            t += a[i * m + j] * b[j];
        }
        y[i] = t;
    }
    s
}

#[test]
fn products_and_sums_are_one_operation_where_the_level_has_it() {
    let n = 300;
    let (a, b, c) = (ramp(n + 7), ramp(n + 11)[11..].to_vec(), ramp(n + 23)[23..].to_vec());
    let ma = |fused: bool, x: f64, y: f64, z: f64| if fused { x.mul_add(y, z) } else { x * y + z };
    let mut differs = false;
    everywhere(|how| {
        let fused = isa() >= Isa::V3;
        let expected: Vec<f64> = (0..n)
            .flat_map(|i| {
                let ma = |x, y, z| ma(fused, x, y, z);
                let (x, y, z) = (a[i], b[i], c[i]);
                let nested = -ma(x, y, z * ma(x, 0.1, 0.2)) / y;
                let p = ma(x, y, z);
                [p, p, ma(x, y, -z), ma(-x, y, z), ma(x, y, 0.7), ma(-x, y, 0.7), p, nested]
            })
            .collect();
        let mut y = vec![0.7; 8 * n];
        products(&a, &b, &c, &mut y, n);
        assert_eq!(bits(&y), bits(&expected), "{how}");
        differs |= fused
            && bits(&expected)
                != bits(&plain(|| {
                    let mut y = vec![0.7; 8 * n];
                    products(&a, &b, &c, &mut y, n);
                    y
                }));
        let s = (0..n).fold(0.3, |s, i| ma(fused, a[i], b[i], s));
        assert_eq!(dot(&a[..n], &b, 0.3).to_bits(), s.to_bits(), "{how}");
    });
    assert!(differs || isa() < Isa::V3, "this data shows nothing");
    assert!(runs("products").0 > 0 && runs("dot").0 > 0);
}

#[test]
fn contracted_sums_in_lanes_are_the_same_on_every_thread_count() {
    let (a, b) = (ramp(5 * 200), ramp(200));
    let mut seen = std::collections::BTreeMap::new();
    everywhere(|how| {
        let mut y = vec![0.0; 5];
        let s = dots(&a, &b, &mut y, 200);
        let found = (s.to_bits(), bits(&y));
        assert_eq!(*seen.entry(isa() >= Isa::V3).or_insert_with(|| found.clone()), found, "{how}");
    });
    assert!(isa() < Isa::V3 || seen.len() == 2 && seen[&true] != seen[&false]);
}

// arcp

#[accel(parallel, fastmath(arcp))]
fn divide(x: &[f64], h: f64, y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i] / h + x[i] / 3.0 - x[i] / x[0];
    }
}

#[test]
fn a_division_by_what_does_not_change_is_a_product() {
    let x = ramp(500);
    for h in [7.0, 0.1, -1e300, 0.0] {
        let (r, third) = (1.0 / h, 1.0 / 3.0);
        let expected: Vec<f64> = x.iter().map(|v| v * r + v * third - v / x[0]).collect();
        everywhere(|how| {
            let mut y = vec![0.0; x.len()];
            divide(&x, h, &mut y);
            assert_eq!(bits(&y), bits(&expected), "{how}, {h}");
        });
        let exact: Vec<f64> = x.iter().map(|v| v / h + v / 3.0 - v / x[0]).collect();
        assert!(h == 0.0 || bits(&exact) != bits(&expected), "this data shows nothing");
    }
}

/// A divisor of zero must not be divided by before the loop.
#[accel(fastmath(arcp))]
fn divide_integers(x: &[i64], h: i64, y: &mut [i64]) {
    for i in 0..x.len() {
        y[i] = x[i] / h;
    }
}

#[test]
fn an_integer_division_is_as_it_was() {
    let x: Vec<i64> = (0..100).collect();
    let mut y = vec![0; 100];
    divide_integers(&x, 7, &mut y);
    assert!((0..100).all(|i| y[i] == i as i64 / 7));
    let text = panic_text(AssertUnwindSafe(|| divide_integers(&x, 0, &mut y)));
    assert_eq!(text.as_deref(), Some("attempt to divide by zero"));
    divide_integers(&[], 0, &mut y);
    assert!(runs("divide_integers").0 > 0);
}

// afn, nnan, ninf

macro_rules! functions {
    ($($name:ident($($flags:tt)*) $math:ty, $level:ty;)*) => {$(
        mod $name {
            use super::*;

            #[accel(parallel, fastmath($($flags)*))]
            fn f(x: &[f64], y: &mut [f64]) {
                for i in 0..x.len() {
                    y[4 * i] = x[i].exp();
                    y[4 * i + 1] = x[i].ln();
                    y[4 * i + 2] = x[i].sin();
                    y[4 * i + 3] = x[i].cos();
                }
            }

            #[accel(fastmath($($flags)*))]
            fn straight(x: f32) -> f32 {
                x.exp() + x.ln() + x.sin() * x.cos()
            }

            #[test]
            fn elementary_functions_are_the_flags_own() {
                let x: Vec<f64> = (1..400).map(|i| f64::from(i) * 0.137).chain([0.0, -1.0, 2000.0, f64::INFINITY]).collect();
                everywhere(|how| {
                    let fused = isa() >= Isa::V3;
                    let expected: Vec<f64> = x.iter().flat_map(|&x| {
                        type M = $math;
                        if fused {
                            [fast::f64::exp::<M, $level>(x), fast::f64::ln::<M, $level>(x), fast::f64::sin::<M, $level>(x), fast::f64::cos::<M, $level>(x)]
                        } else {
                            [fast::f64::exp::<M, Unfused>(x), fast::f64::ln::<M, Unfused>(x), fast::f64::sin::<M, Unfused>(x), fast::f64::cos::<M, Unfused>(x)]
                        }
                    }).collect();
                    let mut y = vec![0.0; 4 * x.len()];
                    f(&x, &mut y);
                    for (got, want) in y.iter().zip(&expected) {
                        assert!(got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan(), "{how}: {got} {want}");
                    }
                    let own = |x: f64| [hotloop::math::f64::exp(x), hotloop::math::f64::ln(x), hotloop::math::f64::sin(x), hotloop::math::f64::cos(x)];
                    let accurate: Vec<f64> = x.iter().flat_map(|&x| own(x)).collect();
                    assert!(bits(&y) != bits(&accurate), "{how}: the flag changes nothing");
                });
                type M = $math;
                let z = 1.7f32;
                let expected = fast::f32::exp::<M, Unfused>(z) + fast::f32::ln::<M, Unfused>(z) + fast::f32::sin::<M, Unfused>(z) * fast::f32::cos::<M, Unfused>(z);
                assert_eq!(straight(z).to_bits(), expected.to_bits());
                assert_eq!(plain(|| straight(z)).to_bits(), (z.exp() + z.ln() + z.sin() * z.cos()).to_bits());
            }
        }
    )*};
}
functions! {
    afn(afn) Math<true, false, false>, Unfused;
    nnan(nnan) Math<false, true, false>, Unfused;
    ninf(ninf) Math<false, false, true>, Unfused;
    afn_contract(afn, contract) Math<true, false, false>, Fused;
}

#[accel(parallel, fastmath(nnan))]
fn extremes(a: &[f64], b: &[f64], y: &mut [f64], n: usize) {
    for i in 0..n {
        y[3 * i] = a[i].min(b[i]);
        y[3 * i + 1] = a[i].max(b[i]);
        y[3 * i + 2] = a[i].clamp(-b[0], b[0]);
    }
}

#[accel(parallel, fastmath(nnan))]
fn integer_extremes(a: &[i32], y: &mut [i32], low: i32, high: i32) {
    for i in 0..a.len() {
        y[i] = a[i].min(17).max(-3) + a[i].clamp(low, high);
    }
}

#[test]
fn minimum_and_maximum_are_one_comparison() {
    let (mut a, mut b) = (ramp(200), ramp(207)[7..].to_vec());
    b[0] = 3.0;
    let run = |a: &[f64], b: &[f64]| {
        let mut y = vec![0.0; 600];
        extremes(a, b, &mut y, 200);
        y
    };
    everywhere(|how| assert_eq!(run(&a, &b), plain(|| run(&a, &b)), "{how}"));
    (a[50], b[51]) = (f64::NAN, f64::NAN);
    everywhere(|how| {
        let y = run(&a, &b);
        assert_eq!((y[150], y[151]), (b[50], b[50]), "{how}: a NaN in front gives the other");
        assert!(y[153].is_nan() && y[154].is_nan(), "{how}: a NaN behind gives itself");
    });
    b[0] = -1.0;
    let message = panic_text(AssertUnwindSafe(|| _ = run(&a, &b)));
    assert_eq!(message, plain(|| panic_text(AssertUnwindSafe(|| _ = run(&a, &b)))));
    assert!(message.is_some_and(|m| m.starts_with("min > max")), "the bounds are still looked at");
    b[0] = f64::NAN;
    assert_eq!(run(&a, &b).len(), 600, "a NaN as bound is what the flag excludes");
    let a: Vec<i32> = (-100..100).collect();
    let run = |low, high| {
        let mut y = vec![0; 200];
        integer_extremes(&a, &mut y, low, high);
        y
    };
    everywhere(|how| assert_eq!(run(-50, 20), plain(|| run(-50, 20)), "{how}"));
    let message = panic_text(|| _ = run(2, 1));
    assert_eq!(message, plain(|| panic_text(|| _ = run(2, 1))));
    assert!(message.is_some());
}

// nsz

#[accel(parallel, fastmath(nsz))]
fn zeros(x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..n {
        y[4 * i] = x[i] + 0.0;
        y[4 * i + 1] = 0.0 + x[i];
        y[4 * i + 2] = 0.0 - x[i];
        y[4 * i + 3] = 0.0 - (x[i] + 0.0) * 2.0;
    }
}

#[test]
fn signs_of_zeros_are_not_repaired() {
    let x = vec![-0.0; 100];
    let expected: Vec<f64> = (0..100).flat_map(|_| [-0.0, -0.0, 0.0, 0.0]).collect();
    everywhere(|how| {
        let mut y = vec![1.0; 400];
        zeros(&x, &mut y, 100);
        assert_eq!(bits(&y), bits(&expected), "{how}");
        let mut y = vec![1.0; 400];
        zeros(&[0.0; 100], &mut y, 100);
        let negated: Vec<f64> = expected.iter().map(|v| -v).collect();
        assert_eq!(bits(&y), bits(&negated), "{how}");
    });
}
