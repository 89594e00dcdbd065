//! Sines in loops: which way each loop goes, and loops in blocks.
//!
//! The sine, cosine and tangent have a fast reduction, right for arguments up to a limit, and a slower one for all. A
//! loop for vectors cannot branch, and both in each iteration take three times as long as the fast one. So such a
//! loop runs in blocks,
//!
//! ```text
//! while b < hi {
//!     let e = block(b, hi);
//!     let mut far = !FLOATS;                                       // a constant: operators of floats have no effect
//!     if !far { for k in b..e { far |= beyond(ARGUMENT); } }  // `probe.rs`
//!     if far { for k in b..e { BODY, with both reductions } } else { for k in b..e { BODY, with the fast one } }
//!     b = e;
//! }
//! ```
//!
//! Nothing is done twice: whether an argument is large is known before the block begins. The bits are those of
//! the function, whichever way is taken.
//!
//! Loops without sines go in blocks too where their functions have short forms, for arguments that need no path for
//! special values, and where a look at the arguments costs less than the short forms save (`probe/short.rs`). A block
//! of few iterations is not looked at, nor are the next ones after one with a special value.

use super::fast::Fast;
use super::probe::scan::{assigned, bound, sites, walk};
use super::probe::{self, Refused, flag};
use super::{id, runtime};
use crate::nest::affine::LoopId;
use crate::nest::{Hole, ReductionOp};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// Loops of at most so many iterations are unrolled, so that the loop around them is one for vectors.
const MOST_UNROLLED: i64 = 8;

/// The ordinals of a run of a loop.
pub(super) struct Ordinals {
    pub lo: TokenStream,
    pub hi: TokenStream,
}

impl Ordinals {
    /// All of an inner loop.
    pub(super) fn all(d: &Ident) -> Ordinals {
        let s = Span::mixed_site();
        Ordinals { lo: quote_spanned!(s=> 0u64), hi: quote_spanned!(s=> #d.trip) }
    }
}

impl Fast<'_> {
    /// Does the loop look for large arguments, block by block? Else the way of all its sines.
    fn strategy(&self, l: LoopId) -> Result<probe::Probe, TokenStream> {
        let (s, hl, tables) = (Span::mixed_site(), runtime(), id("tables", 0));
        let both = quote_spanned!(s=> #hl::Way::Both(#tables));
        // What the branch of a function leads to is compiled for the baseline, where nothing is fused.
        let branch =
            if self.how.fastmath.contract { both.clone() } else { quote_spanned!(s=> #hl::Way::Branch) };
        if self.is_unrolled(l) {
            return Err(both);
        }
        let inner = self.nest.loops.iter().enumerate().filter(|(_, inner)| inner.parent == Some(l));
        if inner.into_iter().any(|(n, _)| !self.is_unrolled(n)) {
            return Err(branch);
        }
        match self.keeps_order(l) {
            Some(_) if self.how.fastmath.contract => return Err(both),
            Some(ordered) => return Err(quote_spanned!(s=> #hl::Way::of(#tables, #ordered))),
            None => {}
        }
        self.probe(l).map_err(|refused| if refused == Refused::Ordered { branch } else { both })
    }

    pub(super) fn is_unrolled(&self, l: LoopId) -> bool {
        let lp = &self.nest.loops[l];
        let trip =
            lp.lo.as_ref().zip(lp.hi.as_ref()).and_then(|(lo, hi)| hi.sub(lo)?.as_invariant()?.as_constant());
        l != 0 && !lp.opaque && trip.is_some_and(|n| n <= MOST_UNROLLED)
    }

    /// Are there sums that keep their order, so that LLVM makes no vectors of the loop? They may be of integers: a
    /// question to rustc.
    pub(super) fn keeps_order(&self, l: LoopId) -> Option<TokenStream> {
        let s = Span::mixed_site();
        let nest = self.nest;
        let own = assigned(nest, &nest.loops[l].body);
        let names = bound(nest, l);
        let mut sure = own.iter().any(|name| !names.contains(name));
        let mut asked = Vec::new();
        walk(nest, &nest.loops[l].body, &mut |h| match &nest.holes[h] {
            Hole::Update(u) => {
                let update = &nest.updates[*u];
                let sums = matches!(update.op, ReductionOp::Sum | ReductionOp::Product);
                if sums && !self.is_laned(update) {
                    asked.push(id("ex", nest.scalars[update.scalar].ex));
                }
            }
            Hole::SumUpdate(_) => sure |= !self.lanes.has_sums(),
            _ => {}
        });
        if sure {
            return Some(quote_spanned!(s=> true));
        }
        (!asked.is_empty()).then(|| quote_spanned!(s=> false #(|| #asked.is_float())*))
    }

    /// The loop, which `run` emits, in blocks if that pays.
    pub(super) fn blocked(
        &self,
        l: LoopId,
        all: &Ordinals,
        run: &dyn Fn(&Ordinals) -> TokenStream,
    ) -> TokenStream {
        self.in_blocks(l, all, run).unwrap_or_else(|| self.on_its_way(l, || run(all)))
    }

    /// An inner loop without lanes in blocks, if that pays; its domain is known.
    pub(super) fn inner_in_blocks(&self, l: LoopId) -> Option<TokenStream> {
        let all = Ordinals::all(&id("d", l));
        let counting = || self.counting(l, &all);
        let in_stages = self.in_stages(l, &all, &counting);
        in_stages.or_else(|| self.in_blocks(l, &all, &|ordinals| self.counting(l, ordinals)))
    }

    /// The loop in one piece.
    pub(super) fn on_its_way(&self, l: LoopId, emit: impl FnOnce() -> TokenStream) -> TokenStream {
        let way = (sites(self.nest, l) > 0).then(|| self.strategy(l).err()).flatten();
        match way {
            Some(way) => self.on_the_way(way, emit),
            None => emit(),
        }
    }

    fn on_the_way(&self, way: TokenStream, emit: impl FnOnce() -> TokenStream) -> TokenStream {
        let before = self.way.replace(Some(way));
        let out = emit();
        self.way.replace(before);
        out
    }

    /// The way of the sines that are being emitted.
    pub(super) fn current_way(&self) -> TokenStream {
        let (s, hl, tables) = (Span::mixed_site(), runtime(), id("tables", 0));
        self.way.borrow().clone().unwrap_or_else(|| quote_spanned!(s=> #hl::Way::Both(#tables)))
    }

    fn in_blocks(
        &self,
        l: LoopId,
        all: &Ordinals,
        run: &dyn Fn(&Ordinals) -> TokenStream,
    ) -> Option<TokenStream> {
        let of_chain = l == 0 && self.nest.chain.is_some();
        let countable = self.nest.may_have_lanes(l) && (self.nest.loops[l].pat.is_none() || of_chain);
        if !countable {
            return None;
        }
        let (s, hl) = (Span::mixed_site(), runtime());
        let block = Ordinals { lo: id("from", l).into_token_stream(), hi: id("to", l).into_token_stream() };
        if sites(self.nest, l) == 0 {
            let probe = self.short_strategy(l)?;
            let long = self.long_form(|| run(&block));
            let calls = self.short.replace(probe.short.clone());
            let short = run(&block);
            self.short.replace(calls);
            return Some(self.by_blocks(l, all, &probe, long, short));
        }
        let probe = self.strategy(l).ok()?;
        let tables = id("tables", 0);
        let both = quote_spanned!(s=> #hl::Way::Both(#tables));
        let long = self.long_form(|| self.on_the_way(both, || run(&block)));
        let short = self.on_the_way(probe::near(), || run(&block));
        Some(self.by_blocks(l, all, &probe, long, short))
    }

    fn long_form(&self, emit: impl FnOnce() -> TokenStream) -> TokenStream {
        let before = self.long.replace(true);
        let out = emit();
        self.long.set(before);
        out
    }

    /// What short forms the loop's calls can take, if a look at their arguments pays.
    fn short_strategy(&self, l: LoopId) -> Option<probe::Probe> {
        let mut inner = self.nest.loops.iter().enumerate().filter(|(_, inner)| inner.parent == Some(l));
        let outer = self.is_unrolled(l) || inner.any(|(n, _)| !self.is_unrolled(n));
        if outer || self.keeps_order(l).is_some() {
            return None;
        }
        self.short_probe(l)
    }

    /// The loop in blocks, each in its long form or its short one.
    fn by_blocks(
        &self,
        l: LoopId,
        all: &Ordinals,
        probe: &probe::Probe,
        long: TokenStream,
        short: TokenStream,
    ) -> TokenStream {
        let (s, hl, far) = (Span::mixed_site(), runtime(), flag());
        let (from, to, k, looks) = (id("from", l), id("to", l), id("k", l), id("looks", l));
        let (lo, hi) = (&all.lo, &all.hi);
        let (iv, value) = (self.iv(l), self.value(l, quote!(#k)));
        let used = self.nest.loops[l].iv.is_some().then(|| quote_spanned!(s=> let _ = #iv;));
        let probe::Probe { before, sure, statements, least, .. } = probe;
        let begin = least.map(|least| quote_spanned!(s=> let mut #looks = #hl::Looks::from(#least);));
        let at = least.map(|_| quote_spanned!(s=> && #looks.at(#from, #to)));
        let saw = least.map(|_| quote_spanned!(s=> #looks.saw(#far);));
        quote_spanned! {s=>
            #before
            #begin
            let mut #from = #lo;
            while #from < #hi {
                let #to = #hl::block(#from, #hi);
                let mut #far = !(true #(&& #sure)* #at);
                if !#far {
                    let mut #k = #from;
                    while #k < #to {
                        let #iv = #value;
                        #used
                        #k += 1;
                        #statements
                    }
                    #saw
                }
                if #far { #long } else { #short }
                #from = #to;
            }
        }
    }
}
