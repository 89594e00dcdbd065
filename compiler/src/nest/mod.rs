//! The loop nest: loops, places, accesses and scalars as data of our own; statements as syn trees with
//! holes.
//!
//! A hole is an `Expr::Verbatim` that holds one integer, an index into [`Nest::holes`]. Everything that
//! analysis or emission treats is in a hole; what is left of the trees is syntax that means the same in
//! the fast form as in the user's function. Invariant: a `Nest` exists only for a loop in which every
//! expression was understood; names in `places` are bound before the loop.

pub mod affine;
pub mod arith;
mod build;
mod expr;
mod methods;
mod place;
mod scan;
mod subscript;
mod sums;

use crate::diag::{Blocker, Place};
use affine::{Linear, LoopId, Sym};
use arith::Arith;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::collections::BTreeSet;

pub use build::build;
pub use methods::{ELEMENTARY, Needs};
pub use sums::Sum;

/// Number of a type exemplar in the generated code.
pub type ExId = usize;
/// Index in [`Nest::holes`].
pub type HoleId = usize;

/// A place bound before the loop: a variable, or a path of fields from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The variable.
    pub root: Ident,
    /// Fields from it.
    pub fields: Vec<String>,
    /// As the user wrote it.
    pub tokens: String,
}

impl Path {
    /// May the two overlap: is one a prefix of the other?
    pub fn overlaps(&self, other: &Path) -> bool {
        let n = self.fields.len().min(other.fields.len());
        self.root == other.root && self.fields[..n] == other.fields[..n]
    }
}

/// One loop of the nest.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Enclosing loop.
    pub parent: Option<LoopId>,
    /// The user's induction variable; `None` for `_`.
    pub iv: Option<Ident>,
    /// First value, where it is affine.
    pub lo: Option<Linear>,
    /// One past the last value, where it is affine.
    pub hi: Option<Linear>,
    /// `..=`?
    pub inclusive: bool,
    /// Exemplar of the induction variable.
    pub ex: ExId,
    /// The head, with holes (the root's is emitted as written).
    pub head: syn::Expr,
    /// The body, with holes.
    pub body: syn::Block,
    /// Where it is.
    pub place: Place,
    /// Source-order number of the loop in the function.
    pub id: usize,
}

impl Loop {
    /// The name of the induction variable, for messages.
    pub fn name(&self) -> String {
        self.iv.as_ref().map_or_else(|| "_".into(), ToString::to_string)
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
    /// Does the loop ask for its `len()`? A user's trait may have that name too, so the guard compares.
    pub asks_len: bool,
    /// How to borrow it mutably: through the binding itself, or through the reference that it holds.
    pub through_reference: bool,
    /// Exemplar of its elements.
    pub ex: ExId,
}

/// A place that a field path goes through. Its fields must be its own, not those of what it derefs to.
#[derive(Clone, Debug)]
pub struct Root {
    /// Tokens of the place; behind a reference, of what it refers to.
    pub tokens: TokenStream,
    /// Exemplar.
    pub ex: ExId,
}

/// One `base[subscript]` in the source.
#[derive(Clone, Debug)]
pub struct Access {
    /// Index in [`Nest::bases`].
    pub base: usize,
    /// The subscript, with holes.
    pub index: syn::Expr,
    /// The subscript as a linear form, if it is one.
    pub form: Option<Linear>,
    /// Is the element assigned, or borrowed mutably?
    pub writes: bool,
    /// Is the element read?
    pub reads: bool,
    /// Is it inside an `if`, `&&` or `||`, so that it may never happen?
    pub conditional: bool,
    /// Innermost loop around it.
    pub within: LoopId,
    /// Where it is.
    pub place: Place,
}

/// What happens to a scalar place.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// First read that may see a value from before the iteration.
    pub exposed_read: Option<Place>,
    /// First assignment.
    pub write: Option<Place>,
    /// First `+=`/`-=` whose old value is not used otherwise.
    pub update: Option<Place>,
    /// Is it assigned on every path through one iteration of the root?
    pub always_assigned: bool,
    /// Loops in which it is updated.
    pub updated_in: BTreeSet<LoopId>,
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
    /// Exemplar of the receiver.
    pub ex: ExId,
    /// Exemplar of the result, for elementary functions.
    pub result: Option<ExId>,
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
    /// A known method.
    Method(usize),
    /// An inner loop.
    Loop(LoopId),
    /// `scalar += term` or `scalar -= term`; in the long form, `scalar = scalar + term`.
    Update { scalar: usize, subtract: bool, long: bool, term: Box<syn::Expr>, within: LoopId },
    /// An expression that `fastmath` may rewrite.
    Arith(usize),
    /// An operand of the [`Arith`] whose tree holds it.
    Operand(usize),
    /// `target += product` or `target -= product`, which may be fused: the exemplar is the target's.
    Fused { target: Box<syn::Expr>, subtract: bool, term: Box<syn::Expr>, ex: ExId },
    /// `s += term` for a sum of the innermost loop, in one of the forms of an update.
    SumUpdate { sum: usize, subtract: bool, long: bool, term: Box<syn::Expr> },
}

/// What a symbol stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// The value of a scalar place.
    Scalar(usize),
    /// The length of a base.
    Len(usize),
    /// First value of the root loop.
    RootLo,
    /// One past the last value of the root loop.
    RootHi,
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
    /// Scalars.
    pub scalars: Vec<Scalar>,
    /// Whole places.
    pub wholes: Vec<Whole>,
    /// Places that field paths go through.
    pub roots: Vec<Root>,
    /// Known methods.
    pub methods: Vec<Method>,
    /// Expressions that `fastmath` may rewrite.
    pub ariths: Vec<Arith>,
    /// Sums of innermost loops in variables of the body, where they may be regrouped.
    pub sums: Vec<Sum>,
    /// Holes.
    pub holes: Vec<Hole>,
    /// Types that the forms rest on.
    pub leaves: BTreeSet<Leaf>,
    /// Reasons why iterations may not be reordered, found while reading.
    pub effects: Vec<Blocker>,
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

    /// The chain of loops around an access, innermost first, the root last.
    pub fn chain(&self, within: LoopId) -> impl Iterator<Item = LoopId> + '_ {
        std::iter::successors(Some(within), |&l| self.loops[l].parent)
    }

    /// Does the loop contain no other?
    pub fn is_innermost(&self, l: LoopId) -> bool {
        self.loops.iter().all(|inner| inner.parent != Some(l))
    }

    /// Has the body an effect besides its scalars: an element written, or a call?
    pub fn has_effects(&self) -> bool {
        self.bases.iter().any(|b| b.written) || !self.effects.is_empty() || self.calls()
    }

    /// Has the body an elementary function, whose vector form is worth a lot?
    pub fn has_elementary(&self) -> bool {
        self.methods.iter().any(|m| m.result.is_some())
    }

    /// Does the body call what the macro cannot see?
    pub fn calls(&self) -> bool {
        self.effects.iter().any(|e| matches!(e, Blocker::Call { .. } | Blocker::OrderDependent { .. }))
    }
}

/// The tree of a hole.
pub fn hole(id: HoleId) -> syn::Expr {
    let id = proc_macro2::Literal::usize_unsuffixed(id);
    syn::Expr::Verbatim(quote!(#id))
}

/// The hole of a tree, if it is one.
pub fn hole_of(expr: &syn::Expr) -> Option<HoleId> {
    match expr {
        syn::Expr::Verbatim(tokens) => tokens.to_string().parse().ok(),
        _ => None,
    }
}

/// Fills every hole of a tree.
pub fn fill<T>(tree: &T, into: &dyn Fn(HoleId) -> TokenStream) -> TokenStream
where
    T: Fillable + ToTokens + Clone,
{
    struct Filler<'a>(&'a dyn Fn(HoleId) -> TokenStream);
    impl syn::visit_mut::VisitMut for Filler<'_> {
        fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
            match hole_of(expr) {
                Some(id) => *expr = syn::Expr::Verbatim((self.0)(id)),
                None => syn::visit_mut::visit_expr_mut(self, expr),
            }
        }
    }
    let mut tree = tree.clone();
    tree.visit_with(&mut Filler(into));
    tree.to_token_stream()
}

/// Fills every hole of a block, and leaves its braces out: inside braces of ours they would be one pair too
/// many, which rustc reports at the user's.
pub fn fill_statements(block: &syn::Block, into: &dyn Fn(HoleId) -> TokenStream) -> TokenStream {
    let mut tokens = fill(block, into).into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(proc_macro2::TokenTree::Group(braces)), None) => braces.stream(),
        (first, second) => first.into_iter().chain(second).chain(tokens).collect(),
    }
}

/// Trees with holes.
pub trait Fillable {
    /// Visits the expressions of the tree.
    fn visit_with(&mut self, visitor: &mut dyn DynVisit);
}

/// A visitor of expressions, as an object.
pub trait DynVisit {
    /// Visits one expression.
    fn expr(&mut self, expr: &mut syn::Expr);
    /// Visits one block.
    fn block(&mut self, block: &mut syn::Block);
}

impl<V: syn::visit_mut::VisitMut> DynVisit for V {
    fn expr(&mut self, expr: &mut syn::Expr) {
        self.visit_expr_mut(expr);
    }
    fn block(&mut self, block: &mut syn::Block) {
        self.visit_block_mut(block);
    }
}

impl Fillable for syn::Expr {
    fn visit_with(&mut self, visitor: &mut dyn DynVisit) {
        visitor.expr(self);
    }
}

impl Fillable for syn::Block {
    fn visit_with(&mut self, visitor: &mut dyn DynVisit) {
        visitor.block(self);
    }
}
