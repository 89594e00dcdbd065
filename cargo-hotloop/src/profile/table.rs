//! A profile as a table for a terminal.

use super::data::{Profile, Row, duration, sorted};
use crate::cli::SortBy;
use crate::style::{self, paint};

/// Those of the table that a program prints itself (`runtime/src/profile/text.rs` says why they stand there too).
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

/// Prints it.
pub fn print(profile: &Profile, by: SortBy) {
    let rows = sorted(profile, by);
    let cells: Vec<[String; HEADS.len()]> = rows.iter().map(|row| cells(row)).collect();
    let widths: Vec<usize> = HEADS
        .iter()
        .enumerate()
        .map(|(n, head)| cells.iter().map(|c| c[n].len()).chain([head.len()]).max().unwrap_or(0))
        .collect();
    say!("{}", about(profile));
    let heads: String = HEADS.iter().zip(&widths).map(|(head, width)| format!("{head:>width$}  ")).collect();
    say!("{}{}", paint(style::DIM, &heads), paint(style::DIM, "where"));
    for (row, cells) in rows.iter().zip(&cells) {
        let line: String = cells.iter().zip(&widths).map(|(c, width)| format!("{c:>width$}  ")).collect();
        let name = match row.fallback > 0 && row.fast == 0 {
            true => paint(style::LESS, &row.name()),
            false => paint(style::NAME, &row.name()),
        };
        say!("{line}{name}  {}", paint(style::DIM, &row.place()));
    }
    for row in rows.iter().filter(|row| row.first_failed.is_some()) {
        let why = row.first_failed.as_deref().unwrap_or_default();
        let place = paint(style::DIM, &row.place());
        say!("{} ran as written first because this failed: {why}  {place}", paint(style::NAME, &row.name()));
    }
}

/// What was measured: the first line.
pub fn about(profile: &Profile) -> String {
    let plain = if profile.plain { ", plain functions (HOTLOOP_DISABLE=1)" } else { "" };
    let threads =
        if profile.threads == 1 { "1 thread".into() } else { format!("{} threads", profile.threads) };
    format!("{} in {}, {threads}, {}{plain}", profile.program, duration(profile.wall_ns as f64), profile.isa)
}

fn cells(row: &Row) -> [String; HEADS.len()] {
    let none = || "-".to_owned();
    let of_loop = |count: u64| if row.is_loop() { count.to_string() } else { none() };
    let time = |ns: u64| duration(ns as f64);
    [
        row.calls.to_string(),
        time(row.own_ns),
        duration(row.each(row.own_ns)),
        time(row.cumulative_ns),
        duration(row.each(row.cumulative_ns)),
        if row.helpers_ns == 0 { none() } else { time(row.helpers_ns) },
        row.iterations_text().unwrap_or_else(none),
        row.gigabytes().map_or_else(none, |rate| format!("{rate:.2}")),
        row.busy().map_or_else(none, |share| format!("{:.0}%", share * 100.0)),
        of_loop(row.fast),
        of_loop(row.fallback),
    ]
}
