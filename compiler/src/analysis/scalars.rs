//! Scalars: read-only, private to an iteration, a reduction, or carried from one iteration to the next.

use super::condition::{Condition, Kind, Span};
use super::evidence::InBounds;
use super::total::is_total;
use crate::diag::{Blocker, Place};
use crate::nest::{Nest, ReductionOp, Update};

/// What a scalar is to the root loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Never assigned.
    ReadOnly,
    /// Assigned before it is read, in each iteration; its last value is that of the last iteration.
    LastPrivate,
    /// Assigned before it is read, in some iterations; its last value is that of the last of these.
    SometimesPrivate,
    /// Only updated, by one operator.
    Reduction(ReductionOp),
    /// Only set together with the reduction of this number, when that one takes a new value.
    Position(usize),
    /// Grows by the same amount in each iteration.
    Induction,
    /// The same of a float, by leave of `fastmath(reassoc)`.
    Drift,
    /// Anything else.
    Carried,
}

impl Role {
    /// The operator of a reduction.
    pub fn reduction(self) -> Option<ReductionOp> {
        match self {
            Role::Reduction(op) => Some(op),
            _ => None,
        }
    }
}

/// The role of each scalar.
pub fn roles(nest: &Nest, in_bounds: &[Option<InBounds>]) -> Vec<Role> {
    (0..nest.scalars.len()).map(|s| role(nest, s, in_bounds)).collect()
}

fn role(nest: &Nest, s: usize, in_bounds: &[Option<InBounds>]) -> Role {
    let uses = &nest.scalars[s].uses;
    if uses.induction.is_some() {
        return Role::Induction;
    }
    if uses.drift.is_some() {
        return Role::Drift;
    }
    if let Some(&first) = uses.set_with.first() {
        let owner = nest.updates[first].scalar;
        let found = obstacle(nest, s, in_bounds).is_none() && obstacle(nest, owner, in_bounds).is_none();
        return if found { Role::Position(owner) } else { Role::Carried };
    }
    match (&uses.write, uses.updates.first(), &uses.exposed_read) {
        (None, None, _) => Role::ReadOnly,
        (_, Some(&first), _) if obstacle(nest, s, in_bounds).is_none() => {
            Role::Reduction(nest.updates[first].op)
        }
        (Some(_), None, None) if uses.always_assigned => Role::LastPrivate,
        (Some(_), None, None) => Role::SometimesPrivate,
        _ => Role::Carried,
    }
}

/// A chunk computes where an induction variable starts: by how much it grows must fit.
pub fn growths(nest: &Nest) -> Vec<Condition> {
    let found = nest.scalars.iter().filter_map(|s| {
        let growth = s.uses.induction.as_ref()?;
        let text = format!("how much `{}` grows in an iteration does not overflow", s.path.tokens);
        growth
            .weight
            .as_constant()
            .is_none()
            .then(|| Condition { kind: Kind::Exact { span: Span::exactly(growth.weight.clone()) }, text })
    });
    found.collect()
}

/// Why a scalar that is updated, or set together with one, is no reduction and no position.
fn obstacle(nest: &Nest, s: usize, in_bounds: &[Option<InBounds>]) -> Option<Blocker> {
    own_obstacle(nest, s, in_bounds).or_else(|| {
        // A reduction is as good as what is set together with it: both are kept by the same chunk.
        let with = nest.scalars[s].uses.updates.iter().flat_map(|&u| &nest.updates[u].with);
        with.map(|(at, _)| *at).find_map(|at| own_obstacle(nest, at, in_bounds))
    })
}

fn own_obstacle(nest: &Nest, s: usize, in_bounds: &[Option<InBounds>]) -> Option<Blocker> {
    let scalar = &nest.scalars[s];
    let (uses, name) = (&scalar.uses, scalar.path.tokens.replace(' ', ""));
    let updates: Vec<&Update> = uses.updates.iter().map(|&u| &nest.updates[u]).collect();
    let sets: Vec<&Update> = uses.set_with.iter().map(|&u| &nest.updates[u]).collect();
    let first = (*updates.first().or(sets.first())?).clone();
    let mixed = |other: &Update| Blocker::Mixed {
        first: first.place.clone(),
        other: other.place.clone(),
        name: name.clone(),
    };
    if let (Some(other), true) = (sets.first(), !updates.is_empty()) {
        return Some(mixed(other));
    }
    if let Some(other) = sets.iter().find(|u| u.scalar != first.scalar) {
        return Some(mixed(other));
    }
    if let Some(other) = updates.iter().find(|u| u.op != first.op || set_by(u) != set_by(&first)) {
        return Some(mixed(other));
    }
    let used = |other: &Place, reads| Blocker::UsedElsewhere {
        update: first.place.clone(),
        other: other.clone(),
        name: name.clone(),
        reads,
        even: nest.even.contains(&name),
    };
    if let Some(read) = &uses.exposed_read {
        return Some(used(read, true));
    }
    if let Some(write) = &uses.write {
        return Some(used(write, false));
    }
    let lazy = updates.iter().find(|u| u.lazy && !is_total(nest, &u.term, in_bounds));
    lazy.map(|u| Blocker::Lazy { place: u.place.clone(), name })
}

fn set_by(update: &Update) -> Vec<usize> {
    let mut set: Vec<usize> = update.with.iter().map(|(at, _)| *at).collect();
    set.sort_unstable();
    set
}

/// Why scalars keep the iterations in order.
pub fn blockers(nest: &Nest, roles: &[Role], in_bounds: &[Option<InBounds>]) -> Vec<Blocker> {
    let carried = (0..nest.scalars.len()).filter(|&s| roles[s] == Role::Carried);
    let iv = nest.loops[0].name();
    let mut found: Vec<Blocker> = Vec::new();
    for s in carried {
        let blocker = own_obstacle(nest, s, in_bounds).or_else(|| carried_blocker(nest, s, &iv));
        found.extend(blocker);
    }
    found
}

fn carried_blocker(nest: &Nest, s: usize, iv: &str) -> Option<Blocker> {
    let scalar = &nest.scalars[s];
    let uses = &scalar.uses;
    let name = scalar.path.tokens.replace(' ', "");
    let (read, write) = (uses.exposed_read.clone()?, uses.write.clone()?);
    if let Some(place) = &uses.nan {
        return Some(Blocker::Nan { place: place.clone(), name });
    }
    Some(Blocker::Carried { read, write, name, iv: iv.into(), element: uses.element.clone() })
}
