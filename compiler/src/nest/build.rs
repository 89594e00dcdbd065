//! From a `for` loop as written to a [`Nest`], or to the reasons why not.

use super::Symbol;
use super::affine::{Linear, LoopId};
use super::scan::Scan;
use super::{Hole, Leaf, Loop, Nest, Path};
use crate::diag::{Blocker, Place};
use crate::kernel::{Function, Visible};
use crate::options::How;
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::visit::Visit;
use syn::{Expr, Pat, Stmt};

/// What a name bound inside the loop is.
pub(super) enum Local {
    /// An induction variable.
    Iv(LoopId),
    /// A `let`, with its linear form and the types that it rests on, where it never changes and has one.
    Let(Option<(Linear, Vec<Leaf>)>),
}

/// The state while reading a loop.
pub(super) struct Builder<'a> {
    pub(super) nest: Nest,
    pub(super) function: &'a Function,
    pub(super) how: &'a How,
    pub(super) visible: Visible,
    pub(super) written: Vec<Path>,
    pub(super) indexed: Vec<(Path, Place)>,
    pub(super) scope: Vec<(String, Local)>,
    /// Scalars that are certainly assigned in this iteration so far.
    pub(super) assigned: BTreeSet<usize>,
    pub(super) within: LoopId,
    /// How many `if`s (and right sides of `&&`, `||`) there are around.
    pub(super) conditions: usize,
    /// What is assigned at every `continue` of the innermost loop so far.
    pub(super) jumps: Option<BTreeSet<usize>>,
    pub(super) fatal: Vec<Blocker>,
    /// How many subscripts and heads of loops are around: `fastmath` does not look into them.
    pub(super) plain_depth: usize,
    /// How many expressions that may be rewritten are around.
    pub(super) arith_depth: usize,
    /// The sums of the innermost loop around, by name.
    pub(super) sums: Vec<(String, usize)>,
}

/// Reads a loop.
///
/// # Errors
/// Every reason why it must stay as written.
pub fn build(root: &syn::ExprForLoop, function: &Function, how: &How) -> Result<Nest, Vec<Blocker>> {
    let mut scan = Scan::new(function);
    scan.visit_block(&root.body);
    if !scan.fatal.is_empty() {
        return Err(scan.fatal);
    }
    let (written, indexed) = (scan.written, scan.indexed);
    let mut builder = Builder {
        nest: Nest::default(),
        function,
        how,
        visible: function.visible_at(root),
        written,
        indexed,
        scope: Vec::new(),
        assigned: BTreeSet::new(),
        within: 0,
        conditions: 0,
        jumps: None,
        fatal: Vec::new(),
        plain_depth: 0,
        arith_depth: 0,
        sums: Vec::new(),
    };
    builder.root(root);
    if builder.fatal.is_empty() { Ok(builder.nest) } else { Err(builder.fatal) }
}

// Loops and statements.
impl Builder<'_> {
    fn root(&mut self, f: &syn::ExprForLoop) {
        let Some((start, end, inclusive)) = range(&f.expr) else {
            return self.syntax(&f.expr, crate::diag::ITERATOR);
        };
        let lo = self.root_bound(start);
        let hi = self.root_bound(end);
        let one = Linear::invariant(super::affine::Poly::constant(i64::from(inclusive)));
        let hi = hi.and_then(|h| h.add(&one));
        // A head that is not affine is known by its values, which the guard reads.
        let (lo, hi) = match (lo, hi) {
            (Some(lo), Some(hi)) => (lo, hi),
            _ => (self.root_end(Symbol::RootLo), self.root_end(Symbol::RootHi)),
        };
        self.loop_at(f, None, Some(lo), Some(hi), inclusive);
    }

    fn root_end(&mut self, which: Symbol) -> Linear {
        Linear::invariant(super::affine::Poly::symbol(self.nest.symbol(which)))
    }

    pub(super) fn inner(&mut self, f: &syn::ExprForLoop) -> Expr {
        let Some((start, end, inclusive)) = range(&f.expr) else {
            self.syntax(&f.expr, crate::diag::ITERATOR);
            return Expr::ForLoop(f.clone());
        };
        let lo = self.form(start);
        let one = Linear::invariant(super::affine::Poly::constant(i64::from(inclusive)));
        let hi = self.form(end).and_then(|h| h.add(&one));
        let before = self.assigned.clone();
        let outer = self.within;
        let id = self.loop_at(f, Some(outer), lo, hi, inclusive);
        // The inner loop may run no iteration.
        self.assigned = before;
        self.within = outer;
        self.hole(Hole::Loop(id))
    }

    fn loop_at(
        &mut self,
        f: &syn::ExprForLoop,
        parent: Option<LoopId>,
        lo: Option<Linear>,
        hi: Option<Linear>,
        inclusive: bool,
    ) -> LoopId {
        let head = match parent {
            None => (*f.expr).clone(),
            Some(_) => self.plain(|this| this.head(&f.expr)),
        };
        let iv = match &*f.pat {
            Pat::Ident(p) if p.by_ref.is_none() && p.mutability.is_none() && p.subpat.is_none() => {
                Some(p.ident.clone())
            }
            Pat::Wild(_) => None,
            other => {
                self.syntax(other, "a pattern in the head of a loop");
                None
            }
        };
        let id = self.nest.loops.len();
        let ex = self.exemplar();
        let place = Place::of(&LoopHead(f));
        let number = self.function.loop_number(f);
        let empty = syn::Block { brace_token: f.body.brace_token, stmts: Vec::new() };
        self.nest.loops.push(Loop {
            parent,
            iv: iv.clone(),
            lo,
            hi,
            inclusive,
            ex,
            head,
            body: empty,
            place,
            id: number,
        });
        self.nest.work.push(1);
        self.within = id;
        let depth = self.scope.len();
        if let Some(iv) = iv {
            self.scope.push((iv.to_string(), Local::Iv(id)));
        }
        let (jumps, conditions) = (self.jumps.take(), self.conditions);
        let sums = if parent.is_some() { self.sums_of(&f.body, id) } else { Vec::new() };
        let sums = std::mem::replace(&mut self.sums, sums);
        let body = self.block(&f.body);
        self.sums = sums;
        self.conditions = conditions;
        if let Some(at_jumps) = std::mem::replace(&mut self.jumps, jumps) {
            self.assigned.retain(|s| at_jumps.contains(s));
        }
        self.scope.truncate(depth);
        if parent.is_none() {
            for s in std::mem::take(&mut self.assigned) {
                self.nest.scalars[s].uses.always_assigned = true;
            }
        }
        self.nest.loops[id].body = body;
        id
    }

    /// Reads something that `fastmath` does not look into.
    pub(super) fn plain<R>(&mut self, read: impl FnOnce(&mut Self) -> R) -> R {
        self.plain_depth += 1;
        let out = read(self);
        self.plain_depth -= 1;
        out
    }

    fn head(&mut self, head: &Expr) -> Expr {
        match head {
            Expr::Range(r) => {
                let mut r = r.clone();
                r.start = r.start.map(|e| Box::new(self.value(&e)));
                r.end = r.end.map(|e| Box::new(self.value(&e)));
                Expr::Range(r)
            }
            Expr::Paren(p) => self.head(&p.expr),
            other => other.clone(),
        }
    }

    pub(super) fn block(&mut self, block: &syn::Block) -> syn::Block {
        let depth = self.scope.len();
        let stmts = block.stmts.iter().map(|s| self.statement(s)).collect();
        self.scope.truncate(depth);
        syn::Block { brace_token: block.brace_token, stmts }
    }

    /// A statement; those after one with a `continue` may not run.
    fn statement(&mut self, stmt: &Stmt) -> Stmt {
        let before = self.jumps.is_some();
        let stmt = self.stmt(stmt);
        if self.jumps.is_some() && !before {
            self.conditions += 1;
        }
        stmt
    }

    fn stmt(&mut self, stmt: &Stmt) -> Stmt {
        match stmt {
            Stmt::Local(local) => Stmt::Local(self.local_stmt(local)),
            Stmt::Expr(e, semi) => Stmt::Expr(self.value(e), *semi),
            Stmt::Macro(m) => {
                self.fatal.push(Blocker::Macro { place: Place::of(&m.mac.path) });
                stmt.clone()
            }
            Stmt::Item(item) => {
                self.syntax(item, "an item");
                stmt.clone()
            }
        }
    }

    fn local_stmt(&mut self, local: &syn::Local) -> syn::Local {
        let mut out = local.clone();
        let Some(init) = &local.init else {
            self.syntax(local, "a `let` without a value");
            return out;
        };
        if init.diverge.is_some() {
            self.syntax(local, "`let .. else`");
        }
        let pat = match &local.pat {
            Pat::Type(t) => &*t.pat,
            pat => pat,
        };
        let (name, mutable) = match pat {
            Pat::Ident(p) if p.by_ref.is_none() && p.subpat.is_none() => {
                (Some(&p.ident), p.mutability.is_some())
            }
            Pat::Wild(_) => (None, false),
            other => {
                self.syntax(other, "a pattern in `let`");
                (None, false)
            }
        };
        let form = if mutable { None } else { self.form_and_leaves(&init.expr) };
        let value = self.value(&init.expr);
        if let Some(i) = &mut out.init {
            *i.expr = value;
        }
        if let Some(name) = name {
            self.scope.push((name.to_string(), Local::Let(form)));
        }
        out
    }
}

/// Start, end, and whether the end belongs to it.
fn range(head: &Expr) -> Option<(&Expr, &Expr, bool)> {
    match head {
        Expr::Paren(p) => range(&p.expr),
        Expr::Range(r) => {
            Some((r.start.as_deref()?, r.end.as_deref()?, matches!(r.limits, syn::RangeLimits::Closed(_))))
        }
        _ => None,
    }
}

/// `for pat in head`, without the body, for messages.
struct LoopHead<'a>(&'a syn::ExprForLoop);

impl ToTokens for LoopHead<'_> {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        let f = self.0;
        f.for_token.to_tokens(tokens);
        f.pat.to_tokens(tokens);
        f.in_token.to_tokens(tokens);
        f.expr.to_tokens(tokens);
    }
}
