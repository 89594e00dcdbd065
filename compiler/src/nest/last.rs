//! The call at the end of a chain: what is done with the last value.
//!
//! In: the call. Out: the [`End`] that it is, the type that it names, the accumulator; and the statement that stands for
//! it in the loop over the same items.

use super::best::{self, Best};
use super::links::{borrowed, closure};
use super::place::single;
use super::terminal::End;
use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, ExprMethodCall, Pat, Type};

pub(super) fn end(m: &ExprMethodCall) -> Option<(End, Option<Type>, Option<Ident>)> {
    let ty = match &m.turbofish {
        None => None,
        Some(of) => match of.args.first()? {
            syn::GenericArgument::Type(ty) if of.args.len() == 1 => {
                Some(ty.clone()).filter(|ty| is_named(ty) || m.method == "collect")
            }
            _ => return None,
        },
    };
    match (m.method.to_string().as_str(), m.args.len(), &m.turbofish) {
        ("sum", 0, _) => Some((End::Sum, ty, Some(ours("sum")))),
        ("product", 0, _) => Some((End::Product, ty, Some(ours("product")))),
        ("collect", 0, None) => Some((End::Collect, None, None)),
        ("collect", 0, Some(_)) => ty.filter(is_vec).map(|ty| (End::Collect, Some(ty), None)),
        ("count", 0, None) => Some((End::Count, None, Some(ours("count")))),
        (name @ ("min" | "max" | "min_by" | "max_by" | "min_by_key" | "max_by_key"), ..) => {
            let best = best::of(name, &m.args).filter(|_| m.turbofish.is_none())?;
            Some((End::Best(Box::new(best)), None, None))
        }
        ("any", 1, None) => Some((End::Any, None, None)),
        ("all", 1, None) => Some((End::All, None, None)),
        ("position", 1, None) => Some((End::Position, None, None)),
        ("for_each", 1, None) => Some((End::ForEach, None, None)),
        ("fold", 2, None) => {
            let name = match &m.args[1] {
                Expr::Closure(c) => match c.inputs.first()? {
                    Pat::Ident(p) if p.by_ref.is_none() && p.mutability.is_none() && p.subpat.is_none() => {
                        p.ident.clone()
                    }
                    _ => return None,
                },
                _ => ours("value"),
            };
            Some((End::Fold(Box::new(m.args[0].clone())), None, Some(name)))
        }
        _ => None,
    }
}

/// `Vec<..>`
pub fn is_vec(ty: &Type) -> bool {
    matches!(ty, Type::Path(p) if p.path.segments.last().is_some_and(|s| s.ident == "Vec"))
}

/// The name of the element that a `collect` is about to write.
pub(super) const SLOT: &str = "__hotloop_slot";

/// The name of the best item so far.
pub(super) const TOP: &str = "__hotloop_top";

/// The name of what a search is about to find.
pub(super) const HIT: &str = "__hotloop_hit";

/// A type without a hole for inference to fill.
pub fn is_named(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let tokens = quote::ToTokens::to_token_stream(path).to_string();
    !tokens.split_whitespace().any(|t| t == "_")
}

/// What is done with the last value: its pattern, the statements, and the names that these have of their own.
pub(super) fn last(
    m: &ExprMethodCall,
    end: &End,
    accumulator: Option<&Ident>,
) -> Option<(Pat, TokenStream, Vec<Pat>)> {
    let value = ours("item");
    let named = || syn::parse_quote!(#value);
    Some(match end {
        End::Sum => (named(), quote::quote!(#accumulator += #value;), Vec::new()),
        End::Product => (named(), quote::quote!(#accumulator *= #value;), Vec::new()),
        End::Count => (named(), quote::quote!(#accumulator += 1usize;), Vec::new()),
        End::Collect => {
            let slot = ours("slot");
            (named(), quote::quote!(#slot.write(#value);), Vec::new())
        }
        End::Any | End::All | End::Position => {
            let (hit, c) = (ours("hit"), closure(&m.args[0], 1)?);
            let body = only(&c.body);
            let test = match end {
                End::All => quote::quote!(!(#body)),
                _ => quote::quote!(#body),
            };
            (c.inputs[0].clone(), quote::quote!(#hit.write(#test);), vec![c.inputs[0].clone()])
        }
        End::Best(best) => {
            let Best { pat, key, .. } = &**best;
            let top = ours("top");
            // The closure has no item of its own: it is shown two.
            {
                let given = borrowed(pat, &value);
                (named(), quote::quote!(#given #top.write(#key);), vec![pat.clone()])
            }
        }
        End::ForEach => {
            let c = closure(&m.args[0], 1)?;
            let body = &c.body;
            (c.inputs[0].clone(), quote::quote!(#body;), vec![c.inputs[0].clone()])
        }
        End::Fold(_) => match &m.args[1] {
            Expr::Closure(_) => {
                let c = closure(&m.args[1], 2)?;
                let body = only(&c.body);
                let own = c.inputs.iter().cloned().collect();
                (c.inputs[1].clone(), quote::quote!(#accumulator = #body;), own)
            }
            function if single(function).is_none() && matches!(function, Expr::Path(_)) => {
                (named(), quote::quote!(#accumulator = #function(#accumulator, #value);), Vec::new())
            }
            _ => return None,
        },
    })
}

/// The value of a block that is nothing else.
fn only(expr: &Expr) -> &Expr {
    match expr {
        Expr::Block(b) if b.label.is_none() && b.attrs.is_empty() => match b.block.stmts.as_slice() {
            [syn::Stmt::Expr(value, None)] => value,
            _ => expr,
        },
        _ => expr,
    }
}

/// A variable of ours, of which reports tell the last part.
pub(super) fn ours(name: &str) -> Ident {
    Ident::new(&format!("__hotloop_{name}"), Span::mixed_site())
}

/// The name of an accumulator that only a sum or product of ours has: its updates are what core's would be.
pub(super) fn is_accumulator(name: &Ident) -> bool {
    *name == "__hotloop_sum" || *name == "__hotloop_product"
}
