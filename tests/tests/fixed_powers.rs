//! Powers by an exponent that is written as a number: under `fastmath(afn)` products and roots.

use hotloop::{Isa, Mode, accel, with_mode};

/// Each exponent is a function of its own for each type: over a slice, by a path, and without a loop.
macro_rules! powers {
    ($($name:ident $y:expr;)*) => {
        $(mod $name {
            use super::*;

            #[accel(fastmath(afn))]
            pub fn wide(x: &[f64], out: &mut [f64]) {
                for i in 0..x.len() {
                    out[i] = x[i].powf($y);
                }
            }

            #[accel(fastmath(afn))]
            pub fn single(x: &[f32], out: &mut [f32]) {
                for i in 0..x.len() {
                    out[i] = f32::powf(x[i], $y);
                }
            }

            #[accel(fastmath(afn))]
            pub fn straight(x: f64) -> f64 {
                x.powf($y)
            }

            #[accel(fastmath(contract, afn))]
            pub fn fused(x: &[f64], out: &mut [f64]) {
                for i in 0..x.len() {
                    out[i] = x[i].powf($y);
                }
            }

            #[accel]
            pub fn accurate(x: &[f64], out: &mut [f64]) {
                for i in 0..x.len() {
                    out[i] = x[i].powf($y);
                }
            }
        })*
        const ALL: &[Power] = &[$(Power {
            y: $y,
            wide: $name::wide,
            single: $name::single,
            straight: $name::straight,
            fused: $name::fused,
            accurate: $name::accurate,
        }),*];
    };
}

struct Power {
    y: f64,
    wide: fn(&[f64], &mut [f64]),
    single: fn(&[f32], &mut [f32]),
    straight: fn(f64) -> f64,
    fused: fn(&[f64], &mut [f64]),
    accurate: fn(&[f64], &mut [f64]),
}

powers! {
    half 0.5; one 1.0; three_halves 1.5; two 2.0; five_halves 2.5; three 3.0; seven_halves 3.5; four 4.0;
    minus_half -0.5; minus_one -1.0; minus_three_halves -1.5; minus_two -2.0;
    other 2.4; none 0.0; minus_other -3.7;
}

/// Significands around each power of two of `f32`, the corners, and their negatives.
fn arguments() -> Vec<f32> {
    let mut all = vec![0.0, f32::INFINITY, f32::NAN, f32::MIN_POSITIVE, f32::MAX, 1e-45];
    for exponent in -149..128 {
        let power = 2f64.powi(exponent) as f32;
        all.extend((0..97).map(|k| power * (1.0 + k as f32 / 97.0)));
    }
    let negative: Vec<f32> = all.iter().map(|x| -x).collect();
    all.extend(negative);
    all
}

/// The distance in units in the last place of `exact` as a value of the type.
fn ulps(got: f64, exact: f64, digits: i32, least: i32) -> f64 {
    if got == exact && got.is_sign_positive() == exact.is_sign_positive() || got.is_nan() && exact.is_nan() {
        return 0.0;
    }
    if !got.is_finite() || !exact.is_finite() || got == 0.0 && exact == 0.0 {
        return f64::INFINITY;
    }
    let exponent = (exact.abs().log2().floor() as i32).max(least);
    (got - exact).abs() / 2f64.powi(exponent) * 2f64.powi(digits)
}

#[test]
fn single_precision_is_within_four_ulp_of_the_exact_power() {
    let x = arguments();
    for power in ALL {
        let mut out = vec![0.0f32; x.len()];
        (power.single)(&x, &mut out);
        for (x, out) in x.iter().zip(&out) {
            let exact = f64::from(*x).powf(f64::from(power.y as f32));
            // What rounds to infinity is infinite.
            let rounded = exact as f32;
            let exact = if rounded.is_infinite() { f64::from(rounded) } else { exact };
            let off = if rounded == 0.0 && *out == 0.0 {
                if rounded.is_sign_positive() == out.is_sign_positive() { 0.0 } else { f64::INFINITY }
            } else {
                ulps(f64::from(*out), exact, 23, -126)
            };
            assert!(off <= 4.0, "{x:e} to the power {} is {out:e} instead of {exact:e}: {off} ULP", power.y);
        }
    }
}

fn arguments_in_double_precision() -> Vec<f64> {
    let mut x: Vec<f64> = arguments().iter().map(|&x| f64::from(x) * 1.000_000_001).collect();
    // The corners of the type.
    x.extend((-1074..1024).flat_map(|e| [2f64.powi(e), 2f64.powi(e) * 1.37, -(2f64.powi(e) * 1.83)]));
    x.extend([f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.0, -0.0]);
    x
}

/// With fused operations the root is a polynomial and a step: no instruction knows the special values.
#[test]
fn fused_powers_are_within_four_ulp_and_one_of_the_reference() {
    let x = arguments_in_double_precision();
    for power in ALL {
        for isa in [Isa::Baseline, Isa::V3, Isa::V4] {
            let mut out = vec![0.0; x.len()];
            hotloop::__private::with_isa(isa, || (power.fused)(&x, &mut out));
            for (x, out) in x.iter().zip(&out) {
                let off = ulps(*out, x.powf(power.y), 52, -1022);
                assert!(off <= 5.0, "{x:e} to the power {} at {isa:?}: {out:e}, {off} ULP", power.y);
            }
        }
    }
}

#[test]
fn double_precision_is_within_four_ulp_and_one_of_the_reference() {
    let x = arguments_in_double_precision();
    for power in ALL {
        let mut out = vec![0.0; x.len()];
        (power.wide)(&x, &mut out);
        for (x, out) in x.iter().zip(&out) {
            let off = ulps(*out, x.powf(power.y), 52, -1022);
            assert!(off <= 5.0, "{x:e} to the power {}: {out:e}, {off} ULP", power.y);
            let straight = (power.straight)(*x);
            assert!(straight.to_bits() == out.to_bits() || out.is_nan() && straight.is_nan());
        }
        let same = |a: &[f64], b: &[f64]| {
            a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan())
        };
        for isa in [Isa::Baseline, Isa::V3, Isa::V4] {
            for mode in [Mode::Fast, Mode::Serial] {
                let mut again = vec![0.0; x.len()];
                hotloop::__private::with_isa(isa, || with_mode(mode, || (power.wide)(&x, &mut again)));
                assert!(same(&out, &again), "{} at {isa:?}", power.y);
            }
        }
        let mut plain = vec![0.0; x.len()];
        with_mode(Mode::Original, || (power.wide)(&x, &mut plain));
        assert!(
            plain.iter().zip(&x).all(|(out, x)| out.to_bits() == x.powf(power.y).to_bits() || out.is_nan())
        );
    }
}

/// The flag shows in a bit for those that are made otherwise, and nowhere without it: there a power is what
/// `hotloop::math::powf` says.
#[test]
fn without_the_flag_a_power_is_the_function_itself() {
    let x: Vec<f64> = (1..4000).map(|i| f64::from(i) * 0.013_7).collect();
    let mut differ = 0;
    for power in ALL {
        let (mut accurate, mut fast) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        (power.accurate)(&x, &mut accurate);
        (power.wide)(&x, &mut fast);
        for (x, out) in x.iter().zip(&accurate) {
            assert_eq!(out.to_bits(), hotloop::math::powf(*x, power.y).to_bits());
        }
        differ += usize::from(accurate.iter().zip(&fast).any(|(a, b)| a.to_bits() != b.to_bits()));
    }
    assert!(differ >= 4, "the flag shows in {differ} powers");
}
