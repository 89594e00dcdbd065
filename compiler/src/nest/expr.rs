//! Expressions: each kind that is understood is rebuilt with holes; every other kind is a blocker.

use super::build::Builder;
use super::place::single;
use super::scan::is_assign;
use super::{Access, Hole, Method, Needs, Path, Whole, methods};
use crate::diag::{Blocker, Place};
use crate::kernel::Handed;
use quote::ToTokens;
use syn::{BinOp, Expr, UnOp};

impl Builder<'_> {
    pub(super) fn value(&mut self, expr: &Expr) -> Expr {
        if let Some(arith) = self.arith(expr) {
            return arith;
        }
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
            Expr::Continue(c) if c.label.is_none() => self.jump(),
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
            Expr::Continue(_) => Blocker::Syntax { place, what: "`continue` with a label" },
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

    /// `continue`: what follows in the body may not run, and what is assigned so far is all there is.
    fn jump(&mut self) {
        let so_far = match self.jumps.take() {
            Some(before) => before.intersection(&self.assigned).copied().collect(),
            None => self.assigned.clone(),
        };
        self.jumps = Some(so_far);
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
        // After a `continue` in a branch the rest of the body is conditional too.
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
        if let Some(update) = self.long_sum_update(a) {
            return update;
        }
        let mut out = a.clone();
        *out.right = self.value(&a.right);
        *out.left = self.target(&a.left, None);
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
        if let Some(subtract) = subtract {
            if let Some(update) = self.sum_update(&b.left, subtract, &b.right, false) {
                return update;
            }
            if let Some(fused) = self.fused(b, subtract) {
                return fused;
            }
        }
        self.work(1);
        let mut out = b.clone();
        *out.right = self.value(&b.right);
        *out.left = self.target(&b.left, Some(&Expr::Binary(b.clone())));
        Expr::Binary(out)
    }

    /// An update whose old value comes from before the iteration: a reduction, if nothing else uses it.
    fn update(&mut self, left: &Expr, path: Path, subtract: bool, term: &Expr, whole: &Expr) -> Option<Expr> {
        // Kept apart, because a type may have `+` and not `+=`.
        let long = matches!(whole, Expr::Assign(_));
        self.check_set(&path, left);
        let s = self.scalar(left, path);
        if self.assigned.contains(&s) {
            return None;
        }
        self.foreign(left);
        self.work(1);
        let term = Box::new(self.term(term));
        let within = self.within;
        let uses = &mut self.nest.scalars[s].uses;
        uses.update.get_or_insert_with(|| Place::of(whole));
        uses.updated_in.insert(within);
        Some(self.hole(Hole::Update { scalar: s, subtract, long, term, within }))
    }

    /// The left side of an assignment.
    pub(super) fn target(&mut self, left: &Expr, compound: Option<&Expr>) -> Expr {
        let reads = compound.is_some();
        match left {
            Expr::Paren(p) => return self.target(&p.expr, compound),
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
        // For `p *= x` the statement says more than the name.
        let place = Place::of(&compound.unwrap_or(left));
        if reads && !self.assigned.contains(&s) {
            self.nest.scalars[s].uses.exposed_read.get_or_insert_with(|| place.clone());
        }
        self.nest.scalars[s].uses.write.get_or_insert(place);
        self.assigned.insert(s);
        self.hole(Hole::Assign(s))
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
        let index = self.plain(|this| this.value(&i.index));
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
            self.nest.bases[base].asks_len = true;
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
        let result = (elementary && !self.how.std_math).then(|| self.exemplar());
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
        let overlap = self.path(expr).and_then(|p| self.indexed.iter().find(|(i, _)| i.overlaps(&p)));
        match overlap.map(|(_, place)| place.clone()) {
            Some(access) => {
                let name = expr.to_token_stream().to_string();
                self.fatal.push(Blocker::WholeUse { place: Place::of(expr), access, name });
            }
            None => self.syntax(expr, "a method call on a variable that it may change"),
        }
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
