//! What a `filter` has left, collected: each chunk has a vector of its own, and these are joined in their order.
//!
//! What `a.iter().filter(p).map(f).collect::<Vec<f64>>()` expands to (names shortened), after the guard:
//!
//! ```text
//! let body = |lo, hi| levels(.. { let mut pack = ex.pack(); .. if p { pack.write(VALUE) } .. pack.part() } ..);
//! let all = reduce_range_within(.., &body, |a, b| a.join(b));
//! break 'hl ex.packed(all);
//! ```
//!
//! A short loop is best as written.

use super::{bytes, id, runtime};
use crate::nest::Nest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// Cost in nanoseconds below which such a loop runs as written: about that from which loops run in parallel, but a
/// constant, so that the form depends on the arguments alone.
const SMALL: u64 = 30_000;

/// What a chunk has kept.
fn pack() -> Ident {
    id("pack", 0)
}

/// The exemplar of the vector, if items are kept so.
fn exemplar(nest: &Nest) -> Option<Ident> {
    nest.gather.filter(|_| nest.pack).map(|ex| id("ex", ex))
}

/// In front of a chunk.
pub(super) fn begin(nest: &Nest) -> TokenStream {
    let (s, pack) = (Span::mixed_site(), pack());
    exemplar(nest).map(|ex| quote_spanned!(s=> let mut #pack = #ex.pack();)).unwrap_or_default()
}

/// What a chunk hands out.
pub(super) fn part() -> TokenStream {
    let (s, pack) = (Span::mixed_site(), pack());
    quote_spanned!(s=> #pack.part())
}

/// Keeps an item.
pub(super) fn keep(value: &TokenStream) -> TokenStream {
    let (s, pack) = (Span::mixed_site(), pack());
    quote_spanned!(s=> #pack.write(#value))
}

/// The value of a loop whose chunks have been joined.
pub(super) fn value(nest: &Nest) -> TokenStream {
    let (s, all) = (Span::mixed_site(), id("all", 0));
    exemplar(nest).map(|ex| quote_spanned!(s=> #ex.packed(#all))).unwrap_or_default()
}

/// The value of a loop without an iteration.
pub(super) fn nothing(nest: &Nest) -> TokenStream {
    let s = Span::mixed_site();
    exemplar(nest).map(|ex| quote_spanned!(s=> #ex.packed(#ex.pack().part()))).unwrap_or_default()
}

/// The chunks, and the way out.
pub(super) fn run(
    nest: &Nest,
    (d, unfit): (&Ident, u32),
    limits: &TokenStream,
    (cost, levels): (&TokenStream, &TokenStream),
    leave: &TokenStream,
) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    let (body, all, chunk, lo, hi) = (id("body", 0), id("all", 0), id("chunk", 0), id("lo", 0), id("hi", 0));
    let heavy = nest.loops.len() > 1 || nest.calls();
    // What calls cost nobody knows.
    let (small, bytes) = (if nest.calls() { 0 } else { SMALL }, bytes::touched(nest));
    quote_spanned! {s=>
        let __hotloop_cost = #cost;
        if __hotloop_cost < #small {
            __HOTLOOP_SITE.short(#unfit + 1, #d.trip, || #bytes);
        } else {
            __HOTLOOP_SITE.fast(#d.trip, || #bytes);
            let __hotloop_short = false;
            let #chunk = #hl::chunk(#d.trip, #heavy);
            let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;
            let #all = #hl::reduce_range_within(
                #limits #d.trip, #chunk, __hotloop_cost, &#body,
                |__hotloop_a, __hotloop_b| __hotloop_a.join(__hotloop_b),
            );
            #leave
        }
    }
}
