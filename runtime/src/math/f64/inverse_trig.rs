//! Inverse sine, cosine and tangent.

use super::constants::*;
use super::hyperbolic::copy_sign;
use super::{SIGN, pick};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{fast_two_sum, head, two_product};

/// The parts of asin and acos: whether |x| <= 1/2, and w + rest = asin(w0) for w0 = |x| or, above 1/2, for
/// w0 = sqrt((1 - |x|) / 2).
#[inline(always)]
fn asin_parts<C: Contract>(a: f64) -> (bool, f64, f64) {
    let small = a <= 0.5;
    let z = pick(small, a * a, 0.5 - 0.5 * a);
    let root = z.sqrt();
    // What the rounding of the root lost; nothing at zero.
    let h = head(root);
    let rest = if C::SHORT {
        0.0
    } else {
        ((z - h * h) - (root - h) * (root + h)) / pick(root > 0.0, root + root, 1.0)
    };
    let (w, w_rest) = (pick(small, a, root), pick(small, 0.0, rest));
    (small, w, mad::<C>(w * z, poly::<C, _>(z, &ASIN), w_rest))
}

#[inline(always)]
pub fn asin<C: Contract>(x: f64) -> f64 {
    let (small, w, rest) = asin_parts::<C>(x.abs());
    // pi/2 - 2 (w + rest)
    let (sum, lost) = fast_two_sum(HALF_PI_1, -2.0 * w);
    let large = sum + (lost + (HALF_PI_2 - 2.0 * rest));
    copy_sign(pick(small, w + rest, large), x)
}

#[inline(always)]
pub fn acos<C: Contract>(x: f64) -> f64 {
    let (small, w, rest) = asin_parts::<C>(x.abs());
    let negative = x < 0.0;
    // Up to 1/2: pi/2 - asin(x). Above: 2 asin(w), and pi minus that for a negative x.
    let (base, base_rest) = (pick(small, HALF_PI_1, PI_1), pick(small, HALF_PI_2, PI_2));
    let based = small | negative;
    let (base, base_rest) = (pick(based, base, 0.0), pick(based, base_rest, 0.0));
    let factor = pick(small, 1.0, 2.0);
    let factor = pick(small ^ negative, -factor, factor);
    let (sum, lost) = fast_two_sum(base, factor * w);
    sum + (lost + (base_rest + factor * rest))
}

/// atan(u / v) for 0 <= u <= v as base + atan(t): the quotient is compared with 7/16 and 11/16, and 0, 1/2 or 1
/// taken away by the law of the tangent's sum. The numerator is exact.
struct Octant {
    near_zero: bool,
    near_one: bool,
    num: f64,
    den: f64,
    den_rest: f64,
}

#[inline(always)]
fn octant(u: f64, v: f64) -> Octant {
    let (near_zero, near_one) = (u < 0.4375 * v, u > 0.6875 * v);
    let (cu, cv) = (pick(near_one, u, 0.5 * u), pick(near_one, v, 0.5 * v));
    let (cu, cv) = (pick(near_zero, 0.0, cu), pick(near_zero, 0.0, cv));
    let (den, den_rest) = fast_two_sum(v, cu);
    Octant { near_zero, near_one, num: u - cv, den, den_rest }
}

/// base + atan(t) or, for swapped arguments, pi/2 minus that: a rounded sum and its error.
#[inline(always)]
fn assemble<C: Contract>(o: &Octant, swapped: bool, t: f64, t_rest: f64) -> (f64, f64) {
    let (base, base_rest) = (pick(swapped, ATAN_TWO_1, ATAN_HALF_1), pick(swapped, ATAN_TWO_2, ATAN_HALF_2));
    let (zero, zero_rest) = (pick(swapped, HALF_PI_1, 0.0), pick(swapped, HALF_PI_2, 0.0));
    let (base, base_rest) = (pick(o.near_one, QUARTER_PI_1, base), pick(o.near_one, QUARTER_PI_2, base_rest));
    let (base, base_rest) = (pick(o.near_zero, zero, base), pick(o.near_zero, zero_rest, base_rest));
    let t = pick(swapped, -t, t);
    let z = t * t;
    let tail = mad::<C>(t * z, poly::<C, _>(z, &ATAN), pick(swapped, -t_rest, t_rest));
    let (sum, lost) = fast_two_sum(base, t);
    fast_two_sum(sum, lost + (base_rest + tail))
}

/// atan(u / v) for 0 <= u <= v or, for swapped arguments, pi/2 minus that: one polynomial up to 1.
#[inline(always)]
fn short_angle<C: Contract>(u: f64, v: f64, swapped: bool) -> f64 {
    let t = u / v;
    let z = t * t;
    let y = mad::<C>(t * z, poly::<C, _>(z, &ATAN_SHORT), t);
    pick(swapped, HALF_PI_1 - y, y)
}

#[inline(always)]
pub fn atan<C: Contract>(x: f64) -> f64 {
    let a = x.abs();
    let swapped = a > 1.0;
    if C::SHORT {
        return copy_sign(short_angle::<C>(pick(swapped, 1.0, a), pick(swapped, a, 1.0), swapped), x);
    }
    let o = octant(pick(swapped, 1.0, a), pick(swapped, a, 1.0));
    copy_sign(assemble::<C>(&o, swapped, o.num / o.den, 0.0).0, x)
}

/// 2^300, 2^-100 and 2^600.
const LARGE: f64 = f64::from_bits((1023 + 300) << 52);
const DOWN: f64 = f64::from_bits((1023 - 100) << 52);
const UP: f64 = f64::from_bits((1023 + 600) << 52);

#[inline(always)]
pub fn atan2<C: Contract>(y: f64, x: f64) -> f64 {
    let (ay, ax) = (y.abs(), x.abs());
    let swapped = ay > ax;
    let (u, v) = (pick(swapped, ax, ay), pick(swapped, ay, ax));
    // The angles at infinity and zero are those of (1, 1), (0, 1).
    let infinite = v == f64::INFINITY;
    let u = pick(infinite, pick(u == f64::INFINITY, 1.0, 0.0), u);
    let v = pick(infinite | (v == 0.0), 1.0, v);
    let left = x.to_bits() & SIGN != 0;
    let nan = x.is_nan() | y.is_nan();
    if C::SHORT {
        let angle = short_angle::<C>(u, v, swapped);
        let angle = pick(left, PI_1 - angle, angle);
        return copy_sign(if C::NNAN { angle } else { pick(nan, f64::NAN, angle) }, y);
    }
    // Scaled so that no product below overflows, or underflows where it counts.
    let scale = pick(v > LARGE, DOWN, UP);
    let o = octant(u * scale, v * scale);
    let inverse = 1.0 / o.den;
    let t = o.num * inverse;
    let (product, product_rest) = two_product::<C>(t, o.den);
    let t_rest = nmad::<C>(t, o.den_rest, (o.num - product) - product_rest) * inverse;
    let (sum, rest) = assemble::<C>(&o, swapped, t, t_rest);
    // pi minus the angle in the left half plane.
    let (sum, lost) = fast_two_sum(pick(left, PI_1, 0.0), pick(left, -sum, sum));
    let angle = sum + (lost + (pick(left, PI_2, 0.0) + pick(left, -rest, rest)));
    copy_sign(pick(nan, f64::NAN, angle), y)
}
