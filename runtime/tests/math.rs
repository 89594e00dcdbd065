//! The elementary functions: special values, maximum error, symmetry, and the same bits at every level.
//!
//! References for `f64` are double-double arithmetic written here (about 100 bits) and a table of
//! multi-precision results (`data/math.txt`, made by `data/math.py`); for `f32` std's `f64` functions.

use hotloop::math;

/// Sampling steps are longer without optimization, so that a debug run takes seconds.
const DEBUG: bool = cfg!(debug_assertions);
const SAMPLES: usize = if DEBUG { 20_000 } else { 300_000 };

/// The bounds that the documentation of each function states, in units in the last place.
mod bound {
    pub const EXP: f64 = 0.95;
    pub const LN: f64 = 0.85;
    pub const SIN: f64 = 0.85;
    pub const COS: f64 = 0.88;
    pub const EXP_F32: f64 = 0.91;
    pub const LN_F32: f64 = 0.84;
    pub const TRIG_F32: f64 = 0.501;
}

/// Double-double arithmetic: a value as the unevaluated sum of two floats.
#[derive(Clone, Copy)]
struct Dd(f64, f64);

impl Dd {
    fn sum(a: f64, b: f64) -> Dd {
        let s = a + b;
        let t = s - a;
        Dd(s, (a - (s - t)) + (b - t))
    }

    fn product(a: f64, b: f64) -> Dd {
        let p = a * b;
        Dd(p, a.mul_add(b, -p))
    }

    fn add(self, o: Dd) -> Dd {
        let (s, t) = (Dd::sum(self.0, o.0), Dd::sum(self.1, o.1));
        let u = Dd::sum(s.0, s.1 + t.0);
        Dd::sum(u.0, u.1 + t.1)
    }

    fn mul(self, o: Dd) -> Dd {
        let p = Dd::product(self.0, o.0);
        Dd::sum(p.0, p.1 + (self.0 * o.1 + self.1 * o.0))
    }

    fn scale(self, f: f64) -> Dd {
        self.mul(Dd(f, 0.0))
    }

    fn div(self, o: Dd) -> Dd {
        let q = self.0 / o.0;
        let rest = self.add(o.scale(-q));
        let q2 = rest.0 / o.0;
        let rest = rest.add(o.scale(-q2));
        Dd::sum(q, q2).add(Dd(rest.0 / o.0, 0.0))
    }
}

/// Distance of `y` from the reference in units in the last place of the reference.
fn ulps(y: f64, exact: Dd) -> f64 {
    ((y - exact.0) - exact.1).abs() / ulp(exact.0)
}

fn ulp(x: f64) -> f64 {
    let exponent = (x.abs().to_bits() >> 52).max(1);
    if exponent > 52 { f64::from_bits((exponent - 52) << 52) } else { f64::from_bits(1 << (exponent - 1)) }
}

fn ulp_f32(x: f64) -> f64 {
    let exponent = ((x.abs().to_bits() >> 52) as i64 - 1023).max(-126);
    f64::from_bits(((exponent - 23 + 1023) as u64) << 52)
}

/// ln 2 and pi/2 in three parts of 53 bits.
const LN2: [f64; 3] = [std::f64::consts::LN_2, 2.3190468138462996e-17, 5.707708438416212e-34];
const PIO2: [f64; 3] = [std::f64::consts::FRAC_PI_2, 6.123233995736766e-17, -1.4973849048591698e-33];

/// x - k * parts
fn reduce(x: f64, k: f64, parts: [f64; 3]) -> Dd {
    parts.iter().fold(Dd(x, 0.0), |r, &part| r.add(Dd::product(-k, part)))
}

/// e^x as (value, k): value * 2^k.
fn exp_dd(x: f64) -> (Dd, i32) {
    let k = (x / LN2[0]).round();
    let r = reduce(x, k, LN2).scale(1.0 / 64.0);
    let mut sum = Dd(1.0, 0.0);
    for n in (1..=13).rev() {
        sum = Dd(1.0, 0.0).add(sum.mul(r).div(Dd(f64::from(n), 0.0)));
    }
    for _ in 0..6 {
        sum = sum.mul(sum);
    }
    (sum, k as i32)
}

/// x * 2^k in steps that neither overflow nor underflow too early.
fn scale(mut x: f64, mut k: i32) -> f64 {
    while k != 0 {
        let step = k.clamp(-512, 512);
        x *= f64::from_bits(((step + 1023) as u64) << 52);
        k -= step;
    }
    x
}

fn ln_dd(x: f64) -> Dd {
    if (x - 1.0).abs() < 0.1 {
        let s = Dd::sum(x, -1.0).div(Dd::sum(x, 1.0));
        let z = s.mul(s);
        let mut sum = Dd(0.0, 0.0);
        for n in (0..16).rev() {
            sum = sum.mul(z).add(Dd(1.0, 0.0).div(Dd(f64::from(2 * n + 1), 0.0)));
        }
        return sum.mul(s).scale(2.0);
    }
    // One step from std's result y: ln x = y + ln(x / e^y), and the quotient is nearly one.
    let y = x.ln();
    let (e, k) = exp_dd(y);
    let d = Dd(scale(x, -k), 0.0).div(e).add(Dd(-1.0, 0.0));
    Dd(y, 0.0).add(d).add(d.mul(d).scale(-0.5))
}

/// (sin x, cos x) for |x| below 2^30.
fn sin_cos_dd(x: f64) -> (Dd, Dd) {
    let k = (x / PIO2[0]).round();
    let r = reduce(x, k, PIO2);
    let z = r.mul(r).scale(-1.0);
    let series = |first: i32| {
        let mut sum = Dd(1.0, 0.0);
        for n in (0..14).rev() {
            let d = f64::from((2 * n + first) * (2 * n + first + 1));
            sum = Dd(1.0, 0.0).add(sum.mul(z).div(Dd(d, 0.0)));
        }
        sum
    };
    let (s, c) = (series(2).mul(r), series(1));
    match (k as i64).rem_euclid(4) {
        0 => (s, c),
        1 => (c, s.scale(-1.0)),
        2 => (s.scale(-1.0), c.scale(-1.0)),
        _ => (c.scale(-1.0), s),
    }
}

/// Fixed pseudo-random numbers (a multiplicative congruential generator).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (self.0 ^ (self.0 >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (self.0 >> 17)
    }

    fn between(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * ((self.bits() >> 11) as f64 / 9007199254740992.0)
    }

    /// Any finite value with an exponent between the two, either sign.
    fn exponents(&mut self, lo: i32, hi: i32) -> f64 {
        let e = lo + (self.bits() % (hi - lo + 1) as u64) as i32;
        let b = self.bits();
        f64::from_bits((b & (1 << 63 | ((1 << 52) - 1))) | ((e + 1023) as u64) << 52)
    }
}

/// Keeps the worst error seen, and where; prints it, and fails above the bound.
struct Worst(f64, f64);

impl Worst {
    fn new() -> Worst {
        Worst(0.0, 0.0)
    }

    fn see(&mut self, x: f64, error: f64) {
        assert!(!error.is_nan(), "NaN at {x:e}");
        if error > self.0 {
            *self = Worst(error, x);
        }
    }

    fn check(&self, name: &str, bound: f64) {
        println!("{name}: {:.4} ULP at {:e}", self.0, self.1);
        assert!(self.0 <= bound, "{name}: {} ULP at {:e}, stated {bound}", self.0, self.1);
    }
}

#[test]
fn exp_f64_error() {
    let mut random = Random(1);
    let mut worst = Worst::new();
    for i in 0..SAMPLES {
        let x = match i % 3 {
            0 => random.between(-745.0, 709.78),
            1 => random.between(-1.0, 1.0),
            _ => random.exponents(-60, 8),
        };
        let (e, k) = exp_dd(x);
        // Compared at scale one; a subnormal result has fewer bits, so a larger last place.
        let last = scale(ulp(scale(e.0, k)), -k);
        let y = scale(math::f64::exp(x), -k);
        worst.see(x, ((y - e.0) - e.1).abs() / last);
    }
    worst.check("f64 exp", bound::EXP);
}

#[test]
fn ln_f64_error() {
    let mut random = Random(2);
    let mut worst = Worst::new();
    for i in 0..SAMPLES {
        let x = match i % 4 {
            0 => f64::from_bits(random.bits() >> 1 & !(1 << 62)).abs(),
            1 => random.between(0.4, 2.5),
            2 => 1.0 + random.exponents(-52, -2),
            _ => random.exponents(-1022, 1023).abs(),
        };
        worst.see(x, ulps(math::f64::ln(x), ln_dd(x)));
    }
    worst.check("f64 ln", bound::LN);
}

#[test]
fn sin_cos_f64_error() {
    let mut random = Random(3);
    let (mut sin, mut cos) = (Worst::new(), Worst::new());
    for i in 0..SAMPLES {
        let x = match i % 5 {
            0 => random.between(-10.0, 10.0),
            1 => random.exponents(-40, 29),
            2 => (random.bits() % 1_000_000) as f64 * PIO2[0],
            3 => (random.bits() % 64) as f64 * PIO2[0] * 0.5 * (1.0 + random.exponents(-40, -8)),
            _ => random.between(-0.8, 0.8),
        };
        let (s, c) = sin_cos_dd(x);
        if x != 0.0 {
            sin.see(x, ulps(math::f64::sin(x), s));
        }
        cos.see(x, ulps(math::f64::cos(x), c));
    }
    sin.check("f64 sin", bound::SIN);
    cos.check("f64 cos", bound::COS);
}

#[test]
fn f64_against_multi_precision_table() {
    let mut worst = [Worst::new(), Worst::new(), Worst::new(), Worst::new()];
    for line in include_str!("data/math.txt").lines() {
        let [name, x, y, rest] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("bad line: {line}") };
        let float = |s| f64::from_bits(u64::from_str_radix(s, 16).expect("hexadecimal"));
        let (x, exact, rest) = (float(x), float(y), rest.parse::<f64>().expect("a number"));
        let (i, y) = match name {
            "exp" => (0, math::f64::exp(x)),
            "ln" => (1, math::f64::ln(x)),
            "sin" => (2, math::f64::sin(x)),
            _ => (3, math::f64::cos(x)),
        };
        worst[i].see(x, ((y - exact) / ulp(exact) - rest).abs());
    }
    let names = ["exp", "ln", "sin", "cos"];
    for ((worst, name), bound) in worst.iter().zip(names).zip([bound::EXP, bound::LN, bound::SIN, bound::COS])
    {
        worst.check(&format!("f64 {name} (table)"), bound);
    }
}

/// The largest error of an `f32` function over bit patterns `lo..hi` with a step, and their negatives.
fn sweep(
    ours: fn(f32) -> f32,
    exact: fn(f64) -> f64,
    range: std::ops::Range<u32>,
    step: usize,
    both: bool,
) -> Worst {
    let mut worst = Worst::new();
    let mut see = |x: f32| {
        let reference = exact(f64::from(x));
        if reference.abs() < f64::from(f32::MAX) {
            worst.see(f64::from(x), (f64::from(ours(x)) - reference).abs() / ulp_f32(reference));
        } else if reference > 3.40282357e38 {
            assert_eq!(ours(x), f32::INFINITY, "{x:e}");
        }
    };
    for bits in range.step_by(step) {
        see(f32::from_bits(bits));
        if both {
            see(f32::from_bits(bits | 1 << 31));
        }
    }
    worst
}

#[test]
fn exp_f32_error() {
    // Below 2^-26 every result is one, above 104 infinite or zero: a coarse step is enough.
    let (tiny, huge) = (1e-8f32.to_bits(), 105f32.to_bits());
    let step = if DEBUG { 501 } else { 1 };
    sweep(math::f32::exp, f64::exp, tiny..huge, step, true).check("f32 exp", bound::EXP_F32);
    sweep(math::f32::exp, f64::exp, 0..tiny, 5003, true).check("f32 exp, tiny", bound::EXP_F32);
    sweep(math::f32::exp, f64::exp, huge..0x7f80_0000, 5003, true).check("f32 exp, huge", bound::EXP_F32);
}

#[test]
fn ln_f32_error() {
    let step = if DEBUG { 2003 } else { 11 };
    sweep(math::f32::ln, f64::ln, 1..0x7f80_0000, step, false).check("f32 ln", bound::LN_F32);
}

#[test]
#[ignore = "takes minutes: all positive arguments"]
fn ln_f32_error_everywhere() {
    sweep(math::f32::ln, f64::ln, 1..0x7f80_0000, 1, false).check("f32 ln", bound::LN_F32);
}

#[test]
#[ignore = "takes minutes: all finite arguments"]
fn sin_cos_f32_error_everywhere() {
    sweep(math::f32::sin, f64::sin, 1..0x7f80_0000, 1, true).check("f32 sin", bound::TRIG_F32);
    sweep(math::f32::cos, f64::cos, 1..0x7f80_0000, 1, true).check("f32 cos", bound::TRIG_F32);
}

#[test]
fn sin_cos_f32_error() {
    let step = if DEBUG { 4001 } else { 101 };
    sweep(math::f32::sin, f64::sin, 1..0x7f80_0000, step, true).check("f32 sin", bound::TRIG_F32);
    sweep(math::f32::cos, f64::cos, 1..0x7f80_0000, step, true).check("f32 cos", bound::TRIG_F32);
}

/// The special values are the same for both types.
macro_rules! special_values {
    ($name:ident, $float:ident, $smallest:expr, $overflow:expr, $underflow:expr) => {
        #[test]
        fn $name() {
            use math::$float::{cos, exp, ln, sin, sqrt};
            let (inf, nan) = ($float::INFINITY, $float::NAN);
            for f in [exp, ln, sin, cos, sqrt] {
                assert!(f(nan).is_nan() && f(-nan).is_nan());
            }
            assert_eq!((exp(0.0), exp(-0.0), exp(inf), exp(-inf)), (1.0, 1.0, inf, 0.0));
            assert_eq!((exp($float::MAX), exp($float::MIN), exp($float::MIN_POSITIVE)), (inf, 0.0, 1.0));
            let (last, first): ($float, $float) = $overflow;
            assert!(exp(last).is_finite() && exp(first) == inf);
            let (last, first): ($float, $float) = $underflow;
            assert_eq!((exp(last), exp(first)), ($smallest, 0.0));
            assert!(exp(first).is_sign_positive() && exp(-inf).is_sign_positive());

            assert_eq!((ln(0.0), ln(-0.0), ln(inf), ln(1.0)), (-inf, -inf, inf, 0.0));
            assert!(ln(1.0).is_sign_positive());
            for x in [-1.0, -inf, -$float::MIN_POSITIVE, -$smallest, $float::MIN] {
                assert!(ln(x).is_nan() && sqrt(x).is_nan(), "{x:e}");
            }
            assert_eq!((sqrt(0.0), sqrt(inf), sqrt(4.0)), (0.0, inf, 2.0));
            assert!(sqrt(-0.0) == 0.0 && sqrt(-0.0).is_sign_negative());

            for x in [inf, -inf] {
                assert!(sin(x).is_nan() && cos(x).is_nan());
            }
            for x in [0.0, $smallest, $float::MIN_POSITIVE, 1e-30] {
                assert_eq!(sin(x).to_bits(), x.to_bits());
                assert_eq!(sin(-x).to_bits(), (-x).to_bits());
                assert_eq!((cos(x), cos(-x)), (1.0, 1.0));
            }
        }
    };
}

special_values!(
    f64_special_values,
    f64,
    f64::from_bits(1),
    (709.782712893384, 709.7827128933841),
    (-745.1332191019411, -745.1332191019412)
);
special_values!(f32_special_values, f32, f32::from_bits(1), (88.72283, 88.72284), (-103.97208, -103.972084));

#[test]
fn sine_is_odd_and_cosine_even() {
    let mut random = Random(4);
    for _ in 0..SAMPLES {
        let x = random.exponents(-1022, 1023);
        assert_eq!(math::f64::sin(-x).to_bits(), (-math::f64::sin(x)).to_bits());
        assert_eq!(math::f64::cos(-x).to_bits(), math::f64::cos(x).to_bits());
        let x = random.exponents(-126, 127) as f32;
        assert_eq!(math::f32::sin(-x).to_bits(), (-math::f32::sin(x)).to_bits());
        assert_eq!(math::f32::cos(-x).to_bits(), math::f32::cos(x).to_bits());
    }
}

/// A hash of all results, so that a change of any bit is noticed on any processor.
#[test]
fn results_have_not_changed() {
    let mut random = Random(5);
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for _ in 0..10_000 {
        let (x, y) = (random.exponents(-300, 300), random.between(-700.0, 700.0));
        let single = random.exponents(-100, 100) as f32;
        let bits = [
            math::f64::exp(y).to_bits(),
            math::f64::ln(x.abs()).to_bits(),
            math::f64::sin(x).to_bits(),
            math::f64::cos(y).to_bits(),
            math::f32::exp((y / 10.0) as f32).to_bits().into(),
            math::f32::ln(single.abs()).to_bits().into(),
            math::f32::sin(single).to_bits().into(),
            math::f32::cos(single).to_bits().into(),
        ];
        for b in bits {
            hash = (hash ^ b).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    assert_eq!(hash, GOLDEN, "the bits changed: {hash:#x}");
}

const GOLDEN: u64 = 0xc7d9_31ce_18f3_2d72;

#[cfg(target_arch = "x86_64")]
mod levels {
    use super::{Random, math};

    /// # Safety
    /// The processor must have the named features.
    #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
    unsafe fn v3<R>(f: impl FnOnce() -> R) -> R {
        f()
    }

    /// # Safety
    /// The processor must have the named features.
    #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2")]
    unsafe fn v4<R>(f: impl FnOnce() -> R) -> R {
        f()
    }

    /// Two names of one function: the one is compiled for this level, the other for that of the caller.
    macro_rules! same_bits {
        ($($float:ident :: $function:ident),*) => { $( {
            #[inline(always)]
            fn map(x: &[$float], y: &mut [$float]) {
                for (a, b) in x.iter().zip(y) {
                    *b = math::$float::$function(*a);
                }
            }
            let mut random = Random(6);
            let mut x: Vec<$float> = (0..4099)
                .map(|i| match i % 3 {
                    0 => $float::from_bits(random.bits() as _),
                    1 => random.between(-100.0, 100.0) as $float,
                    _ => random.exponents(-20, 40) as $float,
                })
                .collect();
            x.extend([0.0, -0.0, $float::INFINITY, -$float::INFINITY, $float::NAN, 1.0]);
            let mut expected = vec![0.0; x.len()];
            let mut found = vec![0.0; x.len()];
            map(&x, &mut expected);
            let same = |found: &[$float]| {
                let equal = |(a, b): (&$float, &$float)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
                assert!(expected.iter().zip(found).all(equal), stringify!($function));
            };
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                let (x, y) = (&x[..], &mut found[..]);
                // SAFETY: the features were just detected (every such processor has BMI).
                unsafe { v3(move || map(x, y)) };
                same(&found);
            } else {
                println!("skipped: no AVX2 and FMA");
            }
            if is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl") {
                let (x, y) = (&x[..], &mut found[..]);
                // SAFETY: the features were just detected (F, BW and CD come with DQ and VL).
                unsafe { v4(move || map(x, y)) };
                same(&found);
            } else {
                println!("skipped: no AVX-512");
            }
        } )* };
    }

    #[test]
    fn same_bits_at_every_level() {
        same_bits!(f64::exp, f64::ln, f64::sin, f64::cos, f64::sqrt);
        same_bits!(f32::exp, f32::ln, f32::sin, f32::cos, f32::sqrt);
    }
}
