//! Which names of a `map!` are bound in its statements.

use crate::kernel::context;
use crate::walk::{self, Visit};
use proc_macro2::Ident;

/// The names in scope, innermost last. One text with two syntax contexts is two names.
#[derive(Default)]
pub(super) struct Scope(Vec<String>);

/// A name that tells apart what macro hygiene does.
pub(super) fn key(name: &Ident) -> String {
    format!("{name}{}", context(name.span()))
}

impl Scope {
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    pub(super) fn leave(&mut self, depth: usize) {
        self.0.truncate(depth);
    }

    /// Brings the names of a pattern into scope.
    pub(super) fn bind(&mut self, pat: &syn::Pat) {
        struct Names<'a>(&'a mut Vec<String>);
        impl<'ast> Visit<'ast> for Names<'_> {
            fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
                self.0.push(key(&p.ident));
                walk::visit_pat_ident(self, p);
            }
        }
        Names(&mut self.0).visit_pat(pat);
    }

    pub(super) fn has(&self, name: &Ident) -> bool {
        self.0.contains(&key(name))
    }

    /// Does the expression name anything that is bound here?
    pub(super) fn is_in(&self, expr: &syn::Expr) -> bool {
        struct Find<'a>(&'a Scope, bool);
        impl<'ast> Visit<'ast> for Find<'_> {
            fn visit_ident(&mut self, name: &'ast Ident) {
                self.1 |= self.0.has(name);
            }
            fn visit_macro(&mut self, mac: &'ast syn::Macro) {
                // What a macro names cannot be seen.
                let _ = mac;
                self.1 |= self.0.depth() > 0;
            }
        }
        let mut find = Find(self, false);
        find.visit_expr(expr);
        find.1
    }
}
