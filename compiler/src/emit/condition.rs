//! The conditions of a guard, in exact arithmetic.

use super::{id, runtime};
use crate::analysis::{Gap, Kind, Span as Range};
use crate::nest::Within;
use crate::nest::affine::{Poly, Sym};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

pub(super) fn symbols_of(kind: &Kind) -> Vec<Sym> {
    let range = |r: &Range| r.polys().flat_map(Poly::symbols).collect::<Vec<_>>();
    match kind {
        Kind::RootExact { lo, hi } => lo.symbols().chain(hi.symbols()).collect(),
        Kind::Natural { span } | Kind::Exact { span } | Kind::NoWrap { span, .. } => range(span),
        Kind::InRange { span, len, empty } => {
            let empty = empty.iter().flat_map(|(lo, hi)| lo.symbols().chain(hi.symbols()));
            range(span).into_iter().chain([*len]).chain(empty).collect()
        }
        Kind::RowEnd { .. } => Vec::new(),
        Kind::Either { whole, narrowed } => [symbols_of(whole), symbols_of(narrowed)].concat(),
        Kind::Stride { coefficient, gap, trip } => {
            let gap = match gap {
                Gap::Exactly(p) => p.symbols().collect(),
                Gap::Between(a, b) => [range(a), range(b)].concat(),
            };
            coefficient.symbols().chain(gap).chain(trip.symbols()).collect()
        }
        Kind::Disjoint { a, b } => [range(a), range(b)].concat(),
        Kind::Rows { parts } => {
            let part = |(a, b, row): &(Range, Range, Poly)| {
                range(a).into_iter().chain(range(b)).chain(row.symbols()).collect::<Vec<_>>()
            };
            parts.iter().flat_map(part).collect()
        }
    }
}

pub(super) fn condition(kind: &Kind, d: &Ident) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    match kind {
        Kind::RootExact { lo, hi } => {
            let (lo, hi) = (poly(lo), poly(hi));
            quote_spanned!(s=> #lo.same(#d.lo) & #hi.same(#d.hi))
        }
        Kind::Natural { span } => {
            let low = extreme(&span.lows, "min");
            quote_spanned!(s=> #low.natural())
        }
        Kind::Exact { span } => {
            let (low, high) = (extreme(&span.lows, "min"), extreme(&span.highs, "max"));
            quote_spanned!(s=> (#low & #high))
        }
        Kind::NoWrap { span, within } => {
            let (low, high) = (extreme(&span.lows, "min"), extreme(&span.highs, "max"));
            match within {
                Within::Usize => {
                    quote_spanned!(s=> #hl::W(::core::primitive::usize::MAX).holds(#low) & #hl::W(::core::primitive::usize::MAX).holds(#high))
                }
                Within::Of(types, _) => {
                    let has = types.iter().map(|ex| {
                        let ex = id("ex", *ex);
                        quote_spanned!(s=> #ex.has(#low) & #ex.has(#high))
                    });
                    quote_spanned!(s=> (#(#has)&*))
                }
                Within::Signed(ty) => {
                    quote_spanned!(s=> #hl::W(#ty::MAX).holds(#low) & #hl::W(#ty::MAX).holds(#high))
                }
            }
        }
        Kind::InRange { span, len, empty } => {
            let (low, high, len) = (extreme(&span.lows, "min"), extreme(&span.highs, "max"), id("y", *len));
            let empty = empty.iter().map(|(lo, hi)| {
                let (lo, hi) = (poly(lo), poly(hi));
                quote_spanned!(s=> | #hi.le(#lo))
            });
            quote_spanned!(s=> (#low.natural() & #high.lt(#len)) #(#empty)*)
        }
        Kind::RowEnd { .. } => quote_spanned!(s=> true),
        Kind::Either { whole, narrowed } => {
            let (whole, narrowed) = (condition(whole, d), condition(narrowed, d));
            quote_spanned!(s=> ((#whole) | (#narrowed)))
        }
        Kind::Stride { coefficient, gap, trip } => {
            let (c, trip) = (poly(coefficient), poly(trip));
            let (low, high) = match gap {
                Gap::Exactly(p) => (poly(p), poly(p)),
                Gap::Between(a, b) => {
                    let (al, ah) = (extreme(&a.lows, "min"), extreme(&a.highs, "max"));
                    let (bl, bh) = (extreme(&b.lows, "min"), extreme(&b.highs, "max"));
                    (quote_spanned!(s=> (#al - #bh)), quote_spanned!(s=> (#ah - #bl)))
                }
            };
            quote_spanned!(s=> #hl::independent(#c, #low, #high, #trip))
        }
        Kind::Disjoint { a, b } => {
            let (al, ah) = (extreme(&a.lows, "min"), extreme(&a.highs, "max"));
            let (bl, bh) = (extreme(&b.lows, "min"), extreme(&b.highs, "max"));
            quote_spanned!(s=> #hl::disjoint((#al, #ah), (#bl, #bh)))
        }
        Kind::Rows { parts } => {
            let parts = parts.iter().map(|(a, b, row)| {
                let (al, ah) = (extreme(&a.lows, "min"), extreme(&a.highs, "max"));
                let (bl, bh) = (extreme(&b.lows, "min"), extreme(&b.highs, "max"));
                let row = poly(row);
                quote_spanned!(s=> #hl::within_row((#al, #ah), (#bl, #bh), #row))
            });
            quote_spanned!(s=> (true #(& #parts)*))
        }
    }
}

/// A polynomial as exact arithmetic.
pub(super) fn poly(p: &Poly) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let terms: Vec<TokenStream> = p
        .terms()
        .map(|(monomial, c)| {
            let mut factors = monomial.iter().map(|&y| id("y", y));
            let first = match factors.next() {
                Some(y) if c == 1 => quote!(#y),
                Some(y) => {
                    let c = Literal::i64_suffixed(c);
                    quote_spanned!(s=> #hl::I::of(#c) * #y)
                }
                None => {
                    let c = Literal::i64_suffixed(c);
                    quote_spanned!(s=> #hl::I::of(#c))
                }
            };
            quote!(#first #(* #factors)*)
        })
        .collect();
    if terms.is_empty() { quote_spanned!(s=> #hl::I::of(0)) } else { quote_spanned!(s=> (#(#terms)+*)) }
}

pub(super) fn extreme(of: &[Poly], which: &str) -> TokenStream {
    let s = Span::mixed_site();
    let which = Ident::new(which, s);
    let mut polys = of.iter().map(poly);
    let first = polys.next().unwrap_or_default();
    quote_spanned!(s=> #first #(.#which(#polys))*)
}
