//! Calls and methods: those that are known, those of ours, and those of which nothing is known.

use super::access::{base_part, is_access};
use super::build::{Builder, Local};
use super::expr::{CHANGE, READ};
use super::place::single;
use super::{Called, Hole, Method, Needs, methods};
use crate::diag::{Blocker, Place};
use crate::kernel::Handed;
use quote::ToTokens;
use syn::Expr;

impl Builder<'_> {
    pub(super) fn method(&mut self, m: &syn::ExprMethodCall) -> Expr {
        let name = m.method.to_string();
        if single(&m.receiver).is_some_and(|hit| *hit == super::terminal::HIT)
            && let Some(value) = m.args.first()
        {
            self.nest.search = true;
            let value = Box::new(self.value(value));
            return self.hole(Hole::Hit(value));
        }
        if single(&m.receiver).is_some_and(|top| *top == super::terminal::TOP)
            && let Some(key) = m.args.first()
        {
            let (ex, whole) = (self.exemplar(), self.exemplar());
            // What is looked for, and how, is known to whom asked for the loop.
            let order = super::best::Order::Own;
            self.nest.top =
                Some(super::Top { key: ex, whole, max: false, last: false, order, function: None });
            self.work(1);
            let key = Box::new(self.value(key));
            return self.hole(Hole::Top(key));
        }
        if single(&m.receiver).is_some_and(|slot| *slot == super::terminal::SLOT)
            && let Some(value) = m.args.first()
        {
            if self.nest.gather.is_none() {
                self.nest.gather = Some(self.exemplar());
            }
            self.nest.pack |= self.conditions > 0;
            let value = Box::new(self.value(value));
            return self.hole(Hole::Put(value));
        }
        if let Some(ours) = self.spare(m).or_else(|| self.cloned(m)) {
            return ours;
        }
        if name == "len"
            && m.args.is_empty()
            && self.local_place(&m.receiver).is_none()
            && let Some(base) = self.base_of(&m.receiver)
        {
            self.nest.bases[base].asks_len = true;
            return self.hole(Hole::Len(base));
        }
        if name == "len"
            && m.args.is_empty()
            && self.local_place(&m.receiver).is_none()
            && let Some(length) = self.row_length(&m.receiver)
        {
            return length;
        }
        if let Some(how) = methods::on_slices(&name, m.args.len())
            && m.turbofish.is_none()
            && let Some(call) = self.slice_method(m, how)
        {
            return call;
        }
        if let Some(call) = self.write_uninit(m) {
            return call;
        }
        if let Some(value) = self.option_of_chain(m).or_else(|| self.chain_value(m)) {
            return value;
        }
        match methods::needs(&name, m.args.len()) {
            Some(needs) if m.turbofish.is_none() => self.known_method(m, needs),
            _ => self.unknown_method(m),
        }
    }

    /// A method of slices on a subrange of a base, or on an array that the body holds.
    fn slice_method(&mut self, m: &syn::ExprMethodCall, changes: bool) -> Option<Expr> {
        let how = if changes { CHANGE } else { READ };
        if let Some(place) = self.local_place(&m.receiver) {
            self.work(10);
            let args = m.args.iter().map(|a| self.value(a)).collect();
            let ex = self.exemplar();
            let (name, needs) = (m.method.clone(), Needs::List);
            self.nest.methods.push(Method {
                name,
                receiver: place,
                args,
                needs,
                path: None,
                ex,
                result: None,
                literal: false,
            });
            let id = self.nest.methods.len() - 1;
            return Some(self.hole(Hole::Method(id)));
        }
        let (base, range) = super::access::as_subrange(&m.receiver)?;
        self.base_of(base)?;
        let _ = range;
        self.work(10);
        let mut out = m.clone();
        *out.receiver = self.access(&m.receiver, how);
        out.args = m.args.iter().map(|a| self.value(a)).collect();
        Some(Expr::MethodCall(out))
    }

    fn known_method(&mut self, m: &syn::ExprMethodCall, needs: Needs) -> Expr {
        let elementary = methods::is_elementary(&m.method.to_string(), m.args.len());
        self.work(if elementary { 40 } else { 2 });
        let receiver = self.value(&m.receiver);
        let args = m.args.iter().map(|a| self.value(a)).collect();
        let ex = self.exemplar();
        let result = (elementary && self.has_own_math()).then(|| self.exemplar());
        self.nest.methods.push(Method {
            name: m.method.clone(),
            receiver,
            args,
            needs,
            path: None,
            ex,
            result,
            literal: m.args.last().is_some_and(methods::is_literal),
        });
        let id = self.nest.methods.len() - 1;
        self.hole(Hole::Method(id))
    }

    /// Are elementary functions ours here? Those in the arguments of a macro are std's: outside of the fast form
    /// nothing can be put in their place, and the forms must give the same bits.
    fn has_own_math(&self) -> bool {
        !self.how.std_math && self.macros == 0
    }

    /// `f64::exp(x)`, as if it were `x.exp()`.
    fn known_function(&mut self, c: &syn::ExprCall, name: &proc_macro2::Ident) -> Expr {
        self.work(40);
        let literal = c.args.last().is_some_and(methods::is_literal);
        let mut args: Vec<Expr> = c.args.iter().map(|a| self.value(a)).collect();
        let receiver = args.remove(0);
        let (ex, function) = (self.exemplar(), self.exemplar());
        let result = self.has_own_math().then(|| self.exemplar());
        let path = Some(Called { path: (*c.func).clone(), function, args: self.exemplar() });
        let method =
            Method { name: name.clone(), receiver, args, needs: Needs::Float, path, ex, result, literal };
        self.nest.methods.push(method);
        let id = self.nest.methods.len() - 1;
        self.hole(Hole::Method(id))
    }

    fn unknown_method(&mut self, m: &syn::ExprMethodCall) -> Expr {
        let place = Place::of(&m.method);
        let name = m.method.to_string();
        let shared = !self.is_owned(&m.receiver);
        self.effects(if shared && methods::is_order_dependent(&name, m.args.len()) {
            Blocker::OrderDependent { place, name }
        } else {
            Blocker::Call { place, name }
        });
        let mut out = m.clone();
        *out.receiver = self.receiver(&m.receiver);
        // What it returns may be a reference to its receiver.
        self.borrowed(&out.receiver);
        out.args = m.args.iter().map(|a| self.argument(a)).collect();
        Expr::MethodCall(out)
    }

    /// Does the iteration have the receiver for itself? A `let mut` of the body, or an element of an array
    /// that the function may change; a shared queue or lock needs neither.
    fn is_owned(&self, receiver: &Expr) -> bool {
        if let Some(name) = single(receiver) {
            return matches!(self.local(&name.to_string()), Some(Local::Counter(_)));
        }
        let root = is_access(receiver).then(|| self.path(base_part(receiver))).flatten();
        let handed = root.map(|p| self.visible.handed(&p.root));
        matches!(handed, Some(Handed::Mutable | Handed::MutableReference))
    }

    /// A receiver, which the method may change unless it is behind a shared reference.
    fn receiver(&mut self, expr: &Expr) -> Expr {
        if let Some(place) = self.local_place(expr) {
            self.forget(&single(expr).map(ToString::to_string).into_iter().collect::<Vec<_>>());
            return place;
        }
        if is_access(expr) {
            let root = self.path(base_part(expr)).map(|p| self.visible.handed(&p.root));
            return match root {
                Some(Handed::SharedReference) => self.access(expr, READ),
                Some(Handed::Mutable | Handed::MutableReference) => self.access(expr, CHANGE),
                _ => {
                    self.syntax(expr, "a method call on an element, which it may change,");
                    expr.clone()
                }
            };
        }
        if !matches!(expr, Expr::Path(_) | Expr::Field(_)) {
            return self.value(expr);
        }
        if single(expr).is_some_and(|name| self.visible.handed(name) == Handed::SharedReference) {
            return self.whole(expr);
        }
        let path = self.path(expr);
        // A field of what a shared reference refers to cannot be changed either.
        if let Some(path) = &path
            && !path.fields.is_empty()
            && self.visible.handed(&path.root) == Handed::SharedReference
        {
            return self.place_referred_to(expr);
        }
        let overlap = path.and_then(|p| self.indexed.iter().find(|(i, _)| i.overlaps(&p)));
        match overlap.map(|(_, place)| place.clone()) {
            Some(access) => {
                let name = expr.to_token_stream().to_string();
                self.fatal.push(Blocker::WholeUse { place: Place::of(expr), access, name, scalar: false });
            }
            None => self.syntax(expr, "a method call on a variable that it may change"),
        }
        expr.clone()
    }

    /// A closure that is written in the body, whose own body was read?
    fn is_closure_of_ours(&self, func: &Expr) -> bool {
        match func {
            Expr::Paren(p) => self.is_closure_of_ours(&p.expr),
            Expr::Group(g) => self.is_closure_of_ours(&g.expr),
            Expr::Closure(_) => true,
            _ => single(func).is_some_and(|n| matches!(self.local(&n.to_string()), Some(Local::Closure))),
        }
    }

    pub(super) fn call(&mut self, c: &syn::ExprCall) -> Expr {
        if let Some(name) = methods::elementary_path(c) {
            return self.known_function(c, &name);
        }
        if let Some(call) = self.uninit(c) {
            return call;
        }
        let mut out = c.clone();
        let name = c.func.to_token_stream().to_string().replace(' ', "");
        if self.is_closure_of_ours(&c.func) {
            self.work(10);
        } else {
            self.effects(Blocker::Call { place: Place::of(&c.func), name });
        }
        *out.func = match &*c.func {
            Expr::Path(p) => match p.path.get_ident() {
                Some(name) if self.local(&name.to_string()).is_some() => (*c.func).clone(),
                Some(name) if self.visible.is_bound(name) => match self.visible.handed(name) {
                    Handed::MutableReference | Handed::Mutable => {
                        self.syntax(&c.func, "a call of a closure that may change its captures");
                        (*c.func).clone()
                    }
                    _ => {
                        let whole = self.whole(&c.func);
                        Expr::Paren(syn::ExprParen {
                            attrs: Vec::new(),
                            paren_token: c.paren_token,
                            expr: Box::new(whole),
                        })
                    }
                },
                _ => (*c.func).clone(),
            },
            // What a function or a closure made here does is seen, or a call of its own.
            other => self.value(other),
        };
        out.args = c.args.iter().map(|a| self.argument(a)).collect();
        Expr::Call(out)
    }
}
