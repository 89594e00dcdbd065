//! Special values under each contract: those of the default, and near it everywhere else.

use hotloop::__private::contract::{Contract, Fused, FusedShort, Short, Strict};
use hotloop::math;

/// Arguments at which a function ends, overflows or loses a sign.
macro_rules! arguments {
    ($float:ident) => {{
        let least = $float::from_bits(1);
        let near_one = 1.0 - $float::EPSILON;
        let positive = [0.0, least, $float::MIN_POSITIVE, 1e-30, 0.5, near_one, 1.0, 2.0, 100.0, 1e4, 1e30];
        let mut all = vec![$float::NAN, $float::INFINITY, $float::NEG_INFINITY, $float::MAX, $float::MIN];
        all.extend(positive);
        all.extend(positive.map(|x| -x));
        all
    }};
}

/// NaN as the default, infinite as it, zero as it, of its sign, and else within a few units: each contract allows
/// 4, the default takes 2 itself.
macro_rules! assert_like {
    ($float:ident $f:ident $at:expr, $expected:expr, $found:expr) => {{
        let (expected, found): ($float, $float) = ($expected, $found);
        let units = expected.to_bits().abs_diff(found.to_bits());
        let like = expected.is_nan() && found.is_nan()
            || expected.is_finite() == found.is_finite() && (expected == 0.0) == (found == 0.0) && units <= 6;
        assert!(
            like,
            "{} {}{:?}: {found:e}, by default {expected:e}",
            stringify!($float),
            stringify!($f),
            $at
        );
    }};
}

macro_rules! both {
    ($($f:ident)*) => {
        both! { @each f64 $($f)* }
        both! { @each f32 $($f)* }
    };
    (@each $float:ident $($f:ident)*) => {$({
        fn check<C: Contract>() {
            for x in arguments!($float) {
                assert_like!($float $f x, math::$float::any::$f::<Strict>(x), math::$float::any::$f::<C>(x));
            }
        }
        check::<Short>();
        check::<Fused>();
        check::<FusedShort>();
    })*};
}

#[test]
fn special_values_under_each_contract() {
    super::for_all_unary!(both);
}

macro_rules! pairs {
    ($($float:ident $f:ident)*) => {$({
        fn check<C: Contract>() {
            for x in arguments!($float) {
                for y in arguments!($float) {
                    let expected = math::$float::any::$f::<Strict>(x, y);
                    assert_like!($float $f (x, y), expected, math::$float::any::$f::<C>(x, y));
                }
            }
        }
        check::<Short>();
        check::<Fused>();
        check::<FusedShort>();
    })*};
}

#[test]
fn special_pairs_under_each_contract() {
    pairs! { f64 powf f64 atan2 f64 hypot f32 powf f32 atan2 f32 hypot }
}
