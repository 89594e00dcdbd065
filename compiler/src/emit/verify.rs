//! The loop held against its own fast form, where the environment asks for it (`HOTLOOP_VERIFY`).
//!
//! What it expands to (names shortened); `PLACES` hands every place that the loop writes to `check`, which keeps,
//! exchanges or compares what is in it:
//!
//! ```text
//! let mut check = Check::off();
//! 'hl: {
//!     'plainly: {
//!         'again: loop {
//!             ..
//!             if verifying() && check.begin(&SITE, "") { PLACES }
//!             if GUARD { FAST; if check.ran() { PLACES; if check.again() { continue 'again } break 'plainly } break 'hl; }
//!             break;
//!         }
//!     }
//!     for i in r { .. }                     // as written
//!     if check.compares() { PLACES; check.done(); }
//! }
//! ```

use super::{guard, id, runtime};
use crate::analysis::Role;
use crate::nest::{Nest, ReductionOp};
use crate::options::{FastMath, How};
use crate::plan::Plan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// What a loop's expansion needs to be verified.
pub(super) struct Verify {
    places: TokenStream,
    /// Why it cannot be, or nothing.
    reason: &'static str,
    /// Does the fast form regroup floats, so that it has to run once more on one thread?
    regroups: bool,
}

fn name() -> Ident {
    Ident::new("__hotloop_check", Span::mixed_site())
}

impl Verify {
    /// `counter` is the variable of a `while`, which the loop leaves at its end; `not` says why the loop cannot be
    /// verified, if its kind cannot.
    pub(super) fn new(
        nest: &Nest,
        plan: &Plan,
        how: &How,
        counter: Option<&Ident>,
        not: &'static str,
    ) -> Verify {
        let regroups = plan.reductions().any(|(_, op)| plan.is_parallel() && is_regrouped(op));
        let blank = (0..nest.scalars.len()).any(|x| nest.is_blank(x));
        let reason = match (nest.calls(), blank) {
            (true, _) => "it makes calls",
            // What safe code may not read could be a union's.
            (_, true) => "it assigns a field that it never reads",
            _ => not,
        };
        let places = if reason.is_empty() { places(nest, plan, how, counter) } else { TokenStream::new() };
        Verify { places, reason, regroups }
    }

    /// In front of everything.
    pub(super) fn start(&self) -> TokenStream {
        let (s, hl, check) = (Span::mixed_site(), runtime(), name());
        // A loop that is never verified has nothing to change in it.
        let mutable = self.reason.is_empty().then(|| quote!(mut));
        quote_spanned!(s=> let #mutable #check = #hl::Check::off();)
    }

    /// In front of the captures: the places are still the user's.
    pub(super) fn begin(&self) -> TokenStream {
        let (s, hl, check) = (Span::mixed_site(), runtime(), name());
        let (places, reason) = (&self.places, self.reason);
        if !reason.is_empty() {
            return quote_spanned!(s=> if #hl::verifying() { __HOTLOOP_SITE.not_verified(#reason); });
        }
        quote_spanned!(s=> if #hl::verifying() && #check.begin(&__HOTLOOP_SITE) { #places })
    }

    /// The way out of the fast form: over the loop as written, if that is wanted.
    pub(super) fn leave(&self) -> TokenStream {
        let s = Span::mixed_site();
        if !self.reason.is_empty() {
            return quote_spanned!(s=> break '__hotloop;);
        }
        let (check, places) = (name(), &self.places);
        let again =
            self.regroups.then(|| quote_spanned!(s=> if #check.again() { continue '__hotloop_again; }));
        quote_spanned!(s=> if #check.ran() { #places #again break '__hotloop_plainly; } break '__hotloop;)
    }

    /// Around the fast form, so that it can run twice, and be followed by the loop as written.
    pub(super) fn around(&self, fast: &TokenStream) -> TokenStream {
        let s = Span::mixed_site();
        if !self.reason.is_empty() {
            return fast.clone();
        }
        if !self.regroups {
            return quote_spanned!(s=> '__hotloop_plainly: { #fast });
        }
        quote_spanned!(s=> '__hotloop_plainly: { '__hotloop_again: loop { #fast break; } })
    }

    /// After the loop as written.
    pub(super) fn compare(&self) -> TokenStream {
        let (s, check, places) = (Span::mixed_site(), name(), &self.places);
        if !self.reason.is_empty() {
            return TokenStream::new();
        }
        quote_spanned!(s=> if #check.compares() { #places #check.done(); })
    }
}

fn is_regrouped(op: ReductionOp) -> bool {
    matches!(op, ReductionOp::Sum | ReductionOp::Product)
}

/// Each place that the loop writes, handed to the check.
fn places(nest: &Nest, plan: &Plan, how: &How, counter: Option<&Ident>) -> TokenStream {
    let (s, check) = (Span::mixed_site(), name());
    let any = how.fastmath != FastMath::default();
    let bases = nest.bases.iter().filter(|base| base.written).map(|base| {
        let (source, name) = (guard::source(base), base.path.tokens.replace(' ', ""));
        quote_spanned!(s=> #source.verify(&mut #check, #name, #any);)
    });
    let scalars = nest.scalars.iter().enumerate().filter(|(x, _)| plan.roles[*x] != Role::ReadOnly);
    let scalars = scalars.map(|(x, scalar)| {
        let (ex, place, name) = (id("ex", scalar.ex), &scalar.tokens, scalar.path.tokens.replace(' ', ""));
        let regrouped = plan.is_parallel() && plan.roles[x].reduction().is_some_and(is_regrouped);
        let tolerant = any || regrouped;
        quote_spanned!(s=> #ex.verify(&mut #place, &mut #check, #name, #tolerant);)
    });
    let counter = counter.map(|place| {
        let (ex, name) = (id("ex", nest.loops[0].ex), quote!(#place).to_string());
        quote_spanned!(s=> #ex.verify(&mut #place, &mut #check, #name, false);)
    });
    bases.chain(scalars).chain(counter).collect()
}
