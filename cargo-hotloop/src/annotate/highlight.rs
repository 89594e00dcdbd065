//! The pieces of Rust text that have a color: keywords, literals, comments.
//!
//! In: any text. Out: for each line its pieces, which together are the line. Invariant: nothing is added or lost, but
//! that characters which nobody would see, or which turn the rest of the line around, are shown by number. Where the text is not
//! Rust, it has one color.

use proc_macro2::{Delimiter, LineColumn, Span, TokenStream, TokenTree};

/// Text of one color.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The class in the style sheet; empty for ordinary text.
    pub class: &'static str,
    /// The text.
    pub text: String,
}

const PLAIN: &str = "";
const KEYWORD: &str = "k";
const NUMBER: &str = "n";
const TEXT: &str = "s";
const LIFETIME: &str = "l";
const COMMENT: &str = "c";
const HIDDEN: &str = "x";

/// Words of the language; `self` and `Self` are names of a kind, but read as such.
const KEYWORDS: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false",
    "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
    "self", "Self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while",
];

/// The pieces of each line of a text.
pub fn rust(text: &str) -> Vec<Vec<Piece>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<Vec<char>> = text.lines().map(|l| l.chars().collect()).collect();
    // What no token has is a comment, or a space.
    let mut colors: Vec<Vec<&'static str>> = lines.iter().map(|l| vec![COMMENT; l.len()]).collect();
    match text.parse::<TokenStream>() {
        Ok(tokens) => paint(tokens, &lines, &mut colors),
        Err(_) => colors.iter_mut().for_each(|line| line.fill(PLAIN)),
    }
    lines.iter().zip(colors).map(|(line, colors)| pieces(line, &colors)).collect()
}

fn paint(tokens: TokenStream, lines: &[Vec<char>], colors: &mut [Vec<&'static str>]) {
    let (mut before, mut comment) = (None, false);
    for token in tokens {
        // A comment for documentation is read as an attribute: its tokens have the comment's place.
        comment |= is_comment(token.span(), lines);
        if comment {
            comment = !matches!(token, TokenTree::Group(_));
            continue;
        }
        let class = match &token {
            TokenTree::Group(g) => {
                if g.delimiter() != Delimiter::None {
                    color(g.span_open(), PLAIN, colors);
                    color(g.span_close(), PLAIN, colors);
                }
                paint(g.stream(), lines, colors);
                before = None;
                continue;
            }
            TokenTree::Ident(_) if before == Some('\'') => LIFETIME,
            TokenTree::Ident(name) if KEYWORDS.contains(&name.to_string().as_str()) => KEYWORD,
            TokenTree::Ident(_) => PLAIN,
            TokenTree::Punct(p) if p.as_char() == '\'' => LIFETIME,
            TokenTree::Punct(_) => PLAIN,
            TokenTree::Literal(l) if l.to_string().starts_with(|c: char| c.is_ascii_digit()) => NUMBER,
            TokenTree::Literal(_) => TEXT,
        };
        before = match &token {
            TokenTree::Punct(p) => Some(p.as_char()),
            _ => None,
        };
        color(token.span(), class, colors);
    }
}

fn is_comment(span: Span, lines: &[Vec<char>]) -> bool {
    let LineColumn { line, column } = span.start();
    let rest = lines.get(line - 1).and_then(|l| l.get(column..)).unwrap_or_default();
    rest.first() == Some(&'/') && matches!(rest.get(1), Some('/' | '*'))
}

/// Colors the characters of a token.
fn color(span: Span, class: &'static str, colors: &mut [Vec<&'static str>]) {
    let (start, end) = (span.start(), span.end());
    for n in start.line..=end.line {
        let Some(colors) = colors.get_mut(n - 1) else { return };
        let from = if n == start.line { start.column } else { 0 };
        let to = if n == end.line { end.column.min(colors.len()) } else { colors.len() };
        if let Some(colors) = colors.get_mut(from..to) {
            colors.fill(class);
        }
    }
}

fn pieces(line: &[char], colors: &[&'static str]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (&c, &color) in line.iter().zip(colors) {
        let (color, shown) = match c {
            c if is_hidden(c) => (HIDDEN, format!("U+{:04X}", u32::from(c))),
            // A space has no color of its own.
            c if c.is_whitespace() => (pieces.last().map_or(PLAIN, |p| p.class), c.to_string()),
            c => (color, c.to_string()),
        };
        match pieces.last_mut() {
            Some(last) if last.class == color && color != HIDDEN => last.text += &shown,
            _ => pieces.push(Piece { class: color, text: shown }),
        }
    }
    pieces
}

/// Control characters, and those that change the direction of text or take no room.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let of =
            |p: &Piece| if p.class.is_empty() { p.text.clone() } else { format!("[{} {}]", p.class, p.text) };
        rust(text).iter().map(|line| line.iter().map(of).collect()).collect()
    }

    #[test]
    fn tokens_have_colors() {
        assert_eq!(shown("let x = 1.5; // a < b"), ["[k let ]x = [n 1.5]; [c // a < b]"]);
        let docs = "//! All.\n/// Docs.\n/** More\n */ fn f() {}";
        assert_eq!(shown(docs), ["[c //! All.]", "[c /// Docs.]", "[c /** More]", " [c */ ][k fn ]f() {}"]);
        assert_eq!(shown("fn f<'a>(r#type: &'a str) {}"), ["[k fn ]f<[l 'a]>(r#type: &[l 'a ]str) {}"]);
        assert_eq!(shown("f(\"a\n b\", 'x', b\"\\n\");"), ["f([s \"a]", " [s b\"], [s 'x'], [s b\"\\n\"]);"]);
        assert_eq!(shown("a /* b\n c */ + d"), ["a [c /* b]", " [c c */ ]+ d"]);
    }

    #[test]
    fn every_text_comes_back() {
        for text in [
            "\tfn é() { \"日本\"; }",
            "not ' rust \"",
            "\u{feff}fn f() {}",
            "a\r\nb\r\n",
            "#!/bin/sh\nfn f() {}",
            "",
        ] {
            let all: Vec<String> =
                rust(text).iter().map(|l| l.iter().map(|p| p.text.as_str()).collect()).collect();
            assert_eq!(all, text.trim_start_matches('\u{feff}').lines().collect::<Vec<_>>(), "{text:?}");
        }
        assert_eq!(
            shown("let a = 1; // \u{202e}x\u{0}"),
            ["[k let ]a = [n 1]; [c // ][x U+202E][c x][x U+0000]"]
        );
    }
}
