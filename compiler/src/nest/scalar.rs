//! Scalar places, whole places, and what happens to them.

use super::affine::{LoopId, Poly};
use super::{ExId, Path};
use crate::diag::Place;
use proc_macro2::TokenStream;
use std::collections::BTreeSet;

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
