//! What `threads = N` and `grain = N` say about one function's parallel loops.
//!
//! They group iterations, or chunks of a reduction, into tasks. The shape of a reduction, and so its bits,
//! does not depend on them.

use std::cell::Cell;

/// The limits of one function.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub(super) threads: u64,
    pub(super) grain: Option<u64>,
}

impl Limits {
    /// No limit.
    #[inline(always)]
    pub const fn none() -> Limits {
        Limits { threads: u64::MAX, grain: None }
    }
    /// At most `n` threads, the caller included.
    #[inline(always)]
    pub const fn threads(self, n: usize) -> Limits {
        Limits { threads: n as u64, ..self }
    }
    /// At least `n` iterations in each task; and so many are worth one, whatever the estimate says.
    #[inline(always)]
    pub const fn grain(self, n: usize) -> Limits {
        Limits { grain: Some(n as u64), ..self }
    }
}

thread_local! {
    static SENT: Cell<u64> = const { Cell::new(0) };
}

/// For tests: in how many tasks the parallel loops opened on this thread were cut so far.
#[doc(hidden)]
pub fn tasks_sent() -> u64 {
    SENT.get()
}

/// Counts the tasks of one region.
pub(super) fn count(tasks: u64) {
    SENT.set(SENT.get() + tasks);
}
