//! What is measured in other programs: C with libmvec, NumPy and Numba. Each prints a line of times per round.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::N;
use super::rows::Row;

/// A time of each row, if the peer has the function.
type Column = Vec<Option<f64>>;

/// The same loops in C: `gcc -O3 -march=native -ffast-math`, which calls libmvec.
pub struct InC {
    folder: PathBuf,
    rows: usize,
}

fn call_in_c(row: &Row) -> String {
    let f = if row.kind == "f32" { "f" } else { "" };
    match row.name {
        "exp_m1" => format!("expm1{f}(x[i])"),
        "ln" => format!("log{f}(x[i])"),
        "ln_1p" => format!("log1p{f}(x[i])"),
        "sigmoid" => format!("1 / (1 + exp{f}(-x[i]))"),
        "sin_cos" => format!("sin{f}(x[i]) + cos{f}(x[i])"),
        "powf" => format!("pow{f}(x[i], (T)2.4)"),
        "powi(3)" | "powi(7)" => format!("__builtin_powi{f}(x[i], {})", &row.name[5..6]),
        "atan2" | "hypot" => format!("{}{f}(x[i], (T)1.3)", row.name),
        name => format!("{name}{f}(x[i])"),
    }
}

const C: &str = r#"#include <math.h>
#include <stdio.h>
#include <time.h>
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}
static volatile int SEVEN = 7;
#define ROW(T_, lo, hi, f) { \
    typedef T_ T; \
    static T x[N], y[N]; \
    double best = 1e9; \
    for (int i = 0; i < N; i++) x[i] = (T)(lo) + (T)((hi) - (lo)) * ((i * 769) % N) / N; \
    for (int r = 0; r < 9; r++) { \
        double t = now(); \
        for (int k = 0; k < 20; k++) { \
            for (int i = 0; i < N; i++) y[i] = f; \
            __asm__ volatile("" :: "r"(x), "r"(y) : "memory"); \
        } \
        t = (now() - t) / 20 / N * 1e9; \
        if (t < best) best = t; \
    } \
    printf("%g\n", best); \
}
"#;

impl InC {
    /// The functions of the rows; none without a compiler.
    pub fn new(rows: &[Row]) -> Result<Option<InC>> {
        let kind = |row: &Row| if row.kind == "f32" { "float" } else { "double" };
        InC::of(rows.iter().map(|row| (kind(row), row.range, call_in_c(row))).collect())
    }

    /// Formulas: the type, where the arguments lie, the text; none without a compiler.
    pub fn of(rows: Vec<(&str, (f64, f64), String)>) -> Result<Option<InC>> {
        let folder =
            std::env::temp_dir().join(format!("hotloop-bench-{}-{}", std::process::id(), rows.len()));
        std::fs::create_dir_all(&folder)?;
        let mut source = format!("#define N {N}\n{C}int main(void) {{\n");
        for (kind, (lo, hi), formula) in &rows {
            let _ = writeln!(source, "ROW({kind}, {lo:?}, {hi:?}, {formula})");
        }
        source.push_str("}\n");
        let program = InC { folder, rows: rows.len() };
        std::fs::write(program.folder.join("bench.c"), source)?;
        let built = Command::new("gcc")
            .args(["-O3", "-march=native", "-ffast-math", "-o", "bench", "bench.c", "-lm"])
            .current_dir(&program.folder)
            .status();
        Ok(built.is_ok_and(|s| s.success()).then_some(program))
    }

    /// A round.
    pub fn times(&mut self) -> Result<Column> {
        let output = Command::new(self.folder.join("bench")).output()?;
        let times: Column =
            String::from_utf8(output.stdout)?.lines().map(|l| Ok(Some(l.parse()?))).collect::<Result<_>>()?;
        ensure!(times.len() == self.rows, "the C program printed {} times", times.len());
        Ok(times)
    }
}

impl Drop for InC {
    fn drop(&mut self) {
        // What is left behind in the folder for temporary files harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// NumPy, and Numba with SVML, in a Python that runs from round to round: Numba compiles each loop once.
pub struct InPython {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    rows: usize,
}

impl InPython {
    /// None without Python.
    pub fn new(python: &str, rows: &[Row]) -> Result<Option<InPython>> {
        let child = Command::new(python)
            .args(["-c", include_str!("peers.py"), &N.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else { return Ok(None) };
        let mut input = child.stdin.take().context("the program has an input")?;
        let output = BufReader::new(child.stdout.take().context("the program has an output")?);
        for row in rows {
            writeln!(input, "{} {} {:?} {:?}", row.name, row.kind, row.range.0, row.range.1)?;
        }
        writeln!(input, "end")?;
        Ok(Some(InPython { child, input, output, rows: rows.len() }))
    }

    /// A round: NumPy, Numba.
    pub fn times(&mut self) -> Result<(Column, Column)> {
        writeln!(self.input, "go")?;
        let (mut numpy, mut numba) = (Column::new(), Column::new());
        for _ in 0..self.rows {
            let mut line = String::new();
            self.output.read_line(&mut line)?;
            let (one, other) = line.trim().split_once(' ').context("peers.py stopped")?;
            numpy.push(one.parse().ok());
            numba.push(other.parse().ok());
        }
        Ok((numpy, numba))
    }
}

impl Drop for InPython {
    fn drop(&mut self) {
        // The end of its input ends it; where it has ended by itself there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
