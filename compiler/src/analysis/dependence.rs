//! Independence of iterations: no two iterations of the root loop touch one element of which one writes.
//!
//! For subscripts `c*i + r(inner)` and `c*i' + r'(inner')` with `i != i'` the difference is
//! `c*(i - i') + D`, where `D = r - r'` and the inner induction variables of the two are unrelated.
//! The pair is independent iff no `c*d`, `0 < |d| < trip`, is `-D` for a possible `D`:
//!
//! * strong SIV: `D` is one value; `D = 0` is independent (`c != 0`), `D = m*c` is a dependence of distance m;
//! * GCD: a common divisor of all coefficients that does not divide the constant difference;
//! * stride: `|c|` exceeds every `|D|`: a run-time condition where `c` or `D` is symbolic;
//! * otherwise (different coefficients: weak SIV, MIV) the two ranges must be disjoint (Banerjee), at run time;
//! * what none of these decides is looked at as rows and columns (`rows.rs`);
//! * where no subscript alone decides, all of them are taken together, as one system (`together`).
//!
//! The answers are yes, yes under a condition, and no; what is not known is no.

use super::bounds::corners;
use super::condition::{Condition, Gap, Kind, Span, is_above, show, show_any};
use super::evidence::{InBounds, Pair, Reason};
use super::remedy::{better, dependence, distinct};
use super::rows;
use crate::diag::{Blocker, Distance, Indirect, Place};
use crate::nest::affine::{Linear, LoopId, Poly};
use crate::nest::{Access, Nest, Step, Symbol};

/// From this length on a row of a number of elements may well be longer than what is done in it.
const LONG_ROW: u64 = 32;

enum Answer {
    Independent,
    If(Kind, String),
    Dependent(Distance),
}

/// Looks at every pair of accesses to a written base. `first` is the number of the guard's conditions so
/// far; the conditions that pairs need are appended to `needed`.
pub fn pairs(
    nest: &Nest,
    in_bounds: &[Option<InBounds>],
    first: usize,
    needed: &mut Vec<Condition>,
) -> Result<Vec<Pair>, Vec<Blocker>> {
    let mut pairs = Vec::new();
    let mut blockers = Vec::new();
    for (a, x) in nest.accesses.iter().enumerate().filter(|(_, x)| x.writes) {
        for (b, y) in nest.accesses.iter().enumerate() {
            if y.base != x.base || (y.writes && b < a) {
                continue;
            }
            match apart(nest, (a, b), in_bounds, first, needed) {
                Ok(reason) => pairs.push(Pair { accesses: (a, b), reason }),
                Err(blocker) => blockers.push(*blocker),
            }
        }
    }
    if blockers.is_empty() { Ok(pairs) } else { Err(distinct(blockers)) }
}

/// Two accesses are apart if they go to different fields, or if one of their subscripts never meets.
fn apart(
    nest: &Nest,
    (a, b): (usize, usize),
    in_bounds: &[Option<InBounds>],
    first: usize,
    needed: &mut Vec<Condition>,
) -> Result<Reason, Box<Blocker>> {
    let (x, y) = (&nest.accesses[a], &nest.accesses[b]);
    let mut why_not: Option<Box<Blocker>> = None;
    // A subscript that is apart under a condition; one that is always apart is better.
    let mut candidate = None;
    let mut both = Vec::new();
    let mut dim = 0;
    for (at, steps) in x.steps.iter().zip(&y.steps).enumerate() {
        let forms = match steps {
            (Step::Field { member: m, .. }, Step::Field { member: n, .. }) if m != n => {
                if is_struct(nest, x, at) {
                    return Ok(Reason::Fields);
                }
                break;
            }
            (sx, sy) => sx.forms().into_iter().zip(sy.forms()),
        };
        for (fx, fy) in forms {
            both.extend(fx.zip(fy).map(|(fx, fy)| (dim, fx, fy)));
            let found = match pair(nest, (x, fx), (y, fy)) {
                Ok(Answer::Independent) => Ok(None),
                Ok(Answer::If(kind, text)) => Ok(Some((kind, text))),
                Ok(Answer::Dependent(distance)) => Err(Box::new(dependence(nest, x, y, distance))),
                Err(blocker) => Err(blocker),
            };
            match found {
                Ok(condition) => {
                    let mut exact = |access: usize, form| match &in_bounds[access] {
                        Some(evidence) => evidence.conditions().get(dim).copied(),
                        None => no_wrap(nest, access, form, first, needed),
                    };
                    if let Some(exact) = exact(a, fx).zip(exact(b, fy)) {
                        match condition {
                            None => return Ok(Reason::Subscripts { dim, condition: None, exact }),
                            Some(condition) => candidate = candidate.or(Some((dim, condition, exact))),
                        }
                    }
                }
                // A known distance says more than an unknown one.
                Err(blocker) => why_not = Some(better(why_not, blocker)),
            }
            dim += 1;
        }
    }
    match (candidate, why_not) {
        (Some((dim, (kind, text), exact)), _) => {
            let condition = Some(first + need(needed, kind, text));
            Ok(Reason::Subscripts { dim, condition, exact })
        }
        (None, why_not) => {
            let mut exact = |access: usize, dim: usize, form| match &in_bounds[access] {
                Some(evidence) => evidence.conditions().get(dim).copied(),
                None => no_wrap(nest, access, Some(form), first, needed),
            };
            if both.len() > 1 && together(nest, (x, y), &both) {
                let exact: Option<Vec<_>> =
                    both.iter().map(|(dim, fx, fy)| exact(a, *dim, fx).zip(exact(b, *dim, fy))).collect();
                if let Some(exact) = exact {
                    return Ok(Reason::Together { dims: both.iter().map(|(dim, ..)| *dim).collect(), exact });
                }
            }
            Err(why_not.unwrap_or_else(|| Box::new(dependence(nest, x, y, Distance::Unknown))))
        }
    }
}

/// `a[i][j]` and `a[j][i]` for `j < i`: one element only where all subscripts are equal, which never happens in two
/// iterations.
fn together(nest: &Nest, (x, y): (&Access, &Access), both: &[(usize, &Linear, &Linear)]) -> bool {
    let (cx, cy) = (chain(nest, x), chain(nest, y));
    let known = |form: &Linear, chain: &[LoopId]| corners(nest, form, chain).is_some();
    let equal: Vec<(Linear, Linear)> =
        both.iter().map(|(_, fx, fy)| ((*fx).clone(), (*fy).clone())).collect();
    equal.iter().all(|(fx, fy)| known(fx, &cx) && known(fy, &cy)) && rows::never_meet(nest, &cx, &cy, &equal)
}

/// Are fields at step number `at` of a place apart? Fields of a union are not; assigning one is safe, but
/// what safe code reads is a field of a struct.
fn is_struct(nest: &Nest, x: &Access, at: usize) -> bool {
    let shape = |a: &Access| a.steps[..at].iter().map(Step::shape).collect::<Vec<_>>();
    nest.accesses.iter().any(|a| {
        a.base == x.base
            && a.reads
            && matches!(a.steps.get(at), Some(Step::Field { .. }))
            && shape(a) == shape(x)
    })
}

/// The number of a condition among those needed, which is added if it is new.
fn need(needed: &mut Vec<Condition>, kind: Kind, text: String) -> usize {
    needed.iter().position(|c| c.kind == kind).unwrap_or_else(|| {
        needed.push(Condition { kind, text });
        needed.len() - 1
    })
}

/// The condition that the subscript of an access without a bound does not wrap.
fn no_wrap(
    nest: &Nest,
    access: usize,
    form: Option<&Linear>,
    first: usize,
    needed: &mut Vec<Condition>,
) -> Option<usize> {
    let access = &nest.accesses[access];
    let span = corners(nest, form?, &chain(nest, access))?;
    let text = format!("the subscript of `{}` does not overflow", access.place.text);
    Some(first + need(needed, Kind::Exact { span }, text))
}

fn pair(
    nest: &Nest,
    (x, fx): (&Access, Option<&Linear>),
    (y, fy): (&Access, Option<&Linear>),
) -> Result<Answer, Box<Blocker>> {
    let unknown = |access: &Access, other: &Access| {
        Box::new(Blocker::Subscript {
            access: access.place.clone(),
            other: other.place.clone(),
            iv: nest.loops[0].name(),
            kind: match access {
                a if a.writes && a.reads => Indirect::Updated,
                a if a.writes => Indirect::Assigned,
                _ => Indirect::Read,
            },
        })
    };
    let fx = fx.ok_or_else(|| unknown(x, y))?;
    let fy = fy.ok_or_else(|| unknown(y, x))?;
    let (cx, cy) = (chain(nest, x), chain(nest, y));
    // The subscripts must be exact integers: both ranges are known, and conditions evaluate them checked.
    if corners(nest, fx, &cx).is_none() || corners(nest, fy, &cy).is_none() {
        return Err(unknown(x, y));
    }
    let answer = test(nest, fx, &cx, fy, &cy).unwrap_or(Answer::Dependent(Distance::Unknown));
    // In `for i in ii..ii + 8` the variable of the loop around is not seen in `i`, but it is in its values.
    let through_inner = follows_root(nest, fx) && follows_root(nest, fy);
    let is_weak = match &answer {
        Answer::Dependent(Distance::Unknown) | Answer::If(Kind::Disjoint { .. }, _) => true,
        Answer::Dependent(Distance::Every) => through_inner,
        _ => false,
    };
    let in_rows = || {
        let (x, y) = (rows::Subscript { form: fx, chain: &cx }, rows::Subscript { form: fy, chain: &cy });
        rows::apart(nest, x, y)
    };
    if is_weak && through_inner && rows::never_meet(nest, &cx, &cy, &[(fx.clone(), fy.clone())]) {
        return Ok(Answer::Independent);
    }
    // That columns stay within a row is true of most arrays; that two ranges are disjoint, of few.
    Ok(match is_weak.then(in_rows).flatten() {
        Some((kind, text)) => Answer::If(kind, text),
        None => answer,
    })
}

/// Has a loop inside, whose variable is in the form, an end that moves with the root?
fn follows_root(nest: &Nest, form: &Linear) -> bool {
    let moves = |end: &Option<Linear>| end.as_ref().is_some_and(|e| e.ivs().next().is_some());
    form.ivs().any(|(l, _)| l != 0 && (moves(&nest.loops[l].lo) || moves(&nest.loops[l].hi)))
}

fn chain(nest: &Nest, access: &Access) -> Vec<LoopId> {
    nest.chain(access.within).collect()
}

fn test(nest: &Nest, fx: &Linear, cx: &[LoopId], fy: &Linear, cy: &[LoopId]) -> Option<Answer> {
    let trip = nest.loops[0].hi.as_ref()?.sub(nest.loops[0].lo.as_ref()?)?.as_invariant()?.clone();
    if trip.as_constant().is_some_and(|t| t <= 1) {
        return Some(Answer::Independent);
    }
    let (c, c2) = (fx.coefficient(0), fy.coefficient(0));
    let (rx, ry) = (fx.without(0), fy.without(0));
    if gcd_excludes(fx, fy)? {
        return Some(Answer::Independent);
    }
    if c != c2 {
        return disjoint(nest, corners(nest, fx, cx)?, corners(nest, fy, cy)?);
    }
    if let (Some(a), Some(b)) = (rx.as_invariant(), ry.as_invariant()) {
        return strong_siv(nest, c, a.sub(b)?, trip);
    }
    with_inner(nest, c, (&rx, cx), (&ry, cy), trip)
}

/// Both subscripts depend on the root's induction variable alone, with one coefficient.
fn strong_siv(nest: &Nest, c: Poly, d: Poly, trip: Poly) -> Option<Answer> {
    if c == Poly::default() {
        // The same element in every iteration, or two that differ always.
        return Some(match d.as_constant() {
            Some(0) => Answer::Dependent(Distance::Every),
            Some(_) => Answer::Independent,
            None => stride(nest, c, Gap::Exactly(d), trip),
        });
    }
    if d == Poly::default() && c.as_constant().is_some() {
        return Some(Answer::Independent);
    }
    match d.multiple_of(&c) {
        Some(0) | None => Some(stride(nest, c, Gap::Exactly(d), trip)),
        Some(m) if is_beyond(m, &trip) => Some(Answer::Independent),
        Some(m) => Some(Answer::Dependent(Distance::Exactly(m))),
    }
}

/// Is the distance at least the number of iterations?
fn is_beyond(m: i64, trip: &Poly) -> bool {
    trip.as_constant().is_some_and(|t| m.unsigned_abs() >= t.max(0).unsigned_abs())
}

/// At least one subscript depends on inner loops too.
fn with_inner(
    nest: &Nest,
    c: Poly,
    (rx, cx): (&Linear, &[LoopId]),
    (ry, cy): (&Linear, &[LoopId]),
    trip: Poly,
) -> Option<Answer> {
    if c == Poly::default() {
        let (a, b) = (corners(nest, rx, cx)?, corners(nest, ry, cy)?);
        return match disjoint(nest, a, b)? {
            Answer::Dependent(_) if rx == ry => Some(Answer::Dependent(Distance::Every)),
            answer => Some(answer),
        };
    }
    // With equal inner iterations the difference is one value: a multiple of the stride is a dependence.
    if rx.ivs().eq(ry.ivs())
        && let Some(m) = rx.rest.sub(&ry.rest)?.multiple_of(&c)
        && m != 0
        && !is_beyond(m, &trip)
    {
        return Some(Answer::Dependent(Distance::Exactly(m)));
    }
    let (a, b) = (corners(nest, rx, cx)?, corners(nest, ry, cy)?);
    if let Some(reach) = constant_reach(&a, &b) {
        let (c, trip) = (c.as_constant(), trip.as_constant());
        match c {
            Some(c) if c.unsigned_abs() > reach => return Some(Answer::Independent),
            Some(_) if trip.is_none_or(|t| t > 1) => return Some(Answer::Dependent(Distance::Unknown)),
            _ => {}
        }
    } else if c.as_constant().is_some_and(|c| c.unsigned_abs() < LONG_ROW) {
        // A short stride against a span that grows with the data holds for tiny sizes only.
        return Some(Answer::Dependent(Distance::Unknown));
    }
    let size = c.scale(-1).filter(Poly::is_natural).unwrap_or_else(|| c.clone());
    if !may_be_apart(&size, &a, &b, &trip) {
        return Some(Answer::Dependent(Distance::Unknown));
    }
    Some(stride(nest, c, Gap::Between(a, b), trip))
}

/// May the stride, for sizes that are not tiny, be greater than the span, or the span further away than all
/// iterations reach together? If not, a guard would only cost.
fn may_be_apart(size: &Poly, a: &Span, b: &Span, trip: &Poly) -> bool {
    let size_is_greater = |a: &Span, b: &Span| is_above(std::slice::from_ref(size), &a.highs, &b.lows);
    let all = trip.sub(&Poly::constant(1)).and_then(|most| most.mul(size)).and_then(|reach| reach.scale(-1));
    let is_beyond = |a: &Span, b: &Span| match &all {
        Some(all) => is_above(&b.lows, &a.highs, std::slice::from_ref(all)),
        None => false,
    };
    size_is_greater(a, b) && size_is_greater(b, a) || is_beyond(a, b) || is_beyond(b, a)
}

/// The greatest `|D|`, where it is a constant.
fn constant_reach(a: &Span, b: &Span) -> Option<u64> {
    let mut reach = 0;
    for (highs, lows) in [(&a.highs, &b.lows), (&b.highs, &a.lows)] {
        for high in highs {
            for low in lows {
                reach = reach.max(high.sub(low)?.as_constant()?.unsigned_abs());
            }
        }
    }
    Some(reach)
}

fn stride(nest: &Nest, c: Poly, gap: Gap, trip: Poly) -> Answer {
    let text = match &gap {
        Gap::Exactly(d) if *d == Poly::default() => format!("the stride {} is not 0", show(nest, &c)),
        Gap::Exactly(d) => {
            format!("no multiple of the stride {} within the loop equals {}", show(nest, &c), show(nest, d))
        }
        Gap::Between(a, b) => format!(
            "the stride {} is greater than what the inner subscripts span, {}",
            show(nest, &c),
            spread(nest, a, b),
        ),
    };
    Answer::If(Kind::Stride { coefficient: c, gap, trip }, text)
}

/// The greatest difference, as one polynomial where it is one.
fn spread(nest: &Nest, a: &Span, b: &Span) -> String {
    let difference = match (a.highs.as_slice(), b.lows.as_slice()) {
        ([high], [low]) => high.sub(low),
        _ => None,
    };
    match difference {
        Some(d) => show(nest, &d),
        None => format!("{} - {}", show_any(nest, &a.highs, "max"), show_any(nest, &b.lows, "min")),
    }
}

fn disjoint(nest: &Nest, a: Span, b: Span) -> Option<Answer> {
    // Where the two ranges share an end they overlap: no need to ask at run time.
    let meet = a.lows.iter().any(|p| b.lows.contains(p) || b.highs.contains(p))
        || a.highs.iter().any(|p| b.highs.contains(p) || b.lows.contains(p));
    if meet || shifted(&a, &b) {
        return Some(Answer::Dependent(Distance::Unknown));
    }
    let constants = |s: &Span| s.lows.iter().chain(&s.highs).all(|p| p.as_constant().is_some());
    if constants(&a) && constants(&b) {
        let (a, b) = (a.eval(&[])?, b.eval(&[])?);
        let apart = a.1 < b.0 || b.1 < a.0;
        return Some(if apart { Answer::Independent } else { Answer::Dependent(Distance::Unknown) });
    }
    let zero = [Poly::default()];
    if !(is_above(&a.lows, &b.highs, &zero) || is_above(&b.lows, &a.highs, &zero)) {
        return Some(Answer::Dependent(Distance::Unknown));
    }
    if covers(nest, &a, &b) || covers(nest, &b, &a) {
        return Some(Answer::Dependent(Distance::Unknown));
    }
    let text = format!(
        "{}..={} and {}..={} have no element in common",
        show_any(nest, &a.lows, "min"),
        show_any(nest, &a.highs, "max"),
        show_any(nest, &b.lows, "min"),
        show_any(nest, &b.highs, "max"),
    );
    Some(Answer::If(Kind::Disjoint { a, b }, text))
}

/// `0..=n - 1` and `k..=k`, where a loop around counts `k`: it surely comes by what the other range has. (No condition
/// rests on the answer.)
fn covers(nest: &Nest, a: &Span, b: &Span) -> bool {
    let counts = |p: &Poly| {
        p.symbols().any(|s| matches!(nest.symbols[s], Symbol::Scalar(x) if nest.scalars[x].is_counter))
    };
    let from_start = a.lows.iter().all(|p| p.as_constant().is_some());
    from_start && !a.polys().any(counts) && b.polys().all(counts)
}

/// Two ranges of which both ends differ by constants overlap as soon as they are long.
fn shifted(a: &Span, b: &Span) -> bool {
    let constant = |p: &[Poly], q: &[Poly]| match (p, q) {
        ([p], [q]) => p.sub(q).and_then(|d| d.as_constant()).is_some(),
        _ => false,
    };
    // A range of constant length may well be beside the other.
    let long = !constant(&a.highs, &a.lows) && !constant(&b.highs, &b.lows);
    long && constant(&a.lows, &b.lows) && constant(&a.highs, &b.highs)
}

/// GCD test: all coefficients are constants, and their divisor does not divide the constant difference.
fn gcd_excludes(fx: &Linear, fy: &Linear) -> Option<bool> {
    let mut divisor = 0u64;
    for (_, c) in fx.ivs().chain(fy.ivs()) {
        let Some(c) = c.as_constant() else { return Some(false) };
        divisor = gcd(divisor, c.unsigned_abs());
    }
    let difference = fx.rest.sub(&fy.rest)?;
    Some(match difference.as_constant() {
        Some(d) => divisor > 1 && d.unsigned_abs() % divisor != 0,
        None => false,
    })
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Views that could not be alive together: a written base, and another use of the same place.
pub fn conflicts(nest: &Nest) -> Vec<Blocker> {
    let mut found = Vec::new();
    for (b, base) in nest.bases.iter().enumerate() {
        let Some(access) = nest.accesses.iter().find(|a| a.base == b) else { continue };
        let name = base.path.tokens.replace(' ', "");
        let clash = |place: &Place| Blocker::WholeUse {
            place: place.clone(),
            access: access.place.clone(),
            name: name.clone(),
            scalar: false,
        };
        for whole in nest.wholes.iter().filter(|w| base.written && w.path.overlaps(&base.path)) {
            found.push(clash(&whole.place));
        }
        for scalar in nest.scalars.iter().filter(|s| s.path.overlaps(&base.path)) {
            let update = scalar.uses.updates.iter().chain(&scalar.uses.set_with).next();
            let write = scalar.uses.write.as_ref().or(update.map(|&u| &nest.updates[u].place));
            let read = base.written.then(|| Place::of(&scalar.tokens));
            if let Some(place) = write.cloned().or(read) {
                found.push(clash(&place));
            }
        }
        for (o, other) in nest.bases.iter().enumerate() {
            if o != b && base.written && other.path.overlaps(&base.path) {
                found.push(clash(&access.place));
            }
        }
    }
    found.extend(parts(nest));
    found
}

/// A variable of several fields and one of its fields, of which one is written: each would have a copy of its own.
fn parts(nest: &Nest) -> Option<Blocker> {
    nest.scalars.iter().find_map(|whole| {
        let part = nest.scalars.iter().find(|part| {
            let is_part = part.path.is_within(&whole.path) && !whole.path.is_within(&part.path);
            is_part && (whole.uses.is_changed() || part.uses.is_changed())
        })?;
        Some(Blocker::WholeUse {
            place: Place::of(&whole.tokens),
            access: Place::of(&part.tokens),
            name: whole.path.tokens.replace(' ', ""),
            scalar: true,
        })
    })
}
