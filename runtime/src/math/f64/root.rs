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
    if C::SHORT {
        return short_cbrt::<C>(x);
    }
    let a = x.abs();
    let subnormal = !C::NEAR & (a < f64::MIN_POSITIVE);
    let bits = pick(subnormal, a * TWO_54, a).to_bits();
    // 3q + r = exponent + 3 * 1023; a subnormal's is 54 = 3 * 18 too great.
    let exponent = (bits >> 52) + 2 * 1023;
    let q = (exponent * 21846) >> 16;
    let r = exponent - 3 * q;
    let m = f64::from_bits((bits & MANTISSA) | ONE);
    let root = pick(r == 1, CBRT_2, pick(r == 2, CBRT_4, 1.0));
    let t = poly::<C, _>(m, &CBRT) * root;
    // 24 bits: the square is exact.
    let t = f64::from_bits((t.to_bits().wrapping_add(1 << 28)) & (!0 << 29));
    let m = m * f64::from_bits((1023 + r) << 52);
    let s = m / (t * t);
    let y = mad::<C>(t, (s - t) / (s + (t + t)), t);
    let q = q.wrapping_sub(pick(subnormal, 1023 + 18, 1023));
    let y = f64::from_bits(y.to_bits().wrapping_add(q << 52));
    let itself = !C::NEAR & ((a == 0.0) | a.is_nan() | (a == f64::INFINITY));
    copy_sign(pick(itself, a, y), x)
}

/// A third of the bits gives an inverse cube root y to 3.5 %, a polynomial to 19 bits. With t = |x| y^2 and
/// 1 - e = t y the root is t (1 - e)^(-2/3): no division, and zero and infinity are none but themselves.
#[inline(always)]
fn short_cbrt<C: Contract>(x: f64) -> f64 {
    // 4/3 of the exponent's bias, and what makes the error the same on both sides.
    const BIAS: u64 = 0x553e_e95d << 32;
    let a = x.abs();
    let subnormal = a < f64::MIN_POSITIVE;
    let a = pick(subnormal, a * TWO_54, a);
    // A product of 32 bits each: a third of the upper half has bits enough. Without the shift LLVM would multiply by
    // minus a third, which has 64 bits.
    let y = f64::from_bits(BIAS.wrapping_sub(((a.to_bits() >> 32) * 0xaaaa_aaab) >> 1));
    let e = nmad::<C>(a * y, y * y, 1.0);
    let y = y * mad::<C>(mad::<C>(mad::<C>(CBRT_STEP[3], e, CBRT_STEP[2]), e, CBRT_STEP[1]), e, CBRT_STEP[0]);
    let t = a * y * y;
    let e = nmad::<C>(t, y, 1.0);
    let root = mad::<C>(t * e, mad::<C>(e, 5.0 / 9.0, 2.0 / 3.0), t);
    // The cube root of 2^-54.
    copy_sign(pick(subnormal, root * f64::from_bits((1023 - 18) << 52), root), x)
}

/// 2^500, 2^-600 and 2^600.
const LARGE: f64 = f64::from_bits((1023 + 500) << 52);
const DOWN: f64 = f64::from_bits((1023 - 600) << 52);
const UP: f64 = f64::from_bits((1023 + 600) << 52);

/// sqrt(x^2 + y^2), scaled where a square would overflow or underflow.
#[inline(always)]
pub fn hypot<C: Contract>(x: f64, y: f64) -> f64 {
    let (ax, ay) = (x.abs(), y.abs());
    let (u, v) = (pick(ax > ay, ay, ax), pick(ax > ay, ax, ay));
    // Under `afn` no loop looks at the arguments.
    if C::NEAR & !C::SHORT {
        return root_of_squares::<C>(u, v);
    }
    let (large, small) = (v > LARGE, v < 1.0 / LARGE);
    let scale = pick(large, DOWN, pick(small, UP, 1.0));
    let back = pick(large, UP, pick(small, DOWN, 1.0));
    let root = root_of_squares::<C>(u * scale, v * scale) * back;
    let infinite = (ax == f64::INFINITY) | (ay == f64::INFINITY);
    // The greater of two is not the NaN.
    let root = if C::SHORT { root } else { pick(x.is_nan() | y.is_nan(), f64::NAN, root) };
    if C::SHORT & C::NINF { root } else { pick(infinite, f64::INFINITY, root) }
}

/// The square root of `a`, zero or normal and not infinite, within 1 ULP where the contract fuses. Half of the bits gives
/// an inverse root to 3.5 %, a polynomial to 20 bits; a step of third order gives the rest. A dozen fused operations take
/// half of the time in which the one unit for divisions and roots has made the roots of a vector of 512 bits; without fused
/// operations the unit is faster.
#[inline(always)]
pub(in crate::math) fn short_root<C: Contract>(a: f64) -> f64 {
    // 3/2 of the exponent's bias, and what makes the error the same on both sides.
    const BIAS: u64 = 0x5fe6_e800 << 32;
    if !C::FUSED {
        return a.sqrt();
    }
    let y = f64::from_bits(BIAS.wrapping_sub(a.to_bits() >> 1));
    let y = y * poly::<C, _>(nmad::<C>(a * y, y, 1.0), &ROOT_STEP);
    // With 1 - e = a y^2 the root is a y (1 - e)^(-1/2).
    let root = a * y;
    let e = nmad::<C>(root, y, 1.0);
    mad::<C>(root * e, mad::<C>(e, 0.375, 0.5), root)
}

/// sqrt(u^2 + v^2) for 0 <= u <= v, with the squares exact where that counts and one Newton step from the rounded root.
#[inline(always)]
fn root_of_squares<C: Contract>(u: f64, v: f64) -> f64 {
    if C::SHORT {
        return short_root::<C>(mad::<C>(u, u, v * v));
    }
    let ((uu, uu_rest), (vv, vv_rest)) = (square::<C>(u), square::<C>(v));
    let (sum, lost) = fast_two_sum(vv, uu);
    let rest = lost + (uu_rest + vv_rest);
    let root = (sum + rest).sqrt();
    let (rr, rr_rest) = square::<C>(root);
    let error = ((sum - rr) - rr_rest) + rest;
    mad::<C>(error, rough_inverse(root + root), root)
}
