//! What stands beside a line: a letter for each thing that its color says, so that nobody has to tell colors apart.

use hotloop_compiler::report::{Bounds, Verdict};

/// A letter, its class in the style sheet, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// At most two characters.
    pub letter: &'static str,
    /// The class.
    pub class: &'static str,
    /// In words.
    pub title: &'static str,
}

const fn mark(letter: &'static str, class: &'static str, title: &'static str) -> Mark {
    Mark { letter, class, title }
}

/// Nothing.
pub const NONE: Mark = mark("", "", "");
/// The loop is one for vectors.
pub const VECTORS: Mark = mark("V", "vectors", "vectorized: several elements in one instruction");

/// What the attribute refuses. (Nothing of it is for vectors.)
pub const ERROR: Mark = mark("!", "error", "an error: the function stays as written");

/// What cannot be looked at.
pub const UNSEEN: Mark = mark("?", "unseen", "may hold annotated functions that cannot be seen");

/// All that a legend explains, in its order.
pub const LEGEND: [Mark; 11] = [
    of_verdict(Verdict::Parallel),
    of_verdict(Verdict::ParallelGuarded),
    of_verdict(Verdict::Serial),
    of_verdict(Verdict::Outer),
    of_verdict(Verdict::AsWritten),
    VECTORS,
    of_bounds(Bounds::Proven),
    of_bounds(Bounds::Guarded),
    of_bounds(Bounds::Checked),
    ERROR,
    UNSEEN,
];

/// Of a loop.
pub const fn of_verdict(verdict: Verdict) -> Mark {
    match verdict {
        Verdict::Parallel => mark("P", "parallel", "parallel: on all cores"),
        Verdict::ParallelGuarded => {
            mark("P?", "parallel-guarded", "parallel where a condition holds at run time")
        }
        Verdict::Serial => mark("S", "serial", "serial: in order, checks moved in front of the loop"),
        Verdict::Outer => mark("A", "outer", "as written, around a parallel loop"),
        Verdict::AsWritten => mark("W", "as-written", "as written: nothing was done"),
    }
}

/// Of an access.
pub const fn of_bounds(bounds: Bounds) -> Mark {
    match bounds {
        Bounds::Proven => mark("N", "proven", "accesses need no check"),
        Bounds::Guarded => {
            mark("G", "guarded", "accesses are checked once, by the guard in front of the loop")
        }
        Bounds::Checked => mark("C", "checked", "an access is checked each time"),
    }
}
