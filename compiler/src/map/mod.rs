//! `map!`: whole-array statements, as one loop that passes through the compiler like any other.
//!
//! In: the tokens of a call, `out[..] = a * x[..] + y[..]`. Out: what they expand to, and the report.
//!
//! ```text
//! match &x[..] { x => match &y[..] { y => match &a { a => match &mut out[..] { out => {
//!     let x: &[_] = x; ..                          // arrays are slices from here on
//!     same_length("x[..]", x.len(), "out[..]", out.len()); ..
//!     for i in 0..out.len() { out[i] = (*a) * x[i] + y[i]; }     // an annotated function's body
//! } } } } }
//! ```
//!
//! Invariant: what the body still names from outside of it are constants, functions of a path, and names of ours.
//! Each of those is a reference that rustc has borrowed for the whole statement, so no place that is written
//! can be reached in another way.

mod lift;
mod scope;

use crate::diag::{Cx, Error};
use crate::options::{self, Options};
use crate::report::{LoopReport, Report};
use crate::{Output, driver, kernel, marks};
use lift::{Array, Capture, Lifted};
use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};

/// What names of ours begin with; the rest is the user's.
pub(crate) const PREFIX: &str = "__hotloop_map_";

/// The number of the position.
pub(crate) const POSITION: &str = "__hotloop_map_i";

/// A text of the compiler's in the words of the user: `x[..]` for its element, `k` for what is captured.
pub(crate) fn unlifted(text: &str) -> String {
    let mut text = text.replace(&format!("[{POSITION}]"), "[..]").replace(&format!("`*{PREFIX}"), "`");
    let opening = format!("(* {PREFIX}");
    while let Some(at) = text.find(&opening) {
        let rest = text.split_off(at);
        match rest[opening.len()..].split_once(')') {
            Some((name, rest)) => text.extend([name, rest]),
            None => return text + &rest.replace(&opening, "").replace(PREFIX, ""),
        }
    }
    text.replace(PREFIX, "")
}

/// Is it a name that stands for an array or for what is captured?
pub(crate) fn is_lifted(name: &Ident) -> bool {
    name.to_string().starts_with(PREFIX)
}

/// Compiles one call.
pub fn compile(build: Option<&str>, tokens: &TokenStream) -> Output {
    let mut cx = Cx::new();
    let report = Report { function: "map!".into(), is_statement: true, ..Report::default() };
    let Some((mut options, lifted)) = read(&mut cx, build, tokens) else {
        return failed(cx, TokenStream::new(), report);
    };
    options.parallel = Some(lifted.outputs().next().map_or_else(call_site, |a| a.at()));
    options.nogil = true;
    let Some(kernel) = kernel_of(&lifted) else {
        return failed(cx, TokenStream::new(), report);
    };
    let plain = around(&lifted, &block_of(&kernel.plain()));
    let function = kernel.function.name.clone();
    let none = marks::Marks::default();
    let (item, loops) = driver::expand(&mut cx, kernel, &options, &none, driver::Part::Statement);
    driver::demand_parallel(&mut cx, &options, &loops.iter().collect::<Vec<_>>(), "`map!`");
    let report =
        Report { function, loops: loops.into_iter().map(|l| in_parts(l, &lifted)).collect(), ..report };
    if !cx.is_clean() {
        return failed(cx, plain, report);
    }
    let tokens = around(&lifted, &said_in_parts(item.block.to_token_stream(), &lifted, false));
    let tokens = match &options.path {
        Some(path) => crate::emit::renamed(tokens, path),
        None => tokens,
    };
    Output { tokens, report, errors: cx.finish() }
}

fn call_site() -> (Span, Span) {
    (Span::call_site(), Span::call_site())
}

/// Errors first; then the statement as a plain loop, so that nothing else of the user's function breaks.
fn failed(cx: Cx, plain: TokenStream, report: Report) -> Output {
    let errors = cx.finish();
    let texts = errors.iter().map(Error::to_tokens);
    // A panic in what was never run says nothing of the types that the errors have left open.
    let tokens = quote!({ #(#texts)* #plain });
    Output { tokens, report, errors }
}

/// Elements of a part of an array are told apart from those of another: `x[2..]`.
fn in_parts(mut lp: LoopReport, lifted: &Lifted) -> LoopReport {
    for array in &lifted.arrays {
        let shown = unlifted(&format!("{}[{POSITION}]", array.name));
        lp.accesses.iter_mut().filter(|a| a.text == shown).for_each(|a| a.text.clone_from(&array.text));
        lp.helpers.iter_mut().filter(|h| h.text == shown).for_each(|h| h.text.clone_from(&array.text));
    }
    lp.guard.iter_mut().for_each(|text| *text = with_parts(text, lifted));
    lp
}

/// What is quoted in a text, as the user has written it.
fn with_parts(text: &str, lifted: &Lifted) -> String {
    lifted.arrays.iter().fold(text.to_owned(), |text, array| {
        let shown = unlifted(&format!("{}[{POSITION}]", array.name));
        text.replace(&format!("`{shown}`"), &format!("`{}`", array.text))
    })
}

/// The same in what a loop's `Site` says at run time. Other texts are the user's.
fn said_in_parts(tokens: TokenStream, lifted: &Lifted, in_site: bool) -> TokenStream {
    let (mut in_site, top) = (in_site, !in_site);
    let said = |token| {
        match &token {
            TokenTree::Ident(name) if name == "__HOTLOOP_SITE" => in_site = true,
            TokenTree::Punct(p) if p.as_char() == ';' && top => in_site = false,
            _ => {}
        }
        match token {
            TokenTree::Group(group) => {
                let mut inside =
                    Group::new(group.delimiter(), said_in_parts(group.stream(), lifted, in_site));
                inside.set_span(group.span());
                TokenTree::Group(inside)
            }
            TokenTree::Literal(literal) if in_site => said_so(literal, lifted).into(),
            other => other,
        }
    };
    tokens.into_iter().map(said).collect()
}

fn said_so(literal: Literal, lifted: &Lifted) -> Literal {
    let Ok(text) = syn::parse2::<syn::LitStr>(literal.to_token_stream()) else { return literal };
    let mut other = Literal::string(&with_parts(&text.value(), lifted));
    other.set_span(literal.span());
    other
}

/// The options and the statements, lifted.
fn read(cx: &mut Cx, build: Option<&str>, tokens: &TokenStream) -> Option<(Options, Lifted)> {
    let parser = |input: ParseStream<'_>| {
        Ok((input.call(syn::Attribute::parse_inner)?, input.call(syn::Block::parse_within)?))
    };
    let (attrs, stmts) = match parser.parse2(tokens.clone()) {
        Ok(read) => read,
        Err(why) => {
            cx.error(
                (why.span(), why.span()),
                format!("[A0215] `map!` takes statements about arrays: {why}\nhelp: `map!(out[..] = a * x[..] + y[..])`"),
            );
            return None;
        }
    };
    let mut options = given(cx, &attrs);
    match options::built(build) {
        Ok(levels) => options.build(levels),
        Err(text) => cx.error(call_site(), text),
    }
    let lifted = lift::lift(cx, stmts);
    if cx.is_clean() && lifted.outputs().next().is_none() {
        cx.error(
            crate::diag::span_of(tokens),
            "[A0216] this `map!` writes no array, so it would do nothing\nhelp: write `out[..] = ..`".into(),
        );
    }
    cx.is_clean().then_some((options, lifted))
}

/// The options of `#![accel(..)]` in front of the statements.
fn given(cx: &mut Cx, attrs: &[syn::Attribute]) -> Options {
    let mut tokens = TokenStream::new();
    for (n, attr) in attrs.iter().enumerate() {
        let at = crate::diag::Place::of(attr).span;
        match &attr.meta {
            syn::Meta::List(list) if n == 0 && crate::item::is_accel(attr) => tokens = list.tokens.clone(),
            _ => cx.error(
                at,
                "[A0101] in front of the statements of `map!` stands at most one `#![accel(..)]`, with options\n\
                 help: `map!(#![accel(fastmath)] out[..] = ..)`"
                    .into(),
            ),
        }
    }
    options::parse_of_map(cx, tokens)
}

/// The statements as the body of a loop of a function whose parameters are the arrays and what is captured.
fn kernel_of(lifted: &Lifted) -> Option<kernel::Kernel> {
    let first = lifted.outputs().next()?;
    let position = Ident::new(POSITION, Span::mixed_site());
    let at = first.at().0.resolved_at(Span::mixed_site());
    let (name, stmts) = (&first.name, &lifted.stmts);
    let arrays = lifted.arrays.iter().map(|a| {
        let (name, at) = (&a.name, a.at().0);
        if a.written { quote_spanned!(at=> #name: &mut [_]) } else { quote_spanned!(at=> #name: &[_]) }
    });
    let captures = lifted.captures.iter().map(|c| {
        let (name, at) = (&c.name, c.at().0);
        quote_spanned!(at=> #name: &_)
    });
    let head = quote_spanned!(at=> for #position in 0..#name.len());
    let function = Ident::new("__hotloop_map_statement", Span::mixed_site());
    let item = quote!(fn #function(#(#arrays,)* #(#captures),*) { #head { #(#stmts)* } });
    let item = syn::parse2(item).expect("a function");
    Some(kernel::Kernel::of(item, format!("map! {}", first.text)))
}

/// The body of a function.
fn block_of(item: &TokenStream) -> TokenStream {
    syn::parse2::<syn::ImplItemFn>(item.clone()).expect("a function").block.to_token_stream()
}

/// The block, with the arrays and what is captured borrowed around it, and the lengths compared. What a place is
/// computed from lives as long.
fn around(lifted: &Lifted, block: &TokenStream) -> TokenStream {
    let s = Span::mixed_site();
    let (shared, lengths) = (shared(lifted), lengths(&lifted.arrays));
    let body = quote_spanned!(s=> { #shared #lengths #block });
    let body = lifted.arrays.iter().filter(|a| a.written).rev().fold(body, |body, a| bound(a, &body));
    let body = lifted.arrays.iter().filter(|a| !a.written).rev().fold(body, |body, a| bound(a, &body));
    lifted
        .captures
        .iter()
        .rev()
        .fold(body, |body, Capture { name, place }| quote_spanned!(s=> match &#place { #name => #body }))
}

fn bound(array: &Array, body: &TokenStream) -> TokenStream {
    let s = Span::mixed_site();
    let Array { name, place, .. } = array;
    // A type that slices to something else is told where it stands.
    let at = array.at().0.resolved_at(s);
    if array.written {
        let typed = quote_spanned!(at=> let #name: &mut [_] = #name;);
        quote_spanned!(s=> match &mut #place { #name => { #typed #body } })
    } else {
        let typed = quote_spanned!(at=> let #name: &[_] = #name;);
        quote_spanned!(s=> match &#place { #name => { #typed #body } })
    }
}

/// What threads use together may be used by several.
fn shared(lifted: &Lifted) -> TokenStream {
    let hl = crate::emit::runtime();
    let arrays = lifted.arrays.iter().map(|a| (&a.name, a.at(), a.written));
    let all = arrays.chain(lifted.captures.iter().map(|c| (&c.name, c.at(), false)));
    let checks = all.map(|(name, at, written)| {
        let s = at.0.resolved_at(Span::mixed_site());
        let name = Ident::new(&name.to_string(), s);
        if written {
            quote_spanned!(s=> #hl::require_sendable(&*#name);)
        } else {
            quote_spanned!(s=> #hl::require_shareable(#name);)
        }
    });
    checks.collect()
}

/// All arrays are as long as the first that is written. A panic names the place of the array.
fn lengths(arrays: &[Array]) -> TokenStream {
    let Some(first) = arrays.iter().find(|a| a.written) else { return TokenStream::new() };
    let hl = crate::emit::runtime();
    let (first_text, first_name) = (&first.text, &first.name);
    let others = arrays.iter().filter(|a| a.name != first.name);
    let checks = others.map(|a| {
        let (text, name, at) = (&a.text, &a.name, a.at().0);
        // rustc tells the place of a method's name and parentheses.
        let same = quote_spanned!(at=> same(#first_text, #first_name.len()));
        quote!(#hl::Length(#text, #name.len()).#same;)
    });
    checks.collect()
}
