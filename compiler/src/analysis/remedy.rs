//! Dependences as reasons: which of those found are said, and what helps.
//!
//! In: pairs of accesses that meet. Out: one reason for each written place, the hardest: against it the help is
//! right, and then the others are gone too.

use crate::diag::{Blocker, Distance, Place, Way};
use crate::nest::{Access, Nest};
use std::collections::BTreeSet;

/// A dependence as a reason, with what helps against it alone.
pub(super) fn dependence(nest: &Nest, x: &Access, y: &Access, distance: Distance) -> Blocker {
    // Distances are those of the variable's values; in a loop that runs backwards a smaller one comes later.
    let turns = nest.loops[0].adapters.iter().filter(|a| a.step.is_none()).count();
    let distance = match distance {
        Distance::Exactly(d) if turns % 2 == 1 => Distance::Exactly(-d),
        other => other,
    };
    let way = way(nest, x, y, &distance);
    Blocker::Dependence {
        way,
        write: x.place.clone(),
        other: y.place.clone(),
        other_writes: y.writes,
        iv: nest.loops[0].name(),
        distance,
    }
}

/// What helps against one dependence.
fn way(nest: &Nest, x: &Access, y: &Access, distance: &Distance) -> Way {
    let one = is_one_element(x) && x.place.text == y.place.text;
    match distance {
        Distance::Exactly(_) if y.writes => Way::Split,
        Distance::Exactly(d) if *d < 0 => Way::Copy(nest.bases[x.base].path.tokens.replace(' ', "")),
        Distance::Every if one && (x.reads || y.reads) => Way::Accumulate,
        Distance::Every if one => Way::Last,
        Distance::Exactly(_) => Way::Order,
        Distance::Every => Way::Own,
        Distance::Unknown if y.writes => Way::Turn,
        Distance::Unknown => Way::Unknown,
    }
}

/// Is it the same element throughout the loop?
fn is_one_element(access: &Access) -> bool {
    access.forms().all(|form| form.is_some_and(|form| form.ivs().next().is_none()))
}

/// One blocker for each written place and kind of reason is enough. The first has a known distance if any has,
/// and among these is one that a copy of the old values would not remove.
pub(super) fn distinct(mut blockers: Vec<Blocker>) -> Vec<Blocker> {
    let needs_order = |b: &Blocker| !matches!(b, Blocker::Dependence { way: Way::Copy(_), .. });
    let at = |b: &Blocker| start(b.place());
    // A copy helps if nothing else meets the write, and no write in front meets the read.
    let ordered: BTreeSet<_> =
        blockers.iter().filter(|b| needs_order(b)).flat_map(|b| [Some(at(b)), other(b)]).flatten().collect();
    for blocker in &mut blockers {
        let places = [Some(at(blocker)), other(blocker)];
        if let Blocker::Dependence { way: way @ Way::Copy(_), .. } = blocker
            && places.iter().flatten().any(|p| ordered.contains(p))
        {
            *way = Way::Order;
        }
    }
    // An element that is read and assigned again is accumulated, wherever the two stand.
    let reads: BTreeSet<_> = blockers.iter().filter(|b| is_accumulation(b)).map(at).collect();
    for blocker in &mut blockers {
        let place = at(blocker);
        if let Blocker::Dependence { way: way @ Way::Last, .. } = blocker
            && reads.contains(&place)
        {
            *way = Way::Accumulate;
        }
    }
    blockers.sort_by_key(|b| match b {
        Blocker::Dependence { distance: Distance::Exactly(d), .. } => (0, *d < 0, d.abs()),
        Blocker::Dependence { distance: Distance::Every, .. } => (1, false, 0),
        _ => (2, false, 0),
    });
    let mut seen = BTreeSet::new();
    blockers.retain(|b| seen.insert(at(b)));
    blockers
}

fn start(place: &Place) -> (usize, usize) {
    let start = place.span.0.start();
    (start.line, start.column)
}

/// The second place of a reason.
fn other(blocker: &Blocker) -> Option<(usize, usize)> {
    match blocker {
        Blocker::Dependence { other, .. } | Blocker::Subscript { other, .. } => Some(start(other)),
        _ => None,
    }
}

fn is_accumulation(blocker: &Blocker) -> bool {
    matches!(blocker, Blocker::Dependence { way: Way::Accumulate, .. })
}

/// A known distance says more than an unknown one.
pub(super) fn better(first: Option<Box<Blocker>>, second: Box<Blocker>) -> Box<Blocker> {
    let is_known = |b: &Blocker| matches!(b, Blocker::Dependence { distance: Distance::Exactly(_), .. });
    match first {
        Some(first) if is_known(&first) || !is_known(&second) => first,
        _ => second,
    }
}
