//! `fastmath(reassoc)`: float sums in lanes also where no chunk asks for them.
//!
//! Two kinds: a reduction of the root in a serial loop, and a sum of an innermost loop in a variable of the
//! body around it. The shape is that of `typed/acc.rs`: lane = ordinal modulo 32, lanes by halving, the
//! variable's old value last; a loop that is too short for lanes, or a variable that is no float, keeps its
//! order. So the bits depend on the arguments alone, as everywhere.

use super::arith::Target;
use super::fast::{Fast, lane};
use super::{id, runtime};
use crate::analysis::Role;
use crate::nest::affine::LoopId;
use crate::nest::head::applied;
use crate::nest::{fill, fill_statements};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use std::cell::Cell;

/// What is summed in lanes in the code that is being emitted: a body is emitted with lanes and without.
#[derive(Default)]
pub(super) struct Lanes {
    scalars: Cell<bool>,
    sums: Cell<bool>,
}

impl Lanes {
    /// The reductions of a serial root?
    pub(super) fn scalars(&self) -> bool {
        self.scalars.get()
    }
}

/// Emits with a switch on.
fn with<R>(switch: &Cell<bool>, on: bool, emit: impl FnOnce() -> R) -> R {
    let before = switch.replace(on);
    let out = emit();
    switch.set(before);
    out
}

impl Fast<'_> {
    /// Reductions of a serial root that may go into lanes.
    fn serial_reductions(&self) -> Vec<usize> {
        let any = !self.plan.is_parallel() && self.plan.lanes.is_some();
        if any { self.plan.scalars(Role::Reduction).collect() } else { Vec::new() }
    }

    /// Their lanes, and how those end in the chunk's copies.
    pub(super) fn serial_accs(&self) -> (TokenStream, TokenStream) {
        let s = Span::mixed_site();
        let all = self.serial_reductions();
        let (mut before, mut after) = (TokenStream::new(), TokenStream::new());
        for x in all {
            let (acc, c, ex) = (id("acc", x), id("c", x), id("ex", self.nest.scalars[x].ex));
            before.extend(quote_spanned!(s=> let mut #acc = #ex.acc();));
            after.extend(quote_spanned!(s=> if #ex.is_float() { #acc.part().put(&mut *#c); }));
        }
        (before, after)
    }

    /// With lanes where one of the reductions is a float, else without.
    pub(super) fn either(
        &self,
        laned: &dyn Fn() -> TokenStream,
        plain: &dyn Fn() -> TokenStream,
    ) -> TokenStream {
        let s = Span::mixed_site();
        let exs = self.serial_reductions().into_iter().map(|x| id("ex", self.nest.scalars[x].ex));
        let laned = with(&self.lanes.scalars, true, laned);
        let plain = with(&self.lanes.scalars, false, plain);
        quote_spanned!(s=> if false #(|| #exs.is_float())* { #laned } else { #plain })
    }

    /// An inner loop with sums of its own, or with reductions of a serial root.
    pub(super) fn summed(&self, l: LoopId) -> Option<TokenStream> {
        let s = Span::mixed_site();
        let sums: Vec<usize> =
            self.nest.sums.iter().enumerate().filter(|(_, sum)| sum.within == l).map(|(n, _)| n).collect();
        let carried = self.plan.lanes == Some(l);
        if sums.is_empty() && (!carried || self.plan.is_parallel()) {
            return None;
        }
        let lp = &self.nest.loops[l];
        let (h, d, ex) = (id("h", l), id("d", l), id("ex", lp.ex));
        let range = fill(&lp.range, &|h| self.hole(h));
        let step = |_: usize, step: &syn::Expr| fill(step, &|h| self.hole(h));
        let domain = applied(&quote_spanned!(s=> #ex.domain(&#h)), &lp.adapters, &step);
        let laned = |in_lanes: bool| with(&self.lanes.sums, in_lanes, || self.laned_inner(l));
        let in_order = || self.inner_in_order(l, &quote!(#h));
        let body = match (carried, sums.is_empty()) {
            (true, true) => self.either(&|| laned(false), &in_order),
            (true, false) => {
                let (long, short) =
                    with(&self.lanes.scalars, true, || (self.long(l, &sums, laned(true)), laned(false)));
                quote_spanned!(s=> #long else { #short })
            }
            (false, _) => {
                let (long, short) = (self.long(l, &sums, laned(true)), in_order());
                quote_spanned!(s=> #long else { #short })
            }
        };
        Some(quote_spanned!(s=> match (#range) { #h => { let #d = #domain; #body } }))
    }

    /// The loop with its sums in lanes, if one of them is a float and the loop is long enough.
    fn long(&self, l: LoopId, sums: &[usize], laned: TokenStream) -> TokenStream {
        let (s, hl, d, rich) = (Span::mixed_site(), runtime(), id("d", l), self.nest.has_elementary());
        let exs: Vec<_> = sums.iter().map(|&n| id("ex", self.nest.sums[n].ex)).collect();
        let accs = sums.iter().zip(&exs).map(|(&n, ex)| {
            let acc = id("sum", n);
            quote_spanned!(s=> let mut #acc = #ex.acc();)
        });
        let puts = sums.iter().zip(&exs).map(|(&n, ex)| {
            let (acc, place) = (id("sum", n), fill(&self.nest.sums[n].place, &|h| self.hole(h)));
            quote_spanned!(s=> if #ex.is_float() { #acc.part().put(&mut #place); })
        });
        quote_spanned! {s=>
            if (false #(|| #exs.is_float())*) && #d.trip >= #hl::short(true, #rich) {
                #(#accs)* #laned #(#puts)*
            }
        }
    }

    fn laned_inner(&self, l: LoopId) -> TokenStream {
        let (s, d) = (Span::mixed_site(), id("d", l));
        let body = fill_statements(&self.nest.loops[l].body, &|h| self.hole(h));
        self.laned(quote_spanned!(s=> 0u64), quote_spanned!(s=> #d.trip), l, &body)
    }

    fn inner_in_order(&self, l: LoopId, head: &TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        let lp = &self.nest.loops[l];
        let (ex, iv) = (id("ex", lp.ex), self.iv(l));
        let body = with(&self.lanes.sums, false, || fill(&lp.body, &|h| self.hole(h)));
        let label = &lp.label;
        let step = |_: usize, step: &syn::Expr| fill(step, &|h| self.hole(h));
        let head = applied(head, &lp.adapters, &step);
        if lp.inclusive && lp.hi.is_some() && lp.adapters.is_empty() {
            quote_spanned!(s=> #label for #iv in #ex.half_open(#head) #body)
        } else {
            quote_spanned!(s=> #label for #iv in (#head) #body)
        }
    }

    /// Where an update of a sum goes.
    pub(super) fn sum_target(&self, n: usize) -> Target {
        let sum = &self.nest.sums[n];
        let (place, lane) = (fill(&sum.place, &|h| self.hole(h)), lane());
        let lanes = self.lanes.sums.get().then(|| (id("sum", n), quote!(#lane)));
        Target { ex: id("ex", sum.ex), place, lanes, always: false, count: TokenStream::new() }
    }
}
