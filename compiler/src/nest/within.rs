//! Chains inside of a body: `out[i] = (0..m).map(|j| a[i * m + j] * x[j]).sum();`
//!
//! In: a method call, or the head of an inner `for`. Out: the same expression with holes: it stays core's own chain,
//! whose sources are parts of views, and whose closures are read as what they are, parts of the body. `None` for what
//! is no chain by its tokens; it is then a call like any other. That its sources are slices and its iterators core's
//! is a type condition ([`Hole::Links`]), that its methods are, another.
//!
//! What counts is followed: the number of a range and of `enumerate` is the variable of a loop that has no hole of
//! its own. Its domain holds all values that the chain can have, and maybe more: an adapter only leaves some out.

mod sources;
mod tokens;

use super::affine::LoopId;
use super::arith::bare;
use super::build::{Builder, FormOf, Local};
use super::control::{Target, TargetKind};
use super::pattern::plain_name;
use super::terminal::{Begins, End, closure};
use super::{ExId, Fold, Hole};
use crate::diag::Place;
use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Pat};
use tokens::{end, gives_option, has_link, is_adapter, is_extreme, is_link};

pub(super) use tokens::{is_end, sources};

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
            if is_adapter(m) && has_link(expr) {
                let (receiver, item) = self.read_links(&m.receiver, reading);
                let mut out = m.clone();
                out.receiver = Box::new(receiver);
                let item = match m.method.to_string().as_str() {
                    "enumerate" => Item::Pair(Box::new(Item::Other), Box::new(item)),
                    "zip" => {
                        let (other, right) = match bare(&m.args[0]) {
                            Expr::MethodCall(_) | Expr::Range(_) => self.read_links(&m.args[0], reading),
                            other => (self.whole_head(other, reading), Item::Other),
                        };
                        out.args[0] = other;
                        Item::Pair(Box::new(item), Box::new(right))
                    }
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
}

fn is_rest(pat: &Pat) -> bool {
    matches!(pat, Pat::Rest(_))
}
