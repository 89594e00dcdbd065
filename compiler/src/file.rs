//! All annotated functions and blocks of a source file, for tools: the same compiler as the macro's.

use crate::item::{conditional_accel, is_accel, type_name};
use crate::{Output, accel};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Attribute;
use syn::visit::Visit;

/// Compiles every function and block of a file that carries `#[accel]`, in source order; also those that a
/// macro is called with, as they are written there.
///
/// # Errors
/// The file is not Rust.
pub fn compile_file(source: &str) -> syn::Result<Vec<Output>> {
    let file = syn::parse_file(source)?;
    let mut found = Found { outputs: Vec::new(), prefix: None };
    found.visit_file(&file);
    Ok(found.outputs)
}

struct Found {
    outputs: Vec<Output>,
    /// What stands before `::method` in the block that is visited.
    prefix: Option<String>,
}

impl Found {
    /// Compiles the item if it carries the attribute; says whether it does.
    fn item(&mut self, attrs: &[Attribute], item: &dyn Fn(Vec<Attribute>) -> TokenStream) -> bool {
        let Some((at, options)) = attrs.iter().enumerate().find_map(|(n, a)| Some((n, options(a)?))) else {
            return false;
        };
        let rest = attrs.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, a)| a.clone()).collect();
        let mut output = accel(options, item(rest));
        if let Some(prefix) = &self.prefix {
            output.report = output.report.named(prefix);
        }
        self.outputs.push(output);
        true
    }

    fn within(&mut self, prefix: Option<String>, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.prefix, prefix);
        walk(self);
        self.prefix = before;
    }
}

/// The options of an attribute of ours, also in a `#[cfg_attr(..)]`, whose condition counts as true.
fn options(attr: &Attribute) -> Option<TokenStream> {
    let conditional = conditional_accel(attr);
    match conditional.as_ref().or_else(|| is_accel(attr).then_some(&attr.meta))? {
        syn::Meta::List(list) => Some(list.tokens.clone()),
        _ => Some(TokenStream::new()),
    }
}

impl<'ast> Visit<'ast> for Found {
    /// `kernel! { #[accel] fn f() { .. } }`: what a macro is given may be items, which most such macros hand on.
    fn visit_item_macro(&mut self, call: &'ast syn::ItemMacro) {
        let is_definition = call.ident.is_some();
        if let (false, Ok(inside)) = (is_definition, syn::parse2::<syn::File>(call.mac.tokens.clone())) {
            let mut found = Found { outputs: Vec::new(), prefix: None };
            found.visit_file(&inside);
            self.outputs.append(&mut found.outputs);
        }
    }
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.within(None, |this| {
            this.item(&f.attrs, &|attrs| syn::ItemFn { attrs, ..f.clone() }.into_token_stream());
            syn::visit::visit_item_fn(this, f);
        });
    }
    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        let whole = |attrs| syn::ItemImpl { attrs, ..block.clone() }.into_token_stream();
        let mut found = false;
        self.within(None, |this| found = this.item(&block.attrs, &whole));
        if !found {
            self.within(Some(type_name(block)), |this| syn::visit::visit_item_impl(this, block));
        }
    }
    fn visit_item_trait(&mut self, block: &'ast syn::ItemTrait) {
        let whole = |attrs| syn::ItemTrait { attrs, ..block.clone() }.into_token_stream();
        let mut found = false;
        self.within(None, |this| found = this.item(&block.attrs, &whole));
        if !found {
            self.within(Some(block.ident.to_string()), |this| syn::visit::visit_item_trait(this, block));
        }
    }
    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.item(&f.attrs, &|attrs| syn::ImplItemFn { attrs, ..f.clone() }.into_token_stream());
        syn::visit::visit_impl_item_fn(self, f);
    }
    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        self.item(&f.attrs, &|attrs| syn::TraitItemFn { attrs, ..f.clone() }.into_token_stream());
        syn::visit::visit_trait_item_fn(self, f);
    }
}
