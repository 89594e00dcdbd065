//! Which unsafe helpers a loop's expansion has: written down where each is emitted.
//!
//! In: what [`super::access`] and its neighbors emit. Out: a set of [`Helper`], which `report/helpers.rs` gives its
//! reasons. Invariant: every `unsafe` of ours in the fast form and in front of it is in the set, and nothing else;
//! `compiler/tests/truth.rs` counts the tokens of the expansion and compares.

use crate::diag::Place;
use crate::nest::Nest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// An operation of the runtime that is unsafe to call.
#[derive(Clone, Debug)]
pub struct Helper {
    /// What it is about.
    pub of: Of,
    /// Its name, as it is called.
    pub name: &'static str,
}

/// What a helper is about.
#[derive(Clone, Debug)]
pub enum Of {
    /// An access of the nest.
    Access(usize),
    /// The element of a base that is held through an inner loop; an access to it there.
    Held(usize),
    /// The items of a chain.
    Item,
    /// The place of an iteration's element in what is collected.
    Slot,
    /// What was collected.
    Collected,
    /// A base that is borrowed beside another field of the same variable.
    Sibling(usize),
    /// A field that is only assigned.
    Blank(usize),
    /// A call.
    Call(Place),
}

/// Kind and place: a body may be emitted several times.
type Key = (u8, usize, usize);

impl Of {
    /// Where it stands in the source; what is about all of a loop stands where its head does.
    pub fn place(&self, nest: &Nest) -> Place {
        match self {
            Of::Access(a) | Of::Held(a) => nest.accesses[*a].place.clone(),
            Of::Item => {
                nest.chain.as_ref().map_or_else(|| nest.loops[0].place.clone(), |c| Place::of(&c.head))
            }
            Of::Slot | Of::Collected => nest.loops[0].place.clone(),
            Of::Sibling(b) => Place::of(&nest.bases[*b].tokens),
            Of::Blank(x) => Place::of(&nest.scalars[*x].tokens),
            Of::Call(place) => place.clone(),
        }
    }

    fn key(&self) -> Key {
        match self {
            Of::Access(a) => (0, *a, 0),
            Of::Held(a) => (1, *a, 0),
            Of::Item => (2, 0, 0),
            Of::Slot => (3, 0, 0),
            Of::Collected => (4, 0, 0),
            Of::Sibling(b) => (5, *b, 0),
            Of::Blank(x) => (6, *x, 0),
            Of::Call(place) => {
                let start = place.span.0.start();
                (7, start.line, start.column)
            }
        }
    }
}

/// Everything that was written down.
#[derive(Debug, Default)]
pub struct Helpers(RefCell<BTreeMap<(Key, &'static str), Of>>);

impl Helpers {
    /// The name as it is called, at the place of what it is about.
    pub(super) fn add(&self, nest: &Nest, of: Of, name: &'static str) -> Ident {
        let at = of.place(nest).span.0;
        self.0.borrow_mut().insert((of.key(), name), of);
        Ident::new(name, Span::mixed_site().located_at(at))
    }

    /// The same of `&` and `&mut`.
    pub(super) fn reference(&self, nest: &Nest, of: Of, unique: bool) -> TokenStream {
        let (s, at) = (Span::mixed_site(), of.place(nest).span.0);
        self.0.borrow_mut().insert((of.key(), if unique { "&mut" } else { "&" }), of);
        let borrow = quote_spanned!(s.located_at(at)=> &);
        if unique { quote_spanned!(s=> #borrow mut) } else { borrow }
    }

    /// In a fixed order.
    pub fn all(self) -> Vec<Helper> {
        self.0.into_inner().into_iter().map(|((_, name), of)| Helper { of, name }).collect()
    }
}
