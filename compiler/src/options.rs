//! The options of the attribute.

use crate::diag::{Cx, span_of};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Lifetime, Meta, Token};

/// What `#[accel(..)]` asks for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Run loops in parallel; where the word is, for messages.
    pub parallel: Option<(proc_macro2::Span, proc_macro2::Span)>,
    /// Callees are declared free of order-dependent state, arguments are checked to be `Send`.
    pub nogil: bool,
    /// Missed loops become warnings.
    pub warn: bool,
    /// Labels of loops that must run in parallel.
    pub parallel_labels: Vec<Lifetime>,
    /// Labels of loops that must not.
    pub serial_labels: Vec<Lifetime>,
}

/// Options that mean something today.
const KNOWN: [&str; 4] = ["parallel", "nogil", "warn", "serial"];
/// Options of the design that are refused until they do what they say.
const PLANNED: [&str; 7] = ["fastmath", "math", "boundscheck", "threads", "grain", "isa", "crate"];

/// Parses the options; wrong ones are errors, the others count.
pub fn parse(cx: &mut Cx, attr: TokenStream) -> Options {
    let mut options = Options::default();
    match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(attr) {
        Ok(list) => list.iter().for_each(|meta| option(cx, &mut options, meta)),
        Err(e) => cx.error(
            (e.span(), e.span()),
            format!("[A0101] the options of `#[accel(..)]` are words separated by commas: {e}\nhelp: `#[accel(parallel, nogil)]`"),
        ),
    }
    options
}

fn option(cx: &mut Cx, options: &mut Options, meta: &Meta) {
    let span = span_of(meta.path());
    let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
    match (name.as_str(), meta) {
        ("parallel", Meta::Path(_)) if options.parallel.is_some() => twice(cx, span, &name),
        ("parallel", Meta::Path(_)) => options.parallel = Some(span),
        ("nogil", Meta::Path(_)) if options.nogil => twice(cx, span, &name),
        ("nogil", Meta::Path(_)) => options.nogil = true,
        ("warn", Meta::Path(_)) if options.warn => twice(cx, span, &name),
        ("warn", Meta::Path(_)) => options.warn = true,
        ("parallel", Meta::List(list)) => labels(cx, list, &mut options.parallel_labels),
        ("serial", Meta::List(list)) => labels(cx, list, &mut options.serial_labels),
        ("serial", _) => cx.error(
            span,
            "[A0102] `serial` needs the labels of loops\nhelp: `serial('name)`, or `#[serial]` on the loop".into(),
        ),
        ("nogil" | "warn" | "parallel", _) => {
            cx.error(span, format!("[A0102] `{name}` takes no value\nhelp: write `{name}` alone"));
        }
        (planned, _) if PLANNED.contains(&planned) => cx.error(
            span,
            format!("[A0103] the option `{name}` is planned and not there yet\nhelp: remove it; today there are: {}", KNOWN.join(", ")),
        ),
        _ => unknown(cx, span, &name),
    }
}

fn twice(cx: &mut Cx, span: (proc_macro2::Span, proc_macro2::Span), name: &str) {
    cx.error(span, format!("[A0104] the option `{name}` is given twice\nhelp: remove one"));
}

fn unknown(cx: &mut Cx, span: (proc_macro2::Span, proc_macro2::Span), name: &str) {
    let near = KNOWN.iter().map(|k| (distance(name, k), k)).min().filter(|(d, _)| *d <= 2);
    let help = match near {
        Some((_, k)) => format!("did you mean `{k}`?"),
        None => format!("there are: {}", KNOWN.join(", ")),
    };
    cx.error(span, format!("[A0101] there is no option `{name}`\nhelp: {help}"));
}

fn labels(cx: &mut Cx, list: &syn::MetaList, into: &mut Vec<Lifetime>) {
    match Punctuated::<Lifetime, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
        Ok(names) if !names.is_empty() => into.extend(names),
        // Nothing in the parentheses: point at the word.
        _ => cx.error(
            span_of(&if list.tokens.is_empty() { list.path.to_token_stream() } else { list.tokens.clone() }),
            "[A0102] here go labels of loops, separated by commas\nhelp: write `'rows`, with the quote, for `'rows: for ..`".into(),
        ),
    }
}

/// Levenshtein's edit distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
