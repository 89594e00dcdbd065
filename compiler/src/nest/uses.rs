//! How the body of a loop uses the items of a chain, for the bytes of a profile.
//!
//! In: the head, the pattern and the body as written. Out: for each source of the chain, in the order of the text, whether its
//! element is read and whether it is written. What is not understood is both; nothing but a profile rests on it.

use super::chain::{Link, link};
use crate::walk::{self, Visit};
use syn::{Expr, Pat};

/// How the elements of one source are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    pub reads: bool,
    pub writes: bool,
}

/// What nobody knows better.
const BOTH: Use = Use { reads: true, writes: true };

/// How each source is used.
pub(super) fn of(head: &Expr, pat: &Pat, body: &syn::Block) -> Vec<Use> {
    let mut patterns = Vec::new();
    follow(head, Some(pat), &mut patterns);
    patterns.into_iter().map(|pat| pat.map_or(BOTH, |pat| of_pattern(pat, body))).collect()
}

/// The pattern of each source's elements, where the pattern follows the chain.
fn follow<'a>(expr: &Expr, pat: Option<&'a Pat>, into: &mut Vec<Option<&'a Pat>>) {
    let Some(Link::Adapter { receiver, call }) = link(expr) else { return into.push(pat) };
    let pair = match pat {
        Some(Pat::Tuple(t)) if t.elems.len() == 2 && !t.elems.iter().any(|p| matches!(p, Pat::Rest(_))) => {
            [Some(&t.elems[0]), Some(&t.elems[1])]
        }
        Some(Pat::Wild(_)) => [pat, pat],
        _ => [None, None],
    };
    match (call.method.to_string().as_str(), call.args.first()) {
        ("zip", Some(other)) => {
            follow(receiver, pair[0], into);
            follow(other, pair[1], into);
        }
        ("enumerate", _) => follow(receiver, pair[1], into),
        _ => follow(receiver, pat, into),
    }
}

fn of_pattern(pat: &Pat, body: &syn::Block) -> Use {
    match pat {
        Pat::Wild(_) => Use { reads: false, writes: false },
        Pat::Ident(name) if name.subpat.is_none() => {
            let mut seen = Seen { name: &name.ident, uses: Use { reads: false, writes: false } };
            seen.visit_block(body);
            seen.uses
        }
        // `&x` and `&mut x` take a copy.
        Pat::Reference(_) => Use { reads: true, writes: false },
        Pat::Paren(p) => of_pattern(&p.pat, body),
        _ => BOTH,
    }
}

struct Seen<'a> {
    name: &'a proc_macro2::Ident,
    uses: Use,
}

impl Seen<'_> {
    fn add(&mut self, reads: bool, writes: bool) {
        self.uses.reads |= reads;
        self.uses.writes |= writes;
    }

    /// Is it `*name`?
    fn is_target(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(p) => self.is_target(&p.expr),
            Expr::Group(g) => self.is_target(&g.expr),
            Expr::Unary(u) => matches!(u.op, syn::UnOp::Deref(_)) && self.is_name(&u.expr),
            _ => false,
        }
    }

    fn is_name(&self, expr: &Expr) -> bool {
        super::place::single(expr).is_some_and(|name| name == self.name)
    }
}

impl<'ast> Visit<'ast> for Seen<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(a) if self.is_target(&a.left) => {
                self.add(false, true);
                self.visit_expr(&a.right);
            }
            Expr::Binary(b) if is_update(&b.op) && self.is_target(&b.left) => {
                self.add(true, true);
                self.visit_expr(&b.right);
            }
            e if self.is_target(e) => self.add(true, false),
            e if self.is_name(e) => self.add(true, true),
            _ => walk::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, m: &'ast syn::Macro) {
        // `format!("{x}")` has no token of that name.
        let _ = m;
        self.add(true, true);
    }
}

fn is_update(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `r`, `w`, `rw` or `-` of each source.
    fn uses(text: &str) -> String {
        let f: syn::ExprForLoop = syn::parse_str(text).unwrap();
        let word = |u: Use| match (u.reads, u.writes) {
            (true, true) => "rw",
            (true, false) => "r",
            (false, true) => "w",
            (false, false) => "-",
        };
        of(&f.expr, &f.pat, &f.body).into_iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_source_is_used_in_its_own_way() {
        let table = [
            ("for o in o.iter_mut() { *o = 1.0; }", "w"),
            ("for o in o.iter_mut() { *o += 1.0; }", "rw"),
            ("for o in o.iter_mut() { *o = *o * 2.0; }", "rw"),
            ("for o in o.iter_mut() { if *o > 0.0 { n += 1; } }", "r"),
            ("for o in o.iter_mut() { f(o); }", "rw"),
            ("for o in o.iter_mut() { o.x = 1; }", "rw"),
            ("for (o, x) in o.iter_mut().zip(&x) { *o = 2.0 * *x; }", "w r"),
            ("for (o, (&x, y)) in o.iter_mut().zip(x.iter().zip(y)) { (*o) = x; }", "w r -"),
            ("for (i, (x, o)) in x.iter().copied().zip(o).rev().enumerate() { *o = i; }", "- w"),
            ("for p in a.iter().zip(b) { s += p.0; }", "rw rw"),
            ("for _ in a.iter().zip(b) { s += 1; }", "- -"),
            ("for (x, _) in a.iter().skip(1).zip(0..n) { s += x; }", "rw -"),
            ("for x in &a { println!(\"{x}\"); }", "rw"),
            ("for (a, b) in pairs.iter() { s += a; }", "rw"),
        ];
        for (text, expected) in table {
            assert_eq!(uses(text), expected, "{text}");
        }
    }
}
