//! The heads of `for` loops with closures in them, and how the first item of a chain is told.
//!
//! In: a `for`. Out: a [`Linked`], which is the loop over the chain that its head begins with.

use super::head;
use super::last::ours;
use super::late::Late;
use super::links::{Link, clashes, closures_of, link, nested, renamed};
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
    /// The chain with its closures, where adapters stand after them.
    pub late: Option<Late>,
    /// The head: as written, but for the order of what may change places.
    head: Expr,
    /// How many calls stand between the chain and the head.
    links: usize,
}

/// Reads a `for` whose head has closures in it.
pub fn linked(f: &syn::ExprForLoop) -> Option<Linked> {
    let Expr::MethodCall(m) = &*f.expr else { return None };
    let m = &super::late::in_front(m);
    if super::unread::has_odd_closure(m) {
        return None;
    }
    let with = |m: ExprMethodCall| syn::ExprForLoop { expr: Box::new(Expr::MethodCall(m)), ..f.clone() };
    read_linked(&with(m.clone())).or_else(|| read_linked(&with(renamed(m)?)))
}

fn read_linked(f: &syn::ExprForLoop) -> Option<Linked> {
    let mut links = Vec::new();
    let mut chain = &*f.expr;
    while let Some((receiver, link)) = link(chain) {
        links.push(link);
        chain = receiver;
    }
    links.reverse();
    let stmts = &f.body.stmts;
    let last = quote::quote!(#(#stmts)*);
    let pat = (*f.pat).clone();
    let said = match (&*f.expr, links.len()) {
        (_, 0) => true,
        (Expr::MethodCall(m), n) => says_items(m, n - 1),
        _ => false,
    };
    let over = Over::read(chain, &links, nested(&links, (pat.clone(), last.clone())), said)?;
    let is_late = over.late.is_some();
    if over.closures.is_empty()
        || clashes((&over.closures, is_late), std::slice::from_ref(&pat), &last, None, &over.chain)
    {
        return None;
    }
    let Over { chain, begins, copies, late, pat, body, .. } = over;
    let inner = syn::ExprForLoop { pat: Box::new(pat), expr: Box::new(chain), body, ..f.clone() };
    let head = (*f.expr).clone();
    Some(Linked { head, inner, begins, copies, late, links: links.len() })
}

/// The loop that a chain with its links becomes.
pub(super) struct Over<'a> {
    pub(super) chain: Expr,
    pub(super) begins: Begins,
    pub(super) pat: Pat,
    pub(super) body: syn::Block,
    pub(super) copies: bool,
    pub(super) late: Option<Late>,
    /// All closures, in the order in which they are called.
    pub(super) closures: Vec<&'a syn::ExprClosure>,
}

impl<'a> Over<'a> {
    /// `pat` and `body` are those of what the chain gives; `said` tells whether the call after the chain says what it is.
    pub(super) fn read(
        chain: &'a Expr,
        links: &[Link<'a>],
        (pat, body): (Pat, syn::Block),
        said: bool,
    ) -> Option<Over<'a>> {
        let mut closures = closures_of(links);
        let mut copies = links.iter().any(|link| matches!(link, Link::Copied { .. }));
        let Some(read) = super::late::read(chain, &pat, said) else {
            let begins = begins(chain)?;
            return Some(Over { chain: chain.clone(), begins, pat, body, copies, late: None, closures });
        };
        if !said && !super::late::is_told(chain) {
            return None;
        }
        let (begins, before, stmts) = (begins(&read.raw)?, read.before, body.stmts);
        closures.splice(0..0, read.closures);
        copies |= read.copies;
        let body = syn::parse_quote!({ #before #(#stmts)* });
        Some(Over { chain: read.raw, begins, pat: read.pat, body, copies, late: Some(read.late), closures })
    }
}

/// Is the call, under so many others, given a closure that says what an item is?
pub(super) fn says_items(whole: &ExprMethodCall, links: usize) -> bool {
    let mut whole = whole.clone();
    let call = innermost(&mut whole, links);
    call.method == "fold" || matches!(call.args.last(), Some(Expr::Closure(_)))
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
    /// The head, with something else in the place of the chain, and the first item handed to `tie`; false if no call has
    /// a closure for it.
    pub fn tied(&self, chain: TokenStream, tie: &dyn Fn(&Ident, bool) -> TokenStream) -> (Expr, bool) {
        let mut whole = self.with(chain);
        let tied = match &mut whole {
            Expr::MethodCall(m) if self.links > 0 => tie_first(innermost(m, self.links - 1), tie),
            _ => false,
        };
        (whole, tied)
    }

    /// The head, with something else in the place of the chain.
    pub fn with(&self, chain: TokenStream) -> Expr {
        let mut whole = self.head.clone();
        let mut at = &mut whole;
        for _ in 0..self.links {
            let Expr::MethodCall(m) = at else { break };
            at = &mut *m.receiver;
        }
        *at = Expr::Verbatim(chain);
        whole
    }
}
