//! What a body of the nest holds: its holes, its sines, the names that it binds and assigns.

use crate::nest::affine::LoopId;
use crate::nest::{Hole, HoleId, Nest, Step, Uninit, hole_of, is_tabled};
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::visit::Visit;
use syn::{BinOp, Expr};

/// The tabled functions that a loop calls in its own body, not in a loop within it.
pub(in crate::emit) fn sites(nest: &Nest, l: LoopId) -> usize {
    let mut count = 0;
    walk(nest, &nest.loops[l].body, &mut |h| {
        count += usize::from(matches!(nest.holes[h], Hole::Method(m) if is_site(nest, m)));
    });
    count
}

pub(super) fn is_site(nest: &Nest, m: usize) -> bool {
    nest.methods[m].result.is_some() && is_tabled(&nest.methods[m].name.to_string())
}

/// Every hole of a body, those within holes too; not those of loops within it.
pub(in crate::emit) fn walk(nest: &Nest, body: &syn::Block, each: &mut dyn FnMut(HoleId)) {
    Walk { nest, each }.visit_block(body);
}

/// The same of an expression.
pub(in crate::emit) fn walk_expr(nest: &Nest, expr: &Expr, each: &mut dyn FnMut(HoleId)) {
    Walk { nest, each }.visit_expr(expr);
}

struct Walk<'a> {
    nest: &'a Nest,
    each: &'a mut dyn FnMut(HoleId),
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        let Some(h) = hole_of(expr) else { return syn::visit::visit_expr(self, expr) };
        (self.each)(h);
        for part in parts(self.nest, h) {
            Walk { nest: self.nest, each: &mut *self.each }.visit_expr(part);
        }
    }
}

/// The expressions in a hole, in the order of their evaluation.
pub(in crate::emit) fn parts(nest: &Nest, h: HoleId) -> Vec<&Expr> {
    match &nest.holes[h] {
        Hole::Access(a) | Hole::RowLen(a) => nest.accesses[*a].steps.iter().filter_map(Step::index).collect(),
        Hole::Method(m) => {
            std::iter::once(&nest.methods[*m].receiver).chain(&nest.methods[*m].args).collect()
        }
        Hole::Uninit(u) => match &nest.uninits[*u] {
            Uninit::New { value, .. } => vec![value],
            Uninit::Write { element, value, .. } => vec![element, value],
        },
        Hole::Assert { condition, .. } => vec![condition],
        Hole::Macro(call) => call.args.iter().collect(),
        Hole::Update(u) => {
            let update = &nest.updates[*u];
            std::iter::once(&update.term).chain(update.with.iter().map(|(_, value)| value)).collect()
        }
        Hole::Arith(a) => nest.ariths[*a].operands.iter().map(|o| &o.expr).collect(),
        Hole::Fused { target, term, .. } => vec![term, target],
        Hole::Links(links) => vec![&links.chain],
        Hole::Numbers { range, .. } => vec![&**range],
        Hole::Result { whole, .. } => vec![&**whole],
        Hole::Put(value)
        | Hole::Hit(value)
        | Hole::Top(value)
        | Hole::Cloned(value)
        | Hole::Seen { value, .. }
        | Hole::Spare { value, .. } => vec![&**value],
        Hole::SumUpdate(u) => vec![&u.term, &nest.sums[u.sum].place],
        Hole::Read(_)
        | Hole::Write(_)
        | Hole::Assign(_)
        | Hole::Whole(_)
        | Hole::Len(_)
        | Hole::Extent(_)
        | Hole::Loop(_)
        | Hole::Tie(_)
        | Hole::All { .. }
        | Hole::Row(_)
        | Hole::Named { .. }
        | Hole::Operand(_) => Vec::new(),
    }
}

/// Does the operator assign?
pub(super) fn is_assignment(op: &BinOp) -> bool {
    op.to_token_stream().to_string().ends_with('=')
        && !matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Le(_) | BinOp::Ge(_))
}

/// The names that a body assigns, or lends to be changed.
pub(in crate::emit) fn assigned(nest: &Nest, body: &syn::Block) -> BTreeSet<String> {
    let mut names = Assigned { nest, names: BTreeSet::new() };
    names.visit_block(body);
    names.names
}

struct Assigned<'a> {
    nest: &'a Nest,
    names: BTreeSet<String>,
}

impl Assigned<'_> {
    fn place(&mut self, place: &Expr) {
        match place {
            Expr::Path(p) => self.names.extend(p.path.get_ident().map(ToString::to_string)),
            Expr::Field(f) => self.place(&f.base),
            Expr::Index(i) => self.place(&i.expr),
            Expr::Paren(p) => self.place(&p.expr),
            Expr::Unary(u) => self.place(&u.expr),
            Expr::Tuple(t) => t.elems.iter().for_each(|e| self.place(e)),
            Expr::Array(a) => a.elems.iter().for_each(|e| self.place(e)),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Assigned<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        if let Some(h) = hole_of(expr) {
            let nest = self.nest;
            match &nest.holes[h] {
                Hole::Fused { target, .. } => self.place(target),
                Hole::SumUpdate(u) => self.place(&nest.sums[u.sum].place),
                _ => {}
            }
            return parts(nest, h).into_iter().for_each(|part| self.visit_expr(part));
        }
        match expr {
            Expr::Assign(a) => self.place(&a.left),
            Expr::Binary(b) if is_assignment(&b.op) => self.place(&b.left),
            Expr::Reference(r) if r.mutability.is_some() => self.place(&r.expr),
            _ => {}
        }
        syn::visit::visit_expr(self, expr);
    }
}

/// The names that a body binds anywhere.
pub(in crate::emit) fn bound(body: &syn::Block) -> BTreeSet<String> {
    struct Bound(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.insert(pat.ident.to_string());
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut bound = Bound(BTreeSet::new());
    bound.visit_block(body);
    bound.0
}
