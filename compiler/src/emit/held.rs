//! Elements that a loop uses again and again: their value is taken in front of it, and given back after it.
//!
//! `for j in 0..m { y[i] += a[i * m + j] * x[j]; }`: all accesses to `y` in the loop over `j` go to one element. It may
//! be held through the loop if the loop runs at all (else the element need not be within the base, nor belong to
//! this iteration), if the evidence of one access is about every iteration of the loop, and if no reference to
//! the element could outlive the loop. That no other thread has the element is the evidence of the parallel form:
//! the element is one that this iteration accesses.

use super::fast::Fast;
use super::{Of, id, runtime};
use crate::analysis::corners;
use crate::nest::affine::{Linear, LoopId};
use crate::nest::{Access, Step};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

impl Fast<'_> {
    /// What holds the element of an access.
    pub(super) fn held(&self, a: usize) -> Option<Ident> {
        let access = &self.nest.accesses[a];
        let mut chain: Vec<LoopId> = self.nest.chain(access.within).collect();
        chain.reverse();
        let l = chain.into_iter().find(|&l| self.held_form(l, access.base).is_some())?;
        Some(self.held_name(l, access.base))
    }

    /// The elements that are taken in front of an inner loop, and the condition that it runs at all.
    pub(super) fn held_in(&self, l: LoopId) -> Option<(TokenStream, TokenStream)> {
        let s = Span::mixed_site();
        let (hl, unsafe_) = (runtime(), Ident::new("unsafe", Span::call_site()));
        let mut tokens = TokenStream::new();
        for base in 0..self.nest.bases.len() {
            let Some(forms) = self.held_form(l, base) else { continue };
            // One that is held by a loop around is at hand.
            if self.nest.chain(l).skip(1).any(|outer| self.held_form(outer, base).is_some()) {
                continue;
            }
            let (name, v) = (self.held_name(l, base), id("v", base));
            let numbers = forms.iter().map(|form| self.index_tokens(form)).collect::<Option<Vec<_>>>()?;
            let index = match self.nest.bases[base].rank {
                None => quote_spanned!(s=> #hl::W(#(#numbers)*).ix()),
                Some(_) => quote_spanned!(s=> #hl::W([#(#numbers),*]).cell()),
            };
            let first = self.nest.accesses.iter().position(|a| a.base == base && a.within == l)?;
            let access = &self.nest.accesses[first];
            let (k, ex) = (id("at", 0), id("ex", self.nest.shapes[access.leaf].ex));
            let hold = self.helpers.add(self.nest, Of::Held(first), "hold");
            tokens.extend(quote_spanned! {s=>
                let #name = { let #k = #index; #unsafe_ { #v.#hold(#k, #ex.is_prim()) } };
            });
        }
        let (lo, hi) = self.ends(l)?;
        (!tokens.is_empty()).then(|| (quote_spanned!(s=> #lo < #hi), tokens))
    }

    fn held_name(&self, l: LoopId, base: usize) -> Ident {
        id("held", l * self.nest.bases.len() + base)
    }

    /// The one subscript (in a tensor, each of its numbers) of all accesses to a base in an inner loop, if the element
    /// can be held through it.
    fn held_form(&self, l: LoopId, base: usize) -> Option<Vec<&Linear>> {
        let nest = self.nest;
        let lp = &nest.loops[l];
        let can_be = l != 0 && !lp.opaque && !lp.subrange && nest.bases[base].written && !nest.is_grid(base);
        if !can_be || self.plan.lanes == Some(l) || !nest.sums.is_empty() {
            return None;
        }
        let inside = |of: LoopId| nest.chain(of).any(|around| around == l);
        let (mut forms, mut sure, mut writes) = (None, false, false);
        for (a, access) in
            nest.accesses.iter().enumerate().filter(|(_, a)| a.base == base && inside(a.within))
        {
            let own = self.single(a, access)?;
            if *forms.get_or_insert_with(|| own.clone()) != own {
                return None;
            }
            sure |= access.within == l && !access.conditional && access.narrow.is_empty();
            writes |= access.writes;
        }
        let stays = |form: &&Linear| !form.ivs().any(|(iv, _)| inside(iv));
        let forms: Vec<&Linear> =
            forms.filter(|forms: &Vec<&Linear>| sure && writes && forms.iter().all(stays))?;
        let known = forms.iter().all(|form| self.index_tokens(form).is_some());
        (self.ends(l).is_some() && known).then_some(forms)
    }

    /// The subscript of a cleared access to an element, to which no reference is kept.
    fn single<'a>(&self, a: usize, access: &'a Access) -> Option<Vec<&'a Linear>> {
        self.plan.in_bounds[a].as_ref()?;
        let [step @ (Step::Index { range: None, .. } | Step::Tensor { .. })] = access.steps.as_slice() else {
            return None;
        };
        let forms = step.forms().into_iter().collect::<Option<Vec<_>>>()?;
        (!access.borrowed && !access.is_length).then_some(forms)
    }

    /// First value and end of an inner loop, where the guard has shown that they are the exact ones.
    fn ends(&self, l: LoopId) -> Option<(TokenStream, TokenStream)> {
        let (lo, hi) = (self.nest.loops[l].lo.as_ref()?, self.nest.loops[l].hi.as_ref()?);
        if self.nest.loops[l].is_limited {
            return None;
        }
        let chain: Vec<LoopId> = self.nest.chain(l).skip(1).collect();
        corners(self.nest, lo, &chain)?;
        corners(self.nest, hi, &chain)?;
        Some((self.index_tokens(lo)?, self.index_tokens(hi)?))
    }
}
