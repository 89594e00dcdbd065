//! `s = s + a + b - c`: one update for each term.
//!
//! In: an assignment whose value joins several terms to the variable, from the left: `((s + a) + b) - c`. Out: an update
//! for each term, in their order. A loop in order, and the model, are the user's statement again, at the last of
//! them ([`Update::earlier`](super::Update::earlier)): for a type of the user's the parts need not be statements.

use super::Path;
use super::arith::bare;
use super::build::Builder;
use super::reduce::ReductionOp;
use proc_macro2::Span;
use syn::{BinOp, Expr, Stmt};

/// One operator of the value, with its term; the variable may stand on the right of the first.
pub(super) struct Joined<'a> {
    pub(super) op: BinOp,
    pub(super) term: &'a Expr,
    pub(super) flipped: bool,
}

impl Builder<'_> {
    /// `s = s + a + b`
    pub(super) fn several(&mut self, a: &syn::ExprAssign, path: &Path) -> Option<Expr> {
        let mut terms = Vec::new();
        let op = self.terms_of(bare(&a.right), path, &mut terms)?;
        if terms.len() < 2 || self.is_private(path) {
            return None;
        }
        let mut earlier = None;
        let last = terms.len() - 1;
        let mut stmts = Vec::new();
        for (n, joined) in terms.iter().enumerate() {
            let update = self.part(a, path, op, joined, (earlier, n < last))?;
            earlier = Some(self.nest.updates.len() - 1);
            stmts.push(Stmt::Expr(update, (n < last).then(|| syn::Token![;](Span::mixed_site()))));
        }
        let block = syn::Block { brace_token: syn::token::Brace::default(), stmts };
        Some(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block }))
    }

    /// The terms, first to last, if all of them are joined by one operator.
    fn terms_of<'a>(&self, value: &'a Expr, path: &Path, terms: &mut Vec<Joined<'a>>) -> Option<ReductionOp> {
        let Expr::Binary(b) = value else { return None };
        let op = match b.op {
            BinOp::Add(_) | BinOp::Sub(_) => ReductionOp::Sum,
            BinOp::Mul(_) => ReductionOp::Product,
            BinOp::BitAnd(_) => ReductionOp::And,
            BinOp::BitOr(_) => ReductionOp::Or,
            BinOp::BitXor(_) => ReductionOp::Xor,
            _ => return None,
        };
        let minus = matches!(b.op, BinOp::Sub(_));
        if self.is(&b.left, path) {
            terms.push(Joined { op: b.op, term: &b.right, flipped: false });
        } else if self.is(&b.right, path) && !minus {
            terms.push(Joined { op: b.op, term: &b.left, flipped: true });
        } else {
            let before = self.terms_of(bare(&b.left), path, terms)?;
            terms.push(Joined { op: b.op, term: &b.right, flipped: false });
            return (before == op).then_some(op);
        }
        Some(op)
    }
}
