//! Calls in a fast form: annotated functions among the callees need not ask whether they are to be plain.
//!
//! A chunk with calls begins with `let in_fast = InFast::begin();`, and `f(x)` in it expands to
//!
//! ```text
//! then(unsafe { InFast::assume() }, f(x))
//! ```
//!
//! Where `f` is annotated and inlined, the question in it folds away, which would keep the loop from being
//! vectorized.

use super::helpers::{Helpers, Of};
use super::runtime;
use crate::diag::Place;
use crate::nest::{Fillable, Nest};
use crate::walk::{self, VisitMut};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Expr;

/// Are calls marked? Not beside a closure: a callee may run it on a thread that has not begun the chunk.
fn marked(nest: &Nest) -> bool {
    nest.calls() && !nest.closures
}

/// What a chunk begins with. Only a chunk that begins so may have marked calls.
pub(super) fn begin(nest: &Nest) -> Option<TokenStream> {
    let hl = runtime();
    let s = Span::mixed_site();
    marked(nest).then(|| quote_spanned!(s=> let __hotloop_in_fast = #hl::InFast::begin();))
}

/// Marks the calls in a tree of the nest.
pub(super) fn mark<T: Fillable + Clone>(nest: &Nest, helpers: &Helpers, tree: &T) -> T {
    let mut tree = tree.clone();
    if marked(nest) {
        tree.visit_with(&mut Calls { nest, helpers });
    }
    tree
}

struct Calls<'a> {
    nest: &'a Nest,
    helpers: &'a Helpers,
}

impl VisitMut for Calls<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        // Before anything in it is changed.
        let called = match expr {
            Expr::Call(call) => Some(Place::of(&call.func)),
            Expr::MethodCall(call) => Some(Place::of(&call.method)),
            _ => None,
        };
        walk::visit_expr_mut(self, expr);
        if let Some(place) = called {
            let (s, hl) = (Span::mixed_site(), runtime());
            let assume = self.helpers.add(self.nest, Of::Call(place), "assume");
            let unsafe_ = Ident::new("unsafe", Span::call_site());
            // The call is not parsed again: holes in it would become numbers.
            let mut then: syn::ExprCall =
                syn::parse_quote_spanned!(s=> #hl::then(#unsafe_ { #hl::InFast::#assume() }));
            then.args.push(std::mem::replace(expr, Expr::PLACEHOLDER));
            // Where the user's call is: an operator that it is an operand of may panic.
            let group_token = syn::token::Group { span: crate::diag::span_of(&then.args[1]).0 };
            let expr_ = Box::new(Expr::Call(then));
            *expr = Expr::Group(syn::ExprGroup { attrs: Vec::new(), group_token, expr: expr_ });
        }
    }
}
