//! Ends that give the least or the greatest item: `min_by(|a, b| a.total_cmp(b))`, `max()`, `min_by_key(|x| ..)`.
//!
//! In: a call. Out: the key by which items are compared, as an expression of one item, and how. What orders two items
//! is read as an order of keys only where the closure says of both the same: `|a, b| KEY(a).cmp(&KEY(b))`.

use super::terminal::closure;
use crate::walk::{self, Visit};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use syn::{Expr, Pat};

/// How keys are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `cmp`, also that of `min()` and of `min_by_key`.
    Own,
    /// `partial_cmp`; what it does with NaN, only the loop as written does.
    Partial,
    /// `total_cmp`
    Total,
}

/// The least or greatest item.
#[derive(Clone, Debug)]
pub struct Best {
    /// The pattern of a reference to an item.
    pub pat: Pat,
    /// Its key.
    pub key: Expr,
    /// How keys are compared.
    pub order: Order,
    /// The greatest key?
    pub max: bool,
    /// Of equal ones the last?
    pub last: bool,
    /// What compares them, where it is called by its name: `f64::total_cmp`.
    pub function: Option<Expr>,
}

/// Reads a call of one of core's methods of this kind.
pub(super) fn of(name: &str, args: &syn::punctuated::Punctuated<Expr, syn::Token![,]>) -> Option<Best> {
    let max = name.starts_with("max");
    let name = &name["max".len()..];
    match (name, args.len()) {
        ("", 0) => {
            let (pat, key) = itself();
            Some(Best { pat, key, order: Order::Own, max, last: max, function: None })
        }
        ("_by_key", 1) => {
            let c = closure(&args[0], 1)?;
            let (pat, key) = (untyped(&c.inputs[0]), (*c.body).clone());
            Some(Best { pat, key, order: Order::Own, max, last: max, function: None })
        }
        ("_by", 1) if is_total_cmp(&args[0]) => {
            let (pat, key) = itself();
            let function = Some(args[0].clone());
            Some(Best { pat, key, order: Order::Total, max, last: max, function })
        }
        ("_by", 1) => {
            let c = closure(&args[0], 2)?;
            let (left, right, order) = comparison(&c.body)?;
            let [a, b] = [untyped(&c.inputs[0]), untyped(&c.inputs[1])];
            let to_first = renaming(&a, &b)?;
            let (left, right) = (bare(left), bare(right));
            if text(left, None) == text(right, Some(&to_first)) && !mentions(left, &to_first) {
                return Some(Best { pat: a, key: left.clone(), order, max, last: max, function: None });
            }
            if text(right, None) == text(left, Some(&to_first)) && !mentions(right, &to_first) {
                return Some(Best {
                    pat: a,
                    key: right.clone(),
                    order,
                    max: !max,
                    last: max,
                    function: None,
                });
            }
            None
        }
        _ => None,
    }
}

/// The item is its own key.
fn itself() -> (Pat, Expr) {
    let own = Ident::new("__hotloop_own", Span::mixed_site());
    (syn::parse_quote!(#own), syn::parse_quote!(#own))
}

/// `f64::total_cmp`: that it is the standard library's, is asked.
fn is_total_cmp(expr: &Expr) -> bool {
    let Expr::Path(p) = expr else { return false };
    let mut names = p.path.segments.iter().rev().map(|s| s.ident.to_string());
    p.qself.is_none()
        && p.path.segments.iter().all(|s| s.arguments.is_none())
        && names.next().is_some_and(|name| name == "total_cmp")
        && names.next().is_some_and(|name| name == "f64" || name == "f32")
}

fn untyped(pat: &Pat) -> Pat {
    match pat {
        Pat::Type(t) => (*t.pat).clone(),
        other => other.clone(),
    }
}

/// `L.partial_cmp(R).unwrap()`, `L.total_cmp(R)`, `L.cmp(R)`
fn comparison(body: &Expr) -> Option<(&Expr, &Expr, Order)> {
    match body {
        Expr::Paren(p) => comparison(&p.expr),
        Expr::Group(g) => comparison(&g.expr),
        Expr::Block(b) if b.label.is_none() && b.attrs.is_empty() => match b.block.stmts.as_slice() {
            [syn::Stmt::Expr(value, None)] => comparison(value),
            _ => None,
        },
        Expr::MethodCall(m) if m.turbofish.is_none() => {
            match (m.method.to_string().as_str(), m.args.len()) {
                ("total_cmp", 1) => Some((&*m.receiver, &m.args[0], Order::Total)),
                ("cmp", 1) => Some((&*m.receiver, &m.args[0], Order::Own)),
                // What these do where there is no order, the loop as written does.
                ("unwrap", 0) | ("expect" | "unwrap_or", 1) if m.args.iter().all(is_constant) => {
                    let Expr::MethodCall(p) = &*m.receiver else { return None };
                    (p.method == "partial_cmp" && p.args.len() == 1 && p.turbofish.is_none())
                        .then(|| (&*p.receiver, &p.args[0], Order::Partial))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// `"text"`, `Ordering::Equal`
fn is_constant(expr: &Expr) -> bool {
    matches!(expr, Expr::Lit(_) | Expr::Path(_))
}

/// The value that is compared, whether there is a reference to it or not.
fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(p) => bare(&p.expr),
        Expr::Group(g) => bare(&g.expr),
        Expr::Reference(r) if r.mutability.is_none() => bare(&r.expr),
        other => other,
    }
}

/// The names of the second pattern and what the first has in their places, if the patterns differ in nothing else.
fn renaming(a: &Pat, b: &Pat) -> Option<BTreeMap<String, Ident>> {
    let (first, second) = (names(a), names(b));
    let renaming: BTreeMap<String, Ident> =
        second.iter().map(ToString::to_string).zip(first.iter().cloned()).collect();
    let alike = text(a, None) == text(b, Some(&renaming));
    let apart = first.iter().all(|name| !renaming.contains_key(&name.to_string()));
    (first.len() == second.len() && first.len() == renaming.len() && alike && apart).then_some(renaming)
}

fn names(pat: &Pat) -> Vec<Ident> {
    struct Names(Vec<Ident>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
            self.0.push(p.ident.clone());
            walk::visit_pat_ident(self, p);
        }
    }
    let mut names = Names(Vec::new());
    names.visit_pat(pat);
    names.0
}

/// Does it use a name of the second item?
fn mentions(expr: &Expr, second: &BTreeMap<String, Ident>) -> bool {
    let none = second.keys().map(|name| (name.clone(), Ident::new("__hotloop_none", Span::mixed_site())));
    text(expr, None) != text(expr, Some(&none.collect()))
}

/// The tokens as text, under other names. What follows a `.` is no variable.
fn text(tokens: &impl ToTokens, names: Option<&BTreeMap<String, Ident>>) -> String {
    let empty = BTreeMap::new();
    renamed(tokens.to_token_stream(), names.unwrap_or(&empty)).to_string()
}

fn renamed(tokens: TokenStream, names: &BTreeMap<String, Ident>) -> TokenStream {
    let mut is_member = false;
    let mut out = TokenStream::new();
    for token in tokens {
        let renamed = match &token {
            TokenTree::Ident(name) if !is_member => match names.get(&name.to_string()) {
                Some(other) => quote!(#other),
                None => quote!(#name),
            },
            TokenTree::Group(g) => {
                proc_macro2::Group::new(g.delimiter(), renamed(g.stream(), names)).to_token_stream()
            }
            other => quote!(#other),
        };
        is_member = matches!(&token, TokenTree::Punct(p) if p.as_char() == '.');
        out.extend(renamed);
    }
    out
}
