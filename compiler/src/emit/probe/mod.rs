//! What the sines of an innermost loop are of: the least code that says whether one of the arguments is beyond
//! the fast reduction.
//!
//! Of a body only what the arguments need is left: the arguments themselves, and the `let`s that they use. Theorem:
//! the code has no effect, cannot panic, and meets every argument of the iteration, with the bits that it has
//! there. For: what it is made of is total (reads that the guard has cleared whatever the conditions around them
//! say, arithmetic of floats, conversions), which also holds where the program would not come by; and no element
//! that it reads (of an array, or an item of the chain that the loop runs over: `items.rs`) is written in the same block
//! of iterations before it is read. So it may run for all iterations of a block before the first of them, and may meet
//! more arguments than they do.
//!
//! Where something else is in an argument there is no such code, and the loop takes the longer way.

mod body;
mod cost;
mod items;
pub(super) mod scan;
mod short;
mod value;

use super::fast::Fast;
use super::{id, runtime};
use crate::nest::affine::LoopId;
use crate::nest::{Hole, HoleId, Nest, hole_of};
use crate::walk::Visit;
use body::simple;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use scan::{changed, sites};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Expr, Pat, Stmt};

/// The code for one iteration.
pub(super) struct Probe {
    /// Statements in front of all, which leave nothing but answers to be asked for.
    pub before: TokenStream,
    /// Constants all of which must be true for the code to be total.
    pub sure: Vec<TokenStream>,
    /// Statements that set the flag.
    pub statements: TokenStream,
    /// Calls that may take short forms where the flag is not set.
    pub short: BTreeSet<usize>,
    /// For those: the least number of iterations for which it pays.
    pub least: Option<u64>,
}

/// What is to be computed ahead.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// The value of a statement of the loop's own body: its number.
    Let(usize, &'a syn::Local),
    /// A call within an expression.
    Call(HoleId),
}

/// The code for a value, in one iteration.
pub(super) struct Ahead<'a> {
    /// What has this value: one `let`, or calls with the same arguments.
    pub wanted: Vec<Wanted<'a>>,
    /// The `let`s that it needs, itself the last.
    pub lets: TokenStream,
    /// Its name.
    pub name: Ident,
    /// Names that it was computed from: the body may have no other use for them.
    pub used: Vec<Ident>,
    /// Exemplars of what must be floats for the code to be total.
    pub floats: Vec<Ident>,
}

/// Why there is none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// An iteration reads what an earlier one may write: it is no loop for vectors either.
    Ordered,
    /// Something else.
    Unknown,
}

/// The flag that the code sets.
pub(super) fn flag() -> Ident {
    id("far", 0)
}

/// Is the result within the fast reduction, or NaN, whatever the argument is?
fn is_bounded(name: &str) -> bool {
    matches!(name, "sin" | "cos" | "tanh" | "asin" | "acos" | "atan" | "atan2")
}

/// What a name of the body stands for.
#[derive(Clone)]
enum Name {
    /// An induction variable: an integer.
    Iv,
    /// A `let` of the loop's own body.
    Let(usize),
    /// A float of a body further out.
    Outer(Rests),
    /// An item of the chain, or a part of one. May the body write it?
    Item { writes: bool },
    /// Anything else.
    Unknown,
}

/// What code rests on.
#[derive(Clone, Default)]
struct Rests {
    /// `let`s.
    lets: BTreeSet<usize>,
    /// Exemplars of floats.
    floats: BTreeSet<usize>,
    /// Names of items, and what they must be.
    items: BTreeSet<(String, Asked)>,
}

/// What the code needs of a value that is an item.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Float,
    /// A float or an integer, of which a float is made.
    Number,
}

impl Rests {
    fn extend(&mut self, other: &Rests) {
        self.lets.extend(&other.lets);
        self.floats.extend(&other.floats);
        self.items.extend(other.items.iter().cloned());
    }
}

/// A `let` that the probe can repeat.
struct Let {
    tokens: TokenStream,
    rests: Rests,
    is_float: bool,
    /// Operations that it takes.
    cost: u32,
    /// Which statement it is; none for a call.
    local: *const syn::Local,
    names: Vec<Ident>,
    /// The call.
    text: Option<String>,
}

/// The code, before it is known which `let`s it needs.
enum Node {
    Let(usize),
    Flag(TokenStream),
    Block(Vec<Node>),
}

/// Makes the code.
struct Prober<'a> {
    fast: &'a Fast<'a>,
    nest: &'a Nest,
    l: LoopId,
    scopes: Vec<BTreeMap<String, Name>>,
    lets: Vec<Let>,
    /// What the flags rest on.
    rests: Rests,
    /// Calls whose values are asked for, and those that were met: the `let` of each.
    calls: BTreeMap<HoleId, Option<usize>>,
    /// The number of scopes in the loop's own body.
    own: usize,
    /// Bases that this iteration may have written.
    written: BTreeSet<usize>,
    /// The names of the chain's items, where they are of use; and those that this iteration may have written.
    items: BTreeMap<String, Ident>,
    spoiled: BTreeSet<String>,
    /// Sites that were met, and cleared.
    found: usize,
    /// Are the sites functions with short forms? Else those with tables.
    shortens: bool,
    /// Calls that may take short forms.
    short: BTreeSet<usize>,
    /// Is what comes now behind a condition?
    guarded: bool,
    refused: Refused,
}

impl Fast<'_> {
    fn prober(&self, l: LoopId) -> Prober<'_> {
        Prober {
            fast: self,
            nest: self.nest,
            l,
            scopes: Vec::new(),
            lets: Vec::new(),
            rests: Rests::default(),
            calls: BTreeMap::new(),
            own: 0,
            written: BTreeSet::new(),
            items: BTreeMap::new(),
            spoiled: BTreeSet::new(),
            found: 0,
            shortens: false,
            short: BTreeSet::new(),
            guarded: false,
            refused: Refused::Unknown,
        }
    }

    /// The code for these values of the loop's own body, as far as there is some.
    pub(super) fn ahead<'a>(&self, l: LoopId, wanted: &[Wanted<'a>]) -> Vec<Ahead<'a>> {
        let mut prober = self.prober(l);
        let calls =
            wanted.iter().filter_map(|w| if let Wanted::Call(h) = w { Some((*h, None)) } else { None });
        prober.calls = calls.collect();
        let before = self.way.replace(Some(near()));
        let nodes = prober.outer(false).map(|()| {
            prober.own = prober.scopes.len() + 1;
            prober.block(&self.nest.loops[l].body)
        });
        self.way.replace(before);
        nodes.map(|nodes| prober.values(&nodes, wanted)).unwrap_or_default()
    }

    /// The code for the loop's own sines.
    pub(super) fn probe(&self, l: LoopId) -> Result<Probe, Refused> {
        let mut prober = self.prober(l);
        let before = self.way.replace(Some(near()));
        let nodes = prober.outer(true).map(|()| prober.block(&self.nest.loops[l].body));
        self.way.replace(before);
        let all = sites(self.nest, l);
        let nodes = nodes.filter(|_| prober.found == all).ok_or(prober.refused)?;
        prober.finish(&nodes).ok_or(Refused::Unknown)
    }
}

/// The way of a loop in which no argument is large.
pub(super) fn near() -> TokenStream {
    let hl = runtime();
    quote_spanned!(Span::mixed_site()=> #hl::Way::Near)
}

impl<'a> Prober<'a> {
    /// The code for the sites that were met, if what it rests on is what it was in front of the block.
    fn finish(&mut self, nodes: &[Node]) -> Option<Probe> {
        let mut rests = std::mem::take(&mut self.rests);
        self.close(&mut rests);
        self.keeps_items(&rests).then_some(())?;
        let (before, mut sure, item) = self.asked(&rests);
        let floats = rests.floats.iter().map(|ex| id("ex", *ex));
        sure.extend(floats.map(|ex| quote_spanned!(Span::mixed_site()=> #ex.is_float())));
        let code = self.render(nodes, &rests.lets);
        let statements = quote::quote!(#item #code);
        Some(Probe { before, sure, statements, short: BTreeSet::new(), least: None })
    }

    /// The names of the loops around, and of what their bodies have computed before; those of a chain's items, if they
    /// are of use.
    fn outer(&mut self, items: bool) -> Option<()> {
        let mut chain: Vec<LoopId> = self.nest.chain(self.l).collect();
        chain.reverse();
        for (n, l) in chain.iter().enumerate() {
            let nest = self.nest;
            let lp = &nest.loops[*l];
            let of_chain = nest.chain.as_ref().filter(|_| items && *l == 0).zip(lp.pat.as_ref());
            if (lp.pat.is_some() && of_chain.is_none()) || lp.opaque || lp.subrange {
                return None;
            }
            self.scopes.push(BTreeMap::new());
            if let Some((chain, pat)) = of_chain {
                self.bind_items(pat, chain.writes);
            }
            // The name that counts a chain's items is one of the pattern's.
            lp.iv.iter().for_each(|iv| self.bind(iv.to_string(), Name::Iv));
            if let Some(next) = chain.get(n + 1) {
                self.scopes.push(BTreeMap::new());
                self.before(&lp.body, *next)?;
            }
        }
        // What the loop changes it does not know; of items `spoil` says from where on.
        for name in changed(self.nest, &self.nest.loops[self.l].body) {
            if !matches!(self.named(&name), Name::Item { .. }) {
                self.bind(name, Name::Unknown);
            }
        }
        Some(())
    }

    fn before(&mut self, body: &syn::Block, next: LoopId) -> Option<()> {
        for stmt in &body.stmts {
            match stmt {
                Stmt::Expr(e, _)
                    if hole_of(e)
                        .is_some_and(|h| matches!(self.nest.holes[h], Hole::Loop(l) if l == next)) =>
                {
                    return Some(());
                }
                Stmt::Local(local) => {
                    let mut rests = Rests::default();
                    let value = local.init.as_ref().and_then(|init| self.float(&init.expr, &mut rests));
                    let known = value.is_some_and(|v| v.fixed);
                    match simple(&local.pat) {
                        // What it was made of may be in other hands by now.
                        Some((name, is_mut)) if known && !rests.items.is_empty() => {
                            self.bind_item(name, is_mut);
                        }
                        Some((name, _)) if known => self.bind(name.to_string(), Name::Outer(rests)),
                        _ => self.forget(&local.pat),
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn bind(&mut self, name: String, to: Name) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name, to);
        }
    }

    fn forget(&mut self, pat: &Pat) {
        struct Names(Vec<String>);
        impl<'ast> Visit<'ast> for Names {
            fn visit_ident(&mut self, name: &'ast Ident) {
                self.0.push(name.to_string());
            }
        }
        let mut names = Names(Vec::new());
        names.visit_pat(pat);
        names.0.into_iter().for_each(|name| self.bind(name, Name::Unknown));
    }

    fn name(&self, path: &syn::ExprPath) -> Name {
        path.path.get_ident().map_or(Name::Unknown, |name| self.named(&name.to_string()))
    }

    fn named(&self, name: &str) -> Name {
        self.scopes.iter().rev().find_map(|scope| scope.get(name)).cloned().unwrap_or(Name::Unknown)
    }

    /// A call of a sine.
    fn site(&mut self, m: usize, nodes: &mut Vec<Node>) {
        let s = Span::mixed_site();
        let method = &self.nest.methods[m];
        let mut rests = Rests::default();
        if let Expr::Verbatim(_) = crate::nest::arith::bare(&method.receiver)
            && let Some(h) = hole_of(crate::nest::arith::bare(&method.receiver))
            && let Hole::Method(inner) = self.nest.holes[h]
            && self.nest.methods[inner].result.is_some()
            && is_bounded(&self.nest.methods[inner].name.to_string())
        {
            self.found += 1;
            return;
        }
        let Some(value) = self.float(&method.receiver, &mut rests) else { return };
        let (flag, ex, value) = (flag(), id("ex", method.ex), value.tokens);
        nodes.push(Node::Flag(quote_spanned!(s=> #flag |= #ex.beyond(&(#value));)));
        self.rests.extend(&rests);
        self.found += 1;
    }

    /// The code for values, but not for those that rest on another.
    fn values<'w>(&self, nodes: &[Node], wanted: &[Wanted<'w>]) -> Vec<Ahead<'w>> {
        let (mut out, mut taken) = (Vec::<Ahead<'w>>::new(), Vec::<usize>::new());
        for w in wanted {
            let same =
                |own: &Let, local| own.is_float && own.names.len() == 1 && std::ptr::eq(own.local, local);
            let found = match *w {
                Wanted::Let(_, local) => self.lets.iter().position(|own| same(own, local)),
                Wanted::Call(h) => self.calls[&h],
            };
            let Some(n) = found else { continue };
            if let Some(place) = taken.iter().position(|m| *m == n) {
                out[place].wanted.push(*w);
                continue;
            }
            let mut rests = Rests { lets: BTreeSet::from([n]), ..Rests::default() };
            self.close(&mut rests);
            if taken.iter().any(|m| rests.lets.contains(m)) {
                continue;
            }
            let own = &self.lets[n];
            let used = own.rests.lets.iter().flat_map(|m| self.lets[*m].names.clone()).collect();
            let lets = self.render(nodes, &rests.lets);
            let floats = rests.floats.iter().map(|ex| id("ex", *ex)).collect();
            taken.push(n);
            out.push(Ahead { wanted: vec![*w], lets, name: own.names[0].clone(), used, floats });
        }
        out
    }

    /// A call whose value is asked for, in the loop's own body: as a `let`, or the one of an earlier call like it.
    fn call(&mut self, h: HoleId, nodes: &mut Vec<Node>) {
        let mut rests = Rests::default();
        if self.scopes.len() != self.own {
            return;
        }
        let Some(value) = self.float_hole(h, &mut rests).filter(|v| v.fixed) else { return };
        let (s, text) = (Span::mixed_site(), value.tokens.to_string());
        let like = |own: &Let| own.text.as_ref() == Some(&text) && own.rests.lets == rests.lets;
        let n = self.lets.iter().position(like).unwrap_or_else(|| {
            let (n, value) = (self.lets.len(), value.tokens);
            let name = id("inner", n);
            let tokens = quote_spanned!(s=> let #name = #value;);
            let (local, names) = (std::ptr::null(), vec![name]);
            let cost = cost::cost(self.nest, &crate::nest::hole(h));
            self.lets.push(Let { tokens, rests, is_float: true, cost, local, names, text: Some(text) });
            nodes.push(Node::Let(n));
            n
        });
        self.calls.insert(h, Some(n));
    }

    /// With what the `let`s rest on in their turn.
    fn close(&self, rests: &mut Rests) {
        // A `let` rests on earlier ones alone.
        for n in (0..self.lets.len()).rev() {
            if rests.lets.contains(&n) {
                rests.extend(&self.lets[n].rests);
            }
        }
    }

    fn render(&self, nodes: &[Node], lets: &BTreeSet<usize>) -> TokenStream {
        let s = Span::mixed_site();
        let one = |node: &Node| match node {
            Node::Let(n) if lets.contains(n) => self.lets[*n].tokens.clone(),
            Node::Let(_) => TokenStream::new(),
            Node::Flag(tokens) => tokens.clone(),
            Node::Block(inner) => {
                let inner = self.render(inner, lets);
                if inner.is_empty() { inner } else { quote_spanned!(s=> { #inner }) }
            }
        };
        nodes.iter().map(one).collect()
    }
}
