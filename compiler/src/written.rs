//! What the source says of a variable where it is bound: by its type, or by its value.
//!
//! In: a type, a pattern, a value. Out: what they look like. None of it is evidence: it chooses which question is asked of
//! rustc, or which number stands for a name that is never assigned.

use quote::ToTokens;
use syn::{Pat, Type};

/// A slice, an array, or a reference to one.
pub fn is_slice(ty: &Type) -> bool {
    match ty {
        Type::Group(g) => is_slice(&g.elem),
        Type::Paren(p) => is_slice(&p.elem),
        Type::Reference(r) => is_slice(&r.elem),
        Type::Slice(_) | Type::Array(_) => true,
        Type::Path(p) => p.path.segments.last().is_some_and(|s| s.ident == "Vec" && !s.arguments.is_empty()),
        _ => false,
    }
}

/// So many levels, of which the last is a slice or a `Vec`.
pub fn is_deep(ty: &Type, levels: usize) -> bool {
    let (is_heap, element) = match ty {
        Type::Group(g) => return is_deep(&g.elem, levels),
        Type::Paren(p) => return is_deep(&p.elem, levels),
        Type::Reference(r) => return is_deep(&r.elem, levels),
        Type::Slice(s) => (true, &*s.elem),
        Type::Array(a) => (false, &*a.elem),
        Type::Path(p) => match p.path.segments.last() {
            Some(s) if s.ident == "Vec" || s.ident == "Box" => match &s.arguments {
                syn::PathArguments::AngleBracketed(args) => match args.args.first() {
                    Some(syn::GenericArgument::Type(inner)) if s.ident == "Box" => {
                        return is_deep(inner, levels);
                    }
                    Some(syn::GenericArgument::Type(inner)) => (true, inner),
                    _ => return false,
                },
                _ => return false,
            },
            _ => return false,
        },
        _ => return false,
    };
    if levels == 1 { is_heap } else { is_deep(element, levels - 1) }
}

/// `vec![vec![vec![..`
pub fn is_deep_list(init: &syn::Expr) -> bool {
    let text = init.to_token_stream().to_string().replace(' ', "");
    text.starts_with("vec![vec![vec![")
}

/// `Range<usize>`
pub fn is_range_type(ty: &Type) -> bool {
    match ty {
        Type::Group(g) => is_range_type(&g.elem),
        Type::Path(p) => p.path.segments.last().is_some_and(|s| s.ident.to_string().starts_with("Range")),
        _ => false,
    }
}

/// `lo..hi`
pub fn is_range(init: &syn::Expr) -> bool {
    match init {
        syn::Expr::Range(_) => true,
        syn::Expr::Paren(p) => is_range(&p.expr),
        syn::Expr::Group(g) => is_range(&g.expr),
        _ => false,
    }
}

/// `vec![..]`, `[..]`, or a reference to one.
pub fn is_list(init: &syn::Expr) -> bool {
    match init {
        syn::Expr::Array(_) | syn::Expr::Repeat(_) => true,
        syn::Expr::Reference(r) => is_list(&r.expr),
        syn::Expr::Macro(m) => m.mac.path.is_ident("vec"),
        _ => false,
    }
}

/// A name that is never assigned, perhaps with its type.
pub fn is_fixed(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(p) => p.mutability.is_none() && p.by_ref.is_none() && p.subpat.is_none(),
        Pat::Type(t) => is_fixed(&t.pat),
        _ => false,
    }
}

/// The value of a literal.
pub fn number_of(init: &syn::Expr) -> Option<i64> {
    match init {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) => n.base10_parse().ok(),
        _ => None,
    }
}
