//! A profile as a table.

use std::fmt;
use std::time::Duration;

use super::{Profile, ProfileKind, ProfileRow};

/// The heads of the columns, all but the last, which is the name.
const HEADS: [&str; 11] = [
    "calls",
    "own",
    "own/call",
    "cumulative",
    "cum/call",
    "helpers",
    "iterations",
    "GB/s",
    "busy",
    "fast",
    "as written",
];

impl fmt::Display for Profile {
    /// A table with a row for each function and loop, those with most time of their own first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.on {
            return writeln!(f, "hotloop: no profile: HOTLOOP_PROFILE is not set");
        }
        let rows: Vec<[String; HEADS.len()]> = self.rows.iter().map(cells).collect();
        let width = |n: usize| rows.iter().map(|r| r[n].len()).chain([HEADS[n].len()]).max().unwrap_or(0);
        let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
        writeln!(f, "hotloop: profile of {}", duration(self.wall))?;
        for (head, width) in HEADS.iter().zip(&widths) {
            write!(f, "{head:>width$}  ")?;
        }
        writeln!(f, "where")?;
        for (cells, row) in rows.iter().zip(&self.rows) {
            for (cell, width) in cells.iter().zip(&widths) {
                write!(f, "{cell:>width$}  ")?;
            }
            writeln!(f, "{}:{}: {}", row.file, row.line, name(row))?;
        }
        Ok(())
    }
}

fn name(row: &ProfileRow) -> String {
    match row.kind {
        ProfileKind::Function => format!("`{}`", row.function),
        ProfileKind::Loop(id) => format!("loop {id} of `{}`", row.function),
    }
}

fn cells(row: &ProfileRow) -> [String; HEADS.len()] {
    let is_loop = row.kind != ProfileKind::Function;
    let none = || "-".to_owned();
    let each = |time: Duration| duration(time / u32::try_from(row.calls.max(1)).unwrap_or(u32::MAX));
    let of_loop = |count: u64| if is_loop { count.to_string() } else { none() };
    let iterations = match row.uncounted {
        0 => of_loop(row.iterations),
        // Not all of them are known.
        _ if row.iterations == 0 => none(),
        _ => format!("{}+", row.iterations),
    };
    [
        row.calls.to_string(),
        duration(row.own),
        each(row.own),
        duration(row.cumulative),
        each(row.cumulative),
        if row.helpers.is_zero() { none() } else { duration(row.helpers) },
        iterations,
        row.gigabytes_per_second().map_or_else(none, |g| format!("{g:.2}")),
        row.parallel.map_or_else(none, |p| format!("{:.0}%", p.share() * 100.0)),
        of_loop(row.fast),
        of_loop(row.fallback),
    ]
}

/// A time with its unit, three digits or more.
fn duration(time: Duration) -> String {
    let ns = time.as_nanos();
    match ns {
        0..1_000 => format!("{ns} ns"),
        1_000..1_000_000 => format!("{:.2} us", ns as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.2} ms", ns as f64 / 1e6),
        _ => format!("{:.3} s", ns as f64 / 1e9),
    }
}
