//! Small decisions of generated code that concern a whole loop.

use super::lanes::LANES;
use crate::settings;

/// Chunks of a reduction: at most so many, so that the tree is small and balances well.
const MOST_CHUNKS: u64 = 256;
/// Iterations below which a chunk of a light body is not worth its lanes.
const LIGHT_CHUNK: u64 = 1024;

/// Was the plain function asked for?
#[inline(always)]
pub fn is_original() -> bool {
    settings::is_original()
}

/// The value of a call, after what stands in front of it.
#[inline(always)]
pub fn then<R>((): (), value: R) -> R {
    value
}

/// Length of a chunk of a reduction, version 1: a function of the trip count, and of whether the body is
/// heavy (it has inner loops or calls). Sums of loops with calls have no chunks in their shape (`pairs.rs`).
#[inline(always)]
pub fn chunk(trip: u64, heavy: bool) -> u64 {
    let (least, step) = if heavy { (1, 1) } else { (LIGHT_CHUNK, LANES as u64) };
    if trip <= least { least } else { trip.div_ceil(MOST_CHUNKS).max(least).next_multiple_of(step) }
}

/// Runs a loop that has no effect but its result; after a panic there is none, and the loop is run again
/// as written, so that the panic (or another one before it) is the plain function's own.
#[inline(always)]
pub fn attempt<R>(run: impl FnOnce() -> R) -> Option<R> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).ok()
}
