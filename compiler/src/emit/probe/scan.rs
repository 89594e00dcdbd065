//! What a body of the nest holds: its holes, its sines, the names that it binds and assigns.

use crate::nest::affine::LoopId;
use crate::nest::{Hole, HoleId, Needs, Nest, Step, Uninit, hole_of, is_tabled};
use crate::walk::{self, Visit};
use quote::ToTokens;
use std::collections::BTreeSet;
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
        let Some(h) = hole_of(expr) else { return walk::visit_expr(self, expr) };
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

/// The names that a body assigns, or lends to be changed, also in loops within it.
pub(in crate::emit) fn assigned(nest: &Nest, body: &syn::Block) -> BTreeSet<String> {
    let mut names = Assigned { nest, names: BTreeSet::new(), receivers: false };
    names.visit_block(body);
    names.names
}

/// The names that may mean another value after an iteration: those, and what methods are called on that may take it by
/// `&mut`.
pub(super) fn changed(nest: &Nest, body: &syn::Block) -> BTreeSet<String> {
    let mut names = Assigned { nest, names: BTreeSet::new(), receivers: true };
    names.visit_block(body);
    names.names
}

struct Assigned<'a> {
    nest: &'a Nest,
    names: BTreeSet<String>,
    /// Those of methods too?
    receivers: bool,
}

impl Assigned<'_> {
    fn is_item(&self, path: &syn::ExprPath) -> bool {
        path.path.get_ident().is_some_and(|name| self.nest.items.contains(&name.to_string()))
    }

    fn place(&mut self, place: &Expr) {
        match place {
            Expr::Path(p) => self.names.extend(p.path.get_ident().map(ToString::to_string)),
            Expr::Field(f) => self.place(&f.base),
            // The element of an item, which is another one in each iteration of the root.
            Expr::Index(i) if matches!(&*i.expr, Expr::Path(p) if self.is_item(p)) => {}
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
                Hole::Method(m) if self.receivers && nest.methods[*m].needs == Needs::List => {
                    self.place(&nest.methods[*m].receiver);
                }
                Hole::Loop(inner) => self.visit_block(&nest.loops[*inner].body),
                _ => {}
            }
            return parts(nest, h).into_iter().for_each(|part| self.visit_expr(part));
        }
        match expr {
            Expr::Assign(a) => self.place(&a.left),
            Expr::Binary(b) if is_assignment(&b.op) => self.place(&b.left),
            Expr::Reference(r) if r.mutability.is_some() => self.place(&r.expr),
            Expr::MethodCall(m) if self.receivers => self.place(&m.receiver),
            _ => {}
        }
        walk::visit_expr(self, expr);
    }
}

/// The names in an expression, also in loops within it.
pub(in crate::emit) fn names(nest: &Nest, expr: &Expr) -> BTreeSet<String> {
    struct Names<'a>(&'a Nest, BTreeSet<String>);
    impl<'ast> Visit<'ast> for Names<'_> {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            let nest = self.0;
            match (hole_of(expr), expr) {
                (Some(h), _) => {
                    if let Hole::Loop(inner) = nest.holes[h] {
                        self.visit_expr(&nest.loops[inner].range);
                        self.visit_block(&nest.loops[inner].body);
                    }
                    parts(nest, h).into_iter().for_each(|part| self.visit_expr(part));
                }
                (None, Expr::Path(p)) => self.1.extend(p.path.get_ident().map(ToString::to_string)),
                (None, other) => walk::visit_expr(self, other),
            }
        }
    }
    let mut names = Names(nest, BTreeSet::new());
    names.visit_expr(expr);
    names.1
}

/// The names that a loop binds for its iterations, in its own pattern, anywhere in its body, and in loops within it.
pub(in crate::emit) fn bound(nest: &Nest, l: LoopId) -> BTreeSet<String> {
    struct Bound<'a>(&'a Nest, BTreeSet<String>);
    impl<'ast> Visit<'ast> for Bound<'_> {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.1.insert(pat.ident.to_string());
            walk::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, expr: &'ast Expr) {
            let nest = self.0;
            match hole_of(expr) {
                Some(h) => {
                    if let Hole::Loop(inner) = nest.holes[h] {
                        self.lp(inner);
                    }
                    parts(nest, h).into_iter().for_each(|part| self.visit_expr(part));
                }
                None => walk::visit_expr(self, expr),
            }
        }
    }
    impl Bound<'_> {
        fn lp(&mut self, l: LoopId) {
            let nest = self.0;
            nest.loops[l].pat.iter().for_each(|pat| self.visit_pat(pat));
            self.visit_block(&nest.loops[l].body);
        }
    }
    let mut bound = Bound(nest, BTreeSet::new());
    bound.lp(l);
    bound.1
}
