//! Reductions in a fixed number of lanes, combined in a fixed tree.
//!
//! Shape, version 1: lane = ordinal modulo [`LANES`] within a chunk; lanes are combined by halving
//! (`lane l += lane l + half`); chunks by the tree of `reduce_range`; the variable's value from before the
//! loop is added last. An empty lane holds the identity, -0.0 for float sums, which changes no bit of what
//! it is added to. A loop of fewer than [`short`] iterations is not regrouped.

use super::ex::{Ex, Prim, diverge};
use std::marker::PhantomData;

/// Number of lanes of a reduction: fixed, so that the bits do not depend on the SIMD width.
pub const LANES: usize = 32;

/// Length of the next block of lanes, where so many iterations are left.
#[inline(always)]
pub fn lanes(left: u64) -> usize {
    left.min(LANES as u64) as usize
}

/// Trip count below which a single loop runs as written: the fast form would cost more than it gives.
/// For a reduction whose lane is the loop's own ordinal (`lanes`) this is a part of the shape.
#[inline(always)]
pub const fn short(lanes: bool, rich: bool) -> u64 {
    match (lanes, rich) {
        (true, false) => 64,
        (false, false) => 32,
        (true, true) => 8,
        (false, true) => 4,
    }
}

/// Types whose sums may be regrouped: floats by the user's leave, integers because the guard on their
/// magnitudes shows that no order of additions overflows.
pub trait Reduce: Prim {
    /// What an empty lane holds.
    const EMPTY: Self;
    /// Sum, modulo the width for integers.
    fn plus(self, other: Self) -> Self;
    /// Difference, modulo the width for integers.
    fn minus(self, other: Self) -> Self;
    /// A value of the same type, not negative, at most one less than the magnitude (itself for floats).
    /// Stays in the type's own width, so that it costs little beside the addition.
    fn fold(self) -> Self;
    /// The union of the bits of two folded values: at least as great as each.
    fn union(self, other: Self) -> Self;
    /// A folded value as a number.
    fn bits(self) -> u64;
    /// May terms whose magnitudes sum up to `reach` be added to and subtracted from `start`, in any order,
    /// without an overflow?
    fn safe(start: Self, reach: u64) -> bool;
    /// The same where all terms are known to be at least 0 and added.
    fn safe_upwards(start: Self, reach: u64) -> bool;
}

macro_rules! floats {
    ($($t:ty)*) => {$(
        impl Reduce for $t {
            const EMPTY: Self = -0.0;
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn fold(self) -> Self { self }
            #[inline(always)]
            fn union(self, _: Self) -> Self { self }
            #[inline(always)]
            fn bits(self) -> u64 { 0 }
            #[inline(always)]
            fn safe(_: Self, _: u64) -> bool { true }
            #[inline(always)]
            fn safe_upwards(_: Self, _: u64) -> bool { true }
        }
    )*};
}
floats!(f64 f32);

macro_rules! integers {
    ($($t:ty)*) => {$(
        impl Reduce for $t {
            const EMPTY: Self = 0;
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
            #[inline(always)]
            fn fold(self) -> Self {
                // For negative values the complement, which is one less than the magnitude.
                if <$t>::MIN == 0 { self } else { self ^ (self >> (<$t>::BITS - 1)) }
            }
            #[inline(always)]
            fn union(self, other: Self) -> Self { self | other }
            #[inline(always)]
            fn bits(self) -> u64 { self as u64 }
            fn safe(start: Self, reach: u64) -> bool {
                let (start, reach) = (start as i128, i128::from(reach));
                start - reach >= <$t>::MIN as i128 && start + reach <= <$t>::MAX as i128
            }
            fn safe_upwards(start: Self, reach: u64) -> bool {
                start as i128 + i128::from(reach) <= <$t>::MAX as i128
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

/// The two ways to write a term: a value, or a reference to one.
pub trait Term<T> {
    /// The value.
    fn term(self) -> T;
}
impl<T: Reduce> Term<T> for T {
    #[inline(always)]
    fn term(self) -> T {
        self
    }
}
impl<T: Reduce> Term<T> for &T {
    #[inline(always)]
    fn term(self) -> T {
        *self
    }
}

/// The lanes of one sum within a chunk.
#[derive(Clone, Copy)]
pub struct Acc<T> {
    lanes: [T; LANES],
    /// Union of the folded terms, lane by lane.
    seen: [T; LANES],
    /// Number of terms.
    terms: u64,
    minus: bool,
}

/// One chunk's sum.
#[derive(Clone, Copy, Debug)]
pub struct Part<T> {
    sum: T,
    /// Bound on the sum of all magnitudes, saturating.
    reach: u64,
    minus: bool,
}

impl<T: Reduce> Acc<T> {
    /// Adds a term to a lane.
    #[inline(always)]
    pub fn add(&mut self, lane: usize, term: impl Term<T>) {
        let term = term.term();
        self.lanes[lane] = self.lanes[lane].plus(term);
        if T::INT {
            self.seen[lane] = self.seen[lane].union(term.fold());
        }
    }
    /// One lane, for float operations that read it too.
    #[inline(always)]
    pub(super) fn lane(&mut self, lane: usize) -> &mut T {
        &mut self.lanes[lane]
    }
    /// Says that at most so many terms follow. Apart from `add`, so that a block counts once.
    #[inline(always)]
    pub fn count(&mut self, terms: u64) {
        if T::INT {
            self.terms += terms;
        }
    }
    /// Subtracts a term from a lane.
    #[inline(always)]
    pub fn sub(&mut self, lane: usize, term: impl Term<T>) {
        let term = term.term();
        self.lanes[lane] = self.lanes[lane].minus(term);
        if T::INT {
            self.seen[lane] = self.seen[lane].union(term.fold());
            self.minus = true;
        }
    }
    /// The sum of all lanes, by halving. Lanes that were never used hold the identity.
    #[inline(always)]
    pub fn part(mut self) -> Part<T> {
        let mut half = LANES / 2;
        while half > 0 {
            for lane in 0..half {
                self.lanes[lane] = self.lanes[lane].plus(self.lanes[lane + half]);
                if T::INT {
                    self.seen[lane] = self.seen[lane].union(self.seen[lane + half]);
                }
            }
            half /= 2;
        }
        let most = self.seen[0].bits().saturating_add(u64::from(T::SIGNED));
        Part { sum: self.lanes[0], reach: most.saturating_mul(self.terms), minus: self.minus }
    }
}

impl<T: Reduce> Part<T> {
    /// Two parts, the earlier first.
    #[inline(always)]
    pub fn join(self, later: Part<T>) -> Part<T> {
        Part {
            sum: self.sum.plus(later.sum),
            reach: self.reach.saturating_add(later.reach),
            minus: self.minus | later.minus,
        }
    }
    /// Can the terms be added to `start` without an overflow on the way, in any order? A program that
    /// checks for overflow then finds none, so regrouping shows nothing.
    #[inline(always)]
    pub fn fits(&self, start: &T) -> bool {
        let upwards = T::INT & !T::SIGNED & !self.minus;
        if upwards { T::safe_upwards(*start, self.reach) } else { T::safe(*start, self.reach) }
    }
    /// Adds the sum to the variable.
    #[inline(always)]
    pub fn put(self, place: &mut T) {
        *place = place.plus(self.sum);
    }
}

/// Stands for an accumulator of another type.
pub struct DeadAcc<T>(PhantomData<fn(T) -> T>);
/// Stands for its result.
pub struct DeadPart<T>(PhantomData<fn(T) -> T>);

impl<T> Clone for DeadAcc<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for DeadAcc<T> {}
impl<T> Clone for DeadPart<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for DeadPart<T> {}

impl<T> DeadAcc<T> {
    /// Never run.
    pub fn add<U>(&mut self, _: usize, _: U) {
        diverge()
    }
    /// Never run.
    pub fn count(&mut self, _: u64) {
        diverge()
    }
    /// Never run.
    pub fn sub<U>(&mut self, _: usize, _: U) {
        diverge()
    }
    /// Never run.
    pub fn part(self) -> DeadPart<T> {
        diverge()
    }
}
impl<T> DeadPart<T> {
    /// Never run.
    pub fn join(self, _: DeadPart<T>) -> DeadPart<T> {
        diverge()
    }
    /// Never run.
    pub fn fits(&self, _: &T) -> bool {
        diverge()
    }
    /// Never run.
    pub fn put(self, _: &mut T) {
        diverge()
    }
}

impl<T: Reduce> Ex<T> {
    /// Can sums of this type be regrouped?
    #[inline(always)]
    pub const fn is_reducible(self) -> bool {
        true
    }
    /// Empty lanes.
    #[inline(always)]
    pub fn acc(self) -> Acc<T> {
        Acc { lanes: [T::EMPTY; LANES], seen: [T::ZERO; LANES], terms: 0, minus: false }
    }
}

/// What other types answer.
pub trait DeadAccOf<T>: Copy {
    /// No.
    #[inline(always)]
    fn is_reducible(self) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn acc(self) -> DeadAcc<T> {
        DeadAcc(PhantomData)
    }
}
impl<T> DeadAccOf<T> for Ex<T> {}
