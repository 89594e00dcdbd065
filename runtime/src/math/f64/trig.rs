//! Sine, cosine and tangent.
//!
//! x = n pi/2 + r with |r| <= pi/4, r as high + low. Up to [`LIMIT`] the reduction is a few multiplications
//! (`near`); beyond, it needs the bits of 2/pi that matter at the argument's exponent (`reduction`). For each
//! argument there is one value, whichever way it is asked for:
//!
//! - `.._near`: only the fast reduction, right where `is_beyond` is false;
//! - `.._with`: both reductions and a selection, without a branch;
//! - the plain functions branch.

use super::constants::*;
use super::{MAGIC, SIGN, pick, rough_inverse};
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::double::fast_two_sum;
use crate::math::reduction::{self, Tables};

/// The largest argument of the fast reduction: its number of quarter turns has 20 bits.
pub const LIMIT: f64 = 1_600_000.0;

/// Is the argument beyond the fast reduction of the sine, cosine and tangent? Infinities are; NaN is not.
#[inline(always)]
pub fn is_beyond(x: f64) -> bool {
    x.abs() > LIMIT
}

/// A number of quarter turns, of which the low two bits count, and a remainder `high + low` in radians.
type Turns = (u64, f64, f64);

/// For 0 <= x <= LIMIT. The products with the first three parts of pi/2 are exact, and where the
/// remainder is small its differences are too; the fourth part is 2^-99 of it.
#[inline(always)]
fn near<C: Contract>(x: f64) -> Turns {
    let t = mad::<C>(x, std::f64::consts::FRAC_2_PI, MAGIC);
    let n = t - MAGIC;
    let a = nmad::<C>(n, PIO2_1, x);
    if C::SHORT && C::FUSED {
        // Fused, each product is exact in itself.
        let b = nmad::<C>(n, PIO2_REST_1, a);
        return (t.to_bits(), nmad::<C>(n, PIO2_REST_2, b), 0.0);
    }
    // Either a is not smaller than n * PIO2_2, or the difference is exact: the error is right in both cases.
    let part = n * PIO2_2;
    let b = a - part;
    let b_rest = (a - b) - part;
    let part = n * PIO2_3;
    let c = b - part;
    let c_rest = (b - c) - part;
    let (high, low) = fast_two_sum(c, nmad::<C>(n, PIO2_4, b_rest + c_rest));
    (t.to_bits(), high, low)
}

/// For any finite x >= 0.
#[inline(always)]
fn with<C: Contract>(x: f64, tables: &Tables) -> Turns {
    let (n, high, low) = near::<C>(x);
    let (far_n, far_high, far_low) = reduction::quarter_turns(x, tables);
    let far = is_beyond(x);
    (pick(far, far_n, n), pick(far, far_high, high), pick(far, far_low, low))
}

/// sin(high + low) as a sum of two values. (Nothing is left of a sum with minus zero.)
#[inline(always)]
fn sin_poly<C: Contract>(high: f64, low: f64) -> (f64, f64) {
    let z = high * high;
    let p = poly::<C, _>(z, &SIN);
    if C::SHORT {
        return (mad::<C>(high * z, p, high + low), -0.0);
    }
    (high, mad::<C>(high * z, p, low * nmad::<C>(0.5, z, 1.0)))
}

/// cos(high + low) as a sum of two values.
#[inline(always)]
fn cos_poly<C: Contract>(high: f64, low: f64) -> (f64, f64) {
    let z = high * high;
    let p = poly::<C, _>(z, &COS);
    if C::SHORT {
        return (mad::<C>(z * z, p, nmad::<C>(0.5, z, 1.0)) - high * low, -0.0);
    }
    let (sum, rest) = fast_two_sum(1.0, -0.5 * z);
    (sum, rest + mad::<C>(z * z, p, -(high * low)))
}

#[inline(always)]
fn with_sign(y: f64, sign: u64) -> f64 {
    f64::from_bits(y.to_bits() ^ (sign & SIGN))
}

/// A factor that makes NaN of infinities, which the fast reduction never meets: in arithmetic, for a select here is made
/// a branch, which stops the vectorizer.
#[inline(always)]
fn invalid<C: Contract>(x: f64) -> f64 {
    if C::NNAN { 1.0 } else { 1.0 + x * 0.0 }
}

#[inline(always)]
fn sin_of<C: Contract>(x: f64, (n, high, low): Turns) -> f64 {
    let (s, c) = (sin_poly::<C>(high, low), cos_poly::<C>(high, low));
    let even = n & 1 == 0;
    let y = pick(even, s.0, c.0) + pick(even, s.1, c.1);
    // Bit 1 of n: the lower half of the circle. The sine is odd: the sign of x enters as well.
    with_sign(y, (n << 62) ^ x.to_bits())
}

#[inline(always)]
fn cos_of<C: Contract>((n, high, low): Turns) -> f64 {
    let (s, c) = (sin_poly::<C>(high, low), cos_poly::<C>(high, low));
    let even = n & 1 == 0;
    let y = pick(even, c.0, s.0) + pick(even, c.1, s.1);
    // cos(x) = sin(x + a quarter turn).
    with_sign(y, n.wrapping_add(1) << 62)
}

/// The quotient of sine and cosine, or for an odd number of quarter turns minus that of cosine and sine.
#[inline(always)]
fn tan_of<C: Contract>(x: f64, (n, high, low): Turns) -> f64 {
    let (s, c) = (sin_poly::<C>(high, low), cos_poly::<C>(high, low));
    let even = n & 1 == 0;
    if C::SHORT {
        let y = pick(even, s.0, c.0) / pick(even, c.0, s.0);
        return with_sign(y, (n << 63) ^ x.to_bits());
    }
    let (s, c) = (fast_two_sum(s.0, s.1), fast_two_sum(c.0, c.1));
    let (num, num_rest) = (pick(even, s.0, c.0), pick(even, s.1, c.1));
    let (den, den_rest) = (pick(even, c.0, s.0), pick(even, c.1, s.1));
    let q = num / den;
    let y = mad::<C>(nmad::<C>(q, den_rest, num_rest), rough_inverse(den), q);
    with_sign(y, (n << 63) ^ x.to_bits())
}

/// The sine of x - h pi, negative for an odd n; short, and only where the contract fuses: each product is then exact
/// in itself.
#[inline(always)]
fn short_sin<C: Contract>(n: u64, h: f64, x: f64) -> f64 {
    let r = nmad::<C>(h, 2.0 * PIO2_REST_1, nmad::<C>(h, 2.0 * PIO2_1, x));
    let r = nmad::<C>(h, 2.0 * PIO2_REST_2, r);
    let z = r * r;
    // A product keeps the sign of zero.
    let y = r * mad::<C>(z, poly::<C, _>(z, &SIN_HALF), 1.0);
    f64::from_bits(y.to_bits() ^ (n << 63))
}

#[inline(always)]
pub fn sin_near<C: Contract>(x: f64) -> f64 {
    if C::SHORT && C::FUSED {
        let t = mad::<C>(x, std::f64::consts::FRAC_1_PI, MAGIC);
        return short_sin::<C>(t.to_bits(), t - MAGIC, x);
    }
    sin_of::<C>(x, near::<C>(x.abs()))
}

/// cos(x) is sin(x + pi/2): with h = n + 1/2 nearest to x / pi, x + pi/2 is n + 1 half turns and x - h pi.
#[inline(always)]
pub fn cos_near<C: Contract>(x: f64) -> f64 {
    if C::SHORT && C::FUSED {
        let a = x.abs();
        let t = mad::<C>(a, std::f64::consts::FRAC_1_PI, -0.5) + MAGIC;
        return short_sin::<C>(t.to_bits().wrapping_add(1), (t - MAGIC) + 0.5, a);
    }
    cos_of::<C>(near::<C>(x.abs()))
}

#[inline(always)]
pub fn sin_with<C: Contract>(x: f64, tables: &Tables) -> f64 {
    if C::SHORT && C::FUSED {
        let far = sin_of::<C>(x, reduction::quarter_turns(x.abs(), tables)) * invalid::<C>(x);
        return pick(is_beyond(x), far, sin_near::<C>(x));
    }
    sin_of::<C>(x, with::<C>(x.abs(), tables)) * invalid::<C>(x)
}

#[inline(always)]
pub fn cos_with<C: Contract>(x: f64, tables: &Tables) -> f64 {
    if C::SHORT && C::FUSED {
        let far = cos_of::<C>(reduction::quarter_turns(x.abs(), tables)) * invalid::<C>(x);
        return pick(is_beyond(x), far, cos_near::<C>(x));
    }
    cos_of::<C>(with::<C>(x.abs(), tables)) * invalid::<C>(x)
}

/// The tangent of x - n pi/2 as a quotient of two polynomials, for an odd n minus its reciprocal; short, and only where
/// the contract fuses.
#[inline(always)]
fn short_tan<C: Contract>(x: f64) -> f64 {
    let t = mad::<C>(x, std::f64::consts::FRAC_2_PI, MAGIC);
    let n = t - MAGIC;
    let r = nmad::<C>(n, PIO2_REST_1, nmad::<C>(n, PIO2_1, x));
    let r = nmad::<C>(n, PIO2_REST_2, r);
    let z = r * r;
    // A product keeps the sign of zero.
    let num = r * mad::<C>(z, poly::<C, _>(z, &TAN_NUM), 1.0);
    let den = mad::<C>(z, poly::<C, _>(z, &TAN_DEN), 1.0);
    let even = t.to_bits() & 1 == 0;
    let y = pick(even, num, den) / pick(even, den, num);
    f64::from_bits(y.to_bits() ^ (t.to_bits() << 63))
}

#[inline(always)]
pub fn tan_near<C: Contract>(x: f64) -> f64 {
    if C::SHORT && C::FUSED {
        return short_tan::<C>(x);
    }
    tan_of::<C>(x, near::<C>(x.abs()))
}

#[inline(always)]
pub fn tan_with<C: Contract>(x: f64, tables: &Tables) -> f64 {
    if C::SHORT && C::FUSED {
        let far = tan_of::<C>(x, reduction::quarter_turns(x.abs(), tables)) * invalid::<C>(x);
        return pick(is_beyond(x), far, short_tan::<C>(x));
    }
    tan_of::<C>(x, with::<C>(x.abs(), tables)) * invalid::<C>(x)
}

#[inline(always)]
pub fn sin_cos_near<C: Contract>(x: f64) -> (f64, f64) {
    if C::SHORT && C::FUSED {
        return (sin_near::<C>(x), cos_near::<C>(x));
    }
    let turns = near::<C>(x.abs());
    (sin_of::<C>(x, turns), cos_of::<C>(turns))
}

#[inline(always)]
pub fn sin_cos_with<C: Contract>(x: f64, tables: &Tables) -> (f64, f64) {
    if C::SHORT && C::FUSED {
        return (sin_with::<C>(x, tables), cos_with::<C>(x, tables));
    }
    let (turns, invalid) = (with::<C>(x.abs(), tables), invalid::<C>(x));
    (sin_of::<C>(x, turns) * invalid, cos_of::<C>(turns) * invalid)
}

macro_rules! ways {
    ($($f:ident $near:ident $with:ident $beyond:ident $out:ty)*) => {$(
        #[inline(always)]
        pub fn $f<C: Contract>(x: f64) -> $out {
            if is_beyond(x) { $beyond::<C>(x) } else { $near::<C>(x) }
        }

        #[cold]
        #[inline(never)]
        fn $beyond<C: Contract>(x: f64) -> $out {
            $with::<C>(x, &reduction::TABLES)
        }
    )*};
}

ways! {
    sin sin_near sin_with sin_beyond f64
    cos cos_near cos_with cos_beyond f64
    tan tan_near tan_with tan_beyond f64
    sin_cos sin_cos_near sin_cos_with sin_cos_beyond (f64, f64)
}
