//! Logarithms to the bases e, 2 and 10, and ln(1 + x).
//!
//! x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2). With s = f / (2 + f) and z = s^2,
//! ln(1 + f) = 2 atanh(s) = f - f^2/2 + s (f^2/2 + z L(z)).

use super::constants::*;
use super::{MAGIC, MANTISSA, ONE, SQRT_HALF, TWO_52, TWO_54, pick};
use crate::math::contract::{Contract, mad, poly};
use crate::math::double::{fast_two_sum, head, two_sum};

/// x as k and 1 + f, for a positive finite x; subnormal too.
#[inline(always)]
pub(super) fn split(x: f64) -> (f64, f64) {
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = pick(subnormal, x * TWO_54, x);
    let bias = pick(subnormal, TWO_52 + 1023.0 + 54.0, TWO_52 + 1023.0);
    split_normal(scaled, bias)
}

/// As `split`, with the exponent's bias given: TWO_52 + 1023 for a normal x.
#[inline(always)]
pub(super) fn split_normal(x: f64, bias: f64) -> (f64, f64) {
    // Moves the cut between two exponents from 1 to sqrt(1/2).
    let bits = x.to_bits().wrapping_add(ONE - SQRT_HALF);
    // An integer below 2^52, put into the low bits of 2^52, is converted without a conversion instruction.
    let k = f64::from_bits((bits >> 52) | TWO_52.to_bits()) - bias;
    (k, f64::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)))
}

/// ln(1 + f) as f - square + rest: (square, rest).
#[inline(always)]
pub(super) fn series<C: Contract>(f: f64) -> (f64, f64) {
    let s = f / (2.0 + f);
    let z = s * s;
    let square = 0.5 * f * f;
    (square, s * mad::<C>(z, poly::<C, _>(z, &LN), square))
}

/// ln(1 + f) as 2 atanh(s).
#[inline(always)]
fn short_series<C: Contract>(f: f64) -> f64 {
    let s = f / (2.0 + f);
    let z = s * s;
    mad::<C>(s * z, poly::<C, _>(z, &LN), s + s)
}

/// k ln 2 + ln(1 + f) + rest.
#[inline(always)]
pub(super) fn natural<C: Contract>(k: f64, f: f64, rest: f64) -> f64 {
    if C::SHORT {
        return mad::<C>(k, std::f64::consts::LN_2, short_series::<C>(f) + rest);
    }
    let (square, tail) = series::<C>(f);
    let tail = mad::<C>(k, LN2_2, tail) + rest;
    // k ln 2 is exact here, and zero or greater than f.
    let (sum, rest) = fast_two_sum(k * LN2_1, f);
    sum + (rest + (tail - square))
}

/// The values at zero, below zero, at infinity and of NaN.
#[inline(always)]
fn finish<C: Contract>(x: f64, y: f64) -> f64 {
    let y = if C::NNAN & C::NINF { y } else { pick(x < f64::INFINITY, y, x) };
    let y = if C::NNAN { y } else { pick(x < 0.0, f64::NAN, y) };
    if C::NINF { y } else { pick(x == 0.0, f64::NEG_INFINITY, y) }
}

#[inline(always)]
pub fn ln<C: Contract>(x: f64) -> f64 {
    let (k, m) = split(x);
    finish::<C>(x, natural::<C>(k, m - 1.0, 0.0))
}

/// k * (base_hi + base_lo) + ln(1 + f) * (scale_hi + scale_lo)
#[inline(always)]
fn scaled<C: Contract>(k: f64, f: f64, base: (f64, f64), scale: (f64, f64)) -> f64 {
    if C::SHORT {
        return mad::<C>(short_series::<C>(f), scale.0 + scale.1, k * (base.0 + base.1));
    }
    let (square, tail) = series::<C>(f);
    // ln(1 + f) as a head of 26 bits, whose product with the scale's head is exact, and a rest.
    let hi = head(f - square);
    let lo = ((f - hi) - square) + tail;
    let low = mad::<C>(lo, scale.0 + scale.1, hi * scale.1);
    let (sum, rest) = fast_two_sum(k * base.0, hi * scale.0);
    sum + (rest + mad::<C>(k, base.1, low))
}

#[inline(always)]
pub fn log2<C: Contract>(x: f64) -> f64 {
    let (k, m) = split(x);
    finish::<C>(x, scaled::<C>(k, m - 1.0, (1.0, 0.0), (LOG2_E_1, LOG2_E_2)))
}

#[inline(always)]
pub fn log10<C: Contract>(x: f64) -> f64 {
    let (k, m) = split(x);
    finish::<C>(x, scaled::<C>(k, m - 1.0, (LOG10_2_1, LOG10_2_2), (LOG10_E_1, LOG10_E_2)))
}

/// ln(1 + x + rest) for x > -1 and a rest that is tiny beside x.
#[inline(always)]
pub(super) fn ln_1p_pair<C: Contract>(x: f64, rest: f64) -> f64 {
    let (u, c) = two_sum(1.0, x);
    let (k, m) = split_normal(u, TWO_52 + 1023.0);
    let c = (c + rest) * power_of_minus(k);
    // Where nothing was shifted out, x itself is f.
    let near = k == 0.0;
    let f = pick(near, x, m - 1.0);
    let c = pick(near, rest, c);
    // c is so small beside m that two digits of 1 / m are enough.
    natural::<C>(k, f, c * poly::<C, _>(m, &RECIPROCAL))
}

#[inline(always)]
pub fn ln_1p<C: Contract>(x: f64) -> f64 {
    let y = ln_1p_pair::<C>(x, 0.0);
    let y = pick(x < f64::INFINITY, y, x);
    let y = pick(x < -1.0, f64::NAN, y);
    let y = pick(x == -1.0, f64::NEG_INFINITY, y);
    // The sum with zero has lost the sign of a negative zero.
    pick(x == 0.0, x, y)
}

/// 2^-k for an integer k from -1022 on; 2^-1000 is small enough for any greater.
#[inline(always)]
fn power_of_minus(k: f64) -> f64 {
    let k = pick(k > 1000.0, 1000.0, k);
    f64::from_bits(1023u64.wrapping_sub((k + MAGIC).to_bits()) << 52)
}
