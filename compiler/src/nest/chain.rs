//! Chains in the head of a loop: `a.iter().zip(&b).enumerate()`.
//!
//! In: a head that is no range. Out: a [`Chain`], which knows how the head is emitted (the user's tokens, with
//! its sources opened), which name counts its items, and what the names of the pattern are; or `None` for a
//! head that is something else. Tokens decide only what is asked: that the sources are core's iterators over
//! slices, and the adapters core's own, is a type condition, and what rests on it is item `k` of that very value.
//!
//! Invariant: the emitted head evaluates what the user wrote, once, in the user's order.

use super::Symbol;
use super::affine::{Linear, Poly};
use super::build::{Builder, FormOf, Local};
use super::pattern::plain_name;
use super::place::single;
use super::uses::Use;
use crate::kernel::{Handed, Visible};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Pat};

/// A head that may be a chain.
#[derive(Clone, Debug)]
pub struct Chain {
    /// As written.
    pub head: Expr,
    /// May an item be written through? If not, it is a type condition that none can.
    pub writes: bool,
    /// The step, where there is one adapter `step_by` and its argument is a number: LLVM makes no vectors of
    /// accesses whose distance it does not know.
    pub step: Option<usize>,
    /// Is an item a piece of a few elements? Its length is a number where the loop stands as written, and LLVM
    /// makes more of that.
    pub has_few: bool,
    /// Is a source a range whose end belongs to it? Of all numbers of a type there is one more than can be counted.
    pub inclusive: bool,
    /// How the elements of each source are used.
    pub uses: Vec<Use>,
}

/// Pieces of less than so many elements are few.
const FEW: usize = 16;

/// One link of a chain, from the outside in.
pub(super) enum Link<'a> {
    Source(&'a Expr),
    Adapter { receiver: &'a Expr, call: &'a syn::ExprMethodCall },
}

pub(super) fn link(expr: &Expr) -> Option<Link<'_>> {
    match expr {
        Expr::Paren(p) => link(&p.expr),
        Expr::Group(g) => link(&g.expr),
        Expr::MethodCall(m) if m.turbofish.is_none() && m.attrs.is_empty() => {
            match (m.method.to_string().as_str(), m.args.len()) {
                ("zip" | "skip" | "take" | "step_by", 1) | ("enumerate" | "rev" | "copied" | "cloned", 0) => {
                    Some(Link::Adapter { receiver: &m.receiver, call: m })
                }
                ("iter" | "iter_mut" | "into_iter", 0)
                | ("chunks" | "chunks_exact" | "windows" | "chunks_mut" | "chunks_exact_mut", 1) => {
                    Some(Link::Source(expr))
                }
                _ => None,
            }
        }
        Expr::Reference(_) | Expr::Path(_) | Expr::Field(_) => Some(Link::Source(expr)),
        Expr::Range(r) if r.start.is_some() => Some(Link::Source(expr)),
        _ => None,
    }
}

/// Why a range cannot be a source. The type of one of bare literals is found later than ours is asked for.
fn refusal(source: &Expr, visible: &Visible) -> Option<&'static str> {
    let source = match super::arith::bare(source) {
        Expr::MethodCall(m) if m.method == "into_iter" => super::arith::bare(&m.receiver),
        source => source,
    };
    let Expr::Range(r) = source else { return None };
    if r.end.is_none() {
        return Some(crate::diag::ENDLESS);
    }
    let typed = r.start.iter().chain(&r.end).any(|e| is_typed(e, visible));
    (!typed).then_some(crate::diag::UNTYPED)
}

/// Does the expression say its type, so that inference needs nothing that comes later?
fn is_typed(expr: &Expr, visible: &Visible) -> bool {
    match expr {
        Expr::Paren(p) => is_typed(&p.expr, visible),
        Expr::Group(g) => is_typed(&g.expr, visible),
        Expr::Binary(b) => is_typed(&b.left, visible) || is_typed(&b.right, visible),
        Expr::Path(_) => single(expr).is_some_and(|name| visible.is_integer(name)),
        Expr::MethodCall(m) => m.method == "len",
        Expr::Cast(_) => true,
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) => !n.suffix().is_empty(),
        _ => false,
    }
}

/// The source that a chain begins with.
fn first(expr: &Expr) -> Option<&Expr> {
    match link(expr)? {
        Link::Source(source) => Some(source),
        Link::Adapter { receiver, .. } => first(receiver),
    }
}

/// What is asked of a whole chain while it is read.
#[derive(Default)]
struct Read {
    writes: bool,
    steps: Vec<Option<usize>>,
    has_few: bool,
    inclusive: bool,
    refusal: Option<&'static str>,
}

fn read(expr: &Expr, visible: &Visible, into: &mut Read) -> Option<()> {
    match link(expr)? {
        Link::Source(source) => {
            into.writes |= !is_shared(source, visible);
            into.has_few |= has_few(source);
            into.refusal = into.refusal.or_else(|| refusal(source, visible));
            into.inclusive |= super::head::range(source).is_some_and(|range| range.inclusive);
        }
        Link::Adapter { receiver, call } => {
            read(receiver, visible, into)?;
            match (call.method.to_string().as_str(), call.args.first()) {
                ("zip", Some(other)) => read(other, visible, into)?,
                ("step_by", Some(step)) => into.steps.push(number(step)),
                _ => {}
            }
        }
    }
    Some(())
}

/// `chunks_exact_mut(3)`
fn has_few(source: &Expr) -> bool {
    let Expr::MethodCall(m) = source else { return false };
    m.method != "windows" && m.args.first().and_then(number).is_some_and(|n| n < FEW)
}

/// Does a source look as if it were only read? That it is, is asked.
fn is_shared(source: &Expr, visible: &Visible) -> bool {
    match source {
        Expr::Path(_) => single(source)
            .is_some_and(|name| matches!(visible.handed(name), Handed::SharedReference | Handed::Value)),
        // What a call gives is taken by value, as a rule.
        Expr::MethodCall(m) if m.method == "into_iter" => match &*m.receiver {
            Expr::MethodCall(_) | Expr::Call(_) | Expr::Macro(_) | Expr::Block(_) => true,
            other => is_shared(other, visible),
        },
        Expr::MethodCall(m) => {
            ["iter", "chunks", "chunks_exact", "windows"].iter().any(|name| m.method == name)
        }
        Expr::Reference(r) => r.mutability.is_none(),
        Expr::Range(_) => true,
        _ => false,
    }
}

/// A number that is not 0, as it is written.
pub fn number(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Paren(p) => number(&p.expr),
        Expr::Group(g) => number(&g.expr),
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) => n.base10_parse().ok().filter(|n| *n > 0),
        _ => None,
    }
}

/// The source of a chain that begins with a call, or with a range.
pub(super) fn begins(expr: &Expr) -> Option<&Expr> {
    read(expr, &Visible::default(), &mut Read::default())?;
    first(expr).filter(|source| matches!(source, Expr::MethodCall(_) | Expr::Range(_)))
}

/// Reads a head.
///
/// # Errors
/// Why a chain cannot be run over, or that it is none.
pub(super) fn chain(f: &syn::ExprForLoop, visible: &Visible) -> Result<Chain, &'static str> {
    let head = &*f.expr;
    let mut all = Read::default();
    read(head, visible, &mut all).ok_or(crate::diag::ITERATOR)?;
    if let Some(refusal) = all.refusal {
        return Err(refusal);
    }
    let step = match all.steps.as_slice() {
        [step] => *step,
        _ => None,
    };
    let uses = super::uses::of(head, &f.pat, &f.body);
    let Read { writes, has_few, inclusive, .. } = all;
    Ok(Chain { head: head.clone(), writes, step, has_few, inclusive, uses })
}

impl Chain {
    /// The source that is evaluated first.
    pub fn source(&self) -> TokenStream {
        first(&self.head).into_token_stream()
    }

    /// The rest of the head, where the first source's value is `source`, and `joins` says what it is.
    pub fn opened(&self, hl: &TokenStream, source: &Ident, joins: &Ident) -> TokenStream {
        let s = Span::mixed_site();
        opened(
            &self.head,
            &quote_spanned!(s=> #hl::Link(#joins, #source).open()),
            &|source| quote_spanned!(s=> #hl::Link(#joins, #source).open()),
        )
    }
}

/// A chain whose first source is `begin`, and whose others are made by `join`.
fn opened(expr: &Expr, begin: &TokenStream, join: &dyn Fn(&Expr) -> TokenStream) -> TokenStream {
    match link(expr) {
        Some(Link::Adapter { receiver, call }) => {
            let (receiver, method) = (opened(receiver, begin, join), &call.method);
            let args = call.args.iter().map(|arg| match first(arg) {
                Some(source) if call.method == "zip" => opened(arg, &join(source), join),
                _ => arg.to_token_stream(),
            });
            quote!(#receiver.#method(#(#args),*))
        }
        _ => begin.clone(),
    }
}

/// What the names of a pattern are.
#[derive(Default)]
struct Names {
    /// The name of the number of an item.
    counter: Option<Ident>,
    /// Names of numbers, as forms.
    numbers: Vec<(Ident, FormOf)>,
    /// Patterns of items.
    items: Vec<Pat>,
    /// Patterns of numbers that are no names.
    odd: Vec<Pat>,
}

impl Builder<'_> {
    /// The name that counts the items of a chain, if its pattern has one.
    pub(super) fn counter_of(&mut self, chain: &Chain, pat: &Pat) -> Option<Ident> {
        let mut names = Names::default();
        self.names(&chain.head, pat, (Some((Linear::iv(0), Vec::new())), true), &mut names);
        names.counter
    }

    /// Brings the names of a chain's pattern into scope.
    pub(super) fn bind_items(&mut self, chain: &Chain, pat: &Pat) {
        let mut names = Names::default();
        self.names(&chain.head, pat, (Some((Linear::iv(0), Vec::new())), true), &mut names);
        let counter = names.counter.map(|name| name.to_string());
        for (name, form) in names.numbers {
            if Some(name.to_string()) != counter {
                self.name(name.to_string(), Local::Let(form));
            }
        }
        let depth = self.scope.len();
        names.items.iter().for_each(|pat| self.bind_as_items(pat));
        self.nest.items.extend(self.scope[depth..].iter().map(|(name, _)| name.clone()));
        names.odd.iter().for_each(|pat| self.bind_as_items(pat));
        if let Some(counter) = counter {
            self.name(counter, Local::Iv(0));
        }
    }

    /// Is it the item of the root's chain, under a name of ours?
    pub(super) fn is_whole_item(&self, expr: &Expr) -> bool {
        let Some(Pat::Ident(own)) = self.nest.chain.as_ref().and(self.nest.loops[0].pat.as_ref()) else {
            return false;
        };
        let is_ours = own.ident.to_string().starts_with("__hotloop_");
        is_ours && super::place::single(expr).is_some_and(|name| *name == own.ident)
    }

    /// Takes it apart.
    pub(super) fn bind_whole_item(&mut self, pat: &Pat) {
        let Some(chain) = self.nest.chain.clone() else { return };
        let at = Some((Linear::iv(0), Vec::new()));
        let mut names = Names::default();
        self.names(&chain.head, pat, (at.clone(), true), &mut names);
        names.items.iter().chain(&names.odd).for_each(|pat| self.bind_as_items(pat));
        names.numbers.extend(names.counter.map(|name| (name, at)));
        for (name, form) in names.numbers {
            self.name(name.to_string(), Local::Let(form));
        }
    }

    /// Follows the pattern into the chain; `at` is the number of the item there, in terms of the loop's, and
    /// `whole` says that there are as many items there.
    fn names(&mut self, expr: &Expr, pat: &Pat, (at, whole): (FormOf, bool), names: &mut Names) {
        let pat = bare(pat);
        let Some(Link::Adapter { receiver, call }) = link(expr) else {
            return names.items.push(pat.clone());
        };
        let arg = call.args.first();
        match (call.method.to_string().as_str(), arg, pat) {
            ("enumerate", _, Pat::Tuple(t)) if t.elems.len() == 2 && !has_rest(t) => {
                match plain_name(&t.elems[0]) {
                    Some(name) if names.counter.is_none() && is_iv(at.as_ref()) => {
                        names.counter = Some(name.clone());
                    }
                    Some(name) => names.numbers.push((name.clone(), at.clone())),
                    None => names.odd.push(t.elems[0].clone()),
                }
                self.names(receiver, &t.elems[1], (at, whole), names);
            }
            ("zip", Some(other), Pat::Tuple(t)) if t.elems.len() == 2 && !has_rest(t) => {
                self.names(receiver, &t.elems[0], (at.clone(), false), names);
                self.names(other, &t.elems[1], (at, false), names);
            }
            ("take", ..) => self.names(receiver, pat, (at, false), names),
            ("skip", Some(n), _) => {
                let by = self.form_and_leaves(n).filter(|(form, _)| form.as_invariant().is_some());
                let at = at.zip(by).and_then(|((at, mut leaves), (by, under))| {
                    leaves.extend(under);
                    Some((at.add(&by)?, leaves))
                });
                self.names(receiver, pat, (at, false), names);
            }
            ("step_by", Some(step), _) => {
                let by = number(step).and_then(|s| i64::try_from(s).ok()).map(Poly::constant);
                let at = at.zip(by).and_then(|((at, leaves), by)| Some((at.times(&by)?, leaves)));
                self.names(receiver, pat, (at, false), names);
            }
            ("rev", ..) => {
                let last = Poly::symbol(self.nest.symbol(Symbol::RootHi)).sub(&Poly::constant(1));
                let at = at
                    .zip(last)
                    .filter(|_| whole)
                    .and_then(|((at, leaves), last)| Some((Linear::invariant(last).sub(&at)?, leaves)));
                self.names(receiver, pat, (at, whole), names);
            }
            _ => names.items.push(pat.clone()),
        }
    }
}

fn is_iv(at: Option<&(Linear, Vec<super::Leaf>)>) -> bool {
    at.is_some_and(|(form, _)| *form == Linear::iv(0))
}

fn has_rest(tuple: &syn::PatTuple) -> bool {
    tuple.elems.iter().any(|p| matches!(p, Pat::Rest(_)))
}

fn bare(pat: &Pat) -> &Pat {
    match pat {
        Pat::Paren(p) => bare(&p.pat),
        other => other,
    }
}
