//! What a chain inside of a body is by its tokens. Nothing is read before that is known.

use crate::nest::Path;
use crate::nest::access::{as_subrange, is_access};
use crate::nest::arith::bare;
use crate::nest::build::Builder;
use crate::nest::head::range;
use crate::nest::place::{path_of, single};
use crate::nest::terminal::closure;
use syn::{Expr, ExprMethodCall};

/// Adapters of core's that only choose, order or join items.
pub(super) fn is_adapter(m: &ExprMethodCall) -> bool {
    let known = matches!(
        (m.method.to_string().as_str(), m.args.len()),
        ("zip" | "skip" | "take" | "step_by", 1)
            | ("enumerate" | "rev" | "copied" | "cloned" | "into_iter", 0)
    );
    known && m.turbofish.is_none() && m.attrs.is_empty()
}

/// Sources: an array's own iterators.
pub(super) fn is_source(m: &ExprMethodCall) -> bool {
    let known = matches!(
        (m.method.to_string().as_str(), m.args.len()),
        ("iter" | "iter_mut" | "into_iter", 0)
            | ("chunks" | "chunks_exact" | "windows" | "chunks_mut" | "chunks_exact_mut", 1)
    );
    known && m.turbofish.is_none() && m.attrs.is_empty()
}

pub(super) fn changes(m: &ExprMethodCall) -> bool {
    m.method.to_string().ends_with("_mut")
}

/// What a chain may end in: how many closures it takes, and how many parameters each has.
pub(super) fn end(m: &ExprMethodCall) -> Option<usize> {
    let parameters = match (m.method.to_string().as_str(), m.args.len()) {
        ("sum" | "product" | "count" | "min" | "max" | "last", 0) => 0,
        ("any" | "all" | "position" | "find" | "min_by_key" | "max_by_key", 1) => 1,
        ("min_by" | "max_by", 1) | ("fold", 2) => 2,
        _ => return None,
    };
    let named = m.turbofish.is_none() || matches!(m.method.to_string().as_str(), "sum" | "product");
    (named && m.attrs.iter().all(crate::loops::is_number)).then_some(parameters)
}

/// Ends whose result is an `Option`, of which methods are known.
pub(super) fn gives_option(name: &str) -> bool {
    matches!(
        name,
        "min" | "max" | "last" | "position" | "find" | "min_by" | "max_by" | "min_by_key" | "max_by_key"
    )
}

/// `f64::max`
pub(super) fn is_extreme(function: &Expr) -> bool {
    let Expr::Path(p) = function else { return false };
    let names: Vec<String> = p.path.segments.iter().map(|s| s.ident.to_string()).collect();
    let [of, name] = names.as_slice() else { return false };
    p.qself.is_none()
        && p.path.segments.iter().all(|s| s.arguments.is_none())
        && ["f64", "f32"].contains(&of.as_str())
        && ["min", "max"].contains(&name.as_str())
}

/// Paths of what a chain runs over, where it is one: the scan counts them among what is indexed.
pub(in crate::nest) fn sources(expr: &Expr, into: &mut Vec<Path>) {
    match bare(expr) {
        Expr::Reference(r) if matches!(bare(&r.expr), Expr::Path(_) | Expr::Field(_)) => {
            into.extend(path_of(&r.expr));
        }
        Expr::Path(_) | Expr::Field(_) => into.extend(path_of(expr)),
        Expr::MethodCall(m) if is_source(m) && path_of(&m.receiver).is_some() => {
            into.extend(path_of(&m.receiver));
        }
        Expr::MethodCall(m) => {
            sources_of_call(&m.receiver, into);
            if m.method == "zip" {
                m.args.iter().for_each(|arg| sources(arg, into));
            }
        }
        _ => {}
    }
}

/// The same of a receiver, which is no source by itself.
fn sources_of_call(receiver: &Expr, into: &mut Vec<Path>) {
    if matches!(bare(receiver), Expr::MethodCall(_)) {
        sources(receiver, into);
    }
}

/// Is it the call at the end of something that may be a chain?
pub(in crate::nest) fn is_end(m: &ExprMethodCall) -> bool {
    end(m).is_some()
}

// Is it one by its tokens? Nothing is read before that is known.
impl Builder<'_> {
    pub(super) fn is_chain(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Range(_) => range(expr).is_some(),
            Expr::MethodCall(m) if is_source(m) && self.is_list(&m.receiver, changes(m)) => true,
            Expr::MethodCall(m) if is_adapter(m) => {
                let joins = m.method == "zip";
                self.is_chain(&m.receiver)
                    && (!joins || m.args.iter().all(|a| self.is_given(a) || self.is_chain(a)))
            }
            Expr::MethodCall(m) => is_link(m) && self.is_chain(&m.receiver),
            _ => false,
        }
    }

    /// What `zip` and `for` take: a chain, or a reference to an array.
    pub(super) fn is_given(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Reference(r) => self.is_list(&r.expr, r.mutability.is_some()),
            Expr::Path(_) => self.is_local(expr) || self.path(expr).is_some_and(|p| p.fields.is_empty()),
            _ => !has_link(expr) && self.is_chain(expr),
        }
    }

    pub(super) fn is_local(&self, expr: &Expr) -> bool {
        single(expr).is_some_and(|name| self.local(&name.to_string()).is_some())
    }

    /// A place that may be an array; only what the iteration has for itself may be changed.
    pub(super) fn is_list(&self, expr: &Expr, changes: bool) -> bool {
        match bare(expr) {
            Expr::Path(_) | Expr::Field(_) if is_access(expr) => false,
            Expr::Path(_) | Expr::Field(_) => self.is_local(expr) || (!changes && self.path(expr).is_some()),
            Expr::Index(i) if self.is_local(&i.expr) => true,
            Expr::Index(i) => {
                let ends = crate::nest::head::ends(&i.index).is_some();
                let base = match as_subrange(expr) {
                    Some((base, _)) => base,
                    None => &*i.expr,
                };
                (ends || !changes) && !is_access(base) && self.path(base).is_some()
            }
            _ => false,
        }
    }
}

/// `map`, `filter` and the like with a closure.
pub(super) fn is_link(m: &ExprMethodCall) -> bool {
    let known = matches!(
        m.method.to_string().as_str(),
        "map" | "filter" | "take_while" | "skip_while" | "filter_map" | "inspect"
    );
    known
        && m.turbofish.is_none()
        && m.attrs.is_empty()
        && m.args.len() == 1
        && closure(&m.args[0], 1).is_some()
}

pub(super) fn has_link(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::MethodCall(m) => {
            is_link(m)
                || has_link(&m.receiver)
                || m.method == "zip" && is_adapter(m) && m.args.iter().any(has_link)
        }
        _ => false,
    }
}
