//! Accesses: `a[i]`, `a[i][j]`, `a[[i, j]]`, `p[i].x`, `p[i].v[k]`, `a[lo..hi]`.
//!
//! A base is the longest part of a place before the first subscript; what follows are steps. Every prefix
//! of the steps is a *shape*, a position in the type, which rustc is asked about once.

use super::affine::{Linear, Poly};
use super::build::{Builder, Local};
use super::place::single;
use super::{Access, Base, Hole, Leaf, Shape, ShapeStep, Step, Symbol};
use crate::diag::{Blocker, Place};
use crate::kernel::Handed;
use quote::ToTokens;
use syn::{Expr, Member};

/// A step as written.
enum Raw<'a> {
    Index(&'a Expr),
    Field(&'a Member),
}

/// Takes a place apart: what stands before the first subscript, and the steps after it.
fn unwind(expr: &Expr) -> (&Expr, Vec<Raw<'_>>) {
    match expr {
        Expr::Paren(p) => unwind(&p.expr),
        Expr::Group(g) => unwind(&g.expr),
        Expr::Index(i) => {
            let (base, mut steps) = unwind(&i.expr);
            steps.push(Raw::Index(&i.index));
            (base, steps)
        }
        Expr::Field(f) => {
            let (base, mut steps) = unwind(&f.base);
            if steps.is_empty() {
                return (expr, steps);
            }
            steps.push(Raw::Field(&f.member));
            (base, steps)
        }
        _ => (expr, Vec::new()),
    }
}

/// The base and the range of `a[lo..hi]`.
pub(super) fn as_subrange(expr: &Expr) -> Option<(&Expr, &syn::ExprRange)> {
    let (base, steps) = unwind(expr);
    match steps.as_slice() {
        [Raw::Index(index)] => Some((base, super::head::ends(index)?)),
        _ => None,
    }
}

/// Is there a subscript in the place?
pub(super) fn is_access(expr: &Expr) -> bool {
    !unwind(expr).1.is_empty()
}

/// The part of a place before its first subscript.
pub(super) fn base_part(expr: &Expr) -> &Expr {
    unwind(expr).0
}

/// How an access uses its element.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) writes: bool,
    pub(super) reads: bool,
}

impl Builder<'_> {
    /// An access to a base that is bound before the loop.
    /// Is the variable written as one whose third level is on the heap? What is asked of its type would be answered with no.
    fn is_deep(&self, base: &Expr) -> bool {
        single(base).is_some_and(|name| self.visible.is_deep(name))
    }

    /// `base[subscript]` and the like.
    pub(super) fn access(&mut self, expr: &Expr, how: How) -> Expr {
        let (base_expr, steps) = unwind(expr);
        let Some(base) = self.base_of(base_expr) else {
            self.syntax(base_expr, "indexing of something else than a variable or a field path");
            return expr.clone();
        };
        if steps.len() > 2
            && steps.iter().take(3).all(|s| matches!(s, Raw::Index(_)))
            && self.is_deep(base_expr)
        {
            let deep = "an array of three levels of `Vec`";
            if !self.fatal.iter().any(|b| matches!(b, Blocker::Syntax { what, .. } if *what == deep)) {
                self.syntax(base_expr, deep);
            }
            return expr.clone();
        }
        self.work(steps.len() as u64);
        if how.writes {
            self.foreign(base_expr);
            self.nest.bases[base].written = true;
        }
        let (outer, mut leaves) = (self.within, Vec::new());
        let mut read: Vec<Step> = Vec::new();
        let mut path: Vec<ShapeStep> = Vec::new();
        for (n, step) in steps.iter().enumerate() {
            let container = (n > 0).then(|| self.shape(base, &path));
            let step = match step {
                Raw::Field(member) => {
                    path.push(ShapeStep::Field(member.to_token_stream().to_string()));
                    Step::Field { member: (*member).clone(), container }
                }
                Raw::Index(index) if n == 0 && self.nest.bases[base].rank.is_some() => {
                    path.push(ShapeStep::Tensor);
                    self.tensor_subscript(base, index, &mut leaves)
                }
                Raw::Index(index) => {
                    path.push(ShapeStep::Index);
                    let is_last = n + 1 == steps.len();
                    self.subscript(base, index, container, is_last && n == 0, &mut leaves)
                }
            };
            read.push(step);
        }
        let leaf = self.shape(base, &path);
        for (n, step) in read.iter().enumerate() {
            if let Step::Index { container: Some(container), .. } = step {
                self.nest.symbol(Symbol::Inner(*container));
                self.shape(base, &path[..=n]);
            }
        }
        let forms: Vec<Option<&Linear>> = read.iter().flat_map(Step::forms).collect();
        let all = forms.iter().flatten().try_fold(Linear::default(), |sum, f| sum.add(f));
        let narrow = self.narrowed(all.as_ref(), &leaves);
        self.nest.leaves.extend(leaves);
        self.nest.accesses.push(Access {
            base,
            steps: read,
            leaf,
            writes: how.writes,
            reads: how.reads,
            borrowed: false,
            is_length: false,
            is_row: false,
            is_list: false,
            conditional: self.conditions > 0,
            unlikely: self.unlikely > 0,
            narrow,
            within: self.within,
            place: Place::of(expr),
        });
        self.within = outer;
        let id = self.nest.accesses.len() - 1;
        self.hole(Hole::Access(id))
    }

    /// `a[i].len()` as the end of a loop.
    pub(super) fn row_end(&mut self, end: &Expr) -> Option<(usize, Linear)> {
        match end {
            Expr::Paren(p) => self.row_end(&p.expr),
            Expr::Group(g) => self.row_end(&g.expr),
            Expr::MethodCall(m) if m.method == "len" && m.args.is_empty() => {
                let (base, steps) = unwind(&m.receiver);
                let [Raw::Index(index)] = steps.as_slice() else { return None };
                let index = self.form(index)?;
                Some((self.base_of(base)?, index))
            }
            _ => None,
        }
    }

    /// `a[i].len()` where rows are not changed as a whole.
    pub(super) fn row_length(&mut self, receiver: &Expr) -> Option<Expr> {
        let (base, steps) = unwind(receiver);
        let [Raw::Index(index)] = steps.as_slice() else { return None };
        if super::head::ends(index).is_some() {
            return None;
        }
        self.base_of(base)?;
        self.access(receiver, How { writes: false, reads: true });
        let id = self.nest.accesses.len() - 1;
        self.nest.accesses[id].is_length = true;
        Some(self.hole(Hole::RowLen(id)))
    }

    /// Rows whose elements the loop writes are reached by their elements alone.
    pub(super) fn whole_rows(&mut self) {
        for access in &self.nest.accesses {
            if self.nest.is_grid(access.base) && access.steps.len() == 1 && !access.is_length {
                let place = access.place.clone();
                self.fatal.push(crate::diag::Blocker::Syntax {
                    place,
                    what: "a whole row beside elements of rows",
                });
            }
        }
    }

    /// The name of a range, which gives a part and no element, or a clone of one?
    fn is_range(&self, index: &Expr) -> bool {
        match index {
            Expr::Paren(p) => self.is_range(&p.expr),
            Expr::Group(g) => self.is_range(&g.expr),
            Expr::MethodCall(m) => m.method == "clone" && self.is_range(&m.receiver),
            _ => single(index).is_some_and(|name| match self.local(&name.to_string()) {
                Some(local) => matches!(local, Local::Range),
                None => self.visible.is_range(name),
            }),
        }
    }

    fn subscript(
        &mut self,
        base: usize,
        index: &Expr,
        container: Option<usize>,
        may_be_range: bool,
        leaves: &mut Vec<Leaf>,
    ) -> Step {
        if let Some(range) = super::head::ends(index).filter(|_| may_be_range) {
            return self.subrange(base, index, range, leaves);
        }
        if super::head::ends(index).is_some() || self.is_range(index) {
            self.syntax(index, "a subrange of this kind");
        }
        let form = self.form_and_leaves(index).map(|(form, under)| {
            leaves.extend(under);
            form
        });
        let reach = if form.is_some() { None } else { self.reach(index) };
        let reach = reach.map(|(reach, under)| {
            leaves.extend(under);
            reach
        });
        let index = self.plain(|this| this.value(index));
        Step::Index { index, form, reach, container, range: None }
    }

    /// `lo..hi`: an access to each element of it, that is, one more loop around the access.
    fn subrange(
        &mut self,
        base: usize,
        index: &Expr,
        range: &syn::ExprRange,
        leaves: &mut Vec<Leaf>,
    ) -> Step {
        let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
        let one = Linear::invariant(Poly::constant(i64::from(inclusive)));
        let mut end = |this: &mut Self, e: &Expr| {
            this.form_and_leaves(e).map(|(form, under)| {
                leaves.extend(under);
                form
            })
        };
        let lo = match &range.start {
            Some(start) => end(self, start),
            None => Some(Linear::default()),
        };
        let hi = match &range.end {
            Some(last) => end(self, last).and_then(|h| h.add(&one)),
            None => Some(Linear::invariant(Poly::symbol(self.nest.symbol(Symbol::Len(base))))),
        };
        let place = Place::of(index);
        let index = self.range_value(index);
        let id = self.push_opaque(place);
        let length = lo.as_ref().zip(hi.as_ref()).and_then(|(lo, hi)| hi.sub(lo));
        let form = lo.and_then(|lo| lo.add(&Linear::iv(id))).filter(|_| length.is_some());
        self.nest.ranges.extend(length.clone().map(|length| (length, id)));
        // Of a pointer to the whole subrange.
        let ex = self.exemplar();
        let lp = &mut self.nest.loops[id];
        (lp.lo, lp.hi, lp.subrange, lp.ex) = (Some(Linear::default()), length, true, ex);
        Step::Index { index, form, reach: None, container: None, range: Some(id) }
    }

    /// The number of a shape.
    pub(super) fn shape(&mut self, base: usize, path: &[ShapeStep]) -> usize {
        if let Some(known) = self.nest.shapes.iter().position(|s| s.base == base && s.path == path) {
            return known;
        }
        let ex = match path {
            [ShapeStep::Index | ShapeStep::Tensor] => self.nest.bases[base].ex,
            _ => self.exemplar(),
        };
        self.nest.shapes.push(Shape { base, path: path.to_vec(), ex });
        self.nest.shapes.len() - 1
    }

    /// The base that a place is, if the loop indexes it.
    pub(super) fn base_of(&mut self, expr: &Expr) -> Option<usize> {
        let path = self.path(expr)?;
        if let Some(b) = self.nest.bases.iter().position(|b| b.path == path) {
            return Some(b);
        }
        if self.indexed.iter().all(|(p, _)| *p != path) {
            return None;
        }
        self.check_set(&path, expr);
        let through_reference = path.fields.is_empty() && self.visible.handed(&path.root) != Handed::Mutable;
        let handed = self.visible.handed(&path.root);
        let is_unique = path.fields.is_empty() && handed == Handed::MutableReference;
        let ex = self.exemplar();
        let tokens = expr.to_token_stream();
        let rank = self.rank(expr, &path);
        let is_bound = self.visible.is_bound(&path.root);
        self.nest.bases.push(Base {
            path,
            tokens,
            written: false,
            rank,
            asks_len: false,
            through_reference,
            is_unique,
            is_bound,
            ex,
        });
        let base = self.nest.bases.len() - 1;
        self.nest.symbol(Symbol::Len(base));
        for dim in 0..rank.unwrap_or(0) {
            self.nest.symbol(Symbol::Extent(base, dim));
        }
        Some(base)
    }

    /// A place that belongs to the body: its name is bound there, or it is made there.
    pub(super) fn local_place(&mut self, expr: &Expr) -> Option<Expr> {
        let mut out = expr.clone();
        match &mut out {
            Expr::Paren(p) => *p.expr = self.local_place(&p.expr.clone())?,
            Expr::Group(g) => *g.expr = self.local_place(&g.expr.clone())?,
            Expr::Field(f) => *f.base = self.local_place(&f.base.clone())?,
            Expr::Unary(u) if matches!(u.op, syn::UnOp::Deref(_)) => {
                *u.expr = self.local_place(&u.expr.clone())?;
            }
            Expr::Index(i) => {
                *i.expr = self.local_place(&i.expr.clone())?;
                self.work(1);
                *i.index = self.plain(|this| this.value(&i.index.clone()));
            }
            Expr::Path(_) => {
                let name = single(expr)?;
                self.local(&name.to_string())?;
            }
            _ => return None,
        }
        Some(out)
    }
}
