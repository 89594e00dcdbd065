//! From nest and plan to tokens.
//!
//! What a loop expands to (names shortened):
//!
//! ```text
//! match HEAD { r => {                       // evaluated once, where it was; temporaries live as long
//!     let ex0 = Ex::new(); ..               // one exemplar for each question about a type
//!     if false { MODEL }                    // the loop, with exemplars tied to expressions; never runs
//!     'hl: {
//!         if TYPES & !original {            // constants after monomorphization
//!             let d = domain(&r);           // ordinal 0..trip
//!             let c0 = capture(&n); ..      // scalars by value
//!             let v0 = view(&a); ..         // arrays
//!             if GUARD { FAST; break 'hl; } // chunk closures at each level
//!         }
//!         for i in r { .. }                 // as written
//!     }
//! } }
//! ```

mod access;
mod align;
mod arith;
mod arrays;
mod best;
mod blocks;
mod bytes;
mod calls;
mod condition;
mod cost;
mod far;
mod fast;
mod guard;
mod held;
mod helpers;
mod hole;
mod interleave;
mod iterate;
mod late;
mod levels;
mod lines;
mod math;
mod model;
mod pack;
mod path;
mod probe;
mod rows;
mod run;
mod staged;
mod sums;
mod symbols;
mod types;
mod update;
mod value;
mod verify;

use crate::nest::chain::Chain;
use crate::nest::head::applied;
use crate::nest::late::Late;
use crate::nest::terminal::{Linked, Terminal};
use crate::nest::{Counted, MacroCall, Nest, ReductionOp, shortened};
use crate::options::How;
use crate::plan::{Plan, TypeCondition};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

pub use helpers::{Helper, Helpers, Of};
pub use levels::{limits, tracked};
pub use math::substitute;
pub use path::{renamed, runtime};

/// What a nest's emission needs besides nest and plan.
pub struct Site<'a> {
    /// Name of the function.
    pub function: &'a str,
    /// The loop as written, marks removed, elementary functions substituted.
    pub original: Original<'a>,
    /// Did the user mark this very loop `#[parallel]`?
    pub demanded: bool,
    /// What the options say about the fast form.
    pub how: &'a How,
    /// The unsafe helpers that were emitted.
    pub helpers: Helpers,
    /// Is it the last statement of the function? Then its end is that of the call.
    pub last: bool,
}

/// A root loop as written.
#[derive(Clone, Copy)]
pub enum Original<'a> {
    /// `for`
    For(&'a syn::ExprForLoop),
    /// `for` with closures in its head, and the loop without them.
    Linked(&'a syn::ExprForLoop, &'a Linked),
    /// `while` or `loop` over a counter.
    Counted(&'a Counted, &'a syn::Expr),
    /// A chain that ends in a value, and the loop that computes the same.
    Value(&'a Terminal, &'a syn::ExprForLoop),
}

impl Original<'_> {
    /// The chain that it runs over, where adapters stand after closures.
    fn late(&self) -> Option<&Late> {
        match self {
            Original::Linked(_, linked) => linked.late.as_ref(),
            Original::Value(terminal, _) => terminal.late.as_ref(),
            _ => None,
        }
    }
}

/// The values of closures that must have the types of the user's own, where nothing says that the chain is an iterator.
pub fn seen(late: Option<&Late>) -> std::collections::BTreeSet<usize> {
    late.map(Late::seen).unwrap_or_default()
}

/// A local of ours; its hygiene keeps it apart from the user's names.
pub(crate) fn id(prefix: &str, n: usize) -> Ident {
    Ident::new(&format!("__hotloop_{prefix}{n}"), Span::mixed_site())
}

/// A borrow, which nobody reads through, of a place that may be a union's field. Safe code may assign one, so the place is all right
/// where it is written; what is put into the block is names and fields alone.
fn borrow(place: &TokenStream) -> TokenStream {
    let (s, unsafe_) = (Span::mixed_site(), Ident::new("unsafe", Span::call_site()));
    quote_spanned!(s=> #unsafe_ { &#place })
}

/// The flag that says that the plain function was asked for.
pub fn plain_flag() -> Ident {
    Ident::new("__hotloop_plain", Span::mixed_site())
}

/// What a function with loops begins with: it asks whether it is to be the plain one, and is measured where somebody
/// wants that. `plain`: is the answer used?
pub fn call(function: &str, line: u32, plain: bool) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    let flag = if plain { plain_flag() } else { Ident::new("_", s) };
    quote_spanned! {s=>
        static __HOTLOOP_FUNCTION: #hl::Function = #hl::Function::new(#function, ::core::file!(), #line);
        let __hotloop_calling = #hl::Calling;
        let #flag = __HOTLOOP_FUNCTION.enter();
    }
}

/// Everything that a loop expands to.
pub fn emit(nest: &Nest, plan: &Plan, site: &Site<'_>) -> TokenStream {
    match site.original {
        Original::For(f) | Original::Value(_, f) | Original::Linked(_, Linked { inner: f, .. }) => {
            match &nest.chain {
                Some(chain) => items_loop(nest, plan, site, f, chain),
                None => for_loop(nest, plan, site, f),
            }
        }
        Original::Counted(counted, source) => counted_loop(nest, plan, site, counted, source),
    }
}

fn for_loop(nest: &Nest, plan: &Plan, site: &Site<'_>, f: &syn::ExprForLoop) -> TokenStream {
    let s = Span::mixed_site();
    let adapters = &nest.loops[0].adapters;
    let range = crate::nest::head::parts(&f.expr).map_or(&*f.expr, |(range, _)| range);
    let (r, root) = (id("r", 0), id("ex", nest.loops[0].ex));
    let own_steps = |n: usize, _: &syn::Expr| step_name(n);
    let hl = runtime();
    let again = applied(&quote_spanned!(s=> #hl::Head::again(&#r)), adapters, &own_steps);
    let value = value::parts(nest, site, f, &applied(&quote_spanned!(s=> #r), adapters, &own_steps), &again);
    let model = model::emit(nest, site.how, &model::Source::Head(&r));
    let parts = Parts {
        model: value.around(&model),
        domain: applied(&quote_spanned!(s=> #root.domain(&#r)), adapters, &own_steps),
        prepare: value.start.clone(),
        begin: value.begin.clone(),
        end: TokenStream::new(),
        value: value.leave.clone(),
        counter: None,
        original: value.original.clone(),
        line: f.for_token.span.start().line as u32,
    };
    let body = value.bound(&expansion(nest, plan, site, &parts));
    // The arguments of `step_by` are evaluated after the range.
    let body = adapters.iter().enumerate().rev().fold(body, |body, (n, adapter)| match &adapter.step {
        Some(step) => {
            let name = step_name(n);
            quote_spanned!(s=> match #step { #name => { #body } })
        }
        None => body,
    });
    value.whole(&quote_spanned!(s=> match #range { #r => { #body } }))
}

/// A loop over the items of a chain. Its head is the user's own expression, with its sources opened; the loop as
/// written runs over the very value that the fast form has left alone.
fn items_loop(nest: &Nest, plan: &Plan, site: &Site<'_>, f: &syn::ExprForLoop, chain: &Chain) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let (root, whole, items) = (id("ex", nest.loops[0].ex), id("chain", 0), id("items", 0));
    let (source, joins) = (id("source", 0), id("joins", 0));
    let late = site.original.late();
    let (own, again) = match late {
        Some(late) => (late.own(), late.model(nest)),
        None => (quote_spanned!(s=> #whole), quote_spanned!(s=> #hl::again(&#whole))),
    };
    let value = value::parts(nest, site, f, &own, &again);
    let start = &value.start;
    // Where nothing says that it is an iterator, an item is what the user's closure is given.
    let taken = match nest.item.map(|ex| id("ex", ex)) {
        Some(item) => quote_spanned!(s=> #hl::Given(&mut #whole, #item).items()),
        None => quote_spanned!(s=> #hl::W(&mut #whole).items()),
    };
    let parts = Parts {
        model: value.around(&model::emit(nest, site.how, &model::Source::Chain(&whole))),
        domain: quote_spanned!(s=> #root.domain(&(0usize..#items.len()))),
        prepare: quote_spanned!(s=> let #items = #taken; #start),
        begin: value.begin.clone(),
        end: TokenStream::new(),
        value: value.leave.clone(),
        counter: None,
        original: value.original.clone(),
        line: f.for_token.span.start().line as u32,
    };
    let body = value.bound(&expansion(nest, plan, site, &parts));
    let (first, head) = (chain.source(), chain.opened(&hl, &source, &joins));
    let bound = match late {
        Some(late) => late::bound(nest, late, [&source, &joins, &whole], &body),
        None => quote_spanned! {s=>
            match #first { #source => match #hl::W(&#hl::Scope.skip_while(#hl::never)).scope().and(#hl::W(&#source).joins()) { #joins => match #head { mut #whole => { #body } } } }
        },
    };
    let late = late.map(|_| quote_spanned!(s=> use #hl::{NotCast as _, NotEven as _, NotNumbered as _, NotLent as _, NotPair as _, NotSize as _, NotStep as _, NotTold as _};));
    let given = nest.item.map(|_| quote_spanned!(s=> use #hl::{NoItem as _, NotCast as _, NotGiven as _};));
    value.whole(&quote_spanned! {s=> {
        use #hl::{Adapt as _, Items as _, NoItems as _, NotChain as _, NotOpen as _, NotOpened as _};
        use #hl::{NotCore as _, NotIterator as _};
        #given
        #late
        #bound
    } })
}

fn counted_loop(
    nest: &Nest,
    plan: &Plan,
    site: &Site<'_>,
    counted: &Counted,
    source: &syn::Expr,
) -> TokenStream {
    let s = Span::mixed_site();
    let Counted { counter, bound, inclusive, step, .. } = counted;
    let (d, root, end) = (id("d", 0), id("ex", nest.loops[0].ex), bound_name());
    let mut original = source.clone();
    match &mut original {
        syn::Expr::While(w) => w.attrs.clear(),
        syn::Expr::Loop(l) => l.attrs.clear(),
        _ => {}
    }
    let step = (*step != 1).then(|| {
        let step = proc_macro2::Literal::usize_unsuffixed(*step);
        quote_spanned!(s=> .step_by(#step))
    });
    let parts = Parts {
        model: model::emit(nest, site.how, &model::Source::Counted { counter, bound }),
        domain: quote_spanned! {s=>
            #root.counter(&#counter, #end.exact(&(#bound)), #inclusive) #step .counted()
        },
        prepare: TokenStream::new(),
        begin: TokenStream::new(),
        end: quote_spanned!(s=> #counter = #d.after();),
        value: None,
        counter: Some(counter),
        original: quote::quote!(#original),
        line: counted.head.for_token.span.start().line as u32,
    };
    let body = expansion(nest, plan, site, &parts);
    let hl = runtime();
    quote_spanned!(s=> { let #end = #hl::Ex::new(); #body })
}

/// What differs between the kinds of root loops.
struct Parts<'a> {
    model: TokenStream,
    /// The values of the variable.
    domain: TokenStream,
    /// What is done in front of the guard.
    begin: TokenStream,
    /// What stands before the domain, once the types are known.
    prepare: TokenStream,
    /// What is left to do at the end of a run of the fast form.
    end: TokenStream,
    /// The variable of a `while`.
    counter: Option<&'a Ident>,
    /// What the whole is after a run of the fast form, if it is a value (which may be `()`).
    value: Option<TokenStream>,
    original: TokenStream,
    line: u32,
}

fn expansion(nest: &Nest, plan: &Plan, site: &Site<'_>, parts: &Parts<'_>) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let plain = plain_flag();
    let exemplars = (0..nest.exemplars).map(|n| id("ex", n));
    let Parts { model, original, .. } = parts;
    let types = types::types(nest, plan);
    let reason = match (&nest.chain, &parts.value) {
        (Some(_), _) => "it runs over the items of a chain",
        (None, Some(_)) => "it is a value",
        (None, None) => "",
    };
    let verify = verify::Verify::new(nest, plan, site.how, parts.counter, reason);
    let value = &parts.value;
    let none = quote_spanned!(s=> break '__hotloop #value;);
    // Of no items there is nothing to collect, and no room was made.
    let over = match nest.gather {
        Some(ex) => {
            let (ex, unsafe_) = (id("ex", ex), Ident::new("unsafe", Span::call_site()));
            let gathered = site.helpers.add(nest, Of::Collected, "gathered");
            quote_spanned!(s=> break '__hotloop #unsafe_ { #ex.#gathered(#ex.gather(0)) };)
        }
        None if nest.search || nest.top.is_some() => {
            let hit = id("hit", 0);
            quote_spanned!(s=> let #hit = ::core::option::Option::None::<::core::primitive::u64>; #none)
        }
        None => none.clone(),
    };
    let (end, prepare) = (&parts.end, &parts.prepare);
    let way_out = if value.is_some() { none.clone() } else { verify.leave() };
    let leave = quote_spanned!(s=> #end #way_out);
    let (verified, own) = (verify.begin(), &parts.begin);
    let begin = quote::quote!(#verified #own);
    let fast = guard::emit(nest, plan, site, &parts.domain, &begin, &[&leave, &over]);
    let texts = texts(nest, plan);
    let denied = types::denied(nest, plan, (texts.len() - plan.types.len()) as u32);
    let statics = statics(nest, site, parts.line, &texts);
    let demands = demands(nest, plan, site);
    let any = site.how.fastmath != crate::options::FastMath::default();
    let core = (nest.core || nest.gather.is_some() || nest.loops.iter().any(|l| l.head_ex.is_some())).then(|| {
        quote_spanned!(s=> use #hl::{NoKind as _, NotKind as _, NotAll as _, NotCore as _, Items as _, NotGathered as _, NotPacked as _, NotIterator as _};)
    });
    let keys = nest.top.map(|_| quote_spanned!(s=> use #hl::{NotCast as _, NotCore as _, NotFirst as _, NotIterator as _, NotKey as _, NotRest as _};));
    let fastmath = any.then(|| quote_spanned!(s=> LiftDead as _, NotFlaggedAndTabled as _,));
    let shortened = nest.methods.iter().any(|m| shortened(&m.name.to_string(), false).is_some());
    let flagged = (any || shortened).then(|| quote_spanned!(s=> NotFlagged as _,));
    let fast = verify.around(&quote_spanned! {s=>
        if !#plain {
            if #types {
                #prepare
                #fast
            } else {
                __HOTLOOP_SITE.fallback(#denied, #hl::UNKNOWN, #hl::UNKNOWN);
            }
        }
    });
    let (start, compare) = (verify.start(), verify.compare());
    let others = arrays::answers(nest, plan);
    let running = (!site.last).then(|| quote_spanned!(s=> let __hotloop_running = #hl::Running;));
    quote_spanned! {s=>
        use #hl::{
            Answer as _, CaptureDead as _, Lend as _, CaptureShared as _, DeadAccOf as _, DeadExtremeOf as _, DeadTerm as _,
            DomDead as _, NoIx as _, NotFloat as _, NotPath as _, NotCounted as _, NotDrifting as _, NotInt as _, NotReceiver as _, NotMethod as _,
            NotList as _, NotStarted as _, NotPointer as _, NotSub as _, NotPart as _, NotElement as _, NoRows as _, NotRow as _, NotRows as _,
            NotTabled as _, NotBeyond as _, NotChecked as _, NotCheckedEither as _, ReferenceDead as _, SourceDead as _, SourceMutDead as _, Term as _, VarDead as _, #others #fastmath #flagged
        };
        #core
        #keys
        #(let #exemplars = #hl::Ex::new();)*
        if false { #model #demands }
        #statics
        #running
        #start
        '__hotloop: {
            #fast
            #original
            #compare
        }
    }
}

/// The name of the argument of adapter number `n` of the root.
fn step_name(n: usize) -> TokenStream {
    let name = id("step", n);
    quote::quote!(#name)
}

/// The exemplar of a counter's bound.
fn bound_name() -> Ident {
    id("bound", 0)
}

/// `assert!(condition)`, with the message that it has in the source.
fn assertion(condition: &TokenStream, message: &str, debug: bool, at: Span) -> TokenStream {
    // rustc tells where the panic came from: the place of the user's macro.
    let (s, hl) = (Span::mixed_site(), runtime());
    let mut nothing = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, TokenStream::new());
    nothing.set_span(at);
    let fails = Ident::new("fails", at);
    let check = quote_spanned!(s=> if !(#condition) { #hl::W(#message).#fails #nothing });
    let asserted = Ident::new("debug_assertions", at);
    if debug { quote_spanned!(s=> if ::core::cfg!(#asserted) { #check }) } else { check }
}

fn macro_call(call: &MacroCall, hole: &dyn Fn(crate::nest::HoleId) -> TokenStream) -> TokenStream {
    let path = &call.path;
    let args = call.args.iter().map(|a| crate::nest::fill(a, hole));
    // At the user's span, as the whole macro is.
    let at = crate::diag::span_of(path).0;
    if call.repeat {
        quote_spanned!(at=> #path![#(#args);*])
    } else {
        quote_spanned!(at=> #path!(#(#args),*))
    }
}

/// For a loop that must be parallel: its bases must be arrays, its head a chain of core's, and what it does with their elements must be
/// understood, at the user's own span. After the model, which has made the types known.
fn demands(nest: &Nest, plan: &Plan, site: &Site<'_>) -> TokenStream {
    let hl = runtime();
    let at = |span: Span| span.resolved_at(Span::mixed_site());
    let demands = plan.types.iter().filter(|_| site.demanded).filter_map(|condition| match condition {
        TypeCondition::Array(b) => {
            let place = &nest.bases[*b].tokens;
            let span = at(crate::diag::span_of(place).0);
            Some(match nest.bases[*b].rank {
                None => quote_spanned!(span=> #hl::demand(&#place);),
                Some(k) => quote_spanned!(span=> #hl::demand_tensor::<#k, _>(&#place);),
            })
        }
        TypeCondition::Chain { .. } => {
            let head = &nest.chain.as_ref()?.head;
            let span = at(crate::diag::span_of(head).0);
            let chain = Ident::new("__hotloop_chain0", span);
            Some(quote_spanned!(span=> #hl::demand_chain(&#chain);))
        }
        TypeCondition::Element(shape) => {
            let access = nest.accesses.iter().find(|a| a.leaf == *shape)?;
            let (ex, span) = (id("ex", nest.shapes[*shape].ex), at(access.place.span.0));
            Some(quote_spanned!(span=> #hl::demand_number(#ex);))
        }
        _ => None,
    });
    demands.collect()
}

/// The guard, in words: one for each condition, in the order in which they are asked.
pub(crate) fn guard_texts(nest: &Nest, plan: &Plan) -> Vec<String> {
    plan.conditions.iter().map(|c| c.text.clone()).chain(guard::base_texts(nest, plan)).collect()
}

/// What a run as written can be put down to, in the order of the numbers that generated code hands out.
fn texts(nest: &Nest, plan: &Plan) -> Vec<String> {
    let mut texts = guard_texts(nest, plan);
    texts.push(unfit_text(nest, plan).into());
    texts.push("the loop is long enough for the fast form".into());
    texts.extend(plan.types.iter().map(|t| format!("type condition: {}", crate::report::type_text(nest, t))));
    texts.into_iter().map(|t| crate::report::without_prefix(&t)).collect()
}

/// When a result is refused, and the loop runs as written instead.
fn unfit_text(nest: &Nest, plan: &Plan) -> &'static str {
    if nest.pack {
        return "there is room for all items";
    }
    if plan.numbers {
        return "every two items can be compared, not all are infinite, and none panics";
    }
    let is_extreme = |op| matches!(op, ReductionOp::Extreme(_));
    let extremes = plan.reductions().any(|(_, op)| is_extreme(op));
    let others = plan.reductions().any(|(_, op)| update::has_count(op));
    match (extremes, others) {
        (false, _) => "no order of the operations overflows",
        (true, false) => "neither NaN nor the sign of a zero depends on the order",
        (true, true) => {
            "no order of the operations overflows, and neither NaN nor the sign of a zero depends on it"
        }
    }
}

fn statics(nest: &Nest, site: &Site<'_>, line: u32, texts: &[String]) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let (function, number) = (site.function, nest.loops[0].id as u32);
    quote_spanned! {s=>
        static __HOTLOOP_SITE: #hl::Site =
            #hl::Site::new(#function, ::core::file!(), #line, #number, &[#(#texts),*]);
    }
}
