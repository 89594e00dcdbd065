//! Pieces of a slice: `chunks`, `chunks_exact`, `windows` and what of them may be written.
//!
//! These iterators of core's do not give out their slice, but they know piece `k` in constant time (`nth`). So
//! an item is asked of a copy of the iterator.

use super::{Chain, Items, Open, Ours, Simple, times};
use crate::stats::UNKNOWN;
use crate::typed::ex::Prim;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::slice::{Chunks, ChunksExact, ChunksExactMut, ChunksMut, Windows};

/// The words of the greatest of these iterators.
const WORDS: usize = 5;

/// Pieces of a slice.
pub struct Rows<I>(I);

/// The iterator's bytes, to be copied for each item.
pub struct Bits<I> {
    words: MaybeUninit<[*const (); WORDS]>,
    len: usize,
    of: PhantomData<fn() -> I>,
}

impl<I> Clone for Bits<I> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<I> Copy for Bits<I> {}

// SAFETY: what the bytes are used for is to make items, on whatever thread: the iterator itself may be sent.
// What is reached through them is handed out by `at` alone, whose contract excludes that it is done twice.
unsafe impl<I: Send + Sync> Send for Bits<I> {}
// SAFETY: as above.
unsafe impl<I: Send + Sync> Sync for Bits<I> {}

impl<I: ExactSizeIterator> Bits<I> {
    /// Copies the bytes of an iterator that stays where it is.
    #[inline(always)]
    fn of(iterator: &mut I) -> Self {
        const {
            assert!(size_of::<I>() <= size_of::<[*const (); WORDS]>());
            assert!(align_of::<I>() <= align_of::<*const ()>());
            assert!(!std::mem::needs_drop::<I>());
        }
        let mut words = MaybeUninit::<[*const (); WORDS]>::uninit();
        // SAFETY: the words are at least as large and as aligned as the iterator (asserted above), and apart
        // from it.
        unsafe { std::ptr::copy_nonoverlapping(&raw const *iterator, words.as_mut_ptr().cast::<I>(), 1) };
        Bits { words, len: iterator.len(), of: PhantomData }
    }
}

macro_rules! rows {
    ($($name:ident $shared:literal $item:ty;)*) => {$(
        impl<'a, T> Open for $name<'a, T> {
            type Opened = Rows<Self>;
            #[inline(always)]
            fn opened(self) -> Rows<Self> {
                Rows(self)
            }
        }
        impl<T: Prim> Simple for Rows<$name<'_, T>> {}
        impl<'a, T: Send + Sync> Chain for Rows<$name<'a, T>> {
            type Items = Bits<$name<'a, T>>;
            const SHARED: bool = $shared;
            #[inline(always)]
            fn items(&mut self) -> Self::Items {
                Bits::of(&mut self.0)
            }
        }
        // SAFETY: item `k` is piece `k`, by core's own `nth`. Pieces that may be written do not overlap.
        unsafe impl<'a, T: Send + Sync> Items for Bits<$name<'a, T>> {
            type Item = $item;
            const SOURCES: u32 = 1;
            /// Those of the first piece; the last one may be smaller. To look at one that may be written is to use it.
            fn touched(self, uses: &mut u64) -> u64 {
                let times = times(uses, $shared);
                match ($shared, self.len) {
                    (true, 0) => 0,
                    // SAFETY: there is one, and it may be read by many.
                    (true, _) => times * size_of_val(unsafe { self.at(0) }) as u64,
                    (false, _) => UNKNOWN,
                }
            }
            #[inline(always)]
            fn len(self) -> usize {
                self.len
            }
            #[inline(always)]
            unsafe fn at(self, k: usize) -> $item {
                debug_assert!(k < self.len, "hotloop: item {k} of {}", self.len);
                let iterator = self.words.as_ptr().cast::<$name<'a, T>>();
                // SAFETY: the words hold the bytes of such an iterator, which has nothing to drop and is not
                // used while its items are handed out here. A copy reaches piece `k` alone.
                let mut iterator = ManuallyDrop::new(unsafe { iterator.read() });
                // SAFETY: `k` is less than the number of pieces.
                unsafe { iterator.nth(k).unwrap_unchecked() }
            }
        }
    )*};
}
rows! {
    Chunks true &'a [T];
    ChunksExact true &'a [T];
    Windows true &'a [T];
    ChunksMut false &'a mut [T];
    ChunksExactMut false &'a mut [T];
}

impl<I> Ours for Rows<I> {}

impl<I: Iterator> IntoIterator for Rows<I> {
    type Item = I::Item;
    type IntoIter = I;
    #[inline(always)]
    fn into_iter(self) -> I {
        self.0
    }
}
