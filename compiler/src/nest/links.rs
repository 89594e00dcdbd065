//! The calls with closures after a chain: `map`, `filter`.
//!
//! In: the links, from the inside out, and what is done with the last value. Out: the pattern of the loop over the chain,
//! and its body; and whether a name of one closure would hide a variable that a later one means.

use super::build::Builder;
use super::last::ours;
use super::place::single;
use super::{Hole, rename};
use crate::walk::{self, Visit};
use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::{Expr, ExprMethodCall, Pat};

pub(super) enum Link<'a> {
    Map(&'a syn::ExprClosure),
    Filter(&'a syn::ExprClosure),
    /// `copied` or `cloned` after one of these.
    Copied {
        clones: bool,
    },
}

pub(super) fn link(expr: &Expr) -> Option<(&Expr, Link<'_>)> {
    let Expr::MethodCall(m) = expr else { return None };
    if matches!(m.method.to_string().as_str(), "copied" | "cloned") && m.args.is_empty() {
        // In front of all closures it is a part of the chain.
        let clones = m.method == "cloned";
        return link(&m.receiver).map(|_| (&*m.receiver, Link::Copied { clones }));
    }
    if m.turbofish.is_some() || m.args.len() != 1 {
        return None;
    }
    let closure = closure(&m.args[0], 1)?;
    match m.method.to_string().as_str() {
        "map" => Some((&m.receiver, Link::Map(closure))),
        "filter" => Some((&m.receiver, Link::Filter(closure))),
        _ => None,
    }
}

/// A plain closure, whose body may stand in a loop instead.
pub(super) fn closure(expr: &Expr, inputs: usize) -> Option<&syn::ExprClosure> {
    let Expr::Closure(c) = expr else { return None };
    let plain = c.capture.is_none()
        && c.asyncness.is_none()
        && c.movability.is_none()
        && c.attrs.is_empty()
        && matches!(c.output, syn::ReturnType::Default);
    (plain && c.inputs.len() == inputs).then_some(c)
}

/// Binds the pattern of a closure that is given a reference to the item. `&i` is the item itself, of which more is known.
pub(super) fn borrowed(pat: &Pat, item: &Ident) -> TokenStream {
    match pat {
        Pat::Paren(p) => borrowed(&p.pat, item),
        Pat::Reference(r) if r.mutability.is_none() => {
            let own = &r.pat;
            quote::quote!(let #own = #item;)
        }
        _ => quote::quote!(let #pat = &#item;),
    }
}

/// What `copied` and `cloned` make of a reference.
pub(super) fn copy(item: &impl quote::ToTokens, clones: bool) -> TokenStream {
    let clone = Ident::new(CLONE, proc_macro2::Span::mixed_site());
    if clones { quote::quote!(#clone.write(#item)) } else { quote::quote!(*#item) }
}

/// The same in code that is emitted as it is.
pub(super) fn uncloned(expr: &Expr) -> TokenStream {
    match expr {
        Expr::MethodCall(m) if single(&m.receiver).is_some_and(|name| *name == CLONE) => {
            let item = m.args.first();
            quote::quote!(::core::clone::Clone::clone(#item))
        }
        other => quote::quote!(#other),
    }
}

/// The name of what is cloned: an element that is not `Copy` cannot be taken from behind its reference.
const CLONE: &str = "__hotloop_clone";

impl Builder<'_> {
    /// A clone of what an item refers to.
    pub(super) fn cloned(&mut self, m: &ExprMethodCall) -> Option<Expr> {
        single(&m.receiver).filter(|name| **name == CLONE)?;
        let value = Box::new(self.value(m.args.first()?));
        Some(self.hole(Hole::Cloned(value)))
    }
}

/// The pattern of the items, and the body around what is done with the last value.
pub(super) fn nested(links: &[Link<'_>], (pat, last): (Pat, TokenStream)) -> (Pat, syn::Block) {
    let (mut pat, mut body) = (pat, last);
    for (n, link) in links.iter().enumerate().rev() {
        match link {
            Link::Map(c) => {
                let value = &c.body;
                body = quote::quote!(let #pat = #value; #body);
                pat = c.inputs[0].clone();
            }
            Link::Copied { clones } => {
                let item = ours(&format!("item{n}"));
                let copy = copy(&item, *clones);
                body = quote::quote!(let #pat = #copy; #body);
                pat = syn::parse_quote!(#item);
            }
            Link::Filter(c) => {
                let (item, of, cond) = (ours(&format!("item{n}")), &c.inputs[0], &c.body);
                body = {
                    let given = borrowed(of, &item);
                    quote::quote!(if { #given #cond } { let #pat = #item; #body })
                };
                pat = syn::parse_quote!(#item);
            }
        }
    }
    if matches!(pat, Pat::Type(_) | Pat::Wild(_)) {
        let item = ours("typed");
        body = quote::quote!(let #pat = #item; #body);
        pat = syn::parse_quote!(#item);
    }
    (pat, syn::parse_quote!({ #body }))
}

/// In the loop a closure's names are seen by those that come after it, and the accumulator by all. Does one of them
/// mean another variable by such a name?
pub(super) fn clashes(
    (closures, is_late): (&[&syn::ExprClosure], bool),
    own: &[Pat],
    last: &TokenStream,
    accumulator: Option<&Ident>,
    chain: &Expr,
) -> bool {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let acc: BTreeSet<String> = accumulator.map(ToString::to_string).into_iter().collect();
    let mut parts: Vec<(BTreeSet<String>, TokenStream)> = Vec::new();
    for c in closures {
        let body = &c.body;
        let names = names_of(c.inputs.iter());
        // The accumulator is in scope around them.
        if !acc.is_disjoint(&idents(quote::quote!(#body)).difference(&names).cloned().collect()) {
            return true;
        }
        // And what a closure binds stands around what is done with the accumulator.
        if !acc.is_disjoint(&names) {
            return true;
        }
        parts.push((names, quote::quote!(#body)));
    }
    parts.push((names_of(own.iter()), last.clone()));
    // Of a chain that is taken apart, what is bound is bound in another order, and some of it at once.
    if is_late && any_shared(&parts) {
        return true;
    }
    for (names, tokens) in parts {
        let used = idents(tokens);
        if used.iter().any(|name| seen.contains(name) && !names.contains(name) && !acc.contains(name)) {
            return true;
        }
        seen.extend(names);
    }
    !acc.is_disjoint(&idents(quote::quote!(#chain)))
}

/// What patterns bind.
struct Names(BTreeSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.0.insert(p.ident.to_string());
        walk::visit_pat_ident(self, p);
    }
    // What a macro makes nobody knows.
    fn visit_macro(&mut self, m: &'ast syn::Macro) {
        self.0.extend(idents(m.tokens.clone()));
    }
}

fn names_of<'a>(pats: impl Iterator<Item = &'a Pat>) -> BTreeSet<String> {
    let mut names = Names(BTreeSet::new());
    pats.for_each(|pat| names.visit_pat(pat));
    names.0
}

fn idents(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Group(g) => found.extend(idents(g.stream())),
            TokenTree::Ident(name) => drop(found.insert(name.to_string())),
            TokenTree::Literal(text) => found.extend(shown(&text)),
            TokenTree::Punct(_) => {}
        }
    }
    found
}

/// The words of a text that may name variables, as `{x}` and `{:w$}` of a format do.
pub(super) fn shown(text: &Literal) -> Vec<String> {
    let text = text.to_string();
    let is_format = text.contains('{') && text.contains('"');
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|_| is_format);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Is a name that one part binds bound or meant by another?
fn any_shared(parts: &[(BTreeSet<String>, TokenStream)]) -> bool {
    parts.iter().enumerate().any(|(n, (names, _))| {
        let others = parts.iter().enumerate().filter(|(m, _)| *m != n);
        let mut others =
            others.flat_map(|(_, (own, tokens))| own.iter().cloned().chain(idents(tokens.clone())));
        others.any(|name| names.contains(&name))
    })
}

/// The closures of the links.
pub(super) fn closures_of<'a>(links: &[Link<'a>]) -> Vec<&'a syn::ExprClosure> {
    let closures = links.iter().filter_map(|link| match link {
        Link::Map(c) | Link::Filter(c) => Some(*c),
        Link::Copied { .. } => None,
    });
    closures.collect()
}

/// The call with new names in its closures.
pub(super) fn renamed(m: &ExprMethodCall) -> Option<ExprMethodCall> {
    let mut m = m.clone();
    let mut n = 0;
    for arg in &mut m.args {
        match arg {
            Expr::Closure(c) => {
                n += 1;
                *c = rename::renamed(c, n)?;
            }
            other if m.method == "zip" => super::late::rename_all(other, &mut n)?,
            _ => {}
        }
    }
    super::late::rename_all(&mut m.receiver, &mut n)?;
    Some(m)
}
