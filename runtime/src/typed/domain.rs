//! The range of the outermost loop as an ordinal `0..trip` from which the user's value is derived.

use super::ex::{Ex, diverge};
use super::int::{I, Int};
use std::iter::{Rev, StepBy};
use std::marker::PhantomData;
use std::ops::{Range, RangeInclusive};

/// The two range types that a loop head may evaluate to.
pub trait Head {
    /// The type of the induction variable.
    type Idx;
    /// First value.
    fn first(&self) -> &Self::Idx;
    /// End, and whether it belongs to the range.
    fn last(&self) -> (&Self::Idx, bool);
    /// A range of the same type, for the model. Never run.
    fn again(&self) -> Self
    where
        Self: Sized,
    {
        diverge()
    }
}

impl<T> Head for Range<T> {
    type Idx = T;
    #[inline(always)]
    fn first(&self) -> &T {
        &self.start
    }
    #[inline(always)]
    fn last(&self) -> (&T, bool) {
        (&self.end, false)
    }
}

impl<T> Head for RangeInclusive<T> {
    type Idx = T;
    #[inline(always)]
    fn first(&self) -> &T {
        self.start()
    }
    #[inline(always)]
    fn last(&self) -> (&T, bool) {
        (self.end(), true)
    }
}

mod sealed {
    pub trait Sealed {}
}

/// Ranges and what std's `rev` and `step_by` make of them. Sealed.
pub trait Ranged: sealed::Sealed {}

macro_rules! ranged {
    ($($t:ty, $arg:ident $(: $bound:path)?;)*) => {$(
        impl<$arg $(: $bound)?> sealed::Sealed for $t {}
        impl<$arg $(: $bound)?> Ranged for $t {}
    )*};
}
ranged!(Range<T>, T; RangeInclusive<T>, T; Rev<H>, H: Ranged; StepBy<H>, H: Ranged;);

impl<H: Ranged> Ex<H> {
    /// A range with std's own adapters?
    #[inline(always)]
    pub const fn is_range(self) -> bool {
        true
    }
}

/// The values of an integer range, in their order: the first one, the distance of one to the next, the
/// exact bounds and the number.
#[derive(Clone, Copy)]
pub struct Dom<T> {
    first: T,
    /// From one value to the next.
    step: i64,
    /// Least value, exactly.
    pub lo: I,
    /// One past the greatest value, exactly.
    pub hi: I,
    /// Number of iterations, also where the bounds are not known exactly. (No loop ends after `u64::MAX`.)
    pub trip: u64,
}

impl<T: Int> Dom<T> {
    /// Are the bounds known exactly?
    #[inline(always)]
    pub fn known(self) -> bool {
        self.lo & self.hi
    }
    /// The value of the induction variable in iteration `k` of a range.
    #[inline(always)]
    pub fn value(self, k: u64) -> T {
        self.first.offset(k)
    }
    /// The first value.
    #[inline(always)]
    pub fn start(self) -> Start<T> {
        Start(self.first)
    }
    /// As [`Start::values`].
    #[inline(always)]
    pub fn values(self, lo: u64, hi: u64) -> Values<T> {
        self.start().values(lo, hi)
    }
    /// The value in iteration `k` of a reversed range.
    #[inline(always)]
    pub fn value_back(self, k: u64) -> T {
        self.first.along(k, -1)
    }
    /// The same where the step is a constant of the source.
    #[inline(always)]
    pub fn value_by(self, k: u64, step: i64) -> T {
        self.first.along(k, step)
    }
    /// The same with any step.
    #[inline(always)]
    pub fn value_along(self, k: u64) -> T {
        self.first.along(k, self.step)
    }
    /// The magnitude of the step.
    #[inline(always)]
    pub fn stride(self) -> I {
        I::of(self.step.saturating_abs())
    }
    /// The trip count.
    #[inline(always)]
    pub fn trips(self) -> I {
        self.trip.exact()
    }
    /// `.rev()`
    #[inline(always)]
    pub fn rev(mut self) -> Self {
        if self.trip > 0 {
            self.first = self.first.along(self.trip - 1, self.step);
        }
        self.step = -self.step;
        self
    }
    /// `.step_by(k)`. A step of 0, which panics, or one that does not fit makes the domain unknown.
    #[inline(always)]
    pub fn step_by(mut self, k: usize) -> Self {
        let step = i64::try_from(k).ok().and_then(|k| self.step.checked_mul(k));
        let counted = self.trip > 0 || self.known();
        let (Some(step), true) = (step, k > 0 && counted) else {
            return Dom { lo: I::unknown(), trip: 0, ..self };
        };
        self.step = step;
        if self.trip > 0 {
            self.trip = (self.trip - 1) / k as u64 + 1;
            // Both ends are values of the range, so neither sum leaves it.
            let last = self.first.along(self.trip - 1, step).exact();
            let first = self.first.exact();
            (self.lo, self.hi) = (first.min(last), first.max(last) + I::of(1));
        }
        self
    }
    /// Makes the domain unknown where a counter that has run through it would not fit its type: there the
    /// plain loop overflows.
    #[inline(always)]
    pub fn counted(self) -> Self {
        let one = I::of(self.step);
        let last = self.first.along(self.trip.wrapping_sub(1), self.step);
        let fits = self.trip == 0 || self.first.along(self.trip, self.step).exact().same(last.exact() + one);
        if fits { self } else { Dom { lo: I::unknown(), trip: 0, ..self } }
    }
    /// The value of a counter after the loop.
    #[inline(always)]
    pub fn after(self) -> T {
        self.first.along(self.trip, self.step)
    }
}

/// A range of something else.
pub struct DeadDom<T> {
    /// Unknown.
    pub lo: I,
    /// Unknown.
    pub hi: I,
    /// 0.
    pub trip: u64,
    of: PhantomData<fn(T) -> T>,
}

/// The first value of an induction variable whose values follow each other.
#[derive(Clone, Copy)]
pub struct Start<T>(T);

impl<T: Int> Start<T> {
    /// The value in iteration `k`.
    #[inline(always)]
    pub fn value(self, k: u64) -> T {
        self.0.offset(k)
    }
    /// The values from iteration `lo` to before iteration `hi` of a range. Of ordinals and where they begin LLVM would
    /// not see that an iteration reads the next element of the one before.
    #[inline(always)]
    pub fn values(self, lo: u64, hi: u64) -> Values<T> {
        Values { next: self.0.offset(lo), end: self.0.offset(hi) }
    }
}

/// Values of an induction variable, one after the other. No iterator: the branch of a loop over one is in `next`, and debug
/// information (so LLVM's remarks) would name that line.
pub struct Values<T> {
    next: T,
    end: T,
}

impl<T: Int> Values<T> {
    /// Is there another one?
    #[inline(always)]
    pub fn more(&self) -> bool {
        self.next < self.end
    }
    /// That one.
    #[inline(always)]
    pub fn take(&mut self) -> T {
        let value = self.next;
        self.next = value.offset(1);
        value
    }
}

/// Stands for [`Values`].
pub struct DeadValues<T>(PhantomData<fn() -> T>);

impl<T> DeadValues<T> {
    /// Never run.
    pub fn more(&self) -> bool {
        diverge()
    }
    /// Never run.
    pub fn take(&mut self) -> T {
        diverge()
    }
}

impl<T> Clone for DeadDom<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for DeadDom<T> {}

impl<T> DeadDom<T> {
    /// No.
    pub fn known(self) -> bool {
        false
    }
    /// Never run.
    pub fn value(self, _: u64) -> T {
        diverge()
    }
    /// Never run.
    pub fn start(self) -> DeadDom<T> {
        diverge()
    }
    /// Never run.
    pub fn values(self, _: u64, _: u64) -> DeadValues<T> {
        diverge()
    }
    /// Never run.
    pub fn value_back(self, _: u64) -> T {
        diverge()
    }
    /// Never run.
    pub fn value_by(self, _: u64, _: i64) -> T {
        diverge()
    }
    /// Never run.
    pub fn value_along(self, _: u64) -> T {
        diverge()
    }
    /// Unknown.
    pub fn stride(self) -> I {
        I::unknown()
    }
    /// Unknown.
    pub fn trips(self) -> I {
        I::unknown()
    }
    /// Itself.
    pub fn rev(self) -> Self {
        self
    }
    /// Itself.
    pub fn step_by<K>(self, _: K) -> Self {
        self
    }
    /// Itself.
    pub fn counted(self) -> Self {
        self
    }
    /// Never run.
    pub fn after(self) -> T {
        diverge()
    }
}

impl<T: Int> Ex<T> {
    /// The domain of a head.
    #[inline(always)]
    pub fn domain(self, head: &impl Head<Idx = T>) -> Dom<T> {
        let lo = head.first().exact();
        let (last, inclusive) = head.last();
        let hi = last.exact() + I::of(i64::from(inclusive));
        let trip = head.first().steps(*last, inclusive);
        // There may be one value more than the greatest number.
        let (lo, trip) = if trip == u64::MAX { (I::unknown(), 0) } else { (lo, trip) };
        Dom { first: *head.first(), step: 1, lo, hi, trip }
    }
}

impl<T: Int> Ex<T> {
    /// The values of a counter that runs from where it is to `end`.
    #[inline(always)]
    pub fn counter(self, counter: &T, end: I, inclusive: bool) -> Dom<T> {
        let lo = counter.exact();
        let hi = end + I::of(i64::from(inclusive));
        // Nearly all values of a signed type are more than can be counted.
        let trip = hi - lo;
        let lo = if trip.is_known() { lo } else { I::unknown() };
        Dom { first: *counter, step: 1, lo, hi, trip: trip.count() }
    }
}

/// What heads of other types answer.
pub trait DomDead<T>: Copy {
    /// Never used.
    #[inline(always)]
    fn counter(self, _: &T, _: I, _: bool) -> DeadDom<T> {
        DeadDom { lo: I::of(0), hi: I::of(0), trip: 0, of: PhantomData }
    }
    /// No.
    #[inline(always)]
    fn is_range(self) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn domain(self, _: &impl Head<Idx = T>) -> DeadDom<T> {
        DeadDom { lo: I::of(0), hi: I::of(0), trip: 0, of: PhantomData }
    }
}
impl<T> DomDead<T> for Ex<T> {}
