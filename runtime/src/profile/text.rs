//! A profile as a table.
//!
//! `cargo hotloop profile` prints the same columns (`cargo-hotloop/src/profile/table.rs`), from JSON, sorted and in color. It says them
//! once more: to share a file across crates none of them could be published alone, a crate for it would be one more for everybody
//! who uses hotloop, and to depend on this one would build a pool of threads for eleven words. Tests hold both to the same heads
//! (`cargo-hotloop/tests/profile.rs`) and to the same times (`times_have_units`, in both places).

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
    let each = |time: Duration| duration(time.div_f64(row.calls.max(1) as f64));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The same table stands in `cargo-hotloop/src/profile/data.rs`.
    #[test]
    fn times_have_units() {
        let table = [
            (0, "0 ns"),
            (999, "999 ns"),
            (1_000, "1.00 us"),
            (12_346, "12.35 us"),
            (1_000_000, "1.00 ms"),
            (999_990_000, "999.99 ms"),
            (1_000_000_000, "1.000 s"),
            (3_600_000_000_000, "3600.000 s"),
        ];
        for (ns, text) in table {
            assert_eq!(duration(Duration::from_nanos(ns)), text);
        }
    }

    #[test]
    fn more_calls_than_a_word_counts_have_a_time_each() {
        let row = ProfileRow {
            kind: ProfileKind::Function,
            function: "often",
            file: "a.rs",
            line: 1,
            calls: 1 << 40,
            cumulative: Duration::from_nanos(50 << 40),
            own: Duration::from_nanos(5 << 40),
            helpers: Duration::ZERO,
            iterations: 0,
            uncounted: 0,
            bytes: 0,
            bytes_time: Duration::ZERO,
            fast: 0,
            fallback: 0,
            first_failed: None,
            parallel: None,
        };
        let cells = cells(&row);
        assert_eq!([&cells[0], &cells[2], &cells[4]], ["1099511627776", "5 ns", "50 ns"]);
    }
}
