//! Spans for `tracing` (feature `tracing` of the crate): one for each run of a loop.
//!
//! In: the beginnings and ends of loops. Out: a span `loop` of the target `hotloop` at level `DEBUG`, entered as long as
//! the loop runs, with the fields `function`, `loop`, `file`, `line`, `form` (`fast` or `fallback`) and, where it is
//! known, `iterations`.
//!
//! Invariant: a thread's spans are left in the reverse order, and those of a call with the call.

use std::cell::{Cell, RefCell};

use super::record::Run;
use crate::stats::{Site, UNKNOWN};
use tracing::Span;
use tracing::field::Empty;
use tracing::span::EnteredSpan;

struct Entered {
    is_function: bool,
    /// The form of the loop is known.
    counted: bool,
    /// A function has none: it only keeps the loops of two calls apart.
    span: Option<EnteredSpan>,
}

thread_local! {
    /// The subscriber is at work: what it runs itself has no spans, or it would never end.
    static TOLD: Cell<bool> = const { Cell::new(false) };
    static SPANS: RefCell<Vec<Entered>> = const { RefCell::new(Vec::new()) };
}

/// What a subscriber does must find the list free. A thread that is past the destruction of its locals has none.
fn with<R>(f: impl FnOnce(&mut Vec<Entered>) -> R) -> Option<R> {
    SPANS.try_with(|spans| spans.try_borrow_mut().ok().map(|mut spans| f(&mut spans))).ok().flatten()
}

/// Lets the subscriber work, unless it does already.
fn tell<R>(f: impl FnOnce() -> R) -> Option<R> {
    struct Over;
    impl Drop for Over {
        fn drop(&mut self) {
            TOLD.set(false);
        }
    }
    if TOLD.replace(true) {
        return None;
    }
    let _over = Over;
    Some(f())
}

/// A function is entered.
pub(super) fn enters() {
    with(|spans| spans.push(Entered { is_function: true, counted: false, span: None }));
}

/// The function that was entered last is left, and with it the loops in it.
pub(super) fn leaves() {
    let own = with(|spans| {
        let own = spans.iter().rposition(|e| e.is_function);
        own.map(|own| spans.split_off(own))
    });
    // The subscriber hears of it when nothing is borrowed.
    let own = own.flatten().unwrap_or_default();
    if own.iter().any(|e| e.span.is_some()) {
        tell(|| own.into_iter().rev().for_each(drop));
    }
}

/// A loop begins, whose form may not be known yet.
pub(super) fn begins(site: &'static Site) {
    let top = || with(|spans| spans.last().filter(|e| !e.is_function).map(|e| e.counted)).flatten();
    // The second run of a loop that is verified: the first has not been left.
    if top() == Some(true) {
        ends();
    }
    if top().is_none() {
        enter(site);
    }
}

fn enter(site: &'static Site) {
    let (function, file, line, id) = site.parts();
    let span = tell(|| {
        let span = tracing::debug_span!(
            target: "hotloop", "loop", function, r#loop = id, file, line, form = Empty, iterations = Empty
        );
        (!span.is_disabled()).then(|| span.entered())
    });
    let entered = Entered { is_function: false, counted: false, span: span.flatten() };
    with(|spans| spans.push(entered));
}

/// It is known how it runs.
pub(super) fn ran(site: &'static Site, run: &Run) {
    begins(site);
    let span = with(|spans| {
        let own = spans.last_mut().filter(|e| !e.is_function)?;
        own.counted = true;
        own.span.as_ref().map(|span| Span::clone(span))
    });
    if let Some(span) = span.flatten() {
        tell(|| {
            span.record("form", if run.is_fast { "fast" } else { "fallback" });
            if run.trip != UNKNOWN {
                span.record("iterations", run.trip);
            }
            drop(span);
        });
    }
}

/// The loop on top, if one is, has ended.
pub(super) fn ends() {
    let own = with(|spans| spans.pop_if(|e| !e.is_function)).flatten();
    if own.as_ref().is_some_and(|e| e.span.is_some()) {
        tell(|| drop(own));
    }
}
