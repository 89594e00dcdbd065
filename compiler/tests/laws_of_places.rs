//! Bounds and independence against enumeration, for nests with steps, reversed heads, conditions, two subscripts
//! and subranges.

mod common;
#[path = "common/shapes.rs"]
mod shapes;

use hotloop_compiler::analysis::{Condition, Kind};
use hotloop_compiler::nest::{Nest, Symbol};
use rand::SeedableRng;
use rand::rngs::StdRng;
use shapes::{Element, Env, Program, Ran, run, values};
use std::collections::BTreeMap;

/// An element: its base and its two subscripts.
type Spot<'a> = (&'a str, u64, u64);

/// The symbols of a nest under an assignment of the names, as the guard reads them. Rows are of one length.
fn symbols(nest: &Nest, env: &Env, ran: &Ran) -> Option<Vec<i64>> {
    let mut all: Vec<i64> = Vec::new();
    for symbol in &nest.symbols {
        let value = match symbol {
            Symbol::Scalar(s) => env[nest.scalars[*s].path.tokens.replace(' ', "").as_str()] as i64,
            Symbol::Len(b) => env[nest.bases[*b].path.tokens.as_str()] as i64,
            Symbol::Inner(_) => env["row"] as i64,
            Symbol::Extent(..) => unreachable!("the programs have no tensors"),
            Symbol::RootLo if nest.is_stepped() => ran.root.iter().copied().min()? as i64,
            Symbol::RootLo => i64::try_from(ran.range.0).ok()?,
            Symbol::RootHi => i64::try_from(ran.range.1).ok()?,
            Symbol::RootTrip => ran.root.len() as i64,
            Symbol::RootStep => match ran.root.as_slice() {
                [a, b, ..] => (*b as i64 - *a as i64).abs(),
                _ => 1,
            },
            Symbol::PastLast { lo, end, step } => {
                // Their own symbols come before them.
                let (lo, end, step) = (lo.eval(&all)?, end.eval(&all)?, step.eval(&all)?);
                if end <= lo { lo } else { lo + (end - 1 - lo) / step * step + 1 }
            }
            Symbol::Quotient { of, by } => of.eval(&all)? / by,
        };
        all.push(value);
    }
    Some(all)
}

fn holds(nest: &Nest, conditions: &[&Condition], env: &Env, ran: &Ran) -> bool {
    // An empty loop has nothing to be guarded.
    let (Some(at), false) = (symbols(nest, env, ran), ran.root.is_empty()) else { return false };
    let root =
        if nest.is_stepped() { (0, ran.root.len() as i64) } else { (ran.range.0 as i64, ran.range.1 as i64) };
    conditions.iter().all(|c| c.kind.eval(&at, root) == Some(true))
}

/// Lengths as small as the accesses with evidence allow, or one less of one of them.
fn tighten(program: &Program, env: &mut Env, ran: &Ran, less: u64) {
    for (n, array) in ["a", "b", "g", "row"].into_iter().enumerate() {
        let most = ran.visits.iter().filter_map(|(access, _, element)| {
            let base = program.accesses[*access].base;
            match element {
                Element::One(at) if base == array => Some(at.wrapping_add(1)),
                Element::Range(_, end) if base == array => Some(*end),
                Element::Two(row, _) if array == "g" => Some(row.wrapping_add(1)),
                Element::Two(_, at) if array == "row" => Some(at.wrapping_add(1)),
                _ => None,
            }
        });
        let most = most.filter(|&at| at < 100).max().unwrap_or(0);
        env.insert(array, most.saturating_sub(u64::from(less == n as u64)));
    }
}

fn inside(element: &Element, base: &str, env: &Env) -> bool {
    match element {
        Element::One(at) => *at < env[base],
        Element::Two(row, at) => *row < env["g"] && *at < env["row"],
        Element::Range(lo, end) => lo <= end && *end <= env[base],
    }
}

fn is_about_independence(kind: &Kind) -> bool {
    matches!(kind, Kind::Stride { .. } | Kind::Disjoint { .. } | Kind::Rows { .. })
}

#[test]
fn a_guard_that_holds_keeps_every_place_in_bounds() {
    use rand::Rng;
    let mut rng = StdRng::seed_from_u64(21);
    let (mut held, mut reached) = (0, BTreeMap::new());
    for _ in 0..2000 {
        let program = shapes::program(&mut rng, false);
        let source = program.source();
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        assert_eq!(nest.accesses.len(), program.accesses.len(), "{source}");
        let conditions: Vec<&Condition> =
            facts.conditions.iter().filter(|c| !is_about_independence(&c.kind)).collect();
        for round in 0..16 {
            let mut env = values(&mut rng, 6);
            let Some(ran) = run(&program, &env) else { continue };
            if round % 4 != 0 {
                tighten(&program, &mut env, &ran, rng.random_range(0..8));
            }
            if !holds(&nest, &conditions, &env, &ran) {
                continue;
            }
            held += 1;
            for (access, _, element) in &ran.visits {
                if facts.in_bounds[*access].is_some() {
                    let kind = match element {
                        Element::One(_) => "one",
                        Element::Two(..) => "two",
                        Element::Range(..) => "range",
                    };
                    let narrowed = !nest.accesses[*access].narrow.is_empty();
                    *reached.entry((kind, narrowed)).or_insert(0) += 1;
                    let base = program.accesses[*access].base;
                    assert!(
                        inside(element, base, &env),
                        "`{}` reaches {element:?} with {env:?} in\n{source}",
                        nest.accesses[*access].place.text
                    );
                }
            }
        }
    }
    assert!(held > 3000, "the test compares too little: {held}");
    for kind in ["one", "two", "range"] {
        for narrowed in [false, true] {
            let count = reached.get(&(kind, narrowed)).copied().unwrap_or(0);
            assert!(count > 100, "{kind}, narrowed: {narrowed}: only {count} visits: {reached:?}");
        }
    }
}

/// Two visits that touch one element from different iterations of the root, at least one of them a write.
fn conflict(program: &Program, env: &Env, ran: &Ran) -> Option<String> {
    let mut by_element: BTreeMap<Spot<'_>, Vec<(usize, u64)>> = BTreeMap::new();
    for (access, k, element) in &ran.visits {
        let base = program.accesses[*access].base;
        if !inside(element, base, env) {
            continue;
        }
        let (row, elements) = match element {
            Element::One(at) => (0, *at..*at + 1),
            Element::Two(row, at) => (*row, *at..*at + 1),
            Element::Range(lo, end) => (0, *lo..*end),
        };
        for at in elements {
            by_element.entry((base, row, at)).or_default().push((*access, *k));
        }
    }
    for (element, touched) in &by_element {
        for x in touched.iter().filter(|v| program.accesses[v.0].writes) {
            if let Some(y) = touched.iter().find(|y| y.1 != x.1) {
                return Some(format!("accesses {} and {} at {element:?}", x.0, y.0));
            }
        }
    }
    None
}

#[test]
fn independent_places_never_meet() {
    use rand::Rng;
    let mut rng = StdRng::seed_from_u64(22);
    let (mut independent, mut held, mut kinds) = (0, 0, BTreeMap::new());
    for _ in 0..3000 {
        let program = shapes::program(&mut rng, true);
        let source = program.source();
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        if facts.independent.is_err() {
            continue;
        }
        independent += 1;
        let conditions: Vec<&Condition> = facts.conditions.iter().collect();
        for round in 0..12 {
            let mut env = values(&mut rng, 6);
            let Some(ran) = run(&program, &env) else { continue };
            if round % 4 != 0 {
                tighten(&program, &mut env, &ran, rng.random_range(0..12));
            }
            if holds(&nest, &conditions, &env, &ran) && ran.root.len() > 1 {
                held += 1;
                for access in &program.accesses {
                    *kinds.entry((access.base, access.writes)).or_insert(0) += 1;
                }
                let found = conflict(&program, &env, &ran);
                assert!(found.is_none(), "{found:?} meet with {env:?} in\n{source}");
            }
        }
    }
    assert!(independent > 200 && held > 500, "the test compares too little: {independent}, {held}");
    assert!(kinds.get(&("g", true)).is_some_and(|&n| n > 100), "{kinds:?}");
}
