//! A profile as one page, which needs nothing but itself: an icicle of the tree of calls, and the table.
//!
//! The table is there without scripts; `page.js` draws the icicle, zooms and sorts.

use super::data::{Profile, Row, duration, sorted};
use super::table::about;
use crate::cli::SortBy;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Nothing may be asked of any network.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

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

/// The page.
pub fn write(profile: &Profile) -> String {
    let title = format!("Profile of {}", program(profile));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { h1 { (title) } p { (about(profile)) " · hotloop " (profile.hotloop) } }
                (icicle(profile))
                main { h2 { "Functions and loops" } (table(profile)) (notes()) }
                script type="application/json" id="data" { (PreEscaped(data(profile))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn program(profile: &Profile) -> &str {
    profile.program.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The numbers for the script. No `<` in them can end its element.
fn data(profile: &Profile) -> String {
    serde_json::to_string(profile).unwrap_or_default().replace('<', "\\u003c")
}

fn icicle(profile: &Profile) -> Markup {
    html! {
        section id="calls" aria-labelledby="calls-head" {
            h2 id="calls-head" { "Calls" }
            @if profile.tree.is_empty() {
                p { "Nothing that was measured has ended." }
            } @else {
                noscript { p { "The picture needs scripts; all numbers are in the table." } }
                div class="bar" {
                    label for="weight" { "width " }
                    select id="weight" {
                        option value="wall" { "time on the calling thread" }
                        option value="all" { "the same and calls on helpers" }
                    }
                    button type="button" id="up" disabled { "↑ out" }
                    nav id="path" aria-label="Where the picture starts" {}
                }
                div id="icicle" role="group" aria-label="Each box is a call, as wide as its time; what it called is below it" {}
                p class="legend" {
                    span class="key function" { "function" }
                    span class="key parallel" { "loop, parallel" }
                    span class="key fast" { "loop, fast form" }
                    span class="key written" { "loop, mostly as written" }
                }
                dl id="details" aria-live="polite" { dt { "Numbers" } dd { "point at a box, or tap it; a click zooms in" } }
            }
        }
    }
}

fn table(profile: &Profile) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label="Table" {
            table id="rows" {
                thead { tr {
                    th scope="col" aria-sort="none" { button type="button" { "name" } }
                    @for (n, (head, meaning)) in COLUMNS.iter().enumerate() {
                        th scope="col" title=(meaning) aria-sort=(if n == 1 { "descending" } else { "none" }) {
                            button type="button" { (head) }
                        }
                    }
                } }
                tbody {
                    @for row in sorted(profile, SortBy::Own) {
                        @let at = profile.rows.iter().position(|r| std::ptr::eq(r, row));
                        tr data-row=[at] { (name(row)) @for (text, value) in cells(row) { td data-value=[value] { (text) } } }
                    }
                }
            }
        }
    }
}

fn name(row: &Row) -> Markup {
    html! {
        th scope="row" class=(class(row)) data-value=(row.name()) {
            b { (row.name()) } small { (row.place()) }
            @if let Some(why) = &row.first_failed { small class="why" { "as written: " (why) } }
        }
    }
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

fn notes() -> Markup {
    html! {
        details {
            summary { "What is counted" }
            dl class="notes" { @for (head, meaning) in COLUMNS { dt { (head) } dd { (meaning) } } }
            p {
                "Functions without loops are inlined and not measured. Bytes are those of the elements that the loop's text \
                 names, once for each innermost iteration on which their subscripts depend, as if every condition held; caches \
                 are not known. A function that calls itself is one box. To measure costs some 70 ns for \
                 each call and each loop, most of which is in the own time of what is around it."
            }
        }
    }
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
        let page = write(&hostile());
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
