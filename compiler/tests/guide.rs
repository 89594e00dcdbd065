//! The quoted reports and errors of the longer texts (`runtime/docs`): they are what hotloop says today.
//!
//! A comment `report` or `errors` in front of a `text` fence says what it quotes, of the Rust fence before it.
//! `BLESS=1 cargo test -p hotloop-compiler --test guide` writes the quotes again; read them.

mod common;

use common::pages::{Fence, errors, fences, files, read, root, write_quote};
use hotloop_compiler::{Output, diag};
use std::path::Path;

/// The annotated items of a fence, compiled. Statements may stand beside them, and lines that only rustdoc sees.
fn outputs(fence: &Fence) -> Vec<Output> {
    let lines: Vec<&str> = fence.text.lines().map(|l| l.strip_prefix("# ").unwrap_or(l)).collect();
    let program = format!("fn main() {{ {} }}", lines.join("\n"));
    hotloop_compiler::file::compile_file(&program)
        .unwrap_or_else(|e| panic!("line {}: {e}:\n{program}", fence.at))
}

/// What a quote has to be.
fn quoted(kind: &str, source: &Fence) -> String {
    match kind {
        "report" => outputs(source).iter().map(|o| o.report.to_string()).collect(),
        "errors" => errors(&outputs(source)),
        other => panic!("`{other}` in front of a fence"),
    }
}

fn check(path: &Path) -> usize {
    let all = fences(&read(path));
    let (mut quotes, mut source) = (0, None);
    for fence in &all {
        if fence.kind.starts_with("rust") {
            source = Some(fence);
        } else if !fence.comment.is_empty() {
            let now = quoted(&fence.comment, source.expect("Rust before a quote"));
            if std::env::var_os("BLESS").is_some() && now != fence.text {
                write_quote(path, fence, &now);
                return check(path);
            }
            assert_eq!(fence.text, now, "{}, line {}", path.display(), fence.at);
            quotes += 1;
        }
    }
    quotes
}

#[test]
fn quotes_are_what_hotloop_says() {
    let pages = files(&root().join("runtime/docs"), "md");
    let quotes: usize =
        pages.iter().filter(|p| !p.parent().is_some_and(|f| f.ends_with("codes"))).map(|p| check(p)).sum();
    assert!(quotes >= 7, "the tutorial quotes reports");
}

#[test]
fn annotated_functions_are_accepted() {
    for path in files(&root().join("runtime/docs"), "md") {
        for fence in fences(&read(&path)).iter().filter(|f| f.kind == "rust" && f.comment.is_empty()) {
            assert_eq!(errors(&outputs(fence)), "", "{}, line {}", path.display(), fence.at);
        }
    }
}

/// Ratios of the examples' table, by what stands in front of them, and how the tutorial says them.
const RATIOS: [(&str, &str); 6] = [
    ("| | 100,000 doubles |", "Plain through annotated is {} at 100,000 doubles"),
    ("| [polynomial](#polynomial) | 10,000,000 doubles |", "and {} at ten million"),
    ("| [softmax](#softmax) | 10,000,000 doubles |", "Plain through annotated is {} for ten million doubles"),
    ("| [laplace](#laplace) | 100 sweeps, 1,024 x 1,024 |", "Plain through annotated is {} for 100 sweeps"),
    (
        "| [pairwise_distances](#pairwise_distances) | 2,000 points, 3 dimensions |",
        "is {} for 2,000 points in 3",
    ),
    ("| | 2,000 points, 10 dimensions |", "dimensions and {} in 10"),
];

#[test]
fn ratios_are_those_of_the_examples() {
    let table = read(&root().join("examples/README.md"));
    let words = read(&root().join("runtime/docs/tutorial.md"));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for (row, phrase) in RATIOS {
        let (_, rest) = table.split_once(row).unwrap_or_else(|| panic!("no row `{row}`"));
        let ratio = rest.split('|').next().expect("a cell").trim();
        let phrase = phrase.replace("{}", ratio);
        assert!(words.contains(&phrase), "the tutorial does not say `{phrase}`");
    }
}

/// What the READMEs show of a refusal is what hotloop says, but for the breaks of lines.
#[test]
fn refusals_in_the_readmes_are_what_hotloop_says() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (page, example) in [("README.md", "laplace_in_place"), ("examples/README.md", "fibonacci")] {
        let page = words(&read(&root().join(page)));
        let source = read(&root().join(format!("examples/{example}.rs")));
        let outputs = hotloop_compiler::file::compile_file(&source).expect("an example is Rust");
        let blocker = &outputs[0].report.loops[0].blockers[0];
        let (code, message, help) = (diag::code(blocker), diag::message(blocker), diag::help(blocker));
        let said = words(&format!("[{code}] {message}; help: {help}"));
        assert!(page.contains(&said), "the page does not show: {said}");
    }
}

/// The report that the architecture's page reads aloud is that of the function above it.
#[test]
fn the_report_of_the_architecture_is_what_hotloop_says() {
    let page = read(&root().join("ARCHITECTURE.md"));
    let (_, rest) = page.split_once("## One loop from end to end\n\n").expect("the section");
    let indented = |text: &str| -> String {
        let lines = text.lines().take_while(|l| l.starts_with("    "));
        lines.map(|l| format!("{}\n", &l[4..])).collect()
    };
    let (source, report) = rest.split_once("prints (without place and summary):\n\n").expect("its report");
    let outputs = hotloop_compiler::file::compile_file(&indented(source)).expect("the function is Rust");
    assert_eq!(indented(report), outputs[0].report.to_string());
}
