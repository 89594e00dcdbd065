//! What the closures of a chain give, where adapters stand after them: marked in the loop's body by calls on names of ours.
//!
//! In: `__hotloop_left_out.write(__hotloop_seen.write(2usize, x * 2.0))`. Out: holes around the value, or the value itself.

use super::Hole;
use super::build::Builder;
use super::links::uncloned;
use super::place::single;
use crate::diag::Place;
use proc_macro2::TokenStream;
use syn::{Expr, ExprMethodCall};

/// The name of what a closure gives whose calls may be more.
pub(super) const PARTNER: &str = "__hotloop_partner";
/// The same where they are more.
pub(super) const LEFT_OUT: &str = "__hotloop_left_out";

/// The name of what has the type that the user's own value has.
pub(super) const SEEN: &str = "__hotloop_seen";

/// A statement whose value is no longer marked.
pub(super) fn unwrapped(stmt: syn::Stmt, seen: &dyn Fn(usize, TokenStream) -> TokenStream) -> syn::Stmt {
    let syn::Stmt::Local(mut local) = stmt else { return stmt };
    if let Some(init) = &mut local.init {
        let mut value = (*init.expr).clone();
        while let Expr::MethodCall(m) = &value {
            let Some(name) = single(&m.receiver).filter(|_| m.method == "write") else { break };
            let (first, last) = (m.args.first().cloned(), m.args.last().cloned());
            let node = match first {
                Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(node), .. })) if *name == SEEN => {
                    node.base10_parse().ok()
                }
                _ => None,
            };
            let Some(inner) = last.filter(|_| *name == SEEN || *name == PARTNER || *name == LEFT_OUT) else {
                break;
            };
            value = match node {
                Some(node) => Expr::Verbatim(seen(node, uncloned(&inner))),
                None => inner,
            };
        }
        *init.expr = value;
    }
    syn::Stmt::Local(local)
}

impl Builder<'_> {
    /// What a closure gives that may be called more often, or a value of a type that is to be seen.
    pub(super) fn spare(&mut self, m: &ExprMethodCall) -> Option<Expr> {
        let name = single(&m.receiver)?;
        if *name == SEEN
            && let Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(node), .. })) = m.args.first()
        {
            let node = node.base10_parse().ok()?;
            let value = Box::new(self.value(m.args.last()?));
            return Some(self.hole(Hole::Seen { value, node }));
        }
        let left_out = *name == LEFT_OUT;
        if !left_out && *name != PARTNER {
            return None;
        }
        let value = m.args.first()?;
        // The user's own value, without the mark around it.
        let own = match value {
            Expr::MethodCall(m) if single(&m.receiver).is_some_and(|name| *name == SEEN) => m.args.last()?,
            other => other,
        };
        let place = Place::of(own);
        let value = Box::new(self.value(value));
        Some(self.hole(Hole::Spare { value, left_out, place }))
    }
}
