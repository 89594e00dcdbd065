//! The function as the user wrote it: the parsed item, and its names.

use crate::diag::{Blocker, Cx, Place};
use crate::loops::{self, number};
use crate::walk::{self, Visit};
use crate::written::{
    is_deep, is_deep_list, is_fixed, is_list, is_range, is_range_type, is_slice, number_of,
};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::{FnArg, Pat, Type};

/// How a name is handed to the function or bound in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// A parameter of type `&T`, or `&self`.
    SharedReference,
    /// A parameter of type `&mut T`, or `&mut self`.
    MutableReference,
    /// Bound as `mut`.
    Mutable,
    /// A parameter of another type.
    Value,
    /// Bound by a pattern in the body.
    Bound,
    /// Not bound in the function.
    Foreign,
}

/// What is known of the names of a function. Names are texts here; where one text may mean two variables
/// because of macro hygiene, [`Function::is_ambiguous`] says so.
#[derive(Debug, Default)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// `unsafe fn`?
    pub is_unsafe: bool,
    /// `#[track_caller]`?
    pub is_tracked: bool,
    names: BTreeSet<String>,
    unset: BTreeSet<String>,
    contexts: BTreeMap<String, BTreeSet<String>>,
    /// Names whose binding an attribute such as `#[cfg]` may take away.
    conditional: BTreeMap<String, Place>,
    loops: usize,
    /// The names visible at each loop, by its number.
    visible: BTreeMap<usize, Visible>,
}

/// The names that a loop sees, and how each is bound.
#[derive(Clone, Debug, Default)]
pub struct Visible {
    names: BTreeMap<String, Handed>,
    /// Those whose type is written as a slice, an array or a `Vec`, or whose value is.
    slices: BTreeSet<String>,
    /// Those whose type is written as one of the integers'.
    integers: BTreeSet<String>,
    /// Those that are ranges: `let r = lo..hi;`
    ranges: BTreeSet<String>,
    /// Those that are numbers: `let n = 8;`
    numbers: BTreeMap<String, i64>,
    /// Those that count a loop around.
    counters: BTreeSet<String>,
    /// Those whose type is written with three levels of which the last is on the heap: `Vec<Vec<Vec<T>>>`.
    deep: BTreeSet<String>,
}

/// What the type of a variable is, if it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    /// A slice, an array or a `Vec`.
    List,
    Integer,
    Range,
}

impl Known {
    fn of(ty: &Type) -> Known {
        match ty {
            _ if is_slice(ty) => Known::List,
            _ if is_range_type(ty) => Known::Range,
            Type::Group(g) => Known::of(&g.elem),
            Type::Path(p) if p.qself.is_none() && p.path.get_ident().is_some_and(is_integer) => {
                Known::Integer
            }
            _ => Known::Nothing,
        }
    }
}

/// `usize`, `i32`, ..
fn is_integer(name: &Ident) -> bool {
    let name = name.to_string();
    let bits = name.strip_prefix(['u', 'i']).unwrap_or_default();
    ["8", "16", "32", "64", "size"].contains(&bits)
}

impl Visible {
    /// Is the type of the name written as one of the integers'?
    pub fn is_integer(&self, name: &Ident) -> bool {
        self.integers.contains(&name.to_string())
    }

    /// Is the name bound to a range?
    pub fn is_range(&self, name: &Ident) -> bool {
        self.ranges.contains(&name.to_string())
    }

    /// Is the name bound in the function?
    pub fn is_bound(&self, name: &Ident) -> bool {
        self.names.contains_key(&name.to_string())
    }

    /// How the name is bound.
    pub fn handed(&self, name: &Ident) -> Handed {
        self.handed_text(&name.to_string())
    }

    /// The same by the text of the name.
    pub fn handed_text(&self, name: &str) -> Handed {
        self.names.get(name).copied().unwrap_or(Handed::Foreign)
    }

    /// The number that the name stands for.
    pub fn number(&self, name: &Ident) -> Option<i64> {
        self.numbers.get(&name.to_string()).copied()
    }

    /// Is it an array whose third level is on the heap, by what is written of it?
    pub fn is_deep(&self, name: &Ident) -> bool {
        self.deep.contains(&name.to_string())
    }

    /// Does the name count a loop around?
    pub fn is_counter(&self, name: &Ident) -> bool {
        self.counters.contains(&name.to_string())
    }

    /// Can `name` (or a field path from it) be borrowed mutably by the form that emission uses?
    pub fn can_borrow_mutably(&self, name: &Ident, field: bool) -> bool {
        match self.handed(name) {
            Handed::Mutable | Handed::MutableReference => true,
            Handed::Foreign => false,
            _ => !field,
        }
    }
}

/// The item and what is known of it.
#[derive(Debug)]
pub struct Kernel {
    /// The item: a function, or a method. Each loop carries its number ([`number`]).
    pub item: syn::ImplItemFn,
    /// Its names and loops.
    pub function: Function,
}

/// Parses one function or method.
pub fn parse(cx: &mut Cx, item: TokenStream) -> Option<Kernel> {
    match crate::item::parse(cx, item)? {
        crate::item::Item::Function(item) => {
            let name = item.sig.ident.to_string();
            Some(Kernel::of(item, name))
        }
        _ => None,
    }
}

impl Kernel {
    /// What is known of an item; `name` is what messages and statistics call it.
    pub fn of(mut item: syn::ImplItemFn, name: String) -> Kernel {
        crate::groups::take_out(&mut item);
        let loops = loops::set_numbers(&mut item.block);
        let function = Function { loops, ..Function::of(&item, name) };
        Kernel { item, function }
    }

    /// Why no loop of it can be compiled, if that is so.
    pub fn refusal(&self) -> Option<Blocker> {
        let sig = &self.item.sig;
        let constant = sig
            .constness
            .map(|c| (Place::of(&c), "a `const fn`, which the compiler must be able to run itself"));
        let asynchronous =
            sig.asyncness.map(|a| (Place::of(&a), "an `async fn`, whose body may move between threads"));
        constant.or(asynchronous).map(|(place, what)| Blocker::Function { place, what })
    }

    /// The item as the user wrote it, without marks.
    pub fn plain(&self) -> TokenStream {
        let mut item = self.item.clone();
        loops::take_numbers(&mut item.block);
        item.to_token_stream()
    }
}

impl Function {
    fn of(item: &syn::ImplItemFn, name: String) -> Function {
        let mut function = Function {
            name,
            is_unsafe: item.sig.unsafety.is_some(),
            is_tracked: item.attrs.iter().any(is_track_caller),
            ..Function::default()
        };
        let mut names = Names { function: &mut function, scope: Vec::new() };
        item.sig.inputs.iter().for_each(|input| names.parameter(input));
        names.visit_block(&item.block);
        function.collect_contexts(item.to_token_stream());
        function
    }

    /// Remembers the syntax context of each lower-case name that is used as a name of a value.
    fn collect_contexts(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(g) => self.collect_contexts(g.stream()),
                TokenTree::Ident(name) => {
                    let text = name.to_string();
                    if self.names.contains(&text) {
                        self.contexts.entry(text).or_default().insert(context(name.span()));
                    }
                }
                _ => {}
            }
        }
    }

    /// The names that a loop sees.
    pub fn visible_at(&self, f: &syn::ExprForLoop) -> Visible {
        self.visible.get(&number(&f.attrs)).cloned().unwrap_or_default()
    }

    /// Is there a `let name;` anywhere?
    pub fn may_be_unset(&self, name: &Ident) -> bool {
        self.unset.contains(&name.to_string())
    }

    /// May the text of this name mean two variables?
    pub fn is_ambiguous(&self, name: &Ident) -> bool {
        self.contexts.get(&name.to_string()).is_some_and(|contexts| contexts.len() > 1)
    }

    /// Is what the loop sees by this name a variable that is a slice, an array or a `Vec`, whatever the types of the
    /// user's are called? The methods of slices are core's: they come in front of a trait's.
    pub fn is_slice(&self, f: &syn::ExprForLoop, name: &Ident) -> bool {
        let seen = self.visible.get(&number(&f.attrs));
        seen.is_some_and(|seen| seen.slices.contains(&name.to_string())) && !self.is_ambiguous(name)
    }

    /// The attribute that may take the binding of this name away.
    pub fn conditional(&self, name: &Ident) -> Option<&Place> {
        self.conditional.get(&name.to_string())
    }

    /// How many loops there are.
    pub fn loop_count(&self) -> usize {
        self.loops
    }
}

/// `#[track_caller]`, perhaps on a condition.
fn is_track_caller(attr: &syn::Attribute) -> bool {
    let is = |meta: &syn::Meta| meta.path().is_ident("track_caller");
    is(&attr.meta) || crate::item::inside_cfg_attr(attr).is_some_and(|metas| metas.iter().any(is))
}

fn of_type(ty: &Type) -> Handed {
    match ty {
        // A type that a macro was given.
        Type::Group(g) => of_type(&g.elem),
        Type::Paren(p) => of_type(&p.elem),
        Type::Reference(r) if r.mutability.is_some() => Handed::MutableReference,
        Type::Reference(_) => Handed::SharedReference,
        _ => Handed::Value,
    }
}

/// The syntax context of a span, as rustc prints it (`#3 bytes(10..12)`); the part before the position.
/// Spans that were not made by rustc have one context.
pub(crate) fn context(span: Span) -> String {
    let text = format!("{span:?}");
    match text.split_once(" bytes(") {
        Some((context, _)) => context.to_owned(),
        None => String::new(),
    }
}

/// Walks the function with its scopes.
struct Names<'a> {
    function: &'a mut Function,
    scope: Vec<Name>,
}

/// What is known of a name in scope.
struct Name {
    text: String,
    handed: Handed,
    known: Known,
    number: Option<i64>,
    is_counter: bool,
    is_deep: bool,
}

impl Names<'_> {
    fn parameter(&mut self, input: &FnArg) {
        if let FnArg::Typed(t) = input {
            self.conditional(&t.attrs, &t.pat);
        }
        match input {
            FnArg::Receiver(r) => {
                let handed = match (&r.reference, r.mutability, &*r.ty) {
                    (Some(_), Some(_), _) => Handed::MutableReference,
                    (Some(_), None, _) => Handed::SharedReference,
                    (None, Some(_), _) => Handed::Mutable,
                    (None, None, ty) => of_type(ty),
                };
                self.bind("self", handed);
            }
            FnArg::Typed(t) => match &*t.pat {
                Pat::Ident(p) if p.subpat.is_none() && p.by_ref.is_none() => {
                    let handed = if p.mutability.is_some() { Handed::Mutable } else { of_type(&t.ty) };
                    self.bind(&p.ident.to_string(), handed);
                    self.last_is(Known::of(&t.ty));
                    self.last_is_deep(is_deep(&t.ty, 3));
                }
                pat => self.visit_pat(pat),
            },
        }
    }

    /// Remembers the names that are bound under an attribute that may take the binding away.
    fn conditional(&mut self, attrs: &[syn::Attribute], pat: &Pat) {
        let Some(attr) = attrs.iter().find(|a| ["cfg", "cfg_attr"].iter().any(|c| a.path().is_ident(c)))
        else {
            return;
        };
        let mut names = BTreeSet::new();
        Unset(&mut names).visit_pat(pat);
        let place = Place::of(attr);
        self.function.conditional.extend(names.into_iter().map(|n| (n, place.clone())));
    }

    fn bind(&mut self, name: &str, handed: Handed) {
        self.function.names.insert(name.to_owned());
        self.scope.push(Name {
            text: name.to_owned(),
            handed,
            known: Known::Nothing,
            number: None,
            is_counter: false,
            is_deep: false,
        });
    }

    fn last_is(&mut self, known: Known) {
        if let Some(last) = self.scope.last_mut() {
            last.known = known;
        }
    }

    fn last_is_deep(&mut self, is_deep: bool) {
        if let Some(last) = self.scope.last_mut() {
            last.is_deep |= is_deep;
        }
    }

    fn visible(&self) -> Visible {
        let mut visible = Visible::default();
        for Name { text, handed, known, number, is_counter, is_deep } in &self.scope {
            visible.names.insert(text.clone(), *handed);
            visible.slices.remove(text);
            visible.integers.remove(text);
            visible.ranges.remove(text);
            match known {
                Known::List => drop(visible.slices.insert(text.clone())),
                Known::Integer => drop(visible.integers.insert(text.clone())),
                Known::Range => drop(visible.ranges.insert(text.clone())),
                Known::Nothing => {}
            }
            match is_deep {
                true => visible.deep.insert(text.clone()),
                false => visible.deep.remove(text),
            };
            match number {
                Some(number) => visible.numbers.insert(text.clone(), *number),
                None => visible.numbers.remove(text),
            };
            match is_counter {
                true => visible.counters.insert(text.clone()),
                false => visible.counters.remove(text),
            };
        }
        visible
    }

    /// What is bound while `walk` runs is visible in it only.
    fn scoped(&mut self, walk: impl FnOnce(&mut Self)) {
        let depth = self.scope.len();
        walk(self);
        self.scope.truncate(depth);
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_block(&mut self, b: &'ast syn::Block) {
        self.scoped(|this| walk::visit_block(this, b));
    }
    fn visit_expr_closure(&mut self, c: &'ast syn::ExprClosure) {
        self.scoped(|this| walk::visit_expr_closure(this, c));
    }
    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.scoped(|this| walk::visit_arm(this, arm));
    }
    fn visit_expr_if(&mut self, i: &'ast syn::ExprIf) {
        self.scoped(|this| walk::visit_expr_if(this, i));
    }
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        let mutable = p.mutability.is_some() && p.by_ref.is_none();
        self.bind(&p.ident.to_string(), if mutable { Handed::Mutable } else { Handed::Bound });
        walk::visit_pat_ident(self, p);
    }
    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.conditional(&local.attrs, &local.pat);
        if local.init.is_none() {
            Unset(&mut self.function.unset).visit_pat(&local.pat);
        }
        let (name, known) = match &local.pat {
            Pat::Type(t) => (&*t.pat, Known::of(&t.ty)),
            pat if local.init.as_ref().is_some_and(|init| is_list(&init.expr)) => (pat, Known::List),
            pat if local.init.as_ref().is_some_and(|init| is_range(&init.expr)) => (pat, Known::Range),
            pat => (pat, Known::Nothing),
        };
        let known = if matches!(name, Pat::Ident(_)) { known } else { Known::Nothing };
        // The value is evaluated before the name is bound.
        if let Some(init) = &local.init {
            self.visit_local_init(init);
        }
        self.visit_pat(&local.pat);
        self.last_is(known);
        let deep_type = matches!(&local.pat, Pat::Type(t) if is_deep(&t.ty, 3));
        self.last_is_deep(deep_type || local.init.as_ref().is_some_and(|init| is_deep_list(&init.expr)));
        let number =
            local.init.as_ref().filter(|_| is_fixed(&local.pat)).and_then(|init| number_of(&init.expr));
        if let (Some(last), Some(number)) = (self.scope.last_mut(), number) {
            last.number = Some(number);
        }
    }
    fn visit_expr_for_loop(&mut self, f: &'ast syn::ExprForLoop) {
        let visible = self.visible();
        self.function.visible.insert(number(&f.attrs), visible);
        self.visit_expr(&f.expr);
        self.scoped(|this| {
            let depth = this.scope.len();
            this.visit_pat(&f.pat);
            this.scope[depth..].iter_mut().for_each(|name| name.is_counter = true);
            this.visit_block(&f.body);
        });
    }
    fn visit_expr_while(&mut self, f: &'ast syn::ExprWhile) {
        self.function.visible.insert(number(&f.attrs), self.visible());
        self.scoped(|this| walk::visit_expr_while(this, f));
    }
    fn visit_expr_loop(&mut self, f: &'ast syn::ExprLoop) {
        self.function.visible.insert(number(&f.attrs), self.visible());
        walk::visit_expr_loop(self, f);
    }
    fn visit_expr_method_call(&mut self, m: &'ast syn::ExprMethodCall) {
        if number(&m.attrs) > 0
            && let Some(terminal) = crate::nest::terminal::terminal(m)
        {
            let own = terminal.accumulator.map(|name| (name.to_string(), Handed::Mutable));
            let mut visible = self.visible();
            visible.names.extend(own);
            self.function.visible.insert(number(&m.attrs), visible);
        }
        walk::visit_expr_method_call(self, m);
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

struct Unset<'a>(&'a mut BTreeSet<String>);

impl<'ast> Visit<'ast> for Unset<'_> {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.0.insert(p.ident.to_string());
    }
}
