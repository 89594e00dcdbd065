//! Where a function stands: what it is called by from a module inside of its own body (`hotloop_compiler::compare`).
//!
//! In: the function and its file. Out: [`Subject`]: its signature as written, and the path of a call in which the type
//! parameters of its block are types. Whatever stands in a module or a block of one can be called, private or not.

use crate::package::{Found, Function};
use crate::{Failure, Outcome};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::visit::Visit;
use syn::{GenericParam, Generics, Signature};

/// A function, and where it stands.
#[derive(Clone)]
pub struct Subject {
    /// As it is written.
    pub signature: Signature,
    /// The line of its name.
    pub line: usize,
    around: Around,
}

/// What stands around a function.
#[derive(Clone)]
enum Around {
    Module,
    Impl {
        generics: Generics,
        own: TokenStream,
        of: Option<TokenStream>,
    },
    Trait {
        generics: Generics,
        name: String,
    },
    /// Another function.
    Function(String),
}

/// The function in its file.
///
/// # Errors
/// It is no function, or it stands where nothing else can name it.
pub fn subject(function: &Function, found: &Found) -> Outcome<Subject> {
    let fail = |what: String| Err(Failure::Usage(what));
    if function.report.is_statement {
        let help = "help: compare the function around it, with `#[accel]` on it; or put the statement in a function of its own";
        return fail(format!("`{}` is a statement, which nothing can call\n{help}", function.path));
    }
    let text = found.texts.get(&function.file).map(String::as_str).unwrap_or_default();
    let name = function.path.rsplit("::").next().unwrap_or_default();
    let mut search = Search { function, name, around: Around::Module, found: None };
    if let Ok(file) = syn::parse_file(text) {
        search.visit_file(&file);
    }
    // What a macro is called with is no item of the file.
    let found = search.found.map_or_else(|| alone(function, text), Ok)?;
    match &found.around {
        Around::Function(around) => fail(format!(
            "`{}` stands inside of the function `{around}`, where nothing outside can call it\nhelp: move it in front of `{around}`",
            function.path
        )),
        _ => Ok(found),
    }
}

fn alone(function: &Function, text: &str) -> Outcome<Subject> {
    let (before, end) = (function.lines.start() - 1, *function.lines.end());
    let lines: Vec<&str> = text.lines().take(end).skip(before).collect();
    let item: syn::ItemFn = syn::parse_str(&lines.join("\n")).map_err(|e| {
        Failure::Usage(format!("the signature of `{}` is not understood: {e}", function.path))
    })?;
    let line = before + item.sig.ident.span().start().line;
    Ok(Subject { signature: item.sig, line, around: Around::Module })
}

struct Search<'a> {
    function: &'a Function,
    name: &'a str,
    around: Around,
    found: Option<Subject>,
}

impl Search<'_> {
    fn one(&mut self, signature: &Signature, block: Option<&syn::Block>) {
        let line = signature.ident.span().start().line;
        if self.function.lines.contains(&line) && signature.ident == self.name && self.found.is_none() {
            self.found = Some(Subject { signature: signature.clone(), line, around: self.around.clone() });
        }
        let inside = Around::Function(signature.ident.to_string());
        self.within(inside, |this| block.into_iter().for_each(|b| this.visit_block(b)));
    }

    fn within(&mut self, around: Around, walk: impl FnOnce(&mut Self)) {
        // Nothing gets out of a function again.
        let around = match &self.around {
            Around::Function(name) => Around::Function(name.clone()),
            _ => around,
        };
        let before = std::mem::replace(&mut self.around, around);
        walk(self);
        self.around = before;
    }
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.one(&f.sig, Some(&f.block));
    }
    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.one(&f.sig, Some(&f.block));
    }
    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        self.one(&f.sig, f.default.as_ref());
    }
    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        let around = Around::Impl {
            generics: block.generics.clone(),
            own: block.self_ty.to_token_stream(),
            of: block.trait_.as_ref().map(|(_, path, _)| path.to_token_stream()),
        };
        self.within(around, |this| syn::visit::visit_item_impl(this, block));
    }
    fn visit_item_trait(&mut self, block: &'ast syn::ItemTrait) {
        let around = Around::Trait { generics: block.generics.clone(), name: block.ident.to_string() };
        self.within(around, |this| syn::visit::visit_item_trait(this, block));
    }
}

impl Subject {
    /// The type and constant parameters that a caller chooses: those of the block, then its own.
    pub fn parameters(&self) -> Vec<(String, bool)> {
        let of_block = match &self.around {
            Around::Impl { generics, .. } | Around::Trait { generics, .. } => Some(generics),
            _ => None,
        };
        let all = of_block.into_iter().chain([&self.signature.generics]).flat_map(|g| &g.params);
        all.filter_map(|p| match p {
            GenericParam::Type(t) => Some((t.ident.to_string(), false)),
            GenericParam::Const(c) => Some((c.ident.to_string(), true)),
            GenericParam::Lifetime(_) => None,
        })
        .collect()
    }

    /// One in a module, for tests.
    #[cfg(test)]
    pub fn alone(text: &str) -> Subject {
        let item: syn::ItemFn = syn::parse_str(text).expect("a function");
        Subject { signature: item.sig, line: 1, around: Around::Module }
    }

    /// Whether it takes a receiver, whose type nobody can make up.
    pub fn is_method(&self) -> bool {
        self.signature.receiver().is_some()
    }

    /// How a module in its body calls it; parameters without a type are inferred.
    pub fn call(&self, given: &BTreeMap<String, String>) -> String {
        let name = self.signature.ident.to_string();
        let chosen = |name: &str| given.get(name).cloned().unwrap_or_else(|| "_".to_owned());
        let own: Vec<String> = own_types(&self.signature.generics, &chosen);
        let own = if own.is_empty() { String::new() } else { format!("::<{}>", own.join(", ")) };
        match &self.around {
            Around::Impl { generics, own: ty, of } => {
                let replace = |tokens: &TokenStream| replaced(tokens.clone(), generics, &chosen).to_string();
                match of {
                    Some(path) => format!("<{} as {}>::{name}{own}", replace(ty), replace(path)),
                    None => format!("<{}>::{name}{own}", replace(ty)),
                }
            }
            Around::Trait { generics, name: of } => {
                let types = own_types(generics, &chosen);
                let types = if types.is_empty() { String::new() } else { format!("<{}>", types.join(", ")) };
                match given.get("Self") {
                    Some(ty) => format!("<{ty} as {of}{types}>::{name}{own}"),
                    None if types.is_empty() => format!("{of}::{name}{own}"),
                    None => format!("{of}::{types}::{name}{own}"),
                }
            }
            Around::Module | Around::Function(_) => format!("super::{name}{own}"),
        }
    }
}

/// The types of a list of parameters, in order, for a call; none where all are inferred.
fn own_types(generics: &Generics, chosen: &dyn Fn(&str) -> String) -> Vec<String> {
    let types = generics.params.iter().filter_map(|p| match p {
        GenericParam::Type(t) => Some(chosen(&t.ident.to_string())),
        GenericParam::Const(c) => Some(chosen(&c.ident.to_string())),
        GenericParam::Lifetime(_) => None,
    });
    let types: Vec<String> = types.collect();
    if types.iter().all(|t| t == "_") { Vec::new() } else { types }
}

/// A type of a block's head with types in the place of the block's parameters, and its lifetimes inferred.
fn replaced(tokens: TokenStream, generics: &Generics, chosen: &dyn Fn(&str) -> String) -> TokenStream {
    let mut after_quote = false;
    let one = |token: TokenTree| -> TokenStream {
        let is_lifetime = std::mem::replace(&mut after_quote, false);
        match token {
            TokenTree::Group(g) => {
                let inner = replaced(g.stream(), generics, chosen);
                TokenTree::Group(proc_macro2::Group::new(g.delimiter(), inner)).into()
            }
            TokenTree::Punct(p) if p.as_char() == '\'' => {
                after_quote = true;
                TokenTree::Punct(p).into()
            }
            TokenTree::Ident(name) if is_lifetime => {
                let declared = generics.lifetimes().any(|l| l.lifetime.ident == name);
                let name = if declared { proc_macro2::Ident::new("_", name.span()) } else { name };
                TokenTree::Ident(name).into()
            }
            TokenTree::Ident(name) => {
                let is_ours = generics.type_params().any(|t| t.ident == name)
                    || generics.const_params().any(|c| c.ident == name);
                let ty = is_ours.then(|| chosen(&name.to_string()).parse().ok()).flatten();
                ty.unwrap_or_else(|| TokenTree::Ident(name).into())
            }
            other => other.into(),
        }
    };
    tokens.into_iter().flat_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The call of the function `f` somewhere in a text.
    fn call(text: &str, with: &[(&str, &str)]) -> String {
        let lines = 1..=text.lines().count();
        let function = crate::package::Function::named("f", lines);
        let mut search = Search { function: &function, name: "f", around: Around::Module, found: None };
        search.visit_file(&syn::parse_file(text).unwrap());
        let given = with.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        search.found.expect("it is there").call(&given).replace(' ', "")
    }

    #[test]
    fn a_function_is_called_from_its_own_body() {
        assert_eq!(call("mod a { fn f() {} }", &[]), "super::f");
        assert_eq!(call("fn f<T>(a: T) {}", &[("T", "u8")]), "super::f::<u8>");
        assert_eq!(call("fn f<'a, T, const N: usize>(a: [T; N]) {}", &[("N", "4")]), "super::f::<_,4>");
        assert_eq!(call("impl Grid { fn f(&self) {} }", &[]), "<Grid>::f");
        assert_eq!(call("impl<T> Grid<T> { fn f(&self) {} }", &[("T", "f64")]), "<Grid<f64>>::f");
        assert_eq!(
            call("impl<'a, T> R<T> for G<'a, 'static, T> { fn f() {} }", &[]),
            "<G<'_,'static,_>asR<_>>::f"
        );
        assert_eq!(call("trait R { fn f(&self) {} }", &[]), "R::f");
        assert_eq!(call("trait R<T> { fn f(&self) {} }", &[("Self", "G"), ("T", "u8")]), "<GasR<u8>>::f");
    }
}
