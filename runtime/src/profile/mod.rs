//! How long annotated functions and their loops ran, which called which, and how busy the threads were
//! (`HOTLOOP_PROFILE`); spans for `tracing`.
//!
//! In: the entries and ends of functions and loops, from generated code, and of parallel regions, from the pool
//! (`record`). Out: [`profile`], and at the end of the process a table on stderr or JSON in a file.
//!
//! Nothing of it happens where nobody asked: a function asks one word at its entry, which it needs anyway, and the
//! same word at its end, and so does a loop at its end (`Calling`, `Running`); that a loop runs is heard of through the
//! counters of `stats`.

mod json;
mod record;
#[cfg(feature = "tracing")]
mod span;
mod text;

use std::time::Duration;

use crate::settings::{self, Destination};
use crate::stats;

pub(crate) use record::{Run, Watch, begins, enters, ran, watch};

/// One annotated function, a `static` in generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct Function {
    name: &'static str,
    file: &'static str,
    line: u32,
}

impl Function {
    /// A function that has not been called.
    pub const fn new(name: &'static str, file: &'static str, line: u32) -> Function {
        Function { name, file, line }
    }

    /// The function is entered. Is it to be the plain one? A [`Calling`] tells of its end.
    #[inline(always)]
    pub fn enter(&'static self) -> bool {
        settings::enter(self)
    }
}

/// A call of a function, until it is dropped: at its end, or where it unwinds. It holds nothing, so that where nobody
/// listens it costs nothing but the question; calls end in the reverse order, so it is known which call it is.
#[doc(hidden)]
#[derive(Debug)]
pub struct Calling;

impl Drop for Calling {
    #[inline(always)]
    fn drop(&mut self) {
        if settings::hooks() {
            record::leaves();
        }
    }
}

/// A run of a loop, or none, until it is dropped: at its end, or where it is left. Loops that are measured do not
/// stand in one another, so it is the one that was begun last in the call.
#[doc(hidden)]
#[derive(Debug)]
pub struct Running;

impl Drop for Running {
    #[inline(always)]
    fn drop(&mut self) {
        if settings::hooks() {
            record::ends();
        }
    }
}

/// What was measured so far. See [`profile`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Profile {
    /// Does `HOTLOOP_PROFILE` ask for it? If not, there is nothing in it.
    pub on: bool,
    /// The time since the first annotated function was called.
    pub wall: Duration,
    /// The functions that were called and the loops that ran, those with most time of their own first.
    pub rows: Vec<ProfileRow>,
    /// The tree of calls: which ran in which. A parent comes before its children.
    pub tree: Vec<ProfileNode>,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileKind {
    /// An annotated function with loops.
    Function,
    /// A loop of this number in the function, in source order.
    Loop(u32),
}

/// One function or loop. Only calls that have ended are counted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProfileRow {
    /// A function or a loop.
    pub kind: ProfileKind,
    /// The name of the function.
    pub function: &'static str,
    /// The source file.
    pub file: &'static str,
    /// The line of the function's name, or of the loop.
    pub line: u32,
    /// How often it was called, or ran.
    pub calls: u64,
    /// Time from entry to end, on the calling thread; of a recursive function that of the outermost calls.
    pub cumulative: Duration,
    /// The same without the annotated functions and loops that ran in it on its thread.
    pub own: Duration,
    /// Own time of calls that helpers of a parallel loop made, summed over them. It is in no time above.
    pub helpers: Duration,
    /// Iterations of the loop, its outermost level, in the runs whose number of iterations is known.
    pub iterations: u64,
    /// Runs whose number of iterations is not known.
    pub uncounted: u64,
    /// Bytes that were touched, in the runs in which that is known: for each place in the loop's text the size of the
    /// element, once for reading and once for writing it, in each iteration of the innermost loop on which its
    /// subscripts depend, as if every condition held.
    pub bytes: u64,
    /// The time of those runs.
    pub bytes_time: Duration,
    /// How often the fast form ran.
    pub fast: u64,
    /// How often the loop ran as written.
    pub fallback: u64,
    /// The condition that failed when the loop first ran as written.
    pub first_failed: Option<&'static str>,
    /// The parts of it that ran in parallel, if any did.
    pub parallel: Option<Parallel>,
}

impl ProfileRow {
    /// Gigabytes (10^9) a second, where bytes are known.
    pub fn gigabytes_per_second(&self) -> Option<f64> {
        let nanoseconds = self.bytes_time.as_nanos();
        (self.bytes > 0 && nanoseconds > 0).then(|| self.bytes as f64 / nanoseconds as f64)
    }
}

/// Parallel parts of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parallel {
    /// How often it ran in parallel.
    pub regions: u64,
    /// Time from the start of these parts to their end.
    pub wall: Duration,
    /// The same times the number of threads that each could have had.
    pub available: Duration,
    /// Time that the threads were at work in them.
    pub busy: Duration,
}

impl Parallel {
    /// The share of the available threads' time in which they were at work, between 0 and 1.
    pub fn share(&self) -> f64 {
        let available = self.available.as_secs_f64();
        if available > 0.0 { (self.busy.as_secs_f64() / available).min(1.0) } else { 0.0 }
    }
}

/// A function or loop where it was called. A function that is called again below itself is the same node, so a tree of
/// recursive functions stays small; then `cumulative` of what lies between is without that call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileNode {
    /// In which node, by index; `None` if in none.
    pub parent: Option<usize>,
    /// What it is, an index in [`Profile::rows`].
    pub row: usize,
    /// How often it was called, or ran, there.
    pub calls: u64,
    /// Its own time there.
    pub own: Duration,
    /// Its own time on helpers.
    pub helpers: Duration,
    /// `own` and that of all nodes below it.
    pub cumulative: Duration,
}

/// What annotated functions and their loops have done so far, with `HOTLOOP_PROFILE` set; empty otherwise.
///
/// Functions without loops are inlined into those that call them and not measured. What else a thread does while a call
/// waits, such as tasks that rayon takes from other threads meanwhile, is time of that call. Calls that have not ended are not
/// in it. Exact, up to the clock, for everything that ended before the call on this thread or on one that it has waited
/// for. To measure costs time of its own, some 70 ns for each call and each loop that runs; most of it is in the `own` time
/// of what is around.
///
/// With `HOTLOOP_PROFILE=1` the same is printed when the process ends: when `main` returns or `exit` is called, not if
/// it aborts or is killed, nor on WebAssembly. `HOTLOOP_PROFILE=FILE` writes JSON instead.
///
/// ```
/// let profile = hotloop::profile();
/// if profile.on {
///     eprint!("{profile}");                                      // a table
///     std::fs::write("now.json", profile.to_json()).unwrap();    // for `cargo hotloop profile --from now.json`
/// }
/// ```
pub fn profile() -> Profile {
    if settings::profile().is_none() {
        return Profile::default();
    }
    record::snapshot()
}

impl Profile {
    /// As JSON, whose fields `docs/profile-schema.md` in the repository describes.
    pub fn to_json(&self) -> String {
        json::write(self)
    }
}

/// Writes what was measured where the environment wants it.
pub(crate) fn write(destination: &Destination) {
    let profile = record::snapshot();
    match destination {
        Destination::Stderr => {
            use std::io::Write;
            let _ = write!(std::io::stderr().lock(), "{profile}");
        }
        Destination::File(path) => {
            if let Err(error) = std::fs::write(path, profile.to_json()) {
                stats::say(format_args!(
                    "hotloop: HOTLOOP_PROFILE: cannot write {}: {error}",
                    path.display()
                ));
            }
        }
    }
}
