//! Evidence: values that only the analysis can make, and that emission must consume to leave out a check
//! or to run iterations out of order.

/// The guard with these conditions shows that an access is within its base in every iteration.
#[derive(Clone, Debug)]
pub struct InBounds {
    access: usize,
    conditions: Vec<usize>,
}

impl InBounds {
    pub(super) fn by_guard(access: usize, conditions: Vec<usize>) -> InBounds {
        InBounds { access, conditions }
    }
    /// Index of the access in its nest.
    pub fn access(&self) -> usize {
        self.access
    }
    /// Indices of the conditions in the guard, one for each subscript.
    pub fn conditions(&self) -> &[usize] {
        &self.conditions
    }
}

/// No two iterations of the root loop conflict, if the guard holds.
#[derive(Clone, Debug)]
pub struct Independent {
    /// One entry for each pair of accesses that had to be looked at.
    pairs: Vec<Pair>,
}

/// Why two accesses never conflict between iterations.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Indices of the accesses.
    pub accesses: (usize, usize),
    /// Why.
    pub reason: Reason,
}

/// Why two accesses never conflict.
#[derive(Clone, Debug)]
pub enum Reason {
    /// They reach different fields.
    Fields,
    /// Their subscripts number `dim` never meet.
    Subscripts {
        /// Which subscript.
        dim: usize,
        /// The condition of the guard that it rests on; `None` where it is proven without one.
        condition: Option<usize>,
        /// For each of the two, the condition which shows that its subscript is the exact integer that the
        /// analysis computed with: it is in bounds, or does not wrap.
        exact: (usize, usize),
    },
    /// No single one of their subscripts does it, but never are all of these equal at once.
    Together {
        /// Which subscripts.
        dims: Vec<usize>,
        /// For each of these the conditions as above.
        exact: Vec<(usize, usize)>,
    },
}

impl Independent {
    pub(super) fn of(pairs: Vec<Pair>) -> Independent {
        Independent { pairs }
    }
    /// Does it rest on a condition about the subscripts?
    pub fn is_conditional(&self) -> bool {
        self.pairs.iter().any(|p| matches!(p.reason, Reason::Subscripts { condition: Some(_), .. }))
    }
    /// The pairs that were shown to be independent.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }
}
