//! What the attribute is on: a function or method, an `impl` block, or a `trait` block with default methods.
//!
//! In: tokens. Out: the parsed item; anything else is an error which says what the attribute goes on.

use crate::diag::{Cx, Place};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;

/// An item that may carry the attribute.
#[derive(Debug)]
pub enum Item {
    /// A function, or a method: the tokens agree.
    Function(syn::ImplItemFn),
    /// An `impl` block.
    Impl(syn::ItemImpl),
    /// A `trait` block.
    Trait(syn::ItemTrait),
}

/// Parses an item.
pub fn parse(cx: &mut Cx, tokens: TokenStream) -> Option<Item> {
    let item = match syn::parse2::<syn::ImplItemFn>(tokens.clone()) {
        Ok(function) => Item::Function(function),
        Err(_) => match syn::parse2::<syn::Item>(tokens.clone()) {
            Ok(syn::Item::Impl(block)) => Item::Impl(block),
            Ok(syn::Item::Trait(block)) => Item::Trait(block),
            Ok(syn::Item::Verbatim(_)) => return refuse(cx, head(&tokens), "on a declaration"),
            Ok(other) => return refuse(cx, head(&other), &format!("on {}", kind(&other))),
            Err(why) => return unreadable(cx, &tokens, &why),
        },
    };
    let attrs = match &item {
        Item::Function(f) => &f.attrs,
        Item::Impl(block) => &block.attrs,
        Item::Trait(block) => &block.attrs,
    };
    if let Some(second) = attrs.iter().find(|a| is_accel(a)) {
        twice(cx, second);
        return None;
    }
    if is_expanded(&tokens) {
        cx.error(
            head(&tokens),
            "[A0104] `#[accel]` is on this item twice: what it sees is its own expansion\nhelp: keep one, with all options".into(),
        );
        return None;
    }
    Some(item)
}

/// Is it our attribute? Its last segment is all that a macro can see of it.
pub fn is_accel(attr: &syn::Attribute) -> bool {
    names_accel(attr.path()) && !matches!(attr.meta, syn::Meta::NameValue(_))
}

fn names_accel(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|s| s.ident == "accel")
}

/// `#[cfg_attr(.., accel(..))]`
pub fn is_conditional_accel(attr: &syn::Attribute) -> bool {
    conditional_accel(attr).is_some()
}

/// The attribute of ours in a `#[cfg_attr(.., accel(..))]`.
pub fn conditional_accel(attr: &syn::Attribute) -> Option<syn::Meta> {
    inside_cfg_attr(attr)?.into_iter().skip(1).find(|meta| names_accel(meta.path()))
}

/// The condition of a `#[cfg_attr(..)]`, and the attributes after it.
pub fn inside_cfg_attr(attr: &syn::Attribute) -> Option<Vec<syn::Meta>> {
    type List = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;
    if !attr.path().is_ident("cfg_attr") {
        return None;
    }
    Some(attr.parse_args_with(List::parse_terminated).ok()?.into_iter().collect())
}

/// A second attribute of ours on one item.
pub fn twice(cx: &mut Cx, second: &syn::Attribute) {
    cx.error(
        Place::of(second).span,
        "[A0104] `#[accel]` is given twice\nhelp: write one, with all options".into(),
    );
}

/// Are these tokens what the attribute has made?
fn is_expanded(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|t| match t {
        TokenTree::Group(g) => is_expanded(&g.stream()),
        TokenTree::Ident(name) => name == "__hotloop_plain",
        _ => false,
    })
}

/// The attribute is on something that it does not go on.
pub fn refuse(cx: &mut Cx, at: (Span, Span), what: &str) -> Option<Item> {
    cx.error(
        at,
        format!(
            "[A0202] `#[accel]` goes on a function with a body, an `impl` block or a `trait` block, not {what}\n\
             help: put it on the function that has the loops"
        ),
    );
    None
}

/// rustc has parsed the item; if we cannot, it is a declaration, or syntax that is new.
fn unreadable(cx: &mut Cx, tokens: &TokenStream, why: &syn::Error) -> Option<Item> {
    if syn::parse2::<syn::TraitItemFn>(tokens.clone()).is_ok() {
        return refuse(cx, head(tokens), "on a declaration");
    }
    if syn::parse2::<syn::Stmt>(tokens.clone()).is_ok() {
        return refuse(cx, head(tokens), "on a statement or an expression");
    }
    cx.error(
        (why.span(), why.span()),
        format!("[A0202] this part of the item is not understood, so `#[accel]` can do nothing for it: {why}\nhelp: move it into an item without the attribute"),
    );
    None
}

/// The first words of an item, without attributes.
pub fn head(item: &impl ToTokens) -> (Span, Span) {
    let mut trees = item.to_token_stream().into_iter().peekable();
    while matches!(trees.peek(), Some(TokenTree::Punct(p)) if p.as_char() == '#') {
        trees.next();
        trees.next();
    }
    Place::of(&trees.take(2).collect::<TokenStream>()).span
}

fn kind(item: &syn::Item) -> &'static str {
    match item {
        syn::Item::Const(_) => "a constant",
        syn::Item::Enum(_) => "an enum",
        syn::Item::ExternCrate(_) => "an `extern crate`",
        syn::Item::ForeignMod(_) => "a block of foreign functions",
        syn::Item::Macro(_) => "a macro",
        syn::Item::Mod(_) => "a module",
        syn::Item::Static(_) => "a static",
        syn::Item::Struct(_) => "a struct",
        syn::Item::TraitAlias(_) => "a trait alias",
        syn::Item::Type(_) => "a type",
        syn::Item::Union(_) => "a union",
        syn::Item::Use(_) => "a `use`",
        _ => "this item",
    }
}

/// The name of an `impl` block's methods in reports, without the method: `Grid`, `<Grid as Relax>`.
pub fn type_name(block: &syn::ItemImpl) -> String {
    let ty = compact(&block.self_ty);
    match &block.trait_ {
        Some((_, path, _)) => format!("<{ty} as {}>", compact(path)),
        None if matches!(&*block.self_ty, syn::Type::Path(p) if p.qself.is_none()) => ty,
        None => format!("<{ty}>"),
    }
}

/// What an `impl` block is called in reports: `Grid`, `Relax for Grid`.
pub fn impl_title(block: &syn::ItemImpl) -> String {
    let ty = compact(&block.self_ty);
    block.trait_.as_ref().map_or_else(|| ty.clone(), |(_, path, _)| format!("{} for {ty}", compact(path)))
}

/// Tokens as rustfmt would write a type.
fn compact(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for piece in tokens.to_token_stream().to_string().split_whitespace() {
        let (first, last) = (piece.chars().next().unwrap_or(' '), before);
        let word = |c: char| c.is_alphanumeric() || c == '_';
        if !text.is_empty()
            && (word(last) && word(first) || matches!(last, ',' | ';' | '+' | '=') || first == '+')
        {
            text.push(' ');
        }
        text.push_str(piece);
        before = piece.chars().last().unwrap_or(' ');
    }
    text
}
