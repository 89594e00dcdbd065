//! Chains with adapters after closures: their parts in variables, the chain as written and the one without closures.
//!
//! What `a.iter().map(f).zip(b.iter().map(g)).skip(n)` expands to (names shortened):
//!
//! ```text
//! match a.iter() { source => match W(&source).joins() { joins =>
//!     match Link(joins, source).open() { mut part0 =>
//!         match Link(joins, b.iter()).open() { mut part1 => match n { part2 => {
//!             let (unit0, unit1) = (Ex::new(), Ex::new());
//!             let mut chain = Told(Lends(&mut part0).lent(), unit0).told()
//!                 .zip(Told(Lends(&mut part1).lent(), unit1).told()).skip(Size(&part2).of());
//!             ..                                                        // as every chain
//!             for (p, q) in part0.map(f).zip(part1.map(g)).skip(part2) { .. }    // as written
//! ```
//!
//! What the sources lend are chains of ours again if they are core's. If not, an item is what the user's closures are
//! given there (`unit.tie(..)` in the model), and never used.

use super::{Of, Site, runtime};
use crate::nest::Nest;
use crate::nest::chain::number;
use crate::nest::late::{Late, Part, call, has_closure, is_copy, is_link, pieces, untyped};
use crate::nest::terminal::Linked;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;
use syn::{Expr, Pat};

/// What the items of a part of a chain are made of.
enum Shape {
    /// Items of a part without closures, by its number.
    Unit(usize),
    /// A pair of both, by its number.
    Pair(usize, Box<Shape>, Box<Shape>),
    /// The number of an item that the `enumerate` of this number counts.
    Number(usize),
    /// What a closure gives, by its number.
    Value(usize),
}

impl Shape {
    /// Takes out the values of the chain itself, which no closure after it is given.
    fn take_own(&self, all: &mut BTreeSet<usize>) {
        match self {
            Shape::Unit(_) => {}
            Shape::Pair(node, a, b) => {
                all.remove(node);
                a.take_own(all);
                b.take_own(all);
            }
            Shape::Number(node) | Shape::Value(node) => drop(all.remove(node)),
        }
    }

    /// Says what the items are, where `at` refers to a value of this shape.
    fn ties(&self, at: &TokenStream, seen: &BTreeSet<usize>) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let own =
            |node: usize, name: Ident| seen.contains(&node).then(|| quote_spanned!(s=> #name.tie(#at);));
        match self {
            Shape::Unit(n) => {
                let unit = unit(*n);
                quote_spanned!(s=> #unit.tie(#at);)
            }
            Shape::Pair(node, a, b) => {
                let whole = own(*node, seen_name(*node));
                let a = a.ties(&quote_spanned!(s=> #hl::W(#at).left()), seen);
                let b = b.ties(&quote_spanned!(s=> #hl::W(#at).right()), seen);
                quote!(#whole #a #b)
            }
            Shape::Number(node) => own(*node, number_name(*node)).unwrap_or_default(),
            Shape::Value(node) => own(*node, seen_name(*node)).unwrap_or_default(),
        }
    }
}

/// The exemplar of an item of a part without closures.
fn unit(n: usize) -> Ident {
    super::id("unit", n)
}

/// The exemplar of a value of the user's own.
fn seen_name(n: usize) -> Ident {
    super::id("seen", n)
}

/// The exemplar of the number that a user's own `enumerate` counts.
fn number_name(n: usize) -> Ident {
    super::id("number", n)
}

/// A value with the type of the user's own, where that is asked for.
pub(super) fn seen(nest: &Nest, node: usize, value: TokenStream) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    match nest.seen.contains(&node).then(|| seen_name(node)) {
        Some(seen) => quote_spanned!(s=> (#hl::Cast(#value, #seen).get())),
        None => value,
    }
}

/// The variable that holds part number `n`.
fn part_name(n: usize) -> Ident {
    super::id("part", n)
}

/// What stands for a part in the model, while the part itself is lent.
fn same_name(part: &Ident) -> Ident {
    Ident::new(&format!("{part}_same"), Span::mixed_site())
}

/// The parts and units that have been met.
#[derive(Default)]
struct Met {
    parts: usize,
    units: usize,
    nodes: usize,
    /// Values that have to have the types of the user's own.
    seen: BTreeSet<usize>,
    /// Those of them that are pairs with a number.
    numbers: Vec<usize>,
}

impl Met {
    fn of(nest: &Nest) -> Met {
        Met { seen: nest.seen.clone(), ..Met::default() }
    }

    /// An expression whose parts are their variables; of a source, what `source` makes of it, and of an argument, `arg`.
    fn replaced(
        &mut self,
        expr: &Expr,
        source: &dyn Fn(&Ident) -> TokenStream,
        arg: &dyn Fn(&Ident) -> TokenStream,
    ) -> Expr {
        let mut out = expr.clone();
        pieces(&mut out, &mut |_, kind| {
            let name = part_name(self.parts);
            self.parts += 1;
            let tokens = match kind(Expr::PLACEHOLDER) {
                Part::Source(_) => source(&name),
                Part::Count(_) | Part::Step(_) => arg(&name),
            };
            Some(Expr::Verbatim(tokens))
        });
        out
    }

    fn node(&mut self) -> usize {
        self.nodes += 1;
        self.nodes - 1
    }

    fn unit(&mut self) -> usize {
        self.units += 1;
        self.units - 1
    }

    /// The chain without closures, over what the sources lend.
    fn lent(&mut self, expr: &Expr) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let count = |name: &Ident| quote_spanned!(s=> #hl::Size(&#name).of());
        let Some(m) = call(expr).filter(|_| has_closure(expr)) else {
            let source = |name: &Ident| quote_spanned!(s=> #hl::Lends(&mut #name).lent());
            let (whole, unit) = (self.replaced(expr, &source, &count), unit(self.unit()));
            return quote_spanned!(s=> #hl::Told(#whole, #unit).told());
        };
        let receiver = self.lent(&m.receiver);
        if is_link(m) || is_copy(m) {
            self.nodes += 1;
            return receiver;
        }
        let method = &m.method;
        let args = match m.method == "zip" {
            true => self.lent(&m.args[0]),
            false => {
                let arg = m.args.first().map(|arg| match number(arg) {
                    Some(_) => arg.to_token_stream(),
                    None => {
                        self.parts += 1;
                        count(&part_name(self.parts - 1))
                    }
                });
                quote!(#arg)
            }
        };
        let is_pair = m.method == "zip" || m.method == "enumerate";
        if is_pair {
            let node = self.node();
            if m.method == "enumerate" && self.seen.contains(&node) {
                let number = number_name(node);
                return quote_spanned!(s=> #hl::Numbered(#receiver, #number).enumerate());
            }
        }
        quote!(#receiver.#method(#args))
    }

    /// The chain as it is written, never run, whose closures say what they are given.
    fn model(&mut self, expr: &Expr) -> (Expr, Shape) {
        let again = |name: &Ident| {
            let same = same_name(name);
            quote_spanned!(Span::mixed_site()=> #same.again())
        };
        let Some(m) = call(expr).filter(|_| has_closure(expr)) else {
            return (self.replaced(expr, &again, &again), Shape::Unit(self.unit()));
        };
        let mut out = m.clone();
        let (receiver, shape) = self.model(&m.receiver);
        *out.receiver = receiver;
        let shape = match (m.method.to_string().as_str(), out.args.first_mut()) {
            ("zip", Some(arg)) => {
                let (other, right) = self.model(&m.args[0]);
                *arg = other;
                Shape::Pair(self.node(), Box::new(shape), Box::new(right))
            }
            ("enumerate", _) => {
                let node = self.node();
                self.numbers.extend(self.seen.get(&node));
                Shape::Pair(node, Box::new(Shape::Number(node)), Box::new(shape))
            }
            (_, Some(Expr::Closure(c))) => {
                telling(c, &shape, &self.seen);
                Shape::Value(self.node())
            }
            (_, Some(arg)) if number(arg).is_none() => {
                let name = part_name(self.parts);
                self.parts += 1;
                *arg = Expr::Verbatim(again(&name));
                shape
            }
            ("copied" | "cloned", _) => Shape::Value(self.node()),
            _ => shape,
        };
        (Expr::MethodCall(out), shape)
    }
}

/// The closure says first what it is given.
fn telling(c: &mut syn::ExprClosure, shape: &Shape, seen: &BTreeSet<usize>) {
    let (s, given) = (Span::mixed_site(), super::id("given", 0));
    let ties = shape.ties(&quote_spanned!(s=> &#given), seen);
    let (pat, body) = (c.inputs[0].clone(), &c.body);
    let own = untyped(&pat);
    *c.body = Expr::Verbatim(quote_spanned!(s=> { #ties let #own = #given; #body }));
    c.inputs[0] = match pat {
        Pat::Type(t) => Pat::Type(syn::PatType { pat: Box::new(syn::parse_quote!(#given)), ..t }),
        _ => syn::parse_quote!(#given),
    };
}

impl Late {
    /// The exemplars of items, by which the sources are known where they are no iterators of core's, and those of values.
    fn exemplars(&self, nest: &Nest) -> Vec<Ident> {
        let mut met = Met::of(nest);
        met.model(&self.written);
        let numbers = std::mem::take(&mut met.numbers);
        let seen = nest.seen.iter().map(|node| seen_name(*node));
        (0..met.units).map(unit).chain(seen).chain(numbers.into_iter().map(number_name)).collect()
    }

    /// The values whose types the user's own calls say, where nothing else does: those that are given to a closure.
    pub fn seen(&self) -> BTreeSet<usize> {
        let mut met = Met::default();
        let (_, shape) = met.model(&self.written);
        let mut all: BTreeSet<usize> = (0..met.nodes).collect();
        if !self.is_said {
            shape.take_own(&mut all);
        }
        all
    }

    /// The chain as written, over the variables that hold its parts.
    pub fn own(&self) -> TokenStream {
        let name = |name: &Ident| name.to_token_stream();
        Met::default().replaced(&self.written, &name, &name).into_token_stream()
    }

    /// The same for the model, where closures say what they are given.
    pub fn model(&self, nest: &Nest) -> TokenStream {
        Met::of(nest).model(&self.written).0.into_token_stream()
    }

    /// The chain without closures, over what the sources lend.
    pub fn lent(&self, nest: &Nest) -> TokenStream {
        Met::of(nest).lent(&self.written)
    }

    /// Says what the items are that are left to be told, by what the call after the chain is given.
    pub(super) fn tie(&self, nest: &Nest) -> impl Fn(&Ident, bool) -> TokenStream + use<> {
        let (seen, shape) = (nest.seen.clone(), Met::of(nest).model(&self.written).1);
        move |name, is_reference| match is_reference {
            true => shape.ties(&name.to_token_stream(), &seen),
            false => shape.ties(&quote_spanned!(Span::mixed_site()=> &#name), &seen),
        }
    }

    /// The same by the pattern of a `for`, or the first call of its head.
    pub(super) fn told_by_head(&self, nest: &Nest, linked: &Linked, model: &TokenStream) -> TokenStream {
        let (s, given) = (Span::mixed_site(), super::id("given", 0));
        match linked.tied(model.clone(), &self.tie(nest)) {
            (head, true) => quote_spanned!(s=> let _ = #head;),
            (head, false) => {
                let ties = self.tie(nest)(&given, false);
                quote_spanned!(s=> for #given in #head { #ties let _ = #given; })
            }
        }
    }

    /// The item of the iteration that was found, in the place of the chain.
    pub(super) fn picked(&self, nest: &Nest, site: &Site<'_>, hit: &Ident) -> TokenStream {
        let (s, hl, unsafe_) = (Span::mixed_site(), runtime(), Ident::new("unsafe", Span::call_site()));
        let (items, k, (pat, value)) =
            (super::id("items", 0), super::id("k", 0), self.item(&|n, value| seen(nest, n, value)));
        let at = site.helpers.add(nest, Of::Item, "at_checked");
        quote_spanned! {s=>
            #hl::Picked(#hit.map(|#k| #unsafe_ { #items.#at(#k as ::core::primitive::usize) })).map(|#pat| { #value })
        }
    }
}

/// The head of a loop over such a chain, around `body`: the chain without closures is `chain`.
pub(super) fn bound(
    nest: &Nest,
    late: &Late,
    [source, joins, chain]: [&Ident; 3],
    body: &TokenStream,
) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    let (exemplars, lent) = (late.exemplars(nest), late.lent(nest));
    let parts = (0..late.parts.len()).map(part_name).map(|part| {
        let same = same_name(&part);
        quote_spanned!(s=> let #same = #hl::same(&#part);)
    });
    let body = quote_spanned! {s=> {
        #(#parts)*
        #(let #exemplars = #hl::Ex::new();)*
        let mut #chain = #lent;
        #body
    } };
    let mut parts = late.parts.iter().enumerate();
    let Some((first, Part::Source(begin))) = parts.next() else { return body };
    let body = parts.rev().fold(body, |body, (n, part)| {
        let name = part_name(n);
        match part {
            Part::Source(expr) => {
                quote_spanned!(s=> match #hl::Link(#joins, #expr).open() { mut #name => #body })
            }
            Part::Count(expr) => quote_spanned!(s=> match #expr { #name => #body }),
            // Where it stands, core says that 0 is no step.
            Part::Step(expr) => {
                quote_spanned!(s=> match #expr { #name => { #hl::Step(#joins, &#name).check(); #body } })
            }
        }
    });
    let first = part_name(first);
    quote_spanned! {s=>
        match #begin { #source => match #hl::W(&#hl::Scope.skip_while(#hl::never)).scope().and(#hl::W(&#source).joins()) { #joins =>
            match #hl::Link(#joins, #source).open() { mut #first => #body }
        } }
    }
}
