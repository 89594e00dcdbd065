//! A profile as one page, which needs nothing but itself: an icicle of the tree of calls, and the table.
//!
//! The table is there without scripts; `page.js` draws the icicle, zooms and sorts.

use super::data::{Profile, Row, duration, sorted};
use super::table::about;
use crate::Outcome;
use crate::cli::SortBy;
use anyhow::Context;
use askama::Template;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The columns of numbers: what stands over them, and what it means.
const COLUMNS: [(&str, &str); 12] = [
    ("calls", "how often it was called, or ran"),
    ("own", "time in itself, without annotated functions and loops that it called"),
    ("own/call", "own time of one call"),
    ("cumulative", "time from entry to end, on the calling thread"),
    ("cum/call", "cumulative time of one call"),
    ("helpers", "own time of calls that helper threads made"),
    ("iterations", "iterations of the outermost level of the loop"),
    ("bytes", "size of the elements read and written, once for each place in the loop"),
    ("GB/s", "bytes a second, in the runs whose bytes are known"),
    ("busy", "share of the available threads' time in parallel parts in which they were at work"),
    ("fast", "runs of the fast form"),
    ("as written", "runs of the loop as written"),
];

/// The page. Its policy is that nothing may be asked of any network.
#[derive(Template)]
#[template(path = "profile.html")]
struct Page<'a> {
    title: String,
    about: String,
    profile: &'a Profile,
    columns: [(&'static str, &'static str); 12],
    lines: Vec<Line<'a>>,
    data: String,
    style: &'static str,
    script: &'static str,
}

/// A line of the table; `at` is the row's number in the profile.
struct Line<'a> {
    at: usize,
    class: &'static str,
    name: String,
    place: String,
    why: Option<&'a str>,
    cells: Vec<(String, Option<f64>)>,
}

/// The page.
///
/// # Errors
/// If it cannot be made, which would be a bug.
pub fn write(profile: &Profile) -> Outcome<String> {
    let page = Page {
        title: format!("Profile of {}", program(profile)),
        about: about(profile),
        profile,
        columns: COLUMNS,
        lines: sorted(profile, SortBy::Own).into_iter().map(|row| line(profile, row)).collect(),
        data: data(profile),
        style: STYLE,
        script: SCRIPT,
    };
    Ok(page.render().context("cannot make the page")?)
}

fn line<'a>(profile: &Profile, row: &'a Row) -> Line<'a> {
    Line {
        at: profile.rows.iter().position(|r| std::ptr::eq(r, row)).unwrap_or_default(),
        class: class(row),
        name: row.name(),
        place: row.place(),
        why: row.first_failed.as_deref(),
        cells: cells(row),
    }
}

fn program(profile: &Profile) -> &str {
    profile.program.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The numbers for the script. No `<` in them can end its element.
fn data(profile: &Profile) -> String {
    serde_json::to_string(profile).unwrap_or_default().replace('<', "\\u003c")
}

fn class(row: &Row) -> &'static str {
    match (row.is_loop(), row.fallback > row.fast, row.parallel.is_some()) {
        (false, ..) => "function",
        (true, true, _) => "written",
        (true, false, true) => "parallel",
        (true, false, false) => "fast",
    }
}

/// Text and number of each column.
fn cells(row: &Row) -> Vec<(String, Option<f64>)> {
    let time = |ns: f64| (duration(ns), Some(ns));
    let none = || ("–".to_owned(), None);
    let of_loop = |n: u64| if row.is_loop() { (n.to_string(), Some(n as f64)) } else { none() };
    vec![
        (row.calls.to_string(), Some(row.calls as f64)),
        time(row.own_ns as f64),
        time(row.each(row.own_ns)),
        time(row.cumulative_ns as f64),
        time(row.each(row.cumulative_ns)),
        if row.helpers_ns == 0 { none() } else { time(row.helpers_ns as f64) },
        row.iterations_text().map_or_else(none, |text| (text, Some(row.iterations as f64))),
        if row.bytes == 0 { none() } else { (row.bytes.to_string(), Some(row.bytes as f64)) },
        row.gigabytes().map_or_else(none, |rate| (format!("{rate:.2}"), Some(rate))),
        row.busy().map_or_else(none, |share| (format!("{:.0} %", share * 100.0), Some(share))),
        of_loop(row.fast),
        of_loop(row.fallback),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Profile {
        let text = r#"{"version": 1, "hotloop": "0", "program": "a/<b>&\"", "threads": 2, "isa": "baseline", "plain": false,
            "wall_ns": 10, "rows": [{"kind": "function", "function": "</script><img src=x>", "file": "<i>", "line": 1,
            "loop": null, "calls": 1, "cumulative_ns": 5, "own_ns": 5, "helpers_ns": 0, "iterations": 0,
            "uncounted_runs": 0, "bytes": 0, "bytes_ns": 0, "fast": 0, "fallback": 0, "first_failed": "a < b",
            "parallel": null}], "tree": [{"parent": null, "row": 0, "calls": 1, "own_ns": 5, "helpers_ns": 0,
            "cumulative_ns": 5}]}"#;
        super::super::data::read(text).unwrap()
    }

    #[test]
    fn names_are_text() {
        let page = write(&hostile()).unwrap();
        assert!(!page.contains("<img") && !page.contains("<i>") && !page.contains("<b>&\""), "{page}");
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(!page.contains("http://") && !page.contains("https://"));
    }

    #[test]
    fn what_is_no_profile_is_refused() {
        let error = |text: &str| super::super::data::read(text).unwrap_err().to_string();
        assert_eq!(error("{}"), "this is no profile: it has no `version`");
        assert_eq!(error("{\"version\": 9}"), "a profile of version 9; this program reads version 1");
        assert_eq!(error("x"), "this is no profile");
        let mut damaged = hostile();
        damaged.tree[0].row = 7;
        assert!(error(&serde_json::to_string(&damaged).unwrap()).contains("damaged"));
        damaged.tree[0] = super::super::data::Node { parent: Some(0), row: 0, ..damaged.tree[0].clone() };
        assert!(error(&serde_json::to_string(&damaged).unwrap()).contains("damaged"));
    }
}
