//! What is in a hole of a tree.

use super::affine::LoopId;
use super::{ExId, Needs, SumUpdate, best};
use crate::diag::Place;
use proc_macro2::Ident;

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
