//! The heads of `for` loops with closures in them, and how the first item of a chain is told.
//!
//! In: a `for`. Out: a [`Linked`], which is the loop over the chain that its head begins with.

use super::head;
use super::last::ours;
use super::links::{Link, clashes, link, nested, renamed};
use super::terminal::Begins;
use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, ExprMethodCall, Pat};

/// The head of a `for` with closures in it: `for y in a.iter().map(|x| x * 2.0)`.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The loop over the chain that it begins with.
    pub inner: syn::ExprForLoop,
    /// What it begins with.
    pub begins: Begins,
    /// Is an item behind a reference that `copied` or `cloned` takes away? Then it has to be known to be one.
    pub copies: bool,
    /// How many calls stand between the chain and the head.
    links: usize,
}

/// Reads a `for` whose head has closures in it.
pub fn linked(f: &syn::ExprForLoop) -> Option<Linked> {
    let Expr::MethodCall(m) = &*f.expr else { return None };
    link(&f.expr)?;
    read_linked(f).or_else(|| {
        let expr = Box::new(Expr::MethodCall(renamed(m)?));
        read_linked(&syn::ExprForLoop { expr, ..f.clone() })
    })
}

fn read_linked(f: &syn::ExprForLoop) -> Option<Linked> {
    let mut links = Vec::new();
    let mut chain = &*f.expr;
    while let Some((receiver, link)) = link(chain) {
        links.push(link);
        chain = receiver;
    }
    links.reverse();
    let begins = begins(chain)?;
    let stmts = &f.body.stmts;
    let last = quote::quote!(#(#stmts)*);
    let pat = (*f.pat).clone();
    if links.is_empty() || clashes(&links, std::slice::from_ref(&pat), &last, None, chain) {
        return None;
    }
    let count = links.len();
    let copies = links.iter().any(|link| matches!(link, Link::Copied));
    let (pat, body) = nested(&links, (pat, last));
    let inner = syn::ExprForLoop { pat: Box::new(pat), expr: Box::new(chain.clone()), body, ..f.clone() };
    Some(Linked { inner, begins, copies, links: count })
}

/// What a chain or range begins with.
pub(super) fn begins(chain: &Expr) -> Option<Begins> {
    Some(match head::parts(chain).is_some_and(|(range, _)| head::range(range).is_some()) {
        true => Begins::Range,
        false => Begins::of(super::chain::begins(chain)?),
    })
}

/// Hands the first item that the call is given to `tie`: its closure gets a name for it, and whether that is a
/// reference to the item. False if the call says nothing of it.
pub(super) fn tie_first(call: &mut ExprMethodCall, tie: &dyn Fn(&Ident, bool) -> TokenStream) -> bool {
    let (given, folds) = (ours("given"), call.method == "fold");
    let is_reference = matches!(
        call.method.to_string().as_str(),
        "filter" | "min_by" | "max_by" | "min_by_key" | "max_by_key"
    );
    let tied = tie(&given, is_reference);
    match call.args.last_mut() {
        Some(Expr::Closure(c)) => {
            let input = &mut c.inputs[usize::from(folds)];
            let (pat, body) = (input.clone(), &c.body);
            let (pat, ty) = match pat {
                Pat::Type(t) => (*t.pat, Some(t.ty)),
                pat => (pat, None),
            };
            *c.body = Expr::Verbatim(quote::quote!({ #tied let #pat = #given; #body }));
            *input = match ty {
                Some(ty) => Pat::Type(syn::PatType {
                    attrs: Vec::new(),
                    pat: syn::parse_quote!(#given),
                    colon_token: syn::Token![:](Span::mixed_site()),
                    ty,
                }),
                None => syn::parse_quote!(#given),
            };
            true
        }
        Some(function) if folds => {
            let held = ours("held");
            *function = Expr::Verbatim(quote::quote!(|#held, #given| { #tied #function(#held, #given) }));
            true
        }
        _ => false,
    }
}

/// The call whose receiver is the chain, under so many others.
pub(super) fn innermost(whole: &mut ExprMethodCall, links: usize) -> &mut ExprMethodCall {
    let mut at = whole;
    for _ in 0..links {
        match &mut *at.receiver {
            Expr::MethodCall(inner) => at = inner,
            _ => unreachable!("links are calls"),
        }
    }
    at
}

impl Linked {
    /// The head, with something else in the place of the chain, and the first item handed to `tie`.
    pub fn tied(
        &self,
        f: &syn::ExprForLoop,
        chain: TokenStream,
        tie: &dyn Fn(&Ident, bool) -> TokenStream,
    ) -> Expr {
        let mut whole = self.with(f, chain);
        if let Expr::MethodCall(m) = &mut whole {
            tie_first(innermost(m, self.links - 1), tie);
        }
        whole
    }

    /// The head, with something else in the place of the chain.
    pub fn with(&self, f: &syn::ExprForLoop, chain: TokenStream) -> Expr {
        let mut whole = (*f.expr).clone();
        let mut at = &mut whole;
        for _ in 0..self.links {
            let Expr::MethodCall(m) = at else { break };
            at = &mut *m.receiver;
        }
        *at = Expr::Verbatim(chain);
        whole
    }
}
