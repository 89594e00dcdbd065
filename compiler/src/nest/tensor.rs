//! Tensors: arrays of several dimensions with one pair of brackets, `a[[i, j]]` and `a[(i, j)]`.
//!
//! In: what stands between the brackets, and questions such as `a.nrows()`. Out: a step with a form for each number,
//! and a symbol for each extent. That the type is `ndarray`'s or `nalgebra`'s, and that its answers are the extents
//! of its view, rustc and the guard have to confirm.

use super::access::is_access;
use super::affine::Linear;
use super::build::Builder;
use super::{Extent, Hole, Leaf, Path, Step, Symbol};
use quote::ToTokens;
use syn::{Expr, Lit, Member};

/// The numbers of `[i, j]` and `(i, j)` as a subscript.
pub fn numbers(index: &Expr) -> Option<Vec<&Expr>> {
    match index {
        Expr::Paren(p) => numbers(&p.expr),
        Expr::Group(g) => numbers(&g.expr),
        Expr::Array(a) if !a.elems.is_empty() => Some(a.elems.iter().collect()),
        Expr::Tuple(t) if t.elems.len() > 1 => Some(t.elems.iter().collect()),
        _ => None,
    }
}

/// What is asked for its extent, and the dimension.
fn asked(expr: &Expr) -> Option<(&Expr, usize)> {
    let number = |e: &Expr| match e {
        Expr::Lit(syn::ExprLit { lit: Lit::Int(n), .. }) => n.base10_parse().ok(),
        _ => None,
    };
    let call = |e: &Expr, names: &[&str]| matches!(e, Expr::MethodCall(m) if m.args.is_empty() && names.iter().any(|n| m.method == n));
    match expr {
        Expr::Paren(p) => asked(&p.expr),
        Expr::Group(g) => asked(&g.expr),
        Expr::MethodCall(m) => match (m.method.to_string().as_str(), m.args.first()) {
            ("nrows", None) => Some((&m.receiver, 0)),
            ("ncols", None) => Some((&m.receiver, 1)),
            ("len_of", Some(Expr::Call(axis))) if m.args.len() == 1 && axis.args.len() == 1 => {
                let is_axis = axis.func.to_token_stream().to_string().ends_with("Axis");
                is_axis.then_some((&*m.receiver, number(axis.args.first()?)?))
            }
            _ => None,
        },
        Expr::Field(f) if call(&f.base, &["dim", "shape"]) => match (&*f.base, &f.member) {
            (Expr::MethodCall(m), Member::Unnamed(n)) => Some((&m.receiver, n.index as usize)),
            _ => None,
        },
        Expr::Index(i) if call(&i.expr, &["shape"]) => match &*i.expr {
            Expr::MethodCall(m) => Some((&m.receiver, number(&i.index)?)),
            _ => None,
        },
        _ => None,
    }
}

impl Builder<'_> {
    /// How many numbers the subscripts of a base have in their brackets; all have to agree.
    pub(super) fn rank(&mut self, expr: &Expr, path: &Path) -> Option<usize> {
        let mut ranks = self.ranks.iter().filter(|(p, _)| p == path).map(|(_, rank)| *rank);
        let rank = ranks.next()?;
        if ranks.any(|other| other != rank) {
            self.syntax(expr, "an array with subscripts of several kinds");
        }
        if rank.is_some() && !super::Crates::now().arrays {
            self.syntax(expr, "a subscript of several numbers");
        }
        rank
    }

    /// `[i, j]` or `(i, j)` as the subscript of a tensor.
    pub(super) fn tensor_subscript(&mut self, base: usize, index: &Expr, leaves: &mut Vec<Leaf>) -> Step {
        let rank = self.nest.bases[base].rank.unwrap_or(0);
        let Some(numbers) = numbers(index).filter(|n| n.len() == rank) else {
            self.syntax(index, "a subscript of another kind");
            return Step::Tensor { index: index.clone(), forms: vec![None; rank] };
        };
        let mut forms: Vec<Option<Linear>> = Vec::new();
        for number in numbers {
            forms.push(self.form_and_leaves(number).map(|(form, under)| {
                leaves.extend(under);
                form
            }));
        }
        let index = self.plain(|this| this.value(index));
        Step::Tensor { index, forms }
    }

    /// `a.nrows()`, `a.dim().0`, .. of a base: its number in [`super::Nest::extents`].
    pub(super) fn extent(&mut self, expr: &Expr) -> Option<usize> {
        let (receiver, dim) = asked(expr)?;
        if is_access(receiver) || self.local_place(receiver).is_some() {
            return None;
        }
        let base = self.base_of(receiver)?;
        if dim >= self.nest.bases[base].rank.unwrap_or(1) {
            return None;
        }
        let ask = expr.to_token_stream();
        let known = self.nest.extents.iter().position(|e| e.ask.to_string() == ask.to_string());
        Some(known.unwrap_or_else(|| {
            self.nest.extents.push(Extent { base, dim, ask });
            self.nest.extents.len() - 1
        }))
    }

    /// The answer as a value.
    pub(super) fn extent_value(&mut self, expr: &Expr) -> Expr {
        match self.extent(expr) {
            Some(e) => self.hole(Hole::Extent(e)),
            None => expr.clone(),
        }
    }

    /// What an answer has to be: the length, where the base has one dimension.
    pub(super) fn extent_symbol(&self, e: usize) -> Symbol {
        let Extent { base, dim, .. } = self.nest.extents[e];
        match self.nest.bases[base].rank {
            Some(_) => Symbol::Extent(base, dim),
            None => Symbol::Len(base),
        }
    }
}
