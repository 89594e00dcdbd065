//! Patterns: which names they bind. A name bound in the body is private to the iteration.

use super::build::{Builder, Local};
use crate::diag::{Blocker, Place};
use crate::walk::{self, Visit};
use proc_macro2::Ident;
use syn::Pat;

/// The name of a pattern that is one plain name.
pub(super) fn plain_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(p) if p.by_ref.is_none() && p.mutability.is_none() && p.subpat.is_none() => Some(&p.ident),
        Pat::Paren(p) => plain_name(&p.pat),
        _ => None,
    }
}

/// The name of `mut name`.
pub(super) fn mutable_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(p) if p.by_ref.is_none() && p.mutability.is_some() && p.subpat.is_none() => Some(&p.ident),
        _ => None,
    }
}

impl Builder<'_> {
    /// Brings the names of a pattern into scope.
    pub(super) fn bind(&mut self, pat: &Pat) {
        self.bind_names(pat, || Local::Let(None));
    }

    /// The same of the names of a chain's items.
    pub(super) fn bind_as_items(&mut self, pat: &Pat) {
        self.bind_names(pat, || Local::Item);
    }

    fn bind_names(&mut self, pat: &Pat, local: fn() -> Local) {
        let mut found = Bound::default();
        found.visit_pat(pat);
        if let Some(place) = found.by_ref {
            self.fatal.push(Blocker::Syntax { place, what: "a `ref` pattern" });
        }
        if let Some(place) = found.makro {
            self.fatal.push(Blocker::Macro { place });
        }
        for name in found.names {
            self.name(name, local());
        }
    }
}

#[derive(Default)]
struct Bound {
    names: Vec<String>,
    by_ref: Option<Place>,
    makro: Option<Place>,
}

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.names.push(p.ident.to_string());
        if p.by_ref.is_some() {
            self.by_ref.get_or_insert_with(|| Place::of(p));
        }
        walk::visit_pat_ident(self, p);
    }
    fn visit_macro(&mut self, m: &'ast syn::Macro) {
        self.makro.get_or_insert_with(|| Place::of(&m.path));
    }
    // What stands in a pattern as a value binds nothing.
    fn visit_expr(&mut self, _: &'ast syn::Expr) {}
}
