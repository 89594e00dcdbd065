//! The error function and its complement.
//!
//! erf(x) = x (1 + E(x^2)) up to 1, for the complement up to 1/2; beyond, with a = |x|, (1 + 2a) e^(a^2) erfc(a) is a
//! polynomial in (a - c) / (a + c) (M. M. Shepherd and J. G. Laframboise 1981).

use super::constants::*;
use super::exp::{self, Reduced, clamp};
use super::hyperbolic::copy_sign;
use super::pick;
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{fast_two_sum, square, two_product, two_sum};

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
    // Up to 1/2 the complement of the odd series.
    let near = mad::<C>(x, poly::<C, _>(x * x, &ERF), x);
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
    let (den, den_rest) = two_sum(1.0, 2.0 * a);
    let inverse = 1.0 / den;
    let q = p * inverse;
    let (product, product_rest) = two_product::<C>(q, den);
    let remainder = (p - product) - product_rest;
    let q_rest = nmad::<C>(q, den_rest, remainder + (p_rest + ERFC_0_2)) * inverse;
    let (y, y_rest) = two_product::<C>(m, q);
    let y = exp::scale(y + mad::<C>(m, q_rest, mad::<C>(m_rest, q, y_rest)), e.t);
    let large = pick(x < 0.0, 2.0 - y, y);
    pick(x.abs() < 0.5, small, large)
}

/// As `erf`; (a + 2) e^(a^2) erfc(a) is the polynomial, so that one division gives its argument and the quotient. The
/// complement is small beside one: the rest of the square does not count.
#[inline(always)]
fn short_erf<C: Contract>(a: f64, x: f64) -> f64 {
    let small = mad::<C>(a, poly::<C, _>(a * a, &ERF_SHORT), a);
    let b = pick(a > 6.1, 6.1, a);
    let t = 1.0 / (b + 2.0);
    let p = t * poly::<C, _>((b - 2.0) * t, &ERFC_MIDDLE_SHORT);
    let large = 1.0 - exp::short_of_negative::<C>(p, -b * b);
    copy_sign(pick(a < 0.9, small, large), x)
}
