//! Vectors and arrays that a chain takes: their elements are handed out by value, as copies.

use super::{Chain, Items, Open, Ours, Simple, times};
use crate::typed::ex::Prim;
use std::marker::PhantomData;

/// What hands out elements by value, and still has them in one piece.
pub trait Owner: Iterator {
    /// Those that are left.
    fn left(&self) -> &[Self::Item];
}
impl<T> Owner for std::vec::IntoIter<T> {
    #[inline(always)]
    fn left(&self) -> &[T] {
        self.as_slice()
    }
}
impl<T, const N: usize> Owner for std::array::IntoIter<T, N> {
    #[inline(always)]
    fn left(&self) -> &[T] {
        self.as_slice()
    }
}

/// An iterator over elements of its own.
pub struct Owned<I>(I);

macro_rules! owned {
    ($($t:ty $(, $n:ident)?: $iter:ty;)*) => {$(
        impl<T: Prim $(, const $n: usize)?> Open for $t {
            type Opened = Owned<$iter>;
            #[inline(always)]
            fn opened(self) -> Self::Opened {
                Owned(self.into_iter())
            }
        }
    )*};
}
owned! {
    Vec<T>: std::vec::IntoIter<T>;
    std::vec::IntoIter<T>: std::vec::IntoIter<T>;
    [T; N], N: std::array::IntoIter<T, N>;
    std::array::IntoIter<T, N>, N: std::array::IntoIter<T, N>;
}

impl<I: Iterator> IntoIterator for Owned<I> {
    type Item = I::Item;
    type IntoIter = I;
    #[inline(always)]
    fn into_iter(self) -> I {
        self.0
    }
}
impl<I> Ours for Owned<I> {}
impl<I: Owner<Item: Prim>> Simple for Owned<I> {
    const FLOATS: bool = I::Item::FLOAT;
}

/// Copies of the elements.
pub struct OwnedItems<T> {
    at: *const T,
    len: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for OwnedItems<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for OwnedItems<T> {}

// SAFETY: elements are copied, also on other threads, and nobody writes them.
unsafe impl<T: Send + Sync> Send for OwnedItems<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for OwnedItems<T> {}

impl<I: Owner<Item: Prim + Send + Sync>> Chain for Owned<I> {
    type Items = OwnedItems<I::Item>;
    const SHARED: bool = true;
    #[inline(always)]
    fn items(&mut self) -> OwnedItems<I::Item> {
        let left = self.0.left();
        OwnedItems { at: left.as_ptr(), len: left.len(), of: PhantomData }
    }
}

// SAFETY: item `k` is a copy of element `k` of those that are left.
unsafe impl<T: Prim + Send + Sync> Items for OwnedItems<T> {
    type Item = T;
    const SOURCES: u32 = 1;
    fn touched(self, uses: &mut u64) -> u64 {
        times(uses, true) * size_of::<T>() as u64
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.len
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> T {
        debug_assert!(k < self.len, "hotloop: item {k} of {}", self.len);
        // SAFETY: `k` is less than the number of elements, which stay where they are as long as the chain does (the
        // contract of `Chain::items`), and primitives are `Copy`.
        unsafe { *self.at.add(k) }
    }
}
