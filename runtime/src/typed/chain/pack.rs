//! `collect` of what a `filter` has left: each range of iterations writes from its own beginning on, and what they have
//! written is moved together.
//!
//! There is room for all items, of which only as much is touched as is written.

use super::{DeadGather, Gather, NotGathered};
use crate::typed::ex::{Ex, diverge};

/// Of a vector that could hold so many times its elements the rest is given back.
const SPARSE: usize = 2;

impl<T: Copy + Send + Sync> Ex<Vec<T>> {
    /// Room for so many elements, if there is.
    #[inline]
    pub fn room(self, n: u64) -> Option<Gather<T>> {
        let len = usize::try_from(n).ok()?;
        let mut vec = Vec::new();
        vec.try_reserve_exact(len).ok()?;
        Some(Gather { vec, len })
    }
    /// The vector of what was written: from each beginning on so many elements.
    ///
    /// # Safety
    /// Of the slots from each beginning on so many were written. The beginnings are in order, and no run reaches the
    /// next one, nor past the room.
    pub unsafe fn packed(self, all: Gather<T>, runs: Vec<(u64, u64)>) -> Vec<T> {
        let Gather { mut vec, .. } = all;
        let at = vec.as_mut_ptr();
        let mut len = 0;
        for (from, count) in runs {
            let (from, count) = (from as usize, count as usize);
            if from != len {
                // SAFETY: both lie within the room: `len` is the sum of counts before, which is at most `from`, since no
                // run reaches the next one. They may overlap. Elements are `Copy`.
                unsafe { std::ptr::copy(at.add(from), at.add(len), count) };
            }
            len += count;
        }
        // SAFETY: so many elements have been moved to the front, all of which were written (the caller's contract).
        unsafe { vec.set_len(len) };
        if vec.capacity() / SPARSE > len {
            vec.shrink_to_fit();
        }
        vec
    }
}

/// What other results answer.
pub trait NotPacked<V>: NotGathered<V> {
    /// Never used.
    #[inline(always)]
    fn room(self, _: u64) -> Option<DeadGather> {
        None
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    unsafe fn packed(self, _: DeadGather, _: Vec<(u64, u64)>) -> V {
        diverge()
    }
}
impl<V> NotPacked<V> for Ex<V> {}
