//! Functions without loops: loops call them, so they should be inlined there.

use crate::emit;
use crate::item::inside_cfg_attr;
use crate::options::How;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// Bodies of at most so many tokens are inlined without being asked for: an accessor, a formula.
const SMALL: usize = 64;

/// A formula of elementary functions has at most so many tokens.
const FORMULA: usize = 256;

/// Does a method of an annotated block get the treatment of an annotated function without loops: has it an
/// elementary function, or is it small?
pub fn is_helper(item: &syn::ImplItemFn, how: &How) -> bool {
    let sig = &item.sig;
    sig.constness.is_none() && sig.asyncness.is_none() && (has_elementary(item, how) || is_small(item))
}

fn has_elementary(item: &syn::ImplItemFn, how: &How) -> bool {
    emit::substitute(&mut item.block.clone(), how)
}

fn is_small(item: &syn::ImplItemFn) -> bool {
    may_be_inline(&item.attrs) && count(item.block.to_token_stream()) <= SMALL
}

/// How many tokens there are.
pub fn count(tokens: TokenStream) -> usize {
    let count = |t: TokenTree| match t {
        TokenTree::Group(g) => 1 + count(g.stream()),
        _ => 1,
    };
    tokens.into_iter().map(count).sum()
}

/// Adds `#[inline]`, unless the user has decided. Elementary functions are more code than LLVM inlines on a
/// hint, but a call in the way keeps a loop from being vectorized: a formula of them is inlined in any case.
pub fn inline(item: &mut syn::ImplItemFn, found_math: bool, tokens: usize) {
    if !may_be_inline(&item.attrs) {
        return;
    }
    let always =
        found_math && tokens <= FORMULA && !item.attrs.iter().any(|a| a.path().is_ident("target_feature"));
    if always {
        // Clippy's advice against it is for people.
        item.attrs.push(syn::parse_quote!(#[cfg_attr(not(clippy), inline(always))]));
        item.attrs.push(syn::parse_quote!(#[cfg_attr(clippy, inline)]));
    } else {
        item.attrs.push(syn::parse_quote!(#[inline]));
    }
}

/// Nothing is said yet of inlining, and the function is not one that others find by its symbol.
fn may_be_inline(attrs: &[syn::Attribute]) -> bool {
    let decided = |meta: &syn::Meta| {
        ["inline", "cold", "no_mangle", "export_name", "naked"].iter().any(|n| meta.path().is_ident(n))
    };
    !attrs.iter().any(|attr| {
        let inside = match &attr.meta {
            syn::Meta::List(list) if list.path.is_ident("unsafe") => {
                list.parse_args::<syn::Meta>().into_iter().collect()
            }
            _ => inside_cfg_attr(attr).unwrap_or_default(),
        };
        decided(&attr.meta) || inside.iter().any(decided)
    })
}
