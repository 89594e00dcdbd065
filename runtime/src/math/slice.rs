//! The functions over slices: element by element, at the processor's level, on all cores where it pays.
//!
//! Each has the bits of the function itself. `out` must be as long as the arguments.

use super::Tables;
use super::generic::Float;
use crate::cpu::{Job, at_level};
use crate::interleave::{Interleave, gains};
use crate::pool::for_range;
use std::sync::Mutex;

/// Elements of a piece of work that a thread takes.
const PIECE: usize = 8192;
/// Estimated cost of an element in nanoseconds.
const COST: u64 = 1;
/// Elements among which one argument beyond the function's reach makes all take the longer way.
const BLOCK: usize = 256;

/// Runs `f` on the pieces of the slices, each with its number of the first element.
fn in_pieces<T: Float>(out: &mut [T], f: impl Fn(usize, &mut [T]) + Sync) {
    if out.len() <= PIECE {
        return f(0, out);
    }
    let cost = out.len() as u64 * COST;
    let pieces: Vec<Mutex<&mut [T]>> = out.chunks_mut(PIECE).map(Mutex::new).collect();
    for_range(pieces.len() as u64, cost, &|lo, hi| {
        let (lo, hi) = (lo as usize, hi as usize);
        for (p, piece) in pieces[lo..hi].iter().enumerate() {
            // Each piece is locked once; after a panic in a function there would be no caller to see it.
            f((lo + p) * PIECE, &mut piece.lock().unwrap_or_else(|e| e.into_inner()));
        }
    });
}

#[track_caller]
fn same_length(out: usize, x: usize) {
    assert!(out == x, "the result has {out} elements, the argument {x}");
}

/// A function as a type. A function item would do, but for `Fn::call`, which nothing makes LLVM inline: a formula
/// that it thinks too large would be called, and compiled once, for the baseline. These are inlined always, and so are
/// the loops ([`Job`]).
trait One<T>: Copy + Sync {
    /// Does a loop of the function gain by iterations side by side?
    const INTERLEAVED: bool;
    fn of(self, x: T) -> T;
}

/// A function that has a shorter form for arguments within its reach.
trait Reaching<A: Copy, T>: Copy + Sync {
    fn is_beyond(self, x: A) -> bool;
    fn near(self, x: A) -> T;
    fn far(self, x: A, tables: &Tables) -> T;
}

/// Has a loop so many iterations that it gains by having them side by side? With 16 floats of a vector four of them are
/// 64 iterations.
#[inline(always)]
fn is_long<T>(elements: usize) -> bool {
    size_of::<T>() >= size_of::<f64>() || elements >= BLOCK
}

/// out[i] = f(x[i])
struct Each<'a, T, F> {
    x: &'a [T],
    out: &'a mut [T],
    f: F,
}

impl<T: Copy, F: One<T>> Job for Each<'_, T, F> {
    #[inline(always)]
    fn interleaves(&self) -> bool {
        F::INTERLEAVED && is_long::<T>(self.x.len())
    }
    #[inline(always)]
    fn run<const ON: bool>(self, _: &Tables, interleave: Interleave<ON>) {
        let mut side_by_side = interleave.begin();
        for (y, x) in self.out.iter_mut().zip(self.x) {
            side_by_side.step();
            *y = self.f.of(*x);
        }
        side_by_side.end();
    }
}

/// out[i] = f(x[i]): blocks without an argument beyond the function's reach take the short way.
struct EachBlock<'a, T, F> {
    x: &'a [T],
    out: &'a mut [T],
    f: F,
}

impl<T: Copy, F: Reaching<T, T>> Job for EachBlock<'_, T, F> {
    #[inline(always)]
    fn interleaves(&self) -> bool {
        is_long::<T>(self.x.len())
    }
    #[inline(always)]
    fn run<const ON: bool>(self, tables: &Tables, interleave: Interleave<ON>) {
        let f = self.f;
        for (x, out) in self.x.chunks(BLOCK).zip(self.out.chunks_mut(BLOCK)) {
            if x.iter().fold(false, |any, x| any | f.is_beyond(*x)) {
                for (y, x) in out.iter_mut().zip(x) {
                    *y = f.far(*x, tables);
                }
            } else {
                let mut side_by_side = interleave.begin();
                for (y, x) in out.iter_mut().zip(x) {
                    side_by_side.step();
                    *y = f.near(*x);
                }
                side_by_side.end();
            }
        }
    }
}

/// out[i] = f(x[i], y[i]), in the same way.
struct EachBlockOfPairs<'a, T, F> {
    x: &'a [T],
    y: &'a [T],
    out: &'a mut [T],
    f: F,
}

impl<T: Copy, F: Reaching<(T, T), T>> Job for EachBlockOfPairs<'_, T, F> {
    #[inline(always)]
    fn interleaves(&self) -> bool {
        is_long::<T>(self.x.len())
    }
    #[inline(always)]
    fn run<const ON: bool>(self, tables: &Tables, interleave: Interleave<ON>) {
        let f = self.f;
        for ((x, y), out) in self.x.chunks(BLOCK).zip(self.y.chunks(BLOCK)).zip(self.out.chunks_mut(BLOCK)) {
            if x.iter().zip(y).fold(false, |any, (x, y)| any | f.is_beyond((*x, *y))) {
                for ((o, x), y) in out.iter_mut().zip(x).zip(y) {
                    *o = f.far((*x, *y), tables);
                }
            } else {
                let mut side_by_side = interleave.begin();
                for ((o, x), y) in out.iter_mut().zip(x).zip(y) {
                    side_by_side.step();
                    *o = f.near((*x, *y));
                }
                side_by_side.end();
            }
        }
    }
}

#[track_caller]
fn map<T: Float>(x: &[T], out: &mut [T], f: impl One<T>) {
    same_length(out.len(), x.len());
    in_pieces(out, |first, out| at_level(Each { x: &x[first..][..out.len()], out, f }));
}

#[track_caller]
fn map_blocks<T: Float>(x: &[T], out: &mut [T], f: impl Reaching<T, T>) {
    same_length(out.len(), x.len());
    in_pieces(out, |first, out| at_level(EachBlock { x: &x[first..][..out.len()], out, f }));
}

#[track_caller]
fn map_blocks_of_pairs<T: Float>(x: &[T], y: &[T], out: &mut [T], f: impl Reaching<(T, T), T>) {
    same_length(out.len(), x.len());
    same_length(out.len(), y.len());
    in_pieces(out, |first, out| {
        let (x, y) = (&x[first..][..out.len()], &y[first..][..out.len()]);
        at_level(EachBlockOfPairs { x, y, out, f });
    });
}

macro_rules! functions {
    ($($(#[$doc:meta])* $f:ident)*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the lengths differ.
        #[track_caller]
        pub fn $f<T: Float>(x: &[T], out: &mut [T]) {
            #[derive(Clone, Copy)]
            struct Function;
            impl<T: Float> One<T> for Function {
                const INTERLEAVED: bool = gains(stringify!($f));
                #[inline(always)]
                fn of(self, x: T) -> T {
                    x.$f()
                }
            }
            map(x, out, Function);
        }
    )*};
}
functions! {
    /// E to the power `x`, minus one, of each element.
    exp_m1
    /// The hyperbolic sine of `x`, of each element.
    sinh
    /// The hyperbolic cosine of `x`, of each element.
    cosh
    /// The hyperbolic tangent of `x`, of each element.
    tanh
    /// The arc sine of `x` in radians, of each element.
    asin
    /// The arc cosine of `x` in radians, of each element.
    acos
    /// The arc tangent of `x` in radians, of each element.
    atan
    /// The inverse hyperbolic sine of `x`, of each element.
    asinh
    /// The inverse hyperbolic tangent of `x`, of each element.
    atanh
    /// The error function of `x`, of each element.
    erf
    /// One minus the error function of `x`, of each element.
    erfc
    /// The logistic function of `x`, 1 / (1 + e^-x), of each element.
    sigmoid
    /// The reciprocal of `x`, of each element.
    recip
    /// The square root of `x`, of each element.
    sqrt
}

macro_rules! short {
    ($($(#[$doc:meta])* $f:ident $beyond:ident $short:ident)*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the lengths differ.
        #[track_caller]
        pub fn $f<T: Float>(x: &[T], out: &mut [T]) {
            #[derive(Clone, Copy)]
            struct Function;
            impl<T: Float> Reaching<T, T> for Function {
                #[inline(always)]
                fn is_beyond(self, x: T) -> bool {
                    x.$beyond()
                }
                #[inline(always)]
                fn near(self, x: T) -> T {
                    x.$short()
                }
                #[inline(always)]
                fn far(self, x: T, _: &Tables) -> T {
                    x.$f()
                }
            }
            map_blocks(x, out, Function);
        }
    )*};
}
short! {
    /// E to the power `x`, of each element.
    exp exp_beyond exp_short
    /// 2 to the power `x`, of each element.
    exp2 exp2_beyond exp2_short
    /// The natural logarithm of `x`, of each element.
    ln ln_beyond ln_short
    /// The natural logarithm of `1 + x`, of each element.
    ln_1p ln_1p_beyond ln_1p_short
    /// The logarithm of `x` to base 2, of each element.
    log2 log2_beyond log2_short
    /// The logarithm of `x` to base 10, of each element.
    log10 log10_beyond log10_short
    /// The inverse hyperbolic cosine of `x`, of each element.
    acosh acosh_beyond acosh_short
    /// The cube root of `x`, of each element.
    cbrt cbrt_beyond cbrt_short
}

macro_rules! tabled {
    ($($(#[$doc:meta])* $f:ident $near:ident $with:ident)*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the lengths differ.
        #[track_caller]
        pub fn $f<T: Float>(x: &[T], out: &mut [T]) {
            #[derive(Clone, Copy)]
            struct Function;
            impl<T: Float> Reaching<T, T> for Function {
                #[inline(always)]
                fn is_beyond(self, x: T) -> bool {
                    x.is_beyond()
                }
                #[inline(always)]
                fn near(self, x: T) -> T {
                    x.$near()
                }
                #[inline(always)]
                fn far(self, x: T, tables: &Tables) -> T {
                    x.$with(tables)
                }
            }
            map_blocks(x, out, Function);
        }
    )*};
}
tabled! {
    /// The sine of `x` (radians), of each element.
    sin sin_near sin_with
    /// The cosine of `x` (radians), of each element.
    cos cos_near cos_with
    /// The tangent of `x` (radians), of each element.
    tan tan_near tan_with
}

macro_rules! pairs {
    ($($(#[$doc:meta])* $f:ident($x:ident, $y:ident) $beyond:ident $short:ident)*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the lengths differ.
        #[track_caller]
        pub fn $f<T: Float>($x: &[T], $y: &[T], out: &mut [T]) {
            #[derive(Clone, Copy)]
            struct Function;
            impl<T: Float> Reaching<(T, T), T> for Function {
                #[inline(always)]
                fn is_beyond(self, (x, y): (T, T)) -> bool {
                    x.$beyond(y)
                }
                #[inline(always)]
                fn near(self, (x, y): (T, T)) -> T {
                    x.$short(y)
                }
                #[inline(always)]
                fn far(self, (x, y): (T, T), _: &Tables) -> T {
                    x.$f(y)
                }
            }
            map_blocks_of_pairs($x, $y, out, Function);
        }
    )*};
}
pairs! {
    /// The angle of the point (`x`, `y`), of each pair of elements.
    atan2(y, x) atan2_beyond atan2_short
    /// The square root of `x^2 + y^2`, of each pair of elements.
    hypot(x, y) hypot_beyond hypot_short
    /// `x` to the power `y`, of each pair of elements.
    powf(x, y) powf_beyond powf_short
}

/// `x` to the power `n`, of each element.
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn powi<T: Float>(x: &[T], n: i32, out: &mut [T]) {
    /// Exponents between two bounds, for which the function has one formula: LLVM makes vectors of a loop without
    /// the branches between formulas.
    #[derive(Clone, Copy)]
    struct Function<const LEAST: i32, const MOST: i32>(i32);
    impl<T: Float, const LEAST: i32, const MOST: i32> One<T> for Function<LEAST, MOST> {
        const INTERLEAVED: bool = true;
        #[inline(always)]
        fn of(self, x: T) -> T {
            x.powi(self.0.clamp(LEAST, MOST))
        }
    }
    match n {
        0..=6 => map(x, out, Function::<0, 6>(n)),
        7..=8 => map(x, out, Function::<7, 8>(n)),
        9..=13 => map(x, out, Function::<9, 13>(n)),
        -4..=-1 => map(x, out, Function::<-4, -1>(n)),
        -13..=-5 => map(x, out, Function::<-13, -5>(n)),
        14.. => map(x, out, Function::<14, { i32::MAX }>(n)),
        _ => map(x, out, Function::<{ i32::MIN }, -14>(n)),
    }
}

/// The sine and the cosine of each element.
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn sin_cos<T: Float>(x: &[T], sines: &mut [T], cosines: &mut [T]) {
    sin(x, sines);
    cos(x, cosines);
}
