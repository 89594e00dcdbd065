//! The model: the loop once more, in a branch that never runs, with exemplars tied to its expressions.
//!
//! Type inference goes through a body in the order of the text, so after the model every exemplar has the
//! type that the user's own code gives it, and questions about it have answers.

use super::hole::is_clamping;
use super::{id, runtime};
use crate::nest::affine::LoopId;
use crate::nest::head::applied;
use crate::nest::{Hole, HoleId, Links, Needs, Nest, Step, Uninit, fill, fill_statements};
use crate::options::How;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::cell::RefCell;
use std::collections::BTreeSet;

struct Model<'a> {
    nest: &'a Nest,
    how: &'a How,
    /// Bases whose elements are tied already.
    tied: RefCell<BTreeSet<usize>>,
}

/// Where the values of the root's variable come from.
pub(super) enum Source<'a> {
    /// A head whose range has this name.
    Head(&'a Ident),
    /// A chain of this name.
    Chain(&'a Ident),
    /// A counter of the user's that runs to a bound.
    Counted { counter: &'a Ident, bound: &'a syn::Expr },
}

pub(super) fn emit(nest: &Nest, how: &How, source: &Source<'_>) -> TokenStream {
    let s = Span::mixed_site();
    let model = Model { nest, how, tied: RefCell::default() };
    let hl = runtime();
    let places = nest.scalars.iter().enumerate().map(|(n, x)| (x.ex, &x.tokens, nest.is_blank(n)));
    let places = places.chain(nest.wholes.iter().map(|x| (x.ex, &x.tokens, false)));
    let places = places.chain(nest.roots.iter().map(|x| (x.ex, &x.tokens, !x.is_reference)));
    let ties = places.map(|(ex, tokens, may_be_unions)| {
        let ex = id("ex", ex);
        let place = if may_be_unions { super::borrow(tokens) } else { quote_spanned!(s=> &#tokens) };
        quote_spanned!(s=> #ex.tie(#place);)
    });
    // What `*` is applied to, and what fields are taken of.
    let body = match source {
        Source::Head(r) => {
            model.lp(0, quote_spanned!(s=> #hl::Head::again(&#r)), &|n, _| super::step_name(n))
        }
        Source::Chain(chain) => model.items(chain),
        Source::Counted { counter, bound } => model.counted(counter, bound),
    };
    quote!(#(#ties)* #body)
}

impl Model<'_> {
    fn lp(
        &self,
        l: LoopId,
        range: TokenStream,
        step: &dyn Fn(usize, &syn::Expr) -> TokenStream,
    ) -> TokenStream {
        let s = Span::mixed_site();
        let lp = &self.nest.loops[l];
        let (ex, label) = (id("ex", lp.ex), &lp.label);
        let mut head = applied(&range, &lp.adapters, step);
        if let Some(whole) = lp.head_ex {
            let (whole, r) = (id("ex", whole), id("r", 0));
            head = quote_spanned!(s=> { let #r = #head; #whole.tie(&#r); #r });
        }
        let body = fill_statements(&lp.body, &|h| self.hole(h));
        // In parentheses: a head may end in a block.
        match (&lp.iv, &lp.pat) {
            (Some(iv), _) => quote_spanned!(s=> #label for #iv in (#head) { #ex.tie(&#iv); #body }),
            (None, pat) => {
                let iv = id("iv", l);
                let pat = pat.as_ref().map(|p| quote_spanned!(s=> let #p = #iv;));
                quote_spanned!(s=> #label for #iv in (#head) { #ex.tie(&#iv); #pat #body })
            }
        }
    }

    /// The items of a chain have the types that the user's own pattern gives them. What counts them is ours.
    fn items(&self, chain: &Ident) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let lp = &self.nest.loops[0];
        let (ex, label, pat) = (id("ex", lp.ex), &lp.label, &lp.pat);
        let body = fill_statements(&lp.body, &|h| self.hole(h));
        let items = match self.nest.item.map(|ex| id("ex", ex)) {
            Some(item) => quote_spanned!(s=> #item.items_again()),
            None => quote_spanned!(s=> #hl::again(&#chain)),
        };
        quote_spanned!(s=> #ex.tie(&0usize); #label for #pat in #items { #body })
    }

    /// The user's own counter stands for the values that it takes.
    fn counted(&self, counter: &Ident, bound: &syn::Expr) -> TokenStream {
        let s = Span::mixed_site();
        let lp = &self.nest.loops[0];
        let (ex, end, label) = (id("ex", lp.ex), super::bound_name(), &lp.label);
        let body = fill_statements(&lp.body, &|h| self.hole(h));
        quote_spanned!(s=> #ex.tie(&#counter); #end.tie(&(#bound)); #label for _ in 0..1 { #body })
    }

    /// `s + a` of `s = s + a + b`.
    fn earlier(&self, update: &crate::nest::Update) -> Option<TokenStream> {
        let before = &self.nest.updates[update.earlier?];
        let held = self.earlier(before).unwrap_or_else(|| self.nest.scalars[update.scalar].tokens.clone());
        let term = fill(&before.term, &|h| self.hole(h));
        let term = match before.ex.map(|ex| id("ex", ex)) {
            Some(ex) => quote_spanned!(Span::mixed_site()=> #ex.through(#term)),
            None => term,
        };
        Some(super::update::partial(before, &held, &term))
    }

    fn hole(&self, h: HoleId) -> TokenStream {
        let s = Span::mixed_site();
        let nest = self.nest;
        match &nest.holes[h] {
            Hole::Access(a) => self.access(*a),
            Hole::Read(x) | Hole::Write(x) | Hole::Assign(x) => nest.scalars[*x].tokens.clone(),
            Hole::Whole(w) => nest.wholes[*w].tokens.clone(),
            Hole::Len(b) => {
                let base = &nest.bases[*b].tokens;
                quote_spanned!(s=> #base.len())
            }
            Hole::Extent(e) => nest.extents[*e].ask.clone(),
            Hole::Uninit(u) => self.uninit(&nest.uninits[*u]),
            Hole::RowLen(a) => {
                let row = self.access(*a);
                quote_spanned!(s=> #row.len())
            }
            Hole::Method(m) => self.method(*m),
            Hole::Loop(l) => {
                let range = fill(&nest.loops[*l].range, &|h| self.hole(h));
                self.lp(*l, range, &|_, step| fill(step, &|h| self.hole(h)))
            }
            Hole::Tie(l) => {
                let (ex, iv) = (id("ex", nest.loops[*l].ex), &nest.loops[*l].iv);
                quote_spanned!(s=> #ex.tie(&#iv);)
            }
            Hole::Assert { condition, message, debug, at } => {
                super::assertion(&fill(&**condition, &|h| self.hole(h)), message, *debug, *at)
            }
            Hole::Macro(call) => super::macro_call(call, &|h| self.hole(h)),
            Hole::Update(u) => {
                let update = &nest.updates[*u];
                let filled = |tree| fill(tree, &|h| self.hole(h));
                let with: Vec<_> = update
                    .with
                    .iter()
                    .map(|(at, value)| (nest.scalars[*at].tokens.clone(), filled(value)))
                    .collect();
                super::update::model(nest, update, (filled(&update.term), self.earlier(update)), &with)
            }
            Hole::Arith(a) => self.arith(*a),
            Hole::Operand(_) => unreachable!("operands are emitted with their tree"),
            Hole::Fused { target, subtract, term, ex, at } => {
                let (hl, ex) = (runtime(), id("ex", *ex));
                let (tied, target) = (fill(&**target, &|h| self.hole(h)), fill(&**target, &|h| self.hole(h)));
                let term = fill(&**term, &|h| self.hole(h));
                let update = super::sums::spell(&target, *subtract, false, &term, *at);
                quote_spanned!(s=> { if false { #ex.tie(&(#tied)); #hl::diverge(); } #update })
            }
            Hole::Links(links) => self.links(links),
            Hole::Numbers { range, ex } => {
                let (range, ex) = (fill(&**range, &|h| self.hole(h)), id("ex", *ex));
                quote_spanned!(s=> #ex.counted(#range))
            }
            Hole::All { access, is_place } => self.all(*access, *is_place),
            Hole::Row(a) => self.access(*a),
            Hole::Result { whole, ex } => {
                let (whole, ex) = (fill(&**whole, &|h| self.hole(h)), id("ex", *ex));
                quote_spanned!(s=> #ex.through(#whole))
            }
            Hole::Hit(value) => {
                let value = fill(&**value, &|h| self.hole(h));
                quote_spanned!(s=> { let _: ::core::primitive::bool = #value; })
            }
            Hole::Top(key) => super::best::model(nest, &fill(&**key, &|h| self.hole(h))),
            Hole::Put(value) => {
                let value = fill(&**value, &|h| self.hole(h));
                quote_spanned!(s=> { let _ = #value; })
            }
            Hole::Seen { value, node } => super::late::seen(nest, *node, fill(&**value, &|h| self.hole(h))),
            Hole::Cloned(value) => {
                let (hl, value) = (runtime(), fill(&**value, &|h| self.hole(h)));
                quote_spanned!(s=> #hl::cloned(#value))
            }
            Hole::Spare { value, .. } => fill(&**value, &|h| self.hole(h)),
            Hole::Named { function, ex } => {
                let ex = id("ex", *ex);
                quote_spanned!(s=> #ex.through(#function))
            }
            Hole::SumUpdate(u) => {
                let sum = &nest.sums[u.sum];
                let (place, ex, of_term) =
                    (fill(&sum.place, &|h| self.hole(h)), id("ex", sum.ex), id("ex", u.ex));
                let term = fill(&u.term, &|h| self.hole(h));
                let term = quote_spanned!(s=> #of_term.through(#term));
                let update = super::sums::spell(&place, u.subtract, u.long, &term, u.at);
                quote_spanned!(s=> { #ex.tie(&#place); #update })
            }
        }
    }

    /// A call of `MaybeUninit`; the reference that `write` returns may not outlive its statement, so what it refers to
    /// has the exemplar.
    fn uninit(&self, call: &Uninit) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        match call {
            Uninit::New { path, value, function, ex } => {
                let (function, ex) = (id("ex", *function), id("ex", *ex));
                let value = fill(value, &|h| self.hole(h));
                quote_spanned! {s=> ({
                    let (__hotloop_x, __hotloop_f) = (#value, #path);
                    if false { #ex.tie(&__hotloop_x); #function.tie(&__hotloop_f); #hl::diverge(); }
                    __hotloop_f(__hotloop_x)
                })}
            }
            Uninit::Write { name, element, value, ex, .. } => {
                let ex = id("ex", *ex);
                let (element, value) = (fill(element, &|h| self.hole(h)), fill(value, &|h| self.hole(h)));
                quote_spanned! {s=> ({
                    let __hotloop_x = #element.#name(#value);
                    if false { #hl::W(&__hotloop_x).tie_target(#ex); #hl::diverge(); }
                    __hotloop_x
                })}
            }
        }
    }

    /// A chain of the body, with the question of what kind it is.
    fn links(&self, links: &Links) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let (ex, whole) = (id("ex", links.ex), id("links", 0));
        let chain = fill(&links.chain, &|h| self.hole(h));
        let counter = links.counter.map(|ex| id("ex", ex)).into_iter();
        let lists = links.lists.iter().map(|(place, ex)| {
            let (place, ex) = (fill(place, &|h| self.hole(h)), id("ex", *ex));
            quote_spanned!(s=> #ex.tie(&#hl::W(&(#place)).list_kind());)
        });
        quote_spanned! {s=>
            (match #chain {
                #whole => {
                    if false {
                        #ex.tie(&#hl::W(&#whole).kind());
                        #(#counter.tie(&0usize);)*
                        #(#lists)*
                        #hl::diverge();
                    }
                    #whole
                }
            })
        }
    }

    /// A base as a whole, which is tied to the type that it has there.
    fn all(&self, a: usize, is_place: bool) -> TokenStream {
        let (s, hl) = (Span::mixed_site(), runtime());
        let access = &self.nest.accesses[a];
        let base = &self.nest.bases[access.base];
        let (place, whole) = (&base.tokens, id("ex", access.subrange().map_or(0, |l| self.nest.loops[l].ex)));
        let is_element = |x: &crate::nest::Access| {
            x.base == access.base && matches!(x.steps.first(), Some(Step::Index { range: None, .. }))
        };
        let tied = self.nest.accesses.iter().any(is_element) || !self.tied.borrow_mut().insert(access.leaf);
        let element = (!tied).then(|| {
            let ex = id("ex", base.ex);
            quote_spanned!(s=> #hl::W(&(#place)).tie_list(#ex);)
        });
        let ties = quote_spanned!(s=> if false { #element #whole.tie(&#place); #hl::diverge(); });
        if is_place {
            quote_spanned!(s=> (*{ #ties &#place }))
        } else {
            quote_spanned!(s=> ({ #ties #place }))
        }
    }

    /// A tree whose operands pass through their exemplars.
    fn arith(&self, a: usize) -> TokenStream {
        let s = Span::mixed_site();
        let arith = &self.nest.ariths[a];
        let tree = fill(&arith.tree, &|h| match &self.nest.holes[h] {
            Hole::Operand(n) => {
                let operand = &arith.operands[*n];
                let (ex, value) = (id("ex", operand.ex), fill(&operand.expr, &|h| self.hole(h)));
                quote_spanned!(s=> #ex.through(#value))
            }
            _ => self.hole(h),
        });
        quote_spanned!(s=> (#tree))
    }

    /// The place as written; the first time that its shapes are met, with their exemplars tied.
    fn access(&self, a: usize) -> TokenStream {
        let s = Span::mixed_site();
        let access = &self.nest.accesses[a];
        let base = &self.nest.bases[access.base];
        let mut ties = TokenStream::new();
        // A constant is a value; behind a reference it is a place.
        let mut place = match (&base.tokens, base.is_bound) {
            (constant, false) => quote_spanned!(s=> (*&#constant)),
            (place, true) => place.clone(),
        };
        for (n, step) in access.steps.iter().enumerate() {
            place = match step {
                Step::Index { index, .. } | Step::Tensor { index, .. } => {
                    let index = fill(index, &|h| self.hole(h));
                    quote_spanned!(s=> #place[#index])
                }
                Step::Field { member, .. } => quote_spanned!(s=> #place.#member),
            };
            let shape = self.nest.shape_after(access, n);
            if let Step::Index { range: Some(l), .. } = step {
                ties.extend(self.subrange_ties(access.base, *l, shape, &place));
                continue;
            }
            let is_tied =
                self.nest.shapes[shape].path.len() != n + 1 || !self.tied.borrow_mut().insert(shape);
            if !is_tied {
                let ex = id("ex", self.nest.shapes[shape].ex);
                // A field of a field of a union, which may be assigned, is unsafe to point to.
                let pointer = match step {
                    Step::Field { .. } => super::borrow(&quote_spanned!(s=> raw const #place)),
                    Step::Index { .. } | Step::Tensor { .. } => quote_spanned!(s=> &raw const #place),
                };
                ties.extend(quote_spanned!(s=> #ex.tie_raw(#pointer);));
            }
        }
        if ties.is_empty() && base.is_bound {
            return place;
        }
        // In the first subscript, so that the whole is still a place.
        let hl = runtime();
        let mut tied = base.tokens.clone();
        for (n, step) in access.steps.iter().enumerate() {
            tied = match step {
                Step::Index { index, .. } | Step::Tensor { index, .. } => {
                    let index = fill(index, &|h| self.hole(h));
                    let before = (n == 0).then(|| quote_spanned!(s=> if false { #ties #hl::diverge(); }));
                    match before {
                        Some(before) => quote_spanned!(s=> #tied[{ #before #index }]),
                        None => quote_spanned!(s=> #tied[#index]),
                    }
                }
                Step::Field { member, .. } => quote_spanned!(s=> #tied.#member),
            };
        }
        tied
    }

    /// A subrange's own exemplar, and that of its elements. What is no slice (a `str`) has none, so that other
    /// accesses come first.
    fn subrange_ties(&self, base: usize, l: LoopId, shape: usize, place: &TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let (whole, element) = (id("ex", self.nest.loops[l].ex), id("ex", self.nest.shapes[shape].ex));
        let is_element = |a: &crate::nest::Access| {
            a.base == base && matches!(a.steps.first(), Some(Step::Index { range: None, .. }))
        };
        let has_elements = self.nest.accesses.iter().any(is_element);
        let element = (!has_elements && self.tied.borrow_mut().insert(shape))
            .then(|| quote_spanned!(s=> #hl::W(&raw const #place).tie_element(#element);));
        quote_spanned!(s=> #whole.tie(&(&raw const #place)); #element)
    }

    fn method(&self, m: usize) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let method = &self.nest.methods[m];
        let (name, ex) = (&method.name, id("ex", method.ex));
        let receiver = fill(&method.receiver, &|h| self.hole(h));
        let args = method.args.iter().map(|a| fill(a, &|h| self.hole(h)));
        // The exemplar has the type of the primitive itself, not of a reference to it: a reference within the
        // body would have to outlive the questions.
        let tie = match method.needs {
            Needs::List => quote_spanned!(s=> #hl::W(&(#receiver)).tie_list(#ex);),
            // Under `nnan` these take the receiver itself.
            _ if self.how.fastmath.nnan && is_clamping(name) => {
                quote_spanned!(s=> #hl::W(&(#receiver)).tie_itself(#ex);)
            }
            _ => quote_spanned!(s=> #hl::W(&(#receiver)).tie_method(#ex);),
        };
        let call = match &method.path {
            // No block, at whose end the temporaries of the arguments would be gone: the result may refer to them.
            None => {
                quote_spanned!(s=> ((if false { #tie #hl::diverge(); }, (#receiver).#name(#(#args),*)).1))
            }
            // Through a binding: a literal then has the type of the parameter.
            Some(called) => {
                let (path, function, others) =
                    (&called.path, id("ex", called.function), id("ex", called.args));
                let places = (0..method.args.len()).map(syn::Index::from);
                quote_spanned! {s=> ({
                    let (__hotloop_x, __hotloop_y) = (#receiver, (#(#args,)*));
                    // Through a binding as well: whose `Float::exp` it is the call decides.
                    let __hotloop_f = #path;
                    if false {
                        #ex.tie(&__hotloop_x);
                        #others.tie(&__hotloop_y);
                        #function.tie(&__hotloop_f);
                        #hl::diverge();
                    }
                    __hotloop_f(__hotloop_x, #(__hotloop_y.#places),*)
                })}
            }
        };
        match method.result {
            None => call,
            Some(result) => {
                let result = id("ex", result);
                quote_spanned!(s=> #result.through(#call))
            }
        }
    }
}
