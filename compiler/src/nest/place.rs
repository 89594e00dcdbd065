//! Places: names and field paths bound before the loop.

use super::build::{Builder, Local};
use super::{ExId, Hole, Path, Root, Scalar, Uses, hole};
use crate::diag::{Blocker, Place};
use crate::kernel::Handed;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::Expr;

/// The name of an expression that is one.
pub(super) fn single(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(p) if p.qself.is_none() && p.attrs.is_empty() => p.path.get_ident(),
        Expr::Paren(p) => single(&p.expr),
        Expr::Group(g) => single(&g.expr),
        _ => None,
    }
}

/// A place path: a name, a constant's path, or fields from a name.
pub(super) fn path_of(expr: &Expr) -> Option<Path> {
    match expr {
        Expr::Paren(p) => path_of(&p.expr),
        Expr::Group(g) => path_of(&g.expr),
        Expr::Path(p) if p.qself.is_none() => {
            let root = p.path.segments.first()?.ident.clone();
            let fields = p.path.segments.iter().skip(1).map(|s| format!("::{}", s.ident)).collect();
            Some(Path { root, fields, tokens: expr.to_token_stream().to_string() })
        }
        // `*x`: what a reference refers to, as if it were a field.
        Expr::Unary(u) if matches!(u.op, syn::UnOp::Deref(_)) => {
            let name = single(&u.expr)?.clone();
            Some(Path { root: name, fields: vec!["*".into()], tokens: expr.to_token_stream().to_string() })
        }
        Expr::Field(f) => {
            let mut path = path_of(&f.base)?;
            if path.fields.iter().any(|f| f.starts_with("::")) {
                return None;
            }
            // `(*x).y` is `x.y`.
            if path.fields.last().is_some_and(|f| f == "*") {
                path.fields.pop();
            }
            path.fields.push(f.member.to_token_stream().to_string());
            path.tokens = expr.to_token_stream().to_string();
            Some(path)
        }
        _ => None,
    }
}

impl Builder<'_> {
    pub(super) fn local(&self, name: &str) -> Option<&Local> {
        self.scope.iter().rev().find(|(n, _)| n == name).map(|(_, l)| l)
    }

    /// Brings a name into scope.
    pub(super) fn name(&mut self, name: String, local: Local) {
        if let Some(Local::Iv(l)) = self.local(&name) {
            self.nest.shadowed.insert(*l);
        }
        self.scope.push((name, local));
    }

    /// A place bound before the loop.
    pub(super) fn path(&self, expr: &Expr) -> Option<Path> {
        let path = path_of(expr)?;
        self.local(&path.root.to_string()).is_none().then_some(path)
    }

    pub(super) fn is_written(&self, path: &Path) -> bool {
        self.written.iter().any(|w| w.overlaps(path))
    }

    pub(super) fn scalar(&mut self, expr: &Expr, path: Path) -> usize {
        if let Some(s) = self.nest.scalars.iter().position(|s| s.path == path) {
            return s;
        }
        self.scalar_of_its_own(expr, path)
    }

    /// A scalar that is no other, also where one has its name.
    pub(super) fn scalar_of_its_own(&mut self, expr: &Expr, path: Path) -> usize {
        self.through(expr);
        let ex = self.exemplar();
        let is_counter = path.fields.is_empty() && self.visible.is_counter(&path.root);
        let (tokens, uses) = (expr.to_token_stream(), Uses::default());
        self.nest.scalars.push(Scalar { path, tokens, ex, is_counter, uses });
        self.nest.scalars.len() - 1
    }

    /// Remembers the places that a field path goes through.
    fn through(&mut self, expr: &Expr) {
        match expr {
            Expr::Paren(p) => self.through(&p.expr),
            Expr::Field(f) => {
                self.through(&f.base);
                let known = single(&f.base).map(|name| self.visible.handed(name));
                let tokens = match known {
                    Some(Handed::SharedReference | Handed::MutableReference) => {
                        let base = &f.base;
                        quote::quote!(*#base)
                    }
                    _ => f.base.to_token_stream(),
                };
                self.root_of(tokens, false);
            }
            // What `map!` has borrowed is a reference without a question.
            Expr::Unary(u) if single(&u.expr).is_some_and(crate::map::is_lifted) => {}
            Expr::Unary(u) => self.root_of(u.expr.to_token_stream(), true),
            _ => {}
        }
    }

    fn root_of(&mut self, tokens: proc_macro2::TokenStream, is_reference: bool) {
        let text = tokens.to_string();
        if self.nest.roots.iter().all(|r| r.tokens.to_string() != text || r.is_reference != is_reference) {
            let ex = self.exemplar();
            self.nest.roots.push(Root { tokens, is_reference, ex });
        }
    }

    pub(super) fn check_set(&mut self, path: &Path, expr: &Expr) {
        self.through(expr);
        if self.function.may_be_unset(&path.root) {
            self.fatal.push(Blocker::Unset { place: Place::of(expr), name: path.root.to_string() });
        }
    }

    /// A write must be to something bound in the function, in a way that can be borrowed again.
    pub(super) fn foreign(&mut self, target: &Expr) {
        let Some(path) = self.path(target) else { return };
        let (place, name) = (Place::of(target), target.to_token_stream().to_string().replace(' ', ""));
        if !self.visible.is_bound(&path.root) {
            self.fatal.push(Blocker::Foreign { place, name });
        } else if !self.visible.can_borrow_mutably(&path.root, path.fields.first().is_some_and(|f| f != "*"))
        {
            self.fatal.push(Blocker::Base { place, name });
        }
    }

    pub(super) fn exemplar(&mut self) -> ExId {
        self.nest.exemplar()
    }

    pub(super) fn hole(&mut self, what: Hole) -> Expr {
        self.nest.holes.push(what);
        hole(self.nest.holes.len() - 1)
    }

    pub(super) fn work(&mut self, n: u64) {
        self.nest.work[self.within] += n;
    }

    pub(super) fn effects(&mut self, why: Blocker) {
        self.work(100);
        self.nest.effects.push(why);
    }

    pub(super) fn syntax(&mut self, at: &impl ToTokens, what: &'static str) {
        self.fatal.push(Blocker::Syntax { place: Place::of(at), what });
    }
}
