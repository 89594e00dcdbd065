//! Elementary functions under `fastmath`: how far the short ones are off, and that the others are the accurate
//! ones wherever their assumption holds.

use hotloop::__private::{Fuse, Fused, Math, Unfused};
use hotloop::math;
use hotloop::math::fast;

/// Steps are longer without optimization, so that a debug run takes seconds.
const SAMPLES: u64 = if cfg!(debug_assertions) { 30_000 } else { 1_000_000 };

/// What the documentation states, in units in the last place of the exact value. The accurate functions are
/// off by less than one, so a distance of 3 from them is enough.
const MOST: f64 = 4.0 - 1.0;

type Short = Math<true, false, false>;
type NoNan = Math<false, true, false>;
type NoInfinity = Math<false, false, true>;
type Neither = Math<false, true, true>;
type All = Math<true, true, true>;

fn ulp(x: f64) -> f64 {
    let exponent = (x.abs().to_bits() >> 52).max(1);
    if exponent > 52 { f64::from_bits((exponent - 52) << 52) } else { f64::from_bits(1 << (exponent - 1)) }
}

fn ulp_f32(x: f32) -> f64 {
    let exponent = i64::from((x.abs().to_bits() >> 23).max(1)) - 127;
    f64::from_bits(((exponent - 23 + 1023) as u64) << 52)
}

/// Fixed pseudo-random bits.
fn bits(n: u64) -> u64 {
    let z =
        (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (z ^ (z >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (z >> 29)
}

/// Arguments: dense in the usual range, and of every magnitude.
fn arguments() -> impl Iterator<Item = f64> {
    (0..SAMPLES).map(|n| {
        let b = bits(n);
        let unit = (b >> 11) as f64 / 9007199254740992.0;
        match n % 4 {
            0 => (unit - 0.5) * 1500.0,
            1 => (unit - 0.5) * 3.0,
            2 => 1.0 + (unit - 0.5) * 1e-3,
            _ => Some(f64::from_bits(b)).filter(|x| x.is_finite()).unwrap_or(1.5),
        }
    })
}

/// The greatest distance between two functions, where both are finite.
fn distance(domain: fn(f64) -> bool, short: impl Fn(f64) -> f64, accurate: fn(f64) -> f64) -> f64 {
    let measure = |x: f64| {
        let (y, exact) = (short(x), accurate(x));
        assert_eq!(y.is_finite(), exact.is_finite(), "{x:e}: {y:e}, {exact:e}");
        if exact.is_finite() { (y - exact).abs() / ulp(exact) } else { 0.0 }
    };
    arguments().filter(|x| domain(*x)).map(measure).fold(0.0, f64::max)
}

fn distance_f32(domain: fn(f32) -> bool, short: impl Fn(f32) -> f32, accurate: fn(f32) -> f32) -> f64 {
    let measure = |x: f32| {
        let (y, exact) = (short(x), accurate(x));
        assert_eq!(y.is_finite(), exact.is_finite(), "{x:e}: {y:e}, {exact:e}");
        if exact.is_finite() { (f64::from(y) - f64::from(exact)).abs() / ulp_f32(exact) } else { 0.0 }
    };
    arguments().map(|x| x as f32).filter(|x| domain(*x)).map(measure).fold(0.0, f64::max)
}

fn short_is_near<L: Fuse>(name: &str) {
    let all = |_: f64| true;
    let natural = |x: f64| x > 0.0;
    let found = [
        ("exp", distance(all, fast::f64::exp::<Short, L>, math::f64::exp)),
        ("ln", distance(natural, fast::f64::ln::<Short, L>, math::f64::ln)),
        ("sin", distance(all, fast::f64::sin::<Short, L>, math::f64::sin)),
        ("cos", distance(all, fast::f64::cos::<Short, L>, math::f64::cos)),
        ("exp f32", distance_f32(|x| x.is_finite(), fast::f32::exp::<Short, L>, math::f32::exp)),
        ("ln f32", distance_f32(|x| x > 0.0 && x.is_finite(), fast::f32::ln::<Short, L>, math::f32::ln)),
        ("sin f32", distance_f32(|x| x.is_finite(), fast::f32::sin::<Short, L>, math::f32::sin)),
        ("cos f32", distance_f32(|x| x.is_finite(), fast::f32::cos::<Short, L>, math::f32::cos)),
    ];
    for (function, ulps) in found {
        println!("{name} {function}: {ulps:.3} ULP");
        assert!(ulps <= MOST, "{name} {function}: {ulps} ULP from the accurate one");
        // Those of `f32` that compute in `f64` have nothing to leave out.
        let is_the_same = name == "unfused" && matches!(function, "sin f32" | "cos f32");
        assert_eq!(ulps == 0.0, is_the_same, "{name} {function}: {ulps} ULP from the accurate one");
    }
}

#[test]
fn short_functions_are_off_by_at_most_four() {
    short_is_near::<Unfused>("unfused");
    short_is_near::<Fused>("fused");
}

#[test]
fn short_functions_keep_special_values() {
    let inf = f64::INFINITY;
    let exp = fast::f64::exp::<Short, Unfused>;
    let ln = fast::f64::ln::<Short, Unfused>;
    let (sin, cos) = (fast::f64::sin::<Short, Unfused>, fast::f64::cos::<Short, Unfused>);
    assert_eq!((exp(inf), exp(-inf), exp(0.0), exp(1e300), exp(-1e300)), (inf, 0.0, 1.0, inf, 0.0));
    assert_eq!((ln(inf), ln(0.0), ln(1.0), ln(-0.0)), (inf, -inf, 0.0, -inf));
    assert_eq!((sin(0.0), cos(0.0)), (0.0, 1.0));
    assert_eq!(sin(-0.0).to_bits(), (-0.0f64).to_bits());
    for y in
        [exp(f64::NAN), ln(f64::NAN), ln(-1.0), ln(-inf), sin(inf), cos(-inf), sin(f64::NAN), cos(f64::NAN)]
    {
        assert!(y.is_nan());
    }
    let ln = fast::f32::ln::<Short, Unfused>;
    assert_eq!((ln(f32::INFINITY), ln(0.0)), (f32::INFINITY, f32::NEG_INFINITY));
    assert!(ln(-1.0).is_nan());
}

/// The same bits for arguments and results that are finite.
macro_rules! same {
    ($($kind:ident $f:ident: $flags:ident $domain:expr;)*) => {$(
        for x in arguments().map(|x| x as $kind) {
            let domain: fn($kind) -> bool = $domain;
            let exact = math::$kind::$f(x);
            if domain(x) && x.is_finite() && exact.is_finite() {
                let y = fast::$kind::$f::<$flags, Unfused>(x);
                let what = concat!(stringify!($f), "::<", stringify!($flags), ">");
                assert_eq!(y.to_bits(), exact.to_bits(), "{} {what}({x:e})", stringify!($kind));
            }
        }
    )*};
}

#[test]
fn without_afn_functions_are_accurate_where_the_assumption_holds() {
    same! {
        f64 exp: NoNan |_| true;
        f64 exp: NoInfinity |_| true;
        f64 ln: NoNan |x| x > 0.0;
        f64 ln: NoInfinity |x| x > 0.0;
        f64 ln: Neither |x| x > 0.0;
        f64 sin: Neither |_| true;
        f64 cos: NoNan |_| true;
        f32 exp: Neither |_| true;
        f32 ln: Neither |x| x > 0.0;
        f32 sin: NoNan |_| true;
        f32 cos: Neither |_| true;
    }
    // What no flag gives up: underflow, and NaN where only infinities are excluded.
    for x in [-746.0, -1e9, -1e300, f64::MIN] {
        assert_eq!(fast::f64::exp::<All, Fused>(x), 0.0);
        assert_eq!(fast::f32::exp::<All, Fused>(x as f32), 0.0);
    }
    assert!(fast::f64::ln::<NoInfinity, Fused>(-1.0).is_nan());
    assert!(fast::f64::ln::<NoInfinity, Fused>(f64::NAN).is_nan());
    assert!(fast::f64::sin::<NoInfinity, Fused>(f64::NAN).is_nan());
    assert!(fast::f64::exp::<NoInfinity, Fused>(f64::NAN).is_nan());
    assert_eq!(fast::f64::ln::<NoNan, Fused>(0.0), f64::NEG_INFINITY);
    assert_eq!(fast::f64::ln::<NoNan, Fused>(f64::INFINITY), f64::INFINITY);
}

#[test]
fn flags_skip_paths() {
    // A path that was skipped shows in the value, which is then unspecified: here it is only said to be
    // another one, so that a flag which changes nothing is seen.
    assert!(!fast::f64::ln::<NoNan, Unfused>(-1.0).is_nan());
    assert!(fast::f64::ln::<NoInfinity, Unfused>(0.0).is_finite());
    assert!(!fast::f64::sin::<NoNan, Unfused>(f64::INFINITY).is_nan());
    assert!(!fast::f64::cos::<NoNan, Unfused>(f64::INFINITY).is_nan());
    assert_ne!(fast::f64::exp::<NoInfinity, Unfused>(2000.0), f64::INFINITY);
    assert!(!fast::f32::ln::<NoNan, Unfused>(-1.0).is_nan());
    assert_ne!(fast::f32::exp::<NoInfinity, Unfused>(300.0), f32::INFINITY);
}

#[test]
fn no_argument_makes_undefined_behavior() {
    // Under a sanitizer, or with debug assertions, this would fail: subscripts of tables, shifts.
    for b in (0..=u64::MAX >> 12).step_by(1 << 38).chain([0, 1]) {
        for x in [f64::from_bits(b << 12), f64::from_bits(b << 12 | 0xfff)] {
            for y in [
                fast::f64::exp::<All, Fused>(x),
                fast::f64::ln::<All, Fused>(x),
                fast::f64::sin::<All, Fused>(x),
                fast::f64::cos::<All, Fused>(x),
            ] {
                std::hint::black_box(y);
            }
            let x = x as f32;
            std::hint::black_box(fast::f32::exp::<All, Fused>(x) + fast::f32::ln::<All, Fused>(x));
            std::hint::black_box(fast::f32::sin::<All, Fused>(x) + fast::f32::cos::<All, Fused>(x));
        }
    }
}
