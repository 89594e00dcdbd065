//! How many bytes a loop touches, for a profile.
//!
//! In: the accesses of a nest. Out: an expression, which is evaluated only where somebody measures: for each place in
//! the loop's text the size of its element, once for reading and once for writing it, in each iteration of the
//! innermost loop on which its subscripts depend, as if every condition held; of the items of a chain what the body uses of
//! each source (`nest/uses.rs`), and of pieces all that is in them. An inner loop whose number of iterations
//! is not known before the loop makes it `UNKNOWN`.

use super::cost::known_trip;
use super::{id, runtime};
use crate::nest::affine::{Linear, LoopId};
use crate::nest::chain::Chain;
use crate::nest::{Access, Nest};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

/// A place: where it is, on which loop it depends, how often an iteration touches it.
struct Touched<'a> {
    access: &'a Access,
    forms: Vec<Option<&'a Linear>>,
    reads: bool,
    writes: bool,
}

/// What nobody knows.
pub(super) fn unknown() -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    quote_spanned!(s=> #hl::UNKNOWN)
}

/// In front of the symbols of the guard: known only of a single loop.
pub(super) fn touched_early(nest: &Nest) -> TokenStream {
    if nest.loops.len() == 1 { touched(nest) } else { unknown() }
}

/// The bytes of an iteration of the root.
pub(super) fn touched(nest: &Nest) -> TokenStream {
    let s = Span::mixed_site();
    let places = places(nest);
    if nest.search {
        return unknown();
    }
    let items = nest.chain.as_ref().map(items);
    let places = places.iter().map(|place| term(nest, place));
    let terms: Option<Vec<TokenStream>> = items.into_iter().map(Some).chain(places).collect();
    let Some(terms) = terms else { return unknown() };
    match terms.as_slice() {
        // Sizes of types that are in memory do not overflow.
        [_, ..] if nest.loops.len() == 1 && nest.chain.is_none() => quote!(#(#terms)+*),
        [first, others @ ..] => quote_spanned!(s=> (#first) #(.saturating_add(#others))*),
        [] => unknown(),
    }
}

/// The bytes of an item: of the sources in their order, two bits each.
fn items(chain: &Chain) -> TokenStream {
    let s = Span::mixed_site();
    // More than a word has room for: with a number that is not theirs, each counts as used in every way.
    let sources = chain.uses.len();
    let known = if sources <= 32 { chain.uses.as_slice() } else { &[] };
    let bits =
        known.iter().rev().fold(0u64, |bits, u| bits << 2 | u64::from(u.writes) << 1 | u64::from(u.reads));
    let (items, known) = (id("items", 0), Literal::usize_unsuffixed(known.len()));
    let bits = Literal::u64_unsuffixed(bits);
    quote_spanned!(s=> #items.bytes(#known, #bits))
}

/// The iterations of the root; a search ends before them.
pub(super) fn trip(nest: &Nest, d: &Ident) -> TokenStream {
    if nest.search { unknown() } else { quote!(#d.trip) }
}

/// Each place once, however often the text names it.
fn places(nest: &Nest) -> Vec<Touched<'_>> {
    let mut places: Vec<Touched<'_>> = Vec::new();
    for access in nest.accesses.iter().filter(|a| !a.is_length) {
        let forms: Vec<Option<&Linear>> = access.forms().collect();
        let same = |p: &&mut Touched<'_>| {
            p.access.base == access.base
                && p.access.leaf == access.leaf
                && p.forms == forms
                && forms.iter().all(Option::is_some)
        };
        // Who takes a reference, reads.
        let (reads, writes) = (access.reads || !access.writes, access.writes);
        match places.iter_mut().find(same) {
            Some(place) => (place.reads, place.writes) = (place.reads | reads, place.writes | writes),
            None => places.push(Touched { access, forms, reads, writes }),
        }
    }
    places
}

/// The bytes of a place in an iteration of the root.
fn term(nest: &Nest, place: &Touched<'_>) -> Option<TokenStream> {
    let s = Span::mixed_site();
    // The elements of a row are as many as it has, which only it knows.
    if place.access.is_row {
        return None;
    }
    let times = u64::from(place.reads) + u64::from(place.writes);
    let times = (times != 1).then(|| Literal::u64_unsuffixed(times)).map(|n| quote!(#n *));
    let ex = id("ex", nest.shapes[place.access.leaf].ex);
    let around: Vec<LoopId> = nest.chain(place.access.within).collect();
    let of = |l: &LoopId| {
        place.forms.iter().any(|form| form.is_none_or(|form| form.ivs().any(|(iv, _)| iv == *l)))
            || place.access.subrange() == Some(*l)
    };
    let innermost = match place.access.subrange() {
        // Each of its elements once: the chain that runs over them does not multiply them.
        Some(l) if place.access.is_list => [l].into_iter().chain(nest.chain(l).skip(2)).collect(),
        Some(l) => nest.chain(l).collect(),
        None => around,
    };
    let deepest = innermost.iter().position(of).unwrap_or(innermost.len() - 1);
    let inner = innermost[deepest..].iter().filter(|l| **l != 0).map(|l| known_trip(nest, *l));
    let inner: Option<Vec<TokenStream>> = inner.collect();
    let inner = inner?;
    Some(match inner.is_empty() {
        true => quote_spanned!(s=> #times #ex.size()),
        false => quote_spanned!(s=> (#times #ex.size()) #(.saturating_mul(#inner))*),
    })
}
