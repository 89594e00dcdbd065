//! How often each loop ran in its fast form, how often as written, and why.
//!
//! In: one `static Site` for each annotated loop, and its calls of `fast` and `fallback`. Out: `stats()`,
//! and with `HOTLOOP_TRACE=1` lines on stderr.
//!
//! Invariant: a counter belongs to one thread at a time, which alone writes it (relaxed load and store:
//! no locked instruction, nothing lost). A block of counters is never freed; when its thread ends it is
//! handed, with its counts, through the registry's mutex to a later thread. So the sum over all blocks
//! is exact for every count that happened before the question.

use std::cell::Cell;
use std::fmt;
use std::hint::black_box;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{exit, profile, settings};

/// One annotated loop, a `static` in generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct Site {
    function: &'static str,
    file: &'static str,
    line: u32,
    id: u32,
    conditions: &'static [&'static str],
    /// The numbers of this loop's two counters, given when each is first used.
    fast: AtomicU32,
    fallback: AtomicU32,
    /// The condition of the first fallback.
    failed: AtomicU32,
    /// How many of its runs were verified; those that cannot be are told once.
    verified: AtomicU64,
    told: AtomicBool,
}

/// What happened to one annotated loop so far.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LoopStats {
    /// The name of the annotated function.
    pub function: &'static str,
    /// The source file of the loop.
    pub file: &'static str,
    /// The line of the loop.
    pub line: u32,
    /// The number of the loop within its function, in source order.
    pub id: u32,
    /// How often the fast form ran.
    pub fast: u64,
    /// How often the loop ran as it was written, because a condition failed.
    pub fallback: u64,
    /// The condition that failed when the loop first ran as written.
    pub first_failed: Option<&'static str>,
    /// How many runs were held against the loop as written (`HOTLOOP_VERIFY=1`).
    pub verified: u64,
}

/// The counters of one thread.
type Block = &'static [AtomicU64];

/// What nobody knows of a run.
pub const UNKNOWN: u64 = u64::MAX;

/// A number that no counter and no condition has.
const UNSET: u32 = u32::MAX;

/// The length of a thread's first block of counters; a longer one is twice as long.
const FIRST_BLOCK: usize = 64;

/// What a fallback is put down to when its number is none of the site's conditions.
const TYPE_CONDITION: &str = "type condition";

thread_local! {
    /// The block that this thread counts in; empty until its first count. Without a destructor, so
    /// that the access is one load.
    static COUNTERS: Cell<Block> = const { Cell::new(&[]) };
    /// The same where each run is told to `profile`. Then `COUNTERS` stays empty, so that every count goes the slow
    /// way, and the others need not ask whether somebody listens.
    static TOLD: Cell<Block> = const { Cell::new(&[]) };
    /// Hands the block back when the thread ends; touched only when a block is taken.
    static OWNER: Owner = const { Owner };
}

impl Site {
    /// A loop that has not run. `conditions` are the guard's, as a reader would write them.
    pub const fn new(
        function: &'static str,
        file: &'static str,
        line: u32,
        id: u32,
        conditions: &'static [&'static str],
    ) -> Site {
        let (fast, fallback, failed) = (AtomicU32::new(UNSET), AtomicU32::new(UNSET), AtomicU32::new(UNSET));
        let (verified, told) = (AtomicU64::new(0), AtomicBool::new(false));
        Site { function, file, line, id, conditions, fast, fallback, failed, verified, told }
    }

    /// Counts one run of the fast form: of `trip` iterations, which touch `bytes` bytes each (`UNKNOWN` if
    /// nobody knows), computed only where somebody listens. The trip count is opaque in the cold way: otherwise LLVM
    /// weighs it with the rest, and no longer inlines the closures of the loop's body (20 to 60 instructions).
    #[inline(always)]
    pub fn fast(&'static self, trip: u64, bytes: impl FnOnce() -> u64) {
        if !count(self.fast.load(Relaxed)) {
            self.first_count(&self.fast, black_box(trip), bytes());
        }
    }

    /// Counts one run of the original form, because condition number `failed` did not hold.
    #[cold]
    pub fn fallback(&'static self, failed: u32, trip: u64, bytes: u64) {
        if self.failed.load(Relaxed) == UNSET {
            // The largest number stands for "unset"; one less is as far out of range.
            let _ = self.failed.compare_exchange(UNSET, failed.min(UNSET - 1), Relaxed, Relaxed);
        }
        if !count(self.fallback.load(Relaxed)) {
            self.first_count(&self.fallback, trip, bytes);
        }
    }

    /// As `fallback`, for loops that are too short for anything else: inlined, since their own work is as
    /// little as a call.
    #[inline(always)]
    pub fn short(&'static self, failed: u32, trip: u64, bytes: impl FnOnce() -> u64) {
        if !count(self.fallback.load(Relaxed)) {
            self.fallback(failed, black_box(trip), bytes());
        }
    }

    /// In front of a run whose form is known only when it is over.
    #[inline(always)]
    pub fn begins(&'static self) {
        if settings::hooks() {
            profile::begins(self);
        }
    }

    /// Counts a run whose fast form agreed with the loop as written.
    pub(crate) fn verified(&self) {
        self.verified.fetch_add(1, Relaxed);
    }

    /// Tells, once, why this loop is not verified.
    #[cold]
    pub fn not_verified(&self, reason: &str) {
        if !self.told.swap(true, Relaxed) {
            say(format_args!("hotloop: HOTLOOP_VERIFY: {} is not verified: {reason}", self.whereabouts()));
        }
    }

    /// Where it is, and its name.
    pub(crate) fn whereabouts(&self) -> String {
        format!("{}:{}: {}", self.file, self.line, self.name())
    }

    /// The first count of this counter in the process, or the first on this thread; every count, if `profile` is to
    /// hear of it.
    #[cold]
    #[inline(never)]
    fn first_count(&'static self, number: &AtomicU32, trip: u64, bytes: u64) {
        if settings::hooks() {
            if !count_in(TOLD.get(), number.load(Relaxed)) {
                self.new_count(number);
            }
            let is_fast = std::ptr::eq(number, &self.fast);
            profile::ran(self, &profile::Run { is_fast, trip, bytes });
        } else {
            self.new_count(number);
        }
    }

    fn new_count(&'static self, number: &AtomicU32) {
        let mut registry = registry();
        let is_new = number.load(Relaxed) == UNSET;
        if is_new {
            registry.add(self, number);
        }
        let number_now = number.load(Relaxed);
        if registry.give_block(number_now as usize) {
            count_in(block(), number_now);
        } else {
            // This thread's locals are already destroyed: a count in the shared block, under the lock.
            registry.count_shared(number_now as usize);
        }
        drop(registry);
        if is_new && settings::trace() {
            self.say_first(std::ptr::eq(number, &self.fast));
        }
    }

    /// Tells of the first run of one form; registers the table for the end of the process.
    fn say_first(&'static self, is_fast: bool) {
        let what = if is_fast { "runs in its fast form" } else { "ran as written: failed" };
        let why = if is_fast { "" } else { self.first_failed().unwrap_or(TYPE_CONDITION) };
        let space = if is_fast { "" } else { " " };
        say(format_args!("hotloop: {}:{}: {} {what}{space}{why}", self.file, self.line, self.name()));
        exit::arrange();
    }

    /// Where it is: function, file, line and number.
    pub(crate) fn parts(&self) -> (&'static str, &'static str, u32, u32) {
        (self.function, self.file, self.line, self.id)
    }

    pub(crate) fn first_failed(&self) -> Option<&'static str> {
        match self.failed.load(Relaxed) {
            UNSET => None,
            failed => Some(self.conditions.get(failed as usize).copied().unwrap_or(TYPE_CONDITION)),
        }
    }

    fn name(&self) -> String {
        format!("loop {} of `{}`", self.id, self.function)
    }
}

/// Exchanges the block in use on this thread.
fn exchange(block: Block) -> Block {
    if settings::hooks() { TOLD.replace(block) } else { COUNTERS.replace(block) }
}

/// The block in use on this thread.
fn block() -> Block {
    if settings::hooks() { TOLD.get() } else { COUNTERS.get() }
}

/// Adds one to this thread's counter `number`; `false` if the thread has none of that number yet, or if `profile`
/// is to hear of it.
#[inline(always)]
fn count(number: u32) -> bool {
    // `try_with` is inlined where it is called, which `with` and `get` are not for certain. It cannot fail: there is
    // nothing to destroy.
    COUNTERS.try_with(|block| count_in(block.get(), number)).unwrap_or(false)
}

#[inline(always)]
fn count_in(block: Block, number: u32) -> bool {
    match block.get(number as usize) {
        Some(counter) => {
            // Only this thread writes it: no locked instruction is needed.
            counter.store(counter.load(Relaxed) + 1, Relaxed);
            true
        }
        None => false,
    }
}

/// What happened to every annotated loop that has run so far, sorted by file, line and loop.
///
/// Exact for everything that happened before the call, on this thread or on one that it has waited for.
pub fn stats() -> Vec<LoopStats> {
    let registry = registry();
    let total = |number: &AtomicU32| registry.total(number.load(Relaxed) as usize);
    let row = |site: &&'static Site| LoopStats {
        function: site.function,
        file: site.file,
        line: site.line,
        id: site.id,
        fast: total(&site.fast),
        fallback: total(&site.fallback),
        first_failed: site.first_failed(),
        verified: site.verified.load(Relaxed),
    };
    let mut rows: Vec<LoopStats> = registry.sites.iter().map(row).collect();
    rows.sort_by_key(|row| (row.file, row.line, row.id));
    rows
}

/// All loops that have run, and all blocks of counters.
struct Registry {
    sites: Vec<&'static Site>,
    /// How many counter numbers have been given.
    numbers: u32,
    blocks: Vec<Block>,
    /// Blocks whose thread has ended; their counts stay in them.
    free: Vec<Block>,
    /// Counts of threads that are past the destruction of their locals.
    shared: Vec<u64>,
}

static REGISTRY: Mutex<Registry> =
    Mutex::new(Registry { sites: vec![], numbers: 0, blocks: vec![], free: vec![], shared: vec![] });

fn registry() -> MutexGuard<'static, Registry> {
    REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Registry {
    fn add(&mut self, site: &'static Site, number: &AtomicU32) {
        let is_known = [&site.fast, &site.fallback].iter().any(|number| number.load(Relaxed) != UNSET);
        if !is_known {
            self.sites.push(site);
        }
        number.store(self.numbers, Relaxed);
        self.numbers += 1;
    }

    /// Gives the current thread a block with a counter `number`; `false` if the thread is ending. Its
    /// shorter block, if it has one, goes to a thread that needs no more.
    fn give_block(&mut self, number: usize) -> bool {
        let old = block();
        if number < old.len() {
            return true;
        }
        if OWNER.try_with(|_| ()).is_err() {
            return false;
        }
        if !old.is_empty() {
            self.free.push(old);
        }
        let fit = self.free.iter().position(|block| number < block.len());
        let block = match fit {
            Some(at) => self.free.swap_remove(at),
            None => self.new_block(number),
        };
        exchange(block);
        true
    }

    fn new_block(&mut self, number: usize) -> Block {
        let mut len = FIRST_BLOCK;
        while len <= number {
            len *= 2;
        }
        let block: Block = Box::leak((0..len).map(|_| AtomicU64::new(0)).collect());
        self.blocks.push(block);
        block
    }

    fn count_shared(&mut self, number: usize) {
        if self.shared.len() <= number {
            self.shared.resize(number + 1, 0);
        }
        self.shared[number] += 1;
    }

    fn total(&self, number: usize) -> u64 {
        let owned = self.blocks.iter().filter_map(|block| block.get(number)).map(|c| c.load(Relaxed));
        owned.sum::<u64>() + self.shared.get(number).copied().unwrap_or(0)
    }
}

struct Owner;

impl Drop for Owner {
    fn drop(&mut self) {
        let block = exchange(&[]);
        if !block.is_empty() {
            registry().free.push(block);
        }
    }
}

/// Writes one line to stderr; a closed stderr is no reason to panic.
pub(crate) fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The table of all loops, on stderr.
pub(crate) fn say_table() {
    say(format_args!("hotloop: {:>12} {:>12}  loop", "fast", "as written"));
    for row in stats() {
        let LoopStats { function, file, line, id, fast, fallback, first_failed, .. } = row;
        let why = first_failed.map(|why| format!(" (first failed: {why})")).unwrap_or_default();
        say(format_args!(
            "hotloop: {fast:>12} {fallback:>12}  {file}:{line}: loop {id} of `{function}`{why}"
        ));
    }
}
