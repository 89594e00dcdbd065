//! Bounds and independence against enumeration: random nests go through the front end and the analysis,
//! and whatever is claimed is compared with what the program touches when it runs.

mod common;
#[path = "common/program.rs"]
mod program;

use hotloop_compiler::analysis::{self, Condition, Kind};
use hotloop_compiler::diag::{Blocker, Distance};
use hotloop_compiler::nest::{Nest, Symbol};
use program::{Env, Program, Run, Taste, Visit, is_rectangular, values};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// Visits of one run that are looked at.
const MOST_VISITS: usize = 4000;

fn run<'a>(program: &'a Program, env: &'a Env) -> Run<'a> {
    Run { program, env, left: MOST_VISITS, empty: false, wrapped: false }
}

fn visits(program: &Program, env: &Env) -> (Vec<Visit>, bool, bool) {
    let mut run = run(program, env);
    let mut all = Vec::new();
    run.visit(&mut |v| all.push(v));
    let clean = run.left > 0 && !run.empty && !run.wrapped;
    (all, run.left > 0, clean)
}

/// The symbols of a nest under an assignment of the names; `None` where generated code gives up.
fn symbols(nest: &Nest, env: &Env, root: (i64, i64)) -> Vec<i64> {
    let name = |tokens: &str| env[tokens.replace(' ', "").as_str()];
    let each = nest.symbols.iter().map(|symbol| match symbol {
        Symbol::Scalar(s) => name(&nest.scalars[*s].path.tokens),
        Symbol::Len(b) => name(&format!("{}.len()", nest.bases[*b].path.tokens)),
        Symbol::RootLo => root.0,
        Symbol::RootHi => root.1,
        other => unreachable!("the programs have no {other:?}"),
    });
    each.collect()
}

fn holds(nest: &Nest, conditions: &[&Condition], env: &Env, root: (i64, i64)) -> bool {
    let at = symbols(nest, env, root);
    conditions.iter().all(|c| c.kind.eval(&at, root) == Some(true))
}

/// Lengths as small as a run allows, or one less.
fn tighten(rng: &mut StdRng, program: &Program, env: &mut Env) {
    let (all, ..) = visits(program, env);
    let accesses = accesses(program);
    for base in ["a", "b"] {
        let touched = all.iter().filter(|v| accesses[v.0].base == base).map(|v| v.2);
        let most = touched.filter(|&at| at < 1000).max().map_or(0, |m| m as i64 + 1);
        let less = i64::from(rng.random_bool(0.25));
        env.insert(if base == "a" { "a.len()" } else { "b.len()" }, (most - less).max(0));
    }
}

fn accesses(program: &Program) -> Vec<program::Access> {
    fn of(lp: &program::Lp, out: &mut Vec<program::Access>) {
        for item in &lp.body {
            match item {
                program::Item::Loop(inner) => of(inner, out),
                program::Item::Access(a) => out.push(a.clone()),
            }
        }
    }
    let mut all = Vec::new();
    of(&program.root, &mut all);
    all
}

fn length(program: &Program, env: &Env, access: usize) -> u64 {
    let base = accesses(program)[access].base;
    env[if base == "a" { "a.len()" } else { "b.len()" }] as u64
}

#[test]
fn a_guard_that_holds_keeps_every_access_in_bounds() {
    let mut rng = StdRng::seed_from_u64(11);
    let taste = Taste { triangular: true, cast: true, conditional: true, constant: true, accesses: None };
    let (mut held, mut reached) = (0, 0);
    for _ in 0..700 {
        let program = program::program(&mut rng, taste);
        let source = program.source();
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        assert_eq!(nest.accesses.len(), accesses(&program).len(), "{source}");
        let conditions: Vec<&Condition> =
            facts.conditions.iter().filter(|c| !is_about_independence(&c.kind)).collect();
        for round in 0..30 {
            let mut env = values(&mut rng, 6);
            if round % 2 == 0 {
                tighten(&mut rng, &program, &mut env);
            }
            let Some(root) = run(&program, &env).root() else { continue };
            if !holds(&nest, &conditions, &env, root) {
                continue;
            }
            held += 1;
            let (all, ..) = visits(&program, &env);
            for (access, _, at) in all {
                if facts.in_bounds[access].is_some() {
                    reached += 1;
                    let len = length(&program, &env, access);
                    assert!(
                        at < len,
                        "`{}` reaches {at} of {len} with {env:?} in\n{source}",
                        nest.accesses[access].place.text
                    );
                }
            }
        }
    }
    assert!(held > 3000 && reached > 10_000, "the test compares too little: {held}, {reached}");
}

fn is_about_independence(kind: &Kind) -> bool {
    matches!(kind, Kind::Stride { .. } | Kind::Disjoint { .. } | Kind::Rows { .. })
}

#[test]
fn a_guard_of_a_rectangular_nest_is_not_stricter_than_the_program() {
    let mut rng = StdRng::seed_from_u64(12);
    let taste = Taste { triangular: false, cast: false, conditional: false, constant: true, accesses: None };
    let mut compared = 0;
    for _ in 0..700 {
        let program = program::program(&mut rng, taste);
        assert!(is_rectangular(&program.root));
        let source = program.source();
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        assert!(facts.in_bounds.iter().all(Option::is_some), "an access without a guard in\n{source}");
        let conditions: Vec<&Condition> =
            facts.conditions.iter().filter(|c| !is_about_independence(&c.kind)).collect();
        for _ in 0..30 {
            let mut env = values(&mut rng, 6);
            tighten(&mut rng, &program, &mut env);
            let (all, complete, clean) = visits(&program, &env);
            let inside = all.iter().all(|&(access, _, at)| at < length(&program, &env, access));
            if !complete || !clean || !inside {
                continue;
            }
            compared += 1;
            let root = run(&program, &env).root().unwrap();
            let at = symbols(&nest, &env, root);
            for c in &conditions {
                assert_eq!(c.kind.eval(&at, root), Some(true), "{} fails with {env:?} in\n{source}", c.text);
            }
        }
    }
    assert!(compared > 1000, "the test compares too little: {compared}");
}

/// Two visits of one element from different iterations of the root, at least one of them a write.
fn conflict(program: &Program, env: &Env) -> Option<(Visit, Visit)> {
    let accesses = accesses(program);
    let (all, ..) = visits(program, env);
    let mut by_element: BTreeMap<u64, Vec<Visit>> = BTreeMap::new();
    for visit in all {
        if visit.2 < length(program, env, visit.0) {
            by_element.entry(visit.2).or_default().push(visit);
        }
    }
    for touched in by_element.values() {
        for x in touched.iter().filter(|v| accesses[v.0].writes) {
            if let Some(y) = touched.iter().find(|y| y.1 != x.1) {
                return Some((*x, *y));
            }
        }
    }
    None
}

#[test]
fn independent_iterations_never_meet() {
    let mut rng = StdRng::seed_from_u64(13);
    let taste = Taste { triangular: true, cast: true, conditional: true, constant: true, accesses: Some(2) };
    let (mut independent, mut held) = (0, 0);
    for _ in 0..1500 {
        let program = program::program(&mut rng, taste);
        let source = program.source();
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        if facts.independent.is_err() {
            continue;
        }
        independent += 1;
        let conditions: Vec<&Condition> = facts.conditions.iter().collect();
        for round in 0..24 {
            let mut env = values(&mut rng, 6);
            if round % 2 == 0 {
                tighten(&mut rng, &program, &mut env);
            }
            let Some(root) = run(&program, &env).root() else { continue };
            if holds(&nest, &conditions, &env, root) {
                held += 1;
                let found = conflict(&program, &env);
                assert!(found.is_none(), "{found:?} meet with {env:?} in\n{source}");
            }
        }
    }
    assert!(independent > 150 && held > 500, "the test compares too little: {independent}, {held}");
}

#[test]
fn a_distance_is_real() {
    let mut rng = StdRng::seed_from_u64(14);
    let taste =
        Taste { triangular: true, cast: false, conditional: true, constant: false, accesses: Some(2) };
    let (mut exact, mut every) = (0, 0);
    for _ in 0..1500 {
        let program = program::program(&mut rng, taste);
        let source = program.source();
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        let Err(blockers) = &facts.independent else { continue };
        for blocker in blockers {
            let Blocker::Dependence { write, other, distance, .. } = blocker else { continue };
            let number = |place: &hotloop_compiler::diag::Place| {
                let at = place.span.0.start();
                nest.accesses.iter().position(|a| a.place.span.0.start() == at).unwrap()
            };
            let (x, y) = (number(write), number(other));
            let wanted = match distance {
                Distance::Exactly(d) => {
                    assert_ne!(*d, 0, "{source}");
                    exact += 1;
                    Some(*d)
                }
                Distance::Every => {
                    every += 1;
                    None
                }
                Distance::Unknown => continue,
            };
            let real = (0..300).any(|round| {
                let env = values(&mut rng, 4 + round / 30);
                meets(&program, &env, x, y, wanted)
            });
            assert!(real, "`{}` and `{}` never meet at {distance:?} in\n{source}", write.text, other.text);
        }
    }
    assert!(exact > 100 && every > 50, "the test compares too little: {exact}, {every}");
}

/// Does the second access meet the first so many iterations later (or, without a number, in another)?
fn meets(program: &Program, env: &Env, x: usize, y: usize, later: Option<i64>) -> bool {
    let (all, ..) = visits(program, env);
    let written: Vec<&Visit> = all.iter().filter(|v| v.0 == x).collect();
    let mut other: BTreeMap<u64, Vec<i64>> = BTreeMap::new();
    for v in all.iter().filter(|v| v.0 == y) {
        other.entry(v.2).or_default().push(v.1 as i64);
    }
    written.iter().any(|v| {
        other
            .get(&v.2)
            .is_some_and(|is| is.iter().any(|&i| later.map_or(i != v.1 as i64, |d| i - v.1 as i64 == d)))
    })
}

#[test]
fn known_pairs_have_known_answers() {
    let answer = |body: &str| {
        let source = format!("fn f(a: &mut [f64], n: usize, m: usize, s: usize) {{ {body} }}");
        let (_, facts) = common::facts(&source);
        match facts.independent {
            Ok(e) if e.is_conditional() => "if".to_owned(),
            Ok(_) => "yes".to_owned(),
            Err(blockers) => match &blockers[0] {
                Blocker::Dependence { distance, .. } => format!("{distance:?}"),
                other => format!("{other:?}").split(' ').next().unwrap().to_owned(),
            },
        }
    };
    for (body, expected) in [
        ("for i in 0..n { a[i] = 1.0; }", "yes"),
        ("for i in 0..n { a[3] = 1.0; }", "Every"),
        ("for i in 1..n { a[i] = a[i - 1]; }", "Exactly(1)"),
        ("for i in 0..n { a[i] = a[i + 1]; }", "Exactly(-1)"),
        ("for i in 0..n { a[2 * i] = a[2 * i + 1]; }", "yes"),
        ("for i in 0..n { a[2 * i] = a[2 * i + 4]; }", "Exactly(-2)"),
        ("for i in 0..10 { a[i] = a[i + 10]; }", "yes"),
        ("for i in 0..10 { a[i] = a[i + 9]; }", "Exactly(-9)"),
        ("for i in 0..n { a[i] = a[i + m]; }", "if"),
        ("for i in 0..n { a[i * s] = 1.0; }", "if"),
        ("for i in 0..n { a[i * s] = a[i * s + s]; }", "Exactly(-1)"),
        ("for i in 0..n { for j in 0..m { a[i * m + j] = 1.0; } }", "if"),
        ("for i in 0..n { for j in 0..4 { a[4 * i + j] = 1.0; } }", "yes"),
        ("for i in 0..n { for j in 0..5 { a[4 * i + j] = 1.0; } }", "Unknown"),
        ("for i in 0..n { for j in 0..m { a[j] = 1.0; } }", "Every"),
        ("for i in 0..n { for j in 0..m { a[i + j] = 1.0; } }", "Unknown"),
        ("for j in 0..m { for i in 0..n { a[i * m + j] = 1.0; } }", "if"),
        ("for j in 0..m { for i in 1..n { a[i * m + j] = a[(i - 1) * m + j]; } }", "if"),
        ("for j in 0..m { for i in 0..n { a[i * m + 2 * j] = 1.0; } }", "Unknown"),
        ("for j in 0..m { for i in 0..n { a[i * m + j] = a[s * m + j + 1]; } }", "Unknown"),
        ("for i in 0..n { for j in i..n { a[i * n + j] = 1.0; a[j * n + i] = 2.0; } }", "if"),
        ("for i in 0..n { for j in i..n { a[i * n + j] = 1.0; a[j * n + i + 1] = 2.0; } }", "Unknown"),
        ("for i in 0..n { for j in 0..n { a[i * n + j] = a[j * n + i]; } }", "Unknown"),
        ("for j in 0..n { for k in s..m { a[k * n + j] = a[(s - 1) * n + j]; } }", "if"),
        ("for j in 0..n { for i in 0..n { for k in 0..n { a[(i * n + j) * n + k] = 1.0; } } }", "if"),
        ("for k in 0..n { for i in 0..n { for j in 0..n { a[(i * n + j) * n + k] = 1.0; } } }", "if"),
        // Ranges and strides that would do for tiny sizes only.
        ("for i in 0..n { for j in 0..n { a[i * n + j] = a[j * n + i + 1]; } }", "Unknown"),
        ("for i in 0..n { for j in 0..n { a[i + j] = a[i + j + n]; } }", "Unknown"),
        ("for i in 0..n { for j in 0..m * n { a[i * n + j] = 1.0; } }", "Unknown"),
        ("for i in (0..n).rev() { for j in 0..m { a[i * m + j] = 1.0; } }", "if"),
        ("for i in (0..n).rev() { for j in 0..m { a[i * s + j] = a[i * s + j + t]; } }", "if"),
        ("for i in 0..n { a[i * i] = 1.0; }", "Subscript"),
        ("for i in 0..n { a[i % 3] = 1.0; }", "Subscript"),
    ] {
        assert_eq!(answer(body), expected, "{body}");
    }
}

#[test]
fn what_is_not_understood_is_never_independent() {
    // The guards of two subscripts that share no condition cannot make up for one that is not known.
    let (_, facts) =
        common::facts("fn f(a: &mut [f64], k: &[usize]) { for i in 0..k.len() { a[k[i]] = 1.0; } }");
    assert!(facts.independent.is_err());
    assert_eq!(facts.in_bounds.iter().filter(|e| e.is_some()).count(), 1);
    assert!(
        analysis::analyse(
            &common::nest("fn f(a: &mut [f64]) { for i in 0..9 { a[i] += g(&a); } }").unwrap(),
            true
        )
        .is_err()
    );
}
