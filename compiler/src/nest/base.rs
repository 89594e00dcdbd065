//! Arrays, and how their elements are accessed.

use super::affine::{Linear, LoopId};
use super::{ExId, Narrow, Path, Reach, Symbol};
use crate::diag::Place;
use proc_macro2::TokenStream;
use quote::ToTokens;

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
