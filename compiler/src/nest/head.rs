//! Heads of loops: a range, and what is done to it: `.rev()`, `.step_by(k)`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, RangeLimits};

/// A range as it is written in a head.
#[derive(Clone, Copy, Debug)]
pub struct RangeParts<'a> {
    /// First value.
    pub start: &'a Expr,
    /// End.
    pub end: &'a Expr,
    /// Does the end belong to it?
    pub inclusive: bool,
}

/// `.rev()`, or `.step_by(k)` with its argument.
#[derive(Clone, Debug)]
pub struct Adapter {
    /// The name, with the user's span.
    pub method: Ident,
    /// The argument of `step_by`; in an inner loop with holes.
    pub step: Option<Expr>,
}

impl Adapter {
    /// The step, if it is written as a number.
    pub fn literal(&self) -> Option<i64> {
        match &self.step {
            None => Some(-1),
            Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. })) => n.base10_parse().ok(),
            Some(_) => None,
        }
    }
}

/// Takes a head apart: the range, and the adapters in the order of their calls.
pub fn parts(head: &Expr) -> Option<(&Expr, Vec<Adapter>)> {
    match head {
        Expr::Paren(p) => parts(&p.expr),
        Expr::Group(g) => parts(&g.expr),
        Expr::Range(_) => Some((head, Vec::new())),
        Expr::MethodCall(m) if m.turbofish.is_none() => {
            let step = match (m.method.to_string().as_str(), m.args.len()) {
                ("rev", 0) => None,
                ("step_by", 1) => m.args.first().map(ungrouped).cloned(),
                _ => return None,
            };
            let (range, mut adapters) = parts(&m.receiver)?;
            adapters.push(Adapter { method: m.method.clone(), step });
            Some((range, adapters))
        }
        _ => None,
    }
}

fn ungrouped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(g) => ungrouped(&g.expr),
        Expr::Paren(p) => ungrouped(&p.expr),
        other => other,
    }
}

/// Start, end, and whether the end belongs to it.
pub fn range(head: &Expr) -> Option<RangeParts<'_>> {
    match head {
        Expr::Paren(p) => range(&p.expr),
        Expr::Group(g) => range(&g.expr),
        Expr::Range(r) => Some(RangeParts {
            start: r.start.as_deref()?,
            end: r.end.as_deref()?,
            inclusive: matches!(r.limits, RangeLimits::Closed(_)),
        }),
        _ => None,
    }
}

/// A range of any kind as a subscript.
pub fn ends(index: &Expr) -> Option<&syn::ExprRange> {
    match index {
        Expr::Paren(p) => ends(&p.expr),
        Expr::Group(g) => ends(&g.expr),
        Expr::Range(r) => Some(r),
        _ => None,
    }
}

/// A range with its adapters, where `step` writes the arguments.
pub fn applied(
    range: &TokenStream,
    adapters: &[Adapter],
    step: &dyn Fn(usize, &Expr) -> TokenStream,
) -> TokenStream {
    let mut tokens = if adapters.is_empty() { range.clone() } else { quote!((#range)) };
    for (n, adapter) in adapters.iter().enumerate() {
        let method = &adapter.method;
        let arg = adapter.step.as_ref().map(|s| step(n, s)).into_token_stream();
        tokens = quote!(#tokens.#method(#arg));
    }
    tokens
}
