//! The unsafe helpers of an expansion, each with what it rests on.
//!
//! In: what the emitter has written down ([`crate::emit::Helper`]) and the plan. Out: [`HelperReport`]s. Invariant: one
//! for each place at which a level of the fast form, or what stands in front of it, has `unsafe`.

use super::{AccessReport, Bounds, LoopReport, PairReport};
use crate::emit::{Helper, Of};
use crate::nest::Nest;
use crate::plan::Plan;

/// An unsafe helper, and why it may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelperReport {
    /// Its name in the expansion, with what it is called on where that is no view; `&` and `&mut` make a reference of
    /// a pointer.
    pub name: String,
    /// What it is about, as written.
    pub text: String,
    /// The line of that.
    pub line: usize,
    /// The column of that, in characters, from 1.
    pub column: usize,
    /// The access, as a position in [`LoopReport::accesses`].
    pub access: Option<usize>,
    /// Why it may be called.
    pub proof: String,
    /// The conditions of the guard that the proof rests on, as positions in [`LoopReport::guard`].
    pub rests_on: Vec<usize>,
}

impl LoopReport {
    /// What was emitted for the loop.
    pub(crate) fn add_helpers(&mut self, nest: &Nest, plan: &Plan, helpers: &[Helper]) {
        self.helpers = helpers.iter().map(|helper| self.helper(nest, plan, helper)).collect();
        self.helpers.sort_by_key(|h| (h.line, h.column));
    }

    fn helper(&self, nest: &Nest, plan: &Plan, helper: &Helper) -> HelperReport {
        let place = helper.of.place(nest);
        let access = match helper.of {
            Of::Access(a) | Of::Held(a) => Some(a),
            _ => None,
        };
        let (proof, rests_on) = match &helper.of {
            Of::Access(a) => self.of_access(nest, plan, *a, helper.name),
            Of::Held(a) => self.of_held(nest, plan, *a, helper.name),
            Of::Item if helper.name == "at_checked" => ("the item's own check".into(), Vec::new()),
            Of::Item => ("the loop runs to the number of items".into(), Vec::new()),
            Of::Slot if nest.pack => {
                ("room for each iteration, and a range keeps at most as many as it has".into(), Vec::new())
            }
            Of::Collected if helper.name == "packed" => {
                ("each range has written what it keeps from its beginning on".into(), Vec::new())
            }
            Of::Slot => ("room for each iteration, and each writes its own place".into(), Vec::new()),
            Of::Collected => ("every iteration has written its place".into(), Vec::new()),
            Of::Sibling(b) => self.of_sibling(nest, *b),
            Of::Blank(_) => ("only the field's address is taken".into(), Vec::new()),
            Of::Call(_) => ("this thread is in a chunk of the loop".into(), Vec::new()),
        };
        let start = place.span.0.start();
        let (line, column) = (start.line, start.column + 1);
        let text = super::without_prefix(&place.text);
        let name = match &helper.of {
            Of::Item => format!("items.{}", helper.name),
            Of::Slot => format!("slots.{}", helper.name),
            Of::Held(_) if helper.name != "hold" => format!("held.{}", helper.name),
            _ => helper.name.into(),
        };
        HelperReport { name, text, line, column, access, proof, rests_on }
    }

    fn of_access(&self, nest: &Nest, plan: &Plan, a: usize, name: &str) -> (String, Vec<usize>) {
        let access = &self.accesses[a];
        let bounds = match (access.bounds, name) {
            (Bounds::Proven, _) => "in bounds by what the loop runs over",
            (Bounds::Guarded, _) => "in bounds by the guard",
            // A checked access has no pointer before its check.
            (Bounds::Checked, _) => "in bounds by its own check",
        };
        let (alone, mut rests_on) = self.aliases(nest, plan, a);
        rests_on.extend(&access.rests_on);
        rests_on.sort_unstable();
        rests_on.dedup();
        (format!("{bounds}; {alone}"), rests_on)
    }

    /// Why no other reference to the element is there, and the conditions for that.
    fn aliases(&self, nest: &Nest, plan: &Plan, a: usize) -> (&'static str, Vec<usize>) {
        let base = nest.accesses[a].base;
        if !nest.bases[base].written {
            return ("the loop only reads what is in it", Vec::new());
        }
        if !plan.is_parallel() {
            return ("one iteration after the other", Vec::new());
        }
        let about = |p: &&PairReport| p.accesses.0 == a || p.accesses.1 == a;
        (
            "no other iteration comes to it",
            self.pairs.iter().filter(about).filter_map(|p| p.rests_on).collect(),
        )
    }

    fn of_held(&self, nest: &Nest, plan: &Plan, a: usize, name: &str) -> (String, Vec<usize>) {
        if name != "hold" {
            let held = "the element is held, and no reference to it outlives the statement";
            return (held.into(), Vec::new());
        }
        let (bounds, rests_on) = self.of_access(nest, plan, a, name);
        (format!("the loop around it runs, and comes to no other element of it; {bounds}"), rests_on)
    }

    fn of_sibling(&self, nest: &Nest, b: usize) -> (String, Vec<usize>) {
        let name = format!("`{}`", nest.bases[b].path.tokens.replace(' ', ""));
        let apart = |text: &String| text.contains(&name) && text.ends_with("do not overlap");
        let rests_on = self.guard.iter().enumerate().filter(|(_, text)| apart(text)).map(|(n, _)| n);
        ("the guard compares the addresses of the fields".into(), rests_on.collect())
    }

    /// The access of a helper.
    pub fn access_of(&self, helper: &HelperReport) -> Option<&AccessReport> {
        self.accesses.get(helper.access?)
    }
}
