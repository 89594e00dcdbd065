//! Every operator on every primitive type, unconditional, conditional and nested: the annotated function
//! against the same function without the attribute, at every level, thread count and pool.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_range_contains,
    clippy::assign_op_pattern,
    clippy::bool_comparison,
    clippy::suspicious_arithmetic_impl,
    clippy::suspicious_op_assign_impl,
    clippy::manual_is_multiple_of,
    reason = "loops as people write them are what is tested"
)]

use hotloop::__private::with_threshold;
use hotloop::accel;
use hotloop::with_threads;
use hotloop_tests::{everywhere, panic_text, runs};
use std::fmt::Debug;
use std::panic::AssertUnwindSafe;

/// One body, twice: plain, and annotated.
macro_rules! both {
    (nogil: $plain:ident, $fast:ident($($arg:ident: $ty:ty),*) -> $out:ty $body:block) => {
        fn $plain($($arg: $ty),*) -> $out $body
        #[accel(parallel, nogil)]
        fn $fast($($arg: $ty),*) -> $out $body
    };
    ($plain:ident, $fast:ident($($arg:ident: $ty:ty),*) -> $out:ty $body:block) => {
        fn $plain($($arg: $ty),*) -> $out $body
        #[accel(parallel)]
        fn $fast($($arg: $ty),*) -> $out $body
    };
}

/// From this size on integers are worth lanes.
const LARGE: usize = 140_000;

/// Bits of a value, any NaN being one. Which of two zeros `max` and `min` give is left open by Rust, and
/// optimized code gives either; so with `open` they are one as well.
trait Bits: Copy + Debug {
    fn same(self, other: Self, open: bool) -> bool;
}
macro_rules! bits {
    ($($t:ty)*) => {$(
        impl Bits for $t {
            fn same(self, other: Self, _: bool) -> bool { self == other }
        }
    )*};
}
bits!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char);
macro_rules! float_bits {
    ($($t:ty)*) => {$(
        impl Bits for $t {
            fn same(self, other: Self, open: bool) -> bool {
                let zeros = open && self == 0.0 && other == 0.0;
                zeros || self.to_bits() == other.to_bits() || (self.is_nan() && other.is_nan())
            }
        }
    )*};
}
float_bits!(f64 f32);
impl<A: Bits, B: Bits> Bits for (A, B) {
    fn same(self, other: Self, open: bool) -> bool {
        self.0.same(other.0, open) && self.1.same(other.1, open)
    }
}
impl<A: Bits, B: Bits, C: Bits> Bits for (A, B, C) {
    fn same(self, other: Self, open: bool) -> bool {
        self.0.same(other.0, open) && self.1.same(other.1, open) && self.2.same(other.2, open)
    }
}

/// Sizes below, at and above a block of lanes, the shortest loop in lanes, and a chunk.
const SIZES: [usize; 10] = [0, 1, 31, 33, 64, 100, 1024, 1057, 3000, LARGE];

/// Small values with a few great ones, by a fixed mixing of the index.
fn mixed(i: usize) -> u64 {
    let x = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (x ^ (x >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20
}

/// The same outcome, value or panic, of both functions everywhere; but for zeros, if `what` says so.
fn agree<R: Bits>(what: &str, large: bool, plain: impl Fn() -> R, fast: impl Fn() -> R) {
    let run = |f: &dyn Fn() -> R| {
        let mut out = None;
        let said = panic_text(AssertUnwindSafe(|| out = Some(f())));
        (said, out)
    };
    let (said, expected) = run(&plain);
    let open = what.contains("zeros") && !cfg!(debug_assertions);
    let compare = |how: &str| {
        let (told, got) = run(&fast);
        assert_eq!(told, said, "{what}, {how}");
        let same = match (expected, got) {
            (Some(a), Some(b)) => a.same(b, open),
            (None, None) => true,
            _ => false,
        };
        assert!(same, "{what}, {how}: {got:?} instead of {expected:?}");
    };
    if large {
        compare("ordinary");
        with_threads(3, || with_threshold(0, || compare("3 threads")));
    } else {
        everywhere(compare);
    }
}

/// The fast form has run: every operator has one for every type, but for sums and products of 128 bits. (Of
/// great arrays of small numbers every sum might overflow, as far as the bound can tell.)
fn ran(name: &str) {
    let sums = name.starts_with("sum") || name.starts_with("product");
    if sums && name.ends_with("128") {
        assert_eq!(runs(name).0, 0, "{name}");
    } else if !["sum_i8", "sum_i16", "sum_u8", "sum_u16"].contains(&name) {
        assert!(runs(name).0 > 0, "{name}: {:?}", runs(name));
    }
}

/// For one type: every operator in its plain form, under a condition, and in an inner loop.
macro_rules! operator {
    ($module:ident, $t:ty, $runs:expr, |$s:ident, $x:ident| $update:stmt) => {
        mod $module {
            use super::*;
            both!(one_plain, $module(a: &[$t], start: $t) -> $t {
                let mut $s = start;
                for i in 0..a.len() {
                    let $x = a[i];
                    $update
                }
                $s
            });
            both!(some_plain, some(a: &[$t], start: $t) -> $t {
                let mut $s = start;
                for i in 0..a.len() {
                    let $x = a[i];
                    if i % 3 != 1 {
                        $update
                    }
                }
                $s
            });
            both!(nest_plain, nest(a: &[$t], start: $t) -> $t {
                let mut $s = start;
                let m = if a.len() % 7 == 0 { 7 } else { 100 };
                for i in 0..a.len() / m {
                    for j in 0..m {
                        let $x = a[i * m + j];
                        $update
                    }
                }
                $s
            });
            pub fn test(a: &[$t], start: $t) {
                let large = a.len() >= LARGE;
                let what = format!("{} of {} from {start:?}", stringify!($module), a.len());
                agree(&what, large, || one_plain(a, start), || $module(a, start));
                agree(&format!("some {what}"), large, || some_plain(a, start), || some(a, start));
                agree(&format!("nested {what}"), large, || nest_plain(a, start), || nest(a, start));
            }
        }
        #[test]
        fn $module() {
            for n in SIZES {
                // What is right at every size and with every thread need not be tried on great arrays often.
                let few = if n == LARGE { 3 } else { usize::MAX };
                for (a, start) in $runs(n).into_iter().take(few) {
                    $module::test(&a, start);
                }
            }
            ran(stringify!($module));
        }
    };
}

/// Inputs of an integer type: values that cannot overflow, great ones, extremes.
macro_rules! integer {
    ($t:ty, $inputs:ident, $(($module:ident, |$s:ident, $x:ident| $update:stmt))*) => {
        fn $inputs(n: usize) -> Vec<(Vec<$t>, $t)> {
            let of = |f: &dyn Fn(usize) -> $t| (0..n).map(f).collect::<Vec<$t>>();
            vec![
                (of(&|i| (mixed(i) % 2) as $t), 0),
                (of(&|_| 1), if n == LARGE { 0 } else { 1 }),
                (of(&|i| if i % 97 == 5 { 2 } else { 1 }), 1),
                (of(&|i| mixed(i) as $t), 7),
                (of(&|i| if i % 2 == 0 { <$t>::MIN } else { <$t>::MAX }), <$t>::MAX),
                (of(&|i| <$t>::MAX - (mixed(i) % 3) as $t), <$t>::MIN),
            ]
        }
        $(operator!($module, $t, $inputs, |$s, $x| $update);)*
    };
}

integer!(
    i8,
    inputs_i8,
    (sum_i8, |s, x| s += x)(product_i8, |s, x| s *= x)(min_i8, |s, x| s = s.min(x))(
        max_i8,
        |s, x| if x > s {
            s = x
        }
    )(and_i8, |s, x| s &= x)(or_i8, |s, x| s = x | s)(xor_i8, |s, x| s ^= x)
);
integer!(
    i16,
    inputs_i16,
    (sum_i16, |s, x| s -= x)(product_i16, |s, x| s = s * x)(min_i16, |s, x| s = x.min(s))(max_i16, |s, x| {
        s = s.max(x)
    })(and_i16, |s, x| s = s & x)(or_i16, |s, x| s |= x)(xor_i16, |s, x| s = x ^ s)
);
integer!(
    i32,
    inputs_i32,
    (sum_i32, |s, x| s = x + s)(product_i32, |s, x| s = x * s)(min_i32, |s, x| s = std::cmp::min(s, x))(
        max_i32,
        |s, x| s = i32::max(x, s)
    )(and_i32, |s, x| s &= x)(or_i32, |s, x| s |= x)(xor_i32, |s, x| s ^= x)
);
integer!(
    i64,
    inputs_i64,
    (sum_i64, |s, x| s += x)(product_i64, |s, x| s *= x)(min_i64, |s, x| if s > x {
        s = x
    })(max_i64, |s, x| s = if x >= s { x } else { s })(and_i64, |s, x| s &= x)(or_i64, |s, x| s |= x)(
        xor_i64,
        |s, x| s ^= x
    )
);
integer!(
    isize,
    inputs_isize,
    (sum_isize, |s, x| s += x)(product_isize, |s, x| s *= x)(min_isize, |s, x| s = s.min(x))(
        max_isize,
        |s, x| s = Ord::max(s, x)
    )(and_isize, |s, x| s &= x)(or_isize, |s, x| s |= x)(xor_isize, |s, x| s ^= x)
);
integer!(
    i128,
    inputs_i128,
    (sum_i128, |s, x| s += x)(product_i128, |s, x| s *= x)(min_i128, |s, x| s = s.min(x))(
        max_i128,
        |s, x| s = s.max(x)
    )(and_i128, |s, x| s &= x)(or_i128, |s, x| s |= x)(xor_i128, |s, x| s ^= x)
);
integer!(
    u8,
    inputs_u8,
    (sum_u8, |s, x| s += x)(product_u8, |s, x| s *= x)(min_u8, |s, x| s = s.min(x))(max_u8, |s, x| s =
        s.max(x))(and_u8, |s, x| s &= x)(or_u8, |s, x| s |= x)(xor_u8, |s, x| s ^= x)
);
integer!(
    u16,
    inputs_u16,
    (sum_u16, |s, x| s -= x)(product_u16, |s, x| s *= x)(min_u16, |s, x| s = s.min(x))(max_u16, |s, x| s =
        s.max(x))(and_u16, |s, x| s &= x)(or_u16, |s, x| s |= x)(xor_u16, |s, x| s ^= x)
);
integer!(
    u32,
    inputs_u32,
    (sum_u32, |s, x| s += x)(product_u32, |s, x| s *= x)(min_u32, |s, x| s = s.min(x))(max_u32, |s, x| s =
        s.max(x))(and_u32, |s, x| s &= x)(or_u32, |s, x| s |= x)(xor_u32, |s, x| s ^= x)
);
integer!(
    u64,
    inputs_u64,
    (sum_u64, |s, x| s += x)(product_u64, |s, x| s *= x)(min_u64, |s, x| s = s.min(x))(max_u64, |s, x| {
        if s < x {
            s = x;
        }
    })(and_u64, |s, x| s &= x)(or_u64, |s, x| s |= x)(xor_u64, |s, x| s ^= x)
);
integer!(
    usize,
    inputs_usize,
    (sum_usize, |s, x| s += x)(product_usize, |s, x| s *= x)(min_usize, |s, x| if x <= s {
        s = x
    })(max_usize, |s, x| if x >= s {
        s = x
    })(and_usize, |s, x| s &= x)(or_usize, |s, x| s |= x)(xor_usize, |s, x| s ^= x)
);
integer!(
    u128,
    inputs_u128,
    (sum_u128, |s, x| s += x)(product_u128, |s, x| s *= x)(min_u128, |s, x| s = s.min(x))(
        max_u128,
        |s, x| s = s.max(x)
    )(and_u128, |s, x| s &= x)(or_u128, |s, x| s |= x)(xor_u128, |s, x| s ^= x)
);

fn inputs_bool(n: usize) -> Vec<(Vec<bool>, bool)> {
    let of = |f: &dyn Fn(usize) -> bool| (0..n).map(f).collect::<Vec<bool>>();
    let mut all = Vec::new();
    for start in [false, true] {
        all.push((of(&|_| false), start));
        all.push((of(&|_| true), start));
        all.push((of(&|i| i == n / 2), start));
        all.push((of(&|i| i != n / 2), start));
        all.push((of(&|i| mixed(i).is_multiple_of(2)), start));
    }
    all
}

operator!(and_bool, bool, inputs_bool, |s, x| s &= x);
operator!(or_bool, bool, inputs_bool, |s, x| s |= x);
operator!(xor_bool, bool, inputs_bool, |s, x| s ^= x);
operator!(min_bool, bool, inputs_bool, |s, x| s = s.min(x));
operator!(max_bool, bool, inputs_bool, |s, x| s = s.max(x));
operator!(all_bool, bool, inputs_bool, |s, x| s = s && x);
operator!(any_bool, bool, inputs_bool, |s, x| s = x || s);

fn inputs_char(n: usize) -> Vec<(Vec<char>, char)> {
    let of = |i: usize| char::from_u32((mixed(i) % 0xD800) as u32).unwrap();
    vec![((0..n).map(of).collect(), 'm'), (vec!['\u{10FFFF}'; n], '\0'), (vec!['\0'; n], '\u{10FFFF}')]
}

operator!(min_char, char, inputs_char, |s, x| s = s.min(x));
operator!(max_char, char, inputs_char, |s, x| if x > s {
    s = x
});

/// Inputs of a float type for minima and maxima: ordinary ones, all special values, zeros of one sign and of
/// both, NaN alone; from every special value.
macro_rules! special {
    ($t:ty, $inputs:ident) => {
        fn $inputs(n: usize) -> Vec<(Vec<$t>, $t)> {
            let special = [0.0, -0.0, <$t>::NAN, 1.0, -1.0, <$t>::INFINITY, <$t>::NEG_INFINITY];
            let of = |f: &dyn Fn(usize) -> $t| (0..n).map(f).collect::<Vec<$t>>();
            let arrays = [
                of(&|i| mixed(i) as $t / 1e3 - 7e9),
                of(&|i| special[mixed(i) as usize % 7]),
                of(&|i| [0.0, -0.0, <$t>::NAN, -1.0][mixed(i) as usize % 4]),
                of(&|i| [0.0, -0.0, <$t>::NAN, 1.0][mixed(i) as usize % 4]),
                of(&|i| {
                    if i == n * 2 / 3 {
                        -0.0
                    } else if i > n * 2 / 3 {
                        0.0
                    } else {
                        -1.0
                    }
                }),
                of(&|i| {
                    if i == n / 3 {
                        0.0
                    } else if i > n / 3 {
                        -0.0
                    } else {
                        1.0
                    }
                }),
                of(&|_| <$t>::NAN),
                of(&|i| if i == n / 2 { <$t>::NEG_INFINITY } else { <$t>::NAN }),
                of(&|i| if i == n / 2 { <$t>::INFINITY } else { <$t>::NAN }),
            ];
            let starts = special.iter().flat_map(|s| arrays.iter().map(move |a| (a.clone(), *s)));
            starts.collect()
        }
    };
}
special!(f64, special_f64);
special!(f32, special_f32);

operator!(greater_f64, f64, special_f64, |s, x| if x > s {
    s = x
});
operator!(greater_equal_f64, f64, special_f64, |s, x| if x >= s {
    s = x
});
operator!(less_f64, f64, special_f64, |s, x| if x < s {
    s = x;
});
operator!(less_equal_f64, f64, special_f64, |s, x| if x <= s {
    s = x;
});
operator!(turned_less_f64, f64, special_f64, |s, x| if s < x {
    s = x
});
operator!(turned_less_equal_f64, f64, special_f64, |s, x| if s <= x {
    s = x
});
operator!(turned_greater_f64, f64, special_f64, |s, x| if s > x {
    s = x
});
operator!(turned_greater_equal_f64, f64, special_f64, |s, x| s = if s >= x { x } else { s });
operator!(chosen_f64, f64, special_f64, |s, x| s = if x > s { x } else { s });
operator!(greater_f32, f32, special_f32, |s, x| if x > s {
    s = x
});
operator!(less_equal_f32, f32, special_f32, |s, x| if x <= s {
    s = x
});
operator!(max_f64_zeros, f64, special_f64, |s, x| s = s.max(x));
operator!(min_f64_zeros, f64, special_f64, |s, x| s = s.min(x));
operator!(turned_max_f64_zeros, f64, special_f64, |s, x| s = x.max(s));
operator!(turned_min_f64_zeros, f64, special_f64, |s, x| s = f64::min(x, s));
operator!(function_max_f64_zeros, f64, special_f64, |s, x| s = f64::max(s, x));
operator!(max_f32_zeros, f32, special_f32, |s, x| s = s.max(x));
operator!(min_f32_zeros, f32, special_f32, |s, x| s = f32::min(s, x));

// What is set with a minimum or maximum.
macro_rules! position {
    ($module:ident, $t:ty, $inputs:ident, |$s:ident, $x:ident, $at:ident, $i:ident| $update:stmt) => {
        mod $module {
            use super::*;
            both!(plain, $module(a: &[$t], start: $t) -> ($t, usize) {
                let mut $s = start;
                let mut $at = usize::MAX;
                for $i in 0..a.len() {
                    let $x = a[$i];
                    $update
                }
                ($s, $at)
            });
            pub fn test(a: &[$t], start: $t) {
                let what = format!("{} of {} from {start:?}", stringify!($module), a.len());
                agree(&what, a.len() >= LARGE, || plain(a, start), || $module(a, start));
            }
        }
        #[test]
        fn $module() {
            for n in SIZES {
                let few = if n == LARGE { 3 } else { usize::MAX };
                for (a, start) in $inputs(n).into_iter().take(few) {
                    $module::test(&a, start);
                }
            }
            ran(stringify!($module));
        }
    };
}
position!(argmax_first, f64, special_f64, |s, x, at, i| if x > s {
    s = x;
    at = i;
});
position!(argmax_last, f64, special_f64, |s, x, at, i| if x >= s {
    at = i;
    s = x
});
position!(argmin_first, f32, special_f32, |s, x, at, i| if s > x {
    s = x;
    at = i;
});
position!(argmin_last, f64, special_f64, |s, x, at, i| if x <= s {
    s = x;
    at = i;
});
position!(argmax_i32, i32, inputs_i32, |s, x, at, i| if x > s {
    s = x;
    at = i;
});
position!(argmin_u8, u8, inputs_u8, |s, x, at, i| if x <= s {
    s = x;
    at = i;
});
position!(argmax_bool, bool, inputs_bool, |s, x, at, i| if x > s {
    s = x;
    at = i;
});
position!(argmin_some, f64, special_f64, |s, x, at, i| if i % 3 != 1 && x < s {
    s = x;
    at = i;
});
// Kept in order: what is set is more than the ordinal can tell.
position!(argmax_twice, f64, special_f64, |s, x, at, i| if x > s {
    s = x;
    at = 2 * i + 1;
});

both!(best_pair_plain, best_pair(a: &[f64], m: usize, start: f64) -> (f64, usize, u32) {
    let (mut best, mut row, mut column) = (start, 0, 9);
    for i in 0..a.len() / m {
        for j in 0..m {
            if a[i * m + j] >= best {
                best = a[i * m + j];
                row = i;
                column = j as u32;
            }
        }
    }
    (best, row, column)
});

both!(nearest_plain, nearest(a: &[f64], to: f64) -> (f64, f64, i64) {
    let (mut least, mut value, mut at) = (f64::INFINITY, f64::NAN, -1i64);
    for i in 0..a.len() {
        let d = (a[i] - to).abs();
        if d < least {
            least = d;
            value = a[i];
            at = i as i64;
        }
    }
    (least, value, at)
});

both!(several_plain, several(a: &[f64], k: &[u16]) -> (f64, f64, (usize, u16, bool)) {
    let (mut least, mut most, mut at) = (f64::MAX, f64::MIN, 0);
    let (mut bits, mut all) = (0, true);
    for i in 0..a.len() {
        if a[i] < least {
            least = a[i];
        }
        most = most.max(a[i]);
        if a[i] == 1.0 {
            at = i;
        }
        bits |= k[i];
        all = all && k[i] < 60_000;
    }
    (least, most, (at, bits, all))
});

#[test]
fn positions_in_nests_and_several_at_once() {
    for n in [0, 1, 33, 64, 100, 1056, 3001] {
        for (a, start) in special_f64(n) {
            for m in [1, 7, 32, 100] {
                let what = format!("{n} by {m} from {start}");
                agree(&what, false, || best_pair_plain(&a, m, start), || best_pair(&a, m, start));
            }
            agree(&format!("{n} to {start}"), false, || nearest_plain(&a, start), || nearest(&a, start));
            let k: Vec<u16> =
                (0..n).map(|i| mixed(i) as u16 & if n % 3 == 0 { 0x7FFF } else { 0xFFFF }).collect();
            agree(&format!("several, up to zeros, {n}"), false, || several_plain(&a, &k), || several(&a, &k));
        }
    }
    assert!(runs("best_pair").0 > 0 && runs("nearest").0 > 0 && runs("several").0 > 0);
}

// A loop that also writes cannot be run again, so it keeps places instead.
both!(residual_plain, residual(a: &[f64], b: &mut [f64], start: f64) -> f64 {
    let mut most = start;
    for i in 0..a.len() {
        b[i] = a[i] * 0.5;
        most = most.max(b[i]);
    }
    most
});
both!(residual_rows_plain, residual_rows(a: &[f64], b: &mut [f64], start: f64) -> f64 {
    let mut most = start;
    for i in 0..a.len() / 50 {
        for j in 0..50 {
            b[i * 50 + j] = a[i * 50 + j] * 0.5;
            if b[i * 50 + j] <= most {
                most = b[i * 50 + j];
            }
        }
    }
    most
});

#[test]
fn a_maximum_beside_writes() {
    for n in [0, 1, 50, 64, 100, 1050, 3000] {
        for (a, start) in special_f64(n) {
            let run = |f: fn(&[f64], &mut [f64], f64) -> f64| {
                let mut b = vec![3.0; n];
                let most = f(&a, &mut b, start);
                let sum = b.iter().filter(|x| x.is_finite()).sum::<f64>();
                (most, sum)
            };
            agree(&format!("up to zeros, {n} from {start}"), false, || run(residual_plain), || run(residual));
            agree(
                &format!("rows, {n} from {start}"),
                false,
                || run(residual_rows_plain),
                || run(residual_rows),
            );
        }
    }
    assert!(runs("residual").0 > 0 && runs("residual_rows").0 > 0);
}

// The right side of `&&` is not computed where it does not decide.
#[accel]
fn all_quotients(a: &[u32], b: &[u32]) -> bool {
    let mut all = true;
    for i in 0..a.len() {
        all = all && a[i] / b[i] > 2;
    }
    all
}

both!(any_above_plain, any_above(a: &[f64], b: &[f64], start: bool) -> bool {
    let mut any = start;
    for i in 0..a.len() {
        any = any || a[i] > b[i + 1] || a[i].is_nan();
    }
    any
});

#[test]
fn short_circuits() {
    let a = vec![9; 200];
    let mut b = vec![3; 200];
    b[7] = 100;
    b[8..].fill(0);
    everywhere(|how| assert!(!all_quotients(&a, &b), "{how}"));
    for n in [0, 5, 100, LARGE] {
        let a: Vec<f64> = (0..n).map(|i| mixed(i) as f64).collect();
        for start in [false, true] {
            let high = vec![f64::MAX; n + 1];
            agree("none", n == LARGE, || any_above_plain(&a, &high, start), || any_above(&a, &high, start));
            // Short: plain finds the answer in front of the missing elements, or panics.
            let short = vec![if n == 100 { 0.0 } else { f64::MAX }; n / 2];
            agree(
                "short",
                n == LARGE,
                || any_above_plain(&a, &short, start),
                || any_above(&a, &short, start),
            );
        }
    }
    assert!(runs("any_above").0 > 0);
}

// Private and last-private variables beside reductions.
both!(last_plain, last(a: &[f64], start: f64) -> (f64, f64, f64) {
    let (mut last, mut above, mut s) = (start, start, 0.0);
    for i in 0..a.len() {
        last = a[i];
        if a[i] > 0.5 {
            above = a[i];
        }
        s = f64::max(s, last);
    }
    (last, above, s)
});

both!(row_maxima_plain, row_maxima(a: &[f64], out: &mut [f64]) -> f64 {
    let mut least = f64::INFINITY;
    for i in 0..out.len() {
        let mut most = f64::NEG_INFINITY;
        for j in 0..20 {
            if a[i * 20 + j] > most {
                most = a[i * 20 + j];
            }
        }
        out[i] = most;
        if most < least {
            least = most;
        }
    }
    least
});

#[test]
fn private_variables_beside_reductions() {
    for n in [0, 1, 40, 100, 1500] {
        for (a, start) in special_f64(n) {
            agree(&format!("up to zeros, {n}"), false, || last_plain(&a, start), || last(&a, start));
            let run = |f: fn(&[f64], &mut [f64]) -> f64| {
                let mut out = vec![0.0; n / 20];
                (f(&a, &mut out), out.iter().filter(|x| x.is_finite()).sum::<f64>())
            };
            agree("rows", false, || run(row_maxima_plain), || run(row_maxima));
        }
    }
    assert!(runs("last").0 > 0 && runs("row_maxima").0 > 0);
}

// Programs that deny what the tokens suggest.
mod cmp {
    pub fn max(a: f64, b: f64) -> f64 {
        (a + b) / 2.0
    }
}
both!(own_max_plain, own_max(a: &[f64]) -> f64 {
    let mut m = 0.0;
    for i in 0..a.len() {
        m = cmp::max(m, a[i]);
    }
    m
});

#[derive(Clone, Copy)]
struct Meter(f64);
impl Meter {
    fn max(self, other: f64) -> f64 {
        self.0 - other
    }
}
impl std::ops::AddAssign<Meter> for f64 {
    fn add_assign(&mut self, m: Meter) {
        *self = *self * 2.0 + m.0;
    }
}
impl std::ops::Mul<f64> for Meter {
    type Output = f64;
    fn mul(self, by: f64) -> f64 {
        self.0 - by
    }
}
both!(nogil: meters_plain, meters(a: &[f64], m: Meter) -> (f64, f64, f64) {
    let (mut s, mut t, mut u) = (1.0, 1.0, 1.0);
    for i in 0..a.len() {
        s += Meter(a[i]);
        t = m.max(t);
        u = m * u;
    }
    (s, t, u)
});

#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Level(u8);
impl std::ops::BitOrAssign for Level {
    fn bitor_assign(&mut self, other: Level) {
        self.0 = self.0.wrapping_mul(3) ^ other.0;
    }
}
both!(nogil: levels_plain, levels(a: &[u8]) -> (u8, u8) {
    let (mut most, mut bits) = (Level(0), Level(1));
    for i in 0..a.len() {
        let x = Level(a[i]);
        if x > most {
            most = x;
        }
        bits |= x;
    }
    (most.0, bits.0)
});

#[test]
fn operators_and_functions_of_the_user() {
    let a: Vec<f64> = (0..500).map(|i| mixed(i) as f64 / 1e9).collect();
    let k: Vec<u8> = (0..500).map(|i| mixed(i) as u8).collect();
    agree("own max", false, || own_max_plain(&a), || own_max(&a));
    agree("meters", false, || meters_plain(&a, Meter(0.5)), || meters(&a, Meter(0.5)));
    agree("levels", false, || levels_plain(&k), || levels(&k));
    assert_eq!(runs("own_max").0 + runs("meters").0 + runs("levels").0, 0);
}

// Regrouped float sums and products: the documented shape, the same bits everywhere.
both!(product_plain, product(a: &[f64], start: f64) -> f64 {
    let mut p = start;
    for i in 0..a.len() {
        p *= a[i];
    }
    p
});
both!(rows_plain, rows(a: &[f32], m: usize) -> (f32, f32) {
    let (mut s, mut p) = (0.5, 1.0);
    for i in 0..a.len() / m {
        for j in 0..m {
            if a[i * m + j] != 1.0 {
                s = a[i * m + j] + s;
                p = p * a[i * m + j];
            }
        }
    }
    (s, p)
});

/// Below 96 in order; else 32 lanes, halving, chunks, the tree of neighbors, and the start last.
fn product_shape(terms: &[f64], start: f64) -> f64 {
    if terms.len() < 96 {
        return terms.iter().fold(start, |p, t| p * t);
    }
    let n = terms.len();
    let chunk = if n <= 1024 { 1024 } else { n.div_ceil(256).max(1024).next_multiple_of(32) };
    let lanes = |terms: &[f64]| {
        let mut lanes = [1.0; 32];
        terms.iter().enumerate().for_each(|(i, t)| lanes[i % 32] *= t);
        for half in [16, 8, 4, 2, 1] {
            (0..half).for_each(|l| lanes[l] *= lanes[l + half]);
        }
        lanes[0]
    };
    let mut parts: Vec<f64> = terms.chunks(chunk).map(lanes).collect();
    while parts.len() > 1 {
        parts = parts.chunks(2).map(|p| p.iter().copied().reduce(|a, b| a * b).unwrap()).collect();
    }
    start * parts[0]
}

#[test]
fn float_products_have_the_documented_shape() {
    for n in [0, 1, 33, 63, 64, 95, 96, 100, 1024, 1025, 5000, 40_000] {
        let a: Vec<f64> = (0..n).map(|i| 0.9 + (mixed(i) % 2048) as f64 / 10_240.0).collect();
        let expected = product_shape(&a, 1.25).to_bits();
        everywhere(|how| assert_eq!(product(&a, 1.25).to_bits(), expected, "{how}, n = {n}"));
        let (plain, ours) = (product_plain(&a, 1.25), product(&a, 1.25));
        assert!((plain - ours).abs() <= 1e-9 * plain.abs(), "{n}: {plain} and {ours}");
        let b: Vec<f32> = a.iter().map(|x| *x as f32).collect();
        let rows_of = || rows(&b, 40);
        let (s, p) = rows_of();
        everywhere(|how| assert!(rows_of().same((s, p), false), "{how}, n = {n}"));
        let plain = rows_plain(&b, 40);
        assert!((plain.0 - s).abs() <= 1e-4 * plain.0.abs(), "{n}: {plain:?} and {s}");
    }
    // Golden bits.
    let a: Vec<f64> = (0..3000).map(|i| 0.9 + (mixed(i) % 2048) as f64 / 10_240.0).collect();
    assert_eq!(product(&a, 1.0).to_bits(), 4_581_347_297_641_468_749);
}

// Every form of loop.
both!(backwards_plain, backwards(a: &[f64], start: f64) -> (f64, usize) {
    let (mut m, mut at) = (start, 0);
    for i in (0..a.len()).rev() {
        if a[i] > m {
            m = a[i];
            at = i;
        }
    }
    (m, at)
});
both!(steps_plain, steps(a: &[f64], start: f64) -> (f64, u16) {
    let (mut m, mut at) = (start, 7u16);
    for i in (1..a.len()).step_by(3) {
        if a[i] <= m {
            m = a[i];
            at = i as u16;
        }
    }
    (m, at)
});
both!(counted_plain, counted(a: &[f64], start: f64) -> (f64, usize, usize) {
    let (mut m, mut at) = (start, 0);
    let mut i = 0;
    while i < a.len() {
        if a[i] >= m {
            m = a[i];
            at = i;
        }
        i += 2;
    }
    (m, at, i)
});
both!(skipping_plain, skipping(a: &[f64], start: f64) -> (f64, usize, bool) {
    let (mut m, mut at, mut finite) = (start, 0, true);
    for i in 0..a.len() {
        if a[i].is_nan() {
            continue;
        }
        finite &= a[i].is_finite();
        if m > a[i] {
            m = a[i];
            at = i;
        }
    }
    (m, at, finite)
});
both!(chosen_arm_plain, chosen_arm(a: &[f64], k: &[u8]) -> (f64, f64, f64) {
    let (mut s, mut p, mut m) = (0.0, 1.0, 0.0);
    for i in 0..k.len() {
        let x = a[i];
        match k[i] {
            0 => s += x * 0.5,
            1 | 2 => p *= 1.0,
            _ => m = f64::max(x, m),
        }
    }
    (s.abs(), p, m)
});
both!(inner_while_plain, inner_while(k: &[u32]) -> (u64, u32) {
    let (mut steps, mut most) = (0u64, 0);
    for i in 0..k.len() {
        let mut x = k[i] % 512 + 1;
        while x != 1 {
            x = if x % 2 == 0 { x / 2 } else { 3 * x + 1 };
            steps += 1;
            if x > most {
                most = x;
            }
        }
    }
    (steps, most)
});

struct Range {
    least: f64,
    most: f64,
    at: usize,
    seen: u8,
}
impl Range {
    fn plain(&mut self, a: &[f64]) {
        for i in 0..a.len() {
            self.least = self.least.min(a[i]);
            if a[i] > self.most {
                self.most = a[i];
                self.at = i;
            }
            self.seen |= if a[i] > 0.0 { 1 } else { 2 };
        }
    }
    #[accel(parallel)]
    fn fields(&mut self, a: &[f64]) {
        for i in 0..a.len() {
            self.least = self.least.min(a[i]);
            if a[i] > self.most {
                self.most = a[i];
                self.at = i;
            }
            self.seen |= if a[i] > 0.0 { 1 } else { 2 };
        }
    }
}

#[test]
fn in_every_form_of_loop() {
    for n in [0, 1, 2, 33, 64, 100, 300, 1057, 3001] {
        for (a, start) in special_f64(n) {
            let what = format!("{n} from {start}");
            agree(&what, false, || backwards_plain(&a, start), || backwards(&a, start));
            agree(&what, false, || steps_plain(&a, start), || steps(&a, start));
            agree(&what, false, || counted_plain(&a, start), || counted(&a, start));
            agree(&what, false, || skipping_plain(&a, start), || skipping(&a, start));
            let run = |f: fn(&mut Range, &[f64])| {
                let mut range = Range { least: start, most: start, at: 99, seen: 0 };
                f(&mut range, &a);
                (range.least, range.most, (range.at, range.seen))
            };
            agree(&format!("up to zeros, {what}"), false, || run(Range::plain), || run(Range::fields));
        }
        let k: Vec<u8> = (0..n).map(|i| mixed(i) as u8 % 4).collect();
        // Sums of halves are exact, so their order shows in nothing.
        let a: Vec<f64> = (0..n).map(|i| (mixed(i) % 1000) as f64 - 500.0).collect();
        agree("arms", false, || chosen_arm_plain(&a, &k), || chosen_arm(&a, &k));
    }
    let k: Vec<u32> = (0..20_000).map(|i| mixed(i) as u32).collect();
    agree("while", false, || inner_while_plain(&k), || inner_while(&k));
    for name in ["backwards", "steps", "counted", "skipping", "chosen_arm", "fields", "inner_while"] {
        assert!(runs(name).0 > 0, "{name}");
    }
}

// Types that have no accumulator: generic ones, references, values that own something.
#[accel(nogil)]
fn generic<T: PartialOrd + Copy + Send + Sync + std::ops::Add<Output = T>>(
    a: &[T],
    start: T,
) -> (T, T, usize) {
    let (mut s, mut m, mut at) = (start, start, 0);
    for i in 0..a.len() {
        s = s + a[i];
        if a[i] > m {
            m = a[i];
            at = i;
        }
    }
    (s, m, at)
}

#[accel(nogil)]
fn ordered<T: Ord + Copy + Send + Sync + std::ops::BitXorAssign>(a: &[T], start: T) -> (T, T, T) {
    let (mut m, mut n, mut x) = (start, start, start);
    for i in 0..a.len() {
        m = m.max(a[i]);
        n = std::cmp::min(a[i], n);
        x ^= a[i];
    }
    (m, n, x)
}

#[derive(Clone, Debug, PartialEq, PartialOrd)]
struct Big(Vec<u64>);
impl std::ops::Add for Big {
    type Output = Big;
    fn add(mut self, other: Big) -> Big {
        self.0.extend(other.0);
        self
    }
}
impl Big {
    fn max(self, other: Big) -> Big {
        if self.0 > other.0 { self } else { other }
    }
}
fn big(x: u64) -> Big {
    Big(vec![x])
}

macro_rules! owned {
    ($([$($options:tt)*] $name:ident)*) => {$(
        #[accel($($options)*)]
        fn $name(a: &[u64]) -> (Big, Big, Big, Big) {
            let (mut sum, mut most, mut least, mut with) = (big(7), big(0), big(9), big(1));
            for i in 0..a.len() {
                sum = sum + big(a[i]);
                most = most.max(big(a[i]));
                let x = big(a[i]);
                if x < least {
                    least = x;
                    with = big(i as u64);
                }
            }
            (sum, most, least, with)
        }
    )*};
}
owned!([nogil] owned_in_order [parallel, nogil] owned_in_parallel);

#[accel(parallel, nogil)]
fn longest<'a>(words: &[&'a str], counts: &mut [usize]) -> (&'a str, usize) {
    let (mut last, mut at) = ("", 0);
    for i in 0..words.len() {
        counts[i] += 1;
        if words[i] > last {
            last = words[i];
            at = i;
        }
    }
    (last, at)
}

#[test]
fn types_without_accumulators() {
    let a: Vec<u64> = (0..300).map(|i| mixed(i) % 1000).collect();
    let most = *a.iter().max().unwrap();
    let first = a.iter().position(|x| *x == most).unwrap();
    everywhere(|how| {
        assert_eq!(generic(&a, 0), (a.iter().sum(), most, first), "{how}");
        let xor = a.iter().fold(5, |x, y| x ^ y);
        assert_eq!(ordered(&a, 5), (most, *a.iter().min().unwrap().min(&5), xor), "{how}");
        for owned in [owned_in_order(&a), owned_in_parallel(&a)] {
            let (sum, greatest, least, with) = owned;
            assert_eq!(sum.0, [&[7], &a[..]].concat(), "{how}");
            assert_eq!(greatest, big(most), "{how}");
            let (at, low) = a.iter().enumerate().filter(|(_, x)| **x < 9).min_by_key(|(_, x)| **x).unwrap();
            assert_eq!((least, with), (big(*low), big(at as u64)), "{how}");
        }
        let mut counts = [0; 4];
        assert_eq!(longest(&["b", "d", "c", "d"], &mut counts), ("d", 1), "{how}");
        assert_eq!(counts, [1; 4], "{how}");
    });
}

// Without `parallel` updates keep their order and are as the user wrote them.
macro_rules! in_order {
    ($([$($options:tt)*] $name:ident)*) => {$(
        #[accel($($options)*)]
        fn $name(a: &[f64], k: &[i32]) -> (f64, usize, f64, f64, i32, bool, f64) {
            let (mut m, mut at, mut s, mut n) = (f64::NAN, 7, 0.1, f64::INFINITY);
            let (mut bits, mut all, mut c) = (1, true, 0.0);
            for i in 0..k.len() {
                if a[i] >= n {
                    n = a[i];
                    at = i;
                }
                m = m.max(a[i]);
                s = a[i] + s;
                bits ^= k[i];
                n = f64::min(a[i] + 1.0, n);
                all = all && k[i] / (k[i] | 1) < 2;
                c = if c > a[i] { a[i] } else { c };
            }
            (m, at, s, n, bits, all, c)
        }
    )*};
}
in_order!([] updates_in_order);

#[test]
fn updates_without_parallel_are_plain() {
    for n in [0, 1, 31, 64, 1500] {
        for (a, _) in special_f64(n) {
            let k: Vec<i32> = (0..n).map(|i| mixed(i) as i32).collect();
            let expected = hotloop_tests::plain(|| updates_in_order(&a, &k));
            everywhere(|how| {
                let (m, at, s, n, bits, all, c) = updates_in_order(&a, &k);
                let (em, eat, es, en, ebits, eall, ec) = expected;
                assert!(
                    m.same(em, true) && s.same(es, false) && n.same(en, true) && c.same(ec, false),
                    "{how}"
                );
                assert_eq!((at, bits, all), (eat, ebits, eall), "{how}");
            });
        }
    }
    assert!(runs("updates_in_order").0 > 0);
}
