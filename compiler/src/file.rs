//! All annotated functions and blocks of a source file, for tools: the same compiler as the macro's.
//!
//! In: the text of a file. Out: a [`Survey`]: what was compiled, which other files the file names, and what a
//! reader of text alone cannot see. Invariant: the word `accel` in an attribute's place is either compiled or in
//! [`Survey::unseen`].

use crate::diag::span_of;
use crate::item::{conditional_accel, impl_title, is_accel, type_name};
use crate::walk::{self, Visit};
use crate::{Output, accel, map};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::ops::RangeInclusive;
use syn::Attribute;

/// Compiles every function and block of a file that carries `#[accel]`, and every `map!`, in source order; also
/// functions that a macro is called with, as they are written there.
///
/// # Errors
/// The file is not Rust.
pub fn compile_file(source: &str) -> syn::Result<Vec<Output>> {
    Ok(survey(source)?.items.into_iter().map(|item| item.output).collect())
}

/// What is in a file.
#[derive(Debug, Default)]
pub struct Survey {
    /// What carries the attribute, in source order.
    pub items: Vec<Item>,
    /// `mod name;`: modules in files of their own.
    pub modules: Vec<Module>,
    /// What may hold annotated functions that nobody can see here.
    pub unseen: Vec<Unseen>,
    /// The names of the macros that it defines.
    pub macros: Vec<String>,
}

/// A function or block with the attribute.
#[derive(Debug)]
pub struct Item {
    /// The modules of this file around it, the outermost first.
    pub modules: Vec<String>,
    /// The function around it, of a `map!`: `Type::method` for one of a type.
    pub within: Option<String>,
    /// Its lines, attributes included.
    pub lines: RangeInclusive<usize>,
    /// Is the attribute in a `#[cfg_attr(..)]`, whose condition was taken to hold?
    pub conditional: bool,
    /// What it becomes.
    pub output: Output,
}

/// A module in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The modules of this file around it.
    pub around: Vec<String>,
    /// Its name.
    pub name: String,
    /// What `#[path = ".."]` says.
    pub path: Option<String>,
    /// The line of its declaration.
    pub line: usize,
}

/// Something that text alone does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// Its line.
    pub line: usize,
    /// What it is.
    pub what: Hidden,
}

/// What hides annotated functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// The definition of a macro that writes the attribute.
    Definition(String),
    /// The definition of a macro that declares modules in files of their own.
    Modules(String),
    /// A call of a macro with the attribute among its arguments, which are no items.
    Call(String),
    /// Items that a macro makes whose definition is not in this file.
    Items(String),
    /// `include!`
    Include,
    /// A `map!` of which the file does not say whose it is.
    Map,
}

/// Everything that a file shows.
///
/// # Errors
/// The file is not Rust.
pub fn survey(source: &str) -> syn::Result<Survey> {
    let file = syn::parse_file(source)?;
    let mut found = Found { map: names_of_map(&file), ..Found::default() };
    found.visit_file(&file);
    Ok(found.survey)
}

#[derive(Default)]
struct Found {
    survey: Survey,
    modules: Vec<String>,
    /// What stands before `::method` in the block that is visited.
    prefix: Option<String>,
    /// The functions around what is visited.
    functions: Vec<String>,
    /// Is a block visited that was compiled as a whole?
    compiled: bool,
    /// The names under which the file has hotloop's `map!`.
    map: Vec<String>,
}

/// What a `use` calls hotloop's `map`, alone or with all that hotloop has.
fn names_of_map(file: &syn::File) -> Vec<String> {
    struct Uses(Vec<String>);
    impl Uses {
        fn of(&mut self, tree: &syn::UseTree) {
            match tree {
                syn::UseTree::Name(n) if n.ident == "map" => self.0.push("map".into()),
                syn::UseTree::Rename(r) if r.ident == "map" => self.0.push(r.rename.to_string()),
                syn::UseTree::Glob(_) => self.0.push("map".into()),
                syn::UseTree::Group(g) => g.items.iter().for_each(|tree| self.of(tree)),
                _ => {}
            }
        }
    }
    impl<'ast> Visit<'ast> for Uses {
        fn visit_use_path(&mut self, p: &'ast syn::UsePath) {
            if p.ident == "hotloop" {
                self.of(&p.tree);
            }
            walk::visit_use_path(self, p);
        }
    }
    let mut uses = Uses(Vec::new());
    uses.visit_file(file);
    uses.0
}

impl Found {
    /// Compiles the item if it carries the attribute; says whether it does.
    fn item(
        &mut self,
        name: String,
        attrs: &[Attribute],
        item: &dyn Fn(Vec<Attribute>) -> TokenStream,
    ) -> bool {
        if self.compiled {
            return false;
        }
        let Some((at, options)) = attrs.iter().enumerate().find_map(|(n, a)| Some((n, options(a)?))) else {
            return false;
        };
        let lines = lines(&item(attrs.to_vec()));
        let rest = attrs.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, a)| a.clone()).collect();
        let mut output = accel(options, item(rest));
        if output.report.function.is_empty() {
            // What was refused as a whole has no report of its own.
            output.report.function = name;
        }
        if let Some(prefix) = &self.prefix {
            output.report = output.report.named(prefix);
        }
        let conditional = conditional_accel(&attrs[at]).is_some();
        self.survey.items.push(Item {
            modules: self.modules.clone(),
            within: None,
            lines,
            conditional,
            output,
        });
        true
    }

    fn within(&mut self, prefix: Option<String>, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.prefix, prefix);
        walk(self);
        self.prefix = before;
    }

    fn prefixed(&self, name: &proc_macro2::Ident) -> String {
        self.prefix.as_ref().map_or_else(|| name.to_string(), |prefix| format!("{prefix}::{name}"))
    }

    fn hidden(&mut self, at: Span, what: Hidden) {
        self.survey.unseen.push(Unseen { line: at.start().line, what });
    }
}

/// The first and the last line of some tokens.
fn lines(tokens: &TokenStream) -> RangeInclusive<usize> {
    let (first, last) = span_of(tokens);
    first.start().line..=last.end().line
}

/// The options of an attribute of ours, also in a `#[cfg_attr(..)]`, whose condition counts as true.
fn options(attr: &Attribute) -> Option<TokenStream> {
    let conditional = conditional_accel(attr);
    match conditional.as_ref().or_else(|| is_accel(attr).then_some(&attr.meta))? {
        syn::Meta::List(list) => Some(list.tokens.clone()),
        _ => Some(TokenStream::new()),
    }
}

/// Is there the name of the attribute?
fn mentions(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(g) => mentions(&g.stream()),
        TokenTree::Ident(name) => name == "accel",
        _ => false,
    })
}

/// Is it in an attribute, `#[..accel..]`? (A variable may have that name.)
fn annotates(tokens: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    tokens.iter().enumerate().any(|(n, token)| match token {
        TokenTree::Group(g) => {
            let hash = |t: &TokenTree| matches!(t, TokenTree::Punct(p) if p.as_char() == '#');
            let is_attribute = n.checked_sub(1).is_some_and(|before| hash(&tokens[before]));
            is_attribute && mentions(&g.stream()) || annotates(&g.stream())
        }
        _ => false,
    })
}

/// Is there a `mod name;` or `mod $name;`?
fn declares_modules(tokens: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let punct = |t: Option<&TokenTree>, is: char| matches!(t, Some(TokenTree::Punct(p)) if p.as_char() == is);
    tokens.iter().enumerate().any(|(n, token)| match token {
        TokenTree::Group(g) => declares_modules(&g.stream()),
        TokenTree::Ident(word) if word == "mod" => {
            let name = n + 1 + usize::from(punct(tokens.get(n + 1), '$'));
            matches!(tokens.get(name), Some(TokenTree::Ident(_))) && punct(tokens.get(name + 1), ';')
        }
        _ => false,
    })
}

fn called(mac: &syn::Macro) -> String {
    mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default()
}

/// What `#[path = ".."]` says.
fn path_of(attrs: &[Attribute]) -> Option<String> {
    let path = attrs.iter().find(|a| a.path().is_ident("path"))?;
    match &path.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let name = module.ident.to_string();
        let name = name.strip_prefix("r#").map_or(name.clone(), str::to_owned);
        if module.content.is_none() {
            let (path, line) = (path_of(&module.attrs), module.ident.span().start().line);
            self.survey.modules.push(Module { around: self.modules.clone(), name, path, line });
            return;
        }
        self.modules.push(name);
        self.within(None, |this| walk::visit_item_mod(this, module));
        self.modules.pop();
    }
    /// `kernel! { #[accel] fn f() { .. } }`: what a macro is given may be items, which most such macros hand on.
    fn visit_item_macro(&mut self, call: &'ast syn::ItemMacro) {
        let (name, at) = (called(&call.mac), span_of(&call.mac.path).0);
        if let Some(defined) = &call.ident {
            self.survey.macros.push(defined.to_string());
            if mentions(&call.mac.tokens) {
                self.hidden(at, Hidden::Definition(defined.to_string()));
            }
            if declares_modules(&call.mac.tokens) {
                self.hidden(at, Hidden::Modules(defined.to_string()));
            }
            return;
        }
        match syn::parse2::<syn::File>(call.mac.tokens.clone()) {
            _ if name == "include" => self.hidden(at, Hidden::Include),
            Ok(inside) if mentions(&call.mac.tokens) => self.within(None, |this| this.visit_file(&inside)),
            _ if mentions(&call.mac.tokens) => self.hidden(at, Hidden::Call(name)),
            _ => self.hidden(at, Hidden::Items(name)),
        }
    }
    /// A macro among statements, in an expression, or in a block.
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let at = span_of(&mac.path).0;
        let mut names = mac.path.segments.iter().rev().map(|s| s.ident.to_string());
        let (name, from) = (names.next().unwrap_or_default(), names.next());
        let ours = match &from {
            None => self.map.contains(&name),
            Some(from) => from == "hotloop" && name == "map",
        };
        if ours {
            let (modules, within) = (self.modules.clone(), self.functions.last().cloned());
            let (lines, output) = (lines(&mac.to_token_stream()), map(mac.tokens.clone()));
            self.survey.items.push(Item { modules, within, lines, conditional: false, output });
        } else if name == "map" {
            self.hidden(at, Hidden::Map);
        } else if mac.path.is_ident("include") {
            self.hidden(at, Hidden::Include);
        } else if annotates(&mac.tokens) {
            self.hidden(at, Hidden::Call(called(mac)));
        }
    }
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.within(None, |this| {
            let name = f.sig.ident.to_string();
            this.item(name.clone(), &f.attrs, &|attrs| {
                syn::ItemFn { attrs, ..f.clone() }.into_token_stream()
            });
            this.functions.push(name);
            walk::visit_item_fn(this, f);
            this.functions.pop();
        });
    }
    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        let whole = |attrs| syn::ItemImpl { attrs, ..block.clone() }.into_token_stream();
        let mut found = false;
        self.within(None, |this| {
            found = this.item(format!("impl {}", impl_title(block)), &block.attrs, &whole)
        });
        let before = std::mem::replace(&mut self.compiled, found);
        self.within(Some(type_name(block)), |this| walk::visit_item_impl(this, block));
        self.compiled = before;
    }
    fn visit_item_trait(&mut self, block: &'ast syn::ItemTrait) {
        let whole = |attrs| syn::ItemTrait { attrs, ..block.clone() }.into_token_stream();
        let mut found = false;
        self.within(None, |this| found = this.item(format!("trait {}", block.ident), &block.attrs, &whole));
        let before = std::mem::replace(&mut self.compiled, found);
        self.within(Some(block.ident.to_string()), |this| walk::visit_item_trait(this, block));
        self.compiled = before;
    }
    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.item(f.sig.ident.to_string(), &f.attrs, &|attrs| {
            syn::ImplItemFn { attrs, ..f.clone() }.into_token_stream()
        });
        self.functions.push(self.prefixed(&f.sig.ident));
        walk::visit_impl_item_fn(self, f);
        self.functions.pop();
    }
    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        self.item(f.sig.ident.to_string(), &f.attrs, &|attrs| {
            syn::TraitItemFn { attrs, ..f.clone() }.into_token_stream()
        });
        self.functions.push(self.prefixed(&f.sig.ident));
        walk::visit_trait_item_fn(self, f);
        self.functions.pop();
    }
}
