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

mod arith;
mod fast;
mod guard;
mod levels;
mod math;
mod model;
mod path;
mod sums;

use crate::nest::Nest;
use crate::options::How;
use crate::plan::Plan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

pub use levels::{limits, tracked};
pub use math::substitute;
pub use path::{renamed, runtime};

/// What a nest's emission needs besides nest and plan.
pub struct Site<'a> {
    /// Name of the function.
    pub function: &'a str,
    /// The loop as written, marks removed, elementary functions substituted.
    pub original: &'a syn::ExprForLoop,
    /// Did the user mark this very loop `#[parallel]`?
    pub demanded: bool,
    /// What the options say about the fast form.
    pub how: &'a How,
}

/// A local of ours; its hygiene keeps it apart from the user's names.
pub(crate) fn id(prefix: &str, n: usize) -> Ident {
    Ident::new(&format!("__hotloop_{prefix}{n}"), Span::mixed_site())
}

/// The flag that says that the plain function was asked for.
pub fn plain_flag() -> Ident {
    Ident::new("__hotloop_plain", Span::mixed_site())
}

/// Everything that a loop expands to.
pub fn emit(nest: &Nest, plan: &Plan, site: &Site<'_>) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let head = &site.original.expr;
    let (r, plain) = (id("r", 0), plain_flag());
    let exemplars = (0..nest.exemplars).map(|n| id("ex", n));
    let model = model::emit(nest, &r);
    let types = guard::types(nest, plan);
    let fast = guard::emit(nest, plan, site.how, &r);
    let original = original(site.original, &r);
    let texts = texts(nest, plan);
    let denied = guard::denied(nest, plan, (texts.len() - plan.types.len()) as u32);
    let statics = statics(nest, site, &texts);
    let demands = demands(nest, site);
    let any = site.how.fastmath != crate::options::FastMath::default();
    let fastmath = any.then(|| quote_spanned!(s=> LiftDead as _, NotFlagged as _, NotFlaggedAndTabled as _,));
    quote_spanned! {s=>
        match #head { #r => {
            use #hl::{
                Answer as _, CaptureDead as _, CaptureShared as _, DeadAccOf as _, DomDead as _, Head as _, NoIx as _,
                NotFloat as _, NotInt as _, NotTabled as _, SourceDead as _, SourceMutDead as _, VarDead as _,
                #fastmath
            };
            #(let #exemplars = #hl::Ex::new();)*
            if false { #demands #model }
            #statics
            '__hotloop: {
                if !#plain {
                    if #types {
                        #fast
                    } else {
                        __HOTLOOP_SITE.fallback(#denied);
                    }
                }
                #original
            }
        } }
    }
}

/// For a loop that must be parallel: its bases must be arrays, at the user's own span.
fn demands(nest: &Nest, site: &Site<'_>) -> TokenStream {
    let hl = runtime();
    let bases = nest.bases.iter().filter(|_| site.demanded).map(|base| {
        let place = &base.tokens;
        let at = crate::diag::span_of(place).0;
        quote_spanned!(at.resolved_at(Span::mixed_site())=> #hl::demand(&#place);)
    });
    bases.collect()
}

/// `place += term`, or the form that the user wrote.
fn update(place: &TokenStream, subtract: bool, long: bool, term: &TokenStream) -> TokenStream {
    let s = Span::mixed_site();
    match (subtract, long) {
        (false, false) => quote_spanned!(s=> #place += #term),
        (true, false) => quote_spanned!(s=> #place -= #term),
        (false, true) => quote_spanned!(s=> #place = #place + (#term)),
        (true, true) => quote_spanned!(s=> #place = #place - (#term)),
    }
}

fn original(f: &syn::ExprForLoop, r: &Ident) -> TokenStream {
    let mut f = f.clone();
    f.attrs.clear();
    *f.expr = syn::Expr::Verbatim(quote_spanned!(Span::mixed_site()=> #r));
    quote::quote!(#f)
}

/// What a run as written can be put down to, in the order of the numbers that generated code hands out.
fn texts(nest: &Nest, plan: &Plan) -> Vec<String> {
    let mut texts: Vec<String> = plan.conditions.iter().map(|c| c.text.clone()).collect();
    texts.extend(guard::base_texts(nest));
    texts.push("no order of the additions overflows".into());
    texts.push("the loop is long enough for the fast form".into());
    texts.extend(plan.types.iter().map(|t| format!("type condition: {}", crate::report::type_text(nest, t))));
    texts
}

fn statics(nest: &Nest, site: &Site<'_>, texts: &[String]) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let (function, number) = (site.function, nest.loops[0].id as u32);
    let line = site.original.for_token.span.start().line as u32;
    quote_spanned! {s=>
        static __HOTLOOP_SITE: #hl::Site =
            #hl::Site::new(#function, ::core::file!(), #line, #number, &[#(#texts),*]);
    }
}
