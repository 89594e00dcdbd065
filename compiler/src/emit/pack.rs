//! What a `filter` has left, collected: each chunk has a vector of its own, and these are joined in their order.
//!
//! What `a.iter().filter(p).map(f).collect::<Vec<f64>>()` expands to (names shortened), after the guard:
//!
//! ```text
//! if let Some(mut all) = ex.room(d.trip) {
//!     let slots = all.slots();
//!     let body = |lo, hi| levels(.. { let mut pack = lo; ..
//!         if p { unsafe { slots.at(pack) }.write(VALUE); pack += 1; } .. pack - lo } ..);
//!     let runs = pack_range(.., &body);
//!     break 'hl unsafe { ex.packed(all, runs) };
//! }
//! ```
//!
//! A short loop is best as written.

use super::{Helpers, Of, Site, bytes, id, runtime};
use crate::nest::Nest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// Cost in nanoseconds below which such a loop runs as written: about that from which loops run in parallel, but a
/// constant, so that the form depends on the arguments alone.
const SMALL: u64 = 30_000;

/// Where the next item is written.
fn pack() -> Ident {
    id("pack", 0)
}

/// In front of a range.
pub(super) fn begin(nest: &Nest) -> TokenStream {
    let (s, pack, lo) = (Span::mixed_site(), pack(), id("lo", 0));
    match nest.pack {
        true => quote_spanned!(s=> let mut #pack = #lo as ::core::primitive::usize;),
        false => TokenStream::new(),
    }
}

/// How many items a range has kept.
pub(super) fn part() -> TokenStream {
    let (s, pack, lo) = (Span::mixed_site(), pack(), id("lo", 0));
    quote_spanned!(s=> (#pack as ::core::primitive::u64 - #lo))
}

/// Keeps an item.
pub(super) fn keep(nest: &Nest, helpers: &Helpers, value: &TokenStream) -> TokenStream {
    let (s, unsafe_) = (Span::mixed_site(), Ident::new("unsafe", Span::call_site()));
    let (pack, slots, at) = (pack(), id("slots", 0), helpers.add(nest, Of::Slot, "at"));
    // The value first: it may panic, and so it stands outside of what is unsafe.
    let item = id("item", 0);
    quote_spanned! {s=> {
        let #item = #value;
        #unsafe_ { #slots.#at(#pack) }.write(#item);
        #pack += 1;
    } }
}

/// The value of a loop whose ranges have been run.
pub(super) fn value(nest: &Nest, site: &Site<'_>) -> TokenStream {
    let (s, unsafe_) = (Span::mixed_site(), Ident::new("unsafe", Span::call_site()));
    let (all, runs) = (id("all", 0), id("runs", 0));
    let packed = site.helpers.add(nest, Of::Collected, "packed");
    let ex = nest.gather.map(|ex| id("ex", ex));
    quote_spanned!(s=> #unsafe_ { #ex.#packed(#all, #runs) })
}

/// The ranges, and the way out.
pub(super) fn run(
    nest: &Nest,
    (d, unfit): (&Ident, u32),
    limits: &TokenStream,
    (cost, levels): (&TokenStream, &TokenStream),
    leave: &TokenStream,
) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    let (body, all, slots, runs) = (id("body", 0), id("all", 0), id("slots", 0), id("runs", 0));
    let (lo, hi, ex) = (id("lo", 0), id("hi", 0), nest.gather.map(|ex| id("ex", ex)));
    // What calls cost nobody knows.
    let (small, bytes) = (if nest.calls() { 0 } else { SMALL }, bytes::touched(nest));
    quote_spanned! {s=>
        let __hotloop_cost = #cost;
        if __hotloop_cost < #small {
            __HOTLOOP_SITE.short(#unfit + 1, #d.trip, || #bytes);
        } else if let ::core::option::Option::Some(mut #all) = #ex.room(#d.trip) {
            __HOTLOOP_SITE.fast(#d.trip, || #bytes);
            let __hotloop_short = false;
            let #slots = #all.slots();
            let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;
            let #runs = #hl::pack_range(#limits #d.trip, __hotloop_cost, &#body);
            #leave
        } else {
            __HOTLOOP_SITE.fallback(#unfit, #d.trip, #bytes);
        }
    }
}
