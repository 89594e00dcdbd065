//! `nogil`, first part: every argument and the result are checked to be `Send`, at the user's type.

use crate::emit::runtime;
use crate::walk::{Visit, VisitMut};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{FnArg, Pat, ReturnType, Signature, Type};

/// The checks, to stand at the start of the body.
pub fn checks(sig: &Signature) -> TokenStream {
    let mut checks = TokenStream::new();
    for input in &sig.inputs {
        let conditions = attributes(input).iter().filter(|a| a.path().is_ident("cfg"));
        let check = argument(input);
        if !check.is_empty() {
            checks.extend(quote::quote!(#(#conditions)* #check));
        }
    }
    if let ReturnType::Type(_, ty) = &sig.output {
        result(ty, &mut checks);
    }
    checks
}

/// The parts of a result's type that have a name.
fn result(ty: &Type, checks: &mut TokenStream) {
    match ty {
        Type::Tuple(parts) if has_unnameable(ty) => parts.elems.iter().for_each(|ty| result(ty, checks)),
        _ if has_unnameable(ty) => {}
        _ => {
            let (hl, at) = (runtime(), ty.span().resolved_at(Span::mixed_site()));
            checks.extend(quote_spanned!(at=> let _ = #hl::require_send_type::<#ty>;));
        }
    }
}

/// The parts that have none: `impl Trait` says itself that it can be sent. (Whether it can is seen through it
/// anyway, so callers notice nothing.)
pub fn bound_result(sig: &mut Signature) {
    struct Bound;
    impl VisitMut for Bound {
        // Types inside of one are its own affair.
        fn visit_type_impl_trait_mut(&mut self, ty: &mut syn::TypeImplTrait) {
            let (hl, at) = (runtime(), ty.span().resolved_at(Span::mixed_site()));
            let bound: syn::TypeParamBound = syn::parse_quote_spanned!(at=> #hl::NoGil);
            ty.bounds.push(bound);
        }
    }
    if let ReturnType::Type(_, ty) = &mut sig.output {
        Bound.visit_type_mut(ty);
    }
}

fn attributes(input: &FnArg) -> &[syn::Attribute] {
    match input {
        FnArg::Receiver(r) => &r.attrs,
        FnArg::Typed(t) => &t.attrs,
    }
}

/// The error of an unmet bound is shown at the argument of the check, so all of it is located at the type.
fn argument(input: &FnArg) -> TokenStream {
    let hl = runtime();
    match input {
        FnArg::Receiver(r) => {
            let this = &r.self_token;
            let at = this.span.resolved_at(Span::mixed_site());
            quote_spanned!(at=> #hl::require_send(&#this);)
        }
        FnArg::Typed(t) => {
            let at = t.ty.span().resolved_at(Span::mixed_site());
            match &*t.pat {
                Pat::Ident(p) => {
                    let mut name = p.ident.clone();
                    name.set_span(name.span().located_at(t.ty.span()));
                    quote_spanned!(at=> #hl::require_send(&#name);)
                }
                _ if has_unnameable(&t.ty) => TokenStream::new(),
                _ => {
                    let ty = &t.ty;
                    quote_spanned!(at=> let _ = #hl::require_send_type::<#ty>;)
                }
            }
        }
    }
}

/// `impl Trait` cannot be named in a body; an elided lifetime in a result may not be inferred there.
fn has_unnameable(ty: &Type) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
        // Nothing returns, and the type cannot be an argument on a stable compiler.
        fn visit_type_never(&mut self, _: &'ast syn::TypeNever) {
            self.0 = true;
        }
    }
    let mut find = Find(false);
    find.visit_type(ty);
    find.0
}
