//! Ends of inner loops that are the lesser or the greater of two: `ii..(ii + 32).min(n)`, `j.max(1)..`,
//! `i.saturating_sub(2)..`.
//!
//! In: an end of a range. Out: a form that the first value is not below, or the end not above, and what else is known of
//! it. The loop then has a domain that holds all its values, and perhaps more; the second form is a condition around
//! its body, as if `if j < n { .. }` stood there. That the methods are those of integers is asked, since the end is
//! `usize` and so is then their receiver.

use super::affine::{Linear, Poly};
use super::build::{Builder, FormOf, Local};
use super::place::single;
use super::{Leaf, Symbol};
use crate::walk::{self, Visit};
use syn::Expr;

/// An end of a range, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    /// The end, or what it is not beyond.
    pub(super) form: FormOf,
    /// What it is not beyond either.
    pub(super) other: FormOf,
    /// Is `form` not the end itself?
    pub(super) is_limit: bool,
}

impl End {
    /// Exactly this.
    pub(super) fn of(form: FormOf) -> End {
        End { form, ..End::default() }
    }
}

impl Builder<'_> {
    /// A number or a variable, which is what it is in any type?
    pub(super) fn is_plain(&self, form: &Linear) -> bool {
        let computed = |s: usize| matches!(self.nest.symbols[s], Symbol::Quotient { .. });
        super::reach::is_plain(form) && !form.symbols().any(computed)
    }

    /// The form of an integer expression of any type.
    pub(super) fn form_of_any_type(&mut self, expr: &Expr) -> FormOf {
        self.form_and_leaves(expr).filter(|(form, _)| self.nest.divides_in_any_type(form))
    }

    /// Is the variable of a loop `usize`, because it stands in a subscript as it is?
    pub(super) fn is_subscript(&self, f: &syn::ExprForLoop) -> bool {
        // The name, whether a subscript is around, whether one has it, whether anything is cast.
        struct Subscripts<'a>(&'a proc_macro2::Ident, bool, bool, bool);
        impl<'ast> Visit<'ast> for Subscripts<'_> {
            fn visit_expr_index(&mut self, i: &'ast syn::ExprIndex) {
                self.visit_expr(&i.expr);
                let before = std::mem::replace(&mut self.1, true);
                self.visit_expr(&i.index);
                self.1 = before;
            }
            fn visit_expr_cast(&mut self, c: &'ast syn::ExprCast) {
                let before = std::mem::replace(&mut self.1, false);
                self.visit_expr(&c.expr);
                self.1 = before;
            }
            // What stands there may become a subscript.
            fn visit_expr_for_loop(&mut self, f: &'ast syn::ExprForLoop) {
                let before = std::mem::replace(&mut self.1, !self.3);
                self.visit_expr(&f.expr);
                self.1 = before;
                self.visit_block(&f.body);
            }
            fn visit_local_init(&mut self, init: &'ast syn::LocalInit) {
                let before = std::mem::replace(&mut self.1, !self.3);
                walk::visit_local_init(self, init);
                self.1 = before;
            }
            fn visit_expr_path(&mut self, p: &'ast syn::ExprPath) {
                self.2 |= self.1 && p.path.is_ident(self.0);
            }
        }
        let Some(iv) = super::pattern::plain_name(&f.pat) else { return false };
        let mut subscripts = Subscripts(iv, false, false, casts_any(&f.body));
        subscripts.visit_block(&f.body);
        subscripts.2
    }

    /// The end of a range; `high`: the one past the last value.
    pub(super) fn end_of(&mut self, expr: &Expr, high: bool) -> End {
        match expr {
            Expr::Paren(e) => return self.end_of(&e.expr, high),
            Expr::Group(e) => return self.end_of(&e.expr, high),
            _ => {}
        }
        if let Some(Local::Bounded(bounded)) = single(expr).and_then(|n| self.local(&n.to_string())) {
            return if high { bounded.high.clone() } else { bounded.low.clone() };
        }
        if let Some(form) = self.form_and_leaves(expr) {
            return End { form: Some(form), ..End::default() };
        }
        let Expr::MethodCall(m) = expr else { return End::default() };
        let (Some(arg), None, 1) = (m.args.first(), &m.turbofish, m.args.len()) else {
            return End::default();
        };
        match m.method.to_string().as_str() {
            "min" if high => self.nearer(&m.receiver, arg),
            "max" if !high => self.nearer(&m.receiver, arg),
            // Never below 0.
            "saturating_sub" if !high => {
                let zero = Linear::invariant(Poly::constant(0));
                End { form: Some((zero, Vec::new())), other: None, is_limit: true }
            }
            _ => End::default(),
        }
    }

    /// Of two limits the one that moves with the loops around is the end: what iterations share depends on it.
    fn nearer(&mut self, receiver: &Expr, arg: &Expr) -> End {
        // A form with a difference may wrap where the other is the end.
        let natural = |form: &FormOf| {
            form.as_ref().is_some_and(|(f, _)| f.rest.is_natural() && f.ivs().all(|(_, c)| c.is_natural()))
        };
        let (a, b) = (self.form_and_leaves(receiver), self.form_and_leaves(arg));
        let (a, b) = (a.filter(|f| natural(&Some(f.clone()))), b.filter(|f| natural(&Some(f.clone()))));
        let moves = |form: &FormOf| form.as_ref().is_some_and(|(f, _)| f.as_invariant().is_none());
        let (form, other) = if moves(&b) && !moves(&a) || a.is_none() { (b, a) } else { (a, b) };
        End { form, other, is_limit: true }
    }
}

/// Is anything cast to `usize` in the loop? Then its variables may well be of another type.
pub(super) fn casts_any(body: &syn::Block) -> bool {
    struct Casts(bool);
    impl<'ast> Visit<'ast> for Casts {
        fn visit_expr_cast(&mut self, c: &'ast syn::ExprCast) {
            self.0 |= super::subscript::is_usize(&c.ty);
            walk::visit_expr_cast(self, c);
        }
    }
    let mut casts = Casts(false);
    casts.visit_block(body);
    casts.0
}

/// The same names as integers of any type, whose values are natural.
pub(super) fn cast(leaves: Vec<Leaf>) -> impl Iterator<Item = Leaf> {
    leaves.into_iter().map(|leaf| match leaf {
        Leaf::ScalarUsize(s) => Leaf::ScalarCast(s),
        Leaf::IvUsize(l) => Leaf::IvCast(l),
        leaf => leaf,
    })
}
