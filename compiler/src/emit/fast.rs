//! The fast form: chunk closures at each level, handed to the pool or run in one piece.

use super::blocks::Ordinals;
use super::update;
use super::{Helpers, Of, Site, arith, bytes, calls, guard, id, levels, lines, runtime, sums};
use crate::analysis::Role;
use crate::nest::affine::LoopId;
use crate::nest::head::applied;
use crate::nest::{
    Called, Fillable, Hole, HoleId, Nest, ReductionOp, Uninit, fill, fill_statements, hole_of, is_tabled,
    name_in_runtime,
};
use crate::options::How;
use crate::plan::Plan;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Units of the work estimate (one is a vectorized operation) that take about a nanosecond.
const UNITS_PER_NS: u64 = 10;

/// Cost in nanoseconds below which an integer sum runs as written: about that from which loops run in
/// parallel, but a constant, so that the form depends on the arguments alone.
const SMALL_SUM: u64 = 30_000;
/// Cost in nanoseconds below which no level above the build's own is worth its call.
const SHORT_COST: u64 = 24;

pub(super) fn emit(
    nest: &Nest,
    plan: &Plan,
    site: &Site<'_>,
    d: &Ident,
    unfit: u32,
    leave: &TokenStream,
) -> TokenStream {
    let s = Span::mixed_site();
    // Levels and threads get the first value, not all that is known of the domain: it is copied for each.
    let start = nest.loops[0].adapters.is_empty().then(|| {
        let start = id("start", 0);
        quote_spanned!(s=> let #start = #d.start();)
    });
    let run = run(nest, plan, site, d, unfit, leave);
    quote_spanned!(s=> #start #run)
}

fn run(nest: &Nest, plan: &Plan, site: &Site<'_>, d: &Ident, unfit: u32, leave: &TokenStream) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let (how, helpers) = (site.how, &site.helpers);
    let fast = Fast {
        nest,
        plan,
        how,
        helpers,
        d,
        lanes: sums::Lanes::default(),
        way: RefCell::default(),
        staged: RefCell::default(),
        ahead: RefCell::default(),
    };
    let cost = fast.cost();
    let trip = bytes::trip(nest, d);
    let bytes = bytes::touched(nest);
    let counted = quote_spanned!(s=> __HOTLOOP_SITE.fast(#trip, || #bytes););
    let short = quote_spanned!(s=> __HOTLOOP_SITE.short(#unfit + 1, #trip, || #bytes););
    let refused = quote_spanned!(s=> __HOTLOOP_SITE.fallback(#unfit, #trip, #bytes););
    let levels = fast.levels();
    let last: Vec<usize> = fast.stored();
    let reductions: Vec<usize> = fast.reductions().collect();
    let (limits, body) = (levels::limits_argument(how, plan.is_alone()), id("body", 0));
    let for_range = levels::runner("for_range", how, plan.is_alone());
    let (lo, hi) = (id("lo", 0), id("hi", 0));
    let store = fast.store(&last, &reductions);
    let kept = fast.kept();
    if !kept.is_empty() {
        let keeps: Vec<Ident> = kept.iter().map(|x| id("keep", *x)).collect();
        let copies = kept.iter().map(|x| id("c", *x));
        let puts = kept.iter().zip(&keeps).map(|(x, keep)| {
            let place = &nest.scalars[*x].tokens;
            if nest.is_blank(*x) {
                return update::fill_blank(place, &quote_spanned!(s=> #keep.take()));
            }
            quote_spanned!(s=> #keep.take().put(&mut #place);)
        });
        return quote_spanned! {s=>
            #counted
            let (#lo, #hi) = (0u64, #d.trip);
            let __hotloop_short = #cost < #SHORT_COST;
            #(let #keeps = &#hl::Kept::new(#copies);)*
            let __hotloop_out = #hl::caught(|| #levels);
            #(#puts)*
            let __hotloop_out = #hl::resumed(__hotloop_out);
            #store
            #leave
        };
    }
    if !plan.is_parallel() {
        let run = match last.is_empty() {
            true => fast.aligned(&levels),
            false => quote_spanned!(s=> let __hotloop_out = #levels; #store),
        };
        return quote_spanned! {s=>
            #counted
            let (#lo, #hi) = (0u64, #d.trip);
            let __hotloop_short = #cost < #SHORT_COST;
            #run
            #leave
        };
    }
    if nest.top.is_some() {
        let limits = limits.unwrap_or_else(|| quote_spanned!(s=> #hl::Limits::none(),));
        return super::best::run(nest, (d, unfit), &limits, (&cost, &levels), leave);
    }
    if nest.pack {
        let limits = limits.unwrap_or_else(|| quote_spanned!(s=> #hl::Limits::none(),));
        return super::pack::run(nest, (d, unfit), &limits, (&cost, &levels), leave);
    }
    if nest.search {
        let limits = limits.unwrap_or_else(|| quote_spanned!(s=> #hl::Limits::none(),));
        let hit = id("hit", 0);
        // A short search is best as written: most of the time it may take is in what comes before it.
        return quote_spanned! {s=>
            let __hotloop_cost = #cost;
            if __hotloop_cost < #SMALL_SUM {
                #short
            } else {
                #counted
                let __hotloop_short = false;
                let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;
                let #hit = #hl::search(#limits #d.trip, __hotloop_cost, &#body);
                #leave
            }
        };
    }
    if last.is_empty() && reductions.is_empty() {
        let run = fast.aligned(&levels);
        return quote_spanned! {s=>
            #counted
            let __hotloop_cost = #cost;
            let __hotloop_short = __hotloop_cost < #SHORT_COST;
            let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| { #run };
            #hl::#for_range(#limits #d.trip, __hotloop_cost, &#body);
            #leave
        };
    }
    let chunk = id("chunk", 0);
    let heavy = nest.loops.len() > 1 || nest.calls();
    let join = fast.join(&last, reductions.len());
    let reduce_range =
        levels::runner(if fast.paired() { "reduce_pairs" } else { "reduce_range" }, how, plan.is_alone());
    let grid = (!fast.paired()).then(|| quote_spanned!(s=> #hl::chunk(#d.trip, #heavy),));
    let run = quote_spanned! {s=> #hl::#reduce_range(#limits #d.trip, #grid #cost, &#body, #join) };
    if fast.paired() {
        let few = in_order_if_few(nest, plan).then(|| {
            quote_spanned! {s=>
                if #d.trip < #hl::FEW_CALLS {
                    for __hotloop_out in #hl::each_within(#limits #d.trip, #cost, &#body) { #store }
                    #leave
                }
            }
        });
        let few = few.filter(|_| how.grain.is_some());
        return quote_spanned! {s=>
            #counted
            let __hotloop_short = #cost < #SHORT_COST;
            let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;
            #few
            let __hotloop_out = #run;
            #store
            #leave
        };
    }
    if !plan.repeatable {
        return quote_spanned! {s=>
            #counted
            let __hotloop_cost = #cost;
            let __hotloop_short = __hotloop_cost < #SHORT_COST;
            let #chunk = #hl::chunk(#d.trip, #heavy);
            let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;
            let __hotloop_out = #run;
            #store
            #leave
        };
    }
    let extremes = fast.fits(&reductions, last.len(), |op| matches!(op, ReductionOp::Extreme(_)));
    let fits = fast.fits(&reductions, last.len(), |op| {
        matches!(op, ReductionOp::Extreme(_) | ReductionOp::Sum | ReductionOp::Product)
    });
    let float = |x: &usize| {
        let ex = id("ex", nest.scalars[*x].ex);
        quote_spanned!(s=> #ex.is_float())
    };
    let overflows = |x: &&usize| plan.roles[**x].reduction().is_some_and(update::has_count);
    let sure = reductions.iter().filter(overflows).map(float);
    let any = reductions.iter().map(float);
    // One chunk runs in order, so a panic in it is the plain function's own, and a float can show the order
    // in a minimum or maximum alone. A small loop of integers is not worth lanes at all (their order changes
    // no bit of it), and in order it overflows where plain does.
    let small = if extremes.is_empty() {
        quote_spanned!(s=> #counted #store #leave)
    } else {
        quote_spanned! {s=>
            if true #extremes { #counted #store #leave }
            #refused
        }
    };
    // Where sums and products of integers do not fit, the first chunk mostly shows it.
    let first = reductions.iter().any(|x| overflows(&x)).then(|| {
        quote_spanned! {s=>
            && (__hotloop_sure || #d.trip <= #chunk
                || #hl::attempt(|| #body(0, #chunk)).is_some_and(|__hotloop_out| true #fits))
        }
    });
    quote_spanned! {s=>
        let __hotloop_cost = #cost;
        let __hotloop_short = __hotloop_cost < #SHORT_COST;
        let #chunk = #hl::chunk(#d.trip, #heavy);
        let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;
        let __hotloop_sure = (true #(&& #sure)*) && (false #(|| #any)*);
        // Which form it is comes out at the end.
        __HOTLOOP_SITE.begins();
        if __hotloop_sure && #d.trip <= #chunk {
            let __hotloop_out = #body(0, #d.trip);
            #small
        } else if !__hotloop_sure && __hotloop_cost < #SMALL_SUM {
            #short
        } else {
            if true #first {
                if let ::core::option::Option::Some(__hotloop_out) = #hl::attempt(|| #run) {
                    if true #fits {
                        #counted
                        #store
                        #leave
                    }
                }
            }
            #refused
        }
    }
}

pub(super) struct Fast<'a> {
    pub(super) nest: &'a Nest,
    pub(super) plan: &'a Plan,
    pub(super) how: &'a How,
    pub(super) helpers: &'a Helpers,
    pub(super) d: &'a Ident,
    /// What is summed in lanes in the code that is being emitted.
    pub(super) lanes: sums::Lanes,
    /// The way of sines in the code that is being emitted.
    pub(super) way: RefCell<Option<TokenStream>>,
    /// The body of a loop, where values that were computed ahead stand in it.
    pub(super) staged: RefCell<Option<(LoopId, syn::Block)>>,
    /// Calls whose values were computed ahead, in the code that is being emitted.
    pub(super) ahead: RefCell<BTreeMap<HoleId, TokenStream>>,
}

impl Fast<'_> {
    /// Scalars of a serial loop that someone may see after a panic: they are written back in any case.
    fn kept(&self) -> Vec<usize> {
        let mut written = if self.plan.is_parallel() { Vec::new() } else { self.written() };
        written.retain(|x| !self.nest.scalars[*x].path.fields.is_empty());
        written
    }

    /// Scalars whose final value a chunk hands out.
    fn stored(&self) -> Vec<usize> {
        let kept = self.kept();
        let mut stored = self.written();
        stored.retain(|x| !kept.contains(x));
        stored
    }

    /// Scalars of which a chunk has a copy that it changes.
    fn written(&self) -> Vec<usize> {
        let parallel = self.plan.is_parallel();
        let written = |r: &Role| match r {
            Role::ReadOnly => false,
            Role::LastPrivate | Role::SometimesPrivate | Role::Induction | Role::Drift => true,
            Role::Reduction(_) | Role::Position(_) | Role::Carried => !parallel,
        };
        self.plan.roles.iter().enumerate().filter(|(_, r)| written(r)).map(|(n, _)| n).collect()
    }

    fn store(&self, last: &[usize], reductions: &[usize]) -> TokenStream {
        let s = Span::mixed_site();
        let all = last.iter().chain(reductions).enumerate().map(|(n, &x)| {
            let n = syn::Index::from(n);
            update::store(self.nest, self.plan, x, &quote_spanned!(s=> __hotloop_out.#n))
        });
        let all: Vec<TokenStream> = all.collect();
        if all.is_empty() { quote_spanned!(s=> let () = __hotloop_out;) } else { quote!(#(#all)*) }
    }

    /// Does the copy of the scalar know whether it was written?
    pub(super) fn is_slot(&self, x: usize) -> bool {
        self.plan.is_slot(x) || self.nest.is_blank(x)
    }

    /// Whether the results of some operators may be stored.
    fn fits(&self, reductions: &[usize], first: usize, of: impl Fn(ReductionOp) -> bool) -> TokenStream {
        let s = Span::mixed_site();
        let asked =
            reductions.iter().enumerate().filter(|(_, x)| self.plan.roles[**x].reduction().is_some_and(&of));
        let fits = asked.map(|(n, x)| {
            let (part, c) = (syn::Index::from(first + n), id("c", *x));
            quote_spanned!(s=> && __hotloop_out.#part.fits(&*#c))
        });
        fits.collect()
    }

    /// The later chunk's last-private values, and joined sums.
    fn join(&self, last: &[usize], reductions: usize) -> TokenStream {
        let s = Span::mixed_site();
        let later = last.iter().enumerate().map(|(n, x)| {
            let n = syn::Index::from(n);
            if self.is_slot(*x) {
                quote_spanned!(s=> __hotloop_a.#n.then(__hotloop_b.#n),)
            } else {
                quote_spanned!(s=> __hotloop_b.#n,)
            }
        });
        let sums = (last.len()..last.len() + reductions).map(|n| {
            let n = syn::Index::from(n);
            quote_spanned!(s=> __hotloop_a.#n.join(__hotloop_b.#n),)
        });
        quote_spanned!(s=> |__hotloop_a, __hotloop_b| (#(#later)* #(#sums)*))
    }

    fn levels(&self) -> TokenStream {
        let mut methods = self.nest.methods.iter();
        let tabled = methods.any(|m| m.result.is_some() && is_tabled(&m.name.to_string()));
        levels::levels(&self.built(), tabled.then(|| id("tables", 0)), &self.chunk())
    }

    /// The chunk: views as parameters, private copies, the loop, and what it hands out.
    fn chunk(&self) -> TokenStream {
        let s = Span::mixed_site();
        let (written, stored, kept) = (self.written(), self.stored(), self.kept());
        let copies = written.iter().map(|&x| {
            let c = id("c", x);
            if kept.contains(&x) {
                let keep = id("keep", x);
                return quote_spanned!(s=> let mut #c = #keep.open(#c););
            }
            let uses = &self.nest.scalars[x].uses;
            if let Some(drift) = uses.drift.as_ref().filter(|_| self.plan.is_parallel()) {
                let (lo, step) = (id("lo", 0), self.filled(&drift.step));
                let minus = drift.minus;
                return quote_spanned!(s=> let mut #c = #c.drifted(#lo, #step, #minus););
            }
            match &uses.induction {
                // From its value at the chunk's first iteration.
                Some(growth) if self.plan.is_parallel() => {
                    let (lo, weight) = (id("lo", 0), guard::poly(&growth.weight));
                    quote_spanned!(s=> let mut #c = #c.advanced(#lo, #weight);)
                }
                _ => quote_spanned!(s=> let mut #c = #c;),
            }
        });
        let accs = self.reductions().map(|x| {
            let (acc, empty) = (id("acc", x), update::acc(self.nest, self.plan, x));
            let pairs = self.is_paired(x).then(|| {
                let pairs = id("pairs", x);
                quote_spanned!(s=> let mut #pairs = #acc.pairs();)
            });
            quote_spanned!(s=> let mut #acc = #empty; #pairs)
        });
        // In order, what is set with a reduction is kept in the chunk's own copies.
        let set = self.reductions().filter(|_| self.plan.lanes.is_none());
        let set = set.flat_map(|x| self.plan.positions(x)).map(|x| {
            let c = id("c", x);
            quote_spanned!(s=> let mut #c = #c;)
        });
        let last = stored.iter().map(|&x| {
            let c = id("c", x);
            quote_spanned!(s=> #c,)
        });
        let iv = self.iv(0);
        let parts = self.reductions().map(|x| {
            if self.is_paired(x) {
                let (acc, ex, pairs) = (id("acc", x), id("ex", self.nest.scalars[x].ex), id("pairs", x));
                return quote_spanned!(s=> if #ex.is_float() { #acc.paired(#pairs) } else { #acc.part() },);
            }
            let best = id("best", x);
            let value = self.value(0, quote_spanned!(s=> (#best.ordinal())));
            let part = update::part(self.nest, self.plan, x, &(iv.clone(), value), &|h| self.hole(h));
            quote_spanned!(s=> #part,)
        });
        let (serial_accs, serial_sums) = self.serial_accs();
        let mut body = lines::beside(self.root(), self.nest.loops[0].place.span.0);
        if self.nest.search {
            let search = search_label();
            body = quote_spanned!(s=> let __hotloop_found = #search: { #body ::core::option::Option::None };);
        }
        let stamp = self.stamp();
        let out: TokenStream = last.chain(parts).collect();
        // A chunk that hands nothing out ends without a value.
        let out = if out.is_empty() { out } else { quote_spanned!(s=> (#out)) };
        let out = match &self.nest.top {
            Some(_) => super::best::part(),
            None if self.nest.search => quote_spanned!(s=> __hotloop_found),
            None if self.nest.pack => super::pack::part(),
            None => out,
        };
        let (top, pack) = (super::best::acc(self.nest), super::pack::begin(self.nest));
        let begin = calls::begin(self.nest);
        let step = self.nest.chain.as_ref().and_then(|c| c.step).map(|step| {
            let (items, step) = (id("items", 0), proc_macro2::Literal::usize_unsuffixed(step));
            quote_spanned!(s=> let #items = #items.by(#step);)
        });
        let inner = quote_spanned! {s=>
            { #begin #step #(#copies)* #(#set)* #(#accs)* #top #pack #serial_accs #stamp #body #serial_sums #out }
        };
        (0..self.nest.bases.len()).rev().fold(inner, |inner, b| {
            let v = id("v", b);
            quote_spanned!(s=> #v.with(move |#v| #inner))
        })
    }

    fn reductions(&self) -> impl Iterator<Item = usize> + '_ {
        let parallel = self.plan.is_parallel();
        self.plan.reductions().map(|(x, _)| x).filter(move |_| parallel)
    }

    /// Does the shape know nothing of chunks (`typed/pairs.rs`), because nobody knows what the calls in the loop
    /// cost? A float that grows evenly starts each chunk anew, so there chunks are seen in its bits.
    fn paired(&self) -> bool {
        paired(self.nest, self.plan)
    }

    fn is_paired(&self, x: usize) -> bool {
        self.paired() && self.plan.roles[x].reduction().is_some_and(update::has_count)
    }

    fn root(&self) -> TokenStream {
        let s = Span::mixed_site();
        let (lo, hi) = (id("lo", 0), id("hi", 0));
        let all = Ordinals { lo: quote_spanned!(s=> #lo), hi: quote_spanned!(s=> #hi) };
        let laned = || self.blocked(0, &all, &|ordinals| self.laned(ordinals, 0));
        let plain = || self.blocked(0, &all, &|ordinals| self.counting(0, ordinals));
        let in_order = || self.in_stages(0, &all, &plain).unwrap_or_else(plain);
        if self.plan.lanes == Some(0) && self.plan.is_parallel() {
            return laned();
        }
        if self.plan.lanes == Some(0) {
            return self.either(&laned, &in_order);
        }
        in_order()
    }

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
        if counts_values(self.nest, l) {
            let from = first(l);
            return quote_spanned! {s=>
                let mut #k = #from.values(#lo, #hi);
                #label while #k.more() {
                    let #iv = #k.take();
                    #body
                }
            };
        }
        // A `while` uses its counter itself; the body may not.
        let used = (l == 0 && self.nest.counted).then(|| quote_spanned!(s=> let _ = #iv;));
        quote_spanned! {s=>
            let mut #k = #lo;
            #label while #k < #hi {
                let #iv = #value;
                #used
                #k += 1;
                #body
            }
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

    fn inner(&self, l: LoopId) -> TokenStream {
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
        if lp.inclusive && lp.hi.is_some() && lp.adapters.is_empty() {
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
            around(quote_spanned!(s=> #label for #iv in (#head) #body))
        };
        let Some(blocks) = self.inner_in_blocks(l) else { return self.on_its_way(l, as_written) };
        let d = id("d", l);
        let domain = applied(&quote_spanned!(s=> #ex.domain(&(#range))), &lp.adapters, &step);
        let blocks = around(blocks);
        quote_spanned!(s=> { let #d = #domain; #blocks })
    }

    /// A tree with its calls marked and its holes filled.
    pub(super) fn filled<T: Fillable + ToTokens + Clone>(&self, tree: &T) -> TokenStream {
        fill(&calls::mark(self.nest, self.helpers, tree), &|h| self.hole(h))
    }

    /// The same of the statements of a block, without its braces.
    pub(super) fn statements(&self, block: &syn::Block) -> TokenStream {
        fill_statements(&calls::mark(self.nest, self.helpers, block), &|h| self.hole(h))
    }

    pub(super) fn hole(&self, h: HoleId) -> TokenStream {
        let s = Span::mixed_site();
        let nest = self.nest;
        if let Some(value) = self.ahead.borrow().get(&h) {
            return value.clone();
        }
        match &nest.holes[h] {
            Hole::Access(a) => self.access(*a),
            Hole::Read(x) => {
                let c = id("c", *x);
                match nest.referred.contains(&h) {
                    true => quote_spanned!(s=> (*#c)),
                    false => quote_spanned!(s=> #c.get()),
                }
            }
            Hole::Write(x) => {
                let c = id("c", *x);
                // By value: one that is not `Copy` could not be moved out of a place, not even in a form that never runs.
                match nest.referred.contains(&h) {
                    true => quote_spanned!(s=> (*#c)),
                    false => quote_spanned!(s=> #c.held()),
                }
            }
            Hole::Assign(x) => {
                let c = id("c", *x);
                let slot = self.is_slot(*x);
                if slot { quote_spanned!(s=> (*#c.set())) } else { quote_spanned!(s=> (*#c)) }
            }
            Hole::Whole(w) => {
                let w = id("w", *w);
                quote_spanned!(s=> (*#w.place()))
            }
            Hole::Len(b) => {
                let v = id("v", *b);
                quote_spanned!(s=> #v.len())
            }
            Hole::Extent(e) => {
                let extent = &nest.extents[*e];
                super::arrays::extent(nest, extent.base, extent.dim)
            }
            Hole::Uninit(u) => match &nest.uninits[*u] {
                Uninit::New { path, value, .. } => {
                    let value = self.filled(value);
                    quote_spanned!(s=> #path(#value))
                }
                Uninit::Write { name, element, value, .. } => {
                    let (element, value) = (self.filled(element), self.filled(value));
                    quote_spanned!(s=> #element.#name(#value))
                }
            },
            Hole::RowLen(a) => self.row_length(*a),
            Hole::Method(m) => self.method(*m),
            Hole::Loop(l) => self.inner(*l),
            Hole::Tie(_) => quote_spanned!(s=> {}),
            Hole::Assert { condition, message, debug, at } => {
                super::assertion(&self.filled(&**condition), message, *debug, *at)
            }
            Hole::Macro(call) => super::macro_call(call, &|h| self.hole(h)),
            Hole::Update(u) => self.update(&nest.updates[*u]),
            Hole::Arith(a) => self.arith(*a),
            Hole::Operand(_) => unreachable!("operands are emitted with their tree"),
            Hole::Fused { target, subtract, term, ex, at } => self.fused(target, *subtract, term, *ex, *at),
            Hole::SumUpdate(u) => self.sum_update(u),
            Hole::Links(links) => self.filled(&links.chain),
            Hole::Numbers { range, .. } => {
                let range = self.filled(&**range);
                quote_spanned!(s=> (#range))
            }
            Hole::All { access, is_place } => self.all(*access, *is_place),
            Hole::Row(a) => {
                let (row, ex) = (self.access(*a), id("ex", nest.shapes[nest.accesses[*a].leaf].ex));
                quote_spanned!(s=> (*#ex.row(&#row)))
            }
            Hole::Result { whole, .. } => self.filled(&**whole),
            Hole::Top(key) => super::best::take(nest, self.plan, &self.filled(&**key)),
            Hole::Put(value) if nest.pack => super::pack::keep(nest, self.helpers, &self.filled(&**value)),
            Hole::Put(value) => {
                let (slot, value) = (id("slot", 0), self.filled(&**value));
                quote_spanned!(s=> #slot.write(#value))
            }
            Hole::Hit(value) => {
                let (k, value, search) = (id("k", 0), self.filled(&**value), search_label());
                let hit = id("hit", 0);
                // Tools read what follows a label and begins with `::` as if the label were that of a block.
                quote_spanned! {s=>
                    if #value {
                        let #hit = ::core::option::Option::Some(#k - 1);
                        break #search #hit;
                    }
                }
            }
            Hole::Seen { value, node } => super::late::seen(nest, *node, self.filled(&**value)),
            Hole::Cloned(value) => {
                let (hl, value) = (runtime(), self.filled(&**value));
                quote_spanned!(s=> #hl::cloned(#value))
            }
            Hole::Spare { value, .. } => self.filled(&**value),
            Hole::Named { function, .. } => function.to_token_stream(),
        }
    }

    /// Is the expression an element of a base?
    fn is_access(&self, expr: &syn::Expr) -> bool {
        match expr {
            syn::Expr::Paren(p) => self.is_access(&p.expr),
            _ => hole_of(expr).is_some_and(|h| matches!(self.nest.holes[h], Hole::Access(_))),
        }
    }

    fn method(&self, m: usize) -> TokenStream {
        let method = &self.nest.methods[m];
        let args: Vec<TokenStream> = method.args.iter().map(|a| self.filled(a)).collect();
        self.method_of(m, &self.filled(&method.receiver), &args)
    }

    /// The call of a known method with this receiver and these arguments.
    pub(super) fn method_of(&self, m: usize, receiver: &TokenStream, args: &[TokenStream]) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let method = &self.nest.methods[m];
        let name = &method.name;
        let flags = self.how.fastmath;
        let Some(result) = method.result else {
            if flags.nnan && matches!(name.to_string().as_str(), "min" | "max" | "clamp") {
                let (ex, name) = (id("ex", method.ex), Ident::new(&format!("{name}_of"), s));
                return quote_spanned!(s=> #ex.#name(#receiver, #(#args),*));
            }
            return match &method.path {
                Some(Called { path, .. }) => quote_spanned!(s=> #path(#receiver, #(#args),*)),
                // A user's method of this name may change its receiver; no primitive's does.
                None if self.is_access(&method.receiver) => {
                    let ex = id("ex", method.ex);
                    called(&quote_spanned!(s=> (*#ex.receiver(&(#receiver)))), name, args)
                }
                None => called(&quote_spanned!(s=> (#receiver)), name, args),
            };
        };
        let result = id("ex", result);
        let way = is_tabled(&name.to_string()).then(|| self.current_way());
        let spelled = name.to_string();
        let ours = name_in_runtime(&spelled, method.literal, flags.afn);
        let (flags, level) = (arith::math_flags(self.how), self.level());
        if let Some(called) = &method.path {
            let (ex, others) = (id("ex", method.ex), id("ex", called.args));
            let way = way.unwrap_or_else(|| quote_spanned!(s=> #hl::Way::Branch));
            let op = Ident::new(ours, s);
            return quote_spanned! {s=>
                #hl::Path(#ex, #others, #result)
                    .call(#hl::ops::#op, #ex.through(#receiver), #others.through((#(#args,)*)), #way, #flags, #level)
            };
        }
        let under = self.how.fastmath.changes_functions();
        let suffix =
            format!("{}{}", if under { "_under" } else { "" }, if way.is_some() { "_with" } else { "" });
        let name = Ident::new(&format!("{ours}{suffix}"), s);
        let way = way.map(|way| quote_spanned!(s=> , #way));
        let flags = under.then(|| quote_spanned!(s=> , #flags, #level));
        quote_spanned!(s=> #hl::W(&(#receiver)).bare().#name(#result #(, #args)* #way #flags))
    }

    /// The level's token, for functions: without `contract` nothing is fused.
    fn level(&self) -> TokenStream {
        let (s, hl, level) = (Span::mixed_site(), runtime(), arith::level());
        if self.how.fastmath.contract { quote!(#level) } else { quote_spanned!(s=> #hl::Unfused) }
    }

    /// The counter of blocks, where lanes follow an inner loop.
    fn stamp(&self) -> TokenStream {
        let s = Span::mixed_site();
        let inner = self.plan.lanes.is_some_and(|l| l != 0);
        if !(inner && self.plan.is_parallel() && update::needs_stamp(self.plan)) {
            return TokenStream::new();
        }
        let stamp = update::stamp();
        quote_spanned!(s=> let mut #stamp = 1u64;)
    }

    /// How often the body updates a reduction at most.
    fn updates(&self, x: usize) -> u64 {
        self.nest.scalars[x].uses.updates.len() as u64
    }

    /// Estimated cost of the whole loop: work of each body times the iterations around it.
    fn cost(&self) -> TokenStream {
        let s = Span::mixed_site();
        let d = self.d;
        let total = self.cost_of(0);
        quote_spanned!(s=> (#d.trip.saturating_mul(#total) / #UNITS_PER_NS))
    }

    fn cost_of(&self, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        let own = self.nest.work[l];
        let inner = self.nest.loops.iter().enumerate().filter(|(_, x)| x.parent == Some(l)).map(|(n, _)| {
            let (trip, cost) = (self.trip(n), self.cost_of(n));
            quote_spanned!(s=> .saturating_add((#trip).saturating_mul(#cost)))
        });
        let inner: Vec<TokenStream> = inner.collect();
        quote_spanned!(s=> #own #(#inner)*)
    }

    /// As [`known_trip`]; 16 if unknown.
    fn trip(&self, l: LoopId) -> TokenStream {
        let s = Span::mixed_site();
        known_trip(self.nest, l).unwrap_or_else(|| quote_spanned!(s=> 16u64))
    }
}

/// Iterations of an inner loop, if they are known in front of the nest: exact where it is rectangular, else half of the
/// most.
pub(super) fn known_trip(nest: &Nest, l: LoopId) -> Option<TokenStream> {
    let s = Span::mixed_site();
    let lp = &nest.loops[l];
    let chain: Vec<LoopId> = nest.chain(l).skip(1).collect();
    let form = lp.lo.as_ref().zip(lp.hi.as_ref()).and_then(|(lo, hi)| hi.sub(lo))?;
    let rectangular = form.as_invariant().is_some();
    let span = crate::analysis::corners(nest, &form, &chain)?;
    let most = guard::poly(&span.highs[0]);
    Some(match rectangular {
        true => quote_spanned!(s=> #most.count()),
        false => quote_spanned!(s=> (#most.count() / 2 + 1)),
    })
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

/// A call that rustc places where the user's is.
fn called(receiver: &TokenStream, name: &Ident, args: &[TokenStream]) -> TokenStream {
    let mut args = Group::new(Delimiter::Parenthesis, quote!(#(#args),*));
    args.set_span(name.span());
    quote!(#receiver.#name #args)
}

/// Where the order of all reductions shows in nothing: whether they keep places.
pub(super) fn exact(plan: &Plan) -> Option<bool> {
    let exact = plan.is_parallel() && plan.reductions().all(|(_, op)| !update::has_count(op));
    exact.then(|| update::needs_stamp(plan))
}

fn paired(nest: &Nest, plan: &Plan) -> bool {
    let drifts = plan.roles.iter().any(|r| matches!(r, Role::Drift));
    plan.is_parallel() && plan.lanes == Some(0) && nest.calls() && !drifts
}

/// Is a short loop of this kind summed in the order in which it is written? Then it can run as written, where no
/// grain says that its iterations are long, and have the same bits where one does.
pub(super) fn in_order_if_few(nest: &Nest, plan: &Plan) -> bool {
    let only_sums = plan.roles.iter().enumerate().all(|(x, role)| match role {
        Role::ReadOnly => true,
        Role::Reduction(op) => update::has_count(*op) && nest.scalars[x].uses.updates.len() == 1,
        _ => false,
    });
    only_sums && paired(nest, plan)
}

/// The block that a search leaves.
fn search_label() -> syn::Lifetime {
    syn::Lifetime::new("'__hotloop_search", Span::mixed_site())
}

pub(super) fn lane() -> Ident {
    id("lane", 0)
}
