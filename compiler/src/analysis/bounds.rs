//! Bounds: the least and greatest value of a linear form over the iteration domain.
//!
//! Theorem: over `lo <= iv < hi` a form that is linear in `iv` is extreme at `lo` or at `hi - 1`. So the
//! induction variables are replaced by an end of their range, innermost first (whose ends may depend on
//! the outer ones), by the sign of the coefficient, or by both ends where the sign is not known. What is
//! left is a polynomial of symbols: a corner. Iterations in which an inner loop is empty only widen the
//! result.

use super::condition::{Condition, Kind, Span, show, show_any};
use super::evidence::InBounds;
use crate::nest::affine::{Linear, LoopId, Poly};
use crate::nest::{Access, Leaf, Nest, Symbol};

/// At most so many corners for one bound: two for each unknown sign; past it the access keeps its check.
const MOST_CORNERS: usize = 16;

/// Least and greatest value of a form over the loops of `chain` (innermost first).
pub fn corners(nest: &Nest, form: &Linear, chain: &[LoopId]) -> Option<Span> {
    Some(Span { lows: ends(nest, form, chain, false)?, highs: ends(nest, form, chain, true)? })
}

fn ends(nest: &Nest, form: &Linear, chain: &[LoopId], high: bool) -> Option<Vec<Poly>> {
    let Some((&l, outer)) = chain.split_first() else {
        return Some(vec![form.as_invariant()?.clone()]);
    };
    let c = form.coefficient(l);
    if c == Poly::default() {
        return ends(nest, form, outer, high);
    }
    let lo = nest.loops[l].lo.as_ref()?;
    let last = nest.loops[l].hi.as_ref()?.add(&Linear::invariant(Poly::constant(-1)))?;
    let rising = c.is_natural();
    let falling = c.scale(-1)?.is_natural();
    let mut found = Vec::new();
    if rising != high || !(rising || falling) {
        found.extend(ends(nest, &form.substitute(l, lo)?, outer, high)?);
    }
    if rising == high || !(rising || falling) {
        found.extend(ends(nest, &form.substitute(l, &last)?, outer, high)?);
    }
    found.dedup();
    (found.len() <= MOST_CORNERS).then_some(found)
}

/// Conditions on the domain itself: bounds computed by the program are the exact ones.
pub fn domain(nest: &Nest) -> Vec<Condition> {
    let mut conditions = Vec::new();
    root_exact(nest, &mut conditions);
    for (l, inner) in nest.loops.iter().enumerate().skip(1) {
        let chain: Vec<LoopId> = nest.chain(l).skip(1).collect();
        // The end as written: for `..=` one less than one past the last. That one must exist as well, which
        // the checked arithmetic of the condition shows.
        let one = Linear::invariant(Poly::constant(i64::from(inner.inclusive)));
        let end = inner.hi.as_ref().and_then(|h| h.sub(&one));
        for (bound, what, always) in [(&inner.lo, "start", false), (&end, "end", inner.inclusive)] {
            // A bound of `+` and `*` cannot wrap below zero; one that passes the top fails in checked arithmetic.
            let Some(form) = bound.as_ref().filter(|b| always || may_be_negative(b)) else { continue };
            if let Some(span) = corners(nest, form, &chain) {
                natural(nest, span, &format!("{what} of the loop over `{}`", inner.name()), &mut conditions);
            }
        }
    }
    for leaf in &nest.leaves {
        let (form, what) = match leaf {
            Leaf::IvCast(l) => (Linear::iv(*l), nest.loops[*l].name()),
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

fn root_exact(nest: &Nest, conditions: &mut Vec<Condition>) {
    let (Some(lo), Some(hi)) = (&nest.loops[0].lo, &nest.loops[0].hi) else { return };
    let (Some(lo), Some(hi)) = (lo.as_invariant(), hi.as_invariant()) else { return };
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
    // Those that always happen first: a conditional access may rest on their conditions, and must not
    // bring one of its own, which would spoil the guard for the others.
    for conditional in [false, true] {
        for (id, access) in nest.accesses.iter().enumerate().filter(|(_, a)| a.conditional == conditional) {
            found[id] = clear(nest, id, access, conditions);
        }
    }
    found
}

fn clear(nest: &Nest, id: usize, access: &Access, conditions: &mut Vec<Condition>) -> Option<InBounds> {
    let chain: Vec<LoopId> = nest.chain(access.within).collect();
    let span = corners(nest, access.form.as_ref()?, &chain)?;
    let len = nest.symbols.iter().position(|s| *s == Symbol::Len(access.base))?;
    let kind = Kind::InRange { span: span.clone(), len, empty: rectangular(nest, &chain) };
    let known = conditions.iter().position(|c| c.kind == kind);
    if access.conditional && known.is_none() {
        return None;
    }
    let condition = known.unwrap_or_else(|| {
        let low = show_any(nest, &span.lows, "min");
        let high = show_any(nest, &span.highs, "max");
        // `0 >= 0` says nothing.
        let is_natural = span.lows.iter().all(|p| p.as_constant().is_some_and(|c| c >= 0));
        let low = if is_natural { String::new() } else { format!("{low} >= 0 and ") };
        let len = show(nest, &Poly::symbol(len));
        let text = format!("`{}`: {low}{high} < {len}", access.place.text);
        conditions.push(Condition { kind, text });
        conditions.len() - 1
    });
    Some(InBounds::by_guard(id, condition))
}

/// Bounds of the inner loops around an access that do not depend on outer ones: if one of those loops is
/// empty, the access never happens.
fn rectangular(nest: &Nest, chain: &[LoopId]) -> Vec<(Poly, Poly)> {
    let bounds = chain.iter().filter(|&&l| l != 0).filter_map(|&l| {
        let (lo, hi) = (nest.loops[l].lo.as_ref()?, nest.loops[l].hi.as_ref()?);
        Some((lo.as_invariant()?.clone(), hi.as_invariant()?.clone()))
    });
    bounds.filter(|(lo, hi)| hi.sub(lo).and_then(|d| d.as_constant()).is_none_or(|d| d <= 0)).collect()
}
