//! A profile as JSON (`docs/profile-schema.md`), written without a library: users of hotloop get no more than they need.

use std::fmt::Write;
use std::time::Duration;

use super::{Profile, ProfileKind, ProfileNode, ProfileRow};
use crate::{cpu, settings};

/// The version of the schema.
const VERSION: u32 = 1;

pub(super) fn write(profile: &Profile) -> String {
    let program = std::env::args_os().next().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let list = |items: Vec<String>| items.join(",\n    ");
    format!(
        "{{\n  \"version\": {VERSION},\n  \"hotloop\": {},\n  \"program\": {},\n  \"threads\": {},\n  \"isa\": {},\n  \
         \"plain\": {},\n  \"wall_ns\": {},\n  \"rows\": [\n    {}\n  ],\n  \"tree\": [\n    {}\n  ]\n}}\n",
        text(env!("CARGO_PKG_VERSION")),
        text(&program),
        settings::num_threads(),
        text(&cpu::isa().to_string()),
        settings::mode() == settings::Mode::Original,
        profile.wall.as_nanos(),
        list(profile.rows.iter().map(row).collect()),
        list(profile.tree.iter().map(node).collect()),
    )
}

fn row(row: &ProfileRow) -> String {
    let ns = |time: Duration| time.as_nanos();
    let (kind, id) = match row.kind {
        ProfileKind::Function => ("function", "null".to_owned()),
        ProfileKind::Loop(id) => ("loop", id.to_string()),
    };
    let parallel = match row.parallel {
        None => "null".to_owned(),
        Some(p) => format!(
            "{{\"regions\": {}, \"wall_ns\": {}, \"available_ns\": {}, \"busy_ns\": {}}}",
            p.regions,
            ns(p.wall),
            ns(p.available),
            ns(p.busy)
        ),
    };
    format!(
        "{{\"kind\": \"{kind}\", \"function\": {}, \"file\": {}, \"line\": {}, \"loop\": {id}, \"calls\": {}, \
         \"cumulative_ns\": {}, \"own_ns\": {}, \"helpers_ns\": {}, \"iterations\": {}, \"uncounted_runs\": {}, \
         \"bytes\": {}, \"bytes_ns\": {}, \"fast\": {}, \"fallback\": {}, \"first_failed\": {}, \"parallel\": {parallel}}}",
        text(row.function),
        text(row.file),
        row.line,
        row.calls,
        ns(row.cumulative),
        ns(row.own),
        ns(row.helpers),
        row.iterations,
        row.uncounted,
        row.bytes,
        ns(row.bytes_time),
        row.fast,
        row.fallback,
        row.first_failed.map_or("null".to_owned(), text),
    )
}

fn node(node: &ProfileNode) -> String {
    format!(
        "{{\"parent\": {}, \"row\": {}, \"calls\": {}, \"own_ns\": {}, \"helpers_ns\": {}, \"cumulative_ns\": {}}}",
        node.parent.map_or("null".to_owned(), |p| p.to_string()),
        node.row,
        node.calls,
        node.own.as_nanos(),
        node.helpers.as_nanos(),
        node.cumulative.as_nanos()
    )
}

/// A string of JSON.
fn text(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn strings_are_escaped() {
        assert_eq!(super::text("a \"b\" C:\\d\n\u{1}ü"), r#""a \"b\" C:\\d\u000a\u0001ü""#);
    }
}
