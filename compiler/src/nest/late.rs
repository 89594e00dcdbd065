//! Adapters that stand after closures: `a.iter().map(f).zip(b.iter().map(g)).skip(1)`.
//!
//! In: a chain that is none of [`super::chain`] alone, because closures stand in it. Out: the chain without them, over
//! whose items the loop runs, and what the closures make of an item, as statements in front of its body. Each source is
//! evaluated once and bound; of them the chain as written is put together again, and the other beside it.
//!
//! What an adapter leaves out, core's `map` may have been asked for: `skip` and `step_by` call the closure of every item
//! that they pass over, `zip` that of an item which has no partner, if it is the left one. So a closure has a
//! [`Calls`], and one that is called more often than the loop does it must not show that.

use super::last::ours;
use super::links::{closure, copy};
use super::spare::{LEFT_OUT, PARTNER, SEEN, unwrapped};
use super::{chain, head, rename};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, ExprMethodCall, Pat};

/// How often core calls a closure, compared with the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calls {
    /// For the same items.
    Alike,
    /// For an item without a partner too, where what is zipped has different lengths.
    Partner,
    /// For items that are left out.
    LeftOut,
}

/// A chain with closures in it.
#[derive(Clone, Debug)]
pub struct Late {
    /// As written.
    pub written: Expr,
    /// What is evaluated in front of the loop, in order.
    pub parts: Vec<Part>,
    /// Is the call after the chain given a closure that says what its items are?
    pub is_said: bool,
}

/// A part of a chain that is evaluated in front of the loop.
#[derive(Clone, Debug)]
pub enum Part {
    /// A source.
    Source(Expr),
    /// The argument of `skip` or `take`.
    Count(Expr),
    /// The argument of `step_by`.
    Step(Expr),
}

/// What is known when a chain has been read.
pub(super) struct Read<'a> {
    /// The chain without its closures.
    pub(super) raw: Expr,
    pub(super) late: Late,
    /// The pattern of its items.
    pub(super) pat: Pat,
    /// What the closures do, in front of the body.
    pub(super) before: TokenStream,
    /// The closures.
    pub(super) closures: Vec<&'a syn::ExprClosure>,
    /// Does one take a reference away?
    pub(super) copies: bool,
}

/// Reads a chain whose item is bound to `pat`; `is_said` tells whether the call after it says what that is.
pub(super) fn read<'a>(chain: &'a Expr, pat: &Pat, is_said: bool) -> Option<Read<'a>> {
    if !has_closure(chain) {
        return None;
    }
    let raw = raw(chain);
    chain::begins(&raw)?;
    // A range with a step counts by itself.
    if head::parts(&raw).is_some() {
        return None;
    }
    let mut walk = Walk::default();
    let item = walk.bind(chain, pat, At { calls: Calls::Alike, from_back: false })?;
    let mut parts = Vec::new();
    pieces(&mut chain.clone(), &mut |expr, kind| {
        parts.push(kind(expr.clone()));
        None
    });
    let late = Late { written: chain.clone(), parts, is_said };
    Some(Read { raw, late, pat: item, before: walk.before, closures: walk.closures, copies: walk.copies })
}

/// The call, whose chain has its closures at the end where they may stand there.
pub(super) fn in_front(m: &ExprMethodCall) -> ExprMethodCall {
    if let Some(Expr::MethodCall(other)) = commuted(&Expr::MethodCall(m.clone())) {
        return other;
    }
    let mut out = m.clone();
    let mut at = &mut out;
    loop {
        if let Some(other) = commuted(&at.receiver) {
            *at.receiver = other;
            return out;
        }
        match &mut *at.receiver {
            Expr::MethodCall(next) if is_link(next) || is_copy(next) => at = next,
            _ => return out,
        }
    }
}

/// The same chain with its closures at the end, where it runs over one range and every closure is called as often: the
/// loop then counts what the range counts.
fn commuted(chain: &Expr) -> Option<Expr> {
    if !call(chain).is_some_and(|m| m.method == "rev" && has_closure(&m.receiver)) {
        return None;
    }
    let raw = raw(chain);
    let (_, adapters) = head::parts(&raw)?;
    if adapters.iter().any(|adapter| adapter.step.is_some()) {
        return None;
    }
    let mut links = Vec::new();
    let mut at = chain;
    while let Some(m) = call(at).filter(|_| has_closure(at)) {
        links.extend((m.method != "rev").then_some(m));
        at = &m.receiver;
    }
    let whole = links.into_iter().rev().fold(raw, |receiver, m| {
        Expr::MethodCall(ExprMethodCall { receiver: Box::new(receiver), ..m.clone() })
    });
    Some(whole)
}

/// Does the chain itself say what all its items are, because closures are given all that its sources give?
pub(super) fn is_told(expr: &Expr) -> bool {
    let Some(m) = call(expr).filter(|_| has_closure(expr)) else { return false };
    is_link(m) || is_copy(m) || is_told(&m.receiver) && (m.method != "zip" || m.args.iter().all(is_told))
}

/// A call of a chain.
pub fn call(expr: &Expr) -> Option<&ExprMethodCall> {
    match expr {
        Expr::Paren(p) => call(&p.expr),
        Expr::Group(g) => call(&g.expr),
        Expr::MethodCall(m) => Some(m),
        _ => None,
    }
}

fn is_adapter(m: &ExprMethodCall) -> bool {
    let known = matches!(
        (m.method.to_string().as_str(), m.args.len()),
        ("zip" | "skip" | "take" | "step_by", 1) | ("enumerate" | "rev" | "copied" | "cloned", 0)
    );
    known && m.turbofish.is_none() && m.attrs.is_empty()
}

/// `map`, `filter`
pub fn is_link(m: &ExprMethodCall) -> bool {
    (m.method == "map" || m.method == "filter") && m.args.len() == 1 && closure(&m.args[0], 1).is_some()
}

/// Is there a closure among the calls of a chain?
pub fn has_closure(expr: &Expr) -> bool {
    let Some(m) = call(expr) else { return false };
    is_link(m)
        || is_adapter(m) && (has_closure(&m.receiver) || m.method == "zip" && m.args.iter().any(has_closure))
}

/// The chain without its closures, and without what takes references away from what they give.
fn raw(expr: &Expr) -> Expr {
    let Some(m) = call(expr).filter(|_| has_closure(expr)) else { return expr.clone() };
    if is_link(m) || is_copy(m) {
        return raw(&m.receiver);
    }
    let mut out = m.clone();
    *out.receiver = raw(&m.receiver);
    if m.method == "zip" {
        out.args = m.args.iter().map(raw).collect();
    }
    Expr::MethodCall(out)
}

/// `copied`, `cloned`
pub fn is_copy(m: &ExprMethodCall) -> bool {
    m.method == "copied" || m.method == "cloned"
}

/// Where a part of a chain stands.
#[derive(Clone, Copy)]
struct At {
    calls: Calls,
    /// Under a `rev`?
    from_back: bool,
}

impl At {
    fn at_least(self, calls: Calls) -> At {
        At { calls: self.calls.max(calls), ..self }
    }
}

#[derive(Default)]
struct Walk<'a> {
    before: TokenStream,
    closures: Vec<&'a syn::ExprClosure>,
    copies: bool,
    names: usize,
    /// The calls so far that make a value: `map`, `zip`, `enumerate`, `copied`.
    nodes: usize,
}

impl<'a> Walk<'a> {
    fn name(&mut self) -> Pat {
        self.names += 1;
        let name = ours(&format!("late{}", self.names));
        syn::parse_quote!(#name)
    }

    /// Binds what a part of the chain gives; the pattern of its items without closures.
    fn bind(&mut self, expr: &'a Expr, pat: &Pat, at: At) -> Option<Pat> {
        if !has_closure(expr) {
            return Some(untyped(pat).clone());
        }
        let m = call(expr)?;
        let name = m.method.to_string();
        let before = match name.as_str() {
            _ if m.turbofish.is_some() || !m.attrs.is_empty() => return None,
            "map" => return self.map(m, pat, at),
            "zip" => {
                let right = if at.from_back { at.at_least(Calls::Partner) } else { at };
                let (a, b, whole) = self.halves(pat);
                let a = self.bind(&m.receiver, &a, at.at_least(Calls::Partner))?;
                let b = self.bind(&m.args[0], &b, right)?;
                self.pair(pat, whole);
                return Some(syn::parse_quote!((#a, #b)));
            }
            "enumerate" => {
                let (number, item, whole) = self.halves(pat);
                let item = self.bind(&m.receiver, &item, at)?;
                self.pair(pat, whole);
                let number = untyped(&number);
                return Some(syn::parse_quote!((#number, #item)));
            }
            "copied" | "cloned" if m.args.is_empty() => {
                let item = self.name();
                self.copies = true;
                let raw = self.bind(&m.receiver, &item, at)?;
                let copy = self.seen(&copy(&item, m.method == "cloned"));
                self.before.extend(quote!(let #pat = #copy;));
                return Some(raw);
            }
            "rev" => At { from_back: true, ..at },
            "take" if !at.from_back => at,
            "skip" | "step_by" | "take" => at.at_least(Calls::LeftOut),
            _ => return None,
        };
        self.bind(&m.receiver, pat, before)
    }

    fn map(&mut self, m: &'a ExprMethodCall, pat: &Pat, at: At) -> Option<Pat> {
        let c = closure(&m.args[0], 1)?;
        self.closures.push(c);
        let raw = self.bind(&m.receiver, untyped(&c.inputs[0]), at)?;
        let value = self.seen(&c.body);
        let name = |name: &str| Ident::new(name, Span::mixed_site());
        let (partner, left_out) = (name(PARTNER), name(LEFT_OUT));
        let value = match at.calls {
            Calls::Alike => quote!(#value),
            Calls::Partner => quote!(#partner.write(#value)),
            Calls::LeftOut => quote!(#left_out.write(#value)),
        };
        self.before.extend(quote!(let #pat = #value;));
        Some(raw)
    }

    /// The value of the next call, which has the type that the user's own has.
    fn seen(&mut self, value: &impl quote::ToTokens) -> TokenStream {
        let (seen, node) = (Ident::new(SEEN, Span::mixed_site()), self.nodes);
        self.nodes += 1;
        quote!(#seen.write(#node, #value))
    }

    /// A pair, from its halves if the pattern is of the whole.
    fn pair(&mut self, pat: &Pat, whole: Option<TokenStream>) {
        match whole {
            Some(whole) => {
                let whole = self.seen(&whole);
                self.before.extend(quote!(let #pat = #whole;));
            }
            None => self.nodes += 1,
        }
    }

    /// The patterns of a pair's halves, and what makes the pair of them where the pattern is none.
    fn halves(&mut self, pat: &Pat) -> (Pat, Pat, Option<TokenStream>) {
        if let Pat::Tuple(t) = untyped(pat)
            && t.elems.len() == 2
            && !t.elems.iter().any(|p| matches!(p, Pat::Rest(_)))
        {
            return (t.elems[0].clone(), t.elems[1].clone(), None);
        }
        let (a, b) = (self.name(), self.name());
        let whole = quote!((#a, #b));
        (a, b, Some(whole))
    }
}

/// The pattern without the type that it has.
pub fn untyped(pat: &Pat) -> &Pat {
    match pat {
        Pat::Type(t) => untyped(&t.pat),
        Pat::Paren(p) => untyped(&p.pat),
        other => other,
    }
}

/// What is done with a part, and of which kind it is.
type With<'a> = dyn FnMut(&Expr, fn(Expr) -> Part) -> Option<Expr> + 'a;

/// The parts of a chain that are evaluated, in order; each is replaced by what `with` makes of it.
pub fn pieces(expr: &mut Expr, with: &mut With<'_>) {
    let m = match expr {
        Expr::Paren(p) => return pieces(&mut p.expr, with),
        Expr::Group(g) => return pieces(&mut g.expr, with),
        Expr::MethodCall(m) if is_adapter(m) || is_link(m) => m,
        source => {
            if let Some(other) = with(source, Part::Source) {
                *source = other;
            }
            return;
        }
    };
    pieces(&mut m.receiver, with);
    let kind = match m.method.to_string().as_str() {
        "zip" => return pieces(&mut m.args[0], with),
        "skip" | "take" => Part::Count,
        "step_by" => Part::Step,
        _ => return,
    };
    // What is a number stays where it is.
    if chain::number(&m.args[0]).is_none()
        && let Some(other) = with(&m.args[0], kind)
    {
        m.args[0] = other;
    }
}

/// New names for all that the closures of a chain bind; `n` counts the closures.
pub(super) fn rename_all(expr: &mut Expr, n: &mut usize) -> Option<()> {
    match expr {
        Expr::Paren(p) => rename_all(&mut p.expr, n),
        Expr::Group(g) => rename_all(&mut g.expr, n),
        Expr::MethodCall(m) if is_adapter(m) || is_link(m) => {
            for arg in &mut m.args {
                match arg {
                    Expr::Closure(c) => {
                        *n += 1;
                        *c = rename::renamed(c, *n)?;
                    }
                    other if m.method == "zip" => rename_all(other, n)?,
                    _ => {}
                }
            }
            rename_all(&mut m.receiver, n)
        }
        _ => Some(()),
    }
}

impl Late {
    /// The pattern of an item of the chain without closures, and what the closures make of it, where `seen` gives each
    /// value its type.
    pub fn item(&self, seen: &dyn Fn(usize, TokenStream) -> TokenStream) -> (Pat, TokenStream) {
        let value = ours("late_value");
        let mut walk = Walk::default();
        let at = At { calls: Calls::Alike, from_back: false };
        let pat = walk.bind(&self.written, &syn::parse_quote!(#value), at).unwrap_or(syn::parse_quote!(_));
        let mut block: syn::Block = syn::parse_quote!({ #value });
        let before = walk.before;
        let lets: syn::Block = syn::parse_quote!({ #before });
        let lets = lets.stmts.into_iter().map(|stmt| unwrapped(stmt, seen));
        block.stmts.splice(0..0, lets);
        let stmts = block.stmts;
        (pat, quote!(#(#stmts)*))
    }
}
