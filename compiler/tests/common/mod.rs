//! Shared by the tests: from source text to the values of the pipeline.

#![allow(dead_code, reason = "each test uses a part")]

pub mod pages;

use hotloop_compiler::analysis::{self, Facts};
use hotloop_compiler::diag::{Blocker, Cx};
use hotloop_compiler::nest::{self, Nest};
use hotloop_compiler::options::How;
use hotloop_compiler::plan::{self, Plan};
use hotloop_compiler::{Output, kernel};
use proc_macro2::TokenStream;
use syn::visit::Visit;

/// The tokens of a text, with lines and columns.
pub fn tokens(source: &str) -> TokenStream {
    source.parse().unwrap_or_else(|e| panic!("{e}:\n{source}"))
}

/// The first outermost `for` loop of a function, read.
pub fn nest(source: &str) -> Result<Nest, Vec<Blocker>> {
    let mut cx = Cx::new();
    let kernel = kernel::parse(&mut cx, tokens(source));
    let errors = cx.finish();
    let kernel = kernel.unwrap_or_else(|| panic!("{errors:?}:\n{source}"));
    let mut first = First(None);
    first.visit_block(&kernel.item.block);
    let (root, how) = (first.0.unwrap_or_else(|| panic!("no loop:\n{source}")), How::default());
    nest::build(&root, false, false, &kernel.function, &how)
}

/// The first loop and what is known about it, calls taken to be free of state.
pub fn facts(source: &str) -> (Nest, Facts) {
    let nest = nest(source).unwrap_or_else(|b| panic!("{b:?}:\n{source}"));
    let facts = analysis::analyse(&nest, true).unwrap_or_else(|b| panic!("{b:?}:\n{source}"));
    (nest, facts)
}

/// As [`facts`]; `None` for a loop that stays as written.
pub fn try_facts(source: &str) -> Option<(Nest, Facts)> {
    let nest = nest(source).ok()?;
    let facts = analysis::analyse(&nest, true).ok()?;
    Some((nest, facts))
}

/// The first loop and its parallel plan.
pub fn plan(source: &str) -> (Nest, Plan) {
    let (nest, facts) = facts(source);
    let plan = plan::plan(&nest, facts, true, false, &How::default());
    (nest, plan)
}

/// The only annotated function of a text, compiled.
pub fn compile(source: &str) -> Output {
    let mut found = hotloop_compiler::file::compile_file(source).unwrap_or_else(|e| panic!("{e}:\n{source}"));
    assert_eq!(found.len(), 1, "one annotated function in:\n{source}");
    found.remove(0)
}

struct First(Option<syn::ExprForLoop>);

impl<'ast> Visit<'ast> for First {
    fn visit_expr_for_loop(&mut self, f: &'ast syn::ExprForLoop) {
        self.0.get_or_insert_with(|| f.clone());
    }
}
