//! What the options say about levels, threads and tasks, in the expansion.

use super::interleave::interleave;
use super::runtime;
use crate::options::How;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// The local that holds `threads` and `grain`.
fn limits_name() -> Ident {
    Ident::new("__hotloop_limits", Span::mixed_site())
}

/// `threads` and `grain` as a local of the function, made where only its parameters can hide a constant.
pub fn limits(how: &How) -> TokenStream {
    if !how.has_limits() {
        return TokenStream::new();
    }
    let (s, hl, name) = (Span::mixed_site(), runtime(), limits_name());
    let threads = how.threads.as_ref().map(|n| {
        let n = constant("threads", n);
        quote_spanned!(s=> .threads(#n))
    });
    let grain = how.grain.as_ref().map(|n| {
        let n = constant("grain", n);
        quote_spanned!(s=> .grain(#n))
    });
    quote_spanned!(s=> let #name = #hl::Limits::none() #threads #grain;)
}

/// A constant of at least 1, checked at the user's expression.
fn constant(name: &str, value: &syn::Expr) -> TokenStream {
    let at = crate::diag::span_of(value).0.resolved_at(Span::mixed_site());
    let text = format!("[A0102] `{name}` is at least 1");
    quote_spanned!(at=> const {
        let __hotloop_n: ::core::primitive::usize = #value;
        ::core::assert!(__hotloop_n > 0, #text);
        __hotloop_n
    })
}

/// The first arguments of a parallel run: nothing, or the limits.
pub(super) fn limits_argument(how: &How, alone: bool) -> Option<TokenStream> {
    let (s, hl, name) = (Span::mixed_site(), runtime(), limits_name());
    if alone {
        return Some(quote_spanned!(s=> #hl::Limits::none().threads(1),));
    }
    how.has_limits().then(|| quote_spanned!(s=> #name,))
}

/// The function of the pool that runs a loop: `for_range`, or `for_range_within` with limits.
pub(super) fn runner(name: &str, how: &How, alone: bool) -> Ident {
    let name = if how.has_limits() || alone { format!("{name}_within") } else { name.to_owned() };
    Ident::new(&name, Span::mixed_site())
}

/// One closure for each level that is built: distinct types, so that each is inlined into its own level.
/// `chunk` makes the closure's body; `tables` is its parameter, where it looks up tables; `interleaves` says that a loop
/// in it asks for iterations side by side.
pub(super) fn levels(
    how: &How,
    tables: Option<Ident>,
    interleaves: bool,
    chunk: &TokenStream,
) -> TokenStream {
    let (s, hl) = (Span::mixed_site(), runtime());
    let parameter = quote!(#tables);
    let closure = |built: bool, token: &str, wide: bool| match (built, &tables) {
        (true, _) => {
            let level = how.fastmath.contract.then(|| {
                let (level, token) = (super::arith::level(), Ident::new(token, s));
                quote_spanned!(s=> let #level = #hl::#token;)
            });
            let interleave = interleaves.then(|| {
                let interleave = interleave();
                quote_spanned!(s=> let #interleave = #hl::Interleave::<#wide>::new();)
            });
            match (&level, &interleave) {
                (None, None) => quote_spanned!(s=> move |#parameter| #chunk),
                _ => quote_spanned!(s=> move |#parameter| { #level #interleave #chunk }),
            }
        }
        (false, None) => quote_spanned!(s=> #hl::absent),
        (false, Some(_)) => quote_spanned!(s=> #hl::absent_with),
    };
    let base = closure(true, "Baseline", false);
    let (v3, v4) = (closure(how.levels.v3, "Fused", false), closure(how.levels.v4, "Fused", true));
    let (has_v3, has_v4) = (how.levels.v3, how.levels.v4);
    let run = Ident::new(if tables.is_some() { "levels_with_tables" } else { "levels" }, s);
    quote_spanned!(s=> #hl::#run(#hl::Built { v3: #has_v3, v4: #has_v4 }, __hotloop_short, #base, #v3, #v4))
}

/// A constant that ties the function to the variable which cuts the levels: cargo then compiles it again
/// when that changes. (What a macro itself reads of the environment leaves no trace on stable.)
pub fn tracked() -> TokenStream {
    let s = Span::mixed_site();
    quote_spanned!(s=> const _: ::core::option::Option<&::core::primitive::str> = ::core::option_env!("HOTLOOP_BUILD_ISA");)
}
