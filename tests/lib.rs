//! Shared parts of the project's tests: every way in which an annotated function can run.

use hotloop::__private::{Isa, Pool, isa, with_isa, with_pool, with_threshold};
use hotloop::{Mode, with_mode, with_threads};

/// Runs `f` in every combination of level, thread count and pool, with the threshold at zero so that the
/// smallest loop is cut, and in serial mode. The argument names the combination.
pub fn everywhere(mut f: impl FnMut(&str)) {
    let top = isa();
    for level in [Isa::Baseline, Isa::V3, Isa::V4] {
        if level > top {
            eprintln!("skipped: this processor has no {level}");
            continue;
        }
        with_isa(level, || {
            with_mode(Mode::Serial, || f(&format!("{level}, serial")));
            f(&format!("{level}, ordinary"));
            for pool in [Pool::Rayon, Pool::Scoped] {
                for threads in [1, 2, 3, 8] {
                    let name = format!("{level}, {pool:?}, {threads} threads");
                    with_pool(pool, || with_threads(threads, || with_threshold(0, || f(&name))));
                }
            }
        });
    }
}

/// Runs the plain function.
pub fn plain<R>(f: impl FnOnce() -> R) -> R {
    with_mode(Mode::Original, f)
}

/// The payload of a panic as text.
pub fn panic_text(f: impl FnOnce() + std::panic::UnwindSafe) -> Option<String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = std::panic::catch_unwind(f);
    std::panic::set_hook(hook);
    let payload = result.err()?;
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()))
}

/// How often the loops of a function ran their fast form and their fallback so far.
pub fn runs(function: &str) -> (u64, u64) {
    let stats = hotloop::stats();
    let ours = stats.iter().filter(|s| s.function == function);
    ours.fold((0, 0), |(fast, fallback), s| (fast + s.fast, fallback + s.fallback))
}

/// One body, twice: plain, and annotated.
#[macro_export]
macro_rules! both {
    ([$($options:tt)*] $plain:ident, $fast:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $out:ty)? $body:block) => {
        fn $plain($($arg: $ty),*) $(-> $out)? $body
        #[accel($($options)*)]
        fn $fast($($arg: $ty),*) $(-> $out)? $body
    };
}

/// Equal to the bit; any NaN equals any NaN.
pub fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()))
}

/// The fast form of a loop of the function ran at least once.
///
/// # Panics
/// If it did not, with what the loops say.
pub fn ran(function: &str) {
    let stats = hotloop::stats();
    let ours: Vec<_> = stats.iter().filter(|s| s.function == function).collect();
    assert!(ours.iter().any(|s| s.fast > 0), "the fast form never ran: {ours:#?}");
}

/// Kernels over `(x, y, out)`, each a body in which `f64` is the primitive type, and the same body in which it is the
/// module of our functions: `agree(name, floor, fast, plain)` of the file compares the two, where `floor` is the number
/// of elements that the body needs.
#[macro_export]
macro_rules! kernels_of_functions {
    ($($(#[$option:meta])* $name:ident($x:ident, $y:ident, $out:ident), $floor:literal $body:block)*) => {$(
        mod $name {
            use super::*;

            #[allow(unused)]
            $(#[$option])*
            fn $name($x: &[f64], $y: &[f64], $out: &mut [f64]) $body

            mod plain {
                #[allow(unused)]
                use super::*;
                use hotloop::math::f64;
                type Real = std::primitive::f64;
                #[allow(unused)]
                pub fn function($x: &[Real], $y: &[Real], $out: &mut [Real]) $body
            }

            #[test]
            fn has_the_bits_of_the_functions() {
                agree(stringify!($name), $floor, $name, plain::function);
            }
        }
    )*};
}
