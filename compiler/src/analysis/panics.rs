//! May the fast form of a loop panic? Of a `#[track_caller]` function a panic must name the caller's line, and
//! code in a closure, which the fast form is, cannot: there the loop is compiled only if nothing in it panics.
//!
//! In: the nest, and which accesses are in bounds. Out: the places that must hold floats for the answer to be
//! no (integers overflow in debug builds, and divide by zero in all), or the reason for a yes. What is not
//! known here counts as a yes.

use super::InBounds;
use crate::diag::Place;
use crate::nest::affine::LoopId;
use crate::nest::is_assign;
use crate::nest::{Hole, Needs, Nest, ReductionOp, Step, hole_of};
use crate::walk::{self, Visit};
use std::collections::{BTreeMap, BTreeSet};
use syn::{BinOp, Expr, Pat, Stmt, UnOp};

/// A place that must hold a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Float {
    /// What a position in the type of a base holds.
    Shape(usize),
    /// A scalar.
    Scalar(usize),
    /// The items of a chain, or what they refer to.
    Items,
}

/// The places that must hold floats, so that nothing in the nest can panic.
///
/// # Errors
/// A place that may panic whatever the types are.
pub fn floats(nest: &Nest, in_bounds: &[Option<InBounds>]) -> Result<BTreeSet<Float>, Place> {
    let mut panics = Panics {
        nest,
        in_bounds,
        floats: BTreeSet::new(),
        locals: BTreeMap::new(),
        pure: false,
        nogil: false,
    };
    panics.body(0)?;
    Ok(panics.floats)
}

/// What the closures of a chain rest on that core calls for more items than the loop.
#[derive(Debug, Default)]
pub struct Spare {
    /// The places that must hold floats, so that those for items that are left out can be left out.
    pub floats: BTreeSet<Float>,
    /// If there are others, that only an item without a partner is given to: the same of these; or none, if it would show
    /// in any case.
    pub partner: Option<Option<BTreeSet<Float>>>,
}

/// Looks at what they do: nothing but to compute a value, if it does not show how often they are called.
///
/// Under `nogil` an operator may be the user's, unless it is one of floats.
///
/// # Errors
/// What would show.
pub fn spare(nest: &Nest, in_bounds: &[Option<InBounds>], nogil: bool) -> Result<Spare, Place> {
    let locals = nest.items.iter().map(|name| (name.clone(), BTreeSet::from([Float::Items]))).collect();
    let mut panics = Panics { nest, in_bounds, floats: BTreeSet::new(), locals, pure: true, nogil };
    let mut found = Spare::default();
    for stmt in &nest.loops[0].body.stmts {
        let Stmt::Local(syn::Local { pat, init: Some(init), .. }) = stmt else { break };
        if let Some(Hole::Spare { value, left_out, place }) = hole_of(&init.expr).map(|h| &nest.holes[h]) {
            let calm = panics.value(value);
            let floats = std::mem::take(&mut panics.floats);
            match (left_out, calm) {
                (true, calm) => {
                    calm.map_err(|_| place.clone())?;
                    found.floats.extend(floats);
                }
                (false, Ok(())) => {
                    if let Some(all) = found.partner.get_or_insert_with(|| Some(BTreeSet::new())) {
                        all.extend(floats);
                    }
                }
                (false, Err(_)) => found.partner = Some(None),
            }
        }
        panics.bind(pat, &init.expr);
    }
    Ok(found)
}

struct Panics<'a> {
    nest: &'a Nest,
    in_bounds: &'a [Option<InBounds>],
    floats: BTreeSet<Float>,
    /// Variables of the body that hold floats, if these places do.
    locals: BTreeMap<String, BTreeSet<Float>>,
    /// May nothing be done but to compute a value of what is there in any case?
    pure: bool,
    /// Then, may an operator be the user's?
    nogil: bool,
}

type Calm = Result<(), Place>;

impl Panics<'_> {
    fn may(&self, place: &Place) -> Calm {
        Err(place.clone())
    }

    fn somewhere(&self) -> Calm {
        self.may(&self.nest.loops[0].place)
    }

    fn body(&mut self, l: LoopId) -> Calm {
        let nest = self.nest;
        if l > 0 {
            self.value(&nest.loops[l].range)?;
            if !nest.loops[l].adapters.is_empty() {
                return self.may(&nest.loops[l].place);
            }
        }
        self.block(&nest.loops[l].body)
    }

    fn block(&mut self, block: &syn::Block) -> Calm {
        block.stmts.iter().try_for_each(|stmt| match stmt {
            Stmt::Expr(e, _) => self.value(e),
            Stmt::Local(syn::Local { pat, init: Some(init), .. }) if init.diverge.is_none() => {
                self.value(&init.expr)?;
                self.bind(pat, &init.expr);
                Ok(())
            }
            _ => self.somewhere(),
        })
    }

    /// Notes which names of a pattern are floats.
    fn bind(&mut self, pat: &Pat, value: &Expr) {
        let before = std::mem::take(&mut self.floats);
        let float = self.is_float(value);
        let floats = std::mem::replace(&mut self.floats, before);
        let name = match pat {
            Pat::Type(t) => &*t.pat,
            other => other,
        };
        let mut names = Names(Vec::new());
        names.visit_pat(pat);
        names.0.iter().for_each(|name| drop(self.locals.remove(name)));
        if let Pat::Ident(name) = name
            && float
        {
            self.locals.insert(name.ident.to_string(), floats);
        }
    }

    /// What only a pure value may hold, and what it may not.
    fn pure_value(&mut self, expr: &Expr) -> Option<Calm> {
        let is_float = |this: &mut Self, a: &Expr, b: &Expr| this.is_float(a) || this.is_float(b);
        Some(match expr {
            Expr::Assign(_) | Expr::Continue(_) => self.somewhere(),
            Expr::Binary(b) if is_assign(&b.op) => self.somewhere(),
            Expr::Unary(u) if matches!(u.op, UnOp::Deref(_)) => self.value(&u.expr),
            Expr::Unary(_) if self.nogil => self.somewhere(),
            Expr::Binary(b) if self.nogil && !matches!(b.op, BinOp::And(_) | BinOp::Or(_)) => {
                let parts = self.value(&b.left).and_then(|()| self.value(&b.right));
                let calm = is_float(self, &b.left, &b.right);
                parts.and(if calm { Ok(()) } else { self.somewhere() })
            }
            Expr::Reference(r) if r.mutability.is_none() => self.value(&r.expr),
            Expr::Tuple(t) => t.elems.iter().try_for_each(|e| self.value(e)),
            _ => return None,
        })
    }

    /// Holes of which the value shows that it was computed, or that may panic where the loop does not reach.
    fn is_impure(hole: &Hole) -> bool {
        !matches!(
            hole,
            Hole::Read(_)
                | Hole::Write(_)
                | Hole::Len(_)
                | Hole::Method(_)
                | Hole::Cloned(_)
                | Hole::Seen { .. }
                | Hole::Arith(_)
                | Hole::Operand(_)
        )
    }

    fn value(&mut self, expr: &Expr) -> Calm {
        if let Some(h) = hole_of(expr) {
            return self.hole(&self.nest.holes[h].clone());
        }
        if let Some(calm) = self.pure.then(|| self.pure_value(expr)).flatten() {
            return calm;
        }
        match expr {
            Expr::Lit(_) | Expr::Path(_) | Expr::Continue(_) => Ok(()),
            Expr::Paren(p) => self.value(&p.expr),
            Expr::Cast(c) => self.value(&c.expr),
            Expr::Block(b) => self.block(&b.block),
            Expr::Assign(a) => {
                self.value(&a.left)?;
                self.value(&a.right)
            }
            Expr::If(i) => {
                self.value(&i.cond)?;
                self.block(&i.then_branch)?;
                i.else_branch.as_ref().map_or(Ok(()), |(_, other)| self.value(other))
            }
            Expr::Unary(u) => {
                self.value(&u.expr)?;
                let calm = matches!(u.op, UnOp::Not(_)) || self.is_float(&u.expr);
                if calm { Ok(()) } else { self.somewhere() }
            }
            Expr::Binary(b) => {
                self.value(&b.left)?;
                self.value(&b.right)?;
                let calm = is_total(&b.op) || self.is_float(&b.left) || self.is_float(&b.right);
                if calm { Ok(()) } else { self.somewhere() }
            }
            Expr::Range(r) => {
                let ends = r.start.iter().chain(&r.end);
                ends.map(|e| &**e).try_for_each(|e| self.value(e))
            }
            _ => self.somewhere(),
        }
    }

    fn hole(&mut self, hole: &Hole) -> Calm {
        let nest = self.nest;
        if self.pure && Self::is_impure(hole) {
            return self.somewhere();
        }
        match hole {
            Hole::Access(a) => {
                let access = &nest.accesses[*a];
                // What is in bounds and made of sums and products does not overflow on the way.
                let grow = |step: &Step| match step {
                    Step::Index { index, range, .. } => range.is_none() && grows(index),
                    Step::Tensor { index, .. } => {
                        crate::nest::tensor_numbers(index).is_some_and(|n| n.into_iter().all(grows))
                    }
                    Step::Field { .. } => true,
                };
                let calm = self.in_bounds[*a].is_some() && access.steps.iter().all(grow);
                if calm { Ok(()) } else { self.may(&access.place) }
            }
            Hole::Read(_) | Hole::Write(_) | Hole::Assign(_) | Hole::Len(_) | Hole::Extent(_) => Ok(()),
            Hole::Method(m) => {
                let method = &nest.methods[*m];
                self.value(&method.receiver)?;
                method.args.iter().try_for_each(|a| self.value(a))?;
                let name = method.name.to_string();
                let calm = match method.needs {
                    Needs::Float => true,
                    Needs::Int => name != "pow",
                    Needs::List => false,
                    Needs::Signed => name == "signum" || self.is_float(&method.receiver),
                    Needs::Number => {
                        matches!(name.as_str(), "min" | "max")
                            || name != "clamp" && self.is_float(&method.receiver)
                    }
                };
                if calm { Ok(()) } else { self.somewhere() }
            }
            Hole::Uninit(u) => {
                if let crate::nest::Uninit::Write { element, .. } = &nest.uninits[*u] {
                    self.value(element)?;
                }
                self.value(nest.uninits[*u].value())
            }
            Hole::Loop(l) => self.body(*l),
            Hole::Update(u) => {
                let update = &nest.updates[*u];
                // Only sums and products of integers overflow.
                if matches!(update.op, ReductionOp::Sum | ReductionOp::Product) {
                    self.floats.insert(Float::Scalar(update.scalar));
                }
                update.with.iter().try_for_each(|(_, value)| self.value(value))?;
                self.value(&update.term)
            }
            Hole::Arith(a) => self.value(&nest.written(*a)),
            Hole::Fused { target, term, .. } => self.sum(target, term),
            Hole::SumUpdate(u) => self.sum(&nest.sums[u.sum].place, &u.term),
            Hole::Operand(_) => self.somewhere(),
            Hole::Spare { value, .. } | Hole::Seen { value, .. } => self.value(value),
            // Of a type of the user's it is a call.
            Hole::Cloned(_) if self.nogil => self.somewhere(),
            Hole::Cloned(value) => self.value(value),
            Hole::Tie(_) => Ok(()),
            Hole::Links(_)
            | Hole::Numbers { .. }
            | Hole::All { .. }
            | Hole::Row(_)
            | Hole::Result { .. }
            | Hole::Named { .. }
            | Hole::Put(_)
            | Hole::Hit(_)
            | Hole::Top(_)
            | Hole::RowLen(_)
            | Hole::Assert { .. }
            | Hole::Macro(_)
            | Hole::Whole(_) => self.somewhere(),
        }
    }

    /// `target += term`
    fn sum(&mut self, target: &Expr, term: &Expr) -> Calm {
        self.value(target)?;
        self.value(term)?;
        if self.is_float(target) || self.is_float(term) { Ok(()) } else { self.somewhere() }
    }

    /// Is it a float, perhaps on condition? Then an operation with it is one on floats.
    fn is_float(&mut self, expr: &Expr) -> bool {
        if let Some(h) = hole_of(expr) {
            return match &self.nest.holes[h] {
                Hole::Access(a) => self.demand(Float::Shape(self.nest.accesses[*a].leaf)),
                Hole::Read(x) | Hole::Write(x) | Hole::Assign(x) => self.demand(Float::Scalar(*x)),
                Hole::Method(m) => {
                    let method = &self.nest.methods[*m];
                    let name = method.name.to_string();
                    match method.needs {
                        Needs::Float => {
                            !name.starts_with("is_") && !matches!(name.as_str(), "to_bits" | "total_cmp")
                        }
                        Needs::Int | Needs::List => false,
                        Needs::Signed | Needs::Number => self.is_float(&method.receiver),
                    }
                }
                Hole::Arith(a) => self.is_float(&self.nest.written(*a)),
                Hole::Spare { value, .. } | Hole::Seen { value, .. } | Hole::Cloned(value) => {
                    self.is_float(value)
                }
                _ => false,
            };
        }
        match expr {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(_), .. }) => true,
            Expr::Paren(p) => self.is_float(&p.expr),
            Expr::Unary(u) => self.is_float(&u.expr),
            Expr::Binary(b) if !matches!(b.op, BinOp::Shl(_) | BinOp::Shr(_)) => {
                !is_total(&b.op) && (self.is_float(&b.left) || self.is_float(&b.right))
            }
            Expr::Cast(c) => {
                matches!(&*c.ty, syn::Type::Path(p) if p.path.is_ident("f64") || p.path.is_ident("f32"))
            }
            Expr::Path(p) => {
                let floats = p.path.get_ident().and_then(|name| self.locals.get(&name.to_string())).cloned();
                floats.is_some_and(|floats| {
                    self.floats.extend(floats);
                    true
                })
            }
            _ => false,
        }
    }

    fn demand(&mut self, what: Float) -> bool {
        self.floats.insert(what);
        true
    }
}

struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.0.push(p.ident.to_string());
        walk::visit_pat_ident(self, p);
    }
}

/// Operators of primitives that cannot panic.
fn is_total(op: &BinOp) -> bool {
    use BinOp::{
        And, BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Eq, Ge, Gt, Le, Lt, Ne, Or,
    };
    matches!(
        op,
        And(_)
            | Or(_)
            | Eq(_)
            | Ne(_)
            | Lt(_)
            | Le(_)
            | Gt(_)
            | Ge(_)
            | BitAnd(_)
            | BitOr(_)
            | BitXor(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | BitXorAssign(_)
    )
}

/// Is each part of the subscript at most the whole of it: only sums and products?
fn grows(index: &Expr) -> bool {
    match index {
        Expr::Lit(_) | Expr::Path(_) | Expr::Verbatim(_) => true,
        Expr::Paren(p) => grows(&p.expr),
        Expr::Binary(b) => matches!(b.op, BinOp::Add(_) | BinOp::Mul(_)) && grows(&b.left) && grows(&b.right),
        _ => false,
    }
}
