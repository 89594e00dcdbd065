//! Functions of functions: what the inner one gives is computed a block of iterations ahead.
//!
//! In `let d = x[i].ln(); y[i] = erfc(d);` each iteration waits for the logarithm, and behind it stand more operations of
//! the second function than a processor looks ahead: it cannot begin the next iteration's logarithm meanwhile. Two
//! short loops keep it busy:
//!
//! ```text
//! while b < hi {
//!     let e = block(b, hi);
//!     stage0.fill(b, e, |k| { let d = LOGARITHM; d });
//!     let mut k = b;
//!     for ahead0 in stage0.values() { k += 1; BODY, with `let d = ahead0` }
//!     b = e;
//! }
//! ```
//!
//! In: a loop for vectors. Out: the loop in stages, if a `let` of its body takes an elementary function and something
//! later takes one of what came out, or if a call has another in its arguments. Invariant: what is computed ahead is total and reads nothing that its block writes
//! (`probe`), so it has no effect besides its value, whose bits are those of the loop in one piece.

use super::blocks::Ordinals;
use super::fast::Fast;
use super::interleave::Hint;
use super::probe::scan::{names, parts, sites, walk, walk_expr};
use super::probe::{Ahead, Wanted};
use super::{id, runtime};
use crate::nest::affine::LoopId;
use crate::nest::{Hole, HoleId, Nest, hole_of};
use crate::walk::{self, Visit};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Expr, Pat, Stmt};

/// More values than these are not computed ahead.
const MOST_STAGES: usize = 4;

impl Fast<'_> {
    /// The loop in stages, if that pays; `plain` is the loop in one piece.
    pub(super) fn in_stages(
        &self,
        l: LoopId,
        all: &Ordinals,
        plain: &dyn Fn() -> TokenStream,
    ) -> Option<TokenStream> {
        let (nest, lp) = (self.nest, &self.nest.loops[l]);
        let root =
            l == 0 && (nest.chain.is_some() || nest.search || nest.top.is_some() || nest.gather.is_some());
        let simple = nest.may_have_lanes(l) && lp.pat.is_none() && !root && !self.is_unrolled(l);
        let inner = || nest.loops.iter().any(|inner| inner.parent == Some(l));
        if !simple || self.staged.borrow().is_some() || sites(nest, l) > 0 || inner() {
            return None;
        }
        let wanted = wanted(nest, &lp.body);
        if wanted.is_empty() || self.keeps_order(l).is_some() {
            return None;
        }
        let mut stages = self.ahead(l, &wanted);
        stages.truncate(MOST_STAGES);
        (!stages.is_empty()).then(|| self.staged_loop(l, all, plain, &stages))
    }

    fn staged_loop(
        &self,
        l: LoopId,
        all: &Ordinals,
        plain: &dyn Fn() -> TokenStream,
        stages: &[Ahead<'_>],
    ) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let (from, to, k) = (id("from", l), id("to", l), id("k", l));
        let (lo, hi, label) = (&all.lo, &all.hi, &self.nest.loops[l].label);
        let (iv, value) = (self.iv(l), self.value(l, quote!(#k)));
        let used = quote_spanned!(s=> let _ = #iv;);
        let names: Vec<Ident> = (0..stages.len()).map(|n| id("stage", n)).collect();
        let fills = stages.iter().zip(&names).map(|(stage, name)| {
            let (lets, own) = (&stage.lets, &stage.name);
            quote_spanned! {s=>
                #name.fill(#from, #to, |#k| { let #iv = #value; #used #lets #own });
            }
        });
        let mut body = self.nest.loops[l].body.clone();
        let mut ahead = BTreeMap::new();
        for (n, stage) in stages.iter().enumerate() {
            let (name, used) = (ahead_name(n), &stage.used);
            let value = quote_spanned!(s=> { let _ = (#(&#used,)*); #name });
            for wanted in &stage.wanted {
                match wanted {
                    Wanted::Call(h) => _ = ahead.insert(*h, quote_spanned!(s=> (#value))),
                    Wanted::Let(at, _) => {
                        if let Some(Stmt::Local(local)) = body.stmts.get_mut(*at)
                            && let Some(init) = &mut local.init
                        {
                            *init.expr = Expr::Verbatim(value.clone());
                        }
                    }
                }
            }
        }
        self.ahead.replace(ahead);
        let Hint { begin, step, end } = self.hint(l, &body);
        self.staged.replace(Some((l, body)));
        let body = self.body_of(l);
        self.staged.replace(None);
        self.ahead.replace(BTreeMap::new());
        let floats: BTreeSet<&Ident> = stages.iter().flat_map(|stage| &stage.floats).collect();
        let (values, pattern) = zipped(&names);
        let (floats, plain) = (floats.into_iter(), plain());
        quote_spanned! {s=>
            if true #(&& #floats.is_float())* {
                #(let mut #names = #hl::Stage::new();)*
                let mut #from = #lo;
                while #from < #hi {
                    let #to = #hl::block(#from, #hi);
                    #(#fills)*
                    let mut #k = #from;
                    #begin
                    #label for #pattern in #values {
                        let #iv = #value;
                        #used
                        #k += 1;
                        #step
                        #body
                    }
                    #end
                    #from = #to;
                }
            } else { #plain }
        }
    }
}

/// The value that was computed ahead.
fn ahead_name(n: usize) -> Ident {
    id("ahead", n)
}

/// The values of all stages side by side, and the pattern of their names.
fn zipped(names: &[Ident]) -> (TokenStream, TokenStream) {
    let s = Span::mixed_site();
    let mut values = TokenStream::new();
    let mut pattern = TokenStream::new();
    for (n, name) in names.iter().enumerate() {
        let ahead = ahead_name(n);
        if n == 0 {
            values = quote_spanned!(s=> #name.values());
            pattern = quote_spanned!(s=> #ahead);
        } else {
            values = quote_spanned!(s=> ::core::iter::Iterator::zip(#values, #name.values()));
            pattern = quote_spanned!(s=> (#pattern, #ahead));
        }
    }
    (values, pattern)
}

/// What takes an elementary function, and gives what another takes: `let`s of one name of the body, and calls within
/// calls.
fn wanted<'a>(nest: &'a Nest, body: &'a syn::Block) -> Vec<Wanted<'a>> {
    // Which candidates a name comes from.
    let mut from: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let (mut wanted, mut inner) = (BTreeSet::<usize>::new(), BTreeMap::<usize, Vec<HoleId>>::new());
    for (n, stmt) in body.stmts.iter().enumerate() {
        let one = syn::Block { brace_token: body.brace_token, stmts: vec![stmt.clone()] };
        let mut calls = Vec::new();
        walk(nest, &one, &mut |h| calls.extend(is_costly(nest, h).then_some(h)));
        let called = calls.iter().flat_map(|h| parts(nest, *h)).flat_map(|part| names(nest, part));
        for name in called.chain(passed(nest, &one)) {
            wanted.extend(from.get(&name).into_iter().flatten());
        }
        inner.insert(n, innermost(nest, &calls));
        let Stmt::Local(local) = stmt else { continue };
        let (Some(init), Some(name)) = (&local.init, simple(&local.pat)) else { continue };
        let used = names(nest, &init.expr);
        let mut sources: BTreeSet<usize> =
            used.iter().filter_map(|name| from.get(name)).flatten().copied().collect();
        if !calls.is_empty() {
            sources.insert(n);
        }
        from.insert(name.to_string(), sources);
    }
    let mut out = Vec::new();
    for (n, stmt) in body.stmts.iter().enumerate() {
        match stmt {
            Stmt::Local(local) if wanted.contains(&n) => out.push(Wanted::Let(n, local)),
            _ => out.extend(inner[&n].iter().map(|h| Wanted::Call(*h))),
        }
    }
    out
}

/// Those of the calls that are within another, and have none within themselves.
fn innermost(nest: &Nest, calls: &[HoleId]) -> Vec<HoleId> {
    let within = |h: HoleId| {
        let mut within = BTreeSet::new();
        for part in parts(nest, h) {
            walk_expr(nest, part, &mut |inner| within.extend(is_costly(nest, inner).then_some(inner)));
        }
        within
    };
    let all: Vec<BTreeSet<HoleId>> = calls.iter().map(|h| within(*h)).collect();
    let is_inner = |h: &HoleId| all.iter().any(|within| within.contains(h));
    calls.iter().zip(&all).filter(|(h, own)| own.is_empty() && is_inner(h)).map(|(h, _)| *h).collect()
}

/// A call of an elementary function of many operations?
pub(super) fn is_costly(nest: &Nest, h: HoleId) -> bool {
    let Hole::Method(m) = nest.holes[h] else { return false };
    let method = &nest.methods[m];
    let few =
        matches!(method.name.to_string().as_str(), "sqrt" | "recip" | "powi" | "hypot" | "abs" | "mul_add");
    method.result.is_some() && !few
}

/// The names in the arguments of calls of other functions: they may hold elementary ones.
fn passed(nest: &Nest, body: &syn::Block) -> BTreeSet<String> {
    struct Passed<'a>(&'a Nest, BTreeSet<String>);
    impl<'ast> Visit<'ast> for Passed<'_> {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match (hole_of(expr), expr) {
                (Some(h), _) => parts(self.0, h).into_iter().for_each(|part| self.visit_expr(part)),
                (None, Expr::Call(c)) => {
                    c.args.iter().for_each(|arg| self.1.extend(names(self.0, arg)));
                    walk::visit_expr(self, expr);
                }
                (None, other) => walk::visit_expr(self, other),
            }
        }
    }
    let mut passed = Passed(nest, BTreeSet::new());
    passed.visit_block(body);
    passed.1
}

fn simple(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(p) if p.by_ref.is_none() && p.subpat.is_none() && p.mutability.is_none() => Some(&p.ident),
        Pat::Type(t) => simple(&t.pat),
        _ => None,
    }
}
