//! Formatted code and the lines of the source that it comes from.
//!
//! Tokens of the user's keep their place through the expansion; tokens of ours have none. Formatting loses both,
//! so the formatted text is read again, and its tokens are matched with those that it was made of, in order.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// A token, and the line that it comes from.
#[derive(Clone, Debug)]
pub struct Token {
    /// As text; a delimiter is a token of its own.
    pub text: String,
    /// The line; `None` for tokens of ours.
    pub line: Option<usize>,
}

/// How far the matching looks for the next common token: formatting adds and removes single commas and brackets.
const AHEAD: usize = 6;

/// All tokens in order, without groups.
pub fn flat(tokens: &TokenStream) -> Vec<Token> {
    let mut out = Vec::new();
    flatten(tokens.clone(), &mut out);
    out
}

fn flatten(tokens: TokenStream, out: &mut Vec<Token>) {
    for token in tokens {
        match token {
            TokenTree::Group(g) => {
                let (open, close) = match g.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                push(open, g.span_open(), out);
                flatten(g.stream(), out);
                push(close, g.span_close(), out);
            }
            other => push(&other.to_string(), other.span(), out),
        }
    }
}

fn push(text: &str, span: Span, out: &mut Vec<Token>) {
    let (start, end) = (span.start(), span.end());
    // What comes from nowhere has no extent.
    let line = (start != end).then_some(start.line);
    if !text.is_empty() {
        out.push(Token { text: text.into(), line });
    }
}

/// For each line of the formatted text, the first line of the source among its tokens.
pub fn lines(made: &TokenStream, formatted: &str) -> Vec<Option<usize>> {
    let mut lines = vec![None; formatted.lines().count()];
    let Ok(read) = formatted.parse::<TokenStream>() else { return lines };
    let (made, read) = (flat(made), flat(&read));
    let (mut m, mut r) = (0, 0);
    while m < made.len() && r < read.len() {
        if made[m].text == read[r].text {
            if let (Some(source), Some(at)) = (made[m].line, read[r].line) {
                let line: &mut Option<usize> = &mut lines[at - 1];
                *line = Some(line.map_or(source, |before| before.min(source)));
            }
            m += 1;
            r += 1;
            continue;
        }
        let next = (1..2 * AHEAD).find_map(|distance| {
            (0..=distance)
                .map(|skip| (m + skip, r + distance - skip))
                .find(|&(m, r)| made.get(m).zip(read.get(r)).is_some_and(|(a, b)| a.text == b.text))
        });
        (m, r) = next.unwrap_or((m + 1, r + 1));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatted_lines_know_their_source() {
        let source = "fn f(a: u8,\n b: u8) -> u8 {\n a +\n b }\n";
        let tokens: TokenStream = source.parse().unwrap();
        let text = prettyplease::unparse(&syn::parse2(tokens.clone()).unwrap());
        assert_eq!(text, "fn f(a: u8, b: u8) -> u8 {\n    a + b\n}\n");
        assert_eq!(lines(&tokens, &text), [Some(1), Some(3), Some(4)]);
    }

    #[test]
    fn tokens_of_ours_come_from_nowhere() {
        let tokens = quote::quote!(
            fn f() {}
        );
        let text = prettyplease::unparse(&syn::parse2(tokens.clone()).unwrap());
        assert_eq!(lines(&tokens, &text), [None]);
    }
}
