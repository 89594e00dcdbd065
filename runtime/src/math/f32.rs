//! Elementary functions on `f32`: one value in, one value out, straight-line code.
//!
//! `exp` and `ln` are the formulas of `f64.rs` in single precision, with shorter polynomials; `sin` and `cos`
//! compute in `f64`, where the argument reduction is shorter than it could be in `f32`.

use super::{TABLES, Tables, pick, reduction};

/// 1.5 * 2^23: adding it leaves the nearest integer in the low bits of the sum.
pub(super) const MAGIC: f32 = 12582912.0;
pub(super) const TWO_23: f32 = 8388608.0;
pub(super) const TWO_25: f32 = 33554432.0;
pub(super) const ONE: u32 = 1.0f32.to_bits();
pub(super) const SQRT_HALF: u32 = std::f32::consts::FRAC_1_SQRT_2.to_bits();
pub(super) const MANTISSA: u32 = (1 << 23) - 1;
pub(super) const LN2_HI: f32 = 0.69314575;
pub(super) const LN2_LO: f32 = 1.4286068e-06;
pub(super) const EXP: [f32; 5] = [0.49999994, 0.16666521, 0.04166839, 0.0083687445, 0.0013814569];
pub(super) const LN: [f32; 3] = [0.66666776, 0.39977542, 0.29872665];
pub(super) const SIN: [f64; 4] =
    [-0.16666666641618919, 0.008333329384969456, -0.000198393345304584, 2.7183084847852615e-06];
pub(super) const COS: [f64; 4] =
    [0.04166666662281463, -0.0013888883752162149, 2.479951965641973e-05, -2.7210207059151386e-07];

/// e to the power `x`; off by at most 0.91 ULP (all arguments tried).
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Beyond these bounds the result is infinite or zero already; a NaN passes both.
    let x = pick(x > 89.0, 89.0, x);
    let x = pick(x < -104.0, -104.0, x);
    let t = x * std::f32::consts::LOG2_E + MAGIC;
    let k = t - MAGIC;
    // The high part has 15 bits: its product with k and the difference are exact.
    let hi = x - k * LN2_HI;
    let lo = k * LN2_LO;
    let r = hi - lo;
    let r2 = r * r;
    let c = &EXP;
    let p = (c[0] + c[1] * r) + ((c[2] + c[3] * r) + c[4] * r2) * r2;
    let y = 1.0 + (hi + (r2 * p - lo));
    // 2^k as a product of two normal powers: only the last multiplication can overflow or underflow.
    let n = t.to_bits().wrapping_add(2 * 127);
    let half = n >> 1;
    y * f32::from_bits(half << 23) * f32::from_bits(n.wrapping_sub(half) << 23)
}

/// The natural logarithm of `x`; off by at most 0.84 ULP (all arguments tried). Minus infinity at zero, NaN below.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    let subnormal = x < f32::MIN_POSITIVE;
    let scaled = pick(subnormal, x * TWO_25, x);
    let bias = pick(subnormal, TWO_23 + 127.0 + 25.0, TWO_23 + 127.0);
    // Moves the cut between two exponents from 1 to sqrt(1/2).
    let bits = scaled.to_bits().wrapping_add(ONE - SQRT_HALF);
    let k = f32::from_bits((bits >> 23) | TWO_23.to_bits()) - bias;
    let f = f32::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let c = &LN;
    let l = c[0] + (c[1] + c[2] * z) * z;
    let square = 0.5 * f * f;
    let tail = s * (square + z * l) + k * LN2_LO;
    // k ln 2 is exact here and zero or greater than f, so `rest` is exactly what the sum lost.
    let whole = k * LN2_HI;
    let sum = whole + f;
    let rest = f - (sum - whole);
    let y = sum + (rest + (tail - square));
    let y = pick(x < f32::INFINITY, y, x);
    let y = pick(x < 0.0, f32::NAN, y);
    pick(x == 0.0, f32::NEG_INFINITY, y)
}

/// The sine of `x` (radians); off by at most 0.501 ULP, for every finite argument.
#[inline(always)]
pub fn sin(x: f32) -> f32 {
    sin_with(x, &TABLES)
}

/// [`sin`] with the tables at hand.
#[inline(always)]
pub(crate) fn sin_with(x: f32, tables: &Tables) -> f32 {
    let (n, r) = reduction::quarter_turns_f32(x.abs(), tables);
    let y = pick(n & 1 == 0, sin_poly(r), cos_poly(r));
    // Bit 1 of n: the lower half of the circle. The sine is odd: the sign of x enters as well.
    let y = f64::from_bits(y.to_bits() ^ (n >> 1 << 63));
    let y = f32::from_bits((y as f32).to_bits() ^ (x.to_bits() & (1 << 31)));
    // NaN for infinities, in arithmetic: a select here is made a branch, which stops the vectorizer.
    y * (1.0 + x * 0.0)
}

/// The cosine of `x` (radians); off by at most 0.501 ULP, for every finite argument.
#[inline(always)]
pub fn cos(x: f32) -> f32 {
    cos_with(x, &TABLES)
}

/// [`cos`] with the tables at hand.
#[inline(always)]
pub(crate) fn cos_with(x: f32, tables: &Tables) -> f32 {
    let (n, r) = reduction::quarter_turns_f32(x.abs(), tables);
    let y = pick(n & 1 == 0, cos_poly(r), sin_poly(r));
    // cos(x) = sin(x + a quarter turn).
    let y = f64::from_bits(y.to_bits() ^ (n.wrapping_add(1) >> 1 << 63)) as f32;
    // NaN for infinities, in arithmetic: a select here is made a branch, which stops the vectorizer.
    y * (1.0 + x * 0.0)
}

/// The square root of `x`, correctly rounded (0.5 ULP), as IEEE 754 demands of the processor.
#[inline(always)]
pub fn sqrt(x: f32) -> f32 {
    x.sqrt()
}

/// sin(r) for |r| <= pi/4, to single precision.
#[inline(always)]
pub(super) fn sin_poly(r: f64) -> f64 {
    let z = r * r;
    let c = &SIN;
    r + r * z * ((c[0] + c[1] * z) + (c[2] + c[3] * z) * (z * z))
}

/// cos(r) for |r| <= pi/4, to single precision.
#[inline(always)]
pub(super) fn cos_poly(r: f64) -> f64 {
    let z = r * r;
    let c = &COS;
    (1.0 - 0.5 * z) + z * z * ((c[0] + c[1] * z) + (c[2] + c[3] * z) * (z * z))
}
