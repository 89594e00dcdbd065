//! Expressions that can be computed where the program would not: they neither panic nor have an effect.
//!
//! `b = b && x` computes `x` only while `b` is true. To compute it in every iteration changes nothing if `x`
//! is total: every access in it is cleared by the guard, and it does no arithmetic that may overflow or divide
//! by zero. (That names mean what they seem to, the type conditions ensure for the loop as a whole.)

use super::evidence::InBounds;
use crate::nest::{Hole, Needs, Nest, Step, hole_of};
use syn::{BinOp, Expr, UnOp};

/// Is the expression, with holes, total?
pub(super) fn is_total(nest: &Nest, expr: &Expr, in_bounds: &[Option<InBounds>]) -> bool {
    let total = |e: &Expr| is_total(nest, e, in_bounds);
    match expr {
        Expr::Lit(_) => true,
        // A name bound in the loop.
        Expr::Path(p) => p.path.get_ident().is_some(),
        Expr::Paren(p) => total(&p.expr),
        Expr::Group(g) => total(&g.expr),
        Expr::Cast(c) => total(&c.expr),
        Expr::Unary(u) => matches!(u.op, UnOp::Not(_)) && total(&u.expr),
        Expr::Binary(b) => is_total_operator(&b.op) && total(&b.left) && total(&b.right),
        Expr::Verbatim(_) => hole_of(expr).is_some_and(|h| is_total_hole(nest, &nest.holes[h], in_bounds)),
        _ => false,
    }
}

fn is_total_operator(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
            | BinOp::And(_)
            | BinOp::Or(_)
            | BinOp::BitAnd(_)
            | BinOp::BitOr(_)
            | BinOp::BitXor(_)
    )
}

fn is_total_hole(nest: &Nest, hole: &Hole, in_bounds: &[Option<InBounds>]) -> bool {
    match hole {
        Hole::Read(_) | Hole::Write(_) | Hole::Len(_) | Hole::Extent(_) => true,
        Hole::Access(a) => {
            let exact = |step: &Step| match step {
                Step::Index { index, range, .. } => range.is_none() && is_exact(nest, index),
                Step::Tensor { index, .. } => {
                    crate::nest::tensor_numbers(index).is_some_and(|n| n.iter().all(|n| is_exact(nest, n)))
                }
                Step::Field { .. } => true,
            };
            in_bounds[*a].is_some() && nest.accesses[*a].steps.iter().all(exact)
        }
        Hole::Method(m) => {
            let method = &nest.methods[*m];
            let safe = ["min", "max", "wrapping_add", "wrapping_sub", "wrapping_mul", "count_ones"];
            let known = method.needs == Needs::Float || safe.iter().any(|name| method.name == name);
            known
                && is_total(nest, &method.receiver, in_bounds)
                && method.args.iter().all(|a| is_total(nest, a, in_bounds))
        }
        _ => false,
    }
}

/// Can what is set with a reduction be computed afterwards, from the iteration's ordinal? Names bound in the
/// loop other than the induction variable are gone by then, and arithmetic might overflow where the loop in
/// order does.
pub fn is_recomputable(nest: &Nest, value: &Expr) -> bool {
    match value {
        Expr::Lit(_) => true,
        Expr::Path(p) => p.path.get_ident().is_some_and(|name| nest.loops[0].iv.as_ref() == Some(name)),
        Expr::Paren(p) => is_recomputable(nest, &p.expr),
        Expr::Group(g) => is_recomputable(nest, &g.expr),
        Expr::Cast(c) => is_recomputable(nest, &c.expr),
        Expr::Verbatim(_) => hole_of(value).is_some_and(|h| matches!(nest.holes[h], Hole::Read(_))),
        _ => false,
    }
}

/// Can no step of a subscript overflow, if its value is within the base? So it is for sums of names, numbers
/// and products of two, which are all at most the value, and for one difference.
fn is_exact(nest: &Nest, index: &Expr) -> bool {
    match index {
        Expr::Paren(p) => is_exact(nest, &p.expr),
        Expr::Binary(b) => match b.op {
            BinOp::Add(_) => is_sum(nest, &b.left) && is_sum(nest, &b.right),
            BinOp::Mul(_) | BinOp::Sub(_) => is_leaf(nest, &b.left) && is_leaf(nest, &b.right),
            _ => false,
        },
        _ => is_leaf(nest, index),
    }
}

fn is_sum(nest: &Nest, expr: &Expr) -> bool {
    match expr {
        Expr::Paren(p) => is_sum(nest, &p.expr),
        Expr::Binary(b) => match b.op {
            BinOp::Add(_) => is_sum(nest, &b.left) && is_sum(nest, &b.right),
            BinOp::Mul(_) => is_leaf(nest, &b.left) && is_leaf(nest, &b.right),
            _ => false,
        },
        _ => is_leaf(nest, expr),
    }
}

fn is_leaf(nest: &Nest, expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(p) => p.path.get_ident().is_some(),
        Expr::Verbatim(_) => hole_of(expr)
            .is_some_and(|h| matches!(nest.holes[h], Hole::Read(_) | Hole::Len(_) | Hole::Extent(_))),
        _ => false,
    }
}
