//! Control flow in a body: branches, inner loops that are no ranges, jumps, closures.
//!
//! Two things are followed. `conditions` counts what stands around an access that may keep it from
//! happening; `assigned` holds the scalars that certainly have a value of this iteration. Both err on the
//! safe side: after anything that may be left early or not entered, only what was assigned before counts.

use super::build::{Builder, Local};
use super::place::single;
use crate::diag::{Blocker, Place};
use crate::walk::{self, Visit};
use syn::{Expr, Lifetime};

/// What a jump may go to.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Its label.
    pub(super) label: Option<String>,
    /// What it is.
    pub(super) kind: TargetKind,
}

/// The things that a jump may go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TargetKind {
    /// The root loop of the nest.
    Root,
    /// A loop inside.
    Inner,
    /// A block with a label.
    Block,
    /// A closure: jumps do not pass it, `return` ends here.
    Closure,
}

impl Target {
    /// A loop.
    pub(super) fn of(label: Option<&syn::Label>, is_root: bool) -> Target {
        let label = label.map(|l| l.name.ident.to_string());
        Target { label, kind: if is_root { TargetKind::Root } else { TargetKind::Inner } }
    }
}

impl Builder<'_> {
    /// What a jump with this label goes to; `None` if it leaves the nest.
    fn aim(&self, label: Option<&Lifetime>) -> Option<TargetKind> {
        let mut inside = self.targets.iter().rev().take_while(|t| t.kind != TargetKind::Closure);
        match label {
            Some(label) => {
                let name = label.ident.to_string();
                inside.find(|t| t.label.as_ref() == Some(&name)).map(|t| t.kind)
            }
            None => inside.find(|t| t.kind != TargetKind::Block).map(|t| t.kind),
        }
    }

    /// `continue`, `break`, `return`, `?`.
    pub(super) fn jump(&mut self, expr: &Expr) -> Expr {
        let mut out = expr.clone();
        self.jumps += 1;
        let leaves = match &mut out {
            Expr::Continue(c) => {
                let target = self.aim(c.label.as_ref());
                if target == Some(TargetKind::Root) {
                    self.next_iteration();
                }
                target.is_none().then_some("`continue` with the label of an outer loop")
            }
            Expr::Break(b) => {
                if let Some(value) = &mut b.expr {
                    **value = self.value(&value.clone());
                }
                let target = self.aim(b.label.as_ref());
                matches!(target, None | Some(TargetKind::Root)).then_some("`break`")
            }
            Expr::Return(r) => {
                if let Some(value) = &mut r.expr {
                    **value = self.value(&value.clone());
                }
                (!self.in_closure()).then_some("`return`")
            }
            Expr::Try(t) => {
                *t.expr = self.value(&t.expr.clone());
                (!self.in_closure()).then_some("`?`")
            }
            _ => None,
        };
        if let Some(what) = leaves {
            self.fatal.push(Blocker::Leaves { place: Place::of(expr), what });
        }
        out
    }

    /// What is assigned at a `continue` of the root is all that this iteration assigns.
    fn next_iteration(&mut self) {
        let so_far = match self.ends.take() {
            Some(before) => before.intersection(&self.assigned).copied().collect(),
            None => self.assigned.clone(),
        };
        self.ends = Some(so_far);
    }

    pub(super) fn in_closure(&self) -> bool {
        self.targets.iter().any(|t| t.kind == TargetKind::Closure)
    }

    pub(super) fn if_else(&mut self, i: &syn::ExprIf) -> Expr {
        if let Some(update) = self.update_by_condition(i) {
            return update;
        }
        let mut out = i.clone();
        self.work(1);
        let depth = self.scope.len();
        let narrowed = self.narrow.len();
        *out.cond = self.value(&i.cond);
        let likely = self.conditional_on(&i.cond);
        self.narrow_by(&i.cond, false);
        let before = self.assigned.clone();
        out.then_branch = self.block(&i.then_branch);
        self.scope.truncate(depth);
        self.narrow.truncate(narrowed);
        let after_then = std::mem::replace(&mut self.assigned, before);
        if let Some((_, other)) = &mut out.else_branch {
            self.narrow_by(&i.cond, true);
            **other = self.value(&other.clone());
            self.narrow.truncate(narrowed);
        }
        self.no_longer(likely);
        self.assigned = self.assigned.intersection(&after_then).copied().collect();
        Expr::If(out)
    }

    pub(super) fn matching(&mut self, m: &syn::ExprMatch) -> Expr {
        let mut out = m.clone();
        self.work(1);
        *out.expr = self.value(&m.expr);
        let likely = self.conditional_on(&m.expr);
        let before = self.assigned.clone();
        let mut after: Option<std::collections::BTreeSet<usize>> = None;
        for arm in &mut out.arms {
            let depth = self.scope.len();
            self.assigned.clone_from(&before);
            self.bind(&arm.pat);
            if let Some((_, guard)) = &mut arm.guard {
                **guard = self.value(&guard.clone());
            }
            *arm.body = self.value(&arm.body.clone());
            self.scope.truncate(depth);
            after = Some(match after {
                Some(common) => common.intersection(&self.assigned).copied().collect(),
                None => self.assigned.clone(),
            });
        }
        self.no_longer(likely);
        self.assigned = after.unwrap_or(before);
        Expr::Match(out)
    }

    /// `if let`, as far as it is a condition: its names live to the end of the branch.
    pub(super) fn let_condition(&mut self, l: &syn::ExprLet) -> Expr {
        let mut out = l.clone();
        *out.expr = self.value(&l.expr);
        self.bind(&l.pat);
        Expr::Let(out)
    }

    pub(super) fn block_expr(&mut self, b: &syn::ExprBlock) -> Expr {
        let mut out = b.clone();
        let Some(label) = &b.label else {
            out.block = self.block(&b.block);
            return Expr::Block(out);
        };
        self.targets.push(Target { label: Some(label.name.ident.to_string()), kind: TargetKind::Block });
        let before = self.assigned.clone();
        out.block = self.block(&b.block);
        self.assigned = before;
        self.targets.pop();
        Expr::Block(out)
    }

    /// A loop that is no range of known bounds: its body may run any number of times.
    pub(super) fn while_loop(&mut self, w: &syn::ExprWhile) -> Expr {
        if let Some(counted) = self.counted_while(w) {
            return counted;
        }
        let mut out = w.clone();
        self.opaque(&w.while_token, w.label.as_ref(), |this| {
            // The condition runs again after the body, and after itself.
            this.forget_assigned_in_expr(&w.cond);
            this.forget_assigned_in(&w.body);
            let depth = this.scope.len();
            *out.cond = this.value(&w.cond);
            this.conditional_on(&w.cond);
            out.body = this.block(&w.body);
            this.scope.truncate(depth);
        });
        self.forget_assigned_in(&w.body);
        Expr::While(out)
    }

    pub(super) fn endless_loop(&mut self, l: &syn::ExprLoop) -> Expr {
        let mut out = l.clone();
        self.opaque(&l.loop_token, l.label.as_ref(), |this| {
            this.forget_assigned_in(&l.body);
            out.body = this.block(&l.body);
        });
        self.forget_assigned_in(&l.body);
        Expr::Loop(out)
    }

    /// A `for` over something else than a range: whose iterator it is, only rustc knows.
    pub(super) fn iterator_loop(&mut self, f: &syn::ExprForLoop) -> Expr {
        if let Some(chain) = self.chain_loop(f) {
            return chain;
        }
        let mut out = f.clone();
        let place = Place::of(&f.expr);
        self.effects(Blocker::Call { name: place.text.clone(), place });
        *out.expr = self.argument(&f.expr);
        self.opaque(&f.for_token, f.label.as_ref(), |this| {
            this.forget_assigned_in(&f.body);
            let depth = this.scope.len();
            this.bind(&f.pat);
            out.body = this.block(&f.body);
            this.scope.truncate(depth);
        });
        self.forget_assigned_in(&f.body);
        Expr::ForLoop(out)
    }

    fn opaque(
        &mut self,
        token: &impl quote::ToTokens,
        label: Option<&syn::Label>,
        read: impl FnOnce(&mut Self),
    ) {
        let outer = self.within;
        self.targets.push(Target::of(label, false));
        let before = self.assigned.clone();
        let (conditions, unlikely) = (self.conditions, self.unlikely);
        self.conditions += 1;
        self.push_opaque(Place::of(token));
        read(self);
        (self.conditions, self.unlikely) = (conditions, unlikely);
        self.assigned = before;
        self.targets.pop();
        self.within = outer;
    }

    /// A closure: its body may run never or often, when it is called.
    pub(super) fn closure(&mut self, c: &syn::ExprClosure) -> Expr {
        let mut out = c.clone();
        if c.asyncness.is_some() {
            self.syntax(c, "an `async` closure");
            return Expr::Closure(out);
        }
        let depth = self.scope.len();
        c.inputs.iter().for_each(|pat| self.bind(pat));
        self.targets.push(Target { label: None, kind: TargetKind::Closure });
        let before = self.assigned.clone();
        let (conditions, unlikely) = (self.conditions, self.unlikely);
        self.conditions += 1;
        self.forget_assigned_in_expr(&c.body);
        *out.body = self.value(&c.body);
        (self.conditions, self.unlikely) = (conditions, unlikely);
        self.assigned = before;
        self.targets.pop();
        self.scope.truncate(depth);
        self.forget_assigned_in_expr(&c.body);
        Expr::Closure(out)
    }

    /// Everything up to the matching [`Builder::no_longer`] may not happen; is the reason about the
    /// data, or about the domain?
    pub(super) fn conditional_on(&mut self, condition: &Expr) -> bool {
        let about_domain = self.is_about_domain(condition);
        self.conditions += 1;
        self.unlikely += usize::from(about_domain);
        about_domain
    }

    pub(super) fn no_longer(&mut self, about_domain: bool) {
        self.conditions -= 1;
        self.unlikely -= usize::from(about_domain);
    }

    /// Does a condition compare induction variables with bounds, so that the branch is there to keep
    /// subscripts in range? `x[i] > 0.0` is about data, `i > 0` about the domain; `i != j` and `i % 2 == 0`
    /// cut no end off.
    pub(super) fn is_about_domain(&mut self, condition: &Expr) -> bool {
        match condition {
            Expr::Paren(p) => self.is_about_domain(&p.expr),
            Expr::Group(g) => self.is_about_domain(&g.expr),
            Expr::Unary(u) => self.is_about_domain(&u.expr),
            Expr::Binary(b) => match b.op {
                syn::BinOp::And(_) | syn::BinOp::Or(_) => {
                    self.is_about_domain(&b.left) | self.is_about_domain(&b.right)
                }
                syn::BinOp::Lt(_)
                | syn::BinOp::Le(_)
                | syn::BinOp::Gt(_)
                | syn::BinOp::Ge(_)
                | syn::BinOp::Eq(_) => self.names_iv(&b.left) || self.names_iv(&b.right),
                _ => false,
            },
            Expr::Call(_) | Expr::MethodCall(_) | Expr::Path(_) | Expr::Cast(_) => self.names_iv(condition),
            _ => false,
        }
    }

    /// Is an induction variable, or what is computed from one, named outside of subscripts (and not under
    /// a remainder)?
    fn names_iv(&self, expr: &Expr) -> bool {
        struct Names<'a, 'b>(&'a Builder<'b>, bool);
        impl<'ast> Visit<'ast> for Names<'_, '_> {
            fn visit_expr(&mut self, expr: &'ast Expr) {
                match expr {
                    Expr::Index(_) => return,
                    Expr::Binary(b) if matches!(b.op, syn::BinOp::Rem(_) | syn::BinOp::BitAnd(_)) => return,
                    _ => {}
                }
                if let Some(name) = single(expr) {
                    self.1 |= match self.0.local(&name.to_string()) {
                        Some(Local::Iv(_) | Local::Counter(Some(_))) => true,
                        Some(Local::Let(Some((form, _)))) => form.as_invariant().is_none(),
                        _ => false,
                    };
                }
                walk::visit_expr(self, expr);
            }
        }
        let mut names = Names(self, false);
        names.visit_expr(expr);
        names.1
    }
}

/// Can control leave this body of an inner loop before its last iteration?
pub(super) fn exits_early(body: &syn::Block) -> bool {
    struct Exits {
        depth: usize,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Exits {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Break(b) => self.found |= self.depth == 0 || b.label.is_some(),
                Expr::Continue(c) => self.found |= c.label.is_some(),
                Expr::Return(_) | Expr::Try(_) => self.found = true,
                Expr::Closure(_) => return,
                _ => {}
            }
            let inner = matches!(expr, Expr::While(_) | Expr::Loop(_) | Expr::ForLoop(_));
            self.depth += usize::from(inner);
            walk::visit_expr(self, expr);
            self.depth -= usize::from(inner);
        }
    }
    let mut exits = Exits { depth: 0, found: false };
    exits.visit_block(body);
    exits.found
}

/// Is there a `continue` in the body that goes on with the loop itself?
pub(super) fn continues(body: &syn::Block, label: Option<&syn::Label>) -> bool {
    struct Continues<'a> {
        label: Option<&'a syn::Label>,
        depth: usize,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Continues<'_> {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            if let Expr::Continue(c) = expr {
                self.found |= match (&c.label, self.label) {
                    (None, _) => self.depth == 0,
                    (Some(to), Some(own)) => to.ident == own.name.ident,
                    (Some(_), None) => false,
                };
            }
            let inner = matches!(expr, Expr::While(_) | Expr::Loop(_) | Expr::ForLoop(_));
            self.depth += usize::from(inner);
            walk::visit_expr(self, expr);
            self.depth -= usize::from(inner);
        }
        // A macro may hold one.
        fn visit_macro(&mut self, m: &'ast syn::Macro) {
            self.found |= m.tokens.to_string().contains("continue");
        }
    }
    let mut continues = Continues { label, depth: 0, found: false };
    continues.visit_block(body);
    continues.found
}
