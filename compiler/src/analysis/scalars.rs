//! Scalars: read-only, private to an iteration, a reduction, or carried from one iteration to the next.

use crate::diag::Blocker;
use crate::nest::{Nest, Scalar};

/// What a scalar is to the root loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Never assigned.
    ReadOnly,
    /// Assigned before it is read, in each iteration; its last value is that of the last iteration.
    LastPrivate,
    /// Assigned before it is read, in some iterations; its last value is that of the last of these.
    SometimesPrivate,
    /// Only `+=` and `-=`.
    Reduction,
    /// Anything else.
    Carried,
}

/// The role of each scalar.
pub fn roles(nest: &Nest) -> Vec<Role> {
    nest.scalars.iter().map(role).collect()
}

fn role(scalar: &Scalar) -> Role {
    let uses = &scalar.uses;
    match (&uses.write, &uses.update, &uses.exposed_read) {
        (None, None, _) => Role::ReadOnly,
        (None, Some(_), None) => Role::Reduction,
        (Some(_), None, None) if uses.always_assigned => Role::LastPrivate,
        (Some(_), None, None) => Role::SometimesPrivate,
        _ => Role::Carried,
    }
}

/// Why scalars keep the iterations in order.
pub fn blockers(nest: &Nest, roles: &[Role]) -> Vec<Blocker> {
    let carried = nest.scalars.iter().zip(roles).filter(|(_, r)| **r == Role::Carried);
    let iv = nest.loops[0].name();
    carried.filter_map(|(s, _)| blocker(s, &iv)).collect()
}

fn blocker(scalar: &Scalar, iv: &str) -> Option<Blocker> {
    let uses = &scalar.uses;
    let name = scalar.path.root.to_string();
    let read = uses.exposed_read.clone().or_else(|| uses.update.clone());
    let write = uses.write.clone().or_else(|| uses.update.clone());
    Some(Blocker::Carried { read: read?, write: write?, name, iv: iv.into() })
}
