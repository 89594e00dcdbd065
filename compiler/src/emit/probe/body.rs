//! The walk over a body, in the order in which it is evaluated: sites, `let`s, and what is written before them.

use super::cost::cost;
use super::scan::{is_assignment, is_site, parts, walk_expr};
use super::{Let, Name, Node, Prober, Rests};
use crate::nest::affine::LoopId;
use crate::nest::arith::bare;
use crate::nest::{Hole, HoleId, Needs, Nest, hole_of};
use crate::walk::{self, Visit};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use std::collections::BTreeMap;
use syn::{Expr, Pat, Stmt};

impl Prober<'_> {
    pub(super) fn block(&mut self, block: &syn::Block) -> Vec<Node> {
        self.scopes.push(BTreeMap::new());
        let mut nodes = Vec::new();
        for stmt in &block.stmts {
            match stmt {
                Stmt::Expr(e, _) => self.sites_of(e, &mut nodes),
                Stmt::Local(local) => self.local(local, &mut nodes),
                Stmt::Item(_) | Stmt::Macro(_) => {}
            }
        }
        self.scopes.pop();
        nodes
    }

    pub(super) fn local(&mut self, local: &syn::Local, nodes: &mut Vec<Node>) {
        let Some(init) = &local.init else { return self.forget(&local.pat) };
        self.sites_of(&init.expr, nodes);
        // It leaves a block, which need not be the iteration.
        init.diverge.iter().for_each(|(_, diverge)| self.write_within(diverge));
        let (pat, expr) = (&local.pat, &*init.expr);
        let fixed = |pat| simple(pat).filter(|(_, is_mut)| !is_mut).map(|(name, _)| name);
        let names: Vec<&Ident> = match pat {
            Pat::Tuple(t) => t.elems.iter().filter_map(fixed).collect(),
            other => fixed(other).into_iter().collect(),
        };
        let pairs = matches!(pat, Pat::Tuple(t) if t.elems.len() == 2 && names.len() == 2);
        let mut rests = Rests::default();
        let value = match (names.len(), init.diverge.is_some()) {
            (1, false) if !matches!(pat, Pat::Tuple(_)) => {
                let float = self.float(expr, &mut rests).filter(|v| v.fixed || is_typed(pat));
                float.map(|v| (v.tokens, true)).or_else(|| {
                    rests = Rests::default();
                    let fixed = self.sum(expr, &mut rests)?;
                    fixed.then(|| (self.fast.filled(expr), false))
                })
            }
            (n, false) if n > 0 => {
                let tokens = self.tuple(pat, expr, n, &mut rests);
                let tokens = tokens.or_else(|| if pairs { self.pair(expr, &mut rests) } else { None });
                tokens.map(|tokens| (tokens, true))
            }
            _ => None,
        };
        let Some((tokens, is_float)) = value else { return self.forget(pat) };
        let s = Span::mixed_site();
        let used = names.iter();
        let tokens = quote_spanned!(s=> let #pat = #tokens; let _ = (#(&#used,)*););
        let names_of = names.iter().map(|name| (*name).clone()).collect();
        let local = std::ptr::from_ref(local);
        let cost = cost(self.nest, expr);
        self.lets.push(Let { tokens, rests, is_float, cost, local, names: names_of, text: None });
        let this = self.lets.len() - 1;
        nodes.push(Node::Let(this));
        names.iter().for_each(|name| self.bind(name.to_string(), Name::Let(this)));
    }

    /// As many floats, each under a name of its own.
    fn tuple(&mut self, pat: &Pat, expr: &Expr, names: usize, rests: &mut Rests) -> Option<TokenStream> {
        let (Pat::Tuple(pats), Expr::Tuple(values)) = (pat, bare(expr)) else { return None };
        (pats.elems.len() == names && values.elems.len() == names).then_some(())?;
        let values: Vec<TokenStream> = values
            .elems
            .iter()
            .map(|value| self.float(value, rests).filter(|v| v.fixed).map(|v| v.tokens))
            .collect::<Option<_>>()?;
        Some(quote_spanned!(Span::mixed_site()=> (#(#values,)*)))
    }

    /// The sites of an expression, in the order of its evaluation, and what it writes.
    pub(super) fn sites_of(&mut self, expr: &'_ Expr, nodes: &mut Vec<Node>) {
        if let Some(h) = hole_of(expr) {
            let nest = self.nest;
            for part in parts(nest, h) {
                match &nest.holes[h] {
                    // What is called is a primitive's own function.
                    Hole::Method(m) if nest.methods[*m].needs != Needs::List => {
                        self.read(part, nodes, true);
                    }
                    Hole::Arith(_) => self.operand(part, nodes),
                    _ => self.sites_of(part, nodes),
                }
            }
            match &nest.holes[h] {
                Hole::Method(m) if self.shortens && nest.methods[*m].result.is_some() => {
                    self.short_site(*m, nodes)
                }
                Hole::Method(m) if is_site(nest, *m) => self.site(*m, nodes),
                Hole::Method(_) if self.calls.contains_key(&h) => self.call(h, nodes),
                _ => self.write(h),
            }
            return;
        }
        match expr {
            Expr::Assign(a) => {
                self.sites_of(&a.right, nodes);
                self.target(&a.left, nodes);
            }
            Expr::Binary(b) if is_assignment(&b.op) => {
                self.operand(&b.right, nodes);
                self.target(&b.left, nodes);
            }
            Expr::Binary(b) => {
                self.operand(&b.left, nodes);
                let before = self.guarded;
                self.guarded |= matches!(b.op, syn::BinOp::And(_) | syn::BinOp::Or(_));
                self.operand(&b.right, nodes);
                self.guarded = before;
            }
            Expr::If(i) if !binds(&i.cond) => {
                self.sites_of(&i.cond, nodes);
                let before = std::mem::replace(&mut self.guarded, true);
                let then = self.block(&i.then_branch);
                nodes.push(Node::Block(then));
                if let Some((_, other)) = &i.else_branch {
                    self.sites_of(other, nodes);
                }
                // A branch that leaves the iteration guards all that follows.
                self.guarded = before || leaves(self.nest, expr);
            }
            Expr::Block(b) => {
                let inner = self.block(&b.block);
                nodes.push(Node::Block(inner));
            }
            Expr::Paren(p) => self.sites_of(&p.expr, nodes),
            Expr::Group(g) => self.sites_of(&g.expr, nodes),
            Expr::Unary(u) => self.read(&u.expr, nodes, true),
            // To a reference it is a reference.
            Expr::Cast(c) => self.read(&c.expr, nodes, matches!(*c.ty, syn::Type::Path(_))),
            Expr::Reference(r) if r.mutability.is_some() => self.target(&r.expr, nodes),
            Expr::Reference(r) => self.read(&r.expr, nodes, true),
            Expr::Field(f) => self.sites_of(&f.base, nodes),
            Expr::Tuple(t) => t.elems.iter().for_each(|e| self.sites_of(e, nodes)),
            Expr::Call(c) => {
                std::iter::once(&*c.func).chain(&c.args).for_each(|e| self.sites_of(e, nodes));
            }
            Expr::MethodCall(c) => {
                self.target(&c.receiver, nodes);
                c.args.iter().for_each(|e| self.sites_of(e, nodes));
            }
            // A site in it is not found, and the loop is refused.
            other => self.write_within(other),
        }
    }

    /// The operand of an operator, which of other types than primitives may be given a reference and write through it.
    fn operand(&mut self, expr: &Expr, nodes: &mut Vec<Node>) {
        self.read(expr, nodes, self.fast.plan.has_simple_items() && !self.nest.calls());
    }

    /// What is read and not kept, if `sure`.
    fn read(&mut self, expr: &Expr, nodes: &mut Vec<Node>, sure: bool) {
        if !sure || !matches!(expr, Expr::Path(_)) {
            self.sites_of(expr, nodes);
        }
    }

    /// A place that may be written.
    fn target(&mut self, expr: &Expr, nodes: &mut Vec<Node>) {
        self.sites_of(expr, nodes);
        self.spoil(expr);
    }

    pub(super) fn write_within(&mut self, expr: &Expr) {
        self.spoil(expr);
        let nest = self.nest;
        let mut holes = Vec::new();
        walk_expr(nest, expr, &mut |h| holes.push(h));
        holes.into_iter().for_each(|h| self.write(h));
    }

    /// Notes what is written where the hole stands.
    fn write(&mut self, h: HoleId) {
        let nest = self.nest;
        match &nest.holes[h] {
            Hole::Access(a) | Hole::Row(a) | Hole::All { access: a, .. } if nest.accesses[*a].writes => {
                self.written.insert(nest.accesses[*a].base);
            }
            Hole::Loop(inner) => {
                self.write_all(*inner);
                self.spoil(&crate::nest::hole(h));
            }
            Hole::Method(m) if nest.methods[*m].needs == Needs::List => {
                self.spoil(&nest.methods[*m].receiver);
            }
            Hole::Fused { target, .. } => self.spoil(target),
            Hole::SumUpdate(u) => self.spoil(&nest.sums[u.sum].place),
            _ => {}
        }
    }

    fn write_all(&mut self, inner: LoopId) {
        let nest = self.nest;
        let within = nest.accesses.iter().filter(|a| a.writes && nest.chain(a.within).any(|l| l == inner));
        self.written.extend(within.map(|a| a.base));
    }
}

/// Does a condition bind names, as `if let` does, and `if a && let Some(b) = c`?
fn binds(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(b) => binds(&b.left) || binds(&b.right),
        _ => false,
    }
}

/// May the expression leave the iteration?
fn leaves(nest: &Nest, expr: &Expr) -> bool {
    struct Leaves<'a>(&'a Nest, bool);
    impl<'ast> Visit<'ast> for Leaves<'_> {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.1 |= matches!(expr, Expr::Continue(_) | Expr::Break(_) | Expr::Return(_) | Expr::Try(_));
            match hole_of(expr) {
                Some(h) => parts(self.0, h).into_iter().for_each(|part| self.visit_expr(part)),
                None => walk::visit_expr(self, expr),
            }
        }
    }
    let mut leaves = Leaves(nest, false);
    leaves.visit_expr(expr);
    leaves.1
}

/// A name, perhaps with a type; is it `mut`?
pub(super) fn simple(pat: &Pat) -> Option<(&Ident, bool)> {
    match pat {
        Pat::Ident(p) if p.by_ref.is_none() && p.subpat.is_none() => Some((&p.ident, p.mutability.is_some())),
        Pat::Type(t) => simple(&t.pat),
        _ => None,
    }
}

/// Is the type written beside the name?
fn is_typed(pat: &Pat) -> bool {
    matches!(pat, Pat::Type(t) if matches!(&*t.ty, syn::Type::Path(p) if p.path.is_ident("f64") || p.path.is_ident("f32")))
}
