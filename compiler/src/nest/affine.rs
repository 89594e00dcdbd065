//! Affine algebra: polynomials over the symbols of a nest, and linear forms over its induction variables.
//!
//! In: literals, symbols, induction variables and `+ - *`. Out: a canonical form, or `None` where a
//! coefficient leaves `i64`. Invariant: no zero coefficient is stored, so equal values are equal forms.
//! The forms are exact integers; whether the program's own arithmetic agrees with them is a question for
//! the guard (`NoWrap`), never assumed here.

use std::collections::BTreeMap;

/// Index of a loop-invariant symbol in its nest.
pub type Sym = usize;
/// Index of a loop in its nest; 0 is the root.
pub type LoopId = usize;

/// A polynomial: coefficient of each monomial (its symbols, sorted).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poly(BTreeMap<Vec<Sym>, i64>);

impl Poly {
    /// A constant.
    pub fn constant(v: i64) -> Poly {
        let mut poly = Poly::default();
        if v != 0 {
            poly.0.insert(Vec::new(), v);
        }
        poly
    }

    /// One symbol.
    pub fn symbol(s: Sym) -> Poly {
        Poly(BTreeMap::from([(vec![s], 1)]))
    }

    /// The value, if it has no symbol.
    pub fn as_constant(&self) -> Option<i64> {
        match self.0.len() {
            0 => Some(0),
            1 => self.0.get(&Vec::new()).copied(),
            _ => None,
        }
    }

    /// Monomials and their coefficients.
    pub fn terms(&self) -> impl Iterator<Item = (&[Sym], i64)> {
        self.0.iter().map(|(m, &c)| (m.as_slice(), c))
    }

    /// Sum.
    pub fn add(&self, other: &Poly) -> Option<Poly> {
        let mut sum = self.clone();
        for (m, &c) in &other.0 {
            let entry = sum.0.entry(m.clone()).or_insert(0);
            *entry = entry.checked_add(c)?;
        }
        sum.0.retain(|_, c| *c != 0);
        Some(sum)
    }

    /// Product with a constant.
    pub fn scale(&self, k: i64) -> Option<Poly> {
        let mut product = Poly::default();
        for (m, &c) in &self.0 {
            if k != 0 {
                product.0.insert(m.clone(), c.checked_mul(k)?);
            }
        }
        Some(product)
    }

    /// Difference.
    pub fn sub(&self, other: &Poly) -> Option<Poly> {
        self.add(&other.scale(-1)?)
    }

    /// Product.
    pub fn mul(&self, other: &Poly) -> Option<Poly> {
        let mut product = Poly::default();
        for (a, &ca) in &self.0 {
            for (b, &cb) in &other.0 {
                let mut m = [a.as_slice(), b].concat();
                m.sort_unstable();
                let term = Poly(BTreeMap::from([(m, ca.checked_mul(cb)?)]));
                product = product.add(&term)?;
            }
        }
        Some(product)
    }

    /// Known to be at least 0, given that every symbol is.
    pub fn is_natural(&self) -> bool {
        self.0.values().all(|&c| c > 0)
    }

    /// The integer `m` with `self == m * other`, if there is one (`other` not 0).
    pub fn multiple_of(&self, other: &Poly) -> Option<i64> {
        let (monomial, divisor) = other.0.iter().next()?;
        let m = match self.0.get(monomial) {
            None => 0,
            // `None` also where the quotient leaves `i64`.
            Some(c) if c.checked_rem(*divisor)? == 0 => c.checked_div(*divisor)?,
            Some(_) => return None,
        };
        (other.scale(m)? == *self).then_some(m)
    }

    /// What is left of a product of symbols without those of another, if it has all of them (both sorted).
    pub fn quotient(product: &[Sym], by: &[Sym]) -> Option<Vec<Sym>> {
        let mut left = product.to_vec();
        for s in by {
            left.remove(left.iter().position(|x| x == s)?);
        }
        Some(left)
    }

    /// `p` and `u` with `self = by * p + u`, where no term of `u` has all symbols of `by`.
    pub fn split(&self, by: &[Sym]) -> (Poly, Poly) {
        let (mut p, mut u) = (Poly::default(), Poly::default());
        for (m, &c) in &self.0 {
            match Poly::quotient(m, by) {
                Some(left) => p.0.insert(left, c),
                None => u.0.insert(m.clone(), c),
            };
        }
        (p, u)
    }

    /// The value under an assignment of the symbols; `None` on overflow.
    pub fn eval(&self, symbols: &[i64]) -> Option<i64> {
        self.0.iter().try_fold(0i64, |sum, (m, &c)| {
            let product = m.iter().try_fold(c, |p, &s| p.checked_mul(symbols[s]))?;
            sum.checked_add(product)
        })
    }

    /// All symbols that occur.
    pub fn symbols(&self) -> impl Iterator<Item = Sym> {
        self.0.keys().flatten().copied()
    }
}

/// `sum of coefficient * iv, plus rest`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linear {
    coefficients: BTreeMap<LoopId, Poly>,
    /// What does not depend on an induction variable.
    pub rest: Poly,
}

impl Linear {
    /// A form without induction variables.
    pub fn invariant(rest: Poly) -> Linear {
        Linear { coefficients: BTreeMap::new(), rest }
    }

    /// One induction variable.
    pub fn iv(l: LoopId) -> Linear {
        Linear { coefficients: BTreeMap::from([(l, Poly::constant(1))]), rest: Poly::default() }
    }

    /// The coefficient of an induction variable.
    pub fn coefficient(&self, l: LoopId) -> Poly {
        self.coefficients.get(&l).cloned().unwrap_or_default()
    }

    /// The induction variables that occur, with their coefficients.
    pub fn ivs(&self) -> impl Iterator<Item = (LoopId, &Poly)> {
        self.coefficients.iter().map(|(&l, c)| (l, c))
    }

    /// Without induction variables?
    pub fn as_invariant(&self) -> Option<&Poly> {
        self.coefficients.is_empty().then_some(&self.rest)
    }

    /// Without the term of `l`.
    pub fn without(&self, l: LoopId) -> Linear {
        let mut form = self.clone();
        form.coefficients.remove(&l);
        form
    }

    /// Sum.
    pub fn add(&self, other: &Linear) -> Option<Linear> {
        let mut sum = self.clone();
        for (&l, c) in &other.coefficients {
            let total = sum.coefficient(l).add(c)?;
            sum.coefficients.insert(l, total);
        }
        sum.coefficients.retain(|_, c| *c != Poly::default());
        sum.rest = sum.rest.add(&other.rest)?;
        Some(sum)
    }

    /// Product with a polynomial.
    pub fn times(&self, k: &Poly) -> Option<Linear> {
        let mut product = Linear { coefficients: BTreeMap::new(), rest: self.rest.mul(k)? };
        for (&l, c) in &self.coefficients {
            let c = c.mul(k)?;
            if c != Poly::default() {
                product.coefficients.insert(l, c);
            }
        }
        Some(product)
    }

    /// Difference.
    pub fn sub(&self, other: &Linear) -> Option<Linear> {
        self.add(&other.times(&Poly::constant(-1))?)
    }

    /// Product, where one side has no induction variable.
    pub fn mul(&self, other: &Linear) -> Option<Linear> {
        match (self.as_invariant(), other.as_invariant()) {
            (Some(k), _) => other.times(k),
            (_, Some(k)) => self.times(k),
            _ => None,
        }
    }

    /// With `l` replaced by a form in other induction variables.
    pub fn substitute(&self, l: LoopId, by: &Linear) -> Option<Linear> {
        self.without(l).add(&by.times(&self.coefficient(l))?)
    }

    /// `p` and `u` with `self = by * p + u`, where no coefficient of `u` has all symbols of `by`.
    pub fn split(&self, by: &[Sym]) -> (Linear, Linear) {
        let (p, u) = self.rest.split(by);
        let (mut p, mut u) = (Linear::invariant(p), Linear::invariant(u));
        for (&l, c) in &self.coefficients {
            let (high, low) = c.split(by);
            for (part, c) in [(&mut p, high), (&mut u, low)] {
                if c != Poly::default() {
                    part.coefficients.insert(l, c);
                }
            }
        }
        (p, u)
    }

    /// The value under an assignment; `None` on overflow.
    pub fn eval(&self, ivs: &[i64], symbols: &[i64]) -> Option<i64> {
        self.coefficients.iter().try_fold(self.rest.eval(symbols)?, |sum, (&l, c)| {
            sum.checked_add(c.eval(symbols)?.checked_mul(ivs[l])?)
        })
    }

    /// All symbols that occur.
    pub fn symbols(&self) -> impl Iterator<Item = Sym> {
        self.coefficients.values().flat_map(Poly::symbols).chain(self.rest.symbols())
    }
}
