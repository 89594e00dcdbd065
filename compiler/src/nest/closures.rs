//! Closures in a body.

use crate::walk::Visit;
use proc_macro2::{TokenStream, TokenTree};

/// May there be a closure in the block? In the arguments of a macro, each `|` counts as one.
pub(super) fn any(block: &syn::Block) -> bool {
    let mut closures = Closures(false);
    closures.visit_block(block);
    closures.0
}

struct Closures(bool);

impl<'ast> Visit<'ast> for Closures {
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {
        self.0 = true;
    }
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {
        self.0 = true;
    }
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.0 |= has_bar(mac.tokens.clone());
    }
}

fn has_bar(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|t| match t {
        TokenTree::Group(g) => has_bar(g.stream()),
        TokenTree::Punct(p) => p.as_char() == '|',
        _ => false,
    })
}
