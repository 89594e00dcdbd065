//! `fastmath` on operators: expressions of `+ - * /` whose operands may turn out to be floats.
//!
//! Such a tree is read into an [`Arith`]: the tree as written, with each operand in a hole of its own that has
//! a type exemplar. Where rustc confirms that all operands are floats, emission may rewrite the tree; where it
//! does not, the tree is emitted as written, with the order of its effects. A tree in which no flag has
//! anything to change is not read so, and neither are subscripts and heads of loops.

use super::build::Builder;
use super::place::single;
use super::{ExId, Hole};
use crate::walk::{self, VisitMut};
use syn::{BinOp, Expr, Lit, UnOp};

/// A tree that holds another in an operand is emitted twice, and so are its operands: deeper ones than this
/// stay as written.
const MOST_NESTED: usize = 3;

/// An arithmetic expression that may be rewritten.
#[derive(Clone, Debug)]
pub struct Arith {
    /// As written, with operands in holes.
    pub tree: Expr,
    /// Its operands, in source order.
    pub operands: Vec<Operand>,
}

/// An operand of an [`Arith`].
#[derive(Clone, Debug)]
pub struct Operand {
    /// The expression, with holes.
    pub expr: Expr,
    /// Exemplar of its type.
    pub ex: ExId,
}

impl super::Nest {
    /// The tree of an [`Arith`] with its operands in their places.
    pub fn written(&self, arith: usize) -> Expr {
        struct Put<'a>(&'a super::Nest, &'a Arith);
        impl VisitMut for Put<'_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                match super::hole_of(expr).map(|h| &self.0.holes[h]) {
                    Some(Hole::Operand(n)) => *expr = self.1.operands[*n].expr.clone(),
                    Some(_) => {}
                    None => walk::visit_expr_mut(self, expr),
                }
            }
        }
        let arith = &self.ariths[arith];
        let mut tree = arith.tree.clone();
        Put(self, arith).visit_expr_mut(&mut tree);
        tree
    }
}

/// The expression in any number of parentheses.
pub fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(p) => bare(&p.expr),
        Expr::Group(g) => bare(&g.expr),
        other => other,
    }
}

/// Is it a product?
pub fn is_product(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Binary(b) if matches!(b.op, BinOp::Mul(_)))
}

/// Is it a literal 0.0?
pub fn is_zero(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(l) => matches!(&l.lit, Lit::Float(f) if f.base10_parse::<f64>().is_ok_and(|v| v == 0.0)),
        _ => false,
    }
}

/// Is it one of the four operators?
fn is_operator(op: &BinOp) -> bool {
    matches!(op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_))
}

/// The parts of a tree, `None` for an operand.
fn parts(expr: &Expr) -> Option<Vec<&Expr>> {
    match expr {
        Expr::Paren(p) => Some(vec![&p.expr]),
        Expr::Group(g) => Some(vec![&g.expr]),
        Expr::Unary(u) if matches!(u.op, UnOp::Neg(_)) && !matches!(&*u.expr, Expr::Lit(_)) => {
            Some(vec![&u.expr])
        }
        Expr::Binary(b) if is_operator(&b.op) => Some(vec![&b.left, &b.right]),
        _ => None,
    }
}

/// Does an operand show that this is no arithmetic of floats?
fn is_surely_integer(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(l) => !matches!(&l.lit, Lit::Float(_)),
        Expr::Cast(c) => match &*c.ty {
            syn::Type::Path(p) => !(p.path.is_ident("f64") || p.path.is_ident("f32")),
            _ => false,
        },
        Expr::Unary(u) => is_surely_integer(&u.expr),
        _ => parts(expr).is_some_and(|parts| parts.into_iter().any(is_surely_integer)),
    }
}

impl Builder<'_> {
    /// Reads a tree in which a flag has something to change.
    pub(super) fn arith(&mut self, expr: &Expr) -> Option<Expr> {
        let flags = self.how.fastmath;
        if !flags.changes_operators() || !self.has_opportunity(expr) {
            return None;
        }
        self.tree_hole(expr)
    }

    /// Reads the right side of `+=` or `-=`: a product that may be fused with the sum.
    pub(super) fn product(&mut self, expr: &Expr) -> Option<Expr> {
        if !self.how.fastmath.contract || !is_product(expr) {
            return None;
        }
        self.tree_hole(expr)
    }

    /// The term of an update.
    pub(super) fn term(&mut self, expr: &Expr) -> Expr {
        match self.product(expr) {
            Some(product) => product,
            None => self.value(expr),
        }
    }

    /// `target += a * b`, for a target that is no reduction.
    pub(super) fn fused(&mut self, b: &syn::ExprBinary, subtract: bool) -> Option<Expr> {
        let term = Box::new(self.product(&b.right)?);
        self.work(1);
        let target = Box::new(self.target(&b.left, Some(&Expr::Binary(b.clone()))));
        let ex = self.exemplar();
        let at = crate::diag::span_of(b).0;
        Some(self.hole(Hole::Fused { target, subtract, term, ex, at }))
    }

    fn tree_hole(&mut self, expr: &Expr) -> Option<Expr> {
        if self.plain_depth > 0 || self.arith_depth >= MOST_NESTED || is_surely_integer(expr) {
            return None;
        }
        self.arith_depth += 1;
        let mut operands = Vec::new();
        let mut tree = expr.clone();
        self.operands(&mut tree, &mut operands);
        self.arith_depth -= 1;
        self.nest.ariths.push(Arith { tree, operands });
        Some(self.hole(Hole::Arith(self.nest.ariths.len() - 1)))
    }

    /// Puts each operand of the tree into a hole, in source order.
    fn operands(&mut self, tree: &mut Expr, into: &mut Vec<Operand>) {
        match tree {
            Expr::Paren(p) => self.operands(&mut p.expr, into),
            Expr::Group(g) => self.operands(&mut g.expr, into),
            Expr::Binary(b) if is_operator(&b.op) => {
                self.work(1);
                self.operands(&mut b.left, into);
                self.operands(&mut b.right, into);
            }
            Expr::Unary(u) if matches!(u.op, UnOp::Neg(_)) && !matches!(&*u.expr, Expr::Lit(_)) => {
                self.work(1);
                self.operands(&mut u.expr, into);
            }
            operand => {
                let expr = self.value(operand);
                let ex = self.exemplar();
                into.push(Operand { expr, ex });
                let hole = self.hole(Hole::Operand(into.len() - 1));
                *operand = super::fill::placed(hole, operand);
            }
        }
    }

    /// Is there an operator in the tree that a flag rewrites?
    fn has_opportunity(&self, expr: &Expr) -> bool {
        let flags = self.how.fastmath;
        let here = match expr {
            Expr::Binary(b) => match b.op {
                BinOp::Add(_) => {
                    flags.contract && (is_product(&b.left) || is_product(&b.right))
                        || flags.nsz && (is_zero(&b.left) || is_zero(&b.right))
                }
                BinOp::Sub(_) => {
                    flags.contract && (is_product(&b.left) || is_product(&b.right))
                        || flags.nsz && is_zero(&b.left)
                }
                BinOp::Div(_) => flags.arcp && self.is_invariant(&b.right),
                _ => false,
            },
            _ => false,
        };
        here || parts(expr).is_some_and(|parts| parts.into_iter().any(|p| self.has_opportunity(p)))
    }

    /// A literal, or a place that no iteration changes.
    fn is_invariant(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Lit(l) => matches!(l.lit, Lit::Float(_)),
            place => {
                single(place).is_none_or(|name| self.local(&name.to_string()).is_none())
                    && self.path(place).is_some_and(|path| !self.is_written(&path))
            }
        }
    }
}
