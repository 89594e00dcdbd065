//! `cargo xtask bench-math`: the speed of the elementary functions beside their peers, as a table.
//!
//! In: nothing. Out: nanoseconds per element of a slice of 1024, for std, ours at each level, `wide`, C with
//! libmvec, NumPy and Numba with SVML, as far as they are at hand. Invariant: all are timed in turn in rounds of one
//! run, on the same arguments, and the least of all rounds counts.

mod chains;
mod peers;
mod rows;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use peers::{InC, InPython};
use rows::Row;

/// Elements of the slices.
const N: usize = 1024;
/// How many times everything is measured.
const ROUNDS: usize = 60;

/// The least times of all rounds, row by row; none where the peer is not at hand or has no such function.
struct Times {
    rows: Vec<Row>,
    c: Vec<Option<f64>>,
    numpy: Vec<Option<f64>>,
    numba: Vec<Option<f64>>,
}

fn less(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn merge(times: &mut [Option<f64>], round: &[Option<f64>]) {
    times.iter_mut().zip(round).for_each(|(least, new)| *least = less(*least, *new));
}

fn measure(python: &str, only: Option<&str>) -> Result<Times> {
    let rows = rows::measure(only);
    ensure!(!rows.is_empty(), "there is no such function");
    let (mut c, mut python) = (InC::new(&rows)?, InPython::new(python, &rows)?);
    let none = || vec![None; rows.len()];
    let mut times = Times { c: none(), numpy: none(), numba: none(), rows };
    for round in 0..ROUNDS {
        if round > 0 {
            times.rows.iter_mut().zip(rows::measure(only)).for_each(|(row, new)| row.merge(&new));
        }
        if let Some(c) = &mut c {
            merge(&mut times.c, &c.times()?);
        }
        if let Some(python) = &mut python {
            let (numpy, numba) = python.times()?;
            merge(&mut times.numpy, &numpy);
            merge(&mut times.numba, &numba);
        }
    }
    Ok(times)
}

fn table(times: &Times) -> String {
    let mut text = String::from(
        "| function | std | baseline | v3 | v4 | v4, `contract` | v4, `contract, afn` | C, libmvec | Numba, SVML | NumPy | `wide` | std / baseline | std / v4 | libmvec / `afn` |\n",
    );
    let _ = writeln!(text, "| --- |{}", " ---: |".repeat(13));
    let cell = |t: Option<f64>| t.map_or("-".to_owned(), |t| format!("{t:.2}"));
    let ratio = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => format!("{:.1}", a / b),
        _ => "-".to_owned(),
    };
    for (i, row) in times.rows.iter().enumerate() {
        let mut cells = vec![format!("`{}` {}", row.name, row.kind), cell(row.std)];
        cells.extend(row.ours.map(cell));
        cells.extend([times.c[i], times.numba[i], times.numpy[i], row.wide].map(cell));
        cells.extend([
            ratio(row.std, row.ours[0]),
            ratio(row.std, row.ours[2]),
            ratio(times.c[i], row.ours[4]),
        ]);
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

/// Measures, and writes or prints the table.
pub fn run(workspace: &Path, python: &str, only: Option<&str>, write: bool) -> Result<()> {
    ensure!(only.is_none() || !write, "a table of one function is printed, not written");
    if cfg!(debug_assertions) {
        let status = Command::new("cargo")
            .args(["run", "--release", "--quiet", "--package", "xtask", "--"])
            .args(std::env::args().skip(1))
            .current_dir(workspace)
            .status()
            .context("cannot start cargo")?;
        ensure!(status.success(), "the measurement failed");
        return Ok(());
    }
    let loops = if only.is_none() || only == Some("chains") { chains::table()? } else { String::new() };
    let functions = if only == Some("chains") { String::new() } else { table(&measure(python, only)?) };
    if write {
        crate::ulp::replace(workspace, "chains", &loops)?;
        return crate::ulp::replace(workspace, "speed", &functions);
    }
    print!("{functions}{loops}");
    Ok(())
}
