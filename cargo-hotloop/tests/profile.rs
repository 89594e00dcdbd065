//! `cargo hotloop profile`: what runs is built, measured and shown.

#[allow(dead_code, reason = "each test uses a part")]
mod common;

use common::{run_in, tests, text};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Output;

/// The row of a function or loop.
fn row<'a>(profile: &'a Value, function: &str, number: Option<u64>) -> &'a Value {
    let rows = profile["rows"].as_array().unwrap();
    let found = rows.iter().find(|r| r["function"] == function && r["loop"].as_u64() == number);
    found.unwrap_or_else(|| panic!("no {function} {number:?}: {profile:#}"))
}

/// Runs the command in the package whose targets are measured.
fn run(arguments: &[&str]) -> Output {
    run_in(&tests().join("timed"), arguments)
}

fn good(arguments: &[&str]) -> String {
    let output = run(arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{out}\n{err}");
    out
}

fn bad(arguments: &[&str], code: i32) -> String {
    let output = run(arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    err
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&good(arguments)).expect("JSON alone on stdout")
}

fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("profile");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

#[test]
fn an_example_as_json() {
    let profile = json(&["profile", "--example", "busy", "--format", "json", "--", "5000"]);
    assert_eq!(profile["version"], 1);
    assert!(profile["threads"].as_u64().unwrap() >= 1 && profile["plain"] == false);
    let (function, first) = (row(&profile, "axpy", None), row(&profile, "axpy", Some(1)));
    assert_eq!((&function["calls"], &function["kind"]), (&40.into(), &"function".into()));
    let counts =
        ["calls", "fast", "fallback", "iterations", "uncounted_runs", "bytes"].map(|f| first[f].as_u64());
    // Of each element: `x` read, `y` read and written.
    let (runs, iterations) = (20 * 2, 20 * (5000 + 3));
    assert_eq!(counts, [runs, 20, 20, iterations, 0, iterations * 24].map(Some));
    assert_eq!(first["first_failed"], "the loop is long enough for the fast form");
    assert_eq!(row(&profile, "row_sums", Some(1))["bytes"], 20 * 5000 * (7 + 1) * 8);
    assert_eq!(row(&profile, "softmax", Some(2))["iterations"], 20 * 5000);
    // The loop of `first_negative` is not compiled, the function is measured.
    assert_eq!(row(&profile, "first_negative", None)["calls"], 20);
    for node in profile["tree"].as_array().unwrap() {
        let of = &profile["rows"][node["row"].as_u64().unwrap() as usize];
        assert_eq!(of["kind"] == "loop", !node["parent"].is_null(), "{profile:#}");
    }
    // A page and a table of the same numbers, without another run.
    let (file, page) = (fresh("kept.json"), fresh("kept.html"));
    std::fs::write(&file, profile.to_string()).unwrap();
    let table = good(&["profile", "--from", file.to_str().unwrap(), "--sort", "name"]);
    let names: Vec<&str> =
        table.lines().skip(2).filter_map(|l| l.rsplit("  ").nth(1)).map(str::trim).collect();
    let rows = [
        "axpy",
        "axpy #1",
        "first_negative",
        "row_sums",
        "row_sums #1",
        "softmax",
        "softmax #1",
        "softmax #2",
    ];
    assert_eq!(&names[..8], rows, "{table}");
    assert!(
        table.contains("axpy #1 ran as written first because this failed: the loop is long enough"),
        "{table}"
    );
    assert_eq!(good(&["profile", "--from", file.to_str().unwrap(), "-o", page.to_str().unwrap()]), "");
    assert!(std::fs::read_to_string(&page).unwrap().starts_with("<!doctype html>"));
}

#[test]
fn the_table_is_sorted_as_asked() {
    let table = good(&["profile", "--example", "busy", "--sort", "calls"]);
    assert!(table.starts_with("size 10000\n"), "what the program says comes first: {table}");
    let rows: Vec<&str> = table.lines().skip(3).take(8).collect();
    let calls: Vec<u64> =
        rows.iter().map(|l| l.split_whitespace().next().unwrap().parse().unwrap()).collect();
    assert!(calls.is_sorted_by(|a, b| a >= b) && calls[0] == 40 && calls[7] == 20, "{table}");
}

/// The table that the program itself prints has the same heads in the same order.
#[test]
fn both_tables_have_one_shape() {
    let heads = |text: &str| {
        let line = text.lines().find(|l| l.trim_end().ends_with("where")).unwrap_or_else(|| panic!("{text}"));
        line.split("  ").map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let ours = good(&["profile", "--example", "busy", "--", "100"]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixture/release/examples");
    let program = folder.join(format!("busy{}", std::env::consts::EXE_SUFFIX));
    let own = std::process::Command::new(program).arg("100").env("HOTLOOP_PROFILE", "1").output().unwrap();
    assert_eq!(heads(&ours), heads(&text(&own.stderr)));
    assert_eq!(heads(&ours).len(), 12);
}

#[test]
fn programs_tests_and_benchmarks() {
    // The only program needs no name.
    let program = common::good(&["profile", "--format", "json", "--", "one", "two"]);
    let program: Value = serde_json::from_str(&program).unwrap();
    assert_eq!(row(&program, "once", Some(1))["iterations"], 3);
    let test = json(&["profile", "--test", "works", "--format", "json"]);
    let bench = json(&["profile", "--bench", "timed", "--format", "json"]);
    for profile in [test, bench] {
        assert_eq!(row(&profile, "axpy", Some(1))["fast"], 1);
    }
    let output = run_in(
        &std::env::temp_dir(),
        &[
            "profile",
            "--manifest-path",
            tests().join("fixture/Cargo.toml").to_str().unwrap(),
            "--bin",
            "fixture",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn what_goes_wrong_is_said() {
    let failed = run(&["profile", "--example", "busy", "--format", "json", "--", "100", "fail"]);
    assert_eq!(failed.status.code(), Some(4));
    assert!(text(&failed.stderr).contains("the program ended with exit status: 5"));
    assert_eq!(row(&serde_json::from_slice(&failed.stdout).unwrap(), "axpy", None)["calls"], 40);
    let aborted = bad(&["profile", "--example", "busy", "--", "100", "abort"], 4);
    assert!(aborted.contains("wrote no profile"), "{aborted}");
    assert!(bad(&["profile"], 2).contains("the package has no program to run"));
    assert!(bad(&["profile", "-o", "page.txt"], 2).contains("FILE.html"));
    let near = bad(&["profile", "--example", "bussy"], 2);
    assert!(near.contains("there is no example `bussy`\nhelp: did you mean `busy`?"), "{near}");
    let other = fresh("other.json");
    std::fs::write(&other, "{\"version\": 2}").unwrap();
    assert!(bad(&["profile", "--from", other.to_str().unwrap()], 4).contains("a profile of version 2"));
}

/// Every field of the JSON is described, and what is described is there.
#[test]
fn the_schema_is_described() {
    let page = include_str!("../../docs/profile-schema.md");
    let profile = json(&["profile", "--example", "busy", "--format", "json", "--", "200000"]);
    let mut fields = std::collections::BTreeSet::new();
    collect(&profile, "", &mut fields);
    let lines = page.lines().filter_map(|l| l.strip_prefix("| `")?.split_once('`'));
    let described: std::collections::BTreeSet<String> = lines.map(|(name, _)| name.to_owned()).collect();
    // With one thread nothing is parallel.
    let optional = |f: &&String| f.starts_with("rows[].parallel.");
    let missing: Vec<&String> = fields.difference(&described).collect();
    let extra: Vec<&String> = described.difference(&fields).filter(|f| !optional(f)).collect();
    assert!(missing.is_empty() && extra.is_empty(), "not described: {missing:?}; not there: {extra:?}");
}

fn collect(value: &Value, path: &str, into: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                into.insert(path.clone());
                collect(value, &path, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, &format!("{path}[]"), into)),
        _ => {}
    }
}
