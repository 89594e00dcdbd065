//! Parallel loops and reductions: the decision, and the cut into tasks.
//!
//! In: a trip count, the estimated cost of the whole loop, and a body for a range of iterations. Out:
//! the body run over a partition of the range, or the partial results of a fixed grid joined in a fixed
//! tree.
//!
//! Invariants: every iteration is given to the body exactly once; within a task iterations are in
//! increasing order; grid and tree of a reduction depend on `trip` and `chunk` alone, never on threads,
//! cost or settings. The protocol between caller and helpers is in `README.md`.

mod limits;
mod pack;
mod region;
mod search;
mod spawn;
mod tree;

use std::sync::{Mutex, PoisonError};

use crate::settings::{self, Mode};

pub use limits::{Limits, tasks_sent};
pub use pack::pack_range;
pub use search::search;
pub(crate) use spawn::ambient_threads;

/// Tasks for each thread: enough that a thread which comes late, or whose iterations are longer, leaves
/// its share to the others; few enough that claiming them costs nothing.
const TASKS_PER_THREAD: u64 = 8;

/// No task is cheaper than this part of the threshold from which a loop is run in parallel at all (so
/// 10 us of the ordinary 50), or claiming and sharing of cache lines would show.
const TASKS_PER_THRESHOLD: u64 = 5;

/// How a loop is run: `tasks` pieces on at most `threads` threads. One task means "on the caller".
#[derive(Clone, Copy)]
struct Plan {
    tasks: u64,
    threads: u64,
}

const SERIAL: Plan = Plan { tasks: 1, threads: 1 };

/// Runs `body(lo, hi)` over a partition of `0..trip`. `cost` is the estimated cost of the whole loop in
/// nanoseconds.
///
/// If bodies panic, the panic of the lowest range that panics is passed on, after all ranges below it
/// have been run.
#[inline]
pub fn for_range(trip: u64, cost: u64, body: &(impl Fn(u64, u64) + Sync)) {
    for_range_within(Limits::none(), trip, cost, body);
}

/// As [`for_range`], within limits. A grain is at most the length of every range.
#[inline]
pub fn for_range_within(limits: Limits, trip: u64, cost: u64, body: &(impl Fn(u64, u64) + Sync)) {
    let plan = if is_surely_serial(limits, cost) { SERIAL } else { plan(limits, trip, 1, cost) };
    if plan.tasks > 1 {
        for_range_parallel(trip, plan, body);
    } else if trip > 0 {
        body(0, trip);
    }
}

#[inline(never)]
fn for_range_parallel(trip: u64, plan: Plan, body: &(impl Fn(u64, u64) + Sync)) {
    let (each, longer) = (trip / plan.tasks, trip % plan.tasks);
    let start = |task: u64| task * each + task.min(longer);
    spawn::run(plan, &|task| body(start(task), start(task + 1)));
}

/// Reduces the fixed grid in which chunk `c` covers `c * chunk .. min((c + 1) * chunk, trip)`: the partial
/// results of `body` are joined in the tree that `tree` defines. `trip` is at least 1.
///
/// Bits of the result depend on `trip` and `chunk` alone. Panics as in `for_range`.
#[inline]
pub fn reduce_range<P: Send>(
    trip: u64,
    chunk: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> P + Sync),
    join: impl Fn(P, P) -> P + Sync,
) -> P {
    reduce_range_within(Limits::none(), trip, chunk, cost, body, join)
}

/// As [`reduce_range`], within limits. A task has at least the grain's iterations; the last one has what the
/// others leave.
#[inline]
pub fn reduce_range_within<P: Send>(
    limits: Limits,
    trip: u64,
    chunk: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> P + Sync),
    join: impl Fn(P, P) -> P + Sync,
) -> P {
    debug_assert!(trip > 0, "an empty reduction has no partial result");
    if trip <= chunk { body(0, trip) } else { reduce_chunks(limits, trip, chunk.max(1), cost, body, &join) }
}

/// Iterations in a chunk of a loop whose shape does not depend on chunks: at most so many.
pub(crate) const PAIRED: u64 = 1024;

/// Reduces the tree of `tree` over all iterations. `body` gives the subtree of a range that is aligned to a
/// power of two, and at most `PAIRED` long; so the ranges may be as the costs, the limits and the threads want
/// them, and no bit depends on them. `trip` is at least 1. Panics as in `for_range`.
#[inline]
pub fn reduce_pairs<P: Send>(
    trip: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> P + Sync),
    join: impl Fn(P, P) -> P + Sync,
) -> P {
    reduce_pairs_within(Limits::none(), trip, cost, body, join)
}

/// As [`reduce_pairs`], within limits.
#[inline]
pub fn reduce_pairs_within<P: Send>(
    limits: Limits,
    trip: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> P + Sync),
    join: impl Fn(P, P) -> P + Sync,
) -> P {
    let chunk = if is_surely_serial(limits, cost) {
        PAIRED
    } else {
        tree::group(trip, plan(limits, trip, 1, cost).tasks).min(PAIRED)
    };
    reduce_range_within(limits, trip, chunk, cost, body, join)
}

/// The result of each iteration, in order. For few of them.
pub fn each_within<P: Send>(
    limits: Limits,
    trip: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> P + Sync),
) -> Vec<P> {
    let one = |lo: u64, hi: u64| vec![body(lo, hi)];
    reduce_range_within(limits, trip, 1, cost, &one, |mut earlier, later| {
        earlier.extend(later);
        earlier
    })
}

#[inline(never)]
fn reduce_chunks<P: Send>(
    limits: Limits,
    trip: u64,
    chunk: u64,
    cost: u64,
    body: &(impl Fn(u64, u64) -> P + Sync),
    join: &(impl Fn(P, P) -> P + Sync),
) -> P {
    let chunks = trip.div_ceil(chunk);
    let partial = |c: u64| {
        let lo = c * chunk;
        body(lo, lo + chunk.min(trip - lo))
    };
    let mut plan = if is_surely_serial(limits, cost) { SERIAL } else { plan(limits, chunks, chunk, cost) };
    let group = tree::group(chunks, plan.tasks);
    plan.tasks = chunks.div_ceil(group);
    if plan.tasks <= 1 {
        return tree::reduce(0, chunks, &partial, join);
    }
    let slots: Vec<Mutex<Option<P>>> = (0..plan.tasks).map(|_| Mutex::new(None)).collect();
    spawn::run(plan, &|task| {
        let first = task * group;
        let subtree = tree::reduce(first, group.min(chunks - first), &partial, join);
        *slots[task as usize].lock().unwrap_or_else(PoisonError::into_inner) = Some(subtree);
    });
    let take = |task: u64| {
        let slot = slots[task as usize].lock().unwrap_or_else(PoisonError::into_inner).take();
        slot.expect("a region that returns has run every task")
    };
    tree::reduce(0, plan.tasks, &take, join)
}

/// Can the decision be taken without a look at threads?
#[inline]
fn is_surely_serial(limits: Limits, cost: u64) -> bool {
    limits.grain.is_none() && settings::surely_serial(cost)
}

/// Decides for a loop of `units` separable pieces, each of `iterations` iterations, that cost `cost` together.
#[cold]
fn plan(limits: Limits, units: u64, iterations: u64, cost: u64) -> Plan {
    let threshold = settings::threshold();
    let is_cheap = limits.grain.is_none() && cost < threshold;
    if units < 2 || is_cheap || settings::mode() != Mode::Fast {
        return SERIAL;
    }
    let threads = (settings::num_threads() as u64).min(limits.threads);
    if threads < 2 {
        return SERIAL;
    }
    let worth = match limits.grain {
        // So many units make a task.
        Some(grain) => units / grain.div_ceil(iterations),
        None if threshold == 0 => u64::MAX,
        None => cost / (threshold / TASKS_PER_THRESHOLD).max(1),
    };
    let tasks = threads.saturating_mul(TASKS_PER_THREAD).min(worth).min(units);
    Plan { tasks: tasks.max(1), threads }
}
