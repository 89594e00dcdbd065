//! Systems of linear inequalities over the integers: has this one no solution?
//!
//! Theorem (Fourier and Motzkin): if `a*v + p >= 0` and `-b*v + q >= 0` with `a, b > 0`, then `b*p + a*q >= 0`, where
//! `v` no longer occurs; every such pair taken, what is left has a solution in the rationals iff the whole had
//! one. A row of integers may be divided by the divisor of its coefficients, its constant rounded down, without the
//! loss of an integer solution. So where a row `0 >= 1` appears there is no integer solution. The answer "no" says
//! nothing: it is also given where the system grows too large.

use std::collections::BTreeMap;

/// At most so many rows at a time. A pair of accesses begins with two for each loop and dimension.
const MOST_ROWS: usize = 120;

/// Rows: coefficients, then the constant; the sum of their products with the variables is at least 0.
#[derive(Clone, Debug)]
pub struct System {
    variables: usize,
    /// Of rows with equal coefficients the one with the least constant says all.
    rows: BTreeMap<Vec<i128>, i128>,
    contradiction: bool,
    /// A row was lost: too large for the arithmetic.
    lost: bool,
}

impl System {
    /// Without rows.
    pub fn new(variables: usize) -> System {
        System { variables, rows: BTreeMap::new(), contradiction: false, lost: false }
    }

    /// `sum + constant >= 0`
    pub fn at_least_zero(&mut self, mut coefficients: Vec<i128>, mut constant: i128) {
        coefficients.resize(self.variables, 0);
        let divisor = coefficients.iter().fold(0, |d, c| gcd(d, c.unsigned_abs()));
        let Ok(divisor) = i128::try_from(divisor) else {
            self.lost = true;
            return;
        };
        if divisor == 0 {
            self.contradiction |= constant < 0;
            return;
        }
        for c in &mut coefficients {
            *c /= divisor;
        }
        constant = constant.div_euclid(divisor);
        let least = self.rows.entry(coefficients).or_insert(constant);
        *least = constant.min(*least);
    }

    /// Is it certain that no integers solve it?
    pub fn refuted(mut self) -> bool {
        while !self.contradiction && !self.rows.is_empty() {
            let Some(v) = self.cheapest() else { return false };
            match self.without(v) {
                Some(next) if next.rows.len() <= MOST_ROWS => self = next,
                Some(next) => return next.contradiction,
                None => return false,
            }
        }
        self.contradiction
    }

    /// The variable whose elimination makes the fewest rows.
    fn cheapest(&self) -> Option<usize> {
        let count = |v: usize, positive: bool| {
            self.rows.keys().filter(|row| row[v] != 0 && (row[v] > 0) == positive).count()
        };
        let used = (0..self.variables).filter(|&v| self.rows.keys().any(|row| row[v] != 0));
        used.min_by_key(|&v| count(v, true) * count(v, false))
    }

    /// The system without one variable; `None` where a number leaves `i128`.
    fn without(&self, v: usize) -> Option<System> {
        let mut next = System { rows: BTreeMap::new(), ..self.clone() };
        let of = |sign: i128| self.rows.iter().filter(move |(row, _)| row[v].signum() == sign);
        for (row, constant) in of(0) {
            next.at_least_zero(row.clone(), *constant);
        }
        for (above, p) in of(1) {
            for (below, q) in of(-1) {
                let (a, b) = (above[v], below[v].checked_neg()?);
                let join = |x: i128, y: i128| b.checked_mul(x)?.checked_add(a.checked_mul(y)?);
                let row: Option<Vec<i128>> = above.iter().zip(below).map(|(x, y)| join(*x, *y)).collect();
                next.at_least_zero(row?, join(*p, *q)?);
            }
        }
        (!next.lost).then_some(next)
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All systems of a kind against enumeration of a box that every solution can be moved into: here each
    /// variable is bounded by rows of its own.
    #[test]
    fn a_system_called_impossible_has_no_solution() {
        let mut state = 1u64;
        let mut draw = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % n) as i128
        };
        let (mut impossible, mut possible) = (0, 0);
        for _ in 0..3000 {
            let mut system = System::new(3);
            let mut rows: Vec<(Vec<i128>, i128)> = Vec::new();
            for v in 0..3 {
                let mut unit = vec![0; 3];
                unit[v] = 1;
                rows.push((unit.clone(), 3));
                unit[v] = -1;
                rows.push((unit, 3));
            }
            for _ in 0..3 {
                rows.push(((0..3).map(|_| draw(7) - 3).collect(), draw(9) - 6));
            }
            rows.iter().for_each(|(row, constant)| system.at_least_zero(row.clone(), *constant));
            let equation: Vec<i128> = (0..3).map(|_| draw(5) - 2).collect();
            let constant = draw(5) - 2;
            system.at_least_zero(equation.clone(), constant);
            system.at_least_zero(equation.iter().map(|c| -c).collect(), -constant);
            let value = |row: &[i128], at: &[i128]| row.iter().zip(at).map(|(a, b)| a * b).sum::<i128>();
            let solved = (-3..=3).any(|x| {
                (-3..=3).any(|y| {
                    (-3..=3).any(|z| {
                        let at = [x, y, z];
                        rows.iter().all(|(row, c)| value(row, &at) + c >= 0)
                            && value(&equation, &at) + constant == 0
                    })
                })
            });
            if system.refuted() {
                assert!(!solved, "{rows:?} {equation:?} {constant}");
                impossible += 1;
            } else {
                possible += usize::from(solved);
            }
        }
        assert!(impossible > 300 && possible > 300, "the test compares too little: {impossible}, {possible}");
    }

    #[test]
    fn too_large_is_not_impossible() {
        let mut system = System::new(1);
        system.at_least_zero(vec![i128::MIN], -1);
        system.at_least_zero(vec![i128::MIN + 1], -1);
        assert!(!system.refuted());
    }
}
