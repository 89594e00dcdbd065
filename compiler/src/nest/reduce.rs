//! Updates: statements that join a value to a variable whose old value is not used otherwise.
//!
//! In: an assignment or an `if`. Out: a hole with an [`Update`], or `None` for a statement that is none; it is
//! then read like any other. Whether the variable is a reduction of the loop is decided later, from all its
//! uses. Invariant: [`Update::spelling`] says how the user wrote it, so that a loop in order, and the model,
//! are the user's statement again.

use super::arith::bare;
use super::build::{Builder, Local};
use super::place::single;
use super::several::Joined;
use super::terminal::is_accumulator;
use super::{ExId, Hole, LoopId, Path, methods};
use crate::diag::Place;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{BinOp, Expr, Stmt, UnOp};

/// What joins two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReductionOp {
    /// `+` and `-`
    Sum,
    /// `*`
    Product,
    /// The least or the greatest.
    Extreme(Rule),
    /// `&` and `&&`
    And,
    /// `|` and `||`
    Or,
    /// `^`
    Xor,
    /// `wrapping_add` and `wrapping_sub`
    Wrap,
    /// `wrapping_mul`
    WrapProduct,
}

/// Which of two values a minimum or maximum keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// The greater one?
    pub max: bool,
    /// Of equal ones, the later one?
    pub last: bool,
    /// Does a number replace NaN in the variable? So it is with `max`, and not with `>`.
    pub number: bool,
}

impl ReductionOp {
    /// As the user calls it.
    pub fn name(self) -> &'static str {
        match self {
            ReductionOp::Sum => "+",
            ReductionOp::Product => "*",
            ReductionOp::Extreme(Rule { max: true, .. }) => "max",
            ReductionOp::Extreme(_) => "min",
            ReductionOp::And => "&",
            ReductionOp::Or => "|",
            ReductionOp::Xor => "^",
            ReductionOp::Wrap => "wrapping +",
            ReductionOp::WrapProduct => "wrapping *",
        }
    }
}

/// How an update is written. `flipped`: the variable is the right operand, or the second argument.
#[derive(Clone, Debug)]
pub enum Spelling {
    /// `s += x`
    Compound(BinOp),
    /// What `sum` or `product` of core's does with the next item: for a type of the user's there may be no `+=`.
    /// The exemplar is the variable's.
    Item { ex: ExId, product: bool },
    /// `s = s + x`. Kept apart, because a type may have `+` and not `+=`.
    Long { op: BinOp, flipped: bool },
    /// `m = m.max(x)`
    Method { name: Ident, flipped: bool },
    /// `m = f64::max(m, x)`
    Function { path: Expr, flipped: bool },
    /// `if x > m { m = x; }`, with what else is set.
    If { op: BinOp, flipped: bool },
    /// `m = if x > m { x } else { m }`
    Choice { op: BinOp, flipped: bool },
}

/// One update.
#[derive(Clone, Debug)]
pub struct Update {
    /// The variable.
    pub scalar: usize,
    /// The operator.
    pub op: ReductionOp,
    /// `-` instead of `+`?
    pub minus: bool,
    /// Is the value computed only where it decides, as on the right of `&&`?
    pub lazy: bool,
    /// How it is written.
    pub spelling: Spelling,
    /// The value, with holes.
    pub term: Expr,
    /// What is set together with the variable: `at = i` in `if x > m { m = x; at = i; }`.
    pub with: Vec<(usize, Expr)>,
    /// The update of the same statement whose term comes before.
    pub earlier: Option<usize>,
    /// Is the statement spelled by a later one?
    pub is_part: bool,
    /// Innermost loop around it.
    pub within: LoopId,
    /// Exemplar of the value in `s += x` and `m = x.max(m)`, of the function in `m = f64::max(m, x)`.
    pub ex: Option<ExId>,
    /// Where it is.
    pub place: Place,
    /// Where its operator's first operand is.
    pub at: proc_macro2::Span,
}

/// What is found in a statement, before its parts are read.
struct Found<'a> {
    left: &'a Expr,
    path: Path,
    op: ReductionOp,
    minus: bool,
    lazy: bool,
    spelling: Spelling,
    term: Expr,
    with: Vec<(&'a Expr, &'a Expr)>,
    part: (Option<usize>, bool),
}

impl<'a> Found<'a> {
    /// An update of the place alone, in a statement of its own.
    fn new(left: &'a Expr, path: Path, op: ReductionOp, spelling: Spelling, term: Expr) -> Found<'a> {
        let (minus, lazy, with, part) = (false, false, Vec::new(), (None, false));
        Found { left, path, op, minus, lazy, spelling, term, with, part }
    }
}

// One method for each kind of statement.
impl Builder<'_> {
    /// `s = ..`
    pub(super) fn update_by_assignment(&mut self, a: &syn::ExprAssign) -> Option<Expr> {
        let path = self.variable(&a.left)?;
        let found = self.long(&a.left, &path, bare(&a.right));
        let found = found.or_else(|| self.method_form(&a.left, &path, bare(&a.right)));
        let found = found.or_else(|| self.function_form(&a.left, &path, bare(&a.right)));
        let found = found.or_else(|| self.choice(&a.left, &path, bare(&a.right)));
        let Some(found) = found else {
            return self.several(a, &path).or_else(|| self.updates_in_branches(a, &path));
        };
        self.update(found, Place::of(a), crate::diag::span_of(&a.right).0)
    }

    /// One of several terms of `s = s + a + b`.
    pub(super) fn part(
        &mut self,
        a: &syn::ExprAssign,
        path: &Path,
        op: ReductionOp,
        joined: &Joined<'_>,
        part: (Option<usize>, bool),
    ) -> Option<Expr> {
        let spelling = Spelling::Long { op: joined.op, flipped: joined.flipped };
        let minus = matches!(joined.op, BinOp::Sub(_));
        let found = Found::new(&a.left, path.clone(), op, spelling, joined.term.clone());
        let found = Found { minus, part, ..found };
        self.update(found, Place::of(a), crate::diag::span_of(&a.right).0)
    }

    /// `s += x` and the like.
    pub(super) fn update_by_operator(&mut self, b: &syn::ExprBinary) -> Option<Expr> {
        let (op, minus) = match b.op {
            BinOp::AddAssign(_) => (ReductionOp::Sum, false),
            BinOp::SubAssign(_) => (ReductionOp::Sum, true),
            BinOp::MulAssign(_) => (ReductionOp::Product, false),
            BinOp::BitAndAssign(_) => (ReductionOp::And, false),
            BinOp::BitOrAssign(_) => (ReductionOp::Or, false),
            BinOp::BitXorAssign(_) => (ReductionOp::Xor, false),
            _ => return None,
        };
        let path = self.variable(&b.left)?;
        let spelling = match single(&b.left).is_some_and(is_accumulator) {
            true => Spelling::Item { ex: 0, product: op == ReductionOp::Product },
            false => Spelling::Compound(b.op),
        };
        let found = Found::new(&b.left, path, op, spelling, (*b.right).clone());
        let found = Found { minus, ..found };
        self.update(found, Place::of(b), crate::diag::span_of(b).0)
    }

    /// `if x > m { m = x; .. }`, and `if c && x > m { .. }`.
    pub(super) fn update_by_condition(&mut self, i: &syn::ExprIf) -> Option<Expr> {
        if i.else_branch.is_some() {
            return None;
        }
        self.place_of_extreme(i);
        // The comparison must be what is asked last, or it would decide whether the rest is computed.
        let (first, last) = match bare(&i.cond) {
            Expr::Binary(b) if matches!(b.op, BinOp::And(_)) => (Some(b), bare(&b.right)),
            other => (None, other),
        };
        let found = self.if_form(last, &i.then_branch)?;
        if self.is_private(&found.path) {
            return None;
        }
        let at = crate::diag::span_of(i).0;
        let Some(first) = first else { return self.update(found, Place::of(i), at) };
        self.work(1);
        let mut out = i.clone();
        // What `if let .. && x > m` binds is bound in the branch alone.
        let depth = self.scope.len();
        *out.cond = self.value(&first.left);
        let narrowed = self.narrow.len();
        let about_domain = self.conditional_on(&first.left);
        self.narrow_by(&first.left, false);
        let update = self.update(found, Place::of(i), at);
        self.scope.truncate(depth);
        self.narrow.truncate(narrowed);
        self.no_longer(about_domain);
        out.then_branch.stmts = vec![Stmt::Expr(update?, None)];
        Some(Expr::If(out))
    }

    /// `if a[i] < a[least] { least = i; }`: remembers the elements.
    fn place_of_extreme(&mut self, i: &syn::ExprIf) {
        let [Stmt::Expr(Expr::Assign(a), _)] = i.then_branch.stmts.as_slice() else { return };
        let Expr::Binary(b) = bare(&i.cond) else { return };
        let Some(path) = rule(b.op, false).and_then(|_| self.variable(&a.left)) else { return };
        let by = |e: &Expr| matches!(bare(e), Expr::Index(x) if self.is(&x.index, &path));
        let (element, other) = match (by(&b.left), by(&b.right)) {
            (true, false) => (&b.left, &b.right),
            (false, true) => (&b.right, &b.left),
            _ => return,
        };
        let found = (Place::of(element).text, Place::of(other).text);
        let s = self.scalar(&a.left, path);
        self.nest.scalars[s].uses.element.get_or_insert(found);
    }

    /// A variable from before the loop, or a field of one. A closure may run any number of times in an iteration.
    fn variable(&self, left: &Expr) -> Option<Path> {
        if self.in_closure() { None } else { self.path(left) }
    }

    /// Has the iteration given it a value of its own already?
    pub(super) fn is_private(&self, path: &Path) -> bool {
        self.nest.scalars.iter().position(|s| s.path == *path).is_some_and(|s| self.assigned.contains(&s))
    }

    pub(super) fn is(&self, expr: &Expr, path: &Path) -> bool {
        self.path(expr).is_some_and(|p| p == *path)
    }
}

// The forms of the right side.
impl Builder<'_> {
    fn long<'a>(&self, left: &'a Expr, path: &Path, right: &'a Expr) -> Option<Found<'a>> {
        let Expr::Binary(b) = right else { return None };
        if matches!(b.op, BinOp::And(_) | BinOp::Or(_))
            && let Some(term) = self.decided_first(b, path)
        {
            let op = if matches!(b.op, BinOp::And(_)) { ReductionOp::And } else { ReductionOp::Or };
            let spelling = Spelling::Long { op: b.op, flipped: false };
            let found = Found::new(left, path.clone(), op, spelling, term);
            return Some(Found { lazy: true, ..found });
        }
        let op = match b.op {
            BinOp::Add(_) | BinOp::Sub(_) => ReductionOp::Sum,
            BinOp::Mul(_) => ReductionOp::Product,
            BinOp::BitAnd(_) | BinOp::And(_) => ReductionOp::And,
            BinOp::BitOr(_) | BinOp::Or(_) => ReductionOp::Or,
            BinOp::BitXor(_) => ReductionOp::Xor,
            _ => return None,
        };
        let minus = matches!(b.op, BinOp::Sub(_));
        let (term, flipped) = match (self.is(&b.left, path), self.is(&b.right, path)) {
            (true, false) => (&*b.right, false),
            (false, true) if !minus => (&*b.left, true),
            _ => return None,
        };
        let spelling = Spelling::Long { op: b.op, flipped };
        let found = Found::new(left, path.clone(), op, spelling, term.clone());
        Some(Found { minus, ..found })
    }

    /// `x && y` of `b && x && y`, which is `(b && x) && y`. No type has another `&&`.
    fn decided_first(&self, b: &syn::ExprBinary, path: &Path) -> Option<Expr> {
        if self.is(&b.left, path) {
            return Some((*b.right).clone());
        }
        let Expr::Binary(left) = bare(&b.left) else { return None };
        if std::mem::discriminant(&left.op) != std::mem::discriminant(&b.op) {
            return None;
        }
        let first = self.decided_first(left, path)?;
        Some(Expr::Binary(syn::ExprBinary { left: Box::new(first), ..b.clone() }))
    }

    fn method_form<'a>(&self, left: &'a Expr, path: &Path, right: &'a Expr) -> Option<Found<'a>> {
        let Expr::MethodCall(m) = right else { return None };
        if m.args.len() != 1 || m.turbofish.is_some() || !m.attrs.is_empty() {
            return None;
        }
        let (term, flipped) = self.other(&m.receiver, m.args.first()?, path)?;
        let spelling = Spelling::Method { name: m.method.clone(), flipped };
        if let Some((op, minus)) = wrapping(&m.method) {
            let found = Found::new(left, path.clone(), op, spelling, term.clone());
            return (!(minus && flipped)).then_some(Found { minus, ..found });
        }
        let max = max_or_min(&m.method)?;
        Some(extreme(left, path.clone(), Rule { max, last: flipped, number: true }, spelling, term))
    }

    fn function_form<'a>(&self, left: &'a Expr, path: &Path, right: &'a Expr) -> Option<Found<'a>> {
        let Expr::Call(c) = right else { return None };
        let Expr::Path(f) = &*c.func else { return None };
        let max = max_or_min(&f.path.segments.last()?.ident)?;
        let plain = f.qself.is_none() && f.path.segments.iter().all(|s| s.arguments.is_none());
        // A single name is taken for a function only where the loop's function binds no such variable.
        let known = f
            .path
            .get_ident()
            .is_none_or(|name| self.local(&name.to_string()).is_none() && !self.visible.is_bound(name));
        if !plain || !known || c.args.len() != 2 {
            return None;
        }
        let (term, flipped) = self.other(&c.args[0], &c.args[1], path)?;
        let spelling = Spelling::Function { path: (*c.func).clone(), flipped };
        Some(extreme(left, path.clone(), Rule { max, last: flipped, number: true }, spelling, term))
    }

    /// `if x > m { x } else { m }`. With the branches exchanged NaN would replace the value.
    fn choice<'a>(&mut self, left: &'a Expr, path: &Path, right: &'a Expr) -> Option<Found<'a>> {
        let Expr::If(i) = right else { return None };
        let (_, other) = i.else_branch.as_ref()?;
        let (then, other) = (only(&i.then_branch)?, block_value(other)?);
        let (op, term, flipped) = self.comparison(&i.cond, path)?;
        if self.is(then, path) && same(other, term) {
            self.unproven(path, left, right);
            return None;
        }
        if !self.is(other, path) || !same(then, term) || !self.is_pure(term) {
            return None;
        }
        let spelling = Spelling::Choice { op, flipped };
        Some(extreme(left, path.clone(), rule(op, flipped)?, spelling, term))
    }

    fn if_form<'a>(&mut self, cond: &'a Expr, then: &'a syn::Block) -> Option<Found<'a>> {
        let mut sets = Vec::new();
        for stmt in &then.stmts {
            let Stmt::Expr(Expr::Assign(a), _) = stmt else { return None };
            sets.push((&*a.left, &*a.right, self.variable(&a.left)?));
        }
        let (not, cond) = match cond {
            Expr::Unary(u) if matches!(u.op, UnOp::Not(_)) => (true, bare(&u.expr)),
            other => (false, other),
        };
        let hit = sets.iter().position(|(_, _, path)| self.comparison(cond, path).is_some())?;
        let (left, value, path) = sets.remove(hit);
        let (op, term, flipped) = self.comparison(cond, &path)?;
        if !same(value, term) || !self.is_pure(term) {
            return None;
        }
        if not {
            self.unproven(&path, left, cond);
            return None;
        }
        let distinct = |(n, (_, _, p)): (usize, &(_, _, Path))| {
            *p != path && !self.is_private(p) && sets[..n].iter().all(|(_, _, q)| q != p)
        };
        if !sets.iter().enumerate().all(distinct) {
            return None;
        }
        let mut found = extreme(left, path, rule(op, flipped)?, Spelling::If { op, flipped }, term);
        found.with = sets.into_iter().map(|(at, value, _)| (at, value)).collect();
        Some(found)
    }

    /// The operand that is not the variable; true if it stands first.
    fn other<'a>(&self, a: &'a Expr, b: &'a Expr, path: &Path) -> Option<(&'a Expr, bool)> {
        match (self.is(a, path), self.is(b, path)) {
            (true, false) => Some((b, false)),
            (false, true) => Some((a, true)),
            _ => None,
        }
    }

    /// `x > m`, or (flipped: the variable is the left operand) `m < x`.
    fn comparison<'a>(&self, cond: &'a Expr, path: &Path) -> Option<(BinOp, &'a Expr, bool)> {
        let Expr::Binary(b) = bare(cond) else { return None };
        let (term, first) = self.other(&b.left, &b.right, path)?;
        rule(b.op, !first).map(|_| (b.op, term, !first))
    }

    /// Remembers that this would be a minimum or maximum if there were no NaN.
    fn unproven(&mut self, path: &Path, left: &Expr, whole: &Expr) {
        let s = self.scalar(left, path.clone());
        self.nest.scalars[s].uses.nan.get_or_insert_with(|| Place::of(whole));
    }

    /// Reads the parts of an update whose old value comes from before the iteration.
    fn update(&mut self, found: Found<'_>, place: Place, at: proc_macro2::Span) -> Option<Expr> {
        let Found { left, path, op, minus, lazy, spelling, term, with, part: (earlier, is_part) } = found;
        if self.is_private(&path) {
            return None;
        }
        self.check_set(&path, left);
        let scalar = self.scalar(left, path);
        self.foreign(left);
        self.work(1);
        // An argument of an operator that is the variable's own would be found by the term as a read.
        // Where it becomes an argument, rustc would find the user's parentheses too many; an operator gets ours.
        let term = bare(&term);
        let term = if op == ReductionOp::Sum { self.term(term) } else { self.value(term) };
        let with: Vec<(usize, Expr)> = with.into_iter().map(|(at, value)| self.set_with(at, value)).collect();
        // The value of `m.max(x)` and of `m = x` has the type of `m`.
        let ex = match spelling {
            Spelling::Method { flipped: false, .. } | Spelling::If { .. } | Spelling::Choice { .. } => None,
            _ => Some(self.exemplar()),
        };
        let spelling = match spelling {
            Spelling::Item { product, .. } => Spelling::Item { ex: self.nest.scalars[scalar].ex, product },
            other => other,
        };
        let within = self.within;
        let id = self.nest.updates.len();
        let uses = &mut self.nest.scalars[scalar].uses;
        uses.updates.push(id);
        uses.updated_in.insert(within);
        for (set, _) in &with {
            self.nest.scalars[*set].uses.set_with.push(id);
        }
        self.nest.updates.push(Update {
            scalar,
            op,
            minus,
            lazy,
            spelling,
            term,
            with,
            earlier,
            is_part,
            within,
            ex,
            place,
            at,
        });
        Some(self.hole(Hole::Update(id)))
    }

    fn set_with(&mut self, at: &Expr, value: &Expr) -> (usize, Expr) {
        self.conditions += 1;
        let value = self.value(value);
        self.conditions -= 1;
        let path = self.variable(at).expect("looked at before");
        self.check_set(&path, at);
        self.foreign(at);
        (self.scalar(at, path), value)
    }
}

fn extreme<'a>(left: &'a Expr, path: Path, rule: Rule, spelling: Spelling, term: &'a Expr) -> Found<'a> {
    Found::new(left, path, ReductionOp::Extreme(rule), spelling, term.clone())
}

/// The rule of `x op m`, or flipped of `m op x`.
fn rule(op: BinOp, flipped: bool) -> Option<Rule> {
    let (greater, last) = match op {
        BinOp::Gt(_) => (true, false),
        BinOp::Ge(_) => (true, true),
        BinOp::Lt(_) => (false, false),
        BinOp::Le(_) => (false, true),
        _ => return None,
    };
    Some(Rule { max: greater != flipped, last, number: false })
}

/// The operator of a method that wraps around, and whether it subtracts.
fn wrapping(name: &Ident) -> Option<(ReductionOp, bool)> {
    match name.to_string().as_str() {
        "wrapping_add" => Some((ReductionOp::Wrap, false)),
        "wrapping_sub" => Some((ReductionOp::Wrap, true)),
        "wrapping_mul" => Some((ReductionOp::WrapProduct, false)),
        _ => None,
    }
}

fn max_or_min(name: &Ident) -> Option<bool> {
    match name.to_string().as_str() {
        "max" => Some(true),
        "min" => Some(false),
        _ => None,
    }
}

/// The value of a block that is nothing else.
fn only(block: &syn::Block) -> Option<&Expr> {
    match block.stmts.as_slice() {
        [Stmt::Expr(value, None)] => Some(value),
        _ => None,
    }
}

fn block_value(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Block(b) if b.label.is_none() && b.attrs.is_empty() => only(&b.block),
        _ => None,
    }
}

/// Written alike? Names of one text are one name: a loop with two syntax contexts is not read.
fn same(a: &Expr, b: &Expr) -> bool {
    bare(a).to_token_stream().to_string() == bare(b).to_token_stream().to_string()
}

impl Builder<'_> {
    /// May it be evaluated once instead of twice? Every part that rustc does not confirm to be a primitive's own
    /// makes the loop run as written.
    fn is_pure(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Lit(_) | Expr::Path(_) => true,
            Expr::Paren(p) => self.is_pure(&p.expr),
            Expr::Group(g) => self.is_pure(&g.expr),
            Expr::Field(f) => self.is_pure(&f.base),
            Expr::Index(i) => self.is_pure(&i.expr) && self.is_pure(&i.index),
            Expr::Cast(c) => self.is_pure(&c.expr),
            // The items of a chain are references, if anything.
            Expr::Unary(u) if matches!(u.op, UnOp::Deref(_)) => {
                single(&u.expr).is_some_and(|name| matches!(self.local(&name.to_string()), Some(Local::Item)))
            }
            Expr::Unary(u) => self.is_pure(&u.expr),
            Expr::Binary(b) => {
                !super::scan::is_assign(&b.op) && self.is_pure(&b.left) && self.is_pure(&b.right)
            }
            Expr::MethodCall(m) => {
                let known =
                    methods::needs(&m.method.to_string(), m.args.len()).is_some() && m.turbofish.is_none();
                known && self.is_pure(&m.receiver) && m.args.iter().all(|a| self.is_pure(a))
            }
            _ => false,
        }
    }
}
