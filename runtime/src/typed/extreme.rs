//! Least and greatest values, exactly as a loop in order finds them.
//!
//! Theorem: the value that `if x > m { m = x }` leaves is the first of the greatest terms that are not NaN, if
//! it is greater than the value from before the loop, which else stays (also where that one is NaN, because
//! no comparison with NaN holds). With `>=` it is the last of them, and it also replaces an equal value from
//! before the loop. "First of the greatest" is associative, so it may be taken in lanes and chunks, as long as
//! it is known which of two equal values comes first. Equal values that differ exist among floats alone:
//! +0.0 and -0.0. So
//!
//! - a rule that is not [`PLACED`] forgets where a value was, and where lanes end with zeros of both signs,
//!   [`Top::fits`] refuses the result, and the loop runs as written;
//! - a rule that is `PLACED` keeps where it was, and chooses rightly. It is for loops that cannot be run again,
//!   and for those that ask where (`at = i`).
//!
//! `m.max(x)` ignores NaN in `m` too ([`NUMBER`]). Which of two zeros it gives is left open by Rust; here it is
//! the receiver, as it is in unvectorized code on x86-64.

use super::dead::DeadAcc;
use super::ex::{Ex, Prim};
use super::lanes::{LANES, Lanes};
use std::any::TypeId;

/// The greatest value; else the least.
pub const MAX: u8 = 1;
/// The last of equal values; else the first.
pub const LAST: u8 = 2;
/// NaN in the variable is replaced by any number.
pub const NUMBER: u8 = 4;
/// Of equal values that differ, the place decides.
pub const PLACED: u8 = 8;
/// The place of the value is asked for.
pub const ASKED: u8 = 16;

/// Primitives, which all have an order; NaN has no place in it.
pub trait Ordered: Prim + PartialOrd {
    /// Not greater than any value in the order.
    const LEAST: Self;
    /// Not less than any value in the order.
    const GREATEST: Self;
    /// +0.0 or -0.0?
    #[inline(always)]
    fn is_zero(self) -> bool {
        false
    }
    /// Is the sign bit of a float set?
    #[inline(always)]
    fn is_minus(self) -> bool {
        false
    }
    /// Not a number?
    #[inline(always)]
    fn is_nan(self) -> bool {
        false
    }
}

macro_rules! ordered {
    ($($t:ty)*) => {$(
        impl Ordered for $t {
            const LEAST: Self = <$t>::MIN;
            const GREATEST: Self = <$t>::MAX;
        }
    )*};
}
ordered!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize char);

impl Ordered for bool {
    const LEAST: Self = false;
    const GREATEST: Self = true;
}

macro_rules! ordered_floats {
    ($($t:ty)*) => {$(
        impl Ordered for $t {
            const LEAST: Self = <$t>::NEG_INFINITY;
            const GREATEST: Self = <$t>::INFINITY;
            #[inline(always)]
            fn is_zero(self) -> bool { self == 0.0 }
            #[inline(always)]
            fn is_minus(self) -> bool { self.is_sign_negative() }
            #[inline(always)]
            fn is_nan(self) -> bool { <$t>::is_nan(self) }
        }
    )*};
}
ordered_floats!(f64 f32);

/// Does the term replace the value of a lane?
#[inline(always)]
fn better<T: Ordered, const RULE: u8>(term: T, than: T) -> bool {
    match (RULE & MAX != 0, RULE & LAST != 0) {
        (true, false) => term > than,
        (true, true) => term >= than,
        (false, false) => term < than,
        (false, true) => term <= than,
    }
}

/// What a lane holds before its first term.
#[inline(always)]
fn empty<T: Ordered, const RULE: u8>() -> T {
    if RULE & MAX != 0 { T::LEAST } else { T::GREATEST }
}

/// Are places kept? Equal values that differ are floats.
#[inline(always)]
const fn placed<T: Ordered, const RULE: u8>() -> bool {
    RULE & ASKED != 0 || (RULE & PLACED != 0 && T::FLOAT)
}

/// The lanes of one least or greatest value within a chunk.
#[derive(Clone, Copy)]
pub struct Extreme<T, const RULE: u8> {
    lanes: Lanes<T>,
    /// When each lane's value came: a stamp that grows with the blocks, 0 for never.
    at: Lanes<u64>,
}

/// One chunk's least or greatest value, and what came with it.
#[derive(Clone, Copy, Debug)]
pub struct Top<T, const RULE: u8, P = ()> {
    value: T,
    /// One more than the ordinal of the iteration, for stamps that are one more than the ordinal of the
    /// block's first iteration; 0 for never.
    at: u64,
    /// A zero of each sign was there, and it is not known which came first.
    mixed: bool,
    with: P,
}

impl<T: Ordered, const RULE: u8> Extreme<T, RULE> {
    /// Shows a term to a lane.
    #[inline(always)]
    pub fn see(&mut self, lane: usize, term: T) {
        let held = self.lanes[lane];
        self.lanes[lane] = if better::<T, RULE>(term, held) { term } else { held };
    }
    /// Shows a term to a lane in the block with this stamp, at least 1; true if the lane takes it.
    #[inline(always)]
    pub fn take(&mut self, lane: usize, stamp: u64, term: T) -> bool {
        let held = self.lanes[lane];
        let taken = better::<T, RULE>(term, held);
        self.lanes[lane] = if taken { term } else { held };
        if placed::<T, RULE>() {
            self.at[lane] = if taken { stamp } else { self.at[lane] };
        }
        taken
    }
    /// The value of all lanes.
    #[inline(always)]
    pub fn part(self) -> Top<T, RULE> {
        if placed::<T, RULE>() { self.placed() } else { self.unplaced() }
    }
    #[inline(always)]
    fn unplaced(self) -> Top<T, RULE> {
        let mut lanes = self.lanes;
        let mut half = LANES / 2;
        while half > 0 {
            for lane in 0..half {
                let (a, b) = (lanes[lane], lanes[lane + half]);
                lanes[lane] = if better::<T, RULE>(b, a) { b } else { a };
            }
            half /= 2;
        }
        let value = lanes[0];
        let other = |lane: &T| lane.is_zero() & (lane.is_minus() != value.is_minus());
        let mixed = value.is_zero() && self.lanes.0.iter().any(other);
        Top { value, at: 0, mixed, with: () }
    }
    #[inline(always)]
    fn placed(self) -> Top<T, RULE> {
        let (mut lanes, mut at) = (self.lanes, self.at);
        for lane in 0..LANES {
            // Stamps are at least as far apart as lanes, so a sum is the place of an iteration.
            at[lane] = if at[lane] == 0 { 0 } else { at[lane] + lane as u64 };
        }
        let mut half = LANES / 2;
        while half > 0 {
            for lane in 0..half {
                let (a, b) = (lanes[lane], lanes[lane + half]);
                let (first, second) = (at[lane], at[lane + half]);
                // Both are numbers: a lane never takes NaN.
                let tie = (a == b) & ((second > first) == (RULE & LAST != 0));
                let beyond = if RULE & MAX != 0 { b > a } else { b < a };
                let takes = (second != 0) & ((first == 0) | beyond | tie);
                lanes[lane] = if takes { b } else { a };
                at[lane] = if takes { second } else { first };
            }
            half /= 2;
        }
        Top { value: lanes[0], at: at[0], mixed: false, with: () }
    }
}

impl<T: Ordered, const RULE: u8> Top<T, RULE> {
    /// The ordinal of the iteration, where stamps are ordinals plus one; 0 if there was none.
    #[inline(always)]
    pub fn ordinal(&self) -> u64 {
        self.at.saturating_sub(1)
    }
    /// Says what came with the value.
    #[inline(always)]
    pub fn with<P>(self, with: P) -> Top<T, RULE, P> {
        Top { value: self.value, at: self.at, mixed: self.mixed, with }
    }
}

impl<T: Ordered, P, const RULE: u8> Top<T, RULE, P> {
    /// One more than the number of the iteration; 0 if there was none.
    #[inline(always)]
    pub(super) fn stamp(&self) -> u64 {
        self.at
    }
    /// Two parts, the earlier first.
    #[inline(always)]
    pub fn join(self, later: Self) -> Self {
        let exists = !placed::<T, RULE>() || later.at != 0;
        let first = placed::<T, RULE>() && self.at == 0;
        if exists && (first || better::<T, RULE>(later.value, self.value)) { later } else { self }
    }
    /// Does the value replace the one from before the loop?
    #[inline(always)]
    fn beats(&self, start: T) -> bool {
        let exists = !placed::<T, RULE>() || self.at != 0;
        exists && (better::<T, RULE>(self.value, start) || (RULE & NUMBER != 0 && start.is_nan()))
    }
    /// Is the value the one that the loop in order finds? Not known where zeros of both signs met, and where
    /// all terms may have been NaN.
    #[inline(always)]
    pub fn fits(&self, start: &T) -> bool {
        let none = RULE & NUMBER != 0 && start.is_nan() && self.value == empty::<T, RULE>();
        let unknown = self.mixed && self.beats(*start);
        !(none || unknown)
    }
    /// Gives the variable its value.
    #[inline(always)]
    pub fn put(self, place: &mut T) {
        self.settle(place);
    }
    /// Gives the variable its value; what came with it, if it is a new one.
    #[inline(always)]
    pub fn settle(self, place: &mut T) -> Option<P> {
        self.beats(*place).then(|| {
            *place = self.value;
            self.with
        })
    }
}

/// Assigns to a variable that only generated code may be seen to write.
#[inline(always)]
pub fn put<T>(place: &mut T, value: T) {
    *place = value;
}

impl<T: Ordered> Ex<T> {
    /// A primitive with an order?
    #[inline(always)]
    pub const fn is_ordered(self) -> bool {
        true
    }
    /// Is the value a number, so that terms can be compared with it?
    #[inline(always)]
    pub fn is_number_now(self, value: &T) -> bool {
        !value.is_nan()
    }
    /// Empty lanes.
    #[inline(always)]
    pub fn extreme<const RULE: u8>(self) -> Extreme<T, RULE> {
        Extreme { lanes: Lanes([empty::<T, RULE>(); LANES]), at: Lanes([0; LANES]) }
    }
}

/// What other types answer.
pub trait DeadExtremeOf<T>: Copy {
    /// No.
    #[inline(always)]
    fn is_ordered(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_standard<F>(self, _: Ex<F>, _: bool) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn is_number_now(self, _: &T) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn extreme<const RULE: u8>(self) -> DeadAcc<T> {
        DeadAcc::new()
    }
}
impl<T> DeadExtremeOf<T> for Ex<T> {}

/// The standard library's own functions of two values.
pub trait Standard: Ordered {
    /// Is `F` the type of the function `max` (else `min`) of this type, or of `std::cmp`?
    fn is_standard<F: 'static>(max: bool) -> bool;
}

fn is_type_of<F: 'static, G: 'static>(_: G) -> bool {
    TypeId::of::<F>() == TypeId::of::<G>()
}

macro_rules! standard {
    ($($t:ty)*) => {$(
        impl Standard for $t {
            #[inline(always)]
            fn is_standard<F: 'static>(max: bool) -> bool {
                if max {
                    is_type_of::<F, _>(std::cmp::max::<$t>) || is_type_of::<F, _>(<$t as Ord>::max)
                } else {
                    is_type_of::<F, _>(std::cmp::min::<$t>) || is_type_of::<F, _>(<$t as Ord>::min)
                }
            }
        }
    )*};
}
standard!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize char bool);

macro_rules! standard_floats {
    ($($t:ty)*) => {$(
        impl Standard for $t {
            #[inline(always)]
            fn is_standard<F: 'static>(max: bool) -> bool {
                if max { is_type_of::<F, _>(<$t>::max) } else { is_type_of::<F, _>(<$t>::min) }
            }
        }
    )*};
}
standard_floats!(f64 f32);

impl<T: Standard> Ex<T> {
    /// Is the other exemplar that of the standard library's `max` (else `min`) of this type?
    #[inline(always)]
    pub fn is_standard<F: 'static>(self, _: Ex<F>, max: bool) -> bool {
        T::is_standard::<F>(max)
    }
}
