//! The numbers that a guard computes with: lengths, bounds, variables.

use super::arrays::extent;
use super::condition::{extreme, poly, symbols_of};
use super::{id, runtime};
use crate::analysis::Span as Range;
use crate::nest::affine::{Poly, Sym};
use crate::nest::{Nest, ShapeStep, Symbol};
use crate::plan::Plan;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::BTreeSet;

/// The symbols that conditions and costs use, as exact integers; what is computed of others comes last.
pub(super) fn symbols(nest: &Nest, plan: &Plan, d: &Ident) -> TokenStream {
    let grids: Vec<usize> = (0..nest.bases.len()).filter(|&b| nest.is_grid(b)).collect();
    let mut used: BTreeSet<Sym> = plan.conditions.iter().flat_map(|c| symbols_of(&c.kind)).collect();
    // A root with a step has no condition of its own, but the cost of a triangle asks for its trip count.
    used.extend(
        nest.loops
            .iter()
            .skip(usize::from(!nest.is_stepped()))
            .flat_map(|l| l.lo.iter().chain(&l.hi).flat_map(|f| f.symbols().collect::<Vec<_>>())),
    );
    let growths = nest.scalars.iter().filter_map(|s| s.uses.induction.as_ref());
    used.extend(growths.flat_map(|g| g.weight.symbols()));
    let bases = used.iter().filter_map(|&y| match nest.symbols[y] {
        Symbol::Inner(shape) => Some(nest.shapes[shape].base),
        _ => None,
    });
    let reached: Vec<Option<Range>> =
        bases.chain(grids.iter().copied()).map(|b| reach(nest, plan, b)).collect();
    for span in reached.iter().flatten() {
        used.extend(span.polys().flat_map(|p| p.symbols().collect::<Vec<_>>()));
    }
    // Computed symbols come after those that they are computed of, also by number.
    for y in (0..nest.symbols.len()).rev() {
        if used.contains(&y) {
            used.extend(computed_of(&nest.symbols[y]));
        }
    }
    let is_computed = |y: &Sym| matches!(nest.symbols[*y], Symbol::PastLast { .. } | Symbol::Quotient { .. });
    let is_late = |y: &Sym| matches!(nest.symbols[*y], Symbol::Inner(_)) || is_computed(y);
    let (late, early): (Vec<Sym>, Vec<Sym>) = used.into_iter().partition(is_late);
    // Ends of stepped loops first: the reach of a row may depend on them.
    let (rows, ends): (Vec<Sym>, Vec<Sym>) =
        late.into_iter().partition(|&y| matches!(nest.symbols[y], Symbol::Inner(_)));
    let early = early.into_iter().chain(ends).map(|y| symbol(nest, plan, y, d));
    let early: Vec<TokenStream> = early.collect();
    let tables = grids.iter().map(|&b| table(nest, plan, b));
    let rows = rows.into_iter().map(|y| symbol(nest, plan, y, d));
    quote!(#(#early)* #(#tables)* #(#rows)*)
}

/// The symbols that a symbol is computed of.
fn computed_of(symbol: &Symbol) -> BTreeSet<Sym> {
    match symbol {
        Symbol::PastLast { lo, end, step } => [lo, end, step].into_iter().flat_map(Poly::symbols).collect(),
        Symbol::Quotient { of, .. } => of.symbols().collect(),
        _ => BTreeSet::new(),
    }
}

/// The rows that a loop reaches; `None` where that is not known, or where a row is checked.
pub(super) fn reach(nest: &Nest, plan: &Plan, base: usize) -> Option<Range> {
    let mut all = Range { lows: Vec::new(), highs: Vec::new() };
    let accesses = nest.accesses.iter().zip(&plan.in_bounds).filter(|(a, _)| a.base == base);
    for (access, evidence) in accesses {
        evidence.as_ref()?;
        let chain: Vec<usize> = nest.chain(access.within).collect();
        let span = crate::analysis::corners(nest, access.forms().next()??, &chain)?;
        all.lows.extend(span.lows);
        all.highs.extend(span.highs);
    }
    Some(all).filter(|s| !s.lows.is_empty())
}

/// First and last row that a loop reaches.
pub(super) fn reach_tokens(nest: &Nest, plan: &Plan, base: usize) -> (TokenStream, TokenStream) {
    let s = Span::mixed_site();
    let hl = runtime();
    match reach(nest, plan, base) {
        Some(span) => (extreme(&span.lows, "min"), extreme(&span.highs, "max")),
        None => (quote_spanned!(s=> #hl::I::unknown()), quote_spanned!(s=> #hl::I::unknown())),
    }
}

pub(super) fn table(nest: &Nest, plan: &Plan, base: usize) -> TokenStream {
    let s = Span::mixed_site();
    let (v, t) = (id("v", base), id("t", base));
    let (low, high) = reach_tokens(nest, plan, base);
    quote_spanned!(s=> let #t = #v.table(#low, #high); let #v = #t.grid();)
}

fn symbol(nest: &Nest, plan: &Plan, y: Sym, d: &Ident) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let value = match &nest.symbols[y] {
        Symbol::Scalar(x) => {
            let (ex, c) = (id("ex", nest.scalars[*x].ex), id("c", *x));
            quote_spanned!(s=> #ex.exact(&*#c))
        }
        Symbol::Len(b) => {
            let v = id("v", *b);
            quote_spanned!(s=> #hl::I::len(#v.len()))
        }
        Symbol::Extent(b, dim) => {
            let extent = extent(nest, *b, *dim);
            quote_spanned!(s=> #hl::I::len(#extent))
        }
        Symbol::Inner(shape) => inner_length(nest, plan, *shape),
        Symbol::RootLo => quote_spanned!(s=> #d.lo),
        Symbol::RootHi => quote_spanned!(s=> #d.hi),
        Symbol::RootTrip => quote_spanned!(s=> #d.trips()),
        Symbol::RootStep => quote_spanned!(s=> #d.stride()),
        Symbol::PastLast { lo, end, step } => {
            let (lo, end, step) = (poly(lo), poly(end), poly(step));
            quote_spanned!(s=> #hl::I::past_last(#lo, #end, #step))
        }
        Symbol::Quotient { of, by } => {
            let (of, by) = (poly(of), Literal::i64_suffixed(*by));
            quote_spanned!(s=> #of.quotient(#by))
        }
    };
    let y = id("y", y);
    quote_spanned!(s=> let #y: #hl::I = #value;)
}

fn inner_length(nest: &Nest, plan: &Plan, shape: usize) -> TokenStream {
    let s = Span::mixed_site();
    let of = &nest.shapes[shape];
    let (ex, v) = (id("ex", of.ex), id("v", of.base));
    match of.path.as_slice() {
        [ShapeStep::Index] if nest.is_grid(of.base) => quote_spanned!(s=> #v.least()),
        [ShapeStep::Index] => {
            let (low, high) = reach_tokens(nest, plan, of.base);
            quote_spanned!(s=> #ex.least_row(#v, #low, #high))
        }
        _ => quote_spanned!(s=> #ex.fixed_len()),
    }
}
