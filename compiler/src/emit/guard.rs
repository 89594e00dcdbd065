//! What stands in front of the fast form: types, captures, views, and the guard.

use super::arrays::{extent, with_gaps};
use super::condition::condition;
use super::symbols::symbols;
use super::types::numbers;
use super::{Of, Site, arith, bytes, fast, id, runtime};
use crate::analysis::Role;
use crate::nest::{Base, Nest, ShapeStep};
use crate::plan::{Plan, TypeCondition, counts};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;

/// A base, borrowed as the loop needs it, with its element exemplar.
pub(super) fn source(base: &Base) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let (place, ex) = (&base.tokens, id("ex", base.ex));
    let mutably = match base.through_reference {
        false => quote_spanned!(s=> &mut #place),
        true => quote_spanned!(s=> &mut *#place),
    };
    match (base.written, base.rank) {
        (false, None) if base.is_unique => quote_spanned!(s=> #hl::Source::new(&*#place, #ex)),
        (false, None) => quote_spanned!(s=> #hl::Source::new(&#place, #ex)),
        (true, None) => quote_spanned!(s=> #hl::SourceMut::new(#mutably, #ex)),
        (false, Some(k)) => quote_spanned!(s=> #hl::Cells::<_, _, #k>::new(&#place, #ex)),
        (true, Some(k)) => quote_spanned!(s=> #hl::CellsMut::<_, _, #k>::new(#mutably, #ex)),
    }
}

/// Pairs of bases that are different fields of one root, one of them written.
fn siblings(nest: &Nest) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (a, x) in nest.bases.iter().enumerate() {
        for (b, y) in nest.bases.iter().enumerate().skip(a + 1) {
            if x.path.root == y.path.root && (x.written || y.written) {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

/// Pairs of fields of one variable that are only assigned: fields of a union would overlap.
fn blanks(nest: &Nest) -> Vec<(usize, usize)> {
    let blank: Vec<usize> = (0..nest.scalars.len()).filter(|&x| nest.is_blank(x)).collect();
    let pairs = blank.iter().enumerate().flat_map(|(n, &x)| blank[n + 1..].iter().map(move |&y| (x, y)));
    pairs.filter(|&(x, y)| nest.scalars[x].path.root == nest.scalars[y].path.root).collect()
}

/// Bases whose `len()` the loop asks for.
fn asked(nest: &Nest) -> impl Iterator<Item = usize> + '_ {
    nest.bases.iter().enumerate().filter(|(_, base)| base.asks_len).map(|(b, _)| b)
}

/// Bases for the length of whose rows the loop asks.
fn with_row_lengths(nest: &Nest) -> BTreeSet<usize> {
    nest.accesses.iter().filter(|a| a.is_length).map(|a| a.base).collect()
}

/// The conditions on bases and variables, in words: siblings, lengths, numbers.
pub(super) fn base_texts(nest: &Nest, plan: &Plan) -> Vec<String> {
    let name = |b: usize| nest.bases[b].path.tokens.replace(' ', "");
    let lengths = asked(nest).map(|b| format!("`{}.len()` is the number of its elements", name(b)));
    let siblings = siblings(nest);
    let apart = siblings.iter().map(|(a, b)| format!("`{}` and `{}` do not overlap", name(*a), name(*b)));
    let scalar = |x: usize| nest.scalars[x].path.tokens.replace(' ', "");
    let numbers = numbers(plan);
    let numbers = numbers.iter().map(|x| format!("`{}` is not NaN before the loop", scalar(*x)));
    let rows = with_row_lengths(nest);
    let rows = rows.iter().map(|b| format!("`{}[_].len()` is the number of its elements", name(*b)));
    let counts = counts(nest, plan);
    let counts = counts.iter().map(|c| format!("counting in `{}` does not overflow", scalar(c.scalar)));
    let blanks = blanks(nest);
    let blanks = blanks.iter().map(|(x, y)| format!("`{}` and `{}` do not overlap", scalar(*x), scalar(*y)));
    let extents = nest
        .extents
        .iter()
        .map(|e| format!("`{}` is how far `{}` reaches", e.ask.to_string().replace(' ', ""), name(e.base)));
    let gaps = with_gaps(nest).map(|b| match nest.bases[b].rank {
        Some(k) => format!("`{}` has {k} dimensions", name(b)),
        None => format!("the elements of `{}` are side by side", name(b)),
    });
    let conditions = apart.chain(lengths).chain(extents).chain(rows).chain(numbers).chain(counts);
    conditions.chain(blanks).chain(gaps).collect()
}

/// Captures, views, guard and fast form: the ways out of it, and of a loop without an iteration.
pub(super) fn emit(
    nest: &Nest,
    plan: &Plan,
    site: &Site<'_>,
    domain: &TokenStream,
    begin: &TokenStream,
    [leave, over]: &[&TokenStream; 2],
) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let (d, how) = (id("d", 0), site.how);
    let (captures, reciprocals) = (captures(nest, plan), arith::reciprocal_lets(nest, how));
    let views = views(nest, plan, site);
    let symbols = symbols(nest, plan, &d);
    let mut tests: Vec<TokenStream> = plan.conditions.iter().map(|c| condition(&c.kind, &d)).collect();
    tests.extend(siblings(nest).iter().map(|(a, b)| {
        let (a, b) = (id("v", *a), id("v", *b));
        quote_spanned!(s=> #hl::far(#a.range(), #b.range()))
    }));
    // The user's own `len()`, asked before the views borrow the bases. For the types that have passed it is
    // the slice's, unless a trait of the user's comes first; then its value tells.
    let lengths = asked(nest).map(|b| {
        let (n, place) = (id("len", b), &nest.bases[b].tokens);
        quote_spanned!(s=> let #n = #hl::W(#place.len()).size();)
    });
    // The same of rows.
    let rows = with_row_lengths(nest).into_iter().map(|b| {
        let (n, place, row) = (id("rows", b), &nest.bases[b].tokens, id("ex", nest.bases[b].ex));
        quote_spanned!(s=> let #n = #hl::Source::new(&#place, #row).rows_say(|__hotloop_row| (*#row.row(__hotloop_row)).len());)
    });
    let wholes = with_gaps(nest).filter(|&b| nest.bases[b].rank.is_none()).map(|b| {
        let (n, source) = (id("whole", b), source(&nest.bases[b]));
        quote_spanned!(s=> let #n = #source.is_whole();)
    });
    let wholes: TokenStream = wholes.collect();
    let aparts = blanks(nest).into_iter().enumerate().map(|(n, (x, y))| {
        let place = |x: usize| {
            let place = &nest.scalars[x].tokens;
            let raw = site.helpers.add(nest, Of::Blank(x), "raw");
            super::borrow(&quote_spanned!(s=> #raw const #place))
        };
        let (n, x, y) = (id("apart", n), place(x), place(y));
        quote_spanned!(s=> let #n = #hl::apart(#x, #y);)
    });
    // And of the extents of tensors.
    let extents = nest.extents.iter().enumerate().map(|(n, e)| {
        let (n, ask) = (id("extent", n), &e.ask);
        quote_spanned!(s=> let #n = #hl::W(#ask).size();)
    });
    let lengths: TokenStream = lengths.chain(extents).chain(rows).chain(aparts).collect();
    tests.extend(asked(nest).map(|b| {
        let (n, v) = (id("len", b), id("v", b));
        quote_spanned!(s=> (#n == #v.len()))
    }));
    tests.extend(nest.extents.iter().enumerate().map(|(n, e)| {
        let (n, extent) = (id("extent", n), extent(nest, e.base, e.dim));
        quote_spanned!(s=> (#n == #extent))
    }));
    tests.extend(with_row_lengths(nest).into_iter().map(|b| id("rows", b).into_token_stream()));
    tests.extend(numbers(plan).iter().map(|&x| {
        let (ex, c) = (id("ex", nest.scalars[x].ex), id("c", x));
        quote_spanned!(s=> #ex.is_number_now(&*#c))
    }));
    tests.extend(counts(nest, plan).iter().map(|count| {
        let (ex, c) = (id("ex", nest.scalars[count.scalar].ex), id("c", count.scalar));
        let (up, down) = (Literal::i64_suffixed(count.up), Literal::i64_suffixed(count.down));
        quote_spanned!(s=> #ex.has_room(&*#c, #d.trips() * #hl::I::of(#up), #d.trips() * #hl::I::of(#down)))
    }));
    tests.extend((0..blanks(nest).len()).map(|n| id("apart", n).into_token_stream()));
    tests.extend(with_gaps(nest).map(|b| match nest.bases[b].rank {
        Some(_) => {
            let v = id("v", b);
            quote_spanned!(s=> #v.is_known())
        }
        None => id("whole", b).into_token_stream(),
    }));
    let names: Vec<Ident> = (0..tests.len()).map(|n| id("g", n)).collect();
    let unfit = tests.len() as u32;
    // An array that is not what the loop takes it for has a view of no elements, by which the others would fail.
    let gaps = &names[names.len() - with_gaps(nest).count()..];
    let first_false = quote_spanned!(s=> #hl::first_false(&[#(#names),*]));
    let first_false = match gaps.first() {
        None => first_false,
        Some(_) => {
            let first = (names.len() - gaps.len()) as u32;
            quote_spanned!(s=> if true #(& #gaps)* { #first_false } else { #first + #hl::first_false(&[#(#gaps),*]) })
        }
    };
    let fast = fast::emit(nest, plan, site, &d, unfit, leave);
    let trip = bytes::trip(nest, &d);
    let early = bytes::touched_early(nest);
    // A nest's outer trip count says little about its work; a single loop's says all.
    let (lanes, rich) = (plan.lanes == Some(0), nest.has_elementary());
    let single = nest.loops.len() == 1 && !nest.calls();
    // Nobody knows what a call costs. Where a grain says that iterations are long, the fast form takes them all.
    let called = nest.loops.len() == 1 && nest.calls() && how.grain.is_none();
    let none = plan.reductions().next().is_none();
    let called = called && (none || plan.ordered || fast::in_order_if_few(nest, plan));
    let long_enough = match (single, fast::exact(plan)) {
        (false, _) if called => quote_spanned!(s=> (#d.trip >= #hl::FEW_CALLS)),
        (false, _) => quote!(true),
        (true, Some(placed)) if lanes && !rich => quote_spanned!(s=> (#d.trip >= #hl::short_exact(#placed))),
        (true, _) => quote_spanned!(s=> (#d.trip >= #hl::short(#lanes, #rich))),
    };
    quote_spanned! {s=>
        let #d = #domain;
        if #d.trip == 0 && #d.known() { #over }
        if !#long_enough {
            __HOTLOOP_SITE.short(#unfit + 1, #trip, || #early);
        } else if #d.known() {
            #begin
            #captures
            #reciprocals
            #lengths
            #wholes
            #views
            #symbols
            #(let #names = #tests;)*
            if true #(& #names)* {
                #fast
            } else {
                __HOTLOOP_SITE.fallback(#first_false, #trip, #early);
            }
        } else {
            __HOTLOOP_SITE.fallback(0, #hl::UNKNOWN, #hl::UNKNOWN);
        }
    }
}

fn captures(nest: &Nest, plan: &Plan) -> TokenStream {
    let s = Span::mixed_site();
    let scalars = nest.scalars.iter().enumerate().map(|(n, x)| {
        let (c, ex, place) = (id("c", n), id("ex", x.ex), &x.tokens);
        if nest.is_blank(n) {
            return quote_spanned!(s=> let #c = #ex.blank(););
        }
        let how = match plan.roles[n] {
            Role::ReadOnly if plan.types.contains(&TypeCondition::Free(n)) => "capture_free",
            Role::ReadOnly => "capture",
            _ if plan.is_slot(n) => "slot",
            _ => "var",
        };
        let how = Ident::new(how, s);
        quote_spanned!(s=> let #c = #ex.#how(&#place);)
    });
    let wholes = nest.wholes.iter().enumerate().map(|(n, x)| {
        let (w, ex, place) = (id("w", n), id("ex", x.ex), &x.tokens);
        let how = match (x.referred, x.reference, plan.is_parallel()) {
            (true, _, true) => "capture_place",
            (true, _, false) => "lend_place",
            (false, true, _) => "capture_reference",
            (false, false, true) => "capture",
            (false, false, false) => "lend",
        };
        let how = Ident::new(how, s);
        quote_spanned!(s=> let #w = #ex.#how(&#place);)
    });
    quote!(#(#scalars)* #(#wholes)*)
}

fn views(nest: &Nest, plan: &Plan, site: &Site<'_>) -> TokenStream {
    let s = Span::mixed_site();
    let siblings: BTreeSet<usize> = siblings(nest).into_iter().flat_map(|(a, b)| [a, b]).collect();
    let (hl, unsafe_) = (runtime(), Ident::new("unsafe", Span::call_site()));
    let views = nest.bases.iter().enumerate().map(|(b, base)| {
        let (v, mut view) = (id("v", b), source(base));
        // A loop that stays on its thread may use what threads may not share.
        let how = if plan.is_parallel() { "view" } else { "view_here" };
        let how = Ident::new(how, s);
        view = if nest.is_grid(b) {
            let element = id("ex", nest.shapes[grid_element(nest, b)].ex);
            quote_spanned!(s=> #view.rows(#element))
        } else {
            quote_spanned!(s=> #view.#how())
        };
        if !base.is_bound {
            // A constant may be a value of this place, which has to live as long as the view.
            let (place, own, ex) = (&base.tokens, id("own", b), id("ex", base.ex));
            let source = match base.rank {
                None => quote_spanned!(s=> #hl::Source::new),
                Some(k) => quote_spanned!(s=> #hl::Cells::<_, _, #k>::new),
            };
            return quote_spanned!(s=> let #own = &#place; let #v = #source(#own, #ex).#how(););
        }
        if siblings.contains(&b) {
            // Fields of one struct: the guard compares their addresses, so no borrow has to stay.
            let erase = site.helpers.add(nest, Of::Sibling(b), "erase");
            quote_spanned!(s=> let #v = #view; let #v = #unsafe_ { #v.#erase() };)
        } else {
            quote_spanned!(s=> let #v = #view;)
        }
    });
    quote!(#(#views)*)
}

/// The shape of a row's elements.
fn grid_element(nest: &Nest, base: usize) -> usize {
    let path = [ShapeStep::Index, ShapeStep::Index];
    nest.shapes.iter().position(|s| s.base == base && s.path == path).unwrap_or_default()
}
