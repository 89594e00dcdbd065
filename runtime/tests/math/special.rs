//! Special values: those of std, for every function, at every special argument and pair of arguments.

use hotloop::math;

macro_rules! arguments {
    ($float:ident) => {{
        use std::$float::consts::{FRAC_PI_2, FRAC_PI_4, PI};
        let least = $float::from_bits(1);
        let mut all: Vec<$float> = vec![
            0.0,
            least,
            $float::MIN_POSITIVE,
            $float::MIN_POSITIVE - least,
            $float::EPSILON,
            1e-30,
            0.5,
            FRAC_PI_4,
            1.0 - $float::EPSILON / 2.0,
            1.0,
            1.0 + $float::EPSILON,
            1.5,
            FRAC_PI_2,
            2.0,
            3.0,
            PI,
            4.0,
            5.0,
            1e10,
            1e30,
            1.0 / $float::EPSILON,
            1.0 / $float::EPSILON + 1.0,
            2.0 / $float::EPSILON,
            $float::MAX / 2.0,
            $float::MAX,
            $float::INFINITY,
            $float::NAN,
        ];
        all.extend(all.clone().iter().map(|x| -x));
        all
    }};
}

/// Equal as a special value, or close.
macro_rules! agree {
    ($float:ident, $ours:expr, $std:expr) => {{
        let (a, b): ($float, $float) = ($ours, $std);
        let special = b == 0.0 || b.is_infinite();
        // Near the least value a unit in the last place is much.
        let far = (a - b).abs() / (b.abs() * $float::EPSILON + $float::from_bits(1)) > 4.0;
        if b.is_nan() {
            a.is_nan()
        } else if special {
            a.to_bits() == b.to_bits()
        } else {
            a.signum() == b.signum() && !far
        }
    }};
}

macro_rules! special_values {
    ($float:ident: $($f:ident $std:expr;)*) => {
        for x in arguments!($float) {
            $({
                let std: fn($float) -> $float = $std;
                let (a, b) = (math::$float::$f(x), std(x));
                assert!(agree!($float, a, b), "{} {}({x:e}) = {a:e}, std has {b:e}", stringify!($float), stringify!($f));
            })*
            let (a, b) = (math::$float::sin_cos(x), x.sin_cos());
            assert!(agree!($float, a.0, b.0) && agree!($float, a.1, b.1), "sin_cos({x:e})");
        }
    };
}

macro_rules! unary_tests {
    ($($name:ident $float:ident)*) => {$(
        #[test]
        fn $name() {
            special_values! { $float:
                exp |x| x.exp();
                exp2 |x| x.exp2();
                exp_m1 |x| x.exp_m1();
                ln |x| x.ln();
                ln_1p |x| x.ln_1p();
                log2 |x| x.log2();
                log10 |x| x.log10();
                sin |x| x.sin();
                cos |x| x.cos();
                tan |x| x.tan();
                sinh |x| x.sinh();
                cosh |x| x.cosh();
                tanh |x| x.tanh();
                asin |x| x.asin();
                acos |x| x.acos();
                atan |x| x.atan();
                asinh |x| asinh_of(x.into()) as $float;
                acosh |x| acosh_of(x.into()) as $float;
                atanh |x| (0.5 * (2.0 * x.abs() / (1.0 - x.abs())).ln_1p()).copysign(x);
                cbrt |x| x.cbrt();
                recip |x| x.recip();
                sqrt |x| x.sqrt();
                sigmoid |x| if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) };
            }
        }
    )*};
}
unary_tests!(f64_special_values f64 f32_special_values f32);

/// std's loses digits of small arguments and overflows.
fn asinh_of(x: f64) -> f64 {
    if x.abs() < 1e-5 {
        x
    } else if x.abs() > 1e20 {
        (x.abs().ln() + std::f64::consts::LN_2).copysign(x)
    } else {
        x.asinh()
    }
}

/// std's loses digits near one.
fn acosh_of(x: f64) -> f64 {
    let t = x - 1.0;
    if x < 1.0 {
        return f64::NAN;
    }
    if x < 1e20 { (t + (2.0 * t + t * t).sqrt()).ln_1p() } else { x.ln() + std::f64::consts::LN_2 }
}

macro_rules! binary_tests {
    ($($name:ident $float:ident)*) => {$(
        #[test]
        fn $name() {
            for x in arguments!($float) {
                for y in arguments!($float) {
                    for (f, a, b) in [
                        ("powf", math::$float::powf(x, y), x.powf(y)),
                        ("atan2", math::$float::atan2(x, y), x.atan2(y)),
                        ("hypot", math::$float::hypot(x, y), x.hypot(y)),
                    ] {
                        assert!(agree!($float, a, b), "{f}({x:e}, {y:e}) = {a:e}, std has {b:e}");
                    }
                }
                let far = [-1074, -40, -33, -32, 31, 32, 33, 100, i32::MIN, i32::MAX];
                for n in (-17..=17).chain(far) {
                    let (a, b) = (math::$float::powi(x, n), f64::from(x).powf(n.into()) as $float);
                    assert!(agree!($float, a, b), "powi({x:e}, {n}) = {a:e}, std has {b:e}");
                }
            }
        }
    )*};
}
binary_tests!(f64_special_pairs f64 f32_special_pairs f32);

#[test]
fn error_functions() {
    use math::f64::{erf, erfc};
    let (inf, least) = (f64::INFINITY, f64::from_bits(1));
    assert_eq!((erf(inf), erf(-inf), erfc(inf), erfc(-inf)), (1.0, -1.0, 0.0, 2.0));
    assert_eq!((erf(0.0).to_bits(), erf(-0.0).to_bits()), (0, 1 << 63));
    assert_eq!((erfc(0.0), erfc(-0.0), erfc(least)), (1.0, 1.0, 1.0));
    assert!(erf(f64::NAN).is_nan() && erfc(f64::NAN).is_nan());
    assert_eq!((erf(6.0), erfc(-7.0)), (1.0, 2.0));
    assert!(erfc(27.0) > 0.0 && erfc(27.0) < f64::MIN_POSITIVE && erfc(28.0) == 0.0);
    use math::f32;
    let inf = std::f32::consts::PI / 0.0;
    assert_eq!((f32::erf(inf), f32::erf(-inf)), (1.0, -1.0));
    assert_eq!((f32::erfc(inf), f32::erfc(-inf)), (0.0, 2.0));
    assert!(f32::erf(-0.0).is_sign_negative() && f32::erf(0.0).is_sign_positive());
    assert!(f32::erf(inf - inf).is_nan() && f32::erfc(inf - inf).is_nan());
}

/// The arguments between which a result becomes infinite or zero.
#[test]
fn thresholds() {
    let inf = f64::INFINITY;
    let next = |x: f64| if x > 0.0 { x.next_up() } else { x.next_down() };
    type Threshold = (fn(f64) -> f64, f64, f64);
    let all: [Threshold; 8] = [
        (math::f64::exp, 709.782712893384, inf),
        (math::f64::exp, -745.1332191019411, 0.0),
        (math::f64::exp2, 1023.9999999999999, inf),
        (math::f64::exp2, (-1075.0f64).next_up(), 0.0),
        (math::f64::exp_m1, 709.782712893384, inf),
        (math::f64::sinh, 710.4758600739439, inf),
        (math::f64::cosh, -710.4758600739439, inf),
        (math::f64::sigmoid, -745.1332191019411, 0.0),
    ];
    for (f, last, beyond) in all {
        assert!(f(last).is_finite() && f(last) != 0.0, "{last:e}: {:e}", f(last));
        assert_eq!(f(next(last)), beyond, "{last:e}");
    }
    assert!(math::f32::exp(88.72283).is_finite() && math::f32::exp(88.72284) == f32::INFINITY);
    assert_eq!((math::f32::exp(-103.97208), math::f32::exp(-103.972084)), (f32::from_bits(1), 0.0));
}
