//! Sine, cosine and tangent of an `f32`, computed in `f64`. For the three forms of each see `f64/trig.rs`.

use super::constants::*;
use super::{pick, short};
use crate::math::contract::{Contract, mad, mad32, nmad, nmad32, poly, poly32};
use crate::math::f64::constants::{PIO2_1, PIO2_2};
use crate::math::reduction::{self, Tables};
use std::f64::consts::FRAC_PI_2;

/// 1.5 * 2^52: adding it leaves the nearest integer in the low bits of the sum.
const MAGIC: f64 = 6755399441055744.0;
/// The same in single precision: 1.5 * 2^23.
const MAGIC_SINGLE: f32 = 12582912.0;

/// The largest argument of the fast reduction: its number of quarter turns has 20 bits.
pub const LIMIT: f32 = 1_600_000.0;

/// Is the argument beyond the fast reduction of the sine, cosine and tangent? Infinities are; NaN is not.
#[inline(always)]
pub fn is_beyond(x: f32) -> bool {
    x.abs() > LIMIT
}

/// A number of quarter turns, of which the low two bits count, and a remainder in radians.
type Turns = (u64, f64);

/// For 0 <= x <= LIMIT: the first product is exact.
#[inline(always)]
fn near<C: Contract>(x: f32) -> Turns {
    let x = f64::from(x);
    let t = mad::<C>(x, std::f64::consts::FRAC_2_PI, MAGIC);
    let n = t - MAGIC;
    (t.to_bits(), nmad::<C>(n, PIO2_2, nmad::<C>(n, PIO2_1, x)))
}

/// For any finite x >= 0.
#[inline(always)]
fn with<C: Contract>(x: f32, tables: &Tables) -> Turns {
    let (n, r) = near::<C>(x);
    let (far_n, far_r) = reduction::quarter_turns_f32(x, tables);
    let far = is_beyond(x);
    (pick(far, far_n, n), pick(far, far_r, r))
}

#[inline(always)]
fn sin_poly<C: Contract>(r: f64) -> f64 {
    let z = r * r;
    let p = if C::SHORT { poly::<C, _>(z, &SIN_SHORT) } else { poly::<C, _>(z, &SIN) };
    mad::<C>(r * z, p, r)
}

#[inline(always)]
fn cos_poly<C: Contract>(r: f64) -> f64 {
    let z = r * r;
    let p = if C::SHORT { poly::<C, _>(z, &COS_SHORT) } else { poly::<C, _>(z, &COS) };
    mad::<C>(z * z, p, nmad::<C>(0.5, z, 1.0))
}

/// A number of half turns, of which the lowest bit counts, and a remainder in radians of at most a quarter turn:
/// the sine is that of the remainder, negative if the number is odd.
type HalfTurns = (u64, f64);

/// For |x| <= LIMIT: the product with the first part of pi is exact. NaN for infinities.
#[inline(always)]
fn sin_near_turns<C: Contract>(x: f32) -> HalfTurns {
    let x = f64::from(x);
    let t = mad::<C>(x, std::f64::consts::FRAC_1_PI, MAGIC);
    let n = t - MAGIC;
    (t.to_bits(), nmad::<C>(n, 2.0 * PIO2_2, nmad::<C>(n, 2.0 * PIO2_1, x)))
}

/// cos(x) is sin(x + pi/2): with h = n + 1/2 nearest to x / pi, x + pi/2 is n + 1 half turns and x - h pi.
#[inline(always)]
fn cos_near_turns<C: Contract>(x: f32) -> HalfTurns {
    let x = f64::from(x.abs());
    let t = mad::<C>(x, std::f64::consts::FRAC_1_PI, -0.5) + MAGIC;
    let h = (t - MAGIC) + 0.5;
    (t.to_bits().wrapping_add(1), nmad::<C>(h, 2.0 * PIO2_2, nmad::<C>(h, 2.0 * PIO2_1, x)))
}

/// Half turns for the sine (`quarter` is 0) or the cosine (1) of quarter turns and a remainder.
#[inline(always)]
fn half_turns((n, r): Turns, quarter: u64) -> HalfTurns {
    let n = n.wrapping_add(quarter);
    // An odd quarter is given to the remainder, towards zero.
    let odd = n & 1 == 1;
    let up = odd & (r > 0.0);
    let away = pick(r > 0.0, -FRAC_PI_2, FRAC_PI_2);
    ((n >> 1).wrapping_add(pick(up, 1, 0)), r + pick(odd, away, 0.0))
}

/// The sine of an x beyond the fast reduction, or else of the half turns given.
#[inline(always)]
fn with_near<C: Contract>(x: f32, near: HalfTurns, far: HalfTurns) -> f32 {
    let beyond = is_beyond(x);
    half_turn_sin::<C>((pick(beyond, far.0, near.0), pick(beyond, far.1, near.1))) * invalid::<C>(x)
}

/// The sine of half turns.
#[inline(always)]
fn half_turn_sin<C: Contract>((n, r): HalfTurns) -> f32 {
    let z = r * r;
    // A product keeps the sign of zero.
    let y = r * mad::<C>(z, poly::<C, _>(z, &SIN_HALF), 1.0);
    f64::from_bits(y.to_bits() ^ (n << 63)) as f32
}

/// A factor that makes NaN of infinities, which the fast reduction never meets: in arithmetic, for a select here is made
/// a branch, which stops the vectorizer.
#[inline(always)]
fn invalid<C: Contract>(x: f32) -> f32 {
    if C::NNAN { 1.0 } else { 1.0 + x * 0.0 }
}

/// The number of half turns in single precision, and the remainder from fused products, which lose nothing where
/// the remainder is small.
#[inline(always)]
fn single_sin<C: Contract>(n: f32, h: f32, x: f32) -> f32 {
    let r = nmad32::<C>(h, PI_3, nmad32::<C>(h, PI_2, nmad32::<C>(h, PI_1, x)));
    let z = r * r;
    let y = r * mad32::<C>(z, poly32::<C, _>(z, &SIN_SINGLE), 1.0);
    f32::from_bits(y.to_bits() ^ (n.to_bits() << 31))
}

#[inline(always)]
pub fn sin_near<C: Contract>(x: f32) -> f32 {
    if C::SHORT && C::FUSED {
        let t = mad32::<C>(x, std::f32::consts::FRAC_1_PI, MAGIC_SINGLE);
        return single_sin::<C>(t, t - MAGIC_SINGLE, x);
    }
    half_turn_sin::<C>(sin_near_turns::<C>(x))
}

#[inline(always)]
pub fn cos_near<C: Contract>(x: f32) -> f32 {
    if C::SHORT && C::FUSED {
        let x = x.abs();
        let t = mad32::<C>(x, std::f32::consts::FRAC_1_PI, -0.5) + MAGIC_SINGLE;
        return -single_sin::<C>(t, (t - MAGIC_SINGLE) + 0.5, x);
    }
    half_turn_sin::<C>(cos_near_turns::<C>(x))
}

#[inline(always)]
pub fn sin_with<C: Contract>(x: f32, tables: &Tables) -> f32 {
    let (n, r) = half_turns(reduction::quarter_turns_f32(x.abs(), tables), 0);
    let far = (n, pick(x < 0.0, -r, r));
    if C::SHORT && C::FUSED {
        return pick(is_beyond(x), half_turn_sin::<C>(far) * invalid::<C>(x), sin_near::<C>(x));
    }
    with_near::<C>(x, sin_near_turns::<C>(x), far)
}

#[inline(always)]
pub fn cos_with<C: Contract>(x: f32, tables: &Tables) -> f32 {
    let far = half_turns(reduction::quarter_turns_f32(x.abs(), tables), 1);
    if C::SHORT && C::FUSED {
        return pick(is_beyond(x), half_turn_sin::<C>(far) * invalid::<C>(x), cos_near::<C>(x));
    }
    with_near::<C>(x, cos_near_turns::<C>(x), far)
}

#[inline(always)]
pub fn sin_cos_near<C: Contract>(x: f32) -> (f32, f32) {
    (sin_near::<C>(x), cos_near::<C>(x))
}

#[inline(always)]
pub fn sin_cos_with<C: Contract>(x: f32, tables: &Tables) -> (f32, f32) {
    (sin_with::<C>(x, tables), cos_with::<C>(x, tables))
}

#[inline(always)]
fn tan_of<C: Contract>(x: f32, (n, r): Turns) -> f32 {
    let (s, c) = (sin_poly::<C>(r), cos_poly::<C>(r));
    let even = n & 1 == 0;
    let y = pick(even, s, c) / pick(even, c, s);
    let y = f64::from_bits(y.to_bits() ^ (n << 63)) as f32;
    f32::from_bits(y.to_bits() ^ (x.to_bits() & (1 << 31)))
}

#[inline(always)]
pub fn tan_near<C: Contract>(x: f32) -> f32 {
    if C::SHORT && C::FUSED {
        return short::tan_near::<C>(x);
    }
    tan_of::<C>(x, near::<C>(x.abs()))
}

#[inline(always)]
pub fn tan_with<C: Contract>(x: f32, tables: &Tables) -> f32 {
    if C::SHORT && C::FUSED {
        let (n, r) = reduction::quarter_turns_f32(x.abs(), tables);
        return pick(is_beyond(x), tan_of::<C>(x, (n, r)) * invalid::<C>(x), short::tan_near::<C>(x));
    }
    tan_of::<C>(x, with::<C>(x.abs(), tables)) * invalid::<C>(x)
}

macro_rules! ways {
    ($($f:ident $near:ident $with:ident $beyond:ident $out:ty)*) => {$(
        #[inline(always)]
        pub fn $f<C: Contract>(x: f32) -> $out {
            if is_beyond(x) { $beyond::<C>(x) } else { $near::<C>(x) }
        }

        #[cold]
        #[inline(never)]
        fn $beyond<C: Contract>(x: f32) -> $out {
            $with::<C>(x, &reduction::TABLES)
        }
    )*};
}

ways! {
    sin sin_near sin_with sin_beyond f32
    cos cos_near cos_with cos_beyond f32
    tan tan_near tan_with tan_beyond f32
    sin_cos sin_cos_near sin_cos_with sin_cos_beyond (f32, f32)
}
