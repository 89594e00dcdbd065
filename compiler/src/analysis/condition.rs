//! Conditions of a guard, as data: emission turns them into code, the check evaluates them.

use crate::nest::affine::{Linear, LoopId, Poly, Sym};
use crate::nest::{Nest, Symbol, Within};

/// Least and greatest value: the least of the lows, the greatest of the highs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Candidates for the least value.
    pub lows: Vec<Poly>,
    /// Candidates for the greatest.
    pub highs: Vec<Poly>,
}

impl Span {
    /// One value.
    pub fn exactly(value: Poly) -> Span {
        Span { lows: vec![value.clone()], highs: vec![value] }
    }

    /// Least and greatest value under an assignment.
    pub fn eval(&self, symbols: &[i64]) -> Option<(i64, i64)> {
        let lows: Option<Vec<i64>> = self.lows.iter().map(|p| p.eval(symbols)).collect();
        let highs: Option<Vec<i64>> = self.highs.iter().map(|p| p.eval(symbols)).collect();
        Some((lows?.into_iter().min()?, highs?.into_iter().max()?))
    }

    /// All polynomials.
    pub fn polys(&self) -> impl Iterator<Item = &Poly> {
        self.lows.iter().chain(&self.highs)
    }
}

/// By how much the invariant parts of two subscripts differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Always by this.
    Exactly(Poly),
    /// By the difference of a value of the first and one of the second.
    Between(Span, Span),
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The root's bounds, computed exactly, are those that the head evaluated to.
    RootExact { lo: Poly, hi: Poly },
    /// The value is never below zero.
    Natural { span: Span },
    /// All values fit guard arithmetic. An index of the same value modulo 2^64 that passes a check against a
    /// length is then the same value.
    Exact {
        /// The values.
        span: Span,
    },
    /// All values lie in the type, and in guard arithmetic: they are what the program computes.
    NoWrap { span: Span, within: Within },
    /// The subscript stays within `0..len`, unless one of the loops around it is empty.
    InRange { span: Span, len: Sym, empty: Vec<(Poly, Poly)> },
    /// The loop runs to the length of the very row of the base that is accessed; always true.
    RowEnd { iv: LoopId, base: usize, row: Linear },
    /// One or the other: for an access under a condition that narrows its subscript.
    Either { whole: Box<Kind>, narrowed: Box<Kind> },
    /// Iterations are further apart than what the subscripts' other parts span.
    Stride { coefficient: Poly, gap: Gap, trip: Poly },
    /// Two subscripts never meet.
    Disjoint { a: Span, b: Span },
    /// The columns of two subscripts stay within one row: each two of them differ by less than its length.
    Rows { parts: Vec<(Span, Span, Poly)> },
}

/// A condition and how to say it.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What is asked.
    pub kind: Kind,
    /// For the report and the trace.
    pub text: String,
}

impl Kind {
    /// The answer under an assignment of the symbols: `None`, as in generated code, counts as no.
    pub fn eval(&self, symbols: &[i64], root: (i64, i64)) -> Option<bool> {
        Some(match self {
            Kind::RootExact { lo, hi } => (lo.eval(symbols)?, hi.eval(symbols)?) == root,
            Kind::Natural { span } => span.eval(symbols)?.0 >= 0,
            Kind::Exact { span } => span.eval(symbols).is_some(),
            Kind::NoWrap { span, within } => {
                let (low, high) = span.eval(symbols)?;
                holds(within, low) && holds(within, high)
            }
            Kind::InRange { span, len, empty } => {
                for (lo, hi) in empty {
                    if hi.eval(symbols)? <= lo.eval(symbols)? {
                        return Some(true);
                    }
                }
                let (low, high) = span.eval(symbols)?;
                low >= 0 && high < symbols[*len]
            }
            Kind::RowEnd { .. } => true,
            Kind::Either { whole, narrowed } => {
                whole.eval(symbols, root) == Some(true) || narrowed.eval(symbols, root) == Some(true)
            }
            Kind::Stride { coefficient, gap, trip } => {
                let (low, high) = match gap {
                    Gap::Exactly(p) => (p.eval(symbols)?, p.eval(symbols)?),
                    Gap::Between(a, b) => {
                        let (a, b) = (a.eval(symbols)?, b.eval(symbols)?);
                        (a.0.checked_sub(b.1)?, a.1.checked_sub(b.0)?)
                    }
                };
                apart(coefficient.eval(symbols)?, low, high, trip.eval(symbols)?)
            }
            Kind::Disjoint { a, b } => {
                let (a, b) = (a.eval(symbols)?, b.eval(symbols)?);
                a.1 < b.0 || b.1 < a.0
            }
            Kind::Rows { parts } => {
                for (a, b, row) in parts {
                    let (a, b, row) = (a.eval(symbols)?, b.eval(symbols)?, row.eval(symbols)?);
                    if a.1.checked_sub(b.0)?.max(b.1.checked_sub(a.0)?) >= row {
                        return Some(false);
                    }
                }
                true
            }
        })
    }
}

/// Is it a value of the type, on a machine of 64 bits?
pub fn holds(within: &Within, value: i64) -> bool {
    match within {
        Within::Usize => value >= 0,
        Within::Signed(name) => name != "i32" || i32::try_from(value).is_ok(),
        // Small values are in every type; that negative ones are not in all of them is another condition's matter.
        Within::Of(..) => i8::try_from(value).is_ok(),
    }
}

/// The test that the runtime makes for [`Kind::Stride`].
fn apart(c: i64, low: i64, high: i64, trip: i64) -> bool {
    let (c, low, high, trip) = (i128::from(c), i128::from(low), i128::from(high), i128::from(trip));
    if low == 0 && high == 0 {
        return c != 0 || trip <= 1;
    }
    let near = if low > 0 {
        low
    } else if high < 0 {
        -high
    } else {
        0
    };
    c.abs() > low.abs().max(high.abs())
        || (near > 0 && c.abs() * (trip - 1) < near)
        || (near > 0 && low == high && c != 0 && near % c.abs() != 0)
        || (near == 0 && trip <= 1)
}

/// May each of these be above each difference of the others, for sizes that are not tiny? No: the guard would only
/// cost. (No condition rests on the answer.)
pub fn is_above(these: &[Poly], highs: &[Poly], lows: &[Poly]) -> bool {
    let room = |this: &Poly, high: &Poly, low: &Poly| this.sub(&high.sub(low)?);
    these.iter().all(|this| {
        let mut all = highs.iter().flat_map(|high| lows.iter().map(move |low| (high, low)));
        all.all(|(high, low)| room(this, high, low).is_some_and(|room| may_be_positive(&room)))
    })
}

/// A positive term counts unless a negative one has all of its symbols, and more.
fn may_be_positive(room: &Poly) -> bool {
    if let Some(room) = room.as_constant() {
        return room > 0;
    }
    let outgrown =
        |m: &[Sym]| room.terms().any(|(n, c)| c < 0 && n.len() > m.len() && Poly::quotient(n, m).is_some());
    room.terms().any(|(m, c)| c > 0 && !m.is_empty() && !outgrown(m))
}

/// A polynomial in the user's names.
pub fn show(nest: &Nest, poly: &Poly) -> String {
    let mut text = String::new();
    // The constant, whose monomial is the least, comes last: `n - 1`.
    let (constant, others): (Vec<_>, Vec<_>) = poly.terms().partition(|(m, _)| m.is_empty());
    for (monomial, c) in others.into_iter().chain(constant) {
        let names: Vec<String> = monomial.iter().map(|&s| name(nest, s)).collect();
        let sign = match (text.is_empty(), c < 0) {
            (true, false) => "",
            (true, true) => "-",
            (false, false) => " + ",
            (false, true) => " - ",
        };
        let size = c.unsigned_abs();
        text += sign;
        text += &match (names.is_empty(), size) {
            (true, _) => size.to_string(),
            (false, 1) => names.join("*"),
            (false, _) => format!("{size}*{}", names.join("*")),
        };
    }
    if text.is_empty() { "0".into() } else { text }
}

fn name(nest: &Nest, s: Sym) -> String {
    match &nest.symbols[s] {
        Symbol::Scalar(i) => nest.scalars[*i].path.tokens.replace(' ', ""),
        Symbol::Len(b) => format!("{}.len()", nest.bases[*b].path.tokens.replace(' ', "")),
        Symbol::Extent(b, dim) => {
            format!("{}.extent({dim})", nest.bases[*b].path.tokens.replace(' ', ""))
        }
        Symbol::Inner(shape) => format!("{}.len()", nest.shape_text(*shape)),
        Symbol::RootTrip => "trips".into(),
        Symbol::RootStep => "step".into(),
        Symbol::PastLast { lo, end, step } => {
            format!("past(({}..{}).step_by({}))", show(nest, lo), show(nest, end), show(nest, step))
        }
        Symbol::Quotient { of, by } => {
            let text = show(nest, of);
            if text.contains(' ') { format!("({text})/{by}") } else { format!("{text}/{by}") }
        }
        Symbol::RootLo => "start".into(),
        Symbol::RootHi if nest.chain.is_some() => "items".into(),
        Symbol::RootHi => "end".into(),
    }
}

/// The least (or greatest) of several, in the user's names.
pub fn show_any(nest: &Nest, of: &[Poly], word: &str) -> String {
    match of {
        [one] => show(nest, one),
        all => format!("{word}({})", all.iter().map(|p| show(nest, p)).collect::<Vec<_>>().join(", ")),
    }
}
