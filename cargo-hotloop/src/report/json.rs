//! The report for programs. `docs/report-schema.md` describes it; a test holds the two against each other.

use super::Reported;
use super::remarks::Remark;
use crate::package::{Found, Function, Unseen};
use hotloop_compiler::diag::{Blocker, Place, code, help, message};
use hotloop_compiler::report::{AccessReport, HelperReport, LoopReport, PairReport, ScalarReport};
use serde::Serialize;
use std::collections::BTreeMap;

/// Grows when a field changes its meaning or goes away; new fields and values do not change it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Whole {
    version: u32,
    functions: Vec<OfFunction>,
    unseen: Vec<OfUnseen>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    functions: usize,
    loops: usize,
    verdicts: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct OfFunction {
    path: String,
    package: Option<String>,
    target: Option<OfTarget>,
    file: String,
    line: usize,
    end_line: usize,
    conditional: bool,
    of_block: bool,
    errors: Vec<OfError>,
    loops: Vec<OfLoop>,
    missed: Vec<Missed>,
    remarks: Vec<OfRemark>,
}

#[derive(Serialize)]
struct OfTarget {
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
struct OfError {
    line: usize,
    text: String,
}

#[derive(Serialize)]
struct OfLoop {
    id: String,
    number: usize,
    line: usize,
    variable: String,
    verdict: &'static str,
    inner_lines: Vec<usize>,
    items: Option<String>,
    accesses: Vec<Access>,
    helpers: Vec<Helper>,
    scalars: Vec<Scalar>,
    guard: Vec<String>,
    types: Vec<String>,
    pairs: Vec<Pair>,
    missed: Vec<Missed>,
}

#[derive(Serialize)]
struct Access {
    text: String,
    line: usize,
    column: usize,
    writes: bool,
    bounds: String,
    rests_on: Vec<usize>,
}

#[derive(Serialize)]
struct Helper {
    name: String,
    text: String,
    line: usize,
    column: usize,
    access: Option<usize>,
    proof: String,
    rests_on: Vec<usize>,
}

#[derive(Serialize)]
struct Scalar {
    name: String,
    role: String,
}

#[derive(Serialize)]
struct Pair {
    accesses: [usize; 2],
    why: String,
    rests_on: Option<usize>,
}

#[derive(Serialize)]
struct Missed {
    code: &'static str,
    message: String,
    help: String,
    place: At,
    other: Option<At>,
}

#[derive(Serialize)]
struct At {
    text: String,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct OfRemark {
    kind: &'static str,
    line: usize,
    column: usize,
    text: String,
    times: usize,
}

#[derive(Serialize)]
struct OfUnseen {
    file: String,
    line: usize,
    what: String,
}

/// The whole text.
pub fn render(functions: &[Reported<'_>], found: &Found) -> serde_json::Result<String> {
    let verdicts: BTreeMap<_, _> = super::counts(functions).into_iter().map(|(v, n)| (v.name(), n)).collect();
    let summary = Summary { functions: functions.len(), loops: verdicts.values().sum(), verdicts };
    let functions = functions.iter().map(|r| of_function(r.function, &r.remarks)).collect();
    let unseen = found.unseen.iter().map(of_unseen).collect();
    serde_json::to_string_pretty(&Whole { version: VERSION, functions, unseen, summary })
}

fn of_unseen(u: &Unseen) -> OfUnseen {
    OfUnseen { file: u.file.clone(), line: u.line, what: u.what.clone() }
}

fn of_function(f: &Function, remarks: &[Remark]) -> OfFunction {
    let target = f.target.as_ref();
    OfFunction {
        path: f.path.clone(),
        package: target.map(|t| t.package.clone()),
        target: target.map(|t| OfTarget { kind: t.kind, name: t.name.clone() }),
        file: f.shown.clone(),
        line: *f.lines.start(),
        end_line: *f.lines.end(),
        conditional: f.conditional,
        of_block: f.of_block,
        errors: f.errors.iter().map(|(line, text)| OfError { line: *line, text: text.clone() }).collect(),
        loops: f.report.in_order().into_iter().map(|l| of_loop(&f.path, l)).collect(),
        missed: f.report.missed.iter().map(missed).collect(),
        remarks: remarks.iter().map(of_remark).collect(),
    }
}

fn of_loop(path: &str, l: &LoopReport) -> OfLoop {
    OfLoop {
        id: format!("{path}#{}", l.number),
        number: l.number,
        line: l.line,
        variable: l.iv.clone(),
        verdict: l.verdict.name(),
        inner_lines: l.inner.clone(),
        items: l.chain.clone(),
        accesses: l.accesses.iter().map(access).collect(),
        helpers: l.helpers.iter().map(helper).collect(),
        scalars: l.scalars.iter().map(scalar).collect(),
        guard: l.guard.clone(),
        types: l.types.clone(),
        pairs: l.pairs.iter().map(pair).collect(),
        missed: l.blockers.iter().map(missed).collect(),
    }
}

fn access(a: &AccessReport) -> Access {
    Access {
        text: a.text.clone(),
        line: a.line,
        column: a.column,
        writes: a.writes,
        bounds: a.bounds.to_string(),
        rests_on: a.rests_on.clone(),
    }
}

fn helper(h: &HelperReport) -> Helper {
    Helper {
        name: h.name.clone(),
        text: h.text.clone(),
        line: h.line,
        column: h.column,
        access: h.access,
        proof: h.proof.clone(),
        rests_on: h.rests_on.clone(),
    }
}

fn scalar(s: &ScalarReport) -> Scalar {
    Scalar { name: s.name.clone(), role: s.role.clone() }
}

fn pair(p: &PairReport) -> Pair {
    Pair { accesses: [p.accesses.0, p.accesses.1], why: p.why.clone(), rests_on: p.rests_on }
}

fn missed(b: &Blocker) -> Missed {
    Missed {
        code: code(b),
        message: message(b),
        help: help(b),
        place: at(b.place()),
        other: b.other_place().map(at),
    }
}

fn at(place: &Place) -> At {
    let start = place.span.0.start();
    At { text: place.text.clone(), line: start.line, column: start.column + 1 }
}

fn of_remark(r: &Remark) -> OfRemark {
    OfRemark { kind: r.kind, line: r.line, column: r.column, text: r.text.clone(), times: r.times }
}
