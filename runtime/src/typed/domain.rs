//! The range of the outermost loop as an ordinal `0..trip` from which the user's value is derived.

use super::ex::{Ex, diverge};
use super::int::{I, Int};
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

/// An integer range: its first value, its exact bounds and its trip count.
#[derive(Clone, Copy)]
pub struct Dom<T> {
    first: T,
    /// First value, exactly.
    pub lo: I,
    /// One past the last value, exactly.
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
    /// The value of the induction variable in iteration `k`.
    #[inline(always)]
    pub fn value(self, k: u64) -> T {
        self.first.offset(k)
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
}

impl<T: Int> Ex<T> {
    /// The domain of a head.
    #[inline(always)]
    pub fn domain(self, head: &impl Head<Idx = T>) -> Dom<T> {
        let lo = head.first().exact();
        let (last, inclusive) = head.last();
        let hi = last.exact() + I::of(i64::from(inclusive));
        let trip = head.first().steps(*last, inclusive);
        Dom { first: *head.first(), lo, hi, trip }
    }
}

/// What heads of other types answer.
pub trait DomDead<T>: Sized {
    /// Never used.
    #[inline(always)]
    fn domain(self, _: &impl Head<Idx = T>) -> DeadDom<T> {
        DeadDom { lo: I::of(0), hi: I::of(0), trip: 0, of: PhantomData }
    }
}
impl<T> DomDead<T> for Ex<T> {}
