//! Elementary functions outside of fast forms: ours for floats, the receiver's own method for the rest.
//!
//! `x.exp()` expands to
//!
//! ```text
//! { let ex = Ex::new(); if false { W(&(x)).tie_method(ex); diverge(); }
//!   if plain | !ex.is_float() { x.exp() } else { W(&(x)).bare().exp(Ex::new()) } }
//! ```
//!
//! (a reference to a float counts as the float, as it does for the method), and `f64::exp(x)` likewise, with a question to rustc whether that function is the standard library's (or
//! ours); so the fast form and the loop as written use the same functions, and a user's type keeps its own.

use super::{arith, plain_flag, runtime};
use crate::nest::{elementary_path, is_elementary, is_literal, name_in_runtime};
use crate::options::How;
use crate::walk::{self, VisitMut};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// Substitutes elementary functions in a block; true if there was one.
pub fn substitute(block: &mut syn::Block, how: &How) -> bool {
    if how.std_math {
        return false;
    }
    let mut substitution = Substitution { found: false, how };
    substitution.visit_block_mut(block);
    substitution.found
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
        walk::visit_expr_mut(self, expr);
        if let Some(substituted) = self.method(&plain, expr).or_else(|| self.function(&plain, expr)) {
            self.found = true;
            *expr = syn::Expr::Verbatim(substituted);
        }
    }
}

impl Substitution<'_> {
    /// `x.exp()`
    fn method(&self, plain: &syn::Expr, expr: &syn::Expr) -> Option<TokenStream> {
        let (syn::Expr::MethodCall(plain), syn::Expr::MethodCall(m)) = (plain, expr) else { return None };
        if !is_elementary(&m.method.to_string(), m.args.len()) || m.turbofish.is_some() || !m.attrs.is_empty()
        {
            return None;
        }
        let (s, hl, flag) = (Span::mixed_site(), runtime(), plain_flag());
        let (own, ours, args, name) = (&plain.receiver, &m.receiver, m.args.iter(), &m.method);
        let under = self.how.fastmath.changes_functions();
        // No level is known here, so nothing is fused.
        let flags = under.then(|| {
            let flags = arith::math_flags(self.how);
            quote_spanned!(s=> , #flags, #hl::Unfused)
        });
        let not_flagged = under.then(|| quote_spanned!(s=> , NotFlagged as _));
        let literal = m.args.last().is_some_and(is_literal);
        let name = name.to_string();
        let name = name_in_runtime(&name, literal, self.how.fastmath.afn);
        let name = Ident::new(&if under { format!("{name}_under") } else { name.to_owned() }, s);
        Some(quote_spanned! {s=> ({
            use #hl::{Answer as _, NotFloat as _, NotMethod as _ #not_flagged};
            let __hotloop_ex = #hl::Ex::new();
            if false { #hl::W(&(#own)).tie_method(__hotloop_ex); #hl::diverge(); }
            if #flag | !__hotloop_ex.is_float() { #plain } else { #hl::W(&(#ours)).bare().#name(#hl::Ex::new() #(, #args)* #flags) }
        }) })
    }

    /// `f64::exp(x)`
    fn function(&self, plain: &syn::Expr, expr: &syn::Expr) -> Option<TokenStream> {
        let (syn::Expr::Call(plain), syn::Expr::Call(c)) = (plain, expr) else { return None };
        let name = elementary_path(plain).filter(|_| c.attrs.is_empty())?;
        let s = Span::mixed_site();
        let (path, own, rest) = (&plain.func, plain.args.first()?, plain.args.iter().skip(1));
        let (asked, hl) = (name.to_string(), runtime());
        let places = (0..rest.len()).map(syn::Index::from);
        // Through a binding: a literal then has the type of the parameter.
        let tie = quote_spanned! {s=>
            let (__hotloop_x, __hotloop_y) = (#own, (#(#rest,)*));
            __hotloop_ex.tie(&__hotloop_x);
            __hotloop_args.tie(&__hotloop_y);
            // Through a binding as well: whose `Float::exp` it is the call decides.
            let __hotloop_f = #path;
            __hotloop_function.tie(&__hotloop_f);
            let __hotloop_r = __hotloop_f(__hotloop_x, #(__hotloop_y.#places),*);
            __hotloop_result.tie(&__hotloop_r);
        };
        let (ours, rest) = (c.args.first()?, c.args.iter().skip(1));
        let literal = plain.args.last().is_some_and(is_literal);
        let op = Ident::new(name_in_runtime(&asked, literal, self.how.fastmath.afn), s);
        let (flags, flag) = (arith::math_flags(self.how), plain_flag());
        Some(quote_spanned! {s=> ({
            use #hl::{Answer as _, NotPath as _};
            let (__hotloop_ex, __hotloop_args) = (#hl::Ex::new(), #hl::Ex::new());
            let (__hotloop_function, __hotloop_result) = (#hl::Ex::new(), #hl::Ex::new());
            if false { #tie #hl::diverge(); }
            if #flag | !__hotloop_ex.owns(__hotloop_function, #asked) { #plain } else {
                #hl::Path(__hotloop_ex, __hotloop_args, __hotloop_result).call(
                    #hl::ops::#op,
                    __hotloop_ex.through(#ours),
                    __hotloop_args.through((#(#rest,)*)),
                    #hl::Way::Branch,
                    #flags,
                    #hl::Unfused,
                )
            }
        }) })
    }
}
