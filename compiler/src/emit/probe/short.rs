//! Which calls of a loop may take short forms, and the look at their arguments.
//!
//! A call is looked at in each iteration or not at all: one behind a condition is not (but `powi` is), for the condition may
//! be what keeps a zero from a logarithm; nor is one whose argument costs more than the short form saves. Those take the long
//! form in every block.

use super::cost::cost;
use super::{Node, Probe, Prober, Rests, flag};
use crate::emit::fast::Fast;
use crate::emit::id;
use crate::nest::affine::LoopId;
use crate::nest::shortened;
use proc_macro2::Span;
use quote::quote_spanned;

/// Iterations from which on a look pays: a call saves little or much.
const LEAST: u64 = 64;
const LEAST_OF_LONG: u64 = 16;
/// What a call must save to count as much, in operations.
const LONG: u32 = 8;

impl Fast<'_> {
    /// The code for the loop's own calls of functions with short forms; none if there is none that pays.
    pub(in crate::emit) fn short_probe(&self, l: LoopId) -> Option<Probe> {
        let mut prober = self.prober(l);
        prober.shortens = true;
        prober.outer(true)?;
        let nodes = prober.block(&self.nest.loops[l].body);
        let short = std::mem::take(&mut prober.short);
        let afn = self.how.fastmath.afn;
        let name = |m: &usize| self.nest.methods[*m].name.to_string();
        let saved = short.iter().filter_map(|m| shortened(&name(m), afn)).max()?;
        let least = if saved < LONG { LEAST } else { LEAST_OF_LONG };
        let probe = prober.finish(&nodes)?;
        Some(Probe { short, least: Some(least), ..probe })
    }
}

impl Prober<'_> {
    /// A call of a function that may have a short form.
    pub(super) fn short_site(&mut self, m: usize, nodes: &mut Vec<Node>) {
        let (s, method) = (Span::mixed_site(), &self.nest.methods[m]);
        let name = method.name.to_string();
        let afn = self.fast.how.fastmath.afn;
        // These are products already.
        let of_a_number = method.literal && (name == "powi" || name == "powf" && afn);
        let guarded = self.guarded && name != "powi";
        let Some(worth) = shortened(&name, afn).filter(|_| !guarded && !of_a_number) else { return };
        let (flag, ex) = (flag(), id("ex", method.ex));
        if name == "powi" {
            // It depends on the exponent alone, which is known also where a condition keeps the call from being made.
            let Some(n) = method.args.first().and_then(|n| self.exponent(n)) else { return };
            nodes.push(Node::Flag(quote_spanned!(s=> #flag |= #ex.beyond_powi(&(#n));)));
            self.short.insert(m);
            return;
        }
        let mut rests = Rests::default();
        let Some(receiver) = self.float(&method.receiver, &mut rests) else { return };
        let args: Option<Vec<_>> =
            method.args.iter().map(|arg| self.float(arg, &mut rests).map(|v| v.tokens)).collect();
        let Some(args) = args else { return };
        self.close(&mut rests);
        let own =
            std::iter::once(&method.receiver).chain(&method.args).map(|e| cost(self.nest, e)).sum::<u32>();
        if own + rests.lets.iter().map(|n| self.lets[*n].cost).sum::<u32>() > worth {
            return;
        }
        let receiver = receiver.tokens;
        let beyond = proc_macro2::Ident::new(&format!("beyond_{name}"), s);
        nodes.push(Node::Flag(quote_spanned!(s=> #flag |= #ex.#beyond(&(#receiver) #(, &(#args))*);)));
        self.rests.extend(&rests);
        self.short.insert(m);
    }
}
