//! The path of the runtime in generated code.
//!
//! Every emitter writes the one path of [`runtime`]. Where hotloop is renamed or re-exported (`crate = path`),
//! one pass over the finished tokens, [`renamed`], puts the user's path in its place. So no emitter has to
//! carry the option, and none can forget it.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

/// The path of the runtime.
pub fn runtime() -> TokenStream {
    let s = Span::mixed_site();
    quote_spanned!(s=> ::hotloop::__private)
}

/// The tokens with `path` for `::hotloop` in every path of [`runtime`].
pub fn renamed(tokens: TokenStream, path: &syn::Path) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    let mut rest = tokens.as_slice();
    while let Some((first, others)) = rest.split_first() {
        if is_runtime(rest) {
            path.to_tokens(&mut out);
            rest = &rest[3..];
            continue;
        }
        match first {
            TokenTree::Group(g) => {
                let mut group = Group::new(g.delimiter(), renamed(g.stream(), path));
                group.set_span(g.span());
                out.extend([TokenTree::Group(group)]);
            }
            other => out.extend([other.clone()]),
        }
        rest = others;
    }
    out
}

/// Do the tokens start with `::hotloop::__private`?
fn is_runtime(tokens: &[TokenTree]) -> bool {
    let colon = |t: &TokenTree| matches!(t, TokenTree::Punct(p) if p.as_char() == ':');
    let name = |t: &TokenTree, n: &str| matches!(t, TokenTree::Ident(i) if i == n);
    match tokens {
        [a, b, c, d, e, f, ..] => {
            [a, b, d, e].into_iter().all(colon) && name(c, "hotloop") && name(f, "__private")
        }
        _ => false,
    }
}
