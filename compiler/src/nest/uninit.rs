//! Memory that is not initialized yet: `out[i] = MaybeUninit::new(v)` and `out[i].write(v)`.
//!
//! Both are known to have no other effect if they are the standard library's, which rustc has to confirm: of the first
//! the type of the function is compared, of the second the element's type and that of the result.

use super::access::{How, is_access};
use super::build::Builder;
use super::{ExId, Hole};
use proc_macro2::Ident;
use syn::Expr;

/// A call of `MaybeUninit`.
#[derive(Clone, Debug)]
pub enum Uninit {
    /// `MaybeUninit::new(value)`: the exemplars of the function and of the value.
    New { path: Expr, value: Expr, function: ExId, ex: ExId },
    /// `element.write(value)`: a hole; the exemplars of the element and of what the result refers to.
    Write { name: Ident, element: Expr, value: Expr, shape: usize, ex: ExId },
}

impl Uninit {
    /// What is written.
    pub fn value(&self) -> &Expr {
        match self {
            Uninit::New { value, .. } | Uninit::Write { value, .. } => value,
        }
    }
}

impl Builder<'_> {
    /// `MaybeUninit::new(value)`, by whatever path that ends so. Under `nogil` it is a call like others.
    pub(super) fn uninit(&mut self, c: &syn::ExprCall) -> Option<Expr> {
        let Expr::Path(p) = &*c.func else { return None };
        let names: Vec<_> = p.path.segments.iter().rev().take(2).collect();
        let is_new = names.len() == 2 && names[0].ident == "new" && names[1].ident == "MaybeUninit";
        if self.nogil || !is_new || c.args.len() != 1 {
            return None;
        }
        self.work(1);
        let (path, value) = ((*c.func).clone(), self.value(&c.args[0]));
        let (function, ex) = (self.exemplar(), self.exemplar());
        self.nest.uninits.push(Uninit::New { path, value, function, ex });
        Some(self.hole(Hole::Uninit(self.nest.uninits.len() - 1)))
    }

    /// `out[i].write(value)`.
    pub(super) fn write_uninit(&mut self, m: &syn::ExprMethodCall) -> Option<Expr> {
        let is_write = m.method == "write" && m.args.len() == 1 && m.turbofish.is_none();
        if self.nogil || !is_write || !is_access(&m.receiver) || self.local_place(&m.receiver).is_some() {
            return None;
        }
        self.work(1);
        let element = self.access(&m.receiver, How { writes: true, reads: false });
        let access = self.nest.accesses.last_mut()?;
        access.borrowed = true;
        let shape = access.leaf;
        let (value, ex) = (self.value(&m.args[0]), self.exemplar());
        self.nest.uninits.push(Uninit::Write { name: m.method.clone(), element, value, shape, ex });
        Some(self.hole(Hole::Uninit(self.nest.uninits.len() - 1)))
    }
}
