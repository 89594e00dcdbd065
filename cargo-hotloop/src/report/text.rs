//! The report for people: the source with the verdict beside each loop, and below it what is known of the loop.
//! The words of a loop are the compiler library's ([`hotloop_compiler::report::Line`]).

use super::Reported;
use super::remarks::Remark;
use crate::package::{Found, Function, Unseen};
use crate::style::{self, paint};
use hotloop_compiler::report::{Line, LoopReport};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Beyond this column marks do not move to the right for a long line.
const WIDEST: usize = 90;

/// The whole text.
pub(super) fn render(functions: &[Reported<'_>], found: &Found, level: u8, source: bool) -> String {
    let mut out = String::new();
    for reported in functions {
        function(&mut out, reported, found, level, source);
    }
    unseen(&mut out, &found.unseen);
    summary(&mut out, functions);
    out
}

fn function(out: &mut String, reported: &Reported<'_>, found: &Found, level: u8, source: bool) {
    let function = reported.function;
    // A block's own line says what in it was not looked at.
    let head = match function.report.missed.is_empty() && !function.report.is_statement {
        true => format!("fn {}", function.path),
        false => function.path.clone(),
    };
    let place = format!("{}:{}", function.shown, function.lines.start());
    put(out, &format!("{}  {}", paint(style::NAME, &head), paint(style::DIM, &place)));
    if function.conditional {
        put(out, "  the attribute is behind a condition, which is taken to hold");
    }
    if function.of_block {
        put(out, "  the attribute is on the block around it");
    }
    if source && function.report.missed.is_empty() {
        listing(out, function, found);
    }
    for (line, text) in &function.errors {
        let (what, help) = text.split_once('\n').unwrap_or((text, ""));
        put(out, &format!("  {} line {line}: {what}", paint(style::ERROR, "error")));
        if !help.is_empty() {
            put(out, &format!("    {}", help.replace('\n', "\n    ")));
        }
    }
    lines(out, &function.report.missed_lines());
    let mut remarks = reported.remarks.clone();
    for lp in function.report.in_order() {
        let (own, rest) =
            remarks.into_iter().partition(|r| lines_of(lp, &function.report.loops).contains(&r.line));
        remarks = rest;
        lines(out, &lp.lines(level));
        llvm(out, &own, "    ");
    }
    if function.errors.is_empty() && function.report.loops.is_empty() && function.report.missed.is_empty() {
        put(out, "  no loop: made ready to be inlined into loops that call it");
    }
    llvm(out, &remarks, "  ");
    out.push('\n');
}

/// The lines of the source, numbered, with the verdict beside each loop.
fn listing(out: &mut String, function: &Function, found: &Found) {
    let Some(text) = found.texts.get(&function.file) else { return };
    let marks = marks(&function.report.loops);
    let skip = function.lines.start() - 1;
    let shown: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line))
        .skip(skip)
        .take(function.lines.end() - skip)
        .collect();
    let width = shown.iter().map(|(_, l)| l.chars().count()).filter(|w| *w <= WIDEST).max().unwrap_or(0);
    for (number, line) in shown {
        let mark = marks.get(&number).map(|mark| {
            let gap = " ".repeat(width.saturating_sub(line.chars().count()));
            format!("{gap} | {mark}")
        });
        put(
            out,
            &format!("{} {line}{}", paint(style::DIM, &format!("{number:>5} |")), mark.unwrap_or_default()),
        );
    }
}

/// What stands beside a line: the verdicts of the loops that begin there, and the loops that it is a part of.
fn marks(loops: &[LoopReport]) -> BTreeMap<usize, String> {
    let mut marks: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for lp in loops {
        let verdict = paint(style::of_verdict(lp.verdict), lp.verdict.name());
        marks.entry(lp.line).or_default().push(format!("#{} {verdict}", lp.number));
        for inner in lp.inner.iter().filter(|line| **line != lp.line) {
            marks.entry(*inner).or_default().push(format!("in #{}", lp.number));
        }
    }
    marks.into_iter().map(|(line, marks)| (line, marks.join(", "))).collect()
}

/// From its head to its last access, and not into the next loop: a report does not say where a loop ends.
pub fn lines_of(lp: &LoopReport, all: &[LoopReport]) -> std::ops::Range<usize> {
    let next = all.iter().map(|l| l.line).filter(|line| *line > lp.line).min();
    let last = lp.accesses.iter().map(|a| a.line).chain(lp.inner.iter().copied()).max().unwrap_or(lp.line);
    lp.line..next.map_or(last + 1, |next| next.min(last + 1))
}

fn lines(out: &mut String, lines: &[Line]) {
    for line in lines {
        let (label, text) = style::of_remark(line.remark);
        put(out, &format!("{}{}", paint(label, &line.label), paint(text, &line.text)));
    }
}

fn llvm(out: &mut String, remarks: &[Remark], indent: &str) {
    for r in remarks {
        let times = if r.times > 1 { format!(" ({} times)", r.times) } else { String::new() };
        let label = paint(style::LLVM, "llvm    ");
        put(out, &format!("{indent}{label} line {}: {}: {}{times}", r.line, r.kind, r.text));
    }
}

fn unseen(out: &mut String, unseen: &[Unseen]) {
    if unseen.is_empty() {
        return;
    }
    put(out, &paint(style::LESS, "not seen"));
    for u in unseen {
        let line = if u.line > 0 { format!(":{}", u.line) } else { String::new() };
        put(out, &format!("  {}{line}: {}", u.file, u.what));
    }
    out.push('\n');
}

fn summary(out: &mut String, functions: &[Reported<'_>]) {
    let counts = super::counts(functions);
    let total: usize = counts.iter().map(|(_, n)| n).sum();
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(v, n)| paint(style::of_verdict(*v), &format!("{n} {}", v.name())))
        .collect();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let n = functions.len();
    put(out, &format!("{n} function{}, {total} loop{}{parts}", plural(n), plural(total)));
}

fn put(out: &mut String, line: &str) {
    let _ = writeln!(out, "{}", line.trim_end());
}
