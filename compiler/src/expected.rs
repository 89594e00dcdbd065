//! The types of values, where the source names them: the result of a function, and what a `let` declares.
//!
//! In: an expression whose type is written. Out: for each chain in it that is that value itself, by its number, the
//! type. Invariant: a chain that is not found here may have any type.

use crate::loops;
use crate::walk::{self, Visit};
use std::collections::BTreeMap;
use syn::{Expr, Stmt, Type};

/// The chains that are a function's result.
pub fn of_results(item: &syn::ImplItemFn) -> BTreeMap<usize, Type> {
    let mut found = BTreeMap::new();
    if let syn::ReturnType::Type(_, ty) = &item.sig.output {
        of_block(&item.block, ty, &mut found);
        Returns { ty, found: &mut found }.visit_block(&item.block);
    }
    found
}

/// The chains that an expression of this type is.
pub fn of_value(expr: &Expr, ty: &Type, found: &mut BTreeMap<usize, Type>) {
    match expr {
        Expr::MethodCall(m) if loops::number(&m.attrs) > 0 => {
            found.insert(loops::number(&m.attrs), ty.clone());
        }
        Expr::Paren(p) => of_value(&p.expr, ty, found),
        Expr::Group(g) => of_value(&g.expr, ty, found),
        Expr::Block(b) if b.label.is_none() => of_block(&b.block, ty, found),
        Expr::Unsafe(b) => of_block(&b.block, ty, found),
        Expr::If(i) => {
            of_block(&i.then_branch, ty, found);
            if let Some((_, other)) = &i.else_branch {
                of_value(other, ty, found);
            }
        }
        Expr::Match(m) => m.arms.iter().for_each(|arm| of_value(&arm.body, ty, found)),
        _ => {}
    }
}

fn of_block(block: &syn::Block, ty: &Type, found: &mut BTreeMap<usize, Type>) {
    if let Some(Stmt::Expr(value, None)) = block.stmts.last() {
        of_value(value, ty, found);
    }
}

/// What is returned early. A closure, a block of `async` and an item return values of their own.
struct Returns<'a> {
    ty: &'a Type,
    found: &'a mut BTreeMap<usize, Type>,
}

impl<'ast> Visit<'ast> for Returns<'_> {
    fn visit_expr_return(&mut self, r: &'ast syn::ExprReturn) {
        if let Some(value) = &r.expr {
            of_value(value, self.ty, self.found);
        }
        walk::visit_expr_return(self, r);
    }
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
