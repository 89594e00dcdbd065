//! Functions of functions in loops: what the inner one gives is computed a block of iterations ahead, and has the bits
//! that it has in its place; in place, behind conditions and exits, in inner loops, of types that are no floats.

#![allow(
    clippy::needless_range_loop,
    clippy::explicit_counter_loop,
    clippy::let_and_return,
    reason = "loops, as people write them, are what is tested"
)]

use std::cell::Cell;

use hotloop::{accel, math};
use hotloop_tests::{everywhere, panic_text, ran, same};

/// Positive arguments, and some that are not.
fn arguments(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as f64
    };
    let rare = [0.0, -0.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 5e-324, f64::MAX];
    (0..n).map(|i| if i % 37 == 11 { rare[i / 37 % rare.len()] } else { next() * 1e-9 + 0.01 }).collect()
}

fn cases() -> impl Iterator<Item = Vec<f64>> {
    [0, 1, 2, 7, 8, 31, 255, 256, 257, 511, 513, 700].into_iter().map(|n| arguments(n, n as u64 + 3))
}

type Real = f64;
type Kernel = fn(&[f64], &[f64], &mut [f64]);

/// The kernel, and the same with our functions called directly.
fn agree(name: &str, fast: Kernel, plain: Kernel) {
    for x in cases() {
        let y: Vec<f64> = (0..x.len()).map(|i| (i * 7919 % 1000) as f64 * 0.001).collect();
        let mut expected: Vec<f64> = x.iter().rev().copied().collect();
        let start = expected.clone();
        plain(&x, &y, &mut expected);
        everywhere(|how| {
            let mut out = start.clone();
            fast(&x, &y, &mut out);
            assert!(same(&out, &expected), "{name}, {how}, {} elements", x.len());
        });
    }
    ran(name);
}

/// One body, in which `f64` is the primitive type, and in which it is the module of our functions.
macro_rules! kernels {
    ($($(#[$option:meta])* $name:ident($x:ident, $y:ident, $out:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            #[allow(unused)]
            $(#[$option])*
            fn $name($x: &[f64], $y: &[f64], $out: &mut [f64]) $body

            mod plain {
                use hotloop::math::f64;
                type Real = std::primitive::f64;
                #[allow(unused)]
                pub fn function($x: &[Real], $y: &[Real], $out: &mut [Real]) $body
            }

            #[test]
            fn has_the_bits_of_the_functions() {
                agree(stringify!($name), $name, plain::function);
            }
        }
    )*};
}

kernels! {
    #[accel]
    serial(x, y, out) {
        for i in 0..x.len() {
            let l = f64::ln(x[i]) + y[i];
            out[i] = f64::exp(l) * 2.0;
        }
    }

    #[accel(parallel)]
    of_one_twice(x, y, out) {
        for i in 0..x.len() {
            let d1 = (f64::ln(x[i] / 0.3) + 0.065) / 0.3;
            let d2 = d1 - 0.3;
            out[i] = x[i] * f64::tanh(-d1) - y[i] * f64::tanh(-d2);
        }
    }

    #[accel(parallel)]
    of_two(x, y, out) {
        for i in 0..x.len() {
            let a = f64::ln(x[i]);
            let b = f64::exp(-y[i]);
            out[i] = f64::atan2(a, b) + f64::tanh(a * b);
        }
    }

    #[accel(parallel)]
    in_a_row_of_three(x, y, out) {
        for i in 0..x.len() {
            let a = f64::ln(x[i]);
            let b = f64::tanh(a);
            let c = f64::exp(b * y[i]);
            out[i] = f64::cbrt(c) + a;
        }
    }

    #[accel(parallel)]
    through_other_variables(x, y, out) {
        for i in 0..x.len() {
            let scaled = x[i] * 3.0;
            let twice = scaled + scaled;
            let l = f64::ln_1p(twice);
            let half = 0.5 * l;
            out[i] = f64::exp_m1(half);
        }
    }

    #[accel(parallel)]
    in_place(x, y, out) {
        for i in 0..out.len() {
            let l = f64::ln(out[i]);
            out[i] = f64::exp(l * y[i]);
        }
    }

    #[accel(parallel)]
    written_before(x, y, out) {
        for i in 0..x.len() {
            out[i] = x[i] * 3.0;
            let l = f64::ln(out[i]);
            out[i] += f64::exp(l);
        }
    }

    #[accel]
    recurrence(x, y, out) {
        for i in 1..x.len() {
            let l = f64::ln(out[i - 1]);
            out[i] = f64::exp(l * y[i]) + x[i];
        }
    }

    #[accel]
    carried(x, y, out) {
        let mut scale = 1.0;
        for i in 0..x.len() {
            let l = f64::ln(x[i] * scale);
            out[i] = f64::exp(l);
            scale = out[i];
        }
    }

    #[accel(parallel)]
    with_continue(x, y, out) {
        for i in 0..x.len() {
            if y[i] < 0.25 {
                continue;
            }
            let l = f64::ln(x[i]);
            out[i] = f64::exp(l + 1.0);
        }
    }

    #[accel(parallel)]
    under_a_condition(x, y, out) {
        for i in 0..x.len() {
            let l = f64::ln(x[i]);
            if y[i] > 0.5 {
                let t = l * 2.0;
                out[i] = f64::exp(t);
            } else {
                out[i] = f64::tanh(l);
            }
        }
    }

    #[accel(parallel)]
    shadowed(x, y, out) {
        for i in 0..x.len() {
            let t = f64::ln(x[i]);
            let t = t * y[i];
            let t = f64::exp(t);
            let t = f64::cbrt(t);
            out[i] = t;
        }
    }

    #[accel(parallel)]
    of_the_counter(x, y, out) {
        for i in 0..x.len() {
            let l = f64::ln((i + 1) as Real);
            out[i] = f64::exp(-l) * x[i];
        }
    }

    #[accel(parallel)]
    backwards(x, y, out) {
        for i in (0..x.len()).rev() {
            let l = f64::ln(x[i]);
            out[i] = f64::exp(l * y[i]);
        }
    }

    #[accel(parallel)]
    by_threes(x, y, out) {
        for i in (0..x.len()).step_by(3) {
            let l = f64::ln(x[i]);
            out[i] = f64::exp(l * y[i]);
        }
    }

    #[accel(parallel)]
    by_while(x, y, out) {
        let mut i = 0;
        while i < x.len() {
            let l = f64::ln(x[i]);
            out[i] = f64::exp(l * y[i]);
            i += 1;
        }
    }

    #[accel(parallel)]
    in_rows(x, y, out) {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            let scale = y[i] + 1.0;
            for j in 0..m {
                let k = i * m + j;
                let l = f64::ln(x[k] * scale);
                out[k] = f64::exp(l);
            }
        }
    }

    #[accel(parallel)]
    along_rows(x, y, out) {
        let m = if x.len().is_multiple_of(350) { 350 } else { 1 };
        for i in 0..x.len() / m {
            for j in 1..m {
                let l = f64::ln(out[i * m + j - 1]);
                out[i * m + j] = f64::exp(l * x[j]);
            }
        }
    }

    #[accel]
    sums(x, y, out) {
        let mut sum = 0.0;
        for i in 0..x.len() {
            let l = f64::ln(x[i]);
            let e = f64::exp(l);
            sum += e;
            out[i] = sum;
        }
    }

    #[accel(parallel)]
    within_a_call(x, y, out) {
        for i in 0..x.len() {
            out[i] = f64::exp(f64::ln(x[i]) * y[i]) + 1.0;
        }
    }

    #[accel(parallel)]
    within_two_calls(x, y, out) {
        for i in 0..x.len() {
            out[i] += f64::tanh(f64::ln(x[i] / 0.3) / 0.3) - y[i] * f64::tanh(f64::ln(x[i] / 0.3) / 0.3 - 0.3);
        }
    }

    #[accel(parallel)]
    of_two_arguments(x, y, out) {
        for i in 0..x.len() {
            let scale = y[i] + 0.5;
            let t = f64::atan2(f64::ln(x[i] * scale), f64::exp(-y[i]));
            out[i] = f64::cbrt(t * f64::exp(f64::tanh(f64::ln_1p(y[i]))));
        }
    }

    #[accel(parallel)]
    within_a_call_after_a_write(x, y, out) {
        for i in 0..x.len() {
            let before = f64::exp(f64::ln(out[i]) * 0.5);
            out[i] = x[i];
            let after = f64::exp(f64::ln(out[i]) * 0.5);
            out[i] = before - after * y[i];
        }
    }

    #[accel(parallel)]
    of_a_shadowed_name(x, y, out) {
        for i in 0..x.len() {
            let t = x[i];
            let a = f64::exp(f64::ln(t));
            let t = y[i] + 0.25;
            let b = f64::exp(f64::ln(t));
            out[i] = a - b;
        }
    }

    #[accel(parallel)]
    within_a_condition(x, y, out) {
        for i in 0..x.len() {
            if f64::exp(f64::ln(x[i]) * y[i]) > 0.5 {
                let t = x[i] * 2.0;
                out[i] = f64::exp(f64::ln(t));
            }
        }
    }

    #[accel]
    within_a_call_of_a_recurrence(x, y, out) {
        for i in 1..x.len() {
            out[i] = f64::exp(f64::ln(out[i - 1]) * y[i]) + f64::tanh(f64::exp(x[i]));
        }
    }

    #[accel(parallel, fastmath(reassoc))]
    of_a_constant(x, y, out) {
        let rate = 0.3;
        for i in 0..out.len() {
            let l: Real = f64::ln(rate + y[i]);
            out[i] = f64::exp(l);
        }
    }
}

/// A number whose operators count how often they are called, in order.
#[derive(Clone, Debug, PartialEq)]
struct Counted(f64);

thread_local! {
    static CALLS: Cell<u64> = const { Cell::new(0) };
}

impl Counted {
    fn called(self, weight: u64) -> Counted {
        CALLS.with(|calls| calls.set(calls.get().wrapping_mul(31).wrapping_add(weight)));
        self
    }
    fn ln(self) -> Counted {
        Counted(self.0 + 1.0).called(1)
    }
    fn exp(self) -> Counted {
        Counted(self.0 * 2.0).called(2)
    }
}

macro_rules! of_methods {
    ($name:ident, $($option:tt)*) => {
        $($option)*
        fn $name(x: &[Counted], out: &mut [Counted]) {
            for i in 0..x.len() {
                let l = x[i].clone().ln();
                out[i] = l.exp();
            }
        }
    };
}
of_methods!(annotated_methods, #[accel]);
of_methods!(plain_methods,);

#[test]
fn methods_of_other_types_are_called_in_their_order() {
    let x: Vec<Counted> = (0..300).map(|i| Counted(f64::from(i))).collect();
    let run = |f: fn(&[Counted], &mut [Counted])| {
        CALLS.set(7);
        let mut out = x.clone();
        f(&x, &mut out);
        (out, CALLS.get())
    };
    assert_eq!(run(annotated_methods), run(plain_methods));
}

#[accel]
fn single(x: &[f32], out: &mut [f32]) {
    for i in 0..x.len() {
        let l = x[i].ln() * 0.7;
        out[i] = l.exp();
    }
}

#[test]
fn single_precision_has_the_bits_of_the_functions() {
    let x: Vec<f32> = arguments(600, 1).iter().map(|x| *x as f32).collect();
    let expected: Vec<f32> = x.iter().map(|x| math::f32::exp(math::f32::ln(*x) * 0.7)).collect();
    everywhere(|how| {
        let mut out = vec![0.0; x.len()];
        single(&x, &mut out);
        assert!(
            out.iter().zip(&expected).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()),
            "{how}"
        );
    });
    ran("single");
}

/// The element that the index names may not be there: the loop panics where it does as written, and all before it has
/// been done.
#[accel]
fn with_a_check(x: &[f64], at: &[usize], out: &mut [f64]) {
    for i in 0..x.len() {
        let l = x[i].ln();
        out[i] = l.exp() + x[at[i]];
    }
}

#[test]
fn a_panic_leaves_what_was_done_before_it() {
    let x = arguments(600, 5);
    let mut at: Vec<usize> = (0..600).collect();
    at[300] = 600;
    everywhere(|how| {
        let mut out = vec![-1.0; x.len()];
        let text = panic_text(std::panic::AssertUnwindSafe(|| with_a_check(&x, &at, &mut out)));
        assert_eq!(
            text.as_deref(),
            Some("index out of bounds: the len is 600 but the index is 600"),
            "{how}"
        );
        let expected = x[..300].iter().map(|x| math::f64::exp(math::f64::ln(*x)) + x);
        assert!(
            out[..300]
                .iter()
                .zip(expected)
                .all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()),
            "{how}"
        );
        assert!(out[300..].iter().all(|y| *y == -1.0), "{how}");
    });
}
