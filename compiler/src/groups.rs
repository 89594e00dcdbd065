//! Groups without delimiters, in which the fragments of `macro_rules!` arrive (`$n:expr`, `$t:ty`).
//!
//! In: an item that holds such groups. Out: the same item without them, in parentheses where they kept an
//! expression or type together. rustc looks through the groups that a procedural macro hands back, so that
//! `$n * 2` with `$n = 1 + 2` would become `1 + 2 * 2`; and no later step has to know of them.

use crate::walk::{self, VisitMut};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{Expr, Stmt, Type};

/// Takes the groups out of an item.
pub fn take_out(item: &mut syn::ImplItemFn) {
    Groups.visit_impl_item_fn_mut(item);
}

struct Groups;

impl VisitMut for Groups {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        // As a statement nothing has to be kept together: `$body`, or a call.
        if let Stmt::Expr(expr, _) = stmt {
            while let Expr::Group(group) = expr {
                *expr = inside(group);
            }
        }
        walk::visit_stmt_mut(self, stmt);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        while let Expr::Group(group) = expr {
            let inner = inside(group);
            *expr = if stands_alone(&inner) {
                inner
            } else {
                let paren_token = syn::token::Paren(group.group_token.span);
                Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token, expr: Box::new(inner) })
            };
        }
        walk::visit_expr_mut(self, expr);
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        while let Type::Group(group) = ty {
            let elem = std::mem::replace(&mut *group.elem, Type::Verbatim(TokenStream::new()));
            let sum = match &elem {
                Type::TraitObject(t) => t.bounds.len() > 1,
                Type::ImplTrait(t) => t.bounds.len() > 1,
                _ => false,
            };
            *ty = if sum {
                let paren_token = syn::token::Paren(group.group_token.span);
                Type::Paren(syn::TypeParen { paren_token, elem: Box::new(elem) })
            } else {
                elem
            };
        }
        walk::visit_type_mut(self, ty);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if has_group(&mac.tokens) {
            mac.tokens = arguments(std::mem::take(&mut mac.tokens));
        }
    }

    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        walk::visit_item_mut(self, item);
    }
}

fn inside(group: &mut syn::ExprGroup) -> Expr {
    let mut inner = std::mem::replace(&mut *group.expr, Expr::Verbatim(TokenStream::new()));
    // An attribute in front of the fragment.
    if let (false, Expr::Paren(_) | Expr::Path(_) | Expr::Call(_) | Expr::MethodCall(_)) =
        (group.attrs.is_empty(), &inner)
    {
        let attrs = std::mem::take(&mut group.attrs);
        match &mut inner {
            Expr::Paren(e) => e.attrs.extend(attrs),
            Expr::Path(e) => e.attrs.extend(attrs),
            Expr::Call(e) => e.attrs.extend(attrs),
            Expr::MethodCall(e) => e.attrs.extend(attrs),
            _ => {}
        }
    }
    inner
}

/// Does it mean the same in every place without parentheses?
fn stands_alone(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_)
        | Expr::Path(_)
        | Expr::Paren(_)
        | Expr::Group(_)
        | Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Field(_)
        | Expr::Index(_)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Repeat(_) => true,
        Expr::Macro(m) => !matches!(m.mac.delimiter, syn::MacroDelimiter::Brace(_)),
        _ => false,
    }
}

fn has_group(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|t| match t {
        TokenTree::Group(g) => g.delimiter() == Delimiter::None || has_group(&g.stream()),
        _ => false,
    })
}

/// In the arguments of a macro, what is an expression by itself and has neighbors gets parentheses.
fn arguments(tokens: TokenStream) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let ends = |t: Option<&TokenTree>| match t {
        None => true,
        Some(TokenTree::Punct(p)) => matches!(p.as_char(), ',' | ';'),
        Some(_) => false,
    };
    let mut out = Vec::with_capacity(trees.len());
    for (i, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            out.push(tree.clone());
            continue;
        };
        let alone = ends(i.checked_sub(1).map(|i| &trees[i])) && ends(trees.get(i + 1));
        let stream = arguments(group.stream());
        let delimiter = match group.delimiter() {
            Delimiter::None if !alone && must_be_kept_together(&stream) => Delimiter::Parenthesis,
            other => other,
        };
        let mut new = Group::new(delimiter, stream);
        new.set_span(group.span());
        out.push(TokenTree::Group(new));
    }
    out.into_iter().collect()
}

fn must_be_kept_together(stream: &TokenStream) -> bool {
    syn::parse2::<Expr>(stream.clone()).is_ok_and(|e| !stands_alone(&e))
}
