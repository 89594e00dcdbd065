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
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use std::collections::BTreeSet;

pub use build::build;
pub use counted::{Counted, counted, uncounted};
pub use fill::{Fillable, at, fill, fill_statements, hole, hole_of, value_at};
pub use methods::{
    Crates, Needs, elementary_path, is_elementary, is_literal, is_tabled, name_in_runtime, with_crates,
};
pub use reach::{Exact, Reach, Within};
pub use reduce::{ReductionOp, Rule, Spelling, Update};
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
}

/// A call of a macro whose arguments are expressions.
#[derive(Clone, Debug)]
pub struct MacroCall {
    /// As written.
    pub path: syn::Path,
    /// Arguments, with holes.
    pub args: Vec<syn::Expr>,
    /// `[value; length]`?
    pub repeat: bool,
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

/// An array that the nest indexes.
#[derive(Clone, Debug)]
pub struct Base {
    /// Where it is.
    pub path: Path,
    /// Tokens of the place.
    pub tokens: TokenStream,
    /// Is an element assigned, or borrowed mutably?
    pub written: bool,
    /// How many numbers are in its brackets, where its subscripts are `[[i, j]]` or `[(i, j)]`: a *tensor*.
    pub rank: Option<usize>,
    /// Does the loop ask for its `len()`? A user's trait may have that name too, so the guard compares.
    pub asks_len: bool,
    /// How to borrow it mutably: through the binding itself, or through the reference that it holds.
    pub through_reference: bool,
    /// Is it a parameter of type `&mut T`? What it refers to outlives it.
    pub is_unique: bool,
    /// Is it bound in the function? If not, it may be a constant, which is no place.
    pub is_bound: bool,
    /// Exemplar of its elements.
    pub ex: ExId,
}

/// A question for the extent of a base, in the user's words. The guard compares the answer with what the base is.
#[derive(Clone, Debug)]
pub struct Extent {
    /// The base.
    pub base: usize,
    /// The dimension.
    pub dim: usize,
    /// As written.
    pub ask: TokenStream,
}

/// A place that a field path goes through. Its fields must be its own, not those of what it derefs to;
/// what `*` is applied to must be a reference.
#[derive(Clone, Debug)]
pub struct Root {
    /// Tokens of the place; behind a reference, of what it refers to.
    pub tokens: TokenStream,
    /// Under a `*`?
    pub is_reference: bool,
    /// Exemplar.
    pub ex: ExId,
}

/// One step from an element to a part of it, in a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapeStep {
    /// `[..]`
    Index,
    /// `[[..]]` or `[(..)]`
    Tensor,
    /// `.name`
    Field(String),
}

/// A position in the type of a base: what its accesses reach after some steps.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Index in [`Nest::bases`].
    pub base: usize,
    /// The steps from the base.
    pub path: Vec<ShapeStep>,
    /// Exemplar.
    pub ex: ExId,
}

/// One step of an access.
#[derive(Clone, Debug)]
pub enum Step {
    /// `[index]`; all but the first have the shape that they subscript. A subrange is an access to all that
    /// the loop `range` counts.
    Index {
        index: syn::Expr,
        form: Option<Linear>,
        /// Where it stays, if it has no form.
        reach: Option<Reach>,
        container: Option<usize>,
        range: Option<LoopId>,
    },
    /// `[[i, j]]` or `[(i, j)]`, the first step of an access to a tensor: the whole between the brackets, and the form
    /// of each number.
    Tensor { index: syn::Expr, forms: Vec<Option<Linear>> },
    /// `.member` of the shape `container`.
    Field { member: syn::Member, container: Option<usize> },
}

impl Step {
    /// Where the subscript stays, if it has no form.
    pub fn reach(&self) -> Option<&Reach> {
        match self {
            Step::Index { reach, .. } => reach.as_ref(),
            _ => None,
        }
    }

    /// The step in the type.
    pub fn shape(&self) -> ShapeStep {
        match self {
            Step::Index { .. } => ShapeStep::Index,
            Step::Tensor { .. } => ShapeStep::Tensor,
            Step::Field { member, .. } => ShapeStep::Field(member.to_token_stream().to_string()),
        }
    }

    /// The form of each number in the brackets; none for a field.
    pub fn forms(&self) -> Vec<Option<&Linear>> {
        match self {
            Step::Index { form, .. } => vec![form.as_ref()],
            Step::Tensor { forms, .. } => forms.iter().map(Option::as_ref).collect(),
            Step::Field { .. } => Vec::new(),
        }
    }

    /// What stands between the brackets.
    pub fn index(&self) -> Option<&syn::Expr> {
        match self {
            Step::Index { index, .. } | Step::Tensor { index, .. } => Some(index),
            Step::Field { .. } => None,
        }
    }

    /// For each number in the brackets, the symbol of the length that it has to stay below.
    pub fn lengths(&self, base: usize) -> Vec<Symbol> {
        match self {
            Step::Index { container, .. } => vec![container.map_or(Symbol::Len(base), Symbol::Inner)],
            Step::Tensor { forms, .. } => (0..forms.len()).map(|dim| Symbol::Extent(base, dim)).collect(),
            Step::Field { .. } => Vec::new(),
        }
    }
}

/// One place with subscripts in the source.
#[derive(Clone, Debug)]
pub struct Access {
    /// Index in [`Nest::bases`].
    pub base: usize,
    /// From the base to the place; the first is a subscript.
    pub steps: Vec<Step>,
    /// Index in [`Nest::shapes`]: what is reached.
    pub leaf: usize,
    /// Is the element assigned, or borrowed mutably?
    pub writes: bool,
    /// Is the element read?
    pub reads: bool,
    /// Is a reference to it taken, which may be kept?
    pub borrowed: bool,
    /// Is only the length of a row asked for?
    pub is_length: bool,
    /// Is it a row whose elements a chain runs over?
    pub is_row: bool,
    /// Is it a part of an array (or all of it) whose elements the chain of the loop around its own runs over?
    pub is_list: bool,
    /// Is it inside an `if`, `&&` or `||`, so that it may never happen?
    pub conditional: bool,
    /// Does one of these conditions look like one that keeps the subscript in range?
    pub unlikely: bool,
    /// What the conditions around it say of induction variables.
    pub narrow: Vec<Narrow>,
    /// Innermost loop around it.
    pub within: LoopId,
    /// Where it is.
    pub place: Place,
}

impl Access {
    /// The forms of the subscripts.
    pub fn forms(&self) -> impl Iterator<Item = Option<&Linear>> {
        self.steps.iter().flat_map(Step::forms)
    }

    /// Where the subscripts without a form stay, one for each of `forms`.
    pub fn reaches(&self) -> impl Iterator<Item = Option<&Reach>> {
        self.steps.iter().flat_map(|s| s.forms().into_iter().map(move |_| s.reach()))
    }

    /// The loop that stands for a subrange.
    pub fn subrange(&self) -> Option<LoopId> {
        self.steps.iter().find_map(|s| match s {
            Step::Index { range, .. } => *range,
            Step::Tensor { .. } | Step::Field { .. } => None,
        })
    }
}

/// How an induction variable grows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The loop whose every iteration adds to it.
    pub within: LoopId,
    /// What is added.
    pub step: Poly,
    /// By how many statements.
    pub counts: usize,
    /// What that makes in one iteration of the root.
    pub weight: Poly,
}

/// How a float induction variable grows.
#[derive(Clone, Debug)]
pub struct Drift {
    /// What is added, with holes.
    pub step: syn::Expr,
    /// Is it subtracted?
    pub minus: bool,
}

/// What happens to a scalar place.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// First read that may see a value from before the iteration.
    pub exposed_read: Option<Place>,
    /// First assignment.
    pub write: Option<Place>,
    /// Updates whose old value is not used otherwise: indices in [`Nest::updates`].
    pub updates: Vec<usize>,
    /// Updates of another scalar together with which it is set.
    pub set_with: Vec<usize>,
    /// A statement that would update it to a minimum or maximum if there were no NaN.
    pub nan: Option<Place>,
    /// The element that it is the subscript of, where that is compared with another and it is then set; and the other.
    pub element: Option<(String, String)>,
    /// How it grows, if it is an induction variable.
    pub induction: Option<Growth>,
    /// How it grows, if it is a float induction variable.
    pub drift: Option<Drift>,
    /// Is it assigned on every path through one iteration of the root?
    pub always_assigned: bool,
    /// Loops in which it is updated.
    pub updated_in: BTreeSet<LoopId>,
}

impl Uses {
    /// Does the loop change it?
    pub fn is_changed(&self) -> bool {
        self.write.is_some() || !self.updates.is_empty() || !self.set_with.is_empty()
    }
}

/// A scalar place that the body reads or writes.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// Where it is.
    pub path: Path,
    /// Tokens of the place.
    pub tokens: TokenStream,
    /// Exemplar.
    pub ex: ExId,
    /// Does it count a loop around the root?
    pub is_counter: bool,
    /// What happens to it.
    pub uses: Uses,
}

/// A place that the body refers to as a whole: an argument, a receiver, a closure that it calls.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Where it is.
    pub path: Path,
    /// Tokens of the place.
    pub tokens: TokenStream,
    /// Exemplar.
    pub ex: ExId,
    /// Is it a parameter of type `&T`?
    pub reference: bool,
    /// Is a reference to it taken, which may be kept? Then a copy of it would not do.
    pub referred: bool,
    /// First use.
    pub place: Place,
}

/// A call of a known method of primitive types.
#[derive(Clone, Debug)]
pub struct Method {
    /// Name.
    pub name: Ident,
    /// Receiver, with holes.
    pub receiver: syn::Expr,
    /// Arguments, with holes.
    pub args: Vec<syn::Expr>,
    /// Turbofish and the like are not accepted; the parenthesised call only.
    pub needs: Needs,
    /// The function and its exemplars, where it is called as `f64::exp(x)`.
    pub path: Option<Called>,
    /// Exemplar of the receiver.
    pub ex: ExId,
    /// Exemplar of the result, for elementary functions.
    pub result: Option<ExId>,
    /// The last argument is a literal: an exponent that is known here.
    pub literal: bool,
}

/// A function called by path.
#[derive(Clone, Debug)]
pub struct Called {
    /// The path.
    pub path: syn::Expr,
    /// Exemplar of the function itself.
    pub function: ExId,
    /// Exemplar of the arguments after the first, as a tuple.
    pub args: ExId,
}

/// A chain that a body runs over, with its closures left away.
#[derive(Clone, Debug)]
pub struct Links {
    /// With holes.
    pub chain: syn::Expr,
    /// Of the kind that it is.
    pub ex: ExId,
    /// The exemplar of what `enumerate` counts.
    pub counter: Option<ExId>,
    /// Places of the body that it runs over, and of what kind they are.
    pub lists: Vec<(syn::Expr, ExId)>,
}

/// `fold(x, f64::max)`: the exemplars of the result and of the function.
#[derive(Clone, Copy, Debug)]
pub struct Fold {
    /// Of the result.
    pub result: ExId,
    /// Of the function.
    pub function: ExId,
    /// The greater one?
    pub max: bool,
}

/// The least or greatest item of a root.
#[derive(Clone, Copy, Debug)]
pub struct Top {
    /// The exemplar of a key.
    pub key: ExId,
    /// That of the value of the whole.
    pub whole: ExId,
    /// Is the greatest looked for?
    pub max: bool,
    /// Of equal ones the last?
    pub last: bool,
    /// How keys are compared.
    pub order: best::Order,
    /// The exemplar of the function that compares them, where it is named.
    pub function: Option<ExId>,
}

/// What is in a hole.
#[derive(Clone, Debug)]
pub enum Hole {
    /// `base[subscript]`
    Access(usize),
    /// A scalar place, read by value.
    Read(usize),
    /// A scalar place that is assigned somewhere in the loop, read.
    Write(usize),
    /// A scalar place on the left of an assignment.
    Assign(usize),
    /// A whole place.
    Whole(usize),
    /// `base.len()`
    Len(usize),
    /// How far a base reaches in one of its dimensions, as the user asks for it: an index in [`Nest::extents`].
    Extent(usize),
    /// A call of `MaybeUninit`.
    Uninit(usize),
    /// `base[i].len()`
    RowLen(usize),
    /// A known method.
    Method(usize),
    /// An inner loop.
    Loop(LoopId),
    /// Nothing; in the model, the tie of a counter's type.
    Tie(LoopId),
    /// `assert!(condition)`, with its message.
    Assert { condition: Box<syn::Expr>, message: String, debug: bool, at: proc_macro2::Span },
    /// Another macro.
    Macro(MacroCall),
    /// An update of a scalar.
    Update(usize),
    /// An expression that `fastmath` may rewrite.
    Arith(usize),
    /// An operand of the [`Arith`] whose tree holds it.
    Operand(usize),
    /// `target += product` or `target -= product`, which may be fused: the exemplar is the target's.
    Fused { target: Box<syn::Expr>, subtract: bool, term: Box<syn::Expr>, ex: ExId, at: proc_macro2::Span },
    /// `s += term` for a sum of the innermost loop.
    SumUpdate(SumUpdate),
    /// A chain that a body runs over.
    Links(Links),
    /// A range of numbers in one, and the exemplar of a number.
    Numbers { range: Box<syn::Expr>, ex: ExId },
    /// All elements of a base: an access; in the place of the base, or of a reference to it.
    All { access: usize, is_place: bool },
    /// A row: an access.
    Row(usize),
    /// What a chain ends in, with the exemplar of its type.
    Result { whole: Box<syn::Expr>, ex: ExId },
    /// The element of a `collect`.
    Put(Box<syn::Expr>),
    /// Whether the item is what a search looks for.
    Hit(Box<syn::Expr>),
    /// The key of an item, of which the least or greatest is looked for.
    Top(Box<syn::Expr>),
    /// A value that has the type of the user's own, if its number is in [`Nest::seen`].
    Seen { value: Box<syn::Expr>, node: usize },
    /// A clone of what an item refers to.
    Cloned(Box<syn::Expr>),
    /// What a closure gives that core may call for more items than the loop does; for such as are left out, or only for
    /// one without a partner.
    Spare { value: Box<syn::Expr>, left_out: bool, place: Place },
    /// A function of core's by name, with its exemplar.
    Named { function: syn::Expr, ex: ExId },
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
