//! From the item to the expanded item: finds the loops, chooses the root of each nest, and collects
//! what happened.

use crate::analysis::{self, Facts};
use crate::diag::{self, Blocker, Cx, Place, code, help, message};
use crate::emit::{self, Site};
use crate::kernel::{Function, Kernel, Mark, Marks};
use crate::nest::{self, Counted, Nest};
use crate::nogil;
use crate::options::Options;
use crate::plan::{self, Plan};
use crate::report::{LoopReport, Report, Verdict};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, ExprForLoop};

/// Expands an item whose options and marks are known.
pub fn run(cx: &mut Cx, kernel: Kernel, options: &Options, marks: &Marks) -> (TokenStream, Report) {
    let Kernel { mut item, function } = kernel;
    let mut driver =
        Driver { cx, options, marks, function: &function, loops: Vec::new(), around: Around::Plain };
    if function.is_unsafe {
        driver.around = Around::Unsafe;
    }
    driver.visit_block_mut(&mut item.block);
    let loops = driver.loops;
    demand_parallel(cx, options, marks, &loops);
    let found_math = emit::substitute(&mut item.block, &options.how);
    finish(&mut item, options, &loops, found_math);
    (quote!(#item), Report { function: function.name.clone(), loops })
}

/// `parallel` promises something: if nothing can keep it, that is an error which says why.
fn demand_parallel(cx: &mut Cx, options: &Options, marks: &Marks, loops: &[LoopReport]) {
    for lp in loops {
        let demanded = marks.of(lp.number) == Some(Mark::Parallel);
        if demanded && !lp.verdict.is_parallel() {
            lp.blockers.iter().for_each(|b| cx.block(b));
        }
    }
    let Some(span) = options.parallel else { return };
    if loops.is_empty() {
        let text = "[A0106] there is no loop in this function, so `parallel` would do nothing\nhelp: remove `parallel`";
        return cx.error(span, text.into());
    }
    let any = loops.iter().any(|l| l.verdict.is_parallel());
    if !any && cx.is_clean() {
        // A mark explains itself.
        let blockers = loops.iter().flat_map(|l| &l.blockers);
        blockers.filter(|b| !matches!(b, Blocker::AskedSerial { .. })).for_each(|b| cx.block(b));
    }
    if !any && cx.is_clean() {
        let text = "[A0107] every loop of this function is marked serial, so `parallel` would do nothing\nhelp: remove `parallel`";
        cx.error(span, text.into());
    }
}

/// The parts of the function around its loops.
fn finish(item: &mut syn::ItemFn, options: &Options, loops: &[LoopReport], found_math: bool) {
    let s = Span::mixed_site();
    let hl = emit::runtime();
    let mut before = TokenStream::new();
    if options.nogil {
        before.extend(nogil::checks(&item.sig));
    }
    if options.warn {
        before.extend(loops.iter().filter_map(warning));
    }
    let any_fast = loops.iter().any(|l| l.verdict != Verdict::AsWritten);
    if any_fast {
        before.extend(emit::tracked());
    }
    if loops.iter().any(|l| l.verdict.is_parallel()) {
        before.extend(emit::limits(&options.how));
    }
    if found_math || any_fast {
        let plain = emit::plain_flag();
        before.extend(quote_spanned!(s=> let #plain = #hl::is_original();));
    }
    if loops.is_empty() && !item.attrs.iter().any(|a| a.path().is_ident("inline")) {
        item.attrs.push(syn::parse_quote!(#[inline]));
    }
    let stmts = std::mem::take(&mut item.block.stmts);
    item.block.stmts = vec![syn::Stmt::Expr(Expr::Verbatim(before), None)];
    item.block.stmts.extend(stmts);
}

/// A compiler warning at the loop: the use of a deprecated constant whose note is the reason.
fn warning(lp: &LoopReport) -> Option<TokenStream> {
    let why = lp.blockers.first()?;
    let note = format!("[{}] {}; help: {}", code(why), message(why), help(why));
    let at = why.place().span.0;
    let name = proc_macro2::Ident::new("HOTLOOP_MISSED", at);
    let s = Span::mixed_site();
    Some(quote_spanned!(s=> { #[deprecated(note = #note)] const #name: () = (); let () = #name; }))
}

/// The counter of a root that is no `for` loop, and its source.
type Source<'a> = Option<(&'a Counted, &'a Expr)>;

#[derive(Clone, Copy, PartialEq)]
enum Around {
    Plain,
    Unsafe,
    Closure,
}

struct Driver<'a> {
    cx: &'a mut Cx,
    options: &'a Options,
    marks: &'a Marks,
    function: &'a Function,
    loops: Vec<LoopReport>,
    around: Around,
}

impl VisitMut for Driver<'_> {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let before = self.around;
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
            Expr::Closure(_) | Expr::Async(_) => self.around = Around::Closure,
            Expr::Unsafe(_) => self.around = Around::Unsafe,
            _ => {}
        }
        visit_expr_mut(self, expr);
        self.around = before;
    }
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
        let span = place.span.0;
        let number = self.function.number_at(span.start());
        let blockers = vec![Blocker::Syntax { place, what: diag::UNCOUNTED }];
        self.loops.push(LoopReport::as_written(number, span.start().line, "_".into(), blockers));
        None
    }

    /// The expansion of a loop; `None` if it stays as written and its inner loops are looked at instead.
    fn nest(&mut self, f: &ExprForLoop, counted: Source<'_>) -> Option<TokenStream> {
        let number = self.function.loop_number(f);
        let mark = self.marks.of(number);
        let (nest, facts) = match self.read(f, counted.is_some()) {
            Ok(read) => read,
            Err(blockers) => {
                self.as_written(f, blockers);
                return None;
            }
        };
        let inner_demanded = nest.loops.iter().skip(1).any(|l| self.marks.of(l.id) == Some(Mark::Parallel));
        let asked = self.options.parallel.is_some() || mark == Some(Mark::Parallel) || inner_demanded;
        let wants = asked && mark != Some(Mark::Serial) && !inner_demanded;
        let mut blockers = facts.independent.as_ref().err().cloned().unwrap_or_default();
        if mark == Some(Mark::Serial) {
            blockers = vec![Blocker::AskedSerial { place: Place::of(&f.for_token) }];
        }
        let outer_parallel = wants && facts.independent.is_ok();
        if asked && !outer_parallel && nest.has_inner_loop() {
            // The outer loop cannot; an inner one may.
            if let Some(tokens) = self.inner_parallel(f, counted, &nest, blockers.clone()) {
                return Some(tokens);
            }
        }
        let plan = plan::plan(&nest, facts, wants, self.options.nogil, &self.options.how);
        if let Err(what) = plan::check(&nest, &plan) {
            let bug = Blocker::Bug { place: nest.loops[0].place.clone(), what };
            self.cx.block(&bug);
            self.as_written(f, vec![bug]);
            return None;
        }
        self.loops.push(LoopReport::of(&nest, &plan, blockers));
        Some(self.emit(f, counted, &nest, &plan, mark == Some(Mark::Parallel)))
    }

    fn read(&self, f: &ExprForLoop, counted: bool) -> Result<(Nest, Facts), Vec<Blocker>> {
        let place = Place::of(&f.for_token);
        match self.around {
            Around::Unsafe => return Err(vec![Blocker::Unsafe { place }]),
            Around::Closure => return Err(vec![Blocker::Syntax { place, what: "a loop inside a closure" }]),
            Around::Plain => {}
        }
        let nest = nest::build(f, counted, self.options.nogil, self.function, &self.options.how)?;
        let facts = analysis::analyse(&nest, self.options.nogil)?;
        Ok((nest, facts))
    }

    fn emit(
        &self,
        f: &ExprForLoop,
        counted: Source<'_>,
        nest: &Nest,
        plan: &Plan,
        demanded: bool,
    ) -> TokenStream {
        let (function, how) = (&self.function.name, &self.options.how);
        match counted {
            None => {
                let mut original = f.clone();
                emit::substitute(&mut original.body, how);
                let original = emit::Original::For(&original);
                emit::emit(nest, plan, &Site { function, original, demanded, how })
            }
            Some((counted, source)) => {
                let mut source = source.clone();
                emit::substitute(body_of(&mut source), how);
                let original = emit::Original::Counted(counted, &source);
                emit::emit(nest, plan, &Site { function, original, demanded, how })
            }
        }
    }

    fn as_written(&mut self, f: &ExprForLoop, blockers: Vec<Blocker>) {
        let iv = crate::diag::Place::of(&f.pat).text;
        self.loops.push(LoopReport::as_written(
            self.function.loop_number(f),
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
        if self.loops[before..].iter().any(|l| l.verdict.is_parallel()) {
            emit::substitute(body, &self.options.how);
            return Some(quote!(#source));
        }
        self.loops.truncate(before);
        None
    }
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
