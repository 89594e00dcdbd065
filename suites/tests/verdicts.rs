//! What becomes of each loop of each kernel, against the table that was derived by hand.
//!
//! A row says what is expected; where hotloop is weaker, it also says what is there `today`. Both are exact: a loop
//! that gets better must lose its `today`, and the number of such rows may only shrink.

use std::collections::BTreeMap;

use hotloop_compiler::report::{LoopReport, Verdict};
use hotloop_suites::polybench::KERNELS;

/// So many loops are weaker than they should be. May only shrink.
const GAP: usize = 0;

/// One row of the table.
#[derive(Debug)]
struct Row {
    kernel: String,
    number: usize,
    variable: String,
    expected: Outcome,
    /// Where it is another one.
    today: Option<Outcome>,
    why: String,
}

/// A verdict in the table's words, and the code of a reason if it is serial.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Outcome {
    verdict: String,
    reason: String,
}

fn table() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(include_bytes!("../polybench/expected.csv").as_slice());
    let rows = reader.records().map(|record| {
        let record = record.expect("a row");
        let field = |at: usize| record[at].to_owned();
        let outcome =
            |verdict: usize, reason: usize| Outcome { verdict: field(verdict), reason: field(reason) };
        Row {
            kernel: field(0),
            number: record[1].parse().expect("a number"),
            variable: field(2),
            expected: outcome(3, 4),
            today: Some(outcome(5, 6)).filter(|o| !o.verdict.is_empty()),
            why: field(7),
        }
    });
    rows.collect()
}

/// What became of a loop: variable, verdict, codes of the reasons.
#[derive(Debug)]
struct Obtained {
    variable: String,
    verdict: String,
    reasons: Vec<&'static str>,
}

impl Obtained {
    fn is(&self, outcome: &Outcome) -> bool {
        let reasoned = match outcome.reason.as_str() {
            "" => self.reasons.is_empty(),
            code => self.reasons.contains(&code),
        };
        self.verdict == outcome.verdict && reasoned
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Parallel => "parallel",
        Verdict::ParallelGuarded => "parallel-guarded",
        Verdict::Serial => "serial",
        Verdict::Outer => "around",
        Verdict::AsWritten => "as written",
    }
}

/// All loops of a kernel, in the order of the source.
fn obtained(source: &str) -> Vec<Obtained> {
    let outputs = hotloop_compiler::file::compile_file(source).expect("a kernel is Rust");
    let [output] = &outputs[..] else { panic!("one annotated function for each file") };
    let roots: Vec<&LoopReport> = output.report.all_loops().collect();
    let mut by_line = BTreeMap::new();
    for root in &roots {
        let reasons = root.blockers.iter().map(hotloop_compiler::diag::code).collect();
        by_line.insert(root.line, (word(root.verdict).to_owned(), reasons));
        for line in &root.inner {
            by_line.insert(*line, (format!("within {}", root.number), Vec::new()));
        }
    }
    let lines: Vec<&str> = source.lines().collect();
    let variable = |line: usize| {
        let head = lines[line - 1].trim().strip_prefix("for ").expect("a loop");
        head.split_once(" in ").expect("a head").0.to_owned()
    };
    let found = by_line.into_iter().map(|(line, (verdict, reasons))| Obtained {
        variable: variable(line),
        verdict,
        reasons,
    });
    found.collect()
}

#[test]
fn each_loop_is_what_the_table_says() {
    let table = table();
    let mut wrong = Vec::new();
    for kernel in KERNELS {
        let rows: Vec<&Row> = table.iter().filter(|row| row.kernel == kernel.name).collect();
        let obtained = obtained(kernel.source);
        assert_eq!(rows.len(), obtained.len(), "{}: a row for each loop", kernel.name);
        for (at, (row, found)) in rows.iter().zip(&obtained).enumerate() {
            assert_eq!((row.number, &row.variable), (at + 1, &found.variable), "{}", kernel.name);
            if !found.is(row.today.as_ref().unwrap_or(&row.expected)) {
                wrong.push(format!("{found:?} is not what is said by {row:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_gap_only_shrinks() {
    let table = table();
    let weaker: Vec<&Row> = table.iter().filter(|row| row.today.is_some()).collect();
    for row in &weaker {
        assert_ne!(row.today.as_ref(), Some(&row.expected), "{row:?} says the same twice");
    }
    assert_eq!(weaker.len(), GAP, "write the new number if it is less: {weaker:#?}");
}

#[test]
fn the_table_is_well_formed() {
    let table = table();
    let names: Vec<&str> = KERNELS.iter().map(|k| k.name).collect();
    for row in &table {
        assert!(names.contains(&row.kernel.as_str()), "{row:?}");
        assert!(!row.why.is_empty(), "{row:?}");
        for outcome in std::iter::once(&row.expected).chain(&row.today) {
            let in_order = matches!(outcome.verdict.as_str(), "serial" | "around");
            let within = outcome.verdict.strip_prefix("within ").map(str::parse::<usize>);
            let parallel = matches!(outcome.verdict.as_str(), "parallel" | "parallel-guarded");
            assert!(in_order || parallel || matches!(within, Some(Ok(n)) if n < row.number), "{row:?}");
            assert_eq!(in_order, !outcome.reason.is_empty(), "a reason where it runs in order: {row:?}");
        }
    }
}
