//! Induction variables: integers that grow by the same amount in each iteration, `k += c;`.
//!
//! Theorem: if the only assignments of `k` in the nest are `k += c` with invariant `c`, each once in every
//! iteration of each loop of a path `root, .., innermost`, then before the first of them in ordinals
//! `t_root, .., t_innermost` its value is `k0 + sum of t_x * w_x`, where `w_innermost` is the sum of all `c` and the weight
//! of every loop further out is the weight of the next one in times its trip count.
//!
//! A chunk starts from the value at its first iteration and then counts as the source does.

use super::affine::{Linear, LoopId, Poly};
use super::build::Builder;
use super::control::{continues, exits_early};
use super::counted::Assigned;
use super::fill::placed;
use super::head::parts;
use super::place::single;
use super::{Growth, Hole, Leaf, Symbol};
use crate::kernel::Handed;
use crate::walk::{self, Visit};
use syn::{BinOp, Expr, Stmt};

/// An induction variable, as far as its loops have been entered.
pub(super) struct Induction {
    name: String,
    /// Position of the keyword of each loop on the path, the root first.
    keywords: Vec<(usize, usize)>,
    /// The same loops, once they are known.
    loops: Vec<LoopId>,
    /// How many statements count, and how many of them were passed.
    counts: (usize, usize),
    /// What those that were passed add.
    passed: Poly,
    /// What all of them add.
    step: Option<Poly>,
}

/// `k += step`, `k -= step`, `k = k + step`
pub(super) struct Count<'a> {
    pub(super) name: String,
    pub(super) minus: bool,
    pub(super) step: &'a Expr,
}

pub(super) fn count(stmt: &Stmt) -> Option<Count<'_>> {
    let Stmt::Expr(expr, _) = stmt else { return None };
    let (left, op, step) = match expr {
        Expr::Binary(b) => (&b.left, &b.op, &*b.right),
        Expr::Assign(a) => match &*a.right {
            Expr::Binary(b) if single(&a.left).is_some() && single(&a.left) == single(&b.left) => {
                (&a.left, &b.op, &*b.right)
            }
            _ => return None,
        },
        _ => return None,
    };
    let minus = match (op, expr) {
        (BinOp::AddAssign(_), Expr::Binary(_)) | (BinOp::Add(_), Expr::Assign(_)) => false,
        (BinOp::SubAssign(_), Expr::Binary(_)) | (BinOp::Sub(_), Expr::Assign(_)) => true,
        _ => return None,
    };
    Some(Count { name: single(left)?.to_string(), minus, step })
}

impl Builder<'_> {
    /// Finds the induction variables of the root, before its body is read.
    pub(super) fn find_inductions(&mut self, root: &syn::ExprForLoop) {
        let mut assigned = Assigned::default();
        assigned.visit_block(&root.body);
        let mut candidates = Vec::new();
        collect(root, &mut Vec::new(), &mut candidates);
        let names: std::collections::BTreeSet<String> = candidates.iter().map(|c| c.name.clone()).collect();
        for name in names {
            let counts: Vec<&Candidate> = candidates.iter().filter(|c| c.name == name).collect();
            let keywords = counts[0].keywords.clone();
            let all = assigned.0.iter().filter(|n| **n == name).count() == counts.len();
            let together = counts.iter().all(|c| c.keywords == keywords);
            let is_literal = counts.iter().all(|c| c.is_literal);
            let is_variable = self.visible.handed_text(&name) == Handed::Mutable;
            // With another step than a number it may be a sum of floats, which no subscript is; so it may where nothing
            // is done between two statements.
            let is_subscript = subscripts(root, &name);
            let likely = is_subscript || is_literal && counts.len() == 1;
            if all && together && is_variable && likely && !rebinds(root, &name) {
                self.inductions.push(Induction {
                    name,
                    keywords,
                    loops: Vec::new(),
                    counts: (counts.len(), 0),
                    passed: Poly::default(),
                    step: None,
                });
            }
        }
    }

    /// A loop of the source is entered.
    pub(super) fn enter(&mut self, f: &syn::ExprForLoop, id: LoopId) {
        let at = f.for_token.span.start();
        for induction in &mut self.inductions {
            if induction.keywords.get(induction.loops.len()) == Some(&(at.line, at.column)) {
                induction.loops.push(id);
            }
        }
    }

    /// The statement that counts, if the variable is one.
    pub(super) fn counts(&mut self, stmt: &Stmt) -> Option<Stmt> {
        let found = count(stmt)?;
        if self.local(&found.name).is_some() {
            return None;
        }
        let n = self.inductions.iter().position(|i| i.name == found.name)?;
        let (form, leaves) = self.form_and_leaves(found.step)?;
        let own = form.as_invariant()?.scale(if found.minus { -1 } else { 1 })?;
        let step = self.whole_step(n)?;
        let Stmt::Expr(expr, semi) = stmt else { return None };
        let left = match expr {
            Expr::Binary(b) => &b.left,
            Expr::Assign(a) => &a.left,
            _ => return None,
        };
        let weight = self.weight(n, 0, &step)?;
        let path = self.path(left)?;
        self.check_set(&path, left);
        self.foreign(left);
        let s = self.scalar(left, path);
        self.nest.leaves.extend(leaves);
        self.nest.leaves.insert(Leaf::ScalarInt(s));
        let within = self.within;
        let counts = self.inductions[n].counts.0;
        self.nest.scalars[s].uses.induction = Some(Growth { within, step, counts, weight });
        self.inductions[n].counts.1 += 1;
        self.inductions[n].passed = self.inductions[n].passed.add(&own)?;
        self.work(1);
        let mut out = expr.clone();
        let place = placed(self.hole(Hole::Assign(s)), left);
        match &mut out {
            Expr::Binary(b) => {
                *b.right = self.value(&b.right.clone());
                *b.left = place;
            }
            Expr::Assign(a) => {
                *a.left = place;
                if let Expr::Binary(b) = &mut *a.right {
                    *b.right = self.value(&b.right.clone());
                    *b.left = placed(self.hole(Hole::Write(s)), &b.left);
                }
            }
            _ => {}
        }
        Some(Stmt::Expr(out, *semi))
    }

    /// By how much the variable grows in an iteration of loop number `n` on its path.
    fn weight(&mut self, induction: usize, n: usize, step: &Poly) -> Option<Poly> {
        let loops = self.inductions[induction].loops.clone();
        if loops.len() != self.inductions[induction].keywords.len() {
            return None;
        }
        loops.get(n + 1..)?.iter().try_fold(step.clone(), |weight, &l| {
            let lp = &self.nest.loops[l];
            if lp.is_limited || lp.adapters.iter().any(|a| a.step.is_some()) {
                return None;
            }
            let trip = lp.hi.as_ref()?.sub(lp.lo.as_ref()?)?;
            let trip = trip.as_invariant()?.clone();
            if !trip.is_natural() && !self.nest.not_negative.contains(&trip) {
                self.nest.not_negative.push(trip.clone());
            }
            weight.mul(&trip)
        })
    }

    /// The value of an induction variable at this point.
    pub(super) fn induction_form(&mut self, name: &str) -> Option<Linear> {
        let n = self.inductions.iter().position(|i| i.name == name)?;
        let &innermost = self.inductions[n].loops.last()?;
        if !self.nest.chain(self.within).any(|l| l == innermost) {
            return None;
        }
        let step = self.whole_step(n)?;
        let mut value = Linear::default();
        for (at, l) in self.inductions[n].loops.clone().into_iter().enumerate() {
            let weight = self.weight(n, at, &step)?;
            value = value.add(&self.ordinal(l)?.times(&weight)?)?;
        }
        value.add(&Linear::invariant(self.inductions[n].passed.clone()))
    }

    /// What all statements add. Before they were read it is not known: they are looked up in the source.
    fn whole_step(&mut self, n: usize) -> Option<Poly> {
        if let Some(step) = &self.inductions[n].step {
            return Some(step.clone());
        }
        let (name, steps) = (self.inductions[n].name.clone(), self.steps.clone());
        let mut whole = Poly::default();
        for (_, minus, step) in steps.iter().filter(|(s, ..)| *s == name) {
            let (form, leaves) = self.form_and_leaves(step)?;
            whole = whole.add(&form.as_invariant()?.scale(if *minus { -1 } else { 1 })?)?;
            self.nest.leaves.extend(leaves);
        }
        self.inductions[n].step = Some(whole.clone());
        Some(whole)
    }

    /// The number of a loop's iteration.
    fn ordinal(&self, l: LoopId) -> Option<Linear> {
        let lp = &self.nest.loops[l];
        if lp.is_limited {
            return None;
        }
        // What the analysis counts goes upwards, also where a root has a step.
        let is_reversed = lp.adapters.iter().filter(|a| a.step.is_none()).count() % 2 == 1;
        if is_reversed {
            let one = Linear::invariant(Poly::constant(1));
            lp.hi.as_ref()?.sub(&one)?.sub(&Linear::iv(l))
        } else {
            Linear::iv(l).sub(lp.lo.as_ref()?)
        }
    }

    /// The form of an induction variable as a leaf of a subscript.
    pub(super) fn induction_leaf(&mut self, expr: &Expr, leaves: &mut Vec<Leaf>) -> Option<Linear> {
        let name = single(expr)?.to_string();
        let grown = self.induction_form(&name)?;
        let path = self.path(expr)?;
        let scalar = self.scalar(expr, path);
        leaves.push(Leaf::ScalarUsize(scalar));
        let start = Poly::symbol(self.nest.symbol(Symbol::Scalar(scalar)));
        grown.add(&Linear::invariant(start))
    }
}

/// A variable that may be one, judged by its statement alone.
struct Candidate {
    name: String,
    /// Positions of the keywords of the loops around the statement.
    keywords: Vec<(usize, usize)>,
    /// Is a number added?
    is_literal: bool,
}

/// The variables that are counted in every iteration of a loop and of those around it.
fn collect(f: &syn::ExprForLoop, around: &mut Vec<(usize, usize)>, into: &mut Vec<Candidate>) {
    let is_root = around.is_empty();
    if continues(&f.body, f.label.as_ref()) || (!is_root && exits_early(&f.body)) {
        return;
    }
    let at = f.for_token.span.start();
    around.push((at.line, at.column));
    for stmt in &f.body.stmts {
        if let Some(found) = count(stmt) {
            let is_literal = matches!(found.step, Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(_), .. }));
            into.push(Candidate { name: found.name, keywords: around.clone(), is_literal });
        }
        if let Stmt::Expr(Expr::ForLoop(inner), _) = stmt
            && parts(&inner.expr).is_some()
        {
            collect(inner, around, into);
        }
    }
    around.pop();
}

/// The steps of the variables counted in a loop: name, whether it is subtracted, what.
pub(super) fn steps(f: &syn::ExprForLoop) -> Vec<(String, bool, Expr)> {
    struct Steps(Vec<(String, bool, Expr)>);
    impl<'ast> Visit<'ast> for Steps {
        fn visit_stmt(&mut self, stmt: &'ast Stmt) {
            if let Some(found) = count(stmt) {
                self.0.push((found.name, found.minus, found.step.clone()));
            }
            walk::visit_stmt(self, stmt);
        }
    }
    let mut steps = Steps(Vec::new());
    steps.visit_block(&f.body);
    steps.0
}

pub(super) fn rebinds(f: &syn::ExprForLoop, name: &str) -> bool {
    struct Rebinds<'a>(&'a str, bool);
    impl<'ast> Visit<'ast> for Rebinds<'_> {
        fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
            self.1 |= p.ident == self.0;
        }
    }
    let mut rebinds = Rebinds(name, false);
    rebinds.visit_expr_for_loop(f);
    rebinds.1
}

/// Does a subscript name the variable?
fn subscripts(f: &syn::ExprForLoop, name: &str) -> bool {
    struct Subscripts<'a>(&'a str, bool, bool);
    impl<'ast> Visit<'ast> for Subscripts<'_> {
        fn visit_expr_index(&mut self, i: &'ast syn::ExprIndex) {
            self.visit_expr(&i.expr);
            let before = std::mem::replace(&mut self.2, true);
            self.visit_expr(&i.index);
            self.2 = before;
        }
        fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
            self.1 |= self.2 && ident == self.0;
        }
    }
    let mut subscripts = Subscripts(name, false, false);
    subscripts.visit_block(&f.body);
    subscripts.1
}
