//! Evidence: values that only the analysis can make, and that emission must consume to leave out a check
//! or to run iterations out of order.

/// The guard with these conditions shows that an access is within its base in every iteration.
#[derive(Clone, Debug)]
pub struct InBounds {
    access: usize,
    condition: usize,
}

impl InBounds {
    pub(super) fn by_guard(access: usize, condition: usize) -> InBounds {
        InBounds { access, condition }
    }
    /// Index of the access in its nest.
    pub fn access(&self) -> usize {
        self.access
    }
    /// Index of the condition in the guard.
    pub fn condition(&self) -> usize {
        self.condition
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
    /// The condition of the guard that it rests on; `None` where it is proven without one.
    pub condition: Option<usize>,
    /// For each of the two, the condition which shows that its subscript is the exact integer that the
    /// analysis computed with: it is in bounds, or does not wrap.
    pub exact: (usize, usize),
}

impl Independent {
    pub(super) fn of(pairs: Vec<Pair>) -> Independent {
        Independent { pairs }
    }
    /// The pairs that were shown to be independent.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }
}
