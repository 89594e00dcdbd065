//! What may carry the attribute: the same programs with and without it, in every way of running.

#![allow(
    dead_code,
    unused_variables,
    unused_mut,
    redundant_semicolons,
    clippy::all,
    reason = "the programs are what people write, once with and once without the attribute"
)]

use hotloop_tests::{everywhere, plain as as_plain, runs};
use std::panic::{AssertUnwindSafe, catch_unwind};

macro_rules! accel {
    ($options:tt { $($item:tt)* }) => { $($item)* };
}
#[path = "items/more.rs"]
mod more_plain;
#[path = "items/programs.rs"]
mod plain;

macro_rules! accel {
    ($options:tt { $($item:tt)* }) => { #[::hotloop::accel $options] $($item)* };
}
#[path = "items/programs.rs"]
mod fast;
#[path = "items/more.rs"]
mod more_fast;

/// What a macro refers to by `$crate`.
pub fn named() -> f64 {
    3.0
}

/// The bits of the result (any NaN equals any NaN), or the panic's text.
fn outcome(program: fn(usize) -> Vec<f64>, n: usize) -> Result<Vec<u64>, String> {
    let result = catch_unwind(AssertUnwindSafe(|| program(n)));
    let bits = |v: Vec<f64>| v.iter().map(|x| if x.is_nan() { u64::MAX } else { x.to_bits() }).collect();
    result.map(bits).map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        text.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned())).expect("a text")
    })
}

fn close(a: &Result<Vec<u64>, String>, b: &Result<Vec<u64>, String>) -> bool {
    let (Ok(a), Ok(b)) = (a, b) else { return a == b };
    let close = |(&a, &b): (&u64, &u64)| {
        let (a, b) = (f64::from_bits(a), f64::from_bits(b));
        a.to_bits() == b.to_bits() || (a - b).abs() <= 1e-13 * a.abs()
    };
    a.len() == b.len() && a.iter().zip(b).all(close)
}

#[test]
fn annotated_programs_are_plain_programs() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut wrong = Vec::new();
    let with = fast::PROGRAMS.iter().chain(more_fast::PROGRAMS);
    let without = plain::PROGRAMS.iter().chain(more_plain::PROGRAMS);
    for (&(name, with), &(_, without)) in with.zip(without) {
        for n in [0, 1, 2, 7, 64, 131] {
            let expected = outcome(without, n);
            if as_plain(|| outcome(with, n)) != expected {
                wrong.push(format!("{name}({n}), switched off"));
            }
            let once = outcome(with, n);
            everywhere(|how| {
                let got = outcome(with, n);
                let right = if name.starts_with("approximate") {
                    got == once && close(&got, &expected)
                } else {
                    got == expected
                };
                if !right {
                    wrong.push(format!("{name}({n}), {how}: {got:?} is not {expected:?}"));
                }
            });
        }
    }
    let _ = std::panic::take_hook();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}

#[test]
fn methods_run_their_fast_form() {
    let _ = fast::methods(128);
    let _ = fast::traits(128);
    let _ = fast::macros(128);
    let _ = fast::trait_impls(128);
    for name in [
        "Grid::new",
        "Grid::by_reference",
        "Grid::by_mutable_reference",
        "Grid::by_value",
        "Grid::generic",
        "Grid::transposed",
        "Relax::relax",
        "Relax::twice",
        "<Vec<f64> as Scale>::scale",
        "<[f64] as Grow>::grow",
        "<Box<T> as Scale>::scale",
        "<Vector as AddAssign<&Vector>>::add_assign",
        "<Vector as Sub<&'a Vector>>::sub",
        "<Vector as Neg>::neg",
        "<Column as Add<f64>>::add",
        "<Column as Mul<f64>>::mul",
        "macro_f64",
        "macro_i64",
        "macro_u8",
        "types_f64",
        "types_f32",
        "repeated",
        "whole",
        "as_item",
        "fragment",
    ] {
        assert!(runs(name).0 > 0, "`{name}` ran its fast form");
    }
    assert_eq!(runs("hygiene").0, 0, "a name with two contexts");
    let repeated = hotloop::stats().into_iter().filter(|s| s.function == "repeated").count();
    assert_eq!(repeated, 6, "six loops from two places of a macro are six loops");
}

/// A symbol of the program that C could call.
#[hotloop::accel(parallel)]
#[unsafe(no_mangle)]
pub extern "C" fn hotloop_tests_scale(a: &mut [f64; 64], k: f64) {
    for i in 0..64 {
        a[i] *= k;
    }
}

/// The same without a loop: it keeps its symbol, and is not marked `#[inline]`.
#[hotloop::accel]
#[unsafe(no_mangle)]
pub extern "C" fn hotloop_tests_area(r: f64) -> f64 {
    r.exp()
}

#[test]
fn symbols_stay() {
    unsafe extern "C" {
        #[link_name = "hotloop_tests_scale"]
        fn scale(a: &mut [f64; 64], k: f64);
        #[link_name = "hotloop_tests_area"]
        fn area(r: f64) -> f64;
    }
    let mut a = [2.0; 64];
    // SAFETY: the functions above, under their symbols.
    let one = unsafe {
        scale(&mut a, 3.0);
        area(0.0)
    };
    assert_eq!((a, one), ([6.0; 64], 1.0));
    assert!(runs("hotloop_tests_scale").0 > 0);
}

/// The plain function, whoever calls it: std's bits.
#[hotloop::accel]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[hotloop::accel(nogil, parallel)]
fn in_the_mode_of_the_loop(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = logistic(x[i]);
    }
}

#[hotloop::accel(nogil, parallel)]
fn in_a_mode_of_its_own(x: &[f64], out: &mut [f64], broken: bool) {
    for i in 0..x.len() {
        out[i] = of_its_own(x[i], broken);
    }
}
fn of_its_own(x: f64, broken: bool) -> f64 {
    as_plain(|| {
        assert!(!broken || x < 1.0, "broken off");
        logistic(x)
    })
}

#[test]
fn a_helper_runs_in_the_mode_of_its_caller() {
    let x: Vec<f64> = (0..200).map(|i| f64::from(i) * 0.0173 - 1.0).collect();
    let plain: Vec<f64> = x.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect();
    let ours: Vec<f64> = x.iter().map(|&x| logistic(x)).collect();
    assert_ne!(ours, plain, "the two can be told apart");
    everywhere(|how| {
        let mut out = vec![0.0; x.len()];
        in_the_mode_of_the_loop(&x, &mut out);
        assert_eq!(out, ours, "{how}");
        in_a_mode_of_its_own(&x, &mut out, false);
        assert_eq!(out, plain, "{how}");
        let broken = catch_unwind(AssertUnwindSafe(|| in_a_mode_of_its_own(&x, &mut out, true)));
        assert!(broken.is_err(), "{how}");
        assert_eq!(as_plain(|| logistic(x[7])), plain[7], "a panic has put the mode back; {how}");
        assert_eq!(logistic(x[7]), ours[7], "{how}");
        as_plain(|| in_the_mode_of_the_loop(&x, &mut out));
        assert_eq!(out, plain, "{how}");
    });
    assert!(runs("in_the_mode_of_the_loop").0 > 0 && runs("in_a_mode_of_its_own").0 > 0);
}
