//! e^x and the natural logarithm in single precision, by the formulas of `f64/exp.rs` and `f64/log.rs`.

use super::constants::{EXP_SINGLE, EXP_SINGLE_SHORT, LN_SINGLE, LN2_HI, LN2_LO};
use super::pick;
use crate::math::contract::{Contract, mad32, nmad32};

/// 1.5 * 2^23: adding it leaves the nearest integer in the low bits of the sum.
const MAGIC: f32 = 12582912.0;
const TWO_23: f32 = 8388608.0;
const TWO_25: f32 = 33554432.0;
const ONE: u32 = 1.0f32.to_bits();
const SQRT_HALF: u32 = std::f32::consts::FRAC_1_SQRT_2.to_bits();
const MANTISSA: u32 = (1 << 23) - 1;

#[inline(always)]
pub fn exp<C: Contract>(x: f32) -> f32 {
    // Beyond these bounds the result is infinite or zero already; a NaN passes both.
    let x = if C::NINF { x } else { pick(x > 89.0, 89.0, x) };
    let x = pick(x < -104.0, -104.0, x);
    let t = mad32::<C>(x, std::f32::consts::LOG2_E, MAGIC);
    let k = t - MAGIC;
    // The high part has 15 bits: its product with k and the difference are exact.
    let hi = nmad32::<C>(k, LN2_HI, x);
    let lo = k * LN2_LO;
    let r = hi - lo;
    let r2 = r * r;
    if C::SHORT {
        let c = &EXP_SINGLE_SHORT;
        let p = mad32::<C>(mad32::<C>(c[3], r, c[2]), r2, mad32::<C>(c[1], r, c[0]));
        return scale(1.0 + mad32::<C>(r2, p, r), t);
    }
    let c = &EXP_SINGLE;
    let p = mad32::<C>(mad32::<C>(c[4], r2, mad32::<C>(c[3], r, c[2])), r2, mad32::<C>(c[1], r, c[0]));
    scale(1.0 + (hi + mad32::<C>(r2, p, -lo)), t)
}

/// y * 2^k for t = k + MAGIC.
#[inline(always)]
fn scale(y: f32, t: f32) -> f32 {
    // 2^k as a product of two normal powers: only the last multiplication can overflow or underflow.
    let n = t.to_bits().wrapping_add(2 * 127);
    let half = n >> 1;
    y * f32::from_bits(half << 23) * f32::from_bits(n.wrapping_sub(half) << 23)
}

#[inline(always)]
pub fn ln<C: Contract>(x: f32) -> f32 {
    let subnormal = x < f32::MIN_POSITIVE;
    let scaled = pick(subnormal, x * TWO_25, x);
    let bias = pick(subnormal, TWO_23 + 127.0 + 25.0, TWO_23 + 127.0);
    // Moves the cut between two exponents from 1 to sqrt(1/2).
    let bits = scaled.to_bits().wrapping_add(ONE - SQRT_HALF);
    let k = f32::from_bits((bits >> 23) | TWO_23.to_bits()) - bias;
    let f = f32::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let c = &LN_SINGLE;
    let l = mad32::<C>(mad32::<C>(c[2], z, c[1]), z, c[0]);
    if C::SHORT {
        let tail = mad32::<C>(mad32::<C>(z, l, 2.0), s, k * LN2_LO);
        return finish::<C>(x, mad32::<C>(k, LN2_HI, tail));
    }
    let square = 0.5 * f * f;
    let tail = mad32::<C>(s, mad32::<C>(z, l, square), k * LN2_LO);
    // k ln 2 is exact here and zero or greater than f, so `rest` is exactly what the sum lost.
    let whole = k * LN2_HI;
    let sum = whole + f;
    let rest = f - (sum - whole);
    finish::<C>(x, sum + (rest + (tail - square)))
}

/// The values at zero, below zero, at infinity and of NaN.
#[inline(always)]
fn finish<C: Contract>(x: f32, y: f32) -> f32 {
    let y = if C::NNAN & C::NINF { y } else { pick(x < f32::INFINITY, y, x) };
    let y = if C::NNAN { y } else { pick(x < 0.0, f32::NAN, y) };
    if C::NINF { y } else { pick(x == 0.0, f32::NEG_INFINITY, y) }
}
