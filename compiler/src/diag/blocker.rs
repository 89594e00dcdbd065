//! Why a loop is not what was asked for: one variant for one reason, with the places in the source.

use proc_macro2::{Span, TokenTree};

/// A place in the source: its span, and how the user wrote it.
#[derive(Clone, Debug)]
pub struct Place {
    /// First and last token.
    pub span: (Span, Span),
    /// The source text, shortened to one line.
    pub text: String,
}

impl Place {
    /// The place of some tokens.
    pub fn of(tokens: &impl quote::ToTokens) -> Place {
        let tokens = tokens.to_token_stream();
        let (mut from, to) = super::span_of(&tokens);
        // A name of ours in front of the user's own tokens is where the user wrote another.
        if let Some(TokenTree::Ident(name)) = tokens.clone().into_iter().next()
            && crate::map::is_lifted(&name)
        {
            from = to.located_at(from);
        }
        Place { span: (from, to), text: pretty(&tokens) }
    }

    /// Its line (stable between builds, unlike a byte position).
    pub fn line(&self) -> usize {
        self.span.0.start().line
    }
}

/// Source text of tokens as a person would write it, on one line.
fn pretty(tokens: &proc_macro2::TokenStream) -> String {
    // `!=` is no call of a macro.
    let mut text = tokens.to_string().replace('\n', " ").replace(" != ", " \u{2260} ");
    for (from, to) in [
        (" [", "["),
        ("[ ", "["),
        (" ]", "]"),
        (" .", "."),
        (". ", "."),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ;", ";"),
        (" ,", ","),
        (" :: ", "::"),
        (" !", "!"),
    ] {
        text = text.replace(from, to);
    }
    text = references(&crate::report::without_prefix(&text)).replace(" \u{2260} ", " != ");
    for word in ["in", "=", "+", "-", "*", "/", "if", "while", "match", "return", "&&", "||"] {
        text = text.replace(&format!(" {word}("), &format!(" {word} ("));
    }
    if text.chars().count() > 60 {
        text = text.chars().take(57).chain("...".chars()).collect();
    }
    text
}

/// `& x` as `&x`, where it is not an operator between two values.
fn references(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("& ") {
        let before = rest[..at].trim_end_matches('&').trim_end();
        let between = before.ends_with(|c: char| c.is_alphanumeric() || "_)]}".contains(c));
        out.push_str(&rest[..=at]);
        if between {
            out.push(' ');
        }
        rest = &rest[at + 2..];
    }
    out + rest
}

/// How two accesses conflict.
#[derive(Clone, Debug)]
pub enum Distance {
    /// Iterations `i` and `i + d`.
    Exactly(i64),
    /// The same element in every iteration.
    Every,
    /// It could not be determined.
    Unknown,
}

/// What helps where two accesses meet in different iterations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every other access that meets the write reads its element before: old values of this base do.
    Copy(String),
    /// A later iteration reads what is written.
    Order,
    /// Elements that every iteration writes.
    Own,
    /// Both accesses write.
    Split,
    /// One element is updated in every iteration, from its own value.
    Accumulate,
    /// One element is assigned in every iteration.
    Last,
    /// Nobody knows where they meet, and one of them reads.
    Unknown,
    /// Nobody knows where they meet, and both write.
    Turn,
}

/// What is known of a subscript that cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indirect {
    /// The element is updated from its own value.
    Updated,
    /// The element is assigned.
    Assigned,
    /// The element is read, and another access to the array writes.
    Read,
}

/// A loop inside of a loop with a reason, which may run in parallel itself.
#[derive(Clone, Debug)]
pub struct Inner {
    /// Its number in the function.
    pub number: usize,
    /// Its variable.
    pub iv: String,
    /// Its line.
    pub line: usize,
    /// Does it run in parallel?
    pub runs: bool,
}

/// One reason.
#[derive(Clone, Debug)]
pub enum Blocker {
    /// A02: syntax that is not understood yet; the loop stays as written.
    Syntax { place: Place, what: &'static str },
    /// A0201: `const fn`, `async fn`.
    Function { place: Place, what: &'static str },
    /// A0208: one name with several syntax contexts.
    Hygiene { place: Place, name: String },
    /// A0209: a conditional attribute in code that the analysis reads.
    Attribute { place: Place },
    /// A0210: a macro that may expand to anything.
    Macro { place: Place },
    /// A0211: control leaves the loop.
    Leaves { place: Place, what: &'static str },
    /// A0212: a variable that has no value before the loop.
    Unset { place: Place, name: String },
    /// A0213: a macro among the items of a block.
    Unseen { place: Place },
    /// A0214: a panic whose place would not be the caller's.
    Caller { place: Place },
    /// A0301: two accesses meet in different iterations.
    Dependence { write: Place, other: Place, other_writes: bool, iv: String, distance: Distance, way: Way },
    /// A0302: the subscript cannot be followed, and the base is written.
    Subscript { access: Place, other: Place, iv: String, kind: Indirect },
    /// A0303: a scalar carries a value from one iteration to the next. It may be where the least or greatest element is:
    /// the element, and what it is compared with.
    Carried { read: Place, write: Place, name: String, iv: String, element: Option<(String, String)> },
    /// A0305: a whole value is used while an element of it is accessed; `scalar` if it is a field instead.
    WholeUse { place: Place, access: Place, name: String, scalar: bool },
    /// A0402: a base that cannot be borrowed for the loop.
    Base { place: Place, name: String },
    /// A0501: a scalar is updated by two operators.
    Mixed { first: Place, other: Place, name: String },
    /// A0502: a scalar that is updated is also read, or assigned, in the loop; `even` if it is a float (or an integer)
    /// that grows by the same amount in every iteration.
    UsedElsewhere { update: Place, other: Place, name: String, reads: bool, even: bool },
    /// A0503: a minimum or maximum, if there were no NaN.
    Nan { place: Place, name: String },
    /// A0504: the right side of `&&` or `||` may panic where it is not computed.
    Lazy { place: Place, name: String },
    /// A0601: a call of a function that the macro cannot see, without `nogil`.
    Call { place: Place, name: String },
    /// A0602: a method whose effects depend on order even under `nogil`.
    OrderDependent { place: Place, name: String },
    /// A0603: unsafe code.
    Unsafe { place: Place },
    /// A0604: a write to a name that is not bound in the function.
    Foreign { place: Place, name: String },
    /// A0605: `#[serial]`.
    AskedSerial { place: Place },
    /// A reason of a loop around one that may run in parallel: another help.
    Around { why: Box<Blocker>, inner: Inner },
    /// A0901: a claim of the plan did not survive its check.
    Bug { place: Place, what: String },
}

impl Blocker {
    /// The reason of a loop around another one that may run in parallel, where that is what helps.
    pub fn around(self, inner: &Inner) -> Blocker {
        match self {
            Blocker::Dependence { .. }
            | Blocker::Subscript { .. }
            | Blocker::Carried { .. }
            | Blocker::UsedElsewhere { .. }
            | Blocker::WholeUse { .. }
            | Blocker::Leaves { .. }
            | Blocker::Macro { .. }
            | Blocker::Syntax { .. } => Blocker::Around { why: Box::new(self), inner: inner.clone() },
            other => other,
        }
    }

    /// Where to point.
    pub fn place(&self) -> &Place {
        match self {
            Blocker::Syntax { place, .. }
            | Blocker::Function { place, .. }
            | Blocker::Hygiene { place, .. }
            | Blocker::Attribute { place }
            | Blocker::Macro { place }
            | Blocker::Leaves { place, .. }
            | Blocker::Unset { place, .. }
            | Blocker::Unseen { place }
            | Blocker::Caller { place }
            | Blocker::WholeUse { place, .. }
            | Blocker::Base { place, .. }
            | Blocker::Nan { place, .. }
            | Blocker::Lazy { place, .. }
            | Blocker::Call { place, .. }
            | Blocker::OrderDependent { place, .. }
            | Blocker::Unsafe { place }
            | Blocker::Foreign { place, .. }
            | Blocker::AskedSerial { place }
            | Blocker::Bug { place, .. } => place,
            Blocker::Dependence { write, .. } => write,
            Blocker::Subscript { access, .. } => access,
            Blocker::Mixed { other, .. } | Blocker::UsedElsewhere { other, .. } => other,
            Blocker::Carried { read, .. } => read,
            Blocker::Around { why, .. } => why.place(),
        }
    }

    /// The second place, if the reason has one.
    pub fn other_place(&self) -> Option<&Place> {
        match self {
            Blocker::Dependence { other, .. } | Blocker::Subscript { other, .. } => Some(other),
            Blocker::Carried { write, .. } => Some(write),
            Blocker::WholeUse { access, .. } => Some(access),
            Blocker::Mixed { first, .. } => Some(first),
            Blocker::UsedElsewhere { update, .. } => Some(update),
            _ => None,
        }
    }
}
