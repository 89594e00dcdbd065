//! What a loop costs, as far as it is known in front of it.

use super::condition;
use super::fast::Fast;
use crate::nest::Nest;
use crate::nest::affine::LoopId;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// Units of the work estimate (one is a vectorized operation) that take about a nanosecond.
const UNITS_PER_NS: u64 = 10;

impl Fast<'_> {
    /// Estimated cost of the whole loop: work of each body times the iterations around it.
    pub(super) fn cost(&self) -> TokenStream {
        let s = Span::mixed_site();
        let d = self.d;
        let total = self.cost_of(0);
        quote_spanned!(s=> (#d.trip.saturating_mul(#total) / #UNITS_PER_NS))
    }

    fn cost_of(&self, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        let own = self.nest.work[l];
        let inner = self.nest.loops.iter().enumerate().filter(|(_, x)| x.parent == Some(l)).map(|(n, _)| {
            let (trip, cost) = (self.trip(n), self.cost_of(n));
            quote_spanned!(s=> .saturating_add((#trip).saturating_mul(#cost)))
        });
        let inner: Vec<TokenStream> = inner.collect();
        quote_spanned!(s=> #own #(#inner)*)
    }

    /// As [`known_trip`]; 16 if unknown.
    fn trip(&self, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        known_trip(self.nest, l).unwrap_or_else(|| quote_spanned!(s=> 16u64))
    }
}

/// Iterations of an inner loop, if they are known in front of the nest: exact where it is rectangular, else half of the
/// most.
pub(super) fn known_trip(nest: &Nest, l: LoopId) -> Option<TokenStream> {
    let s = Span::mixed_site();
    let lp = &nest.loops[l];
    let chain: Vec<LoopId> = nest.chain(l).skip(1).collect();
    let form = lp.lo.as_ref().zip(lp.hi.as_ref()).and_then(|(lo, hi)| hi.sub(lo))?;
    let rectangular = form.as_invariant().is_some();
    let span = crate::analysis::corners(nest, &form, &chain)?;
    let most = condition::poly(&span.highs[0]);
    Some(match rectangular {
        true => quote_spanned!(s=> #most.count()),
        false => quote_spanned!(s=> (#most.count() / 2 + 1)),
    })
}
