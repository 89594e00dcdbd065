//! Where code of the source ends, and which generated code comes from where.

use crate::parts;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// Where the loops and the calls of macros end that begin in a line. Of tokens, because a function may be what a macro is
/// called with.
pub fn ends(text: &str) -> BTreeMap<usize, usize> {
    fn walk(tokens: TokenStream, ends: &mut BTreeMap<usize, usize>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (n, token) in tokens.iter().enumerate() {
            if let TokenTree::Group(g) = token {
                walk(g.stream(), ends);
            }
            let TokenTree::Ident(name) = token else { continue };
            let ends_in = |rest: &[TokenTree], brace: bool| {
                rest.iter().find_map(|token| match token {
                    TokenTree::Group(g) if !brace || g.delimiter() == Delimiter::Brace => {
                        Some(g.span_close().end().line)
                    }
                    _ => None,
                })
            };
            let word = name.to_string();
            let end = match tokens.get(n + 1) {
                _ if matches!(word.as_str(), "for" | "while" | "loop") => ends_in(&tokens[n + 1..], true),
                Some(TokenTree::Punct(p)) if p.as_char() == '!' => ends_in(&tokens[n + 2..], false),
                _ => None,
            };
            if let Some(end) = end {
                ends.entry(name.span().start().line).or_insert(end);
            }
        }
    }
    let mut ends = BTreeMap::new();
    if let Ok(tokens) = text.parse() {
        walk(tokens, &mut ends);
    }
    ends
}

/// For each line of the source the pieces of code that come from it, each without the indentation that it has there.
/// Lines that come from nowhere, such as closing brackets, belong to what is around them.
pub fn runs(formatted: &str, from: &[Option<usize>]) -> BTreeMap<usize, Vec<String>> {
    let lines = parts::inside(formatted);
    let mut runs: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut n = 0;
    while n < lines.len() {
        let Some(line) = from.get(n).copied().flatten() else {
            n += 1;
            continue;
        };
        let same = |m: &usize| from.get(*m).is_some_and(|of| of.is_none_or(|of| of == line));
        let end = (n..lines.len()).take_while(same).last().unwrap_or(n);
        let end = (n..=end).rev().find(|&m| from[m].is_some() || is_closing(lines[m])).unwrap_or(n);
        let end = n + balanced(&lines[n..=end]);
        let run = without_indent(&lines[n..=end]);
        // What verifies a run is no part of the loop.
        if run.contains(char::is_alphanumeric) && !run.contains("__hotloop_check") {
            runs.entry(line).or_default().push(run);
        }
        n = end + 1;
    }
    runs
}

/// The last of the lines that closes nothing which opened before the first.
fn balanced(lines: &[&str]) -> usize {
    let mut depth = 0i32;
    let closes = |line: &&str| {
        let after = |depth: i32, c: char| match c {
            '(' | '[' | '{' => depth + 1,
            ')' | ']' | '}' => depth - 1,
            _ => depth,
        };
        depth = line.chars().fold(depth, after);
        depth < 0
    };
    let first = lines.iter().position(closes);
    first.map_or(lines.len() - 1, |n| n.saturating_sub(1))
}

fn is_closing(line: &str) -> bool {
    line.trim_start().starts_with(['}', ')', ']'])
}

fn without_indent(lines: &[&str]) -> String {
    let indent = |l: &&str| l.len() - l.trim_start().len();
    let least = lines.iter().filter(|l| !l.trim().is_empty()).map(indent).min().unwrap_or(0);
    lines.iter().map(|l| l.get(least..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}
