//! Updates of scalars: as the user wrote them, and into the lanes of a reduction.
//!
//! What a reduction expands to (names shortened), in a chunk:
//!
//! ```text
//! let mut acc = ex.acc_mul();                          // or acc, acc_and, .., extreme::<RULE>
//! .. acc.mul(lane, x) ..                               // p *= x
//! .. acc.see(lane, x) ..                               // if x > m { m = x; }
//! .. acc.take(lane, stamp, x); ..                      // the same with `at = i`, in lanes
//! .. if acc.take(0, 1, x) { at = i; } ..               // and in order
//! acc.part(), or { let best = acc.part(); let i = start.value(best.ordinal()); best.with((i,)) }
//! ```

use super::{id, runtime};
use crate::nest::{Nest, ReductionOp, Spelling, Update, at, fill, value_at};
use crate::plan::Plan;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// The update as the user wrote it. `place` names the variable, `held` its value, `with` what else is set, and to
/// what.
pub(super) fn spell(
    update: &Update,
    (place, held): (&TokenStream, &TokenStream),
    term: &TokenStream,
    with: &[(TokenStream, TokenStream)],
) -> TokenStream {
    let s = Span::mixed_site();
    if update.is_part {
        return quote_spanned!(s=> {});
    }
    let (first, second) = match update.spelling {
        Spelling::Long { flipped, .. } => {
            order(flipped, at(held.clone(), update.at), at(term.clone(), update.at))
        }
        Spelling::Function { flipped, .. } => order(flipped, held.clone(), term.clone()),
        Spelling::If { flipped, .. } | Spelling::Choice { flipped, .. } => {
            order(!flipped, held.clone(), quote_spanned!(s=> (#term)))
        }
        _ => (place.clone(), term.clone()),
    };
    match &update.spelling {
        Spelling::Compound(op) => {
            let place = at(place.clone(), update.at);
            let term = value_at(term.clone(), update.at);
            quote_spanned!(s=> #place #op #term)
        }
        Spelling::Item { ex, product } => {
            let (hl, ex) = (runtime(), id("ex", *ex));
            let join = Ident::new(if *product { "times_held" } else { "plus_held" }, s);
            quote_spanned!(s=> #place = #hl::Of(#ex, #term).#join(#held))
        }
        Spelling::Long { op, .. } => {
            let hl = runtime();
            // Through a function: of `fold(0.0, |s, x| s + x)` clippy would ask for a `+=`.
            quote_spanned!(s=> #place = #hl::value(#first #op #second))
        }
        Spelling::Method { name, flipped: false } => quote_spanned!(s=> #place = (#held).#name(#term)),
        Spelling::Method { name, flipped: true } => quote_spanned!(s=> #place = (#term).#name(#held)),
        Spelling::Function { path, .. } => quote_spanned!(s=> #place = #path(#first, #second)),
        Spelling::If { op, .. } => {
            let op = ours(op);
            let sets = with.iter().map(|(at, value)| quote_spanned!(s=> #at = #value;));
            quote_spanned!(s=> if #first #op #second { #place = #term; #(#sets)* })
        }
        Spelling::Choice { op, .. } => {
            let op = ours(op);
            quote_spanned!(s=> #place = if #first #op #second { #term } else { #held })
        }
    }
}

/// `s + a`, before `+ b` follows: the value that a part of a statement makes of `held`.
pub(super) fn partial(update: &Update, held: &TokenStream, term: &TokenStream) -> TokenStream {
    let s = Span::mixed_site();
    let Spelling::Long { op, flipped } = update.spelling else { return held.clone() };
    let (first, second) = order(flipped, at(held.clone(), update.at), at(term.clone(), update.at));
    quote_spanned!(s=> (#first #op #second))
}

fn order(flipped: bool, a: TokenStream, b: TokenStream) -> (TokenStream, TokenStream) {
    if flipped { (b, a) } else { (a, b) }
}

/// An operator with a span of ours: lints look at the user's own statement only.
fn ours(op: &syn::BinOp) -> TokenStream {
    let tokens = op.to_token_stream().into_iter().map(|mut t| {
        if let TokenTree::Punct(p) = &mut t {
            p.set_span(Span::mixed_site());
        }
        t
    });
    tokens.collect()
}

/// The update in the model: its parts are tied to the exemplars that it needs. `earlier` is the value of the terms before.
pub(super) fn model(
    nest: &Nest,
    update: &Update,
    (term, earlier): (TokenStream, Option<TokenStream>),
    with: &[(TokenStream, TokenStream)],
) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let place = &nest.scalars[update.scalar].tokens;
    let held = earlier.as_ref().unwrap_or(place);
    let Some(ex) = update.ex.map(|ex| id("ex", ex)) else {
        return spell(update, (place, held), &term, with);
    };
    match &update.spelling {
        // Whether the variable can be added to, is asked.
        Spelling::Item { .. } => quote_spanned!(s=> { let _ = #ex.through(#term); }),
        Spelling::Function { path, flipped } => {
            let f = id("f", 0);
            let named = syn::parse_quote!(#f);
            let spelling = Spelling::Function { path: named, flipped: *flipped };
            let inner = spell(&Update { spelling, ..update.clone() }, (place, place), &term, with);
            quote_spanned!(s=> { let #f = #path; if false { #ex.tie(&#f); #hl::diverge(); } #inner })
        }
        _ => spell(update, (place, held), &quote_spanned!(s=> #ex.through(#term)), with),
    }
}

/// How many iterations' terms an accumulator can hold apart.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Lane {
    /// The ordinal in its block.
    Many,
    /// In order.
    One,
}

/// Empty lanes for a reduction.
pub(super) fn acc(nest: &Nest, plan: &Plan, x: usize) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let ex = id("ex", nest.scalars[x].ex);
    let how = match plan.roles[x].reduction() {
        Some(ReductionOp::Extreme(rule)) => {
            let mut flags = Vec::new();
            flags.extend(rule.max.then_some("MAX"));
            flags.extend(rule.last.then_some("LAST"));
            flags.extend(rule.number.then_some("NUMBER"));
            flags.extend((!plan.repeatable).then_some("PLACED"));
            flags.extend((!plan.positions(x).is_empty()).then_some("ASKED"));
            let flags = flags.into_iter().map(|f| {
                let f = Ident::new(f, s);
                quote_spanned!(s=> #hl::#f)
            });
            return quote_spanned!(s=> #ex.extreme::<{ 0 #(| #flags)* }>());
        }
        Some(ReductionOp::Product) => "acc_mul",
        Some(ReductionOp::And) => "acc_and",
        Some(ReductionOp::Or) => "acc_or",
        Some(ReductionOp::Xor) => "acc_xor",
        Some(ReductionOp::Wrap) => "acc_wrap",
        Some(ReductionOp::WrapProduct) => "acc_wrap_mul",
        Some(ReductionOp::Sum) | None => "acc",
    };
    let how = Ident::new(how, s);
    quote_spanned!(s=> #ex.#how())
}

/// One update into the lanes.
pub(super) fn join(
    nest: &Nest,
    plan: &Plan,
    update: &Update,
    lane: Lane,
    term: &TokenStream,
    with: &[(TokenStream, TokenStream)],
) -> TokenStream {
    let s = Span::mixed_site();
    let (hl, acc) = (runtime(), id("acc", update.scalar));
    // A value whose type is not known to be the variable's.
    let ex = id("ex", nest.scalars[update.scalar].ex);
    let term = &update.ex.map_or_else(|| term.clone(), |_| quote_spanned!(s=> #hl::Of(#ex, #term).value()));
    let at = match lane {
        Lane::Many => {
            let lane = super::iterate::lane();
            quote_spanned!(s=> #lane)
        }
        Lane::One => quote_spanned!(s=> 0usize),
    };
    let how = match update.op {
        ReductionOp::Sum if update.minus => "sub",
        ReductionOp::Sum => "add",
        ReductionOp::Product => "mul",
        ReductionOp::And => "and",
        ReductionOp::Or => "or",
        ReductionOp::Xor => "xor",
        ReductionOp::Wrap if update.minus => "wrap_sub",
        ReductionOp::Wrap => "wrap_add",
        ReductionOp::WrapProduct => "wrap_mul",
        ReductionOp::Extreme(_) => return extreme(plan, update, lane, &at, term, with),
    };
    let how = Ident::new(how, s);
    if lane == Lane::One && has_count(update.op) {
        return quote_spanned!(s=> { #acc.count(1); #acc.#how(#at, #term) });
    }
    quote_spanned!(s=> #acc.#how(#at, #term))
}

fn extreme(
    plan: &Plan,
    update: &Update,
    lane: Lane,
    at: &TokenStream,
    term: &TokenStream,
    with: &[(TokenStream, TokenStream)],
) -> TokenStream {
    let s = Span::mixed_site();
    let acc = id("acc", update.scalar);
    if with.is_empty() && plan.repeatable {
        return match update.spelling {
            // What stood without a semicolon must not need one.
            Spelling::If { .. } => quote_spanned!(s=> { #acc.see(#at, #term); }),
            _ => quote_spanned!(s=> #acc.see(#at, #term)),
        };
    }
    match lane {
        Lane::One => {
            let sets = with.iter().map(|(at, value)| quote_spanned!(s=> #at = #value;));
            quote_spanned!(s=> if #acc.take(#at, 1u64, #term) { #(#sets)* })
        }
        Lane::Many => {
            let stamp = stamp();
            quote_spanned!(s=> { #acc.take(#at, #stamp, #term); })
        }
    }
}

/// Is the number of terms a part of the bound on overflows?
pub(super) fn has_count(op: ReductionOp) -> bool {
    matches!(op, ReductionOp::Sum | ReductionOp::Product)
}

/// Must the block have a stamp, because a reduction asks which of two values came first?
pub(super) fn needs_stamp(plan: &Plan) -> bool {
    // In order the first comes first.
    let asks = |(x, op): (usize, ReductionOp)| {
        matches!(op, ReductionOp::Extreme(_)) && (!plan.repeatable || !plan.positions(x).is_empty())
    };
    plan.is_parallel() && (plan.numbers || plan.reductions().any(asks))
}

/// The stamp of a block of lanes.
pub(super) fn stamp() -> Ident {
    id("stamp", 0)
}

/// What a chunk hands out for a reduction. `iv` is the root's, with its value in the best iteration.
pub(super) fn part(
    nest: &Nest,
    plan: &Plan,
    x: usize,
    (iv, of_best): &(TokenStream, TokenStream),
    hole: &dyn Fn(usize) -> TokenStream,
) -> TokenStream {
    let s = Span::mixed_site();
    let acc = id("acc", x);
    let positions = plan.positions(x);
    if positions.is_empty() {
        return quote_spanned!(s=> #acc.part());
    }
    if plan.lanes.is_none() {
        let values = positions.iter().map(|&at| {
            let c = id("c", at);
            quote_spanned!(s=> #c.held())
        });
        return quote_spanned!(s=> #acc.part().with((#(#values,)*)));
    }
    let with = &nest.updates[nest.scalars[x].uses.updates[0]].with;
    let values = positions.iter().map(|at| {
        let value = with.iter().find(|(to, _)| to == at).map(|(_, value)| fill(value, hole));
        quote!(#value)
    });
    let best = id("best", x);
    quote_spanned! {s=> {
        let #best = #acc.part();
        let #iv = #of_best;
        #best.with((#(#values,)*))
    }}
}

/// Assigns what was left for a place of which nothing but an assignment may be asked.
pub(super) fn fill_blank(place: &TokenStream, out: &TokenStream) -> TokenStream {
    let (s, left) = (Span::mixed_site(), id("left", 0));
    quote_spanned!(s=> if let ::core::option::Option::Some(#left) = #out.left() { #place = #left; })
}

/// Stores the result of a scalar.
pub(super) fn store(nest: &Nest, plan: &Plan, x: usize, out: &TokenStream) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let place = &nest.scalars[x].tokens;
    let positions = plan.positions(x);
    if nest.is_blank(x) {
        return fill_blank(place, out);
    }
    if positions.is_empty() {
        return quote_spanned!(s=> #out.put(&mut #place););
    }
    let with = id("with", 0);
    let puts = positions.iter().enumerate().map(|(n, &at)| {
        let (n, place) = (syn::Index::from(n), &nest.scalars[at].tokens);
        if nest.is_blank(at) {
            return quote_spanned!(s=> #place = #with.#n;);
        }
        quote_spanned!(s=> #hl::put(&mut #place, #with.#n);)
    });
    quote_spanned! {s=>
        if let ::core::option::Option::Some(#with) = #out.settle(&mut #place) { #(#puts)* }
    }
}
