//! The loop compiler behind `#[accel]`: tokens in, tokens and a report out.
//!
//! One list, read top to bottom; each value is made once and never changed by a later step:
//!
//! 1. [`kernel`]: the item is parsed; its names, loops and marks are known. Of a block (`impl`, `trait`) each
//!    method is an item.
//! 2. [`nest`]: a `for` loop is read into a [`nest::Nest`]; every expression in it was understood.
//! 3. [`analysis`]: what is proven, guarded and blocked is known, with evidence.
//! 4. [`plan`]: what will be done is fixed, and has passed a check that shares the nest alone.
//! 5. [`emit`]: tokens, and beside them the [`report`].
//!
//! The crate never names `proc_macro`, so tests, tools and the macro run the same code.

pub mod analysis;
mod around;
mod block;
pub mod compare;
pub mod diag;
mod driver;
pub mod emit;
mod expected;
pub mod file;
mod groups;
mod helper;
mod item;
pub mod kernel;
mod loops;
mod map;
mod marks;
pub mod nest;
mod nogil;
pub mod options;
pub mod plan;
pub mod report;
mod walk;
mod written;

pub use diag::Error;
pub use report::{LoopReport, Report, Verdict};

use diag::Cx;
use proc_macro2::{Span, TokenStream};
use quote::quote;

/// What comes out.
#[derive(Debug)]
pub struct Output {
    /// What the attribute expands to; after an error, the item as written, preceded by the errors.
    pub tokens: TokenStream,
    /// What happened to each loop; after an error, what would have (then [`Report::refused`] is what happened).
    pub report: Report,
    /// Errors, also contained in the tokens.
    pub errors: Vec<Error>,
}

/// The environment variable that cuts the levels of a whole build.
const BUILD_ISA: &str = "HOTLOOP_BUILD_ISA";

/// Compiles one annotated item under the build's settings.
pub fn accel(attr: TokenStream, item: TokenStream) -> Output {
    let build = std::env::var_os(BUILD_ISA).map(|v| v.to_string_lossy().into_owned());
    accel_in(build.as_deref(), attr, item)
}

/// Compiles one annotated item; `build` is the value of `HOTLOOP_BUILD_ISA`. A panic in here is a bug of ours
/// and is reported as an error.
pub fn accel_in(build: Option<&str>, attr: TokenStream, item: TokenStream) -> Output {
    let again = item.clone();
    let run = std::panic::AssertUnwindSafe(|| compile(build, attr, item));
    std::panic::catch_unwind(run)
        .unwrap_or_else(|_| bug(diag::span_of(&again), "the function works without the attribute", again))
}

/// Compiles one `map!` under the build's settings.
pub fn map(tokens: TokenStream) -> Output {
    let build = std::env::var_os(BUILD_ISA).map(|v| v.to_string_lossy().into_owned());
    let span = diag::span_of(&tokens);
    let run = std::panic::AssertUnwindSafe(|| map::compile(build.as_deref(), &tokens));
    std::panic::catch_unwind(run).unwrap_or_else(|_| {
        bug(span, "write it as a loop in a function with `#[accel(parallel, nogil)]`", TokenStream::new())
    })
}

/// What a panic in here becomes.
fn bug(span: (Span, Span), help: &str, plain: TokenStream) -> Output {
    let text = format!(
        "[A0902] this is a bug in hotloop, please report it: the loop compiler panicked\nhelp: {help}"
    );
    let error = Error { span: (span.0, span.0), text };
    let tokens = [error.to_tokens(), plain].into_iter().collect();
    Output { tokens, report: Report::default(), errors: vec![error] }
}

fn compile(build: Option<&str>, attr: TokenStream, item: TokenStream) -> Output {
    let mut cx = Cx::new();
    let mut options = options::parse(&mut cx, attr);
    match options::built(build) {
        Ok(levels) => options.build(levels),
        Err(text) => cx.error((Span::call_site(), Span::call_site()), text),
    }
    let Some(parsed) = item::parse(&mut cx, item.clone()) else {
        return failed(cx, item, Report::default());
    };
    let expansion = match parsed {
        item::Item::Function(f) => function(&mut cx, f, &options),
        item::Item::Impl(b) => block::of_impl(&mut cx, b, &options),
        item::Item::Trait(b) => block::of_trait(&mut cx, b, &options),
    };
    if !cx.is_clean() {
        return failed(cx, expansion.plain, expansion.report);
    }
    let errors = cx.finish();
    let tokens = compare::answer(expansion.tokens, expansion.plain);
    Output { tokens, report: expansion.report, errors }
}

/// One function or method with the attribute.
fn function(cx: &mut Cx, item: syn::ImplItemFn, options: &options::Options) -> block::Expansion {
    let name = item.sig.ident.to_string();
    let mut kernel = kernel::Kernel::of(item, name);
    if let Some(refusal) = kernel.refusal() {
        cx.block(&refusal);
    }
    // The marks are ours; what is left is the plain function.
    let marks = marks::take_marks(cx, &mut kernel, options);
    options::check_parallel(cx, options, marks.any(marks::Mark::Parallel));
    let plain = kernel.plain();
    if !cx.is_clean() {
        return block::Expansion { tokens: TokenStream::new(), plain, report: Report::default() };
    }
    let (tokens, report) = driver::run(cx, kernel, options, &marks, driver::Part::Itself);
    let loops: Vec<_> = report.loops.iter().collect();
    driver::demand_parallel(cx, options, &loops, "function");
    block::Expansion { tokens, plain, report }
}

/// Errors first, then the item unchanged, so that nothing else of the user's crate breaks.
fn failed(cx: Cx, item: TokenStream, report: Report) -> Output {
    let errors = cx.finish();
    let texts = errors.iter().map(Error::to_tokens);
    let tokens = quote!(#(#texts)* #item);
    Output { tokens, report, errors }
}
