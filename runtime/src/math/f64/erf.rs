//! The error function and its complement.
//!
//! erf(x) = x (1 + E(x^2)) up to 1, for the complement up to 1/2; beyond, with a = |x|, (1 + 2a) e^(a^2) erfc(a) is a
//! polynomial in (a - c) / (a + c) (M. M. Shepherd and J. G. Laframboise 1981).

use super::constants::*;
use super::exp::{self, Reduced, clamp};
use super::hyperbolic::copy_sign;
use super::{MAGIC, pick};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{fast_two_sum, remainder, square, two_product};

/// e^-(a^2)
#[inline(always)]
fn gauss<C: Contract>(a: f64) -> Reduced {
    let (hi, lo) = square::<C>(a);
    exp::reduce::<C>(-hi, -lo)
}

#[inline(always)]
pub fn erf<C: Contract>(x: f64) -> f64 {
    let a = x.abs();
    if C::SHORT {
        return short_erf::<C>(a, x);
    }
    let z = a * a;
    let small = mad::<C>(a, poly::<C, _>(z, &ERF), a);
    // From 6.1 on the value is one.
    let b = clamp(a, 1.0, 6.1);
    let e = gauss::<C>(b);
    let p = poly::<C, _>((b - 2.0) / (b + 2.0), &ERFC_MIDDLE);
    let large = 1.0 - exp::scale(e.significand(), e.t) * (p / mad::<C>(2.0, b, 1.0));
    copy_sign(pick(a < 1.0, small, large), x)
}

#[inline(always)]
pub fn erfc<C: Contract>(x: f64) -> f64 {
    if C::SHORT && C::FUSED {
        let y = short_erfc::<C>(x.abs());
        return pick(x < 0.0, 2.0 - y, y);
    }
    // Up to 1/2 the complement of the odd series.
    let near = mad::<C>(x, poly::<C, _>(x * x, &ERF_NEAR), x);
    let small = 1.0 - near;
    let a = clamp(x.abs(), 0.5, 28.0);
    let e = gauss::<C>(a);
    let v = (a - 3.0) / (a + 3.0);
    if C::SHORT {
        let p = mad::<C>(v, poly::<C, _>(v, &ERFC), ERFC_0_1);
        let y = exp::scale(e.significand() * (p / mad::<C>(2.0, a, 1.0)), e.t);
        return pick(x.abs() < 0.5, small, pick(x < 0.0, 2.0 - y, y));
    }
    let (m, m_rest) = e.pair();
    let (p, p_rest) = fast_two_sum(ERFC_0_1, v * poly::<C, _>(v, &ERFC));
    let (den, den_rest) = fast_two_sum(2.0 * a, 1.0);
    let inverse = 1.0 / den;
    let q = p * inverse;
    let left = remainder::<C>(p, q, den);
    let q_rest = nmad::<C>(q, den_rest, left + (p_rest + ERFC_0_2)) * inverse;
    let y = exp::scale(mad::<C>(m, q, mad::<C>(m, q_rest, m_rest * q)), e.t);
    let large = pick(x < 0.0, 2.0 - y, y);
    pick(x.abs() < 0.5, small, large)
}

/// erfc(a), only where the contract fuses: one division gives the polynomial's argument,
/// 1 - 2 c t for t = 1 / (a + c), and the quotient. What the roundings of a^2 and t lose is a part of the result, that
/// of t up to three times of itself: both go into the exponential's argument.
#[inline(always)]
fn short_erfc<C: Contract>(a: f64) -> f64 {
    // One power of two, 2^200 too great, does for all.
    const BIASED: f64 = MAGIC + 1023.0 + 200.0;
    const BACK: f64 = f64::from_bits((1023 - 200) << 52);
    // From 27.23 on the value is zero.
    let a = pick(a > 27.3, 27.3, a);
    let den = a + ERFC_CENTER;
    let t = 1.0 / den;
    let lost = nmad::<C>(a - (den - ERFC_CENTER), t, remainder::<C>(1.0, den, t));
    let v = nmad::<C>(2.0 * ERFC_CENTER, t, 1.0);
    let (p, p_rest) = two_product::<C>(t, mad::<C>(v, poly::<C, _>(v, &ERFC_SHORT), ERFC_SHORT_0));
    let (square, square_rest) = two_product::<C>(a, a);
    let rest = nmad::<C>(mad::<C>(8.6, t, 0.75), lost, square_rest);
    // (p + p_rest) e^-(square + rest).
    let n = nmad::<C>(square, std::f64::consts::LOG2_E, BIASED);
    let k = n - BIASED;
    let r = nmad::<C>(k, LN2_1, -square) + nmad::<C>(k, LN2_2, -rest);
    let e = mad::<C>(r * r, poly::<C, _>(r, &EXP), r);
    (p + mad::<C>(p, e, p_rest)) * f64::from_bits(n.to_bits() << 52) * BACK
}

/// 1 - e^-(a + a P(a)), for ln(erfc(a)) is smooth, and e^r - 1 as right for a small r as the polynomial is for a small a: one
/// formula for all arguments, and no division.
#[inline(always)]
fn short_erf<C: Contract>(a: f64, x: f64) -> f64 {
    // From 5.95 on the value is one.
    let b = pick(a > 5.95, 5.95, a);
    let (t, e) = exp::short_minus_one::<C>(-mad::<C>(b, poly::<C, _>(b, &ERF_SHORT), b), MAGIC + 1023.0);
    let power = f64::from_bits(t.to_bits() << 52);
    copy_sign(nmad::<C>(power, e, 1.0 - power), x)
}
