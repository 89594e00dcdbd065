//! Accesses of the fast form: places on raw pointers where there is evidence, checked ones otherwise.
//!
//! The user's subscripts stay outside of `unsafe`, and are evaluated in the order of the source.

use super::fast::Fast;
use super::{Of, id, runtime};
use crate::nest::{Access, Step, fill};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

fn unsafe_() -> Ident {
    Ident::new("unsafe", Span::call_site())
}

/// A call where the user has written the access: rustc names the place of a call in a panic, and for tokens of
/// a macro that would be the place of the attribute.
fn at_the_user(access: &Access, name: &str, args: TokenStream) -> TokenStream {
    let at = access.place.span.0;
    let name = Ident::new(name, at);
    let mut args = Group::new(Delimiter::Parenthesis, args);
    args.set_span(at);
    quote!(#name #args)
}

impl Fast<'_> {
    pub(super) fn access(&self, a: usize) -> TokenStream {
        let access = &self.nest.accesses[a];
        let cleared = self.plan.in_bounds[a].is_some();
        if let (Some(held), [step]) = (self.held(a), access.steps.as_slice()) {
            return self.element_held(a, access, step, &held);
        }
        match access.steps.as_slice() {
            [step @ (Step::Index { range: None, .. } | Step::Tensor { .. })] => {
                self.element(a, access, step, cleared)
            }
            [Step::Index { index, range: Some(_), .. }] => self.subrange(a, access, index, cleared),
            _ => self.part(a, access, cleared),
        }
    }

    /// `a[i].len()`
    pub(super) fn row_length(&self, a: usize) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let access = &self.nest.accesses[a];
        if !self.is_grid(access.base) {
            let row = self.access(a);
            let ex = id("ex", self.nest.shapes[access.leaf].ex);
            return quote_spanned!(s=> (*#ex.row(&#row)).len());
        }
        let (v, unsafe_) = (id("v", access.base), unsafe_());
        let index = match &access.steps[0] {
            Step::Index { index, .. } => fill(index, &|h| self.hole(h)),
            Step::Tensor { .. } | Step::Field { .. } => TokenStream::new(),
        };
        let k = id("at", 0);
        let how = if self.plan.in_bounds[a].is_some() { "row_len" } else { "row_len_checked" };
        self.helpers.add(self.nest, Of::Access(a), how);
        let call = at_the_user(access, how, quote!(#k));
        quote_spanned!(s=> { let #k = #hl::W(#index).ix(); #unsafe_ { #v.#call } })
    }

    /// Is the base one whose rows the loop writes?
    pub(super) fn is_grid(&self, base: usize) -> bool {
        self.nest.is_grid(base)
    }

    /// A subscript as the view takes it.
    fn subscript(&self, step: &Step) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let index = step.index().map(|index| fill(index, &|h| self.hole(h)));
        match step {
            Step::Tensor { .. } => quote_spanned!(s=> #hl::W(#index).cell()),
            _ => quote_spanned!(s=> #hl::W(#index).ix()),
        }
    }

    fn element(&self, a: usize, access: &Access, step: &Step, cleared: bool) -> TokenStream {
        let s = Span::mixed_site();
        let (v, k, unsafe_) = (id("v", access.base), id("at", 0), unsafe_());
        let index = self.subscript(step);
        let written = self.nest.bases[access.base].written;
        // Reads of a written base make shared references, so that an expression may hold several.
        let how = match (cleared, written, access.writes) {
            (false, false, _) => {
                let call = at_the_user(access, "checked", index);
                return quote_spanned!(s=> (*#v.#call));
            }
            (true, true, false) => "get",
            (false, true, false) => "get_checked",
            (true, _, _) => "at",
            (false, true, true) => "checked_mut",
        };
        self.helpers.add(self.nest, Of::Access(a), how);
        let call = at_the_user(access, how, quote!(#k));
        quote_spanned!(s=> (*{ let #k = #index; #unsafe_ { #v.#call } }))
    }

    /// The element is at hand; its subscript is computed all the same, for it may overflow where it is checked.
    fn element_held(&self, a: usize, access: &Access, step: &Step, held: &Ident) -> TokenStream {
        let s = Span::mixed_site();
        let unsafe_ = unsafe_();
        let index = self.subscript(step);
        let how = if access.writes { "at" } else { "get" };
        let how = self.helpers.add(self.nest, Of::Held(a), how);
        quote_spanned!(s=> (*{ let _ = #index; #unsafe_ { #held.#how() } }))
    }

    fn subrange(&self, a: usize, access: &Access, range: &syn::Expr, cleared: bool) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let (v, k, unsafe_) = (id("v", access.base), id("at", 0), unsafe_());
        let range = fill(range, &|h| self.hole(h));
        let written = self.nest.bases[access.base].written;
        let ex = access.subrange().map_or(0, |l| self.nest.loops[l].ex);
        let ex = id("ex", ex);
        let given = Ident::new(if access.writes { "given_mut" } else { "given" }, s);
        let how = match (cleared, written, access.writes) {
            (false, false, _) => {
                let ends = at_the_user(access, "ends", quote_spanned!(s=> #v.len()));
                let call = at_the_user(access, "sub_checked", quote_spanned!(s=> #hl::W(#range).#ends));
                return quote_spanned!(s=> (*#ex.#given(#v.#call)));
            }
            (true, _, false) => "sub",
            (false, true, false) => "sub_checked",
            (true, _, true) => "sub_mut",
            (false, _, true) => "sub_mut_checked",
        };
        self.helpers.add(self.nest, Of::Access(a), how);
        let ends = at_the_user(access, "ends", quote_spanned!(s=> #v.len()));
        let call = at_the_user(access, how, quote!(#k));
        quote_spanned!(s=> (*{ let #k = #hl::W(#range).#ends; #unsafe_ { #ex.#given(#v.#call) } }))
    }

    /// All elements of a base.
    pub(super) fn all(&self, a: usize, is_place: bool) -> TokenStream {
        let s = Span::mixed_site();
        let access = &self.nest.accesses[a];
        let (v, unsafe_) = (id("v", access.base), unsafe_());
        let ex = id("ex", access.subrange().map_or(0, |l| self.nest.loops[l].ex));
        let sub = self.helpers.add(self.nest, Of::Access(a), "sub");
        let all = quote_spanned!(s=> #unsafe_ { #v.#sub((0, #v.len())) });
        if is_place { quote_spanned!(s=> (*#ex.all(#all))) } else { quote_spanned!(s=> #ex.all_given(#all)) }
    }

    /// A part of an element: from the element's pointer inwards, with a reference to the part alone.
    fn part(&self, a: usize, access: &Access, cleared: bool) -> TokenStream {
        let s = Span::mixed_site();
        let unsafe_ = unsafe_();
        let p = id("p", 0);
        let (mut tokens, rest) = match self.hoisted(a) {
            Some(row) => self.start_in_row(a, &row),
            None => self.start(a, access, cleared),
        };
        for (n, step) in rest {
            tokens.extend(self.step((a, n), access, step, cleared));
        }
        let borrow = self.helpers.reference(self.nest, Of::Access(a), access.writes);
        let end = quote_spanned!(s=> #borrow *#p);
        quote_spanned!(s=> (*{ #tokens #unsafe_ { #end } }))
    }

    /// The pointer to the element of a row whose own pointer is at hand.
    fn start_in_row(&self, a: usize, row: &Ident) -> (TokenStream, Vec<(usize, &Step)>) {
        let s = Span::mixed_site();
        let (hl, access) = (runtime(), &self.nest.accesses[a]);
        let (p, k, unsafe_) = (id("p", 0), id("at", 0), unsafe_());
        let index = match &access.steps[1] {
            Step::Index { index, .. } => fill(index, &|h| self.hole(h)),
            Step::Tensor { .. } | Step::Field { .. } => TokenStream::new(),
        };
        let at = self.helpers.add(self.nest, Of::Access(a), "at");
        let start = quote_spanned!(s=> let #k = #hl::W(#index).ix(); let #p = #unsafe_ { #row.#at(#k) };);
        (start, access.steps.iter().enumerate().skip(2).collect())
    }

    /// The pointer to the element (or, in a grid, to the element of a row), and the steps that are left.
    fn start<'a>(
        &self,
        a: usize,
        access: &'a Access,
        cleared: bool,
    ) -> (TokenStream, Vec<(usize, &'a Step)>) {
        let s = Span::mixed_site();
        let hl = runtime();
        let (v, p, k, unsafe_) = (id("v", access.base), id("p", 0), id("at", 0), unsafe_());
        let index =
            |step: &Step| step.index().map(|index| fill(index, &|h| self.hole(h))).unwrap_or_default();
        let mut steps = access.steps.iter().enumerate();
        let whole = steps.next().map(|(_, s)| s);
        let first = whole.map(index).unwrap_or_default();
        if self.is_grid(access.base) {
            let second = steps.next().map(|(_, s)| index(s)).unwrap_or_default();
            let j = id("at", 1);
            let cell =
                self.helpers.add(self.nest, Of::Access(a), if cleared { "cell" } else { "row_checked" });
            let start = if cleared {
                quote_spanned! {s=>
                    let #k = #hl::W(#first).ix();
                    let #j = #hl::W(#second).ix();
                    let #p = #unsafe_ { #v.#cell(#k, #j) };
                }
            } else {
                let row = at_the_user(access, "row_checked", quote!(#k));
                let element = at_the_user(access, "checked", quote_spanned!(s=> #hl::W(#second).ix()));
                quote_spanned! {s=>
                    let #k = #hl::W(#first).ix();
                    let #p = #unsafe_ { #v.#row };
                    let #p = #p.#element;
                }
            };
            return (start, steps.collect());
        }
        let first = whole.map(|step| self.subscript(step)).unwrap_or_default();
        let start = if cleared {
            let ptr = self.helpers.add(self.nest, Of::Access(a), "ptr");
            quote_spanned!(s=> let #k = #first; let #p = #unsafe_ { #v.#ptr(#k) };)
        } else {
            let call = at_the_user(access, "ptr_checked", first);
            quote_spanned!(s=> let #p = #v.#call;)
        };
        (start, steps.collect())
    }

    fn step(&self, (a, n): (usize, usize), access: &Access, step: &Step, cleared: bool) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let (p, k, unsafe_) = (id("p", 0), id("at", 0), unsafe_());
        match step {
            Step::Field { member, container } => {
                let Some(container) = container.map(|c| id("ex", self.nest.shapes[c].ex)) else {
                    unreachable!("the first step is a subscript");
                };
                // A part that is only read may be behind a shared reference.
                let part = if access.writes { "part_mut" } else { "part" };
                let part = self.helpers.add(self.nest, Of::Access(a), part);
                if access.writes {
                    quote_spanned!(s=> let #p = #unsafe_ { &raw mut (*#container.#part(#p)).#member };)
                } else {
                    quote_spanned!(s=> let #p = #unsafe_ { &raw const (*#container.#part(#p)).#member }.cast_mut();)
                }
            }
            Step::Tensor { .. } => unreachable!("a tensor is a base"),
            Step::Index { index, container, .. } => {
                let index = fill(index, &|h| self.hole(h));
                let container = container.map(|c| id("ex", self.nest.shapes[c].ex));
                let element = id("ex", self.nest.shapes[self.nest.shape_after(access, n)].ex);
                let how = if cleared { "inner" } else { "inner_checked" };
                self.helpers.add(self.nest, Of::Access(a), how);
                let call = at_the_user(access, how, quote_spanned!(s=> #p, #k, #element));
                quote_spanned! {s=>
                    let #k = #hl::W(#index).ix();
                    let #p = #unsafe_ { #container.#call };
                }
            }
        }
    }
}
