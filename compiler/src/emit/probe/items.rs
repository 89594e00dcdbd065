//! Items of a chain, as a probe meets them.
//!
//! A probe of the loop over the chain takes the item of each ordinal itself: nothing else has it in use, since the block's
//! first iteration has not begun, and the probe is done with it before the next one. So it reads what the iteration will
//! find there, until the iteration itself writes it: from the first expression on that may, the name stands for nothing.
//! A probe of a loop within reads the names as they are in front of the block; there nothing in the loop may write them.
//!
//! Whether an item is a number, or a reference to one, is asked of exemplars that are tied to the names.

use super::scan::names;
use super::{Asked, Name, Prober, Rests};
use crate::emit::{Of, id, runtime};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use std::collections::BTreeSet;
use syn::{Expr, Pat, UnOp};

impl Prober<'_> {
    /// Binds the names of the chain's pattern; `writes` says that an item may be written through.
    pub(super) fn bind_items(&mut self, pat: &Pat, writes: bool) {
        match pat {
            Pat::Ident(p) if p.by_ref.is_none() && p.mutability.is_none() && p.subpat.is_none() => {
                self.bind_item(&p.ident, writes);
            }
            Pat::Tuple(t) => t.elems.iter().for_each(|pat| self.bind_items(pat, writes)),
            Pat::Paren(p) => self.bind_items(&p.pat, writes),
            // Copies.
            Pat::Reference(r) => self.bind_items(&r.pat, false),
            other => self.forget(other),
        }
    }

    pub(super) fn bind_item(&mut self, name: &Ident, writes: bool) {
        self.items.insert(name.to_string(), name.clone());
        self.bind(name.to_string(), Name::Item { writes });
    }

    /// The name of an item, or of an item behind references.
    pub(super) fn item(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Paren(p) => self.item(&p.expr),
            Expr::Group(g) => self.item(&g.expr),
            Expr::Unary(u) if matches!(u.op, UnOp::Deref(_)) => self.item(&u.expr),
            Expr::Path(p) => match self.name(p) {
                Name::Item { .. } => p.path.get_ident().map(ToString::to_string),
                _ => None,
            },
            _ => None,
        }
    }

    /// From here on nobody knows the items that an expression names.
    pub(super) fn spoil(&mut self, expr: &Expr) {
        for name in names(self.nest, expr) {
            let scope = self.scopes.iter_mut().rev().find_map(|scope| scope.get_mut(&name));
            if let Some(meaning @ Name::Item { writes: true }) = scope {
                *meaning = Name::Unknown;
                self.spoiled.insert(name);
            }
        }
    }

    /// Are all items that the code rests on what they were in front of the block?
    pub(super) fn keeps_items(&self, rests: &Rests) -> bool {
        self.l == 0 || rests.items.iter().all(|(name, _)| !self.spoiled.contains(name))
    }

    /// What asks for the types of the items that the code rests on, the answers, and the item of an iteration.
    pub(super) fn asked(&self, rests: &Rests) -> (TokenStream, Vec<TokenStream>, TokenStream) {
        let s = Span::mixed_site();
        if rests.items.is_empty() {
            return <_>::default();
        }
        let hl = runtime();
        let used: BTreeSet<&String> = rests.items.iter().map(|(name, _)| name).collect();
        let how = if self.fast.how.boundscheck { "at_checked" } else { "at" };
        let (items, iv, unsafe_) = (id("items", 0), self.fast.iv(0), Ident::new("unsafe", Span::call_site()));
        let pattern = self.pattern(&used);
        let any = pattern.iter().map(|pat| quote_spanned!(s=> let #pat = #items.again();));
        let each = pattern.iter().map(|pat| {
            let at = self.fast.helpers.add(self.nest, Of::Item, how);
            quote_spanned!(s=> let #pat = #unsafe_ { #items.#at(#iv) };)
        });
        let own: Vec<&Ident> = used.iter().map(|name| &self.items[*name]).collect();
        let seen: Vec<Ident> = (0..own.len()).map(|n| id("seen", n)).collect();
        let answers = rests.items.iter().filter_map(|(name, asked)| {
            let seen = &seen[used.iter().position(|other| *other == name)?];
            Some(match asked {
                Asked::Float => quote_spanned!(s=> #seen.is_float()),
                Asked::Number => quote_spanned!(s=> #seen.is_number()),
            })
        });
        let ties = quote_spanned! {s=>
            #(let #seen = #hl::Ex::new();)*
            if false {
                #(#any)*
                #(#hl::W(&(#own)).tie_method(#seen);)*
                #hl::diverge();
            }
        };
        (ties, answers.collect(), each.collect())
    }

    /// What takes the names that are used out of an item; in a loop within they are there.
    fn pattern(&self, used: &BTreeSet<&String>) -> Option<Pat> {
        let mut pat = self.nest.loops[0].pat.clone().filter(|_| self.l == 0)?;
        keep(&mut pat, used);
        Some(pat)
    }
}

/// Leaves these names of a pattern, and `_` for the rest. Is there one?
fn keep(pat: &mut Pat, used: &BTreeSet<&String>) -> bool {
    let kept = match pat {
        Pat::Ident(p) => used.contains(&p.ident.to_string()),
        Pat::Tuple(t) => t.elems.iter_mut().map(|pat| keep(pat, used)).fold(false, |any, kept| any | kept),
        Pat::Paren(p) => keep(&mut p.pat, used),
        Pat::Reference(r) => keep(&mut r.pat, used),
        Pat::Rest(_) => return false,
        _ => false,
    };
    if !kept {
        *pat = syn::parse_quote!(_);
    }
    kept
}
