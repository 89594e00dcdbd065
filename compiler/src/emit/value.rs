//! Chains that end in a value: what differs from a loop.
//!
//! `a.iter().map(|x| x * x).sum::<f64>()` expands as the loop `for x in a.iter() { sum += x * x; }` does, and
//!
//! ```text
//! ({ match HEAD { mut chain => {
//!     if false { let sum: f64 = again(&chain).map(|x| x * x).sum::<f64>(); MODEL }
//!     'hl: {
//!         if TYPES { let mut sum = ex.sum_start(); .. if GUARD { FAST; break 'hl sum; } }
//!         chain.map(|x| x * x).sum::<f64>()       // as written
//!     }
//! } } })
//! ```

use super::{Of, Original, Site, best, id, runtime, substitute};
use crate::nest::Nest;
use crate::nest::terminal::{End, Terminal};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// The parts of a loop, or of a chain with a value.
pub(super) struct Value {
    /// Around the model.
    before: TokenStream,
    after: TokenStream,
    /// The accumulator's first value.
    pub(super) start: TokenStream,
    /// What is done in front of the guard.
    pub(super) begin: TokenStream,
    /// The value of a run of the fast form, if the whole is one (which may be `()`).
    pub(super) leave: Option<TokenStream>,
    pub(super) original: TokenStream,
    /// The first argument of `fold`, which is evaluated after the head.
    first: Option<syn::Expr>,
    is_value: bool,
}

/// `head` is what the loop as written runs over, `again` the same for the model.
pub(super) fn parts(
    nest: &Nest,
    site: &Site<'_>,
    f: &syn::ExprForLoop,
    head: &TokenStream,
    again: &TokenStream,
) -> Value {
    match site.original {
        Original::Value(terminal, _) => of_terminal(nest, site, terminal, head, again),
        _ => {
            let mut original = f.clone();
            *original.expr = syn::Expr::Verbatim(head.clone());
            let mut before = TokenStream::new();
            if let Original::Linked(f, linked) = site.original {
                if let Some(item) = nest.item {
                    let (head, _) = linked.tied(again.clone(), &tie(item));
                    before = quote_spanned!(Span::mixed_site()=> let _ = #head;);
                }
                if let Some(late) = &linked.late {
                    before = late.told_by_head(nest, linked, again);
                }
                original = f.clone();
                *original.expr = linked.with(head.clone());
                substitute_head(&mut original.expr, site.how);
            }
            original.attrs.clear();
            Value {
                before,
                after: TokenStream::new(),
                start: TokenStream::new(),
                begin: TokenStream::new(),
                leave: None,
                original: quote::quote!(#original),
                first: None,
                is_value: false,
            }
        }
    }
}

/// Says that an exemplar has the type of an item, which may be behind a reference.
fn tie(item: crate::nest::ExId) -> impl Fn(&Ident, bool) -> TokenStream {
    let item = id("ex", item);
    move |name, is_reference| {
        let s = Span::mixed_site();
        if is_reference {
            quote_spanned!(s=> #item.tie(#name);)
        } else {
            quote_spanned!(s=> #item.tie(&#name);)
        }
    }
}

fn of_terminal(
    nest: &Nest,
    site: &Site<'_>,
    terminal: &Terminal,
    head: &TokenStream,
    again: &TokenStream,
) -> Value {
    let s = Span::mixed_site();
    let hl = runtime();
    let own = first_name();
    let hit = id("hit", 0);
    let acc = terminal.accumulator.as_ref();
    let ex = acc.and_then(|acc| nest.scalars.iter().find(|x| x.path.root == *acc)).map(|x| id("ex", x.ex));
    let mut model = terminal.with(again.clone(), Some(quote_spanned!(s=> #hl::again(&#own))));
    let mut tied = TokenStream::new();
    if let Some(item) = nest.item
        && !terminal.tied(&mut model, &tie(item))
    {
        // Sums take any item.
        let (chain, item) = (id("chain", 0), id("ex", item));
        tied = quote_spanned!(s=> #hl::W(&#chain).tie_item(#item););
    }
    if let Some(late) = &terminal.late {
        terminal.tied(&mut model, &late.tie(nest));
        if matches!(terminal.end, End::ForEach) && nest.value.is_none() {
            tied = quote_spanned!(s=> let _ = #model;);
        }
    }
    if let (End::Collect, Some(ex)) = (&terminal.end, nest.gather) {
        return of_collect(nest, site, terminal, head, (&model, id("ex", ex)));
    }
    // What looks like an end of core's may be a method of the user's that gives something else.
    let value = nest.value.map(|ex| id("ex", ex));
    let given = value.iter().map(|ex| quote_spanned!(s=> #ex.tie(&#model);));
    let given: TokenStream = given.collect();
    // What a call names, it need not be told.
    let named = terminal.ty.as_ref().filter(|_| terminal.whole.turbofish.is_none());
    let (before, start) = match (&terminal.end, named) {
        (End::Sum, ty) => {
            let ty = ty.iter();
            (
                quote_spanned!(s=> let #acc #(: #ty)* = #model;),
                quote_spanned!(s=> let mut #acc = #ex.sum_start();),
            )
        }
        (End::Product, ty) => {
            let ty = ty.iter();
            let start = quote_spanned!(s=> let mut #acc = #ex.product_start(););
            (quote_spanned!(s=> let #acc #(: #ty)* = #model;), start)
        }
        (End::Fold(_), _) => (
            quote_spanned!(s=> #given let mut #acc = #hl::again(&#own);),
            quote_spanned!(s=> let mut #acc = #ex.start_of(&#own);),
        ),
        (End::Count | End::Any | End::All | End::Position | End::ForEach, _) if value.is_some() => {
            let start =
                matches!(terminal.end, End::Count).then(|| quote_spanned!(s=> let mut #acc = 0usize;));
            let before = start.iter().map(|start| quote_spanned!(s=> #start));
            (quote_spanned!(s=> #given #(#before)*), quote::quote!(#start))
        }
        (End::Count, _) => {
            (quote_spanned!(s=> let mut #acc: usize = #model;), quote_spanned!(s=> let mut #acc = 0usize;))
        }
        (End::Any | End::All | End::Position, _) => (quote_spanned!(s=> let _ = #model;), TokenStream::new()),
        (End::Best(best), _) => {
            let (whole, ex) = (id("whole", 0), nest.top.map(|top| id("ex", top.whole)));
            let function = nest.top.and_then(|top| top.function).map(|ex| id("ex", ex));
            let function = function.zip(best.function.as_ref());
            let function = function.map(|(ex, function)| quote_spanned!(s=> #ex.tie(&#function);));
            (quote_spanned!(s=> let #whole = #model; #ex.tie(&#whole); #function), TokenStream::new())
        }
        (End::ForEach | End::Collect, _) => (TokenStream::new(), TokenStream::new()),
    };
    let before = quote::quote!(#tied #before);
    let picked = best::value(nest, site, terminal, head).map(|value| {
        let mut picked =
            syn::Block { brace_token: Default::default(), stmts: vec![syn::Stmt::Expr(value, None)] };
        substitute(&mut picked, site.how);
        let stmts = &picked.stmts;
        quote::quote!(#(#stmts)*)
    });
    let picked = picked.unwrap_or_default();
    let mut original: syn::Block = {
        // These borrow what they are called on.
        let head = match terminal.is_search() {
            true => quote_spanned!(s=> #hl::value(#head)),
            false => head.clone(),
        };
        let whole = terminal.with(head, Some(quote_spanned!(s=> #own)));
        syn::Block { brace_token: Default::default(), stmts: vec![syn::Stmt::Expr(whole, None)] }
    };
    substitute(&mut original, site.how);
    let stmts = &original.stmts;
    // Apart from the rest, around whose calls its best value so far would be kept in memory.
    let original = match nest.top {
        Some(_) => quote_spanned!(s=> #hl::written(|| { #(#stmts)* })),
        None => quote::quote!(#(#stmts)*),
    };
    Value {
        before,
        after: acc.map(|acc| quote_spanned!(s=> #ex.tie(&#acc);)).unwrap_or_default(),
        start,
        begin: TokenStream::new(),
        leave: Some(of_its_type(
            nest,
            match terminal.end {
                End::Best(_) => picked,
                End::Any => quote_spanned!(s=> #hit.is_some()),
                End::All => quote_spanned!(s=> #hit.is_none()),
                End::Position => {
                    quote_spanned!(s=> #hit.map(|__hotloop_k| __hotloop_k as ::core::primitive::usize))
                }
                End::ForEach => quote_spanned!(s=> ()),
                _ => quote_spanned!(s=> #acc),
            },
        )),
        original,
        first: match &terminal.end {
            End::Fold(first) => Some((**first).clone()),
            _ => None,
        },
        is_value: true,
    }
}

/// The value, where rustc has to find that it is the user's; sums and the like have an exemplar of their own.
fn of_its_type(nest: &Nest, value: TokenStream) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    match nest.value.map(|ex| id("ex", ex)) {
        // Tools read what follows a label and begins with `::` as if the label were that of a block.
        Some(ex) => quote_spanned!(s=> (#hl::Cast(#value, #ex).get())),
        None => value,
    }
}

/// Elements are written where they will be: in front of the guard there is room for them.
fn of_collect(
    nest: &Nest,
    site: &Site<'_>,
    terminal: &Terminal,
    head: &TokenStream,
    (model, ex): (&syn::Expr, Ident),
) -> Value {
    let (s, unsafe_) = (Span::mixed_site(), Ident::new("unsafe", Span::call_site()));
    let (d, all, slots, whole) = (id("d", 0), id("all", 0), id("slots", 0), id("whole", 0));
    let ty = terminal.ty.iter().filter(|_| terminal.whole.turbofish.is_none());
    let mut original: syn::Block = {
        let whole = terminal.with(head.clone(), None);
        syn::Block { brace_token: Default::default(), stmts: vec![syn::Stmt::Expr(whole, None)] }
    };
    substitute(&mut original, site.how);
    let stmts = &original.stmts;
    Value {
        before: quote_spanned!(s=> let #whole #(: #ty)* = #model; #ex.tie(&#whole);),
        after: TokenStream::new(),
        start: TokenStream::new(),
        begin: match nest.pack {
            true => TokenStream::new(),
            false => quote_spanned!(s=> let mut #all = #ex.gather(#d.trip); let #slots = #all.slots();),
        },
        leave: Some(if nest.pack {
            super::pack::value(nest, site)
        } else {
            let gathered = site.helpers.add(nest, Of::Collected, "gathered");
            quote_spanned!(s=> #unsafe_ { #ex.#gathered(#all) })
        }),
        original: quote::quote!(#(#stmts)*),
        first: None,
        is_value: true,
    }
}

/// Elementary functions in the closures of a head.
fn substitute_head(head: &mut syn::Expr, how: &crate::options::How) {
    let value = syn::Stmt::Expr(head.clone(), None);
    let mut block = syn::Block { brace_token: Default::default(), stmts: vec![value] };
    if substitute(&mut block, how)
        && let [syn::Stmt::Expr(value, None)] = block.stmts.as_slice()
    {
        *head = value.clone();
    }
}

/// The first argument of `fold`.
fn first_name() -> Ident {
    id("first", 0)
}

impl Value {
    /// The model with the accumulator.
    pub(super) fn around(&self, model: &TokenStream) -> TokenStream {
        let (before, after) = (&self.before, &self.after);
        quote::quote!(#before #model #after)
    }

    /// The expansion, where the first argument of `fold` is bound.
    pub(super) fn bound(&self, body: &TokenStream) -> TokenStream {
        let (s, own) = (Span::mixed_site(), first_name());
        match &self.first {
            Some(first) => quote_spanned!(s=> match #first { #own => { #body } }),
            None => body.clone(),
        }
    }

    /// The whole, as an expression wherever it stands.
    pub(super) fn whole(&self, tokens: &TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        if self.is_value { quote_spanned!(s=> ({ #tokens })) } else { tokens.clone() }
    }
}
