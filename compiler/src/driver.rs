//! From the item to the expanded item: finds the loops, chooses the root of each nest, and collects
//! what happened.

mod demand;
mod finish;

pub use demand::demand_parallel;
pub use finish::warning;

use crate::analysis::{self, Facts, Float};
use crate::around;
use crate::diag::{self, Blocker, Cx, Inner, Place};
use crate::emit::{self, Helpers, Site};
use crate::expected;
use crate::helper;
use crate::kernel::{Function, Kernel};
use crate::loops;
use crate::marks::{Mark, Marks};
use crate::nest::{self, Counted, Nest};
use crate::options::Options;
use crate::plan::{self, Plan};
use crate::report::{LoopReport, Report, Verdict};
use crate::walk::{self, VisitMut};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Expr, ExprForLoop};

use demand::demand_marked;
use finish::finish;

/// Expands a function or method whose options and marks are known.
pub fn run(
    cx: &mut Cx,
    kernel: Kernel,
    options: &Options,
    marks: &Marks,
    part: Part,
) -> (TokenStream, Report) {
    let name = kernel.function.name.clone();
    let (item, loops) = expand(cx, kernel, options, marks, part);
    let tokens = match &options.path {
        Some(path) => emit::renamed(item.to_token_stream(), path),
        None => item.to_token_stream(),
    };
    (tokens, Report { function: name, loops, ..Report::default() })
}

/// The same as an item, whose paths are not renamed yet.
pub fn expand(
    cx: &mut Cx,
    kernel: Kernel,
    options: &Options,
    marks: &Marks,
    part: Part,
) -> (syn::ImplItemFn, Vec<LoopReport>) {
    let refusal = kernel.refusal();
    let Kernel { mut item, function } = kernel;
    let mut driver = Driver {
        cx,
        options,
        marks,
        function: &function,
        loops: Vec::new(),
        around: Around::Plain,
        results: expected::of_results(&item),
        last: last_loop(&item.block),
    };
    match &refusal {
        Some(refusal) => driver.around = Around::Refused(refusal.clone()),
        None if function.is_unsafe => driver.around = Around::Unsafe,
        None => {}
    }
    driver.visit_block_mut(&mut item.block);
    let loops = around::settled(driver.loops);
    demand_marked(cx, marks, &loops);
    loops::take_numbers(&mut item.block);
    let size = helper::count(item.block.to_token_stream());
    let found_math = refusal.is_none() && emit::substitute(&mut item.block, &options.how);
    if loops.is_empty() {
        helper::inline(&mut item, found_math, size);
    }
    let call = match (&refusal, loops.is_empty()) {
        (None, false) => Some(function.name.as_str()),
        _ => None,
    };
    finish(&mut item, options, &loops, (found_math, call), part);
    (item, loops)
}

/// The number of the loop that is the last statement.
fn last_loop(block: &syn::Block) -> Option<usize> {
    let attrs = match block.stmts.last()? {
        syn::Stmt::Expr(Expr::ForLoop(f), _) => &f.attrs,
        syn::Stmt::Expr(Expr::While(w), _) => &w.attrs,
        _ => return None,
    };
    Some(loops::number(attrs)).filter(|number| *number > 0)
}

/// What the attribute is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// On the function itself.
    Itself,
    /// On the block around it.
    OfBlock,
    /// It is a statement, which checks itself what it uses.
    Statement,
}

/// The counter of a root that is no `for` loop, and its source.
type Source<'a> = Option<(&'a Counted, &'a Expr)>;

#[derive(Clone)]
enum Around {
    Plain,
    Unsafe,
    Closure,
    /// A function inside, which is not annotated.
    Item,
    /// A function of which nothing can be compiled.
    Refused(Blocker),
}

struct Driver<'a> {
    cx: &'a mut Cx,
    options: &'a Options,
    marks: &'a Marks,
    function: &'a Function,
    /// The number of the loop that is the function's last statement.
    last: Option<usize>,
    loops: Vec<LoopReport>,
    around: Around,
    /// The types of the chains that are the function's result, by number.
    results: BTreeMap<usize, syn::Type>,
}

impl VisitMut for Driver<'_> {
    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        let before = std::mem::replace(&mut self.around, Around::Item);
        walk::visit_item_mut(self, item);
        self.around = before;
    }
    fn visit_item_fn_mut(&mut self, f: &mut syn::ItemFn) {
        if !loops::is_annotated(&f.attrs) {
            walk::visit_item_fn_mut(self, f);
        }
    }
    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        if !loops::is_annotated(&block.attrs) {
            walk::visit_item_impl_mut(self, block);
        }
    }
    fn visit_impl_item_fn_mut(&mut self, f: &mut syn::ImplItemFn) {
        if !loops::is_annotated(&f.attrs) {
            walk::visit_impl_item_fn_mut(self, f);
        }
    }
    fn visit_item_trait_mut(&mut self, block: &mut syn::ItemTrait) {
        if !loops::is_annotated(&block.attrs) {
            walk::visit_item_trait_mut(self, block);
        }
    }
    fn visit_trait_item_fn_mut(&mut self, f: &mut syn::TraitItemFn) {
        if !loops::is_annotated(&f.attrs) {
            walk::visit_trait_item_fn_mut(self, f);
        }
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let (syn::Pat::Type(t), Some(init)) = (&local.pat, &local.init) {
            expected::of_value(&init.expr, &t.ty, &mut self.results);
        }
        walk::visit_local_mut(self, local);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let before = self.around.clone();
        match expr {
            Expr::ForLoop(f) => {
                if let Some(tokens) = self.nest(&f.clone(), None) {
                    *expr = Expr::Verbatim(tokens);
                    return;
                }
            }
            Expr::While(_) | Expr::Loop(_) => {
                if let Some(tokens) = self.counting_loop(expr) {
                    *expr = Expr::Verbatim(tokens);
                    return;
                }
            }
            Expr::MethodCall(m) if loops::number(&m.attrs) > 0 => {
                if let Some(tokens) = self.value_of_chain(m) {
                    *expr = Expr::Verbatim(tokens);
                    return;
                }
            }
            Expr::Closure(_) | Expr::Async(_) if matches!(self.around, Around::Plain) => {
                self.around = Around::Closure;
            }
            Expr::Unsafe(_) if matches!(self.around, Around::Plain) => self.around = Around::Unsafe,
            _ => {}
        }
        let mut places = Vec::new();
        nest::operands(expr, &mut |end, _| places.push(place_of_chain(end)));
        walk::visit_expr_mut(self, expr);
        place(expr, places);
        self.around = before;
    }
}

fn place_of_chain(expr: &Expr) -> Option<Span> {
    match expr {
        Expr::MethodCall(m) => Some(diag::span_of(&m.receiver).0),
        _ => None,
    }
}

/// Chains that have become something else are at the user's place, where an operator beside them may panic.
fn place(expr: &mut Expr, places: Vec<Option<Span>>) {
    let mut places = places.into_iter();
    nest::operands(expr, &mut |end, assigned| {
        let place = places.next().flatten();
        if let (Expr::Verbatim(tokens), Some(place)) = (&*end, place) {
            let tokens = tokens.clone();
            *end = Expr::Verbatim(match assigned {
                true => nest::value_at(tokens, place),
                false => nest::at(tokens, place),
            });
        }
    });
}

impl Driver<'_> {
    /// A `while` or `loop` that counts is read as the `for` loop over the same values.
    fn counting_loop(&mut self, expr: &Expr) -> Option<TokenStream> {
        if let Some(counted) = nest::counted(expr) {
            return self.nest(&counted.head, Some((&counted, expr)));
        }
        let place = match expr {
            Expr::While(w) => Place::of(&w.while_token),
            Expr::Loop(l) => Place::of(&l.loop_token),
            _ => return None,
        };
        let (number, line) = (loops::number(attributes_mut(&mut expr.clone())), place.line());
        let blocker = self
            .blocked_by_surroundings(place.clone())
            .unwrap_or(Blocker::Syntax { place, what: nest::uncounted(expr) });
        let blockers = self.around(body_of(&mut expr.clone()), vec![blocker]);
        self.loops.push(LoopReport::as_written(number, line, "_".into(), blockers));
        None
    }

    /// The expansion of a chain that ends in a value; `None` if it stays as written.
    fn value_of_chain(&mut self, m: &syn::ExprMethodCall) -> Option<TokenStream> {
        let mut plain = m.clone();
        loops::take_inner_numbers(&mut plain);
        let Some(mut terminal) = nest::terminal::terminal(&plain) else {
            let what = nest::terminal::unread(&plain)?;
            let place = Place::of(&m.method);
            let (number, line) = (loops::number(&m.attrs), place.line());
            let blocker = self.blocked_by_surroundings(place.clone());
            let blocker = blocker.unwrap_or(Blocker::Syntax { place, what });
            self.loops.push(LoopReport::as_written(number, line, "_".into(), vec![blocker]));
            return None;
        };
        let f = terminal.as_loop();
        let expected = self.results.get(&loops::number(&m.attrs)).cloned();
        let collects = matches!(terminal.end, nest::terminal::End::Collect);
        let of_use = |ty: &syn::Type| match collects {
            true => nest::terminal::is_vec(ty),
            false => nest::terminal::is_named(ty),
        };
        terminal.ty = terminal.ty.or(expected.filter(of_use));
        let named =
            collects || matches!(terminal.end, nest::terminal::End::Sum | nest::terminal::End::Product);
        let sure = self.is_sure(&f, &terminal.begins);
        let read = if !sure && !terminal.tells_items() {
            Err(vec![Blocker::Syntax { place: Place::of(&f.expr), what: diag::UNSURE }])
        } else if named && terminal.ty.is_none() {
            Err(vec![Blocker::Syntax { place: Place::of(&m.method), what: diag::UNNAMED }])
        } else {
            self.read(&f, false).map(|(mut nest, facts)| {
                nest.core |= nest.chain.is_none();
                nest.item = (!sure && terminal.late.is_none()).then(|| nest.exemplar());
                nest.seen = emit::seen(terminal.late.as_ref().filter(|_| !sure));
                nest.value = (!sure && terminal.has_a_type()).then(|| nest.exemplar());
                let function =
                    terminal.best().and_then(|best| best.function.as_ref()).map(|_| nest.exemplar());
                if let (Some(top), Some(best)) = (&mut nest.top, terminal.best()) {
                    (top.max, top.last, top.order) = (best.max, best.last, best.order);
                    top.function = function;
                }
                (nest, facts)
            })
        };
        let number = loops::number(&f.attrs);
        let mark = self.marks.of(number);
        let planned = read.and_then(|(nest, facts)| {
            let spare = self.spare(&nest, &facts)?;
            let floats = self.calm(&nest, &facts).map_err(|place| vec![Blocker::Caller { place }])?;
            let blockers = facts.independent.as_ref().err().cloned().unwrap_or_default();
            let wants = self.options.parallel.is_some() && mark != Some(Mark::Serial);
            let plan =
                plan::plan(&nest, facts, wants, self.options.nogil, &self.options.how).with_floats(floats);
            let plan = plan.with_spare(spare);
            let reads = plan.is_parallel() && plan.roles.iter().all(|r| *r == analysis::Role::ReadOnly);
            let finds = terminal.is_search() || terminal.best().is_some();
            if finds && nest.has_effects() && plan.is_parallel() {
                return Err(vec![Blocker::Syntax { place: Place::of(&m.method), what: diag::BY_CALLS }]);
            }
            if (finds || nest.pack) && !reads || finds && nest.has_effects() {
                return Err(or_in_order(blockers, m));
            }
            // In order, one addition waits for the other, and LLVM knows core's own loops.
            let is_value = terminal.accumulator.is_some();
            let gains = collects && nest.has_elementary();
            if (is_value || collects) && !gains && !plan.is_parallel() && plan.lanes.is_none() {
                return Err(or_in_order(blockers, m));
            }
            match plan::check(&nest, &plan) {
                Ok(()) => Ok((nest, plan, blockers)),
                Err(what) => Err(vec![Blocker::Bug { place: nest.loops[0].place.clone(), what }]),
            }
        });
        match planned {
            Ok((nest, plan, blockers)) => {
                self.loops.push(LoopReport::of(&nest, &plan, blockers));
                let (function, how) = (&self.function.name, &self.options.how);
                let (original, helpers) = (emit::Original::Value(&terminal, &f), Helpers::default());
                let site = Site { function, original, demanded: false, how, helpers, last: false };
                let tokens = emit::emit(&nest, &plan, &site);
                self.emitted(&nest, &plan, site.helpers);
                Some(tokens)
            }
            Err(blockers) => {
                blockers.iter().filter(|b| matches!(b, Blocker::Bug { .. })).for_each(|b| self.cx.block(b));
                self.as_written(&f, blockers);
                None
            }
        }
    }

    /// Is what a chain begins with an iterator for certain?
    fn is_sure(&self, f: &ExprForLoop, begins: &nest::terminal::Begins) -> bool {
        match begins {
            nest::terminal::Begins::Range => true,
            nest::terminal::Begins::Variable(name) => self.function.is_slice(f, name),
            nest::terminal::Begins::Other => false,
        }
    }

    /// The expansion of a loop; `None` if it stays as written and its inner loops are looked at instead.
    fn nest(&mut self, f: &ExprForLoop, counted: Source<'_>) -> Option<TokenStream> {
        let f = &loops::with_plain_head(f);
        let number = loops::number(&f.attrs);
        let mark = self.marks.of(number);
        let linked = nest::terminal::linked(f);
        let sure = linked.as_ref().is_none_or(|linked| self.is_sure(f, &linked.begins));
        let read = match &linked {
            Some(linked) if linked.copies && !sure => {
                Err(vec![Blocker::Syntax { place: Place::of(&f.expr), what: diag::UNSURE }])
            }
            Some(linked) => self.read(&linked.inner, false),
            None => self.read(f, counted.is_some()),
        };
        let (nest, facts) = match read {
            Ok((mut nest, facts)) => {
                nest.core |= linked.is_some() && nest.chain.is_none();
                let late = linked.as_ref().and_then(|linked| linked.late.as_ref());
                nest.item = (!sure && late.is_none()).then(|| nest.exemplar());
                nest.seen = emit::seen(late.filter(|_| !sure));
                (nest, facts)
            }
            Err(blockers) => {
                let blockers = self.around(&f.body, blockers);
                self.as_written(f, blockers);
                return None;
            }
        };
        let inner_demanded = nest.loops.iter().skip(1).any(|l| self.marks.of(l.id) == Some(Mark::Parallel));
        let asked = self.options.parallel.is_some() || mark == Some(Mark::Parallel) || inner_demanded;
        let wants = asked && mark != Some(Mark::Serial) && !inner_demanded;
        let mut blockers = facts.independent.as_ref().err().cloned().unwrap_or_default();
        blockers = self.around(&f.body, blockers);
        if mark == Some(Mark::Serial) {
            blockers = vec![Blocker::AskedSerial { place: Place::of(&f.for_token) }];
        }
        let outer_parallel = wants && facts.independent.is_ok();
        if asked && !outer_parallel && nest.has_inner_loop() {
            // The outer loop cannot, or is not asked to; an inner one may.
            let tokens = self.inner_parallel(f, counted, &nest, blockers.clone(), inner_demanded);
            if let Some(tokens) = tokens {
                return Some(tokens);
            }
        }
        let floats = match self.calm(&nest, &facts) {
            Ok(floats) => floats,
            Err(place) => {
                self.as_written(f, vec![Blocker::Caller { place }]);
                return None;
            }
        };
        let spare = match self.spare(&nest, &facts) {
            Ok(spare) => spare,
            Err(blockers) => {
                self.as_written(f, blockers);
                return None;
            }
        };
        let plan = plan::plan(&nest, facts, wants, self.options.nogil, &self.options.how).with_floats(floats);
        let plan = plan.with_spare(spare);
        if nest.chain.as_ref().is_some_and(|c| c.has_few) && !plan.is_parallel() {
            let place = Place::of(&f.expr);
            blockers.push(Blocker::Syntax { place, what: diag::FEW });
            self.as_written(f, blockers);
            return None;
        }
        if let Err(what) = plan::check(&nest, &plan) {
            let bug = Blocker::Bug { place: nest.loops[0].place.clone(), what };
            self.cx.block(&bug);
            self.as_written(f, vec![bug]);
            return None;
        }
        self.loops.push(LoopReport::of(&nest, &plan, blockers));
        let (tokens, helpers) =
            self.emit(f, (counted, linked.as_ref()), &nest, &plan, mark == Some(Mark::Parallel));
        self.emitted(&nest, &plan, helpers);
        Some(tokens)
    }

    /// The unsafe helpers of the last loop.
    fn emitted(&mut self, nest: &Nest, plan: &Plan, helpers: Helpers) {
        if let Some(last) = self.loops.last_mut() {
            last.add_helpers(nest, plan, &helpers.all());
        }
    }

    /// The reasons of a loop, seen from the loops inside of it: where one of them may run in parallel, that helps.
    fn around(&self, body: &syn::Block, blockers: Vec<Blocker>) -> Vec<Blocker> {
        if blockers.is_empty() {
            return blockers;
        }
        let independent = |f: &ExprForLoop| {
            let number = loops::number(&f.attrs);
            let f = loops::with_plain_head(f);
            if self.marks.of(number) == Some(Mark::Serial) {
                return None;
            }
            let (nest, facts) = self.read(&f, false).ok()?;
            self.calm(&nest, &facts).ok()?;
            facts.independent.ok()?;
            let (iv, line) = (nest.loops[0].name(), f.for_token.span.start().line);
            Some(Inner { number, iv, line, runs: false })
        };
        match around::first(body, &independent) {
            Some(inner) => blockers.into_iter().map(|b| b.around(&inner)).collect(),
            None => blockers,
        }
    }

    fn read(&self, f: &ExprForLoop, counted: bool) -> Result<(Nest, Facts), Vec<Blocker>> {
        let place = Place::of(&f.for_token);
        if let Some(blocker) = self.blocked_by_surroundings(place) {
            return Err(vec![blocker]);
        }
        let nest = nest::build(f, counted, self.options.nogil, self.function, &self.options.how)?;
        let facts = analysis::analyse(&nest, self.options.nogil)?;
        Ok((nest, facts))
    }

    fn blocked_by_surroundings(&self, place: Place) -> Option<Blocker> {
        match &self.around {
            Around::Plain => None,
            Around::Unsafe => Some(Blocker::Unsafe { place }),
            Around::Closure => Some(Blocker::Syntax { place, what: "a loop inside a closure" }),
            Around::Item => Some(Blocker::Syntax { place, what: "a loop inside an inner function" }),
            Around::Refused(why) => Some(why.clone()),
        }
    }

    /// What must be floats so that nothing panics at another place than the caller's.
    fn calm(&self, nest: &Nest, facts: &Facts) -> Result<BTreeSet<Float>, Place> {
        if !self.function.is_tracked {
            return Ok(BTreeSet::new());
        }
        analysis::floats(nest, &facts.in_bounds)
    }

    /// What must be floats so that it does not show which closures of a chain core calls more often.
    fn spare(&self, nest: &Nest, facts: &Facts) -> Result<analysis::Spare, Vec<Blocker>> {
        analysis::spare(nest, &facts.in_bounds, self.options.nogil)
            .map_err(|place| vec![Blocker::Syntax { place, what: diag::LEFT_OUT }])
    }

    fn emit(
        &self,
        f: &ExprForLoop,
        (counted, linked): (Source<'_>, Option<&nest::terminal::Linked>),
        nest: &Nest,
        plan: &Plan,
        demanded: bool,
    ) -> (TokenStream, Helpers) {
        let (function, how) = (&self.function.name, &self.options.how);
        let last = self.last == Some(loops::number(&f.attrs));
        let site = |original| Site { function, original, demanded, how, helpers: Helpers::default(), last };
        let emitted = |site: Site<'_>| (emit::emit(nest, plan, &site), site.helpers);
        let (tokens, helpers) = match counted {
            None => {
                let mut original = f.clone();
                emit::substitute(&mut original.body, how);
                loops::take_numbers(&mut original.body);
                let original = match linked {
                    Some(linked) => emit::Original::Linked(&original, linked),
                    None => emit::Original::For(&original),
                };
                emitted(site(original))
            }
            Some((counted, source)) => {
                let mut source = source.clone();
                attributes_mut(&mut source).clear();
                emit::substitute(body_of(&mut source), how);
                loops::take_numbers(body_of(&mut source));
                emitted(site(emit::Original::Counted(counted, &source)))
            }
        };
        // What the user said of the loop, such as `#[allow(..)]`, is said of all of it.
        let attrs = f.attrs.iter().filter(|a| !loops::is_number(a));
        (quote!(#(#attrs)* #tokens), helpers)
    }

    fn as_written(&mut self, f: &ExprForLoop, blockers: Vec<Blocker>) {
        let iv = crate::diag::Place::of(&f.pat).text;
        self.loops.push(LoopReport::as_written(
            loops::number(&f.attrs),
            f.for_token.span.start().line,
            iv,
            blockers,
        ));
    }

    /// The loop as written around inner loops of which at least one is parallel.
    fn inner_parallel(
        &mut self,
        f: &ExprForLoop,
        counted: Source<'_>,
        nest: &Nest,
        blockers: Vec<Blocker>,
        demanded: bool,
    ) -> Option<TokenStream> {
        let before = self.loops.len();
        self.as_written(f, blockers);
        if let Some(lp) = self.loops.last_mut() {
            lp.verdict = Verdict::Outer;
            lp.iv = nest.loops[0].name();
        }
        let mut source = counted.map_or_else(|| Expr::ForLoop(f.clone()), |(_, source)| source.clone());
        let body = body_of(&mut source);
        self.visit_block_mut(body);
        // A mark that cannot be kept must be known for its error.
        if demanded || self.loops[before..].iter().any(|l| l.verdict.is_parallel()) {
            emit::substitute(body, &self.options.how);
            loops::take_numbers(body);
            loops::take_number(&mut source);
            return Some(quote!(#source));
        }
        self.loops.truncate(before);
        None
    }
}

/// The reasons, or that a value in order gains nothing.
fn or_in_order(mut blockers: Vec<Blocker>, m: &syn::ExprMethodCall) -> Vec<Blocker> {
    if blockers.is_empty() {
        blockers.push(Blocker::Syntax { place: Place::of(&m.method), what: diag::IN_ORDER });
    }
    blockers
}

/// The body of a loop.
fn body_of(source: &mut Expr) -> &mut syn::Block {
    match source {
        Expr::ForLoop(f) => &mut f.body,
        Expr::While(w) => &mut w.body,
        Expr::Loop(l) => &mut l.body,
        _ => unreachable!("only loops are roots"),
    }
}

/// The attributes of a loop.
fn attributes_mut(source: &mut Expr) -> &mut Vec<syn::Attribute> {
    match source {
        Expr::ForLoop(f) => &mut f.attrs,
        Expr::While(w) => &mut w.attrs,
        Expr::Loop(l) => &mut l.attrs,
        _ => unreachable!("only loops are roots"),
    }
}
