//! The pages of the codes (`runtime/docs/codes`): each code has one, and what stands on it is true.
//!
//! A fence `rust,compile_fail` holds a function that is refused, and the `text` fence after it what is said then
//! (`BLESS=1 cargo test -p hotloop-compiler --test codes` writes it). A fence `rust` holds one that is accepted. A
//! comment in front of a fence says where a code appears otherwise: `reported` (a remark of the report), `build: X` (under
//! `HOTLOOP_BUILD_ISA=X`), `rustc: NAME` (only rustc can say it; `tests/ui/NAME.stderr` has the words).

mod common;

use common::pages::{Fence, errors, fences, files, read, root, write_quote};
use hotloop_compiler::{Output, accel_in};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Codes of bugs in hotloop: no program of a test gives them.
const BUGS: [&str; 2] = ["A0901", "A0902"];

/// Codes that no program gives while it is compiled: why, and what shows them instead.
const NOT_BY_COMPILING: [(&str, &str); 2] = [
    ("A0109", "a variable of the environment, which is read for all files: tests/options.rs"),
    ("A0605", "a reason in the report alone: its page"),
];

/// Codes in a text: `A`, `0`, three digits.
fn codes_in(text: &str) -> BTreeSet<String> {
    let is_code =
        |w: &&str| w.len() == 5 && w.starts_with("A0") && w[1..].bytes().all(|b| b.is_ascii_digit());
    text.split(|c: char| !c.is_alphanumeric()).filter(is_code).map(str::to_owned).collect()
}

/// Every code that the compiler or the runtime can say.
fn codes() -> BTreeSet<String> {
    let folders = ["compiler/src", "macros/src", "runtime/src"];
    let sources = folders.iter().flat_map(|f| files(&root().join(f), "rs"));
    sources.filter(|f| !f.ends_with("guide.rs")).flat_map(|f| codes_in(&read(&f))).collect()
}

fn page_of(code: &str) -> PathBuf {
    root().join("runtime/docs/codes").join(format!("{code}.md"))
}

/// The pages, by code.
fn pages() -> BTreeMap<String, String> {
    let all = files(&root().join("runtime/docs/codes"), "md");
    let of_codes = all.iter().filter(|f| f.file_stem().is_some_and(|s| s != "README"));
    of_codes.map(|f| (f.file_stem().unwrap().to_str().unwrap().to_owned(), read(f))).collect()
}

fn compile(source: &str) -> Vec<Output> {
    hotloop_compiler::file::compile_file(source).unwrap_or_else(|e| panic!("{e}:\n{source}"))
}

/// The remarks of the report, with the lines of help.
fn remarks(outputs: &[Output]) -> String {
    let report: String = outputs.iter().map(|o| o.report.to_string()).collect();
    let lines =
        report.lines().map(str::trim_start).filter(|l| l.starts_with("missed") || l.starts_with("help"));
    lines.map(|l| format!("{}\n", l.replacen("missed   ", "missed: ", 1))).collect()
}

/// What is said of a fence; `None` where only rustc knows.
fn said(fence: &Fence) -> Option<String> {
    match fence.comment.split_once(": ").unwrap_or((&fence.comment, "")) {
        ("", _) => Some(errors(&compile(&fence.text))),
        ("reported", _) => Some(remarks(&compile(&fence.text))),
        ("build", levels) => {
            let item = common::tokens("fn f() {}");
            Some(errors(&[accel_in(Some(levels), Default::default(), item)]))
        }
        ("rustc", _) => None,
        other => panic!("{other:?} in front of a fence"),
    }
}

/// Is it an example of the code, and not a way out?
fn is_example(fence: &Fence) -> bool {
    fence.kind == "rust,compile_fail" || fence.kind == "rust" && !fence.comment.is_empty()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    assert_eq!(pages().into_keys().collect::<BTreeSet<_>>(), codes());
    let guide = read(&root().join("runtime/src/guide.rs"));
    assert_eq!(codes_in(&guide), codes(), "the modules of the documentation");
}

#[test]
fn the_index_names_every_page_by_its_title() {
    let index = read(&root().join("runtime/docs/codes/README.md"));
    let rows: Vec<&str> = index.lines().filter(|l| l.starts_with("| [A")).collect();
    let expected = pages().into_iter().map(|(code, page)| {
        let title = page.lines().next().unwrap().strip_prefix(&format!("# {code}: ")).expect("a title");
        format!("| [{code}]({code}.md) | {title} |")
    });
    assert_eq!(rows, expected.collect::<Vec<_>>());
}

#[test]
fn refused_functions_give_their_code_and_the_quoted_message() {
    for (code, page) in pages() {
        let all = fences(&page);
        let examples: Vec<usize> = (0..all.len()).filter(|&n| is_example(&all[n])).collect();
        assert_eq!(examples.is_empty(), BUGS.contains(&code.as_str()), "{code}: examples");
        for n in examples {
            let quoted = all.get(n + 1).filter(|f| f.kind == "text");
            let quoted = quoted.unwrap_or_else(|| panic!("{code}: no message after line {}", all[n].at));
            match said(&all[n]) {
                Some(now) => {
                    assert!(now.contains(&format!("[{code}]")), "{code}, line {}: it says\n{now}", all[n].at);
                    if std::env::var_os("BLESS").is_some() && now != quoted.text {
                        write_quote(&page_of(&code), quoted, &now);
                        return refused_functions_give_their_code_and_the_quoted_message();
                    }
                    assert_eq!(now, quoted.text, "{code}, line {}", quoted.at);
                }
                None => in_the_words_of_rustc(&code, &all[n], quoted),
            }
        }
    }
}

/// Only rustc knows: the library has no objection, and the UI test has both lines.
fn in_the_words_of_rustc(code: &str, example: &Fence, quoted: &Fence) {
    let name = example.comment.strip_prefix("rustc: ").expect("checked");
    let ui = read(&root().join(format!("tests/ui/{name}.stderr")));
    for line in quoted.text.lines() {
        let words = line.split_once(": ").expect("`error: ..` or `help: ..`").1;
        assert!(ui.contains(words), "{code}: {name}.stderr does not say `{words}`");
    }
    assert!(quoted.text.contains(&format!("[{code}]")), "{code}");
}

#[test]
fn ways_out_are_accepted() {
    for (code, page) in pages() {
        let all = fences(&page);
        let ways: Vec<&Fence> = all.iter().filter(|f| f.kind == "rust" && f.comment.is_empty()).collect();
        let prose = BUGS.contains(&code.as_str()) || code == "A0109";
        assert_eq!(ways.is_empty(), prose, "{code}: ways out");
        for way in ways {
            let outputs = compile(&way.text);
            let conditional = way.text.contains("macro_rules!");
            assert!(conditional || !outputs.is_empty(), "{code}, line {}: nothing is annotated", way.at);
            assert_eq!(errors(&outputs), "", "{code}, line {}", way.at);
            let left = remarks(&outputs);
            assert!(!left.contains(&format!("[{code}]")), "{code}, line {}: still\n{left}", way.at);
        }
    }
}

#[test]
fn every_code_has_a_ui_test() {
    let ui = files(&root().join("tests/ui"), "stderr");
    let mut shown = BTreeSet::new();
    for file in &ui {
        let name = file.file_name().unwrap().to_str().unwrap().to_uppercase();
        if name.starts_with("A0") {
            let code = &name[..5];
            assert!(read(file).contains(&format!("[{code}]")), "{name} does not show its code");
            shown.insert(code.to_owned());
        }
    }
    shown.extend(BUGS.map(str::to_owned));
    shown.extend(NOT_BY_COMPILING.map(|(code, _)| code.to_owned()));
    assert_eq!(shown, codes());
}
