//! Subscripts that are no linear form, but stay between two: `(i + 1) % n`, `(i + d).min(n - 1)`, `i & 1023`,
//! `(i as isize + d).clamp(0, w as isize - 1) as usize`.
//!
//! In: a subscript, or the value of a `let`. Out: forms of which the least is not above it and the greatest not below
//! it, in every iteration that comes to the access without a panic. Two things make that true of what the program
//! computes, and not only of exact integers:
//!
//! * an operand that becomes a bound must not wrap in its own type: [`Exact`], which the guard asks;
//! * the operator must be the one of integers. Of a method the type of its receiver is asked ([`super::Needs`]), and its
//!   arguments have the same; an operator is followed only where an operand is known to be `usize`.
//!
//! The other operand of `%`, `min`, `clamp`, .. may be anything.

use super::Leaf;
use super::affine::{Linear, Poly};
use super::build::{Builder, Local};
use super::place::single;
use proc_macro2::Ident;
use syn::{BinOp, Expr, Lit};

/// The greatest number that every integer type has.
const SMALL: i64 = i8::MAX as i64;
/// At most so many candidates for an end.
const MOST_ENDS: usize = 4;

/// The type in which a value must not wrap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// `usize`
    Usize,
    /// A signed type, as the user wrote it.
    Signed(Ident),
    /// The types of some exemplars, whose variables have this name.
    Of(Vec<super::ExId>, String),
}

/// A value that must lie in its type: not below the least of the first, nor above the greatest of the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact {
    /// Least values.
    pub lows: Vec<Linear>,
    /// Greatest values.
    pub highs: Vec<Linear>,
    /// The type.
    pub within: Within,
}

/// Between which forms a subscript stays.
#[derive(Clone, Debug)]
pub struct Reach {
    /// One of them is not above it.
    pub lows: Vec<Linear>,
    /// One of them is not below it.
    pub highs: Vec<Linear>,
    /// What must not wrap for this to be so.
    pub exact: Vec<Exact>,
}

/// What is known of a value. An end without a form is not known.
#[derive(Clone, Debug, Default)]
pub(super) struct Value {
    lows: Vec<Linear>,
    highs: Vec<Linear>,
    exact: Vec<Exact>,
    leaves: Vec<Leaf>,
    /// Its type, where that is known.
    within: Option<Within>,
    /// Is it the result of arithmetic, or of a cast, that may have wrapped?
    raw: bool,
    /// Does the text show an integer? If not, it is not asked to be one: of a float nothing is known.
    integral: bool,
}

/// What is known of the value of a `let`.
#[derive(Clone, Debug)]
pub(super) struct Bounded {
    usize: Option<Value>,
    other: Option<Value>,
    /// The same as the first value of a loop, and as its end.
    pub(super) low: super::ends::End,
    pub(super) high: super::ends::End,
}

impl Builder<'_> {
    /// Where a subscript that has no form stays, and the types that this rests on.
    pub(super) fn reach(&mut self, expr: &Expr) -> Option<(Reach, Vec<Leaf>)> {
        let Value { lows, highs, exact, leaves, within, .. } = self.bounded(expr, true)?;
        let known = !lows.is_empty() && !highs.is_empty() && within == Some(Within::Usize);
        known.then_some((Reach { lows, highs, exact }, leaves))
    }

    /// The same of the value of a `let`, if it is `usize` where it is used, and if it may be anything.
    pub(super) fn reach_of_let(&mut self, expr: &Expr) -> Option<Bounded> {
        let (low, high) = (self.end_of(expr, false), self.end_of(expr, true));
        let bounded =
            Bounded { usize: self.bounded(expr, true), other: self.bounded(expr, false), low, high };
        let is_end = bounded.low.form.is_some() || bounded.high.form.is_some();
        (bounded.usize.is_some() || bounded.other.is_some() || is_end).then_some(bounded)
    }

    /// `of_usize`: must the type be `usize`? Then a name is asked to be one.
    fn bounded(&mut self, expr: &Expr, of_usize: bool) -> Option<Value> {
        match expr {
            Expr::Paren(e) => return self.bounded(&e.expr, of_usize),
            Expr::Group(e) => return self.bounded(&e.expr, of_usize),
            _ => {}
        }
        if let Some(Local::Bounded(value)) = single(expr).and_then(|n| self.local(&n.to_string())) {
            return if of_usize { value.usize.clone() } else { value.other.clone() };
        }
        match expr {
            Expr::Lit(lit) => literal(lit, of_usize),
            Expr::Path(_) | Expr::Field(_) => self.named(expr, of_usize),
            Expr::Cast(c) => self.converted(c),
            Expr::Binary(b) => self.operator(b, of_usize),
            Expr::MethodCall(m) if m.method == "len" && m.args.is_empty() => {
                let (form, leaves) = self.form_and_leaves(expr)?;
                Some(Value::form(form, leaves, Some(Within::Usize)))
            }
            Expr::MethodCall(m) if m.turbofish.is_none() => self.limited(m, of_usize),
            _ => None,
        }
    }

    fn named(&mut self, expr: &Expr, of_usize: bool) -> Option<Value> {
        if of_usize {
            let (form, leaves) = self.form_and_leaves(expr)?;
            return Some(Value::form(form, leaves, Some(Within::Usize)));
        }
        let (form, leaves) = self.integer(expr)?;
        Some(Value::form(form, leaves, None))
    }

    /// `x as usize`, `x as isize`: of a form its value, if it fits.
    fn converted(&mut self, c: &syn::ExprCast) -> Option<Value> {
        let syn::Type::Path(ty) = &*c.ty else { return None };
        let name = ty.path.get_ident()?;
        let within = match name.to_string().as_str() {
            "usize" => Within::Usize,
            "isize" | "i64" | "i32" => Within::Signed(name.clone()),
            _ => return None,
        };
        // Only what needs no type to be asked, for the name may have any.
        let inner = self.bounded(&c.expr, false).map(Value::exact);
        let shown = |v: &Value| v.integral || single(&c.expr).is_some();
        let known = inner.filter(|v| !v.lows.is_empty() && !v.highs.is_empty() && shown(v));
        // Whatever it is cast from, it has this type.
        let value = known.unwrap_or_default();
        let raw = value.within.as_ref() != Some(&within);
        Some(Value { within: Some(within), raw, integral: true, ..value }.exact())
    }

    fn operator(&mut self, b: &syn::ExprBinary, of_usize: bool) -> Option<Value> {
        let (x, y) = (self.bounded(&b.left, of_usize), self.bounded(&b.right, of_usize));
        match b.op {
            BinOp::Add(_) => Value::join(&x?, &y?, |a, b| a.add(b), |a, b| a.add(b)),
            BinOp::Sub(_) => {
                let (x, y) = (x?, y?);
                let turned = Value { lows: y.highs.clone(), highs: y.lows.clone(), ..y };
                Value::join(&x, &turned, |a, b| a.sub(b), |a, b| a.sub(b))
            }
            BinOp::Mul(_) if of_usize => {
                let (x, y) = (x?, y?);
                let factor = y.factor().or_else(|| x.factor())?;
                let of = if y.factor().is_some() { &x } else { &y };
                let other = if y.factor().is_some() { &y } else { &x };
                let all = |ends: &[Linear]| ends.iter().map(|e| e.times(&factor)).collect::<Option<Vec<_>>>();
                Some(Value { lows: all(&of.lows)?, highs: all(&of.highs)?, ..of.clone().resting_on(other) })
            }
            // Any `usize % m` is below `m`, and any `usize & m` not above it.
            BinOp::Rem(_) if of_usize => {
                let (x, m) = (x?, y?.exact());
                let highs =
                    m.invariant_highs()?.iter().map(|m| m.sub(&constant(1))).collect::<Option<_>>()?;
                let bound = Value { lows: vec![constant(0)], highs, ..Value::default() };
                Some(bound.typed_as(&x).resting_on(&m))
            }
            BinOp::BitAnd(_) if of_usize => {
                let (x, y) = (x?, y?);
                let (mask, other) = if y.invariant_highs().is_some() { (y, x) } else { (x, y) };
                let mask = mask.exact();
                let highs = mask.invariant_highs()?;
                let bound = Value { lows: vec![constant(0)], highs, ..Value::default() };
                Some(bound.typed_as(&other).resting_on(&mask))
            }
            _ => None,
        }
    }

    /// Methods whose result stays near an argument. The type of the receiver is asked to be a number's, and has
    /// no part in the bound unless its own ends are known.
    fn limited(&mut self, m: &syn::ExprMethodCall, of_usize: bool) -> Option<Value> {
        let name = m.method.to_string();
        super::methods::needs(&name, m.args.len())?;
        let receiver = self.bounded(&m.receiver, of_usize).unwrap_or_default();
        let args: Vec<Value> = m.args.iter().map(|a| self.bounded(a, of_usize).unwrap_or_default()).collect();
        // All of one type.
        let within = std::iter::once(&receiver).chain(&args).find_map(|v| v.within.clone());
        let within = if of_usize { Some(Within::Usize) } else { within };
        let integral = receiver.integral || args.iter().any(|v| v.integral);
        let typed = |v: Value| Value { within: v.within.clone().or_else(|| within.clone()), ..v };
        let (x, args) =
            (typed(receiver).exact(), args.into_iter().map(|v| typed(v).exact()).collect::<Vec<_>>());
        let none = Value::default();
        let (low, high): (Vec<&Value>, Vec<&Value>) = match (name.as_str(), args.as_slice()) {
            ("min", [y]) => {
                (if of_usize { vec![&none] } else { vec![&x, y] }, vec![either(y, &x, |v| &v.highs)])
            }
            ("max", [y]) => (vec![either(y, &x, |v| &v.lows)], vec![&x, y]),
            ("clamp", [low, high]) => (vec![low], vec![high]),
            ("saturating_sub", [y]) if of_usize => return x.less(y),
            // Beside a number the greater of the two would say too little.
            ("abs_diff", [y]) if of_usize && !x.is_number() && !y.is_number() => (vec![&none], vec![&x, y]),
            ("rem_euclid", [n]) => return Value::below(n, within),
            _ => return None,
        };
        let mut value = Value { within, integral, ..Value::default() };
        value.lows = ends(&low, |v| &v.lows);
        value.highs = ends(&high, |v| &v.highs);
        // No `usize` is less.
        if of_usize && value.lows.is_empty() {
            value.lows.push(constant(0));
        }
        let used = low.into_iter().chain(high);
        used.fold(value, |value, of| value.resting_on(of)).checked()
    }
}

/// The ends of several, if all are known.
fn ends<'a>(of: &[&'a Value], which: impl Fn(&'a Value) -> &'a Vec<Linear>) -> Vec<Linear> {
    let all = of.iter().map(|v| which(v));
    if all.clone().any(Vec::is_empty) { Vec::new() } else { all.flatten().cloned().collect() }
}

/// The one whose end is known; of two the one that no iteration changes.
fn either<'a>(a: &'a Value, b: &'a Value, which: impl Fn(&'a Value) -> &'a Vec<Linear>) -> &'a Value {
    let fixed = |v| !which(v).is_empty() && which(v).iter().all(|e: &Linear| e.as_invariant().is_some());
    if which(a).is_empty() || fixed(b) && !fixed(a) { b } else { a }
}

fn constant(c: i64) -> Linear {
    Linear::invariant(Poly::constant(c))
}

fn literal(lit: &syn::ExprLit, of_usize: bool) -> Option<Value> {
    let Lit::Int(n) = &lit.lit else { return None };
    let within = match n.suffix() {
        "" => of_usize.then_some(Within::Usize),
        "usize" => Some(Within::Usize),
        _ => return None,
    };
    let value = Value::form(constant(n.base10_parse().ok()?), Vec::new(), within);
    Some(Value { integral: true, ..value })
}

impl Value {
    fn form(form: Linear, leaves: Vec<Leaf>, within: Option<Within>) -> Value {
        // A greater number may be too large for a type that is not known.
        let large = form.as_invariant().and_then(Poly::as_constant).is_some_and(|c| c > SMALL);
        let raw = !is_plain(&form) || within.is_none() && large;
        let integral = within.is_some();
        Value {
            lows: vec![form.clone()],
            highs: vec![form],
            exact: Vec::new(),
            leaves,
            within,
            raw,
            integral,
        }
    }

    /// That does not wrap, if it is to be a bound.
    fn exact(mut self) -> Value {
        if !self.raw {
            return self;
        }
        let unknown = Value { within: self.within.clone(), integral: self.integral, ..Value::default() };
        // With one end alone a sum may wrap past the other.
        if self.lows.is_empty() || self.highs.is_empty() {
            return unknown;
        }
        // Of a type that is not known, only a variable less a constant that is still natural surely lies in it.
        if self.within.is_none() && !self.lows.iter().chain(&self.highs).all(falls) {
            return unknown;
        }
        let within = self.within.clone().unwrap_or(Within::Usize);
        let exact = Exact { lows: self.lows.clone(), highs: self.highs.clone(), within };
        if !self.exact.contains(&exact) {
            self.exact.push(exact);
        }
        self.raw = false;
        self
    }

    /// A product with this value, if no iteration changes it and it is natural.
    fn factor(&self) -> Option<Poly> {
        match (self.lows.as_slice(), self.highs.as_slice()) {
            ([low], [high]) if low == high => low.as_invariant().filter(|p| p.is_natural()).cloned(),
            _ => None,
        }
    }

    fn is_number(&self) -> bool {
        self.highs.iter().all(|h| h.as_invariant().is_some_and(|h| h.as_constant().is_some()))
    }

    /// `self.saturating_sub(y)`
    fn less(&self, y: &Value) -> Option<Value> {
        let least = match y.lows.as_slice() {
            [low] => low.as_invariant().and_then(Poly::as_constant).filter(|c| *c >= 0),
            _ => None,
        };
        let mut highs = Vec::new();
        for high in &self.highs {
            highs.push(high.sub(&constant(least.unwrap_or(0)))?);
        }
        highs.extend((!highs.is_empty()).then(|| constant(0)));
        let value = Value { lows: vec![constant(0)], highs, within: Some(Within::Usize), ..Value::default() };
        value.resting_on(self).checked()
    }

    fn invariant_highs(&self) -> Option<Vec<Linear>> {
        let fixed = !self.highs.is_empty() && self.highs.iter().all(|h| h.as_invariant().is_some());
        fixed.then(|| self.highs.clone())
    }

    /// What `rem_euclid(n)` is below. The size of a negative `n` would count, so `n` must be natural.
    fn below(n: &Value, within: Option<Within>) -> Option<Value> {
        let highs = n.invariant_highs()?.iter().map(|n| n.sub(&constant(1))).collect::<Option<_>>()?;
        let known = n.lows.iter().all(|n| n.as_invariant().is_some()) && !n.lows.is_empty();
        known.then_some(())?;
        let natural = Exact { lows: n.lows.clone(), highs: n.highs.clone(), within: Within::Usize };
        let mut value = Value { lows: vec![constant(0)], highs, within, ..Value::default() };
        (value.exact, value.integral) = (vec![natural], n.integral);
        value.resting_on(n).checked()
    }

    fn typed_as(mut self, other: &Value) -> Value {
        self.within = other.within.clone();
        self.leaves.extend(other.leaves.iter().cloned());
        self
    }

    fn resting_on(mut self, other: &Value) -> Value {
        self.leaves.extend(other.leaves.iter().cloned());
        for exact in &other.exact {
            if !self.exact.contains(exact) {
                self.exact.push(exact.clone());
            }
        }
        self
    }

    fn checked(self) -> Option<Value> {
        (self.lows.len() <= MOST_ENDS && self.highs.len() <= MOST_ENDS).then_some(self)
    }

    fn join(
        x: &Value,
        y: &Value,
        low: impl Fn(&Linear, &Linear) -> Option<Linear>,
        high: impl Fn(&Linear, &Linear) -> Option<Linear>,
    ) -> Option<Value> {
        let all = |a: &[Linear], b: &[Linear], op: &dyn Fn(&Linear, &Linear) -> Option<Linear>| {
            a.iter()
                .flat_map(|a| b.iter().map(move |b| (a, b)))
                .map(|(a, b)| op(a, b))
                .collect::<Option<Vec<_>>>()
        };
        let within = x.within.clone().or_else(|| y.within.clone());
        let lows = all(&x.lows, &y.lows, &low)?;
        let highs = all(&x.highs, &y.highs, &high)?;
        let integral = x.integral || y.integral;
        let sum = Value { lows, highs, within, raw: true, integral, ..Value::default() };
        sum.resting_on(x).resting_on(y).checked()
    }
}

/// A variable, or a number: its value is what it is.
pub(super) fn is_plain(form: &Linear) -> bool {
    let ivs = form.ivs().map(|(_, c)| c.as_constant() == Some(1));
    let terms = form.rest.terms().map(|(m, c)| m.is_empty() && c >= 0 || m.len() == 1 && c == 1);
    let mut parts = ivs.chain(terms);
    parts.next().is_none_or(|plain| plain) && parts.next().is_none()
}

/// A variable, or one less a constant, or a constant: natural, it is in every type that the variable is in.
fn falls(form: &Linear) -> bool {
    let mut positive = 0;
    let unit = form.ivs().all(|(_, c)| {
        positive += 1;
        c.as_constant() == Some(1)
    });
    let terms = form.rest.terms().all(|(monomial, c)| match monomial {
        [] => c <= 0 || form.rest.as_constant().is_some_and(|c| c <= SMALL) && positive == 0,
        [_] => {
            positive += 1;
            c == 1
        }
        _ => false,
    });
    unit && terms && positive <= 1
}
