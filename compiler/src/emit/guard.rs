//! What stands in front of the fast form: types, captures, views, and the guard.

use super::arrays::{extent, foreign, with_gaps};
use super::{Of, Site, arith, bytes, fast, id, runtime};
use crate::analysis::{Gap, Kind, Role, Span as Range};
use crate::nest::affine::{Poly, Sym};
use crate::nest::{Base, Needs, Nest, ReductionOp, ShapeStep, Spelling, Symbol, Uninit, Within};
use crate::plan::{Plan, TypeCondition, counts};
use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;

/// The constant answer of rustc to all type conditions.
pub(super) fn types(nest: &Nest, plan: &Plan) -> TokenStream {
    let answers = plan.types.iter().map(|t| type_condition(nest, plan, t));
    quote!(true #(&& #answers)*)
}

/// The number of the first type condition that rustc denied, from `first` on. In turn, as in [`types`]: a
/// later question may be asked only where the earlier ones passed.
pub(super) fn denied(nest: &Nest, plan: &Plan, first: u32) -> TokenStream {
    let s = Span::mixed_site();
    let arms = plan.types.iter().zip(first..).map(|(t, n)| {
        let answer = type_condition(nest, plan, t);
        quote_spanned!(s=> if !#answer { #n } else)
    });
    quote_spanned!(s=> #(#arms)* { ::core::primitive::u32::MAX })
}

fn type_condition(nest: &Nest, plan: &Plan, condition: &TypeCondition) -> TokenStream {
    let s = Span::mixed_site();
    let ask = |ex: usize, question: &str| {
        let (ex, question) = (id("ex", ex), Ident::new(question, s));
        quote_spanned!(s=> #ex.#question())
    };
    match *condition {
        TypeCondition::Plain(r) => {
            let ex = id("ex", nest.roots[r].ex);
            quote_spanned!(s=> #ex.behind().is_plain())
        }
        TypeCondition::Reference(r) => ask(nest.roots[r].ex, "is_reference"),
        TypeCondition::Element(shape) => {
            let shape = &nest.shapes[shape];
            located(ask(shape.ex, "is_element"), &nest.bases[shape.base].tokens)
        }
        TypeCondition::Uninit(u) => match &nest.uninits[u] {
            Uninit::New { function, ex, .. } => {
                let (function, ex) = (id("ex", *function), id("ex", *ex));
                quote_spanned!(s=> #ex.is_new(#function))
            }
            Uninit::Write { shape, ex, .. } => {
                let (element, ex) = (id("ex", nest.shapes[*shape].ex), id("ex", *ex));
                quote_spanned!(s=> #element.is_uninit(#ex))
            }
        },
        TypeCondition::Fields(shape) => ask(nest.shapes[shape].ex, "is_plain"),
        TypeCondition::Row(shape) => ask(nest.shapes[shape].ex, "is_row"),
        TypeCondition::Inline(shape) => ask(nest.shapes[shape].ex, "is_inline"),
        TypeCondition::Aligned(shape, part) => {
            let (ex, part) = (id("ex", nest.shapes[shape].ex), id("ex", nest.shapes[part].ex));
            quote_spanned!(s=> #ex.holds(#part))
        }
        TypeCondition::Head(l) => {
            nest.loops[l].head_ex.map_or_else(TokenStream::new, |ex| ask(ex, "is_range"))
        }
        TypeCondition::Chain { shared, simple } => {
            let (hl, chain) = (runtime(), id("chain", 0));
            let inclusive = nest.chain.as_ref().is_some_and(|chain| chain.inclusive);
            let asked = [
                ("is_chain", true),
                ("is_shared_chain", shared),
                ("is_simple_chain", simple),
                ("counts_chain", inclusive),
            ];
            let answers = asked.into_iter().filter(|(_, asked)| *asked).map(|(question, _)| {
                let question = Ident::new(question, s);
                quote_spanned!(s=> #hl::W(&#chain).#question())
            });
            quote_spanned!(s=> (true #(&& #answers)*))
        }
        TypeCondition::FloatItems => {
            let (hl, chain) = (runtime(), id("chain", 0));
            quote_spanned!(s=> #hl::W(&#chain).is_float_chain())
        }
        TypeCondition::Even(ref floats) => {
            let (hl, chain) = (runtime(), id("chain", 0));
            let floats = floats.as_ref().map(|floats| {
                let floats =
                    floats.iter().map(|place| type_condition(nest, plan, &TypeCondition::of_float(*place)));
                quote_spanned!(s=> || true #(&& #floats)*)
            });
            quote_spanned!(s=> (#hl::W(&mut #chain).even_chain() #floats))
        }
        TypeCondition::Core => {
            let hl = runtime();
            quote_spanned!(s=> #hl::W(&#hl::Scope.skip_while(#hl::never)).is_core())
        }
        TypeCondition::Kind(ex) => ask(ex, "is_kind"),
        TypeCondition::Result(ex) => ask(ex, "is_prim"),
        TypeCondition::Gathered(ex) => ask(ex, "is_gathered"),
        TypeCondition::Key(ex) => {
            let key = ask(ex, "is_ordered");
            let function = nest.top.and_then(|top| top.function).map(|ex| ask(ex, "is_total_cmp"));
            let function = function.iter();
            quote_spanned!(s=> (#key #(&& #function)*))
        }
        TypeCondition::Fold(f) => {
            let fold = nest.folds[f];
            let (result, function, max) = (id("ex", fold.result), id("ex", fold.function), fold.max);
            quote_spanned!(s=> #result.is_standard(#function, #max))
        }
        TypeCondition::Bound => {
            let end = super::bound_name();
            quote_spanned!(s=> #end.is_int())
        }
        TypeCondition::Array(b) => {
            let source = source(&nest.bases[b]);
            let question = match (nest.is_grid(b), plan.is_parallel()) {
                (true, _) => "is_rows",
                (false, true) => "is_array",
                (false, false) => "is_array_here",
            };
            let question = Ident::new(question, s);
            // A check in the fast form has core's message.
            let checked =
                |a: &crate::nest::Access, cleared: bool| a.base == b && !cleared && !nest.is_grid(b);
            let mut accesses = nest.accesses.iter().zip(&plan.in_bounds);
            let asked = foreign(nest, b) && accesses.any(|(a, evidence)| checked(a, evidence.is_some()));
            let answer = match asked {
                false => quote_spanned!(s=> #source.#question()),
                true => quote_spanned!(s=> (#source.#question() && #source.panics_as_core())),
            };
            located(answer, &nest.bases[b].tokens)
        }
        TypeCondition::Primitive(x) => located(ask(nest.scalars[x].ex, "is_prim"), &nest.scalars[x].tokens),
        TypeCondition::Free(x) => located(ask(nest.scalars[x].ex, "is_free"), &nest.scalars[x].tokens),
        TypeCondition::ScalarUsize(x) => ask(nest.scalars[x].ex, "is_usize"),
        TypeCondition::ScalarInt(x) => ask(nest.scalars[x].ex, "is_int"),
        TypeCondition::IvUsize(l) => ask(nest.loops[l].ex, "is_usize"),
        TypeCondition::IvInt(l) => ask(nest.loops[l].ex, "is_int"),
        TypeCondition::Shareable(w) => {
            located(ask(nest.wholes[w].ex, "is_shareable"), &nest.wholes[w].tokens)
        }
        TypeCondition::Method(m, needs) => {
            let method = &nest.methods[m];
            let is = ask(
                method.ex,
                match needs {
                    Needs::Float => "is_float",
                    Needs::Int => "is_int",
                    Needs::Signed => "is_signed",
                    Needs::Number => "is_number",
                    // The exemplar is that of an element.
                    Needs::List => "is_prim",
                },
            );
            let Some(called) = &method.path else { return is };
            let (ex, function, name) =
                (id("ex", method.ex), id("ex", called.function), method.name.to_string());
            quote_spanned!(s=> #ex.owns(#function, #name))
        }
        TypeCondition::Reducible(x, op) => ask(nest.scalars[x].ex, reducible(op)),
        TypeCondition::Standard(u) => standard(nest, u),
        TypeCondition::FloatShape(x) => ask(nest.shapes[x].ex, "is_float"),
        TypeCondition::FloatReduction(x) => ask(nest.scalars[x].ex, "is_float"),
        TypeCondition::Number(x) => ask(nest.scalars[x].ex, "is_number"),
    }
}

fn reducible(op: ReductionOp) -> &'static str {
    match op {
        ReductionOp::Sum => "is_summable",
        ReductionOp::Product => "is_multipliable",
        ReductionOp::Extreme(_) => "is_ordered",
        ReductionOp::And => "has_and",
        ReductionOp::Or => "has_or",
        ReductionOp::Xor => "has_xor",
        ReductionOp::Wrap => "has_wrap",
        ReductionOp::WrapProduct => "has_wrap_mul",
    }
}

/// Is the function, method or operator of an update the standard library's?
fn standard(nest: &Nest, u: usize) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let update = &nest.updates[u];
    let (ex, scalar) = (id("ex", update.ex.unwrap_or_default()), id("ex", nest.scalars[update.scalar].ex));
    match (&update.spelling, update.op) {
        (Spelling::Function { .. }, ReductionOp::Extreme(rule)) => {
            let max = rule.max;
            quote_spanned!(s=> #scalar.is_standard(#ex, #max))
        }
        (Spelling::Method { .. }, _) => quote_spanned!(s=> #ex.is_ordered()),
        _ => quote_spanned!(s=> #hl::Of(#scalar, #ex).is_term()),
    }
}

/// Minima and maxima of a loop that cannot be run again: NaN before the loop could not be told from NaN in it.
fn numbers(plan: &Plan) -> Vec<usize> {
    let asked = plan.reductions().filter(|(_, op)| {
        plan.is_parallel() && !plan.repeatable && matches!(op, ReductionOp::Extreme(rule) if rule.number)
    });
    asked.map(|(x, _)| x).collect()
}

/// Code of ours at the place of the user's: what only rustc can say of it is said there.
fn located(ours: TokenStream, users: &TokenStream) -> TokenStream {
    let at = crate::diag::span_of(users).0;
    let locate = |mut token: TokenTree| {
        if let TokenTree::Group(g) = &token {
            let mut group = Group::new(g.delimiter(), located(g.stream(), users));
            group.set_span(g.span().located_at(at));
            return TokenTree::Group(group);
        }
        token.set_span(token.span().located_at(at));
        token
    };
    ours.into_iter().map(locate).collect()
}

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

/// The symbols that conditions and costs use, as exact integers; what is computed of others comes last.
fn symbols(nest: &Nest, plan: &Plan, d: &Ident) -> TokenStream {
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
fn reach(nest: &Nest, plan: &Plan, base: usize) -> Option<Range> {
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
fn reach_tokens(nest: &Nest, plan: &Plan, base: usize) -> (TokenStream, TokenStream) {
    let s = Span::mixed_site();
    let hl = runtime();
    match reach(nest, plan, base) {
        Some(span) => (extreme(&span.lows, "min"), extreme(&span.highs, "max")),
        None => (quote_spanned!(s=> #hl::I::unknown()), quote_spanned!(s=> #hl::I::unknown())),
    }
}

fn table(nest: &Nest, plan: &Plan, base: usize) -> TokenStream {
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

fn symbols_of(kind: &Kind) -> Vec<Sym> {
    let range = |r: &Range| r.polys().flat_map(Poly::symbols).collect::<Vec<_>>();
    match kind {
        Kind::RootExact { lo, hi } => lo.symbols().chain(hi.symbols()).collect(),
        Kind::Natural { span } | Kind::Exact { span } | Kind::NoWrap { span, .. } => range(span),
        Kind::InRange { span, len, empty } => {
            let empty = empty.iter().flat_map(|(lo, hi)| lo.symbols().chain(hi.symbols()));
            range(span).into_iter().chain([*len]).chain(empty).collect()
        }
        Kind::RowEnd { .. } => Vec::new(),
        Kind::Either { whole, narrowed } => [symbols_of(whole), symbols_of(narrowed)].concat(),
        Kind::Stride { coefficient, gap, trip } => {
            let gap = match gap {
                Gap::Exactly(p) => p.symbols().collect(),
                Gap::Between(a, b) => [range(a), range(b)].concat(),
            };
            coefficient.symbols().chain(gap).chain(trip.symbols()).collect()
        }
        Kind::Disjoint { a, b } => [range(a), range(b)].concat(),
        Kind::Rows { parts } => {
            let part = |(a, b, row): &(Range, Range, Poly)| {
                range(a).into_iter().chain(range(b)).chain(row.symbols()).collect::<Vec<_>>()
            };
            parts.iter().flat_map(part).collect()
        }
    }
}

fn condition(kind: &Kind, d: &Ident) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    match kind {
        Kind::RootExact { lo, hi } => {
            let (lo, hi) = (poly(lo), poly(hi));
            quote_spanned!(s=> #lo.same(#d.lo) & #hi.same(#d.hi))
        }
        Kind::Natural { span } => {
            let low = extreme(&span.lows, "min");
            quote_spanned!(s=> #low.natural())
        }
        Kind::Exact { span } => {
            let (low, high) = (extreme(&span.lows, "min"), extreme(&span.highs, "max"));
            quote_spanned!(s=> (#low & #high))
        }
        Kind::NoWrap { span, within } => {
            let (low, high) = (extreme(&span.lows, "min"), extreme(&span.highs, "max"));
            match within {
                Within::Usize => {
                    quote_spanned!(s=> #hl::W(::core::primitive::usize::MAX).holds(#low) & #hl::W(::core::primitive::usize::MAX).holds(#high))
                }
                Within::Of(types, _) => {
                    let has = types.iter().map(|ex| {
                        let ex = id("ex", *ex);
                        quote_spanned!(s=> #ex.has(#low) & #ex.has(#high))
                    });
                    quote_spanned!(s=> (#(#has)&*))
                }
                Within::Signed(ty) => {
                    quote_spanned!(s=> #hl::W(#ty::MAX).holds(#low) & #hl::W(#ty::MAX).holds(#high))
                }
            }
        }
        Kind::InRange { span, len, empty } => {
            let (low, high, len) = (extreme(&span.lows, "min"), extreme(&span.highs, "max"), id("y", *len));
            let empty = empty.iter().map(|(lo, hi)| {
                let (lo, hi) = (poly(lo), poly(hi));
                quote_spanned!(s=> | #hi.le(#lo))
            });
            quote_spanned!(s=> (#low.natural() & #high.lt(#len)) #(#empty)*)
        }
        Kind::RowEnd { .. } => quote_spanned!(s=> true),
        Kind::Either { whole, narrowed } => {
            let (whole, narrowed) = (condition(whole, d), condition(narrowed, d));
            quote_spanned!(s=> ((#whole) | (#narrowed)))
        }
        Kind::Stride { coefficient, gap, trip } => {
            let (c, trip) = (poly(coefficient), poly(trip));
            let (low, high) = match gap {
                Gap::Exactly(p) => (poly(p), poly(p)),
                Gap::Between(a, b) => {
                    let (al, ah) = (extreme(&a.lows, "min"), extreme(&a.highs, "max"));
                    let (bl, bh) = (extreme(&b.lows, "min"), extreme(&b.highs, "max"));
                    (quote_spanned!(s=> (#al - #bh)), quote_spanned!(s=> (#ah - #bl)))
                }
            };
            quote_spanned!(s=> #hl::independent(#c, #low, #high, #trip))
        }
        Kind::Disjoint { a, b } => {
            let (al, ah) = (extreme(&a.lows, "min"), extreme(&a.highs, "max"));
            let (bl, bh) = (extreme(&b.lows, "min"), extreme(&b.highs, "max"));
            quote_spanned!(s=> #hl::disjoint((#al, #ah), (#bl, #bh)))
        }
        Kind::Rows { parts } => {
            let parts = parts.iter().map(|(a, b, row)| {
                let (al, ah) = (extreme(&a.lows, "min"), extreme(&a.highs, "max"));
                let (bl, bh) = (extreme(&b.lows, "min"), extreme(&b.highs, "max"));
                let row = poly(row);
                quote_spanned!(s=> #hl::within_row((#al, #ah), (#bl, #bh), #row))
            });
            quote_spanned!(s=> (true #(& #parts)*))
        }
    }
}

/// A polynomial as exact arithmetic.
pub(super) fn poly(p: &Poly) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let terms: Vec<TokenStream> = p
        .terms()
        .map(|(monomial, c)| {
            let mut factors = monomial.iter().map(|&y| id("y", y));
            let first = match factors.next() {
                Some(y) if c == 1 => quote!(#y),
                Some(y) => {
                    let c = Literal::i64_suffixed(c);
                    quote_spanned!(s=> #hl::I::of(#c) * #y)
                }
                None => {
                    let c = Literal::i64_suffixed(c);
                    quote_spanned!(s=> #hl::I::of(#c))
                }
            };
            quote!(#first #(* #factors)*)
        })
        .collect();
    if terms.is_empty() { quote_spanned!(s=> #hl::I::of(0)) } else { quote_spanned!(s=> (#(#terms)+*)) }
}

fn extreme(of: &[Poly], which: &str) -> TokenStream {
    let s = Span::mixed_site();
    let which = Ident::new(which, s);
    let mut polys = of.iter().map(poly);
    let first = polys.next().unwrap_or_default();
    quote_spanned!(s=> #first #(.#which(#polys))*)
}
