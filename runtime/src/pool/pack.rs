//! Ranges of which each keeps some of its iterations.

use super::{Limits, for_range_within};
use std::sync::{Mutex, PoisonError};

/// Runs `body` over ranges that cover `0..trip`, and collects how many iterations each has kept: beginnings with their
/// numbers, in order. The ranges are as the costs, the limits and the threads want them. Panics as in `for_range`.
pub fn pack_range(
    limits: Limits,
    trip: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> u64 + Sync),
) -> Vec<(u64, u64)> {
    let runs = Mutex::new(Vec::new());
    for_range_within(limits, trip, cost, &|lo, hi| {
        let kept = body(lo, hi);
        runs.lock().unwrap_or_else(PoisonError::into_inner).push((lo, kept));
    });
    let mut runs = runs.into_inner().unwrap_or_else(PoisonError::into_inner);
    runs.sort_unstable();
    runs
}
