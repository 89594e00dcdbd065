//! Who runs the chunk of a fast form: this thread, the pool, a search, a reduction.

use super::fast::{Fast, in_order_if_few};
use super::{bytes, id, levels, runtime, update};
use crate::nest::ReductionOp;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// Cost in nanoseconds below which an integer sum runs as written: about that from which loops run in
/// parallel, but a constant, so that the form depends on the arguments alone.
const SMALL_SUM: u64 = 30_000;
/// Cost in nanoseconds below which no level above the build's own is worth its call.
const SHORT_COST: u64 = 24;

/// What all ways to run a loop are made of.
pub(super) struct Run<'a> {
    fast: &'a Fast<'a>,
    /// Leaves the fast form for what follows the loop.
    leave: &'a TokenStream,
    /// The number of the first condition that no type and no number answers.
    unfit: u32,
    /// What the loop costs, in nanoseconds.
    cost: TokenStream,
    /// The chunk, at the level in use.
    levels: TokenStream,
    /// Says that the loop has run in its fast form, ..
    counted: TokenStream,
    /// .. or as written because it is short, ..
    short: TokenStream,
    /// .. or because the result could not be kept.
    refused: TokenStream,
    /// The scalars that a chunk hands out: last values, then reductions.
    last: Vec<usize>,
    reductions: Vec<usize>,
    /// Gives these to the user's places.
    store: TokenStream,
}

impl<'a> Run<'a> {
    pub(super) fn new(fast: &'a Fast<'a>, unfit: u32, leave: &'a TokenStream) -> Run<'a> {
        let s = Span::mixed_site();
        let trip = bytes::trip(fast.nest, fast.d);
        let bytes = bytes::touched(fast.nest);
        let (last, reductions) = (fast.stored(), fast.reductions().collect::<Vec<usize>>());
        Run {
            cost: fast.cost(),
            levels: fast.levels(),
            counted: quote_spanned!(s=> __HOTLOOP_SITE.fast(#trip, || #bytes);),
            short: quote_spanned!(s=> __HOTLOOP_SITE.short(#unfit + 1, #trip, || #bytes);),
            refused: quote_spanned!(s=> __HOTLOOP_SITE.fallback(#unfit, #trip, #bytes);),
            store: fast.store(&last, &reductions),
            fast,
            leave,
            unfit,
            last,
            reductions,
        }
    }

    pub(super) fn tokens(&self) -> TokenStream {
        let (nest, plan) = (self.fast.nest, self.fast.plan);
        let kept = self.fast.kept();
        match () {
            () if !kept.is_empty() => self.keeping(&kept),
            () if !plan.is_parallel() => self.here(),
            () if nest.top.is_some() => {
                let (of, what) = ((self.fast.d, self.unfit), (&self.cost, &self.levels));
                super::best::run(nest, of, &self.limits(), what, self.leave)
            }
            () if nest.pack => {
                let (of, what) = ((self.fast.d, self.unfit), (&self.cost, &self.levels));
                super::pack::run(nest, of, &self.limits(), what, self.leave)
            }
            () if nest.search => self.search(),
            () if self.last.is_empty() && self.reductions.is_empty() => self.on_the_pool(),
            () if self.fast.paired() => self.in_pairs(),
            () if !plan.repeatable => self.once(),
            () => self.in_lanes(),
        }
    }

    /// `threads` and `grain`, or that there are none.
    fn limits(&self) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        self.argument().unwrap_or_else(|| quote_spanned!(s=> #hl::Limits::none(),))
    }

    fn argument(&self) -> Option<TokenStream> {
        levels::limits_argument(self.fast.how, self.fast.plan.is_alone())
    }

    fn runner(&self, name: &str) -> Ident {
        levels::runner(name, self.fast.how, self.fast.plan.is_alone())
    }

    /// The chunk as a closure over its ordinals.
    fn body(&self) -> TokenStream {
        let s = Span::mixed_site();
        let (body, lo, hi, levels) = (id("body", 0), id("lo", 0), id("hi", 0), &self.levels);
        quote_spanned!(s=> let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| #levels;)
    }

    /// On this thread, in one piece, with scalars that someone may see after a panic.
    fn keeping(&self, kept: &[usize]) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let Run { fast, leave, cost, levels, counted, store, .. } = self;
        let (d, lo, hi) = (fast.d, id("lo", 0), id("hi", 0));
        let keeps: Vec<Ident> = kept.iter().map(|x| id("keep", *x)).collect();
        let copies = kept.iter().map(|x| id("c", *x));
        let puts = kept.iter().zip(&keeps).map(|(x, keep)| {
            let place = &fast.nest.scalars[*x].tokens;
            if fast.nest.is_blank(*x) {
                return update::fill_blank(place, &quote_spanned!(s=> #keep.take()));
            }
            quote_spanned!(s=> #keep.take().put(&mut #place);)
        });
        quote_spanned! {s=>
            #counted
            let (#lo, #hi) = (0u64, #d.trip);
            let __hotloop_short = #cost < #SHORT_COST;
            #(let #keeps = &#hl::Kept::new(#copies);)*
            let __hotloop_out = #hl::caught(|| #levels);
            #(#puts)*
            let __hotloop_out = #hl::resumed(__hotloop_out);
            #store
            #leave
        }
    }

    /// On this thread, in one piece.
    fn here(&self) -> TokenStream {
        let s = Span::mixed_site();
        let Run { fast, leave, cost, levels, counted, store, .. } = self;
        let (d, lo, hi) = (fast.d, id("lo", 0), id("hi", 0));
        let run = match self.last.is_empty() {
            true => fast.aligned(levels),
            false => quote_spanned!(s=> let __hotloop_out = #levels; #store),
        };
        quote_spanned! {s=>
            #counted
            let (#lo, #hi) = (0u64, #d.trip);
            let __hotloop_short = #cost < #SHORT_COST;
            #run
            #leave
        }
    }

    /// Until a chunk finds something. A short search is best as written: most of the time it may take is in what comes
    /// before it.
    fn search(&self) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let Run { fast, leave, cost, counted, short, .. } = self;
        let (d, hit, body) = (fast.d, id("hit", 0), id("body", 0));
        let (limits, chunk) = (self.limits(), self.body());
        quote_spanned! {s=>
            let __hotloop_cost = #cost;
            if __hotloop_cost < #SMALL_SUM {
                #short
            } else {
                #counted
                let __hotloop_short = false;
                #chunk
                let #hit = #hl::search(#limits #d.trip, __hotloop_cost, &#body);
                #leave
            }
        }
    }

    /// In chunks that hand nothing out.
    fn on_the_pool(&self) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let Run { fast, leave, cost, counted, .. } = self;
        let (d, body, lo, hi) = (fast.d, id("body", 0), id("lo", 0), id("hi", 0));
        let (limits, for_range, run) =
            (self.argument(), self.runner("for_range"), fast.aligned(&self.levels));
        quote_spanned! {s=>
            #counted
            let __hotloop_cost = #cost;
            let __hotloop_short = __hotloop_cost < #SHORT_COST;
            let #body = move |#lo: ::core::primitive::u64, #hi: ::core::primitive::u64| { #run };
            #hl::#for_range(#limits #d.trip, __hotloop_cost, &#body);
            #leave
        }
    }

    /// In chunks whose results are joined, over a fixed grid or by pairs.
    fn reduced(&self) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let Run { fast, cost, .. } = self;
        let (d, body, limits) = (fast.d, id("body", 0), self.argument());
        let join = fast.join(&self.last, self.reductions.len());
        let runner = self.runner(if fast.paired() { "reduce_pairs" } else { "reduce_range" });
        let grid = (!fast.paired()).then(|| {
            let grid = self.grid();
            quote_spanned!(s=> #grid,)
        });
        quote_spanned! {s=> #hl::#runner(#limits #d.trip, #grid #cost, &#body, #join) }
    }

    /// The length of a chunk of the grid.
    fn grid(&self) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let heavy = self.fast.nest.loops.len() > 1 || self.fast.nest.calls();
        let d = self.fast.d;
        quote_spanned!(s=> #hl::chunk(#d.trip, #heavy))
    }

    /// Iterations that call functions, reduced by pairs; few of them one after the other.
    fn in_pairs(&self) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let Run { fast, leave, cost, counted, store, .. } = self;
        let (d, body, chunk, run) = (fast.d, id("body", 0), self.body(), self.reduced());
        let few = (fast.how.grain.is_some() && in_order_if_few(fast.nest, fast.plan)).then(|| {
            let limits = self.argument();
            quote_spanned! {s=>
                if #d.trip < #hl::FEW_CALLS {
                    for __hotloop_out in #hl::each_within(#limits #d.trip, #cost, &#body) { #store }
                    #leave
                }
            }
        });
        quote_spanned! {s=>
            #counted
            let __hotloop_short = #cost < #SHORT_COST;
            #chunk
            #few
            let __hotloop_out = #run;
            #store
            #leave
        }
    }

    /// Reduced, where a second run as written would not do.
    fn once(&self) -> TokenStream {
        let s = Span::mixed_site();
        let Run { leave, cost, counted, store, .. } = self;
        let (chunk, grid, body, run) = (id("chunk", 0), self.grid(), self.body(), self.reduced());
        quote_spanned! {s=>
            #counted
            let __hotloop_cost = #cost;
            let __hotloop_short = __hotloop_cost < #SHORT_COST;
            let #chunk = #grid;
            #body
            let __hotloop_out = #run;
            #store
            #leave
        }
    }

    /// Reduced in lanes; as written where the results do not fit, or show an order that they should not.
    fn in_lanes(&self) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let Run { fast, leave, cost, counted, short, refused, store, reductions, .. } = self;
        let (d, chunk, body) = (fast.d, id("chunk", 0), id("body", 0));
        let (grid, closure, run) = (self.grid(), self.body(), self.reduced());
        let fits = self.fits();
        let overflows = |x: &&usize| fast.plan.roles[**x].reduction().is_some_and(update::has_count);
        let float = |x: &usize| {
            let ex = id("ex", fast.nest.scalars[*x].ex);
            quote_spanned!(s=> #ex.is_float())
        };
        let sure = reductions.iter().filter(overflows).map(float);
        let any = reductions.iter().map(float);
        let small = self.small();
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
            let #chunk = #grid;
            #closure
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

    /// Whether all results may be stored.
    fn fits(&self) -> TokenStream {
        self.fast.fits(&self.reductions, self.last.len(), |op| {
            matches!(op, ReductionOp::Extreme(_) | ReductionOp::Sum | ReductionOp::Product)
        })
    }

    /// After a single chunk. It runs in order, so a panic in it is the plain function's own, and a float can show the order
    /// in a minimum or maximum alone. A small loop of integers is not worth lanes at all (their order changes no bit of it),
    /// and in order it overflows where plain does.
    fn small(&self) -> TokenStream {
        let s = Span::mixed_site();
        let Run { leave, counted, refused, store, .. } = self;
        let extremes =
            self.fast.fits(&self.reductions, self.last.len(), |op| matches!(op, ReductionOp::Extreme(_)));
        if extremes.is_empty() {
            return quote!(#counted #store #leave);
        }
        quote_spanned! {s=>
            if true #extremes { #counted #store #leave }
            #refused
        }
    }
}
