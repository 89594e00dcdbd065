//! A second opinion on a plan: every claim is tried on small domains by enumeration.
//!
//! It shares with the analysis the nest alone. Roles of scalars are compared with the holes that will be filled. For several assignments of the symbols the guard is
//! evaluated; where it holds, all iterations are enumerated, and a subscript outside of its base, or an
//! element that two iterations share though a pair was called independent, refutes the plan.

use super::Plan;
use crate::analysis::{Kind, Reason, Role};
use crate::nest::affine::{Linear, LoopId, Sym};
use crate::nest::{Access, Hole, Narrow, Nest, Reach, ReductionOp, Step, Symbol, hole_of};
use std::collections::{BTreeMap, BTreeSet};

/// Assignments tried. The macro runs unoptimized in most builds, so this is small; the tests try more.
const ASSIGNMENTS: u64 = 48;
/// Iterations enumerated for one assignment.
const MOST_POINTS: usize = 160;

/// Tries every claim of the plan.
///
/// # Errors
/// What was refuted.
pub fn check(nest: &Nest, plan: &Plan) -> Result<(), String> {
    reductions(nest, plan)?;
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
    inductions(nest, plan, &symbols)?;
    let mut touched: Vec<Vec<Point>> = vec![Vec::new(); nest.accesses.len()];
    enumerate(nest, plan, &symbols, &mut touched)?;
    in_bounds(nest, plan, &symbols, &touched)?;
    independent(nest, plan, &touched)
}

/// Does each induction variable grow in an iteration of the root by what is claimed?
fn inductions(nest: &Nest, plan: &Plan, symbols: &[i64]) -> Result<(), String> {
    for s in plan.scalars(Role::Induction) {
        let name = &nest.scalars[s].path.tokens;
        let Some(growth) = &nest.scalars[s].uses.induction else {
            return Err(format!("`{name}` is said to grow evenly"));
        };
        let assigned = nest.holes.iter().filter(|h| matches!(h, Hole::Assign(x) if *x == s)).count();
        let updated = nest.updates.iter().any(|u| u.scalar == s || u.with.iter().any(|(at, _)| *at == s));
        let mut chain: Vec<LoopId> = nest.chain(growth.within).collect();
        chain.pop();
        let trips = chain.iter().map(|&l| {
            let lp = &nest.loops[l];
            let (lo, hi) = (lp.lo.as_ref()?.as_invariant()?, lp.hi.as_ref()?.as_invariant()?);
            Some((hi.eval(symbols)? - lo.eval(symbols)?).max(0))
        });
        let runs: Option<i64> = trips.product();
        let grows = runs.zip(growth.step.eval(symbols)).and_then(|(r, c)| r.checked_mul(c));
        if assigned != growth.counts || updated || grows.is_none() || grows != growth.weight.eval(symbols) {
            return Err(format!("`{name}` does not grow as claimed"));
        }
    }
    Ok(())
}

/// In a parallel form, what no role allows: walks the holes, which are what is emitted.
fn reductions(nest: &Nest, plan: &Plan) -> Result<(), String> {
    if !plan.is_parallel() {
        return Ok(());
    }
    let fails = |s: usize, what: &str| Err(format!("`{}` {what}", nest.scalars[s].path.tokens));
    let mut operators: BTreeMap<usize, BTreeSet<ReductionOp>> = BTreeMap::new();
    for hole in &nest.holes {
        match hole {
            Hole::Update(u) => {
                let update = &nest.updates[*u];
                operators.entry(update.scalar).or_default().insert(update.op);
                if let Some((at, _)) =
                    update.with.iter().find(|(at, _)| plan.roles[*at] != Role::Position(update.scalar))
                {
                    return fails(*at, "is set with a reduction, and is not its position");
                }
                if plan.positions(update.scalar).len() != update.with.len() {
                    return fails(update.scalar, "is updated without its positions");
                }
            }
            Hole::Read(s) if plan.roles[*s] != Role::ReadOnly => {
                return fails(*s, "is said to be never assigned");
            }
            Hole::Write(s) | Hole::Assign(s)
                if !matches!(
                    plan.roles[*s],
                    Role::LastPrivate | Role::SometimesPrivate | Role::Induction | Role::Drift
                ) =>
            {
                return fails(*s, "is used in the order of iterations");
            }
            _ => {}
        }
    }
    for s in plan.scalars(Role::Drift) {
        let assigned = nest.holes.iter().filter(|h| matches!(h, Hole::Assign(x) if *x == s)).count();
        let fixed = nest.scalars[s].uses.drift.as_ref().is_some_and(|drift| match hole_of(&drift.step) {
            Some(step) => matches!(nest.holes[step], Hole::Read(x) if plan.roles[x] == Role::ReadOnly),
            None => matches!(drift.step, syn::Expr::Lit(_) | syn::Expr::Path(_)),
        });
        if assigned != 1 || !fixed {
            return fails(s, "is said to grow evenly");
        }
    }
    for (s, role) in plan.roles.iter().enumerate() {
        let found: Vec<ReductionOp> = operators.get(&s).into_iter().flatten().copied().collect();
        let one = role.reduction().into_iter().collect::<Vec<_>>();
        if found != one {
            return fails(s, "has another operator than its role");
        }
    }
    Ok(())
}

/// One visit of an access: the iteration of the root, and the value of each subscript that has a form.
type Point = (i64, Vec<Option<i64>>);

fn in_bounds(nest: &Nest, plan: &Plan, symbols: &[i64], touched: &[Vec<Point>]) -> Result<(), String> {
    for (slot, evidence) in plan.in_bounds.iter().enumerate().filter_map(|(s, e)| Some((s, e.as_ref()?))) {
        let a = evidence.access();
        let access = &nest.accesses[slot];
        if a != slot {
            return Err(format!("the evidence of `{}` is about another access", access.place.text));
        }
        let lengths = access.steps.iter().flat_map(|s| s.lengths(access.base));
        for (dim, length) in lengths.enumerate() {
            let condition = evidence.conditions().get(dim).and_then(|&c| plan.conditions.get(c));
            if let Some(Kind::RowEnd { iv, base, row }) = condition.map(|c| &c.kind) {
                row_end(nest, access, dim, (*iv, *base, row))?;
                continue;
            }
            let len = symbols[len_of(nest, &length)];
            let outside = |p: &&Point| p.1[dim].is_none_or(|at| at < 0 || at >= len);
            if let Some((_, at)) = touched[a].iter().find(outside) {
                return Err(format!("`{}` reaches {:?} of {len}", access.place.text, at[dim]));
            }
            if !condition.is_some_and(|c| matches!(c.kind, Kind::InRange { .. } | Kind::Either { .. })) {
                return Err(format!("`{}` rests on no condition", access.place.text));
            }
        }
    }
    Ok(())
}

/// Does the loop end with the very row that the access goes into, and does nothing change rows?
fn row_end(nest: &Nest, access: &Access, dim: usize, of: (LoopId, usize, &Linear)) -> Result<(), String> {
    let (iv, base, row) = of;
    let forms: Vec<Option<&Linear>> = access.forms().collect();
    let ends = nest.loops[iv].row.as_ref() == Some(&(base, row.clone())) && base == access.base;
    let own = dim == 1 && forms[0] == Some(row) && forms[1] == Some(&Linear::iv(iv));
    let starts = nest.loops[iv]
        .lo
        .as_ref()
        .is_some_and(|lo| lo.as_invariant().and_then(|lo| lo.as_constant()).is_some_and(|lo| lo >= 0));
    let kept = nest.accesses.iter().all(|a| a.base != base || !a.writes || a.steps.len() > 1);
    if ends && own && starts && kept {
        Ok(())
    } else {
        Err(format!("the loop around `{}` does not end with its row", access.place.text))
    }
}

fn independent(nest: &Nest, plan: &Plan, touched: &[Vec<Point>]) -> Result<(), String> {
    let Some(evidence) = plan.evidence() else { return Ok(()) };
    for (a, x) in nest.accesses.iter().enumerate().filter(|(_, x)| x.writes) {
        for (b, y) in nest.accesses.iter().enumerate().filter(|(_, y)| y.base == x.base) {
            let mut pairs =
                evidence.pairs().iter().filter(|p| p.accesses == (a, b) || p.accesses == (b, a)).peekable();
            if pairs.peek().is_none() {
                return Err(format!("no evidence about `{}` and another access", x.place.text));
            }
            pairs.try_for_each(|p| apart(plan, (x, &touched[a]), (y, &touched[b]), &p.reason))?;
        }
    }
    Ok(())
}

/// Does the reason hold at every pair of visits?
fn apart(
    plan: &Plan,
    (x, at_x): (&Access, &[Point]),
    (y, at_y): (&Access, &[Point]),
    reason: &Reason,
) -> Result<(), String> {
    let is_exact = |c: usize| {
        let kind = plan.conditions.get(c).map(|c| &c.kind);
        matches!(kind, Some(Kind::InRange { .. } | Kind::Either { .. } | Kind::Exact { .. }))
    };
    match reason {
        Reason::Fields => {
            let differ = x.steps.iter().zip(&y.steps).any(|steps| match steps {
                (Step::Field { member: m, .. }, Step::Field { member: n, .. }) => m != n,
                _ => false,
            });
            if differ { Ok(()) } else { Err(format!("`{}` and another access share a field", x.place.text)) }
        }
        Reason::Subscripts { dim, exact, .. } => {
            if !is_exact(exact.0) || !is_exact(exact.1) {
                return Err(format!("nothing says that the subscripts of `{}` are exact", x.place.text));
            }
            never_meet(x, (at_x, at_y), &[*dim])
        }
        Reason::Together { dims, exact } => {
            if dims.len() != exact.len() || !exact.iter().all(|(a, b)| is_exact(*a) && is_exact(*b)) {
                return Err(format!("nothing says that the subscripts of `{}` are exact", x.place.text));
            }
            never_meet(x, (at_x, at_y), dims)
        }
    }
}

/// Do two iterations never visit an element that has the same subscripts in these dimensions?
fn never_meet(x: &Access, (at_x, at_y): (&[Point], &[Point]), dims: &[usize]) -> Result<(), String> {
    let element = |at: &[Option<i64>]| dims.iter().map(|&dim| at[dim]).collect::<Vec<_>>();
    // First and last iteration that writes an element.
    let mut written: BTreeMap<Vec<Option<i64>>, (i64, i64)> = BTreeMap::new();
    for (i, at) in at_x {
        let (first, last) = written.entry(element(at)).or_insert((*i, *i));
        (*first, *last) = ((*first).min(*i), (*last).max(*i));
    }
    let other = |(i, at): &Point| written.get(&element(at)).is_some_and(|(a, b)| a != i || b != i);
    let meets = at_y.iter().any(other);
    if meets { Err(format!("two iterations meet at `{}`", x.place.text)) } else { Ok(()) }
}

/// A root with computed bounds needs the condition that they are exact.
fn conditions_of_domain(nest: &Nest, plan: &Plan) -> Result<(), String> {
    let read = |s: Sym| matches!(nest.symbols[s], Symbol::RootLo | Symbol::RootHi);
    let root = &nest.loops[0];
    if nest.is_stepped() {
        // Ordinals: 0 to the trip count, which the generated code reads from the head's own value.
        let counts = root.lo == Some(Linear::default())
            && root.hi.as_ref().is_some_and(|h| h.symbols().all(|s| nest.symbols[s] == Symbol::RootTrip));
        return if counts { Ok(()) } else { Err("the ordinals of the loop are not its own".into()) };
    }
    let computed =
        root.lo.iter().chain(&root.hi).any(|f| !f.symbols().all(read) || f.symbols().next().is_none());
    let exact = plan.conditions.iter().any(|c| matches!(c.kind, Kind::RootExact { .. }));
    if computed && !exact { Err("nothing says that the bounds of the loop are exact".into()) } else { Ok(()) }
}

fn len_of(nest: &Nest, length: &Symbol) -> Sym {
    nest.symbols.iter().position(|s| s == length).unwrap_or(usize::MAX)
}

/// One past the last of `lo, lo + step, ..` before `end`; `lo` where there is none.
fn past_last(lo: i64, end: i64, step: i64) -> Option<i64> {
    if step < 1 {
        return None;
    }
    Some(if end <= lo { lo } else { lo + (end - 1 - lo) / step * step + 1 })
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
        match symbol {
            Symbol::PastLast { lo, end, step } => {
                symbols[s] = past_last(lo.eval(&symbols)?, end.eval(&symbols)?, step.eval(&symbols)?)?;
            }
            Symbol::Quotient { of, by } => symbols[s] = of.eval(&symbols)?.checked_div(*by)?,
            Symbol::RootStep => symbols[s] += 1,
            _ => {}
        }
    }
    for (s, symbol) in nest.symbols.iter().enumerate() {
        let (Symbol::Len(_) | Symbol::Extent(..) | Symbol::Inner(_)) = symbol else { continue };
        if nest.loops.iter().any(|l| l.lo.iter().chain(&l.hi).any(|f| f.symbols().any(|x| x == s))) {
            continue;
        }
        let mut least = 0;
        for condition in &plan.conditions {
            if let Some(span) = range_of(&condition.kind, s, seed & 4 == 0) {
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

/// The span that a condition compares with this length; of two, one or the other.
fn range_of(kind: &Kind, length: Sym, first: bool) -> Option<&crate::analysis::Span> {
    match kind {
        Kind::InRange { span, len, .. } if *len == length => Some(span),
        Kind::Either { whole, narrowed } => range_of(if first { whole } else { narrowed }, length, first),
        _ => None,
    }
}

/// Walks each access's own chain of loops and records its visits.
fn enumerate(nest: &Nest, plan: &Plan, symbols: &[i64], touched: &mut [Vec<Point>]) -> Result<(), String> {
    for (a, access) in nest.accesses.iter().enumerate() {
        let bounded = access.reaches().any(|r| r.is_some());
        if access.forms().all(|f| f.is_none()) && !bounded {
            continue;
        }
        let mut chain: Vec<LoopId> = nest.chain(access.within).collect();
        chain.reverse();
        let mut ivs = vec![0; nest.loops.len()];
        let walked = walk(nest, a, &chain, symbols, &mut ivs, &mut touched[a]);
        if matters(plan, a) {
            walked?;
        }
    }
    Ok(())
}

/// Does the plan claim anything about the subscripts of the access?
fn matters(plan: &Plan, a: usize) -> bool {
    let pairs = plan.evidence().map_or(&[][..], |evidence| evidence.pairs());
    let about = |p: &crate::analysis::Pair| {
        (p.accesses.0 == a || p.accesses.1 == a)
            && matches!(p.reason, Reason::Subscripts { .. } | Reason::Together { .. })
    };
    plan.in_bounds[a].is_some() || pairs.iter().any(about)
}

fn walk(
    nest: &Nest,
    a: usize,
    chain: &[LoopId],
    symbols: &[i64],
    ivs: &mut Vec<i64>,
    out: &mut Vec<Point>,
) -> Result<(), String> {
    if out.len() >= MOST_POINTS {
        return Ok(());
    }
    let Some((&l, inner)) = chain.split_first() else {
        let access = &nest.accesses[a];
        if access.narrow.iter().all(|n| holds(n, ivs, symbols)) {
            let forms = || access.forms().zip(access.reaches());
            reached(access, ivs, symbols)?;
            // Between ends in the wrong order there is no value: the program has panicked before.
            let ends = |r: &Reach| Some((end(r, false, ivs, symbols)?, end(r, true, ivs, symbols)?));
            if access.reaches().flatten().filter_map(ends).any(|(low, high)| low > high) {
                return Ok(());
            }
            for high in [false, true] {
                let value = |(form, reach): (Option<&Linear>, Option<&Reach>)| match (form, reach) {
                    (Some(form), _) => form.eval(ivs, symbols),
                    (None, reach) => end(reach?, high, ivs, symbols),
                };
                out.push((ivs[0], forms().map(value).collect()));
                if access.reaches().all(|r| r.is_none()) {
                    break;
                }
            }
        }
        return Ok(());
    };
    if nest.loops[l].lo.is_none() && nest.loops[l].hi.is_none() {
        // A loop of which nothing is known, and which no form names: once stands for all.
        return walk(nest, a, inner, symbols, ivs, out);
    }
    let (lo, hi) = match (bounds(nest, l, ivs, symbols), &nest.loops[l].lo) {
        (Some(bounds), _) => bounds,
        // The end is not known: two iterations, if it gets so far.
        (None, Some(lo)) if nest.loops[l].hi.is_none() => {
            let full: Vec<i64> =
                ivs.iter().copied().chain(std::iter::repeat(0)).take(nest.loops.len()).collect();
            let Some(lo) = lo.eval(&full, symbols) else { return Ok(()) };
            (lo, lo.saturating_add(2))
        }
        _ => return Ok(()),
    };
    // The program computes bounds modulo 2^64: a negative one is a very large one.
    if l != 0 && !nest.loops[l].subrange && (lo < 0 || hi < i64::from(nest.loops[l].inclusive)) {
        return Err(format!("a bound of the loop over `{}` may wrap", nest.loops[l].name()));
    }
    if nest.loops[l].subrange && hi < lo {
        return Err(format!("the ends of `{}` may be in the wrong order", nest.loops[l].place.text));
    }
    for iv in lo..hi.min(lo.saturating_add(12)) {
        ivs[l] = iv;
        walk(nest, a, inner, symbols, ivs, out)?;
    }
    Ok(())
}

/// The least or greatest value of a subscript that stays between two forms.
fn end(reach: &Reach, high: bool, ivs: &[i64], symbols: &[i64]) -> Option<i64> {
    let forms = if high { &reach.highs } else { &reach.lows };
    let values = forms.iter().map(|f| f.eval(ivs, symbols)).collect::<Option<Vec<i64>>>()?;
    if high { values.into_iter().max() } else { values.into_iter().min() }
}

/// Do the values that bound a subscript lie in their types?
fn reached(access: &Access, ivs: &[i64], symbols: &[i64]) -> Result<(), String> {
    for exact in access.reaches().flatten().flat_map(|r| &r.exact) {
        let values = exact.lows.iter().chain(&exact.highs).map(|f| f.eval(ivs, symbols));
        let fits = |v: Option<i64>| v.is_some_and(|v| crate::analysis::holds(&exact.within, v));
        if !values.into_iter().all(fits) {
            return Err(format!("a bound of the subscript of `{}` may wrap", access.place.text));
        }
    }
    Ok(())
}

/// Is what the condition says true of these values?
fn holds(narrow: &Narrow, ivs: &[i64], symbols: &[i64]) -> bool {
    let bound = narrow.bound.eval(ivs, symbols);
    bound.is_none_or(|bound| if narrow.low { ivs[narrow.iv] >= bound } else { ivs[narrow.iv] <= bound })
}
