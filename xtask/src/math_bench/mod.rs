//! `cargo xtask bench-math`: the speed of the elementary functions beside their peers, as a table.
//!
//! In: nothing. Out: nanoseconds per element of a slice of 1024, for std, ours at each level, `wide`, C with
//! libmvec, NumPy and Numba with SVML, as far as they are at hand. Invariant: all are timed in turn in rounds of one
//! run, on the same arguments. A time is the least of all rounds, a ratio the median of those of the rounds: a machine
//! that other work shares changes its speed from round to round, but less within one.

mod chains;
mod peers;
mod rounds;
mod rows;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use peers::{InC, InPython};
use rounds::Rounds;
use rows::Row;

/// Elements of the slices.
const N: usize = 1024;
/// How many times everything is measured.
const ROUNDS: usize = 60;

/// The columns of the table, as a round has them.
const STD: usize = 0;
const BASELINE: usize = 1;
const V4: usize = 3;
const SHORT: usize = 5;
const WIDE: usize = 6;
const C: usize = 7;
const NUMBA: usize = 8;
const NUMPY: usize = 9;

fn measure(python: &str, only: Option<&str>) -> Result<(Vec<Row>, Rounds)> {
    let rows = rows::measure(only);
    ensure!(!rows.is_empty(), "there is no such function");
    let (mut c, mut python) = (InC::new(&rows)?, InPython::new(python, &rows)?);
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        let mut round: Vec<Vec<Option<f64>>> =
            rows::measure(only).iter().map(|row| row.times.to_vec()).collect();
        let none = || vec![None; rows.len()];
        let in_c = c.as_mut().map_or_else(|| Ok(none()), InC::times)?;
        let (numpy, numba) = python.as_mut().map_or_else(|| Ok((none(), none())), InPython::times)?;
        for (i, times) in round.iter_mut().enumerate() {
            times.extend([in_c[i], numba[i], numpy[i]]);
        }
        rounds.add(round);
    }
    Ok((rows, rounds))
}

fn table(rows: &[Row], rounds: &Rounds) -> String {
    let mut text = String::from(
        "| function | std | baseline | v3 | v4 | v4, `contract` | v4, `contract, afn` | C, libmvec | Numba, SVML | NumPy | `wide` | std / baseline | std / v4 | libmvec / `afn` |\n",
    );
    let _ = writeln!(text, "| --- |{}", " ---: |".repeat(13));
    for (i, row) in rows.iter().enumerate() {
        let mut cells = vec![format!("`{}` {}", row.name, row.kind)];
        cells.extend((STD..WIDE).chain([C, NUMBA, NUMPY, WIDE]).map(|column| rounds.least(i, column)));
        cells.extend([(STD, BASELINE), (STD, V4), (C, SHORT)].map(|(a, b)| rounds.ratio(i, a, b)));
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
    let functions = if only == Some("chains") {
        String::new()
    } else {
        let (rows, rounds) = measure(python, only)?;
        table(&rows, &rounds)
    };
    if write {
        crate::ulp::replace(workspace, "chains", &loops)?;
        return crate::ulp::replace(workspace, "speed", &functions);
    }
    print!("{functions}{loops}");
    Ok(())
}
