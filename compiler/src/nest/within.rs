//! Chains inside of a body: `out[i] = (0..m).map(|j| a[i * m + j] * x[j]).sum();`
//!
//! In: a method call, or the head of an inner `for`. Out: the same expression with holes: it stays core's own chain,
//! whose sources are parts of views, and whose closures are read as what they are, parts of the body. `None` for what
//! is no chain by its tokens; it is then a call like any other. That its sources are slices and its iterators core's
//! is a type condition ([`Hole::Links`]), that its methods are, another.
//!
//! What counts is followed: the number of a range and of `enumerate` is the variable of a loop that has no hole of
//! its own. Its domain holds all values that the chain can have, and maybe more: an adapter only leaves some out.

use super::access::{as_subrange, is_access};
use super::affine::{Linear, LoopId, Poly};
use super::arith::bare;
use super::build::{Builder, FormOf, Local};
use super::control::{Target, TargetKind};
use super::head::range;
use super::pattern::plain_name;
use super::place::{path_of, single};
use super::terminal::{Begins, End, closure};
use super::{Access, ExId, Fold, Hole, Links, Path, Step, Symbol};
use crate::diag::Place;
use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Pat};

/// What an item is.
#[derive(Clone)]
enum Item {
    /// A number that a loop counts.
    Count(LoopId),
    /// Items of two chains.
    Pair(Box<Item>, Box<Item>),
    /// A reference to a primitive, a slice of them, or what a closure made of one.
    Other,
}

/// Adapters of core's that only choose, order or join items.
fn is_adapter(m: &ExprMethodCall) -> bool {
    let known = matches!(
        (m.method.to_string().as_str(), m.args.len()),
        ("zip" | "skip" | "take" | "step_by", 1)
            | ("enumerate" | "rev" | "copied" | "cloned" | "into_iter", 0)
    );
    known && m.turbofish.is_none() && m.attrs.is_empty()
}

/// Sources: an array's own iterators.
fn is_source(m: &ExprMethodCall) -> bool {
    let known = matches!(
        (m.method.to_string().as_str(), m.args.len()),
        ("iter" | "iter_mut" | "into_iter", 0)
            | ("chunks" | "chunks_exact" | "windows" | "chunks_mut" | "chunks_exact_mut", 1)
    );
    known && m.turbofish.is_none() && m.attrs.is_empty()
}

fn changes(m: &ExprMethodCall) -> bool {
    m.method.to_string().ends_with("_mut")
}

/// What a chain may end in: how many closures it takes, and how many parameters each has.
fn end(m: &ExprMethodCall) -> Option<usize> {
    let parameters = match (m.method.to_string().as_str(), m.args.len()) {
        ("sum" | "product" | "count" | "min" | "max" | "last", 0) => 0,
        ("any" | "all" | "position" | "find" | "min_by_key" | "max_by_key", 1) => 1,
        ("min_by" | "max_by", 1) | ("fold", 2) => 2,
        _ => return None,
    };
    let named = m.turbofish.is_none() || matches!(m.method.to_string().as_str(), "sum" | "product");
    (named && m.attrs.iter().all(crate::loops::is_number)).then_some(parameters)
}

/// Ends whose result is an `Option`, of which methods are known.
fn gives_option(name: &str) -> bool {
    matches!(
        name,
        "min" | "max" | "last" | "position" | "find" | "min_by" | "max_by" | "min_by_key" | "max_by_key"
    )
}

/// `f64::max`
fn is_extreme(function: &Expr) -> bool {
    let Expr::Path(p) = function else { return false };
    let names: Vec<String> = p.path.segments.iter().map(|s| s.ident.to_string()).collect();
    let [of, name] = names.as_slice() else { return false };
    p.qself.is_none()
        && p.path.segments.iter().all(|s| s.arguments.is_none())
        && ["f64", "f32"].contains(&of.as_str())
        && ["min", "max"].contains(&name.as_str())
}

/// Paths of what a chain runs over, where it is one: the scan counts them among what is indexed.
pub(super) fn sources(expr: &Expr, into: &mut Vec<Path>) {
    match bare(expr) {
        Expr::Reference(r) if matches!(bare(&r.expr), Expr::Path(_) | Expr::Field(_)) => {
            into.extend(path_of(&r.expr));
        }
        Expr::Path(_) | Expr::Field(_) => into.extend(path_of(expr)),
        Expr::MethodCall(m) if is_source(m) && path_of(&m.receiver).is_some() => {
            into.extend(path_of(&m.receiver));
        }
        Expr::MethodCall(m) => {
            sources_of_call(&m.receiver, into);
            if m.method == "zip" {
                m.args.iter().for_each(|arg| sources(arg, into));
            }
        }
        _ => {}
    }
}

/// The same of a receiver, which is no source by itself.
fn sources_of_call(receiver: &Expr, into: &mut Vec<Path>) {
    if matches!(bare(receiver), Expr::MethodCall(_)) {
        sources(receiver, into);
    }
}

/// Is it the call at the end of something that may be a chain?
pub(super) fn is_end(m: &ExprMethodCall) -> bool {
    end(m).is_some()
}

// Is it one by its tokens? Nothing is read before that is known.
impl Builder<'_> {
    fn is_chain(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Range(_) => range(expr).is_some(),
            Expr::MethodCall(m) if is_source(m) && self.is_list(&m.receiver, changes(m)) => true,
            Expr::MethodCall(m) if is_adapter(m) => {
                let joins = m.method == "zip";
                self.is_chain(&m.receiver)
                    && (!joins || (!has_link(&m.receiver) && m.args.iter().all(|a| self.is_given(a))))
            }
            Expr::MethodCall(m) => is_link(m) && self.is_chain(&m.receiver),
            _ => false,
        }
    }

    /// What `zip` and `for` take: a chain, or a reference to an array.
    fn is_given(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Reference(r) => self.is_list(&r.expr, r.mutability.is_some()),
            Expr::Path(_) => self.is_local(expr) || self.path(expr).is_some_and(|p| p.fields.is_empty()),
            _ => !has_link(expr) && self.is_chain(expr),
        }
    }

    fn is_local(&self, expr: &Expr) -> bool {
        single(expr).is_some_and(|name| self.local(&name.to_string()).is_some())
    }

    /// A place that may be an array; only what the iteration has for itself may be changed.
    fn is_list(&self, expr: &Expr, changes: bool) -> bool {
        match bare(expr) {
            Expr::Path(_) | Expr::Field(_) if is_access(expr) => false,
            Expr::Path(_) | Expr::Field(_) => self.is_local(expr) || (!changes && self.path(expr).is_some()),
            Expr::Index(i) if self.is_local(&i.expr) => true,
            Expr::Index(i) => {
                let ends = super::head::ends(&i.index).is_some();
                let base = match as_subrange(expr) {
                    Some((base, _)) => base,
                    None => &*i.expr,
                };
                (ends || !changes) && !is_access(base) && self.path(base).is_some()
            }
            _ => false,
        }
    }
}

/// `map`, `filter` and the like with a closure.
fn is_link(m: &ExprMethodCall) -> bool {
    let known = matches!(
        m.method.to_string().as_str(),
        "map" | "filter" | "take_while" | "skip_while" | "filter_map" | "inspect"
    );
    known
        && m.turbofish.is_none()
        && m.attrs.is_empty()
        && m.args.len() == 1
        && closure(&m.args[0], 1).is_some()
}

/// A chain while it is read.
struct Reading {
    /// The loop that stands for its iterations.
    id: LoopId,
    /// Does the loop count something already?
    counts: bool,
    /// Is that what `enumerate` counts?
    enumerates: bool,
    /// How many items there are at most.
    most: FormOf,
    /// Places of the body that have to be arrays, with an exemplar for each.
    lists: Vec<(Expr, ExId)>,
}

impl Builder<'_> {
    /// A chain that ends in a value.
    pub(super) fn chain_value(&mut self, m: &ExprMethodCall) -> Option<Expr> {
        let parameters = end(m)?;
        let function = match parameters {
            0 => None,
            n => Some(m.args.last()?).filter(|f| closure(f, n).is_none()),
        };
        if function.is_some_and(|f| m.method != "fold" || !is_extreme(f)) || !self.is_chain(&m.receiver) {
            return None;
        }
        if let Some(looped) = self.fold_of_range(m) {
            return Some(looped);
        }
        let mut out = m.clone();
        let (outer, conditions, unlikely) = (self.within, self.conditions, self.unlikely);
        let (narrowed, before) = (self.narrow.len(), self.assigned.clone());
        // What `fold` begins with is evaluated once.
        let first = (parameters == 2 && m.method == "fold").then(|| self.value(&m.args[0]));
        let mut reading = self.begin_chain(&m.method);
        let (receiver, item) = self.read_links(&m.receiver, &mut reading);
        out.receiver = Box::new(receiver);
        let name = m.method.to_string();
        // These may end early, or call their closure once less than there are items.
        self.conditions += usize::from(!matches!(name.as_str(), "sum" | "product" | "count" | "fold"));
        self.work(1);
        match (name.as_str(), function) {
            ("fold", Some(f)) => {
                out.args[0] = first?;
                let ex = self.exemplar();
                out.args[1] = self.hole(Hole::Named { function: f.clone(), ex });
                let result = self.exemplar();
                let max = f.to_token_stream().to_string().ends_with("max");
                self.nest.folds.push(Fold { result, function: ex, max });
                self.end_chain(outer, conditions, unlikely, narrowed, before);
                let whole = Box::new(Expr::MethodCall(out));
                return Some(self.hole(Hole::Result { whole, ex: result }));
            }
            ("fold", None) => {
                out.args[0] = first?;
                let Expr::Closure(c) = &m.args[1] else { return None };
                out.args[1] = self.link_closure(c, &[(Item::Other, false), (item, false)]);
            }
            _ => {
                for arg in &mut out.args {
                    let Expr::Closure(c) = &arg.clone() else { continue };
                    let reference = matches!(name.as_str(), "find" | "min_by_key" | "max_by_key");
                    let items = match parameters {
                        1 => vec![(item.clone(), reference)],
                        _ => vec![(Item::Other, true); 2],
                    };
                    *arg = self.link_closure(c, &items);
                }
            }
        }
        self.end_chain(outer, conditions, unlikely, narrowed, before);
        if !matches!(name.as_str(), "sum" | "product") {
            return Some(Expr::MethodCall(out));
        }
        let ex = self.exemplar();
        self.nest.results.push(ex);
        let whole = Box::new(Expr::MethodCall(out));
        Some(self.hole(Hole::Result { whole, ex }))
    }

    /// `(0..m).map(|j| ..).fold(f64::INFINITY, |s, x| ..)` as the loop that it is: of that LLVM makes vectors, and not of
    /// core's `fold` with what closures capture here. The type of the first value has to be plain.
    fn fold_of_range(&mut self, m: &ExprMethodCall) -> Option<Expr> {
        let is_typed = match m.args.first()? {
            Expr::Path(p) => p.qself.is_none() && p.path.segments.len() == 2,
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(x), .. }) => !x.suffix().is_empty(),
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(x), .. }) => !x.suffix().is_empty(),
            _ => false,
        };
        let terminal = super::terminal::terminal(m)?;
        let (End::Fold(first), Begins::Range, Some(acc)) =
            (&terminal.end, &terminal.begins, &terminal.accumulator)
        else {
            return None;
        };
        let f = terminal.as_loop();
        if !is_typed || super::control::exits_early(&f.body) {
            return None;
        }
        self.nest.core = true;
        let block = syn::ExprBlock {
            attrs: Vec::new(),
            label: None,
            block: syn::Block {
                brace_token: syn::token::Brace::default(),
                stmts: vec![
                    syn::parse_quote!(let mut #acc = #first;),
                    syn::Stmt::Expr(Expr::ForLoop(f), None),
                    syn::Stmt::Expr(syn::parse_quote!(#acc), None),
                ],
            },
        };
        Some(self.block_expr(&block))
    }

    /// A method of the `Option` that a chain ended in.
    pub(super) fn option_of_chain(&mut self, m: &ExprMethodCall) -> Option<Expr> {
        let Expr::MethodCall(end) = bare(&m.receiver) else { return None };
        let known = matches!(
            (m.method.to_string().as_str(), m.args.len()),
            ("unwrap" | "is_some" | "is_none" | "copied" | "unwrap_or_default", 0)
                | ("unwrap_or" | "expect", 1)
        );
        if !known || m.turbofish.is_some() {
            return None;
        }
        let name = end.method.to_string();
        let receiver = match gives_option(&name) {
            true => self.chain_value(end),
            false if matches!(name.as_str(), "copied") => self.option_of_chain(end),
            // `a.partial_cmp(b).unwrap()`: that it is the one of numbers is asked.
            false if name == "partial_cmp" && end.args.len() == 1 && end.turbofish.is_none() => {
                Some(self.value(&m.receiver))
            }
            false => None,
        }?;
        let mut out = m.clone();
        *out.receiver = receiver;
        out.args = m.args.iter().map(|a| self.value(a)).collect();
        Some(Expr::MethodCall(out))
    }

    /// An inner `for` over a chain.
    pub(super) fn chain_loop(&mut self, f: &syn::ExprForLoop) -> Option<Expr> {
        if !self.is_given(&f.expr) && !self.is_chain(&f.expr) {
            return None;
        }
        let mut out = f.clone();
        let (outer, conditions, unlikely) = (self.within, self.conditions, self.unlikely);
        let (narrowed, before) = (self.narrow.len(), self.assigned.clone());
        let mut reading = self.begin_chain(&f.for_token);
        self.nest.loops[reading.id].id = crate::loops::number(&f.attrs);
        let (head, item) = match bare(&f.expr) {
            Expr::MethodCall(_) | Expr::Range(_) => self.read_links(&f.expr, &mut reading),
            _ => (self.whole_head(&f.expr, &mut reading), Item::Other),
        };
        *out.expr = head;
        self.targets.push(Target::of(f.label.as_ref(), false));
        self.conditions += usize::from(super::control::exits_early(&f.body));
        self.forget_assigned_in(&f.body);
        let depth = self.scope.len();
        self.bind_item(&f.pat, &item, false);
        out.body = self.block(&f.body);
        self.scope.truncate(depth);
        self.targets.pop();
        self.end_chain(outer, conditions, unlikely, narrowed, before);
        self.forget_assigned_in(&f.body);
        Some(Expr::ForLoop(out))
    }

    fn begin_chain(&mut self, at: &impl ToTokens) -> Reading {
        self.nest.core = true;
        let id = self.push_opaque(Place::of(at));
        Reading { id, counts: false, enumerates: false, most: None, lists: Vec::new() }
    }

    fn end_chain(
        &mut self,
        outer: LoopId,
        conditions: usize,
        unlikely: usize,
        narrowed: usize,
        before: std::collections::BTreeSet<usize>,
    ) {
        (self.within, self.conditions, self.unlikely, self.assigned) = (outer, conditions, unlikely, before);
        self.narrow.truncate(narrowed);
    }

    /// A chain with its closures, from the inside out.
    fn read_links(&mut self, expr: &Expr, reading: &mut Reading) -> (Expr, Item) {
        let Expr::MethodCall(m) = bare(expr) else { return self.read_chain(expr, reading) };
        if !is_link(m) {
            // An adapter after a closure stays core's.
            if is_adapter(m) && has_link(&m.receiver) {
                let (receiver, item) = self.read_links(&m.receiver, reading);
                let mut out = m.clone();
                out.receiver = Box::new(receiver);
                let item = match m.method.to_string().as_str() {
                    "enumerate" => Item::Pair(Box::new(Item::Other), Box::new(item)),
                    _ => {
                        out.args = m.args.iter().map(|a| self.value(a)).collect();
                        item
                    }
                };
                return (Expr::MethodCall(out), item);
            }
            return self.read_chain(expr, reading);
        }
        let (receiver, item) = self.read_links(&m.receiver, reading);
        let mut out = m.clone();
        out.receiver = Box::new(receiver);
        let name = m.method.to_string();
        let reference = matches!(name.as_str(), "filter" | "take_while" | "skip_while" | "inspect");
        if let Expr::Closure(c) = &m.args[0] {
            out.args[0] = self.link_closure(c, &[(item.clone(), reference)]);
            // What comes after may not happen.
            if name != "map" && name != "inspect" {
                self.conditional_on(&c.body);
            }
        }
        let item = if reference { item } else { Item::Other };
        (Expr::MethodCall(out), item)
    }

    /// A closure of a chain, whose parameters are items (or references to them).
    fn link_closure(&mut self, c: &syn::ExprClosure, items: &[(Item, bool)]) -> Expr {
        let mut out = c.clone();
        let depth = self.scope.len();
        for (pat, (item, reference)) in c.inputs.iter().zip(items) {
            let pat = match pat {
                Pat::Type(t) => &*t.pat,
                other => other,
            };
            self.bind_item(pat, item, *reference);
        }
        self.targets.push(Target { label: None, kind: TargetKind::Closure });
        let before = self.assigned.clone();
        self.forget_assigned_in_expr(&c.body);
        *out.body = self.value(&c.body);
        self.assigned = before;
        self.targets.pop();
        self.scope.truncate(depth);
        self.forget_assigned_in_expr(&c.body);
        Expr::Closure(out)
    }

    /// Brings the names of an item into scope.
    fn bind_item(&mut self, pat: &Pat, item: &Item, reference: bool) {
        match (pat, item) {
            (Pat::Paren(p), _) => self.bind_item(&p.pat, item, reference),
            (Pat::Reference(r), _) if reference => self.bind_item(&r.pat, item, false),
            (Pat::Tuple(t), Item::Pair(a, b)) if t.elems.len() == 2 && !t.elems.iter().any(is_rest) => {
                self.bind_item(&t.elems[0], a, reference);
                self.bind_item(&t.elems[1], b, reference);
            }
            (_, Item::Count(id)) if !reference && plain_name(pat).is_some() => {
                let name = plain_name(pat).expect("just seen").clone();
                self.nest.loops[*id].iv.get_or_insert(name.clone());
                self.name(name.to_string(), Local::Iv(*id));
            }
            _ => self.bind_as_items(pat),
        }
    }

    /// A chain without closures: sources in holes, and the whole tied to the question what it is.
    fn read_chain(&mut self, expr: &Expr, reading: &mut Reading) -> (Expr, Item) {
        let (chain, item) = self.adapted(expr, reading);
        let ex = self.exemplar();
        self.nest.kinds.push(ex);
        let counter = reading.enumerates.then(|| self.nest.loops[reading.id].ex);
        let lists = std::mem::take(&mut reading.lists);
        (self.hole(Hole::Links(Links { chain, ex, counter, lists })), item)
    }

    fn adapted(&mut self, expr: &Expr, reading: &mut Reading) -> (Expr, Item) {
        match bare(expr) {
            Expr::Range(_) => self.numbers(bare(expr), reading),
            Expr::MethodCall(m) if is_source(m) && self.is_list(&m.receiver, changes(m)) => {
                let mut out = m.clone();
                *out.receiver = self.list(&m.receiver, changes(m), reading);
                out.args = m.args.iter().map(|a| self.value(a)).collect();
                if !m.args.is_empty() {
                    reading.most = None;
                }
                (Expr::MethodCall(out), Item::Other)
            }
            Expr::MethodCall(m) => {
                let mut out = m.clone();
                let (receiver, item) = self.adapted(&m.receiver, reading);
                *out.receiver = receiver;
                let item = match m.method.to_string().as_str() {
                    "zip" => {
                        let other = self.joined(&m.args[0], reading);
                        out.args[0] = other.0;
                        Item::Pair(Box::new(item), Box::new(other.1))
                    }
                    "enumerate" => {
                        let number = self.enumerated(reading);
                        Item::Pair(Box::new(number), Box::new(item))
                    }
                    _ => {
                        out.args = m.args.iter().map(|a| self.value(a)).collect();
                        item
                    }
                };
                (Expr::MethodCall(out), item)
            }
            other => (self.value(other), Item::Other),
        }
    }

    /// The argument of `zip`.
    fn joined(&mut self, arg: &Expr, reading: &mut Reading) -> (Expr, Item) {
        match bare(arg) {
            Expr::MethodCall(_) | Expr::Range(_) => self.adapted(arg, reading),
            _ => (self.given(arg, reading), Item::Other),
        }
    }

    /// What `enumerate` counts: at most the items of its first source.
    fn enumerated(&mut self, reading: &mut Reading) -> Item {
        if reading.counts {
            return Item::Other;
        }
        let most = reading.most.clone();
        self.count(reading, Some(Linear::default()), most);
        reading.enumerates = true;
        Item::Count(reading.id)
    }

    /// The loop of the chain gets its domain.
    fn count(&mut self, reading: &mut Reading, lo: Option<Linear>, hi: FormOf) {
        reading.counts = true;
        let ex = self.exemplar();
        let hi = hi.map(|(hi, leaves)| {
            self.nest.leaves.extend(leaves);
            hi
        });
        let lp = &mut self.nest.loops[reading.id];
        (lp.ex, lp.lo, lp.hi) = (ex, lo, hi);
    }

    /// A range of numbers as a source.
    fn numbers(&mut self, expr: &Expr, reading: &mut Reading) -> (Expr, Item) {
        let Some(parts) = range(expr) else { return (self.value(expr), Item::Other) };
        let one = Linear::invariant(Poly::constant(i64::from(parts.inclusive)));
        let within = self.within;
        self.within = self.nest.loops[reading.id].parent.unwrap_or(0);
        let lo = self.form_and_leaves(parts.start);
        let hi = self.form_and_leaves(parts.end);
        let value = self.plain(|this| this.range_value(expr));
        self.within = within;
        let hi = hi.and_then(|(hi, leaves)| Some((hi.add(&one)?, leaves)));
        if reading.counts {
            // A method may be called on it.
            let paren_token = syn::token::Paren(proc_macro2::Span::mixed_site());
            let expr = Box::new(value);
            return (Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token, expr }), Item::Other);
        }
        let lo = lo.map(|(lo, leaves)| {
            self.nest.leaves.extend(leaves);
            lo
        });
        self.count(reading, lo, hi);
        let lp = &mut self.nest.loops[reading.id];
        lp.inclusive = parts.inclusive;
        let ex = lp.ex;
        let range = Box::new(value);
        (self.hole(Hole::Numbers { range, ex }), Item::Count(reading.id))
    }

    /// A head that is a reference to an array.
    fn whole_head(&mut self, expr: &Expr, reading: &mut Reading) -> Expr {
        let chain = self.given(expr, reading);
        let ex = self.exemplar();
        self.nest.kinds.push(ex);
        let lists = std::mem::take(&mut reading.lists);
        self.hole(Hole::Links(Links { chain, ex, counter: None, lists }))
    }

    /// `x`, `&x`, `&mut row[1..]` as an argument.
    fn given(&mut self, expr: &Expr, reading: &mut Reading) -> Expr {
        match bare(expr) {
            Expr::Reference(r) => {
                let mut out = r.clone();
                let most = reading.most.clone();
                *out.expr = self.list(&r.expr, r.mutability.is_some(), reading);
                reading.most = most;
                Expr::Reference(out)
            }
            other => match self.local_place(other) {
                Some(place) => place,
                None => self.all(other, false),
            },
        }
    }

    /// An array, as a place.
    fn list(&mut self, expr: &Expr, changes: bool, reading: &mut Reading) -> Expr {
        let expr = bare(expr);
        if let Some(place) = self.local_place(expr) {
            // Whether it is an array, is asked.
            let ex = self.exemplar();
            self.nest.kinds.push(ex);
            reading.lists.push((place.clone(), ex));
            return place;
        }
        let how = super::access::How { writes: changes, reads: true };
        if !is_access(expr) {
            let all = self.all(expr, true);
            if let Some(Step::Index { range: Some(l), .. }) =
                self.nest.accesses.last().and_then(|a| a.steps.first())
            {
                reading.most = self.nest.loops[*l].hi.clone().map(|hi| (hi, Vec::new()));
            }
            return all;
        }
        let within = self.within;
        let place = self.access(expr, how);
        self.within = within;
        let Some(access) = self.nest.accesses.last_mut() else { return place };
        match access.subrange() {
            Some(l) => {
                access.is_list = true;
                reading.most = self.nest.loops[l].hi.clone().map(|hi| (hi, Vec::new()));
                place
            }
            // A row: its type is asked.
            None => {
                access.is_row = true;
                let id = self.nest.accesses.len() - 1;
                self.hole(Hole::Row(id))
            }
        }
    }

    /// A whole base: an access to all of its elements.
    fn all(&mut self, expr: &Expr, is_place: bool) -> Expr {
        let Some(base) = self.base_of(expr) else {
            self.syntax(expr, "this place");
            return expr.clone();
        };
        let within = self.within;
        let id = self.push_opaque(Place::of(expr));
        self.within = within;
        let length = Linear::invariant(Poly::symbol(self.nest.symbol(Symbol::Len(base))));
        let ex = self.exemplar();
        let lp = &mut self.nest.loops[id];
        (lp.lo, lp.hi, lp.subrange, lp.ex) = (Some(Linear::default()), Some(length), true, ex);
        let index = syn::parse_quote!(..);
        let steps = vec![Step::Index {
            index,
            form: Some(Linear::iv(id)),
            reach: None,
            container: None,
            range: Some(id),
        }];
        let leaf = self.shape(base, &[super::ShapeStep::Index]);
        self.nest.accesses.push(Access {
            base,
            steps,
            leaf,
            writes: false,
            reads: true,
            borrowed: false,
            is_length: false,
            is_row: false,
            is_list: true,
            conditional: self.conditions > 0,
            unlikely: self.unlikely > 0,
            narrow: Vec::new(),
            within: id,
            place: Place::of(expr),
        });
        let access = self.nest.accesses.len() - 1;
        self.hole(Hole::All { access, is_place })
    }
}

fn is_rest(pat: &Pat) -> bool {
    matches!(pat, Pat::Rest(_))
}

fn has_link(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::MethodCall(m) => is_link(m) || has_link(&m.receiver),
        _ => false,
    }
}
