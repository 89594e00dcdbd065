//! Expressions as linear forms: subscripts and loop bounds.
//!
//! `+ - *` over literals, induction variables, invariant scalars, lengths and `as usize` of one of them.
//! Anything else is not a form, and the access that it subscripts keeps its check.

use super::affine::{Linear, LoopId, Poly};
use super::build::{Builder, Local};
use super::{Leaf, SumCast, Symbol};
use crate::diag::Place;
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
                Lit::Int(n) if !cast => Some(Linear::invariant(Poly::constant(n.base10_parse().ok()?))),
                _ => None,
            },
            Expr::Binary(b) if !cast && matches!(b.op, BinOp::Div(_) | BinOp::Shr(_)) => {
                self.quotient(b, leaves)
            }
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
            Expr::Cast(c) if !cast && is_usize(&c.ty) => {
                self.linear(&c.expr, true, leaves).or_else(|| self.sum_cast(&c.expr, leaves))
            }
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

    /// `n / 2`, `(n - 1) >> 1`: of what does not change, and is natural.
    fn quotient(&mut self, b: &syn::ExprBinary, leaves: &mut Vec<Leaf>) -> Option<Linear> {
        let Expr::Lit(syn::ExprLit { lit: Lit::Int(n), .. }) = &*b.right else { return None };
        let n: u32 = n.base10_parse().ok()?;
        let by = match b.op {
            BinOp::Shr(_) => 1i64.checked_shl(n).filter(|by| n < 31 && *by > 0)?,
            _ => i64::from(n),
        };
        let mut under = Vec::new();
        let of = self.linear(&b.left, false, &mut under)?.as_invariant()?.clone();
        if by < 1 || of.as_constant().is_some() {
            return None;
        }
        leaves.extend(under);
        if !of.is_natural() && !self.nest.not_negative.contains(&of) {
            self.nest.not_negative.push(of.clone());
        }
        Some(Linear::invariant(Poly::symbol(self.nest.symbol(Symbol::Quotient { of, by }))))
    }

    /// `(i * m + j) as usize`. If it is natural, and in the type that it is computed in, it is the exact value: wrapped on
    /// the way is modulo 2^n.
    fn sum_cast(&mut self, expr: &Expr, leaves: &mut Vec<Leaf>) -> Option<Linear> {
        // A condition around may be what keeps it natural; one more in the guard would spoil that for the others.
        if self.conditions > 0 {
            return None;
        }
        let mut under = Vec::new();
        let form = self.linear(expr, false, &mut under)?;
        if !self.nest.divides_in_any_type(&form) {
            return None;
        }
        // A counter may begin below 0, if its value is a term of its own: nothing else then rests on its sign.
        let is_term = |s: &usize| {
            let symbol = self.nest.symbols.iter().position(|x| *x == Symbol::Scalar(*s));
            let alone = form.rest.terms().all(|(m, _)| m.len() < 2 || !m.iter().any(|y| Some(*y) == symbol));
            alone && form.ivs().all(|(_, c)| c.symbols().all(|y| Some(y) != symbol))
        };
        let counts = |s: &usize| self.is_written(&self.nest.scalars[*s].path) && is_term(s);
        let under: Vec<Leaf> = under
            .into_iter()
            .flat_map(|leaf| match leaf {
                Leaf::ScalarUsize(s) if counts(&s) => vec![Leaf::ScalarInt(s)],
                leaf => super::ends::cast(vec![leaf]).collect(),
            })
            .collect();
        let is_limited = |leaf: &Leaf| matches!(leaf, Leaf::IvCast(l) if self.nest.loops[*l].is_limited);
        let mut types: Vec<_> = under.iter().filter_map(|leaf| self.type_of(leaf)).collect();
        if types.is_empty() || form.ivs().next().is_none() || under.iter().any(is_limited) {
            return None;
        }
        types.sort_unstable();
        types.dedup();
        leaves.extend(under);
        leaves.push(self.cast_of(form.clone(), types, Place::of(expr)));
        Some(form)
    }

    /// The number that a name from before the loop stands for: `let n = 8;`
    pub(super) fn number(&self, expr: &Expr) -> Option<i64> {
        let name = super::place::single(expr)?;
        let is_outer = self.local(&name.to_string()).is_none() && !self.function.is_ambiguous(name);
        self.visible.number(name).filter(|_| is_outer)
    }

    /// That a value is natural and in these types, in every iteration of the loops around.
    pub(super) fn cast_of(&mut self, form: Linear, types: Vec<usize>, place: Place) -> Leaf {
        let within = self.within;
        let known = |c: &SumCast| c.form == form && c.within == within && c.types == types;
        let n = self.nest.casts.iter().position(known).unwrap_or(self.nest.casts.len());
        if n == self.nest.casts.len() {
            self.nest.casts.push(SumCast { form, within, types, place });
        }
        Leaf::SumCast(n)
    }

    /// The exemplar of what a leaf is about.
    fn type_of(&self, leaf: &Leaf) -> Option<usize> {
        match leaf {
            Leaf::IvCast(l) | Leaf::IvUsize(l) => Some(self.nest.loops[*l].ex),
            Leaf::ScalarCast(s) | Leaf::ScalarUsize(s) | Leaf::ScalarInt(s) => Some(self.nest.scalars[*s].ex),
            Leaf::SumCast(_) => None,
        }
    }

    fn leaf(&mut self, expr: &Expr, cast: bool, leaves: &mut Vec<Leaf>) -> Option<Linear> {
        if let Some(name) = super::place::single(expr)
            && let Some(local) = self.local(&name.to_string())
        {
            return match local {
                Local::Iv(l) => {
                    let l: LoopId = *l;
                    // Of another type than `usize` its limits may be others.
                    if cast && self.nest.loops[l].is_limited {
                        return None;
                    }
                    leaves.push(if cast { Leaf::IvCast(l) } else { Leaf::IvUsize(l) });
                    Some(self.nest.loops[l].value.clone())
                }
                Local::Let(Some((form, under))) | Local::Counter(Some((form, under))) if !cast => {
                    leaves.extend(under.iter().cloned());
                    Some(form.clone())
                }
                Local::Let(_)
                | Local::Bounded(_)
                | Local::Counter(_)
                | Local::Closure
                | Local::Range
                | Local::Item => None,
            };
        }
        let path = self.path(expr)?;
        if self.is_written(&path) {
            return if cast { None } else { self.induction_leaf(expr, leaves) };
        }
        let scalar = self.scalar(expr, path);
        leaves.push(if cast { Leaf::ScalarCast(scalar) } else { Leaf::ScalarUsize(scalar) });
        if let Some(number) = self.number(expr) {
            return Some(Linear::invariant(Poly::constant(number)));
        }
        let s = self.nest.symbol(Symbol::Scalar(scalar));
        Some(Linear::invariant(Poly::symbol(s)))
    }
}

pub(super) fn is_usize(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(p) if p.qself.is_none() && p.path.is_ident("usize"))
}
