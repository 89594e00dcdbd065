//! Roots: square root, cube root, hypotenuse, reciprocal.

use super::constants::*;
use super::hyperbolic::copy_sign;
use super::{MANTISSA, ONE, TWO_54, pick, rough_inverse};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{fast_two_sum, square};

#[inline(always)]
pub fn sqrt<C: Contract>(x: f64) -> f64 {
    x.sqrt()
}

#[inline(always)]
pub fn recip<C: Contract>(x: f64) -> f64 {
    1.0 / x
}

/// x = 2^(3q + r) m with 1 <= m < 2: a polynomial gives the cube root of m to 25 bits, times that of 2^r; one step of
/// Halley's iteration, with a square that is exact, gives the rest.
#[inline(always)]
pub fn cbrt<C: Contract>(x: f64) -> f64 {
    let a = x.abs();
    let subnormal = !C::NEAR & (a < f64::MIN_POSITIVE);
    let bits = pick(subnormal, a * TWO_54, a).to_bits();
    // 3q + r = exponent + 3 * 1023; a subnormal's is 54 = 3 * 18 too great.
    let exponent = (bits >> 52) + 2 * 1023;
    let q = (exponent * 21846) >> 16;
    let r = exponent - 3 * q;
    let m = f64::from_bits((bits & MANTISSA) | ONE);
    let root = pick(r == 1, CBRT_2, pick(r == 2, CBRT_4, 1.0));
    let y = if C::SHORT {
        short_root::<C>(m) * root
    } else {
        let t = poly::<C, _>(m, &CBRT) * root;
        // 24 bits: the square is exact.
        let t = f64::from_bits((t.to_bits().wrapping_add(1 << 28)) & (!0 << 29));
        let m = m * f64::from_bits((1023 + r) << 52);
        let s = m / (t * t);
        mad::<C>(t, (s - t) / (s + (t + t)), t)
    };
    let q = q.wrapping_sub(pick(subnormal, 1023 + 18, 1023));
    let y = f64::from_bits(y.to_bits().wrapping_add(q << 52));
    let itself = !C::NEAR & ((a == 0.0) | a.is_nan() | (a == f64::INFINITY));
    copy_sign(pick(itself, a, y), x)
}

/// The cube root of m between 1 and 2, without a division: with p near m^(-1/3), t = m p^2 is near the root, and
/// 1 - e = m p^3 says how near: the root is t (1 - e)^(-2/3).
#[inline(always)]
fn short_root<C: Contract>(m: f64) -> f64 {
    let p = poly::<C, _>(m, &CBRT_INVERSE);
    let t = m * p * p;
    let e = nmad::<C>(t, p, 1.0);
    mad::<C>(t * e, mad::<C>(e, 5.0 / 9.0, 2.0 / 3.0), t)
}

/// 2^500, 2^-600 and 2^600.
const LARGE: f64 = f64::from_bits((1023 + 500) << 52);
const DOWN: f64 = f64::from_bits((1023 - 600) << 52);
const UP: f64 = f64::from_bits((1023 + 600) << 52);

/// sqrt(x^2 + y^2), with the squares exact where that counts and one Newton step from the rounded root.
#[inline(always)]
pub fn hypot<C: Contract>(x: f64, y: f64) -> f64 {
    let (ax, ay) = (x.abs(), y.abs());
    let (u, v) = (pick(ax > ay, ay, ax), pick(ax > ay, ax, ay));
    let (large, small) = (v > LARGE, v < 1.0 / LARGE);
    let scale = pick(large, DOWN, pick(small, UP, 1.0));
    let back = pick(large, UP, pick(small, DOWN, 1.0));
    let (u, v) = (u * scale, v * scale);
    let infinite = (ax == f64::INFINITY) | (ay == f64::INFINITY);
    if C::SHORT {
        let root = mad::<C>(u, u, v * v).sqrt() * back;
        return if C::NINF { root } else { pick(infinite, f64::INFINITY, root) };
    }
    let ((uu, uu_rest), (vv, vv_rest)) = (square::<C>(u), square::<C>(v));
    let (sum, lost) = fast_two_sum(vv, uu);
    let rest = lost + (uu_rest + vv_rest);
    let root = (sum + rest).sqrt();
    let (rr, rr_rest) = square::<C>(root);
    let error = ((sum - rr) - rr_rest) + rest;
    let root = mad::<C>(error, rough_inverse(root + root), root) * back;
    let nan = (x.is_nan()) | (y.is_nan());
    pick(infinite, f64::INFINITY, pick(nan, f64::NAN, root))
}
