//! Counters: variables of the body whose value is known at a point, and the `while` loops that they count.

use super::affine::{Linear, Poly};
use super::build::{Builder, Local};
use super::control::{Target, exits_early};
use super::place::single;
use super::scan::is_assign;
use super::{Hole, Leaf};
use crate::diag::Place;
use crate::walk::{self, Visit};
use syn::{BinOp, Expr, Stmt};

impl Builder<'_> {
    /// The values of variables that a body assigns are not known from its second run on.
    pub(super) fn forget_assigned_in(&mut self, body: &syn::Block) {
        let mut assigned = Assigned::default();
        assigned.visit_block(body);
        self.forget(&assigned.0);
    }

    pub(super) fn forget_assigned_in_expr(&mut self, body: &Expr) {
        let mut assigned = Assigned::default();
        assigned.visit_expr(body);
        self.forget(&assigned.0);
    }

    pub(super) fn forget(&mut self, names: &[String]) {
        for (name, local) in &mut self.scope {
            if let Local::Counter(form) = local
                && names.contains(name)
            {
                *form = None;
            }
        }
    }

    /// `while j < end { ..; j += k; }` over a counter of the body whose first value is known: its values
    /// are those of a range. The statement stays as it is.
    pub(super) fn counted_while(&mut self, w: &syn::ExprWhile) -> Option<Expr> {
        let Expr::Binary(condition) = &*w.cond else { return None };
        let inclusive = match condition.op {
            BinOp::Lt(_) => false,
            BinOp::Le(_) => true,
            _ => return None,
        };
        let name = single(&condition.left)?.clone();
        let Some(Local::Counter(Some((lo, leaves)))) = self.local(&name.to_string()) else { return None };
        let (lo, leaves) = (lo.clone(), leaves.clone());
        let step = is_counted(&name.to_string(), &w.body)?;
        self.forget_assigned_in(&w.body);
        let (end, under) = self.form_and_leaves(&condition.right)?;
        let is_any = [&lo, &end].into_iter().all(|form| self.nest.divides_in_any_type(form));
        let is_plain = [&lo, &end].into_iter().all(|form| self.is_plain(form));
        let hi = end.add(&Linear::invariant(Poly::constant(i64::from(inclusive))))?;
        let leaves = leaves.into_iter().chain(under).collect();
        // A counter that is cast may be of another type; then also the value after the last must not wrap in it.
        let is_usize = !super::ends::casts_any(&w.body);
        if !is_usize && !is_any {
            return None;
        }
        let past = hi.add(&Linear::invariant(Poly::constant(step - 1)))?;
        match is_usize {
            true => self.nest.leaves.extend(leaves),
            false => self.nest.leaves.extend(super::ends::cast(leaves)),
        }
        let mut out = w.clone();
        *out.cond = self.value(&w.cond);
        let (outer, before) = (self.within, self.assigned.clone());
        let id = self.push_opaque(Place::of(&w.cond));
        let number = crate::loops::number(&w.attrs);
        let ex = self.exemplar();
        let lp = &mut self.nest.loops[id];
        (lp.ex, lp.is_typed) = (ex, !is_usize && !is_plain);
        (lp.lo, lp.hi, lp.inclusive, lp.iv, lp.id) =
            (Some(lo), Some(hi), inclusive, Some(name.clone()), number);
        let leaf = match is_usize {
            true => Leaf::IvUsize(id),
            false => {
                self.within = outer;
                let leaf = self.cast_of(past, vec![ex], Place::of(&w.cond));
                self.within = id;
                self.nest.leaves.insert(Leaf::IvCast(id));
                leaf
            }
        };
        self.nest.leaves.insert(leaf);
        let (conditions, unlikely) = (self.conditions, self.unlikely);
        self.conditions += usize::from(exits_early(&w.body));
        self.targets.push(Target::of(w.label.as_ref(), false));
        let depth = self.scope.len();
        self.name(name.to_string(), Local::Iv(id));
        out.body = self.block(&w.body);
        let tie = self.hole(Hole::Tie(id));
        out.body.stmts.insert(0, Stmt::Expr(tie, None));
        self.scope.truncate(depth);
        self.targets.pop();
        (self.conditions, self.unlikely) = (conditions, unlikely);
        (self.within, self.assigned) = (outer, before);
        self.forget_assigned_in(&w.body);
        Some(Expr::While(out))
    }
}

/// Is `name` assigned by the last statement alone, a `+=` of a small number?
pub(super) fn is_counted(name: &str, body: &syn::Block) -> Option<i64> {
    let (last, before) = body.stmts.split_last()?;
    let step = increment(name, last)?;
    let mut assigned = Assigned::default();
    before.iter().for_each(|s| assigned.visit_stmt(s));
    let mut bound = Rebound(name, false);
    before.iter().for_each(|s| bound.visit_stmt(s));
    (!assigned.0.iter().any(|n| n == name) && !bound.1).then_some(step)
}

/// `name += 2`, `name = name + 2`
fn increment(name: &str, stmt: &Stmt) -> Option<i64> {
    let Stmt::Expr(expr, _) = stmt else { return None };
    let is_name = |e: &Expr| single(e).is_some_and(|n| n == name);
    let amount = match expr {
        Expr::Binary(b) if matches!(b.op, BinOp::AddAssign(_)) && is_name(&b.left) => &*b.right,
        Expr::Assign(a) if is_name(&a.left) => match &*a.right {
            Expr::Binary(b) if matches!(b.op, BinOp::Add(_)) && is_name(&b.left) => &*b.right,
            _ => return None,
        },
        _ => return None,
    };
    let Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) = amount else { return None };
    n.base10_parse::<i32>().ok().filter(|n| *n > 0).map(i64::from)
}

/// The names that are assigned or borrowed mutably.
#[derive(Default)]
pub(super) struct Assigned(pub(super) Vec<String>);

impl<'ast> Visit<'ast> for Assigned {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(a) => self.target(&a.left),
            Expr::Binary(b) if is_assign(&b.op) => self.target(&b.left),
            Expr::Reference(r) if r.mutability.is_some() => self.target(&r.expr),
            // A method may change its receiver.
            Expr::MethodCall(m) => self.target(&m.receiver),
            // What a macro does to the names in it is not known here.
            Expr::Macro(m) => self.tokens(m.mac.tokens.clone()),
            _ => {}
        }
        walk::visit_expr(self, expr);
    }
    fn visit_stmt_macro(&mut self, m: &'ast syn::StmtMacro) {
        self.tokens(m.mac.tokens.clone());
    }
}

impl Assigned {
    fn target(&mut self, expr: &Expr) {
        match expr {
            Expr::Tuple(t) => t.elems.iter().for_each(|e| self.target(e)),
            Expr::Array(a) => a.elems.iter().for_each(|e| self.target(e)),
            _ => self.0.extend(single(expr).map(ToString::to_string)),
        }
    }
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(g) => self.tokens(g.stream()),
                proc_macro2::TokenTree::Ident(name) => self.0.push(name.to_string()),
                _ => {}
            }
        }
    }
}

/// Is the name bound again?
struct Rebound<'a>(&'a str, bool);

impl<'ast> Visit<'ast> for Rebound<'_> {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.1 |= p.ident == self.0;
    }
}

/// A root loop `while i < end { ..; i += k; }`, or the same as a `loop`, over a counter bound before it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The counter.
    pub counter: proc_macro2::Ident,
    /// Its end.
    pub bound: Expr,
    /// Does the end belong to it?
    pub inclusive: bool,
    /// What is added to the counter.
    pub step: usize,
    /// The same values as a `for` loop over the body without the increment.
    pub head: syn::ExprForLoop,
}

/// Reads a `while` or a `loop` as a loop over a counter.
pub fn counted(expr: &Expr) -> Option<Counted> {
    let (condition, body, label, token, attrs) = match expr {
        Expr::While(w) => {
            let condition = less(&w.cond, false)?;
            (condition, w.body.clone(), w.label.clone(), w.while_token.span, w.attrs.clone())
        }
        Expr::Loop(l) => {
            // `loop { if i >= end { break; } .. }`
            let (Stmt::Expr(Expr::If(first), _), rest) = l.body.stmts.split_first()? else { return None };
            let [Stmt::Expr(Expr::Break(b), _)] = first.then_branch.stmts.as_slice() else { return None };
            if b.label.is_some() || b.expr.is_some() || first.else_branch.is_some() {
                return None;
            }
            let body = syn::Block { brace_token: l.body.brace_token, stmts: rest.to_vec() };
            (less(&first.cond, true)?, body, l.label.clone(), l.loop_token.span, l.attrs.clone())
        }
        _ => return None,
    };
    let (left, right, inclusive) = condition;
    let counter = single(&left)?.clone();
    let step = usize::try_from(is_counted(&counter.to_string(), &body)?).ok()?;
    let mut body = body;
    body.stmts.pop();
    // A jump to the next iteration would pass the increment by.
    if super::control::continues(&body, label.as_ref()) || !is_fixed(&right, &body) {
        return None;
    }
    let limits = if inclusive {
        syn::RangeLimits::Closed(Default::default())
    } else {
        syn::RangeLimits::HalfOpen(Default::default())
    };
    let range: Expr = syn::parse_quote!((#counter #limits #right));
    let step_tokens = proc_macro2::Literal::usize_unsuffixed(step);
    let expr: Expr = if step == 1 { range } else { syn::parse_quote!(#range.step_by(#step_tokens)) };
    let head = syn::ExprForLoop {
        attrs,
        label,
        for_token: syn::Token![for](token),
        pat: Box::new(syn::parse_quote!(#counter)),
        in_token: syn::Token![in](token),
        expr: Box::new(expr),
        body,
    };
    Some(Counted { counter, bound: right, inclusive, step, head })
}

/// Why a `while` or a `loop` is none.
pub fn uncounted(expr: &Expr) -> &'static str {
    let body = match expr {
        Expr::While(w) => &w.body,
        Expr::Loop(l) => &l.body,
        _ => return crate::diag::UNCOUNTED,
    };
    let counter = match expr {
        Expr::While(w) => [less(&w.cond, false), less(&w.cond, true)],
        _ => [None, None],
    };
    let sides = counter.iter().flatten().flat_map(|(a, b, _)| [single(a), single(b)]).flatten();
    let names: Vec<String> = sides.map(ToString::to_string).collect();
    let counts: Vec<_> = body.stmts.iter().filter_map(super::induction::count).collect();
    match counts.iter().find(|c| names.contains(&c.name)) {
        Some(found) if found.minus => crate::diag::DOWNWARDS,
        Some(found) if matches!(found.step, Expr::Path(_) | Expr::Field(_)) => crate::diag::BY_VARIABLE,
        _ => crate::diag::UNCOUNTED,
    }
}

/// `a < b`, `a <= b`, or the negation of `a >= b`, `a > b`: the sides, and whether equality belongs to it.
fn less(condition: &Expr, negated: bool) -> Option<(Expr, Expr, bool)> {
    match condition {
        Expr::Paren(p) => less(&p.expr, negated),
        Expr::Binary(b) => {
            let (left, right) = ((*b.left).clone(), (*b.right).clone());
            match (&b.op, negated) {
                (BinOp::Lt(_), false) | (BinOp::Ge(_), true) => Some((left, right, false)),
                (BinOp::Le(_), false) | (BinOp::Gt(_), true) => Some((left, right, true)),
                (BinOp::Gt(_), false) | (BinOp::Le(_), true) => Some((right, left, false)),
                (BinOp::Ge(_), false) | (BinOp::Lt(_), true) => Some((right, left, true)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Does the body leave alone what the bound is made of? (That it is a form of invariant places is asked
/// when the loop is read.)
fn is_fixed(bound: &Expr, body: &syn::Block) -> bool {
    let mut assigned = Assigned::default();
    assigned.visit_block(body);
    struct Names(Vec<String>, bool);
    impl<'ast> Visit<'ast> for Names {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Lit(_) | Expr::Paren(_) | Expr::Group(_) | Expr::Field(_) | Expr::Cast(_) => {}
                Expr::Binary(b) if !is_assign(&b.op) => {}
                Expr::Path(_) => self.0.extend(single(expr).map(ToString::to_string)),
                // What it is called on is looked at when the loop is read.
                Expr::MethodCall(m) if m.method == "len" && m.args.is_empty() => return,
                _ => self.1 = true,
            }
            walk::visit_expr(self, expr);
        }
    }
    let mut names = Names(Vec::new(), false);
    names.visit_expr(bound);
    !names.1 && names.0.iter().all(|n| !assigned.0.contains(n))
}
