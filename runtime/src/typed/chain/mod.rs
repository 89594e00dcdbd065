//! Chains of core's iterators over slices, as things that can be asked for item `k`.
//!
//! `a.iter().zip(&b).enumerate()` is evaluated once, where it stands, by the user's own tokens; only its sources
//! pass through [`Link::open`]. An iterator of core's over a slice becomes a value of ours, whose `zip`,
//! `enumerate`, .. compose the same chain; every other value stays as it is, and with it every method that is
//! called on it. So the type of the whole says whether rustc has understood the tokens as we do:
//!
//! - a [`Chain`] can hand out its [`Items`] by number, for the fast form;
//! - all of them are `IntoIterator` with exactly core's own iterator, for the loop as written.
//!
//! Invariant: item `k` is what core's iterator gives in its call number `k` of `next`, and no two items with
//! different numbers share an element that can be written through one of them.

mod adapters;
mod gather;
mod given;
mod inner;
mod key;
mod late;
mod owned;
mod pack;
mod rows;
mod source;

pub use adapters::{Adapt, cloned};
pub use gather::{DeadGather, Gather, NotGathered};
pub use given::{Again, Given, NoItem, NotGiven};
pub use inner::{Core, Counts, Kind, Listed, NoKind, NotAll, NotCore, NotIterator, NotKind, Scope, never};
pub use key::{Cast, First, Key, NotCast, NotFirst, NotKey, NotRest, Rest, Total, unordered, written};
pub use late::{
    Dead, Lends, Lent, NotEven, NotLent, NotNumbered, NotPair, NotSize, NotStep, NotTold, Numbered, Picked,
    Same, Size, Step, Told, Unknown, same,
};
pub use pack::NotPacked;
pub use source::Open;

use super::ex::diverge;
use super::int::W;
use crate::stats::UNKNOWN;
use std::marker::PhantomData;

/// The items of a chain by their number.
///
/// # Safety
/// The invariant of the module.
pub unsafe trait Items: Copy + Send + Sync {
    /// What the loop's pattern is bound to.
    type Item;
    /// Their number.
    fn len(self) -> usize;
    /// No items?
    fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// Item `k`.
    ///
    /// # Safety
    /// `k < len`, and item `k` is not in use already, on this thread or on another.
    unsafe fn at(self, k: usize) -> Self::Item;
    /// Item `k`, checked.
    ///
    /// # Panics
    /// If there is none: never, but for a bug of ours.
    ///
    /// # Safety
    /// As [`Items::at`], but for the bound.
    #[inline(always)]
    unsafe fn at_checked(self, k: usize) -> Self::Item {
        assert!(k < self.len(), "hotloop: item {k} of {}", self.len());
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { self.at(k) }
    }
    /// An item, for what asks for types. Never run.
    fn again(self) -> Self::Item {
        diverge()
    }
    /// The same items, where the step of the chain is known to be this one.
    #[inline(always)]
    #[must_use]
    fn by(self, _: usize) -> Self {
        self
    }
    /// How many sources it has.
    const SOURCES: u32;
    /// Bytes of an item that are touched. Each source takes its two bits off `uses`: is it read, is it written?
    fn touched(self, uses: &mut u64) -> u64;
    /// The same for a profile. If there are other sources than the text shows (a chain in a variable), each is taken to be
    /// used in every way that it can be.
    fn bytes(self, sources: u32, uses: u64) -> u64 {
        let mut uses = if sources == Self::SOURCES { uses } else { u64::MAX };
        self.touched(&mut uses)
    }
}

/// How often the elements of the next source are touched.
fn times(uses: &mut u64, is_shared: bool) -> u64 {
    let own = *uses & if is_shared { 1 } else { 3 };
    *uses >>= 2;
    own.count_ones().into()
}

/// A chain whose sources are all core's.
pub trait Chain: Ours + IntoIterator {
    /// Its items.
    type Items: Items<Item = Self::Item>;
    /// Can nothing be written through an item?
    const SHARED: bool;
    /// The items, while the chain stays where it is.
    fn items(&mut self) -> Self::Items;
    /// Can a `usize` count what each of its sources gives?
    #[inline(always)]
    fn counts(&self) -> bool {
        true
    }
    /// Is what it zips of one length?
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        true
    }
}

/// Chains of ours, also over elements that threads may not share.
pub trait Ours {}

/// Chains over primitives, and over slices of primitives.
pub trait Simple {
    /// Is every item of every source a float, or a reference to one?
    const FLOATS: bool = false;
}

/// Says of a receiver that it is a chain of ours.
#[derive(Clone, Copy)]
pub struct Yes;
/// Says that it is not.
#[derive(Clone, Copy)]
pub struct No;

/// A source, and whether it is the first one or joins a chain of ours.
pub struct Link<K, S>(pub K, pub S);

impl<S: Open> Link<Yes, S> {
    /// The source as a chain.
    #[inline(always)]
    pub fn open(self) -> S::Opened {
        self.1.opened()
    }
}

/// Sources that are not core's, and those that are handed to a method of the user's.
pub trait NotOpen: Sized {
    /// The source.
    type Source;
    /// The source as it is.
    fn open(self) -> Self::Source;
}
impl<K, S> NotOpen for Link<K, S> {
    type Source = S;
    #[inline(always)]
    fn open(self) -> S {
        self.1
    }
}

impl<S: Open> W<&S> {
    /// Do what joins this source join a chain of ours?
    #[inline(always)]
    pub fn joins(self) -> Yes {
        Yes
    }
}

/// What other sources answer.
pub trait NotOpened: Sized {
    /// No.
    #[inline(always)]
    fn joins(self) -> No {
        No
    }
}
impl<S> NotOpened for W<&S> {}

impl<C: Chain> W<&C> {
    /// Core's iterators over slices alone?
    #[inline(always)]
    pub const fn is_chain(&self) -> bool {
        true
    }
    /// Can its items be counted?
    #[inline(always)]
    pub fn counts_chain(&self) -> bool {
        self.0.counts()
    }
    /// Can nothing be written through an item?
    #[inline(always)]
    pub const fn is_shared_chain(&self) -> bool {
        C::SHARED
    }
}

impl<C: Simple> W<&C> {
    /// Over primitives?
    #[inline(always)]
    pub const fn is_simple_chain(&self) -> bool {
        true
    }
    /// Over floats?
    #[inline(always)]
    pub const fn is_float_chain(&self) -> bool {
        C::FLOATS
    }
}

impl<C: Chain> W<&mut C> {
    /// The items.
    #[inline(always)]
    pub fn items(self) -> C::Items {
        self.0.items()
    }
}

/// What other heads answer.
pub trait NotChain: Sized {
    /// No.
    #[inline(always)]
    fn is_chain(&self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn counts_chain(&self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_shared_chain(&self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_simple_chain(&self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_float_chain(&self) -> bool {
        false
    }
}
impl<C> NotChain for W<&C> {}

/// What other heads answer.
pub trait NoItems<T>: Sized {
    /// Items that are never used.
    #[inline(always)]
    fn items(self) -> DeadItems<T> {
        DeadItems::new()
    }
}
impl<C: IntoIterator> NoItems<C::Item> for W<&mut C> {}

/// Stands for the items of another iterator.
pub struct DeadItems<T>(PhantomData<fn() -> T>);

impl<T> Clone for DeadItems<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for DeadItems<T> {}

impl<T> DeadItems<T> {
    pub(super) fn new() -> Self {
        DeadItems(PhantomData)
    }
    /// 0.
    #[inline(always)]
    pub fn len(self) -> usize {
        0
    }
    /// Yes.
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        true
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn at(self, _: usize) -> T {
        diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn at_checked(self, _: usize) -> T {
        diverge()
    }
    /// Never run.
    pub fn again(self) -> T {
        diverge()
    }
    /// Itself.
    #[inline(always)]
    #[must_use]
    pub fn by(self, _: usize) -> Self {
        self
    }
    /// Nobody knows.
    #[inline(always)]
    pub fn bytes(self, _: u32, _: u64) -> u64 {
        UNKNOWN
    }
}

/// A chain of the same type, for the model. Never run.
pub fn again<C>(_: &C) -> C {
    diverge()
}
