//! Loops of other people: suites of the vectorizers and benchmarks, and kernels of programs, written from the published
//! descriptions as one would in Rust. Each is compared with itself without the attribute, and what becomes of its loops
//! with what is expected of them.
//!
//! Beside each function stand its options, and in its documentation the verdicts of its loops in the order of the source
//! (without those that run as a part of another): `P` parallel, `S` in order without checks, `A` as written, `O` as written
//! around a loop that is better off.

#![allow(clippy::all, reason = "the loops are as they were found")]

use hotloop_compiler::report::Verdict;
use hotloop_tests::everywhere;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The functions twice: as they are, and annotated. What they call stands in front.
macro_rules! kernels {
    (
        { $($helpers:item)* }
        $($(#[$verdicts:meta])* [$($options:tt)*] pub fn $name:ident($($params:tt)*) $(-> $out:ty)? $body:block)*
    ) => {
        #[allow(unused, reason = "the loops are as they were found")]
        pub mod plain {
            $($helpers)*
            $(pub fn $name($($params)*) $(-> $out)? $body)*
        }
        #[allow(unused, reason = "the loops are as they were found")]
        pub mod fast {
            use hotloop::accel;
            $($helpers)*
            $(#[accel($($options)*)] pub fn $name($($params)*) $(-> $out)? $body)*
        }
    };
}

/// Calls both with the same values, for each size, and compares the results and what was written. After a panic of a
/// parallel loop more may have been written than the plain function has.
macro_rules! same {
    ($how:expr, $as:ident, $sizes:expr, $n:ident, $name:ident($($arg:expr),*) -> ($($out:ident,)*) {
        $($value:ident: $ty:ty = $make:expr;)*
    }) => {
        for &size in $sizes {
            let call = |is_plain: bool| {
                #[allow(unused_variables, reason = "not every size is asked for")]
                let $n: usize = size;
                $(#[allow(unused_mut, reason = "not every value is written")] let mut $value: $ty = $make;)*
                let run = || match is_plain {
                    true => plain::$name($($arg),*),
                    false => fast::$name($($arg),*),
                };
                match catch_unwind(AssertUnwindSafe(run)) {
                    Ok(result) => (Some(result), None, ($($out,)*)),
                    Err(payload) => (None, Some(message(payload)), ($($out,)*)),
                }
            };
            let (plain, fast) = (call(true), call(false));
            let wrote = plain.1.is_some() || plain.2.$as(&fast.2);
            let good = plain.0.$as(&fast.0) && plain.1 == fast.1 && wrote;
            assert!(good, "{} of {size}, {}: {:?} and {:?}", stringify!($name), $how, plain, fast);
        }
    };
}

const SIZES: &[usize] = &[0, 1, 2, 7, 33, 101];
/// For functions of vectors.
const LONG: &[usize] = &[0, 1, 2, 7, 101, 1500];

fn message(payload: Box<dyn std::any::Any + Send>) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_default()
}

/// Equal to the bit, or as near as sums of another order are.
#[allow(non_snake_case, reason = "the names that stand in the lists of calls")]
trait Compare {
    fn Bits(&self, other: &Self) -> bool;
    fn Near(&self, other: &Self) -> bool;
}

macro_rules! floats {
    ($($ty:ty, $most:expr;)*) => {$(
        impl Compare for $ty {
            fn Bits(&self, other: &Self) -> bool {
                self.to_bits() == other.to_bits() || (self.is_nan() && other.is_nan())
            }
            fn Near(&self, other: &Self) -> bool {
                self.Bits(other) || (self - other).abs() <= $most * (1.0 + self.abs())
            }
        }
    )*};
}
floats! { f32, 1e-4; f64, 1e-10; }

macro_rules! whole {
    ($($ty:ty)*) => {$(
        impl Compare for $ty {
            fn Bits(&self, other: &Self) -> bool { self == other }
            fn Near(&self, other: &Self) -> bool { self == other }
        }
    )*};
}
whole!(u8 u32 u64 usize i32 i64 bool);

impl Compare for () {
    fn Bits(&self, _: &()) -> bool {
        true
    }
    fn Near(&self, _: &()) -> bool {
        true
    }
}

impl<T: Compare> Compare for Vec<T> {
    fn Bits(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.Bits(b))
    }
    fn Near(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.Near(b))
    }
}

impl<T: Compare, const N: usize> Compare for [T; N] {
    fn Bits(&self, other: &Self) -> bool {
        self.iter().zip(other).all(|(a, b)| a.Bits(b))
    }
    fn Near(&self, other: &Self) -> bool {
        self.iter().zip(other).all(|(a, b)| a.Near(b))
    }
}

impl<T: Compare> Compare for Option<T> {
    fn Bits(&self, other: &Self) -> bool {
        self.iter().zip(other).all(|(a, b)| a.Bits(b)) && self.is_some() == other.is_some()
    }
    fn Near(&self, other: &Self) -> bool {
        self.iter().zip(other).all(|(a, b)| a.Near(b)) && self.is_some() == other.is_some()
    }
}

macro_rules! tuples {
    ($(($($ty:ident $at:tt)*))*) => {$(
        impl<$($ty: Compare),*> Compare for ($($ty,)*) {
            fn Bits(&self, other: &Self) -> bool { true $(&& self.$at.Bits(&other.$at))* }
            fn Near(&self, other: &Self) -> bool { true $(&& self.$at.Near(&other.$at))* }
        }
    )*};
}
tuples! {
    (A 0) (A 0 B 1) (A 0 B 1 C 2) (A 0 B 1 C 2 D 3) (A 0 B 1 C 2 D 3 E 4) (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6) (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7) (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8)
}

/// Numbers that look like nothing in particular.
trait Make {
    fn make(seed: u64) -> Self;
}

fn mixed(seed: u64) -> u64 {
    let x = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 31
}

macro_rules! make {
    ($($ty:ty, $x:ident, $value:expr;)*) => {$(
        impl Make for $ty {
            fn make(seed: u64) -> $ty { let $x = mixed(seed); $value }
        }
    )*};
}
make! {
    f32, x, ((x % 4001) as f32 - 2000.0) / 2048.0;
    f64, x, ((x % 400_001) as f64 - 200_000.0) / 262_144.0;
    u8, x, (x % 100) as u8;
    u32, x, (x % 100) as u32;
    u64, x, x;
    usize, x, (x % 100) as usize;
    i32, x, (x % 100) as i32;
    i64, x, (x % 100) as i64;
    bool, x, x % 3 == 0;
}

fn vec_of<T: Make>(n: usize, seed: u64) -> Vec<T> {
    (0..n as u64).map(|i| T::make(i + seed * 1_000_003)).collect()
}

fn grid<T: Make>(n: usize, seed: u64) -> Vec<Vec<T>> {
    (0..n as u64).map(|i| vec_of(n, seed * 77 + i)).collect()
}

fn cube<T: Make>(n: usize, seed: u64) -> Vec<Vec<Vec<T>>> {
    (0..n as u64).map(|i| grid(n, seed * 77 + i)).collect()
}

/// Each number once.
fn perm(n: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        all.swap(i, (mixed(i as u64) % (i as u64 + 1)) as usize);
    }
    all
}

mod vectors {
    use super::*;
    include!("foreign/vectors.rs");

    #[test]
    fn vectors_are_what_they_were() {
        silently(|| everywhere(check));
        ran(include_str!("foreign/vectors.rs"));
    }
}

mod kernels {
    use super::*;
    include!("foreign/kernels.rs");

    #[test]
    fn kernels_are_what_they_were() {
        silently(|| everywhere(check));
        ran(include_str!("foreign/kernels.rs"));
    }
}

mod programs {
    use super::*;
    include!("foreign/programs.rs");

    #[test]
    fn programs_are_what_they_were() {
        silently(|| everywhere(check));
        ran(include_str!("foreign/programs.rs"));
    }
}

/// Small sizes panic on purpose; failures of assertions are still to be seen.
fn silently(f: impl FnOnce()) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let is_ours = info.location().is_some_and(|l| l.file().ends_with("foreign.rs"));
            let text = info.payload().downcast_ref::<String>();
            if is_ours && text.is_some_and(|t| t.contains(" of ") || t.contains("never ran")) {
                hook(info);
            }
        }));
    });
    f();
}

/// A function of a file: its name, its verdicts, and itself with the attribute.
struct Kernel {
    name: String,
    verdicts: String,
    source: String,
}

fn read(text: &str) -> Vec<Kernel> {
    let mut found: Vec<Kernel> = Vec::new();
    let mut verdicts = None;
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("    /// ") {
            verdicts = Some(said.to_owned());
        } else if let (Some(options), true) = (line.strip_prefix("    ["), verdicts.is_some()) {
            let source = format!("#[accel({}\n", options.replace(']', ")]"));
            found.push(Kernel { name: String::new(), verdicts: verdicts.take().unwrap_or_default(), source });
        } else if line == "}" {
            return found;
        } else if let Some(kernel) = found.last_mut() {
            if let Some(rest) = line.strip_prefix("    pub fn ") {
                kernel.name = rest.split(['(', '<']).next().unwrap_or_default().to_owned();
            }
            kernel.source += line;
            kernel.source += "\n";
        }
    }
    found
}

/// Of these a loop does not run fast here: the guard sees the very values that are in the way, the iterations are too few,
/// or LLVM makes the loop as written as fast up to some 100,000 of them.
const NEVER: &[&str] =
    &["s162", "s175", "kmeans", "red_black", "floyd_flat", "s331", "wrap", "wrapmul", "sum_tuple"];

#[test]
fn sums_that_wrap_around_are_cut() {
    let a: Vec<u64> = vec_of(3_000_000, 1).into_iter().map(|x: u64| x >> 2).collect();
    let b: Vec<u32> = vec_of(3_000_000, 1);
    for threads in [1, 3] {
        hotloop::with_threads(threads, || {
            assert_eq!(vectors::fast::wrap(&a), vectors::plain::wrap(&a));
            assert_eq!(vectors::fast::wrapmul(&b), vectors::plain::wrapmul(&b));
        });
    }
    assert!(hotloop_tests::runs("wrap").0 > 0 && hotloop_tests::runs("wrapmul").0 > 0);
}

/// The fast form of each loop that has one ran: no verdict is a promise that a type or a guard takes back.
fn ran(text: &str) {
    let stats = hotloop::stats();
    let mut never = Vec::new();
    for kernel in read(text).iter().filter(|k| !NEVER.contains(&k.name.as_str())) {
        let sites: Vec<_> = stats.iter().filter(|s| s.function == kernel.name).collect();
        let expected = kernel.verdicts.split(' ').filter(|v| matches!(*v, "P" | "S")).count();
        assert_eq!(sites.len(), expected, "{}", kernel.name);
        let slow = sites.iter().filter(|s| s.fast == 0);
        never.extend(slow.map(|s| format!("{} never ran fast: {:?}", s.function, s.first_failed)));
    }
    assert!(never.is_empty(), "{}", never.join("\n"));
}

#[test]
fn each_loop_is_what_is_expected_of_it() {
    let files = [
        include_str!("foreign/vectors.rs"),
        include_str!("foreign/kernels.rs"),
        include_str!("foreign/programs.rs"),
    ];
    let mut wrong = Vec::new();
    for kernel in files.into_iter().flat_map(read) {
        let outputs = hotloop_compiler::file::compile_file(&kernel.source).expect("Rust");
        let loops = outputs.iter().flat_map(|o| o.report.all_loops()).map(|l| match l.verdict {
            Verdict::Parallel | Verdict::ParallelGuarded => "P",
            Verdict::Serial => "S",
            Verdict::Outer => "O",
            Verdict::AsWritten => "A",
        });
        let found = loops.collect::<Vec<_>>().join(" ");
        if found != kernel.verdicts {
            wrong.push(format!("{}: {found}, and {} is expected", kernel.name, kernel.verdicts));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
