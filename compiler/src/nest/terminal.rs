//! Chains that end in a value: `a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>()`.
//!
//! In: a method call. Out: a [`Terminal`], which is the loop over the same items that computes the same value,
//! in an accumulator; or `None`. Like a head, it is asked of rustc whether the chain is core's; what follows the
//! chain is then core's too, and the closures are read as the body of the loop.

use super::head;
use super::place::single;
use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, ExprMethodCall, Pat, Type};

/// What a chain ends in.
#[derive(Clone, Debug)]
pub enum End {
    /// `sum`
    Sum,
    /// `product`
    Product,
    /// `fold`, with its first argument.
    Fold(Box<Expr>),
    /// `for_each`
    ForEach,
}

/// A chain that ends in a value.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// As written.
    pub whole: ExprMethodCall,
    /// What it ends in.
    pub end: End,
    /// The type of the value, where the call names it.
    pub ty: Option<Type>,
    /// The variable that becomes the value.
    pub accumulator: Option<Ident>,
    /// The chain or range.
    pub chain: Expr,
    /// What it begins with.
    pub begins: Begins,
    /// How many calls (`map`, `filter`) stand between the chain and the end.
    links: usize,
    /// The loop's pattern and body.
    pat: Pat,
    body: syn::Block,
}

/// What a chain begins with. What is not the head of a `for` need not be an iterator: only where it is known to be one,
/// a loop over it can stand in its place.
#[derive(Clone, Debug)]
pub enum Begins {
    /// A range.
    Range,
    /// A variable, or a part of one.
    Variable(Ident),
    /// Anything else.
    Other,
}

impl Begins {
    /// `a.iter()`, `a[1..].iter()`
    fn of(source: &Expr) -> Begins {
        let Expr::MethodCall(m) = source else { return Begins::Other };
        let base = match &*m.receiver {
            Expr::Index(i) if head::ends(&i.index).is_some() => &*i.expr,
            other => other,
        };
        single(base).map_or(Begins::Other, |name| Begins::Variable(name.clone()))
    }
}

/// Is it a loop? Then it has a number.
pub fn is_terminal(m: &ExprMethodCall) -> bool {
    terminal(m).is_some()
}

/// Reads a method call.
pub fn terminal(m: &ExprMethodCall) -> Option<Terminal> {
    let (end, ty, accumulator) = end(m)?;
    let mut links = Vec::new();
    let mut chain = &*m.receiver;
    while let Some((receiver, link)) = link(chain) {
        links.push(link);
        chain = receiver;
    }
    links.reverse();
    let begins = match head::parts(chain).is_some_and(|(range, _)| head::range(range).is_some()) {
        true => Begins::Range,
        false => Begins::of(super::chain::begins(chain)?),
    };
    let last = last(m, &end, accumulator.as_ref())?;
    let (pat, body) = nested(&links, last);
    Some(Terminal {
        whole: m.clone(),
        end,
        ty,
        accumulator,
        chain: chain.clone(),
        begins,
        links: links.len(),
        pat,
        body,
    })
}

/// A variable of ours, of which reports tell the last part.
fn ours(name: &str) -> Ident {
    Ident::new(&format!("__hotloop_{name}"), Span::mixed_site())
}

/// The name of an accumulator that only a sum or product of ours has: its updates are what core's would be.
pub(super) fn is_accumulator(name: &Ident) -> bool {
    *name == "__hotloop_sum" || *name == "__hotloop_product"
}

fn end(m: &ExprMethodCall) -> Option<(End, Option<Type>, Option<Ident>)> {
    let ty = match &m.turbofish {
        None => None,
        Some(of) => match of.args.first()? {
            syn::GenericArgument::Type(ty) if of.args.len() == 1 => Some(ty.clone()).filter(is_named),
            _ => return None,
        },
    };
    match (m.method.to_string().as_str(), m.args.len(), &m.turbofish) {
        ("sum", 0, _) => Some((End::Sum, ty, Some(ours("sum")))),
        ("product", 0, _) => Some((End::Product, ty, Some(ours("product")))),
        ("for_each", 1, None) => Some((End::ForEach, None, None)),
        ("fold", 2, None) => {
            let name = match &m.args[1] {
                Expr::Closure(c) => match c.inputs.first()? {
                    Pat::Ident(p) if p.by_ref.is_none() && p.mutability.is_none() && p.subpat.is_none() => {
                        p.ident.clone()
                    }
                    _ => return None,
                },
                _ => ours("value"),
            };
            Some((End::Fold(Box::new(m.args[0].clone())), None, Some(name)))
        }
        _ => None,
    }
}

/// A type without a hole for inference to fill.
pub fn is_named(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let tokens = quote::ToTokens::to_token_stream(path).to_string();
    !tokens.split_whitespace().any(|t| t == "_")
}

enum Link<'a> {
    Map(&'a syn::ExprClosure),
    Filter(&'a syn::ExprClosure),
}

fn link(expr: &Expr) -> Option<(&Expr, Link<'_>)> {
    let Expr::MethodCall(m) = expr else { return None };
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
fn closure(expr: &Expr, inputs: usize) -> Option<&syn::ExprClosure> {
    let Expr::Closure(c) = expr else { return None };
    let plain = c.capture.is_none()
        && c.asyncness.is_none()
        && c.movability.is_none()
        && c.attrs.is_empty()
        && matches!(c.output, syn::ReturnType::Default);
    (plain && c.inputs.len() == inputs).then_some(c)
}

/// What is done with the last value: its pattern, and the statements.
fn last(m: &ExprMethodCall, end: &End, accumulator: Option<&Ident>) -> Option<(Pat, TokenStream)> {
    let value = ours("item");
    let named = || syn::parse_quote!(#value);
    Some(match end {
        End::Sum => (named(), quote::quote!(#accumulator += #value;)),
        End::Product => (named(), quote::quote!(#accumulator *= #value;)),
        End::ForEach => {
            let c = closure(&m.args[0], 1)?;
            let body = &c.body;
            (c.inputs[0].clone(), quote::quote!(#body;))
        }
        End::Fold(_) => match &m.args[1] {
            Expr::Closure(_) => {
                let c = closure(&m.args[1], 2)?;
                let body = only(&c.body);
                (c.inputs[1].clone(), quote::quote!(#accumulator = #body;))
            }
            function if single(function).is_none() && matches!(function, Expr::Path(_)) => {
                (named(), quote::quote!(#accumulator = #function(#accumulator, #value);))
            }
            _ => return None,
        },
    })
}

/// The value of a block that is nothing else.
fn only(expr: &Expr) -> &Expr {
    match expr {
        Expr::Block(b) if b.label.is_none() && b.attrs.is_empty() => match b.block.stmts.as_slice() {
            [syn::Stmt::Expr(value, None)] => value,
            _ => expr,
        },
        _ => expr,
    }
}

/// The pattern of the items, and the body around what is done with the last value.
fn nested(links: &[Link<'_>], (pat, last): (Pat, TokenStream)) -> (Pat, syn::Block) {
    let (mut pat, mut body) = (pat, last);
    for (n, link) in links.iter().enumerate().rev() {
        match link {
            Link::Map(c) => {
                let value = &c.body;
                body = quote::quote!(let #pat = #value; #body);
                pat = c.inputs[0].clone();
            }
            Link::Filter(c) => {
                let (item, of, cond) = (ours(&format!("item{n}")), &c.inputs[0], &c.body);
                body = quote::quote!(if { let #of = &#item; #cond } { let #pat = #item; #body });
                pat = syn::parse_quote!(#item);
            }
        }
    }
    (pat, syn::parse_quote!({ #body }))
}

impl Terminal {
    /// The loop over the same items, which leaves the value in the accumulator.
    pub fn as_loop(&self) -> syn::ExprForLoop {
        let at = crate::diag::span_of(&self.chain).0;
        syn::ExprForLoop {
            attrs: self.whole.attrs.clone(),
            label: None,
            for_token: syn::Token![for](at),
            pat: Box::new(self.pat.clone()),
            in_token: syn::Token![in](at),
            expr: Box::new(self.chain.clone()),
            body: self.body.clone(),
        }
    }

    /// The whole, with something else in the place of the chain and of the first argument of `fold`.
    pub fn with(&self, chain: TokenStream, first: Option<TokenStream>) -> Expr {
        let mut whole = self.whole.clone();
        whole.attrs.clear();
        if let (End::Fold(_), Some(first)) = (&self.end, first) {
            whole.args[0] = Expr::Verbatim(first);
        }
        let mut at = &mut *whole.receiver;
        for _ in 0..self.links {
            let Expr::MethodCall(m) = at else { break };
            at = &mut *m.receiver;
        }
        *at = Expr::Verbatim(chain);
        Expr::MethodCall(whole)
    }
}
