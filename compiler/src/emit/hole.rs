//! What stands in the holes of a fast form.

use super::fast::Fast;
use super::iterate::search_label;
use super::probe::scan::walk_expr;
use super::{arith, calls, id, runtime};
use crate::diag::span_of;
use crate::nest::{
    Called, Fillable, Hole, HoleId, Uninit, fill, fill_statements, hole_of, is_tabled, name_in_runtime,
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// Under `nnan` a call of `min` and its like is emitted twice, and so is what it is called on: around more of them than
/// these it stays as written.
const MOST_BOUNDS: usize = 2;

impl Fast<'_> {
    /// A tree with its calls marked and its holes filled.
    pub(super) fn filled<T: Fillable + ToTokens + Clone>(&self, tree: &T) -> TokenStream {
        fill(&calls::mark(self.nest, self.helpers, tree), &|h| self.hole(h))
    }

    /// The same of the statements of a block, without its braces.
    pub(super) fn statements(&self, block: &syn::Block) -> TokenStream {
        fill_statements(&calls::mark(self.nest, self.helpers, block), &|h| self.hole(h))
    }

    pub(super) fn hole(&self, h: HoleId) -> TokenStream {
        let s = Span::mixed_site();
        let nest = self.nest;
        if let Some(value) = self.ahead.borrow().get(&h) {
            return value.clone();
        }
        match &nest.holes[h] {
            Hole::Access(a) => self.access(*a),
            Hole::Read(x) => {
                let c = id("c", *x);
                match nest.referred.contains(&h) {
                    true => quote_spanned!(s=> (*#c)),
                    false => quote_spanned!(s=> #c.get()),
                }
            }
            Hole::Write(x) => {
                let c = id("c", *x);
                // By value: one that is not `Copy` could not be moved out of a place, not even in a form that never runs.
                match nest.referred.contains(&h) {
                    true => quote_spanned!(s=> (*#c)),
                    false => quote_spanned!(s=> #c.held()),
                }
            }
            Hole::Assign(x) => {
                let c = id("c", *x);
                let slot = self.is_slot(*x);
                if slot { quote_spanned!(s=> (*#c.set())) } else { quote_spanned!(s=> (*#c)) }
            }
            Hole::Whole(w) => {
                let w = id("w", *w);
                quote_spanned!(s=> (*#w.place()))
            }
            Hole::Len(b) => {
                let v = id("v", *b);
                quote_spanned!(s=> #v.len())
            }
            Hole::Extent(e) => {
                let extent = &nest.extents[*e];
                super::arrays::extent(nest, extent.base, extent.dim)
            }
            Hole::Uninit(u) => match &nest.uninits[*u] {
                Uninit::New { path, value, .. } => {
                    let value = self.filled(value);
                    quote_spanned!(s=> #path(#value))
                }
                Uninit::Write { name, element, value, .. } => {
                    let (element, value) = (self.filled(element), self.filled(value));
                    quote_spanned!(s=> #element.#name(#value))
                }
            },
            Hole::RowLen(a) => self.row_length(*a),
            Hole::Method(m) => self.method(*m),
            Hole::Loop(l) => self.inner(*l),
            Hole::Tie(_) => quote_spanned!(s=> {}),
            Hole::Assert { condition, message, debug, at } => {
                super::assertion(&self.filled(&**condition), message, *debug, *at)
            }
            Hole::Macro(call) => super::macro_call(call, &|h| self.hole(h)),
            Hole::Update(u) => self.update(&nest.updates[*u]),
            Hole::Arith(a) => self.arith(*a),
            Hole::Operand(_) => unreachable!("operands are emitted with their tree"),
            Hole::Fused { target, subtract, term, ex, at } => self.fused(target, *subtract, term, *ex, *at),
            Hole::SumUpdate(u) => self.sum_update(u),
            Hole::Links(links) => self.filled(&links.chain),
            Hole::Numbers { range, .. } => {
                let range = self.filled(&**range);
                quote_spanned!(s=> (#range))
            }
            Hole::All { access, is_place } => self.all(*access, *is_place),
            Hole::Row(a) => {
                let (row, ex) = (self.access(*a), id("ex", nest.shapes[nest.accesses[*a].leaf].ex));
                quote_spanned!(s=> (*#ex.row(&#row)))
            }
            Hole::Result { whole, .. } => self.filled(&**whole),
            Hole::Top(key) => super::best::take(nest, self.plan, &self.filled(&**key)),
            Hole::Put(value) if nest.pack => super::pack::keep(nest, self.helpers, &self.filled(&**value)),
            Hole::Put(value) => {
                let (slot, value) = (id("slot", 0), self.filled(&**value));
                quote_spanned!(s=> #slot.write(#value))
            }
            Hole::Hit(value) => {
                let (k, value, search) = (id("k", 0), self.filled(&**value), search_label());
                let hit = id("hit", 0);
                // Tools read what follows a label and begins with `::` as if the label were that of a block.
                quote_spanned! {s=>
                    if #value {
                        let #hit = ::core::option::Option::Some(#k - 1);
                        break #search #hit;
                    }
                }
            }
            Hole::Seen { value, node } => super::late::seen(nest, *node, self.filled(&**value)),
            Hole::Cloned(value) => {
                let (hl, value) = (runtime(), self.filled(&**value));
                quote_spanned!(s=> #hl::cloned(#value))
            }
            Hole::Spare { value, .. } => self.filled(&**value),
            Hole::Named { function, .. } => function.to_token_stream(),
        }
    }

    /// Is the expression an element of a base?
    fn is_access(&self, expr: &syn::Expr) -> bool {
        match expr {
            syn::Expr::Paren(p) => self.is_access(&p.expr),
            _ => hole_of(expr).is_some_and(|h| matches!(self.nest.holes[h], Hole::Access(_))),
        }
    }

    fn method(&self, m: usize) -> TokenStream {
        let method = &self.nest.methods[m];
        let args: Vec<TokenStream> = method.args.iter().map(|a| self.filled(a)).collect();
        self.method_of(m, &self.filled(&method.receiver), &args)
    }

    /// The call of a known method with this receiver and these arguments.
    pub(super) fn method_of(&self, m: usize, receiver: &TokenStream, args: &[TokenStream]) -> TokenStream {
        let s = Span::mixed_site();
        let hl = runtime();
        let method = &self.nest.methods[m];
        let name = &method.name;
        let flags = self.how.fastmath;
        let Some(result) = method.result else {
            let plain = match &method.path {
                Some(Called { path, .. }) => quote_spanned!(s=> #path(#receiver, #(#args),*)),
                // A user's method of this name may change its receiver; no primitive's does.
                None if self.is_access(&method.receiver) => {
                    let ex = id("ex", method.ex);
                    called(&quote_spanned!(s=> (*#ex.receiver(&(#receiver)))), name, args)
                }
                None => called(&quote_spanned!(s=> (#receiver)), name, args),
            };
            if !flags.nnan || !is_clamping(name) || self.bounds_within(m) > MOST_BOUNDS {
                return plain;
            }
            let ex = id("ex", method.ex);
            // `clamp` may panic, and names the place where the user's call begins.
            let at = method.path.as_ref().map_or(name.span(), |called| span_of(&called.path).0);
            let name = Ident::new(&format!("{name}_of"), at);
            // Parentheses of the user's own would be too many around an argument.
            let receiver = quote_spanned!(s=> (#receiver));
            let all: Vec<&TokenStream> = std::iter::once(&receiver).chain(args).collect();
            let call = called(&quote!(#ex), &name, &all);
            // Of a reference nothing else says what comes out.
            return quote_spanned!(s=> (if #ex.is_prim() { #call } else { #plain }));
        };
        let result = id("ex", result);
        let way = is_tabled(&name.to_string()).then(|| self.current_way());
        let spelled = name.to_string();
        let ours = name_in_runtime(&spelled, method.literal, flags.afn);
        let short = self.short.borrow().contains(&m);
        let (flags, level) = (arith::math_flags(self.how), self.level());
        let flags = if short { quote_spanned!(s=> #hl::Short(#flags)) } else { flags };
        if let Some(called) = &method.path {
            let (ex, others) = (id("ex", method.ex), id("ex", called.args));
            let way = way.unwrap_or_else(|| quote_spanned!(s=> #hl::Way::Branch));
            let op = Ident::new(ours, s);
            return quote_spanned! {s=>
                #hl::Path(#ex, #others, #result)
                    .call(#hl::ops::#op, #ex.through(#receiver), #others.through((#(#args,)*)), #way, #flags, #level)
            };
        }
        let under = short || self.how.fastmath.changes_functions();
        let suffix =
            format!("{}{}", if under { "_under" } else { "" }, if way.is_some() { "_with" } else { "" });
        let name = Ident::new(&format!("{ours}{suffix}"), s);
        let way = way.map(|way| quote_spanned!(s=> , #way));
        let flags = under.then(|| quote_spanned!(s=> , #flags, #level));
        quote_spanned!(s=> #hl::W(&(#receiver)).bare().#name(#result #(, #args)* #way #flags))
    }

    /// How many calls of `min` and its like are within one.
    fn bounds_within(&self, m: usize) -> usize {
        let method = &self.nest.methods[m];
        let mut found = 0;
        for part in std::iter::once(&method.receiver).chain(&method.args) {
            walk_expr(self.nest, part, &mut |h| {
                found += usize::from(
                    matches!(self.nest.holes[h], Hole::Method(m) if is_clamping(&self.nest.methods[m].name)),
                );
            });
        }
        found
    }

    /// The level's token, for functions: without `contract` nothing is fused.
    fn level(&self) -> TokenStream {
        let (s, hl, level) = (Span::mixed_site(), runtime(), arith::level());
        if self.how.fastmath.contract { quote!(#level) } else { quote_spanned!(s=> #hl::Unfused) }
    }
}

/// `min`, `max`, `clamp`
pub(super) fn is_clamping(name: &Ident) -> bool {
    matches!(name.to_string().as_str(), "min" | "max" | "clamp")
}

/// A call that rustc places where the user's is.
fn called<T: ToTokens>(receiver: &TokenStream, name: &Ident, args: &[T]) -> TokenStream {
    let mut args = Group::new(Delimiter::Parenthesis, quote!(#(#args),*));
    args.set_span(name.span());
    quote!(#receiver.#name #args)
}
