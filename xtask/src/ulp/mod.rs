//! `cargo xtask ulp`: the error of the elementary functions, measured, as a table.
//!
//! In: how many points. Out: the table in `runtime/src/math/README.md`. Invariant: the reference shares nothing
//! with the runtime crate, and its worst points are checked in multi-precision by another program.

pub mod double;
pub mod functions;
mod page;

pub use page::replace;
pub mod points;
pub mod reference;
pub mod single;
pub mod wide;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// Points of each function on `f64`.
    pub points: u64,
    /// Every so many arguments on `f32`; 1 for all.
    pub step: usize,
    /// Only this function.
    pub only: Option<String>,
    /// Write the table, or the row of the one function (else print it).
    pub write: bool,
}

/// Measures everything and writes or prints the table.
pub fn run(workspace: &Path, options: &Options) -> Result<()> {
    if cfg!(debug_assertions) || (!functions::FUSED && cfg!(target_arch = "x86_64")) {
        return again(workspace);
    }
    let start = Instant::now();
    let wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    let mut table = page::Table::default();
    let mut hard_lines = String::new();
    for f in functions::functions().iter().filter(|f| wanted(f.name)) {
        let found =
            wide::measure_on(threads(), f, options.points, &hard_cases(workspace, f.name)?, wide::CHECKED);
        for (_, bits) in &found.hard {
            let [x, y] = bits.map(f64::from_bits);
            let result = (f.ours[0])(x, y);
            let error = (f.exact)(x, y).distance(result);
            hard_lines += &format!("{} {:x} {:x} {:x} {error}\n", f.name, bits[0], bits[1], result.to_bits());
        }
        println!(
            "f64 {:8} {:?} ({:.0} s)",
            f.name,
            found.worst.map(|w| w.map(|w| w.0)),
            start.elapsed().as_secs_f64()
        );
        table.wide(found);
    }
    let checked = multi_precision(workspace, &hard_lines)?;
    print!("{checked}");
    table.checked(&checked)?;
    for f in single::functions().iter().filter(|f| wanted(f.name)) {
        let worst = (f.measure)(options.step);
        println!(
            "f32 {:8} {:?} ({:.0} s)",
            f.name,
            worst.map(|w| w.map(|w| w.0)),
            start.elapsed().as_secs_f64()
        );
        table.single(f.name, worst);
    }
    let text = table.markdown(options, threads(), start.elapsed());
    match (options.write, &options.only) {
        (true, None) => page::replace(workspace, "ulp", &text),
        (true, Some(only)) => page::replace_row(workspace, only, &text),
        (false, _) => {
            print!("{text}");
            Ok(())
        }
    }
}

/// The number of threads that measure.
fn threads() -> u64 {
    std::thread::available_parallelism().map_or(1, |n| n.get() as u64)
}

/// The measurement as it should be built: optimized, for this machine.
fn again(workspace: &Path) -> Result<()> {
    ensure!(std::env::var_os("HOTLOOP_ULP").is_none(), "this build has no fused multiply-add");
    let status = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "xtask", "--"])
        .args(std::env::args().skip(1))
        .env("RUSTFLAGS", "-C target-cpu=native")
        .env("CARGO_TARGET_DIR", workspace.join("target/ulp"))
        .env("HOTLOOP_ULP", "1")
        .current_dir(workspace)
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "the measurement failed");
    Ok(())
}

/// The arguments of the multi-precision table of the runtime's tests: among them, for each exponent, the
/// argument nearest to a multiple of pi/2.
fn hard_cases(workspace: &Path, name: &str) -> Result<Vec<[f64; 2]>> {
    let path = workspace.join("runtime/tests/math/points.txt");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    // What is hard for the sine is so for the cosine and the tangent.
    let same = |other: &str| other == name || name == "tan" && matches!(other, "sin" | "cos");
    let mut all = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        if same(cells[0]) {
            let float =
                |i: usize| Ok::<f64, anyhow::Error>(f64::from_bits(u64::from_str_radix(cells[i], 16)?));
            all.push([float(1)?, if cells.len() == 5 { float(2)? } else { 0.0 }]);
        }
    }
    Ok(all)
}

/// The worst points in multi-precision: `name count error difference` a line.
fn multi_precision(workspace: &Path, lines: &str) -> Result<String> {
    let mut python = Command::new("python3")
        .arg(workspace.join("xtask/src/ulp/check.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start python3, which (with mpmath) checks the worst points")?;
    python.stdin.take().context("the program has an input")?.write_all(lines.as_bytes())?;
    let output = python.wait_with_output()?;
    ensure!(output.status.success(), "check.py failed (it needs mpmath)");
    Ok(String::from_utf8(output.stdout)?)
}
