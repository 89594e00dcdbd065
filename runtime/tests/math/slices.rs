//! Slices: the bits of the function itself, at every level, on one thread and several.

use super::Random;
use hotloop::__private::{Isa, isa, with_isa, with_threads, with_threshold};
use hotloop::math::{self, slice};

fn arguments(n: usize) -> Vec<f64> {
    let mut random = Random(11);
    // A few arguments beyond the fast reduction of the sine, in some of the blocks.
    (0..n)
        .map(|i| if i % 777 == 776 { random.exponents(10, 300) } else { random.between(-8.0, 8.0) })
        .collect()
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

#[test]
fn slices_have_the_bits_of_the_function() {
    let n = 3 * 8192 + 5;
    let (x, y) = (arguments(n), arguments(n).into_iter().rev().collect::<Vec<_>>());
    let single: Vec<f32> = x.iter().map(|x| *x as f32).collect();
    for level in [Isa::Baseline, Isa::V3, Isa::V4].into_iter().filter(|l| *l <= isa()) {
        for threads in [1, 3] {
            let mut out = vec![0.0; n];
            let mut out32 = vec![0.0; n];
            let mut check = |f: &mut dyn FnMut(&mut Vec<f64>, &mut Vec<f32>)| {
                with_isa(level, || with_threads(threads, || with_threshold(0, || f(&mut out, &mut out32))));
            };
            macro_rules! unary {
                ($($f:ident)*) => {$(
                    check(&mut |out, out32| {
                        slice::$f(&x, out);
                        slice::$f(&single, out32);
                        for i in 0..n {
                            assert!(same(out[i], math::$f(x[i])), "{} of {:e} at {level}", stringify!($f), x[i]);
                            assert!(same(out32[i].into(), math::$f(single[i]).into()), "{}", stringify!($f));
                        }
                    });
                )*};
            }
            if cfg!(debug_assertions) {
                unary!(exp sin tan);
            } else {
                super::for_all_unary!(unary);
            }
            check(&mut |out, _| {
                slice::powf(&x, &y, out);
                assert!((0..n).all(|i| same(out[i], math::powf(x[i], y[i]))));
                // Each formula for exponents, on both sides of where it ends.
                for power in [-14, -13, -5, -4, -1, 0, 6, 7, 8, 9, 13, 14] {
                    slice::powi(&x, power, out);
                    assert!((0..n).all(|i| same(out[i], math::powi(x[i], power))), "{power}");
                }
                slice::atan2(&x, &y, out);
                assert!((0..n).all(|i| same(out[i], math::atan2(x[i], y[i]))));
                slice::hypot(&x, &y, out);
                assert!((0..n).all(|i| same(out[i], math::hypot(x[i], y[i]))));
                let mut cosines = vec![0.0; n];
                slice::sin_cos(&x, out, &mut cosines);
                assert!((0..n).all(|i| (out[i], cosines[i]) == math::sin_cos(x[i])));
            });
        }
    }
}

#[test]
#[should_panic(expected = "the result has 2 elements, the argument 3")]
fn lengths_must_agree() {
    slice::exp(&[1.0, 2.0, 3.0], &mut [0.0; 2]);
}

#[test]
fn no_elements() {
    slice::exp::<f64>(&[], &mut []);
}
