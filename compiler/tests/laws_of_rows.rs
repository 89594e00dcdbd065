//! Flat arrays as rows and columns, against enumeration: nests over triangles and rectangles whose subscripts are
//! `row * n + column`, in any order of the loops. What is called independent never meets where the guard holds, and
//! enough is called so.

mod common;
#[path = "common/program.rs"]
mod program;

use hotloop_compiler::analysis::{Condition, Kind};
use hotloop_compiler::nest::Symbol;
use program::{Access, Affine, Env, Item, Lp, Program, Run, Term, values};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// Visits of one run that are looked at.
const MOST_VISITS: usize = 3000;

fn term(c: i64, by: Option<&'static str>, iv: Option<usize>) -> Term {
    Term { c, by: by.map(|s| (s, 0)), iv }
}

/// `0`, `1`, `s`, an outer variable, the one after it.
fn low(rng: &mut StdRng, outer: &[usize]) -> Affine {
    let mut terms = Vec::new();
    if let (Some(&l), true) = (outer.choose(rng), rng.random_bool(0.5)) {
        terms.push(term(1, None, Some(l)));
    } else if rng.random_bool(0.2) {
        terms.push(term(1, Some("s"), None));
    }
    if terms.is_empty() || rng.random_bool(0.5) {
        terms.push(term(rng.random_range(0..2), None, None));
    }
    Affine(terms)
}

/// `n`, `m`, `s`, `n - 1`, an outer variable.
fn high(rng: &mut StdRng, outer: &[usize]) -> Affine {
    let name = *["n", "n", "n", "m", "s", "s"].choose(rng).unwrap();
    match outer.choose(rng) {
        Some(&l) if rng.random_bool(0.3) => Affine(vec![term(1, None, Some(l))]),
        _ if rng.random_bool(0.2) => Affine(vec![term(1, Some(name), None), term(-1, None, None)]),
        _ => Affine(vec![term(1, Some(name), None)]),
    }
}

/// `row * n + column`: variables of the loops around, with small offsets; or a symbol.
fn access(rng: &mut StdRng, ivs: &[usize], writes: bool) -> Item {
    let mut terms = Vec::new();
    for by in [Some("n"), None] {
        match ivs.choose(rng) {
            Some(&l) if rng.random_bool(0.9) => terms.push(term(1, by, Some(l))),
            _ if by.is_none() => terms.push(term(1, Some("s"), None)),
            _ => {}
        }
        if rng.random_bool(0.4) {
            terms.push(term(*[-1, 1].choose(rng).unwrap(), by, None));
        }
    }
    if terms.first().is_none_or(|t| t.c < 0) {
        terms.insert(0, term(1, Some("n"), None));
    }
    let access = Access { base: "a", at: Affine(terms), writes, reads: !writes, conditional: false };
    Item::Access(access)
}

fn program(rng: &mut StdRng) -> Program {
    let mut inner =
        Lp { number: 1, lo: low(rng, &[0]), hi: high(rng, &[0]), inclusive: false, body: Vec::new() };
    if rng.random_bool(0.4) {
        let mut third = Lp {
            number: 2,
            lo: low(rng, &[0, 1]),
            hi: high(rng, &[0, 1]),
            inclusive: false,
            body: Vec::new(),
        };
        third.body.push(access(rng, &[0, 1, 2], false));
        inner.body.push(Item::Loop(third));
    }
    inner.body.push(access(rng, &[0, 1], true));
    if rng.random_bool(0.5) {
        let writes = rng.random_bool(0.5);
        inner.body.push(access(rng, &[0, 1], writes));
    }
    let root = Lp {
        number: 0,
        lo: low(rng, &[]),
        hi: high(rng, &[]),
        inclusive: false,
        body: vec![Item::Loop(inner)],
    };
    Program { root, cast: false }
}

fn writes(program: &Program) -> Vec<bool> {
    fn of(lp: &Lp, out: &mut Vec<bool>) {
        for item in &lp.body {
            match item {
                Item::Loop(inner) => of(inner, out),
                Item::Access(a) => out.push(a.writes),
            }
        }
    }
    let mut all = Vec::new();
    of(&program.root, &mut all);
    all
}

/// Do two iterations of the root touch one element, which one of them writes?
fn conflict(program: &Program, env: &Env) -> bool {
    let writes = writes(program);
    let mut run = Run { program, env, left: MOST_VISITS, empty: false, wrapped: false };
    let mut touched: BTreeMap<u64, Vec<(bool, u64)>> = BTreeMap::new();
    run.visit(&mut |(access, i, at)| touched.entry(at).or_default().push((writes[access], i)));
    touched.values().any(|visits| visits.iter().any(|x| x.0 && visits.iter().any(|y| y.1 != x.1)))
}

#[test]
fn what_is_apart_in_rows_and_columns_never_meets() {
    let mut rng = StdRng::seed_from_u64(17);
    let (mut by_rows, mut held, mut met) = (0, 0, 0);
    for _ in 0..1500 {
        let program = program(&mut rng);
        let source = program.source();
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        let conditions: Vec<&Condition> = facts.conditions.iter().collect();
        let is_independent = facts.independent.is_ok();
        by_rows += usize::from(conditions.iter().any(|c| matches!(c.kind, Kind::Rows { .. })));
        for _ in 0..24 {
            let mut env = values(&mut rng, 6);
            env.insert("a.len()", 60);
            let mut run =
                Run { program: &program, env: &env, left: MOST_VISITS, empty: false, wrapped: false };
            let Some(root) = run.root() else { continue };
            let symbols: Vec<i64> = nest
                .symbols
                .iter()
                .map(|symbol| match symbol {
                    Symbol::Scalar(s) => env[nest.scalars[*s].path.tokens.as_str()],
                    Symbol::Len(_) => env["a.len()"],
                    Symbol::RootLo => root.0,
                    Symbol::RootHi => root.1,
                    other => unreachable!("the programs have no {other:?}"),
                })
                .collect();
            let meets = conflict(&program, &env);
            met += usize::from(meets);
            if is_independent && conditions.iter().all(|c| c.kind.eval(&symbols, root) == Some(true)) {
                held += 1;
                assert!(!meets, "two iterations meet with {env:?} in\n{source}");
            }
        }
    }
    assert!(by_rows > 60 && held > 400 && met > 4000, "compares too little: {by_rows}, {held}, {met}");
}
