//! Sums and products of the program that must not pass the top of `usize`, because a claim rests on their not being
//! small: where a loop starts, a side of a comparison, an end that belongs to its loop.
//!
//! What a condition of the guard evaluates does not pass it, for guard arithmetic remembers an overflow. Most of these
//! values are no greater than one that is evaluated in any case; of the others the guard asks.

use super::bounds::{corners, rectangular};
use super::condition::{Condition, Kind, Span};
use crate::nest::affine::{Linear, LoopId, Poly};
use crate::nest::{Access, Narrow, Nest, Symbol};

/// What may be added to a value that fits guard arithmetic, with room to spare.
const SMALL: i64 = 1 << 31;

/// A value, and the loop that it is computed in.
#[derive(Clone, Debug)]
pub(super) struct Top {
    span: Span,
    empty: Vec<(Poly, Poly)>,
    what: String,
}

impl Top {
    /// A form in these loops, innermost first. `None` where nothing is known of its values.
    fn of(nest: &Nest, form: &Linear, chain: &[LoopId], what: String) -> Option<Top> {
        let span = corners(nest, form, chain)?;
        Some(Top { span, empty: rectangular(nest, chain), what })
    }
}

/// Starts of inner loops, and ends that belong to them.
pub(super) fn of_loops(nest: &Nest) -> Vec<Top> {
    let mut tops = Vec::new();
    // Where ends have a type of their own, the guard asks whether they are values of it.
    for (l, inner) in nest.loops.iter().enumerate().skip(1).filter(|(_, inner)| !inner.subrange) {
        let chain: Vec<LoopId> = nest.chain(l).skip(1).collect();
        let one = Linear::invariant(Poly::constant(1));
        // The counter of a `while` passes its end by a step.
        let reaches = inner.inclusive || inner.opaque && !inner.is_typed;
        let end = inner.end_of_range(nest).filter(|_| reaches).and_then(|h| h.sub(&one));
        let start = inner.lo.clone().filter(|lo| !inner.is_typed && !is_variable(lo));
        for (form, what) in [(start, "start"), (end, "end")] {
            let Some(form) = form.filter(|form| !is_small(nest, form)) else { continue };
            tops.extend(Top::of(nest, &form, &chain, format!("{what} of the loop over `{}`", inner.name())));
        }
    }
    tops
}

/// What the conditions around an access say, as far as their sides are known; and those that must not overflow for it.
pub(super) fn usable(nest: &Nest, access: &Access) -> (Vec<Top>, Vec<Narrow>) {
    let chain: Vec<LoopId> = nest.chain(access.within).collect();
    let (mut tops, mut narrow) = (Vec::new(), Vec::new());
    for n in &access.narrow {
        let sums = n.sums.iter().filter(|sum| !is_small(nest, sum));
        let what = || format!("a side of a condition around `{}`", access.place.text);
        let asked: Option<Vec<Top>> = sums.map(|sum| Top::of(nest, sum, &chain, what())).collect();
        if let Some(asked) = asked {
            tops.extend(asked);
            narrow.push(n.clone());
        }
    }
    (tops, narrow)
}

/// The value of a variable is what it is.
fn is_variable(form: &Linear) -> bool {
    let ivs = form.ivs().map(|(_, c)| c.as_constant() == Some(1));
    let mut parts = ivs.chain(form.rest.terms().map(|(m, c)| m.len() == 1 && c == 1));
    parts.next() == Some(true) && parts.next().is_none()
}

/// The root's variable with a small number, or a number alone.
fn is_small(nest: &Nest, form: &Linear) -> bool {
    let is_number =
        |form: Linear| form.as_invariant().and_then(Poly::as_constant).is_some_and(|c| c <= SMALL);
    is_number(form.clone()) || form.sub(&nest.loops[0].value).is_some_and(is_number)
}

/// Adds conditions about those that no other condition evaluates.
pub(super) fn ask(tops: Vec<Top>, conditions: &mut Vec<Condition>) {
    for Top { span, empty, what } in tops {
        if !span.highs.iter().all(|high| is_evaluated(high, &empty, conditions)) {
            let text = format!("{what} does not overflow");
            conditions.push(Condition { kind: Kind::Exact { span }, text });
        }
    }
}

/// Is a value that is hardly less evaluated by a condition, or is a loop around empty? (Symbols are not negative.)
fn is_evaluated(poly: &Poly, empty: &[(Poly, Poly)], conditions: &[Condition]) -> bool {
    let room = Poly::constant(SMALL);
    let reaches = |other: &Poly| {
        other.add(&room).and_then(|most| most.sub(poly)).is_some_and(|difference| difference.is_natural())
    };
    let any = |span: &Span| span.polys().any(reaches);
    reaches(&Poly::default())
        || conditions.iter().any(|c| match &c.kind {
            Kind::RootExact { lo, hi } => reaches(lo) || reaches(hi),
            Kind::Natural { span } => span.lows.iter().any(reaches),
            Kind::Exact { span } | Kind::NoWrap { span, .. } => any(span),
            Kind::InRange { span, empty: by, .. } => by.iter().all(|ends| empty.contains(ends)) && any(span),
            _ => false,
        })
}

/// Quotients in a polynomial: what is divided.
pub(super) fn divided(nest: &Nest, poly: &Poly) -> Vec<Poly> {
    let of = |s| match &nest.symbols[s] {
        Symbol::Quotient { of, .. } => Some(of.clone()),
        _ => None,
    };
    let found: Vec<Poly> = poly.symbols().filter_map(of).collect();
    let inner = found.iter().flat_map(|of| divided(nest, of)).collect::<Vec<_>>();
    found.into_iter().chain(inner).collect()
}
