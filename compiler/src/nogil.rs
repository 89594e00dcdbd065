//! `nogil`, first part: every argument and the result are checked to be `Send`, at the user's type.

use crate::emit::runtime;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{FnArg, Pat, ReturnType, Signature, Type};

/// The checks, to stand at the start of the body.
pub fn checks(sig: &Signature) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    let mut checks = TokenStream::new();
    for input in &sig.inputs {
        checks.extend(argument(input));
    }
    if let ReturnType::Type(_, ty) = &sig.output
        && !has_unnameable(ty)
    {
        let path = at(ty.span(), "require_send_type");
        checks.extend(quote_spanned!(s=> let _ = #hl::#path::<#ty>;));
    }
    checks
}

fn argument(input: &FnArg) -> TokenStream {
    let s = Span::mixed_site();
    let hl = runtime();
    match input {
        FnArg::Receiver(r) => {
            let this = syn::Ident::new("self", r.self_token.span);
            let path = at(r.self_token.span, "require_send");
            quote_spanned!(s=> #hl::#path(&#this);)
        }
        FnArg::Typed(t) => match &*t.pat {
            Pat::Ident(p) => {
                // The error of an unmet bound is shown at the argument, so the argument carries the type's span.
                let name = syn::Ident::new(&p.ident.to_string(), p.ident.span());
                let path = at(t.ty.span(), "require_send");
                quote_spanned!(s=> #hl::#path(&#name);)
            }
            _ if has_unnameable(&t.ty) => TokenStream::new(),
            _ => {
                let (path, ty) = (at(t.ty.span(), "require_send_type"), &t.ty);
                quote_spanned!(s=> let _ = #hl::#path::<#ty>;)
            }
        },
    }
}

fn at(span: Span, name: &str) -> TokenStream {
    syn::Ident::new(name, span.resolved_at(Span::mixed_site())).to_token_stream()
}

/// `impl Trait` cannot be named in a body; an elided lifetime in a result may not be inferred there.
fn has_unnameable(ty: &Type) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut find = Find(false);
    find.visit_type(ty);
    find.0
}
