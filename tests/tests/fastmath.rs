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

const SIZES: [usize; 11] = [0, 1, 31, 32, 63, 64, 65, 100, 127, 1500, 5000];

// reassoc

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
        let expected = if n < 64 { in_order } else { lanes(1.5, x.iter().copied()) };
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
            0..64 => in_order.clone(),
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
                if m < 64 {
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

// Types of the user's own, and the order of effects.

mod own {
    use std::cell::RefCell;
    use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

    thread_local! {
        pub static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }
    fn log(what: String) {
        LOG.with_borrow_mut(|l| l.push(what));
    }
    pub fn num(v: f64) -> Num {
        log(format!("make {v}"));
        Num(v)
    }
    pub fn value(n: Num) -> f64 {
        log(format!("value {}", n.0));
        n.0
    }
    pub struct Num(f64);
    macro_rules! op {
        ($($trait:ident $f:ident $op:tt $rhs:ty, $get:expr;)*) => {$(
            impl $trait<$rhs> for Num {
                type Output = Num;
                fn $f(self, other: $rhs) -> Num {
                    let get: fn($rhs) -> f64 = $get;
                    log(format!("{} {}", self.0, stringify!($op)));
                    Num(self.0 $op get(other))
                }
            }
        )*};
    }
    op! {
        Add add + Num, |o| o.0;
        Sub sub - Num, |o| o.0;
        Mul mul * Num, |o| o.0;
        Div div / Num, |o| o.0;
        Mul mul * f64, |o| o;
        Div div / f64, |o| o;
    }
    impl Mul<Num> for f64 {
        type Output = f64;
        fn mul(self, other: Num) -> f64 {
            log(format!("{self} * Num"));
            self * other.0
        }
    }
    impl Neg for Num {
        type Output = Num;
        fn neg(self) -> Num {
            Num(-self.0)
        }
    }
    impl AddAssign for Num {
        fn add_assign(&mut self, other: Num) {
            log(format!("+= {}", other.0));
            self.0 += other.0;
        }
    }
}

macro_rules! both {
    ([$($options:tt)*] $plain:ident, $fast:ident($($arg:ident: $ty:ty),*) $(-> $out:ty)? $body:block) => {
        fn $plain($($arg: $ty),*) $(-> $out)? $body
        #[accel($($options)*)]
        fn $fast($($arg: $ty),*) $(-> $out)? $body
    };
}

both!([nogil, fastmath] own_plain, own_types(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        let mut t = own::num(x[i]) * own::num(2.0) + own::num(0.0) / 3.0;
        t += own::num(4.0) * x[i];
        let mut s = own::num(0.5);
        for j in 0..3 {
            s += own::num(x[j]) * 0.25;
        }
        y[i] = 1.5 * (own::num(0.0) - t) + 0.0 + own::value(s);
    }
});

#[test]
fn types_of_the_users_own_keep_their_operators_in_their_order() {
    let x = ramp(40);
    let run = |f: fn(&[f64], &mut [f64])| {
        own::LOG.take();
        let mut y = vec![0.0; 40];
        f(&x, &mut y);
        (bits(&y), own::LOG.take())
    };
    assert_eq!(run(own_types), run(own_plain));
    assert!(runs("own_types").0 > 0, "in the fast form");
}

both!([fastmath] order_plain, order(a: &[i32], b: &[i32], y: &mut [i32], k: &[usize]) {
    for i in 0..k.len() {
        y[i] = a[i] * b[i] + a[k[i]];
        y[k[i]] += a[i] * b[i];
    }
});

#[test]
fn the_first_panic_of_an_expression_is_plains() {
    let n = 50;
    for (overflow, outside) in
        [(None, None), (Some(20), None), (None, Some(30)), (Some(7), Some(7)), (Some(9), Some(8))]
    {
        let (mut a, b) = (vec![1; n], vec![2; n]);
        let mut k: Vec<usize> = (0..n).collect();
        overflow.inspect(|&i: &usize| a[i] = i32::MAX);
        outside.inspect(|&i: &usize| k[i] = 1000);
        let run = |f: fn(&[i32], &[i32], &mut [i32], &[usize])| {
            let mut y = vec![0; n];
            let text = panic_text(AssertUnwindSafe(|| f(&a, &b, &mut y, &k)));
            (text, y)
        };
        assert_eq!(run(order), run(order_plain), "{overflow:?} {outside:?}");
    }
    assert!(runs("order").0 > 0);
}

/// Types that inference finds after the loop, single precision, references, and what is no number at all.
#[accel(parallel, fastmath)]
fn inferred(x: &[f32], y: &mut [f32], m: usize) -> f32 {
    let mut total = 0.0;
    let scale = 0.5;
    for i in 0..y.len() {
        let mut s = 0.0;
        let flag = x[i] > 0.0;
        for j in 0..m {
            let t = 2.0;
            s += x[j] * t;
        }
        if flag {
            y[i] = s * scale + 1.0 / 3.0 + x[i] / scale;
        }
        total += s * 0.125;
    }
    let _: f32 = scale;
    total
}

#[test]
fn inference_is_not_disturbed() {
    let x: Vec<f32> = (0..100).map(|i| (i % 13) as f32 - 4.0).collect();
    let mut seen = None;
    everywhere(|how| {
        let mut y = vec![0.0; 70];
        let total = inferred(&x, &mut y, 100);
        let s: f32 = x.iter().map(|v| v * 2.0).sum();
        assert!((total - s * 0.125 * 70.0).abs() < 1e-2, "{how}: {total}");
        assert!((y[5] - (s * 0.5 + 1.0 / 3.0 + x[5] * 2.0)).abs() < 1e-3, "{how}: {}", y[5]);
        let fused = isa() >= Isa::V3;
        if fused {
            assert_eq!(*seen.get_or_insert(total.to_bits()), total.to_bits(), "{how}");
        }
    });
    assert!(runs("inferred").0 > 0);
}
