//! Inverse sine, cosine and tangent.

use super::constants::*;
use super::hyperbolic::copy_sign;
use super::{SIGN, pick, rough_inverse};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::{fast_two_sum, remainder, square};
use crate::math::last_of;

/// Whether |x| is above 1/2, and w and tail with asin(|x|) = w + tail or, above, pi/2 + w + tail for
/// w = -2 sqrt((1 - |x|) / 2). Where one side of a selection is zero, a mask does it in one operation.
#[inline(always)]
fn asin_parts<C: Contract>(a: f64) -> (bool, f64, f64) {
    let large = a > 0.5;
    // Exact above 1/2.
    let beside_one = 1.0 - a;
    let half = 0.5 * beside_one;
    let root = half.sqrt();
    // What the rounding of the root lost, over the root: (half - root^2) / (2 half).
    let lost = if C::SHORT {
        0.0
    } else {
        let (square, rest) = square::<C>(root);
        pick(large, ((half - square) - rest) * rough_inverse(beside_one), 0.0)
    };
    let (w, z) = (pick(large, -2.0 * root, a), pick(large, half, a * a));
    (large, w, w * mad::<C>(z, poly::<C, _>(z, &ASIN), lost))
}

/// y, or -y where x is negative.
#[inline(always)]
fn turn_sign(y: f64, x: f64) -> f64 {
    f64::from_bits(y.to_bits() ^ (x.to_bits() & SIGN))
}

#[inline(always)]
pub fn asin<C: Contract>(x: f64) -> f64 {
    let (large, w, tail) = asin_parts::<C>(x.abs());
    let (sum, lost) = fast_two_sum(pick(large, HALF_PI_1, 0.0), w);
    turn_sign(sum + (lost + (pick(large, HALF_PI_2, 0.0) + tail)), x)
}

/// Up to 1/2: pi/2 - asin(x). Above: -(w + tail), and pi plus that, its sign turned, for a negative x.
#[inline(always)]
pub fn acos<C: Contract>(x: f64) -> f64 {
    let (large, w, tail) = asin_parts::<C>(x.abs());
    // How often pi/2: once, or above 1/2 never or twice.
    let quarters = 1.0 - pick(large, turn_sign(1.0, x), 0.0);
    let (w, tail) = (turn_sign(w, x), turn_sign(tail, x));
    let (sum, lost) = fast_two_sum(quarters * HALF_PI_1, -w);
    sum + (lost + mad::<C>(quarters, HALF_PI_2, -tail))
}

/// atan(u / v) for 0 <= u <= v as base + atan(t): the quotient is compared with 3/8 and 11/16, and 0, 1/2 or 1
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
    let (near_zero, near_one) = (u < 0.375 * v, u > 0.6875 * v);
    let c = pick(near_zero, 0.0, 0.5) + pick(near_one, 0.5, 0.0);
    let (den, den_rest) = fast_two_sum(v, c * u);
    Octant { near_zero, near_one, num: u - c * v, den, den_rest }
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

/// |x| is compared with 3/8, 11/16 and 1 + sqrt(2), and 0, some 1/2, some 1 or infinity taken away by the law of the
/// tangent's sum. The numerator is exact; the arc tangents of what is taken away are floats, but for the last.
#[inline(always)]
pub fn atan<C: Contract>(x: f64) -> f64 {
    let a = x.abs();
    if C::SHORT {
        let swapped = a > 1.0;
        return copy_sign(short_angle::<C>(pick(swapped, 1.0, a), pick(swapped, a, 1.0), swapped), x);
    }
    let (half, one, infinite) = (a > 0.375, a > 0.6875, a > 2.414);
    let c = last_of([(half, NEAR_HALF), (one, NEAR_ONE)]);
    let (num, den) = (pick(infinite, -1.0, a - c), pick(infinite, a, mad::<C>(c, a, 1.0)));
    let t = num / den;
    let base = last_of([(half, ATAN_NEAR_HALF), (one, ATAN_NEAR_ONE), (infinite, HALF_PI_1)]);
    let z = t * t;
    let tail = mad::<C>(t * z, poly::<C, _>(z, &ATAN), pick(infinite, HALF_PI_2, 0.0));
    let (sum, lost) = fast_two_sum(base, t);
    copy_sign(sum + (lost + tail), x)
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
    let (u, v) = if C::NEAR { (u, v) } else { ordinary(u, v) };
    let left = x.to_bits() & SIGN != 0;
    let angle = if C::SHORT {
        let angle = short_angle::<C>(u, v, swapped);
        pick(left, PI_1 - angle, angle)
    } else {
        // Scaled so that no product overflows, or underflows where it counts.
        let scale = if C::NEAR { 1.0 } else { pick(v > LARGE, DOWN, UP) };
        let (sum, rest) = angle_pair::<C>(u * scale, v * scale, swapped);
        // pi minus the angle in the left half plane.
        let (sum, lost) = fast_two_sum(pick(left, PI_1, 0.0), pick(left, -sum, sum));
        sum + (lost + (pick(left, PI_2, 0.0) + pick(left, -rest, rest)))
    };
    let known = C::NEAR | (C::SHORT & C::NNAN);
    copy_sign(if known { angle } else { pick(x.is_nan() | y.is_nan(), f64::NAN, angle) }, y)
}

/// The angles at infinity and zero are those of (1, 1), (0, 1).
#[inline(always)]
fn ordinary(u: f64, v: f64) -> (f64, f64) {
    let infinite = v == f64::INFINITY;
    let u = pick(infinite, pick(u == f64::INFINITY, 1.0, 0.0), u);
    (u, pick(infinite | (v == 0.0), 1.0, v))
}

/// atan(u / v) for 0 <= u <= v or, for swapped arguments, pi/2 minus that: a rounded sum and its error.
#[inline(always)]
fn angle_pair<C: Contract>(u: f64, v: f64, swapped: bool) -> (f64, f64) {
    let o = octant(u, v);
    let inverse = 1.0 / o.den;
    let t = o.num * inverse;
    let t_rest = nmad::<C>(t, o.den_rest, remainder::<C>(o.num, t, o.den)) * inverse;
    assemble::<C>(&o, swapped, t, t_rest)
}
