//! A sample of what `cargo xtask ulp` measures.

use xtask::ulp::double::{Dd, Real};
use xtask::ulp::functions::{FUSED, functions};
use xtask::ulp::{single, wide};

const POINTS: u64 = if cfg!(debug_assertions) { 3_000 } else { 50_000 };
const STEP: usize = if cfg!(debug_assertions) { 400_009 } else { 20_011 };

/// What is promised of a function by default.
fn bound(name: &str) -> f64 {
    match name {
        "sqrt" | "recip" => 0.5,
        "powf" | "tan" | "erf" | "erfc" | "sigmoid" => 2.0,
        "sinh" | "cosh" | "tanh" | "asinh" | "acosh" | "atanh" => 2.0,
        // Products of up to six factors, as std makes them.
        "powi" => 4.0,
        _ => 1.0,
    }
}

#[test]
fn errors_on_f64_are_below_their_bounds() {
    for f in functions() {
        let found = wide::measure(&f, POINTS, 3, &[], 0);
        let (error, at) = found.worst[0].expect("measured");
        assert!(error <= bound(f.name), "{}: {error} ULP at {at:?}", f.name);
        for c in 1..if FUSED { 4 } else { 2 } {
            let (error, at) = found.worst[c].expect("measured");
            assert!(error <= 4.0, "{} under contract {c}: {error} ULP at {at:?}", f.name);
        }
    }
}

#[test]
fn errors_on_f32_are_below_their_bounds() {
    for f in single::functions() {
        let worst = (f.measure)(STEP);
        let (error, at) = worst[0].expect("measured");
        let most = match f.name {
            "sigmoid" => 2.0,
            // Over all arguments 1.607 and, of significands of one binade with each exponent, 3.439.
            "acosh" => 1.61,
            "powi" => 3.44,
            "exp" | "exp2" | "ln" | "log2" | "log10" | "hypot" | "sin" | "cos" => 1.0,
            _ => 0.6,
        };
        assert!(error <= most, "f32 {}: {error} ULP at {at:?}", f.name);
        // Without fused multiply-add the last two contracts are not measured.
        for (error, at) in worst.into_iter().skip(1).flatten() {
            assert!(error <= 4.0, "f32 {} short or fused: {error} ULP at {at:?}", f.name);
        }
    }
}

/// The functions on `f64` to which those on `f32` are compared are good to a few units themselves.
#[test]
fn the_reference_of_f32_is_good() {
    let wide = functions();
    for f in single::functions() {
        let exact = wide.iter().find(|w| w.name == f.name).expect("both lists have it");
        let mut random = xtask::ulp::points::Points::new(4);
        for i in 0..POINTS / 3 {
            let x = f64::from(random.next(&exact.domains.0, i) as f32);
            let y = exact.domains.1.map_or(0.0, |d| f64::from(random.next(&d, i / 2) as f32));
            let value = (f.reference)(x, y);
            if x.is_finite() && x != 0.0 && y.is_finite() && value.is_finite() && value.abs() > 1e-300 {
                let error = (exact.exact)(x, y).distance(value);
                // A thousandth of a unit of an f32 is 2^19 units of an f64.
                assert!(error < 524288.0, "{} at {x:e}, {y:e}: {error}", f.name);
            }
        }
    }
}

/// Just below a power of two the unit is that of the binade below, also where the nearest float is the power itself.
#[test]
fn the_unit_is_that_of_the_exact_value() {
    let (one, less) = (1.0, f64::EPSILON / 8.0);
    let below = Real::from(Dd(one, -less));
    let above = Real::from(Dd(one, less));
    assert_eq!((below.distance(1.0), above.distance(1.0)), (0.25, 0.125));
    assert_eq!(below.distance(1.0 - f64::EPSILON / 2.0), 0.75);
    let negative = Real::from(Dd(-2.0 * one, 2.0 * less));
    assert_eq!(negative.distance(-2.0), 0.25);
}
