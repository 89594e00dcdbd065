//! `#[accel(..)]` on an `impl` block, or on a `trait` block with default methods.
//!
//! It applies to each method with loops, and to small methods and such with elementary functions, which loops
//! call; `#[accel(..)]` on a method replaces it there. What cannot be compiled beside what can is no error, but
//! it is in the report; a block in which nothing is done is an error.

use crate::diag::{Blocker, Cx, Place};
use crate::driver::{self, Part};
use crate::helper;
use crate::item::{self, is_accel, is_conditional_accel, twice};
use crate::kernel::Kernel;
use crate::marks;
use crate::options::{self, Options};
use crate::report::Report;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use std::collections::BTreeSet;

/// What comes of a block.
pub struct Expansion {
    /// The block with its methods compiled.
    pub tokens: TokenStream,
    /// The block as written, without marks and attributes of ours.
    pub plain: TokenStream,
    /// One report for each method.
    pub report: Report,
}

/// Expands an `impl` block.
pub fn of_impl(cx: &mut Cx, mut block: syn::ItemImpl, options: &Options) -> Expansion {
    let at = item::head(&block);
    let mut methods = Methods::new(cx, options, "`impl`", item::type_name(&block), at);
    let mut plain = block.clone();
    for (item, plain) in block.items.iter_mut().zip(&mut plain.items) {
        match item {
            syn::ImplItem::Fn(f) => {
                let both = methods.method(f.clone());
                *item = syn::ImplItem::Verbatim(both.0);
                *plain = syn::ImplItem::Verbatim(both.1);
            }
            syn::ImplItem::Macro(m) => methods.unseen(&m.mac),
            _ => {}
        }
    }
    let title = format!("impl {}", item::impl_title(&block));
    let beside = methods.warnings();
    Expansion {
        report: methods.finish(title),
        tokens: quote!(#block #beside),
        plain: plain.to_token_stream(),
    }
}

/// Expands a `trait` block.
pub fn of_trait(cx: &mut Cx, mut block: syn::ItemTrait, options: &Options) -> Expansion {
    let at = item::head(&block);
    let mut methods = Methods::new(cx, options, "`trait`", block.ident.to_string(), at);
    let mut plain = block.clone();
    for (item, plain) in block.items.iter_mut().zip(&mut plain.items) {
        match (&mut *item, &mut *plain) {
            (syn::TraitItem::Fn(f), _) if f.default.is_some() => {
                let both = methods.method(with_body(f.clone()));
                *item = syn::TraitItem::Verbatim(both.0);
                *plain = syn::TraitItem::Verbatim(both.1);
            }
            (syn::TraitItem::Fn(_), syn::TraitItem::Fn(f)) => methods.declaration(f),
            (syn::TraitItem::Macro(m), _) => methods.unseen(&m.mac),
            _ => {}
        }
    }
    let title = format!("trait {}", block.ident);
    let beside = methods.warnings();
    Expansion {
        report: methods.finish(title),
        tokens: quote!(#block #beside),
        plain: plain.to_token_stream(),
    }
}

/// A default method as a method.
fn with_body(f: syn::TraitItemFn) -> syn::ImplItemFn {
    let empty = || syn::Block { brace_token: syn::token::Brace::default(), stmts: Vec::new() };
    syn::ImplItemFn {
        attrs: f.attrs,
        vis: syn::Visibility::Inherited,
        defaultness: None,
        sig: f.sig,
        block: f.default.unwrap_or_else(empty),
    }
}

/// The methods of a block, as they are compiled one after the other.
struct Methods<'a> {
    cx: &'a mut Cx,
    options: &'a Options,
    /// `impl` or `trait`, as it stands in messages.
    word: &'static str,
    /// What stands before `::method` in reports.
    prefix: String,
    /// Where the block is.
    at: (Span, Span),
    /// What was compiled, under the attribute of the block or one of its own.
    reports: Vec<(Part, Report)>,
    /// Macros, which may make methods.
    unseen: Vec<Blocker>,
    labels: BTreeSet<String>,
    /// Is a loop marked parallel in a method under the attribute of the block?
    is_marked: bool,
}

impl<'a> Methods<'a> {
    fn new(
        cx: &'a mut Cx,
        options: &'a Options,
        word: &'static str,
        prefix: String,
        at: (Span, Span),
    ) -> Methods<'a> {
        Methods {
            cx,
            options,
            word,
            prefix,
            at,
            reports: Vec::new(),
            unseen: Vec::new(),
            labels: BTreeSet::new(),
            is_marked: false,
        }
    }

    /// The method compiled, and as written.
    fn method(&mut self, mut f: syn::ImplItemFn) -> (TokenStream, TokenStream) {
        let own = self.own_options(&mut f.attrs);
        let name = format!("{}::{}", self.prefix, f.sig.ident);
        let mut kernel = Kernel::of(f, name);
        let (options, part) = match own {
            Some(own) => {
                if let Some(refusal) = kernel.refusal() {
                    self.cx.block(&refusal);
                }
                (own, Part::Itself)
            }
            None => (self.options_of(&kernel), Part::OfBlock),
        };
        let marks = marks::take_marks(self.cx, &mut kernel, &options);
        let is_marked = marks.any(marks::Mark::Parallel);
        if part == Part::Itself {
            options::check_parallel(self.cx, &options, is_marked);
        } else {
            self.is_marked |= is_marked;
        }
        let plain = kernel.plain();
        let is_helper = || helper::is_helper(&kernel.item, &options.how);
        if part == Part::OfBlock && kernel.function.loop_count() == 0 && !is_helper() {
            return (plain.clone(), plain);
        }
        let (tokens, report) = driver::run(self.cx, kernel, &options, &marks, part);
        if part == Part::Itself {
            let loops: Vec<_> = report.loops.iter().collect();
            driver::demand_parallel(self.cx, &options, &loops, "function");
        }
        self.reports.push((part, report));
        (tokens, plain)
    }

    /// The options of a method's own attribute, which is taken off.
    fn own_options(&mut self, attrs: &mut Vec<syn::Attribute>) -> Option<Options> {
        if let Some(conditional) = attrs.iter().find(|a| is_conditional_accel(a)) {
            let text = format!(
                "[A0111] a conditional `#[accel(..)]` cannot be evaluated inside of an {0} that has `#[accel]` itself\n\
                 help: take `#[accel]` off the {0}, and put it on the methods",
                self.word
            );
            self.cx.error(Place::of(conditional).span, text);
        }
        let (ours, rest): (Vec<_>, Vec<_>) = std::mem::take(attrs).into_iter().partition(is_accel);
        *attrs = rest;
        if let Some(second) = ours.get(1) {
            twice(self.cx, second);
        }
        let tokens = match &ours.first()?.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        let mut own = options::parse(self.cx, tokens);
        own.build(self.options.built);
        // Where hotloop is found is no choice that a method could mean to take back.
        own.path = own.path.or_else(|| self.options.path.clone());
        Some(own)
    }

    /// The options of the block, of whose labels those stay that the method has.
    fn options_of(&mut self, kernel: &Kernel) -> Options {
        let here = marks::labels(&kernel.item.block);
        let mut options = self.options.clone();
        options.parallel_labels.retain(|l| here.contains(&l.ident.to_string()));
        options.serial_labels.retain(|l| here.contains(&l.ident.to_string()));
        self.labels.extend(here);
        options
    }

    fn declaration(&mut self, f: &mut syn::TraitItemFn) {
        if f.attrs.iter().any(is_accel) {
            item::refuse(self.cx, item::head(f), "on a declaration");
            f.attrs.retain(|a| !is_accel(a));
        }
    }

    fn unseen(&mut self, mac: &syn::Macro) {
        self.unseen.push(Blocker::Unseen { place: Place::of(&mac.path) });
    }

    /// Warnings that have no method to stand in.
    fn warnings(&self) -> TokenStream {
        let warnings = self.unseen.iter().filter(|_| self.options.warn).map(driver::warning);
        quote!(#(const _: () = { #warnings };)*)
    }

    /// All reports, once nothing of the attribute turned out to be without effect.
    fn finish(self, title: String) -> Report {
        let word = self.word;
        options::check_parallel(self.cx, self.options, self.is_marked);
        let given = self.options.parallel_labels.iter().chain(&self.options.serial_labels);
        for label in given.filter(|l| !self.labels.contains(&l.ident.to_string())) {
            marks::no_label(self.cx, label, word, self.labels.iter());
        }
        let ordinary: Vec<_> = self.reports.iter().filter(|(part, _)| *part == Part::OfBlock).collect();
        let loops: Vec<_> = ordinary.iter().flat_map(|(_, report)| &report.loops).collect();
        if !ordinary.is_empty() || !self.unseen.is_empty() {
            driver::demand_parallel(self.cx, self.options, &loops, word);
        }
        let what = if !ordinary.is_empty() || !self.unseen.is_empty() {
            let idle = loops.is_empty() && self.options.nogil && self.unseen.is_empty();
            idle.then_some(("there is no loop in", "`nogil`"))
        } else if self.reports.is_empty() {
            Some(("no method has a loop in", "`#[accel]`"))
        } else {
            Some(("each method with a loop has its own `#[accel]` in", "this one"))
        };
        // An error before may be the reason.
        if let Some((why, what)) = what.filter(|_| self.cx.is_clean()) {
            self.cx.error(
                self.at,
                format!("[A0106] {why} this {word}, so {what} would do nothing\nhelp: remove it"),
            );
        }
        let methods = self.reports.into_iter().map(|(_, report)| report).collect();
        Report { function: title, methods, missed: self.unseen, ..Report::default() }
    }
}
