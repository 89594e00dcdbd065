//! Values of a block of iterations that are computed ahead of it.
//!
//! In: what one iteration computes. Out: those values, in order, for the loop that uses them. Invariant: what is given
//! out has been computed, and is given out once.

use std::mem::MaybeUninit;

use super::math::BLOCK;

/// Room for one value of each iteration of a block.
pub struct Stage<T> {
    slots: [MaybeUninit<T>; BLOCK as usize],
    /// So many of them, from the first on, are filled.
    filled: usize,
}

impl<T> Stage<T> {
    /// Nothing yet.
    #[inline(always)]
    #[expect(clippy::new_without_default, reason = "generated code makes it, in one way")]
    pub fn new() -> Stage<T> {
        Stage { slots: [const { MaybeUninit::uninit() }; BLOCK as usize], filled: 0 }
    }

    /// The values of the iterations `from..to`, which are a block. (A value that was not given out is forgotten.)
    #[inline(always)]
    pub fn fill(&mut self, from: u64, to: u64, value: impl Fn(u64) -> T) {
        self.filled = 0;
        let count = (to - from) as usize;
        for (k, slot) in (from..to).zip(&mut self.slots[..count]) {
            slot.write(value(k));
        }
        self.filled = count;
    }

    /// The values, in order.
    #[inline(always)]
    pub fn values(&mut self) -> impl Iterator<Item = T> + '_ {
        let count = std::mem::take(&mut self.filled);
        // SAFETY: `fill` wrote the first `filled` slots before it said so. No value is read twice: their number has
        // been taken, so the next call, like one after this iterator was dropped, gives none out until `fill` has
        // written them anew.
        self.slots[..count].iter().map(|slot| unsafe { slot.assume_init_read() })
    }
}
