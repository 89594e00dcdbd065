//! What stands in front of the fast form: types, captures, views, and the guard.

use super::{arith, fast, id, runtime};
use crate::analysis::{Gap, Kind, Role, Span as Range};
use crate::nest::affine::{Poly, Sym};
use crate::nest::{Base, Needs, Nest, Symbol};
use crate::options::How;
use crate::plan::{Plan, TypeCondition};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::BTreeSet;

/// The constant answer of rustc to all type conditions.
pub(super) fn types(nest: &Nest, plan: &Plan) -> TokenStream {
    let answers = plan.types.iter().map(|t| type_condition(nest, t));
    quote!(true #(&& #answers)*)
}

/// The number of the first type condition that rustc denied, from `first` on. In turn, as in [`types`]: a
/// later question may be asked only where the earlier ones passed.
pub(super) fn denied(nest: &Nest, plan: &Plan, first: u32) -> TokenStream {
    let s = Span::mixed_site();
    let arms = plan.types.iter().zip(first..).map(|(t, n)| {
        let answer = type_condition(nest, t);
        quote_spanned!(s=> if !#answer { #n } else)
    });
    quote_spanned!(s=> #(#arms)* { u32::MAX })
}

fn type_condition(nest: &Nest, condition: &TypeCondition) -> TokenStream {
    let s = Span::mixed_site();
    let ask = |ex: usize, question: &str| {
        let (ex, question) = (id("ex", ex), Ident::new(question, s));
        quote_spanned!(s=> #ex.#question())
    };
    match *condition {
        TypeCondition::Plain(r) => ask(nest.roots[r].ex, "is_plain"),
        TypeCondition::Array(b) => {
            let source = source(&nest.bases[b]);
            quote_spanned!(s=> #source.is_array())
        }
        TypeCondition::Primitive(x) => ask(nest.scalars[x].ex, "is_prim"),
        TypeCondition::ScalarUsize(x) => ask(nest.scalars[x].ex, "is_usize"),
        TypeCondition::ScalarInt(x) => ask(nest.scalars[x].ex, "is_int"),
        TypeCondition::IvUsize(l) => ask(nest.loops[l].ex, "is_usize"),
        TypeCondition::IvInt(l) => ask(nest.loops[l].ex, "is_int"),
        TypeCondition::Shareable(w) => ask(nest.wholes[w].ex, "is_shareable"),
        TypeCondition::Method(m, needs) => ask(
            nest.methods[m].ex,
            match needs {
                Needs::Float => "is_float",
                Needs::Int => "is_int",
                Needs::Signed => "is_signed",
                Needs::Number => "is_number",
            },
        ),
        TypeCondition::Reducible(x) => ask(nest.scalars[x].ex, "is_reducible"),
        TypeCondition::FloatReduction(x) => ask(nest.scalars[x].ex, "is_float"),
    }
}

/// A base, borrowed as the loop needs it, with its element exemplar.
fn source(base: &Base) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let (place, ex) = (&base.tokens, id("ex", base.ex));
    match (base.written, base.through_reference) {
        (false, _) => quote_spanned!(s=> #hl::Source::new(&#place, #ex)),
        (true, false) => quote_spanned!(s=> #hl::SourceMut::new(&mut #place, #ex)),
        (true, true) => quote_spanned!(s=> #hl::SourceMut::new(&mut *#place, #ex)),
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

/// Bases whose `len()` the loop asks for.
fn asked(nest: &Nest) -> impl Iterator<Item = usize> + '_ {
    nest.bases.iter().enumerate().filter(|(_, base)| base.asks_len).map(|(b, _)| b)
}

/// The conditions on bases, in words: siblings, then lengths.
pub(super) fn base_texts(nest: &Nest) -> Vec<String> {
    let name = |b: usize| nest.bases[b].path.tokens.replace(' ', "");
    let lengths = asked(nest).map(|b| format!("`{}.len()` is the number of its elements", name(b)));
    let siblings = siblings(nest);
    let apart = siblings.iter().map(|(a, b)| format!("`{}` and `{}` do not overlap", name(*a), name(*b)));
    apart.chain(lengths).collect()
}

/// Captures, views, guard and fast form.
pub(super) fn emit(nest: &Nest, plan: &Plan, how: &How, r: &Ident) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let d = id("d", 0);
    let root = id("ex", nest.loops[0].ex);
    let (captures, reciprocals) = (captures(nest, plan), arith::reciprocal_lets(nest, how));
    let views = views(nest);
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
    let lengths: TokenStream = lengths.collect();
    tests.extend(asked(nest).map(|b| {
        let (n, v) = (id("len", b), id("v", b));
        quote_spanned!(s=> (#n == #v.len()))
    }));
    let names: Vec<Ident> = (0..tests.len()).map(|n| id("g", n)).collect();
    let unfit = tests.len() as u32;
    let fast = fast::emit(nest, plan, how, &d, unfit);
    // A nest's outer trip count says little about its work; a single loop's says all.
    let (lanes, rich) = (plan.lanes == Some(0), nest.has_elementary());
    let single = nest.loops.len() == 1 && !nest.calls();
    let long_enough =
        if single { quote_spanned!(s=> (#d.trip >= #hl::short(#lanes, #rich))) } else { quote!(true) };
    quote_spanned! {s=>
        let #d = #root.domain(&#r);
        if #d.trip == 0 && #d.known() { break '__hotloop; }
        if !#long_enough {
            __HOTLOOP_SITE.short(#unfit + 1);
        } else if #d.known() {
            #captures
            #reciprocals
            #lengths
            #views
            #symbols
            #(let #names = #tests;)*
            if true #(& #names)* {
                #fast
            } else {
                __HOTLOOP_SITE.fallback(#hl::first_false(&[#(#names),*]));
            }
        } else {
            __HOTLOOP_SITE.fallback(0);
        }
    }
}

fn captures(nest: &Nest, plan: &Plan) -> TokenStream {
    let s = Span::mixed_site();
    let scalars = nest.scalars.iter().enumerate().map(|(n, x)| {
        let (c, ex, place) = (id("c", n), id("ex", x.ex), &x.tokens);
        let how = match plan.roles[n] {
            Role::ReadOnly => "capture",
            _ if plan.is_slot(n) => "slot",
            _ => "var",
        };
        let how = Ident::new(how, s);
        quote_spanned!(s=> let #c = #ex.#how(&#place);)
    });
    let wholes = nest.wholes.iter().enumerate().map(|(n, x)| {
        let (w, ex, place) = (id("w", n), id("ex", x.ex), &x.tokens);
        quote_spanned!(s=> let #w = #ex.capture(&#place);)
    });
    quote!(#(#scalars)* #(#wholes)*)
}

fn views(nest: &Nest) -> TokenStream {
    let s = Span::mixed_site();
    let siblings: BTreeSet<usize> = siblings(nest).into_iter().flat_map(|(a, b)| [a, b]).collect();
    let unsafe_ = Ident::new("unsafe", Span::call_site());
    let views = nest.bases.iter().enumerate().map(|(b, base)| {
        let (v, source) = (id("v", b), source(base));
        if siblings.contains(&b) {
            // Fields of one struct: the guard compares their addresses, so no borrow has to stay.
            quote_spanned!(s=> let #v = #source.view(); let #v = #unsafe_ { #v.erase() };)
        } else {
            quote_spanned!(s=> let #v = #source.view();)
        }
    });
    quote!(#(#views)*)
}

/// The symbols that conditions and costs use, as exact integers.
fn symbols(nest: &Nest, plan: &Plan, d: &Ident) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let mut used: BTreeSet<Sym> = plan.conditions.iter().flat_map(|c| symbols_of(&c.kind)).collect();
    used.extend(
        nest.loops
            .iter()
            .skip(1)
            .flat_map(|l| l.lo.iter().chain(&l.hi).flat_map(|f| f.symbols().collect::<Vec<_>>())),
    );
    let lets = used.into_iter().map(|y| {
        let value = match nest.symbols[y] {
            Symbol::Scalar(x) => {
                let (ex, c) = (id("ex", nest.scalars[x].ex), id("c", x));
                quote_spanned!(s=> #ex.exact(&*#c))
            }
            Symbol::Len(b) => {
                let v = id("v", b);
                quote_spanned!(s=> #hl::I::len(#v.len()))
            }
            Symbol::RootLo => quote_spanned!(s=> #d.lo),
            Symbol::RootHi => quote_spanned!(s=> #d.hi),
        };
        let y = id("y", y);
        quote_spanned!(s=> let #y: #hl::I = #value;)
    });
    quote!(#(#lets)*)
}

fn symbols_of(kind: &Kind) -> Vec<Sym> {
    let range = |r: &Range| r.polys().flat_map(Poly::symbols).collect::<Vec<_>>();
    match kind {
        Kind::RootExact { lo, hi } => lo.symbols().chain(hi.symbols()).collect(),
        Kind::Natural { span } | Kind::Exact { span } => range(span),
        Kind::InRange { span, len, empty } => {
            let empty = empty.iter().flat_map(|(lo, hi)| lo.symbols().chain(hi.symbols()));
            range(span).into_iter().chain([*len]).chain(empty).collect()
        }
        Kind::Stride { coefficient, gap, trip } => {
            let gap = match gap {
                Gap::Exactly(p) => p.symbols().collect(),
                Gap::Between(a, b) => [range(a), range(b)].concat(),
            };
            coefficient.symbols().chain(gap).chain(trip.symbols()).collect()
        }
        Kind::Disjoint { a, b } => [range(a), range(b)].concat(),
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
        Kind::InRange { span, len, empty } => {
            let (low, high, len) = (extreme(&span.lows, "min"), extreme(&span.highs, "max"), id("y", *len));
            let empty = empty.iter().map(|(lo, hi)| {
                let (lo, hi) = (poly(lo), poly(hi));
                quote_spanned!(s=> | #hi.le(#lo))
            });
            quote_spanned!(s=> (#low.natural() & #high.lt(#len)) #(#empty)*)
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
