//! The model: the loop once more, in a branch that never runs, with exemplars tied to its expressions.
//!
//! Type inference goes through a body in the order of the text, so after the model every exemplar has the
//! type that the user's own code gives it, and questions about it have answers.

use super::{id, runtime};
use crate::nest::affine::LoopId;
use crate::nest::{Hole, HoleId, Nest, fill, fill_statements};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::cell::RefCell;
use std::collections::BTreeSet;

struct Model<'a> {
    nest: &'a Nest,
    /// Bases whose elements are tied already.
    tied: RefCell<BTreeSet<usize>>,
}

pub(super) fn emit(nest: &Nest, r: &Ident) -> TokenStream {
    let s = Span::mixed_site();
    let model = Model { nest, tied: RefCell::default() };
    let hl = runtime();
    let places = nest.scalars.iter().map(|x| (x.ex, &x.tokens));
    let places = places.chain(nest.wholes.iter().map(|x| (x.ex, &x.tokens)));
    let places = places.chain(nest.roots.iter().map(|x| (x.ex, &x.tokens)));
    let ties = places.map(|(ex, tokens)| {
        let ex = id("ex", ex);
        quote_spanned!(s=> #ex.tie(&#tokens);)
    });
    let head = quote_spanned!(s=> #hl::Head::again(&#r));
    let body = model.lp(0, head);
    quote!(#(#ties)* #body)
}

impl Model<'_> {
    fn lp(&self, l: LoopId, head: TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        let lp = &self.nest.loops[l];
        let ex = id("ex", lp.ex);
        let iv = lp.iv.clone().unwrap_or_else(|| id("iv", l));
        let body = fill_statements(&lp.body, &|h| self.hole(h));
        // In parentheses: a head may end in a block.
        quote_spanned!(s=> for #iv in (#head) { #ex.tie(&#iv); #body })
    }

    fn hole(&self, h: HoleId) -> TokenStream {
        let s = Span::mixed_site();
        let nest = self.nest;
        match &nest.holes[h] {
            Hole::Access(a) => self.access(*a),
            Hole::Read(x) | Hole::Write(x) | Hole::Assign(x) => nest.scalars[*x].tokens.clone(),
            Hole::Whole(w) => nest.wholes[*w].tokens.clone(),
            Hole::Len(b) => {
                let base = &nest.bases[*b].tokens;
                quote_spanned!(s=> #base.len())
            }
            Hole::Method(m) => self.method(*m),
            Hole::Loop(l) => self.lp(*l, fill(&nest.loops[*l].head, &|h| self.hole(h))),
            Hole::Update { scalar, subtract, long, term, .. } => {
                let place = &nest.scalars[*scalar].tokens;
                let term = fill(&**term, &|h| self.hole(h));
                super::update(place, *subtract, *long, &term)
            }
            Hole::Arith(a) => self.arith(*a),
            Hole::Operand(_) => unreachable!("operands are emitted with their tree"),
            Hole::Fused { target, subtract, term, ex } => {
                let (hl, ex) = (runtime(), id("ex", *ex));
                let (tied, target) = (fill(&**target, &|h| self.hole(h)), fill(&**target, &|h| self.hole(h)));
                let term = fill(&**term, &|h| self.hole(h));
                let update = super::update(&target, *subtract, false, &term);
                quote_spanned!(s=> { if false { #ex.tie(&(#tied)); #hl::diverge(); } #update })
            }
            Hole::SumUpdate { sum, subtract, long, term } => {
                let sum = &nest.sums[*sum];
                let (place, ex) = (fill(&sum.place, &|h| self.hole(h)), id("ex", sum.ex));
                let term = fill(&**term, &|h| self.hole(h));
                let update = super::update(&place, *subtract, *long, &term);
                quote_spanned!(s=> { #ex.tie(&#place); #update })
            }
        }
    }

    /// A tree whose operands pass through their exemplars.
    fn arith(&self, a: usize) -> TokenStream {
        let s = Span::mixed_site();
        let arith = &self.nest.ariths[a];
        let tree = fill(&arith.tree, &|h| match &self.nest.holes[h] {
            Hole::Operand(n) => {
                let operand = &arith.operands[*n];
                let (ex, value) = (id("ex", operand.ex), fill(&operand.expr, &|h| self.hole(h)));
                quote_spanned!(s=> #ex.through(#value))
            }
            _ => self.hole(h),
        });
        quote_spanned!(s=> (#tree))
    }

    fn access(&self, a: usize) -> TokenStream {
        let s = Span::mixed_site();
        let access = &self.nest.accesses[a];
        let base = &self.nest.bases[access.base];
        let place = &base.tokens;
        let index = fill(&access.index, &|h| self.hole(h));
        if !self.tied.borrow_mut().insert(access.base) {
            return quote_spanned!(s=> #place[#index]);
        }
        let hl = runtime();
        let ex = id("ex", base.ex);
        quote_spanned!(s=> #place[{ if false { #ex.tie(&#place[#index]); #hl::diverge(); } #index }])
    }

    fn method(&self, m: usize) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let method = &self.nest.methods[m];
        let (name, ex) = (&method.name, id("ex", method.ex));
        let receiver = fill(&method.receiver, &|h| self.hole(h));
        let args = method.args.iter().map(|a| fill(a, &|h| self.hole(h)));
        let call = quote_spanned!(s=> ({ if false { #ex.tie(&(#receiver)); #hl::diverge(); } (#receiver).#name(#(#args),*) }));
        match method.result {
            None => call,
            Some(result) => {
                let result = id("ex", result);
                quote_spanned!(s=> #result.through(#call))
            }
        }
    }
}
