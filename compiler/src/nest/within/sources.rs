//! The part of a chain in front of its closures: its sources as parts of views, its counters as the variables of loops.

use super::tokens::{changes, is_source};
use super::{Item, Reading};
use crate::diag::Place;
use crate::nest::access::{How, is_access};
use crate::nest::affine::{Linear, Poly};
use crate::nest::arith::bare;
use crate::nest::build::{Builder, FormOf};
use crate::nest::head::range;
use crate::nest::{Access, Hole, Links, ShapeStep, Step, Symbol};
use syn::Expr;

impl Builder<'_> {
    /// A chain without closures: sources in holes, and the whole tied to the question what it is.
    pub(super) fn read_chain(&mut self, expr: &Expr, reading: &mut Reading) -> (Expr, Item) {
        let (chain, item) = self.adapted(expr, reading);
        let ex = self.exemplar();
        self.nest.kinds.push(ex);
        let counter = reading.enumerates.then(|| self.nest.loops[reading.id].ex);
        let lists = std::mem::take(&mut reading.lists);
        (self.hole(Hole::Links(Links { chain, ex, counter, lists })), item)
    }

    fn adapted(&mut self, expr: &Expr, reading: &mut Reading) -> (Expr, Item) {
        match bare(expr) {
            Expr::Range(_) => self.numbers(bare(expr), reading),
            Expr::MethodCall(m) if is_source(m) && self.is_list(&m.receiver, changes(m)) => {
                let mut out = m.clone();
                *out.receiver = self.list(&m.receiver, changes(m), reading);
                out.args = m.args.iter().map(|a| self.value(a)).collect();
                if !m.args.is_empty() {
                    reading.most = None;
                }
                (Expr::MethodCall(out), Item::Other)
            }
            Expr::MethodCall(m) => {
                let mut out = m.clone();
                let (receiver, item) = self.adapted(&m.receiver, reading);
                *out.receiver = receiver;
                let item = match m.method.to_string().as_str() {
                    "zip" => {
                        let other = self.joined(&m.args[0], reading);
                        out.args[0] = other.0;
                        Item::Pair(Box::new(item), Box::new(other.1))
                    }
                    "enumerate" => {
                        let number = self.enumerated(reading);
                        Item::Pair(Box::new(number), Box::new(item))
                    }
                    _ => {
                        out.args = m.args.iter().map(|a| self.value(a)).collect();
                        item
                    }
                };
                (Expr::MethodCall(out), item)
            }
            other => (self.value(other), Item::Other),
        }
    }

    /// The argument of `zip`.
    fn joined(&mut self, arg: &Expr, reading: &mut Reading) -> (Expr, Item) {
        match bare(arg) {
            Expr::MethodCall(_) | Expr::Range(_) => self.adapted(arg, reading),
            _ => (self.given(arg, reading), Item::Other),
        }
    }

    /// What `enumerate` counts: at most the items of its first source.
    fn enumerated(&mut self, reading: &mut Reading) -> Item {
        if reading.counts {
            return Item::Other;
        }
        let most = reading.most.clone();
        self.count(reading, Some(Linear::default()), most);
        reading.enumerates = true;
        Item::Count(reading.id)
    }

    /// The loop of the chain gets its domain.
    fn count(&mut self, reading: &mut Reading, lo: Option<Linear>, hi: FormOf) {
        reading.counts = true;
        let ex = self.exemplar();
        let hi = hi.map(|(hi, leaves)| {
            self.nest.leaves.extend(leaves);
            hi
        });
        let lp = &mut self.nest.loops[reading.id];
        (lp.ex, lp.lo, lp.hi) = (ex, lo, hi);
    }

    /// A range of numbers as a source.
    fn numbers(&mut self, expr: &Expr, reading: &mut Reading) -> (Expr, Item) {
        let Some(parts) = range(expr) else { return (self.value(expr), Item::Other) };
        let one = Linear::invariant(Poly::constant(i64::from(parts.inclusive)));
        let within = self.within;
        self.within = self.nest.loops[reading.id].parent.unwrap_or(0);
        let lo = self.form_and_leaves(parts.start);
        let hi = self.form_and_leaves(parts.end);
        let value = self.plain(|this| this.range_value(expr));
        self.within = within;
        let hi = hi.and_then(|(hi, leaves)| Some((hi.add(&one)?, leaves)));
        if reading.counts {
            // A method may be called on it.
            let paren_token = syn::token::Paren(proc_macro2::Span::mixed_site());
            let expr = Box::new(value);
            return (Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token, expr }), Item::Other);
        }
        let lo = lo.map(|(lo, leaves)| {
            self.nest.leaves.extend(leaves);
            lo
        });
        self.count(reading, lo, hi);
        let lp = &mut self.nest.loops[reading.id];
        lp.inclusive = parts.inclusive;
        let ex = lp.ex;
        let range = Box::new(value);
        (self.hole(Hole::Numbers { range, ex }), Item::Count(reading.id))
    }

    /// A head that is a reference to an array.
    pub(super) fn whole_head(&mut self, expr: &Expr, reading: &mut Reading) -> Expr {
        let chain = self.given(expr, reading);
        let ex = self.exemplar();
        self.nest.kinds.push(ex);
        let lists = std::mem::take(&mut reading.lists);
        self.hole(Hole::Links(Links { chain, ex, counter: None, lists }))
    }

    /// `x`, `&x`, `&mut row[1..]` as an argument.
    fn given(&mut self, expr: &Expr, reading: &mut Reading) -> Expr {
        match bare(expr) {
            Expr::Reference(r) => {
                let mut out = r.clone();
                let most = reading.most.clone();
                *out.expr = self.list(&r.expr, r.mutability.is_some(), reading);
                reading.most = most;
                Expr::Reference(out)
            }
            other => match self.local_place(other) {
                Some(place) => place,
                None => self.all(other, false),
            },
        }
    }

    /// An array, as a place.
    fn list(&mut self, expr: &Expr, changes: bool, reading: &mut Reading) -> Expr {
        let expr = bare(expr);
        if let Some(place) = self.local_place(expr) {
            // Whether it is an array, is asked.
            let ex = self.exemplar();
            self.nest.kinds.push(ex);
            reading.lists.push((place.clone(), ex));
            return place;
        }
        let how = How { writes: changes, reads: true };
        if !is_access(expr) {
            let all = self.all(expr, true);
            if let Some(Step::Index { range: Some(l), .. }) =
                self.nest.accesses.last().and_then(|a| a.steps.first())
            {
                reading.most = self.nest.loops[*l].hi.clone().map(|hi| (hi, Vec::new()));
            }
            return all;
        }
        let within = self.within;
        let place = self.access(expr, how);
        self.within = within;
        let Some(access) = self.nest.accesses.last_mut() else { return place };
        match access.subrange() {
            Some(l) => {
                access.is_list = true;
                reading.most = self.nest.loops[l].hi.clone().map(|hi| (hi, Vec::new()));
                place
            }
            // A row: its type is asked.
            None => {
                access.is_row = true;
                let id = self.nest.accesses.len() - 1;
                self.hole(Hole::Row(id))
            }
        }
    }

    /// A whole base: an access to all of its elements.
    fn all(&mut self, expr: &Expr, is_place: bool) -> Expr {
        let Some(base) = self.base_of(expr) else {
            self.syntax(expr, "this place");
            return expr.clone();
        };
        let within = self.within;
        let id = self.push_opaque(Place::of(expr));
        self.within = within;
        let length = Linear::invariant(Poly::symbol(self.nest.symbol(Symbol::Len(base))));
        let ex = self.exemplar();
        let lp = &mut self.nest.loops[id];
        (lp.lo, lp.hi, lp.subrange, lp.ex) = (Some(Linear::default()), Some(length), true, ex);
        let index = syn::parse_quote!(..);
        let steps = vec![Step::Index {
            index,
            form: Some(Linear::iv(id)),
            reach: None,
            container: None,
            range: Some(id),
        }];
        let leaf = self.shape(base, &[ShapeStep::Index]);
        self.nest.accesses.push(Access {
            base,
            steps,
            leaf,
            writes: false,
            reads: true,
            borrowed: false,
            is_length: false,
            is_row: false,
            is_list: true,
            conditional: self.conditions > 0,
            unlikely: self.unlikely > 0,
            narrow: Vec::new(),
            within: id,
            place: Place::of(expr),
        });
        let access = self.nest.accesses.len() - 1;
        self.hole(Hole::All { access, is_place })
    }
}
