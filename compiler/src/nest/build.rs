//! From a loop as written to a [`Nest`], or to the reasons why not.

use super::Symbol;
use super::affine::{Linear, LoopId, Poly};
use super::control::{Target, exits_early};
use super::ends::End;
use super::head::{Adapter, RangeParts, parts, range};
use super::induction::{Induction, steps};
use super::narrow::Narrowing;
use super::pattern::{mutable_name, plain_name};
use super::scan::Scan;
use super::{Hole, Leaf, Loop, Nest, Path};
use crate::diag::{Blocker, Place};
use crate::kernel::{Function, Visible};
use crate::options::How;
use crate::walk::Visit;
use crate::written::is_range;
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::{Expr, Pat, Stmt};

/// A linear form and the types that it rests on.
pub(super) type FormOf = Option<(Linear, Vec<Leaf>)>;

/// What a name bound inside the loop is.
pub(super) enum Local {
    /// An induction variable.
    Iv(LoopId),
    /// A `let` that never changes, with its form where it has one.
    Let(FormOf),
    /// A `let mut`, with the form of its value at this point where that is known.
    Counter(FormOf),
    /// A `let` that never changes, and stays between two forms.
    Bounded(Box<super::reach::Bounded>),
    /// A closure that is written in the body.
    Closure,
    /// A range of numbers.
    Range,
    /// An item of a chain over primitives: a number, a reference to one, a slice of them.
    Item,
}

/// The state while reading a loop.
pub(super) struct Builder<'a> {
    pub(super) nest: Nest,
    pub(super) function: &'a Function,
    pub(super) how: &'a How,
    /// Are callees declared free of order-dependent state?
    pub(super) nogil: bool,
    pub(super) visible: Visible,
    pub(super) written: Vec<Path>,
    pub(super) indexed: Vec<(Path, Place)>,
    /// Of these, how many numbers are in the brackets of a tensor.
    pub(super) ranks: Vec<(Path, Option<usize>)>,
    pub(super) scope: Vec<(String, Local)>,
    /// Scalars that are certainly assigned in this iteration so far.
    pub(super) assigned: BTreeSet<usize>,
    pub(super) within: LoopId,
    /// How many `if`s (and right sides of `&&`, `||`) there are around.
    pub(super) conditions: usize,
    /// How many of them are there to keep subscripts in range.
    pub(super) unlikely: usize,
    /// What the conditions around say of induction variables.
    pub(super) narrow: Vec<Narrowing>,
    /// What jumps may go to, from the root inwards.
    pub(super) targets: Vec<Target>,
    /// How many jumps there were so far.
    pub(super) jumps: usize,
    /// What is assigned at every `continue` of the root so far.
    pub(super) ends: Option<BTreeSet<usize>>,
    /// Induction variables, and what is added to each variable that may be one.
    pub(super) inductions: Vec<Induction>,
    pub(super) steps: Vec<(String, bool, Expr)>,
    /// Float induction variables.
    pub(super) drifts: Vec<String>,
    /// How many macros there are around.
    pub(super) macros: usize,
    pub(super) fatal: Vec<Blocker>,
    /// How many subscripts and heads of loops are around: `fastmath` does not look into them.
    pub(super) plain_depth: usize,
    /// How many expressions that may be rewritten are around.
    pub(super) arith_depth: usize,
    /// The sums of the innermost loop around, by name.
    pub(super) sums: Vec<(String, usize)>,
}

/// Reads a loop.
///
/// # Errors
/// Every reason why it must stay as written.
pub fn build(
    root: &syn::ExprForLoop,
    counted: bool,
    nogil: bool,
    function: &Function,
    how: &How,
) -> Result<Nest, Vec<Blocker>> {
    let mut scan = Scan::new(function);
    root.attrs.iter().for_each(|attr| scan.visit_attribute(attr));
    scan.visit_block(&root.body);
    if !scan.fatal.is_empty() {
        return Err(scan.fatal);
    }
    let (written, indexed, ranks) = (scan.written, scan.indexed, scan.ranks);
    let mut builder = Builder {
        nest: Nest { counted, closures: super::closures::any(&root.body), ..Nest::default() },
        function,
        how,
        nogil,
        visible: function.visible_at(root),
        written,
        indexed,
        ranks,
        scope: Vec::new(),
        assigned: BTreeSet::new(),
        within: 0,
        conditions: 0,
        unlikely: 0,
        narrow: Vec::new(),
        targets: Vec::new(),
        jumps: 0,
        ends: None,
        inductions: Vec::new(),
        steps: steps(root),
        drifts: Vec::new(),
        macros: 0,
        fatal: Vec::new(),
        plain_depth: 0,
        arith_depth: 0,
        sums: Vec::new(),
    };
    builder.find_inductions(root);
    builder.find_drifts(root);
    builder.root(root);
    builder.whole_rows();
    if builder.fatal.is_empty() { Ok(builder.nest) } else { Err(builder.fatal) }
}

/// The values that a loop's variable takes, as forms.
struct Domain {
    lo: Option<Linear>,
    hi: Option<Linear>,
    /// The user's value, where the analysis counts in ordinals.
    value: Option<Linear>,
    /// The row whose length the end is.
    row: Option<(usize, Linear)>,
    limits: Limits,
}

/// What else is known of the values of an inner loop.
#[derive(Default)]
struct Limits {
    /// May they be fewer?
    is_limited: bool,
    /// See [`Loop::is_typed`].
    is_typed: bool,
    /// Further limits: whether it is a least value, the value, and the types that it rests on.
    also: Vec<(bool, Linear, Vec<Leaf>)>,
}

// Loops and statements.
impl Builder<'_> {
    fn root(&mut self, f: &syn::ExprForLoop) {
        let Some((head, adapters)) = parts(&f.expr) else {
            return self.items_root(f);
        };
        let Some(RangeParts { start, end, inclusive }) = range(head) else {
            return self.syntax(&f.expr, crate::diag::ITERATOR);
        };
        // A `while` asks its condition again in each iteration: its end must be known not to change.
        if self.nest.counted && self.root_bound(end).is_none() {
            return self.syntax(end, crate::diag::CHANGING_END);
        }
        let domain = if adapters.iter().any(|a| a.step.is_some()) {
            self.stepped_root(&adapters)
        } else {
            let lo = self.root_bound(start);
            let hi = self.root_bound(end).and_then(|h| h.add(&constant(i64::from(inclusive))));
            // A head that is not affine is known by its values, which the guard reads.
            match (lo, hi) {
                (Some(lo), Some(hi)) => {
                    Domain { lo: Some(lo), hi: Some(hi), value: None, row: None, limits: Limits::default() }
                }
                _ => Domain {
                    lo: Some(self.root_symbol(Symbol::RootLo)),
                    hi: Some(self.root_symbol(Symbol::RootHi)),
                    value: None,
                    row: None,
                    limits: Limits::default(),
                },
            }
        };
        self.loop_at(f, None, head.clone(), adapters, domain, inclusive);
    }

    /// A loop over the items of a chain counts them.
    fn items_root(&mut self, f: &syn::ExprForLoop) {
        let chain = match super::chain::chain(f, &self.visible) {
            Ok(chain) => chain,
            Err(crate::diag::ITERATOR) => {
                return self.syntax(&f.expr, super::terminal::unread_head(&f.expr));
            }
            Err(why) => return self.syntax(&f.expr, why),
        };
        self.nest.chain = Some(chain);
        let domain = Domain {
            lo: Some(constant(0)),
            hi: Some(self.root_symbol(Symbol::RootHi)),
            value: None,
            row: None,
            limits: Limits::default(),
        };
        self.loop_at(f, None, f.expr.as_ref().clone(), Vec::new(), domain, false);
    }

    /// `lo + step * ordinal`: the set of values is the same in either direction.
    fn stepped_root(&mut self, adapters: &[Adapter]) -> Domain {
        let number = |a: &Adapter| a.literal().or_else(|| self.number(a.step.as_ref()?));
        let literal = adapters.iter().try_fold(1i64, |all, a| all.checked_mul(number(a)?));
        let step = match literal {
            Some(step) => Poly::constant(step.saturating_abs()),
            None => Poly::symbol(self.nest.symbol(Symbol::RootStep)),
        };
        let lo = self.root_symbol(Symbol::RootLo);
        let trip = self.root_symbol(Symbol::RootTrip);
        let value = Linear::iv(0).times(&step).and_then(|v| v.add(&lo));
        if value.is_none() {
            // A step that no form can hold: nothing is known of the values.
            return Domain { lo: None, hi: None, value: None, row: None, limits: Limits::default() };
        }
        Domain { lo: Some(constant(0)), hi: Some(trip), value, row: None, limits: Limits::default() }
    }

    fn root_symbol(&mut self, which: Symbol) -> Linear {
        Linear::invariant(Poly::symbol(self.nest.symbol(which)))
    }

    pub(super) fn inner(&mut self, f: &syn::ExprForLoop) -> Expr {
        let Some((head, mut adapters)) = parts(&f.expr) else { return self.iterator_loop(f) };
        let Some(RangeParts { start, end, inclusive }) = range(head) else { return self.iterator_loop(f) };
        // Of another type than `usize` only the ends themselves would do.
        let is_usize = self.is_subscript(f);
        let end_of = |this: &mut Self, end: &Expr, high| match is_usize {
            true => this.end_of(end, high),
            false => End::of(this.form_of_any_type(end)),
        };
        let (low, high) = (end_of(self, start, false), end_of(self, end, true));
        let is_limited = low.is_limit || high.is_limit;
        let is_plain = |end: &End| end.form.as_ref().is_none_or(|(form, _)| self.is_plain(form));
        let is_typed = !(is_usize || is_plain(&low) && is_plain(&high));
        let [lo, hi] = [low.form, high.form].map(|form| {
            let (form, leaves) = form?;
            match is_usize {
                true => self.nest.leaves.extend(leaves),
                false => self.nest.leaves.extend(super::ends::cast(leaves)),
            }
            Some(form)
        });
        let mut hi = hi.and_then(|h| h.add(&constant(i64::from(inclusive))));
        if adapters.iter().any(|a| a.step.is_some()) {
            hi = self.stepped_end(lo.as_ref(), hi, &adapters);
        }
        let head = self.plain(|this| this.range_value(head));
        for adapter in &mut adapters {
            adapter.step = adapter.step.take().map(|s| self.plain(|this| this.value(&s)));
        }
        let before = self.assigned.clone();
        let outer = self.within;
        let row = self.row_end(end).filter(|_| !inclusive);
        let limits = [(true, low.other, 0), (false, high.other, i64::from(inclusive) - 1)];
        let limits = limits.map(|(low, form, by)| {
            let (form, leaves) = form?;
            Some((low, form.add(&constant(by))?, leaves))
        });
        let limits = Limits { is_limited, is_typed, also: limits.into_iter().flatten().collect() };
        let domain = Domain { lo, hi, value: None, row, limits };
        let id = self.loop_at(f, Some(outer), head, adapters, domain, inclusive);
        // The inner loop may run no iteration.
        self.assigned = before;
        self.within = outer;
        self.hole(Hole::Loop(id))
    }

    /// One past the last value of an inner loop with a step, where its ends and its step are invariant;
    /// the end as written otherwise, which is not before it.
    fn stepped_end(
        &mut self,
        lo: Option<&Linear>,
        hi: Option<Linear>,
        adapters: &[Adapter],
    ) -> Option<Linear> {
        let (hi, [Adapter { step: Some(step), .. }]) = (hi?, adapters) else { return None };
        let step = self.form(step).and_then(|s| s.as_invariant().cloned());
        match (lo.and_then(Linear::as_invariant), hi.as_invariant(), step) {
            (Some(lo), Some(end), Some(step)) => {
                if let Some(past) = past_last(lo, end, &step) {
                    return Some(constant(past));
                }
                let (lo, end) = (lo.clone(), end.clone());
                Some(self.root_symbol(Symbol::PastLast { lo, end, step }))
            }
            _ => Some(hi),
        }
    }

    fn loop_at(
        &mut self,
        f: &syn::ExprForLoop,
        parent: Option<LoopId>,
        range: Expr,
        adapters: Vec<Adapter>,
        domain: Domain,
        inclusive: bool,
    ) -> LoopId {
        let (iv, pat) = match plain_name(&f.pat) {
            Some(name) => (Some(name.clone()), None),
            None if matches!(&*f.pat, Pat::Wild(_)) => (None, None),
            None => (None, Some((*f.pat).clone())),
        };
        let chain = self.nest.chain.clone().filter(|_| parent.is_none());
        let (iv, pat) = match &chain {
            Some(chain) => {
                let counter = self.counter_of(chain, &f.pat);
                let iv = counter.unwrap_or_else(|| Ident::new("__hotloop_iv0", Span::mixed_site()));
                (Some(iv), Some((*f.pat).clone()))
            }
            None => (iv, pat),
        };
        let row = domain.row;
        let id = self.nest.loops.len();
        let ex = self.exemplar();
        // A counter has no head whose type could be asked for.
        let is_counter = self.nest.counted && parent.is_none();
        let has_head = !adapters.is_empty() && !is_counter;
        let head_ex = has_head.then(|| self.exemplar());
        let empty = syn::Block { brace_token: f.body.brace_token, stmts: Vec::new() };
        let exits = parent.is_some() && exits_early(&f.body);
        self.nest.loops.push(Loop {
            parent,
            iv: iv.clone(),
            pat: pat.clone(),
            label: f.label.clone(),
            value: domain.value.unwrap_or_else(|| Linear::iv(id)),
            lo: domain.lo,
            hi: domain.hi,
            inclusive,
            ex,
            head_ex,
            range,
            adapters,
            body: empty,
            place: Place::of(&LoopHead(f)),
            id: crate::loops::number(&f.attrs),
            opaque: false,
            row,
            exits,
            is_limited: false,
            is_typed: false,
            subrange: false,
        });
        self.nest.work.push(1);
        self.within = id;
        let lp = &mut self.nest.loops[id];
        (lp.is_limited, lp.is_typed) = (domain.limits.is_limited, domain.limits.is_typed);
        let depth = self.scope.len();
        if let Some(chain) = &chain {
            self.bind_items(chain, &f.pat);
        } else if let Some(iv) = iv {
            self.name(iv.to_string(), Local::Iv(id));
        } else if let Some(pat) = &pat {
            self.bind(pat);
        }
        let (conditions, unlikely, narrow) = (self.conditions, self.unlikely, self.narrow.len());
        self.conditions += usize::from(exits);
        for (low, bound, leaves) in domain.limits.also {
            self.limit(id, low, bound, leaves);
        }
        self.targets.push(Target::of(f.label.as_ref(), parent.is_none()));
        self.forget_assigned_in(&f.body);
        let sums = if parent.is_some() { self.sums_of(&f.body, id) } else { Vec::new() };
        let sums = std::mem::replace(&mut self.sums, sums);
        self.enter(f, id);
        let body = self.block(&f.body);
        self.sums = sums;
        self.targets.pop();
        (self.conditions, self.unlikely) = (conditions, unlikely);
        self.narrow.truncate(narrow);
        self.scope.truncate(depth);
        self.forget_assigned_in(&f.body);
        if parent.is_none() {
            if let Some(at_ends) = self.ends.take() {
                self.assigned.retain(|s| at_ends.contains(s));
            }
            for s in std::mem::take(&mut self.assigned) {
                self.nest.scalars[s].uses.always_assigned = true;
            }
        }
        self.nest.loops[id].body = body;
        id
    }

    /// Reads something that `fastmath` does not look into.
    pub(super) fn plain<R>(&mut self, read: impl FnOnce(&mut Self) -> R) -> R {
        self.plain_depth += 1;
        let out = read(self);
        self.plain_depth -= 1;
        out
    }

    /// A loop whose iterations are not counted.
    pub(super) fn push_opaque(&mut self, place: Place) -> LoopId {
        // Nothing is asked about it; a counter that turns out to be one gets an exemplar of its own.
        let ex = self.nest.loops[0].ex;
        let id = self.nest.loops.len();
        self.nest.loops.push(Loop {
            parent: Some(self.within),
            iv: None,
            pat: None,
            label: None,
            value: Linear::iv(id),
            lo: None,
            hi: None,
            inclusive: false,
            ex,
            head_ex: None,
            range: Expr::Verbatim(proc_macro2::TokenStream::new()),
            adapters: Vec::new(),
            body: syn::Block { brace_token: syn::token::Brace::default(), stmts: Vec::new() },
            place,
            id: 0,
            opaque: true,
            row: None,
            exits: false,
            is_limited: false,
            is_typed: false,
            subrange: false,
        });
        self.nest.work.push(1);
        self.within = id;
        id
    }

    /// A range as a value, with holes in its ends.
    pub(super) fn range_value(&mut self, head: &Expr) -> Expr {
        match head {
            Expr::Range(r) => {
                let mut r = r.clone();
                r.start = r.start.map(|e| Box::new(self.value(&e)));
                r.end = r.end.map(|e| Box::new(self.value(&e)));
                Expr::Range(r)
            }
            Expr::Paren(p) => self.range_value(&p.expr),
            Expr::Group(g) => self.range_value(&g.expr),
            other => other.clone(),
        }
    }

    pub(super) fn block(&mut self, block: &syn::Block) -> syn::Block {
        let (depth, narrow) = (self.scope.len(), self.narrow.len());
        let last = block.stmts.len().saturating_sub(1);
        let stmts = block.stmts.iter().enumerate().map(|(n, s)| match (self.statement(s), s) {
            // `vec! { .. }` at the end is the block's value.
            (Stmt::Expr(e, _), Stmt::Macro(m)) if n == last => Stmt::Expr(e, m.semi_token),
            (stmt, _) => stmt,
        });
        let stmts = stmts.collect();
        self.scope.truncate(depth);
        self.narrow.truncate(narrow);
        syn::Block { brace_token: block.brace_token, stmts }
    }

    /// A statement; those after one with a jump may not run.
    fn statement(&mut self, stmt: &Stmt) -> Stmt {
        let before = self.jumps;
        let out = self.stmt(stmt);
        if self.jumps > before {
            self.conditions += 1;
            if let Stmt::Expr(Expr::If(i), _) = stmt {
                self.unlikely += usize::from(self.is_about_domain(&i.cond));
                // `if condition { continue; }`: what follows is its else.
                if i.else_branch.is_none() && ends_in_jump(&i.then_branch) {
                    self.narrow_by(&i.cond, true);
                }
            }
        }
        out
    }

    fn stmt(&mut self, stmt: &Stmt) -> Stmt {
        if let Some(counts) = self.counts(stmt) {
            return counts;
        }
        if let Some(drifts) = self.drifts(stmt) {
            return drifts;
        }
        match stmt {
            Stmt::Local(local) => Stmt::Local(self.local_stmt(local)),
            Stmt::Expr(e, semi) => Stmt::Expr(self.value(e), *semi),
            Stmt::Macro(m) => Stmt::Expr(
                self.macro_call(&m.mac),
                m.semi_token.or(Some(syn::Token![;](m.mac.path.segments[0].ident.span()))),
            ),
            Stmt::Item(item) => {
                self.syntax(item, "an item");
                stmt.clone()
            }
        }
    }

    fn local_stmt(&mut self, local: &syn::Local) -> syn::Local {
        let mut out = local.clone();
        let pat = match &local.pat {
            Pat::Type(t) => &*t.pat,
            pat => pat,
        };
        let Some(init) = &local.init else {
            self.bind(pat);
            return out;
        };
        let form = if plain_name(pat).is_some() || mutable_name(pat).is_some() {
            self.form_and_leaves(&init.expr)
        } else {
            None
        };
        let parts = self.parts_of(pat, &init.expr);
        let bounded = plain_name(pat).filter(|_| form.is_none()).and_then(|_| self.reach_of_let(&init.expr));
        let value = self.value(&init.expr);
        if let Some(i) = &mut out.init {
            *i.expr = value;
            if let Some((_, diverge)) = &mut i.diverge {
                let about_domain = self.conditional_on(&init.expr);
                let before = self.assigned.clone();
                **diverge = self.value(&diverge.clone());
                self.assigned = before;
                self.no_longer(about_domain);
            }
        }
        if let (Expr::Closure(_), Some(name)) = (&*init.expr, plain_name(pat).or(mutable_name(pat))) {
            self.name(name.to_string(), Local::Closure);
            return out;
        }
        match (plain_name(pat), mutable_name(pat)) {
            (Some(name), _) if is_range(&init.expr) => self.name(name.to_string(), Local::Range),
            (Some(name), _) => {
                let local = bounded.map_or_else(|| Local::Let(form), |b| Local::Bounded(Box::new(b)));
                self.name(name.to_string(), local);
            }
            (_, Some(name)) => self.name(name.to_string(), Local::Counter(form)),
            _ if self.is_whole_item(&init.expr) => self.bind_whole_item(pat),
            _ => {
                self.bind(pat);
                for (name, form) in parts {
                    self.name(name, Local::Let(form));
                }
            }
        }
        out
    }

    /// `let (i, y) = (j + 1, ..)`: the forms of the parts.
    fn parts_of(&mut self, pat: &Pat, value: &Expr) -> Vec<(String, FormOf)> {
        let (Pat::Tuple(names), Expr::Tuple(values)) = (pat, value) else { return Vec::new() };
        if names.elems.len() != values.elems.len() || names.elems.iter().any(|p| matches!(p, Pat::Rest(_))) {
            return Vec::new();
        }
        let parts = names.elems.iter().zip(&values.elems);
        parts.filter_map(|(p, v)| Some((plain_name(p)?.to_string(), self.form_and_leaves(v)))).collect()
    }
}

/// The same of numbers.
fn past_last(lo: &Poly, end: &Poly, step: &Poly) -> Option<i64> {
    let (lo, end, step) = (lo.as_constant()?, end.as_constant()?, step.as_constant()?);
    if step < 1 || end <= lo {
        return None;
    }
    end.checked_sub(1)?.checked_sub(lo)?.checked_div(step)?.checked_mul(step)?.checked_add(lo)?.checked_add(1)
}

fn constant(c: i64) -> Linear {
    Linear::invariant(Poly::constant(c))
}

fn ends_in_jump(block: &syn::Block) -> bool {
    matches!(block.stmts.last(), Some(Stmt::Expr(Expr::Continue(_) | Expr::Break(_) | Expr::Return(_), _)))
}

/// `for pat in head`, without the body, for messages.
struct LoopHead<'a>(&'a syn::ExprForLoop);

impl ToTokens for LoopHead<'_> {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        let f = self.0;
        f.for_token.to_tokens(tokens);
        f.pat.to_tokens(tokens);
        f.in_token.to_tokens(tokens);
        f.expr.to_tokens(tokens);
    }
}
