//! The least or greatest item of a chain: the number of the iteration that has it is found in lanes, and the item is
//! what the user's own chain then gives first.
//!
//! What `a.iter().map(f).min_by(|x, y| x.total_cmp(y))` expands to (names shortened), after the guard:
//!
//! ```text
//! let body = |lo, hi| levels(.. { let mut top = ex.extreme(); let mut nan = false;
//!     .. let key = W(&KEY).key_total(); nan |= unordered(&key); top.take(lane, stamp, key); ..
//!     (top.part(), nan) } ..);
//! if let Some(out) = attempt(|| reduce_range(.., &body, ..)) {
//!     if !out.1 { if let Some(hit) = out.0.place() { break 'hl Cast(First(skip(chain, hit).map(f)).of(), whole).get(); } }
//! }
//! ```
//!
//! A panic, NaN in an order that has none, and keys of which none is less than the greatest value there is leave it to
//! the chain as written.

use super::{Site, id, runtime};
use crate::nest::best::Order;
use crate::nest::terminal::Terminal;
use crate::nest::{Nest, Top};
use crate::plan::Plan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// Cost in nanoseconds from which on lanes are worth their beginning and their end: a constant, so that the form depends
/// on the arguments alone.
const SMALL: u64 = 500;

/// The accumulators of a chunk.
pub(super) fn acc(nest: &Nest) -> TokenStream {
    let Some(top) = nest.top else { return TokenStream::new() };
    let (s, hl) = (Span::mixed_site(), runtime());
    let (acc, nan, ex) = (id("top", 0), id("nan", 0), id("ex", top.key));
    let max = top.max.then(|| quote_spanned!(s=> | #hl::MAX));
    let last = top.last.then(|| quote_spanned!(s=> | #hl::LAST));
    quote_spanned!(s=> let mut #acc = #ex.extreme::<{ #hl::ASKED #max #last }>(); let mut #nan = false;)
}

/// What a chunk hands out.
pub(super) fn part() -> TokenStream {
    let (s, acc, nan) = (Span::mixed_site(), id("top", 0), id("nan", 0));
    quote_spanned!(s=> (#acc.part(), #nan))
}

/// The key of an item, as a number with an order.
fn key(top: &Top, key: &TokenStream) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    let name = Ident::new(if top.order == Order::Total { "key_total" } else { "key" }, s);
    quote_spanned!(s=> #hl::W(&(#key)).#name())
}

/// In the model.
pub(super) fn model(nest: &Nest, value: &TokenStream) -> TokenStream {
    let Some(top) = &nest.top else { return TokenStream::new() };
    let (s, ex, key) = (Span::mixed_site(), id("ex", top.key), key(top, value));
    quote_spanned!(s=> { #ex.tie(&#key); })
}

/// In the fast form.
pub(super) fn take(nest: &Nest, plan: &Plan, value: &TokenStream) -> TokenStream {
    let Some(top) = &nest.top else { return TokenStream::new() };
    let (s, hl) = (Span::mixed_site(), runtime());
    let (acc, nan, own, key) = (id("top", 0), id("nan", 0), id("key", 0), key(top, value));
    let unordered = (top.order == Order::Partial).then(|| quote_spanned!(s=> #nan |= #hl::unordered(&#own);));
    let (lane, stamp) = match plan.lanes {
        Some(_) => (super::iterate::lane(), super::update::stamp()),
        // In order the place is the iteration's own.
        None => {
            return {
                let k = id("k", 0);
                quote_spanned!(s=> { let #own = #key; #unordered #acc.take(0usize, #k, #own); })
            };
        }
    };
    quote_spanned!(s=> { let #own = #key; #unordered #acc.take(#lane, #stamp, #own); })
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
    let (body, hit, chunk, lo, hi) = (id("body", 0), id("hit", 0), id("chunk", 0), id("lo", 0), id("hi", 0));
    let heavy = nest.loops.len() > 1;
    let (small, bytes) = (SMALL, super::bytes::touched(nest));
    quote_spanned! {s=>
        let __hotloop_cost = #cost;
        if __hotloop_cost < #small {
            __HOTLOOP_SITE.short(#unfit + 1, #d.trip, || #bytes);
        } else {
            let __hotloop_short = false;
            // Which form it is comes out at the end.
            __HOTLOOP_SITE.begins();
            let #chunk = #hl::chunk(#d.trip, #heavy);
            let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;
            let __hotloop_out = #hl::attempt(|| #hl::reduce_range_within(
                #limits #d.trip, #chunk, __hotloop_cost, &#body,
                |__hotloop_a, __hotloop_b| (__hotloop_a.0.join(__hotloop_b.0), __hotloop_a.1 | __hotloop_b.1),
            ));
            if let ::core::option::Option::Some((__hotloop_out, false)) = __hotloop_out {
                let #hit = __hotloop_out.place();
                if #hit.is_some() {
                    __HOTLOOP_SITE.fast(#d.trip, || #bytes);
                    #leave
                }
            }
            __HOTLOOP_SITE.fallback(#unfit, #d.trip, #bytes);
        }
    }
}

/// The value, where the number of its iteration is known; of no iterations too.
pub(super) fn value(
    nest: &Nest,
    site: &Site<'_>,
    terminal: &Terminal,
    head: &TokenStream,
) -> Option<syn::Expr> {
    let top = nest.top?;
    let (s, hl) = (Span::mixed_site(), runtime());
    let (hit, whole) = (id("hit", 0), id("ex", top.whole));
    let from = match (nest.item, &nest.chain) {
        _ if terminal.late.is_some() => terminal.late.as_ref()?.picked(nest, site, &hit),
        (Some(item), Some(_)) => {
            let item = id("ex", item);
            quote_spanned!(s=> #hl::Rest(#head, #item).after(#hit))
        }
        // Where core's `Iterator` is not in scope, the calls that follow are not core's, and this never runs.
        _ => quote_spanned!(s=> #hl::W(&#hl::Scope.skip_while(#hl::never)).scope().after(#head, #hit)),
    };
    let links = terminal.links(from);
    Some(syn::Expr::Verbatim(quote_spanned!(s=> (#hl::Cast(#hl::First(#links).of(), #whole).get()))))
}
