//! Loops around a loop that may run in parallel: what helps there is the loop inside.
//!
//! In: the body of a loop that cannot be parallel, and the question whether a loop could be. Out: the first loop inside,
//! from the outside in, of which the answer is yes; and, once all loops are known, whether it became one.

use crate::diag::{Blocker, Inner};
use crate::report::LoopReport;
use crate::walk::{self, Visit};
use syn::{Block, ExprForLoop};

/// The outermost loop of a body of which the question has an answer; the first of several.
pub fn first(body: &Block, question: &dyn Fn(&ExprForLoop) -> Option<Inner>) -> Option<Inner> {
    let mut search = Search { question, found: None };
    search.visit_block(body);
    search.found
}

struct Search<'a> {
    question: &'a dyn Fn(&ExprForLoop) -> Option<Inner>,
    found: Option<Inner>,
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_expr_for_loop(&mut self, f: &'ast ExprForLoop) {
        if self.found.is_none() {
            self.found = (self.question)(f);
        }
        if self.found.is_none() {
            walk::visit_expr_for_loop(self, f);
        }
    }
    // Loops in these stay as written.
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// The same loops; those around others know which of these run in parallel.
pub fn settled(mut loops: Vec<LoopReport>) -> Vec<LoopReport> {
    let parallel: Vec<usize> = loops.iter().filter(|l| l.verdict.is_parallel()).map(|l| l.number).collect();
    for blocker in loops.iter_mut().flat_map(|l| &mut l.blockers) {
        if let Blocker::Around { inner, .. } = blocker {
            inner.runs = parallel.contains(&inner.number);
        }
    }
    loops
}
