//! Questions about types, which rustc answers with constants.

use super::arrays::foreign;
use super::guard::source;
use super::{id, runtime};
use crate::nest::{Needs, Nest, ReductionOp, Spelling, Uninit};
use crate::plan::{Plan, TypeCondition};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

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
pub(super) fn numbers(plan: &Plan) -> Vec<usize> {
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
