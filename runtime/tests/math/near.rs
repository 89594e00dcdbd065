//! Short forms: where the reach says so, they have the bits of the functions.

use super::Random;
use hotloop::__private::contract::{Contract, Fused, FusedShort, Near, Short, Strict};
use hotloop::__private::reach;
use hotloop::math;

/// The law for a function of one argument, under a contract: how many of the arguments were within reach.
macro_rules! law {
    ($t:ident $f:ident $c:ty, $arguments:expr) => {{
        let mut near = 0;
        for x in $arguments {
            if reach::$t::$f(x) {
                continue;
            }
            near += 1;
            let (short, long) = (math::$t::any::$f::<Near<$c>>(x), math::$t::any::$f::<$c>(x));
            assert_eq!(short.to_bits(), long.to_bits(), "{} of {x:e}: {short:e}, {long:e}", stringify!($f));
            // What is within reach has a normal value, or one that is zero.
            assert!(long.is_finite(), "{} of {x:e} is {long:e}", stringify!($f));
        }
        near
    }};
}

macro_rules! laws {
    ($c:ty, $f64s:expr, $f32s:expr; $($f:ident)*) => {$(
        let near = law!(f64 $f $c, $f64s.iter().copied());
        assert!(near * 10 > $f64s.len(), "{}: only {near} within reach", stringify!($f));
        let near = law!(f32 $f $c, $f32s.iter().copied());
        assert!(near * 10 > $f32s.len(), "{}: only {near} within reach", stringify!($f));
    )*};
}

/// Arguments of all exponents, the neighbors of each bound, and special values.
macro_rules! arguments {
    ($t:ident, $bits:ident, $count:expr, $scale:expr) => {{
        let mut random = Random(11);
        let mut out = Vec::new();
        let bounds =
            [0.0, 1.0, 87.0, 126.0, 708.0, 1022.0, 1073741824.0, 1152921504606846976.0, $t::MIN_POSITIVE];
        for bound in bounds.into_iter().chain([$t::MAX, $t::INFINITY, $t::NAN]) {
            for step in -2..=2 {
                let x = $t::from_bits((bound as $t).to_bits().wrapping_add(step as $bits));
                out.extend([x, -x]);
            }
        }
        for _ in 0..$count {
            out.push($t::from_bits(random.bits() as $bits));
            out.push(random.between(-$scale, $scale) as $t);
            out.push(random.between(0.5, 2.0) as $t);
            out.push(random.between(0.0, 10.0) as $t);
        }
        out
    }};
}

fn check<C: Contract>(count: usize) {
    let f64s = arguments!(f64, u64, count, 750.0);
    let f32s = arguments!(f32, u32, count, 90.0);
    laws!(C, f64s, f32s; exp exp2 ln ln_1p log2 log10 cbrt acosh);
}

#[test]
fn short_forms_have_the_bits_of_the_functions() {
    check::<Strict>(200_000);
    check::<Short>(200_000);
    // Without the instruction each fused operation is a call.
    check::<Fused>(4_000);
    check::<FusedShort>(4_000);
}

macro_rules! powers {
    ($t:ident, $c:ty, $x:expr, $y:expr) => {{
        let (x, y): ($t, $t) = ($x, $y);
        let near = !reach::$t::powf(x, y);
        if near {
            let (short, long) = (math::$t::any::powf::<Near<$c>>(x, y), math::$t::any::powf::<$c>(x, y));
            assert_eq!(short.to_bits(), long.to_bits(), "{x:e} to the power {y:e}: {short:e}, {long:e}");
            assert!(long.is_normal(), "{x:e} to the power {y:e} is {long:e}");
        }
        near
    }};
}

/// The law for a point: is it within reach?
macro_rules! plane {
    ($t:ident, $c:ty, $f:ident, $x:expr, $y:expr) => {{
        let (x, y): ($t, $t) = ($x, $y);
        let near = !reach::$t::$f(x, y);
        if near {
            let (short, long) = (math::$t::any::$f::<Near<$c>>(x, y), math::$t::any::$f::<$c>(x, y));
            assert_eq!(
                short.to_bits(),
                long.to_bits(),
                "{} {x:e} {y:e}: {short:e}, {long:e}",
                stringify!($f)
            );
            let all = stringify!($t $f) == "f32 atan2";
            assert!(all | long.is_normal() | (long == 0.0), "{} {x:e} {y:e}: {long:e}", stringify!($f));
        }
        near
    }};
}

fn check_planes<C: Contract>(count: usize) {
    let special = [
        0.0,
        1.0,
        0.5,
        1e-310,
        1e-150,
        1e-70,
        1e-45,
        1e-20,
        1e20,
        1e40,
        1e70,
        1e160,
        f64::MAX,
        f64::INFINITY,
        f64::NAN,
    ];
    for x in special.into_iter().flat_map(|x| [x, -x]) {
        for y in special.into_iter().flat_map(|y| [y, -y]) {
            for scale in [1.0, 1.0 + f64::EPSILON, 0.75] {
                plane!(f64, C, atan2, x, y * scale);
                plane!(f64, C, hypot, x, y * scale);
                plane!(f32, C, atan2, x as f32, (y * scale) as f32);
                plane!(f32, C, hypot, x as f32, (y * scale) as f32);
            }
        }
    }
    let mut random = Random(17);
    let mut near = [0; 4];
    for _ in 0..count {
        for least in [-600, -30] {
            let (x, y) = (random.exponents(least, -least), random.exponents(least, -least));
            let x = if random.bits() & 1 == 0 { x } else { -x };
            near[0] += usize::from(plane!(f64, C, atan2, x, y));
            near[1] += usize::from(plane!(f64, C, hypot, x, y));
            near[2] += usize::from(plane!(f32, C, atan2, (x * 0.25) as f32, y as f32));
            near[3] += usize::from(plane!(f32, C, hypot, (x * 0.25) as f32, y as f32));
        }
    }
    assert!(near.iter().all(|n| n * 3 > count), "only {near:?} of {} within reach", 2 * count);
}

#[test]
fn short_forms_in_the_plane_have_the_bits_of_the_functions() {
    check_planes::<Strict>(200_000);
    check_planes::<Short>(50_000);
    check_planes::<Fused>(2_000);
    check_planes::<FusedShort>(2_000);
}

fn check_powers<C: Contract>(count: usize) {
    let special = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        2.0,
        -3.0,
        0.5,
        1e-310,
        1e300,
        f64::MAX,
        f64::INFINITY,
        f64::NAN,
        -f64::INFINITY,
    ];
    for x in special {
        for y in special {
            powers!(f64, C, x, y);
            powers!(f32, C, x as f32, y as f32);
        }
    }
    let mut random = Random(13);
    let mut near = 0;
    for _ in 0..count {
        let x = f64::from_bits(random.bits());
        near += usize::from(powers!(f64, C, x.abs(), random.between(-4.0, 4.0)));
        powers!(f64, C, random.between(0.0, 10.0), random.exponents(-20, 12));
        powers!(f64, C, x, f64::from_bits(random.bits()));
        // Powers next to the ends of what is normal.
        let y = random.between(1.0, 40.0);
        powers!(f64, C, (1021.9 / y).exp2(), y);
        powers!(f64, C, (-1021.9 / y).exp2(), y);
        let x = f32::from_bits(random.bits() as u32);
        near += usize::from(powers!(f32, C, x.abs(), random.between(-4.0, 4.0) as f32));
        powers!(f32, C, random.between(0.0, 10.0) as f32, random.exponents(-20, 9) as f32);
        powers!(f32, C, x, f32::from_bits(random.bits() as u32));
        powers!(f32, C, (125.9 / y).exp2() as f32, y as f32);
        powers!(f32, C, (-125.9 / y).exp2() as f32, y as f32);
    }
    assert!(near * 5 > count, "only {near} of {} within reach", 2 * count);
}

#[test]
fn short_powers_have_the_bits_of_the_function() {
    check_powers::<Strict>(100_000);
    check_powers::<Short>(20_000);
    check_powers::<FusedShort>(2_000);
}

/// In each place of a block, one special value among ordinary ones: the slices have the function's bits.
#[test]
fn blocks_with_a_special_value() {
    macro_rules! functions {
        ($x:expr; $($f:ident)*) => {$(
            let mut out = vec![0.0; $x.len()];
            math::slice::$f($x, &mut out);
            for (x, y) in $x.iter().zip(&out) {
                assert_eq!(math::f64::$f(*x).to_bits(), y.to_bits(), "{} of {x:e}", stringify!($f));
            }
        )*};
    }
    macro_rules! pairs {
        ($x:expr, $y:expr; $($f:ident)*) => {$(
            let mut out = vec![0.0; $x.len()];
            math::slice::$f($x, $y, &mut out);
            for ((x, y), z) in $x.iter().zip($y).zip(&out) {
                assert_eq!(math::f64::$f(*x, *y).to_bits(), z.to_bits(), "{} of {x:e}, {y:e}", stringify!($f));
            }
        )*};
    }
    for special in [f64::NAN, f64::INFINITY, -f64::INFINITY, 0.0, -0.0, -1.0, 1e-310, 1e300, 800.0, -800.0] {
        for place in [0, 7, 255, 256, 300, 511, 599] {
            let mut x: Vec<f64> = (0..600).map(|i| 1.0 + f64::from(i) / 64.0).collect();
            x[place] = special;
            functions!(&x; exp exp2 ln ln_1p log2 log10 cbrt acosh sin);
            let y: Vec<f64> = x.iter().rev().copied().collect();
            pairs!(&x, &y; powf atan2 hypot);
        }
    }
}

macro_rules! integer_powers {
    ($t:ident, $c:ty, $x:expr) => {
        for n in -40..40 {
            if !reach::$t::powi(n) {
                let (short, long) =
                    (math::$t::any::powi::<Near<$c>>($x, n), math::$t::any::powi::<$c>($x, n));
                assert_eq!(short.to_bits(), long.to_bits(), "{:e} to the power {n}: {short:e}, {long:e}", $x);
            }
        }
    };
}

fn check_integer_powers<C: Contract>() {
    let mut random = Random(23);
    for x in [0.0, 1.0, 1e-310, 1e-45, 1e200, f64::MAX, f64::INFINITY].into_iter().flat_map(|x| [x, -x]) {
        integer_powers!(f64, C, x);
        integer_powers!(f32, C, x as f32);
    }
    for _ in 0..2_000 {
        let x = random.exponents(-200, 200);
        integer_powers!(f64, C, x);
        integer_powers!(f32, C, x as f32);
    }
}

#[test]
fn short_forms_of_integer_powers_have_the_bits_of_the_function() {
    check_integer_powers::<Strict>();
    check_integer_powers::<Short>();
    check_integer_powers::<Fused>();
    check_integer_powers::<FusedShort>();
    assert!((0..=13).all(|n| !reach::f64::powi(n)) && (-13..=13).all(|n| !reach::f32::powi(n)));
    assert!(reach::f64::powi(-1) & reach::f64::powi(14) & reach::f32::powi(-14) & reach::f32::powi(14));
}
