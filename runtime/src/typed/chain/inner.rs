//! Chains inside of a loop's body, which stay core's own: what is asked is that they are.
//!
//! `a[i].iter().zip(x).map(|(a, x)| a * x).sum::<f64>()` in the body of a loop is emitted as it is written. Nothing in it
//! has an effect if its sources are slices of primitives, what is made of them are core's own iterators, and the names
//! of the methods mean core's. The first two are types. The third follows from one more question: is core's `Iterator`
//! in scope? If so, a method of that name of a trait of the user's would have been ambiguous, or come later.

use super::{No, Yes};
use crate::typed::ex::{Ex, Prim, diverge};
use crate::typed::int::W;
use std::iter::{Cloned, Copied, Enumerate, Rev, Skip, SkipWhile, StepBy, Take, Zip};
use std::ops::{Range, RangeInclusive};
use std::slice::{Chunks, ChunksExact, ChunksExactMut, ChunksMut, Iter, IterMut, Windows};

/// An iterator of core's, of no items. Whose `skip_while` it has, tells whether core's `Iterator` is in scope.
#[derive(Debug)]
pub struct Scope;

impl Iterator for Scope {
    type Item = ();
    fn next(&mut self) -> Option<()> {
        None
    }
}

/// What `skip_while` is given. Never called.
pub fn never(_: &()) -> bool {
    diverge()
}

/// A `skip_while` where core's is not in scope.
pub trait NotIterator {
    /// Nothing.
    #[inline(always)]
    fn skip_while<P>(&self, _: P) {}
}
impl NotIterator for Scope {}

impl<P> W<&SkipWhile<Scope, P>> {
    /// Is core's `Iterator` in scope?
    #[inline(always)]
    pub const fn is_core(&self) -> bool {
        true
    }
    /// The same as a type.
    #[inline(always)]
    pub fn scope(&self) -> Yes {
        Yes
    }
}

/// What another `skip_while` answers.
pub trait NotCore {
    /// No.
    #[inline(always)]
    fn is_core(&self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn scope(&self) -> No {
        No
    }
}
impl<T> NotCore for W<&T> {}

impl Yes {
    /// What the other says.
    #[inline(always)]
    pub fn and<K>(self, other: K) -> K {
        other
    }
}
impl No {
    /// No.
    #[inline(always)]
    pub fn and<K>(self, _: K) -> No {
        No
    }
}

/// Core's own iterators over slices and ranges of primitives, and what a `for` makes into one.
pub trait Core {}

macro_rules! core_chains {
    ($([$($generics:tt)*] $t:ty;)*) => {$(impl<$($generics)*> Core for $t {})*};
}
core_chains! {
    [T: Prim] Iter<'_, T>;
    [T: Prim] IterMut<'_, T>;
    [T: Prim] Chunks<'_, T>;
    [T: Prim] ChunksExact<'_, T>;
    [T: Prim] ChunksMut<'_, T>;
    [T: Prim] ChunksExactMut<'_, T>;
    [T: Prim] Windows<'_, T>;
    [T: Prim] &[T];
    [T: Prim] &mut [T];
    [T: Prim] &Vec<T>;
    [T: Prim, const N: usize] &[T; N];
    [T: Prim] Range<T>;
    [T: Prim] RangeInclusive<T>;
    [A: Core, B: Core] Zip<A, B>;
    [A: Core] Enumerate<A>;
    [A: Core] Rev<A>;
    [A: Core] Skip<A>;
    [A: Core] Take<A>;
    [A: Core] StepBy<A>;
    [A: Core] Copied<A>;
    [A: Core] Cloned<A>;
}

/// The type of a chain without its lifetimes, which may be those of a body.
#[derive(Clone, Copy, Debug)]
pub struct Kind<K>(K);

impl<C: Core> W<&C> {
    /// Core's own?
    #[inline(always)]
    pub fn kind(&self) -> Kind<Yes> {
        Kind(Yes)
    }
}

impl<B: Listed + ?Sized> W<&B> {
    /// An array of primitives, whose `iter` is that of slices?
    #[inline(always)]
    pub fn list_kind(&self) -> Kind<Yes> {
        Kind(Yes)
    }
}

/// What everything else answers.
pub trait NoKind {
    /// No.
    #[inline(always)]
    fn kind(&self) -> Kind<No> {
        Kind(No)
    }
    /// No.
    #[inline(always)]
    fn list_kind(&self) -> Kind<No> {
        Kind(No)
    }
}
impl<T> NoKind for W<T> {}

impl Ex<Kind<Yes>> {
    /// Core's own?
    #[inline(always)]
    pub const fn is_kind(self) -> bool {
        true
    }
}

/// The answer of every other kind.
pub trait NotKind {
    /// No.
    #[inline(always)]
    fn is_kind(&self) -> bool {
        false
    }
}
impl<T> NotKind for Ex<T> {}

/// Ranges of numbers.
pub trait Counts<T> {}
impl<T> Counts<T> for Range<T> {}
impl<T> Counts<T> for RangeInclusive<T> {}

impl<T> Ex<T> {
    /// Passes a range on and says that the exemplar has the type of its numbers.
    #[inline(always)]
    pub fn counted<R: Counts<T>>(self, range: R) -> R {
        range
    }
}

/// Slices of primitives, and what derefs to them: their `iter` is that of slices.
pub trait Listed {
    /// The element type.
    type Of;
}
impl<T: Prim> Listed for [T] {
    type Of = T;
}
impl<T: Prim, const N: usize> Listed for [T; N] {
    type Of = T;
}
impl<T: Prim> Listed for Vec<T> {
    type Of = T;
}
impl<T: Prim> Listed for Box<[T]> {
    type Of = T;
}
impl<B: Listed + ?Sized> Listed for &B {
    type Of = B::Of;
}
impl<B: Listed + ?Sized> Listed for &mut B {
    type Of = B::Of;
}

impl<B: Listed> Ex<B> {
    /// All elements of an array, in the place of the array.
    #[inline(always)]
    pub fn all(self, elements: &[B::Of]) -> &[B::Of] {
        elements
    }
}

impl<B: Listed + ?Sized> Ex<&B> {
    /// All elements of an array, in the place of a reference to it.
    #[inline(always)]
    pub fn all_given(self, elements: &[B::Of]) -> &[B::Of] {
        elements
    }
}

/// The place of what is no array. Never run.
pub trait NotAll<X>: Sized {
    /// Never run.
    fn all<'a, S>(self, _: S) -> &'a X {
        diverge()
    }
    /// Never run.
    fn all_given<S>(self, _: S) -> X {
        diverge()
    }
}
impl<X> NotAll<X> for Ex<X> {}
