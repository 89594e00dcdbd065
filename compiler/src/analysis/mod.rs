//! What is proven, guarded or blocked about a nest, with evidence.
//!
//! In: a [`Nest`]. Out: [`Facts`]. Every claim is either free of conditions or names a [`Condition`] that
//! generated code evaluates, in checked integers, before the loop.

mod bounds;
mod condition;
mod dependence;
mod evidence;
mod panics;
mod remedy;
mod rows;
mod scalars;
mod system;
mod tops;
mod total;

use crate::diag::Blocker;
use crate::nest::Nest;

pub use bounds::corners;
pub use condition::{Condition, Gap, Kind, Span, holds};
pub use evidence::{InBounds, Independent, Pair, Reason};
pub use panics::{Float, Spare, floats, spare};
pub use scalars::Role;
pub use total::is_recomputable;

/// What is known about a nest.
#[derive(Debug)]
pub struct Facts {
    /// Conditions of the guard.
    pub conditions: Vec<Condition>,
    /// How many of them a loop in order needs; on the others rests the independence alone.
    pub in_order: usize,
    /// For each access, evidence that it needs no check.
    pub in_bounds: Vec<Option<InBounds>>,
    /// For each scalar, what it is.
    pub roles: Vec<Role>,
    /// Evidence that iterations of the root may run in any order, or why not.
    pub independent: Result<Independent, Vec<Blocker>>,
}

/// Analyses a nest.
///
/// # Errors
/// Reasons why the loop has to stay as written (a conflict between views).
pub fn analyse(nest: &Nest, nogil: bool) -> Result<Facts, Vec<Blocker>> {
    let conflicts = dependence::conflicts(nest);
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let mut conditions = bounds::domain(nest);
    let in_bounds = bounds::accesses(nest, &mut conditions);
    let roles = scalars::roles(nest, &in_bounds);
    let in_order = conditions.len();
    let independent = independent(nest, nogil, &roles, &in_bounds, &mut conditions);
    Ok(Facts { conditions, in_order, in_bounds, roles, independent })
}

fn independent(
    nest: &Nest,
    nogil: bool,
    roles: &[Role],
    in_bounds: &[Option<InBounds>],
    conditions: &mut Vec<Condition>,
) -> Result<Independent, Vec<Blocker>> {
    let mut blockers: Vec<Blocker> =
        nest.effects.iter().filter(|e| !(nogil && matches!(e, Blocker::Call { .. }))).cloned().collect();
    blockers.extend(scalars::blockers(nest, roles, in_bounds));
    // The conditions of pairs are kept only if all pairs pass: a serial loop needs none of them.
    let mut needed = Vec::new();
    match dependence::pairs(nest, in_bounds, conditions.len(), &mut needed) {
        Ok(pairs) if blockers.is_empty() => {
            conditions.extend(needed);
            conditions.extend(scalars::growths(nest));
            Ok(Independent::of(pairs))
        }
        Ok(_) => Err(blockers),
        Err(found) => {
            let own = found.into_iter().filter(|b| !follows(b, &blockers)).collect::<Vec<_>>();
            blockers.extend(own);
            Err(blockers)
        }
    }
}

/// Is a subscript unknown only because a scalar in it is carried, which is said already?
fn follows(blocker: &Blocker, said: &[Blocker]) -> bool {
    let Blocker::Subscript { access, .. } = blocker else { return false };
    let is_in = |name: &str| access.text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == name);
    said.iter().any(|b| match b {
        Blocker::Carried { name, .. } | Blocker::UsedElsewhere { name, .. } => is_in(name),
        _ => false,
    })
}
