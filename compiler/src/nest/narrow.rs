//! What the conditions around an access say of induction variables: `if i > 0 { a[i - 1] }`.
//!
//! Only comparisons of `usize` forms whose operands cannot wrap are used: each side is at most one
//! induction variable, one symbol and a small constant, and only a side without an induction variable may
//! be below zero (then the guard asks that it is not). That a sum with an induction variable does not pass the top is
//! asked as well, where the ends of its loop do not say so.

use super::affine::{Linear, LoopId, Poly};
use super::build::Builder;
use super::{Leaf, Narrow};
use syn::{BinOp, Expr};

/// Greatest constant of a side.
const SMALL: u64 = 1 << 31;

/// A condition in force, and what it rests on.
pub(super) struct Narrowing {
    narrow: Narrow,
    leaves: Vec<Leaf>,
    not_negative: Vec<Poly>,
}

impl Builder<'_> {
    /// The conditions in force that concern a form, which now rests on them too.
    pub(super) fn narrowed(&mut self, form: Option<&Linear>, leaves: &[Leaf]) -> Vec<Narrow> {
        let Some(form) = form else { return Vec::new() };
        // A variable that is cast is no `usize`, so what is said of it as one is not meant.
        let is_cast = |iv: LoopId| leaves.contains(&Leaf::IvCast(iv));
        let chain: Vec<LoopId> = self.nest.chain(self.within).collect();
        let concerns = |n: &Narrow| chain.contains(&n.iv) && !is_cast(n.iv) && form.ivs().next().is_some();
        let mut found: Vec<Narrow> = Vec::new();
        for narrowing in self.narrow.iter().filter(|n| concerns(&n.narrow)) {
            found.push(narrowing.narrow.clone());
            self.nest.leaves.extend(narrowing.leaves.iter().cloned());
            for poly in &narrowing.not_negative {
                if !self.nest.not_negative.contains(poly) {
                    self.nest.not_negative.push(poly.clone());
                }
            }
        }
        found
    }

    /// Remembers what `condition` (or its negation) says, until the caller forgets it again.
    pub(super) fn narrow_by(&mut self, condition: &Expr, negated: bool) {
        match condition {
            Expr::Paren(p) => self.narrow_by(&p.expr, negated),
            Expr::Group(g) => self.narrow_by(&g.expr, negated),
            Expr::Unary(u) if matches!(u.op, syn::UnOp::Not(_)) => self.narrow_by(&u.expr, !negated),
            Expr::Binary(b) => match (&b.op, negated) {
                (BinOp::And(_), false) | (BinOp::Or(_), true) => {
                    self.narrow_by(&b.left, negated);
                    self.narrow_by(&b.right, negated);
                }
                // left < right
                (BinOp::Lt(_), false) | (BinOp::Ge(_), true) => self.less(&b.left, &b.right, 1),
                (BinOp::Le(_), false) | (BinOp::Gt(_), true) => self.less(&b.left, &b.right, 0),
                (BinOp::Gt(_), false) | (BinOp::Le(_), true) => self.less(&b.right, &b.left, 1),
                (BinOp::Ge(_), false) | (BinOp::Lt(_), true) => self.less(&b.right, &b.left, 0),
                (BinOp::Eq(_), false) | (BinOp::Ne(_), true) => {
                    self.less(&b.left, &b.right, 0);
                    self.less(&b.right, &b.left, 0);
                }
                // `i != 0` is `i > 0`.
                (BinOp::Ne(_), false) | (BinOp::Eq(_), true) => {
                    for (side, zero) in [(&b.left, &b.right), (&b.right, &b.left)] {
                        if is_zero(zero) {
                            self.less(zero, side, 1);
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// The values of a loop are at least (or at most) this, until the caller forgets it again.
    pub(super) fn limit(&mut self, iv: LoopId, low: bool, bound: Linear, leaves: Vec<Leaf>) {
        let narrow = Narrow { iv, low, bound, sums: Vec::new() };
        self.narrow.push(Narrowing { narrow, leaves, not_negative: Vec::new() });
    }

    /// `left + by <= right`
    fn less(&mut self, left: &Expr, right: &Expr, by: i64) {
        // A comparison that says nothing leaves no trace, also not among the types asked for.
        let (Some((l, left_leaves)), Some((r, right_leaves))) =
            (self.form_and_leaves(left), self.form_and_leaves(right))
        else {
            return;
        };
        let by = Linear::invariant(Poly::constant(by));
        let (Some(found), true) = (l.add(&by).and_then(|l| r.sub(&l)), is_simple(&l) && is_simple(&r)) else {
            return;
        };
        // `found >= 0`; solved for its innermost induction variable.
        let Some((iv, c)) = found.ivs().last().and_then(|(iv, c)| Some((iv, c.as_constant()?))) else {
            return;
        };
        let rest = found.without(iv);
        let narrow = match c {
            1 => rest.times(&Poly::constant(-1)).map(|bound| (true, bound)),
            -1 => Some((false, rest)),
            _ => None,
        };
        let Some((low, bound)) = narrow else { return };
        let may_wrap = |side: &Linear| side.ivs().next().is_some() && side.rest != Poly::default();
        let sums = [&l, &r].into_iter().filter(|side| may_wrap(side)).cloned().collect();
        let narrow = Narrow { iv, low, bound, sums };
        let signed = [&l, &r].into_iter().filter_map(Linear::as_invariant).filter(|p| !p.is_natural());
        let not_negative = signed.cloned().collect();
        let leaves = left_leaves.into_iter().chain(right_leaves).collect();
        self.narrow.push(Narrowing { narrow, leaves, not_negative });
    }
}

fn is_zero(expr: &Expr) -> bool {
    matches!(expr, Expr::Lit(l) if matches!(&l.lit, syn::Lit::Int(n) if n.base10_digits() == "0"))
}

/// See the module: such a side is exact in `usize`.
fn is_simple(side: &Linear) -> bool {
    let mut ivs = 0;
    let unit = side.ivs().all(|(_, c)| {
        ivs += 1;
        c.as_constant() == Some(1)
    });
    let mut symbols = 0;
    let plain = side.rest.terms().all(|(monomial, c)| match monomial {
        [] => c.unsigned_abs() <= SMALL,
        [_] => {
            symbols += 1;
            c == 1
        }
        _ => false,
    });
    // With an induction variable no term may be subtracted: it might wrap in some iteration.
    let rising = ivs == 0 || side.rest.is_natural();
    unit && plain && rising && ivs + symbols <= 1
}
