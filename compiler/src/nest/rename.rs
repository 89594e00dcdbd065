//! New names for what the closures of a chain bind, where one of them hides a variable that a later one means.
//!
//! In a chain each closure sees its own names; in the loop that computes the same, a name is seen by all that comes
//! after it. So every name that a closure binds gets a number, in the closure alone.

use super::links::shown;
use crate::walk::{self, Visit, VisitMut};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// The closure with other names; `None` where a name stands in something that is not looked into.
pub(super) fn renamed(c: &syn::ExprClosure, n: usize) -> Option<syn::ExprClosure> {
    let mut bound = Bound(BTreeSet::new());
    c.inputs.iter().for_each(|pat| bound.visit_pat(pat));
    let mut c = c.clone();
    let mut renames = Renames { names: bound.0, n, failed: false };
    renames.visit_expr_closure_mut(&mut c);
    (!renames.failed).then_some(c)
}

struct Bound(BTreeSet<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.0.insert(p.ident.to_string());
        walk::visit_pat_ident(self, p);
    }
}

struct Renames {
    names: BTreeSet<String>,
    n: usize,
    failed: bool,
}

impl Renames {
    fn name(&self, name: &mut Ident) {
        if self.names.contains(&name.to_string()) {
            *name = Ident::new(&format!("__hotloop_{name}_{}", self.n), Span::mixed_site());
        }
    }
    fn is_in(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(g) => self.is_in(g.stream()),
            TokenTree::Ident(name) => self.names.contains(&name.to_string()),
            TokenTree::Literal(text) => shown(&text).iter().any(|name| self.names.contains(name)),
            TokenTree::Punct(_) => false,
        })
    }
}

impl VisitMut for Renames {
    fn visit_expr_path_mut(&mut self, p: &mut syn::ExprPath) {
        if p.qself.is_none() && p.path.get_ident().is_some() {
            self.name(&mut p.path.segments[0].ident);
        }
    }
    fn visit_pat_ident_mut(&mut self, p: &mut syn::PatIdent) {
        self.name(&mut p.ident);
        walk::visit_pat_ident_mut(self, p);
    }
    // `Point { x }` names a field as well.
    fn visit_field_value_mut(&mut self, f: &mut syn::FieldValue) {
        self.failed |= f.colon_token.is_none();
        walk::visit_field_value_mut(self, f);
    }
    fn visit_field_pat_mut(&mut self, f: &mut syn::FieldPat) {
        self.failed |= f.colon_token.is_none();
        walk::visit_field_pat_mut(self, f);
    }
    fn visit_macro_mut(&mut self, m: &mut syn::Macro) {
        self.failed |= self.is_in(m.tokens.clone());
    }
    fn visit_item_mut(&mut self, _: &mut syn::Item) {
        self.failed = true;
    }
}
