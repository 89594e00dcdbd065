//! Functions on `f32` under `fastmath(afn)`, in single precision throughout: at most 4 ULP, at twice the speed of
//! those that compute in `f64`. The methods are those of the files of the same name in `f64/`.

use super::constants::*;
use super::pick;
use super::single::{clamp, reduce, scale, short_series, split_normal};
use crate::math::contract::{Contract, mad32, nmad32, poly32};
use std::f32::consts::{FRAC_PI_2, LN_2, PI};

/// 1.5 * 2^23: adding it leaves the nearest integer in the low bits of the sum.
const MAGIC: f32 = 12582912.0;
const SIGN: u32 = 1 << 31;
const MANTISSA: u32 = (1 << 23) - 1;

#[inline(always)]
fn copy_sign(y: f32, x: f32) -> f32 {
    f32::from_bits((y.to_bits() & !SIGN) | (x.to_bits() & SIGN))
}

/// 2^k - 1 + 2^k (e^r - 1), with the difference first: it is exact.
#[inline(always)]
pub fn exp_m1<C: Contract>(x: f32) -> f32 {
    let (t, e) = reduce::<C>(clamp(x, -18.0, 89.0));
    // From k = 30 on, 2^-30 is as good.
    let cut = pick(t > MAGIC + 30.0, MAGIC + 30.0, t);
    let inverse = f32::from_bits(127u32.wrapping_sub(cut.to_bits()) << 23);
    copy_sign(scale((1.0 - inverse) + e, t), x)
}

/// A quarter of e^a for a positive a: one power of two does for all.
#[inline(always)]
fn quarter_exp<C: Contract>(a: f32) -> f32 {
    let (t, e) = reduce::<C>(pick(a > 89.5, 89.5, a));
    let power = f32::from_bits(t.to_bits().wrapping_add(127 - 2) << 23);
    mad32::<C>(power, e, power)
}

#[inline(always)]
pub fn sinh<C: Contract>(x: f32) -> f32 {
    let a = x.abs();
    let e = quarter_exp::<C>(a);
    let z = a * a;
    let small = mad32::<C>(a * z, poly32::<C, _>(z, &SINH_SINGLE), a);
    let y = e - 0.0625 / e;
    copy_sign(pick(a < 1.0, small, y + y), x)
}

#[inline(always)]
pub fn cosh<C: Contract>(x: f32) -> f32 {
    let e = quarter_exp::<C>(x.abs());
    let y = e + 0.0625 / e;
    y + y
}

#[inline(always)]
pub fn tanh<C: Contract>(x: f32) -> f32 {
    let (t, e) = reduce::<C>(clamp(2.0 * x.abs(), 0.0, 20.0));
    let power = f32::from_bits(127u32.wrapping_add(t.to_bits()) << 23);
    let e = mad32::<C>(power, e, power - 1.0);
    copy_sign(e / (e + 2.0), x)
}

/// ln(1 + x), where what the sum loses counts for less than 2 ULP: the logarithm is then at least 1/3.
#[inline(always)]
pub fn ln_1p<C: Contract>(x: f32) -> f32 {
    let (k, f) = split_normal(1.0 + x);
    let y = mad32::<C>(k, LN_2, short_series::<C>(pick(k == 0.0, x, f)));
    if C::NEAR {
        return pick(x == 0.0, x, y);
    }
    let y = pick(x < f32::INFINITY, y, x);
    let y = pick(x < -1.0, f32::NAN, y);
    let y = pick(x == -1.0, f32::NEG_INFINITY, y);
    pick(x == 0.0, x, y)
}

/// An odd series up to 1, then ln(a + sqrt(a^2 + 1)); ln(2a) from 2^30 on.
#[inline(always)]
pub fn asinh<C: Contract>(x: f32) -> f32 {
    const HUGE: f32 = 1073741824.0;
    let a = x.abs();
    let z = a * a;
    let small = mad32::<C>(a * z, poly32::<C, _>(z, &ASINH_SINGLE), a);
    let huge = a > HUGE;
    let (k, f) = split_normal(pick(huge, a, a + (z + 1.0).sqrt()));
    let large = mad32::<C>(k + pick(huge, 1.0, 0.0), LN_2, short_series::<C>(f));
    let y = pick(a < 1.0, small, large);
    copy_sign(pick(a < f32::INFINITY, y, a), x)
}

/// With t = x - 1: ln(1 + t + sqrt(2t + t^2)); ln(2x) from 2^30 on.
#[inline(always)]
pub fn acosh<C: Contract>(x: f32) -> f32 {
    const HUGE: f32 = 1073741824.0;
    let huge = !C::NEAR & (x > HUGE);
    let t = pick(huge, 1.0, x) - 1.0;
    let y = t + mad32::<C>(t, t, t + t).sqrt();
    let (k, f) = split_normal(pick(huge, x, 1.0 + y));
    let f = pick(k == 0.0, y, f);
    let y = mad32::<C>(k + pick(huge, 1.0, 0.0), LN_2, short_series::<C>(f));
    if C::NEAR {
        return y;
    }
    let y = pick(x < f32::INFINITY, y, x);
    pick(x < 1.0, f32::NAN, y)
}

/// (1 + x) / (1 - x) = 2^k (1 + s) / (1 - s), so the value is k ln 2 / 2 + atanh(s); s = x for k = 0. See
/// `f64/hyperbolic.rs`.
#[inline(always)]
pub fn atanh<C: Contract>(x: f32) -> f32 {
    const TWO_23: f32 = 8388608.0;
    let a = x.abs();
    let (p, m) = (1.0 + a, 1.0 - a);
    let (p_rest, m_rest) = (a - (p - 1.0), (1.0 - m) - a);
    let bits = p.to_bits().wrapping_sub(m.to_bits()).wrapping_add(1.0f32.to_bits() + (3 << 20));
    let k = f32::from_bits((bits >> 23) | TWO_23.to_bits()) - (TWO_23 + 127.0);
    let power = f32::from_bits(bits & !MANTISSA);
    let rest = nmad32::<C>(power, m_rest, p_rest);
    let s = (nmad32::<C>(power, m, p) + rest) / mad32::<C>(power, m, p);
    let s = pick(k == 0.0, a, s);
    let z = s * s;
    let y = mad32::<C>(k, 0.5 * LN_2, mad32::<C>(s * z, poly32::<C, _>(z, &ATANH_SINGLE), s));
    let y = pick(a < 1.0, y, f32::NAN);
    copy_sign(pick(a == 1.0, f32::INFINITY, y), x)
}

/// Whether |x| <= 1/2, and asin(w) for w = |x| or, above 1/2, for w = sqrt((1 - |x|) / 2).
#[inline(always)]
fn asin_parts<C: Contract>(a: f32) -> (bool, f32) {
    let small = a <= 0.5;
    let z = pick(small, a * a, nmad32::<C>(0.5, a, 0.5));
    let w = pick(small, a, z.sqrt());
    (small, mad32::<C>(w * z, poly32::<C, _>(z, &ASIN_SINGLE), w))
}

#[inline(always)]
pub fn asin<C: Contract>(x: f32) -> f32 {
    let (small, y) = asin_parts::<C>(x.abs());
    copy_sign(pick(small, y, nmad32::<C>(2.0, y, FRAC_PI_2)), x)
}

#[inline(always)]
pub fn acos<C: Contract>(x: f32) -> f32 {
    let (small, y) = asin_parts::<C>(x.abs());
    let negative = x < 0.0;
    let base = pick(small, FRAC_PI_2, pick(negative, PI, 0.0));
    let y = pick(small, y, 2.0 * y);
    base + pick(small ^ negative, -y, y)
}

/// atan(u / v) for 0 <= u <= v or, for swapped arguments, pi/2 minus that.
#[inline(always)]
fn angle<C: Contract>(u: f32, v: f32, swapped: bool) -> f32 {
    let t = u / v;
    let z = t * t;
    let y = mad32::<C>(t * z, poly32::<C, _>(z, &ATAN_SINGLE), t);
    pick(swapped, FRAC_PI_2 - y, y)
}

#[inline(always)]
pub fn atan<C: Contract>(x: f32) -> f32 {
    let a = x.abs();
    let swapped = a > 1.0;
    copy_sign(angle::<C>(pick(swapped, 1.0, a), pick(swapped, a, 1.0), swapped), x)
}

#[inline(always)]
pub fn atan2<C: Contract>(y: f32, x: f32) -> f32 {
    let (ay, ax) = (y.abs(), x.abs());
    let swapped = ay > ax;
    let (u, v) = (pick(swapped, ax, ay), pick(swapped, ay, ax));
    // The angles at infinity and zero are those of (1, 1), (0, 1).
    let infinite = v == f32::INFINITY;
    let u = pick(infinite, pick(u == f32::INFINITY, 1.0, 0.0), u);
    let v = pick(infinite | (v == 0.0), 1.0, v);
    let a = angle::<C>(u, v, swapped);
    // pi minus the angle in the left half plane.
    let left = x.to_bits() & SIGN != 0;
    let a = pick(left, PI - a, a);
    copy_sign(pick((x.is_nan()) | (y.is_nan()), f32::NAN, a), y)
}

/// The quarter turns are counted in single precision, and the remainder comes from fused products: only for an
/// |x| up to 1.6 million, and only where the contract fuses.
#[inline(always)]
pub fn tan_near<C: Contract>(x: f32) -> f32 {
    let a = x.abs();
    let t = mad32::<C>(a, std::f32::consts::FRAC_2_PI, MAGIC);
    let n = t - MAGIC;
    let r = nmad32::<C>(n, 0.5 * PI_3, nmad32::<C>(n, 0.5 * PI_2, nmad32::<C>(n, 0.5 * PI_1, a)));
    let z = r * r;
    let s = mad32::<C>(r * z, poly32::<C, _>(z, &SIN_QUARTER_SINGLE), r);
    let c = mad32::<C>(z * z, poly32::<C, _>(z, &COS_QUARTER_SINGLE), nmad32::<C>(0.5, z, 1.0));
    let even = t.to_bits() & 1 == 0;
    let y = pick(even, s, c) / pick(even, c, s);
    f32::from_bits(y.to_bits() ^ (t.to_bits() << 31) ^ (x.to_bits() & SIGN))
}

/// See `f64/root.rs`; here 1 - e = t y of the first y is near enough to 1 for a polynomial.
#[inline(always)]
pub fn cbrt<C: Contract>(x: f32) -> f32 {
    const BIAS: u32 = 0x54a1_aafb;
    let a = x.abs();
    let subnormal = a < f32::MIN_POSITIVE;
    // 2^24, whose cube root is 2^8.
    let a = pick(subnormal, a * 16777216.0, a);
    let y = f32::from_bits(BIAS.wrapping_sub((a.to_bits() >> 16) * 0x5555));
    let t = a * y * y;
    let root = t * poly32::<C, _>(nmad32::<C>(t, y, 1.0), &CBRT_SINGLE);
    copy_sign(pick(subnormal, root * (1.0 / 256.0), root), x)
}

/// 2^60 and 2^90.
const LARGE: f32 = f32::from_bits((127 + 60) << 23);
const UP: f32 = f32::from_bits((127 + 90) << 23);

#[inline(always)]
pub fn hypot<C: Contract>(x: f32, y: f32) -> f32 {
    let (ax, ay) = (x.abs(), y.abs());
    let v = pick(ax > ay, ax, ay);
    let (large, small) = (v > LARGE, v < 1.0 / LARGE);
    let scale = pick(large, 1.0 / UP, pick(small, UP, 1.0));
    let back = pick(large, UP, pick(small, 1.0 / UP, 1.0));
    let (u, v) = (ax * scale, ay * scale);
    let root = mad32::<C>(u, u, v * v).sqrt() * back;
    let infinite = (ax == f32::INFINITY) | (ay == f32::INFINITY);
    if C::NINF { root } else { pick(infinite, f32::INFINITY, root) }
}

/// See `short_erf` in `f64/erf.rs`.
#[inline(always)]
pub fn erf<C: Contract>(x: f32) -> f32 {
    let a = x.abs();
    let small = mad32::<C>(a, poly32::<C, _>(a * a, &ERF_SINGLE), a);
    // From 4 on the value is one.
    let b = pick(a > 4.0, 4.0, a);
    let t = 1.0 / (b + 2.0);
    let p = t * poly32::<C, _>((b - 2.0) * t, &ERFC_MIDDLE_SINGLE);
    let (k, e) = reduce::<C>(-(b * b));
    let power = f32::from_bits(k.to_bits().wrapping_add(127) << 23);
    let large = nmad32::<C>(mad32::<C>(p, e, p), power, 1.0);
    copy_sign(pick(a < 1.0, small, large), x)
}

/// See `short_erfc` in `f64/erf.rs`; here one polynomial is good from zero on. Only where the contract fuses.
#[inline(always)]
pub fn erfc<C: Contract>(x: f32) -> f32 {
    const CENTER: f32 = 3.0;
    // One power of two, 2^60 too great, does for all.
    const BIASED: f32 = MAGIC + 127.0 + 60.0;
    const BACK: f32 = f32::from_bits((127 - 60) << 23);
    // From 10.06 on the value is zero.
    let a = x.abs();
    let a = pick(a > 10.1, 10.1, a);
    let den = a + CENTER;
    let t = 1.0 / den;
    let lost = nmad32::<C>(a - (den - CENTER), t, nmad32::<C>(den, t, 1.0));
    let v = nmad32::<C>(2.0 * CENTER, t, 1.0);
    let q = mad32::<C>(v, poly32::<C, _>(v, &ERFC_SINGLE), ERFC_SINGLE_0);
    let p = t * q;
    let p_rest = mad32::<C>(t, q, -p);
    let square = a * a;
    let square_rest = mad32::<C>(a, a, -square);
    // What t has lost counts up to three times.
    let rest = nmad32::<C>(mad32::<C>(7.9, t, 0.6), lost, square_rest);
    let n = nmad32::<C>(square, std::f32::consts::LOG2_E, BIASED);
    let k = n - BIASED;
    let r = nmad32::<C>(k, LN2_HI, -square) + nmad32::<C>(k, LN2_LO, -rest);
    let e = mad32::<C>(r * r, poly32::<C, _>(r, &EXP_SINGLE), r);
    let y = (p + mad32::<C>(p, e, p_rest)) * f32::from_bits(n.to_bits() << 23) * BACK;
    pick(x < 0.0, 2.0 - y, y)
}
