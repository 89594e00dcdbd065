//! The function as the user wrote it: the parsed item, its names, its loops and their marks.

use crate::diag::{Blocker, Cx, Place};
use proc_macro2::{Ident, LineColumn, Span, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;
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
    names: BTreeSet<String>,
    unset: BTreeSet<String>,
    contexts: BTreeMap<String, BTreeSet<String>>,
    loops: Vec<(usize, usize)>,
    /// The names visible at each loop, by the position of its keyword.
    visible: BTreeMap<(usize, usize), Visible>,
}

/// The names that a loop sees, and how each is bound.
#[derive(Clone, Debug, Default)]
pub struct Visible(BTreeMap<String, Handed>);

impl Visible {
    /// Is the name bound in the function?
    pub fn is_bound(&self, name: &Ident) -> bool {
        self.0.contains_key(&name.to_string())
    }

    /// How the name is bound.
    pub fn handed(&self, name: &Ident) -> Handed {
        self.0.get(&name.to_string()).copied().unwrap_or(Handed::Foreign)
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
    /// The item, without loop marks.
    pub item: syn::ItemFn,
    /// Its names and loops.
    pub function: Function,
}

/// Parses the item.
pub fn parse(cx: &mut Cx, item: TokenStream) -> Option<Kernel> {
    let parsed: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(f) => f,
        Err(_) => {
            let place = Place::of(&first_words(&item));
            cx.error(
                place.span,
                "[A0202] `#[accel]` goes on a function with a body, today not on a whole `impl`\nhelp: put it on each function or method that has loops"
                    .into(),
            );
            return None;
        }
    };
    if let Some(c) = &parsed.sig.constness {
        cx.block(&Blocker::Function {
            place: Place::of(c),
            what: "a `const fn`, which the compiler must be able to run itself",
        });
    }
    if let Some(a) = &parsed.sig.asyncness {
        cx.block(&Blocker::Function {
            place: Place::of(a),
            what: "an `async fn`, whose body may move between threads",
        });
    }
    let function = Function::of(&parsed, item);
    Some(Kernel { item: parsed, function })
}

fn first_words(item: &TokenStream) -> TokenStream {
    item.clone().into_iter().take(2).collect()
}

impl Function {
    fn of(item: &syn::ItemFn, tokens: TokenStream) -> Function {
        let mut function = Function {
            name: item.sig.ident.to_string(),
            is_unsafe: item.sig.unsafety.is_some(),
            ..Function::default()
        };
        let mut names = Names { function: &mut function, scope: Vec::new() };
        item.sig.inputs.iter().for_each(|input| names.parameter(input));
        names.visit_block(&item.block);
        function.loops.sort_unstable();
        function.collect_contexts(tokens);
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
        let at = f.for_token.span.start();
        self.visible.get(&(at.line, at.column)).cloned().unwrap_or_default()
    }

    /// Is there a `let name;` anywhere?
    pub fn may_be_unset(&self, name: &Ident) -> bool {
        self.unset.contains(&name.to_string())
    }

    /// May the text of this name mean two variables?
    pub fn is_ambiguous(&self, name: &Ident) -> bool {
        self.contexts.get(&name.to_string()).is_some_and(|contexts| contexts.len() > 1)
    }

    /// The number of a loop in source order, from 1.
    pub fn loop_number(&self, f: &syn::ExprForLoop) -> usize {
        self.number_at(f.for_token.span.start())
    }

    /// The number of the loop whose keyword is here.
    pub fn number_at(&self, at: LineColumn) -> usize {
        self.loops.iter().position(|&l| l == (at.line, at.column)).map_or(0, |n| n + 1)
    }
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
fn context(span: Span) -> String {
    let text = format!("{span:?}");
    match text.split_once(" bytes(") {
        Some((context, _)) => context.to_owned(),
        None => String::new(),
    }
}

/// Walks the function with its scopes.
struct Names<'a> {
    function: &'a mut Function,
    scope: Vec<(String, Handed)>,
}

impl Names<'_> {
    fn parameter(&mut self, input: &FnArg) {
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
                }
                pat => self.visit_pat(pat),
            },
        }
    }

    fn bind(&mut self, name: &str, handed: Handed) {
        self.function.names.insert(name.to_owned());
        self.scope.push((name.to_owned(), handed));
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
        self.scoped(|this| syn::visit::visit_block(this, b));
    }
    fn visit_expr_closure(&mut self, c: &'ast syn::ExprClosure) {
        self.scoped(|this| syn::visit::visit_expr_closure(this, c));
    }
    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.scoped(|this| syn::visit::visit_arm(this, arm));
    }
    fn visit_expr_if(&mut self, i: &'ast syn::ExprIf) {
        self.scoped(|this| syn::visit::visit_expr_if(this, i));
    }
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        let mutable = p.mutability.is_some() && p.by_ref.is_none();
        self.bind(&p.ident.to_string(), if mutable { Handed::Mutable } else { Handed::Bound });
        syn::visit::visit_pat_ident(self, p);
    }
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if local.init.is_none() {
            Unset(&mut self.function.unset).visit_pat(&local.pat);
        }
        // The value is evaluated before the name is bound.
        if let Some(init) = &local.init {
            self.visit_local_init(init);
        }
        self.visit_pat(&local.pat);
    }
    fn visit_expr_for_loop(&mut self, f: &'ast syn::ExprForLoop) {
        let at = f.for_token.span.start();
        self.function.loops.push((at.line, at.column));
        let visible = Visible(self.scope.iter().cloned().collect());
        self.function.visible.insert((at.line, at.column), visible);
        self.visit_expr(&f.expr);
        self.scoped(|this| {
            this.visit_pat(&f.pat);
            this.visit_block(&f.body);
        });
    }
    fn visit_expr_while(&mut self, f: &'ast syn::ExprWhile) {
        let at = f.while_token.span.start();
        self.function.loops.push((at.line, at.column));
        self.function.visible.insert((at.line, at.column), Visible(self.scope.iter().cloned().collect()));
        self.scoped(|this| syn::visit::visit_expr_while(this, f));
    }
    fn visit_expr_loop(&mut self, f: &'ast syn::ExprLoop) {
        let at = f.loop_token.span.start();
        self.function.loops.push((at.line, at.column));
        self.function.visible.insert((at.line, at.column), Visible(self.scope.iter().cloned().collect()));
        syn::visit::visit_expr_loop(self, f);
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

struct Unset<'a>(&'a mut BTreeSet<String>);

impl<'ast> Visit<'ast> for Unset<'_> {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.0.insert(p.ident.to_string());
    }
}

/// What a mark on a loop, or its label in the attribute, asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// This very loop must run in parallel.
    Parallel,
    /// This very loop must not.
    Serial,
}

/// The marks, by loop number.
#[derive(Debug, Default)]
pub struct Marks(BTreeMap<usize, Mark>);

impl Marks {
    /// The mark of a loop.
    pub fn of(&self, number: usize) -> Option<Mark> {
        self.0.get(&number).copied()
    }

    /// Has a loop this mark?
    pub fn any(&self, mark: Mark) -> bool {
        self.0.values().any(|m| *m == mark)
    }
}

/// Takes the marks off the loops, and reads those that the attribute gives by label.
pub fn take_marks(cx: &mut Cx, kernel: &mut Kernel, options: &crate::options::Options) -> Marks {
    use syn::visit_mut::VisitMut;
    let mut taker =
        Taker { cx, function: &kernel.function, marks: Marks::default(), labels: BTreeMap::new() };
    taker.visit_block_mut(&mut kernel.item.block);
    let Taker { mut marks, labels, .. } = taker;
    // A label that only the attribute uses would be reported as unused.
    let named =
        options.parallel_labels.iter().chain(&options.serial_labels).map(|l| l.ident.to_string()).collect();
    Unlabel(named).visit_block_mut(&mut kernel.item.block);
    let asked = options.parallel_labels.iter().map(|l| (l, Mark::Parallel));
    for (label, mark) in asked.chain(options.serial_labels.iter().map(|l| (l, Mark::Serial))) {
        let place = Place::of(label);
        match labels.get(&label.ident.to_string()).map(Vec::as_slice) {
            Some([number]) if marks.of(*number).is_none_or(|m| m == mark) => {
                marks.0.insert(*number, mark);
            }
            Some([_]) => cx.error(
                place.span,
                format!(
                    "[A0105] the loop `{label}` is asked to be both parallel and serial\nhelp: remove one"
                ),
            ),
            Some(_) => cx.error(
                place.span,
                format!("[A0105] several loops have the label `{label}`\nhelp: give each its own label"),
            ),
            None => {
                let known: Vec<String> = labels.keys().map(|l| format!("`'{l}`")).collect();
                let help = if known.is_empty() {
                    "label the loop: `'name: for ..`".into()
                } else {
                    format!("there are: {}", known.join(", "))
                };
                cx.error(
                    place.span,
                    format!("[A0105] no loop of this function has the label `{label}`\nhelp: {help}"),
                );
            }
        }
    }
    marks
}

struct Taker<'a> {
    cx: &'a mut Cx,
    function: &'a Function,
    marks: Marks,
    labels: BTreeMap<String, Vec<usize>>,
}

impl Taker<'_> {
    fn take(&mut self, attrs: &mut Vec<syn::Attribute>, label: Option<&syn::Label>, at: Span) {
        let number = self.function.number_at(at.start());
        if let Some(label) = label {
            self.labels.entry(label.name.ident.to_string()).or_default().push(number);
        }
        attrs.retain(|attr| {
            let mark = match attr.path().get_ident().map(ToString::to_string).as_deref() {
                Some("parallel") => Mark::Parallel,
                Some("serial") => Mark::Serial,
                _ => return true,
            };
            if !matches!(attr.meta, syn::Meta::Path(_)) {
                let place = Place::of(attr);
                self.cx.error(
                    place.span,
                    "[A0102] a loop's mark takes no value\nhelp: write `#[parallel]` or `#[serial]`".into(),
                );
            } else if self.marks.0.insert(number, mark).is_some_and(|m| m != mark) {
                let place = Place::of(attr);
                self.cx.error(
                    place.span,
                    "[A0105] this loop is asked to be both parallel and serial\nhelp: remove one".into(),
                );
            }
            false
        });
    }
}

impl syn::visit_mut::VisitMut for Taker<'_> {
    fn visit_expr_for_loop_mut(&mut self, f: &mut syn::ExprForLoop) {
        self.take(&mut f.attrs, f.label.as_ref(), f.for_token.span);
        syn::visit_mut::visit_expr_for_loop_mut(self, f);
    }
    fn visit_expr_while_mut(&mut self, f: &mut syn::ExprWhile) {
        self.take(&mut f.attrs, f.label.as_ref(), f.while_token.span);
        syn::visit_mut::visit_expr_while_mut(self, f);
    }
    fn visit_expr_loop_mut(&mut self, f: &mut syn::ExprLoop) {
        self.take(&mut f.attrs, f.label.as_ref(), f.loop_token.span);
        syn::visit_mut::visit_expr_loop_mut(self, f);
    }
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Takes these labels off their loops where no `break` or `continue` uses them.
struct Unlabel(BTreeSet<String>);

impl syn::visit_mut::VisitMut for Unlabel {
    fn visit_expr_for_loop_mut(&mut self, f: &mut syn::ExprForLoop) {
        let named = f.label.as_ref().is_some_and(|l| self.0.contains(&l.name.ident.to_string()));
        if named && !f.label.as_ref().is_some_and(|l| jumps_to(&f.body, &l.name)) {
            f.label = None;
        }
        syn::visit_mut::visit_expr_for_loop_mut(self, f);
    }
}

fn jumps_to(body: &syn::Block, label: &syn::Lifetime) -> bool {
    struct Jumps<'a>(&'a syn::Lifetime, bool);
    impl<'ast> Visit<'ast> for Jumps<'_> {
        fn visit_lifetime(&mut self, l: &'ast syn::Lifetime) {
            self.1 |= l.ident == self.0.ident;
        }
    }
    let mut jumps = Jumps(label, false);
    jumps.visit_block(body);
    jumps.1
}
