//! The marks of loops, `#[parallel]` and `#[serial]`, or by label in the attribute: read, and taken off.

use crate::diag::{Cx, Place};
use crate::kernel::Kernel;
use crate::loops::{EachLoop, number};
use crate::walk::{self, Visit, VisitMut};
use std::collections::{BTreeMap, BTreeSet};

/// What a mark on a loop, or its label in the attribute, asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// This very loop must run in parallel.
    Parallel,
    /// This very loop must not.
    Serial,
}

/// The marks, by loop number.
#[derive(Debug, Default)]
pub struct Marks(BTreeMap<usize, Mark>);

impl Marks {
    /// The mark of a loop.
    pub fn of(&self, number: usize) -> Option<Mark> {
        self.0.get(&number).copied()
    }

    /// Has a loop this mark?
    pub fn any(&self, mark: Mark) -> bool {
        self.0.values().any(|m| *m == mark)
    }
}

/// The labels of the loops of a function.
pub fn labels(block: &syn::Block) -> BTreeSet<String> {
    struct Labels(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Labels {
        fn visit_label(&mut self, label: &'ast syn::Label) {
            self.0.insert(label.name.ident.to_string());
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut labels = Labels(BTreeSet::new());
    labels.visit_block(block);
    labels.0
}

/// Takes the marks off the loops, and reads those that the attribute gives by label.
pub fn take_marks(cx: &mut Cx, kernel: &mut Kernel, options: &crate::options::Options) -> Marks {
    let mut taker = Taker { cx, marks: Marks::default(), labels: BTreeMap::new() };
    taker.visit_block(&kernel.item.block);
    EachLoop(&mut |attrs| taker.take(attrs)).visit_block_mut(&mut kernel.item.block);
    let Taker { mut marks, labels, .. } = taker;
    // A label that only the attribute uses would be reported as unused.
    let named =
        options.parallel_labels.iter().chain(&options.serial_labels).map(|l| l.ident.to_string()).collect();
    Unlabel(named).visit_block_mut(&mut kernel.item.block);
    let asked = options.parallel_labels.iter().map(|l| (l, Mark::Parallel));
    for (label, mark) in asked.chain(options.serial_labels.iter().map(|l| (l, Mark::Serial))) {
        let place = Place::of(label);
        match labels.get(&label.ident.to_string()).map(Vec::as_slice) {
            Some([number]) if marks.of(*number).is_none_or(|m| m == mark) => {
                marks.0.insert(*number, mark);
            }
            Some([_]) => cx.error(
                place.span,
                format!(
                    "[A0105] the loop `{label}` is asked to be both parallel and serial\nhelp: remove one"
                ),
            ),
            Some(_) => cx.error(
                place.span,
                format!("[A0105] several loops have the label `{label}`\nhelp: give each its own label"),
            ),
            None => no_label(cx, label, "function", labels.keys()),
        }
    }
    marks
}

/// The attribute gives a label that no loop has.
pub fn no_label<'a>(cx: &mut Cx, label: &syn::Lifetime, what: &str, known: impl Iterator<Item = &'a String>) {
    let known: Vec<String> = known.map(|l| format!("`'{l}`")).collect();
    let help = if known.is_empty() {
        "label the loop: `'name: for ..`".into()
    } else {
        format!("there are: {}", known.join(", "))
    };
    let text = format!("[A0105] no loop of this {what} has the label `{label}`\nhelp: {help}");
    cx.error(Place::of(label).span, text);
}

struct Taker<'a> {
    cx: &'a mut Cx,
    marks: Marks,
    labels: BTreeMap<String, Vec<usize>>,
}

impl Taker<'_> {
    fn label(&mut self, attrs: &[syn::Attribute], label: Option<&syn::Label>) {
        if let Some(label) = label {
            self.labels.entry(label.name.ident.to_string()).or_default().push(number(attrs));
        }
    }

    fn take(&mut self, attrs: &mut Vec<syn::Attribute>) {
        let number = number(attrs);
        attrs.retain(|attr| {
            let mark = match attr.path().get_ident().map(ToString::to_string).as_deref() {
                Some("parallel") => Mark::Parallel,
                Some("serial") => Mark::Serial,
                _ => return true,
            };
            if !matches!(attr.meta, syn::Meta::Path(_)) {
                let place = Place::of(attr);
                self.cx.error(
                    place.span,
                    "[A0102] a loop's mark takes no value\nhelp: write `#[parallel]` or `#[serial]`".into(),
                );
            } else if self.marks.0.insert(number, mark).is_some_and(|m| m != mark) {
                let place = Place::of(attr);
                self.cx.error(
                    place.span,
                    "[A0105] this loop is asked to be both parallel and serial\nhelp: remove one".into(),
                );
            }
            false
        });
    }
}

impl<'ast> Visit<'ast> for Taker<'_> {
    fn visit_expr_for_loop(&mut self, f: &'ast syn::ExprForLoop) {
        self.label(&f.attrs, f.label.as_ref());
        walk::visit_expr_for_loop(self, f);
    }
    fn visit_expr_while(&mut self, f: &'ast syn::ExprWhile) {
        self.label(&f.attrs, f.label.as_ref());
        walk::visit_expr_while(self, f);
    }
    fn visit_expr_loop(&mut self, f: &'ast syn::ExprLoop) {
        self.label(&f.attrs, f.label.as_ref());
        walk::visit_expr_loop(self, f);
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Takes these labels off their loops where no `break` or `continue` uses them.
struct Unlabel(BTreeSet<String>);

impl Unlabel {
    fn take(&self, label: &mut Option<syn::Label>, body: &syn::Block) {
        let named = label.as_ref().is_some_and(|l| self.0.contains(&l.name.ident.to_string()));
        if named && !label.as_ref().is_some_and(|l| jumps_to(body, &l.name)) {
            *label = None;
        }
    }
}

impl VisitMut for Unlabel {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        match expr {
            syn::Expr::ForLoop(l) => self.take(&mut l.label, &l.body),
            syn::Expr::While(l) => self.take(&mut l.label, &l.body),
            syn::Expr::Loop(l) => self.take(&mut l.label, &l.body),
            _ => {}
        }
        walk::visit_expr_mut(self, expr);
    }
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

fn jumps_to(body: &syn::Block, label: &syn::Lifetime) -> bool {
    struct Jumps<'a>(&'a syn::Lifetime, bool);
    impl<'ast> Visit<'ast> for Jumps<'_> {
        fn visit_lifetime(&mut self, l: &'ast syn::Lifetime) {
            self.1 |= l.ident == self.0.ident;
        }
    }
    let mut jumps = Jumps(label, false);
    jumps.visit_block(body);
    jumps.1
}
