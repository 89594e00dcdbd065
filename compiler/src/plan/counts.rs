//! Counts: sums to which the body adds numbers of the source, at most once for each statement in an iteration.
//!
//! A sum of integers beside other effects cannot be taken back if it overflows. A count need not be: the
//! guard compares the most that the loop can add, and take away, with the room that is left.

use super::Plan;
use crate::nest::{Nest, ReductionOp};
use syn::{Expr, Lit};

/// Greatest number that is added, so that the products of the guard are small.
const MOST: u64 = 1 << 31;

/// A count: the variable, and what an iteration adds and takes away at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The variable.
    pub scalar: usize,
    /// All that is added.
    pub up: i64,
    /// All that is taken away.
    pub down: i64,
}

/// The counts of a parallel plan whose loop cannot be run again.
pub fn counts(nest: &Nest, plan: &Plan) -> Vec<Count> {
    if !plan.is_parallel() || plan.repeatable {
        return Vec::new();
    }
    let sums = plan.reductions().filter(|(_, op)| *op == ReductionOp::Sum);
    sums.filter_map(|(scalar, _)| count(nest, scalar)).collect()
}

fn count(nest: &Nest, scalar: usize) -> Option<Count> {
    let updates = nest.scalars[scalar].uses.updates.iter().map(|&u| &nest.updates[u]);
    updates.into_iter().try_fold(Count { scalar, up: 0, down: 0 }, |count, update| {
        let Expr::Lit(syn::ExprLit { lit: Lit::Int(n), .. }) = &update.term else { return None };
        let n = n.base10_parse::<u64>().ok().filter(|n| *n <= MOST)?;
        // An inner loop would add more than once.
        let once = update.within == 0;
        let (up, down) = if update.minus { (0, n as i64) } else { (n as i64, 0) };
        once.then_some(Count { scalar, up: count.up + up, down: count.down + down })
    })
}
