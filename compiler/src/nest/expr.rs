//! Expressions: each kind that is understood is rebuilt with holes; every other kind is a blocker.

use super::access::{How, is_access};
use super::build::Builder;
use super::fill::placed;
use super::place::single;
use super::scan::{is_assign, is_comparison};
use super::{Hole, Whole, hole_of};
use crate::diag::{Blocker, Place};
use crate::kernel::Handed;
use quote::ToTokens;
use syn::{BinOp, Expr, UnOp};

pub(super) const READ: How = How { writes: false, reads: true };
pub(super) const CHANGE: How = How { writes: true, reads: true };

impl Builder<'_> {
    pub(super) fn value(&mut self, expr: &Expr) -> Expr {
        let tree = self.tree(expr);
        placed(tree, expr)
    }

    fn tree(&mut self, expr: &Expr) -> Expr {
        if let Some(arith) = self.arith(expr) {
            return arith;
        }
        let mut out = expr.clone();
        match &mut out {
            Expr::Lit(_) | Expr::Infer(_) => {}
            Expr::Paren(p) => *p.expr = self.value(&p.expr),
            Expr::Group(g) => *g.expr = self.value(&g.expr),
            Expr::Field(_) | Expr::Index(_) | Expr::MethodCall(_) if self.extent(expr).is_some() => {
                return self.extent_value(expr);
            }
            Expr::Path(_) | Expr::Field(_) => return self.leaf_value(expr),
            Expr::Unary(u) => match u.op {
                UnOp::Neg(_) | UnOp::Not(_) => {
                    self.work(1);
                    *u.expr = self.value(&u.expr);
                }
                UnOp::Deref(_) => return self.dereference(expr, &u.expr.clone()),
                _ => self.syntax(expr, "this operator"),
            },
            Expr::Binary(b) if is_assign(&b.op) => return self.compound(b),
            Expr::Binary(b) => return self.binary(&b.clone()),
            Expr::Cast(c) => {
                self.work(1);
                *c.expr = self.value(&c.expr);
            }
            Expr::Assign(a) => return self.assign(a),
            Expr::If(i) => return self.if_else(i),
            Expr::Match(m) => return self.matching(&m.clone()),
            Expr::Let(l) => return self.let_condition(&l.clone()),
            Expr::Block(b) => return self.block_expr(&b.clone()),
            Expr::Index(_) => return self.indexed_value(expr),
            Expr::Range(_) => return self.range_value(expr),
            Expr::Tuple(t) => t.elems = t.elems.iter().map(|e| self.value(e)).collect(),
            Expr::Array(a) => a.elems = a.elems.iter().map(|e| self.value(e)).collect(),
            Expr::Repeat(r) => *r.expr = self.value(&r.expr),
            Expr::Struct(s) => return self.structure(&s.clone()),
            Expr::Reference(r) => {
                *r.expr = match r.mutability {
                    Some(_) => self.mutable_referent(&r.expr),
                    None => self.referent(&r.expr),
                };
                self.borrowed(&r.expr);
            }
            Expr::MethodCall(m) => return self.method(&m.clone()),
            Expr::Call(c) => return self.call(&c.clone()),
            Expr::Closure(c) => return self.closure(&c.clone()),
            Expr::ForLoop(f) => return self.inner(&f.clone()),
            Expr::While(w) => return self.while_loop(&w.clone()),
            Expr::Loop(l) => return self.endless_loop(&l.clone()),
            Expr::Macro(m) => return self.macro_call(&m.mac.clone()),
            Expr::Continue(_) | Expr::Break(_) | Expr::Return(_) | Expr::Try(_) => return self.jump(expr),
            other => self.not_understood(&other.clone()),
        }
        out
    }

    fn binary(&mut self, b: &syn::ExprBinary) -> Expr {
        let mut out = b.clone();
        self.work(1);
        let compared = is_comparison(&b.op);
        *out.left = self.operand(&b.left, compared);
        // The right side of `&&` and `||` may not run.
        if matches!(b.op, BinOp::And(_) | BinOp::Or(_)) {
            let before = self.assigned.clone();
            let narrow = self.narrow.len();
            let about_domain = self.conditional_on(&b.left);
            self.narrow_by(&b.left, matches!(b.op, BinOp::Or(_)));
            *out.right = self.value(&b.right);
            self.no_longer(about_domain);
            self.narrow.truncate(narrow);
            self.assigned = before;
        } else {
            *out.right = self.operand(&b.right, compared);
        }
        Expr::Binary(out)
    }

    /// An operand. Those of a comparison are places, so `*x` may be a `str` or a slice, which is no value.
    fn operand(&mut self, expr: &Expr, compared: bool) -> Expr {
        match expr {
            Expr::Unary(syn::ExprUnary { op: UnOp::Deref(_), .. }) if compared => self.referred(expr),
            _ => self.value(expr),
        }
    }

    /// `*x`: of something that the body holds, or of a reference from outside.
    fn dereference(&mut self, expr: &Expr, inner: &Expr) -> Expr {
        if let Some(place) = self.local_place(expr) {
            return place;
        }
        if single(inner).is_some() {
            return self.leaf_value(expr);
        }
        let mut out = expr.clone();
        if let Expr::Unary(u) = &mut out {
            *u.expr = self.value(inner);
        }
        out
    }

    /// `Point { x: 1.0, ..p }`: a type of the user's, whose operators and `drop` the macro cannot see.
    fn structure(&mut self, s: &syn::ExprStruct) -> Expr {
        let mut out = s.clone();
        let name = s.path.to_token_stream().to_string().replace(' ', "");
        self.effects(Blocker::Call { place: Place::of(&s.path), name });
        for field in &mut out.fields {
            let value = self.value(&field.expr.clone());
            // `Point { x }` where the value is no longer that name.
            if !matches!(value, Expr::Path(_)) {
                field.colon_token.get_or_insert_with(Default::default);
            }
            field.expr = value;
        }
        out.rest = out.rest.map(|r| Box::new(self.value(&r)));
        Expr::Struct(out)
    }

    fn indexed_value(&mut self, expr: &Expr) -> Expr {
        match self.local_place(expr) {
            Some(place) => place,
            None => self.access(expr, READ),
        }
    }

    fn not_understood(&mut self, expr: &Expr) {
        let place = Place::of(expr);
        self.fatal.push(match expr {
            Expr::Unsafe(_) => Blocker::Unsafe { place },
            Expr::Async(_) | Expr::Await(_) => Blocker::Syntax { place, what: "`async`" },
            _ => Blocker::Syntax { place, what: "this expression" },
        });
    }

    /// A name or a field path, read by value.
    fn leaf_value(&mut self, expr: &Expr) -> Expr {
        if let Some(place) = self.local_place(expr) {
            return place;
        }
        if is_access(expr) {
            return self.access(expr, READ);
        }
        let Some(path) = self.path(expr) else {
            // A field of a value that is made here.
            let mut out = expr.clone();
            match &mut out {
                Expr::Field(f) => *f.base = self.value(&f.base.clone()),
                _ => self.syntax(expr, "this path"),
            }
            return out;
        };
        // A constant, a variant or a function: the same value wherever it is named. What is done with one that
        // is no primitive is a call.
        // `None` has another type wherever it stands, so one exemplar would not do.
        let is_none = path.fields.is_empty() && path.root == "None";
        if (self.nogil || is_none) && !self.visible.is_bound(&path.root) && !path.is_field() {
            return expr.clone();
        }
        if path.fields.is_empty() && self.visible.handed(&path.root) == Handed::MutableReference {
            self.handed_on(expr, &path);
            return expr.clone();
        }
        self.check_set(&path, expr);
        let written = self.is_written(&path);
        let s =
            if self.is_generic(&path) { self.scalar_of_its_own(expr, path) } else { self.scalar(expr, path) };
        if !written {
            return self.hole(Hole::Read(s));
        }
        if !self.assigned.contains(&s) {
            self.nest.scalars[s].uses.exposed_read.get_or_insert_with(|| Place::of(expr));
        }
        self.hole(Hole::Write(s))
    }

    /// A parameter `x: &mut T` as a value: whoever gets it may change all of it, so iterations can neither share it nor
    /// have a copy each.
    fn handed_on(&mut self, expr: &Expr, path: &super::Path) {
        let place = Place::of(expr);
        let access = self.indexed.iter().find(|(i, _)| i.overlaps(path)).map(|(_, access)| access.clone());
        self.fatal.push(match access {
            Some(access) => Blocker::WholeUse { place, access, name: path.tokens.clone(), scalar: false },
            None => Blocker::Syntax { place, what: "a `&mut` reference that is handed on" },
        });
    }

    /// May the name have another type at each place? `None` of two `Option`s, a generic function.
    fn is_generic(&self, path: &super::Path) -> bool {
        let last = path.fields.last().cloned().unwrap_or_else(|| path.root.to_string());
        !self.visible.is_bound(&path.root) && last.chars().any(char::is_lowercase)
    }

    fn assign(&mut self, a: &syn::ExprAssign) -> Expr {
        if let Some(update) = self.update_by_assignment(a) {
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

    fn compound(&mut self, b: &syn::ExprBinary) -> Expr {
        if let Some(update) = self.update_by_operator(b) {
            return update;
        }
        let subtract = match b.op {
            BinOp::AddAssign(_) => Some(false),
            BinOp::SubAssign(_) => Some(true),
            _ => None,
        };
        if let Some(subtract) = subtract {
            if let Some(update) =
                self.sum_update(&b.left, subtract, &b.right, false, crate::diag::span_of(b).0)
            {
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

    /// The left side of an assignment.
    pub(super) fn target(&mut self, left: &Expr, compound: Option<&Expr>) -> Expr {
        let tree = self.target_tree(left, compound);
        placed(tree, left)
    }

    fn target_tree(&mut self, left: &Expr, compound: Option<&Expr>) -> Expr {
        let reads = compound.is_some();
        let mut out = left.clone();
        match &mut out {
            Expr::Paren(p) => return self.target(&p.expr, compound),
            Expr::Group(g) => return self.target(&g.expr, compound),
            Expr::Infer(_) => return out,
            // `(a, b) = (b, a)`
            Expr::Tuple(t) => {
                t.elems = t.elems.iter().map(|e| self.target(e, compound)).collect();
                return out;
            }
            Expr::Array(t) => {
                t.elems = t.elems.iter().map(|e| self.target(e, compound)).collect();
                return out;
            }
            _ => {}
        }
        if let Some(place) = self.local_place(left) {
            self.forget(&single(left).map(ToString::to_string).into_iter().collect::<Vec<_>>());
            return place;
        }
        if is_access(left) {
            return self.access(left, How { writes: true, reads });
        }
        let Some(path) = self.path(left) else {
            // `*f(x) = ..`
            match &mut out {
                Expr::Unary(u) if matches!(u.op, UnOp::Deref(_)) => *u.expr = self.value(&u.expr.clone()),
                _ => self.syntax(left, "this place on the left of an assignment"),
            }
            return out;
        };
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

    /// What a `&` refers to.
    fn referent(&mut self, expr: &Expr) -> Expr {
        match expr {
            Expr::Paren(p) => self.referent(&p.expr),
            Expr::Path(_) | Expr::Field(_) | Expr::Unary(syn::ExprUnary { op: UnOp::Deref(_), .. })
                if !is_access(expr) && self.local_place(expr).is_none() =>
            {
                match self.path(expr) {
                    Some(path) if !self.is_written(&path) => self.place_referred_to(expr),
                    _ => self.referred(expr),
                }
            }
            _ => self.value(expr),
        }
    }

    /// Notes that a reference to an element may be kept.
    pub(super) fn borrowed(&mut self, referent: &Expr) {
        match referent {
            Expr::Paren(p) => self.borrowed(&p.expr),
            _ => {
                if let Some(&Hole::Access(a)) = hole_of(referent).map(|h| &self.nest.holes[h]) {
                    self.nest.accesses[a].borrowed = true;
                }
            }
        }
    }

    /// What a `&mut` refers to.
    fn mutable_referent(&mut self, expr: &Expr) -> Expr {
        if let Some(place) = self.local_place(expr) {
            self.forget(&single(expr).map(ToString::to_string).into_iter().collect::<Vec<_>>());
            return place;
        }
        if is_access(expr) {
            return self.access(expr, CHANGE);
        }
        match expr {
            Expr::Paren(p) => self.mutable_referent(&p.expr),
            Expr::Path(_) | Expr::Field(_) => {
                self.syntax(expr, "a mutable reference to a variable");
                expr.clone()
            }
            other => self.value(other),
        }
    }

    /// An argument or receiver of a call that the macro cannot see.
    pub(super) fn argument(&mut self, expr: &Expr) -> Expr {
        let shared = single(expr).is_some_and(|n| {
            self.local(&n.to_string()).is_none() && self.visible.handed(n) == Handed::SharedReference
        });
        if shared { self.whole(expr) } else { self.value(expr) }
    }

    /// What a reference is taken to, or what a pattern takes references to parts of: the place, not its value.
    pub(super) fn referred(&mut self, expr: &Expr) -> Expr {
        let value = self.value(expr);
        if let Some(hole) = hole_of(&value)
            && matches!(self.nest.holes[hole], Hole::Read(_) | Hole::Write(_))
        {
            self.nest.referred.insert(hole);
        }
        value
    }

    /// A place to which a reference is taken.
    pub(super) fn place_referred_to(&mut self, expr: &Expr) -> Expr {
        let out = self.whole(expr);
        if let Some(&Hole::Whole(w)) = hole_of(&out).map(|h| &self.nest.holes[h]) {
            self.nest.wholes[w].referred = true;
        }
        out
    }

    pub(super) fn whole(&mut self, expr: &Expr) -> Expr {
        let Some(path) = self.path(expr) else {
            self.syntax(expr, "this place");
            return expr.clone();
        };
        self.check_set(&path, expr);
        let known = self.nest.wholes.iter().position(|w| w.path == path);
        let w = known.unwrap_or_else(|| {
            let ex = self.exemplar();
            let tokens = expr.to_token_stream();
            let handed = self.visible.handed(&path.root);
            let reference = path.fields.is_empty() && handed == Handed::SharedReference;
            let place = Place::of(expr);
            self.nest.wholes.push(Whole { path, tokens, ex, reference, referred: false, place });
            self.nest.wholes.len() - 1
        });
        self.hole(Hole::Whole(w))
    }
}
