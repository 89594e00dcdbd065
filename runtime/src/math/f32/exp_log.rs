//! Exponentials, logarithms, powers and hyperbolic functions of an `f32`, computed in `f64`.
//!
//! The methods are those of the files of the same name in `f64/`, without their compensation.

use super::constants::*;
use super::{pick, short, single};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::f64::constants::{LN2_1, LN2_2};
use std::f64::consts::{LN_2, LOG2_E};

/// 1.5 * 2^52 and the exponent's bias: adding it leaves the nearest integer, biased, in the low bits of the sum.
const MAGIC_EXPONENT: f64 = 6755399441055744.0 + 1023.0;
const TWO_23: f32 = 8388608.0;
/// 2^60
const HUGE: f32 = 1152921504606846976.0;
const TWO_52: f64 = 4503599627370496.0;
const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
const MANTISSA: u64 = (1 << 52) - 1;

#[inline(always)]
pub(super) fn copy_sign(y: f64, x: f32) -> f32 {
    f32::from_bits((y as f32).to_bits() & !(1 << 31) | (x.to_bits() & (1 << 31)))
}

#[inline(always)]
pub(super) fn clamp(x: f64, lo: f64, hi: f64) -> f64 {
    let x = pick(x > hi, hi, x);
    pick(x < lo, lo, x)
}

/// 2^k for t = k + MAGIC_EXPONENT: any exponent of an `f32` result is one of a normal `f64`.
#[inline(always)]
fn power(t: f64) -> f64 {
    f64::from_bits(t.to_bits() << 52)
}

/// 2^k and e^r - 1 for x = k ln 2 + r.
#[inline(always)]
fn reduce<C: Contract>(x: f64) -> (f64, f64) {
    let t = mad::<C>(x, LOG2_E, MAGIC_EXPONENT);
    let k = t - MAGIC_EXPONENT;
    let r = nmad::<C>(k, LN2_2, nmad::<C>(k, LN2_1, x));
    (power(t), mad::<C>(r * r, poly::<C, _>(r, &EXP), r))
}

/// e^x
#[inline(always)]
pub(super) fn exp_of<C: Contract>(x: f64) -> f64 {
    let (power, e) = reduce::<C>(x);
    mad::<C>(power, e, power)
}

/// 2^x
#[inline(always)]
fn exp2_of<C: Contract>(x: f64) -> f64 {
    let t = x + MAGIC_EXPONENT;
    let r = x - (t - MAGIC_EXPONENT);
    let power = power(t);
    mad::<C>(power * r, poly::<C, _>(r, &EXP2), power)
}

/// x as k and 1 + f, for a positive normal x.
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    let bits = x.to_bits().wrapping_add(1.0f64.to_bits() - SQRT_HALF);
    let k = f64::from_bits((bits >> 52) | TWO_52.to_bits()) - (TWO_52 + 1023.0);
    (k, f64::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)))
}

/// ln(1 + f) for 1 + f between sqrt(1/2) and sqrt(2).
#[inline(always)]
fn series<C: Contract>(f: f64) -> f64 {
    let s = f / (2.0 + f);
    let z = s * s;
    mad::<C>(s * z, poly::<C, _>(z, &LN), s + s)
}

/// ln(1 + x) for x > -1.
#[inline(always)]
fn ln_1p_of<C: Contract>(x: f64) -> f64 {
    let (k, m) = split(1.0 + x);
    mad::<C>(k, LN_2, series::<C>(pick(k == 0.0, x, m - 1.0)))
}

#[inline(always)]
pub fn exp_m1<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::exp_m1::<C>(x);
    }
    let (power, e) = reduce::<C>(clamp(x.into(), -40.0, 90.0));
    copy_sign(mad::<C>(power, e, power - 1.0), x)
}

#[inline(always)]
pub fn ln_1p<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::ln_1p::<C>(x);
    }
    let y = ln_1p_of::<C>(x.into()) as f32;
    if C::NEAR {
        // Zero is no rare argument here.
        return pick(x == 0.0, x, y);
    }
    let y = pick(x < f32::INFINITY, y, x);
    let y = pick(x < -1.0, f32::NAN, y);
    let y = pick(x == -1.0, f32::NEG_INFINITY, y);
    pick(x == 0.0, x, y)
}

#[inline(always)]
pub fn sinh<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::sinh::<C>(x);
    }
    let a = f64::from(x.abs());
    let e = exp_of::<C>(clamp(a, 0.0, 90.0));
    let z = a * a;
    let small = mad::<C>(a * z, poly::<C, _>(z, &SINH), a);
    copy_sign(pick(a < 1.0, small, 0.5 * (e - 1.0 / e)), x)
}

#[inline(always)]
pub fn cosh<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::cosh::<C>(x);
    }
    let e = exp_of::<C>(clamp(x.abs().into(), 0.0, 90.0));
    (0.5 * (e + 1.0 / e)) as f32
}

#[inline(always)]
pub fn tanh<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::tanh::<C>(x);
    }
    let (power, e) = reduce::<C>(clamp(2.0 * f64::from(x.abs()), 0.0, 40.0));
    let e = mad::<C>(power, e, power - 1.0);
    copy_sign(e / (e + 2.0), x)
}

#[inline(always)]
pub fn asinh<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::asinh::<C>(x);
    }
    let a = f64::from(x.abs());
    let y = ln_1p_of::<C>(a + a * a / (1.0 + mad::<C>(a, a, 1.0).sqrt()));
    copy_sign(pick(a < f64::INFINITY, y, a), x)
}

/// ln(x + sqrt(x^2 - 1)): near 1, of an `f32`, the difference is exact. Its root in single precision is off by half a unit,
/// the sum by no more; a root in `f64` would take most of the time.
#[inline(always)]
pub fn acosh<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::acosh::<C>(x);
    }
    let a = f64::from(x);
    let square = mad::<C>(a, a, -1.0);
    // From 2^60 on the root is the argument, whose square may be none of an `f32`.
    let huge = !C::NEAR & (x > HUGE);
    let root = (pick(huge, 1.0, square) as f32).sqrt();
    let (k, m) = split(a + f64::from(pick(huge, x, root)));
    let y = mad::<C>(k, LN_2, series::<C>(m - 1.0)) as f32;
    if C::NEAR {
        return y;
    }
    let y = pick(x < f32::INFINITY, y, x);
    pick(x < 1.0, f32::NAN, y)
}

#[inline(always)]
pub fn atanh<C: Contract>(x: f32) -> f32 {
    if C::SHORT {
        return short::atanh::<C>(x);
    }
    let a = f64::from(x.abs());
    let y = 0.5 * ln_1p_of::<C>(2.0 * a / (1.0 - a));
    let y = pick(a < 1.0, y, f64::NAN);
    copy_sign(pick(a == 1.0, f64::INFINITY, y), x)
}

/// log2 of x >= 0, infinite at zero and infinity.
#[inline(always)]
fn log2_of<C: Contract>(x: f32) -> f64 {
    // Exact in single precision, in half of the operations.
    let (k, f) = single::split::<C>(x);
    let f = f64::from(f);
    let s = f / (2.0 + f);
    let log = mad::<C>(s, poly::<C, _>(s * s, &LOG2), k.into());
    if C::NEAR {
        return log;
    }
    // Infinite or NaN as x is, else below the logarithm; in one operation each.
    let least = f64::from(x) - f64::from(f32::MAX);
    let log = pick(log > least, log, least);
    log - pick(x == 0.0, f64::INFINITY, 0.0)
}

/// |x|^y as 2^(y log2 |x|), for a y that is finite or NaN.
#[inline(always)]
fn magnitude<C: Contract>(x: f32, y: f64) -> f32 {
    exp2_of::<C>(clamp(y * log2_of::<C>(x.abs()), -160.0, 130.0)) as f32
}

#[inline(always)]
pub fn powf<C: Contract>(x: f32, y: f32) -> f32 {
    // From here on the result is zero, one or infinite; an infinite y would make NaN of a product with zero.
    const HUGE: f32 = 1e18;
    if C::NEAR {
        return exp2_of::<C>(f64::from(y) * log2_of::<C>(x)) as f32;
    }
    let cut = pick(y > HUGE, HUGE, y);
    let cut = pick(cut < -HUGE, -HUGE, cut);
    let power = magnitude::<C>(x, cut.into());
    let ay = y.abs();
    // Below 2^23 the sum's last bit is the parity; from there to 2^24 that of y itself; beyond, y is even.
    let shifted = ay + TWO_23;
    let (inside, between) = (ay < TWO_23, ay < 2.0 * TWO_23);
    let whole = !inside | (shifted - TWO_23 == ay);
    let last = pick(inside, shifted, ay).to_bits() << 31;
    let sign = pick(whole & between, last & x.to_bits(), 0);
    let power = f32::from_bits(power.to_bits() ^ sign);
    let power = pick((x < 0.0) & !whole & (x > f32::NEG_INFINITY), f32::NAN, power);
    pick((y == 0.0) | (x == 1.0), 1.0, power)
}

/// Products for exponents from 0 to 6 (those that std makes), in `f64` from -32 to 32, else [`powf`]. See `f64/power.rs`.
#[inline(always)]
pub fn powi<C: Contract>(x: f32, n: i32) -> f32 {
    let n = if C::NEAR { n.clamp(-13, 13) } else { n };
    if (0..=6).contains(&n) {
        let square = x * x;
        let y = pick(n & 1 == 1, x, 1.0);
        let y = pick(n & 2 == 2, y * square, y);
        return pick(n & 4 == 4, y * (square * square), y);
    }
    let m = n.unsigned_abs();
    if m > 32 {
        let power = magnitude::<C>(x, n.into());
        let sign = pick(n & 1 == 1, x.to_bits() & (1 << 31), 0);
        return f32::from_bits(power.to_bits() ^ sign);
    }
    let base = f64::from(x);
    let square = base * base;
    let fourth = square * square;
    let eighth = fourth * fourth;
    let sixteenth = eighth * eighth;
    let y = pick(m & 1 == 1, base, 1.0);
    let y = pick(m & 2 == 2, y * square, y);
    let y = pick(m & 4 == 4, y * fourth, y);
    let y = pick(m & 8 == 8, y * eighth, y);
    let y = pick(m & 16 == 16, y * sixteenth, y);
    let y = pick(m & 32 == 32, sixteenth * sixteenth, y);
    (if n < 0 { 1.0 / y } else { y }) as f32
}
