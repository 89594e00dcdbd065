//! `fastmath` on operators, in the fast form.
//!
//! `a * b + c` becomes (names shortened)
//!
//! ```text
//! if ea.is_float() && eb.is_float() && ec.is_float() {
//!     match (ea.lift(a), eb.lift(b), ec.lift(c)) { (t0, t1, t2) => t0.product_plus(t1, t2, level).get() }
//! } else { a * b + c }
//! ```
//!
//! The questions are constants. Operands are evaluated in source order, as they are in `a * b + c`; between
//! floats the operators themselves have no effect, so they may come after all operands. For other types they
//! stay where they are.

use super::fast::Fast;
use super::{id, runtime};
use crate::nest::arith::{Arith, bare, is_product, is_zero};
use crate::nest::{Hole, Nest, fill, hole_of};
use crate::options::How;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::BTreeSet;
use syn::{BinOp, Expr};

/// The token of the level that a chunk is compiled for: may it fuse?
pub(super) fn level() -> Ident {
    id("level", 0)
}

/// Where an update goes, and how it is written there.
pub(super) struct Target<'a> {
    /// The exemplar of the variable.
    pub ex: Ident,
    /// The variable, or its private copy.
    pub place: &'a TokenStream,
    /// Is the term subtracted? `None` if the operator is no sum.
    pub subtract: Option<bool>,
    /// The lanes that it is summed in, and which of them.
    pub lanes: Option<(Ident, TokenStream)>,
    /// Are there lanes for every type? Otherwise for floats alone, whose term must be one as well.
    pub always: bool,
    /// The exemplar of the term, where that is not known to have the variable's type.
    pub term: Option<Ident>,
    /// The statement in order.
    pub in_order: &'a dyn Fn(&TokenStream) -> TokenStream,
    /// The statement in lanes.
    pub in_lanes: &'a dyn Fn(&TokenStream) -> TokenStream,
}

/// The scalars whose reciprocals the nest uses.
pub(super) fn reciprocals(nest: &Nest, how: &How) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    if how.fastmath.arcp {
        for arith in &nest.ariths {
            divisors(nest, arith, &arith.tree, &mut found);
        }
    }
    found
}

fn divisors(nest: &Nest, arith: &Arith, tree: &Expr, found: &mut BTreeSet<usize>) {
    match bare(tree) {
        Expr::Unary(u) => divisors(nest, arith, &u.expr, found),
        Expr::Binary(b) => {
            if matches!(b.op, BinOp::Div(_)) {
                found.extend(scalar_of(nest, arith, &b.right));
            }
            divisors(nest, arith, &b.left, found);
            divisors(nest, arith, &b.right, found);
        }
        _ => {}
    }
}

/// The operand that a tree is, if it is one.
fn operand_of(nest: &Nest, tree: &Expr) -> Option<usize> {
    match nest.holes[hole_of(bare(tree))?] {
        Hole::Operand(n) => Some(n),
        _ => None,
    }
}

/// The read-only scalar that a tree is, if it is one.
fn scalar_of(nest: &Nest, arith: &Arith, tree: &Expr) -> Option<usize> {
    let operand = &arith.operands[operand_of(nest, tree)?].expr;
    match nest.holes[hole_of(bare(operand))?] {
        Hole::Read(s) => Some(s),
        _ => None,
    }
}

impl Fast<'_> {
    /// The value of a tree.
    pub(super) fn arith(&self, a: usize) -> TokenStream {
        let s = Span::mixed_site();
        let arith = &self.nest.ariths[a];
        let plain = self.as_written(a);
        let tree = self.tree(arith, &arith.tree);
        let lifted = self.lifted(a, &[], &quote_spanned!(s=> #tree.get()), &plain);
        quote_spanned!(s=> (#lifted))
    }

    /// `target += product`.
    pub(super) fn fused(
        &self,
        target: &Expr,
        subtract: bool,
        term: &Expr,
        ex: usize,
        at: Span,
    ) -> TokenStream {
        let place = self.filled(target);
        let in_order = |term: &TokenStream| super::sums::spell(&place, subtract, false, term, at);
        let target = Target {
            ex: id("ex", ex),
            place: &place,
            subtract: Some(subtract),
            lanes: None,
            always: false,
            term: None,
            in_order: &in_order,
            in_lanes: &in_order,
        };
        self.accumulate(&target, term)
    }

    /// An update of a variable, in lanes or not, fused or not.
    pub(super) fn accumulate(&self, t: &Target<'_>, term: &Expr) -> TokenStream {
        let s = Span::mixed_site();
        let (ex, place) = (&t.ex, t.place);
        let plain = |term: &TokenStream| match &t.lanes {
            None => (t.in_order)(term),
            Some(_) if t.always => (t.in_lanes)(term),
            Some(_) => {
                let (hl, once) = (runtime(), id("term", 0));
                let (in_lanes, in_order) = ((t.in_lanes)(&quote!(#once)), (t.in_order)(&quote!(#once)));
                let is_term = t.term.as_ref().map(|of| quote_spanned!(s=> && #hl::Of(#ex, #of).is_term()));
                quote_spanned! {s=>
                    match #term { #once => if #ex.is_float() #is_term { #in_lanes } else { #in_order } }
                }
            }
        };
        let (Some(a), Some(subtract)) = (self.product(term), t.subtract) else {
            return plain(&self.filled(term));
        };
        let how = Ident::new(if subtract { "sub_product" } else { "add_product" }, s);
        let (level, (x, y)) = (level(), self.factors(a));
        let fused = match &t.lanes {
            Some((acc, lane)) => quote_spanned!(s=> #acc.#how(#lane, #x, #y, #level)),
            None => quote_spanned!(s=> #ex.#how(&mut #place, #x, #y, #level)),
        };
        self.lifted(a, std::slice::from_ref(ex), &fused, &plain(&self.as_written(a)))
    }

    /// The tree as written, without parentheses around it: it may become a block's value, where they are too many.
    fn as_written(&self, a: usize) -> TokenStream {
        let arith = &self.nest.ariths[a];
        fill(bare(&arith.tree), &|h| match &self.nest.holes[h] {
            Hole::Operand(n) => self.filled(&arith.operands[*n].expr),
            _ => self.hole(h),
        })
    }

    /// `then`, with the operands lifted, where they and `also` are floats; else `otherwise`.
    fn lifted(&self, a: usize, also: &[Ident], then: &TokenStream, otherwise: &TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        let operands = &self.nest.ariths[a].operands;
        let floats = also.iter().cloned().chain(operands.iter().map(|o| id("ex", o.ex)));
        let lifts = operands.iter().map(|o| {
            let (ex, value) = (id("ex", o.ex), self.filled(&o.expr));
            quote_spanned!(s=> #ex.lift(#value),)
        });
        let names = (0..operands.len()).map(|n| id("t", n));
        quote_spanned! {s=>
            if true #(&& #floats.is_float())* {
                match (#(#lifts)*) { (#(#names,)*) => #then }
            } else {
                #otherwise
            }
        }
    }

    /// The tree with the operations that the flags allow, over lifted operands.
    fn tree(&self, arith: &Arith, tree: &Expr) -> TokenStream {
        let s = Span::mixed_site();
        match bare(tree) {
            Expr::Unary(u) => {
                let x = self.tree(arith, &u.expr);
                quote_spanned!(s=> #x.negative())
            }
            Expr::Binary(b) => {
                let special = match b.op {
                    BinOp::Add(_) => self.sum(arith, &b.left, &b.right),
                    BinOp::Sub(_) => self.difference(arith, &b.left, &b.right),
                    BinOp::Div(_) => self.quotient(arith, &b.left, &b.right),
                    _ => None,
                };
                special.unwrap_or_else(|| {
                    let name = match b.op {
                        BinOp::Add(_) => "plus",
                        BinOp::Sub(_) => "minus",
                        BinOp::Mul(_) => "times",
                        _ => "over",
                    };
                    self.call(arith, &b.left, name, &b.right)
                })
            }
            operand => {
                let name = operand_of(self.nest, operand).map(|n| id("t", n));
                quote!(#name)
            }
        }
    }

    fn call(&self, arith: &Arith, x: &Expr, name: &str, y: &Expr) -> TokenStream {
        let s = Span::mixed_site();
        let (x, y, name) = (self.tree(arith, x), self.tree(arith, y), Ident::new(name, s));
        quote_spanned!(s=> #x.#name(#y))
    }

    fn sum(&self, arith: &Arith, x: &Expr, y: &Expr) -> Option<TokenStream> {
        let flags = self.how.fastmath;
        if flags.nsz && self.is_zero(arith, x) {
            return Some(self.tree(arith, y));
        }
        if flags.nsz && self.is_zero(arith, y) {
            return Some(self.tree(arith, x));
        }
        let (product, term) = if is_product(x) { (x, y) } else { (y, x) };
        self.fuse(arith, product, "product_plus", term)
    }

    fn difference(&self, arith: &Arith, x: &Expr, y: &Expr) -> Option<TokenStream> {
        let s = Span::mixed_site();
        if self.how.fastmath.nsz && self.is_zero(arith, x) {
            let y = self.tree(arith, y);
            return Some(quote_spanned!(s=> #y.negative()));
        }
        if is_product(x) {
            return self.fuse(arith, x, "product_minus", y);
        }
        self.fuse(arith, y, "product_from", x)
    }

    fn quotient(&self, arith: &Arith, x: &Expr, y: &Expr) -> Option<TokenStream> {
        let s = Span::mixed_site();
        if !self.how.fastmath.arcp {
            return None;
        }
        let reciprocal = match scalar_of(self.nest, arith, y) {
            Some(scalar) => {
                let name = id("reciprocal", scalar);
                quote!(#name)
            }
            // Of a literal rustc computes it.
            None => {
                let n = operand_of(self.nest, y)?;
                matches!(bare(&arith.operands[n].expr), Expr::Lit(_)).then_some(())?;
                let y = self.tree(arith, y);
                quote_spanned!(s=> #y.reciprocal())
            }
        };
        let x = self.tree(arith, x);
        Some(quote_spanned!(s=> #x.times(#reciprocal)))
    }

    fn fuse(&self, arith: &Arith, product: &Expr, name: &str, term: &Expr) -> Option<TokenStream> {
        let s = Span::mixed_site();
        let Expr::Binary(b) = bare(product) else { return None };
        if !self.how.fastmath.contract || !matches!(b.op, BinOp::Mul(_)) {
            return None;
        }
        let (x, y, term) = (self.tree(arith, &b.left), self.tree(arith, &b.right), self.tree(arith, term));
        let (name, level) = (Ident::new(name, s), level());
        Some(quote_spanned!(s=> #x.#name(#y, #term, #level)))
    }

    fn is_zero(&self, arith: &Arith, tree: &Expr) -> bool {
        operand_of(self.nest, tree).is_some_and(|n| is_zero(&arith.operands[n].expr))
    }

    /// The tree that a term is, if it is a product that may be fused.
    fn product(&self, term: &Expr) -> Option<usize> {
        match self.nest.holes[hole_of(term)?] {
            Hole::Arith(a) => {
                (self.how.fastmath.contract && is_product(&self.nest.ariths[a].tree)).then_some(a)
            }
            _ => None,
        }
    }

    /// The two factors of a product.
    fn factors(&self, a: usize) -> (TokenStream, TokenStream) {
        let arith = &self.nest.ariths[a];
        match bare(&arith.tree) {
            Expr::Binary(b) => (self.tree(arith, &b.left), self.tree(arith, &b.right)),
            other => (self.tree(arith, other), TokenStream::new()),
        }
    }
}

/// The reciprocals, before the loop.
pub(super) fn reciprocal_lets(nest: &Nest, how: &How) -> TokenStream {
    let s = Span::mixed_site();
    let lets = reciprocals(nest, how).into_iter().map(|x| {
        let (name, ex, c) = (id("reciprocal", x), id("ex", nest.scalars[x].ex), id("c", x));
        quote_spanned!(s=> let #name = #ex.reciprocal(&*#c);)
    });
    lets.collect()
}

/// The flags for elementary functions, as a value.
pub(super) fn math_flags(how: &How) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    let (afn, nnan, ninf) = (how.fastmath.afn, how.fastmath.nnan, how.fastmath.ninf);
    quote_spanned!(s=> #hl::Math::<#afn, #nnan, #ninf>)
}
