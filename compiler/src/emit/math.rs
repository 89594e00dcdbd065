//! Elementary functions outside of fast forms: ours for floats, the receiver's own method for the rest.
//!
//! `x.exp()` expands to
//!
//! ```text
//! { let ex = Ex::new(); if false { ex.tie(&(x)); diverge(); }
//!   if plain | !ex.is_float() { x.exp() } else { W(&(x)).exp(Ex::new()) } }
//! ```
//!
//! so the fast form and the loop as written use the same functions, and a user's type keeps its own.

use super::{arith, plain_flag, runtime};
use crate::nest::ELEMENTARY;
use crate::options::How;
use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::visit_mut::{VisitMut, visit_expr_mut};

/// Substitutes elementary functions in a block; true if there was one.
pub fn substitute(block: &mut syn::Block, how: &How) -> bool {
    if how.std_math {
        return false;
    }
    let mut substitution = Substitution { found: false, how };
    substitution.visit_block_mut(block);
    substitution.found
}

/// Has the function forms for the flags of `fastmath`?
pub(super) fn has_flags(name: &str) -> bool {
    matches!(name, "exp" | "ln" | "sin" | "cos")
}

struct Substitution<'a> {
    found: bool,
    how: &'a How,
}

impl VisitMut for Substitution<'_> {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {
        // An item inside sees neither our flag nor the function's types.
    }
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        let plain = expr.clone();
        visit_expr_mut(self, expr);
        let syn::Expr::MethodCall(m) = expr else { return };
        let name = m.method.to_string();
        if !ELEMENTARY.contains(&name.as_str())
            || !m.args.is_empty()
            || m.turbofish.is_some()
            || !m.attrs.is_empty()
        {
            return;
        }
        let syn::Expr::MethodCall(original) = plain else { return };
        self.found = true;
        let s = Span::mixed_site();
        let hl = runtime();
        let (own, ours) = (&original.receiver, &m.receiver);
        let (flag, user_name, name) = (plain_flag(), &m.method, name);
        let under = self.how.fastmath.changes_functions() && has_flags(&name);
        // No level is known here, so nothing is fused.
        let flags = under.then(|| {
            let flags = arith::math_flags(self.how);
            quote_spanned!(s=> , #flags, #hl::Unfused)
        });
        let not_flagged = under.then(|| quote_spanned!(s=> , NotFlagged as _));
        let name = Ident::new(&if under { format!("{name}_under") } else { name }, s);
        *expr = syn::Expr::Verbatim(quote_spanned! {s=> ({
            use #hl::{Answer as _, NotFloat as _ #not_flagged};
            let __hotloop_ex = #hl::Ex::new();
            if false { __hotloop_ex.tie(&(#own)); #hl::diverge(); }
            if #flag | !__hotloop_ex.is_float() { (#own).#user_name() } else { #hl::W(&(#ours)).#name(#hl::Ex::new() #flags) }
        }) });
    }
}
