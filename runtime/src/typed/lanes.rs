//! Lanes: how many, which iteration is in which, and what is remembered of their terms.

use super::ex::Prim;
use std::ops::{BitOr, Index, IndexMut};

/// Number of lanes of a reduction: fixed, so that the bits do not depend on the SIMD width.
pub const LANES: usize = 32;

/// Length of the next block of lanes, where so many iterations are left. Reductions whose order shows in
/// nothing are not `wide`: all iterations are one block of one lane.
#[inline(always)]
pub fn lanes(left: u64, wide: bool) -> usize {
    let most = if wide { LANES } else { usize::MAX };
    left.min(most as u64) as usize
}

/// The lane of an iteration of a block.
#[inline(always)]
pub fn lane(at: usize, wide: bool) -> usize {
    if wide { at } else { 0 }
}

/// Trip count below which a single loop runs as written: the fast form would cost more than it gives.
/// For a reduction whose lane is the loop's own ordinal (`lanes`) this is a part of the shape.
#[inline(always)]
pub const fn short(lanes: bool, rich: bool) -> u64 {
    match (lanes, rich) {
        (true, false) => 96,
        (false, false) => 32,
        (true, true) => 8,
        (false, true) => 16,
    }
}

/// The same for a loop whose reductions are all minima, maxima or bits, in lanes. Not a part of the shape, because
/// the order shows in no bit of them. To find out in the end which value came first (`placed`) takes time.
#[inline(always)]
pub const fn short_exact(placed: bool) -> u64 {
    if placed { 256 } else { 128 }
}

/// Trip count below which a single loop that calls functions runs as written, or its sums in that order. A part of
/// the shape.
pub const FEW_CALLS: u64 = 16;

/// One value for each lane. Aligned, so that no vector of lanes crosses a cache line: that costs a factor of two.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct Lanes<T>(pub(super) [T; LANES]);

impl<T> Index<usize> for Lanes<T> {
    type Output = T;
    #[inline(always)]
    fn index(&self, lane: usize) -> &T {
        &self.0[lane]
    }
}
impl<T> IndexMut<usize> for Lanes<T> {
    #[inline(always)]
    fn index_mut(&mut self, lane: usize) -> &mut T {
        &mut self.0[lane]
    }
}

/// What is remembered of the terms of each lane.
pub trait Watch<T>: Copy {
    /// Nothing yet.
    fn new() -> Self;
    /// Remembers what `Reduce::fold` makes of a term.
    fn note(&mut self, lane: usize, folded: T);
    /// Counts terms that follow.
    fn count(&mut self, terms: u64);
    /// A folded value at least as great as each, and the number of terms.
    fn most(self) -> (T, u64);
}

/// Nothing is remembered.
#[derive(Clone, Copy)]
pub struct Unwatched;

impl<T: Prim> Watch<T> for Unwatched {
    #[inline(always)]
    fn new() -> Self {
        Unwatched
    }
    #[inline(always)]
    fn note(&mut self, _: usize, _: T) {}
    #[inline(always)]
    fn count(&mut self, _: u64) {}
    #[inline(always)]
    fn most(self) -> (T, u64) {
        (T::ZERO, 0)
    }
}

/// The union of the bits of all folded values, lane by lane, and their number.
#[derive(Clone, Copy)]
pub struct Watched<T> {
    seen: Lanes<T>,
    terms: u64,
}

impl<T: Prim + BitOr<Output = T>> Watch<T> for Watched<T> {
    #[inline(always)]
    fn new() -> Self {
        Watched { seen: Lanes([T::ZERO; LANES]), terms: 0 }
    }
    #[inline(always)]
    fn note(&mut self, lane: usize, folded: T) {
        self.seen[lane] = self.seen[lane] | folded;
    }
    #[inline(always)]
    fn count(&mut self, terms: u64) {
        self.terms += terms;
    }
    #[inline(always)]
    fn most(mut self) -> (T, u64) {
        let mut half = LANES / 2;
        while half > 0 {
            for lane in 0..half {
                self.seen[lane] = self.seen[lane] | self.seen[lane + half];
            }
            half /= 2;
        }
        (self.seen[0], self.terms)
    }
}
