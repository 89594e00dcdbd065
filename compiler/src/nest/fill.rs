//! Trees with holes: a hole is an `Expr::Verbatim` with its number, which keeps the span of the user's expression.
//!
//! What fills a hole has spans of ours, for which rustc names the place of the attribute. An operator that panics
//! is placed by its operands: so where a hole begins or ends an operand, what fills it is put into parentheses at the
//! user's own place.

use crate::walk::{self, VisitMut};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, UnOp};

use super::HoleId;

/// The tree of a hole.
pub fn hole(id: HoleId) -> Expr {
    let id = proc_macro2::Literal::usize_unsuffixed(id);
    Expr::Verbatim(quote!(#id))
}

/// The hole of a tree, if it is one.
pub fn hole_of(expr: &Expr) -> Option<HoleId> {
    match expr {
        Expr::Verbatim(tokens) => tokens.to_string().parse().ok(),
        _ => None,
    }
}

/// A tree that stands for the user's `expr`: if it is a hole, it keeps the place.
pub(super) fn placed(tree: Expr, expr: &impl ToTokens) -> Expr {
    let Some(id) = hole_of(&tree) else { return tree };
    let mut id = proc_macro2::Literal::usize_unsuffixed(id);
    id.set_span(crate::diag::span_of(expr).0);
    Expr::Verbatim(quote!(#id))
}

/// Fills every hole of a tree.
pub fn fill<T>(tree: &T, into: &dyn Fn(HoleId) -> TokenStream) -> TokenStream
where
    T: Fillable + ToTokens + Clone,
{
    let mut tree = tree.clone();
    tree.visit_with(&mut Filler(into));
    tree.to_token_stream()
}

struct Filler<'a>(&'a dyn Fn(HoleId) -> TokenStream);

impl VisitMut for Filler<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        crate::loops::take_number(expr);
        match expr {
            Expr::Binary(b) if may_panic(&b.op) => {
                self.place(&mut b.left);
                if super::scan::is_assign(&b.op) {
                    self.place_assigned(&mut b.right);
                } else {
                    self.place(&mut b.right);
                }
            }
            Expr::Unary(u) if matches!(u.op, UnOp::Neg(_)) => self.place(&mut u.expr),
            _ => {}
        }
        match hole_of(expr) {
            Some(id) => *expr = Expr::Verbatim((self.0)(id)),
            None => walk::visit_expr_mut(self, expr),
        }
        if let Expr::Group(g) = expr {
            *expr = std::mem::replace(&mut *g.expr, Expr::PLACEHOLDER);
        }
    }
}

impl Filler<'_> {
    /// As [`Filler::place`], for what is assigned.
    fn place_assigned(&self, value: &mut Expr) {
        if let Some(id) = hole_of(value) {
            *value = Expr::Verbatim(value_at((self.0)(id), span_of_hole(value)));
        } else if let Expr::Group(call) = value {
            let tokens = fill(&*call.expr, self.0);
            *value = Expr::Verbatim(value_at(tokens, call.group_token.span));
        } else {
            self.place(value);
        }
    }

    /// Fills the holes at the ends of an operand, at the user's place.
    fn place(&self, operand: &mut Expr) {
        if let Some(id) = hole_of(operand) {
            *operand = Expr::Verbatim(at((self.0)(id), span_of_hole(operand)));
            return;
        }
        match operand {
            Expr::Cast(e) => self.place(&mut e.expr),
            Expr::MethodCall(e) => self.place(&mut e.receiver),
            Expr::Field(e) => self.place(&mut e.base),
            Expr::Index(e) => self.place(&mut e.expr),
            Expr::Try(e) => self.place(&mut e.expr),
            Expr::Unary(e) => self.place(&mut e.expr),
            Expr::Reference(e) => self.place(&mut e.expr),
            Expr::Binary(e) => {
                self.place(&mut e.left);
                self.place(&mut e.right);
            }
            // A call of ours around the user's.
            Expr::Group(g) => {
                let span = g.group_token.span;
                let expr = std::mem::replace(&mut g.expr, Box::new(Expr::PLACEHOLDER));
                let paren_token = syn::token::Paren(span);
                *operand = Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token, expr });
            }
            _ => {}
        }
    }
}

/// May the operator panic, between integers?
fn may_panic(op: &BinOp) -> bool {
    use BinOp::*;
    matches!(
        op,
        Add(_)
            | Sub(_)
            | Mul(_)
            | Div(_)
            | Rem(_)
            | Shl(_)
            | Shr(_)
            | AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// Visits what begins or ends the operands of an expression whose operator may panic: its place is theirs.
pub fn operands(expr: &mut Expr, with: &mut dyn FnMut(&mut Expr, bool)) {
    match expr {
        Expr::Binary(b) if may_panic(&b.op) => {
            end_of(&mut b.left, false, with);
            end_of(&mut b.right, super::scan::is_assign(&b.op), with);
        }
        Expr::Unary(u) if matches!(u.op, UnOp::Neg(_)) => end_of(&mut u.expr, false, with),
        Expr::Index(i) => end_of(&mut i.expr, false, with),
        _ => {}
    }
}

/// What an operand begins with; `assigned` where that is all of what is assigned.
fn end_of(operand: &mut Expr, assigned: bool, with: &mut dyn FnMut(&mut Expr, bool)) {
    match operand {
        Expr::MethodCall(e) if crate::loops::number(&e.attrs) == 0 => end_of(&mut e.receiver, false, with),
        Expr::Cast(e) => end_of(&mut e.expr, false, with),
        Expr::Field(e) => end_of(&mut e.base, false, with),
        Expr::Index(e) => end_of(&mut e.expr, false, with),
        Expr::Try(e) => end_of(&mut e.expr, false, with),
        Expr::Unary(e) => end_of(&mut e.expr, false, with),
        Expr::Reference(e) => end_of(&mut e.expr, false, with),
        Expr::Binary(e) => {
            end_of(&mut e.left, false, with);
            end_of(&mut e.right, false, with);
        }
        other => with(other, assigned),
    }
}

fn span_of_hole(hole: &Expr) -> Span {
    crate::diag::span_of(hole).0
}

/// Tokens in parentheses at a place of the user's; they are still a place of memory, if they were one.
pub fn at(tokens: TokenStream, span: Span) -> TokenStream {
    let mut all = tokens.clone().into_iter();
    let mut group = match (all.next(), all.next()) {
        (Some(TokenTree::Group(g)), None) if g.delimiter() == Delimiter::Parenthesis => g,
        _ => Group::new(Delimiter::Parenthesis, tokens),
    };
    group.set_span(span);
    quote!(#group)
}

/// The value of tokens at a place of the user's. No parentheses: on the right of an assignment rustc would find them
/// too many.
pub fn value_at(tokens: TokenStream, span: Span) -> TokenStream {
    let mut group = Group::new(Delimiter::Parenthesis, quote!(#tokens,));
    group.set_span(span);
    let mut first = proc_macro2::Literal::usize_unsuffixed(0);
    first.set_span(span);
    quote!(#group.#first)
}

/// Fills every hole of a block, and leaves its braces out: inside braces of ours they would be one pair too
/// many, which rustc reports at the user's.
pub fn fill_statements(block: &syn::Block, into: &dyn Fn(HoleId) -> TokenStream) -> TokenStream {
    let mut tokens = fill(block, into).into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(braces)), None) => braces.stream(),
        (first, second) => first.into_iter().chain(second).chain(tokens).collect(),
    }
}

/// Trees with holes.
pub trait Fillable {
    /// Visits the expressions of the tree.
    fn visit_with(&mut self, visitor: &mut dyn VisitMut);
}

impl Fillable for Expr {
    fn visit_with(&mut self, visitor: &mut dyn VisitMut) {
        visitor.visit_expr_mut(self);
    }
}

impl Fillable for syn::Block {
    fn visit_with(&mut self, visitor: &mut dyn VisitMut) {
        visitor.visit_block_mut(self);
    }
}
