//! Sine, cosine and tangent of an `f32`, computed in `f64`. For the three forms of each see `f64/trig.rs`.

use super::constants::{COS, COS_SHORT, SIN, SIN_SHORT};
use super::pick;
use crate::math::contract::{Contract, mad, nmad, poly};
use crate::math::f64::constants::{PIO2_1, PIO2_2};
use crate::math::reduction::{self, Tables};

/// 1.5 * 2^52: adding it leaves the nearest integer in the low bits of the sum.
const MAGIC: f64 = 6755399441055744.0;

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

/// y with its sign changed by bit 63 of `flip` and by the sign of x; NaN for infinities, in arithmetic: a
/// select here is made a branch, which stops the vectorizer.
#[inline(always)]
fn finish<C: Contract>(y: f64, flip: u64, odd: bool, x: f32) -> f32 {
    let y = f64::from_bits(y.to_bits() ^ (flip & (1 << 63))) as f32;
    let sign = if odd { x.to_bits() & (1 << 31) } else { 0 };
    let y = f32::from_bits(y.to_bits() ^ sign);
    if C::NNAN { y } else { y * (1.0 + x * 0.0) }
}

#[inline(always)]
fn sin_of<C: Contract>(x: f32, (n, r): Turns) -> f32 {
    let y = pick(n & 1 == 0, sin_poly::<C>(r), cos_poly::<C>(r));
    finish::<C>(y, n << 62, true, x)
}

#[inline(always)]
fn cos_of<C: Contract>(x: f32, (n, r): Turns) -> f32 {
    let y = pick(n & 1 == 0, cos_poly::<C>(r), sin_poly::<C>(r));
    finish::<C>(y, n.wrapping_add(1) << 62, false, x)
}

#[inline(always)]
fn sin_cos_of<C: Contract>(x: f32, turns: Turns) -> (f32, f32) {
    (sin_of::<C>(x, turns), cos_of::<C>(x, turns))
}

#[inline(always)]
fn tan_of<C: Contract>(x: f32, (n, r): Turns) -> f32 {
    let (s, c) = (sin_poly::<C>(r), cos_poly::<C>(r));
    let even = n & 1 == 0;
    finish::<C>(pick(even, s, c) / pick(even, c, s), n << 63, true, x)
}

macro_rules! ways {
    ($($f:ident $near:ident $with:ident $beyond:ident $of:ident $out:ty)*) => {$(
        /// Right where `is_beyond` is false.
        #[inline(always)]
        pub fn $near<C: Contract>(x: f32) -> $out {
            $of::<C>(x, near::<C>(x.abs()))
        }

        /// Without a branch, with the tables at hand.
        #[inline(always)]
        pub fn $with<C: Contract>(x: f32, tables: &Tables) -> $out {
            $of::<C>(x, with::<C>(x.abs(), tables))
        }

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
    sin sin_near sin_with sin_beyond sin_of f32
    cos cos_near cos_with cos_beyond cos_of f32
    tan tan_near tan_with tan_beyond tan_of f32
    sin_cos sin_cos_near sin_cos_with sin_cos_beyond sin_cos_of (f32, f32)
}
