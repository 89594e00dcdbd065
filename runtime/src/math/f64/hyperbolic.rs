//! Hyperbolic functions and their inverses.

use super::constants::*;
use super::exp::{self, clamp};
use super::log::{ln_1p_pair, ln_pair, short_natural, split_normal};
use super::{MAGIC, ONE, SIGN, TWO_52, pick, rough_inverse};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{fast_two_sum, two_sum};

/// 2^60: from here on neither 1 + x^2 nor x - 1 nor 1 / x counts.
const HUGE: f64 = 1152921504606846976.0;

/// |y| with the sign of x.
#[inline(always)]
pub(super) fn copy_sign(y: f64, x: f64) -> f64 {
    f64::from_bits((y.to_bits() & !SIGN) | (x.to_bits() & SIGN))
}

/// e^a / 4, which does not overflow before half of the sum does.
#[inline(always)]
fn quarter_exp<C: Contract>(a: f64) -> f64 {
    let (t, e) = exp::short_minus_one::<C>(pick(a > 710.6, 710.6, a), MAGIC + 1021.0);
    let power = f64::from_bits(t.to_bits() << 52);
    mad::<C>(power, e, power)
}

/// From 1 on (e^a - e^-a) / 2, below the odd series.
#[inline(always)]
pub fn sinh<C: Contract>(x: f64) -> f64 {
    let a = x.abs();
    let z = x * x;
    let small = mad::<C>(a * z, poly::<C, _>(z, &SINH), a);
    let quarter = quarter_exp::<C>(a);
    let y = quarter - 0.0625 / quarter;
    copy_sign(pick(a < 1.0, small, y + y), x)
}

/// (e^x + e^-x) / 2
#[inline(always)]
pub fn cosh<C: Contract>(x: f64) -> f64 {
    let quarter = quarter_exp::<C>(x.abs());
    let y = quarter + 0.0625 / quarter;
    y + y
}

/// With E = e^(2|x|) - 1: E / (E + 2).
#[inline(always)]
pub fn tanh<C: Contract>(x: f64) -> f64 {
    let e = exp::reduce::<C>(clamp(2.0 * x.abs(), 0.0, 44.0), 0.0);
    let (sum, rest) = e.minus_one();
    let (num, num_rest) = (exp::scale(sum, e.t), exp::scale(rest, e.t));
    let (den, den_rest) = two_sum(num, 2.0);
    let q = num / den;
    if C::SHORT {
        return copy_sign(q, x);
    }
    let remainder = nmad::<C>(q, den_rest + num_rest, num_rest);
    copy_sign(mad::<C>(remainder, rough_inverse(den), q), x)
}

/// ln(1 + y), or for a huge x ln(2x), without what the sum loses.
#[inline(always)]
fn short_sum<C: Contract>(y: f64, huge: bool, x: f64) -> f64 {
    let (k, m) = split_normal(pick(huge, x, 1.0 + y));
    let f = pick(k == 0.0, y, m - 1.0);
    short_natural::<C>(k + pick(huge, 1.0, 0.0), f)
}

/// ln(1 + a + a^2 / (1 + sqrt(1 + a^2))); ln(2a) from 2^60 on.
#[inline(always)]
pub fn asinh<C: Contract>(x: f64) -> f64 {
    let a = x.abs();
    let huge = a > HUGE;
    let b = pick(huge, 1.0, a);
    let square = b * b;
    let root = mad::<C>(b, b, 1.0).sqrt();
    if C::SHORT {
        let y = short_sum::<C>(b + square / (1.0 + root), huge, a);
        return copy_sign(pick(a < f64::INFINITY, y, a), x);
    }
    let (y, rest) = fast_two_sum(b, square / (1.0 + root));
    let y = ln_1p_pair::<C>(pick(huge, a, y), pick(huge, 0.0, rest));
    let y = pick(huge, y + std::f64::consts::LN_2, y);
    copy_sign(pick(a < f64::INFINITY, y, a), x)
}

/// With t = x - 1: ln(x + sqrt(2t + t^2)); ln(2x) from 2^60 on.
#[inline(always)]
pub fn acosh<C: Contract>(x: f64) -> f64 {
    let huge = !C::NEAR & (x > HUGE);
    let t = pick(huge, 1.0, x) - 1.0;
    let root = mad::<C>(t, t, 2.0 * t).sqrt();
    if C::SHORT {
        let y = short_sum::<C>(root + t, huge, x);
        if C::NEAR {
            return y;
        }
        let y = pick(x < f64::INFINITY, y, x);
        return pick(x < 1.0, f64::NAN, y);
    }
    let (y, rest) = fast_two_sum(x, root);
    let y = ln_pair::<C>(y, rest);
    if C::NEAR {
        return y;
    }
    let y = pick(huge, y + std::f64::consts::LN_2, y);
    let y = pick(x < f64::INFINITY, y, x);
    pick(x < 1.0, f64::NAN, y)
}

/// (1 + x) / (1 - x) = 2^k (1 + s) / (1 - s), so the value is k ln 2 / 2 + atanh(s); s = x for k = 0.
#[inline(always)]
pub fn atanh<C: Contract>(x: f64) -> f64 {
    let a = x.abs();
    let (p, p_rest) = fast_two_sum(1.0, a);
    let (m, m_rest) = fast_two_sum(1.0, -a);
    // The exponent of the quotient, by a difference of bit patterns: good to 0.09. Cut at 5/8, so that k = 0 where
    // k ln 2 / 2 would cancel most of atanh(s).
    let bits = p.to_bits().wrapping_sub(m.to_bits()).wrapping_add(ONE + (3 << 49));
    let k = f64::from_bits((bits >> 52) | TWO_52.to_bits()) - (TWO_52 + 1023.0);
    let power = f64::from_bits(bits & !((1 << 52) - 1));
    let s = ((p - power * m) + (p_rest - power * m_rest)) / (p + power * m);
    let s = pick(k == 0.0, a, s);
    let z = s * s;
    let tail = mad::<C>(s * z, poly::<C, _>(z, &ATANH), k * (0.5 * LN2_2));
    let (sum, rest) = fast_two_sum(k * (0.5 * LN2_1), s);
    let y = sum + (rest + tail);
    let y = pick(a < 1.0, y, f64::NAN);
    copy_sign(pick(a == 1.0, f64::INFINITY, y), x)
}
