//! The report is true: what it says of a loop is what the expansion has, counted from its tokens ([`count`]).
//!
//! For every annotated function of the project: examples, suites, tests, pages, the fixture of `cargo hotloop`. That what
//! the report calls fast runs so is shown in `suites/tests/results.rs`.

mod common;
#[path = "truth/count.rs"]
mod count;

use common::pages::{fences, files, read, root};
use count::{Counted, Helper, Runs};
use hotloop_compiler::Output;
use hotloop_compiler::nest::{Crates, with_crates};
use hotloop_compiler::report::{Bounds, LoopReport, Verdict};
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeSet;

/// What differs between a report and the tokens.
fn lies(output: &Output) -> Vec<String> {
    // After an error the item is as it is written, and what is said of it has to be that.
    let refused = output.report.clone().refused();
    let report = if output.errors.is_empty() { &output.report } else { &refused };
    let tokens = &output.tokens;
    let mut lies = Vec::new();
    // Tools take it apart with syn.
    let item = if report.is_statement { quote!(fn map() { #tokens }) } else { tokens.clone() };
    if let Err(why) = syn::parse2::<syn::File>(item.clone()).map(|_| ()).or_else(|_| method(item)) {
        lies.push(format!("the expansion is not understood: {why}"));
    }
    let counted = count::loops(&output.tokens);
    let stray = count::stray(&output.tokens);
    if stray != 0 {
        lies.push(format!("{stray} times `unsafe` outside of any fast form"));
    }
    let reports: Vec<_> = [report].into_iter().chain(&report.methods).collect();
    let said: usize = reports.iter().map(|r| r.loops.iter().filter(|l| is_emitted(l)).count()).sum();
    if said != counted.len() {
        lies.push(format!("{} fast forms, and the report has {said}", counted.len()));
    }
    for report in reports {
        let name = report.function.rsplit("::").next().unwrap_or_default();
        for l in report.loops.iter().filter(|l| is_emitted(l)) {
            let own = |c: &&Counted| {
                c.number == l.number
                    && (c.line == l.line)
                    && (c.function.ends_with(name) || report.is_statement)
            };
            let Some(c) = counted.iter().find(own) else {
                lies.push(format!("no fast form of loop #{} of `{name}`", l.number));
                continue;
            };
            let wrong = of_loop(l, c);
            lies.extend(wrong.into_iter().map(|lie| format!("{name} #{}: {lie}", l.number)));
        }
    }
    lies
}

/// A method alone.
fn method(item: TokenStream) -> syn::Result<()> {
    syn::parse2::<syn::File>(quote!(trait Around { #item })).map(|_| ())
}

fn is_emitted(l: &LoopReport) -> bool {
    !matches!(l.verdict, Verdict::AsWritten | Verdict::Outer)
}

fn of_loop(l: &LoopReport, c: &Counted) -> Vec<String> {
    let mut lies = Vec::new();
    let mut hold = |what: &str, said: String, is: String| {
        if said != is {
            lies.push(format!("{what}: the report says {said}, the expansion has {is}"));
        }
    };
    hold("runs", format!("{}", l.verdict.is_parallel()), format!("{}", c.runs == Runs::Parallel));
    let mut texts = l.guard.clone();
    let conditions = c.texts.iter().take_while(|t| !is_end_of_guard(t)).cloned().collect::<Vec<_>>();
    hold("texts of the guard", format!("{texts:#?}"), format!("{conditions:#?}"));
    texts = l.types.iter().map(|t| format!("type condition: {t}")).collect();
    let types: Vec<_> = c.texts.iter().filter(|t| t.starts_with("type condition: ")).cloned().collect();
    hold("types", format!("{texts:#?}"), format!("{types:#?}"));
    hold("conditions", l.guard.len().to_string(), c.guard.len().to_string());
    for level in &c.levels[1..] {
        hold("helpers of levels", format!("{:?}", c.levels[0]), format!("{level:?}"));
    }
    let helpers = c.helpers();
    for a in &l.accesses {
        let said = format!("{:?} for `{}`, line {}", a.bounds, a.text, a.line);
        let asked = a.rests_on.iter().any(|&n| c.guard[n]);
        let is = match kept(&helpers, (a.line, a.column)).as_slice() {
            [] => "nothing".into(),
            [false] if asked => format!("{:?}", Bounds::Guarded),
            [false] => format!("{:?}", Bounds::Proven),
            [true] => format!("{:?}", Bounds::Checked),
            both => format!("{both:?}"),
        };
        hold("bounds", said.clone(), format!("{is} for `{}`, line {}", a.text, a.line));
    }
    let conditional = l.pairs.iter().filter_map(|p| p.rests_on).any(|n| c.guard[n]);
    if l.verdict.is_parallel() {
        hold("condition", format!("{}", l.verdict == Verdict::ParallelGuarded), format!("{conditional}"));
    }
    let said: BTreeSet<_> = l.helpers.iter().map(|h| (h.name.as_str(), (h.line, h.column))).collect();
    hold("a helper for each line", l.helpers.len().to_string(), said.len().to_string());
    let is: BTreeSet<_> =
        helpers.iter().filter(|h| h.is_unsafe).map(|h| (h.name.as_str(), h.place)).collect();
    hold("helpers", format!("{:?}", said.difference(&is)), format!("{:?}", is.difference(&said)));
    lies
}

/// How an access is kept: by checks, without them, or (a lie) both.
fn kept(helpers: &BTreeSet<Helper>, place: (usize, usize)) -> Vec<bool> {
    let here = helpers.iter().filter(|h| h.place == place);
    let reaches = here.filter(|h| count::is_check(&h.name) || count::is_unchecked(&h.name));
    reaches.map(|h| count::is_check(&h.name)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The first text behind those of the guard.
fn is_end_of_guard(text: &str) -> bool {
    [
        "no order of the operations overflows",
        "neither NaN nor the sign",
        "every two items can be compared",
        "there is room for all items",
    ]
    .iter()
    .any(|begin| text.starts_with(begin))
}

/// What was looked at: functions, fast forms, parallel ones, lines about helpers, and the names of those.
#[derive(Debug, Default)]
struct Seen {
    functions: usize,
    fast: usize,
    parallel: usize,
    helpers: usize,
    names: BTreeSet<String>,
}

/// All annotated functions of a text.
fn check(place: &str, source: &str, seen: &mut Seen) -> Vec<String> {
    let Ok(outputs) = hotloop_compiler::file::compile_file(source) else { return Vec::new() };
    let mut lies = Vec::new();
    for output in outputs {
        seen.functions += 1;
        for l in output.report.all_loops() {
            seen.fast += usize::from(is_emitted(l));
            seen.parallel += usize::from(l.verdict.is_parallel());
            seen.helpers += l.helpers.len();
            seen.names.extend(l.helpers.iter().map(|h| h.name.clone()));
        }
        lies.extend(self::lies(&output).into_iter().map(|lie| format!("{place}: {lie}")));
    }
    lies
}

/// What the project's own sources have not.
const RARE: [&str; 4] = [
    "#[accel(boundscheck)] fn f(x: &[f64], y: &mut [f64]) { for (a, b) in y.iter_mut().zip(x) { *a = *b; } }",
    "#[accel] fn f(p: &mut P, x: &[f64]) { for i in 0..x.len() { p.a = x[i]; p.b = x[i]; } }",
    "#[accel(boundscheck)] fn f(y: &mut [f64], n: usize) {
        for i in 0..n { let mut s = 0.0; for v in &y[i..i + 2] { s += *v; } y[i] = s; } }",
    "#[accel(boundscheck)] fn f(a: &mut [Vec<f64>]) { for i in 0..a.len() { for j in 0..a[i].len() { a[i][j] = 1.0; } } }",
];

/// Every Rust source of the project that may have annotated functions, and the fences of the pages.
fn sources() -> Vec<(String, String)> {
    let folders = ["examples", "suites", "tests", "cargo-hotloop/tests", "runtime/tests"];
    let folders = folders.map(|folder| root().join(folder)).into_iter().filter(|f| f.is_dir());
    let rust = folders.flat_map(|folder| files(&folder, "rs"));
    let rust = rust.filter(|path| !path.components().any(|c| c.as_os_str() == "target"));
    let mut all: Vec<_> = rust.map(|path| (path.display().to_string(), read(&path))).collect();
    for path in files(&root().join("runtime/docs"), "md").into_iter().chain([root().join("README.md")]) {
        for fence in fences(&read(&path)).iter().filter(|f| f.kind.starts_with("rust")) {
            let lines = fence.text.lines().map(|l| l.strip_prefix("# ").unwrap_or(l));
            let program = format!("fn main() {{ {} }}", lines.collect::<Vec<_>>().join("\n"));
            all.push((format!("{}:{}", path.display(), fence.at), program));
        }
    }
    all.extend(RARE.map(|source| ("RARE".to_owned(), source.to_owned())));
    all
}

#[test]
fn reports_are_true() {
    let mut seen = Seen::default();
    let check = |(place, source): (String, String)| check(&place, &source, &mut seen);
    let crates = Crates { libm: true, num_traits: true, arrays: true };
    let lies: Vec<String> = with_crates(crates, || sources().into_iter().flat_map(check).collect());
    assert!(lies.is_empty(), "{} lies:\n{}", lies.len(), lies.join("\n"));
    assert!(
        seen.functions > 700 && seen.fast > 650 && seen.parallel > 400 && seen.helpers > 1800,
        "{seen:?}"
    );
    // All kinds of helpers were among them.
    let all = count::names()
        .map(str::to_owned)
        .chain(["&", "&mut", "raw", "held.at", "held.get"].map(str::to_owned));
    let own = |name: &String| seen.names.contains(name) || seen.names.contains(&format!("items.{name}"));
    let missing: Vec<_> = all.filter(|name| !own(name)).collect();
    assert_eq!(missing, SAFE, "helpers that no report has");
}

/// Checked accesses to what a loop only reads are safe to call.
const SAFE: [&str; 2] = ["checked", "ptr_checked"];

/// The names that are counted are those of the runtime's unsafe functions that generated code could call.
#[test]
fn the_runtime_has_no_other_helpers() {
    let mut names = BTreeSet::new();
    for path in files(&root().join("runtime/src/typed"), "rs") {
        let text = read(&path);
        let public = text.split("pub unsafe fn ").skip(1);
        names.extend(public.filter_map(|rest| rest.split(['(', '<']).next()).map(str::to_owned));
    }
    // A macro of the runtime's makes some of them.
    names.remove("$name");
    let unknown: Vec<_> = names.iter().filter(|name| !count::is_known(name)).collect();
    assert!(unknown.is_empty(), "count them too: {unknown:?}");
}

const PLAIN: &str =
    "#[accel(parallel)] fn f(x: &[f64], y: &mut [f64]) { for i in 1..y.len() { y[i] += y[i] * x[i - 1]; } }";
const SERIAL: &str =
    "#[accel] fn f(y: &mut [f64], n: usize) { for i in 1..n { if y[0] > 1.0 { y[i] = y[i - 1]; } } }";
const STRIDE: &str = "#[accel(parallel)] fn f(a: &mut [f64], n: usize, m: usize, s: usize) {
    for i in 0..n { for j in 0..m { a[i * s + j] = 1.0; } } }";
const SUM: &str =
    "#[accel(parallel)] fn f(x: &[f64]) -> f64 { let mut s = 0.0; for i in 0..x.len() { s += x[i]; } s }";

/// The output with each identifier changed as `to` says, at its place.
fn renamed(tokens: TokenStream, to: &dyn Fn(&str) -> Option<&'static str>) -> TokenStream {
    let rename = |token| match token {
        TokenTree::Group(g) => {
            let mut group = Group::new(g.delimiter(), renamed(g.stream(), to));
            group.set_span(g.span());
            TokenTree::Group(group)
        }
        TokenTree::Ident(name) => match to(&name.to_string()) {
            Some(other) => TokenTree::Ident(Ident::new(other, name.span())),
            None => TokenTree::Ident(name),
        },
        other => other,
    };
    tokens.into_iter().map(rename).collect()
}

/// What is counted is what is there: an expansion that was tampered with is found out.
#[test]
fn tampered_expansions_are_found() {
    let controls: [(&str, &str, &str, &str); 5] = [
        (PLAIN, "get", "get_checked", "bounds: "),
        (PLAIN, "for_range", "for_each", "runs: "),
        (SUM, "reduce_range", "reduce", "runs: "),
        (PLAIN, "unsafe", "loop", "helpers: "),
        (SERIAL, "get", "sub", "helpers: "),
    ];
    for (source, from, to, lie) in controls {
        let mut output = common::compile(source);
        assert_eq!(lies(&output), [""; 0], "{source}");
        output.tokens = renamed(output.tokens, &|name| (name == from).then_some(to));
        let lies = lies(&output);
        assert!(lies.iter().any(|l| l.contains(lie)), "{from} to {to}: {lies:?}");
    }
}

/// And so is a report.
#[test]
fn tampered_reports_are_found() {
    type Tamper = fn(&mut LoopReport);
    let controls: [(&str, Tamper, &str); 12] = [
        (PLAIN, |l| l.verdict = Verdict::Serial, "runs: "),
        (SERIAL, |l| l.verdict = Verdict::Parallel, "runs: "),
        (PLAIN, |l| l.verdict = Verdict::ParallelGuarded, "condition: "),
        (STRIDE, |l| l.verdict = Verdict::Parallel, "condition: "),
        (PLAIN, |l| l.verdict = Verdict::AsWritten, "fast forms"),
        (PLAIN, |l| l.accesses[0].bounds = Bounds::Checked, "bounds: "),
        (PLAIN, |l| l.accesses[0].bounds = Bounds::Proven, "bounds: "),
        (PLAIN, |l| l.accesses[0].rests_on.clear(), "bounds: "),
        (PLAIN, |l| drop(l.helpers.pop()), "helpers: "),
        (PLAIN, |l| l.helpers.push(l.helpers[0].clone()), "a helper for each line"),
        (SUM, |l| drop(l.guard.pop()), "conditions: "),
        (SUM, |l| drop(l.types.pop()), "types: "),
    ];
    for (n, (source, tamper, lie)) in controls.into_iter().enumerate() {
        let mut output = common::compile(source);
        assert_eq!(lies(&output), [""; 0], "{source}");
        tamper(&mut output.report.loops[0]);
        let lies = lies(&output);
        assert!(lies.iter().any(|l| l.contains(lie)), "{n}, {lie}{lies:?}");
    }
}
