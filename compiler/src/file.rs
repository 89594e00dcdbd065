//! All annotated functions of a source file, for tools: the same compiler as the macro's.

use crate::{Output, accel};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::Visit;

/// Compiles every function of a file that carries `#[accel]`, in source order.
///
/// # Errors
/// The file is not Rust.
pub fn compile_file(source: &str) -> syn::Result<Vec<Output>> {
    let file = syn::parse_file(source)?;
    let mut found = Found(Vec::new());
    found.visit_file(&file);
    Ok(found.0)
}

struct Found(Vec<Output>);

impl Found {
    fn item(&mut self, attrs: &[syn::Attribute], item: &dyn Fn(Vec<syn::Attribute>) -> TokenStream) {
        let is_ours = |a: &syn::Attribute| a.path().segments.last().is_some_and(|s| s.ident == "accel");
        let Some(ours) = attrs.iter().find(|a| is_ours(a)) else { return };
        let options = match &ours.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        let rest = attrs.iter().filter(|a| !is_ours(a)).cloned().collect();
        self.0.push(accel(options, item(rest)));
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.item(&f.attrs, &|attrs| syn::ItemFn { attrs, ..f.clone() }.into_token_stream());
        syn::visit::visit_item_fn(self, f);
    }
    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.item(&f.attrs, &|attrs| syn::ImplItemFn { attrs, ..f.clone() }.into_token_stream());
    }
    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        self.item(&f.attrs, &|attrs| syn::TraitItemFn { attrs, ..f.clone() }.into_token_stream());
    }
}
