//! Chains of which nothing says that they are iterators: `self.x.iter().map(|x| ..)`.
//!
//! What is no head of a `for` may be anything that has a `map`. What an item is then follows from what the user's own
//! call hands to the user's own closure, to which an exemplar is tied. For a chain of core's that is its item.

use super::{Chain, DeadItems};
use crate::typed::ex::{Ex, diverge};
use crate::typed::int::W;
use std::marker::PhantomData;

/// A chain, and the exemplar of what a closure of its methods is given.
pub struct Given<'a, C, T>(pub &'a mut C, pub Ex<T>);

impl<C: Chain> Given<'_, C, C::Item> {
    /// The items.
    #[inline(always)]
    pub fn items(self) -> C::Items {
        self.0.items()
    }
}

/// What other values answer.
pub trait NotGiven<T>: Sized {
    /// Items that are never used.
    #[inline(always)]
    fn items(self) -> DeadItems<T> {
        DeadItems::new()
    }
}
impl<C, T> NotGiven<T> for Given<'_, C, T> {}

/// Items for the model. Never run.
pub struct Again<T>(PhantomData<T>);

impl<T> Iterator for Again<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        diverge()
    }
}

impl<T> Ex<T> {
    /// Items of this type. Never run.
    pub fn items_again(self) -> Again<T> {
        diverge()
    }
}

impl<C: IntoIterator> W<&C> {
    /// Says that the exemplar has the type of an item.
    #[inline(always)]
    pub fn tie_item(&self, _: Ex<C::Item>) {}
}

/// What is no iterator has no items.
pub trait NoItem {
    /// Any type will do.
    #[inline(always)]
    fn tie_item(&self, _: Ex<()>) {}
}
impl<C> NoItem for W<&C> {}
