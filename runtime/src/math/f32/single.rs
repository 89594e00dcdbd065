//! e^x, 2^x and the logarithms in single precision, by the formulas of `f64/exp.rs` and `f64/log.rs`.

use super::constants::*;
use super::pick;
use crate::math::contract::{Contract, mad32, nmad32, poly32};

/// 1.5 * 2^23: adding it leaves the nearest integer in the low bits of the sum.
const MAGIC: f32 = 12582912.0;
const TWO_23: f32 = 8388608.0;
const TWO_25: f32 = 33554432.0;
const ONE: u32 = 1.0f32.to_bits();
const SQRT_HALF: u32 = std::f32::consts::FRAC_1_SQRT_2.to_bits();
const MANTISSA: u32 = (1 << 23) - 1;

/// x, or the bound that it exceeds. A NaN passes.
#[inline(always)]
pub(super) fn clamp(x: f32, lo: f32, hi: f32) -> f32 {
    let x = pick(x > hi, hi, x);
    pick(x < lo, lo, x)
}

/// (t, hi, lo) with t = k + MAGIC and x = k ln 2 + hi - lo.
#[inline(always)]
fn parts<C: Contract>(x: f32) -> (f32, f32, f32) {
    let t = mad32::<C>(x, std::f32::consts::LOG2_E, MAGIC);
    let k = t - MAGIC;
    // The high part has 15 bits: its product with k and the difference are exact.
    (t, nmad32::<C>(k, LN2_HI, x), k * LN2_LO)
}

/// k + MAGIC, and e^r - 1 for x = k ln 2 + r.
#[inline(always)]
pub(super) fn reduce<C: Contract>(x: f32) -> (f32, f32) {
    let (t, hi, lo) = parts::<C>(x);
    let r = hi - lo;
    (t, hi + mad32::<C>(r * r, poly32::<C, _>(r, &EXP_SINGLE), -lo))
}

#[inline(always)]
pub fn exp<C: Contract>(x: f32) -> f32 {
    // Beyond these bounds the result is infinite or zero already; a NaN passes both.
    let x = if C::NINF | C::NEAR { x } else { pick(x > 89.0, 89.0, x) };
    let x = if C::NEAR { x } else { pick(x < -104.0, -104.0, x) };
    let (y, t) = unscaled::<C>(x);
    if C::NEAR { scale_normal(y, t) } else { scale(y, t) }
}

/// e^x as (y, k + MAGIC), where it is 2^k y.
#[inline(always)]
fn unscaled<C: Contract>(x: f32) -> (f32, f32) {
    if C::SHORT {
        let (t, hi, lo) = parts::<C>(x);
        let r = hi - lo;
        return (1.0 + mad32::<C>(r * r, poly32::<C, _>(r, &EXP_SINGLE_SHORT), r), t);
    }
    let (t, e) = reduce::<C>(x);
    (1.0 + e, t)
}

/// With e = e^-|x|: 1 / (1 + e) for a positive x, e / (1 + e) for a negative.
#[inline(always)]
pub fn sigmoid<C: Contract>(x: f32) -> f32 {
    // 2^30 too great no e^x above 2^-151 is subnormal: one power of two does for all.
    const BACK: f32 = f32::from_bits((127 - 30) << 23);
    let least = -x.abs();
    let (t, e) = reduce::<C>(pick(least < -104.0, -104.0, least));
    let e = (1.0 + e) * f32::from_bits(t.to_bits().wrapping_add(127 + 30) << 23) * BACK;
    let sum = 1.0 + e;
    let y = pick(x < 0.0, e, 1.0) / sum;
    if C::SHORT {
        return y;
    }
    // What the sum loses counts least where the sum is not 1.
    nmad32::<C>(y, e - (sum - 1.0), y)
}

/// With k the integer nearest to x and r = x - k: 2^k (1 + r + r Q(r)), where r is exact and Q small.
#[inline(always)]
pub fn exp2<C: Contract>(x: f32) -> f32 {
    let x = if C::NEAR { x } else { clamp(x, -152.0, 130.0) };
    let magic = if C::NEAR { MAGIC } else { MAGIC + SCALE_BIAS };
    let t = x + magic;
    let r = x - (t - magic);
    let scale = if C::NEAR { scale_normal } else { scale_biased };
    if C::SHORT {
        return scale(mad32::<C>(r, poly32::<C, _>(r, &EXP2_SINGLE_SHORT), 1.0), t);
    }
    let sum = 1.0 + r;
    let rest = r - (sum - 1.0);
    let q = mad32::<C>(r, poly32::<C, _>(r, &EXP2_SINGLE), EXP2_SINGLE_0);
    scale(sum + mad32::<C>(r, q, rest), t)
}

/// Twice the exponent's bias.
const SCALE_BIAS: f32 = 2.0 * 127.0;

/// y * 2^k for t = k + MAGIC.
#[inline(always)]
pub(super) fn scale(y: f32, t: f32) -> f32 {
    scale_biased(y, f32::from_bits(t.to_bits().wrapping_add(2 * 127)))
}

/// y * 2^k for t = k + MAGIC, where the product is normal.
#[inline(always)]
fn scale_normal(y: f32, t: f32) -> f32 {
    f32::from_bits(y.to_bits().wrapping_add(t.to_bits() << 23))
}

/// As `scale`, for t = k + MAGIC + SCALE_BIAS.
#[inline(always)]
fn scale_biased(y: f32, t: f32) -> f32 {
    // 2^k as a product of two normal powers: only the last multiplication can overflow or underflow.
    let n = t.to_bits();
    let half = n >> 1;
    y * f32::from_bits(half << 23) * f32::from_bits(n.wrapping_sub(half) << 23)
}

/// x as k and f with x = 2^k (1 + f), for a positive finite x; subnormal too.
#[inline(always)]
pub(super) fn split<C: Contract>(x: f32) -> (f32, f32) {
    if C::NEAR {
        return split_normal(x);
    }
    let subnormal = x < f32::MIN_POSITIVE;
    let scaled = pick(subnormal, x * TWO_25, x);
    let bias = pick(subnormal, TWO_23 + 127.0 + 25.0, TWO_23 + 127.0);
    // Moves the cut between two exponents from 1 to sqrt(1/2).
    let bits = scaled.to_bits().wrapping_add(ONE - SQRT_HALF);
    let k = f32::from_bits((bits >> 23) | TWO_23.to_bits()) - bias;
    (k, f32::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0)
}

/// As `split`, for a normal x.
#[inline(always)]
pub(super) fn split_normal(x: f32) -> (f32, f32) {
    let bits = x.to_bits().wrapping_add(ONE - SQRT_HALF);
    let k = f32::from_bits((bits >> 23) | TWO_23.to_bits()) - (TWO_23 + 127.0);
    (k, f32::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0)
}

/// ln(1 + f) as f - square + rest: (square, rest).
#[inline(always)]
fn series<C: Contract>(f: f32) -> (f32, f32) {
    let s = f / (2.0 + f);
    let z = s * s;
    let square = 0.5 * f * f;
    (square, s * mad32::<C>(z, poly32::<C, _>(z, &LN_SINGLE), square))
}

/// ln(1 + f) as f - s (f - z L(z)).
#[inline(always)]
pub(super) fn short_series<C: Contract>(f: f32) -> f32 {
    let s = f / (2.0 + f);
    let z = s * s;
    nmad32::<C>(s, nmad32::<C>(z, poly32::<C, _>(z, &LN_SINGLE), f), f)
}

#[inline(always)]
pub fn ln<C: Contract>(x: f32) -> f32 {
    let (k, f) = split::<C>(x);
    if C::SHORT {
        return finish::<C>(x, mad32::<C>(k, std::f32::consts::LN_2, short_series::<C>(f)));
    }
    let (square, tail) = series::<C>(f);
    let tail = mad32::<C>(k, LN2_LO, tail);
    // k ln 2 is exact here and zero or greater than f, so `rest` is exactly what the sum lost.
    let whole = k * LN2_HI;
    let sum = whole + f;
    let rest = f - (sum - whole);
    finish::<C>(x, sum + (rest + (tail - square)))
}

/// ln(1 + f) times (scale_hi + scale_lo): a product that is exact, and a rest.
#[inline(always)]
fn scaled<C: Contract>(f: f32, scale_hi: f32, scale_lo: f32) -> (f32, f32) {
    let (square, tail) = series::<C>(f);
    // A head of 12 bits, and what it leaves of the logarithm.
    let hi = f32::from_bits((f - square).to_bits() & (!0 << 12));
    let lo = ((f - hi) - square) + tail;
    (hi * scale_hi, mad32::<C>(lo, scale_hi + scale_lo, hi * scale_lo))
}

#[inline(always)]
pub fn log2<C: Contract>(x: f32) -> f32 {
    let (k, f) = split::<C>(x);
    if C::SHORT {
        return finish::<C>(x, mad32::<C>(short_series::<C>(f), std::f32::consts::LOG2_E, k));
    }
    let (log, low) = scaled::<C>(f, LOG2_E_HI, LOG2_E_LO);
    let sum = k + log;
    let rest = log - (sum - k);
    finish::<C>(x, sum + (rest + low))
}

#[inline(always)]
pub fn log10<C: Contract>(x: f32) -> f32 {
    let (k, f) = split::<C>(x);
    if C::SHORT {
        let whole = k * std::f32::consts::LOG10_2;
        return finish::<C>(x, mad32::<C>(short_series::<C>(f), std::f32::consts::LOG10_E, whole));
    }
    let (log, low) = scaled::<C>(f, LOG10_E_HI, LOG10_E_LO);
    let whole = k * LOG10_2_HI;
    let sum = whole + log;
    let rest = log - (sum - whole);
    finish::<C>(x, sum + (rest + mad32::<C>(k, LOG10_2_LO, low)))
}

/// The values at zero, below zero, at infinity and of NaN.
#[inline(always)]
fn finish<C: Contract>(x: f32, y: f32) -> f32 {
    if C::NEAR {
        return y;
    }
    // By the operations of `f64/log.rs`.
    let least = x - f32::MAX;
    let least = if C::NNAN { least } else { f32::from_bits(pick(x < 0.0, !0, least.to_bits())) };
    let y = if C::NNAN & C::NINF { y } else { pick(y > least, y, least) };
    if C::NINF { y } else { y - pick(x <= 0.0, f32::INFINITY, 0.0) }
}
