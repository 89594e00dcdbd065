//! The least or greatest item of a chain: what items are compared by, and the item of a number.

use super::{Again, Chain, No, Yes};
use crate::typed::dead::DeadPart;
use crate::typed::ex::{Ex, diverge};
use crate::typed::extreme::{Ordered, Top};
use crate::typed::int::W;
use std::any::TypeId;
use std::iter::{Skip, Take};

/// Primitives, and references to them.
pub trait Key {
    /// The primitive.
    type Of: Ordered + Total;
    /// Its value.
    fn of(&self) -> Self::Of;
}

/// Primitives and their total order, which for floats is that of `total_cmp`.
pub trait Total: Copy {
    /// A number of the same order.
    type As: Ordered;
    /// That number.
    fn total(self) -> Self::As;
}

macro_rules! keys {
    ($($t:ty)*) => {$(
        impl Key for $t {
            type Of = $t;
            #[inline(always)]
            fn of(&self) -> $t {
                *self
            }
        }
    )*};
}
keys!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize char bool f32 f64);

impl<K: Key> Key for &K {
    type Of = K::Of;
    #[inline(always)]
    fn of(&self) -> K::Of {
        K::of(self)
    }
}

macro_rules! totals {
    ($($t:ty)*) => {$(
        impl Total for $t {
            type As = $t;
            #[inline(always)]
            fn total(self) -> $t {
                self
            }
        }
    )*};
}
totals!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize char bool);

macro_rules! total_floats {
    ($($t:ty, $bits:ty, $magnitude:ty;)*) => {$(
        impl Total for $t {
            type As = $bits;
            #[inline(always)]
            fn total(self) -> $bits {
                // Of two negative numbers that with the greater magnitude is the lesser.
                let bits = self.to_bits() as $bits;
                bits ^ (((bits >> (<$bits>::BITS - 1)) as $magnitude) >> 1) as $bits
            }
        }
    )*};
}
total_floats! {
    f64, i64, u64;
    f32, i32, u32;
}

impl<K: Key> W<&K> {
    /// The primitive that items are compared by.
    #[inline(always)]
    pub fn key(&self) -> K::Of {
        self.0.of()
    }
    /// A number of the total order.
    #[inline(always)]
    pub fn key_total(&self) -> <K::Of as Total>::As {
        self.0.of().total()
    }
}

/// What everything else answers.
pub trait NotKey {
    /// No primitive.
    #[inline(always)]
    fn key(&self) {}
    /// No primitive.
    #[inline(always)]
    fn key_total(&self) {}
}
impl<K: ?Sized> NotKey for W<&K> {}

impl<F: 'static> Ex<F> {
    /// Is it the function `total_cmp` of floats?
    #[inline(always)]
    pub fn is_total_cmp(self) -> bool {
        let is = |of: TypeId| TypeId::of::<F>() == of;
        is(type_of(f64::total_cmp)) || is(type_of(f32::total_cmp))
    }
}

fn type_of<G: 'static>(_: G) -> TypeId {
    TypeId::of::<G>()
}

/// NaN?
#[inline(always)]
pub fn unordered<K: PartialEq>(key: &K) -> bool {
    !key.eq(key)
}

impl<T: Ordered, P, const RULE: u8> Top<T, RULE, P> {
    /// The number of the iteration, if one was better than what lanes begin with.
    #[inline(always)]
    pub fn place(&self) -> Option<u64> {
        self.stamp().checked_sub(1)
    }
}
impl<T, P> DeadPart<T, P> {
    /// Never run.
    pub fn place(&self) -> Option<u64> {
        diverge()
    }
}

/// The items from that of a number on; none, where there is none. To skip all of them is not the same: std counts steps
/// that are long one by one once their sum is too much for `usize`, and would not end.
#[inline(always)]
fn from<I: Iterator>(items: I, hit: Option<u64>) -> Take<Skip<I>> {
    items.skip(hit.map_or(0, |k| k as usize)).take(if hit.is_some() { usize::MAX } else { 0 })
}

/// A chain as it is written.
#[inline(never)]
pub fn written<R>(chain: impl FnOnce() -> R) -> R {
    chain()
}

/// What the calls after a chain have made of it.
pub struct First<I>(pub I);

impl<I: IntoIterator> First<I> {
    /// The first item.
    #[inline(always)]
    pub fn of(self) -> Option<I::Item> {
        self.0.into_iter().next()
    }
}

/// What other values answer.
pub trait NotFirst: Sized {
    /// Never run.
    fn of(self) {
        diverge()
    }
}
impl<I> NotFirst for First<I> {}

impl Yes {
    /// The items from that of a number on.
    #[inline(always)]
    pub fn after<I: IntoIterator>(self, items: I, hit: Option<u64>) -> Take<Skip<I::IntoIter>> {
        from(items.into_iter(), hit)
    }
}
impl No {
    /// The items, of which none is asked for.
    #[inline(always)]
    pub fn after<I>(self, items: I, _: Option<u64>) -> I {
        items
    }
}

/// A chain, and the exemplar of what a closure of its methods is given.
pub struct Rest<C, T>(pub C, pub Ex<T>);

impl<C: Chain> Rest<C, C::Item> {
    /// The items from that of a number on.
    #[inline(always)]
    pub fn after(self, hit: Option<u64>) -> Take<Skip<C::IntoIter>> {
        from(self.0.into_iter(), hit)
    }
}

/// What other values answer.
pub trait NotRest<T>: Sized {
    /// Never run.
    fn after(self, _: Option<u64>) -> Again<T> {
        diverge()
    }
}
impl<C, T> NotRest<T> for Rest<C, T> {}

/// A value, and the exemplar of the type that it has to have.
pub struct Cast<U, V>(pub U, pub Ex<V>);

impl<V> Cast<V, V> {
    /// The value.
    #[inline(always)]
    pub fn get(self) -> V {
        self.0
    }
}

/// What values of other types answer.
pub trait NotCast<V>: Sized {
    /// Never run.
    fn get(self) -> V {
        diverge()
    }
}
impl<U, V> NotCast<V> for Cast<U, V> {}
