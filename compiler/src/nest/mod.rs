//! The loop nest: loops, places, accesses and scalars as data of our own; statements as syn trees with
//! holes.
//!
//! A hole is an `Expr::Verbatim` that holds one integer, an index into [`Nest::holes`]. Everything that
//! analysis or emission treats is in a hole; what is left of the trees is syntax that means the same in
//! the fast form as in the user's function. Invariant: a `Nest` exists only for a loop in which every
//! expression was understood; names in `places` are bound before the loop.

mod access;
pub mod affine;
pub mod arith;
mod base;
pub mod best;
mod branches;
mod build;
mod calls;
pub mod chain;
mod closures;
mod control;
mod counted;
mod drift;
mod ends;
mod expr;
mod fill;
pub mod head;
mod hole;
mod induction;
mod last;
pub mod late;
mod linked;
mod links;
mod macros;
mod methods;
mod narrow;
mod pattern;
mod place;
mod reach;
mod reduce;
mod rename;
mod scalar;
mod scan;
mod several;
mod spare;
mod subscript;
mod sums;
mod tensor;
pub mod terminal;
mod uninit;
mod unread;
pub mod uses;
mod within;

use crate::diag::{Blocker, Place};
use affine::{Linear, LoopId, Poly, Sym};
use arith::Arith;
use chain::Chain;
use head::Adapter;
use proc_macro2::Ident;
use std::collections::BTreeSet;

pub use base::{Access, Base, Extent, Root, Shape, ShapeStep, Step};
pub use build::build;
pub use counted::{Counted, counted, uncounted};
pub use fill::{Fillable, at, fill, fill_statements, hole, hole_of, operands, value_at};
pub use hole::{Called, Fold, Hole, Links, MacroCall, Method, Top};
pub use methods::{
    Crates, Needs, elementary_path, is_elementary, is_literal, is_tabled, name_in_runtime, shortened,
    with_crates,
};
pub use reach::{Exact, Reach, Within};
pub use reduce::{ReductionOp, Rule, Spelling, Update};
pub use scalar::{Drift, Growth, Scalar, Uses, Whole};
pub use scan::is_assign;
pub use sums::{Sum, SumUpdate};
pub use tensor::numbers as tensor_numbers;
pub use uninit::Uninit;

/// Number of a type exemplar in the generated code.
pub type ExId = usize;
/// Index in [`Nest::holes`].
pub type HoleId = usize;

/// A place bound before the loop: a variable, or a path of fields from one.
#[derive(Clone, Debug)]
pub struct Path {
    /// The variable.
    pub root: Ident,
    /// Fields from it.
    pub fields: Vec<String>,
    /// As the user wrote it.
    pub tokens: String,
}

impl PartialEq for Path {
    /// `(*x).y` is `x.y`; the paths of constants may differ in generic arguments alone.
    fn eq(&self, other: &Path) -> bool {
        let is_place = self.fields.iter().all(|f| !f.starts_with("::"));
        self.root == other.root && self.fields == other.fields && (is_place || self.tokens == other.tokens)
    }
}

impl Path {
    /// Fields of a variable, or what it refers to?
    pub fn is_field(&self) -> bool {
        self.fields.iter().any(|f| !f.starts_with("::"))
    }

    /// May the two overlap: is one a prefix of the other?
    pub fn overlaps(&self, other: &Path) -> bool {
        self.is_within(other) || other.is_within(self)
    }

    /// Is this place the other, or a part of it?
    pub fn is_within(&self, other: &Path) -> bool {
        // `*x` is all of `x`.
        let own = |path: &'_ Path| path.fields.iter().filter(|f| *f != "*").cloned().collect::<Vec<_>>();
        self.root == other.root && own(self).starts_with(&own(other))
    }
}

/// One loop of the nest.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Enclosing loop.
    pub parent: Option<LoopId>,
    /// The user's induction variable; `None` for `_`.
    pub iv: Option<Ident>,
    /// Another pattern than a name or `_`; the pattern of a chain's items.
    pub pat: Option<syn::Pat>,
    /// The user's label.
    pub label: Option<syn::Label>,
    /// What the analysis counts, from `lo` to before `hi`: the user's values, or the ordinals of a root
    /// with a step. The user's value in terms of it.
    pub value: Linear,
    /// First value, where it is affine.
    pub lo: Option<Linear>,
    /// One past the last value, where it is affine.
    pub hi: Option<Linear>,
    /// `..=`?
    pub inclusive: bool,
    /// Exemplar of the induction variable.
    pub ex: ExId,
    /// Exemplar of the whole head, where there are adapters.
    pub head_ex: Option<ExId>,
    /// The range of the head, with holes (the root's is emitted as written).
    pub range: syn::Expr,
    /// What is done to the range.
    pub adapters: Vec<Adapter>,
    /// The body, with holes.
    pub body: syn::Block,
    /// Where it is.
    pub place: Place,
    /// Source-order number of the loop in the function.
    pub id: usize,
    /// A loop that stays a piece of syntax (`while`, `loop`, an iterator): no hole stands for it.
    pub opaque: bool,
    /// Its end is the length of a row: the base, and the row's subscript.
    pub row: Option<(usize, Linear)>,
    /// May control leave it before its last iteration?
    pub exits: bool,
    /// May its values be fewer than those from `lo` to `hi`?
    pub is_limited: bool,
    /// Are its ends computed in a type that may be another one than `usize`, in which they must not wrap?
    pub is_typed: bool,
    /// No loop of the source: the elements of a subrange.
    pub subrange: bool,
}

/// What a condition says of an induction variable: it is at least (or at most) `bound`, a form in the
/// variables of loops further out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrow {
    /// The loop.
    pub iv: LoopId,
    /// A least value, or a greatest?
    pub low: bool,
    /// The value.
    pub bound: Linear,
    /// What the comparison says so only if these do not pass the top of `usize`: `i + 5` in `i + 5 < n`.
    pub sums: Vec<Linear>,
}

impl Loop {
    /// One past the last value of the range, before any step.
    pub fn end_of_range(&self, nest: &Nest) -> Option<Linear> {
        let hi = self.hi.as_ref()?;
        let past = hi.symbols().find_map(|s| match &nest.symbols[s] {
            Symbol::PastLast { end, .. } => Some(end.clone()),
            _ => None,
        });
        Some(past.map_or_else(|| hi.clone(), Linear::invariant))
    }

    /// The name of the induction variable, for messages; of a chain, the pattern.
    pub fn name(&self) -> String {
        match (&self.iv, &self.pat) {
            (Some(_), Some(pat)) => Place::of(pat).text,
            (Some(iv), None) => iv.to_string(),
            (None, _) => "_".into(),
        }
    }
}

/// What a symbol stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// The value of a scalar place.
    Scalar(usize),
    /// The length of a base.
    Len(usize),
    /// How far a tensor reaches in a dimension.
    Extent(usize, usize),
    /// The least length of what a shape's values hold, among those that the loop reaches.
    Inner(usize),
    /// First value of the root loop.
    RootLo,
    /// One past the last value of the root loop.
    RootHi,
    /// Trip count of the root loop.
    RootTrip,
    /// Distance of its values.
    RootStep,
    /// One past the last of `lo, lo + step, ..` before `end`.
    PastLast { lo: Poly, end: Poly, step: Poly },
    /// A quotient by a number: `n / 2`.
    Quotient { of: Poly, by: i64 },
}

/// A type that an affine form needs of a leaf.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaf {
    /// The scalar is exactly `usize`.
    ScalarUsize(usize),
    /// The scalar is an integer.
    ScalarInt(usize),
    /// The induction variable is exactly `usize`.
    IvUsize(LoopId),
    /// The induction variable is an integer, and is cast to `usize`.
    IvCast(LoopId),
    /// The scalar is an integer, and is cast to `usize`.
    ScalarCast(usize),
    /// What is computed from integers of one type, and is cast to `usize`: an index in [`Nest::casts`].
    SumCast(usize),
}

/// `(i * m + j) as usize`, where the names are not `usize`.
#[derive(Clone, Debug)]
pub struct SumCast {
    /// The value, if it does not wrap.
    pub form: Linear,
    /// Innermost loop around it.
    pub within: LoopId,
    /// The exemplars of its names, one of which has the type that it is computed in.
    pub types: Vec<ExId>,
    /// Where it is.
    pub place: Place,
}

/// A loop nest. See the module's invariant.
#[derive(Clone, Debug, Default)]
pub struct Nest {
    /// Loops, root first, parents before children.
    pub loops: Vec<Loop>,
    /// Symbols of the affine forms.
    pub symbols: Vec<Symbol>,
    /// Arrays.
    pub bases: Vec<Base>,
    /// Accesses to them.
    pub accesses: Vec<Access>,
    /// Positions in the types of the arrays.
    pub shapes: Vec<Shape>,
    /// What the loop asks bases for besides `len()`: `a.nrows()`, `a.dim().0`, ..
    pub extents: Vec<Extent>,
    /// Subranges: the length of each, and the loop that stands for it.
    pub ranges: Vec<(Linear, LoopId)>,
    /// Scalars.
    pub scalars: Vec<Scalar>,
    /// Whole places.
    pub wholes: Vec<Whole>,
    /// Holes of variables that stand for the place: a reference is taken to it.
    pub referred: BTreeSet<HoleId>,
    /// Places that field paths go through.
    pub roots: Vec<Root>,
    /// Known methods.
    pub methods: Vec<Method>,
    /// Calls of `MaybeUninit`.
    pub uninits: Vec<Uninit>,
    /// Expressions that `fastmath` may rewrite.
    pub ariths: Vec<Arith>,
    /// Sums of innermost loops in variables of the body, where they may be regrouped.
    pub sums: Vec<Sum>,
    /// Updates of scalars.
    pub updates: Vec<Update>,
    /// Holes.
    pub holes: Vec<Hole>,
    /// Types that the forms rest on.
    pub leaves: BTreeSet<Leaf>,
    /// Sums and products that are cast to `usize`.
    pub casts: Vec<SumCast>,
    /// Values in conditions that must not be negative for the condition to say what it seems to.
    pub not_negative: Vec<Poly>,
    /// Reasons why iterations may not be reordered, found while reading.
    pub effects: Vec<Blocker>,
    /// Variables that would be float induction variables under `fastmath(reassoc)`.
    pub even: BTreeSet<String>,
    /// Does the root count with a variable of the user's?
    pub counted: bool,
    /// The head of a root that runs over the items of a chain, which it counts.
    pub chain: Option<Chain>,
    /// The exemplar of an item of that chain, where nothing says that it is an iterator.
    pub item: Option<ExId>,
    /// And that of its value, which then may have any type.
    pub value: Option<ExId>,
    /// Values of closures whose types are those of the user's own, where nothing says that the chain is an iterator.
    pub seen: BTreeSet<usize>,
    /// Names of the items of a root's chain.
    pub items: BTreeSet<String>,
    /// May the body hold a closure? What is in it may run on another thread, where a callee takes it.
    pub closures: bool,
    /// Loops whose variable's name means something else somewhere in their bodies.
    pub shadowed: BTreeSet<LoopId>,
    /// The exemplar of what a root's items are collected into.
    pub gather: Option<ExId>,
    /// Has each item that is collected a condition?
    pub pack: bool,
    /// Does the root end with the first iteration that decides?
    pub search: bool,
    /// Does the root look for its least or greatest item?
    pub top: Option<Top>,
    /// Are methods of core's `Iterator` called in the body, so that it has to be in scope?
    pub core: bool,
    /// Exemplars of what has to be core's chains and arrays of primitives.
    pub kinds: Vec<ExId>,
    /// Exemplars of sums and products, which have to be primitives.
    pub results: Vec<ExId>,
    /// Folds by a function of core's.
    pub folds: Vec<Fold>,
    /// Number of exemplars.
    pub exemplars: usize,
    /// Operations in the body of each loop, for the cost estimate.
    pub work: Vec<u64>,
}

impl Nest {
    /// The symbol for something, made at its first use.
    pub fn symbol(&mut self, what: Symbol) -> Sym {
        if let Some(s) = self.symbols.iter().position(|s| *s == what) {
            return s;
        }
        self.symbols.push(what);
        self.symbols.len() - 1
    }

    /// A new exemplar.
    pub fn exemplar(&mut self) -> ExId {
        self.exemplars += 1;
        self.exemplars - 1
    }

    /// Are the quotients in a form what they are in every integer type? In a narrow one a shift may be by more bits than
    /// there are.
    pub fn divides_in_any_type(&self, form: &Linear) -> bool {
        form.symbols().all(|s| match &self.symbols[s] {
            Symbol::Quotient { of, by } => {
                *by <= i64::from(i8::MAX) && self.divides_in_any_type(&Linear::invariant(of.clone()))
            }
            _ => true,
        })
    }

    /// The chain of loops around an access, innermost first, the root last.
    pub fn chain(&self, within: LoopId) -> impl Iterator<Item = LoopId> + '_ {
        std::iter::successors(Some(within), |&l| self.loops[l].parent)
    }

    /// Does the root count ordinals, because its head has a step?
    pub fn is_stepped(&self) -> bool {
        self.loops[0].value != Linear::iv(0)
    }

    /// The shape that step number `n` of an access ends at.
    pub fn shape_after(&self, access: &Access, n: usize) -> usize {
        let path: Vec<ShapeStep> = access.steps[..=n].iter().map(Step::shape).collect();
        self.shapes.iter().position(|s| s.base == access.base && s.path == path).unwrap_or(access.leaf)
    }

    /// Is there a loop of the source inside the root?
    pub fn has_inner_loop(&self) -> bool {
        self.loops.iter().skip(1).any(|l| !l.subrange)
    }

    /// Does the loop write elements of rows, which are arrays of their own?
    pub fn is_grid(&self, base: usize) -> bool {
        let is_cell = |a: &Access| matches!(a.steps.as_slice(), [Step::Index { .. }, Step::Index { .. }, ..]);
        self.bases[base].written && self.accesses.iter().any(|a| a.base == base && is_cell(a))
    }

    /// A shape in the user's words: `a[_].x`.
    pub fn shape_text(&self, shape: usize) -> String {
        let shape = &self.shapes[shape];
        let steps = shape.path.iter().map(|s| match s {
            ShapeStep::Index => "[_]".into(),
            ShapeStep::Tensor => "[..]".into(),
            ShapeStep::Field(name) => format!(".{name}"),
        });
        let base = self.bases[shape.base].path.tokens.replace(' ', "");
        std::iter::once(base).chain(steps).collect()
    }

    /// Does the loop contain no other?
    pub fn is_innermost(&self, l: LoopId) -> bool {
        self.loops.iter().all(|inner| inner.parent != Some(l))
    }

    /// Can the loop be run in blocks whose ordinals choose the lane of a sum? Not if control may leave it, if
    /// it is a piece of syntax, or if its head may panic.
    pub fn may_have_lanes(&self, l: LoopId) -> bool {
        let lp = &self.loops[l];
        let steps = lp.adapters.iter().all(|a| a.step.is_none() || a.literal().is_some_and(|s| s > 0));
        l == 0 || !(lp.exits || lp.opaque || lp.subrange) && steps
    }

    /// Is the scalar a field that the loop assigns and never reads? It may be a union's: safe code may assign one,
    /// and nothing says that there is a value to be read.
    pub fn is_blank(&self, scalar: usize) -> bool {
        let Scalar { path, uses, .. } = &self.scalars[scalar];
        let grows = uses.induction.is_some() || uses.drift.is_some();
        let read = |h: &Hole| matches!(h, Hole::Read(x) | Hole::Write(x) if *x == scalar);
        path.is_field()
            && (uses.write.is_some() || !uses.set_with.is_empty())
            && uses.exposed_read.is_none()
            && uses.updates.is_empty()
            && !grows
            && !self.holes.iter().any(read)
            && !self.symbols.contains(&Symbol::Scalar(scalar))
    }

    /// Has the body an effect besides its scalars: an element written, or a call?
    pub fn has_effects(&self) -> bool {
        let items = self.chain.as_ref().is_some_and(|c| c.writes);
        self.bases.iter().any(|b| b.written) || items || !self.effects.is_empty() || self.calls()
    }

    /// Has the body an elementary function, whose vector form is worth a lot?
    pub fn has_elementary(&self) -> bool {
        self.methods.iter().any(|m| m.result.is_some())
    }

    /// Inner loops that may run in blocks of iterations, for the sake of their sines.
    pub fn in_blocks(&self) -> impl Iterator<Item = LoopId> + '_ {
        let any = self.methods.iter().any(|m| m.result.is_some() && is_tabled(&m.name.to_string()));
        (1..self.loops.len()).filter(move |l| any && self.is_innermost(*l) && self.may_have_lanes(*l))
    }

    /// Does the body call what the macro cannot see?
    pub fn calls(&self) -> bool {
        self.effects.iter().any(|e| matches!(e, Blocker::Call { .. } | Blocker::OrderDependent { .. }))
    }
}
