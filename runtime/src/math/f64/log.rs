//! Logarithms to the bases e, 2 and 10, and ln(1 + x).
//!
//! x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2). With s = f / (2 + f) and z = s^2,
//! ln(1 + f) = 2 atanh(s) = 2s + s z L(z) = f - s (f - z L(z)).

use super::constants::*;
use super::rough_inverse;
use super::{MANTISSA, ONE, SQRT_HALF, TWO_52, TWO_54, pick};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{head, two_sum};

/// The exponent's bias in `split`: 64 more than that of the format, so that it stays positive for a subnormal.
const BIAS: f64 = TWO_52 + 1023.0 + 64.0;

/// x as k and 1 + f, for a positive finite x; subnormal too.
#[inline(always)]
pub(super) fn split<C: Contract>(x: f64) -> (f64, f64) {
    split_from::<C>(x, SQRT_HALF)
}

/// As `split`, for a normal x.
#[inline(always)]
pub(super) fn split_normal(x: f64) -> (f64, f64) {
    split_normal_from(x, SQRT_HALF)
}

/// As `split`; `least` is the bit pattern that 1 + f has at least: that of sqrt(1/2), or of a multiple by a power of two
/// for that multiple of 1 + f.
#[inline(always)]
fn split_from<C: Contract>(x: f64, least: u64) -> (f64, f64) {
    if C::NEAR {
        return split_normal_from(x, least);
    }
    // A subnormal times 2^54. The product does not wait for the comparison.
    let subnormal = x < f64::MIN_POSITIVE;
    let shift = pick(subnormal, 54 << 52, 0);
    let bits = pick(subnormal, x * TWO_54, x).to_bits();
    // Moves the cut between two exponents from 1 to sqrt(1/2).
    let bits = bits.wrapping_add(ONE - SQRT_HALF + (64 << 52));
    let k = f64::from_bits((bits.wrapping_sub(shift) >> 52) | TWO_52.to_bits()) - BIAS;
    (k, f64::from_bits((bits & MANTISSA).wrapping_add(least)))
}

/// As `split_from`, for a normal x.
#[inline(always)]
fn split_normal_from(x: f64, least: u64) -> (f64, f64) {
    let bits = x.to_bits().wrapping_add(ONE - SQRT_HALF);
    // An integer below 2^52, put into the low bits of 2^52, is converted without a conversion instruction.
    let k = f64::from_bits((bits >> 52) | TWO_52.to_bits()) - (TWO_52 + 1023.0);
    (k, f64::from_bits((bits & MANTISSA).wrapping_add(least)))
}

/// Half of `LN`.
const HALF_LN: [f64; LN.len()] = {
    let (mut half, mut i) = (LN, 0);
    while i < half.len() {
        half[i] *= 0.5;
        i += 1;
    }
    half
};

/// f - ln(1 + f), which is s (f - z L(z)); `d` is 2 + f.
#[inline(always)]
fn series<C: Contract>(f: f64, d: f64) -> f64 {
    let s = f / d;
    let z = s * s;
    s * nmad::<C>(z, poly::<C, _>(z, &LN), f)
}

/// ln(1 + f); `d` is 2 + f.
#[inline(always)]
fn short_series<C: Contract>(f: f64, d: f64) -> f64 {
    f - series::<C>(f, d)
}

/// k ln 2 + ln(m). The division waits for m + 1 only, not for f.
#[inline(always)]
fn natural<C: Contract>(k: f64, m: f64) -> f64 {
    let (f, d) = (m - 1.0, m + 1.0);
    if C::SHORT {
        return mad::<C>(k, std::f64::consts::LN_2, short_series::<C>(f, d));
    }
    // Nothing is left of a sum with minus zero.
    compensated::<C>(k, f, d, -0.0)
}

/// k ln 2 + ln(1 + f) + rest; `d` is 2 + f. The series is in two parts, of which only the smaller waits for the
/// polynomial. Where k is not zero, what k ln 2 is added to has been rounded, but to a quarter of a unit of the result at
/// most, or else the last sum is exact: it needs no correction.
#[inline(always)]
fn compensated<C: Contract>(k: f64, f: f64, d: f64, rest: f64) -> f64 {
    let s = f / d;
    let z = s * s;
    let small = s * z * poly::<C, _>(z, &LN);
    let large = nmad::<C>(s, f, mad::<C>(k, LN2_2, rest));
    // The product is exact here.
    mad::<C>(k, LN2_1, f + (large + small))
}

/// k ln 2 + ln(1 + f), without compensation.
#[inline(always)]
pub(super) fn short_natural<C: Contract>(k: f64, f: f64) -> f64 {
    mad::<C>(k, std::f64::consts::LN_2, short_series::<C>(f, 2.0 + f))
}

/// k ln 2 + ln(1 + f) + rest.
#[inline(always)]
pub(super) fn natural_and_rest<C: Contract>(k: f64, f: f64, rest: f64) -> f64 {
    compensated::<C>(k, f, 2.0 + f, rest)
}

/// The values at zero, below zero, at infinity and of NaN. Each is made by one operation or two: a selection
/// takes three on SSE2.
#[inline(always)]
fn finish<C: Contract>(x: f64, y: f64) -> f64 {
    if C::NEAR {
        return y;
    }
    // Infinite or NaN as x is, else below the logarithm.
    let least = x - f64::MAX;
    let least = if C::NNAN { least } else { f64::from_bits(pick(x < 0.0, !0, least.to_bits())) };
    let y = if C::NNAN & C::NINF { y } else { pick(y > least, y, least) };
    if C::NINF { y } else { y - pick(x <= 0.0, f64::INFINITY, 0.0) }
}

#[inline(always)]
pub fn ln<C: Contract>(x: f64) -> f64 {
    let (k, m) = split::<C>(x);
    finish::<C>(x, natural::<C>(k, m))
}

/// Half of sqrt(1/2).
const HALF_SQRT_HALF: u64 = SQRT_HALF - (1 << 52);

/// ln(m) times (scale_hi + scale_lo) plus `rest`; `half` is m / 2. What this is added to needs no correction either.
#[inline(always)]
fn scaled<C: Contract>(half: f64, scale: (f64, f64), rest: f64) -> f64 {
    // With g = f/2: 2 (g - g^2 + s (g^2 + z L(z) / 2)): one operation more than in `series`, but the error of s counts a third.
    let g = half - 0.5;
    let s = g / (half + 0.5);
    let z = s * s;
    let square = g * g;
    let tail = s * mad::<C>(z, poly::<C, _>(z, &HALF_LN), square);
    // A head of 26 bits, and what it leaves of half of the logarithm.
    let hi = head(g - square);
    let lo = ((g - hi) - square) + tail;
    let low = mad::<C>(lo, 2.0 * (scale.0 + scale.1), mad::<C>(hi, 2.0 * scale.1, rest));
    mad::<C>(hi, 2.0 * scale.0, low)
}

#[inline(always)]
pub fn log2<C: Contract>(x: f64) -> f64 {
    if C::SHORT {
        let (k, m) = split::<C>(x);
        return finish::<C>(x, mad::<C>(short_series::<C>(m - 1.0, m + 1.0), std::f64::consts::LOG2_E, k));
    }
    let (k, half) = split_from::<C>(x, HALF_SQRT_HALF);
    finish::<C>(x, k + scaled::<C>(half, (LOG2_E_1, LOG2_E_2), -0.0))
}

#[inline(always)]
pub fn log10<C: Contract>(x: f64) -> f64 {
    if C::SHORT {
        let (k, m) = split::<C>(x);
        let whole = k * std::f64::consts::LOG10_2;
        return finish::<C>(
            x,
            mad::<C>(short_series::<C>(m - 1.0, m + 1.0), std::f64::consts::LOG10_E, whole),
        );
    }
    let (k, half) = split_from::<C>(x, HALF_SQRT_HALF);
    let log = scaled::<C>(half, (LOG10_E_1, LOG10_E_2), k * LOG10_2_2);
    finish::<C>(x, mad::<C>(k, LOG10_2_1, log))
}

/// ln(1 + x + rest) for x > -1 and a rest that is tiny beside x.
#[inline(always)]
pub(super) fn ln_1p_pair<C: Contract>(x: f64, rest: f64) -> f64 {
    let (u, c) = two_sum(1.0, x);
    let (k, m) = split_normal(u);
    // Where nothing was shifted out, x itself is f.
    let near = k == 0.0;
    let f = pick(near, x, m - 1.0);
    let lost = pick(near, 0.0, c) + rest;
    // By any greater divisor it is of no account.
    natural_and_rest::<C>(k, f, lost * rough_inverse(pick(u > HUGE, HUGE, u)))
}

/// 2^1000
const HUGE: f64 = f64::from_bits((1023 + 1000) << 52);

/// ln(x + rest) for x from 1 on and a rest that is less than its last place.
#[inline(always)]
pub(super) fn ln_pair<C: Contract>(x: f64, rest: f64) -> f64 {
    let (k, m) = split_normal(x);
    // The bits of x are those of m, and k in the exponent. By any greater divisor the rest is of no account.
    let divisor = if C::NEAR { x } else { pick(x > HUGE, HUGE, x) };
    let power_of_minus_k = f64::from_bits(m.to_bits().wrapping_add(ONE).wrapping_sub(divisor.to_bits()));
    let f = m - 1.0;
    // Over 1 + f to a tenth, and the nearer the less f: below 2 the rest may be much beside the logarithm.
    let rest = rest * power_of_minus_k * nmad::<C>(0.85, f, 1.0);
    compensated::<C>(k, f, m + 1.0, rest)
}

/// ln(1 + x), where what the sum loses counts for less than 2 ULP: the logarithm is then at least 1/3.
#[inline(always)]
fn short_ln_1p<C: Contract>(x: f64) -> f64 {
    let (k, m) = split_normal(1.0 + x);
    let f = pick(k == 0.0, x, m - 1.0);
    short_natural::<C>(k, f)
}

#[inline(always)]
pub fn ln_1p<C: Contract>(x: f64) -> f64 {
    let y = if C::SHORT { short_ln_1p::<C>(x) } else { ln_1p_pair::<C>(x, 0.0) };
    if C::NEAR {
        // Zero is no rare argument here.
        return pick(x == 0.0, x, y);
    }
    let y = pick(x < f64::INFINITY, y, x);
    let y = pick(x < -1.0, f64::NAN, y);
    let y = pick(x == -1.0, f64::NEG_INFINITY, y);
    // The sum with zero has lost the sign of a negative zero.
    pick(x == 0.0, x, y)
}
