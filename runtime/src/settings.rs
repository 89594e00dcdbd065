//! What the caller and the environment ask for: mode, threads, level, pool, threshold.
//!
//! In: the `HOTLOOP_*` variables, read once, and the overrides of the `with_*` functions. Out: the
//! answers to "which form, how many threads, which level" for the thread that asks.
//!
//! Invariant: `STATE < SPECIAL` says that the environment has been read, asks for nothing but a mode
//! and a level, and that no thread has an override. Then that one word is the whole answer; otherwise
//! the thread's own `Settings` and the `Env` are consulted. A thread with an override has counted
//! itself in `STATE` beforehand, and a thread always sees its own writes, so a relaxed load is enough.

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::cpu::{self, Isa};
use crate::profile::{self, Function};

/// Which form of an annotated function runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The fast form, on all threads.
    Fast,
    /// The fast form, on the calling thread alone. The results have the same bits.
    Serial,
    /// The function as it was written.
    Original,
}

/// Where the helpers of a parallel region come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// Workers of a rayon pool.
    Rayon,
    /// New threads for each region, each joined at its end; slow, but plain for a race detector.
    Scoped,
}

/// The overrides of one thread; a parallel region carries a copy of its caller's to its helpers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    mode: Option<Mode>,
    threads: Option<NonZeroUsize>,
    isa: Option<Isa>,
    pool: Option<Pool>,
    threshold: Option<u64>,
    /// The tolerance of floats that were regrouped.
    verify: Option<f64>,
    fault: bool,
}

const NO_OVERRIDE: Settings = Settings {
    mode: None,
    threads: None,
    isa: None,
    pool: None,
    threshold: None,
    verify: None,
    fault: false,
};

/// A region whose whole cost is below this many nanoseconds stays on its caller. To wake a sleeping
/// worker costs the caller 5 to 8 us (20 at worst), and two threads save at most half of the loop: below
/// 20 us nothing can be won, at 50 us a worker that is awake still saves nearly half and one that comes
/// too late costs about a tenth.
pub(crate) const PARALLEL_COST: u64 = 50_000;

/// Bits 0 and 1 of `STATE`: the mode. Bits 2 and 3: the level.
const MODE_BITS: u64 = 0b11;
const ISA_SHIFT: u32 = 2;
/// The environment asks for something that only the slow path knows (a threshold, a tolerance).
const SPECIAL: u64 = 1 << 15;
/// Each run of a function and of a loop is to be told to `profile` (then `SPECIAL` is set too). Only the
/// environment and the crate's features ask for that, so it never changes once the environment has been read.
const HOOKS: u64 = 1 << 14;
/// From here on up: how many overrides are alive in the process.
const ONE_OVERRIDE: u64 = 1 << 16;
/// The environment has not been read.
const UNREAD: u64 = 1 << 63;

static STATE: AtomicU64 = AtomicU64::new(UNREAD);

thread_local! {
    static OVERRIDES: Cell<Settings> = const { Cell::new(NO_OVERRIDE) };
}

thread_local! {
    /// This thread runs a chunk of a fast form, so the mode is not the original. A plain cell, unlike `STATE`:
    /// LLVM may remember what it has read from it.
    static IN_FAST: Cell<bool> = const { Cell::new(false) };
}

/// A chunk of a fast form on this thread, until it is dropped.
#[derive(Debug)]
pub struct InFast {
    before: bool,
}

impl InFast {
    /// The chunk begins.
    #[inline(always)]
    #[must_use]
    pub fn begin() -> InFast {
        InFast { before: IN_FAST.replace(true) }
    }

    /// In front of a call: an annotated function that is inlined there need not ask for the mode, and no
    /// question in it keeps the loop from being vectorized.
    ///
    /// # Safety
    /// The thread is in a chunk that has begun and not ended, and in no call of `with` or `inherit` inside it.
    #[inline(always)]
    pub unsafe fn assume() {
        // SAFETY: `begin` has set the cell on this thread. Only `begin` and `Restore` change it, and both put
        // it back when what they surround ends, also by a panic; so outside of those it is still set.
        unsafe { std::hint::assert_unchecked(IN_FAST.get()) };
    }
}

impl Drop for InFast {
    #[inline(always)]
    fn drop(&mut self) {
        IN_FAST.set(self.before);
    }
}

/// Whether an annotated function called on this thread is to be the plain one.
#[inline(always)]
pub fn is_original() -> bool {
    !IN_FAST.get() && mode() == Mode::Original
}

/// As [`is_original`], for functions with loops, of whose entry `profile` hears where it listens. A chunk of a fast form
/// (`IN_FAST`) need not be asked for: in one the mode is never the original.
#[inline(always)]
pub(crate) fn enter(function: &'static Function) -> bool {
    let state = STATE.load(Relaxed);
    if state < SPECIAL { decode_mode(state) == Mode::Original } else { enter_slow(function) }
}

#[cold]
fn enter_slow(function: &'static Function) -> bool {
    let is_original = mode_slow() == Mode::Original;
    // The environment has been read by now.
    if hooks() {
        profile::enters(function);
    }
    is_original
}

/// Whether `profile` listens.
#[inline(always)]
pub(crate) fn hooks() -> bool {
    STATE.load(Relaxed) & HOOKS != 0
}

/// What `HOTLOOP_PROFILE` asks for.
pub(crate) fn profile() -> Option<&'static Destination> {
    env().profile.as_ref()
}

/// Where a profile goes when the process ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// A table on stderr.
    Stderr,
    /// JSON in a file.
    File(PathBuf),
}

/// The form that an annotated function called on this thread takes now.
#[inline]
pub fn mode() -> Mode {
    let state = STATE.load(Relaxed);
    if state < SPECIAL { decode_mode(state) } else { mode_slow() }
}

/// The level that this thread's loops use now. See `cpu::isa`.
#[inline]
pub(crate) fn isa() -> Isa {
    let state = STATE.load(Relaxed);
    if state < SPECIAL { decode_isa(state) } else { isa_slow() }
}

/// Whether a region of this cost certainly stays on its caller; `false` means "ask `region_threads`".
#[inline]
pub(crate) fn surely_serial(cost: u64) -> bool {
    STATE.load(Relaxed) < SPECIAL && cost < PARALLEL_COST
}

/// Runs `f` with every annotated function on this thread, and on the workers that help it, in `mode`.
///
/// `HOTLOOP_DISABLE=1` is stronger: it gives the original whatever a program asks for.
pub fn with_mode<R>(mode: Mode, f: impl FnOnce() -> R) -> R {
    with(|settings| settings.mode = Some(mode), f)
}

/// Runs `f` with parallel loops on exactly `n` threads, the calling thread included.
///
/// # Panics
///
/// If `n` is zero.
pub fn with_threads<R>(n: usize, f: impl FnOnce() -> R) -> R {
    let n = NonZeroUsize::new(n)
        .expect("hotloop::with_threads(0, ..): the calling thread counts, so at least 1 is needed");
    with(|settings| settings.threads = Some(n), f)
}

/// For tests: runs `f` at level `isa`, or at the highest below it that this machine has.
#[doc(hidden)]
pub fn with_isa<R>(isa: Isa, f: impl FnOnce() -> R) -> R {
    with(|settings| settings.isa = Some(isa), f)
}

/// For tests: runs `f` with helpers from `pool`.
#[doc(hidden)]
pub fn with_pool<R>(pool: Pool, f: impl FnOnce() -> R) -> R {
    with(|settings| settings.pool = Some(pool), f)
}

/// For tests: runs `f` with `cost` as the cost from which a loop is run in parallel; 0 makes every
/// loop of two or more iterations parallel.
#[doc(hidden)]
pub fn with_threshold<R>(cost: u64, f: impl FnOnce() -> R) -> R {
    with(|settings| settings.threshold = Some(cost), f)
}

/// For tests: runs `f` with `HOTLOOP_VERIFY` set to this tolerance.
#[doc(hidden)]
pub fn with_verify<R>(tolerance: f64, f: impl FnOnce() -> R) -> R {
    with(|settings| settings.verify = Some(tolerance), f)
}

/// For tests: runs `f` with fast forms that are taken to have written nothing, for `HOTLOOP_VERIFY` to find.
#[doc(hidden)]
pub fn with_fault<R>(f: impl FnOnce() -> R) -> R {
    with(|settings| settings.fault = true, f)
}

/// How many threads a parallel loop opened here would use, the calling thread included.
pub fn num_threads() -> usize {
    if mode() != Mode::Fast {
        return 1;
    }
    match asked_threads() {
        Some(n) => n.get(),
        None => crate::pool::ambient_threads(pool()),
    }
}

/// The thread count that `with_threads` or `HOTLOOP_NUM_THREADS` asks for.
pub(crate) fn asked_threads() -> Option<NonZeroUsize> {
    OVERRIDES.get().threads.or(env().threads)
}

/// The pool in use on this thread.
pub(crate) fn pool() -> Pool {
    OVERRIDES.get().pool.or(env().pool).unwrap_or(Pool::Rayon)
}

/// The cost from which a loop on this thread is run in parallel.
pub(crate) fn threshold() -> u64 {
    OVERRIDES.get().threshold.or(env().threshold).unwrap_or(PARALLEL_COST)
}

/// Whether anything beside a mode and a level is asked for.
#[inline]
pub(crate) fn is_special() -> bool {
    STATE.load(Relaxed) >= SPECIAL
}

/// The tolerance with which loops are to be verified, if they are.
#[cold]
pub(crate) fn verify() -> Option<f64> {
    OVERRIDES.get().verify.or(env().verify)
}

/// Whether fast forms are to be taken for broken.
pub(crate) fn fault() -> bool {
    OVERRIDES.get().fault
}

/// One thread for this thread's loops, until the result is dropped.
pub(crate) fn serial() -> Restore {
    let settings = Settings { mode: Some(Mode::Serial), ..OVERRIDES.get() };
    Restore::replace(settings)
}

/// Whether `HOTLOOP_TRACE=1`.
pub(crate) fn trace() -> bool {
    env().trace
}

/// The overrides of this thread, for a region to carry.
pub(crate) fn current() -> Settings {
    OVERRIDES.get()
}

/// Gives this thread the overrides of another, until the result is dropped.
pub(crate) fn inherit(settings: Settings) -> Option<Restore> {
    (settings != OVERRIDES.get()).then(|| Restore::replace(settings))
}

/// Puts a thread's overrides back, also when a panic passes.
pub(crate) struct Restore {
    before: Settings,
    in_fast: bool,
}

impl Restore {
    fn replace(settings: Settings) -> Restore {
        env(); // `STATE` must be past `UNREAD` before overrides are counted in it
        STATE.fetch_add(ONE_OVERRIDE, Relaxed);
        Restore { before: OVERRIDES.replace(settings), in_fast: IN_FAST.replace(false) }
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        OVERRIDES.set(self.before);
        IN_FAST.set(self.in_fast);
        STATE.fetch_sub(ONE_OVERRIDE, Relaxed);
    }
}

fn with<R>(change: impl FnOnce(&mut Settings), f: impl FnOnce() -> R) -> R {
    let mut settings = OVERRIDES.get();
    change(&mut settings);
    let _restore = Restore::replace(settings);
    f()
}

#[cold]
fn mode_slow() -> Mode {
    // The environment is stronger than a program, so that a user can always get the plain functions.
    let asked = if env().disable { Some(Mode::Original) } else { OVERRIDES.get().mode };
    asked.unwrap_or(Mode::Fast)
}

#[cold]
fn isa_slow() -> Isa {
    let cap = env().isa;
    OVERRIDES.get().isa.map_or(cap, |asked| asked.min(cap).max(cpu::STATIC))
}

#[inline]
fn decode_mode(state: u64) -> Mode {
    match state & MODE_BITS {
        0 => Mode::Fast,
        1 => Mode::Serial,
        _ => Mode::Original,
    }
}

#[inline]
fn decode_isa(state: u64) -> Isa {
    match state >> ISA_SHIFT {
        0 => Isa::Baseline,
        1 => Isa::V3,
        _ => Isa::V4,
    }
}

/// What the environment says.
struct Env {
    disable: bool,
    trace: bool,
    /// The level of the machine, already cut by `HOTLOOP_ISA`.
    isa: Isa,
    threads: Option<NonZeroUsize>,
    pool: Option<Pool>,
    threshold: Option<u64>,
    verify: Option<f64>,
    profile: Option<Destination>,
}

fn env() -> &'static Env {
    static ENV: OnceLock<Env> = OnceLock::new();
    ENV.get_or_init(|| {
        let env = Env::read();
        let mode = if env.disable { Mode::Original } else { Mode::Fast };
        let special = if env.threshold.is_some() || env.verify.is_some() { SPECIAL } else { 0 };
        let listens = env.profile.is_some() || cfg!(feature = "tracing");
        let hooks = if listens { SPECIAL | HOOKS } else { 0 };
        let bits = mode as u64 | (env.isa as u64) << ISA_SHIFT | special | hooks;
        if env.profile.is_some() {
            crate::exit::arrange();
        }
        // Nothing else has been counted yet (`Restore` asks for the environment first).
        STATE.store(bits, Relaxed);
        env
    })
}

impl Env {
    fn read() -> Env {
        let switch = |text: &str| match text {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        };
        let asked = variable("HOTLOOP_ISA", "baseline, x86-64-v3 or x86-64-v4", Isa::parse);
        let machine = cpu::detect();
        Env {
            disable: variable("HOTLOOP_DISABLE", "0 or 1", switch).unwrap_or(false),
            trace: variable("HOTLOOP_TRACE", "0 or 1", switch).unwrap_or(false),
            isa: asked.map_or(machine, |asked| asked.min(machine).max(cpu::STATIC)),
            threads: variable("HOTLOOP_NUM_THREADS", "a number of at least 1", |text| text.parse().ok()),
            pool: variable("HOTLOOP_POOL", "rayon or scoped", |text| match text {
                "rayon" => Some(Pool::Rayon),
                "scoped" => Some(Pool::Scoped),
                _ => None,
            }),
            verify: variable("HOTLOOP_VERIFY", "0, 1 or a tolerance between them", |text| match text {
                "0" => Some(None),
                "1" => Some(Some(crate::verify::TOLERANCE)),
                _ => text.parse().ok().filter(|t| (0.0..1.0).contains(t)).map(Some),
            })
            .flatten(),
            profile: variable("HOTLOOP_PROFILE", "0, 1 or the name of a file", |text| match text {
                "0" => Some(None),
                "1" => Some(Some(Destination::Stderr)),
                name => Some(Some(Destination::File(name.into()))),
            })
            .flatten(),
            threshold: variable("HOTLOOP_THRESHOLD", "a number of nanoseconds", |text| text.parse().ok()),
        }
    }
}

/// The value of one variable; a malformed one is named on stderr and counts as unset.
fn variable<T>(name: &str, expected: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let value = std::env::var_os(name)?;
    if value.is_empty() {
        return None;
    }
    let parsed = value.to_str().and_then(|text| parse(text.trim()));
    if parsed.is_none() {
        crate::stats::say(format_args!("hotloop: {name}={} ignored: expected {expected}", value.display()));
    }
    parsed
}
