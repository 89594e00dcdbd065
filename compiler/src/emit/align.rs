//! Loops that begin where a line of the cache does.
//!
//! A vector of 64 bytes that crosses two lines of the cache costs two accesses, and what an allocator hands out is mostly
//! 16 bytes off. So a long loop that writes one element after the other runs in two pieces, the first one up to the first
//! element at the beginning of a line. Only of loops that hand nothing out: the pieces need not be joined.

use super::fast::Fast;
use super::id;
use crate::nest::Step;
use crate::nest::affine::Linear;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

impl Fast<'_> {
    /// Runs `levels`, which is the loop from ordinal `lo` to `hi`.
    pub(super) fn aligned(&self, levels: &TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        let Some((base, first)) = self.first_written() else { return quote_spanned!(s=> #levels;) };
        let (v, lo, hi) = (id("v", base), id("lo", 0), id("hi", 0));
        quote_spanned! {s=>
            for (#lo, #hi) in #v.pieces(#lo, #hi, |#lo| #first) {
                #levels;
            }
        }
    }

    /// A base of which each iteration writes the next element, and which element the iteration `lo` writes.
    fn first_written(&self) -> Option<(usize, TokenStream)> {
        let s = Span::mixed_site();
        let (nest, lp) = (self.nest, &self.nest.loops[0]);
        if nest.loops.len() > 1 || nest.calls() || nest.chain.is_some() || !lp.adapters.is_empty() {
            return None;
        }
        nest.accesses.iter().enumerate().find_map(|(a, access)| {
            let [Step::Index { form: Some(form), range: None, .. }] = access.steps.as_slice() else {
                return None;
            };
            let is_next = form.sub(&Linear::iv(0)).is_some_and(|rest| rest.as_invariant().is_some());
            let is_sure = !access.conditional && self.plan.in_bounds[a].is_some();
            if !access.writes || !is_next || !is_sure {
                return None;
            }
            let (iv, start, lo) = (lp.iv.as_ref()?, id("start", 0), id("lo", 0));
            let index = self.index_tokens(form)?;
            Some((access.base, quote_spanned!(s=> { let #iv = #start.value(#lo); #index })))
        })
    }
}
