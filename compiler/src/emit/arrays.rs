//! What is asked of arrays of other crates, and of types that only some loops ask about.

use super::id;
use crate::nest::Nest;
use crate::plan::{Plan, TypeCondition};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

/// May the base be an array of another crate that is indexed by one number?
pub(super) fn foreign(nest: &Nest, base: usize) -> bool {
    crate::nest::Crates::now().arrays && nest.bases[base].rank.is_none()
}

/// The traits that answer for other types, where it is asked what only some loops ask.
pub(super) fn answers(nest: &Nest, plan: &Plan) -> TokenStream {
    let s = Span::mixed_site();
    let foreign = (0..nest.bases.len()).any(|b| foreign(nest, b));
    let foreign = foreign.then(|| quote_spanned!(s=> NotWhole as _,));
    let uninits = !nest.uninits.is_empty();
    let uninits = uninits.then(|| quote_spanned!(s=> NotUninit as _, NotNew as _, NotTarget as _,));
    let tensors = nest.bases.iter().any(|b| b.rank.is_some());
    let tensors = tensors
        .then(|| quote_spanned!(s=> CellsDead as _, CellsMutDead as _, NoCell as _, NotCheckedCells as _,));
    let free = plan.types.iter().any(|t| matches!(t, TypeCondition::Free(_)));
    let free = free.then(|| quote_spanned!(s=> NotFree as _,));
    quote!(#foreign #tensors #uninits #free)
}

/// Bases whose elements may have gaps between them, or another number of dimensions than their subscripts.
pub(super) fn with_gaps(nest: &Nest) -> impl Iterator<Item = usize> + '_ {
    (0..nest.bases.len()).filter(|&b| nest.bases[b].rank.is_some() || foreign(nest, b) && !nest.is_grid(b))
}

/// How far the view of a base reaches in a dimension.
pub(super) fn extent(nest: &Nest, base: usize, dim: usize) -> TokenStream {
    let (s, v) = (Span::mixed_site(), id("v", base));
    match nest.bases[base].rank {
        Some(_) => quote_spanned!(s=> #v.extent(#dim)),
        None => quote_spanned!(s=> #v.len()),
    }
}
