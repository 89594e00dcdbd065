//! Symmetry, monotonicity, exact results.

use super::Random;
use hotloop::math;

const SAMPLES: usize = if cfg!(debug_assertions) { 5_000 } else { 100_000 };

macro_rules! symmetric {
    ($float:ident $random:ident: odd $($odd:ident)*; even $($even:ident)*) => {
        for i in 0..SAMPLES {
            let x = if i % 2 == 0 { $random.exponents(-120, 120) } else { $random.between(-3.0, 3.0) } as $float;
            let unit = (x % 1.0) as $float;
            $(for x in [x, unit] {
                let (a, b) = (math::$float::$odd(-x), -math::$float::$odd(x));
                assert!(a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(), "{}({x:e})", stringify!($odd));
            })*
            $(for x in [x, unit] {
                let (a, b) = (math::$float::$even(-x), math::$float::$even(x));
                assert_eq!(a.to_bits(), b.to_bits(), "{}({x:e})", stringify!($even));
            })*
        }
    };
}

#[test]
fn odd_and_even() {
    let mut random = Random(4);
    symmetric!(f64 random: odd sin tan sinh tanh asin atan asinh atanh cbrt erf recip; even cos cosh);
    symmetric!(f32 random: odd sin tan sinh tanh asin atan asinh atanh cbrt erf recip; even cos cosh);
}

macro_rules! monotone {
    ($float:ident $random:ident: $($way:ident $f:ident $lo:literal $hi:literal;)*) => {$({
        let mut x: Vec<$float> = (0..SAMPLES).map(|_| $random.between($lo, $hi) as $float).collect();
        x.sort_by(|a, b| a.total_cmp(b));
        for pair in x.windows(2) {
            // Neighbors may differ by the error; these lie further apart.
            if pair[1] - pair[0] > 8.0 * $float::EPSILON * pair[0].abs().max(pair[1].abs()) {
                let (a, b) = (math::$float::$f(pair[0]), math::$float::$f(pair[1]));
                let is_monotone = if stringify!($way) == "rises" { a <= b } else { a >= b };
                assert!(is_monotone, "{} at {:e} is {a:e}, at {:e} it is {b:e}", stringify!($f), pair[0], pair[1]);
            }
        }
    })*};
}

macro_rules! monotone_functions {
    ($float:ident $random:ident) => {
        monotone! { $float $random:
            rises exp -80.0 80.0;
            rises exp2 -120.0 120.0;
            rises exp_m1 -3.0 3.0;
            rises ln 0.01 100.0;
            rises ln_1p -0.99 10.0;
            rises log2 0.01 100.0;
            rises log10 0.01 100.0;
            rises sin -1.5 1.5;
            rises tan -1.5 1.5;
            rises sinh -3.0 3.0;
            rises cosh 0.01 3.0;
            rises tanh -5.0 5.0;
            rises asin -1.0 1.0;
            rises atan -5.0 5.0;
            rises asinh -5.0 5.0;
            rises acosh 1.0 10.0;
            rises atanh -1.0 1.0;
            rises cbrt -10.0 10.0;
            rises erf -3.0 3.0;
            rises sigmoid -10.0 10.0;
            falls cos 0.01 3.0;
            falls acos -1.0 1.0;
            falls erfc -3.0 9.0;
            falls recip 0.01 10.0;
        }
    };
}

#[test]
fn monotone() {
    let mut random = Random(7);
    monotone_functions!(f64 random);
    monotone_functions!(f32 random);
}

#[test]
fn exact_results() {
    use math::f64::*;
    for n in -1074..=1023 {
        let power = if n < -1022 {
            f64::from_bits(1 << (n + 1074))
        } else {
            f64::from_bits(((n + 1023) as u64) << 52)
        };
        assert_eq!((exp2(n.into()), log2(power)), (power, n.into()));
        assert_eq!((powf(2.0, n.into()), powi(2.0, n)), (power, power), "2^{n}");
    }
    for n in 0..=22 {
        assert_eq!(log10(10f64.powi(n)), n.into());
        assert_eq!(powf(10.0, n.into()), 10f64.powi(n));
    }
    for n in 1..2000 {
        let x = f64::from(n);
        assert_eq!((cbrt(x * x * x), cbrt(-x * x * x)), (x, -x));
        assert_eq!((powf(x, 2.0), powf(x, 3.0), powf(x, 1.0)), (x * x, x * x * x, x));
        assert_eq!((powi(x, 2), powi(x, 3), powf(x * x, 0.5)), (x * x, x * x * x, x));
        assert_eq!(hypot(3.0 * x, -4.0 * x), 5.0 * x);
    }
    assert_eq!((exp(0.0), exp_m1(0.0), cosh(0.0), sigmoid(0.0)), (1.0, 0.0, 1.0, 0.5));
    assert_eq!((acos(1.0), acosh(1.0), ln(1.0), atan2(0.0, 1.0)), (0.0, 0.0, 0.0, 0.0));
    assert_eq!(4.0 * atan(1.0), std::f64::consts::PI);
    assert_eq!((atan2(0.0, -1.0), 2.0 * asin(1.0)), (std::f64::consts::PI, std::f64::consts::PI));
}

/// Its root is rounded twice, which leaves no error where the result is a number of the type; and it scales by powers of
/// two on the way, of which the bits show nothing.
#[test]
fn hypot_of_f32() {
    use math::f32::hypot;
    for n in 1..2000u16 {
        let x = f32::from(n);
        for (a, b, c) in [(3.0, 4.0, 5.0), (20.0, -21.0, 29.0), (-696.0, 697.0, 985.0)] {
            assert_eq!(hypot(a * x, b * x), c * x);
        }
    }
    let mut random = Random(9);
    for _ in 0..SAMPLES {
        let x = random.exponents(-149, 127) as f32;
        assert_eq!((hypot(x, 0.0), hypot(-0.0, x)), (x.abs(), x.abs()), "{x:e}");
        let (x, y) = (random.between(1.0, 2.0) as f32, random.between(-8.0, 8.0) as f32);
        let expected = hypot(x, y);
        for k in -126..=124 {
            let power = f32::from_bits(((k + 127) as u32) << 23);
            // Subnormal parts lose digits.
            if (y * power).abs() >= f32::MIN_POSITIVE {
                assert_eq!(hypot(x * power, y * power), expected * power, "{x:e} {y:e} 2^{k}");
            }
        }
    }
}

/// A sine is one value, whichever way it is asked for: with the table, directly, and up to the limit without.
#[test]
fn one_value_of_each_sine() {
    use hotloop::__private::{Built, Isa, Tables, contract::Strict, levels_with_tables, with_isa};
    use math::f64::{any, is_beyond};
    let mut random = Random(8);
    let mut x: Vec<f64> = (0..SAMPLES).map(|_| random.exponents(-30, 1000)).collect();
    x.extend((0..SAMPLES).map(|_| random.between(-1.7e6, 1.7e6)));
    let tabled = |tables: &Tables| -> Vec<[f64; 4]> {
        let all = x.iter().map(|&x| {
            let (s, c) = any::sin_cos_with::<Strict>(x, tables);
            assert_eq!([s, c], [any::sin_with::<Strict>(x, tables), any::cos_with::<Strict>(x, tables)]);
            [s, c, any::tan_with::<Strict>(x, tables), 0.0]
        });
        all.collect()
    };
    let with = with_isa(Isa::Baseline, || {
        levels_with_tables(Built { v3: true, v4: true }, false, tabled, tabled, tabled)
    });
    for (&x, with) in x.iter().zip(with) {
        assert_eq!([math::f64::sin(x), math::f64::cos(x), math::f64::tan(x)], with[..3], "{x:e}");
        if !is_beyond(x) {
            let near = [any::sin_near::<Strict>(x), any::cos_near::<Strict>(x), any::tan_near::<Strict>(x)];
            assert_eq!(near, with[..3], "{x:e}");
        }
    }
}

/// (a + b)(c + d) as a rounded product and its error.
fn product((a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    let high = |x: f64| f64::from_bits(x.to_bits() & (!0 << 27));
    let p = a * c;
    let (ah, ch) = (high(a), high(c));
    let lost = (ah * ch - p) + ah * (c - ch) + (a - ah) * ch + (a - ah) * (c - ch);
    let rest = lost + (a * d + b * c);
    (p + rest, rest - ((p + rest) - p))
}

/// Powers by integers against products of double length, where errors of the roundings add up most.
#[test]
fn powers_by_integers_are_within_four_units() {
    let mut random = Random(21);
    for n in (-17i32..=17).filter(|n| *n != 0) {
        let near_one = (0..20_000).map(|_| random.between(1.0, 1.0 + 0.06 / f64::from(n.abs())));
        let points: Vec<f64> = near_one.chain([1.0011386582663722]).collect();
        let spread: Vec<f64> = (0..20_000).map(|_| random.between(1.0, 2.0)).collect();
        for x in points.into_iter().chain(spread) {
            let y = math::f64::powi(x, n);
            let exact = (0..n.abs()).fold((1.0, 0.0), |power, _| product(power, (x, 0.0)));
            // Of an inverse: what its product with the power lacks to one.
            let (off, unit) = if n > 0 {
                ((y - exact.0) - exact.1, exact.0)
            } else {
                let one = product((y, 0.0), exact);
                (((one.0 - 1.0) + one.1) * y, y)
            };
            let ulp = unit.next_up() - unit;
            assert!(off.abs() <= 4.0 * ulp, "{x:e} to the power {n} is off by {} ULP", off / ulp);
        }
    }
}
