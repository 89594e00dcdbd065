//! Chains with adapters after closures: the sources are in variables of their own, from which two chains are made.
//!
//! `a.iter().map(f).zip(b.iter().map(g))` runs, as it is written, over the sources themselves. The items of the fast form
//! are those of `a.iter().zip(b.iter())` over what the sources [lend](Lends): the same adapters, without the closures.

use super::adapters::{Adapt, Counted};
use super::{Chain, Ours, Simple, Yes};
use crate::typed::ex::{Ex, diverge};
use crate::typed::int::W;
use std::iter::StepBy;
use std::marker::PhantomData;

/// A source of ours that stays where it is. Its items are taken by number, never by iterating.
pub struct Lent<'a, C>(&'a mut C);

impl<C> Ours for Lent<'_, C> {}
impl<C: Simple> Simple for Lent<'_, C> {
    const FLOATS: bool = C::FLOATS;
}
impl<C: IntoIterator> IntoIterator for Lent<'_, C> {
    type Item = C::Item;
    type IntoIter = C::IntoIter;
    fn into_iter(self) -> C::IntoIter {
        diverge()
    }
}
impl<C: Chain> Chain for Lent<'_, C> {
    type Items = C::Items;
    const SHARED: bool = C::SHARED;
    #[inline(always)]
    fn items(&mut self) -> C::Items {
        self.0.items()
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}

/// A source that is asked to lend its items.
pub struct Lends<'a, S>(pub &'a mut S);

impl<'a, S: Ours> Lends<'a, S> {
    /// The source, while it stays where it is.
    #[inline(always)]
    pub fn lent(self) -> Lent<'a, S> {
        Lent(self.0)
    }
}

/// What other sources answer.
pub trait NotLent: Sized {
    /// A chain that nothing is known of.
    #[inline(always)]
    fn lent(self) -> Unknown {
        Unknown
    }
}
impl<S> NotLent for Lends<'_, S> {}

/// Stands for what is made of a source that is not core's.
#[derive(Clone, Copy, Debug)]
pub struct Unknown;

impl Unknown {
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn zip<B>(self, _: B) -> Self {
        self
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn enumerate(self) -> Self {
        self
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn rev(self) -> Self {
        self
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn skip<N>(self, _: N) -> Self {
        self
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn take<N>(self, _: N) -> Self {
        self
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn step_by<N>(self, _: N) -> Self {
        self
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn copied(self) -> Self {
        self
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn cloned(self) -> Self {
        self
    }
}

/// A chain, and the exemplar of what a closure after it is given.
pub struct Told<C, T>(pub C, pub Ex<T>);

impl<T, C: Ours + IntoIterator<Item = T>> Told<C, T> {
    /// The chain.
    #[inline(always)]
    pub fn told(self) -> C {
        self.0
    }
}

/// What other values answer.
pub trait NotTold<T>: Sized {
    /// A chain of such items, which are never used.
    #[inline(always)]
    fn told(self) -> Dead<T> {
        Dead(PhantomData)
    }
}
impl<C, T> NotTold<T> for Told<C, T> {}

/// Stands for a chain that is not core's.
pub struct Dead<T>(PhantomData<fn() -> T>);

impl<T> Ours for Dead<T> {}
impl<T> IntoIterator for Dead<T> {
    type Item = T;
    type IntoIter = std::iter::Empty<T>;
    fn into_iter(self) -> std::iter::Empty<T> {
        diverge()
    }
}

impl<'a, A, B> W<&'a (A, B)> {
    /// The first of a pair.
    pub fn left(self) -> &'a A {
        &self.0.0
    }
    /// The second of a pair.
    pub fn right(self) -> &'a B {
        &self.0.1
    }
}

/// What is no pair has no halves.
pub trait NotPair: Sized {
    /// Any type will do.
    fn left<'a>(self) -> &'a () {
        &()
    }
    /// Any type will do.
    fn right<'a>(self) -> &'a () {
        &()
    }
}
impl<T> NotPair for W<T> {}

/// The argument of an adapter.
pub struct Size<'a, N>(pub &'a N);

impl Size<'_, usize> {
    /// Its value.
    #[inline(always)]
    pub fn of(self) -> usize {
        *self.0
    }
}

/// What other arguments answer.
pub trait NotSize: Sized {
    /// Never used.
    #[inline(always)]
    fn of(self) -> usize {
        1
    }
}
impl<N> NotSize for Size<'_, N> {}

/// The argument of a `step_by`, of a chain of ours or not.
pub struct Step<'a, K, N>(pub K, pub &'a N);

impl Step<'_, Yes, usize> {
    /// Looks at the step where it stands.
    ///
    /// # Panics
    /// If it is 0, in core's own words.
    #[inline(always)]
    pub fn check(self) {
        let step = *self.1;
        if step == 0 {
            let _: StepBy<std::iter::Empty<()>> = std::iter::empty().step_by(step);
        }
    }
}

/// What other steps answer.
pub trait NotStep: Sized {
    /// Nothing: the user's own method may do so.
    #[inline(always)]
    fn check(self) {}
}
impl<K, N> NotStep for Step<'_, K, N> {}

impl<C: Chain> W<&mut C> {
    /// Is what is zipped of one length?
    #[inline(always)]
    pub fn even_chain(self) -> bool {
        self.0.is_even()
    }
}

/// What other heads answer.
pub trait NotEven: Sized {
    /// No.
    #[inline(always)]
    fn even_chain(self) -> bool {
        false
    }
}
impl<C> NotEven for W<&mut C> {}

/// An item that was found, as a chain.
pub struct Picked<T>(pub Option<T>);

impl<T> Ours for Picked<T> {}
impl<T> IntoIterator for Picked<T> {
    type Item = T;
    type IntoIter = std::option::IntoIter<T>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Stands for a value of the same type, while the value itself is in use.
#[derive(Debug)]
pub struct Same<T>(PhantomData<fn() -> T>);

/// What stands for the value.
#[inline(always)]
pub fn same<T>(_: &T) -> Same<T> {
    Same(PhantomData)
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Same<T> {}

impl<T> Same<T> {
    /// Another value, for the model. Never run.
    pub fn again(self) -> T {
        diverge()
    }
}

/// A chain that is counted, and the exemplar of the numbers.
pub struct Numbered<C, N>(pub C, pub Ex<N>);

impl<C: Chain> Numbered<C, usize> {
    /// As core's.
    #[inline(always)]
    pub fn enumerate(self) -> Counted<C> {
        Adapt::enumerate(self.0)
    }
}

/// What other values answer.
pub trait NotNumbered<T>: Sized {
    /// A chain of such pairs, which are never used.
    #[inline(always)]
    fn enumerate(self) -> Dead<T> {
        Dead(PhantomData)
    }
}
impl<C: IntoIterator, N> NotNumbered<(N, C::Item)> for Numbered<C, N> {}
