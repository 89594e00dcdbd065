//! `cargo hotloop compare FUNCTION`: the source at the left, the fast form of each loop at the right, aligned by the
//! lines that the tokens at the right come from.

mod context;
mod program;
mod run;
mod signature;
mod values;

use crate::cli::CompareOptions;
use crate::package::{self, Function};
use crate::style::{self, paint};
use crate::{Failure, Outcome, expand, mapping, parts, select};

/// Where there is no terminal.
const WIDTH: usize = 160;

/// Long paths of generated code, and how they are shown here (`expand` shows them whole).
const SHORT: [(&str, &str); 3] =
    [("::hotloop::__private::", "hl::"), ("::core::primitive::", ""), ("__hotloop_", "hl_")];

/// A line at the right, and the line of the source that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Right {
    text: String,
    line: Option<usize>,
}

/// Runs the command.
pub fn run(options: &CompareOptions) -> Outcome {
    let found = package::read(&options.one.sources)?;
    let function = select::one(&found, &options.one.function)?;
    expand::errors(function)?;
    if options.run {
        return run::run(function, &found, options);
    }
    let source = found.texts.get(&function.file).map(String::as_str).unwrap_or_default();
    let (start, end) = (*function.lines.start(), *function.lines.end());
    let left: Vec<(usize, &str)> = source
        .lines()
        .enumerate()
        .map(|(n, l)| (n + 1, l))
        .filter(|(n, _)| (start..=end).contains(n))
        .collect();
    let right = right(function, options)?;
    let width = options.width.map(usize::from).unwrap_or_else(columns);
    style::put(&render(&left, &right, width));
    Ok(())
}

fn columns() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0))
}

/// The fast forms, one after the other.
fn right(function: &Function, options: &CompareOptions) -> Outcome<Vec<Right>> {
    let mut lines = Vec::new();
    for l in expand::loops(function, None)? {
        let fast = parts::at_level(l.fast, options.level).map_err(|e| Failure::Usage(format!("{e:#}")))?;
        let (text, tokens) = parts::formatted(&fast)?;
        let sources = mapping::lines(&tokens, &text);
        let at = function.report.loops.iter().find(|r| r.number == l.number).map(|r| r.line);
        lines.push(Right { text: format!("// loop #{}, {}", l.number, options.level.name()), line: at });
        let inside = parts::inside(&text).into_iter().zip(sources.into_iter().skip(1));
        lines.extend(inside.map(|(text, line)| Right { text: shortened(text), line }));
    }
    Ok(lines)
}

/// Without the long paths of generated code.
pub fn shortened(text: &str) -> String {
    SHORT.iter().fold(text.to_owned(), |text, (long, short)| text.replace(long, short))
}

/// A line of the source that was not shown yet, with its number, and a line at the right.
type Row<'a> = (Option<(usize, &'a str)>, Option<&'a Right>);

/// The rows, in which a line at the right stands beside the line that it comes from, or below it.
fn align<'a>(left: &[(usize, &'a str)], right: &'a [Right]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut rest = left.iter().copied().peekable();
    for r in right {
        while let Some(next) = rest.next_if(|(n, _)| r.line.is_some_and(|line| *n < line)) {
            rows.push((Some(next), None));
        }
        rows.push((rest.next_if(|(n, _)| r.line == Some(*n)), Some(r)));
    }
    rows.extend(rest.map(|l| (Some(l), None)));
    rows
}

fn render(left: &[(usize, &str)], right: &[Right], width: usize) -> String {
    // Two numbers with a space each, and ` | ` between the halves.
    let room = width.saturating_sub(2 * 5 + 3);
    let longest = left.iter().map(|(_, l)| l.chars().count()).max().unwrap_or(0);
    let left_width = longest.clamp(10, (room / 2).max(10));
    let right_width = room.saturating_sub(left_width).max(10);
    let mut out = String::new();
    for (l, r) in align(left, right) {
        let number = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
        let (ln, rn) = (number(l.map(|l| l.0)), number(r.and_then(|r| r.line)));
        let ls = wrapped(l.map_or("", |l| l.1), left_width);
        let rs = wrapped(r.map_or("", |r| &r.text), right_width);
        for n in 0..ls.len().max(rs.len()) {
            let (ln, rn) = if n == 0 { (ln.as_str(), rn.as_str()) } else { ("", "") };
            let (l, r) = (ls.get(n).map_or("", String::as_str), rs.get(n).map_or("", String::as_str));
            let gap = " ".repeat(left_width.saturating_sub(l.chars().count()));
            let numbered = |n: &str| paint(style::DIM, &format!("{n:>4}"));
            out.push_str(&format!("{} {l}{gap} |", numbered(ln)));
            if !(rn.is_empty() && r.is_empty()) {
                out.push_str(&format!(" {} {r}", numbered(rn)));
            }
            out.push('\n');
        }
    }
    out
}

/// Pieces of at most this many characters; what follows the first is indented as it is.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let indent = text.chars().take_while(|c| *c == ' ').count().min(width / 2);
    let mut pieces = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while rest.len() > width {
        // At a space, if there is one that leaves something.
        let cut = (indent + 1..=width).rev().find(|n| rest[*n] == ' ').unwrap_or(width);
        let tail: String = rest[cut..].iter().collect();
        pieces.push(rest[..cut].iter().collect());
        rest = format!("{}{}", " ".repeat(indent), tail.trim_start()).chars().collect();
    }
    pieces.push(rest.into_iter().collect());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(text: &str, line: Option<usize>) -> Right {
        Right { text: text.into(), line }
    }

    #[test]
    fn lines_meet_those_that_they_come_from() {
        let left = [(3, "fn f() {"), (4, "a"), (5, "b"), (6, "}")];
        let ours = [right("x", None), right("y", Some(4)), right("z", Some(4)), right("w", Some(5))];
        let rows = align(&left, &ours);
        let numbers: Vec<_> =
            rows.iter().map(|(l, r)| (l.map(|l| l.0), r.map(|r| r.text.as_str()))).collect();
        let expected = [
            (None, Some("x")),
            (Some(3), None),
            (Some(4), Some("y")),
            (None, Some("z")),
            (Some(5), Some("w")),
            (Some(6), None),
        ];
        assert_eq!(numbers, expected);
    }

    #[test]
    fn no_row_is_wider_than_was_asked_for() {
        let long =
            "let a = bbbbbbbbbbbbbbb + ccccccccccccccccccc * dddddddddddddddddddddd + eeeeeeeeeeeeeeeeeeeee;";
        let text = render(&[(1, long), (2, "}")], &[right(long, Some(1))], 60);
        assert!(
            text.lines().all(|l| anstream::adapter::strip_str(l).to_string().chars().count() <= 60),
            "{text}"
        );
        let words: usize = text.matches("eeeeeeeeeeeeeeeeeeeee").count();
        assert_eq!(words, 2, "nothing is cut off: {text}");
    }
}
