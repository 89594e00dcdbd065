//! Laws of the affine algebra: every form means the value of the expression that made it, and what leaves
//! `i64` is `None`.

use hotloop_compiler::nest::affine::{Linear, Poly};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const SYMBOLS: usize = 3;
const LOOPS: usize = 3;
const ROUNDS: usize = 4000;

/// A polynomial beside the expression that made it.
#[derive(Clone, Debug)]
enum Ast {
    Constant(i64),
    Symbol(usize),
    Add(Box<Ast>, Box<Ast>),
    Sub(Box<Ast>, Box<Ast>),
    Mul(Box<Ast>, Box<Ast>),
    Scale(Box<Ast>, i64),
}

fn ast(rng: &mut StdRng, depth: u32, most: i64) -> Ast {
    let part = |rng: &mut StdRng| Box::new(ast(rng, depth - 1, most));
    match rng.random_range(0..if depth == 0 { 2 } else { 6 }) {
        0 => Ast::Constant(rng.random_range(-most..=most)),
        1 => Ast::Symbol(rng.random_range(0..SYMBOLS)),
        2 => Ast::Add(part(rng), part(rng)),
        3 => Ast::Sub(part(rng), part(rng)),
        4 => Ast::Mul(part(rng), part(rng)),
        _ => Ast::Scale(part(rng), rng.random_range(-most..=most)),
    }
}

fn poly(ast: &Ast) -> Option<Poly> {
    match ast {
        Ast::Constant(c) => Some(Poly::constant(*c)),
        Ast::Symbol(s) => Some(Poly::symbol(*s)),
        Ast::Add(a, b) => poly(a)?.add(&poly(b)?),
        Ast::Sub(a, b) => poly(a)?.sub(&poly(b)?),
        Ast::Mul(a, b) => poly(a)?.mul(&poly(b)?),
        Ast::Scale(a, k) => poly(a)?.scale(*k),
    }
}

/// The value in integers that are large enough for small trees; `None` past them.
fn value(ast: &Ast, at: &[i64]) -> Option<i128> {
    match ast {
        Ast::Constant(c) => Some(i128::from(*c)),
        Ast::Symbol(s) => Some(i128::from(at[*s])),
        Ast::Add(a, b) => value(a, at)?.checked_add(value(b, at)?),
        Ast::Sub(a, b) => value(a, at)?.checked_sub(value(b, at)?),
        Ast::Mul(a, b) => value(a, at)?.checked_mul(value(b, at)?),
        Ast::Scale(a, k) => value(a, at)?.checked_mul(i128::from(*k)),
    }
}

fn point(rng: &mut StdRng, n: usize, most: i64) -> Vec<i64> {
    (0..n).map(|_| rng.random_range(-most..=most)).collect()
}

#[test]
fn a_polynomial_has_the_value_of_its_expression() {
    let mut rng = StdRng::seed_from_u64(1);
    let (mut same, mut lost) = (0, 0);
    for round in 0..ROUNDS {
        // Small numbers are never lost; large ones are lost or right.
        let most = if round % 2 == 0 { 9 } else { i64::MAX >> rng.random_range(0..40) };
        let ast = ast(&mut rng, 4, most);
        let Some(poly) = poly(&ast) else {
            lost += 1;
            continue;
        };
        assert!(poly.terms().all(|(_, c)| c != 0), "a zero coefficient in {poly:?} from {ast:?}");
        assert!(poly.terms().all(|(m, _)| m.is_sorted()), "an unsorted monomial in {poly:?}");
        for _ in 0..5 {
            let at = point(&mut rng, SYMBOLS, if round % 2 == 0 { 9 } else { most });
            match (poly.eval(&at), value(&ast, &at)) {
                (Some(got), Some(expected)) => {
                    assert_eq!(i128::from(got), expected, "{ast:?} at {at:?}");
                    same += 1;
                }
                (Some(got), None) => {
                    // Terms that cancel may be larger than `i128` on the way; nothing to compare with.
                    let _ = got;
                }
                (None, Some(expected)) if most == 9 => {
                    panic!("{ast:?} is {expected} at {at:?}, and was lost")
                }
                (None, _) => lost += 1,
            }
        }
    }
    assert!(same > ROUNDS && lost > 100, "the test compares too little: {same} values, {lost} overflows");
}

#[test]
fn equal_values_are_equal_forms() {
    let mut rng = StdRng::seed_from_u64(2);
    for _ in 0..ROUNDS {
        let (a, b, c) = (ast(&mut rng, 2, 9), ast(&mut rng, 2, 9), ast(&mut rng, 2, 9));
        let (Some(a), Some(b), Some(c)) = (poly(&a), poly(&b), poly(&c)) else { continue };
        assert_eq!(a.add(&b), b.add(&a));
        assert_eq!(a.mul(&b), b.mul(&a));
        assert_eq!(a.sub(&a), Some(Poly::default()));
        assert_eq!(a.scale(0), Some(Poly::default()));
        let left = a.mul(&b.add(&c).unwrap()).unwrap();
        let right = a.mul(&b).unwrap().add(&a.mul(&c).unwrap()).unwrap();
        assert_eq!(left, right, "({a:?}) * ({b:?} + {c:?})");
        assert_eq!(a.add(&b).and_then(|s| s.sub(&b)), Some(a.clone()));
    }
}

#[test]
fn a_natural_polynomial_is_natural() {
    let mut rng = StdRng::seed_from_u64(3);
    let mut seen = 0;
    for _ in 0..ROUNDS {
        let Some(poly) = poly(&ast(&mut rng, 3, 9)) else { continue };
        if poly.is_natural() {
            seen += 1;
            let at: Vec<i64> = (0..SYMBOLS).map(|_| rng.random_range(0..=9)).collect();
            assert!(poly.eval(&at).unwrap() >= 0, "{poly:?} at {at:?}");
        }
    }
    assert!(seen > 100);
}

#[test]
fn a_multiple_is_one() {
    let mut rng = StdRng::seed_from_u64(4);
    let mut seen = 0;
    for round in 0..ROUNDS {
        let Some(divisor) = poly(&ast(&mut rng, 2, 9)) else { continue };
        if divisor == Poly::default() {
            assert_eq!(Poly::constant(3).multiple_of(&divisor), None);
            continue;
        }
        let m = rng.random_range(-9..=9);
        let multiple = divisor.scale(m).unwrap();
        assert_eq!(multiple.multiple_of(&divisor), Some(m), "{m} * ({divisor:?})");
        // Whatever it says of another polynomial holds.
        let other =
            if round % 2 == 0 { multiple.add(&Poly::constant(1)) } else { poly(&ast(&mut rng, 2, 9)) };
        let Some(other) = other else { continue };
        if let Some(m) = other.multiple_of(&divisor) {
            seen += 1;
            assert_eq!(divisor.scale(m), Some(other));
        }
    }
    assert!(seen > 50, "{seen}");
}

fn linear(rng: &mut StdRng) -> Linear {
    let mut form = Linear::invariant(small(rng));
    for l in 0..LOOPS {
        if rng.random_bool(0.6) {
            form = form.add(&Linear::iv(l).times(&small(rng)).unwrap()).unwrap();
        }
    }
    form
}

fn small(rng: &mut StdRng) -> Poly {
    poly(&ast(rng, 1, 5)).unwrap()
}

#[test]
fn a_linear_form_has_the_value_of_its_expression() {
    let mut rng = StdRng::seed_from_u64(5);
    for _ in 0..ROUNDS {
        let (f, g, k) = (linear(&mut rng), linear(&mut rng), small(&mut rng));
        let (ivs, symbols) = (point(&mut rng, LOOPS, 9), point(&mut rng, SYMBOLS, 9));
        let at = |form: &Linear| form.eval(&ivs, &symbols).unwrap();
        let (x, y, z) = (at(&f), at(&g), k.eval(&symbols).unwrap());
        assert_eq!(at(&f.add(&g).unwrap()), x + y);
        assert_eq!(at(&f.sub(&g).unwrap()), x - y);
        assert_eq!(at(&f.times(&k).unwrap()), x * z);
        assert_eq!(at(&f.mul(&Linear::invariant(k.clone())).unwrap()), x * z);
        assert_eq!(f.sub(&f), Some(Linear::default()));
        assert!(f.ivs().all(|(_, c)| *c != Poly::default()), "a zero coefficient in {f:?}");
        let both = f.as_invariant().is_none() && g.as_invariant().is_none();
        assert_eq!(f.mul(&g).is_none(), both, "a product of two induction variables is not linear");
    }
}

#[test]
fn substitution_replaces_the_variable() {
    let mut rng = StdRng::seed_from_u64(6);
    for _ in 0..ROUNDS {
        let l = rng.random_range(0..LOOPS);
        let (f, by) = (linear(&mut rng), linear(&mut rng).without(l));
        let (mut ivs, symbols) = (point(&mut rng, LOOPS, 9), point(&mut rng, SYMBOLS, 9));
        let replaced = f.substitute(l, &by).unwrap();
        assert_eq!(replaced.coefficient(l), Poly::default());
        let got = replaced.eval(&ivs, &symbols);
        ivs[l] = by.eval(&ivs, &symbols).unwrap();
        assert_eq!(got, f.eval(&ivs, &symbols), "{f:?} with loop {l} as {by:?}");
    }
}

#[test]
fn an_overflow_is_no_form() {
    let big = Poly::constant(i64::MAX);
    let one = Poly::constant(1);
    assert_eq!(big.add(&one), None);
    assert_eq!(big.scale(2), None);
    assert_eq!(big.mul(&Poly::constant(2)), None);
    assert_eq!(Poly::constant(i64::MIN).sub(&one), None);
    assert_eq!(Poly::constant(i64::MIN).scale(-1), None);
    assert_eq!(big.sub(&one), Some(Poly::constant(i64::MAX - 1)));
    assert_eq!(Poly::symbol(0).scale(i64::MAX).and_then(|p| p.scale(2)), None);
    assert_eq!(Poly::symbol(0).mul(&Poly::symbol(0)).unwrap().eval(&[1 << 32]), None);
    assert_eq!(Linear::iv(0).times(&big).unwrap().add(&Linear::iv(0)), None);
    assert_eq!(Linear::iv(0).times(&big).unwrap().eval(&[2], &[]), None);
    assert_eq!(Linear::iv(0).add(&Linear::invariant(one)).unwrap().eval(&[i64::MAX], &[]), None);
    // An overflow on the way to a value that would fit is one too: generated code computes the same way.
    let cancels = Poly::symbol(0).scale(i64::MAX).unwrap().sub(&Poly::symbol(1)).unwrap();
    assert_eq!(cancels.eval(&[2, i64::MAX]), None);
}
