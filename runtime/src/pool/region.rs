//! One parallel region: which task is next, who is inside, what panicked.
//!
//! In: a job that runs a task by number. Out: every task run once, or the panic of the lowest that
//! panicked with all below it run.
//!
//! Invariants: the job is called only between a successful `enter` and the matching `leave`, or by the
//! caller; `close` returns when nobody is inside, and nobody enters afterwards. Tasks are claimed in
//! increasing order, so when task `t` panics all below `t` have been claimed and run to their end.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{
    AtomicU64, AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed},
};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::profile::{self, Watch};
use crate::settings::{self, Settings};

/// How often the caller looks whether the helpers have left before it sleeps. They are at most one task
/// from leaving; about two microseconds spare it a sleep and a wake-up in the usual case.
const SPINS: u32 = 100;

/// `Region::inside`: the region is closed. The bits below count those who are inside.
const CLOSED: u64 = 1 << 63;

type Payload = Box<dyn Any + Send>;

/// What caller and helpers share. Counted by reference: a helper may come when the caller has gone.
pub(super) struct Region {
    /// The next task that nobody has claimed.
    next: AtomicU64,
    tasks: u64,
    /// How many helpers the region may have, the caller not counted.
    pub(super) helpers: u64,
    /// The lowest task that panicked, `u64::MAX` if none did. Tasks above it need not start.
    lowest: AtomicU64,
    panic: Mutex<Option<(u64, Payload)>>,
    inside: AtomicU64,
    empty: Condvar,
    /// Guards the sleep of the caller on `empty`.
    sleep: Mutex<()>,
    settings: Settings,
    /// What measures how long each thread is at work, if somebody asked.
    pub(super) watch: Option<Watch>,
    /// Helpers of the calling thread that were sent for and have not come.
    pub(super) pending: Arc<AtomicUsize>,
    job: Job,
}

/// A `&F` whose lifetime and type are erased: the region's protocol keeps it alive.
struct Job {
    data: *const (),
    call: unsafe fn(*const (), u64),
}

// SAFETY: `data` points to an `F: Fn(u64) + Sync` (see `Job::new`), which may be called from any thread.
unsafe impl Send for Job {}
// SAFETY: as above; a shared `Job` gives nothing but shared calls of that `F`.
unsafe impl Sync for Job {}

impl Job {
    fn new<F: Fn(u64) + Sync>(job: &F) -> Job {
        /// # Safety
        ///
        /// `data` must be a `&F` that is still valid.
        unsafe fn call<F: Fn(u64)>(data: *const (), task: u64) {
            // SAFETY: the caller's promise.
            let job = unsafe { &*data.cast::<F>() };
            job(task);
        }
        Job { data: std::ptr::from_ref(job).cast(), call: call::<F> }
    }
}

impl Region {
    /// A region of the calling thread, open.
    ///
    /// # Safety
    ///
    /// `job` must stay valid until `close` has returned.
    pub(super) unsafe fn open<F: Fn(u64) + Sync>(
        tasks: u64,
        helpers: u64,
        pending: Arc<AtomicUsize>,
        job: &F,
    ) -> Region {
        Region {
            next: AtomicU64::new(0),
            tasks,
            helpers,
            lowest: AtomicU64::new(u64::MAX),
            panic: Mutex::new(None),
            inside: AtomicU64::new(0),
            empty: Condvar::new(),
            sleep: Mutex::new(()),
            settings: settings::current(),
            watch: profile::watch(),
            pending,
            job: Job::new(job),
        }
    }

    /// Whether a helper that comes now would find work.
    pub(super) fn has_work(&self) -> bool {
        self.next.load(Relaxed) < self.tasks
    }

    /// Lets a helper in, unless the region is closed.
    pub(super) fn enter(&self) -> Option<Inside<'_>> {
        let open = |inside: u64| (inside & CLOSED == 0).then_some(inside + 1);
        // What the caller wrote before is visible already: the helper got the region from the pool.
        let entered = self.inside.fetch_update(Acquire, Relaxed, open).is_ok();
        // Made only now: an `Inside` that did not enter would leave when it is dropped.
        entered.then(|| Inside { region: self })
    }

    /// Runs tasks on this thread until none is left to claim.
    ///
    /// # Safety
    ///
    /// The region must stay open meanwhile: for its caller before `close`, for others with an `Inside`.
    pub(super) unsafe fn work(&self) {
        let _busy = self.watch.as_ref().map(Watch::busy);
        loop {
            let task = self.next.fetch_add(1, Relaxed);
            if task >= self.tasks || task > self.lowest.load(Relaxed) {
                return;
            }
            // SAFETY: `data` is what `call` expects (`Job::new`); it is valid until `close` returns
            // (`open`), and the region is open.
            let run = || unsafe { (self.job.call)(self.job.data, task) };
            if let Err(payload) = catch_unwind(AssertUnwindSafe(run)) {
                self.record(task, payload);
            }
        }
    }

    /// Keeps the panic of the lowest task.
    fn record(&self, task: u64, payload: Payload) {
        self.lowest.fetch_min(task, Relaxed);
        let mut kept = self.panic.lock().unwrap_or_else(PoisonError::into_inner);
        let loser = match &*kept {
            Some((lowest, _)) if *lowest < task => Some(payload),
            _ => kept.replace((task, payload)).map(|(_, payload)| payload),
        };
        drop(kept);
        // A payload may panic when it is dropped; that must not tear down a helper.
        if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(loser))) {
            std::mem::forget(again);
        }
    }

    /// Closes the region and waits until every helper that entered has left.
    pub(super) fn close(&self) {
        // Acquire pairs with the release of each `leave`: all that the helpers wrote is visible.
        let mut inside = self.inside.fetch_or(CLOSED, AcqRel);
        for _ in 0..SPINS {
            if inside & !CLOSED == 0 {
                return;
            }
            std::hint::spin_loop();
            inside = self.inside.load(Acquire);
        }
        let mut sleep = self.sleep.lock().unwrap_or_else(PoisonError::into_inner);
        while self.inside.load(Acquire) != CLOSED {
            sleep = self.empty.wait(sleep).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Passes the kept panic on. For the caller, after `close`.
    pub(super) fn finish(&self) {
        let kept = self.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((_, payload)) = kept {
            resume_unwind(payload);
        }
    }

    fn leave(&self) {
        if self.inside.fetch_sub(1, AcqRel) == CLOSED + 1 {
            // The caller looks at `inside` only under this lock before it sleeps: it sees the new
            // value, or is already asleep and hears the notification.
            drop(self.sleep.lock().unwrap_or_else(PoisonError::into_inner));
            self.empty.notify_one();
        }
    }
}

/// A helper's stay in a region: `close` waits for its end.
pub(super) struct Inside<'a> {
    region: &'a Region,
}

impl Inside<'_> {
    /// Runs tasks under the caller's settings until none is left to claim.
    pub(super) fn work(&self) {
        let _restore = settings::inherit(self.region.settings);
        let _within = self.region.watch.as_ref().map(Watch::within);
        // SAFETY: `self` keeps the region open.
        unsafe { self.region.work() }
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.region.leave();
    }
}
