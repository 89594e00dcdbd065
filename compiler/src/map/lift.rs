//! From statements about whole arrays to statements about the elements at one position.
//!
//! In: the statements. Out: the same with `x[..]` as `x[i]`, and with every other place from outside behind a
//! reference; which arrays and places these are. A write to anything else is an error.

use super::scope::{Scope, key};
use super::{POSITION, PREFIX};
use crate::diag::{Cx, Place};
use crate::walk::{self, Visit, VisitMut};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;
use syn::punctuated::Punctuated;
use syn::{Expr, Stmt, Token};

type At = (Span, Span);

/// A part `x[..]`, all of whose elements are gone through.
pub(super) struct Array {
    /// What tells arrays apart.
    key: String,
    /// The name of the slice.
    pub(super) name: Ident,
    /// `x[..]`
    pub(super) place: Expr,
    /// The same for messages.
    pub(super) text: String,
    pub(super) written: bool,
    /// `x`, where all of it is gone through.
    whole: Option<String>,
}

impl Array {
    pub(super) fn at(&self) -> At {
        crate::diag::span_of(&self.place)
    }
}

/// A place from outside that is only read.
pub(super) struct Capture {
    pub(super) name: Ident,
    pub(super) place: Expr,
}

impl Capture {
    pub(super) fn at(&self) -> At {
        crate::diag::span_of(&self.place)
    }
}

/// What becomes of the statements.
pub(super) struct Lifted {
    pub(super) arrays: Vec<Array>,
    pub(super) captures: Vec<Capture>,
    pub(super) stmts: Vec<Stmt>,
}

impl Lifted {
    /// The arrays that are written, in the order of the text.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &Array> {
        self.arrays.iter().filter(|a| a.written)
    }
}

/// Lifts the statements.
pub(super) fn lift(cx: &mut Cx, stmts: Vec<Stmt>) -> Lifted {
    let mut item: syn::ImplItemFn = syn::parse_quote!(
        fn map() {}
    );
    item.block.stmts = stmts;
    crate::groups::take_out(&mut item);
    let mut lift = Lift {
        cx,
        scope: Scope::default(),
        arrays: Vec::new(),
        captures: Vec::new(),
        keys: Vec::new(),
        taken: BTreeSet::from(["i".to_owned()]),
    };
    lift.visit_block_mut(&mut item.block);
    Lifted { arrays: lift.arrays, captures: lift.captures, stmts: item.block.stmts }
}

struct Lift<'a> {
    cx: &'a mut Cx,
    scope: Scope,
    arrays: Vec<Array>,
    captures: Vec<Capture>,
    /// The keys of the captures.
    keys: Vec<String>,
    /// Names that are given away.
    taken: BTreeSet<String>,
}

/// What tells two expressions apart, also where macro hygiene does.
fn key_of(tokens: TokenStream) -> String {
    let part = |t: TokenTree| match t {
        TokenTree::Group(g) => format!("{:?} {} ;", g.delimiter(), key_of(g.stream())),
        TokenTree::Ident(name) => key(&name) + " ",
        other => other.to_string() + " ",
    };
    tokens.into_iter().map(part).collect()
}

fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(p) => bare(&p.expr),
        other => other,
    }
}

/// `x[..]`, `x[1..n]`
fn range_index(expr: &Expr) -> Option<(&syn::ExprIndex, &syn::ExprRange)> {
    let Expr::Index(i) = expr else { return None };
    match bare(&i.index) {
        Expr::Range(range) => Some((i, range)),
        _ => None,
    }
}

/// The name and the fields of a place such as `self.grid.k`.
fn root(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(p) if p.qself.is_none() && p.attrs.is_empty() => p.path.get_ident(),
        Expr::Field(f) if f.attrs.is_empty() => root(&f.base),
        Expr::Paren(p) => root(&p.expr),
        _ => None,
    }
}

/// Is it the name of a variable, and not of a constant?
fn is_variable(name: &Ident) -> bool {
    let text = name.to_string();
    text.trim_start_matches("r#").starts_with(|c: char| c.is_lowercase() || c == '_')
}

/// May the expression be evaluated once where it stands twice: does it call nothing but `len`?
fn is_calm(expr: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 &= match expr {
                Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Lit(_) | Expr::Paren(_) => true,
                Expr::Range(_) | Expr::Unary(_) | Expr::Cast(_) | Expr::Reference(_) => true,
                Expr::Binary(b) => !is_assignment(&b.op),
                Expr::MethodCall(m) => m.method == "len" && m.args.is_empty(),
                _ => false,
            };
            walk::visit_expr(self, expr);
        }
    }
    let mut find = Find(true);
    find.visit_expr(expr);
    find.0
}

/// Is there an `x[..]` in it?
fn has_range_index(expr: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= range_index(expr).is_some();
            walk::visit_expr(self, expr);
        }
    }
    let mut find = Find(false);
    find.visit_expr(expr);
    find.0
}

fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

impl Lift<'_> {
    /// A name of ours that says what it stands for, at the place of it.
    fn name(&mut self, of: &Expr) -> Ident {
        let words: String = of
            .to_token_stream()
            .to_string()
            .chars()
            .map(|c| if c.is_alphanumeric() || c == '_' { c } else { ' ' })
            .collect();
        let words: Vec<&str> = words.split_whitespace().filter(|w| *w != "r").collect();
        let stem = if words.is_empty() { "array".to_owned() } else { words.join("_") };
        let mut free = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}_{n}")));
        let name = free.find(|n| !self.taken.contains(n)).expect("endless");
        self.taken.insert(name.clone());
        let at = crate::diag::span_of(of).0.resolved_at(Span::mixed_site());
        Ident::new(&format!("{PREFIX}{name}"), at)
    }

    /// The number of the array `x[..]`, if it is one: what is computed at each position is not.
    fn array(&mut self, expr: &Expr) -> Option<usize> {
        let (index, range) = range_index(expr)?;
        let (of, whole) = (bare(&index.expr), range.start.is_none() && range.end.is_none());
        let limits = [&range.start, &range.end].into_iter().flatten();
        if has_range_index(of) || self.scope.is_in(expr) || limits.into_iter().any(|e| has_range_index(e)) {
            return None;
        }
        let key = key_of(of.to_token_stream());
        let part = key_of(range.to_token_stream());
        let is_known = is_calm(expr);
        let all = format!("{key}[{part}]");
        if let Some(n) = self.arrays.iter().position(|a| is_known && a.key == all) {
            return Some(n);
        }
        let name = self.name(of);
        self.arrays.push(Array {
            key: if is_known { all } else { String::new() },
            name,
            place: expr.clone(),
            text: Place::of(expr).text,
            written: false,
            whole: (whole && is_known).then_some(key),
        });
        Some(self.arrays.len() - 1)
    }

    /// The element of the array at the position.
    fn element(&self, array: usize, at: &Expr) -> Expr {
        let (from, to) = crate::diag::span_of(at);
        let mixed = Span::mixed_site();
        let mut name = self.arrays[array].name.clone();
        name.set_span(from.resolved_at(mixed));
        let position = Ident::new(POSITION, to.resolved_at(mixed));
        // The brackets are the user's own, so that a message underlines what they wrote.
        let mut element: Expr = syn::parse_quote!(#name[#position]);
        if let (Expr::Index(new), Expr::Index(old)) = (&mut element, at) {
            new.bracket_token = old.bracket_token;
        }
        element
    }

    /// A place from outside, by reference: the name that stands for it.
    fn capture(&mut self, place: &Expr) -> Ident {
        let key = key_of(place.to_token_stream());
        let known = self.keys.iter().position(|k| *k == key);
        let mut name = match known {
            Some(n) => self.captures[n].name.clone(),
            None => self.captured(place, key),
        };
        name.set_span(crate::diag::span_of(place).0.resolved_at(Span::mixed_site()));
        name
    }

    fn captured(&mut self, place: &Expr, key: String) -> Ident {
        let name = self.name(place);
        self.captures.push(Capture { name: name.clone(), place: place.clone() });
        self.keys.push(key);
        name
    }

    /// A variable from outside, or a field of one?
    fn is_outside(&self, expr: &Expr) -> bool {
        root(expr).is_some_and(|name| is_variable(name) && !self.scope.has(name))
    }

    /// The length of an array of which all elements are gone through.
    fn length(&self, m: &syn::ExprMethodCall) -> Option<Ident> {
        let is_len = m.method == "len" && m.args.is_empty() && m.turbofish.is_none();
        let key = is_len.then(|| key_of(bare(&m.receiver).to_token_stream()))?;
        self.arrays.iter().find(|a| a.whole.as_ref() == Some(&key)).map(|a| a.name.clone())
    }

    /// What is assigned to, or borrowed mutably.
    fn target(&mut self, expr: &mut Expr) {
        if let Some(n) = self.array(expr) {
            self.arrays[n].written = true;
            *expr = self.element(n, expr);
            return;
        }
        match expr {
            Expr::Paren(p) => self.target(&mut p.expr),
            Expr::Tuple(t) => t.elems.iter_mut().for_each(|e| self.target(e)),
            Expr::Array(a) => a.elems.iter_mut().for_each(|e| self.target(e)),
            Expr::Call(c) => c.args.iter_mut().for_each(|e| self.target(e)),
            Expr::Struct(s) => s.fields.iter_mut().for_each(|f| {
                f.colon_token.get_or_insert_with(Default::default);
                self.target(&mut f.expr);
            }),
            Expr::Field(f) if !self.is_outside(expr_of(f)) => self.target(&mut f.base),
            Expr::Index(i) if !self.is_outside(&i.expr) => {
                self.target(&mut i.expr);
                self.visit_expr_mut(&mut i.index);
            }
            Expr::Path(p) if p.path.get_ident().is_some_and(|name| self.scope.has(name)) => {}
            Expr::Unary(u) if matches!(u.op, syn::UnOp::Deref(_)) && self.is_outside(&u.expr) => {
                self.refuse(expr);
            }
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => self.refuse(expr),
            other => self.visit_expr_mut(other),
        }
    }

    fn refuse(&mut self, target: &Expr) {
        let place = Place::of(target);
        let text = format!(
            "[A0217] `map!` writes `{}`, which is no element at this position\n\
             help: write to an array of the same length, `a[..] = ..`; a sum needs a loop in a function with `#[accel(parallel)]`",
            place.text
        );
        self.cx.error(place.span, text);
    }

    fn scoped(&mut self, walk: impl FnOnce(&mut Self)) {
        let depth = self.scope.depth();
        walk(self);
        self.scope.leave(depth);
    }

    /// The arguments of macros of the standard library, which the compiler reads too.
    fn arguments(&mut self, mac: &mut syn::Macro) {
        let name = mac.path.get_ident().map(ToString::to_string).unwrap_or_default();
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        match name.as_str() {
            "assert" | "debug_assert" | "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne"
            | "panic" | "unreachable" | "todo" | "unimplemented" | "format" | "vec" => {}
            _ => return,
        }
        if let Ok(mut args) = syn::parse::Parser::parse2(parser, mac.tokens.clone()) {
            let condition = args.first().map(|c| Place::of(c).text);
            let is_alone = args.len() == 1 && name.ends_with("assert");
            args.iter_mut().for_each(|arg| match arg {
                // `name = value`
                Expr::Assign(a) => self.visit_expr_mut(&mut a.right),
                other => self.visit_expr_mut(other),
            });
            if let (true, Some(text)) = (is_alone, condition) {
                // The message has the condition as it is written.
                let text = format!("assertion failed: {text}").replace('{', "{{").replace('}', "}}");
                args.push(syn::parse_quote!(#text));
            }
            mac.tokens = args.to_token_stream();
        } else if name == "vec"
            && let Ok(syn::ExprRepeat { mut expr, mut len, .. }) = {
                let tokens = &mac.tokens;
                syn::parse2(quote!([#tokens]))
            }
        {
            self.visit_expr_mut(&mut expr);
            self.visit_expr_mut(&mut len);
            mac.tokens = quote!(#expr; #len);
        }
    }

    fn matches(&mut self, mac: &syn::Macro) -> Option<Expr> {
        let parts = |input: syn::parse::ParseStream<'_>| {
            let value: Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            Ok((value, syn::Pat::parse_multi_with_leading_vert(input)?, {
                let guard = input.peek(Token![if]).then(|| -> syn::Result<Expr> {
                    input.parse::<Token![if]>()?;
                    input.parse()
                });
                input.parse::<Option<Token![,]>>()?;
                guard.transpose()?
            }))
        };
        if !mac.path.is_ident("matches") {
            return None;
        }
        let (value, pat, guard) = syn::parse::Parser::parse2(parts, mac.tokens.clone()).ok()?;
        let guard = guard.map(|g| quote!(if #g));
        let s = Span::mixed_site();
        let mut whole: Expr =
            syn::parse2(quote_spanned!(s=> match #value { #pat #guard => true, _ => false })).ok()?;
        self.visit_expr_mut(&mut whole);
        Some(whole)
    }
}

fn expr_of(f: &syn::ExprField) -> &Expr {
    &f.base
}

impl VisitMut for Lift<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(n) = self.array(expr) {
            *expr = self.element(n, expr);
            return;
        }
        if self.is_outside(expr) {
            let name = self.capture(bare(expr));
            *expr = syn::parse_quote!((*#name));
            return;
        }
        match expr {
            Expr::Assign(a) => {
                self.target(&mut a.left);
                self.visit_expr_mut(&mut a.right);
            }
            Expr::Binary(b) if is_assignment(&b.op) => {
                self.target(&mut b.left);
                self.visit_expr_mut(&mut b.right);
            }
            Expr::Reference(r) if r.mutability.is_some() => self.target(&mut r.expr),
            Expr::Index(i) if self.is_outside(&i.expr) => {
                let name = self.capture(bare(&i.expr));
                *i.expr = syn::parse_quote!(#name);
                self.visit_expr_mut(&mut i.index);
            }
            Expr::Call(c) => {
                if self.is_outside(&c.func) {
                    // One for each call: a generic function may be another one there.
                    let place = bare(&c.func).clone();
                    let name = self.captured(&place, String::new());
                    *c.func = syn::parse_quote!(#name);
                } else {
                    self.visit_expr_mut(&mut c.func);
                }
                c.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
            }
            Expr::MethodCall(m) => match self.length(m) {
                Some(name) => *m.receiver = syn::parse_quote!(#name),
                None => walk::visit_expr_method_call_mut(self, m),
            },
            Expr::Struct(s) => {
                for field in &mut s.fields {
                    field.colon_token.get_or_insert_with(Default::default);
                    self.visit_expr_mut(&mut field.expr);
                }
                s.rest.iter_mut().for_each(|rest| self.visit_expr_mut(rest));
            }
            Expr::Macro(m) => match self.matches(&m.mac) {
                Some(whole) => *expr = whole,
                None => self.arguments(&mut m.mac),
            },
            Expr::Closure(c) => self.scoped(|this| {
                c.inputs.iter().for_each(|input| this.scope.bind(input));
                this.visit_expr_mut(&mut c.body);
            }),
            Expr::Let(l) => {
                self.visit_expr_mut(&mut l.expr);
                self.scope.bind(&l.pat);
            }
            Expr::If(i) => {
                self.scoped(|this| {
                    this.visit_expr_mut(&mut i.cond);
                    this.visit_block_mut(&mut i.then_branch);
                });
                i.else_branch.iter_mut().for_each(|(_, other)| self.visit_expr_mut(other));
            }
            Expr::While(w) => self.scoped(|this| walk::visit_expr_while_mut(this, w)),
            Expr::ForLoop(f) => {
                self.visit_expr_mut(&mut f.expr);
                self.scoped(|this| {
                    this.scope.bind(&f.pat);
                    this.visit_block_mut(&mut f.body);
                });
            }
            Expr::Match(m) => {
                self.visit_expr_mut(&mut m.expr);
                for arm in &mut m.arms {
                    self.scoped(|this| {
                        this.scope.bind(&arm.pat);
                        arm.guard.iter_mut().for_each(|(_, guard)| this.visit_expr_mut(guard));
                        this.visit_expr_mut(&mut arm.body);
                    });
                }
            }
            other => walk::visit_expr_mut(self, other),
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scoped(|this| walk::visit_block_mut(this, block));
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            init.diverge.iter_mut().for_each(|(_, other)| self.visit_expr_mut(other));
        }
        self.scope.bind(&local.pat);
    }

    fn visit_stmt_macro_mut(&mut self, m: &mut syn::StmtMacro) {
        self.arguments(&mut m.mac);
    }

    /// Items and types name nothing of this place.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}
}
