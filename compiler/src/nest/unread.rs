//! Why what looks like a chain with closures, or with an end, stays core's own.
//!
//! In: a call, or a head, that is not read. Out: the reason, from the names of the calls alone.

use crate::diag;
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
        _ if after.next().is_some() => late(&calls),
        "min_by" | "max_by" => diag::OTHER_ORDER,
        "fold" => diag::OTHER_FOLD,
        _ => diag::OTHER_END,
    })
}

/// Why the head of a `for` is not run over.
pub(super) fn unread_head(head: &Expr) -> &'static str {
    match between(head) {
        Some(calls) if calls.iter().any(|call| !is_adapter(call) && !is_link(call)) => diag::OTHER_ADAPTER,
        Some(calls) if calls.iter().any(|call| is_link(call)) => late(&calls),
        _ => diag::ITERATOR,
    }
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
