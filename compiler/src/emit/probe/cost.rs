//! What a look at an argument costs, in operations.

use super::scan::parts;
use crate::nest::arith::bare;
use crate::nest::{Hole, Nest, hole_of};
use crate::walk::{self, Visit};
use syn::{BinOp, Expr};

/// A division or a square root.
const DIVISION: u32 = 5;
/// An elementary function: more than any short form saves.
const FUNCTION: u32 = 100;

/// A power that is a few products.
const PRODUCTS: u32 = 3;

/// Operations that computing the value takes. Names cost nothing here: their `let`s are counted apart.
pub(super) fn cost(nest: &Nest, expr: &Expr) -> u32 {
    let mut cost = Cost { nest, sum: 0 };
    cost.visit_expr(expr);
    cost.sum
}

/// Is it a power by a small number that is written there?
fn is_product(nest: &Nest, m: usize) -> bool {
    let method = &nest.methods[m];
    let number = |arg: &Expr| match bare(arg) {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) => {
            n.base10_parse::<u32>().is_ok_and(|n| n <= 6)
        }
        _ => false,
    };
    method.name == "powi" && method.args.first().is_some_and(number)
}

struct Cost<'a> {
    nest: &'a Nest,
    sum: u32,
}

impl<'ast> Visit<'ast> for Cost<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        let nest = self.nest;
        match (hole_of(expr), expr) {
            (Some(h), _) => {
                match &nest.holes[h] {
                    // A subscript is no work of its own: the loop has it too.
                    Hole::Access(_) => return,
                    Hole::Method(m) if is_product(nest, *m) => self.sum += PRODUCTS,
                    Hole::Method(m) if nest.methods[*m].result.is_some() => self.sum += FUNCTION,
                    Hole::Method(_) => self.sum += DIVISION,
                    Hole::Arith(a) => return self.visit_expr(&nest.written(*a)),
                    _ => {}
                }
                return parts(nest, h).into_iter().for_each(|part| self.visit_expr(part));
            }
            (None, Expr::Binary(b)) => self.sum += if matches!(b.op, BinOp::Div(_)) { DIVISION } else { 1 },
            (None, Expr::Unary(_) | Expr::Cast(_)) => self.sum += 1,
            _ => {}
        }
        walk::visit_expr(self, expr);
    }
}
