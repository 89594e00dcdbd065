//! Rows that stay the same through an inner loop: their pointers are taken in front of it.
//!
//! LLVM does not know that what a loop stores is no row's pointer, so it would load the pointer again in
//! each iteration, and make no vectors. A row is asked for by number, without a panic and without the
//! user's own expression: one that does not exist is an empty row, which the guard has excluded wherever an
//! iteration runs.

use super::fast::Fast;
use super::{id, runtime};
use crate::analysis::Role;
use crate::nest::affine::{Linear, LoopId};
use crate::nest::{Access, Step, Symbol};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

impl Fast<'_> {
    /// The row of a cleared access, if the access stands in a loop in front of which it can be taken.
    pub(super) fn hoisted(&self, a: usize) -> Option<Ident> {
        let access = &self.nest.accesses[a];
        let row = self.row_form(a)?;
        self.index_tokens(row)?;
        // Equal rows of one base in one loop share a name: that of the first access.
        let same = |b: usize| {
            let other: &Access = &self.nest.accesses[b];
            other.within == access.within && other.base == access.base && self.row_form(b) == Some(row)
        };
        let first = (0..self.nest.accesses.len()).find(|&b| same(b))?;
        Some(id("row", first))
    }

    /// The form of the row, where it does not depend on the loop around the access.
    fn row_form(&self, a: usize) -> Option<&Linear> {
        let access = &self.nest.accesses[a];
        self.plan.in_bounds[a].as_ref()?;
        let lp = &self.nest.loops[access.within];
        let [Step::Index { form: Some(row), .. }, Step::Index { .. }, ..] = access.steps.as_slice() else {
            return None;
        };
        let is_loop = access.within != 0 && !lp.opaque;
        (is_loop && row.coefficient(access.within) == Default::default()).then_some(row)
    }

    /// The rows that the accesses of a loop use, as statements in front of it.
    pub(super) fn rows_of(&self, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        let mut tokens = TokenStream::new();
        for (a, access) in self.nest.accesses.iter().enumerate().filter(|(_, x)| x.within == l) {
            let Some(name) = self.hoisted(a).filter(|name| *name == id("row", a)) else { continue };
            let Some(index) = self.row_form(a).and_then(|row| self.index_tokens(row)) else { continue };
            let (v, row) = (id("v", access.base), id("ex", self.nest.bases[access.base].ex));
            let element = id("ex", self.nest.shapes[self.nest.shape_after(access, 1)].ex);
            tokens.extend(if self.is_grid(access.base) {
                quote_spanned!(s=> let #name = #v.row_or_empty(#index);)
            } else {
                quote_spanned!(s=> let #name = #row.row_of(#v, #index, #element);)
            });
        }
        tokens
    }

    /// A form as arithmetic modulo 2^64; its value is exact wherever an iteration runs.
    pub(super) fn index_tokens(&self, form: &Linear) -> Option<TokenStream> {
        let s = Span::mixed_site();
        let hl = runtime();
        let constant = |c: i64| {
            let c = Literal::i64_suffixed(c);
            quote_spanned!(s=> (#c as ::core::primitive::usize))
        };
        let times = |c: i64, x: TokenStream| match c {
            1 => x,
            _ => {
                let c = constant(c);
                quote_spanned!(s=> #x.wrapping_mul(#c))
            }
        };
        let mut terms = Vec::new();
        for (l, c) in form.ivs() {
            if (l == 0 && self.nest.is_stepped()) || self.nest.shadowed.contains(&l) {
                return None;
            }
            let iv = self.nest.loops[l].iv.as_ref()?;
            let iv = quote_spanned!(s=> #hl::W(#iv).word());
            match c.as_constant() {
                Some(c) => terms.push(times(c, iv)),
                None => {
                    let c = self.index_tokens(&Linear::invariant(c.clone()))?;
                    terms.push(quote_spanned!(s=> #iv.wrapping_mul(#c)));
                }
            }
        }
        for (monomial, c) in form.rest.terms() {
            let mut product = None;
            for &y in monomial {
                let factor = match &self.nest.symbols[y] {
                    // The value from before the loop.
                    Symbol::Scalar(x) if self.plan.roles[*x] == Role::ReadOnly => {
                        let c = id("c", *x);
                        quote_spanned!(s=> #hl::W(#c.get()).word())
                    }
                    Symbol::Extent(b, dim) => super::arrays::extent(self.nest, *b, *dim),
                    Symbol::Len(b) => {
                        let v = id("v", *b);
                        quote_spanned!(s=> #v.len())
                    }
                    _ => return None,
                };
                product = Some(match product {
                    None => factor,
                    Some(p) => quote_spanned!(s=> #p.wrapping_mul(#factor)),
                });
            }
            terms.push(product.map_or_else(|| constant(c), |p| times(c, p)));
        }
        let mut terms = terms.into_iter();
        let first = terms.next().unwrap_or_else(|| constant(0));
        Some(terms.fold(first, |sum, term| quote_spanned!(s=> #sum.wrapping_add(#term))))
    }
}
