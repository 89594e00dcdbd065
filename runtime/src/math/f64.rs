//! Elementary functions on `f64`: one value in, one value out, straight-line code.
//!
//! The constants are the output of `coefficients.py`. Multiplications and additions are never fused, so
//! that a processor with fused multiply-add computes the same bits as one without.

use super::{TABLES, Tables, pick, reduction};

/// 1.5 * 2^52: adding it leaves the nearest integer in the low bits of the sum.
pub(super) const MAGIC: f64 = 6755399441055744.0;
pub(super) const TWO_52: f64 = 4503599627370496.0;
pub(super) const TWO_54: f64 = 18014398509481984.0;
pub(super) const ONE: u64 = 1.0f64.to_bits();
pub(super) const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
pub(super) const MANTISSA: u64 = (1 << 52) - 1;
pub(super) const SIGN: u64 = 1 << 63;
pub(super) const LN2_HI: f64 = 0.6931471805598903;
pub(super) const LN2_LO: f64 = 5.497923018708371e-14;
pub(super) const EXP: [f64; 10] = [
    0.5000000000000011,
    0.1666666666666641,
    0.041666666666525395,
    0.008333333333493568,
    0.001388888894504376,
    0.00019841269513497955,
    2.4801491493042322e-05,
    2.755757572662813e-06,
    2.7630865240784255e-07,
    2.5004839771858098e-08,
];
pub(super) const LN: [f64; 7] = [
    0.6666666666666734,
    0.399999999994147,
    0.28571428742748844,
    0.22222198508295765,
    0.18183568864770067,
    0.15313909075857357,
    0.14797588444204277,
];
pub(super) const SIN: [f64; 6] = [
    -0.16666666666666632,
    0.00833333333332242,
    -0.0001984126982976942,
    2.755731366843961e-06,
    -2.505075325994983e-08,
    1.5896460210023208e-10,
];
pub(super) const COS: [f64; 6] = [
    0.0416666666666666,
    -0.0013888888888874131,
    2.480158728930429e-05,
    -2.7557314261015133e-07,
    2.08757065525706e-09,
    -1.1358598962533937e-11,
];

/// e to the power `x`; off by at most 0.95 ULP (0.92 measured).
///
/// With k the integer nearest to x / ln 2 and r = x - k ln 2: e^x = 2^k (1 + r + r^2 P(r)).
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    // Beyond these bounds the result is infinite or zero already; a NaN passes both.
    let x = pick(x > 710.0, 710.0, x);
    let x = pick(x < -746.0, -746.0, x);
    let t = x * std::f64::consts::LOG2_E + MAGIC;
    let k = t - MAGIC;
    // The high part has 42 bits: its product with k and the difference are exact.
    let hi = x - k * LN2_HI;
    let lo = k * LN2_LO;
    let r = hi - lo;
    let r2 = r * r;
    let r4 = r2 * r2;
    let c = &EXP;
    let low = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
    let mid = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
    let p = low + (mid + (c[8] + c[9] * r) * r4) * r4;
    let y = 1.0 + (hi + (r2 * p - lo));
    // 2^k as a product of two normal powers: only the last multiplication can overflow or underflow.
    let n = t.to_bits().wrapping_add(2 * 1023);
    let half = n >> 1;
    y * f64::from_bits(half << 52) * f64::from_bits(n.wrapping_sub(half) << 52)
}

/// The natural logarithm of `x`; off by at most 0.85 ULP (0.83 measured). Minus infinity at zero, NaN below.
///
/// x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2). With s = f / (2 + f) and z = s^2,
/// ln(1 + f) = 2 atanh(s) = f - f^2/2 + s (f^2/2 + z L(z)).
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = pick(subnormal, x * TWO_54, x);
    let bias = pick(subnormal, TWO_52 + 1023.0 + 54.0, TWO_52 + 1023.0);
    // Moves the cut between two exponents from 1 to sqrt(1/2).
    let bits = scaled.to_bits().wrapping_add(ONE - SQRT_HALF);
    // An integer below 2^52, put into the low bits of 2^52, is converted without a conversion instruction.
    let k = f64::from_bits((bits >> 52) | TWO_52.to_bits()) - bias;
    let f = f64::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let c = &LN;
    let l = (c[0] + c[1] * z) + ((c[2] + c[3] * z) + ((c[4] + c[5] * z) + c[6] * z2) * z2) * z2;
    let square = 0.5 * f * f;
    let tail = s * (square + z * l) + k * LN2_LO;
    // k ln 2 is exact here and zero or greater than f, so `rest` is exactly what the sum lost.
    let whole = k * LN2_HI;
    let sum = whole + f;
    let rest = f - (sum - whole);
    let y = sum + (rest + (tail - square));
    let y = pick(x < f64::INFINITY, y, x);
    let y = pick(x < 0.0, f64::NAN, y);
    pick(x == 0.0, f64::NEG_INFINITY, y)
}

/// The sine of `x` (radians); off by at most 0.85 ULP (0.83 measured), for every finite argument.
#[inline(always)]
pub fn sin(x: f64) -> f64 {
    sin_with(x, &TABLES)
}

/// [`sin`] with the tables at hand.
#[inline(always)]
pub(crate) fn sin_with(x: f64, tables: &Tables) -> f64 {
    let (n, high, low) = reduction::quarter_turns(x.abs(), tables);
    let y = pick(n & 1 == 0, sin_poly(high, low), cos_poly(high, low));
    // Bit 1 of n: the lower half of the circle. The sine is odd: the sign of x enters as well.
    let sign = (n >> 1 << 63) ^ (x.to_bits() & SIGN);
    let y = f64::from_bits(y.to_bits() ^ sign);
    // NaN for infinities, in arithmetic: a select here is made a branch, which stops the vectorizer.
    y * (1.0 + x * 0.0)
}

/// The cosine of `x` (radians); off by at most 0.88 ULP (0.84 measured), for every finite argument.
#[inline(always)]
pub fn cos(x: f64) -> f64 {
    cos_with(x, &TABLES)
}

/// [`cos`] with the tables at hand.
#[inline(always)]
pub(crate) fn cos_with(x: f64, tables: &Tables) -> f64 {
    let (n, high, low) = reduction::quarter_turns(x.abs(), tables);
    let y = pick(n & 1 == 0, cos_poly(high, low), sin_poly(high, low));
    // cos(x) = sin(x + a quarter turn).
    let sign = (n.wrapping_add(1) >> 1) << 63;
    let y = f64::from_bits(y.to_bits() ^ sign);
    // NaN for infinities, in arithmetic: a select here is made a branch, which stops the vectorizer.
    y * (1.0 + x * 0.0)
}

/// The square root of `x`, correctly rounded (0.5 ULP), as IEEE 754 demands of the processor.
#[inline(always)]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// sin(high + low) for |high| <= pi/4 and a tiny low.
#[inline(always)]
pub(super) fn sin_poly(high: f64, low: f64) -> f64 {
    let z = high * high;
    let z2 = z * z;
    let c = &SIN;
    let p = (c[0] + c[1] * z) + ((c[2] + c[3] * z) + (c[4] + c[5] * z) * z2) * z2;
    high + (high * z * p + low * (1.0 - 0.5 * z))
}

/// cos(high + low) for |high| <= pi/4 and a tiny low.
#[inline(always)]
pub(super) fn cos_poly(high: f64, low: f64) -> f64 {
    let z = high * high;
    let z2 = z * z;
    let c = &COS;
    let p = (c[0] + c[1] * z) + ((c[2] + c[3] * z) + (c[4] + c[5] * z) * z2) * z2;
    let half = 0.5 * z;
    let sum = 1.0 - half;
    // (1 - sum) - half is what the rounding of the sum lost.
    sum + (((1.0 - sum) - half) + (z2 * p - high * low))
}
