//! Inverse trigonometric functions, roots and error functions of an `f32`, computed in `f64`.
//!
//! The methods are those of the files of the same name in `f64/`, without their compensation.

use super::constants::*;
use super::exp_log::{clamp, copy_sign, exp_of};
use super::{pick, short};
use crate::math::contract::{Contract, mad, poly};
use crate::math::f64::constants::{CBRT_2, CBRT_4};
use crate::math::last_of;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI, SQRT_2};

/// Whether |x| <= 1/2, and asin(w) for w = |x| or, above 1/2, for w = sqrt((1 - |x|) / 2).
#[inline(always)]
fn asin_parts<C: Contract>(a: f64) -> (bool, f64) {
    let small = a <= 0.5;
    let z = pick(small, a * a, 0.5 - 0.5 * a);
    let w = pick(small, a, z.sqrt());
    (small, mad::<C>(w * z, poly::<C, _>(z, &ASIN), w))
}

#[inline(always)]
pub fn asin<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::asin::<C>(x);
    }
    let (small, y) = asin_parts::<C>(x.abs().into());
    copy_sign(pick(small, y, FRAC_PI_2 - 2.0 * y), x)
}

#[inline(always)]
pub fn acos<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::acos::<C>(x);
    }
    let (small, y) = asin_parts::<C>(x.abs().into());
    let negative = x < 0.0;
    let base = pick(small, FRAC_PI_2, pick(negative, PI, 0.0));
    let y = pick(small, y, 2.0 * y);
    (base + pick(small ^ negative, -y, y)) as f32
}

/// atan(u / v) for u and v that are not negative: zero, pi/4 or pi/2, and the arc tangent of what that leaves, up to
/// sqrt(2) - 1.
#[inline(always)]
fn angle<C: Contract>(u: f64, v: f64) -> f64 {
    let (near_one, infinite) = (u > (SQRT_2 - 1.0) * v, u > (SQRT_2 + 1.0) * v);
    let (cu, cv) = (pick(near_one, u, 0.0), pick(near_one, v, 0.0));
    let t = pick(infinite, -v, u - cv) / pick(infinite, u, v + cu);
    let z = t * t;
    let y = mad::<C>(t * z, poly::<C, _>(z, &ATAN), t);
    last_of([(near_one, FRAC_PI_4), (infinite, FRAC_PI_2)]) + y
}

#[inline(always)]
pub fn atan<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::atan::<C>(x);
    }
    copy_sign(angle::<C>(x.abs().into(), 1.0), x)
}

#[inline(always)]
pub fn atan2<C: Contract>(y: f32, x: f32) -> f32 {
    if C::SHORT {
        return short::atan2::<C>(y, x);
    }
    // Beyond all floats of 32 bits: so infinities are, and what takes the place of a zero, which must not divide another.
    const INFINITE: f64 = 1e300;
    let u = f64::from(y.abs());
    let a = angle::<C>(pick(u > INFINITE, INFINITE, u), clamp(x.abs().into(), 1.0 / INFINITE, INFINITE));
    // pi minus the angle in the left half plane.
    let left = x.to_bits() >> 31 == 1;
    copy_sign(pick(left, PI - a, a), y)
}

#[inline(always)]
pub fn sqrt<C: Contract>(x: f32) -> f32 {
    x.sqrt()
}

#[inline(always)]
pub fn recip<C: Contract>(x: f32) -> f32 {
    1.0 / x
}

/// x = 2^(3q + r) m with 1 <= m < 2: a polynomial times the cube root of 2^r.
#[inline(always)]
pub fn cbrt<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::cbrt::<C>(x);
    }
    let a = x.abs();
    let bits = f64::from(a).to_bits();
    let exponent = bits >> 52;
    let q = (exponent * 21846) >> 16;
    let r = exponent - 3 * q;
    let m = f64::from_bits((bits & ((1 << 52) - 1)) | 1.0f64.to_bits());
    let root = pick(r == 1, CBRT_2, pick(r == 2, CBRT_4, 1.0));
    // The bias 1023 is a multiple of three: q has a third of it.
    let y = poly::<C, _>(m, &CBRT) * (root * f64::from_bits((q + 1023 - 341) << 52));
    let itself = !C::NEAR & ((a == 0.0) | a.is_nan() | (a == f32::INFINITY));
    copy_sign(pick(itself, a.into(), y), x)
}

/// 2^50, 2^100 and 2^-100.
const LARGE: f32 = f32::from_bits((127 + 50) << 23);
const UP: f32 = f32::from_bits((127 + 100) << 23);
const DOWN: f32 = f32::from_bits((127 - 100) << 23);

/// The sum of the squares in `f64`, its root in single precision: rounded twice, which is 0.92 ULP at most. A root in `f64`
/// takes four times as long.
#[inline(always)]
pub fn hypot<C: Contract>(x: f32, y: f32) -> f32 {
    if C::SHORT {
        return short::hypot::<C>(x, y);
    }
    let (ax, ay) = (x.abs(), y.abs());
    if C::NEAR {
        let (a, b) = (f64::from(ax), f64::from(ay));
        return (mad::<C>(a, a, b * b) as f32).sqrt();
    }
    let v = pick(ax > ay, ax, ay);
    let (large, small) = (v > LARGE, v < 1.0 / LARGE);
    let scale = pick(large, DOWN, pick(small, UP, 1.0));
    let back = pick(large, UP, pick(small, DOWN, 1.0));
    let (a, b) = (f64::from(ax * scale), f64::from(ay * scale));
    let root = (mad::<C>(a, a, b * b) as f32).sqrt() * back;
    pick((ax == f32::INFINITY) | (ay == f32::INFINITY), f32::INFINITY, root)
}

#[inline(always)]
pub fn erf<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::erf::<C>(x);
    }
    let a = f64::from(x.abs());
    let small = mad::<C>(a, poly::<C, _>(a * a, &ERF), a);
    let b = clamp(a, 1.0, 4.0);
    let p = poly::<C, _>((b - 2.0) / (b + 2.0), &ERFC_MIDDLE);
    let large = 1.0 - exp_of::<C>(-(b * b)) * (p / mad::<C>(2.0, b, 1.0));
    copy_sign(pick(a < 1.0, small, large), x)
}

#[inline(always)]
pub fn erfc<C: Contract>(x: f32) -> f32 {
    if C::SHORT && C::FUSED {
        return short::erfc::<C>(x);
    }
    let a = clamp(x.abs().into(), 0.0, 11.0);
    let p = poly::<C, _>((a - 3.0) / (a + 3.0), &ERFC);
    let y = exp_of::<C>(-(a * a)) * (p / mad::<C>(2.0, a, 1.0));
    pick(x < 0.0, 2.0 - y, y) as f32
}
