//! From a `for` loop as written to a [`Nest`], or to the reasons why not.

use super::Symbol;
use super::affine::{Linear, LoopId};
use super::{
    Access, Base, ExId, Hole, Leaf, Loop, Method, Needs, Nest, Path, Scalar, Uses, Whole, hole, methods,
};
use crate::diag::{Blocker, Place};
use crate::kernel::{Function, Handed, Visible};
use proc_macro2::Ident;
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::visit::Visit;
use syn::{BinOp, Expr, Pat, Stmt, UnOp};

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
    function: &'a Function,
    visible: Visible,
    written: Vec<Path>,
    indexed: Vec<Path>,
    scope: Vec<(String, Local)>,
    /// Scalars that are certainly assigned in this iteration so far.
    assigned: BTreeSet<usize>,
    within: LoopId,
    /// How many `if`s (and right sides of `&&`, `||`) there are around.
    conditions: usize,
    fatal: Vec<Blocker>,
}

/// Reads a loop.
///
/// # Errors
/// Every reason why it must stay as written.
pub fn build(root: &syn::ExprForLoop, function: &Function) -> Result<Nest, Vec<Blocker>> {
    let mut scan = Scan { function, ..Scan::default_for(function) };
    scan.visit_block(&root.body);
    if !scan.fatal.is_empty() {
        return Err(scan.fatal);
    }
    let (written, indexed) = (scan.written, scan.indexed);
    let mut builder = Builder {
        nest: Nest::default(),
        function,
        visible: function.visible_at(root),
        written,
        indexed,
        scope: Vec::new(),
        assigned: BTreeSet::new(),
        within: 0,
        conditions: 0,
        fatal: Vec::new(),
    };
    builder.root(root);
    if builder.fatal.is_empty() { Ok(builder.nest) } else { Err(builder.fatal) }
}

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
fn path_of(expr: &Expr) -> Option<Path> {
    match expr {
        Expr::Paren(p) => path_of(&p.expr),
        Expr::Group(g) => path_of(&g.expr),
        Expr::Path(p) if p.qself.is_none() => {
            let root = p.path.segments.first()?.ident.clone();
            let fields = p.path.segments.iter().skip(1).map(|s| format!("::{}", s.ident)).collect();
            Some(Path { root, fields, tokens: expr.to_token_stream().to_string() })
        }
        Expr::Field(f) => {
            let mut path = path_of(&f.base)?;
            if path.fields.iter().any(|f| f.starts_with("::")) {
                return None;
            }
            path.fields.push(f.member.to_token_stream().to_string());
            path.tokens = expr.to_token_stream().to_string();
            Some(path)
        }
        _ => None,
    }
}

/// First pass: which names are bound inside, which places are assigned and indexed, which attributes there are.
struct Scan<'a> {
    function: &'a Function,
    written: Vec<Path>,
    indexed: Vec<Path>,
    fatal: Vec<Blocker>,
}

impl<'a> Scan<'a> {
    fn default_for(function: &'a Function) -> Self {
        Scan { function, written: Vec::new(), indexed: Vec::new(), fatal: Vec::new() }
    }
    fn write(&mut self, target: &Expr) {
        if let Some(path) = path_of(target) {
            self.written.push(path);
        }
    }
}

impl<'ast> Visit<'ast> for Scan<'_> {
    fn visit_attribute(&mut self, attr: &'ast syn::Attribute) {
        let known = ["allow", "warn", "expect", "deny", "parallel", "serial"];
        if !known.iter().any(|k| attr.path().is_ident(k)) {
            self.fatal.push(Blocker::Attribute { place: Place::of(attr) });
        }
    }
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(a) => self.write(&a.left),
            Expr::Binary(b) if is_assign(&b.op) => self.write(&b.left),
            Expr::Reference(r) if r.mutability.is_some() => self.write(&r.expr),
            Expr::Index(i) => self.indexed.extend(path_of(&i.expr)),
            _ => {}
        }
        syn::visit::visit_expr(self, expr);
    }
    fn visit_ident(&mut self, name: &'ast Ident) {
        if self.function.is_ambiguous(name) {
            self.fatal.push(Blocker::Hygiene { place: Place::of(name), name: name.to_string() });
        }
    }
}

fn is_assign(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

// Loops and statements.
impl Builder<'_> {
    fn root(&mut self, f: &syn::ExprForLoop) {
        let Some((start, end, inclusive)) = range(&f.expr) else {
            return self.syntax(&f.expr, "a loop over something else than a range");
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

    fn inner(&mut self, f: &syn::ExprForLoop) -> Expr {
        let Some((start, end, inclusive)) = range(&f.expr) else {
            self.syntax(&f.expr, "a loop over something else than a range");
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
            Some(_) => self.head(&f.expr),
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
        let body = self.block(&f.body);
        self.scope.truncate(depth);
        if parent.is_none() {
            for s in std::mem::take(&mut self.assigned) {
                self.nest.scalars[s].uses.always_assigned = true;
            }
        }
        self.nest.loops[id].body = body;
        id
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

    fn block(&mut self, block: &syn::Block) -> syn::Block {
        let depth = self.scope.len();
        let stmts = block.stmts.iter().map(|s| self.stmt(s)).collect();
        self.scope.truncate(depth);
        syn::Block { brace_token: block.brace_token, stmts }
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
            i.expr = Box::new(value);
        }
        if let Some(name) = name {
            self.scope.push((name.to_string(), Local::Let(form)));
        }
        out
    }
}

// Expressions.
impl Builder<'_> {
    fn value(&mut self, expr: &Expr) -> Expr {
        let mut out = expr.clone();
        match &mut out {
            Expr::Lit(_) => {}
            Expr::Paren(p) => *p.expr = self.value(&p.expr),
            Expr::Group(g) => *g.expr = self.value(&g.expr),
            Expr::Path(_) | Expr::Field(_) => return self.leaf_value(expr),
            Expr::Unary(u) => match u.op {
                UnOp::Neg(_) | UnOp::Not(_) => {
                    self.work(1);
                    *u.expr = self.value(&u.expr);
                }
                _ => self.syntax(expr, "a dereference"),
            },
            Expr::Binary(b) if is_assign(&b.op) => return self.compound(b),
            Expr::Binary(b) => {
                self.work(1);
                *b.left = self.value(&b.left);
                // The right side of `&&` and `||` may not run.
                if matches!(b.op, BinOp::And(_) | BinOp::Or(_)) {
                    let before = self.assigned.clone();
                    self.conditions += 1;
                    *b.right = self.value(&b.right);
                    self.conditions -= 1;
                    self.assigned = before;
                } else {
                    *b.right = self.value(&b.right);
                }
            }
            Expr::Cast(c) => {
                self.work(1);
                *c.expr = self.value(&c.expr);
            }
            Expr::Assign(a) => return self.assign(a),
            Expr::If(i) => return self.if_else(i),
            Expr::Block(b) if b.label.is_none() => b.block = self.block(&b.block),
            Expr::Index(i) => return self.index(i, false, true),
            Expr::Reference(r) if r.mutability.is_none() => *r.expr = self.referent(&r.expr),
            Expr::MethodCall(m) => return self.method(&m.clone()),
            Expr::Call(c) => return self.call(&c.clone()),
            Expr::ForLoop(f) => return self.inner(&f.clone()),
            other => self.not_understood(&other.clone()),
        }
        out
    }

    fn not_understood(&mut self, expr: &Expr) {
        let place = Place::of(expr);
        let blocker = match expr {
            Expr::Macro(m) => Blocker::Macro { place: Place::of(&m.mac.path) },
            Expr::Unsafe(_) => Blocker::Unsafe { place },
            Expr::Break(_) => Blocker::Leaves { place, what: "`break`" },
            Expr::Return(_) => Blocker::Leaves { place, what: "`return`" },
            Expr::Try(_) => Blocker::Leaves { place, what: "`?`" },
            Expr::Continue(_) => Blocker::Syntax { place, what: "`continue`" },
            Expr::While(_) => Blocker::Syntax { place, what: "a `while` loop" },
            Expr::Loop(_) => Blocker::Syntax { place, what: "`loop`" },
            Expr::Match(_) => Blocker::Syntax { place, what: "`match`" },
            Expr::Closure(_) => Blocker::Syntax { place, what: "a closure" },
            Expr::Let(_) => Blocker::Syntax { place, what: "`if let`" },
            Expr::Struct(_) | Expr::Tuple(_) | Expr::Array(_) | Expr::Repeat(_) => {
                Blocker::Syntax { place, what: "a tuple, array or struct made in the loop" }
            }
            _ => Blocker::Syntax { place, what: "this expression" },
        };
        self.fatal.push(blocker);
    }

    fn if_else(&mut self, i: &syn::ExprIf) -> Expr {
        let mut out = i.clone();
        self.work(1);
        *out.cond = self.value(&i.cond);
        self.conditions += 1;
        let before = self.assigned.clone();
        out.then_branch = self.block(&i.then_branch);
        let after_then = std::mem::replace(&mut self.assigned, before);
        if let Some((_, other)) = &mut out.else_branch {
            **other = self.value(&other.clone());
        }
        self.conditions -= 1;
        self.assigned = self.assigned.intersection(&after_then).copied().collect();
        Expr::If(out)
    }

    /// A name or a field path, read by value.
    fn leaf_value(&mut self, expr: &Expr) -> Expr {
        if single(expr).is_some_and(|name| self.local(&name.to_string()).is_some()) {
            return expr.clone();
        }
        let Some(path) = self.path(expr) else {
            self.syntax(expr, "a field of a value made in the loop");
            return expr.clone();
        };
        self.check_set(&path, expr);
        let written = self.is_written(&path);
        let s = self.scalar(expr, path);
        if !written {
            return self.hole(Hole::Read(s));
        }
        if !self.assigned.contains(&s) {
            self.nest.scalars[s].uses.exposed_read.get_or_insert_with(|| Place::of(expr));
        }
        self.hole(Hole::Write(s))
    }

    fn assign(&mut self, a: &syn::ExprAssign) -> Expr {
        if let Some(update) = self.as_update(a) {
            return update;
        }
        let mut out = a.clone();
        *out.right = self.value(&a.right);
        *out.left = self.target(&a.left, false);
        Expr::Assign(out)
    }

    /// `s = s + term`, the long form of `s += term`.
    fn as_update(&mut self, a: &syn::ExprAssign) -> Option<Expr> {
        let Expr::Binary(b) = &*a.right else { return None };
        let subtract = match b.op {
            BinOp::Add(_) => false,
            BinOp::Sub(_) => true,
            _ => return None,
        };
        let (to, from) = (self.path(&a.left)?, self.path(&b.left)?);
        if to != from || single(&a.left).is_none_or(|n| self.local(&n.to_string()).is_some()) {
            return None;
        }
        self.update(&a.left, to, subtract, &b.right, &Expr::Assign(a.clone()))
    }

    fn compound(&mut self, b: &syn::ExprBinary) -> Expr {
        let subtract = match b.op {
            BinOp::AddAssign(_) => Some(false),
            BinOp::SubAssign(_) => Some(true),
            _ => None,
        };
        if let Some(subtract) = subtract
            && single(&b.left).is_some_and(|n| self.local(&n.to_string()).is_none())
            && let Some(path) = self.path(&b.left)
            && let Some(update) = self.update(&b.left, path, subtract, &b.right, &Expr::Binary(b.clone()))
        {
            return update;
        }
        self.work(1);
        let mut out = b.clone();
        *out.right = self.value(&b.right);
        *out.left = self.target(&b.left, true);
        Expr::Binary(out)
    }

    /// An update whose old value comes from before the iteration: a reduction, if nothing else uses it.
    fn update(&mut self, left: &Expr, path: Path, subtract: bool, term: &Expr, whole: &Expr) -> Option<Expr> {
        self.check_set(&path, left);
        let s = self.scalar(left, path);
        if self.assigned.contains(&s) {
            return None;
        }
        self.foreign(left);
        self.work(1);
        let term = self.value(term);
        let within = self.within;
        let uses = &mut self.nest.scalars[s].uses;
        uses.update.get_or_insert_with(|| Place::of(whole));
        uses.updated_in.insert(within);
        Some(self.hole(Hole::Update { scalar: s, subtract, term, within }))
    }

    /// The left side of an assignment.
    fn target(&mut self, left: &Expr, reads: bool) -> Expr {
        match left {
            Expr::Paren(p) => return self.target(&p.expr, reads),
            Expr::Index(i) => return self.index(i, true, reads),
            _ => {}
        }
        if single(left).is_some_and(|name| self.local(&name.to_string()).is_some()) {
            return left.clone();
        }
        let Some(path) = self.path(left) else {
            self.syntax(left, "this place on the left of an assignment");
            return left.clone();
        };
        if !path.fields.is_empty() {
            self.syntax(left, "an assignment to a field");
            return left.clone();
        }
        self.check_set(&path, left);
        self.foreign(left);
        let s = self.scalar(left, path);
        if reads && !self.assigned.contains(&s) {
            self.nest.scalars[s].uses.exposed_read.get_or_insert_with(|| Place::of(left));
        }
        self.nest.scalars[s].uses.write.get_or_insert_with(|| Place::of(left));
        self.assigned.insert(s);
        self.hole(Hole::Write(s))
    }

    fn index(&mut self, i: &syn::ExprIndex, writes: bool, reads: bool) -> Expr {
        let Some(base) = self.base_of(&i.expr) else {
            self.syntax(&i.expr, "indexing of something else than a variable or a field path");
            return Expr::Index(i.clone());
        };
        if matches!(&*i.index, Expr::Range(_)) {
            self.syntax(&i.index, "a subrange");
            return Expr::Index(i.clone());
        }
        self.work(1);
        if writes {
            self.foreign(&i.expr);
            self.nest.bases[base].written = true;
        }
        let form = self.form(&i.index);
        let index = self.value(&i.index);
        let access = Access {
            base,
            index,
            form,
            writes,
            reads,
            conditional: self.conditions > 0,
            within: self.within,
            place: Place::of(i),
        };
        self.nest.accesses.push(access);
        let id = self.nest.accesses.len() - 1;
        self.hole(Hole::Access(id))
    }

    /// What a `&` refers to.
    fn referent(&mut self, expr: &Expr) -> Expr {
        match expr {
            Expr::Paren(p) => self.referent(&p.expr),
            Expr::Path(_) | Expr::Field(_)
                if single(expr).is_none_or(|n| self.local(&n.to_string()).is_none())
                    && self.path(expr).is_some_and(|p| !self.is_written(&p)) =>
            {
                self.whole(expr)
            }
            _ => self.value(expr),
        }
    }

    /// An argument or receiver of a call that the macro cannot see.
    fn argument(&mut self, expr: &Expr) -> Expr {
        let shared = single(expr).is_some_and(|n| {
            self.local(&n.to_string()).is_none() && self.visible.handed(n) == Handed::SharedReference
        });
        if shared { self.whole(expr) } else { self.value(expr) }
    }

    fn whole(&mut self, expr: &Expr) -> Expr {
        let Some(path) = self.path(expr) else {
            self.syntax(expr, "this place");
            return expr.clone();
        };
        self.check_set(&path, expr);
        let known = self.nest.wholes.iter().position(|w| w.path == path);
        let w = known.unwrap_or_else(|| {
            let ex = self.exemplar();
            let tokens = expr.to_token_stream();
            self.nest.wholes.push(Whole { path, tokens, ex, place: Place::of(expr) });
            self.nest.wholes.len() - 1
        });
        self.hole(Hole::Whole(w))
    }

    fn method(&mut self, m: &syn::ExprMethodCall) -> Expr {
        let name = m.method.to_string();
        if name == "len"
            && m.args.is_empty()
            && let Some(base) = self.base_of(&m.receiver)
        {
            return self.hole(Hole::Len(base));
        }
        match methods::needs(&name, m.args.len()) {
            Some(needs) if m.turbofish.is_none() => self.known_method(m, needs),
            _ => self.unknown_method(m),
        }
    }

    fn known_method(&mut self, m: &syn::ExprMethodCall, needs: Needs) -> Expr {
        let elementary = methods::ELEMENTARY.contains(&m.method.to_string().as_str());
        self.work(if elementary { 40 } else { 2 });
        let receiver = self.value(&m.receiver);
        let args = m.args.iter().map(|a| self.value(a)).collect();
        let ex = self.exemplar();
        let result = elementary.then(|| self.exemplar());
        self.nest.methods.push(Method { name: m.method.clone(), receiver, args, needs, ex, result });
        let id = self.nest.methods.len() - 1;
        self.hole(Hole::Method(id))
    }

    fn unknown_method(&mut self, m: &syn::ExprMethodCall) -> Expr {
        let place = Place::of(&m.method);
        let name = m.method.to_string();
        self.effects(if methods::is_order_dependent(&name) {
            Blocker::OrderDependent { place, name }
        } else {
            Blocker::Call { place, name }
        });
        let mut out = m.clone();
        *out.receiver = match &*m.receiver {
            Expr::Path(_) | Expr::Field(_) => self.receiver(&m.receiver),
            Expr::Index(_) => {
                self.syntax(&m.receiver, "a method call on an element, which it may change,");
                (*m.receiver).clone()
            }
            other => self.value(other),
        };
        out.args = m.args.iter().map(|a| self.argument(a)).collect();
        Expr::MethodCall(out)
    }

    /// A receiver that the method may not change: a shared reference, or `self` of a `&self` method.
    fn receiver(&mut self, expr: &Expr) -> Expr {
        if let Some(name) = single(expr) {
            if self.local(&name.to_string()).is_some() {
                return expr.clone();
            }
            if self.visible.handed(name) == Handed::SharedReference {
                return self.whole(expr);
            }
        }
        self.syntax(expr, "a method call on a variable that it may change");
        expr.clone()
    }

    fn call(&mut self, c: &syn::ExprCall) -> Expr {
        let mut out = c.clone();
        let name = c.func.to_token_stream().to_string().replace(' ', "");
        self.effects(Blocker::Call { place: Place::of(&c.func), name });
        *out.func = match &*c.func {
            Expr::Path(p) => match p.path.get_ident() {
                Some(name) if self.local(&name.to_string()).is_some() => (*c.func).clone(),
                Some(name) if self.visible.is_bound(name) => match self.visible.handed(name) {
                    Handed::MutableReference | Handed::Mutable => {
                        self.syntax(&c.func, "a call of a closure that may change its captures");
                        (*c.func).clone()
                    }
                    _ => {
                        let whole = self.whole(&c.func);
                        Expr::Paren(syn::ExprParen {
                            attrs: Vec::new(),
                            paren_token: c.paren_token,
                            expr: Box::new(whole),
                        })
                    }
                },
                _ => (*c.func).clone(),
            },
            other => {
                self.syntax(other, "a call of something else than a name");
                other.clone()
            }
        };
        out.args = c.args.iter().map(|a| self.argument(a)).collect();
        Expr::Call(out)
    }
}

// Places.
impl Builder<'_> {
    pub(super) fn local(&self, name: &str) -> Option<&Local> {
        self.scope.iter().rev().find(|(n, _)| n == name).map(|(_, l)| l)
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
        self.through(expr);
        let ex = self.exemplar();
        self.nest.scalars.push(Scalar { path, tokens: expr.to_token_stream(), ex, uses: Uses::default() });
        self.nest.scalars.len() - 1
    }

    /// The base that a place is, if the loop indexes it.
    pub(super) fn base_of(&mut self, expr: &Expr) -> Option<usize> {
        let path = self.path(expr)?;
        if let Some(b) = self.nest.bases.iter().position(|b| b.path == path) {
            return Some(b);
        }
        if !self.indexed.contains(&path) {
            return None;
        }
        self.check_set(&path, expr);
        let through_reference = path.fields.is_empty() && self.visible.handed(&path.root) != Handed::Mutable;
        let ex = self.exemplar();
        let tokens = expr.to_token_stream();
        self.nest.bases.push(Base { path, tokens, written: false, through_reference, ex });
        let base = self.nest.bases.len() - 1;
        self.nest.symbol(Symbol::Len(base));
        Some(base)
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
                if self.nest.roots.iter().all(|r| r.tokens.to_string() != tokens.to_string()) {
                    let ex = self.exemplar();
                    self.nest.roots.push(super::Root { tokens, ex });
                }
            }
            _ => {}
        }
    }

    fn check_set(&mut self, path: &Path, expr: &Expr) {
        self.through(expr);
        if self.function.may_be_unset(&path.root) {
            self.fatal.push(Blocker::Unset { place: Place::of(expr), name: path.root.to_string() });
        }
    }

    /// A write must be to something bound in the function, in a way that can be borrowed again.
    fn foreign(&mut self, target: &Expr) {
        let Some(path) = self.path(target) else { return };
        let (place, name) = (Place::of(target), target.to_token_stream().to_string().replace(' ', ""));
        if !self.visible.is_bound(&path.root) {
            self.fatal.push(Blocker::Foreign { place, name });
        } else if !self.visible.can_borrow_mutably(&path.root, !path.fields.is_empty()) {
            self.fatal.push(Blocker::Base { place, name });
        }
    }

    fn exemplar(&mut self) -> ExId {
        self.nest.exemplars += 1;
        self.nest.exemplars - 1
    }

    fn hole(&mut self, what: Hole) -> Expr {
        self.nest.holes.push(what);
        hole(self.nest.holes.len() - 1)
    }

    fn work(&mut self, n: u64) {
        self.nest.work[self.within] += n;
    }

    fn effects(&mut self, why: Blocker) {
        self.work(100);
        self.nest.effects.push(why);
    }

    fn syntax(&mut self, at: &impl ToTokens, what: &'static str) {
        self.fatal.push(Blocker::Syntax { place: Place::of(at), what });
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
