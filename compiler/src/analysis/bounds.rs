//! Bounds: the least and greatest value of a linear form over the iteration domain.
//!
//! Theorem: over `lo <= iv < hi` a form that is linear in `iv` is extreme at `lo` or at `hi - 1`. So the
//! induction variables are replaced by an end of their range, innermost first (whose ends may depend on
//! the outer ones), by the sign of the coefficient, or by both ends where the sign is not known. What is
//! left is a polynomial of symbols: a corner. Iterations in which an inner loop is empty only widen the
//! result.

use super::condition::{Condition, Kind, Span, show, show_any};
use super::evidence::InBounds;
use super::tops::{self, Top};
use crate::nest::affine::{Linear, LoopId, Poly};
use crate::nest::{Access, Leaf, Narrow, Nest, Reach, SumCast, Symbol, Within};

/// At most so many corners for one bound: two for each unknown sign; past it the access keeps its check.
const MOST_CORNERS: usize = 16;

/// Least and greatest value of a form over the loops of `chain` (innermost first).
pub fn corners(nest: &Nest, form: &Linear, chain: &[LoopId]) -> Option<Span> {
    narrowed_corners(nest, form, chain, &[])
}

/// The same where conditions narrow the loops; the last one about an end counts.
fn narrowed_corners(nest: &Nest, form: &Linear, chain: &[LoopId], narrow: &[Narrow]) -> Option<Span> {
    let lows = ends(nest, form, chain, narrow, false)?;
    Some(Span { lows, highs: ends(nest, form, chain, narrow, true)? })
}

fn ends(nest: &Nest, form: &Linear, chain: &[LoopId], narrow: &[Narrow], high: bool) -> Option<Vec<Poly>> {
    let Some((&l, outer)) = chain.split_first() else {
        return Some(vec![form.as_invariant()?.clone()]);
    };
    let c = form.coefficient(l);
    if c == Poly::default() {
        return ends(nest, form, outer, narrow, high);
    }
    let known = |low: bool| narrow.iter().rev().find(|n| n.iv == l && n.low == low).map(|n| n.bound.clone());
    let lo = match known(true) {
        Some(lo) => lo,
        None => nest.loops[l].lo.clone().filter(|lo| can_be_exact(nest, l, lo))?,
    };
    let one = Linear::invariant(Poly::constant(1));
    let last = match known(false) {
        Some(last) => last,
        None => nest.loops[l].hi.clone().filter(|hi| can_be_exact(nest, l, hi))?.sub(&one)?,
    };
    let rising = c.is_natural();
    let falling = c.scale(-1)?.is_natural();
    let mut found = Vec::new();
    if rising != high || !(rising || falling) {
        found.extend(ends(nest, &form.substitute(l, &lo)?, outer, narrow, high)?);
    }
    if rising == high || !(rising || falling) {
        found.extend(ends(nest, &form.substitute(l, &last)?, outer, narrow, high)?);
    }
    found.dedup();
    (found.len() <= MOST_CORNERS).then_some(found)
}

/// Can a condition say that this end of an inner loop is what the program computes, modulo 2^64? Not where
/// it depends on a loop whose own ends are not known; then nothing may rest on it.
pub(super) fn can_be_exact(nest: &Nest, l: LoopId, end: &Linear) -> bool {
    let chain: Vec<LoopId> = nest.chain(l).skip(1).collect();
    let lp = &nest.loops[l];
    let sure = l == 0 || !(lp.inclusive || lp.is_typed || may_be_negative(end));
    sure || corners(nest, end, &chain).is_some()
}

/// Conditions on the domain itself: bounds computed by the program are the exact ones.
pub fn domain(nest: &Nest) -> Vec<Condition> {
    let mut conditions = Vec::new();
    root_exact(nest, &mut conditions);
    for (l, inner) in nest.loops.iter().enumerate().skip(1) {
        let chain: Vec<LoopId> = nest.chain(l).skip(1).collect();
        // The end as written: for `..=` one less than one past the last. That one must exist as well, which
        // the checked arithmetic of the condition shows.
        if inner.subrange {
            continue;
        }
        let one = Linear::invariant(Poly::constant(i64::from(inner.inclusive)));
        let end = inner.end_of_range(nest).and_then(|h| h.sub(&one));
        if inner.is_typed {
            for bound in [&inner.lo, &end].into_iter().flatten().filter(|b| !is_number(b)) {
                if let Some(span) = corners(nest, bound, &chain) {
                    let of = format!("`{}`", inner.name());
                    let what = format!("an end of the loop over {of}");
                    conditions.extend(no_wrap_in(nest, span, &what, (vec![inner.ex], of)));
                }
            }
        }
        for (bound, what, always) in [(&inner.lo, "start", false), (&end, "end", inner.inclusive)] {
            // A bound of `+` and `*` cannot wrap below zero; one that passes the top fails in checked arithmetic.
            let Some(form) = bound.as_ref().filter(|b| always || may_be_negative(b)) else { continue };
            if let Some(span) = corners(nest, form, &chain) {
                natural(nest, span, &format!("{what} of the loop over `{}`", inner.name()), &mut conditions);
            }
        }
    }
    for (length, range) in &nest.ranges {
        let chain: Vec<LoopId> = nest.chain(*range).skip(1).collect();
        if let Some(span) = corners(nest, length, &chain) {
            natural(
                nest,
                span,
                &format!("the length of `{}`", nest.loops[*range].place.text),
                &mut conditions,
            );
        }
    }
    for poly in &nest.not_negative {
        let span = Span::exactly(poly.clone());
        natural(nest, span, "a side of a condition", &mut conditions);
    }
    for leaf in &nest.leaves {
        let (form, what) = match leaf {
            Leaf::SumCast(c) => {
                sum_cast(nest, &nest.casts[*c], &mut conditions);
                continue;
            }
            Leaf::IvCast(l) => (nest.loops[*l].value.clone(), nest.loops[*l].name()),
            Leaf::ScalarCast(s) => {
                let Some(sym) = nest.symbols.iter().position(|x| *x == Symbol::Scalar(*s)) else { continue };
                (Linear::invariant(Poly::symbol(sym)), nest.scalars[*s].path.tokens.clone())
            }
            _ => continue,
        };
        let chain: Vec<LoopId> = match leaf {
            Leaf::IvCast(l) => nest.chain(*l).collect(),
            _ => Vec::new(),
        };
        if let Some(span) = corners(nest, &form, &chain) {
            natural(nest, span, &format!("`{what}`, which is cast to `usize`,"), &mut conditions);
        }
    }
    conditions
}

/// What is cast is natural, and no value of it wraps in its own type.
fn sum_cast(nest: &Nest, cast: &SumCast, conditions: &mut Vec<Condition>) {
    let chain: Vec<LoopId> = nest.chain(cast.within).collect();
    let Some(span) = corners(nest, &cast.form, &chain) else { return };
    natural(nest, span.clone(), &format!("`{}`, which is cast to `usize`,", cast.place.text), conditions);
    let of = (cast.types.clone(), "its variables".into());
    conditions.extend(no_wrap_in(nest, span, &format!("`{}`", cast.place.text), of));
}

/// The values are those of a type, and so is what is divided in them.
fn no_wrap_in(nest: &Nest, span: Span, what: &str, of: (Vec<usize>, String)) -> Vec<Condition> {
    let mut divided: Vec<Poly> = span.polys().flat_map(|p| tops::divided(nest, p)).collect();
    divided.dedup();
    let spans = std::iter::once(span).chain(divided.into_iter().map(Span::exactly));
    spans.map(|span| no_wrap(nest, span, what, of.clone())).collect()
}

/// The values are those of a type.
fn no_wrap(nest: &Nest, span: Span, what: &str, (types, of): (Vec<usize>, String)) -> Condition {
    let (low, high) = (show_any(nest, &span.lows, "min"), show_any(nest, &span.highs, "max"));
    let what = match low == high {
        true => format!("{what}: {low} is a value of the type of {of}"),
        false => format!("{what}: {low} to {high} are values of the type of {of}"),
    };
    Condition { kind: Kind::NoWrap { span, within: Within::Of(types, of) }, text: what }
}

fn is_number(form: &Linear) -> bool {
    form.as_invariant().is_some_and(|p| p.as_constant().is_some())
}

fn root_exact(nest: &Nest, conditions: &mut Vec<Condition>) {
    let (Some(lo), Some(hi)) = (&nest.loops[0].lo, &nest.loops[0].hi) else { return };
    let (Some(lo), Some(hi)) = (lo.as_invariant(), hi.as_invariant()) else { return };
    if nest.is_stepped() {
        return;
    }
    let text = format!("the loop runs from exactly {} to exactly {}", show(nest, lo), show(nest, hi));
    conditions.push(Condition { kind: Kind::RootExact { lo: lo.clone(), hi: hi.clone() }, text });
}

fn natural(nest: &Nest, span: Span, what: &str, conditions: &mut Vec<Condition>) {
    let text = format!("{what} is not negative: {} >= 0", show_any(nest, &span.lows, "min"));
    conditions.push(Condition { kind: Kind::Natural { span }, text });
}

fn may_be_negative(form: &Linear) -> bool {
    let natural = |p: &Poly| p.is_natural();
    !(natural(&form.rest) && form.ivs().all(|(_, c)| natural(c)))
}

/// For each access, evidence that the guard clears it; conditions are shared between equal subscripts.
pub fn accesses(nest: &Nest, conditions: &mut Vec<Condition>) -> Vec<Option<InBounds>> {
    let mut found: Vec<Option<InBounds>> = vec![None; nest.accesses.len()];
    let mut tops = tops::of_loops(nest);
    // Those that always happen first: a conditional access may rest on their conditions. It may bring one
    // of its own unless a condition around it seems to be there to keep it in range: then its own would
    // spoil the guard for the others.
    for conditional in [false, true] {
        for (id, access) in nest.accesses.iter().enumerate().filter(|(_, a)| a.conditional == conditional) {
            found[id] = clear(nest, id, access, conditions, &mut tops);
        }
    }
    tops::ask(tops, conditions);
    found
}

/// Every subscript of the access must be cleared.
fn clear(
    nest: &Nest,
    id: usize,
    access: &Access,
    conditions: &mut Vec<Condition>,
    tops: &mut Vec<Top>,
) -> Option<InBounds> {
    let (mut sums, narrow) = tops::usable(nest, access);
    let before = conditions.len();
    let (mut rests_on, mut narrowed) = (Vec::new(), false);
    for step in &access.steps {
        for (form, symbol) in step.forms().into_iter().zip(step.lengths(access.base)) {
            let cleared = match (form, step.reach()) {
                (Some(f), _) => {
                    clear_one(nest, access, (f, &narrow), &symbol, conditions).map(|(condition, by)| {
                        narrowed |= by;
                        condition
                    })
                }
                (None, Some(reach)) => clear_reach(nest, access, reach, &symbol, conditions),
                (None, None) => None,
            };
            match cleared {
                Some(condition) => rests_on.push(condition),
                None => {
                    conditions.truncate(before);
                    return None;
                }
            }
        }
    }
    if narrowed {
        tops.append(&mut sums);
    }
    Some(InBounds::by_guard(id, rests_on))
}

/// Does it hold whatever the symbols are? `0 <= 0` and `n - 1 < n`
fn is_certain(kind: &Kind) -> bool {
    let Kind::InRange { span, len, .. } = kind else { return false };
    let last = Poly::symbol(*len).sub(&Poly::constant(1));
    let below = |high: &Poly| last.as_ref().and_then(|last| last.sub(high)).is_some_and(|p| p.is_natural());
    span.lows.iter().all(Poly::is_natural) && span.highs.iter().all(below)
}

/// The condition that clears one subscript of an access, and whether that rests on conditions around it.
fn clear_one(
    nest: &Nest,
    access: &Access,
    (form, narrow): (&Linear, &[Narrow]),
    len: &Symbol,
    conditions: &mut Vec<Condition>,
) -> Option<(usize, bool)> {
    let chain: Vec<LoopId> = nest.chain(access.within).collect();
    if let Some(kind) = row_end(nest, access, form, len) {
        let text = format!("`{}`: its loop runs to the length of the row", access.place.text);
        let known = conditions.iter().position(|c| c.kind == kind).unwrap_or_else(|| {
            conditions.push(Condition { kind, text });
            conditions.len() - 1
        });
        return Some((known, false));
    }
    let len = nest.symbols.iter().position(|s| s == len)?;
    let empty = rectangular(nest, &chain);
    let whole = corners(nest, form, &chain).map(|span| Kind::InRange { span, len, empty: empty.clone() });
    let known = |kind: &Kind, conditions: &[Condition]| conditions.iter().position(|c| c.kind == *kind);
    if let Some(found) = whole.as_ref().and_then(|k| known(k, conditions)) {
        return Some((found, false));
    }
    let concerned = narrow.iter().any(|n| form.coefficient(n.iv) != Poly::default());
    let narrowed = narrowed_corners(nest, form, &chain, narrow).filter(|_| concerned);
    let narrowed = narrowed.map(|span| Kind::InRange { span, len, empty });
    // `-1 >= 0`
    let never = |kind: &Kind| match kind {
        Kind::InRange { span, .. } => span.lows.iter().any(|p| p.as_constant().is_some_and(|c| c < 0)),
        _ => false,
    };
    let whole = whole.filter(|whole| narrowed.is_none() || !never(whole));
    // Where the condition changes nothing that is asked, it need not be named.
    let narrowed =
        narrowed.filter(|narrowed| !whole.as_ref().is_some_and(|whole| asks_the_same(whole, narrowed)));
    let (kind, rests) = match (whole, narrowed) {
        (Some(whole), Some(narrowed)) if whole != narrowed => {
            (Kind::Either { whole: Box::new(whole), narrowed: Box::new(narrowed) }, true)
        }
        (None, Some(narrowed)) => (narrowed, true),
        // What always holds spoils no guard, and what never holds would: a conditional access keeps its check.
        (Some(whole), _) if !access.conditional || is_certain(&whole) => (whole, false),
        (Some(whole), _) if !access.unlikely && !never(&whole) => (whole, false),
        _ => return None,
    };
    let found = known(&kind, conditions).unwrap_or_else(|| {
        let text = format!("`{}`: {}", access.place.text, in_words(nest, &kind));
        conditions.push(Condition { kind, text });
        conditions.len() - 1
    });
    Some((found, rests))
}

/// The condition that clears a subscript which stays between two forms, after those that they rest on.
fn clear_reach(
    nest: &Nest,
    access: &Access,
    reach: &Reach,
    len: &Symbol,
    conditions: &mut Vec<Condition>,
) -> Option<usize> {
    if access.conditional && access.unlikely {
        return None;
    }
    let chain: Vec<LoopId> = nest.chain(access.within).collect();
    let len = nest.symbols.iter().position(|s| s == len)?;
    let mut add = |kind: Kind, text: String| {
        conditions.iter().position(|c| c.kind == kind).unwrap_or_else(|| {
            conditions.push(Condition { kind, text });
            conditions.len() - 1
        })
    };
    for exact in &reach.exact {
        let span = between(nest, &exact.lows, &exact.highs, &chain)?;
        let ty = match &exact.within {
            Within::Usize => "usize".into(),
            Within::Signed(name) => name.to_string(),
            Within::Of(_, name) => format!("the type of {name}"),
        };
        let (low, high) = (show_any(nest, &span.lows, "min"), show_any(nest, &span.highs, "max"));
        let what =
            if low == high { format!("{low} is a value") } else { format!("{low} to {high} are values") };
        let text = format!("`{}`: {what} of `{ty}`", access.place.text);
        add(Kind::NoWrap { span, within: exact.within.clone() }, text);
    }
    let span = between(nest, &reach.lows, &reach.highs, &chain)?;
    let kind = Kind::InRange { span, len, empty: rectangular(nest, &chain) };
    let text = format!("`{}`: {}", access.place.text, in_words(nest, &kind));
    Some(add(kind, text))
}

/// The least of the lows and the greatest of the highs over the loops of `chain`.
fn between(nest: &Nest, lows: &[Linear], highs: &[Linear], chain: &[LoopId]) -> Option<Span> {
    let all = |forms: &[Linear], high: bool| {
        let ends = forms.iter().map(|f| ends(nest, f, chain, &[], high)).collect::<Option<Vec<_>>>()?;
        let mut ends: Vec<Poly> = ends.into_iter().flatten().collect();
        ends.dedup();
        (ends.len() <= MOST_CORNERS).then_some(ends)
    };
    Some(Span { lows: all(lows, false)?, highs: all(highs, true)? })
}

/// `for j in 0..a[i].len() { a[i][j] }`
fn row_end(nest: &Nest, access: &Access, form: &Linear, len: &Symbol) -> Option<Kind> {
    let Symbol::Inner(shape) = len else { return None };
    let first = access.forms().next()??;
    let is_row = nest.shapes[*shape].path.len() == 1;
    let (iv, _) = form.ivs().next()?;
    let lp = &nest.loops[iv];
    let from_start = lp.lo.as_ref()?.as_invariant()?.as_constant().is_some_and(|c| c >= 0);
    let runs_to = lp.row.as_ref().is_some_and(|(base, row)| *base == access.base && row == first);
    (is_row && from_start && runs_to && *form == Linear::iv(iv) && nest.chain(access.within).any(|l| l == iv))
        .then(|| Kind::RowEnd { iv, base: access.base, row: first.clone() })
}

/// Do two ranges have one upper end, and lower ends that are never below 0?
fn asks_the_same(a: &Kind, b: &Kind) -> bool {
    let natural = |span: &Span| span.lows.iter().all(Poly::is_natural);
    match (a, b) {
        (Kind::InRange { span: a, .. }, Kind::InRange { span: b, .. }) => {
            a.highs == b.highs && natural(a) && natural(b)
        }
        _ => false,
    }
}

fn in_words(nest: &Nest, kind: &Kind) -> String {
    match kind {
        Kind::InRange { span, len, .. } => {
            let low = show_any(nest, &span.lows, "min");
            let high = show_any(nest, &span.highs, "max");
            // `0 >= 0` says nothing.
            let is_natural = span.lows.iter().all(|p| p.as_constant().is_some_and(|c| c >= 0));
            let low = if is_natural { String::new() } else { format!("{low} >= 0 and ") };
            format!("{low}{high} < {}", show(nest, &Poly::symbol(*len)))
        }
        Kind::Either { whole, narrowed } => {
            format!("{}, or under its condition {}", in_words(nest, whole), in_words(nest, narrowed))
        }
        _ => String::new(),
    }
}

/// Bounds of the inner loops around an access that do not depend on outer ones: if one of those loops is
/// empty, the access never happens.
pub(super) fn rectangular(nest: &Nest, chain: &[LoopId]) -> Vec<(Poly, Poly)> {
    // An empty subrange is an access all the same: its ends must be within the base.
    let bounds = chain.iter().filter(|&&l| l != 0 && !nest.loops[l].subrange).filter_map(|&l| {
        let (lo, hi) = (nest.loops[l].lo.as_ref()?, nest.loops[l].hi.as_ref()?);
        Some((lo.as_invariant()?.clone(), hi.as_invariant()?.clone()))
    });
    bounds.filter(|(lo, hi)| hi.sub(lo).and_then(|d| d.as_constant()).is_none_or(|d| d <= 0)).collect()
}
