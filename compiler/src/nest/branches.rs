//! `s = if c { s + x } else { s - y }` as `if c { s = s + x; } else { s = s - y; }`: an update in each branch.
//!
//! In: an assignment to a variable whose value is an `if`. Out: the `if` with an assignment in each branch, if each of them
//! leaves the variable or updates it; it is then read like any other. The two mean the same for every type: a branch
//! without a statement in it is evaluated, and then assigned.

use super::Path;
use super::build::Builder;
use super::place::single;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{BinOp, Expr, Stmt, Token};

impl Builder<'_> {
    /// `s = if ..` as an update in each branch.
    pub(super) fn updates_in_branches(&mut self, a: &syn::ExprAssign, path: &Path) -> Option<Expr> {
        let name = single(&a.left)?.to_string();
        let Expr::If(i) = &*a.right else { return None };
        if self.is_private(path) {
            return None;
        }
        let i = self.branches(a, i, path, &name)?;
        Some(self.value(&Expr::If(i)))
    }

    fn branches(&self, a: &syn::ExprAssign, i: &syn::ExprIf, path: &Path, name: &str) -> Option<syn::ExprIf> {
        if names(&i.cond, name) {
            return None;
        }
        let (at, other) = i.else_branch.as_ref()?;
        let then = self.branch(a, &i.then_branch, path, name)?;
        let other = match &**other {
            Expr::If(inner) => Expr::If(self.branches(a, inner, path, name)?),
            Expr::Block(b) if b.label.is_none() && b.attrs.is_empty() => {
                Expr::Block(syn::ExprBlock { block: self.branch(a, &b.block, path, name)?, ..b.clone() })
            }
            _ => return None,
        };
        let mut out = syn::ExprIf { then_branch: then, ..i.clone() };
        // An empty `else` is none.
        let is_empty = matches!(&other, Expr::Block(b) if b.block.stmts.is_empty());
        out.else_branch = (!is_empty).then(|| (*at, Box::new(other)));
        Some(out)
    }

    fn branch(&self, a: &syn::ExprAssign, block: &syn::Block, path: &Path, name: &str) -> Option<syn::Block> {
        let [Stmt::Expr(value, None)] = block.stmts.as_slice() else { return None };
        let mut out = block.clone();
        if self.is(value, path) {
            out.stmts.clear();
            return Some(out);
        }
        self.updates(value, path, name).then_some(())?;
        let assign = syn::ExprAssign { right: Box::new(value.clone()), ..a.clone() };
        out.stmts = vec![Stmt::Expr(Expr::Assign(assign), Some(Token![;](Span::mixed_site())))];
        Some(out)
    }

    /// `s + x`, `s * x`, `s.max(x)`, where `x` does not name the variable.
    fn updates(&self, value: &Expr, path: &Path, name: &str) -> bool {
        match value {
            Expr::Binary(b) => {
                let is_known = matches!(b.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_));
                is_known && self.is(&b.left, path) && !names(&b.right, name)
            }
            Expr::MethodCall(m) => {
                let is_known = (m.method == "max" || m.method == "min") && m.args.len() == 1;
                is_known && self.is(&m.receiver, path) && !names(&m.args, name)
            }
            _ => false,
        }
    }
}

/// Does the name occur?
fn names(tokens: &impl ToTokens, name: &str) -> bool {
    fn any(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(g) => any(g.stream(), name),
            TokenTree::Ident(ident) => ident == name,
            // In a string there may be `{name}`.
            TokenTree::Literal(l) => l.to_string().contains(&format!("{{{name}")),
            TokenTree::Punct(_) => false,
        })
    }
    any(tokens.to_token_stream(), name)
}
