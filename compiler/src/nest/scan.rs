//! First look at a loop: which places it assigns and indexes, and whether it has attributes or names that
//! forbid reading it.

use super::Path;
use super::place::path_of;
use crate::diag::{Blocker, Place};
use crate::kernel::Function;
use crate::walk::{self, Visit};
use proc_macro2::Ident;
use syn::{BinOp, Expr};

/// What was seen.
pub(super) struct Scan<'a> {
    function: &'a Function,
    /// Places that are assigned.
    pub(super) written: Vec<Path>,
    /// Places that are indexed.
    pub(super) indexed: Vec<(Path, Place)>,
    /// How many numbers are in the brackets of each of them, where it is a tensor.
    pub(super) ranks: Vec<(Path, Option<usize>)>,
    /// Reasons to stop.
    pub(super) fatal: Vec<Blocker>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(function: &'a Function) -> Self {
        Scan { function, written: Vec::new(), indexed: Vec::new(), ranks: Vec::new(), fatal: Vec::new() }
    }
    /// What a chain runs over is indexed.
    fn sources(&mut self, chain: &'_ Expr) {
        let mut paths = Vec::new();
        super::within::sources(chain, &mut paths);
        self.indexed.extend(paths.into_iter().map(|p| (p, Place::of(chain))));
    }
    fn write(&mut self, target: &Expr) {
        match target {
            // `(a, b) = (b, a)`
            Expr::Tuple(t) => t.elems.iter().for_each(|e| self.write(e)),
            Expr::Array(a) => a.elems.iter().for_each(|e| self.write(e)),
            Expr::Paren(p) => self.write(&p.expr),
            Expr::Group(g) => self.write(&g.expr),
            _ => self.written.extend(path_of(target)),
        }
    }
}

impl<'ast> Visit<'ast> for Scan<'_> {
    fn visit_attribute(&mut self, attr: &'ast syn::Attribute) {
        let known = ["allow", "warn", "expect", "deny", "parallel", "serial"];
        if !known.iter().any(|k| attr.path().is_ident(k)) && !crate::loops::is_number(attr) {
            self.fatal.push(Blocker::Attribute { place: Place::of(attr) });
        }
    }
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(a) => self.write(&a.left),
            Expr::Binary(b) if is_assign(&b.op) => self.write(&b.left),
            Expr::Reference(r) if r.mutability.is_some() => self.write(&r.expr),
            Expr::Index(i) => {
                let rank = super::tensor::numbers(&i.index).map(|numbers| numbers.len());
                self.ranks.extend(path_of(&i.expr).map(|p| (p, rank)));
                self.indexed.extend(path_of(&i.expr).map(|p| (p, Place::of(i))));
            }
            Expr::ForLoop(f) => self.sources(&f.expr),
            Expr::MethodCall(m) if super::within::is_end(m) => self.sources(&m.receiver),
            _ => {}
        }
        walk::visit_expr(self, expr);
    }
    fn visit_macro(&mut self, m: &'ast syn::Macro) {
        super::macros::expressions(m).iter().for_each(|e| self.visit_expr(e));
        walk::visit_macro(self, m);
    }
    fn visit_ident(&mut self, name: &'ast Ident) {
        if self.function.is_ambiguous(name) {
            self.fatal.push(Blocker::Hygiene { place: Place::of(name), name: name.to_string() });
        }
        if let Some(attribute) = self.function.conditional(name) {
            self.fatal.push(Blocker::Attribute { place: attribute.clone() });
        }
    }
}

/// Does the operator take places, not values?
pub(super) fn is_comparison(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

/// `+=` and its like.
pub fn is_assign(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}
