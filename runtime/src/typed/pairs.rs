//! Sums and products of loops that call functions: neighbors are joined.
//!
//! Nobody can see what a call costs, so such a loop may be cut anywhere: into single iterations where each takes
//! a second, into long chunks where each takes a nanosecond. Its shape therefore knows nothing of chunks. It is
//! the tree of `pool/tree.rs` over all iterations; a block of lanes is a subtree of it, and so is each aligned
//! chunk whose length is a power of two.

use super::acc::{Acc, Part, Reduce};
use super::lanes::LANES;
use crate::pool::PAIRED;

/// Full blocks in a chunk: at most `2^(LEVELS - 1)`.
const LEVELS: usize = (PAIRED as usize / LANES).ilog2() as usize + 1;

/// What the blocks so far are joined to: where bit `k` of `blocks` is set, `sums[k]` is a tree over `2^k` blocks.
#[derive(Clone, Copy)]
pub struct Pairs<T> {
    sums: [T; LEVELS],
    blocks: usize,
}

impl<T: Reduce<O>, O> Acc<T, O> {
    /// No block yet.
    #[inline(always)]
    pub fn pairs(&self) -> Pairs<T> {
        Pairs { sums: [T::EMPTY; LEVELS], blocks: 0 }
    }

    /// The end of a block: its lanes are joined, and empty again. Lanes that no iteration has used hold the
    /// identity, so where neighbors are joined they change no bit of a tree that is not full.
    #[inline(always)]
    pub fn pair_up(&mut self, pairs: &mut Pairs<T>) {
        let lanes = self.all();
        let mut half = LANES / 2;
        while half > 0 {
            for lane in 0..half {
                lanes[lane] = lanes[2 * lane].join(lanes[2 * lane + 1]);
            }
            half /= 2;
        }
        let mut sum = lanes[0];
        *lanes = [T::EMPTY; LANES];
        let mut level = 0;
        while level < LEVELS - 1 && pairs.blocks >> level & 1 == 1 {
            sum = pairs.sums[level].join(sum);
            level += 1;
        }
        pairs.sums[level] = sum;
        pairs.blocks += 1;
    }

    /// The chunk's result. A block that is not full is the last.
    #[inline(always)]
    pub fn paired(self, pairs: Pairs<T>) -> Part<T, O> {
        let mut sum = T::EMPTY;
        for level in 0..LEVELS {
            if pairs.blocks >> level & 1 == 1 {
                sum = pairs.sums[level].join(sum);
            }
        }
        self.with_value(sum)
    }
}
