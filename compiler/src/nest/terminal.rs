//! Chains that end in a value: `a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>()`.
//!
//! In: a method call. Out: a [`Terminal`], which is the loop over the same items that computes the same value,
//! in an accumulator; or `None`. Like a head, it is asked of rustc whether the chain is core's; what follows the
//! chain is then core's too, and the closures are read as the body of the loop.

use super::best::Best;
use super::head;
use super::last::{end, last};
use super::late::Late;
use super::linked::{Over, innermost, says_items, tie_first};
use super::links::{Link, clashes, link, nested, renamed};
use super::place::single;
use proc_macro2::{Ident, TokenStream};
use syn::{Expr, ExprMethodCall, Pat, Type};

pub(super) use super::last::{HIT, SLOT, TOP, is_accumulator};
pub use super::last::{is_named, is_vec};
pub use super::linked::{Linked, linked};
pub(super) use super::links::closure;
pub use super::unread::unread;
pub(super) use super::unread::unread_head;

/// What a chain ends in.
#[derive(Clone, Debug)]
pub enum End {
    /// `sum`
    Sum,
    /// `product`
    Product,
    /// `fold`, with its first argument.
    Fold(Box<Expr>),
    /// `for_each`
    ForEach,
    /// `collect` into a `Vec`
    Collect,
    /// `count`
    Count,
    /// `any`
    Any,
    /// `all`
    All,
    /// `position`
    Position,
    /// `min`, `max_by`, ..
    Best(Box<Best>),
}

/// A chain that ends in a value.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// As written.
    pub whole: ExprMethodCall,
    /// What it ends in.
    pub end: End,
    /// The type of the value, where the call names it.
    pub ty: Option<Type>,
    /// The variable that becomes the value.
    pub accumulator: Option<Ident>,
    /// The chain or range.
    pub chain: Expr,
    /// What it begins with.
    pub begins: Begins,
    /// How many calls (`map`, `filter`) stand between the chain and the end.
    links: usize,
    /// Is one of them `copied` or `cloned`?
    copies: bool,
    /// The chain with its closures, where adapters stand after them.
    pub late: Option<Late>,
    /// The loop's pattern and body.
    pat: Pat,
    body: syn::Block,
}

/// What a chain begins with. What is not the head of a `for` need not be an iterator: only where it is known to be one,
/// a loop over it can stand in its place.
#[derive(Clone, Debug)]
pub enum Begins {
    /// A range.
    Range,
    /// A variable, or a part of one.
    Variable(Ident),
    /// Anything else.
    Other,
}

impl Begins {
    /// `a.iter()`, `a[1..].iter()`
    pub(super) fn of(source: &Expr) -> Begins {
        if matches!(source, Expr::Range(_)) {
            return Begins::Range;
        }
        let Expr::MethodCall(m) = source else { return Begins::Other };
        let base = match &*m.receiver {
            Expr::Index(i) if head::ends(&i.index).is_some() => &*i.expr,
            other => other,
        };
        single(base).map_or(Begins::Other, |name| Begins::Variable(name.clone()))
    }
}

/// Is it a loop? Then it has a number.
pub fn is_terminal(m: &ExprMethodCall) -> bool {
    terminal(m).is_some() || unread(m).is_some()
}

/// Reads a method call.
pub fn terminal(m: &ExprMethodCall) -> Option<Terminal> {
    let m = &super::late::in_front(m);
    if super::unread::has_odd_closure(m) {
        return None;
    }
    match read(m)? {
        Read::Clear(terminal) => Some(*terminal),
        Read::Clashes => match read(&renamed(m)?)? {
            Read::Clear(terminal) => Some(Terminal { whole: m.clone(), ..*terminal }),
            Read::Clashes => None,
        },
    }
}

/// A chain that was read.
enum Read {
    Clear(Box<Terminal>),
    /// A name of a closure hides a variable.
    Clashes,
}

fn read(m: &ExprMethodCall) -> Option<Read> {
    let (end, ty, accumulator) = end(m)?;
    let mut links = Vec::new();
    let mut chain = &*m.receiver;
    while let Some((receiver, link)) = link(chain) {
        links.push(link);
        chain = receiver;
    }
    links.reverse();
    // How many there will be is not known.
    let filtered = links.iter().any(|link| matches!(link, Link::Filter(_)));
    if matches!(end, End::Position) && filtered {
        return None;
    }
    if matches!(end, End::Count) && !filtered {
        return None;
    }
    let (pat, last, own) = last(m, &end, accumulator.as_ref())?;
    let (pat, body) = nested(&links, (pat, last.clone()));
    let over = Over::read(chain, &links, (pat, body), says_items(m, links.len()))?;
    if clashes((&over.closures, over.late.is_some()), &own, &last, accumulator.as_ref(), &over.chain) {
        return Some(Read::Clashes);
    }
    Some(Read::Clear(Box::new(Terminal {
        whole: m.clone(),
        end,
        ty,
        accumulator,
        chain: over.chain,
        begins: over.begins,
        links: links.len(),
        copies: over.copies,
        late: over.late,
        pat: over.pat,
        body: over.body,
    })))
}

impl Terminal {
    /// Does it end with the first item that decides?
    pub fn is_search(&self) -> bool {
        matches!(self.end, End::Any | End::All | End::Position)
    }

    /// Is the type of its value what core says, or that of the first argument? Others are asked for in any case.
    pub fn has_a_type(&self) -> bool {
        !matches!(self.end, End::Sum | End::Product | End::Collect | End::Best(_))
    }

    /// Is its value an item, of which only the number is found?
    pub fn best(&self) -> Option<&Best> {
        match &self.end {
            End::Best(best) => Some(best),
            _ => None,
        }
    }

    /// The calls after the chain but for the last, with something else in the place of the chain.
    pub fn links(&self, chain: TokenStream) -> Expr {
        match self.with(chain, None) {
            Expr::MethodCall(m) => *m.receiver,
            other => other,
        }
    }

    /// Does a closure, or what it ends in, say what an item is, where nothing says that the chain is an iterator?
    pub fn tells_items(&self) -> bool {
        !self.copies && (self.links > 0 || self.late.is_some() || !matches!(self.end, End::Collect))
    }

    /// The whole as [`Terminal::with`] gives it, and the first item handed to `tie`. False if no call says anything
    /// of it.
    pub fn tied(&self, whole: &mut Expr, tie: &dyn Fn(&Ident, bool) -> TokenStream) -> bool {
        let Expr::MethodCall(m) = whole else { return false };
        tie_first(innermost(m, self.links), tie)
    }

    /// The loop over the same items, which leaves the value in the accumulator.
    pub fn as_loop(&self) -> syn::ExprForLoop {
        let at = crate::diag::span_of(&self.chain).0;
        syn::ExprForLoop {
            attrs: self.whole.attrs.clone(),
            label: None,
            for_token: syn::Token![for](at),
            pat: Box::new(self.pat.clone()),
            in_token: syn::Token![in](at),
            expr: Box::new(self.chain.clone()),
            body: self.body.clone(),
        }
    }

    /// The whole, with something else in the place of the chain and of the first argument of `fold`.
    pub fn with(&self, chain: TokenStream, first: Option<TokenStream>) -> Expr {
        let mut whole = self.whole.clone();
        whole.attrs.clear();
        if let (End::Fold(_), Some(first)) = (&self.end, first) {
            whole.args[0] = Expr::Verbatim(first);
        }
        let mut at = &mut *whole.receiver;
        for _ in 0..self.links {
            let Expr::MethodCall(m) = at else { break };
            at = &mut *m.receiver;
        }
        *at = Expr::Verbatim(chain);
        Expr::MethodCall(whole)
    }
}
