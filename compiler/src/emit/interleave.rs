//! Which loops are to run with their iterations side by side.
//!
//! In: a loop. Out: the hint for LLVM (`runtime/src/interleave.rs`, which says what it is good for): in front of the loop, in
//! each iteration, and behind. Invariant: only loops around a single elementary function have it: two functions are as many
//! operations as a processor finds work in, and twice the values for its registers. Nor have loops that are known to be none
//! for vectors: searches, what is packed, sums in order. (Where an iteration waits for the one before it means nothing.)

use super::fast::Fast;
use super::probe::scan::walk;
use super::staged::is_costly;
use super::{id, runtime};
use crate::nest::affine::LoopId;
use crate::nest::{Hole, HoleId, Nest};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// The hint in three places; nothing for most loops.
#[derive(Default)]
pub(super) struct Hint {
    pub begin: TokenStream,
    pub step: TokenStream,
    pub end: TokenStream,
}

/// What a level's code has for its loops.
pub(super) fn interleave() -> Ident {
    id("interleave", 0)
}

impl Fast<'_> {
    /// The hint of a loop without loops in it, whose body this is.
    pub(super) fn hint(&self, l: LoopId, body: &syn::Block) -> Hint {
        let (s, side) = (Span::mixed_site(), id("side", l));
        let Some(begin) = self.interleaved(l, body) else { return Hint::default() };
        Hint {
            begin: quote_spanned!(s=> let mut #side = #begin;),
            step: quote_spanned!(s=> #side.step();),
            end: quote_spanned!(s=> #side.end();),
        }
    }

    /// What begins the hint, if the loop is one for vectors with one elementary function in it.
    fn interleaved(&self, l: LoopId, body: &syn::Block) -> Option<TokenStream> {
        let nest = self.nest;
        let inner = nest.loops.iter().any(|inner| inner.parent == Some(l));
        let one_by_one = l == 0 && (nest.search || nest.pack) || self.keeps_order(l).is_some();
        if inner || one_by_one || self.is_unrolled(l) || !nest.may_have_lanes(l) {
            return None;
        }
        let (s, hl, interleave) = (Span::mixed_site(), runtime(), interleave());
        let done = self.ahead.borrow();
        let mut calls = Vec::new();
        walk(nest, body, &mut |h| {
            calls.extend((is_function(nest, h) && !done.contains_key(&h)).then_some(h))
        });
        let (costly, cheap): (Vec<HoleId>, Vec<HoleId>) =
            calls.into_iter().partition(|h| is_costly(nest, *h));
        let h = match (&costly[..], &cheap[..]) {
            ([h], _) | ([], [h]) => *h,
            _ => return None,
        };
        let Hole::Method(m) = nest.holes[h] else { return None };
        let method = &nest.methods[m];
        let name = method.name.to_string();
        // A root, or a few products.
        if self.long.get() || name == "powf" && method.literal && self.how.fastmath.afn {
            return None;
        }
        self.interleaves.set(true);
        let result = id("ex", method.result?);
        Some(quote_spanned!(s=> #interleave.around(#result, const { #hl::gains(#name) })))
    }
}

/// A call of an elementary function that is more than one instruction?
fn is_function(nest: &Nest, h: HoleId) -> bool {
    let Hole::Method(m) = nest.holes[h] else { return false };
    nest.methods[m].result.is_some() && !matches!(nest.methods[m].name.to_string().as_str(), "sqrt" | "recip")
}
