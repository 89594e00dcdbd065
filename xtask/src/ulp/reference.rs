//! The functions in double-double arithmetic.
//!
//! Each is exact to at least 2^-85 of its value (2^-64 for `erfc` between 4.5 and 6): less than a
//! thousandth of a unit in the last place. `cargo xtask ulp` compares the worst points with multi-precision.

use super::double::{Dd, ONE, Real, ZERO, exponent, ldexp};

const LN2: [f64; 3] = [std::f64::consts::LN_2, 2.3190468138462996e-17, 5.707708438416212e-34];
const PIO2: [f64; 3] = [std::f64::consts::FRAC_PI_2, 6.123233995736766e-17, -1.4973849048591698e-33];
const LN_2: Dd = Dd(LN2[0], LN2[1]);
const LOG2_E: Dd = Dd(std::f64::consts::LOG2_E, 2.0355273740931033e-17);
const LOG10_E: Dd = Dd(std::f64::consts::LOG10_E, 1.098319650216765e-17);
const TWO_OVER_ROOT_PI: Dd = Dd(std::f64::consts::FRAC_2_SQRT_PI, 1.533545961316588e-17);

/// Below, e^x - 1 and ln(1 + x) are x; the series would underflow.
const TINY: f64 = 1e-200;

/// x - k * parts
fn take(x: Dd, k: f64, parts: [f64; 3]) -> Dd {
    parts.iter().fold(x, |r, &part| r + Dd::product(-k, part))
}

fn int(n: i32) -> Dd {
    Dd::from(f64::from(n))
}

/// 1 / n
fn inverse(n: i32) -> Dd {
    static TABLE: std::sync::LazyLock<Vec<Dd>> =
        std::sync::LazyLock::new(|| (0..1000).map(|n| ONE / int(n.max(1))).collect());
    TABLE[n as usize]
}

/// 1 / n!
fn inverse_factorial(n: i32) -> Dd {
    static TABLE: std::sync::LazyLock<Vec<Dd>> = std::sync::LazyLock::new(|| {
        let mut all = vec![ONE];
        (1..40).for_each(|n| all.push(all[all.len() - 1] / int(n)));
        all
    });
    TABLE[n as usize]
}

/// The sum of r^(n - first) / n!, n from `first` to `last`; |r| below 1/100.
fn series(r: Dd, first: i32, last: i32) -> Dd {
    (first..last).rev().fold(inverse_factorial(last), |sum, n| inverse_factorial(n).add_smaller(sum * r))
}

/// e^x - 1 for x = k ln 2 + r: (e^r - 1, k). The series at r / 64, and (1 + e)^2 - 1 = 2e + e^2 six times.
fn reduced_exp(x: Dd) -> (Dd, i32) {
    let k = (x.0 / LN2[0]).round();
    let r = take(x, k, LN2).scale(1.0 / 64.0);
    let sum = series(r, 1, 12);
    let mut e = sum * r;
    for _ in 0..6 {
        e = e.scale(2.0) + e * e;
    }
    (e, k as i32)
}

pub fn exp_of(x: Dd) -> Real {
    let (e, k) = reduced_exp(x);
    Real { significand: ONE + e, exponent: k }
}

/// e^x - 1 for x below 700.
fn exp_m1_of(x: Dd) -> Dd {
    if x.0.abs() < TINY {
        return x;
    }
    let (e, k) = reduced_exp(x);
    match k {
        0 => e,
        _ => {
            let e = ONE + e;
            // In two steps: 2^k may be subnormal.
            Dd(ldexp(e.0, k), ldexp(e.1, k)) - ONE
        }
    }
}

/// ln(1 + x): one step from std's result.
fn ln_1p_of(x: Dd) -> Dd {
    if x.0.abs() < TINY {
        return x;
    }
    let y = x.0.ln_1p();
    let e = exp_m1_of(y.into());
    let t = (x - e) / (ONE + e);
    Dd::from(y) + t - (t * t).scale(0.5)
}

/// ln x, for a positive finite x.
fn ln_of(x: f64) -> Dd {
    let subnormal = x < f64::MIN_POSITIVE;
    let bits = (if subnormal { x * ldexp(1.0, 54) } else { x }).to_bits();
    let mut k = (bits >> 52) as i32 - 1023 - if subnormal { 54 } else { 0 };
    let mut m = f64::from_bits(bits & ((1 << 52) - 1) | 1.0f64.to_bits());
    if m > 1.4 {
        (m, k) = (0.5 * m, k + 1);
    }
    let k = f64::from(k);
    ln_1p_of(Dd::sum(m, -1.0)) + (Dd::product(k, LN2[0]) + Dd::product(k, LN2[1]))
}

/// The leading 1280 bits of 2/pi.
const TWO_OVER_PI: [u64; 20] = [
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
];

/// x >= 0 as quarter turns and a remainder in radians.
fn quarter_turns(x: f64) -> (i64, Dd) {
    if x < 1e6 {
        let k = (x / PIO2[0]).round();
        return (k as i64, take(x.into(), k, PIO2));
    }
    // x = m * 2^e with an integer m. Bit i of 2/pi has weight 2^(e - i - 1) in the product: those of weight
    // four and more drop out, the next 320 count.
    let e = ((x.to_bits() >> 52) as i32) - 1023 - 52;
    let m = (x.to_bits() & ((1 << 52) - 1)) | 1 << 52;
    let bit = |i: i32| match usize::try_from(i) {
        Ok(i) if i < 1280 => (TWO_OVER_PI[i / 64] >> (63 - i % 64)) & 1,
        _ => 0,
    };
    let mut words = [0u64; 5];
    for i in 0..320 {
        words[i / 64] |= bit(e - 2 + i as i32) << (63 - i % 64);
    }
    let mut carry = 0u128;
    for word in words.iter_mut().rev() {
        let p = u128::from(*word) * u128::from(m) + carry;
        *word = p as u64;
        carry = p >> 64;
    }
    // Two integer bits, then the fraction.
    let n = (words[0] >> 62) as i64;
    words[0] &= u64::MAX >> 2;
    let half = words[0] >> 61 == 1;
    let (n, turns) = if half { (n + 1, -fraction(complement(words))) } else { (n, fraction(words)) };
    (n, turns * Dd(PIO2[0], PIO2[1]))
}

/// A fixed-point number with two integer bits: pieces of 32 bits are exact floats, summed from the last.
fn fraction(words: [u64; 5]) -> Dd {
    (0..10).rev().fold(ZERO, |sum, i| {
        let piece = (words[i / 2] >> (32 - 32 * (i % 2))) & 0xffff_ffff;
        sum + Dd::from(ldexp(piece as f64, 2 - 32 * (i as i32 + 1)))
    })
}

/// One minus the number.
fn complement(mut words: [u64; 5]) -> [u64; 5] {
    let mut borrow = false;
    for (i, word) in words.iter_mut().enumerate().rev() {
        let one = if i == 0 { 1u64 << 62 } else { 0 };
        let (d, b1) = one.overflowing_sub(*word);
        let (d, b2) = d.overflowing_sub(u64::from(borrow));
        (*word, borrow) = (d, b1 | b2);
    }
    words
}
/// (sin r, cos r) for |r| <= pi/4 or a little more.
fn circle(r: Dd) -> (Dd, Dd) {
    let z = -(r * r);
    let series = |first: i32| {
        (0..13).rev().fold(inverse_factorial(first + 26), |sum, n| {
            inverse_factorial(first + 2 * n).add_smaller(sum * z)
        })
    };
    (series(1) * r, series(0))
}

pub fn sin_cos_of(x: f64) -> (Dd, Dd) {
    let (n, r) = quarter_turns(x.abs());
    let (s, c) = circle(r);
    let (s, c) = match n.rem_euclid(4) {
        0 => (s, c),
        1 => (c, -s),
        2 => (-s, -c),
        _ => (-c, s),
    };
    (if x < 0.0 { -s } else { s }, c)
}

/// The angle of the point (x, y): one step from std's.
fn angle(y: Dd, x: Dd) -> Dd {
    let a = y.0.atan2(x.0);
    let (s, c) = sin_cos_of(a);
    Dd::from(a) + (y * c - x * s) / (x * c + y * s)
}

pub fn exp(x: f64) -> Real {
    exp_of(x.into())
}

pub fn exp2(x: f64) -> Real {
    let k = x.round();
    let e = exp_of(Dd::from(x - k) * LN_2);
    Real { exponent: e.exponent + k as i32, ..e }
}

pub fn exp_m1(x: f64) -> Real {
    if x > 100.0 { exp(x) } else { exp_m1_of(x.into()).into() }
}

pub fn ln(x: f64) -> Real {
    ln_of(x).into()
}

pub fn log2(x: f64) -> Real {
    (ln_of(x) * LOG2_E).into()
}

pub fn log10(x: f64) -> Real {
    (ln_of(x) * LOG10_E).into()
}

pub fn ln_1p(x: f64) -> Real {
    if x > 1e15 { (ln_of(x) + Dd::from(1.0 / x)).into() } else { ln_1p_of(x.into()).into() }
}

pub fn sin(x: f64) -> Real {
    sin_cos_of(x).0.into()
}

pub fn cos(x: f64) -> Real {
    sin_cos_of(x).1.into()
}

pub fn tan(x: f64) -> Real {
    let (s, c) = sin_cos_of(x);
    (s / c).into()
}

pub fn sinh(x: f64) -> Real {
    let a = x.abs();
    let y = if a < 1.0 {
        let e = exp_m1_of(a.into());
        Real::from((e + e / (ONE + e)).scale(0.5))
    } else {
        halves(a, -1.0)
    };
    if x < 0.0 { y.negated() } else { y }
}

/// (e^a + sign * e^-a) / 2
fn halves(a: f64, sign: f64) -> Real {
    let e = exp(a);
    let other = if a < 40.0 { (ONE / e.significand).scale(sign * ldexp(1.0, -2 * e.exponent)) } else { ZERO };
    Real { significand: e.significand + other, exponent: e.exponent - 1 }
}

pub fn cosh(x: f64) -> Real {
    halves(x.abs(), 1.0)
}

pub fn tanh(x: f64) -> Real {
    let e = exp_m1_of(Dd::from((2.0 * x.abs()).min(200.0)));
    let y = Real::from(e / (e + int(2)));
    if x < 0.0 { y.negated() } else { y }
}

pub fn asin(x: f64) -> Real {
    angle(x.into(), opposite(x)).into()
}

pub fn acos(x: f64) -> Real {
    angle(opposite(x), x.into()).into()
}

/// sqrt(1 - x^2)
fn opposite(x: f64) -> Dd {
    (Dd::sum(1.0, x) * Dd::sum(1.0, -x)).sqrt()
}

pub fn atan(x: f64) -> Real {
    // The quotient's terms must not overflow.
    if x.abs() > 1e200 { angle(Dd::from(x * 1e-150), Dd::from(1e-150)) } else { angle(x.into(), ONE) }.into()
}

pub fn atan2(y: f64, x: f64) -> Real {
    let (above, below) = (exponent(y).max(-1022), exponent(x).max(-1022));
    if x > 0.0 && above < below - 200 {
        // atan(t) = t to far more than the result has.
        let q = Dd::from(ldexp(y, -above)) / Dd::from(ldexp(x, -below));
        return Real { significand: q, exponent: above - below };
    }
    let k = above.max(below);
    // What vanishes in the scaling is too small to count beside the other.
    let (y, x) = (ldexp(y, -k), ldexp(x, -k));
    angle(y.into(), x.into()).into()
}

pub fn asinh(x: f64) -> Real {
    let a = x.abs();
    let y = if a > 1e50 {
        ln_of(a) + LN_2
    } else {
        let a = Dd::from(a);
        let square = a * a;
        ln_1p_of(a + square / (ONE + (ONE + square).sqrt()))
    };
    if x < 0.0 { -y } else { y }.into()
}

pub fn acosh(x: f64) -> Real {
    if x > 1e50 {
        return (ln_of(x) + LN_2).into();
    }
    let t = Dd::sum(x, -1.0);
    ln_1p_of(t + (t.scale(2.0) + t * t).sqrt()).into()
}

pub fn atanh(x: f64) -> Real {
    ln_1p_of(Dd::from(2.0 * x) / Dd::sum(1.0, -x)).scale(0.5).into()
}

pub fn cbrt(x: f64) -> Real {
    let k = exponent(x).max(-1022) / 3;
    let x = ldexp(x, -3 * k);
    let y = Dd::from(x.cbrt());
    let square = y * y;
    let y = y + (Dd::from(x) - square * y) / (square * int(3));
    Real { significand: y, exponent: k }
}

pub fn hypot(x: f64, y: f64) -> Real {
    let k = exponent(x.abs().max(y.abs())).max(-1022);
    let (x, y) = (ldexp(x, -k), ldexp(y, -k));
    Real { significand: (Dd::product(x, x) + Dd::product(y, y)).sqrt(), exponent: k }
}

pub fn powf(x: f64, y: f64) -> Real {
    let p = ln_of(x.abs()) * Dd::from(y);
    let power = exp_of(if p.0.abs() > 2000.0 { Dd::from(2000f64.copysign(p.0)) } else { p });
    if x < 0.0 && y % 2.0 != 0.0 { power.negated() } else { power }
}

/// Below 4.5: x 2/sqrt(pi) e^(-x^2) (1 + 2x^2/3 + (2x^2)^2/15 + ..), whose terms are all positive.
fn erf_series(a: f64) -> Dd {
    let z = Dd::product(a, a).scale(2.0);
    let terms = (2.0 * a * a * 1.5) as i32 + 60;
    let mut sum = ONE;
    for n in (1..=terms).rev() {
        sum = ONE + sum * (z * inverse(2 * n + 1));
    }
    let e = exp_of(-Dd::product(a, a));
    sum * Dd::from(a) * TWO_OVER_ROOT_PI * e.significand.scale(ldexp(1.0, e.exponent))
}

/// From 2 on: e^(-x^2) / (sqrt(pi) (x + 1/2/(x + 1/(x + 3/2/(x + ..))))).
fn erfc_fraction(a: f64) -> Real {
    let terms = (900.0 / (a * a)) as i32 + 40;
    let a = Dd::from(a);
    let mut f = a;
    for n in (1..=terms).rev() {
        f = a + int(n).scale(0.5) / f;
    }
    let e = exp_of(-(a * a));
    Real { significand: e.significand * TWO_OVER_ROOT_PI.scale(0.5) / f, exponent: e.exponent }
}

pub fn erf(x: f64) -> Real {
    let a = x.abs();
    if a < TINY {
        // Scaled, so that no part of the product is subnormal.
        let significand = Dd::from(ldexp(x, 600)) * TWO_OVER_ROOT_PI;
        return Real { significand, exponent: -600 };
    }
    let y = if a < 4.5 {
        erf_series(a)
    } else {
        let c = erfc_fraction(a.min(20.0));
        ONE - c.significand.scale(ldexp(1.0, c.exponent))
    };
    if x < 0.0 { -y } else { y }.into()
}

pub fn erfc(x: f64) -> Real {
    if x < 0.0 {
        (ONE - erf(x).significand).into()
    } else if x < 3.0 {
        (ONE - erf_series(x)).into()
    } else {
        erfc_fraction(x)
    }
}

pub fn sigmoid(x: f64) -> Real {
    let e = exp(-x.abs());
    let small = Dd(ldexp(e.significand.0, e.exponent), ldexp(e.significand.1, e.exponent));
    if x < 0.0 {
        Real { significand: e.significand / (ONE + small), exponent: e.exponent }
    } else {
        (ONE / (ONE + small)).into()
    }
}

pub fn sqrt(x: f64) -> Real {
    let k = exponent(x).max(-1022) & !1;
    Real { significand: Dd::from(ldexp(x, -k)).sqrt(), exponent: k / 2 }
}

pub fn recip(x: f64) -> Real {
    let k = exponent(x).max(-1022);
    Real { significand: ONE / Dd::from(ldexp(x, -k)), exponent: -k }
}

/// x to the power of an integer.
pub fn powi(x: f64, n: f64) -> Real {
    if n == 0.0 { ONE.into() } else { powf(x, n) }
}
