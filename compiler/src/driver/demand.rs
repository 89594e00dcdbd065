//! What `parallel` and `#[parallel]` promise, and the errors of a promise that cannot be kept.

use crate::diag::{Blocker, Cx};
use crate::marks::{Mark, Marks};
use crate::options::Options;
use crate::report::LoopReport;

/// `#[parallel]` on a loop promises something: what cannot keep it is an error which says why.
pub(super) fn demand_marked(cx: &mut Cx, marks: &Marks, loops: &[LoopReport]) {
    for lp in loops {
        let demanded = marks.of(lp.number) == Some(Mark::Parallel);
        if demanded && !lp.verdict.is_parallel() {
            lp.blockers.iter().for_each(|b| cx.block(b));
        }
    }
}

/// So does `parallel`, once for all loops of what (a function, an `impl`) the attribute is on.
pub fn demand_parallel(cx: &mut Cx, options: &Options, loops: &[&LoopReport], what: &str) {
    let Some(span) = options.parallel else { return };
    if loops.is_empty() {
        let text = format!(
            "[A0106] there is no loop in this {what}, so `parallel` would do nothing\nhelp: remove `parallel`"
        );
        return cx.error(span, text);
    }
    let any = loops.iter().any(|l| l.verdict.is_parallel());
    if !any && cx.is_clean() {
        // A mark explains itself.
        let blockers = loops.iter().flat_map(|l| &l.blockers);
        blockers.filter(|b| !matches!(b, Blocker::AskedSerial { .. })).for_each(|b| cx.block_alone(b));
    }
    if !any && cx.is_clean() {
        let text = format!(
            "[A0107] every loop of this {what} is marked serial, so `parallel` would do nothing\nhelp: remove `parallel`"
        );
        cx.error(span, text);
    }
}
