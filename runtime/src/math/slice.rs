//! The functions over slices: element by element, at the processor's level, on all cores where it pays.
//!
//! Each has the bits of the function itself. `out` must be as long as the arguments.

use super::generic::Float;
use crate::cpu::{Built, levels, levels_with_tables};
use crate::pool::for_range;
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

/// out[i] = f(x[i])
#[track_caller]
fn map<T: Float>(x: &[T], out: &mut [T], f: impl Fn(T) -> T + Copy + Sync) {
    same_length(out.len(), x.len());
    in_pieces(out, |first, out| {
        let x = &x[first..][..out.len()];
        let run = move |out: &mut [T]| out.iter_mut().zip(x).for_each(|(y, x)| *y = f(*x));
        at_level(out, run);
    });
}

/// out[i] = f(x[i], y[i])
#[track_caller]
fn map_pairs<T: Float>(x: &[T], y: &[T], out: &mut [T], f: impl Fn(T, T) -> T + Copy + Sync) {
    same_length(out.len(), x.len());
    same_length(out.len(), y.len());
    in_pieces(out, |first, out| {
        let (x, y) = (&x[first..][..out.len()], &y[first..][..out.len()]);
        let run = move |out: &mut [T]| {
            out.iter_mut().zip(x).zip(y).for_each(|((o, x), y)| *o = f(*x, *y));
        };
        at_level(out, run);
    });
}

/// Three closures of different types: each is inlined into the function of its level.
#[inline(always)]
fn at_level<T>(out: &mut [T], run: impl Fn(&mut [T]) + Copy) {
    // One of them runs; each wants the borrow.
    let slot = std::cell::Cell::new(Some(out));
    let take = || slot.take().unwrap_or_default();
    levels(ALL, false, || run(take()), || run(take()), || run(take()));
}

/// out[i] = near(x[i]), or with(x[i], tables) in blocks with an argument beyond the fast reduction.
#[track_caller]
fn map_tabled<T: Float>(
    x: &[T],
    out: &mut [T],
    near: impl Fn(T) -> T + Copy + Sync,
    with: impl Fn(T, &super::Tables) -> T + Copy + Sync,
) {
    same_length(out.len(), x.len());
    in_pieces(out, |first, out| {
        let x = &x[first..][..out.len()];
        let slot = std::cell::Cell::new(Some(out));
        let run = |tables: &super::Tables| {
            let out = slot.take().unwrap_or_default();
            for (x, out) in x.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
                if x.iter().fold(false, |any, x| any | x.is_beyond()) {
                    out.iter_mut().zip(x).for_each(|(y, x)| *y = with(*x, tables));
                } else {
                    out.iter_mut().zip(x).for_each(|(y, x)| *y = near(*x));
                }
            }
        };
        #[expect(
            clippy::redundant_closure,
            reason = "a type of its own for each level, to be inlined into it"
        )]
        levels_with_tables(ALL, false, |t| run(t), |t| run(t), |t| run(t));
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
            map(x, out, |x| T::$f(x));
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
            map_tabled(x, out, |x| T::$near(x), |x, tables| T::$with(x, tables));
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
            map_pairs($x, $y, out, |a, b| T::$f(a, b));
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
    map(x, out, |x| T::powi(x, n));
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
