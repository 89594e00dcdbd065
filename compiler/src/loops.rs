//! The numbers of loops, which stand for them in marks, scopes and reports.
//!
//! A loop carries its number as an attribute while the compiler works on the item, and every clone of it
//! does too. Invariant: numbers are taken off before tokens are made.

use proc_macro2::{Ident, Span};
use syn::visit_mut::{self, VisitMut};

/// The attribute that carries the number of a loop while the compiler works on the item. Positions cannot
/// tell loops apart: tokens from one place of a macro may be there several times.
const NUMBER: &str = "__hotloop_loop";

/// Is the attribute the number of a loop?
pub fn is_number(attr: &syn::Attribute) -> bool {
    attr.path().is_ident(NUMBER)
}

/// The number of a loop in source order, from 1.
pub fn number(attrs: &[syn::Attribute]) -> usize {
    let number = attrs.iter().find(|a| is_number(a)).and_then(|a| a.parse_args::<syn::LitInt>().ok());
    number.and_then(|n| n.base10_parse().ok()).unwrap_or(0)
}

/// Does the item carry `#[accel(..)]` of its own, so that it is compiled by itself?
pub fn is_annotated(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|a| crate::item::is_accel(a) || crate::item::is_conditional_accel(a))
}

/// What is done to the attributes of each loop, also of functions inside that are not annotated themselves.
pub struct EachLoop<F>(pub F);

impl<F: FnMut(&mut Vec<syn::Attribute>)> VisitMut for EachLoop<F> {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        match expr {
            syn::Expr::ForLoop(l) => self.0(&mut l.attrs),
            syn::Expr::While(l) => self.0(&mut l.attrs),
            syn::Expr::Loop(l) => self.0(&mut l.attrs),
            syn::Expr::MethodCall(m) if number(&m.attrs) > 0 || crate::nest::terminal::is_terminal(m) => {
                self.0(&mut m.attrs);
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expr);
    }
    fn visit_item_fn_mut(&mut self, f: &mut syn::ItemFn) {
        if !is_annotated(&f.attrs) {
            visit_mut::visit_item_fn_mut(self, f);
        }
    }
    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        if !is_annotated(&block.attrs) {
            visit_mut::visit_item_impl_mut(self, block);
        }
    }
    fn visit_impl_item_fn_mut(&mut self, f: &mut syn::ImplItemFn) {
        if !is_annotated(&f.attrs) {
            visit_mut::visit_impl_item_fn_mut(self, f);
        }
    }
    fn visit_item_trait_mut(&mut self, block: &mut syn::ItemTrait) {
        if !is_annotated(&block.attrs) {
            visit_mut::visit_item_trait_mut(self, block);
        }
    }
    fn visit_trait_item_fn_mut(&mut self, f: &mut syn::TraitItemFn) {
        if !is_annotated(&f.attrs) {
            visit_mut::visit_trait_item_fn_mut(self, f);
        }
    }
}

/// Numbers the loops; says how many there are.
pub fn set_numbers(block: &mut syn::Block) -> usize {
    let mut loops = 0;
    let name = Ident::new(NUMBER, Span::mixed_site());
    let set = |attrs: &mut Vec<syn::Attribute>| {
        loops += 1;
        attrs.push(syn::parse_quote!(#[#name(#loops)]));
    };
    VisitMut::visit_block_mut(&mut EachLoop(set), block);
    loops
}

/// Takes the numbers off again.
pub fn take_numbers(block: &mut syn::Block) {
    let take = |attrs: &mut Vec<syn::Attribute>| attrs.retain(|a| !is_number(a));
    VisitMut::visit_block_mut(&mut EachLoop(take), block);
}

/// Takes the number off one loop.
pub fn take_number(expr: &mut syn::Expr) {
    match expr {
        syn::Expr::ForLoop(l) => l.attrs.retain(|a| !is_number(a)),
        syn::Expr::While(l) => l.attrs.retain(|a| !is_number(a)),
        syn::Expr::Loop(l) => l.attrs.retain(|a| !is_number(a)),
        syn::Expr::MethodCall(m) => m.attrs.retain(|a| !is_number(a)),
        _ => {}
    }
}

/// Takes the numbers off what is inside of a method call.
pub fn take_inner_numbers(m: &mut syn::ExprMethodCall) {
    let take = |attrs: &mut Vec<syn::Attribute>| attrs.retain(|a| !is_number(a));
    let mut all = EachLoop(take);
    all.visit_expr_mut(&mut m.receiver);
    m.args.iter_mut().for_each(|arg| all.visit_expr_mut(arg));
}

/// The loop with a head that has no numbers: it is emitted as it is.
pub fn with_plain_head(f: &syn::ExprForLoop) -> syn::ExprForLoop {
    let take = |attrs: &mut Vec<syn::Attribute>| attrs.retain(|a| !is_number(a));
    let mut f = f.clone();
    EachLoop(take).visit_expr_mut(&mut f.expr);
    f
}
