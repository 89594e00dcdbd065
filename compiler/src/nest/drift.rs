//! Float induction variables: `t += dt;` once in every iteration of the root, with `t` used besides.
//!
//! In order, the value is a sum of roundings. Under `fastmath(reassoc)` a chunk may start from `t0 + k * dt`, and
//! adds from there on as the source does. So the bits depend on the chunks, whose length is a function of the
//! trip count alone. Of an integer, which the tokens do not tell from a float, the value is the same to the bit.

use super::build::Builder;
use super::control::continues;
use super::counted::Assigned;
use super::fill::placed;
use super::induction::{count, rebinds};
use super::place::single;
use super::{Drift, Hole};
use crate::kernel::Handed;
use crate::walk::{self, Visit};
use syn::{Expr, Lit, Stmt};

impl Builder<'_> {
    /// Finds the float induction variables of the root, before its body is read.
    pub(super) fn find_drifts(&mut self, root: &syn::ExprForLoop) {
        if continues(&root.body, root.label.as_ref()) {
            return;
        }
        let mut assigned = Assigned::default();
        assigned.visit_block(&root.body);
        for stmt in &root.body.stmts {
            let Some(found) = count(stmt) else { continue };
            let name = &found.name;
            let once = assigned.0.iter().filter(|n| *n == name).count() == 1;
            let is_variable = self.visible.handed_text(name) == Handed::Mutable;
            let own = uses(name, |v| v.visit_stmt(stmt));
            // A variable that is only summed is a reduction.
            let is_read = uses(name, |v| v.visit_block(&root.body)) > own;
            if once && is_variable && is_read && is_float_step(found.step) && !rebinds(root, name) {
                self.drifts.push(name.clone());
            }
        }
    }

    /// The statement that adds, if the variable is one.
    pub(super) fn drifts(&mut self, stmt: &Stmt) -> Option<Stmt> {
        let found = count(stmt)?;
        let known =
            self.within == 0 && self.drifts.contains(&found.name) && self.local(&found.name).is_none();
        let Stmt::Expr(expr, semi) = stmt else { return None };
        if !known || self.is_changed(found.step) {
            return None;
        }
        if !self.how.fastmath.reassoc {
            self.nest.even.insert(found.name);
            return None;
        }
        let mut out = expr.clone();
        let (left, step) = match &mut out {
            Expr::Binary(b) => (&mut b.left, &mut b.right),
            Expr::Assign(a) => match &mut *a.right {
                Expr::Binary(b) => (&mut a.left, &mut b.right),
                _ => return None,
            },
            _ => return None,
        };
        let path = self.path(left)?;
        self.check_set(&path, left);
        self.foreign(left);
        let s = self.scalar(left, path);
        let value = self.value(found.step);
        self.nest.scalars[s].uses.drift = Some(Drift { step: value.clone(), minus: found.minus });
        self.work(1);
        **step = value;
        **left = placed(self.hole(Hole::Assign(s)), left);
        if let Expr::Assign(a) = &mut out
            && let Expr::Binary(b) = &mut *a.right
        {
            *b.left = placed(self.hole(Hole::Write(s)), &b.left);
        }
        Some(Stmt::Expr(out, *semi))
    }

    /// Does the loop bind or assign what the step names?
    fn is_changed(&mut self, step: &Expr) -> bool {
        match self.path(step) {
            Some(path) => self.is_written(&path),
            None => !matches!(step, Expr::Lit(_)),
        }
    }
}

/// A literal, or a place.
fn is_float_step(step: &Expr) -> bool {
    match step {
        Expr::Lit(l) => matches!(l.lit, Lit::Float(_)),
        Expr::Path(_) | Expr::Field(_) => true,
        _ => false,
    }
}

/// How often the variable is named.
fn uses(name: &str, visit: impl FnOnce(&mut Uses<'_>)) -> usize {
    let mut uses = Uses(name, 0);
    visit(&mut uses);
    uses.1
}

struct Uses<'a>(&'a str, usize);

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.1 += usize::from(matches!(expr, Expr::Path(_)) && single(expr).is_some_and(|n| n == self.0));
        walk::visit_expr(self, expr);
    }
    // The arguments of a macro are tokens still.
    fn visit_macro(&mut self, m: &'ast syn::Macro) {
        self.1 += usize::from(m.tokens.to_string().contains(self.0));
    }
}
