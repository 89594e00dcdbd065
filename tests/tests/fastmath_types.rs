//! `fastmath` where operands are no floats: operators of the user's own, their order, panics, and inference.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_clamp,
    clippy::identity_op,
    clippy::assign_op_pattern,
    reason = "loops and arithmetic, as people write them, are what is tested"
)]

use hotloop::__private::{Isa, isa};
use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, plain, runs};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 61.0 - 5.03).collect()
}

fn bits(x: &[f64]) -> Vec<u64> {
    x.iter().map(|v| v.to_bits()).collect()
}

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

type Order = fn(&[i32], &[i32], &mut [i32], &[usize]);

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
        let run = |f: Order| {
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

mod bounds {
    #[derive(Clone, Copy)]
    pub struct Span {
        pub width: f64,
    }
    impl Span {
        pub fn min(self, other: f64) -> Span {
            Span { width: self.width.min(other) }
        }
    }
}

/// What `min` and its like give is known by the user's own call alone.
#[accel(fastmath(nnan))]
fn bounds_of_references(x: &[i32], y: &mut [i32], k: i32) -> i32 {
    for i in 0..x.len() {
        let a = &x[i];
        y[i] = *a.min(&k) + *(&x[i]).max(&3);
    }
    x.iter().map(|x| x.clamp(&0, &k)).sum::<i32>()
}

/// References that live no longer than an iteration.
#[accel(fastmath(nnan))]
fn bounds_of_locals(x: &[i32], y: &mut [i32], k: i32) {
    for i in 0..x.len() {
        let (t, u) = (x[i] * 2, x[i] - 1);
        let r = &t;
        y[i] = *(&t).min(&k) + *r.max(&u);
    }
}

#[accel(nogil, fastmath(nnan))]
fn bounds_of_another_type(x: &[bounds::Span], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].min(2.0).width + x[i].width.min(1.0).max(-1.0).min(0.5).max(0.25).clamp(-1.0, 1.0);
    }
}

#[test]
fn least_and_greatest_of_what_is_no_number() {
    let x: Vec<i32> = (-100..100).collect();
    let spans: Vec<bounds::Span> = ramp(200).into_iter().map(|width| bounds::Span { width }).collect();
    let run = || {
        let (mut y, mut w, mut z) = (x.clone(), x.clone(), vec![0.0; 200]);
        let sum = bounds_of_references(&x, &mut y, 7);
        bounds_of_locals(&x, &mut w, 7);
        bounds_of_another_type(&spans, &mut z);
        (sum, y, w, bits(&z))
    };
    let expected = plain(run);
    assert_eq!(expected.0, (0..100).map(|v| v.min(7)).sum::<i32>());
    assert_eq!(expected.2[150], 7 + 100);
    everywhere(|how| assert_eq!(run(), expected, "{how}"));
}
