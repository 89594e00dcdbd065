//! Why what looks like a chain with closures, or with an end, stays core's own.
//!
//! In: a call, or a head, that is not read. Out: the reason, from the names of the calls alone.

use super::links::{closure, renamed};
use crate::diag;
use crate::walk::{self, Visit};
use syn::{Expr, ExprMethodCall};

/// Why what looks like a chain with a value stays core's own, if it is not read.
pub fn unread(m: &ExprMethodCall) -> Option<&'static str> {
    let name = m.method.to_string();
    let ends = matches!(
        name.as_str(),
        "sum"
            | "product"
            | "fold"
            | "for_each"
            | "collect"
            | "count"
            | "any"
            | "all"
            | "position"
            | "rposition"
            | "min"
            | "max"
            | "min_by"
            | "max_by"
            | "min_by_key"
            | "max_by_key"
            | "find"
            | "find_map"
            | "last"
            | "nth"
            | "reduce"
            | "try_fold"
            | "try_for_each"
            | "partition"
            | "unzip"
            | "eq"
            | "lt"
            | "le"
            | "gt"
            | "ge"
            | "cmp"
            | "partial_cmp"
            | "is_sorted"
    );
    let calls = if ends { between(&m.receiver)? } else { return None };
    // Of these the number is known without a look at the items, or each has its place.
    if calls.is_empty() && matches!(name.as_str(), "count" | "last" | "nth" | "collect" | "eq") {
        return None;
    }
    let is_copy = |call: &&String| matches!(call.as_str(), "copied" | "cloned");
    let is_late = |call: &&String| is_link(call) || is_copy(call);
    let mut after = calls.iter().rev().skip_while(|call| is_adapter(call)).skip_while(is_late);
    let filtered = calls.iter().any(|call| *call == "filter");
    Some(match name.as_str() {
        _ if calls.iter().any(|call| !is_adapter(call) && !is_link(call)) => diag::OTHER_ADAPTER,
        "position" if filtered => diag::FILTERED,
        _ if has_odd_closure(m) => diag::OTHER_CLOSURE,
        _ if after.next().is_some() => late(&calls),
        "min_by" | "max_by" => diag::OTHER_ORDER,
        // The end is one that is read, so what a closure binds stands where it cannot be told apart.
        _ if super::last::end(m).is_some() && renamed(m).is_none() => diag::HIDDEN,
        "fold" => diag::OTHER_FOLD,
        _ => diag::OTHER_END,
    })
}

/// Why the head of a `for` is not run over.
pub(super) fn unread_head(head: &Expr) -> &'static str {
    match between(head) {
        Some(calls) if calls.iter().any(|call| !is_adapter(call) && !is_link(call)) => diag::OTHER_ADAPTER,
        Some(_) if matches!(head, Expr::MethodCall(m) if has_odd_closure(m)) => diag::OTHER_CLOSURE,
        Some(calls) if calls.iter().any(|call| is_link(call)) => late(&calls),
        _ => diag::ITERATOR,
    }
}

/// Is a call of the chain given something else than a plain closure, whose body may stand in a loop?
pub(super) fn has_odd_closure(m: &ExprMethodCall) -> bool {
    let takes_one = matches!(
        m.method.to_string().as_str(),
        "map" | "filter" | "for_each" | "any" | "all" | "position" | "min_by_key" | "max_by_key"
    );
    let is_odd = |arg: &Expr| match arg {
        Expr::Closure(c) => closure(arg, c.inputs.len()).is_none() || returns(&c.body),
        Expr::MethodCall(other) if m.method == "zip" => has_odd_closure(other),
        _ => takes_one && m.args.len() == 1,
    };
    let before = match &*m.receiver {
        Expr::MethodCall(before) => has_odd_closure(before),
        _ => false,
    };
    before || m.args.iter().any(is_odd)
}

/// Does a closure's body end by `return` or `?`? In a loop they would leave the function.
fn returns(body: &Expr) -> bool {
    struct Returns(bool);
    impl<'ast> Visit<'ast> for Returns {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Closure(_) => {}
                Expr::Return(_) | Expr::Try(_) => self.0 = true,
                other => walk::visit_expr(self, other),
            }
        }
    }
    let mut returns = Returns(false);
    returns.visit_expr(body);
    returns.0
}

/// Why an adapter after a closure is not read; the last call comes first.
fn late(calls: &[String]) -> &'static str {
    let mut before =
        calls.iter().skip_while(|call| is_link(call) || matches!(call.as_str(), "copied" | "cloned"));
    if before.any(|call| call == "filter") { diag::AFTER_FILTER } else { diag::LATE_ADAPTER }
}

fn is_adapter(name: &str) -> bool {
    matches!(name, "zip" | "skip" | "take" | "step_by" | "enumerate" | "rev" | "copied" | "cloned")
}

fn is_link(name: &str) -> bool {
    matches!(name, "map" | "filter")
}

/// The calls between what a chain begins with and its end, the last first; `None` if it is no chain.
fn between(expr: &Expr) -> Option<Vec<String>> {
    let m = match expr {
        Expr::Paren(p) => return between(&p.expr),
        Expr::Range(r) => return r.start.is_some().then(Vec::new),
        Expr::MethodCall(m) => m,
        _ => return None,
    };
    let name = m.method.to_string();
    if super::chain::begins(expr).is_some_and(|source| std::ptr::eq(source, expr)) {
        return Some(Vec::new());
    }
    let known = is_adapter(&name)
        || is_link(&name)
        || matches!(
            name.as_str(),
            "filter_map"
                | "flat_map"
                | "flatten"
                | "take_while"
                | "skip_while"
                | "map_while"
                | "scan"
                | "inspect"
                | "chain"
                | "cycle"
                | "peekable"
                | "fuse"
        );
    let mut calls = if known { between(&m.receiver)? } else { return None };
    calls.insert(0, name);
    Some(calls)
}
