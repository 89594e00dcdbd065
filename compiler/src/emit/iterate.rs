//! How a loop runs: over its values, over ordinals, in lanes.

use super::blocks::Ordinals;
use super::fast::Fast;
use super::interleave::Hint;
use super::{Of, id, runtime, update};
use crate::analysis::corners;
use crate::nest::Nest;
use crate::nest::affine::LoopId;
use crate::nest::head::applied;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

impl Fast<'_> {
    /// The body of a loop; of the root over a chain, with its item in front.
    pub(super) fn body_of(&self, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        let staged = self.staged.borrow().clone().filter(|(of, _)| *of == l).map(|(_, body)| body);
        let body = self.statements(staged.as_ref().unwrap_or(&self.nest.loops[l].body));
        let chain = self.nest.chain.as_ref().filter(|_| l == 0);
        let (iv, items) = (self.iv(l), id("items", 0));
        let unsafe_ = Ident::new("unsafe", Span::call_site());
        let slot = self.nest.gather.filter(|_| l == 0 && !self.nest.pack).map(|_| {
            let (slot, slots) = (id("slot", 0), id("slots", 0));
            let at = match chain {
                Some(_) => iv.clone(),
                // The ordinal has been counted already.
                None => {
                    let k = id("k", l);
                    quote_spanned!(s=> (#k - 1) as ::core::primitive::usize)
                }
            };
            let call = self.helpers.add(self.nest, Of::Slot, "at");
            quote_spanned!(s=> let #slot = #unsafe_ { #slots.#call(#at) };)
        });
        let (Some(_), Some(pat)) = (chain, &self.nest.loops[l].pat) else { return quote!(#slot #body) };
        let how = if self.how.boundscheck { "at_checked" } else { "at" };
        let at = self.helpers.add(self.nest, Of::Item, how);
        quote_spanned!(s=> #slot let #pat = #unsafe_ { #items.#at(#iv) }; #body)
    }

    /// A loop over ordinals, in order.
    pub(super) fn counting(&self, l: LoopId, Ordinals { lo, hi }: &Ordinals) -> TokenStream {
        let s = Span::mixed_site();
        let body = self.body_of(l);
        let (k, label) = (id("k", l), &self.nest.loops[l].label);
        let (iv, value) = (self.iv(l), self.value(l, quote!(#k)));
        let Hint { begin, step, end } = self.hint(l, &self.nest.loops[l].body);
        if counts_values(self.nest, l) {
            let from = first(l);
            return quote_spanned! {s=>
                let mut #k = #from.values(#lo, #hi);
                #begin
                #label while #k.more() {
                    let #iv = #k.take();
                    #step
                    #body
                }
                #end
            };
        }
        // A `while` uses its counter itself; the body may not.
        let used = (l == 0 && self.nest.counted).then(|| quote_spanned!(s=> let _ = #iv;));
        quote_spanned! {s=>
            let mut #k = #lo;
            #begin
            #label while #k < #hi {
                let #iv = #value;
                #used
                #k += 1;
                #step
                #body
            }
            #end
        }
    }

    /// The value of a loop's variable in an iteration. A step that the source gives as a number stays one:
    /// LLVM makes no vectors of accesses whose distance it does not know.
    pub(super) fn value(&self, l: LoopId, k: TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        let d = id("d", l);
        let adapters = &self.nest.loops[l].adapters;
        let step = adapters.iter().try_fold(1i64, |all, a| all.checked_mul(a.literal()?));
        match step {
            Some(1) if adapters.is_empty() => {
                let from = first(l);
                quote_spanned!(s=> #from.value(#k))
            }
            Some(-1) => quote_spanned!(s=> #d.value_back(#k)),
            Some(step) => {
                let step = proc_macro2::Literal::i64_suffixed(step);
                quote_spanned!(s=> #d.value_by(#k, #step))
            }
            None => quote_spanned!(s=> #d.value_along(#k)),
        }
    }

    /// A loop whose ordinal chooses the lane, in blocks of at most the number of lanes. The length of a
    /// block is not a constant: LLVM would unroll it fully before it could make vectors of it.
    pub(super) fn laned(&self, Ordinals { lo, hi }: &Ordinals, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        let body = self.body_of(l);
        let hl = runtime();
        let (k, n, lane) = (id("k", 0), id("n", 0), lane());
        let (label, iv) = (&self.nest.loops[l].label, self.iv(l));
        let value = self.value(l, quote_spanned!(s=> (#k + __hotloop_l as ::core::primitive::u64)));
        let counted =
            self.reductions().filter(|x| self.plan.roles[*x].reduction().is_some_and(update::has_count));
        let counts = counted.map(|x| {
            let (acc, sites) = (id("acc", x), self.updates(x));
            quote_spanned!(s=> #acc.count(#n as ::core::primitive::u64 * #sites);)
        });
        // Between blocks stamps are as far apart as places in a block can be.
        let stamp = update::needs_stamp(self.plan).then(|| {
            let stamp = update::stamp();
            if self.plan.lanes == Some(0) {
                quote_spanned!(s=> let #stamp = #k + 1;)
            } else {
                quote_spanned!(s=> #stamp += #hl::LANES as ::core::primitive::u64;)
            }
        });
        // Without a float, and without a place to keep, the order shows in nothing: one lane and one block, of
        // which LLVM makes as many lanes as the processor likes.
        let wide = if update::needs_stamp(self.plan) || self.lanes.any() {
            quote_spanned!(s=> true)
        } else {
            let floats = self.reductions().map(|x| id("ex", self.nest.scalars[x].ex));
            quote_spanned!(s=> (false #(|| #floats.is_float())*))
        };
        let pairs = self.reductions().filter(|x| self.is_paired(*x)).map(|x| {
            let (acc, ex, pairs) = (id("acc", x), id("ex", self.nest.scalars[x].ex), id("pairs", x));
            quote_spanned!(s=> if #ex.is_float() { #acc.pair_up(&mut #pairs); })
        });
        let ordered = self.ordered().map(|x| {
            let (acc, ex, c) = (id("acc", x), id("ex", self.nest.scalars[x].ex), id("c", x));
            quote_spanned!(s=> if #ex.is_float() { #acc.in_order(&mut *#c, #n); })
        });
        quote_spanned! {s=>
            let mut #k = #lo;
            while #k < #hi {
                let #n = #hl::lanes(#hi - #k, #wide);
                #(#counts)*
                #stamp
                let mut __hotloop_l = 0usize;
                #label while __hotloop_l < #n {
                    let #lane = #hl::lane(__hotloop_l, #wide);
                    let #iv = #value;
                    __hotloop_l += 1;
                    #body
                }
                #(#pairs)*
                #(#ordered)*
                #k += #n as ::core::primitive::u64;
            }
        }
    }

    pub(super) fn iv(&self, l: LoopId) -> TokenStream {
        match (&self.nest.loops[l].iv, &self.nest.loops[l].pat) {
            (Some(iv), _) => quote!(#iv),
            (None, Some(pat)) => quote!(#pat),
            (None, None) => quote!(_),
        }
    }

    /// Is the end of an inner loop one of those that the guard looks at?
    fn has_known_end(&self, l: LoopId) -> bool {
        let around: Vec<LoopId> = self.nest.chain(l).skip(1).collect();
        self.nest.loops[l].hi.as_ref().is_some_and(|hi| corners(self.nest, hi, &around).is_some())
    }

    pub(super) fn inner(&self, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        if let Some(summed) = self.summed(l) {
            return summed;
        }
        let lp = &self.nest.loops[l];
        let ex = id("ex", lp.ex);
        let range = self.filled(&lp.range);
        let step = |_: usize, step: &syn::Expr| self.filled(step);
        let (iv, label, rows) = (self.iv(l), &lp.label, self.rows_of(l));
        if self.plan.lanes == Some(l) {
            let d = id("d", l);
            let domain = applied(&quote_spanned!(s=> #ex.domain(&(#range))), &lp.adapters, &step);
            let laned = self.blocked(l, &Ordinals::all(&d), &|ordinals| self.laned(ordinals, l));
            return quote_spanned!(s=> { let #d = #domain; #rows #laned });
        }
        let mut head = applied(&range, &lp.adapters, &step);
        if lp.inclusive && lp.adapters.is_empty() && self.has_known_end(l) {
            head = quote_spanned!(s=> #ex.half_open(#head));
        }
        // What is held in front of the loop is held whichever way its sines go.
        let held = self.held_in(l);
        let around = |loops: TokenStream| match &held {
            Some((runs, held)) => quote_spanned!(s=> if #runs { #rows #held #loops }),
            None if rows.is_empty() => loops,
            None => quote_spanned!(s=> { #rows #loops }),
        };
        let as_written = || {
            let body = self.filled(&lp.body);
            around(match self.hint(l, &lp.body) {
                Hint { begin, .. } if begin.is_empty() => quote_spanned!(s=> #label for #iv in (#head) #body),
                Hint { begin, step, end } => {
                    quote_spanned!(s=> { #begin #label for #iv in (#head) { #step #body } #end })
                }
            })
        };
        let Some(blocks) = self.inner_in_blocks(l) else { return self.on_its_way(l, as_written) };
        let d = id("d", l);
        let domain = applied(&quote_spanned!(s=> #ex.domain(&(#range))), &lp.adapters, &step);
        let blocks = around(blocks);
        quote_spanned!(s=> { let #d = #domain; #blocks })
    }
}

/// What knows the first value of a loop.
fn first(l: LoopId) -> Ident {
    id(if l == 0 { "start" } else { "d" }, l)
}

/// Can the loop run over its values, or does something need their ordinals? (After the last value of an inclusive
/// range there may be none.)
fn counts_values(nest: &Nest, l: LoopId) -> bool {
    let lp = &nest.loops[l];
    let ordinals = nest.counted || nest.search || nest.top.is_some() || nest.gather.is_some();
    lp.adapters.is_empty() && !lp.inclusive && !(l == 0 && ordinals)
}

/// The block that a search leaves.
pub(super) fn search_label() -> syn::Lifetime {
    syn::Lifetime::new("'__hotloop_search", Span::mixed_site())
}

pub(super) fn lane() -> Ident {
    id("lane", 0)
}
