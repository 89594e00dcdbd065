//! The words of a report: the one place in which a report becomes lines, for the terminal and for tests.
//!
//! In: a [`LoopReport`] and a level from 1 to 4. Out: lines, each with the kind of remark that it is, so that who
//! prints them may choose colors. Level 1 says what became of the loop and what stood in the way; 2 adds the
//! accesses and the scalars; 3 the guard and the types; 4 why the iterations are independent, what each access
//! rests on, and each unsafe helper of the expansion with its proof.

use super::{HelperReport, LoopReport, Report, Verdict};
use crate::diag::{Blocker, code, help, message};
use std::fmt::{self, Display, Formatter};

/// What `Display` shows.
const USUAL: u8 = 3;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What the loop became.
    Verdict(Verdict),
    /// What was done, and how.
    Passed,
    /// What was found out.
    Analysis,
    /// Why not more.
    Missed,
    /// How to get on.
    Help,
}

/// One line: its first word (or what leads to the verdict), and the rest.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is about.
    pub remark: Remark,
    /// What stands in front.
    pub label: String,
    /// What is said.
    pub text: String,
}

impl Line {
    fn new(remark: Remark, label: &str, text: String) -> Line {
        Line { remark, label: format!("    {label:<8} "), text }
    }
}

impl Display for Line {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.label, self.text)
    }
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Outer => "serial, as written, around a parallel loop",
            Verdict::AsWritten => "as written",
            Verdict::Parallel | Verdict::ParallelGuarded | Verdict::Serial => self.name(),
        }
    }
}

impl Report {
    /// The loops in source order.
    pub fn in_order(&self) -> Vec<&LoopReport> {
        let mut loops: Vec<&LoopReport> = self.loops.iter().collect();
        loops.sort_by_key(|l| l.number);
        loops
    }
}

impl LoopReport {
    /// The lines of a level from 1 to 4.
    pub fn lines(&self, level: u8) -> Vec<Line> {
        let label = format!("  loop #{} over `{}`, line {}: ", self.number, self.iv, self.line);
        let text = self.verdict.words().into();
        let mut lines = vec![Line { remark: Remark::Verdict(self.verdict), label, text }];
        if !self.inner.is_empty() {
            let inner: Vec<String> = self.inner.iter().map(ToString::to_string).collect();
            let text = format!("with the loops of line {}", inner.join(", "));
            lines.push(Line { remark: Remark::Passed, label: "    ".into(), text });
        }
        if let Some(chain) = &self.chain {
            lines.push(Line::new(Remark::Analysis, "items", format!("of `{chain}`, each of one iteration")));
        }
        if level >= 2 {
            self.accesses(level, &mut lines);
            lines.extend(self.scalars.iter().map(|s| Line::new(Remark::Analysis, "scalar", s.to_string())));
        }
        if level >= 3 {
            lines.extend(self.guard.iter().map(|g| Line::new(Remark::Passed, "guard", g.clone())));
            if !self.types.is_empty() {
                lines.push(Line::new(Remark::Passed, "if", self.types.join("; ")));
            }
        }
        if level >= 4 {
            self.independence(&mut lines);
            lines.extend(self.helpers.iter().map(|h| self.unsafe_line(h)));
        }
        lines.extend(self.blockers.iter().flat_map(missed));
        lines
    }

    fn accesses(&self, level: u8, lines: &mut Vec<Line>) {
        for a in &self.accesses {
            let kind = if a.writes { "write" } else { "read" };
            lines.push(Line::new(
                Remark::Passed,
                &a.bounds.to_string(),
                format!("{kind:<5} `{}`, line {}", a.text, a.line),
            ));
            if level >= 4 {
                let on = a.rests_on.iter().map(|&c| format!("rests on the guard's {}", self.guard[c]));
                lines.extend(on.map(|text| Line::new(Remark::Analysis, "", text)));
            }
        }
    }

    /// One unsafe helper, and what it rests on.
    fn unsafe_line(&self, helper: &HelperReport) -> Line {
        let on: Vec<&str> = helper.rests_on.iter().map(|&c| self.guard[c].as_str()).collect();
        let on = if on.is_empty() { String::new() } else { format!(" ({})", on.join("; ")) };
        let text =
            format!("{} of `{}`, line {}: {}{on}", helper.name, helper.text, helper.line, helper.proof);
        Line::new(Remark::Analysis, "unsafe", text)
    }

    fn independence(&self, lines: &mut Vec<Line>) {
        for pair in &self.pairs {
            let place = |n: usize| format!("`{}` (line {})", self.accesses[n].text, self.accesses[n].line);
            let (a, b) = pair.accesses;
            let both = if a == b { place(a) } else { format!("{} and {}", place(a), place(b)) };
            let text = format!("{both}: {}", pair.why);
            lines.push(Line::new(Remark::Analysis, "apart", text));
            let on = pair.rests_on.map(|c| format!("rests on the guard's {}", self.guard[c]));
            lines.extend(on.map(|text| Line::new(Remark::Analysis, "", text)));
        }
    }
}

/// A reason, and the way out.
pub(super) fn missed(b: &Blocker) -> [Line; 2] {
    let what = format!("[{}] {} (line {})", code(b), message(b), b.place().line());
    [
        Line::new(Remark::Missed, "missed", what),
        Line { remark: Remark::Help, label: "             help: ".into(), text: help(b) },
    ]
}

impl Report {
    /// What in a block could not be looked at.
    pub fn missed_lines(&self) -> Vec<Line> {
        self.missed.iter().flat_map(missed).collect()
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.methods.is_empty() || !self.missed.is_empty() {
            writeln!(f, "{}", self.function)?;
            self.missed_lines().iter().try_for_each(|l| writeln!(f, "{l}"))?;
            return self.methods.iter().try_for_each(|m| m.fmt(f));
        }
        let what = if self.is_statement { "" } else { "fn " };
        writeln!(f, "{what}{}", self.function)?;
        self.in_order().into_iter().try_for_each(|l| l.fmt(f))
    }
}

impl Display for LoopReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.lines(USUAL).iter().try_for_each(|l| writeln!(f, "{l}"))
    }
}
