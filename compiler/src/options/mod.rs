//! The options of the attribute.
//!
//! In: the tokens in the parentheses of `#[accel(..)]`. Out: [`Options`]; every wrong option is an error at
//! its own span, the others count. What an option does is decided later; here is only what may be written.

mod fastmath;
mod levels;
mod words;

pub use fastmath::FastMath;
pub use levels::{Levels, built};

use crate::diag::{Cx, span_of};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Lifetime, Meta, MetaList, Token};
use words::{listed, nearest};

/// The first and the last span of what a message is about.
type At = (Span, Span);

/// What `#[accel(..)]` asks for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Run loops in parallel; where the word is, for messages.
    pub parallel: Option<At>,
    /// Callees are declared free of order-dependent state, arguments are checked to be `Send`.
    pub nogil: bool,
    /// Missed loops become warnings.
    pub warn: bool,
    /// Labels of loops that must run in parallel.
    pub parallel_labels: Vec<Lifetime>,
    /// Labels of loops that must not.
    pub serial_labels: Vec<Lifetime>,
    /// The path of hotloop, where it is not `::hotloop`.
    pub path: Option<syn::Path>,
    /// What shapes the fast form.
    pub how: How,
    /// The levels that the whole build allows.
    pub built: Levels,
}

impl Options {
    /// Cuts the levels to those that the whole build allows.
    pub fn build(&mut self, built: Levels) {
        self.built = built;
        self.how.levels = self.how.levels.cut(built);
    }
}

/// What the options say about the fast form of each loop.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Which liberties may be taken with float arithmetic.
    pub fastmath: FastMath,
    /// Keep the elementary functions of the standard library.
    pub std_math: bool,
    /// Keep the check of every access.
    pub boundscheck: bool,
    /// The levels to build.
    pub levels: Levels,
    /// At most so many threads.
    pub threads: Option<Expr>,
    /// At least so many iterations in each task.
    pub grain: Option<Expr>,
}

impl How {
    /// Is the pool told anything?
    pub fn has_limits(&self) -> bool {
        self.threads.is_some() || self.grain.is_some()
    }
}

/// Every option, in the order of the documentation.
const KNOWN: [&str; 11] = [
    "parallel",
    "nogil",
    "fastmath",
    "math",
    "boundscheck",
    "threads",
    "grain",
    "isa",
    "warn",
    "crate",
    "serial",
];

/// Parses the options; wrong ones are errors, the others count.
pub fn parse(cx: &mut Cx, attr: TokenStream) -> Options {
    let mut reader = Reader { cx, options: Options::default(), seen: Vec::new() };
    match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(attr) {
        Ok(list) => list.iter().for_each(|meta| reader.option(meta)),
        Err(e) => reader.cx.error(
            (e.span(), e.span()),
            format!("[A0101] the options of `#[accel(..)]` are words separated by commas: {e}\nhelp: `#[accel(parallel, nogil)]`"),
        ),
    }
    reader.contradictions();
    reader.options
}

/// Parses the options of a `map!`, which is parallel and free-threaded by what it is.
pub fn parse_of_map(cx: &mut Cx, attr: TokenStream) -> Options {
    let options = parse(cx, attr.clone());
    let given = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(attr).unwrap_or_default();
    for meta in &given {
        let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
        let why = match (name.as_str(), meta) {
            ("parallel" | "serial", Meta::List(_)) => "names a loop, and `map!` has none".to_owned(),
            ("parallel" | "nogil", _) => "is what every `map!` is".to_owned(),
            ("warn", _) => "warns of loops that are missed, which is an error in `map!`".to_owned(),
            _ => continue,
        };
        let text = format!("[A0108] `{name}` {why}, so it would do nothing\nhelp: remove it");
        cx.error(span_of(meta.path()), text);
    }
    options
}

/// Options that say something about parallel loops, where no loop is asked to be parallel.
pub fn check_parallel(cx: &mut Cx, options: &Options, any_mark: bool) {
    if options.parallel.is_some() || any_mark {
        return;
    }
    let named = [("threads", &options.how.threads), ("grain", &options.how.grain)];
    for (name, value) in named.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        let text = format!(
            "[A0108] `{name}` says how parallel loops are cut, and no loop is asked to be parallel\nhelp: add `parallel`, or remove `{name}`"
        );
        cx.error(span_of(value), text);
    }
}

struct Reader<'a> {
    cx: &'a mut Cx,
    options: Options,
    /// Names of the options so far, with their places.
    seen: Vec<(String, At)>,
}

impl Reader<'_> {
    fn option(&mut self, meta: &Meta) {
        let at = span_of(meta.path());
        let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
        if !KNOWN.contains(&name.as_str()) {
            let help = nearest(&name, &KNOWN);
            return self.error(at, format!("[A0101] there is no option `{name}`\nhelp: {help}"));
        }
        // Labels may be given in several lists.
        let is_labels = matches!((name.as_str(), meta), ("parallel" | "serial", Meta::List(_)));
        if !is_labels && self.seen.iter().any(|(seen, _)| *seen == name) {
            return self.error(at, format!("[A0104] the option `{name}` is given twice\nhelp: remove one"));
        }
        if !is_labels {
            self.seen.push((name.clone(), at));
        }
        match (name.as_str(), meta) {
            ("parallel", Meta::Path(_)) => self.options.parallel = Some(at),
            ("nogil", Meta::Path(_)) => self.options.nogil = true,
            ("warn", Meta::Path(_)) => self.options.warn = true,
            ("boundscheck", Meta::Path(_)) => self.options.how.boundscheck = true,
            ("parallel", Meta::List(list)) => self.labels(list, true),
            ("serial", Meta::List(list)) => self.labels(list, false),
            ("fastmath", Meta::Path(_)) => self.options.how.fastmath = FastMath::ALL,
            ("fastmath", Meta::List(list)) => {
                self.options.how.fastmath = fastmath::parse(self.cx, list);
            }
            ("isa", Meta::List(list)) => self.options.how.levels = levels::parse(self.cx, list),
            ("math", Meta::NameValue(pair)) => self.math(&pair.value),
            ("threads", Meta::NameValue(pair)) => self.options.how.threads = self.count(&name, &pair.value),
            ("grain", Meta::NameValue(pair)) => self.options.how.grain = self.count(&name, &pair.value),
            ("crate", Meta::NameValue(pair)) => self.path(&pair.value),
            _ => self.wrong_form(&name, at),
        }
    }

    fn error(&mut self, at: At, text: String) {
        self.cx.error(at, text);
    }

    /// A known option that is not written as it is meant to be.
    fn wrong_form(&mut self, name: &str, at: At) {
        let (what, help) = match name {
            "serial" => ("needs the labels of loops", "`serial('name)`, or `#[serial]` on the loop"),
            "fastmath" => {
                ("takes flags in parentheses, or nothing", "`fastmath`, or `fastmath(reassoc, contract)`")
            }
            "isa" => ("takes names of levels in parentheses", "`isa(\"x86-64-v3\")`"),
            "math" => ("takes the name of a library", "`math = \"std\"`"),
            "threads" | "grain" => {
                let help = format!("`{name} = 4`, or a constant expression");
                return self.error(at, format!("[A0102] `{name}` takes a number\nhelp: {help}"));
            }
            "crate" => ("takes the path of hotloop", "`crate = path::of::hotloop`"),
            _ => {
                let text = format!("[A0102] `{name}` takes no value\nhelp: write `{name}` alone");
                return self.error(at, text);
            }
        };
        self.error(at, format!("[A0102] `{name}` {what}\nhelp: {help}"));
    }

    fn labels(&mut self, list: &MetaList, parallel: bool) {
        match Punctuated::<Lifetime, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
            Ok(names) if !names.is_empty() => {
                let o = &mut self.options;
                let into = if parallel { &mut o.parallel_labels } else { &mut o.serial_labels };
                into.extend(names);
            }
            _ => self.error(
                inside(list),
                "[A0102] here go labels of loops, separated by commas\nhelp: write `'rows`, with the quote, for `'rows: for ..`".into(),
            ),
        }
    }

    fn math(&mut self, value: &Expr) {
        match string(value).as_deref() {
            Some("std") => self.options.how.std_math = true,
            _ => self.error(
                span_of(value),
                "[A0102] `math` is \"std\", or is left out for hotloop's own elementary functions\nhelp: `math = \"std\"`"
                    .into(),
            ),
        }
    }

    /// A number of at least 1: a literal is looked at here, a constant expression by rustc.
    fn count(&mut self, name: &str, value: &Expr) -> Option<Expr> {
        let wrong = match value {
            Expr::Lit(lit) => match &lit.lit {
                syn::Lit::Int(n) if n.base10_digits().starts_with('-') => {
                    Some(format!("`{name}` is at least 1"))
                }
                syn::Lit::Int(n) => match n.base10_parse::<u64>() {
                    Ok(0) => Some(format!("`{name}` is at least 1")),
                    Ok(_) if matches!(n.suffix(), "" | "usize") => None,
                    Ok(_) => Some(format!("`{name}` is a `usize`")),
                    Err(_) => Some(format!("this number is too large for `{name}`")),
                },
                _ => Some(format!("`{name}` takes a whole number")),
            },
            Expr::Unary(u) if matches!(u.op, syn::UnOp::Neg(_)) => Some(format!("`{name}` is at least 1")),
            _ => None,
        };
        let Some(wrong) = wrong else { return Some(value.clone()) };
        let text = format!("[A0102] {wrong}\nhelp: `{name} = 4`, or a constant expression");
        self.error(span_of(value), text);
        None
    }

    fn path(&mut self, value: &Expr) {
        match value {
            Expr::Path(p) if p.qself.is_none() && p.path.segments.iter().all(|s| s.arguments.is_none()) => {
                self.options.path = Some(p.path.clone());
            }
            _ => {
                let text = "[A0102] `crate` takes the path of hotloop, without quotes\nhelp: `crate = path::of::hotloop`";
                self.error(span_of(value), text.into());
            }
        }
    }

    /// Options that cannot both be kept.
    fn contradictions(&mut self) {
        let how = &self.options.how;
        if how.std_math && how.fastmath.afn {
            let at = self.seen.iter().find(|(name, _)| name == "math").map(|(_, at)| *at);
            let others = listed(FastMath::NAMES.iter().filter(|n| **n != "afn"), "");
            let text = format!(
                "[A0108] `math = \"std\"` keeps the functions that `fastmath(afn)` replaces\nhelp: remove one of them; all flags but `afn`: `fastmath({others})`"
            );
            self.error(at.unwrap_or_else(|| (Span::call_site(), Span::call_site())), text);
        }
    }
}

/// The text of a string literal.
fn string(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(s), .. }) => Some(s.value()),
        _ => None,
    }
}

/// What is in the parentheses; the word in front of them where there is nothing.
fn inside(list: &MetaList) -> At {
    span_of(&if list.tokens.is_empty() { list.path.to_token_stream() } else { list.tokens.clone() })
}
