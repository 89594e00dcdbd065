//! Searches: the first iteration that decides.
//!
//! In: a body that says of a range which of its iterations is the first to decide. Out: the first of all, or the
//! panic of an iteration before it. What comes after the one that decides is never seen, also if it panics.
//!
//! Invariant: within a range iterations run in order, and ranges do not overlap; so of two outcomes that with the
//! lower number is what a run in order would have met first.

use super::{Limits, for_range_within};
use crate::settings;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

/// So many nanoseconds are searched in order first: most searches that find something find it soon.
const FIRST: u64 = 20_000;
/// Iterations between two looks at what the others have found.
const BLOCK: u64 = 8192;

/// The first iteration of `0..trip` that decides. `body(lo, hi)` searches a range in order; `cost` is the estimated
/// cost of a search that finds nothing, in nanoseconds.
pub fn search(
    limits: Limits,
    trip: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> Option<u64> + Sync),
) -> Option<u64> {
    let each = (cost / trip.max(1)).max(1);
    let first = if settings::threshold() == 0 { 0 } else { trip.min(FIRST / each) };
    let found = body(0, first);
    if found.is_some() || first == trip {
        return found;
    }
    let lowest = AtomicU64::new(u64::MAX);
    let outcome = Mutex::new(None);
    for_range_within(limits, trip - first, cost - each * first.min(cost / each), &|lo, hi| {
        let (mut at, hi) = (lo + first, hi + first);
        while at < hi && lowest.load(Relaxed) > at {
            let end = hi.min(at + BLOCK);
            let met = match catch_unwind(AssertUnwindSafe(|| body(at, end))) {
                Ok(None) => {
                    at = end;
                    continue;
                }
                Ok(Some(k)) => (k, None),
                // Nothing before it in its block has decided.
                Err(payload) => (at, Some(payload)),
            };
            lowest.fetch_min(met.0, Relaxed);
            let mut kept = outcome.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.as_ref().is_none_or(|(k, _)| *k > met.0) {
                *kept = Some(met);
            }
            return;
        }
    });
    match outcome.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, Some(payload))) => resume_unwind(payload),
        Some((k, None)) => Some(k),
        None => None,
    }
}
