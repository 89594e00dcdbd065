//! Values that a probe may compute ahead: code for them, if they are total, and what it rests on.

use super::scan::parts;
use super::{Asked, Name, Prober, Refused, Rests};
use crate::analysis::Role;
use crate::nest::{Hole, HoleId, Needs, Nest, Step, hole_of};
use crate::walk::{self, Visit};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{BinOp, Expr, UnOp};

/// Code for a value: a literal's type is not fixed yet.
pub(super) struct Value {
    pub tokens: TokenStream,
    pub fixed: bool,
}

impl Prober<'_> {
    /// Code for a float.
    pub(super) fn float(&mut self, expr: &Expr, rests: &mut Rests) -> Option<Value> {
        if let Some(h) = hole_of(expr) {
            return self.float_hole(h, rests);
        }
        if let Some(name) = self.item(expr) {
            rests.items.insert((name, Asked::Float));
            return Some(fixed(quote!(#expr)));
        }
        match expr {
            Expr::Lit(l) => match &l.lit {
                syn::Lit::Float(f) => Some(Value { tokens: quote!(#l), fixed: !f.suffix().is_empty() }),
                _ => None,
            },
            Expr::Path(p) => match self.name(p) {
                Name::Let(n) if self.lets[n].is_float => {
                    rests.lets.insert(n);
                    Some(fixed(quote!(#p)))
                }
                Name::Outer(own) => {
                    rests.extend(&own);
                    Some(fixed(quote!(#p)))
                }
                _ => None,
            },
            Expr::Paren(p) => {
                let value = self.float(&p.expr, rests)?;
                let tokens = value.tokens;
                Some(Value { tokens: quote_spanned!(Span::mixed_site()=> (#tokens)), fixed: value.fixed })
            }
            Expr::Group(g) => self.float(&g.expr, rests),
            Expr::Unary(u) if matches!(u.op, UnOp::Neg(_)) => {
                let (op, value) = (&u.op, self.float(&u.expr, rests)?);
                let tokens = value.tokens;
                Some(Value { tokens: quote!(#op #tokens), fixed: value.fixed })
            }
            Expr::Binary(b) if is_float_operator(&b.op) => {
                let (op, x, y) = (&b.op, self.float(&b.left, rests)?, self.float(&b.right, rests)?);
                let (left, right) = (x.tokens, y.tokens);
                Some(Value { tokens: quote!(#left #op #right), fixed: x.fixed || y.fixed })
            }
            Expr::Cast(c) => {
                let ty = &c.ty;
                matches!(&**ty, syn::Type::Path(p) if p.path.is_ident("f64") || p.path.is_ident("f32"))
                    .then_some(())?;
                let value = self.cast(&c.expr, rests)?;
                Some(fixed(quote!((#value as #ty))))
            }
            _ => None,
        }
    }

    pub(super) fn float_hole(&mut self, h: HoleId, rests: &mut Rests) -> Option<Value> {
        let nest = self.nest;
        match &nest.holes[h] {
            Hole::Access(a) => {
                self.access(*a, rests)?;
                rests.floats.insert(nest.shapes[nest.accesses[*a].leaf].ex);
                Some(fixed(self.fast.access(*a)))
            }
            Hole::Read(x) if self.fast.plan.roles[*x] == Role::ReadOnly => {
                rests.floats.insert(nest.scalars[*x].ex);
                Some(fixed(self.fast.hole(h)))
            }
            Hole::Method(m) => {
                let method = &nest.methods[*m];
                let name = method.name.to_string();
                let is_float = match method.needs {
                    Needs::Float => {
                        !name.starts_with("is_")
                            && !matches!(name.as_str(), "to_bits" | "total_cmp" | "sin_cos")
                    }
                    Needs::Signed => true,
                    Needs::Number => matches!(name.as_str(), "min" | "max"),
                    Needs::Int | Needs::List => false,
                };
                is_float.then_some(())?;
                self.method(*m, rests).map(fixed)
            }
            // What a closure in the middle of a chain gives.
            Hole::Seen { value, .. } | Hole::Spare { value, .. } => self.float(value, rests),
            Hole::Arith(a) => {
                // Its own emission, whose operands are as written.
                let plain = nest.written(*a);
                no_integers(nest, &plain).then_some(())?;
                let value = self.float(&plain, rests)?;
                Some(Value { tokens: self.fast.arith(*a), fixed: value.fixed })
            }
            _ => None,
        }
    }

    /// A call of a known function.
    fn method(&mut self, m: usize, rests: &mut Rests) -> Option<TokenStream> {
        let method = &self.nest.methods[m];
        let receiver = self.float(&method.receiver, rests)?;
        (receiver.fixed || method.path.is_some()).then_some(())?;
        let args: Option<Vec<TokenStream>> = method
            .args
            .iter()
            .map(|arg| match (method.name == "powi", hole_of(arg).map(|h| (h, &self.nest.holes[h])), arg) {
                (true, Some((h, Hole::Read(x))), _) if self.fast.plan.roles[*x] == Role::ReadOnly => {
                    Some(self.fast.hole(h))
                }
                (true, None, Expr::Lit(l)) => Some(quote!(#l)),
                (true, None, Expr::Unary(u)) if matches!(&*u.expr, Expr::Lit(_)) => Some(quote!(#u)),
                (true, ..) => None,
                (false, ..) => self.float(arg, rests).map(|v| v.tokens),
            })
            .collect();
        Some(self.fast.method_of(m, &receiver.tokens, &args?))
    }

    /// `x.sin_cos()` as a pair.
    pub(super) fn pair(&mut self, expr: &Expr, rests: &mut Rests) -> Option<TokenStream> {
        match &self.nest.holes[hole_of(crate::nest::arith::bare(expr))?] {
            Hole::Method(m) if self.nest.methods[*m].result.is_some() => {
                (self.nest.methods[*m].name == "sin_cos").then_some(())?;
                self.method(*m, rests)
            }
            _ => None,
        }
    }

    /// What is cast to a float.
    fn cast(&mut self, expr: &Expr, rests: &mut Rests) -> Option<TokenStream> {
        match (crate::nest::arith::bare(expr), hole_of(crate::nest::arith::bare(expr))) {
            (_, Some(h)) => match &self.nest.holes[h] {
                Hole::Access(a) => {
                    self.access(*a, rests)?;
                    Some(self.fast.access(*a))
                }
                Hole::Read(x) if self.fast.plan.roles[*x] == Role::ReadOnly => Some(self.fast.hole(h)),
                _ => self.float_hole(h, rests).filter(|v| v.fixed).map(|v| v.tokens),
            },
            (bare, None) if let Some(name) = self.item(bare) => {
                rests.items.insert((name, Asked::Number));
                Some(quote!(#bare))
            }
            (bare, None) => self.integer(bare).or_else(|| {
                let value = self.float(bare, rests).filter(|v| v.fixed)?;
                let tokens = value.tokens;
                Some(quote_spanned!(Span::mixed_site()=> (#tokens)))
            }),
        }
    }

    /// Integer arithmetic on induction variables, which where it would panic goes on: the iteration itself will
    /// panic.
    fn integer(&self, expr: &Expr) -> Option<TokenStream> {
        let s = Span::mixed_site();
        let bare = crate::nest::arith::bare;
        let is_literal = |e: &Expr| matches!(bare(e), Expr::Lit(l) if matches!(l.lit, syn::Lit::Int(_)));
        match bare(expr) {
            Expr::Path(p) => matches!(self.name(p), Name::Iv).then(|| quote!(#p)),
            Expr::Binary(b) => {
                let (name, turns) = match b.op {
                    BinOp::Add(_) => ("wrapping_add", true),
                    BinOp::Mul(_) => ("wrapping_mul", true),
                    BinOp::Sub(_) => ("wrapping_sub", false),
                    _ => return None,
                };
                let turned = turns && is_literal(&b.left);
                let (x, y) = if turned { (&b.right, &b.left) } else { (&b.left, &b.right) };
                let (x, name) = (self.integer(x)?, Ident::new(name, s));
                let y = if is_literal(y) { self.fast.filled(bare(y)) } else { self.integer(y)? };
                Some(quote_spanned!(s=> (#x).#name(#y)))
            }
            _ => None,
        }
    }

    /// May the element be read before the block's first iteration, whatever the conditions around it say?
    fn access(&mut self, a: usize, rests: &mut Rests) -> Option<()> {
        let access = &self.nest.accesses[a];
        let cleared = self.fast.plan.in_bounds[a].is_some() && access.narrow.is_empty() && !access.writes;
        cleared.then_some(())?;
        for step in &access.steps {
            match step {
                Step::Index { index, range: None, .. } => self.subscript(index, rests)?,
                Step::Index { .. } => return None,
                Step::Tensor { index, .. } => {
                    crate::nest::tensor_numbers(index)?
                        .into_iter()
                        .try_for_each(|n| self.subscript(n, rests))?;
                }
                Step::Field { .. } => {}
            }
        }
        self.unwritten(a).then_some(())
    }

    /// Does no iteration of the block write the element before it is read here?
    fn unwritten(&mut self, a: usize) -> bool {
        let nest = self.nest;
        let access = &nest.accesses[a];
        if self.written.contains(&access.base) {
            return false;
        }
        if self.l == 0 && self.fast.plan.is_parallel() {
            // Iterations are independent.
            return true;
        }
        let moves = |form: Option<&crate::nest::affine::Linear>| {
            form.is_some_and(|f| f.coefficient(self.l).as_constant().is_some_and(|c| c != 0))
        };
        let within = |w: &crate::nest::Access| nest.chain(w.within).any(|l| l == self.l);
        let mut writes = nest.accesses.iter().enumerate();
        let apart = writes.all(|(n, w)| {
            // The same element in the same iteration, and another in every other.
            let same = || {
                self.fast.plan.in_bounds[n].is_some()
                    && w.forms().eq(access.forms())
                    && access.forms().all(|f| f.is_some())
                    && access.forms().any(moves)
            };
            w.base != access.base || !w.writes || !within(w) || same()
        });
        if !apart {
            self.refused = Refused::Ordered;
        }
        apart
    }

    /// A subscript no step of which overflows, if its value is within the base.
    fn subscript(&mut self, index: &Expr, rests: &mut Rests) -> Option<()> {
        match index {
            Expr::Paren(p) => self.subscript(&p.expr, rests),
            Expr::Group(g) => self.subscript(&g.expr, rests),
            Expr::Binary(b) if matches!(b.op, BinOp::Sub(_)) => {
                self.leaf(&b.left, rests)?;
                self.leaf(&b.right, rests).map(|_| ())
            }
            _ => self.sum(index, rests).map(|_| ()),
        }
    }

    /// A counter, or a variable that the loop only reads, or what is cast from one. No `let` of the body: the guard has not
    /// cleared what that computes, unless it is a subscript.
    pub(super) fn exponent(&self, expr: &Expr) -> Option<TokenStream> {
        let value = match crate::nest::arith::bare(expr) {
            Expr::Cast(cast) => crate::nest::arith::bare(&cast.expr),
            other => other,
        };
        let is_known = match (value, hole_of(value)) {
            (_, Some(h)) => match self.nest.holes[h] {
                Hole::Read(x) => self.fast.plan.roles[x] == Role::ReadOnly,
                _ => false,
            },
            (Expr::Path(p), None) => matches!(self.name(p), Name::Iv),
            _ => false,
        };
        is_known.then(|| self.fast.filled(expr))
    }

    /// A sum of names, numbers and products of two, each of which is at most the whole. Is its type known?
    pub(super) fn sum(&mut self, expr: &Expr, rests: &mut Rests) -> Option<bool> {
        match expr {
            Expr::Paren(p) => self.sum(&p.expr, rests),
            Expr::Group(g) => self.sum(&g.expr, rests),
            Expr::Binary(b) => {
                let (x, y) = match b.op {
                    BinOp::Add(_) => (self.sum(&b.left, rests)?, self.sum(&b.right, rests)?),
                    BinOp::Mul(_) => (self.leaf(&b.left, rests)?, self.leaf(&b.right, rests)?),
                    _ => return None,
                };
                Some(x || y)
            }
            _ => self.leaf(expr, rests),
        }
    }

    fn leaf(&mut self, expr: &Expr, rests: &mut Rests) -> Option<bool> {
        match (expr, hole_of(expr)) {
            (_, Some(h)) => match self.nest.holes[h] {
                Hole::Read(x) => (self.fast.plan.roles[x] == Role::ReadOnly).then_some(true),
                Hole::Len(_) | Hole::Extent(_) => Some(true),
                _ => None,
            },
            (Expr::Lit(l), _) => matches!(l.lit, syn::Lit::Int(_)).then_some(false),
            (Expr::Path(p), _) => match self.name(p) {
                Name::Iv => Some(true),
                Name::Let(n) if !self.lets[n].is_float => {
                    rests.lets.insert(n);
                    Some(true)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn fixed(tokens: TokenStream) -> Value {
    Value { tokens, fixed: true }
}

fn is_float_operator(op: &BinOp) -> bool {
    matches!(op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_))
}

/// Has a tree no arithmetic on what it casts?
fn no_integers(nest: &Nest, expr: &Expr) -> bool {
    struct Casts<'a>(&'a Nest, bool);
    impl<'ast> Visit<'ast> for Casts<'_> {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            if let Expr::Cast(c) = expr {
                self.1 &= !matches!(crate::nest::arith::bare(&c.expr), Expr::Binary(_));
            }
            if let Some(h) = hole_of(expr) {
                for part in parts(self.0, h) {
                    self.visit_expr(part);
                }
                return;
            }
            walk::visit_expr(self, expr);
        }
    }
    let mut casts = Casts(nest, true);
    casts.visit_expr(expr);
    casts.1
}
