//! The sources of chains: slices, shared and unique, and ranges.

use super::{Chain, Items, Ours, Simple, times};
use crate::typed::ex::Prim;
use std::marker::PhantomData;
use std::ops::{Range, RangeInclusive};
use std::slice::{Iter, IterMut};

/// What core iterates over a slice, and a range of numbers.
pub trait Open: IntoIterator {
    /// The chain that it is.
    type Opened: IntoIterator<Item = Self::Item>;
    /// Opens it.
    fn opened(self) -> Self::Opened;
}

/// A slice whose elements are read.
pub struct Shared<'a, T>(&'a [T]);

/// A slice whose elements may be written.
pub struct Unique<'a, T>(&'a mut [T]);

/// The elements of a slice, as a chain.
pub(super) fn unique<T>(slice: &mut [T]) -> Unique<'_, T> {
    Unique(slice)
}

/// A range of numbers.
pub struct Count<T>(Range<T>);

/// A range of numbers whose end belongs to it.
pub struct CountTo<T>(RangeInclusive<T>);

macro_rules! shared {
    ($($t:ty $(, $n:ident)?: $s:ident => $slice:expr;)*) => {$(
        impl<'a, T $(, const $n: usize)?> Open for $t {
            type Opened = Shared<'a, T>;
            #[inline(always)]
            fn opened(self) -> Shared<'a, T> {
                let $s = self;
                Shared($slice)
            }
        }
    )*};
}
shared! {
    Iter<'a, T>: s => s.as_slice();
    &'a [T]: s => s;
    &'a Vec<T>: s => s.as_slice();
    &'a [T; N], N: s => s.as_slice();
}

macro_rules! unique {
    ($($t:ty $(, $n:ident)?: $s:ident => $slice:expr;)*) => {$(
        impl<'a, T $(, const $n: usize)?> Open for $t {
            type Opened = Unique<'a, T>;
            #[inline(always)]
            fn opened(self) -> Unique<'a, T> {
                let $s = self;
                Unique($slice)
            }
        }
    )*};
}
unique! {
    IterMut<'a, T>: s => s.into_slice();
    &'a mut [T]: s => s;
    &'a mut Vec<T>: s => s.as_mut_slice();
    &'a mut [T; N], N: s => s.as_mut_slice();
}

impl<'a, T> IntoIterator for Shared<'a, T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    #[inline(always)]
    fn into_iter(self) -> Iter<'a, T> {
        self.0.iter()
    }
}

impl<'a, T> IntoIterator for Unique<'a, T> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    #[inline(always)]
    fn into_iter(self) -> IterMut<'a, T> {
        self.0.iter_mut()
    }
}

impl<T> Ours for Shared<'_, T> {}
impl<T> Ours for Unique<'_, T> {}
impl<T> Ours for Count<T> {}
impl<T> Ours for CountTo<T> {}
impl<T: Prim> Simple for Shared<'_, T> {
    const FLOATS: bool = T::FLOAT;
}
impl<T: Prim> Simple for Unique<'_, T> {
    const FLOATS: bool = T::FLOAT;
}
impl<T: Prim> Simple for Count<T> {}
impl<T: Prim> Simple for CountTo<T> {}

/// The elements of a slice, to be read.
pub struct SharedItems<'a, T>(&'a [T]);

impl<T> Clone for SharedItems<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for SharedItems<'_, T> {}

impl<'a, T: Send + Sync> Chain for Shared<'a, T> {
    type Items = SharedItems<'a, T>;
    const SHARED: bool = true;
    #[inline(always)]
    fn items(&mut self) -> SharedItems<'a, T> {
        SharedItems(self.0)
    }
}

// SAFETY: item `k` is element `k`, which nobody writes while the slice is borrowed.
unsafe impl<'a, T: Send + Sync> Items for SharedItems<'a, T> {
    type Item = &'a T;
    const SOURCES: u32 = 1;
    fn touched(self, uses: &mut u64) -> u64 {
        times(uses, true) * size_of::<T>() as u64
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len()
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> &'a T {
        debug_assert!(k < self.0.len(), "hotloop: item {k} of {}", self.0.len());
        // SAFETY: the caller's contract.
        unsafe { &*self.0.as_ptr().add(k) }
    }
}

/// The elements of a slice, to be written.
pub struct UniqueItems<'a, T> {
    at: *mut T,
    len: usize,
    life: PhantomData<&'a mut [T]>,
}

impl<T> Clone for UniqueItems<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for UniqueItems<'_, T> {}

// SAFETY: elements are handed to other threads (`Send`), and read by them (`Sync`). That no element is handed
// out twice is the contract of `at`.
unsafe impl<T: Send + Sync> Send for UniqueItems<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for UniqueItems<'_, T> {}

impl<'a, T: Send + Sync> Chain for Unique<'a, T> {
    type Items = UniqueItems<'a, T>;
    const SHARED: bool = false;
    #[inline(always)]
    fn items(&mut self) -> UniqueItems<'a, T> {
        UniqueItems { at: self.0.as_mut_ptr(), len: self.0.len(), life: PhantomData }
    }
}

// SAFETY: item `k` is element `k` of a slice that is borrowed uniquely for `'a`.
unsafe impl<'a, T: Send + Sync> Items for UniqueItems<'a, T> {
    type Item = &'a mut T;
    const SOURCES: u32 = 1;
    fn touched(self, uses: &mut u64) -> u64 {
        times(uses, false) * size_of::<T>() as u64
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.len
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> &'a mut T {
        debug_assert!(k < self.len, "hotloop: item {k} of {}", self.len);
        // SAFETY: the caller's contract; `at` points to `len` elements for `'a`, and the element is in no
        // other use.
        unsafe { &mut *self.at.add(k) }
    }
}

/// The numbers of a range.
#[derive(Clone, Copy)]
pub struct Numbers<T> {
    first: T,
    len: usize,
}

macro_rules! counts {
    ($($t:ty)*) => {$(
        impl Open for Range<$t> {
            type Opened = Count<$t>;
            #[inline(always)]
            fn opened(self) -> Count<$t> {
                Count(self)
            }
        }
        impl IntoIterator for Count<$t> {
            type Item = $t;
            type IntoIter = Range<$t>;
            #[inline(always)]
            fn into_iter(self) -> Range<$t> {
                self.0
            }
        }
        impl Chain for Count<$t> {
            type Items = Numbers<$t>;
            const SHARED: bool = true;
            #[inline(always)]
            fn items(&mut self) -> Numbers<$t> {
                let len = if self.0.start < self.0.end { self.0.end.abs_diff(self.0.start) as usize } else { 0 };
                Numbers { first: self.0.start, len }
            }
        }
        impl Open for RangeInclusive<$t> {
            type Opened = CountTo<$t>;
            #[inline(always)]
            fn opened(self) -> CountTo<$t> {
                CountTo(self)
            }
        }
        impl IntoIterator for CountTo<$t> {
            type Item = $t;
            type IntoIter = RangeInclusive<$t>;
            #[inline(always)]
            fn into_iter(self) -> RangeInclusive<$t> {
                self.0
            }
        }
        impl Chain for CountTo<$t> {
            type Items = Numbers<$t>;
            const SHARED: bool = true;
            #[inline(always)]
            fn items(&mut self) -> Numbers<$t> {
                let less = self.0.end().abs_diff(*self.0.start()) as usize;
                Numbers { first: *self.0.start(), len: if self.0.is_empty() { 0 } else { less.saturating_add(1) } }
            }
            #[inline(always)]
            fn counts(&self) -> bool {
                self.0.is_empty() || self.0.end().abs_diff(*self.0.start()) as usize != usize::MAX
            }
        }
        // SAFETY: numbers; the value is at most the end of the range.
        unsafe impl Items for Numbers<$t> {
            type Item = $t;
            const SOURCES: u32 = 1;
            // Numbers are in no memory.
            fn touched(self, uses: &mut u64) -> u64 {
                times(uses, true) * 0
            }
            #[inline(always)]
            fn len(self) -> usize {
                self.len
            }
            #[inline(always)]
            unsafe fn at(self, k: usize) -> $t {
                self.first.wrapping_add(k as $t)
            }
        }
    )*};
}
// Those of which there are never more than a `usize` can count.
counts!(usize u32 i32 isize u16 i16 u8 i8);
#[cfg(target_pointer_width = "64")]
counts!(u64 i64);
