//! Powers: x^y for floats and for integer exponents.
//!
//! x^y = 2^(y log2 x), with the logarithm to 66 bits: with s = f / (2 + f) and z = s^2,
//! ln(1 + f) = 2/3 s (3 + z + z^2 Q(z)). Products are exact because their factors are heads of at most 26 bits.

use super::constants::*;
use super::exp::{self, clamp};
use super::log::split;
use super::{MAGIC, MANTISSA, SIGN, TWO_52, pick};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{fast_two_sum, head, square};

/// log2 of a positive finite x as a head of 26 bits and a rest.
///
/// The heads depend on s alone; what the polynomial adds (2^-11 of the whole) goes into the rests.
#[inline(always)]
fn log2_pair<C: Contract>(x: f64) -> (f64, f64) {
    let (k, m) = split::<C>(x);
    let f = m - 1.0;
    // s = s_head + s_rest: the remainder of the division by 2 + f = d + d_rest.
    let (d, d_rest) = fast_two_sum(2.0, f);
    let inverse = 1.0 / d;
    let s = f * inverse;
    let z = s * s;
    let tail = z * z * poly::<C, _>(z, &POWER);
    let s_head = head(s);
    let d_head = head(d);
    let remainder = nmad::<C>(s_head, d_head, f) - s_head * ((d - d_head) + d_rest);
    let s_rest = remainder * inverse;
    // 3 + z + z^2 Q(z) as a head and a rest.
    let z_head = s_head * s_head;
    let (a, a_rest) = fast_two_sum(3.0, z_head);
    let c = head(a);
    let c_rest = (mad::<C>(s_rest, s_head + s, a_rest) + (a - c)) + tail;
    // Times s, then times 2 / (3 ln 2).
    let p = s_head * c;
    let h = head(p);
    let h_rest = mad::<C>(s, c_rest, mad::<C>(s_rest, c, p - h));
    let log = h * TWO_THIRDS_LOG2_E_1;
    let log_rest = mad::<C>(h_rest, TWO_THIRDS_LOG2_E_1 + TWO_THIRDS_LOG2_E_2, h * TWO_THIRDS_LOG2_E_2);
    let (sum, lost) = fast_two_sum(k, log);
    let h = head(sum + log_rest);
    (h, (sum - h) + (lost + log_rest))
}

/// |x|^y, with |y| cut at 2^65: the results beyond are infinite, zero or one already.
#[inline(always)]
fn magnitude<C: Contract>(ax: f64, y: f64) -> f64 {
    const HUGE: f64 = 36893488147419103232.0;
    let (l, l_rest) = log2_pair::<C>(ax);
    if C::NEAR {
        let y_head = head(y);
        return exp::exp2_pair::<C>(y_head * l, mad::<C>(y - y_head, l, y * l_rest));
    }
    let y = clamp(y, -HUGE, HUGE);
    let y_head = head(y);
    // What is added is zero, but infinite where the logarithm is, and NaN for NaN.
    let infinite = pick(ax < f64::INFINITY, 0.0, ax) - pick(ax == 0.0, f64::INFINITY, 0.0);
    let p = y_head * l + y * infinite;
    let p_rest = mad::<C>(y - y_head, l, y * l_rest);
    // Cut where the result has long been infinite or zero; the rest is then of no account.
    let cut = clamp(p, -1100.0, 1100.0);
    exp::exp2_pair::<C>(cut, pick(cut == p, p_rest, 0.0))
}

#[inline(always)]
pub fn powf<C: Contract>(x: f64, y: f64) -> f64 {
    if C::NEAR {
        return magnitude::<C>(x, y);
    }
    let power = magnitude::<C>(x.abs(), y);
    let ay = y.abs();
    // Below 2^52 the sum's last bit is the parity; from there to 2^53 that of y itself; beyond, y is even.
    let shifted = ay + TWO_52;
    let (inside, between) = (ay < TWO_52, ay < 2.0 * TWO_52);
    let whole = !inside | (shifted - TWO_52 == ay);
    let last = pick(inside, shifted, ay).to_bits() << 63;
    let sign = pick(whole & between, last & x.to_bits(), 0);
    let power = f64::from_bits(power.to_bits() ^ sign);
    let power = pick((x < 0.0) & !whole & (x > f64::NEG_INFINITY), f64::NAN, power);
    pick((y == 0.0) | (x == 1.0), 1.0, power)
}

/// Products for exponents between -4 and 6 (those that std makes), products that are corrected to 13, else [`powf`]:
/// beyond these bounds the roundings would add up to more than 4 ULP. A condition on the exponent is a branch: in a
/// loop it is mostly invariant, and the compiler makes a loop for each case.
#[inline(always)]
pub fn powi<C: Contract>(x: f64, n: i32) -> f64 {
    if C::NEAR {
        // LLVM knows then that there are no others.
        return of_few::<C>(x, n.clamp(0, 13) as u32);
    }
    let m = n.unsigned_abs();
    if m > 13 {
        return powf::<C>(x, f64::from(n));
    }
    // Positive exponents: products of x itself. Negative ones: of its significand, and the exponent apart, so
    // that nothing overflows before the division.
    if n >= 0 {
        return of_few::<C>(x, m);
    }
    let (k, significand) = unscaled(x);
    let y = if m <= 4 { 1.0 / products(significand, m) } else { corrected_inverse::<C>(significand, m) };
    exp::scale(y, clamp(k * -f64::from(m), -2000.0, 2000.0) + MAGIC)
}

/// x^m for m to 13.
#[inline(always)]
fn of_few<C: Contract>(x: f64, m: u32) -> f64 {
    if m <= 6 {
        return products(x, m);
    }
    // Up to 8 the error of the square is enough.
    let (power, lost) = long_products::<C>(x, m, m > 8);
    // Where the power is zero or infinite, the correction is zero or NaN.
    pick(lost.abs() < power.abs(), power + lost, power)
}

/// base^m for m to 7.
#[inline(always)]
fn products(base: f64, m: u32) -> f64 {
    let square = base * base;
    let y = pick(m & 1 == 1, base, 1.0);
    let y = pick(m & 2 == 2, y * square, y);
    pick(m & 4 == 4, y * (square * square), y)
}

/// base^-m for m from 4 to 15, and a base that is a significand, zero, infinite or NaN. The power is corrected behind
/// the division: a sum before it would be one more rounding.
#[inline(always)]
fn corrected_inverse<C: Contract>(base: f64, m: u32) -> f64 {
    let (power, lost) = long_products::<C>(base, m, true);
    let inverse = 1.0 / power;
    let lost = inverse * lost;
    pick(lost.abs() < 1.0, nmad::<C>(inverse, lost, inverse), inverse)
}

/// base^m for m from 4 to 15, and what is lost of it by the roundings of the square and, if `fourth`, of the fourth
/// power. In the power that the others would make the square's alone counts m / 2 times.
#[inline(always)]
fn long_products<C: Contract>(base: f64, m: u32, fourth: bool) -> (f64, f64) {
    let two = base * base;
    let four = two * two;
    let lost_of_four = if fourth { f64::from(m / 4) * lost_of_square::<C>(two, four) } else { 0.0 };
    // The error of base^4 itself: d(base^4) = 2 base^2 d(base^2), and so on.
    let lost = mad::<C>(two, f64::from(m / 2) * lost_of_square::<C>(base, two), lost_of_four);
    let rest = pick(m & 1 == 1, base, 1.0);
    let rest = pick(m & 2 == 2, rest * two, rest);
    if m < 8 {
        return (rest * four, rest * lost);
    }
    let rest = pick(m & 4 == 4, rest * four, rest);
    (rest * (four * four), rest * four * lost)
}

/// x^2 - square, for the rounded square.
#[inline(always)]
fn lost_of_square<C: Contract>(x: f64, squared: f64) -> f64 {
    let (hi, lo) = square::<C>(x);
    (hi - squared) + lo
}

/// (k, m) with x = 2^k m and 1 <= |m| < 2; zeros, infinities and NaN as (0, x).
#[inline(always)]
fn unscaled(x: f64) -> (f64, f64) {
    let subnormal = x.abs() < f64::MIN_POSITIVE;
    let scaled = pick(subnormal, x * super::TWO_54, x);
    let bias = pick(subnormal, TWO_52 + 1023.0 + 54.0, TWO_52 + 1023.0);
    let bits = scaled.to_bits();
    let k = f64::from_bits(((bits & !SIGN) >> 52) | TWO_52.to_bits()) - bias;
    let m = f64::from_bits((bits & (SIGN | MANTISSA)) | super::ONE);
    let plain = (x == 0.0) | x.is_nan() | (x.abs() == f64::INFINITY);
    (pick(plain, 0.0, k), pick(plain, x, m))
}
