//! The table of errors as Markdown.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Options;
use super::functions::CONTRACTS;
use super::single::Worst;
use super::wide::Found;

/// What was found, function by function.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    points: u64,
    checked: usize,
    apart: f64,
}

struct Row {
    name: String,
    wide: [Option<f64>; 4],
    at: String,
    single: [Option<f64>; 4],
}

impl Table {
    /// A function on `f64`.
    pub fn wide(&mut self, found: Found) {
        let at = found.worst[0]
            .map(|(_, [x, y])| if y == 0.0 { format!("{x:e}") } else { format!("{x:e}, {y:e}") });
        self.points = self.points.max(found.points);
        self.rows.push(Row {
            name: found.name.to_owned(),
            wide: found.worst.map(|w| w.map(|w| w.0)),
            at: at.unwrap_or_default(),
            single: [None; 4],
        });
    }

    /// What multi-precision says: lines `name count error difference`.
    pub fn checked(&mut self, text: &str) -> Result<()> {
        for line in text.lines() {
            let cells: Vec<&str> = line.split(' ').collect();
            let [_, count, _, apart] = cells[..] else { anyhow::bail!("unexpected line: {line}") };
            self.checked += count.parse::<usize>()?;
            self.apart = self.apart.max(apart.parse()?);
        }
        Ok(())
    }

    /// A function on `f32`.
    pub fn single(&mut self, name: &str, worst: Worst) {
        if let Some(row) = self.rows.iter_mut().find(|r| r.name == name) {
            row.single = worst.map(|w| w.map(|w| w.0));
        }
    }

    /// The table, with how it was made.
    pub fn markdown(&self, options: &Options, threads: u64, time: Duration) -> String {
        let mut text = String::new();
        let columns = CONTRACTS.map(|c| format!("f64 {c}")).join(" | ");
        let singles = CONTRACTS.map(|c| format!("f32 {c}")).join(" | ");
        let _ = writeln!(text, "| function | {columns} | worst argument (f64, default) | {singles} |");
        let _ = writeln!(text, "| --- |{}", " --- |".repeat(9));
        for row in &self.rows {
            let cell = |e: &Option<f64>| e.map_or("-".to_owned(), |e| format!("{e:.3}"));
            let wide = row.wide.iter().map(cell).collect::<Vec<_>>().join(" | ");
            let single = row.single.iter().map(cell).collect::<Vec<_>>().join(" | ");
            let _ = writeln!(text, "| `{}` | {wide} | {} | {single} |", row.name, row.at);
        }
        let which = match options.step {
            1 => "every argument".to_owned(),
            n => format!("every {n}th argument"),
        };
        let _ = write!(
            text,
            "\nf64: {} points of each function. f32: {which} (two arguments: a grid of all exponents and {} points). \
             {} of the worst points on f64 were computed again in multi-precision: the measured errors were right \
             to {:.0e} ULP. Time: {:.0} minutes on {threads} threads.\n",
            self.points,
            100_000_000 / options.step,
            self.checked,
            self.apart.max(1e-9),
            time.as_secs_f64() / 60.0
        );
        text
    }
}

/// Replaces what stands between `<!-- name -->` and `<!-- end of name -->` in the page of the functions.
pub fn replace(workspace: &Path, name: &str, text: &str) -> Result<()> {
    let path = workspace.join("runtime/src/math/README.md");
    let page = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = page.split_once(&start).with_context(|| format!("the page has no {start}"))?;
    let (_, after) = rest.split_once(&end).with_context(|| format!("the page has no {end}"))?;
    std::fs::write(&path, format!("{before}{start}{text}{end}{after}"))?;
    Ok(())
}

/// Replaces the row of one function in the table of errors by that of another table; how the others were measured stays.
pub fn replace_row(workspace: &Path, function: &str, table: &str) -> Result<()> {
    let path = workspace.join("runtime/src/math/README.md");
    let page = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let start = format!("| `{function}` |");
    let row_of = |text: &str| text.lines().find(|l| l.starts_with(&start)).map(str::to_owned);
    let (_, rest) = page.split_once("<!-- ulp -->\n").context("the page has no table of errors")?;
    let old = row_of(rest).with_context(|| format!("the table has no row of `{function}`"))?;
    let new = row_of(table).with_context(|| format!("`{function}` was not measured"))?;
    std::fs::write(&path, page.replacen(&old, &new, 1))?;
    Ok(())
}
