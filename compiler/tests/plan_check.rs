//! The check of a plan must reject a plan of which one field was changed.
//!
//! Not everything can be corrupted from outside, by design: `InBounds` and `Independent` are made by the
//! analysis alone, and their fields are private. So evidence is exchanged between accesses or between plans,
//! and the conditions that it rests on are changed.
//!
//! What the check cannot see, because it enumerates the nest's own exact forms: a `RootExact` or `Natural`
//! condition that is left out (they tie those forms to the program's arithmetic), and a condition that is
//! made stricter (the loop then runs as written more often, which is right).

mod common;

use hotloop_compiler::analysis::{Condition, Gap, Kind, Role, Span};
use hotloop_compiler::nest::affine::{Linear, Poly};
use hotloop_compiler::nest::{Nest, ReductionOp, Rule, Symbol};
use hotloop_compiler::plan::{Form, Plan, check};

const COPY: &str = "fn f(a: &mut [f64], b: &[f64], n: usize) { for i in 0..n { a[i] = b[i + 1]; } }";
const ROWS: &str =
    "fn f(a: &mut [f64], n: usize, m: usize) { for i in 0..n { for j in 0..m { a[i * m + j] = 1.0; } } }";
const HALVES: &str = "fn f(a: &mut [f64], n: usize, m: usize) { for i in 0..n { a[i] = a[i + m]; } }";
const MIRROR: &str = "fn f(a: &mut [f64], n: usize, k: usize) { for i in 0..n { a[2 * i] = a[k + i]; } }";

/// The plan passes as it is, and is rejected once `corrupt` has changed it.
fn rejects(source: &str, what: &str, corrupt: impl FnOnce(&Nest, &mut Plan)) {
    let (nest, mut plan) = common::plan(source);
    assert!(plan.is_parallel(), "not parallel: {source}");
    assert_eq!(check(&nest, &plan), Ok(()), "{source}");
    corrupt(&nest, &mut plan);
    assert!(check(&nest, &plan).is_err(), "passes with {what}: {source}");
}

fn ranges(plan: &mut Plan) -> impl Iterator<Item = (&mut Span, &mut usize)> {
    plan.conditions.iter_mut().filter_map(|c| match &mut c.kind {
        Kind::InRange { span, len, .. } => Some((span, len)),
        _ => None,
    })
}

fn strides(plan: &mut Plan) -> (&mut Poly, &mut Gap, &mut Poly) {
    let found = plan.conditions.iter_mut().find_map(|c| match &mut c.kind {
        Kind::Stride { coefficient, gap, trip } => Some((coefficient, gap, trip)),
        _ => None,
    });
    found.expect("no stride")
}

fn symbol(nest: &Nest, name: &str) -> Poly {
    let found = nest.symbols.iter().position(|s| match s {
        Symbol::Scalar(x) => nest.scalars[*x].path.tokens == name,
        _ => false,
    });
    Poly::symbol(found.unwrap_or_else(|| panic!("no symbol {name}")))
}

fn shift(polys: &mut [Poly], by: i64) {
    for p in polys {
        *p = p.add(&Poly::constant(by)).unwrap();
    }
}

#[test]
fn a_smaller_high() {
    for source in [COPY, ROWS, HALVES] {
        rejects(source, "a smaller high", |_, plan| {
            ranges(plan).for_each(|(span, _)| shift(&mut span.highs, -1))
        });
    }
}

#[test]
fn a_high_of_zero() {
    rejects(ROWS, "no high", |_, plan| ranges(plan).for_each(|(span, _)| span.highs = vec![Poly::default()]));
}

#[test]
fn a_larger_low() {
    let source = "fn f(a: &mut [f64], n: usize, k: usize) { for i in 0..n { a[i - k] = 1.0; } }";
    rejects(source, "a larger low", |_, plan| ranges(plan).for_each(|(span, _)| shift(&mut span.lows, 3)));
    rejects(source, "no low", |_, plan| ranges(plan).for_each(|(span, _)| span.lows = vec![Poly::default()]));
}

#[test]
fn a_low_and_a_high_from_the_wrong_end() {
    let source = "fn f(a: &mut [f64], n: usize) { for i in 0..n { a[2 * n - 2 * i] = 1.0; } }";
    rejects(source, "ends exchanged", |_, plan| {
        ranges(plan).for_each(|(span, _)| std::mem::swap(&mut span.lows, &mut span.highs));
    });
}

#[test]
fn the_length_of_another_base() {
    rejects(COPY, "the lengths exchanged", |nest, plan| {
        let lens: Vec<usize> =
            (0..2).map(|b| nest.symbols.iter().position(|s| *s == Symbol::Len(b)).unwrap()).collect();
        ranges(plan).for_each(|(_, len)| *len = if *len == lens[0] { lens[1] } else { lens[0] });
    });
}

#[test]
fn evidence_that_points_nowhere() {
    rejects(COPY, "evidence exchanged with a longer guard's", |_, plan| {
        let (_, mut other) = common::plan(
            ROWS.replace("a[i * m + j] = 1.0", "a[i * m + j] = 1.0; a[i * m + j] = 2.0").as_str(),
        );
        std::mem::swap(&mut plan.in_bounds, &mut other.in_bounds);
        plan.conditions.retain(|c| !matches!(c.kind, Kind::InRange { .. }));
    });
    rejects(COPY, "evidence that rests on another kind of condition", |_, plan| plan.conditions.reverse());
    rejects(COPY, "evidence that rests on no condition", |_, plan| plan.conditions.truncate(1));
}

#[test]
fn another_stride() {
    rejects(ROWS.replace("0..m", "0..n").as_str(), "a greater stride", |nest, plan| {
        *strides(plan).0 = symbol(nest, "m").add(&Poly::constant(7)).unwrap();
    });
    let step = "fn f(a: &mut [f64], n: usize, s: usize) { for i in 0..n { a[i * s] = 1.0; } }";
    rejects(step, "a stride that is never 0", |_, plan| *strides(plan).0 = Poly::constant(1));
}

#[test]
fn another_gap() {
    rejects(ROWS.replace("0..m", "0..n").as_str(), "no gap", |_, plan| {
        *strides(plan).1 = Gap::Exactly(Poly::default());
    });
    rejects(HALVES, "a gap of the wrong size", |_, plan| {
        *strides(plan).1 = Gap::Exactly(Poly::constant(1000))
    });
    rejects(ROWS.replace("0..m", "0..n").as_str(), "a narrower gap", |_, plan| {
        let one = Span::exactly(Poly::constant(1));
        *strides(plan).1 = Gap::Between(one.clone(), one);
    });
}

#[test]
fn another_trip_count() {
    rejects(HALVES, "a trip count of 1", |_, plan| *strides(plan).2 = Poly::constant(1));
}

#[test]
fn ranges_that_are_said_to_be_disjoint() {
    rejects(MIRROR, "other ranges", |_, plan| {
        for c in &mut plan.conditions {
            if let Kind::Disjoint { a, b } = &mut c.kind {
                *a = Span::exactly(Poly::constant(-1));
                *b = Span::exactly(Poly::constant(-2));
            }
        }
    });
}

#[test]
fn rows_that_are_said_to_be_longer() {
    let columns = "fn f(a: &mut [f64], n: usize, m: usize) \
        { for j in 0..m { for i in 0..n { a[i * n + j] = 1.0; } } }";
    rejects(columns, "a longer row", |_, plan| {
        for c in &mut plan.conditions {
            if let Kind::Rows { parts } = &mut c.kind {
                parts.iter_mut().for_each(|(_, _, row)| *row = Poly::constant(1000));
            }
        }
    });
    rejects(columns, "columns that are said to be one", |_, plan| {
        for c in &mut plan.conditions {
            if let Kind::Rows { parts } = &mut c.kind {
                parts.iter_mut().for_each(|(a, b, _)| {
                    *a = Span::exactly(Poly::default());
                    *b = a.clone();
                });
            }
        }
    });
}

#[test]
fn a_condition_of_a_pair_that_is_left_out() {
    for source in [HALVES, MIRROR] {
        rejects(source, "no condition for the pairs", |_, plan| {
            let about_pairs = |c: &Condition| matches!(c.kind, Kind::Stride { .. } | Kind::Disjoint { .. });
            plan.conditions.retain(|c| !about_pairs(c));
        });
    }
}

#[test]
fn independence_of_another_loop() {
    // The other loop has one pair only, so a pair of this one was never looked at.
    rejects(
        "fn f(a: &mut [f64], n: usize) { for i in 0..n { a[2 * i] = a[2 * i + 1]; } }",
        "a pair removed",
        |_, plan| {
            let (_, other) = common::plan("fn f(a: &mut [f64], n: usize) { for i in 0..n { a[i] = 1.0; } }");
            plan.form = other.form;
        },
    );
    // Here the pairs have the same numbers, and the loop carries a dependence.
    let (nest, mut plan) =
        common::plan("fn f(a: &mut [f64], n: usize) { for i in 0..n { a[i] = a[i + 3]; } }");
    assert!(!plan.is_parallel());
    let (_, other) =
        common::plan("fn f(a: &mut [f64], n: usize) { for i in 0..n { a[2 * i] = a[2 * i + 1]; } }");
    assert!(matches!(other.form, Form::Parallel(_)));
    plan.form = other.form;
    assert!(check(&nest, &plan).is_err(), "a dependence of distance 3 was not found");
}

#[test]
fn evidence_for_a_subscript_that_is_not_known() {
    // `a[k[i]]` has no form; evidence for it could only come from another plan.
    let source = "fn f(a: &mut [f64], b: &[f64], k: &[usize]) { for i in 0..k.len() { a[i] = b[k[i]]; } }";
    let (nest, plan) = common::plan(source);
    let unknown = nest.accesses.iter().position(|a| a.forms().all(|f| f.is_none())).unwrap();
    assert!(plan.in_bounds[unknown].is_none());
    assert!(plan.in_bounds.iter().flatten().all(|e| e.access() != unknown));
}

#[test]
fn another_role_of_a_scalar() {
    let argmax = "fn f(a: &[f64]) { let mut m = a[0]; let mut at = 0; \
        for i in 0..a.len() { if a[i] > m { m = a[i]; at = i; } } }";
    let role = |nest: &Nest, name: &str| nest.scalars.iter().position(|s| s.path.tokens == name).unwrap();
    for (of, to) in [
        ("m", Role::LastPrivate),
        ("m", Role::ReadOnly),
        ("m", Role::Reduction(ReductionOp::Sum)),
        ("m", Role::Reduction(ReductionOp::Extreme(Rule { max: true, last: true, number: false }))),
        ("m", Role::Reduction(ReductionOp::Extreme(Rule { max: false, last: false, number: false }))),
        ("at", Role::SometimesPrivate),
        ("at", Role::LastPrivate),
        ("at", Role::Reduction(ReductionOp::Sum)),
        ("at", Role::Position(1)),
    ] {
        rejects(argmax, &format!("`{of}` as {to:?}"), |nest, plan| plan.roles[role(nest, of)] = to);
    }
    let private = "fn f(a: &mut [f64]) { let mut t = 0.0; for i in 0..a.len() { t = a[i]; a[i] = t * t; } }";
    rejects(private, "a private scalar as a sum", |nest, plan| {
        plan.roles[role(nest, "t")] = Role::Reduction(ReductionOp::Sum)
    });
    let sum = "fn f(a: &[f64]) { let mut s = 0.0; for i in 0..a.len() { s += a[i]; } }";
    for to in [ReductionOp::Product, ReductionOp::Xor] {
        rejects(sum, "another operator", |nest, plan| plan.roles[role(nest, "s")] = Role::Reduction(to));
    }
}

#[test]
fn a_carried_scalar_as_a_reduction() {
    for body in ["s += a[i]; s *= a[i];", "s += a[i]; if s > 3.0 { s = 0.0; }", "s = s * 0.5 + a[i];"] {
        let source = format!("fn f(a: &[f64]) {{ let mut s = 0.0; for i in 0..a.len() {{ {body} }} }}");
        let (nest, mut plan) = common::plan(&source);
        assert!(!plan.is_parallel(), "{body}");
        let (_, other) =
            common::plan("fn f(a: &[f64]) { let mut s = 0.0; for i in 0..a.len() { s += a[i]; } }");
        plan.form = other.form;
        plan.roles = vec![Role::Reduction(ReductionOp::Sum); plan.roles.len()];
        assert!(check(&nest, &plan).is_err(), "passes: {body}");
    }
}

const NARROWED: &str =
    "fn f(a: &mut [f64], n: usize, m: usize) { for i in 0..n { if i < m { a[i] = 1.0; } } }";

#[test]
fn a_condition_of_either_kind_that_holds_too_early() {
    let either = |plan: &mut Plan, change: &dyn Fn(&mut Kind, &mut Kind)| {
        let found = plan.conditions.iter_mut().find_map(|c| match &mut c.kind {
            Kind::Either { whole, narrowed } => Some((&mut **whole, &mut **narrowed)),
            _ => None,
        });
        let (whole, narrowed) = found.expect("no condition of either kind");
        change(whole, narrowed);
    };
    let shorten = |kind: &mut Kind| match kind {
        Kind::InRange { span, .. } => shift(&mut span.highs, -1),
        other => panic!("{other:?}"),
    };
    rejects(NARROWED, "a smaller high under the condition", |_, plan| {
        either(plan, &|_, narrowed| shorten(narrowed));
    });
    rejects(NARROWED, "a smaller high without the condition", |_, plan| {
        either(plan, &|whole, _| shorten(whole));
    });
}

#[test]
fn a_condition_around_an_access_that_is_not_there() {
    let source = "fn f(a: &mut [f64], n: usize) { for i in 0..n { if i > 0 { a[i - 1] = 1.0; } } }";
    let (mut nest, plan) = common::plan(source);
    assert_eq!(check(&nest, &plan), Ok(()));
    assert_eq!(nest.accesses[0].narrow.len(), 1);
    nest.accesses[0].narrow.clear();
    assert!(check(&nest, &plan).is_err(), "passes without the condition that keeps `i - 1` in range");
}

const RAGGED: &str =
    "fn f(a: &mut Vec<Vec<f64>>, n: usize) { for i in 0..n { for j in 0..a[i].len() { a[i][j] = 1.0; } } }";

#[test]
fn a_row_that_is_not_the_one_of_the_loop() {
    let row_end = |plan: &mut Plan, change: &dyn Fn(&mut usize, &mut usize, &mut Linear)| {
        let found = plan.conditions.iter_mut().find_map(|c| match &mut c.kind {
            Kind::RowEnd { iv, base, row } => Some((iv, base, row)),
            _ => None,
        });
        let (iv, base, row) = found.expect("no row");
        change(iv, base, row);
    };
    rejects(RAGGED, "another row", |_, plan| {
        row_end(plan, &|_, _, row| *row = row.add(&Linear::invariant(Poly::constant(1))).unwrap());
    });
    rejects(RAGGED, "another loop", |_, plan| row_end(plan, &|iv, _, _| *iv = 0));
    rejects(RAGGED, "another base", |_, plan| row_end(plan, &|_, base, _| *base = 7));
}

#[test]
fn fields_that_are_said_to_differ() {
    let (_, of_two) = common::plan("fn f(p: &mut [P], n: usize) { for i in 0..n { p[i].x = p[i + 1].y; } }");
    assert!(of_two.is_parallel(), "two fields of two elements are apart");
    let (nest, mut plan) =
        common::plan("fn f(p: &mut [P], n: usize) { for i in 0..n { p[i].x = p[i + 1].x; } }");
    assert!(!plan.is_parallel());
    plan.form = of_two.form;
    assert!(check(&nest, &plan).is_err(), "one field passes for two");
}

#[test]
fn the_wrong_one_of_two_subscripts() {
    let text = |i: &str| format!("fn f(g: &mut Vec<Vec<f64>>, n: usize) {{ for i in 0..n {{ {i} }} }}");
    let (_, by_row) = common::plan(&text("g[i][0] = g[i][1];"));
    let (nest, mut by_column) = common::plan(&text("g[0][i] = g[1][i];"));
    assert!(by_row.is_parallel() && by_column.is_parallel());
    assert_eq!(check(&nest, &by_column), Ok(()));
    by_column.form = by_row.form;
    assert!(check(&nest, &by_column).is_err(), "the row says nothing where all iterations share it");
}
