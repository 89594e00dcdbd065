//! `fastmath(reassoc)`: float sums in lanes also where no chunk asks for them.
//!
//! Two kinds: a reduction of the root in a serial loop, and a sum of an innermost loop in a variable of the
//! body around it. The shape is that of `typed/acc.rs`: lane = ordinal modulo 32, lanes by halving, the
//! variable's old value last; a loop that is too short for lanes, or a variable that is no float, keeps its
//! order. So the bits depend on the arguments alone, as everywhere.

use super::arith::Target;
use super::blocks::Ordinals;
use super::fast::Fast;
use super::iterate::lane;
use super::update::{self, Lane};
use super::{id, runtime};
use crate::nest::affine::LoopId;
use crate::nest::head::applied;
use crate::nest::{ReductionOp, SumUpdate, Update, at, value_at};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::cell::Cell;

/// What is summed in lanes in the code that is being emitted: a body is emitted with lanes and without.
#[derive(Default)]
pub(super) struct Lanes {
    scalars: Cell<bool>,
    sums: Cell<bool>,
}

impl Lanes {
    /// Sums of inner loops?
    pub(super) fn has_sums(&self) -> bool {
        self.sums.get()
    }
    /// Anything?
    pub(super) fn any(&self) -> bool {
        self.scalars.get() || self.sums.get()
    }
}

/// `place += term`, or the form that the user wrote.
pub(super) fn spell(
    place: &TokenStream,
    subtract: bool,
    long: bool,
    term: &TokenStream,
    span: Span,
) -> TokenStream {
    let s = Span::mixed_site();
    let held = at(place.clone(), span);
    let term = if long { at(term.clone(), span) } else { value_at(term.clone(), span) };
    match (subtract, long) {
        (false, false) => quote_spanned!(s=> #held += #term),
        (true, false) => quote_spanned!(s=> #held -= #term),
        (false, true) => quote_spanned!(s=> #place = #held + #term),
        (true, true) => quote_spanned!(s=> #place = #held - #term),
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
        if self.plan.lanes.is_some() { self.plan.regrouped().collect() } else { Vec::new() }
    }

    /// Those of them whose terms wait there only until the end of a block.
    pub(super) fn ordered(&self) -> impl Iterator<Item = usize> {
        let all =
            if self.plan.ordered && self.lanes.scalars.get() { self.serial_reductions() } else { Vec::new() };
        all.into_iter()
    }

    /// Their lanes, and how those end in the chunk's copies.
    pub(super) fn serial_accs(&self) -> (TokenStream, TokenStream) {
        let s = Span::mixed_site();
        let (all, ordered) = (self.serial_reductions(), self.plan.ordered);
        let (mut before, mut after) = (TokenStream::new(), TokenStream::new());
        for x in all {
            let (acc, c, ex) = (id("acc", x), id("c", x), id("ex", self.nest.scalars[x].ex));
            let empty = update::acc(self.nest, self.plan, x);
            before.extend(quote_spanned!(s=> let mut #acc = #empty;));
            if ordered {
                continue;
            }
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
        let range = self.filled(&lp.range);
        let step = |_: usize, step: &syn::Expr| self.filled(step);
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
        let rows = self.rows_of(l);
        Some(quote_spanned!(s=> match (#range) { #h => { let #d = #domain; #rows #body } }))
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
            let (acc, place) = (id("sum", n), self.filled(&self.nest.sums[n].place));
            quote_spanned!(s=> if #ex.is_float() { #acc.part().put(&mut #place); })
        });
        quote_spanned! {s=>
            if (false #(|| #exs.is_float())*) && #d.trip >= #hl::short(true, #rich) {
                #(#accs)* #laned #(#puts)*
            }
        }
    }

    fn laned_inner(&self, l: LoopId) -> TokenStream {
        self.blocked(l, &Ordinals::all(&id("d", l)), &|ordinals| self.laned(ordinals, l))
    }

    fn inner_in_order(&self, l: LoopId, head: &TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        let lp = &self.nest.loops[l];
        let (ex, iv) = (id("ex", lp.ex), self.iv(l));
        let label = &lp.label;
        let step = |_: usize, step: &syn::Expr| self.filled(step);
        let head = applied(head, &lp.adapters, &step);
        let as_written = || {
            let body = self.filled(&lp.body);
            if lp.inclusive && lp.hi.is_some() && lp.adapters.is_empty() {
                quote_spanned!(s=> #label for #iv in #ex.half_open(#head) #body)
            } else {
                quote_spanned!(s=> #label for #iv in (#head) #body)
            }
        };
        with(&self.lanes.sums, false, || {
            self.inner_in_blocks(l).unwrap_or_else(|| self.on_its_way(l, as_written))
        })
    }

    /// Is the update one of lanes of its own loop, in the code that is being emitted?
    pub(super) fn is_laned(&self, u: &Update) -> bool {
        let switched = self.lanes.scalars.get() && self.plan.regrouped().any(|x| x == u.scalar);
        let always = self.plan.is_parallel() && self.plan.roles[u.scalar].reduction().is_some();
        self.plan.lanes == Some(u.within) && (always || switched)
    }

    /// An update of a sum.
    pub(super) fn sum_update(&self, u: &SumUpdate) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let sum = &self.nest.sums[u.sum];
        let place = self.filled(&sum.place);
        let (acc, lane, ex, of_term) = (id("sum", u.sum), lane(), id("ex", sum.ex), id("ex", u.ex));
        let in_order = |term: &TokenStream| spell(&place, u.subtract, u.long, term, u.at);
        let how = Ident::new(if u.subtract { "sub" } else { "add" }, s);
        let in_lanes = |term: &TokenStream| quote_spanned!(s=> #acc.#how(#lane, #hl::Of(#ex, #term).value()));
        let target = Target {
            ex: ex.clone(),
            place: &place,
            subtract: Some(u.subtract),
            lanes: self.lanes.sums.get().then(|| (acc.clone(), quote!(#lane))),
            always: false,
            term: Some(of_term),
            in_order: &in_order,
            in_lanes: &in_lanes,
        };
        self.accumulate(&target, &u.term)
    }

    /// An update of a scalar.
    pub(super) fn update(&self, u: &Update) -> TokenStream {
        let s = Span::mixed_site();
        let filled = |tree| self.filled(tree);
        let place = |x: usize| {
            let c = id("c", x);
            if self.is_slot(x) { quote_spanned!(s=> (*#c.set())) } else { quote_spanned!(s=> (*#c)) }
        };
        let with = u.with.iter().map(|(at, value)| (place(*at), filled(value)));
        let with: Vec<(TokenStream, TokenStream)> = with.collect();
        let (own, acc, lane) = (place(u.scalar), id("acc", u.scalar), lane());
        let c = id("c", u.scalar);
        let held = self.earlier(u).unwrap_or_else(|| quote_spanned!(s=> #c.held()));
        let is_alone = u.earlier.is_none() && !u.is_part;
        let always = self.plan.is_parallel() && self.plan.roles[u.scalar].reduction().is_some();
        let many = self.plan.lanes == Some(u.within);
        let here = if many { Lane::Many } else { Lane::One };
        let lanes = match (always, many) {
            (true, true) => Some((acc, quote!(#lane))),
            (true, false) => Some((acc, quote_spanned!(s=> 0usize))),
            (false, true) if self.lanes.scalars.get() && self.plan.regrouped().any(|x| x == u.scalar) => {
                Some((acc, quote!(#lane)))
            }
            _ => None,
        };
        let is_sum = u.op == ReductionOp::Sum && u.with.is_empty() && is_alone;
        let target = Target {
            ex: id("ex", self.nest.scalars[u.scalar].ex),
            place: &own,
            subtract: is_sum.then_some(u.minus),
            lanes,
            always,
            term: u.ex.map(|ex| id("ex", ex)),
            in_order: &|term| update::spell(u, (&own, &held), term, &with),
            in_lanes: &|term| update::join(self.nest, self.plan, u, here, term, &with),
        };
        self.accumulate(&target, &u.term)
    }

    /// `s + a` of `s = s + a + b`.
    fn earlier(&self, u: &Update) -> Option<TokenStream> {
        let before = &self.nest.updates[u.earlier?];
        let c = id("c", u.scalar);
        let held = self.earlier(before).unwrap_or_else(|| quote_spanned!(Span::mixed_site()=> #c.held()));
        Some(update::partial(before, &held, &self.filled(&before.term)))
    }
}
