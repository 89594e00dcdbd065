//! Chains that end in a value: `a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>()`.
//!
//! In: a method call. Out: a [`Terminal`], which is the loop over the same items that computes the same value,
//! in an accumulator; or `None`. Like a head, it is asked of rustc whether the chain is core's; what follows the
//! chain is then core's too, and the closures are read as the body of the loop.

use super::best::{self, Best};
use super::place::single;
use super::{head, rename};
use crate::diag;
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
    /// `min`, `max_by`, ..
    Best(Box<Best>),
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
    /// Is one of them `copied` or `cloned`?
    copies: bool,
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
        if matches!(source, Expr::Range(_)) {
            return Begins::Range;
        }
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
    terminal(m).is_some() || unread(m).is_some()
}

/// Why what looks like a chain with a value stays core's own, if it is not read.
pub fn unread(m: &ExprMethodCall) -> Option<&'static str> {
    let name = m.method.to_string();
    let ends = matches!(
        name.as_str(),
        "sum"
            | "product"
            | "fold"
            | "for_each"
            | "collect"
            | "count"
            | "any"
            | "all"
            | "position"
            | "rposition"
            | "min"
            | "max"
            | "min_by"
            | "max_by"
            | "min_by_key"
            | "max_by_key"
            | "find"
            | "find_map"
            | "last"
            | "nth"
            | "reduce"
            | "try_fold"
            | "try_for_each"
            | "partition"
            | "unzip"
            | "eq"
            | "lt"
            | "le"
            | "gt"
            | "ge"
            | "cmp"
            | "partial_cmp"
            | "is_sorted"
    );
    let calls = if ends { between(&m.receiver)? } else { return None };
    // Of these the number is known without a look at the items, or each has its place.
    if calls.is_empty() && matches!(name.as_str(), "count" | "last" | "nth" | "collect" | "eq") {
        return None;
    }
    let is_copy = |call: &&String| matches!(call.as_str(), "copied" | "cloned");
    let is_late = |call: &&String| is_link(call) || is_copy(call);
    let mut after = calls.iter().rev().skip_while(|call| is_adapter(call)).skip_while(is_late);
    let filtered = calls.iter().any(|call| *call == "filter");
    Some(match name.as_str() {
        _ if calls.iter().any(|call| !is_adapter(call) && !is_link(call)) => diag::OTHER_ADAPTER,
        "collect" | "position" if filtered => diag::FILTERED,
        _ if after.next().is_some() => diag::LATE_ADAPTER,
        "min_by" | "max_by" => diag::OTHER_ORDER,
        "fold" => diag::OTHER_FOLD,
        _ => diag::OTHER_END,
    })
}

/// Why the head of a `for` is not run over.
pub(super) fn unread_head(head: &Expr) -> &'static str {
    match between(head) {
        Some(calls) if calls.iter().any(|call| !is_adapter(call) && !is_link(call)) => diag::OTHER_ADAPTER,
        Some(calls) if calls.iter().any(|call| is_link(call)) => diag::LATE_ADAPTER,
        _ => diag::ITERATOR,
    }
}

fn is_adapter(name: &str) -> bool {
    matches!(name, "zip" | "skip" | "take" | "step_by" | "enumerate" | "rev" | "copied" | "cloned")
}

fn is_link(name: &str) -> bool {
    matches!(name, "map" | "filter")
}

/// The calls between what a chain begins with and its end, the last first; `None` if it is no chain.
fn between(expr: &Expr) -> Option<Vec<String>> {
    let m = match expr {
        Expr::Paren(p) => return between(&p.expr),
        Expr::Range(r) => return r.start.is_some().then(Vec::new),
        Expr::MethodCall(m) => m,
        _ => return None,
    };
    let name = m.method.to_string();
    if super::chain::begins(expr).is_some_and(|source| std::ptr::eq(source, expr)) {
        return Some(Vec::new());
    }
    let known = is_adapter(&name)
        || is_link(&name)
        || matches!(
            name.as_str(),
            "filter_map"
                | "flat_map"
                | "flatten"
                | "take_while"
                | "skip_while"
                | "map_while"
                | "scan"
                | "inspect"
                | "chain"
                | "cycle"
                | "peekable"
                | "fuse"
        );
    let mut calls = if known { between(&m.receiver)? } else { return None };
    calls.insert(0, name);
    Some(calls)
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
    // How many there will be is not known.
    let filtered = links.iter().any(|link| matches!(link, Link::Filter(_)));
    if matches!(end, End::Collect | End::Position) && filtered {
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
        copies: links.iter().any(|link| matches!(link, Link::Copied)),
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
        (name @ ("min" | "max" | "min_by" | "max_by" | "min_by_key" | "max_by_key"), ..) => {
            let best = best::of(name, &m.args).filter(|_| m.turbofish.is_none())?;
            Some((End::Best(Box::new(best)), None, None))
        }
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

/// The name of the best item so far.
pub(super) const TOP: &str = "__hotloop_top";

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
    /// `copied` or `cloned` after one of these.
    Copied,
}

fn link(expr: &Expr) -> Option<(&Expr, Link<'_>)> {
    let Expr::MethodCall(m) = expr else { return None };
    if matches!(m.method.to_string().as_str(), "copied" | "cloned") && m.args.is_empty() {
        // In front of all closures it is a part of the chain.
        return link(&m.receiver).map(|_| (&*m.receiver, Link::Copied));
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
        End::Best(best) => {
            let Best { pat, key, .. } = &**best;
            let top = ours("top");
            // The closure has no item of its own: it is shown two.
            {
                let given = borrowed(pat, &value);
                (named(), quote::quote!(#given #top.write(#key);), vec![pat.clone()])
            }
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

/// Binds the pattern of a closure that is given a reference to the item. `&i` is the item itself, of which more is known.
fn borrowed(pat: &Pat, item: &Ident) -> TokenStream {
    match pat {
        Pat::Paren(p) => borrowed(&p.pat, item),
        Pat::Reference(r) if r.mutability.is_none() => {
            let own = &r.pat;
            quote::quote!(let #own = #item;)
        }
        _ => quote::quote!(let #pat = &#item;),
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
            Link::Copied => {
                let item = ours(&format!("item{n}"));
                body = quote::quote!(let #pat = *#item; #body);
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
        let (Link::Map(c) | Link::Filter(c)) = link else { continue };
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
fn begins(chain: &Expr) -> Option<Begins> {
    Some(match head::parts(chain).is_some_and(|(range, _)| head::range(range).is_some()) {
        true => Begins::Range,
        false => Begins::of(super::chain::begins(chain)?),
    })
}

/// Hands the first item that the call is given to `tie`: its closure gets a name for it, and whether that is a
/// reference to the item. False if the call says nothing of it.
fn tie_first(call: &mut ExprMethodCall, tie: &dyn Fn(&Ident, bool) -> TokenStream) -> bool {
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
fn innermost(whole: &mut ExprMethodCall, links: usize) -> &mut ExprMethodCall {
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

impl Terminal {
    /// Does it end with the first item that decides?
    pub fn is_search(&self) -> bool {
        matches!(self.end, End::Any | End::All | End::Position)
    }

    /// Is the type of its value what core says, or that of the first argument? Others are asked for in any case.
    pub fn has_a_type(&self) -> bool {
        !matches!(self.end, End::Sum | End::Product | End::Collect | End::Best(_))
    }

    /// Is its value an item, of which only the number is found?
    pub fn best(&self) -> Option<&Best> {
        match &self.end {
            End::Best(best) => Some(best),
            _ => None,
        }
    }

    /// The calls after the chain but for the last, with something else in the place of the chain.
    pub fn links(&self, chain: TokenStream) -> Expr {
        match self.with(chain, None) {
            Expr::MethodCall(m) => *m.receiver,
            other => other,
        }
    }

    /// Does a closure, or what it ends in, say what an item is, where nothing says that the chain is an iterator?
    pub fn tells_items(&self) -> bool {
        !self.copies && (self.links > 0 || !matches!(self.end, End::Collect))
    }

    /// The whole as [`Terminal::with`] gives it, and the first item handed to `tie`. False if no call says anything
    /// of it.
    pub fn tied(&self, whole: &mut Expr, tie: &dyn Fn(&Ident, bool) -> TokenStream) -> bool {
        let Expr::MethodCall(m) = whole else { return false };
        tie_first(innermost(m, self.links), tie)
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
