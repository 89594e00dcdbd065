//! `collect` into a `Vec`: each iteration writes the element of its own number.

use super::source::UniqueItems;
use super::{Chain, source};
use crate::typed::ex::{Ex, diverge};
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// A vector whose elements are being written.
pub struct Gather<T> {
    pub(super) vec: Vec<T>,
    pub(super) len: usize,
}

impl<T: Copy + Send + Sync> Ex<Vec<T>> {
    /// A vector of what threads may hand on, and has no `drop`?
    #[inline(always)]
    pub const fn is_gathered(self) -> bool {
        true
    }
    /// Room for so many elements.
    ///
    /// # Panics
    /// As core's `collect` does, if there is none.
    #[inline(always)]
    pub fn gather(self, n: u64) -> Gather<T> {
        let len = n as usize;
        Gather { vec: Vec::with_capacity(len), len }
    }
    /// The vector.
    ///
    /// # Safety
    /// All slots were written.
    #[inline(always)]
    pub unsafe fn gathered(self, all: Gather<T>) -> Vec<T> {
        let Gather { mut vec, len } = all;
        // SAFETY: the capacity is at least `len` (`gather`); that the elements are written is the caller's contract.
        unsafe { vec.set_len(len) };
        vec
    }
}

impl<T: Copy + Send + Sync> Gather<T> {
    /// The elements, by number.
    #[inline(always)]
    pub fn slots(&mut self) -> UniqueItems<'_, MaybeUninit<T>> {
        source::unique(&mut self.vec.spare_capacity_mut()[..self.len]).items()
    }
}

/// What other results answer.
pub trait NotGathered<V>: Copy {
    /// No.
    #[inline(always)]
    fn is_gathered(self) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn gather(self, _: u64) -> DeadGather {
        DeadGather(PhantomData)
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    unsafe fn gathered(self, _: DeadGather) -> V {
        diverge()
    }
}
impl<V> NotGathered<V> for Ex<V> {}

/// Stands for another collection.
#[derive(Clone, Copy)]
pub struct DeadGather(PhantomData<()>);

impl DeadGather {
    /// Itself.
    #[inline(always)]
    pub fn slots(&mut self) -> DeadGather {
        *self
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn at(self, _: usize) -> DeadGather {
        diverge()
    }
    /// Never run.
    pub fn write<U>(self, _: U) {
        diverge()
    }
}
