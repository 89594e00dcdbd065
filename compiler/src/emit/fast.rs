//! The fast form: chunk closures at each level, handed to the pool or run in one piece.

use super::blocks::Ordinals;
use super::iterate::search_label;
use super::run::Run;
use super::update;
use super::{Helpers, Site, calls, condition, id, levels, lines, sums};
use crate::analysis::Role;
use crate::nest::affine::LoopId;
use crate::nest::{HoleId, Nest, ReductionOp, is_tabled};
use crate::options::How;
use crate::plan::Plan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

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
    let (how, helpers) = (site.how, &site.helpers);
    let fast = Fast {
        nest,
        plan,
        how,
        helpers,
        d,
        lanes: sums::Lanes::default(),
        way: RefCell::default(),
        short: RefCell::default(),
        staged: RefCell::default(),
        ahead: RefCell::default(),
        long: Cell::default(),
        interleaves: Cell::default(),
    };
    let run = Run::new(&fast, unfit, leave).tokens();
    quote_spanned!(s=> #start #run)
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
    /// Calls whose arguments are known to be within reach of the functions' short forms, in that code.
    pub(super) short: RefCell<BTreeSet<usize>>,
    /// The body of a loop, where values that were computed ahead stand in it.
    pub(super) staged: RefCell<Option<(LoopId, syn::Block)>>,
    /// Calls whose values were computed ahead, in the code that is being emitted.
    pub(super) ahead: RefCell<BTreeMap<HoleId, TokenStream>>,
    /// The code that is being emitted is the long form of blocks, which few of them take.
    pub(super) long: Cell<bool>,
    /// A loop has a hint to interleave.
    pub(super) interleaves: Cell<bool>,
}

impl Fast<'_> {
    /// Scalars of a serial loop that someone may see after a panic: they are written back in any case.
    pub(super) fn kept(&self) -> Vec<usize> {
        let mut written = if self.plan.is_parallel() { Vec::new() } else { self.written() };
        written.retain(|x| !self.nest.scalars[*x].path.fields.is_empty());
        written
    }

    /// Scalars whose final value a chunk hands out.
    pub(super) fn stored(&self) -> Vec<usize> {
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

    pub(super) fn store(&self, last: &[usize], reductions: &[usize]) -> TokenStream {
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
    pub(super) fn fits(
        &self,
        reductions: &[usize],
        first: usize,
        of: impl Fn(ReductionOp) -> bool,
    ) -> TokenStream {
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
    pub(super) fn join(&self, last: &[usize], reductions: usize) -> TokenStream {
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

    pub(super) fn levels(&self) -> TokenStream {
        let mut methods = self.nest.methods.iter();
        let tabled = methods.any(|m| m.result.is_some() && is_tabled(&m.name.to_string()));
        let chunk = self.chunk();
        levels::levels(&self.built(), tabled.then(|| id("tables", 0)), self.interleaves.get(), &chunk)
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
                    let (lo, weight) = (id("lo", 0), condition::poly(&growth.weight));
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

    pub(super) fn reductions(&self) -> impl Iterator<Item = usize> + '_ {
        let parallel = self.plan.is_parallel();
        self.plan.reductions().map(|(x, _)| x).filter(move |_| parallel)
    }

    /// Does the shape know nothing of chunks (`typed/pairs.rs`), because nobody knows what the calls in the loop
    /// cost? A float that grows evenly starts each chunk anew, so there chunks are seen in its bits.
    pub(super) fn paired(&self) -> bool {
        paired(self.nest, self.plan)
    }

    pub(super) fn is_paired(&self, x: usize) -> bool {
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

    /// The counter of blocks, where lanes follow an inner loop.
    pub(super) fn stamp(&self) -> TokenStream {
        let s = Span::mixed_site();
        let inner = self.plan.lanes.is_some_and(|l| l != 0);
        if !(inner && self.plan.is_parallel() && update::needs_stamp(self.plan)) {
            return TokenStream::new();
        }
        let stamp = update::stamp();
        quote_spanned!(s=> let mut #stamp = 1u64;)
    }

    /// How often the body updates a reduction at most.
    pub(super) fn updates(&self, x: usize) -> u64 {
        self.nest.scalars[x].uses.updates.len() as u64
    }
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
