//! `fastmath(reassoc)`: float sums of an innermost loop in a variable of the body around it, or in one that
//! this body sets first,
//!
//! ```text
//! let mut s = 0.0;                               // or: s = 0.0;
//! for j in 0..m { s += a[i * m + j] * x[j]; }
//! ```
//!
//! To the root such a variable is no reduction. Theorem: if every
//! occurrence of the name in the inner loop is the left side of an update, nothing in that loop sees a value
//! on the way, so the terms may be added in another order, and to the variable at the end.

use super::affine::LoopId;
use super::build::{Builder, Local};
use super::place::single;
use super::{ExId, Hole};
use crate::walk::{self, Visit};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{BinOp, Expr};

/// A sum of an innermost loop.
#[derive(Clone, Debug)]
pub struct Sum {
    /// Its name, for messages.
    pub name: String,
    /// The variable, with holes.
    pub place: Expr,
    /// Its exemplar.
    pub ex: ExId,
    /// The loop that adds to it.
    pub within: LoopId,
}

/// `s += term` or `s -= term` for a sum; in the long form, `s = s + term`.
#[derive(Clone, Debug)]
pub struct SumUpdate {
    /// Index in [`super::Nest::sums`].
    pub sum: usize,
    /// `-`?
    pub subtract: bool,
    /// The long form?
    pub long: bool,
    /// The value, with holes.
    pub term: Expr,
    /// Its exemplar.
    pub ex: ExId,
    /// Where the operation is.
    pub at: proc_macro2::Span,
}

impl Builder<'_> {
    /// The variables that this loop only adds to; none unless it is innermost and sums may be regrouped.
    pub(super) fn sums_of(&mut self, body: &syn::Block, within: LoopId) -> Vec<(String, usize)> {
        if !self.how.fastmath.reassoc || !self.nest.may_have_lanes(within) {
            return Vec::new();
        }
        let mut seen = Seen::default();
        seen.visit_block(body);
        if seen.repeats {
            return Vec::new();
        }
        let mut occurrences = BTreeMap::new();
        count(body.to_token_stream(), &mut occurrences);
        let mut sums = Vec::new();
        for (text, (name, names)) in seen.updates {
            if occurrences.get(&text) != Some(&names) {
                continue;
            }
            let Some(place) = self.sum_place(&name) else { continue };
            let ex = self.exemplar();
            self.nest.sums.push(Sum { name: text.clone(), place, ex, within });
            sums.push((text, self.nest.sums.len() - 1));
        }
        sums
    }

    /// The variable, if the iteration of the root has given it a value already.
    fn sum_place(&mut self, name: &Ident) -> Option<Expr> {
        let place = Expr::Path(syn::parse_quote!(#name));
        match self.local(&name.to_string()) {
            Some(Local::Let(_) | Local::Bounded(_) | Local::Counter(_)) => {
                Some(self.target(&place, Some(&place)))
            }
            Some(_) => None,
            None => {
                let path = self.path(&place)?;
                let scalar = self.nest.scalars.iter().position(|s| s.path == path)?;
                self.assigned.contains(&scalar).then(|| self.target(&place, Some(&place)))
            }
        }
    }

    /// `s += term` or `s -= term` for a sum of this loop.
    pub(super) fn sum_update(
        &mut self,
        left: &Expr,
        subtract: bool,
        term: &Expr,
        long: bool,
        at: proc_macro2::Span,
    ) -> Option<Expr> {
        let name = single(left)?.to_string();
        let sum = self.sums.iter().find(|(n, _)| *n == name).map(|(_, sum)| *sum)?;
        self.work(1);
        let (term, ex) = (self.term(super::arith::bare(term)), self.exemplar());
        Some(self.hole(Hole::SumUpdate(SumUpdate { sum, subtract, long, term, ex, at })))
    }

    /// `s = s + term`, the long form.
    pub(super) fn long_sum_update(&mut self, a: &syn::ExprAssign) -> Option<Expr> {
        let (name, subtract, term) = long_form(a)?;
        let left = Expr::Path(syn::parse_quote!(#name));
        let at = crate::diag::span_of(&a.right).0;
        self.sum_update(&left, subtract, term, true, at)
    }
}

/// The parts of `s = s + term` or `s = s - term`.
fn long_form(a: &syn::ExprAssign) -> Option<(&Ident, bool, &Expr)> {
    let Expr::Binary(b) = &*a.right else { return None };
    let subtract = match b.op {
        BinOp::Add(_) => false,
        BinOp::Sub(_) => true,
        _ => return None,
    };
    let (to, from) = (single(&a.left)?, single(&b.left)?);
    (to == from).then_some((to, subtract, &*b.right))
}

/// Updates of single names: the name, and how often it occurs in them.
#[derive(Default)]
struct Seen {
    updates: BTreeMap<String, (Ident, usize)>,
    /// Is there a part that may run several times in an iteration?
    repeats: bool,
}

impl Seen {
    fn update(&mut self, name: &Ident, names: usize) {
        self.updates.entry(name.to_string()).or_insert_with(|| (name.clone(), 0)).1 += names;
    }
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_expr_binary(&mut self, b: &'ast syn::ExprBinary) {
        if matches!(b.op, BinOp::AddAssign(_) | BinOp::SubAssign(_))
            && let Some(name) = single(&b.left)
        {
            self.update(name, 1);
        }
        walk::visit_expr_binary(self, b);
    }
    fn visit_expr_assign(&mut self, a: &'ast syn::ExprAssign) {
        if let Some((name, ..)) = long_form(a) {
            self.update(name, 2);
        }
        walk::visit_expr_assign(self, a);
    }
    fn visit_expr_for_loop(&mut self, _: &'ast syn::ExprForLoop) {
        self.repeats = true;
    }
    fn visit_expr_while(&mut self, _: &'ast syn::ExprWhile) {
        self.repeats = true;
    }
    fn visit_expr_loop(&mut self, _: &'ast syn::ExprLoop) {
        self.repeats = true;
    }
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {
        self.repeats = true;
    }
}

/// How often each name occurs.
fn count(tokens: TokenStream, into: &mut BTreeMap<String, usize>) {
    for token in tokens {
        match token {
            TokenTree::Group(g) => count(g.stream(), into),
            TokenTree::Ident(name) => *into.entry(name.to_string()).or_default() += 1,
            _ => {}
        }
    }
}
