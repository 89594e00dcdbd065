//! Rows and columns of flat arrays: `a[i * n + j]` as `a[i][j]`.
//!
//! Theorem: let `x = s*p + u` and `y = s*q + v` be two subscripts, all integers. If `|u - v| < s`, then `x = y`
//! iff `p = q` and `u = v`, since `s` divides `u - v` otherwise. So where the guard shows that what is left of two
//! subscripts stays within one row of length `s`, they are equal only if their rows and their columns are; and the
//! columns may be split again by a shorter stride.
//!
//! Two iterations `i < i'` (or `i > i'`) then meet only if a system of linear equations and inequalities (rows
//! equal, columns equal, each induction variable within its loop) has a solution in integers. What is not linear
//! in it, such as `n*m` or `n - 1`, is a variable of its own, of which nothing is known; an equation with
//! such a coefficient is left out. Less is then known, and never more.

use super::bounds::{can_be_exact, corners};
use super::condition::{Kind, Span, is_above, show, show_any};
use super::system::System;
use crate::nest::Nest;
use crate::nest::affine::{Linear, LoopId, Poly, Sym};

/// At most so many strides, each within the next: arrays of four dimensions.
const MOST_STRIDES: usize = 3;

/// A subscript and the loops around it, innermost first.
#[derive(Clone, Copy)]
pub struct Subscript<'a> {
    pub form: &'a Linear,
    pub chain: &'a [LoopId],
}

/// The condition under which no two iterations of the root meet, if there is one, and how to say it.
pub fn apart(nest: &Nest, x: Subscript<'_>, y: Subscript<'_>) -> Option<(Kind, String)> {
    let strides = strides(x.form, y.form);
    let (mut left_x, mut left_y) = (x.form.clone(), y.form.clone());
    let (mut equal, mut parts) = (Vec::new(), Vec::new());
    for stride in strides {
        let ((p, u), (q, v)) = (left_x.split(&stride), left_y.split(&stride));
        parts.push((corners(nest, &u, x.chain)?, corners(nest, &v, y.chain)?, monomial(&stride)?));
        equal.push((p, q));
        (left_x, left_y) = (u, v);
    }
    equal.push((left_x, left_y));
    let hopeless = parts.iter().any(|(a, b, row)| is_hopeless(a, b, row));
    if parts.is_empty() || hopeless || !never_meet(nest, x.chain, y.chain, &equal) {
        return None;
    }
    let text = parts.iter().map(|(a, b, row)| {
        let most = show_any(nest, &[a.highs.clone(), b.highs.clone()].concat(), "max");
        let least = show_any(nest, &[a.lows.clone(), b.lows.clone()].concat(), "min");
        format!("columns from {least} to {most} are within a row of {}", show(nest, row))
    });
    let text = text.collect::<Vec<_>>().join(", ");
    Some((Kind::Rows { parts }, text))
}

/// The products of symbols by which induction variables are multiplied, each a divisor of the one before.
fn strides(x: &Linear, y: &Linear) -> Vec<Vec<Sym>> {
    let coefficients = x.ivs().chain(y.ivs()).flat_map(|(_, c)| c.terms());
    let mut all: Vec<Vec<Sym>> = coefficients.map(|(m, _)| m.to_vec()).filter(|m| !m.is_empty()).collect();
    all.sort_by_key(|m| (usize::MAX - m.len(), m.clone()));
    all.dedup();
    let mut chosen: Vec<Vec<Sym>> = Vec::new();
    for m in all {
        let divides = chosen.last().is_none_or(|last| Poly::quotient(last, &m).is_some());
        if divides && chosen.len() < MOST_STRIDES {
            chosen.push(m);
        }
    }
    chosen
}

fn monomial(symbols: &[Sym]) -> Option<Poly> {
    symbols.iter().try_fold(Poly::constant(1), |product, &s| product.mul(&Poly::symbol(s)))
}

/// Does a row surely end before the columns do, once they are many? Then the guard would only cost.
fn is_hopeless(a: &Span, b: &Span, row: &Poly) -> bool {
    let row = std::slice::from_ref(row);
    !(is_above(row, &a.highs, &b.lows) && is_above(row, &b.highs, &a.lows))
}

/// Is there no solution in which the root's induction variables differ?
pub fn never_meet(nest: &Nest, cx: &[LoopId], cy: &[LoopId], equal: &[(Linear, Linear)]) -> bool {
    let mut names = Names::default();
    let mut rows = Vec::new();
    for (side, chain) in [cx, cy].into_iter().enumerate() {
        for &l in chain {
            within(nest, l, side, &mut names, &mut rows);
        }
    }
    for (p, q) in equal {
        let difference = names.row(p, 0).zip(names.row(q, 1)).map(|(p, q)| p.minus(&q));
        if let Some(difference) = difference {
            rows.push(difference.negative());
            rows.push(difference);
        }
    }
    let (first, second) = (names.iv(0, 0), names.iv(0, 1));
    [(first, second), (second, first)].into_iter().all(|(less, more)| {
        let mut system = System::new(names.0.len());
        for row in &rows {
            let mut dense = vec![0; names.0.len()];
            row.coefficients.iter().for_each(|(v, c)| dense[*v] += c);
            system.at_least_zero(dense, row.constant);
        }
        // more - less - 1 >= 0
        let mut order = vec![0; names.0.len()];
        (order[more], order[less]) = (1, -1);
        system.at_least_zero(order, -1);
        system.refuted()
    })
}

/// `lo <= iv` and `iv < hi`, as far as these are linear, and exact if the guard holds.
fn within(nest: &Nest, l: LoopId, side: usize, names: &mut Names, rows: &mut Vec<Row>) {
    let exact = |end: &Option<Linear>| end.clone().filter(|end| can_be_exact(nest, l, end));
    let iv = Row { coefficients: vec![(names.iv(l, side), 1)], constant: 0 };
    if let Some(lo) = exact(&nest.loops[l].lo).and_then(|lo| names.row(&lo, side)) {
        rows.push(iv.minus(&lo));
    }
    if let Some(mut hi) = exact(&nest.loops[l].hi).and_then(|hi| names.row(&hi, side)) {
        hi.constant -= 1;
        rows.push(hi.minus(&iv));
    }
}

/// What a variable of the system stands for.
#[derive(Clone, Debug, PartialEq)]
enum Name {
    /// An induction variable, in the iteration of the first or the second access.
    Iv(LoopId, usize),
    /// A product of symbols.
    Product(Vec<Sym>),
}

/// The variables of a system, by number.
#[derive(Default)]
struct Names(Vec<Name>);

/// A sparse row; a variable may occur twice.
#[derive(Clone)]
struct Row {
    coefficients: Vec<(usize, i128)>,
    constant: i128,
}

impl Row {
    fn negative(&self) -> Row {
        let coefficients = self.coefficients.iter().map(|(v, c)| (*v, -c)).collect();
        Row { coefficients, constant: -self.constant }
    }
    fn minus(&self, other: &Row) -> Row {
        let other = other.negative();
        let coefficients = [self.coefficients.clone(), other.coefficients].concat();
        Row { coefficients, constant: self.constant + other.constant }
    }
}

impl Names {
    fn number(&mut self, name: Name) -> usize {
        self.0.iter().position(|n| *n == name).unwrap_or_else(|| {
            self.0.push(name);
            self.0.len() - 1
        })
    }

    fn iv(&mut self, l: LoopId, side: usize) -> usize {
        self.number(Name::Iv(l, side))
    }

    /// A form in the variables of the system; `None` if it is not linear in them.
    fn row(&mut self, form: &Linear, side: usize) -> Option<Row> {
        let mut row = Row { coefficients: Vec::new(), constant: 0 };
        for (l, c) in form.ivs() {
            let c = c.as_constant()?;
            row.coefficients.push((self.iv(l, side), i128::from(c)));
        }
        for (monomial, c) in form.rest.terms() {
            match monomial {
                [] => row.constant += i128::from(c),
                product => {
                    let v = self.number(Name::Product(product.to_vec()));
                    row.coefficients.push((v, i128::from(c)));
                }
            }
        }
        Some(row)
    }
}
