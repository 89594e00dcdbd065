//! Subscripts that stay between two forms, against enumeration: where the guard holds, what the program computes (in
//! wrapping arithmetic, as an optimized build does) is within the array, in every iteration that does not panic before.

mod common;

use hotloop_compiler::analysis::Kind;
use hotloop_compiler::nest::{Nest, Symbol};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use syn::{BinOp, Expr};

type Env = BTreeMap<String, i64>;

/// The value, wrapped as in a type of 64 bits.
fn value(expr: &Expr, env: &Env, signed: bool) -> Option<i64> {
    match expr {
        Expr::Paren(p) => value(&p.expr, env, signed),
        Expr::Lit(l) => match &l.lit {
            syn::Lit::Int(n) => n.base10_parse().ok(),
            other => unreachable!("{other:?}"),
        },
        Expr::Path(p) => Some(env[&p.path.get_ident().expect("a name").to_string()]),
        Expr::Cast(c) => {
            // All types have 64 bits here: the bits stay.
            value(&c.expr, env, is_signed(&c.expr))
        }
        Expr::Binary(b) => {
            let (x, y) = (value(&b.left, env, signed)?, value(&b.right, env, signed)?);
            match b.op {
                BinOp::Add(_) => Some(x.wrapping_add(y)),
                BinOp::Sub(_) => Some(x.wrapping_sub(y)),
                BinOp::Mul(_) => Some(x.wrapping_mul(y)),
                BinOp::Rem(_) => (x as u64).checked_rem(y as u64).map(|r| r as i64),
                BinOp::BitAnd(_) => Some(x & y),
                other => unreachable!("{other:?}"),
            }
        }
        Expr::MethodCall(m) if m.method == "len" => Some(env["a.len()"]),
        Expr::MethodCall(m) => {
            let x = value(&m.receiver, env, signed)?;
            let args: Option<Vec<i64>> = m.args.iter().map(|a| value(a, env, signed)).collect();
            method(&m.method.to_string(), x, &args?, signed)
        }
        other => unreachable!("{other:?}"),
    }
}

fn method(name: &str, x: i64, args: &[i64], signed: bool) -> Option<i64> {
    let (u, v) = (x as u64, args.first().map_or(0, |y| *y as u64));
    let y = args.first().copied().unwrap_or_default();
    Some(match (name, signed) {
        ("min", true) => x.min(y),
        ("min", false) => u.min(v) as i64,
        ("max", true) => x.max(y),
        ("max", false) => u.max(v) as i64,
        ("clamp", true) if y <= args[1] => x.clamp(y, args[1]),
        ("clamp", false) if v <= args[1] as u64 => u.clamp(v, args[1] as u64) as i64,
        ("clamp", _) => return None,
        ("saturating_sub", false) => u.saturating_sub(v) as i64,
        ("abs_diff", false) => u.abs_diff(v) as i64,
        ("rem_euclid", true) => x.checked_rem_euclid(y)?,
        ("rem_euclid", false) => u.checked_rem(v)? as i64,
        other => unreachable!("{other:?}"),
    })
}

fn is_signed(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(p) => is_signed(&p.expr),
        Expr::Cast(c) => matches!(&*c.ty, syn::Type::Path(p) if p.path.is_ident("isize")),
        Expr::Path(p) => p.path.is_ident("d"),
        Expr::Binary(b) => is_signed(&b.left) || is_signed(&b.right),
        Expr::MethodCall(m) => m.method != "len" && (is_signed(&m.receiver) || m.args.iter().any(is_signed)),
        _ => false,
    }
}

/// A random expression of `usize`.
fn unsigned(rng: &mut StdRng, depth: usize) -> String {
    let leaf = ["i", "n", "m", "j", "0", "1", "3", "a.len()"];
    if depth == 0 {
        return (*leaf.choose(rng).expect("some")).into();
    }
    let next = |rng: &mut StdRng| unsigned(rng, depth - 1);
    let (x, y) = (next(rng), next(rng));
    match rng.random_range(0..14) {
        0 => format!("({x} + {y})"),
        1 => format!("({x} - {y})"),
        2 => format!("({x} * {y})"),
        3 => format!("({x} % {y})"),
        4 => format!("({x} & {y})"),
        5 => format!("({x}).min({y})"),
        6 => format!("({x}).max({y})"),
        7 => format!("({x}).clamp({y}, {})", next(rng)),
        8 => format!("({x}).saturating_sub({y})"),
        9 => format!("({x}).abs_diff({y})"),
        10 => format!("({x}).rem_euclid({y})"),
        _ => format!("({} as usize)", signed(rng, depth - 1)),
    }
}

/// A random expression of `isize`.
fn signed(rng: &mut StdRng, depth: usize) -> String {
    if depth == 0 {
        return (*["(i as isize)", "(n as isize)", "d", "(m as isize)"].choose(rng).expect("some")).into();
    }
    let next = |rng: &mut StdRng| match rng.random_range(0..5) {
        0 => "0".to_owned(),
        1 => "2".to_owned(),
        _ => signed(rng, depth - 1),
    };
    let (x, y) = (signed(&mut StdRng::seed_from_u64(rng.random()), depth - 1), next(rng));
    match rng.random_range(0..7) {
        0 => format!("({x} + {y})"),
        1 => format!("({x} - {y})"),
        2 => format!("({x}).min({y})"),
        3 => format!("({x}).max({y})"),
        4 | 5 => format!("({x}).clamp({y}, {})", next(rng)),
        _ => format!("({x}).rem_euclid({y})"),
    }
}

fn symbols(nest: &Nest, env: &Env) -> Vec<i64> {
    let each = nest.symbols.iter().map(|symbol| match symbol {
        Symbol::Scalar(s) => env[&nest.scalars[*s].path.tokens],
        Symbol::Len(_) => env["a.len()"],
        other => unreachable!("the programs have no {other:?}"),
    });
    each.collect()
}

/// Values that make wrapping likely.
fn assignment(rng: &mut StdRng) -> Env {
    let mut small = |most: i64| rng.random_range(0..=most);
    let mut env: Env = [("n", small(6)), ("m", small(6)), ("a.len()", small(9)), ("d", small(8) - 4)]
        .map(|(name, v)| (name.to_owned(), v))
        .into();
    match rng.random_range(0..12) {
        0 => env.insert("m".into(), i64::MAX - rng.random_range(0..4)),
        1 => env.insert("m".into(), i64::MAX / 2 + rng.random_range(0..4)),
        2 => env.insert("d".into(), i64::MIN + rng.random_range(0..4)),
        3 => env.insert("d".into(), i64::MAX - rng.random_range(0..4)),
        _ => None,
    };
    env
}

#[test]
fn a_cleared_subscript_is_in_bounds() {
    let mut rng = StdRng::seed_from_u64(7);
    let (mut cleared, mut visits) = (0, 0);
    for _ in 0..3000 {
        let depth = rng.random_range(1..=3);
        let text = unsigned(&mut rng, depth);
        let Ok(subscript) = syn::parse_str::<Expr>(&text) else { panic!("{text}") };
        let source = format!(
            "fn f(a: &[f64], out: &mut [f64], n: usize, m: usize, d: isize) {{
                for i in 0..n {{ for j in 0..m {{ out[i] += a[{text}]; }} }}
            }}"
        );
        let Some((nest, facts)) = common::try_facts(&source) else { continue };
        let Some(a) = nest.accesses.iter().position(|a| nest.bases[a.base].path.tokens == "a") else {
            continue;
        };
        if facts.in_bounds[a].is_none() {
            continue;
        }
        cleared += 1;
        for _ in 0..40 {
            let mut env = assignment(&mut rng);
            let at = symbols(&nest, &env);
            let about_a = |kind: &Kind| match kind {
                Kind::InRange { len, .. } => {
                    matches!(nest.symbols[*len], Symbol::Len(b) if nest.bases[b].path.tokens == "a")
                }
                _ => true,
            };
            let root = (0, env["n"]);
            let asked = facts.conditions.iter().filter(|c| about_a(&c.kind));
            if !asked.clone().all(|c| c.kind.eval(&at, root) == Some(true)) {
                continue;
            }
            for i in 0..env["n"].min(7) {
                for j in 0..env["m"].min(7) {
                    env.insert("i".into(), i);
                    env.insert("j".into(), j);
                    let Some(at) = value(&subscript, &env, false) else { continue };
                    visits += 1;
                    assert!((at as u64) < env["a.len()"] as u64, "a[{text}] reaches {at} under {env:?}");
                }
            }
        }
    }
    assert!(cleared > 150 && visits > 10_000, "{cleared} subscripts, {visits} visits");
}
