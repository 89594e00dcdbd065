//! Elementary functions under `fastmath`: shorter polynomials (`afn`), no paths for NaN (`nnan`), none for
//! overflow (`ninf`).
//!
//! Without `afn` a function is the accurate one of `f64.rs` or `f32.rs`, to the bit, wherever the assumption
//! holds. With it the result is off by at most 4 ULP, and multiplications and additions are fused where
//! `contract` allows it and the level can: only then does it depend on the processor. Where an assumption
//! does not hold the result is unspecified; no argument makes undefined behavior.

use super::{TABLES, Tables, pick, reduction};
use crate::typed::Fuse;

/// Which of the flags hold.
pub trait Flags: Copy {
    /// At most 4 ULP will do.
    const AFN: bool;
    /// No argument and no result is a NaN.
    const NNAN: bool;
    /// No argument and no result is infinite.
    const NINF: bool;
}

/// The flags as a value of generated code.
#[derive(Clone, Copy, Debug)]
pub struct Math<const AFN: bool, const NNAN: bool, const NINF: bool>;

impl<const AFN: bool, const NNAN: bool, const NINF: bool> Flags for Math<AFN, NNAN, NINF> {
    const AFN: bool = AFN;
    const NNAN: bool = NNAN;
    const NINF: bool = NINF;
}

/// `a * b + c`, fused where the level has it.
macro_rules! mla {
    ($fuse:ident: $a:expr, $b:expr, $c:expr) => {
        if $fuse::FUSED { ($a).mul_add($b, $c) } else { $a * $b + $c }
    };
}

/// On `f64`.
pub mod f64 {
    use super::super::f64::{
        EXP as LONG, LN, LN2_HI, LN2_LO, MAGIC, MANTISSA, ONE, SIGN, SQRT_HALF, TWO_52, TWO_54,
    };
    use super::super::f64::{cos_poly, sin_poly};
    use super::{Flags, Fuse, TABLES, Tables, pick, reduction};

    const EXP: [f64; 9] = [
        0.4999999999999831,
        0.16666666666611332,
        0.04166666666814299,
        0.008333333370983614,
        0.0013888888514972464,
        0.0001984118506590567,
        2.4801932522629596e-05,
        2.763506888375319e-06,
        2.747668243728072e-07,
    ];
    const SIN: [f64; 6] = super::super::f64::SIN;
    const COS: [f64; 6] = super::super::f64::COS;

    /// e to the power `x`. Under `ninf` unspecified where the result would be infinite.
    #[inline(always)]
    pub fn exp<M: Flags, L: Fuse>(x: f64) -> f64 {
        let x = if M::NINF { x } else { pick(x > 710.0, 710.0, x) };
        // Kept under every flag: to have underflowed is no overflow, and -1e9 is a usual way to say "nothing".
        let x = pick(x < -746.0, -746.0, x);
        let t = x * std::f64::consts::LOG2_E + MAGIC;
        let k = t - MAGIC;
        let y = if M::AFN {
            let hi = mla!(L: -k, LN2_HI, x);
            let r = mla!(L: -k, LN2_LO, hi);
            let r2 = r * r;
            let c = &EXP;
            let low = mla!(L: mla!(L: c[3], r, c[2]), r2, mla!(L: c[1], r, c[0]));
            let high = mla!(L: mla!(L: c[7], r, c[6]), r2, mla!(L: c[5], r, c[4]));
            let r4 = r2 * r2;
            let p = mla!(L: mla!(L: c[8], r4, high), r4, low);
            1.0 + mla!(L: r2, p, r)
        } else {
            let hi = x - k * LN2_HI;
            let lo = k * LN2_LO;
            let r = hi - lo;
            let r2 = r * r;
            let r4 = r2 * r2;
            let c = &LONG;
            let low = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
            let mid = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
            let p = low + (mid + (c[8] + c[9] * r) * r4) * r4;
            1.0 + (hi + (r2 * p - lo))
        };
        let n = t.to_bits().wrapping_add(2 * 1023);
        let half = n >> 1;
        y * f64::from_bits(half << 52) * f64::from_bits(n.wrapping_sub(half) << 52)
    }

    /// The natural logarithm of `x`. Under `nnan` unspecified below zero, under `ninf` at zero.
    #[inline(always)]
    pub fn ln<M: Flags, L: Fuse>(x: f64) -> f64 {
        let subnormal = x < f64::MIN_POSITIVE;
        let scaled = pick(subnormal, x * TWO_54, x);
        let bias = pick(subnormal, TWO_52 + 1023.0 + 54.0, TWO_52 + 1023.0);
        let bits = scaled.to_bits().wrapping_add(ONE - SQRT_HALF);
        let k = f64::from_bits((bits >> 52) | TWO_52.to_bits()) - bias;
        let f = f64::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0;
        let s = f / (2.0 + f);
        let z = s * s;
        let z2 = z * z;
        let c = &LN;
        let y = if M::AFN {
            let low = mla!(L: c[1], z, c[0]);
            let high = mla!(L: mla!(L: c[6], z2, mla!(L: c[5], z, c[4])), z2, mla!(L: c[3], z, c[2]));
            let l = mla!(L: high, z2, low);
            // 2 atanh(s) = s (2 + z L(z))
            let tail = mla!(L: mla!(L: z, l, 2.0), s, k * LN2_LO);
            mla!(L: k, LN2_HI, tail)
        } else {
            let l = (c[0] + c[1] * z) + ((c[2] + c[3] * z) + ((c[4] + c[5] * z) + c[6] * z2) * z2) * z2;
            let square = 0.5 * f * f;
            let tail = s * (square + z * l) + k * LN2_LO;
            let whole = k * LN2_HI;
            let sum = whole + f;
            let rest = f - (sum - whole);
            sum + (rest + (tail - square))
        };
        let y = if M::NNAN && M::NINF { y } else { pick(x < f64::INFINITY, y, x) };
        let y = if M::NNAN { y } else { pick(x < 0.0, f64::NAN, y) };
        if M::NINF { y } else { pick(x == 0.0, f64::NEG_INFINITY, y) }
    }

    /// The sine of `x`. Under `nnan` unspecified for infinities.
    #[inline(always)]
    pub fn sin<M: Flags, L: Fuse>(x: f64) -> f64 {
        sin_with::<M, L>(x, &TABLES)
    }

    /// [`sin`] with the tables at hand.
    #[inline(always)]
    pub(crate) fn sin_with<M: Flags, L: Fuse>(x: f64, tables: &Tables) -> f64 {
        let (n, high, low) = reduction::quarter_turns(x.abs(), tables);
        let (s, c) = both::<M, L>(high, low);
        let y = pick(n & 1 == 0, s, c);
        let sign = (n >> 1 << 63) ^ (x.to_bits() & SIGN);
        let y = f64::from_bits(y.to_bits() ^ sign);
        if M::NNAN { y } else { y * (1.0 + x * 0.0) }
    }

    /// The cosine of `x`. Under `nnan` unspecified for infinities.
    #[inline(always)]
    pub fn cos<M: Flags, L: Fuse>(x: f64) -> f64 {
        cos_with::<M, L>(x, &TABLES)
    }

    /// [`cos`] with the tables at hand.
    #[inline(always)]
    pub(crate) fn cos_with<M: Flags, L: Fuse>(x: f64, tables: &Tables) -> f64 {
        let (n, high, low) = reduction::quarter_turns(x.abs(), tables);
        let (s, c) = both::<M, L>(high, low);
        let y = pick(n & 1 == 0, c, s);
        let sign = (n.wrapping_add(1) >> 1) << 63;
        let y = f64::from_bits(y.to_bits() ^ sign);
        if M::NNAN { y } else { y * (1.0 + x * 0.0) }
    }

    /// Sine and cosine of a remainder. The short ones ignore what its high part lost, and what the cosine's
    /// sum does.
    #[inline(always)]
    fn both<M: Flags, L: Fuse>(high: f64, low: f64) -> (f64, f64) {
        if !M::AFN {
            return (sin_poly(high, low), cos_poly(high, low));
        }
        let z = high * high;
        let z2 = z * z;
        let polynomial = |c: &[f64; 6]| {
            let tail = mla!(L: mla!(L: c[5], z, c[4]), z2, mla!(L: c[3], z, c[2]));
            mla!(L: tail, z2, mla!(L: c[1], z, c[0]))
        };
        let s = mla!(L: high * z, polynomial(&SIN), high);
        let c = 1.0 + mla!(L: z2, polynomial(&COS), -0.5 * z);
        (s, c)
    }
}

/// On `f32`.
pub mod f32 {
    use super::super::f32::{
        EXP as LONG, LN, LN2_HI, LN2_LO, MAGIC, MANTISSA, ONE, SQRT_HALF, TWO_23, TWO_25,
    };
    use super::super::f32::{cos_poly, sin_poly};
    use super::{Flags, Fuse, TABLES, Tables, pick, reduction};

    const EXP: [f32; 4] = [0.4999923, 0.16667114, 0.04189034, 0.008312554];
    const SIN: [f64; 3] = [-0.16666654940083162, 0.008332177912564818, -0.00019517266475508043];
    const COS: [f64; 3] = [0.04166664686261999, -0.001388736731028227, 2.4438425628753835e-05];

    /// e to the power `x`. Under `ninf` unspecified where the result would be infinite.
    #[inline(always)]
    pub fn exp<M: Flags, L: Fuse>(x: f32) -> f32 {
        let x = if M::NINF { x } else { pick(x > 89.0, 89.0, x) };
        let x = pick(x < -104.0, -104.0, x);
        let t = x * std::f32::consts::LOG2_E + MAGIC;
        let k = t - MAGIC;
        let y = if M::AFN {
            let hi = mla!(L: -k, LN2_HI, x);
            let r = mla!(L: -k, LN2_LO, hi);
            let r2 = r * r;
            let c = &EXP;
            let p = mla!(L: mla!(L: c[3], r, c[2]), r2, mla!(L: c[1], r, c[0]));
            1.0 + mla!(L: r2, p, r)
        } else {
            let hi = x - k * LN2_HI;
            let lo = k * LN2_LO;
            let r = hi - lo;
            let r2 = r * r;
            let c = &LONG;
            let p = (c[0] + c[1] * r) + ((c[2] + c[3] * r) + c[4] * r2) * r2;
            1.0 + (hi + (r2 * p - lo))
        };
        let n = t.to_bits().wrapping_add(2 * 127);
        let half = n >> 1;
        y * f32::from_bits(half << 23) * f32::from_bits(n.wrapping_sub(half) << 23)
    }

    /// The natural logarithm of `x`. Under `nnan` unspecified below zero, under `ninf` at zero.
    #[inline(always)]
    pub fn ln<M: Flags, L: Fuse>(x: f32) -> f32 {
        let subnormal = x < f32::MIN_POSITIVE;
        let scaled = pick(subnormal, x * TWO_25, x);
        let bias = pick(subnormal, TWO_23 + 127.0 + 25.0, TWO_23 + 127.0);
        let bits = scaled.to_bits().wrapping_add(ONE - SQRT_HALF);
        let k = f32::from_bits((bits >> 23) | TWO_23.to_bits()) - bias;
        let f = f32::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0;
        let s = f / (2.0 + f);
        let z = s * s;
        let c = &LN;
        let y = if M::AFN {
            let l = mla!(L: mla!(L: c[2], z, c[1]), z, c[0]);
            let tail = mla!(L: mla!(L: z, l, 2.0), s, k * LN2_LO);
            mla!(L: k, LN2_HI, tail)
        } else {
            let l = c[0] + (c[1] + c[2] * z) * z;
            let square = 0.5 * f * f;
            let tail = s * (square + z * l) + k * LN2_LO;
            let whole = k * LN2_HI;
            let sum = whole + f;
            let rest = f - (sum - whole);
            sum + (rest + (tail - square))
        };
        let y = if M::NNAN && M::NINF { y } else { pick(x < f32::INFINITY, y, x) };
        let y = if M::NNAN { y } else { pick(x < 0.0, f32::NAN, y) };
        if M::NINF { y } else { pick(x == 0.0, f32::NEG_INFINITY, y) }
    }

    /// The sine of `x`. Under `nnan` unspecified for infinities.
    #[inline(always)]
    pub fn sin<M: Flags, L: Fuse>(x: f32) -> f32 {
        sin_with::<M, L>(x, &TABLES)
    }

    /// [`sin`] with the tables at hand.
    #[inline(always)]
    pub(crate) fn sin_with<M: Flags, L: Fuse>(x: f32, tables: &Tables) -> f32 {
        let (n, r) = reduction::quarter_turns_f32(x.abs(), tables);
        let (s, c) = both::<M, L>(r);
        let y = pick(n & 1 == 0, s, c);
        let y = f64::from_bits(y.to_bits() ^ (n >> 1 << 63));
        let y = f32::from_bits((y as f32).to_bits() ^ (x.to_bits() & (1 << 31)));
        if M::NNAN { y } else { y * (1.0 + x * 0.0) }
    }

    /// The cosine of `x`. Under `nnan` unspecified for infinities.
    #[inline(always)]
    pub fn cos<M: Flags, L: Fuse>(x: f32) -> f32 {
        cos_with::<M, L>(x, &TABLES)
    }

    /// [`cos`] with the tables at hand.
    #[inline(always)]
    pub(crate) fn cos_with<M: Flags, L: Fuse>(x: f32, tables: &Tables) -> f32 {
        let (n, r) = reduction::quarter_turns_f32(x.abs(), tables);
        let (s, c) = both::<M, L>(r);
        let y = pick(n & 1 == 0, c, s);
        let y = f64::from_bits(y.to_bits() ^ (n.wrapping_add(1) >> 1 << 63)) as f32;
        if M::NNAN { y } else { y * (1.0 + x * 0.0) }
    }

    /// Sine and cosine of a remainder.
    #[inline(always)]
    fn both<M: Flags, L: Fuse>(r: f64) -> (f64, f64) {
        if !M::AFN {
            return (sin_poly(r), cos_poly(r));
        }
        let z = r * r;
        let (s, c) = (&SIN, &COS);
        let s = mla!(L: mla!(L: s[2], z, s[1]), z, s[0]);
        let c = mla!(L: mla!(L: c[2], z, c[1]), z, c[0]);
        (mla!(L: r * z, s, r), 1.0 + mla!(L: z * z, c, -0.5 * z))
    }
}
