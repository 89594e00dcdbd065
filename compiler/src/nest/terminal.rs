//! Chains that end in a value: `a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>()`.
//!
//! In: a method call. Out: a [`Terminal`], which is the loop over the same items that computes the same value,
//! in an accumulator; or `None`. Like a head, it is asked of rustc whether the chain is core's; what follows the
//! chain is then core's too, and the closures are read as the body of the loop.

use super::place::single;
use super::{head, rename};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::collections::BTreeSet;
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
    /// `collect` into a `Vec`
    Collect,
    /// `count`
    Count,
    /// `any`
    Any,
    /// `all`
    All,
    /// `position`
    Position,
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
    match read(m)? {
        Read::Clear(terminal) => Some(*terminal),
        Read::Clashes => match read(&renamed(m)?)? {
            Read::Clear(terminal) => Some(Terminal { whole: m.clone(), ..*terminal }),
            Read::Clashes => None,
        },
    }
}

/// A chain that was read.
enum Read {
    Clear(Box<Terminal>),
    /// A name of a closure hides a variable.
    Clashes,
}

/// The call with new names in its closures.
fn renamed(m: &ExprMethodCall) -> Option<ExprMethodCall> {
    let mut m = m.clone();
    let mut n = 0;
    let (mut at, mut is_end) = (&mut m, true);
    loop {
        let closures = at.args.iter_mut().filter_map(|arg| match arg {
            Expr::Closure(c) => Some(c),
            _ => None,
        });
        for c in closures {
            n += 1;
            *c = rename::renamed(c, n)?;
        }
        let next = &mut *at.receiver;
        if !is_end && !matches!(next, Expr::MethodCall(_)) || link(next).is_none() {
            return Some(m);
        }
        is_end = false;
        let Expr::MethodCall(call) = next else { return Some(m) };
        at = call;
    }
}

fn read(m: &ExprMethodCall) -> Option<Read> {
    let (end, ty, accumulator) = end(m)?;
    let mut links = Vec::new();
    let mut chain = &*m.receiver;
    while let Some((receiver, link)) = link(chain) {
        links.push(link);
        chain = receiver;
    }
    links.reverse();
    let begins = begins(chain)?;
    // How many there will be is not known; and there are nothing but numbers to be counted.
    let filtered = links.iter().any(|link| matches!(link, Link::Filter(_)));
    if matches!(end, End::Collect) && (filtered || head::parts(chain).is_some_and(|(_, a)| !a.is_empty())) {
        return None;
    }
    if matches!(end, End::Position) && filtered {
        return None;
    }
    if matches!(end, End::Count) && !filtered {
        return None;
    }
    let (pat, last, own) = last(m, &end, accumulator.as_ref())?;
    if clashes(&links, &own, &last, accumulator.as_ref(), chain) {
        return Some(Read::Clashes);
    }
    let (pat, body) = nested(&links, (pat, last));
    Some(Read::Clear(Box::new(Terminal {
        whole: m.clone(),
        end,
        ty,
        accumulator,
        chain: chain.clone(),
        begins,
        links: links.len(),
        pat,
        body,
    })))
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
            syn::GenericArgument::Type(ty) if of.args.len() == 1 => {
                Some(ty.clone()).filter(|ty| is_named(ty) || m.method == "collect")
            }
            _ => return None,
        },
    };
    match (m.method.to_string().as_str(), m.args.len(), &m.turbofish) {
        ("sum", 0, _) => Some((End::Sum, ty, Some(ours("sum")))),
        ("product", 0, _) => Some((End::Product, ty, Some(ours("product")))),
        ("collect", 0, None) => Some((End::Collect, None, None)),
        ("collect", 0, Some(_)) => ty.filter(is_vec).map(|ty| (End::Collect, Some(ty), None)),
        ("count", 0, None) => Some((End::Count, None, Some(ours("count")))),
        ("any", 1, None) => Some((End::Any, None, None)),
        ("all", 1, None) => Some((End::All, None, None)),
        ("position", 1, None) => Some((End::Position, None, None)),
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

/// `Vec<..>`
pub fn is_vec(ty: &Type) -> bool {
    matches!(ty, Type::Path(p) if p.path.segments.last().is_some_and(|s| s.ident == "Vec"))
}

/// The name of the element that a `collect` is about to write.
pub(super) const SLOT: &str = "__hotloop_slot";

/// The name of what a search is about to find.
pub(super) const HIT: &str = "__hotloop_hit";

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
pub(super) fn closure(expr: &Expr, inputs: usize) -> Option<&syn::ExprClosure> {
    let Expr::Closure(c) = expr else { return None };
    let plain = c.capture.is_none()
        && c.asyncness.is_none()
        && c.movability.is_none()
        && c.attrs.is_empty()
        && matches!(c.output, syn::ReturnType::Default);
    (plain && c.inputs.len() == inputs).then_some(c)
}

/// What is done with the last value: its pattern, the statements, and the names that these have of their own.
fn last(m: &ExprMethodCall, end: &End, accumulator: Option<&Ident>) -> Option<(Pat, TokenStream, Vec<Pat>)> {
    let value = ours("item");
    let named = || syn::parse_quote!(#value);
    Some(match end {
        End::Sum => (named(), quote::quote!(#accumulator += #value;), Vec::new()),
        End::Product => (named(), quote::quote!(#accumulator *= #value;), Vec::new()),
        End::Count => (named(), quote::quote!(#accumulator += 1usize;), Vec::new()),
        End::Collect => {
            let slot = ours("slot");
            (named(), quote::quote!(#slot.write(#value);), Vec::new())
        }
        End::Any | End::All | End::Position => {
            let (hit, c) = (ours("hit"), closure(&m.args[0], 1)?);
            let body = only(&c.body);
            let test = match end {
                End::All => quote::quote!(!(#body)),
                _ => quote::quote!(#body),
            };
            (c.inputs[0].clone(), quote::quote!(#hit.write(#test);), vec![c.inputs[0].clone()])
        }
        End::ForEach => {
            let c = closure(&m.args[0], 1)?;
            let body = &c.body;
            (c.inputs[0].clone(), quote::quote!(#body;), vec![c.inputs[0].clone()])
        }
        End::Fold(_) => match &m.args[1] {
            Expr::Closure(_) => {
                let c = closure(&m.args[1], 2)?;
                let body = only(&c.body);
                let own = c.inputs.iter().cloned().collect();
                (c.inputs[1].clone(), quote::quote!(#accumulator = #body;), own)
            }
            function if single(function).is_none() && matches!(function, Expr::Path(_)) => {
                (named(), quote::quote!(#accumulator = #function(#accumulator, #value);), Vec::new())
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
    if matches!(pat, Pat::Type(_) | Pat::Wild(_)) {
        let item = ours("typed");
        body = quote::quote!(let #pat = #item; #body);
        pat = syn::parse_quote!(#item);
    }
    (pat, syn::parse_quote!({ #body }))
}

/// In the loop a closure's names are seen by those that come after it, and the accumulator by all. Does one of them
/// mean another variable by such a name?
fn clashes(
    links: &[Link<'_>],
    own: &[Pat],
    last: &TokenStream,
    accumulator: Option<&Ident>,
    chain: &Expr,
) -> bool {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let acc: BTreeSet<String> = accumulator.map(ToString::to_string).into_iter().collect();
    let mut parts: Vec<(BTreeSet<String>, TokenStream)> = Vec::new();
    for link in links {
        let (Link::Map(c) | Link::Filter(c)) = link;
        let body = &c.body;
        let names = names_of(c.inputs.iter());
        // The accumulator is in scope around them.
        if !acc.is_disjoint(&idents(quote::quote!(#body)).difference(&names).cloned().collect()) {
            return true;
        }
        parts.push((names, quote::quote!(#body)));
    }
    parts.push((names_of(own.iter()), last.clone()));
    for (names, tokens) in parts {
        let used = idents(tokens);
        if used.iter().any(|name| seen.contains(name) && !names.contains(name) && !acc.contains(name)) {
            return true;
        }
        seen.extend(names);
    }
    !acc.is_disjoint(&idents(quote::quote!(#chain)))
        || !acc.is_disjoint(&seen.difference(&names_of(own.iter())).cloned().collect())
}

fn names_of<'a>(pats: impl Iterator<Item = &'a Pat>) -> BTreeSet<String> {
    pats.flat_map(|pat| idents(quote::quote!(#pat))).collect()
}

fn idents(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Group(g) => found.extend(idents(g.stream())),
            TokenTree::Ident(name) => drop(found.insert(name.to_string())),
            _ => {}
        }
    }
    found
}

/// The head of a `for` with closures in it: `for y in a.iter().map(|x| x * 2.0)`.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The loop over the chain that it begins with.
    pub inner: syn::ExprForLoop,
    /// What it begins with.
    pub begins: Begins,
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
    let (pat, body) = nested(&links, (pat, last));
    let inner = syn::ExprForLoop { pat: Box::new(pat), expr: Box::new(chain.clone()), body, ..f.clone() };
    Some(Linked { inner, begins, links: count })
}

/// What a chain or range begins with.
fn begins(chain: &Expr) -> Option<Begins> {
    Some(match head::parts(chain).is_some_and(|(range, _)| head::range(range).is_some()) {
        true => Begins::Range,
        false => Begins::of(super::chain::begins(chain)?),
    })
}

impl Linked {
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

impl Terminal {
    /// Does it end with the first item that decides?
    pub fn is_search(&self) -> bool {
        matches!(self.end, End::Any | End::All | End::Position)
    }

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
