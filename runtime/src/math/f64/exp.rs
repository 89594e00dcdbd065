//! Exponentials: e^x, 2^x, e^x - 1, and the logistic function.
//!
//! With k the integer nearest to x / ln 2 and r = x - k ln 2: e^x = 2^k (1 + r + r^2 P(r)).

use super::constants::*;
use super::{MAGIC, pick};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::fast_two_sum;

/// 2^k (1 + hi + lo) with k an integer and |hi + lo| below 0.42.
#[derive(Clone, Copy)]
pub(super) struct Reduced {
    /// k + MAGIC: k stands in the low bits.
    pub t: f64,
    pub hi: f64,
    pub lo: f64,
}

/// k + MAGIC, and r as a difference of two, for x + rest with a tiny rest and x between -1100 and 1100.
#[inline(always)]
fn split<C: Contract>(x: f64, rest: f64) -> (f64, f64, f64) {
    let t = mad::<C>(x, std::f64::consts::LOG2_E, MAGIC);
    let k = t - MAGIC;
    // The first part has 42 bits: its product with k and the difference are exact.
    let hi = nmad::<C>(k, LN2_1, x);
    (t, hi, mad::<C>(k, LN2_2, -rest))
}

/// e^(x + rest), for a tiny rest and x between -1100 and 1100.
#[inline(always)]
pub(super) fn reduce<C: Contract>(x: f64, rest: f64) -> Reduced {
    let (t, hi, lo) = split::<C>(x, rest);
    let r = hi - lo;
    Reduced { t, hi, lo: mad::<C>(r * r, poly::<C, _>(r, &EXP), -lo) }
}

/// As `reduce`, with r^2/2 apart from the polynomial: where one is taken away the rounding of the polynomial would count.
#[inline(always)]
fn reduce_for_minus_one<C: Contract>(x: f64) -> Reduced {
    let (t, hi, lo) = split::<C>(x, 0.0);
    let r = hi - lo;
    let r2 = r * r;
    Reduced { t, hi, lo: mad::<C>(r2 * r, poly::<C, _>(r, &EXP_M1), mad::<C>(0.5, r2, -lo)) }
}

impl Reduced {
    /// e^(hi + lo) as one value.
    #[inline(always)]
    pub fn significand(self) -> f64 {
        1.0 + (self.hi + self.lo)
    }

    /// 1 + hi + lo as a rounded sum and its error.
    #[inline(always)]
    pub fn pair(self) -> (f64, f64) {
        let (sum, rest) = fast_two_sum(1.0, self.hi);
        fast_two_sum(sum, rest + self.lo)
    }

    /// 1 + hi + lo - 2^-k as a rounded sum and its error: e^x - 1 over 2^k.
    #[inline(always)]
    pub fn minus_one(self) -> (f64, f64) {
        // From k = 60 on, 2^-60 is as good.
        let t = pick(self.t > MAGIC + 60.0, MAGIC + 60.0, self.t);
        let (one, lost) = fast_two_sum(1.0, -f64::from_bits(1023u64.wrapping_sub(t.to_bits()) << 52));
        // Zero for k = 0, else at least 1/2 and so greater than hi.
        let (sum, rest) = fast_two_sum(one, self.hi);
        fast_two_sum(sum, (rest + lost) + self.lo)
    }
}

/// Twice the exponent's bias.
const SCALE_BIAS: f64 = 2.0 * 1023.0;

/// y * 2^k for t = k + MAGIC, as a product of two normal powers: only the last multiplication can overflow or
/// underflow.
#[inline(always)]
pub(super) fn scale(y: f64, t: f64) -> f64 {
    scale_biased(y, f64::from_bits(t.to_bits().wrapping_add(2 * 1023)))
}

/// y * 2^k for t = k + MAGIC, where the product is normal.
#[inline(always)]
fn scale_normal(y: f64, t: f64) -> f64 {
    f64::from_bits(y.to_bits().wrapping_add(t.to_bits() << 52))
}

/// As `scale`, for t = k + MAGIC + SCALE_BIAS.
#[inline(always)]
fn scale_biased(y: f64, t: f64) -> f64 {
    let n = t.to_bits();
    let half = n >> 1;
    y * f64::from_bits(half << 52) * f64::from_bits(n.wrapping_sub(half) << 52)
}

/// x, or the bound that it exceeds: beyond these e^x is infinite or zero already. A NaN passes.
#[inline(always)]
pub(super) fn clamp(x: f64, lo: f64, hi: f64) -> f64 {
    let x = pick(x > hi, hi, x);
    pick(x < lo, lo, x)
}

#[inline(always)]
pub fn exp<C: Contract>(x: f64) -> f64 {
    if C::NEAR {
        let (y, t) = unscaled::<C>(x);
        return scale_normal(y, t);
    }
    // To have underflowed is no overflow, and -1e9 is a usual way to say "nothing": that bound always stays.
    let x = pick(x < -746.0, -746.0, x);
    let (y, t) = unscaled::<C>(if C::NINF { x } else { pick(x > 710.0, 710.0, x) });
    scale(y, t)
}

/// e^x as (y, k + MAGIC), where it is 2^k y.
#[inline(always)]
fn unscaled<C: Contract>(x: f64) -> (f64, f64) {
    if C::SHORT {
        let t = mad::<C>(x, std::f64::consts::LOG2_E, MAGIC);
        let k = t - MAGIC;
        return (short_significand::<C>(nmad::<C>(k, LN2_2, nmad::<C>(k, LN2_1, x))), t);
    }
    let e = reduce::<C>(x, 0.0);
    (e.significand(), e.t)
}

/// e^r, without what a rounded r leaves.
#[inline(always)]
fn short_significand<C: Contract>(r: f64) -> f64 {
    1.0 + mad::<C>(r * r, poly::<C, _>(r, &EXP_SHORT), r)
}

/// With k the integer nearest to x and r = x - k: 2^k (1 + r + r Q(r)), where r is exact and Q small.
#[inline(always)]
pub fn exp2<C: Contract>(x: f64) -> f64 {
    let x = if C::NEAR { x } else { clamp(x, -1076.0, 1025.0) };
    let (t, r) = whole_and_rest::<C>(x);
    if C::SHORT {
        return scale_whole::<C>(mad::<C>(r, poly::<C, _>(r, &EXP2_SHORT), 1.0), t);
    }
    let (sum, rest) = fast_two_sum(1.0, r);
    let q = mad::<C>(r, poly::<C, _>(r, &EXP2), EXP2_0);
    scale_whole::<C>(sum + mad::<C>(r, q, rest), t)
}

/// k and r of x = k + r, the first as `scale_whole` wants it.
#[inline(always)]
fn whole_and_rest<C: Contract>(x: f64) -> (f64, f64) {
    let magic = if C::NEAR { MAGIC } else { MAGIC + SCALE_BIAS };
    let t = x + magic;
    (t, x - (t - magic))
}

#[inline(always)]
fn scale_whole<C: Contract>(y: f64, t: f64) -> f64 {
    if C::NEAR { scale_normal(y, t) } else { scale_biased(y, t) }
}

/// 2^(x + rest) for x between -1100 and 1100 and a rest that is small beside 1.
#[inline(always)]
pub(super) fn exp2_pair<C: Contract>(x: f64, rest: f64) -> f64 {
    let (t, r) = whole_and_rest::<C>(x);
    let (sum, lost) = fast_two_sum(1.0, r);
    // Only Q, which is small, is taken at the rounded sum of r and the rest.
    let r = r + rest;
    let q = mad::<C>(r, poly::<C, _>(r, &EXP2), EXP2_0);
    scale_whole::<C>(sum + mad::<C>(r, q, lost + rest), t)
}

#[inline(always)]
pub fn exp_m1<C: Contract>(x: f64) -> f64 {
    if C::SHORT {
        return short_exp_m1::<C>(x);
    }
    let e = reduce_for_minus_one::<C>(clamp(x, -50.0, 710.0));
    let y = scale(e.minus_one().0, e.t);
    // The sum with zero has lost the sign of a negative zero.
    pick(x == 0.0, x, y)
}

/// 2^k e^r - 1 as 2 (2^(k-1) (e^r - 1) + (2^(k-1) - 1/2)): half of it does not overflow before the result does.
#[inline(always)]
fn short_exp_m1<C: Contract>(x: f64) -> f64 {
    let (t, e) = short_minus_one::<C>(clamp(x, -50.0, 709.9), MAGIC + 1022.0);
    let half = f64::from_bits(t.to_bits() << 52);
    let y = mad::<C>(half, e, half - 0.5);
    // Where the half may be subnormal the value is x; so is the sign of zero.
    pick(x.abs() < f64::EPSILON / 8.0, x, y + y)
}

/// k + `magic`, and e^r - 1 for x = k ln 2 + r.
#[inline(always)]
pub(super) fn short_minus_one<C: Contract>(x: f64, magic: f64) -> (f64, f64) {
    let t = mad::<C>(x, std::f64::consts::LOG2_E, magic);
    let k = t - magic;
    let r = nmad::<C>(k, LN2_2, nmad::<C>(k, LN2_1, x));
    (t, mad::<C>(r * r, poly::<C, _>(r, &EXP), r))
}

/// 1 / (1 + 2^k (1 + q)) for -x = k ln 2 + r and q = e^r - 1: the sum of 1 and 2^k is exact but for the ends, and no
/// exponential is rounded.
#[inline(always)]
pub fn sigmoid<C: Contract>(x: f64) -> f64 {
    // 2^200 too small no power is too great. Beyond 40 the value is one, below -746 zero.
    const ONE: f64 = f64::from_bits((1023 - 200) << 52);
    const BIASED: f64 = MAGIC + 1023.0 - 200.0;
    let x = clamp(x, -746.0, 40.0);
    let t = nmad::<C>(x, std::f64::consts::LOG2_E, BIASED);
    let k = t - BIASED;
    let r = nmad::<C>(k, LN2_2, nmad::<C>(k, LN2_1, -x));
    let power = f64::from_bits(t.to_bits() << 52);
    let sum = ONE + power;
    // From 2^53 on the sum loses the one.
    let linear = if C::SHORT { power * r } else { mad::<C>(power, r, ONE - (sum - power)) };
    ONE / (sum + mad::<C>(power * (r * r), poly::<C, _>(r, &EXP), linear))
}
