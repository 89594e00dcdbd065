//! A second opinion on a plan: every claim is tried on small domains by enumeration.
//!
//! It shares with the analysis the nest alone. For several assignments of the symbols the guard is
//! evaluated; where it holds, all iterations are enumerated, and a subscript outside of its base, or an
//! element that two iterations share though a pair was called independent, refutes the plan.

use super::{Form, Plan};
use crate::analysis::Kind;
use crate::nest::affine::{LoopId, Sym};
use crate::nest::{Nest, Symbol};
use std::collections::BTreeMap;

/// Assignments tried. The macro runs unoptimized in most builds, so this is small; the tests try more.
const ASSIGNMENTS: u64 = 48;
/// Iterations enumerated for one assignment.
const MOST_POINTS: usize = 160;

/// Tries every claim of the plan.
///
/// # Errors
/// What was refuted.
pub fn check(nest: &Nest, plan: &Plan) -> Result<(), String> {
    (0..ASSIGNMENTS).try_for_each(|seed| try_one(nest, plan, seed))
}

/// Tries one assignment of the symbols.
pub(super) fn try_one(nest: &Nest, plan: &Plan, seed: u64) -> Result<(), String> {
    let Some(symbols) = assignment(nest, plan, seed) else { return Ok(()) };
    let Some(root) = bounds(nest, 0, &[], &symbols) else { return Ok(()) };
    let held = plan.conditions.iter().all(|c| c.kind.eval(&symbols, root) == Some(true));
    if !held {
        return Ok(());
    }
    conditions_of_domain(nest, plan)?;
    let mut touched: Vec<Vec<(i64, i64)>> = vec![Vec::new(); nest.accesses.len()];
    enumerate(nest, &symbols, &mut touched)?;
    in_bounds(nest, plan, &symbols, &touched)?;
    independent(nest, plan, &touched)
}

fn in_bounds(nest: &Nest, plan: &Plan, symbols: &[i64], touched: &[Vec<(i64, i64)>]) -> Result<(), String> {
    for (slot, evidence) in plan.in_bounds.iter().enumerate().filter_map(|(s, e)| Some((s, e.as_ref()?))) {
        let a = evidence.access();
        if a != slot {
            return Err(format!(
                "the evidence of `{}` is about another access",
                nest.accesses[slot].place.text
            ));
        }
        let len = symbols[len_of(nest, nest.accesses[a].base)];
        if let Some((_, at)) = touched[a].iter().find(|(_, at)| *at < 0 || *at >= len) {
            return Err(format!("`{}` reaches {at} of {len}", nest.accesses[a].place.text));
        }
        if !matches!(plan.conditions.get(evidence.condition()).map(|c| &c.kind), Some(Kind::InRange { .. })) {
            return Err(format!("`{}` rests on no condition", nest.accesses[a].place.text));
        }
    }
    Ok(())
}

fn independent(nest: &Nest, plan: &Plan, touched: &[Vec<(i64, i64)>]) -> Result<(), String> {
    let Form::Parallel(evidence) = &plan.form else { return Ok(()) };
    let looked_at =
        |a: usize, b: usize| evidence.pairs().iter().any(|p| p.accesses == (a, b) || p.accesses == (b, a));
    let is_exact = |c: usize| {
        matches!(plan.conditions.get(c).map(|c| &c.kind), Some(Kind::InRange { .. } | Kind::Exact { .. }))
    };
    let exact = |a: usize, b: usize| {
        let mut pairs = evidence.pairs().iter().filter(|p| p.accesses == (a, b) || p.accesses == (b, a));
        pairs.all(|p| is_exact(p.exact.0) && is_exact(p.exact.1))
    };
    for (a, x) in nest.accesses.iter().enumerate().filter(|(_, x)| x.writes) {
        for (b, _) in nest.accesses.iter().enumerate().filter(|(_, y)| y.base == x.base) {
            if !exact(a, b) {
                return Err(format!("nothing says that the subscripts of `{}` are exact", x.place.text));
            }
            if !looked_at(a, b) {
                return Err(format!("no evidence about `{}` and another access", x.place.text));
            }
            let written: BTreeMap<i64, i64> = touched[a].iter().map(|&(i, at)| (at, i)).collect();
            let meets = touched[b].iter().any(|(i, at)| written.get(at).is_some_and(|first| first != i))
                || touched[a].iter().any(|(i, at)| written[at] != *i);
            if meets {
                return Err(format!("two iterations meet at `{}`", x.place.text));
            }
        }
    }
    Ok(())
}

/// A root with computed bounds needs the condition that they are exact.
fn conditions_of_domain(nest: &Nest, plan: &Plan) -> Result<(), String> {
    let read = |s: Sym| matches!(nest.symbols[s], Symbol::RootLo | Symbol::RootHi);
    let root = &nest.loops[0];
    let computed =
        root.lo.iter().chain(&root.hi).any(|f| !f.symbols().all(read) || f.symbols().next().is_none());
    let exact = plan.conditions.iter().any(|c| matches!(c.kind, Kind::RootExact { .. }));
    if computed && !exact { Err("nothing says that the bounds of the loop are exact".into()) } else { Ok(()) }
}

fn len_of(nest: &Nest, base: usize) -> Sym {
    nest.symbols.iter().position(|s| *s == Symbol::Len(base)).unwrap_or(usize::MAX)
}

/// Small values; lengths that no bound depends on are made as small as the guard allows, so that an
/// error of one is seen.
fn assignment(nest: &Nest, plan: &Plan, seed: u64) -> Option<Vec<i64>> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    let mut draw = |n: u64| {
        // splitmix64's mixing step: enough to spread small numbers.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 27)) % n
    };
    let mut symbols: Vec<i64> =
        nest.symbols.iter().map(|_| draw(if seed.is_multiple_of(2) { 4 } else { 7 }) as i64).collect();
    for (s, symbol) in nest.symbols.iter().enumerate() {
        let Symbol::Len(_) = symbol else { continue };
        if nest.loops.iter().any(|l| l.lo.iter().chain(&l.hi).any(|f| f.symbols().any(|x| x == s))) {
            continue;
        }
        let mut least = 0;
        for condition in &plan.conditions {
            if let Kind::InRange { span, len, .. } = &condition.kind
                && *len == s
            {
                least = least.max(span.eval(&symbols)?.1.checked_add(1)?);
            }
        }
        // One less must make the guard fail.
        symbols[s] = if seed % 4 == 3 { (least - 1).max(0) } else { least };
    }
    Some(symbols)
}

fn bounds(nest: &Nest, l: LoopId, ivs: &[i64], symbols: &[i64]) -> Option<(i64, i64)> {
    let full: Vec<i64> = ivs.iter().copied().chain(std::iter::repeat(0)).take(nest.loops.len()).collect();
    let (lo, hi) = (nest.loops[l].lo.as_ref()?, nest.loops[l].hi.as_ref()?);
    Some((lo.eval(&full, symbols)?, hi.eval(&full, symbols)?))
}

/// Walks each access's own chain of loops and records (root iteration, element).
fn enumerate(nest: &Nest, symbols: &[i64], touched: &mut [Vec<(i64, i64)>]) -> Result<(), String> {
    for (a, access) in nest.accesses.iter().enumerate() {
        if access.form.is_none() {
            continue;
        }
        let mut chain: Vec<LoopId> = nest.chain(access.within).collect();
        chain.reverse();
        let mut ivs = vec![0; nest.loops.len()];
        walk(nest, a, &chain, symbols, &mut ivs, &mut touched[a])?;
    }
    Ok(())
}

fn walk(
    nest: &Nest,
    a: usize,
    chain: &[LoopId],
    symbols: &[i64],
    ivs: &mut Vec<i64>,
    out: &mut Vec<(i64, i64)>,
) -> Result<(), String> {
    if out.len() >= MOST_POINTS {
        return Ok(());
    }
    let Some((&l, inner)) = chain.split_first() else {
        if let Some(at) = nest.accesses[a].form.as_ref().and_then(|f| f.eval(ivs, symbols)) {
            out.push((ivs[0], at));
        }
        return Ok(());
    };
    let Some((lo, hi)) = bounds(nest, l, ivs, symbols) else { return Ok(()) };
    // The program computes bounds modulo 2^64: a negative one is a very large one.
    if l != 0 && (lo < 0 || hi < i64::from(nest.loops[l].inclusive)) {
        return Err(format!("a bound of the loop over `{}` may wrap", nest.loops[l].name()));
    }
    for iv in lo..hi.min(lo.saturating_add(12)) {
        ivs[l] = iv;
        walk(nest, a, inner, symbols, ivs, out)?;
    }
    Ok(())
}
