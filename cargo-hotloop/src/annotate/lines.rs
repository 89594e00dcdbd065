//! What is known of a file, by line.
//!
//! In: the text of a file, its annotated functions, what builds said. Out: a [`Source`], whose lines have marks, and
//! details where there is something to say. Invariant: every loop, access, remark and error of the functions is in the details of
//! the line that it is about.

use super::highlight;
use super::marks::{self, Mark};
use super::places::{ends, runs};
use super::view::{
    AccessView, AsmView, Block, Code, FastView, FunctionHead, Line, LoopEntry, LoopView, RemarkView, Source,
};
use super::{Annotated, Assembly};
use crate::asm::{HotLoop, Row};
use crate::cli::Level;
use crate::compare::shortened;
use crate::package::{Function, Unseen};
use crate::report::remarks::Remark;
use crate::report::text::lines_of;
use crate::{Outcome, mapping, parts};
use hotloop_compiler::diag::{Blocker, code, help, message};
use hotloop_compiler::report::{self, Bounds, LoopReport};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// More lines in a row that nobody has annotated are folded, but for so many at each end.
const FOLDED: usize = 12;
const AROUND: usize = 3;

/// All of a file.
///
/// # Errors
/// An expansion is not of the known shape: a bug of ours.
pub fn of(text: &str, functions: &[&Annotated<'_>], unseen: &[&Unseen]) -> Outcome<Source> {
    let pieces = highlight::rust(text);
    let lines =
        pieces.into_iter().zip(1..).map(|(pieces, number)| Line { number, pieces, ..Line::default() });
    let mut file = File {
        lines: lines.collect(),
        ends: ends(text),
        anchors: BTreeSet::new(),
        source: Source::default(),
    };
    for annotated in functions {
        file.function(annotated)?;
    }
    for u in unseen {
        file.unseen(u);
    }
    Ok(file.finish())
}

struct File {
    lines: Vec<Line>,
    ends: BTreeMap<usize, usize>,
    anchors: BTreeSet<String>,
    source: Source,
}

impl File {
    fn at(&mut self, line: usize) -> Option<&mut Line> {
        self.lines.get_mut(line.checked_sub(1)?)
    }

    fn function(&mut self, annotated: &Annotated<'_>) -> Outcome {
        let f = annotated.function;
        self.source.functions.push(f.path.clone());
        for n in f.lines.clone() {
            if let Some(line) = self.at(n) {
                line.inside = true;
            }
        }
        let head = self.name_line(f);
        let notes = notes(f);
        if let Some(line) = self.at(head) {
            line.detail.functions.push(FunctionHead { path: f.path.clone(), notes });
        }
        self.errors(f, head);
        for blocker in &f.report.missed {
            self.missed(blocker);
        }
        // An item with errors is emitted as written: it has no parts.
        let parts = if f.errors.is_empty() { parts::loops(&f.tokens)? } else { Vec::new() };
        for l in f.report.in_order() {
            let part = parts.iter().find(|p| p.number == l.number);
            self.a_loop(annotated, l, part)?;
        }
        self.llvm(&annotated.remarks);
        Ok(())
    }

    /// The line with the name, below documentation and attributes.
    fn name_line(&self, f: &Function) -> usize {
        let name = f.path.rsplit("::").next().unwrap_or_default();
        let word = format!("fn {name}");
        let has = |n: &usize| {
            let text: String =
                self.lines.get(n - 1).into_iter().flat_map(|l| &l.pieces).map(|p| p.text.as_str()).collect();
            text.contains(&word) && !text.trim_start().starts_with("//")
        };
        f.lines.clone().find(has).unwrap_or(*f.lines.start())
    }

    fn errors(&mut self, f: &Function, head: usize) {
        for (line, text) in &f.errors {
            self.source.errors += 1;
            let (what, help) = text.split_once('\n').unwrap_or((text, ""));
            let help = help.trim_start_matches("help:").trim();
            let help = (!help.is_empty()).then(|| help.to_owned());
            let at = if f.lines.contains(line) { *line } else { head };
            self.remark(at, RemarkView { kind: "error", by: "hotloop", text: what.into(), help });
            if let Some(line) = self.at(at) {
                (line.vectors, line.open) = (Some(marks::ERROR), true);
            }
        }
    }

    /// What may hold annotated functions; of a file as a whole at its first line.
    fn unseen(&mut self, u: &Unseen) {
        let at = u.line.max(1);
        let (kind, by) = ("missed", "not seen");
        self.remark(at, RemarkView { kind, by, text: u.what.clone(), help: None });
        if let Some(line) = self.at(at) {
            (line.inside, line.vectors) = (true, Some(marks::UNSEEN));
        }
    }

    fn remark(&mut self, line: usize, remark: RemarkView) {
        if let Some(line) = self.at(line) {
            line.detail.remarks.push(remark);
        }
    }

    /// A reason, at its own place.
    fn missed(&mut self, blocker: &Blocker) {
        let text = format!("[{}] {}", code(blocker), message(blocker));
        let remark = RemarkView { kind: "missed", by: "hotloop", text, help: Some(help(blocker)) };
        self.remark(blocker.place().line(), remark);
    }

    fn a_loop(&mut self, annotated: &Annotated<'_>, l: &LoopReport, part: Option<&parts::Loop>) -> Outcome {
        let f = annotated.function;
        let (id, anchor) = (format!("{}#{}", f.path, l.number), self.anchor(&f.path, l.number));
        let mark = marks::of_verdict(l.verdict);
        self.color(self.extent(f, l), mark);
        for line in std::iter::once(&l.line).chain(&l.inner) {
            if let Some(line) = self.at(*line) {
                line.head = true;
            }
        }
        self.accesses(l);
        for blocker in l.blockers.iter().filter(|b| b.place().line() != l.line) {
            self.missed(blocker);
        }
        let parts = match part {
            Some(part) => self.parts(part, l)?,
            None => Vec::new(),
        };
        let (asm, no_asm) = self.asm(annotated, l);
        let why =
            l.blockers.first().map(|b| format!("[{}] {} (line {})", code(b), message(b), b.place().line()));
        let entry =
            LoopEntry { anchor: anchor.clone(), id: id.clone(), line: l.line, verdict: l.verdict, mark, why };
        self.source.loops.push(entry);
        let title = format!("loop #{} over `{}`: {}", l.number, l.iv, l.verdict.words());
        let view = LoopView { anchor, id, title, mark, rows: rows(l), parts, asm, no_asm };
        if let Some(line) = self.at(l.line) {
            line.detail.loops.push(view);
        }
        Ok(())
    }

    fn anchor(&mut self, path: &str, number: usize) -> String {
        let plain = |c: char| if c.is_alphanumeric() || matches!(c, ':' | '_') { c } else { '-' };
        let stem: String = format!("{path}-{number}").chars().map(plain).collect();
        let numbered = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let anchor = numbered.into_iter().find(|a| !self.anchors.contains(a)).unwrap_or(stem);
        self.anchors.insert(anchor.clone());
        anchor
    }

    /// From the head to the end of the body.
    fn extent(&self, f: &Function, l: &LoopReport) -> RangeInclusive<usize> {
        let last = lines_of(l, &f.report.loops).end - 1;
        l.line..=self.ends.get(&l.line).copied().unwrap_or(last).min(*f.lines.end())
    }

    /// Loops inside have a color of their own: they come later.
    fn color(&mut self, extent: RangeInclusive<usize>, mark: Mark) {
        for n in extent {
            if let Some(line) = self.at(n) {
                line.run = Some(mark);
            }
        }
    }

    fn accesses(&mut self, l: &LoopReport) {
        for (n, a) in l.accesses.iter().enumerate() {
            let mark = marks::of_bounds(a.bounds);
            let own = l.helpers.iter().filter(|h| h.access == Some(n));
            let view = AccessView {
                text: a.text.clone(),
                what: if a.writes { "writes" } else { "reads" },
                mark,
                bounds: a.bounds.to_string(),
                on: a.rests_on.iter().map(|&c| l.guard[c].clone()).collect(),
                helpers: own.map(|h| (h.name.clone(), h.proof.clone())).collect(),
            };
            self.source.accesses[rank(a.bounds)] += 1;
            let Some(line) = self.at(a.line) else { continue };
            // The worst of a line is what one looks for.
            let worst = [Bounds::Proven, Bounds::Guarded, Bounds::Checked].map(marks::of_bounds);
            let of = |mark: Option<Mark>| worst.iter().position(|m| Some(*m) == mark);
            if of(line.bounds) < of(Some(mark)) {
                line.bounds = Some(mark);
            }
            line.detail.accesses.push(view);
        }
    }

    /// The parts of the expansion; each line of the fast form is also with the line that it comes from.
    fn parts(&mut self, part: &parts::Loop, l: &LoopReport) -> Outcome<Vec<(String, Code)>> {
        let mut all = vec![("guard".to_owned(), code_lines(&parts::formatted(&part.guard)?.0))];
        let forms = forms(part)?;
        // By line: the code of each form, and the levels that have it.
        let mut by_line: BTreeMap<usize, Vec<(String, Vec<String>)>> = BTreeMap::new();
        for (levels, fast) in &forms {
            let (text, tokens) = parts::formatted(fast)?;
            let from = mapping::lines(&tokens, &text);
            let name = if levels.is_empty() { String::new() } else { format!(", {levels}") };
            all.push((format!("fast form{name}"), code_lines(&text)));
            for (line, runs) in runs(&text, &from[1..]) {
                by_line.entry(line).or_default().push((levels.clone(), runs));
            }
        }
        for (line, mut found) in by_line {
            // Most lines are the same in all of them.
            if found.len() == forms.len() && found.iter().all(|(_, runs)| *runs == found[0].1) {
                found.truncate(1);
                found[0].0.clear();
            }
            // The head has it all.
            let Some(at) = self.at(line).filter(|at| at.number != l.line) else { continue };
            for (levels, runs) in found {
                let code = runs.iter().map(|run| highlight::rust(&shortened(run)));
                at.detail.code.extend(code.map(|code| FastView { levels: levels.clone(), code }));
            }
        }
        all.push(("as written".to_owned(), code_lines(&parts::formatted(&part.original)?.0)));
        Ok(all)
    }

    fn asm(&mut self, annotated: &Annotated<'_>, l: &LoopReport) -> (Vec<AsmView>, Option<String>) {
        let loops = match &annotated.asm {
            None => return (Vec::new(), None),
            Some(Assembly::Missing(why)) => return (Vec::new(), Some(why.clone())),
            Some(Assembly::Loops(loops)) => loops,
        };
        let own: Vec<&HotLoop> = loops.iter().filter(|h| h.line == l.line).collect();
        if own.iter().any(|h| h.summary.packed > 0)
            && let Some(line) = self.at(l.line)
        {
            line.vectors = Some(marks::VECTORS);
        }
        for hot in &own {
            self.instructions(hot);
        }
        let views = own.iter().map(|hot| self.asm_view(hot)).collect();
        let missing =
            "no loop of the machine code is of its lines: it was unrolled, or something else does its work";
        let missing = own.is_empty().then(|| missing.to_owned());
        (views, missing)
    }

    /// The instructions of a loop, with the lines that they come from.
    fn instructions(&mut self, hot: &HotLoop) {
        let mut by_line: BTreeMap<usize, Vec<(&'static str, String)>> = BTreeMap::new();
        let mut at = hot.line;
        for row in &hot.rows {
            match row {
                Row::Source(line) => at = *line,
                Row::Instruction(text) => by_line.entry(at).or_default().push(("", text.clone())),
                Row::Label(_) => {}
            }
        }
        for (n, rows) in by_line.into_iter().filter(|(n, _)| *n != hot.line) {
            if let Some(line) = self.at(n) {
                let (level, symbol) = (hot.level.name(), hot.symbol.clone());
                line.detail.asm.push(AsmView { level, summary: String::new(), symbol, rows });
            }
        }
    }

    fn asm_view(&self, hot: &HotLoop) -> AsmView {
        let text = |line: usize| -> String {
            let line = self.lines.get(line.saturating_sub(1));
            line.into_iter().flat_map(|l| &l.pieces).map(|p| p.text.as_str()).collect()
        };
        let row = |row: &Row| match row {
            Row::Label(label) => ("label", format!("{label}:")),
            Row::Source(line) => ("from", format!("; {line}: {}", text(*line).trim())),
            Row::Instruction(text) => ("", text.clone()),
        };
        AsmView {
            level: hot.level.name(),
            summary: hot.summary.to_string(),
            symbol: hot.symbol.clone(),
            rows: hot.rows.iter().map(row).collect(),
        }
    }

    fn llvm(&mut self, remarks: &[Remark]) {
        for r in remarks {
            let times = if r.times > 1 { format!(" ({} times)", r.times) } else { String::new() };
            let (kind, text) = (r.kind, format!("{}{times}", r.text));
            if kind == "passed" && text.starts_with("vectorized loop") {
                // LLVM names the line of the head, or that of the body.
                let heads = self.lines.iter().filter(|l| l.head && l.run.is_some() && l.number <= r.line);
                let head = heads.map(|l| l.number).max().unwrap_or(r.line);
                for n in [head, r.line] {
                    if let Some(line) = self.at(n) {
                        line.vectors = Some(marks::VECTORS);
                    }
                }
            }
            if let Some(line) = self.at(r.line) {
                line.detail.llvm.push(RemarkView { kind, by: "LLVM", text, help: None });
            }
        }
    }

    fn finish(mut self) -> Source {
        let mut runs: Vec<(bool, Vec<Line>)> = Vec::new();
        for line in self.lines {
            match runs.last_mut() {
                Some((inside, lines)) if *inside == line.inside => lines.push(line),
                _ => runs.push((line.inside, vec![line])),
            }
        }
        let last = runs.len().saturating_sub(1);
        for (n, (inside, mut lines)) in runs.into_iter().enumerate() {
            if inside || lines.len() < FOLDED {
                self.source.blocks.push(Block { folded: false, lines });
                continue;
            }
            let after = if n == last { Vec::new() } else { lines.split_off(lines.len() - AROUND) };
            let rest = if n == 0 { lines.split_off(0) } else { lines.split_off(AROUND) };
            let blocks = [(false, lines), (true, rest), (false, after)];
            let blocks = blocks.into_iter().filter(|(_, lines)| !lines.is_empty());
            self.source.blocks.extend(blocks.map(|(folded, lines)| Block { folded, lines }));
        }
        self.source
    }
}

fn rank(bounds: Bounds) -> usize {
    match bounds {
        Bounds::Proven => 0,
        Bounds::Guarded => 1,
        Bounds::Checked => 2,
    }
}

fn notes(f: &Function) -> Vec<&'static str> {
    let no_loop = f.errors.is_empty() && f.report.loops.is_empty() && f.report.missed.is_empty();
    let notes = [
        (f.conditional, "the attribute is behind a condition, which is taken to hold"),
        (f.of_block, "the attribute is on the block around it"),
        (no_loop, "no loop: made ready to be inlined into loops that call it"),
        (!f.errors.is_empty(), "stays as written, because of an error"),
    ];
    notes.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note).collect()
}

/// The fast form at each level that is built, those with the same code together, and which they are: nothing if it is all.
fn forms(part: &parts::Loop) -> Outcome<Vec<(String, Vec<syn::Stmt>)>> {
    let mut forms: Vec<(Vec<&'static str>, Vec<syn::Stmt>)> = Vec::new();
    for level in Level::ALL {
        // One that is left out has no code.
        let Ok(code) = parts::at_level(part.fast.clone(), level) else { continue };
        match forms.iter_mut().find(|(_, known)| *known == code) {
            Some((levels, _)) => levels.push(level.name()),
            None => forms.push((vec![level.name()], code)),
        }
    }
    let is_one = forms.len() == 1;
    let named = |levels: Vec<&'static str>| if is_one { String::new() } else { levels.join(", ") };
    Ok(forms.into_iter().map(|(levels, code)| (named(levels), code)).collect())
}

/// Everything that the report says of a loop, but for its first line.
fn rows(l: &LoopReport) -> Vec<(&'static str, String, String)> {
    let row = |line: report::Line| {
        let class = match line.remark {
            report::Remark::Verdict(_) | report::Remark::Passed => "passed",
            report::Remark::Analysis => "analysis",
            report::Remark::Missed => "missed",
            report::Remark::Help => "help",
        };
        (class, line.label.trim().trim_end_matches(':').to_owned(), line.text)
    };
    let mut rows: Vec<_> = l.lines(4).into_iter().skip(1).map(row).collect();
    // One word for all that it stands before.
    for n in (1..rows.len()).rev() {
        if rows[n].1 == rows[n - 1].1 && rows[n].0 != "missed" {
            rows[n].1.clear();
        }
    }
    rows
}

/// Formatted statements, without what formatting needs around them, and with short paths.
fn code_lines(formatted: &str) -> Code {
    highlight::rust(&shortened(&parts::inside(formatted).join("\n")))
}
