//! The numbers of loops, which stand for them in marks, scopes and reports.
//!
//! A loop carries its number as an attribute while the compiler works on the item, and every clone of it
//! does too. Invariant: numbers are taken off before tokens are made.

use crate::walk::{self, VisitMut};
use proc_macro2::{Ident, Span};

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
pub struct EachLoop<'a>(pub &'a mut dyn FnMut(&mut Vec<syn::Attribute>));

impl VisitMut for EachLoop<'_> {
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
        walk::visit_expr_mut(self, expr);
    }
    fn visit_item_fn_mut(&mut self, f: &mut syn::ItemFn) {
        if !is_annotated(&f.attrs) {
            walk::visit_item_fn_mut(self, f);
        }
    }
    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        if !is_annotated(&block.attrs) {
            walk::visit_item_impl_mut(self, block);
        }
    }
    fn visit_impl_item_fn_mut(&mut self, f: &mut syn::ImplItemFn) {
        if !is_annotated(&f.attrs) {
            walk::visit_impl_item_fn_mut(self, f);
        }
    }
    fn visit_item_trait_mut(&mut self, block: &mut syn::ItemTrait) {
        if !is_annotated(&block.attrs) {
            walk::visit_item_trait_mut(self, block);
        }
    }
    fn visit_trait_item_fn_mut(&mut self, f: &mut syn::TraitItemFn) {
        if !is_annotated(&f.attrs) {
            walk::visit_trait_item_fn_mut(self, f);
        }
    }
}

/// Numbers the loops; says how many there are.
pub fn set_numbers(block: &mut syn::Block) -> usize {
    let mut loops = 0;
    let name = Ident::new(NUMBER, Span::mixed_site());
    let mut set = |attrs: &mut Vec<syn::Attribute>| {
        loops += 1;
        attrs.push(syn::parse_quote!(#[#name(#loops)]));
    };
    EachLoop(&mut set).visit_block_mut(block);
    loops
}

/// Takes the numbers off again.
pub fn take_numbers(block: &mut syn::Block) {
    EachLoop(&mut take_off).visit_block_mut(block);
}

fn take_off(attrs: &mut Vec<syn::Attribute>) {
    attrs.retain(|a| !is_number(a));
}

/// Takes the number off one loop.
pub fn take_number(expr: &mut syn::Expr) {
    match expr {
        syn::Expr::ForLoop(l) => take_off(&mut l.attrs),
        syn::Expr::While(l) => take_off(&mut l.attrs),
        syn::Expr::Loop(l) => take_off(&mut l.attrs),
        syn::Expr::MethodCall(m) => take_off(&mut m.attrs),
        _ => {}
    }
}

/// Takes the numbers off what is inside of a method call.
pub fn take_inner_numbers(m: &mut syn::ExprMethodCall) {
    let mut all = EachLoop(&mut take_off);
    all.visit_expr_mut(&mut m.receiver);
    m.args.iter_mut().for_each(|arg| all.visit_expr_mut(arg));
}

/// The loop with a head that has no numbers: it is emitted as it is.
pub fn with_plain_head(f: &syn::ExprForLoop) -> syn::ExprForLoop {
    let mut f = f.clone();
    EachLoop(&mut take_off).visit_expr_mut(&mut f.expr);
    f
}
