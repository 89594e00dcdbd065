//! The functions over slices: element by element, at the processor's level, on all cores where it pays.
//!
//! Each has the bits of the function itself. `out` must be as long as the arguments.

use super::Tables;
use super::generic::Float;
use crate::cpu::{Built, levels, levels_with_tables};
use crate::pool::for_range;
use std::cell::Cell;
use std::sync::Mutex;

/// Compiled for every level.
const ALL: Built = Built { v3: true, v4: true };
/// Elements of a piece of work that a thread takes.
const PIECE: usize = 8192;
/// Estimated cost of an element in nanoseconds.
const COST: u64 = 1;
/// Elements among which one argument beyond the fast reduction makes all take the longer way.
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
/// that it thinks too large would be called, and compiled once, for the baseline. These are inlined always.
trait One<T>: Copy + Sync {
    fn of(self, x: T) -> T;
}

/// A function of two arguments.
trait Two<T>: Copy + Sync {
    fn of(self, x: T, y: T) -> T;
}

/// A function that needs tables for arguments beyond the fast reduction.
trait Tabled<T>: Copy + Sync {
    fn near(self, x: T) -> T;
    fn with(self, x: T, tables: &Tables) -> T;
}

/// The loops. They are inlined into the function of each level, and so is the element's function, because both
/// say so; the body of an iterator's `for_each` would not be.
#[inline(always)]
fn each<T: Copy>(x: &[T], out: &mut [T], f: impl One<T>) {
    for (y, x) in out.iter_mut().zip(x) {
        *y = f.of(*x);
    }
}

#[inline(always)]
fn each_pair<T: Copy>(x: &[T], y: &[T], out: &mut [T], f: impl Two<T>) {
    for ((o, x), y) in out.iter_mut().zip(x).zip(y) {
        *o = f.of(*x, *y);
    }
}

/// Blocks without an argument beyond the fast reduction take the short way.
#[inline(always)]
fn each_block<T: Float>(x: &[T], out: &mut [T], f: impl Tabled<T>, tables: &Tables) {
    for (x, out) in x.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
        if x.iter().fold(false, |any, x| any | x.is_beyond()) {
            for (y, x) in out.iter_mut().zip(x) {
                *y = f.with(*x, tables);
            }
        } else {
            for (y, x) in out.iter_mut().zip(x) {
                *y = f.near(*x);
            }
        }
    }
}

/// The result's borrow, for the one of three closures that runs.
fn once<T>(out: &mut [T]) -> Cell<Option<&mut [T]>> {
    Cell::new(Some(out))
}

/// out[i] = f(x[i])
#[track_caller]
fn map<T: Float>(x: &[T], out: &mut [T], f: impl One<T>) {
    same_length(out.len(), x.len());
    in_pieces(out, |first, out| {
        let (x, slot) = (&x[first..][..out.len()], &once(out));
        levels(
            ALL,
            false,
            move || each(x, slot.take().unwrap_or_default(), f),
            move || each(x, slot.take().unwrap_or_default(), f),
            move || each(x, slot.take().unwrap_or_default(), f),
        );
    });
}

/// out[i] = f(x[i], y[i])
#[track_caller]
fn map_pairs<T: Float>(x: &[T], y: &[T], out: &mut [T], f: impl Two<T>) {
    same_length(out.len(), x.len());
    same_length(out.len(), y.len());
    in_pieces(out, |first, out| {
        let (x, y) = (&x[first..][..out.len()], &y[first..][..out.len()]);
        let slot = &once(out);
        levels(
            ALL,
            false,
            move || each_pair(x, y, slot.take().unwrap_or_default(), f),
            move || each_pair(x, y, slot.take().unwrap_or_default(), f),
            move || each_pair(x, y, slot.take().unwrap_or_default(), f),
        );
    });
}

/// out[i] = f(x[i]), by its table in blocks with an argument beyond the fast reduction.
#[track_caller]
fn map_tabled<T: Float>(x: &[T], out: &mut [T], f: impl Tabled<T>) {
    same_length(out.len(), x.len());
    in_pieces(out, |first, out| {
        let (x, slot) = (&x[first..][..out.len()], &once(out));
        levels_with_tables(
            ALL,
            false,
            move |t| each_block(x, slot.take().unwrap_or_default(), f, t),
            move |t| each_block(x, slot.take().unwrap_or_default(), f, t),
            move |t| each_block(x, slot.take().unwrap_or_default(), f, t),
        );
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
    /// E to the power `x`, of each element.
    exp
    /// 2 to the power `x`, of each element.
    exp2
    /// E to the power `x`, minus one, of each element.
    exp_m1
    /// The natural logarithm of `x`, of each element.
    ln
    /// The natural logarithm of `1 + x`, of each element.
    ln_1p
    /// The logarithm of `x` to base 2, of each element.
    log2
    /// The logarithm of `x` to base 10, of each element.
    log10
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
    /// The inverse hyperbolic cosine of `x`, of each element.
    acosh
    /// The inverse hyperbolic tangent of `x`, of each element.
    atanh
    /// The cube root of `x`, of each element.
    cbrt
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
            impl<T: Float> Tabled<T> for Function {
                #[inline(always)]
                fn near(self, x: T) -> T {
                    x.$near()
                }
                #[inline(always)]
                fn with(self, x: T, tables: &Tables) -> T {
                    x.$with(tables)
                }
            }
            map_tabled(x, out, Function);
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
    ($($(#[$doc:meta])* $f:ident($x:ident, $y:ident))*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If the lengths differ.
        #[track_caller]
        pub fn $f<T: Float>($x: &[T], $y: &[T], out: &mut [T]) {
            #[derive(Clone, Copy)]
            struct Function;
            impl<T: Float> Two<T> for Function {
                #[inline(always)]
                fn of(self, x: T, y: T) -> T {
                    x.$f(y)
                }
            }
            map_pairs($x, $y, out, Function);
        }
    )*};
}
pairs! {
    /// `x` to the power `y`, of each pair of elements.
    powf(x, y)
    /// The angle of the point (`x`, `y`), of each pair of elements.
    atan2(y, x)
    /// The square root of `x^2 + y^2`, of each pair of elements.
    hypot(x, y)
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
        #[inline(always)]
        fn of(self, x: T) -> T {
            x.powi(self.0.clamp(LEAST, MOST))
        }
    }
    match n {
        0..=6 => map(x, out, Function::<0, 6>(n)),
        7..=13 => map(x, out, Function::<7, 13>(n)),
        -5..=-1 => map(x, out, Function::<-5, -1>(n)),
        -13..=-6 => map(x, out, Function::<-13, -6>(n)),
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
