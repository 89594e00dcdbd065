//! Helpers for a region: from a rayon pool, or new threads.
//!
//! In: a plan and a job. Out: the job run for every task number below `plan.tasks`.
//!
//! Invariant: `run` closes its region before it returns or unwinds, so the job is not called
//! afterwards. A helper that cannot be had is no error: the caller runs what nobody claims.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::Plan;
use super::region::Region;
use crate::settings::{self, Pool};

/// How many helpers one thread may have sent for that have not come. If every worker is busy they pile
/// up in the pool's queues; more of them would help nobody and hold memory.
const MAX_PENDING: usize = 256;

thread_local! {
    static PENDING: Arc<AtomicUsize> = Arc::new(AtomicUsize::new(0));
}

/// Runs `job(task)` for each task once, on the calling thread and helpers.
pub(super) fn run<F: Fn(u64) + Sync>(plan: Plan, job: &F) {
    /// Closes the region on every way out.
    struct Close<'a>(&'a Region);
    impl Drop for Close<'_> {
        fn drop(&mut self) {
            self.0.close();
        }
    }
    super::limits::count(plan.tasks);
    let helpers = plan.threads.min(plan.tasks) - 1;
    let pending = PENDING.try_with(Arc::clone).unwrap_or_default();
    // SAFETY: `job` outlives this function, and `Close` closes the region before it is left.
    let region = Arc::new(unsafe { Region::open(plan.tasks, helpers, pending, job) });
    let close = Close(&region);
    match settings::pool() {
        Pool::Scoped => work_with_new_threads(&region),
        Pool::Rayon => {
            match settings::asked_threads() {
                None => send_for_helpers(&region, 0, rayon::spawn),
                Some(threads) => {
                    if let Some(pool) = own_pool(threads) {
                        send_for_helpers(&region, 0, |help| pool.spawn(help));
                    }
                }
            }
            // SAFETY: this is the caller, before `close`.
            unsafe { region.work() }
        }
    }
    drop(close);
    if let Some(watch) = &region.watch {
        watch.finish(plan.threads);
    }
    region.finish();
}

/// Sends for two helpers, who send for two more each: the caller is soon at its first task, and who finds
/// no work left wakes nobody. Helper `k` (0 is the caller) sends for `2k + 1` and `2k + 2`.
fn send_for_helpers(region: &Arc<Region>, sender: u64, spawn: impl Fn(Help)) {
    for number in [2 * sender + 1, 2 * sender + 2] {
        if number > region.helpers || region.pending.load(Relaxed) >= MAX_PENDING {
            return;
        }
        region.pending.fetch_add(1, Relaxed);
        let region = Arc::clone(region);
        spawn(Box::new(move || help(&region, number)));
    }
}

type Help = Box<dyn FnOnce() + Send>;

/// What a helper does when a worker takes it up. If it comes late it touches only the region's header.
fn help(region: &Arc<Region>, number: u64) {
    region.pending.fetch_sub(1, Relaxed);
    if !region.has_work() {
        return;
    }
    if let Some(inside) = region.enter() {
        // This runs on a worker of the right pool, so its own queue is the right one.
        send_for_helpers(region, number, rayon::spawn);
        inside.work();
    }
}

/// The pool for race detectors, which do not understand rayon's fences: threads of one region.
fn work_with_new_threads(region: &Region) {
    thread::scope(|scope| {
        let helper = || {
            if let Some(inside) = region.enter() {
                inside.work();
            }
        };
        let start = |_| thread::Builder::new().spawn_scoped(scope, helper).ok();
        let handles: Vec<_> = (0..region.helpers).map_while(start).collect();
        // SAFETY: this is the caller, before `close`.
        unsafe { region.work() }
        for handle in handles {
            // A helper catches what its tasks panic with; there is nothing else to hear from it.
            let _ = handle.join();
        }
    });
}

/// How many threads a region here has if no number was asked for.
pub(crate) fn ambient_threads(pool: Pool) -> usize {
    match pool {
        Pool::Scoped => {
            static CORES: OnceLock<usize> = OnceLock::new();
            *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZeroUsize::get))
        }
        Pool::Rayon if rayon::current_thread_index().is_some() || global_pool_works() => {
            rayon::current_num_threads()
        }
        Pool::Rayon => 1,
    }
}

/// Starts rayon's global pool. rayon itself would panic on first use where threads cannot be had.
fn global_pool_works() -> bool {
    use std::error::Error;
    static WORKS: OnceLock<bool> = OnceLock::new();
    *WORKS.get_or_init(|| {
        if cfg!(target_family = "wasm") {
            return true; // rayon makes do with the calling thread there, but only if left to itself
        }
        match ThreadPoolBuilder::new().build_global() {
            Ok(()) => true,
            // An error with a cause is the system's; without, the pool had been started before.
            Err(error) => error.source().is_none() || refused(&error),
        }
    })
}

/// Tells of a pool that could not be started; always `false`.
fn refused(error: &rayon::ThreadPoolBuildError) -> bool {
    crate::stats::say(format_args!("hotloop: loops stay on one thread: no thread pool: {error}"));
    false
}

/// The pool, kept for later regions, that has the helpers for `threads` threads; `None` if none are
/// needed or it cannot be had.
fn own_pool(threads: NonZeroUsize) -> Option<&'static ThreadPool> {
    static POOLS: Mutex<BTreeMap<usize, Option<&'static ThreadPool>>> = Mutex::new(BTreeMap::new());
    let workers = threads.get() - 1;
    if workers == 0 {
        return None;
    }
    let build = || {
        let name = move |worker| format!("hotloop-{workers}-{worker}");
        match ThreadPoolBuilder::new().num_threads(workers).thread_name(name).build() {
            Ok(pool) => Some(&*Box::leak(Box::new(pool))),
            Err(error) => {
                refused(&error);
                None
            }
        }
    };
    *POOLS.lock().unwrap_or_else(PoisonError::into_inner).entry(workers).or_insert_with(build)
}
