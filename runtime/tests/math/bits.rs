//! The bits of the results: golden values, and the same at every level.

use super::Random;
use hotloop::__private::{Built, Isa, isa, levels, with_isa};
use hotloop::math;

/// A hash of the results of each function, so that a change of any bit is noticed on any processor.
#[test]
fn results_have_not_changed() {
    let mut found = String::new();
    macro_rules! hashes {
        ($float:ident: $($f:ident)*) => {$({
            let mut random = Random(5);
            let mut hash = 0xcbf2_9ce4_8422_2325u64;
            for i in 0..2_000 {
                let x = [random.exponents(-100, 100), random.between(-90.0, 90.0), random.between(-1.0, 1.0)][i % 3];
                let y = math::$float::$f(x as $float);
                // Any NaN is like any other.
                let bits = if y.is_nan() { 1 } else { u64::from(y.to_bits()) };
                hash = (hash ^ bits).wrapping_mul(0x0000_0100_0000_01b3);
            }
            found += &format!("{} {} {hash:016x}\n", stringify!($float), stringify!($f));
        })*};
    }
    macro_rules! both {
        ($($f:ident)*) => {
            hashes!(f64: $($f)*);
            hashes!(f32: $($f)*);
        };
    }
    super::for_all_unary!(both);
    macro_rules! pairs {
        ($float:ident: $($f:ident)*) => {$({
            let mut random = Random(9);
            let mut hash = 0xcbf2_9ce4_8422_2325u64;
            for _ in 0..2_000 {
                let (x, y) = (random.exponents(-9, 9) as $float, random.exponents(-9, 5) as $float);
                let y = math::$float::$f(x, y);
                let bits = if y.is_nan() { 1 } else { u64::from(y.to_bits()) };
                hash = (hash ^ bits).wrapping_mul(0x0000_0100_0000_01b3);
            }
            found += &format!("{} {} {hash:016x}\n", stringify!($float), stringify!($f));
        })*};
    }
    pairs!(f64: powf atan2 hypot);
    pairs!(f32: powf atan2 hypot);
    macro_rules! powers {
        ($float:ident) => {{
            let mut random = Random(3);
            let mut hash = 0xcbf2_9ce4_8422_2325u64;
            for i in 0..2_000 {
                let y = math::$float::powi(random.exponents(-9, 9) as $float, i % 35 - 17);
                hash = (hash ^ u64::from(y.to_bits())).wrapping_mul(0x0000_0100_0000_01b3);
            }
            found += &format!("{} powi {hash:016x}\n", stringify!($float));
        }};
    }
    powers!(f64);
    powers!(f32);
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/math/golden.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&golden, &found).expect("the file can be written");
    }
    let golden = std::fs::read_to_string(golden).expect("the golden values");
    for (found, golden) in found.lines().zip(golden.lines()) {
        assert_eq!(found, golden, "the bits changed");
    }
    assert_eq!(found.lines().count(), golden.lines().count());
}

/// The loop compiled for each level that the processor has, against the plain one.
macro_rules! same_bits {
    ($float:ident: $($f:ident)*) => {$({
        let mut random = Random(6);
        let mut x: Vec<$float> = (0..1003)
            .map(|i| match i % 3 {
                0 => $float::from_bits(random.bits() as _),
                1 => random.between(-100.0, 100.0) as $float,
                _ => random.exponents(-20, 40) as $float,
            })
            .collect();
        x.extend([0.0, -0.0, $float::INFINITY, -$float::INFINITY, $float::NAN, 1.0]);
        let run = |level: Isa| {
            let mut y = vec![0.0; x.len()];
            let (a, b) = (&x[..], &mut y[..]);
            let b = std::cell::Cell::from_mut(b).as_slice_of_cells();
            let map = || a.iter().zip(b).for_each(|(a, b)| b.set(math::$float::$f(*a)));
            with_isa(level, || levels(Built { v3: true, v4: true }, false, move || map(), move || map(), move || map()));
            y
        };
        let expected = run(Isa::Baseline);
        for level in [Isa::V3, Isa::V4] {
            if level > isa() {
                println!("skipped: no {level}");
                continue;
            }
            let equal = |(a, b): (&$float, &$float)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
            assert!(expected.iter().zip(&run(level)).all(equal), "{} {}", stringify!($f), level);
        }
    })*};
}

#[test]
fn same_bits_at_every_level() {
    macro_rules! both {
        ($($f:ident)*) => {
            same_bits!(f64: $($f)*);
            same_bits!(f32: $($f)*);
        };
    }
    super::for_all_unary!(both);
}
