//! Expressions as linear forms: subscripts and loop bounds.
//!
//! `+ - *` over literals, induction variables, invariant scalars, lengths and `as usize` of one of them.
//! Anything else is not a form, and the access that it subscripts keeps its check.

use super::affine::{Linear, LoopId, Poly};
use super::build::{Builder, Local};
use super::{Leaf, Symbol};
use syn::{BinOp, Expr, Lit};

impl Builder<'_> {
    /// The form of a `usize` expression; the types that it rests on are recorded.
    pub(super) fn form(&mut self, expr: &Expr) -> Option<Linear> {
        let mut leaves = Vec::new();
        let form = self.linear(expr, false, &mut leaves)?;
        self.nest.leaves.extend(leaves);
        Some(form)
    }

    /// The form of the value of a `let`, which matters only where a subscript uses it.
    pub(super) fn form_and_leaves(&mut self, expr: &Expr) -> Option<(Linear, Vec<Leaf>)> {
        let mut leaves = Vec::new();
        let form = self.linear(expr, false, &mut leaves)?;
        Some((form, leaves))
    }

    /// The form of a head's bound: its value is compared with the head's own before it is relied on, so the
    /// leaves need only be integers.
    pub(super) fn root_bound(&mut self, expr: &Expr) -> Option<Linear> {
        let mut leaves = Vec::new();
        let form = self.linear(expr, false, &mut leaves)?;
        for leaf in leaves {
            self.nest.leaves.insert(match leaf {
                Leaf::ScalarUsize(s) => Leaf::ScalarInt(s),
                leaf => leaf,
            });
        }
        Some(form)
    }

    /// The form of a name of any integer type.
    pub(super) fn integer(&mut self, expr: &Expr) -> Option<(Linear, Vec<Leaf>)> {
        let mut leaves = Vec::new();
        let form = self.linear(expr, true, &mut leaves)?;
        Some((form, leaves))
    }

    fn linear(&mut self, expr: &Expr, cast: bool, leaves: &mut Vec<Leaf>) -> Option<Linear> {
        if !cast && let Some(e) = self.extent(expr) {
            let symbol = self.extent_symbol(e);
            let s = self.nest.symbol(symbol);
            return Some(Linear::invariant(Poly::symbol(s)));
        }
        match expr {
            Expr::Paren(e) => self.linear(&e.expr, cast, leaves),
            Expr::Group(e) => self.linear(&e.expr, cast, leaves),
            Expr::Lit(lit) => match &lit.lit {
                Lit::Int(n) if matches!(n.suffix(), "" | "usize") && !cast => {
                    Some(Linear::invariant(Poly::constant(n.base10_parse().ok()?)))
                }
                _ => None,
            },
            Expr::Binary(b) if !cast => {
                let left = self.linear(&b.left, false, leaves)?;
                let right = self.linear(&b.right, false, leaves)?;
                match b.op {
                    BinOp::Add(_) => left.add(&right),
                    BinOp::Sub(_) => left.sub(&right),
                    BinOp::Mul(_) => left.mul(&right),
                    _ => None,
                }
            }
            Expr::Cast(c) if !cast && is_usize(&c.ty) => self.linear(&c.expr, true, leaves),
            Expr::MethodCall(m) if m.method == "len" && m.args.is_empty() && !cast => {
                let base = self.base_of(&m.receiver)?;
                self.nest.bases[base].asks_len = true;
                let s = self.nest.symbol(Symbol::Len(base));
                Some(Linear::invariant(Poly::symbol(s)))
            }
            Expr::Path(_) | Expr::Field(_) => self.leaf(expr, cast, leaves),
            _ => None,
        }
    }

    fn leaf(&mut self, expr: &Expr, cast: bool, leaves: &mut Vec<Leaf>) -> Option<Linear> {
        if let Some(name) = super::place::single(expr)
            && let Some(local) = self.local(&name.to_string())
        {
            return match local {
                Local::Iv(l) => {
                    let l: LoopId = *l;
                    leaves.push(if cast { Leaf::IvCast(l) } else { Leaf::IvUsize(l) });
                    Some(self.nest.loops[l].value.clone())
                }
                Local::Let(Some((form, under))) | Local::Counter(Some((form, under))) if !cast => {
                    leaves.extend(under.iter().cloned());
                    Some(form.clone())
                }
                Local::Let(_) | Local::Bounded(_) | Local::Counter(_) | Local::Closure | Local::Item => None,
            };
        }
        let path = self.path(expr)?;
        if self.is_written(&path) {
            return if cast { None } else { self.induction_leaf(expr, leaves) };
        }
        let scalar = self.scalar(expr, path);
        leaves.push(if cast { Leaf::ScalarCast(scalar) } else { Leaf::ScalarUsize(scalar) });
        let s = self.nest.symbol(Symbol::Scalar(scalar));
        Some(Linear::invariant(Poly::symbol(s)))
    }
}

fn is_usize(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(p) if p.qself.is_none() && p.path.is_ident("usize"))
}
