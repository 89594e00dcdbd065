//! `cargo xtask bench-math`: the speed of the elementary functions, as a table.
//!
//! In: nothing. Out: nanoseconds per element of a slice of 1024, for std, ours at each level, and C with libmvec where
//! a compiler and the library are at hand. Invariant: all ways are timed in turn within one run, and the least of
//! several times counts.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use hotloop::__private::contract::{Contract, Fused, FusedShort, Strict};
use hotloop::__private::{Built, Isa, isa, levels, with_isa};

const N: usize = 1024;
const ALL: Built = Built { v3: true, v4: true };

/// The least time of a call of `f`, per element, in nanoseconds.
fn time(mut f: impl FnMut()) -> f64 {
    let once = |f: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..20).for_each(|_| f());
        start.elapsed().as_secs_f64() / 20.0 / N as f64 * 1e9
    };
    (0..9).map(|_| once(&mut f)).fold(f64::INFINITY, f64::min)
}

/// A row: the name, and the times.
struct Row {
    name: String,
    std: f64,
    ours: [Option<f64>; 5],
}

macro_rules! row {
    ($rows:ident, $t:ident, $name:expr, $lo:literal, $hi:literal, |$x:ident| $std:expr, $c:ident => $ours:expr) => {{
        let arguments: Vec<$t> =
            (0..N).map(|i| $lo + ($hi - $lo) * ((i * 769 % N) as $t) / N as $t).collect();
        let mut results = vec![0.0; N];
        let std = {
            let (x, y) = (&arguments[..], &mut results[..]);
            time(|| {
                let (x, y) = (black_box(x), black_box(&mut *y));
                for (y, x) in y.iter_mut().zip(x) {
                    let $x = *x;
                    *y = $std;
                }
            })
        };
        #[inline(always)]
        fn map<$c: Contract>(x: &[$t], y: &std::cell::Cell<Option<&mut [$t]>>) {
            for (y, x) in y.take().unwrap_or_default().iter_mut().zip(x) {
                let $x = *x;
                *y = $ours;
            }
        }
        macro_rules! at {
            ($level:expr, $contract:ident) => {
                (isa() >= $level).then(|| {
                    with_isa($level, || {
                        let (x, y) = (&arguments[..], &mut results[..]);
                        time(|| {
                            let (x, y) = (black_box(x), std::cell::Cell::new(Some(black_box(&mut *y))));
                            let y = &y;
                            levels(
                                ALL,
                                false,
                                move || map::<$contract>(x, y),
                                move || map::<$contract>(x, y),
                                move || map::<$contract>(x, y),
                            );
                        })
                    })
                })
            };
        }
        let ours = [
            at!(Isa::Baseline, Strict),
            at!(Isa::V3, Strict),
            at!(Isa::V4, Strict),
            at!(Isa::V4, Fused),
            at!(Isa::V4, FusedShort),
        ];
        $rows.push(Row { name: format!("`{}` {}", $name, stringify!($t)), std, ours });
    }};
}

macro_rules! rows {
    ($($name:literal $f:ident $lo:literal $hi:literal, |$x:ident| $std:expr;)*) => {{
        use hotloop::math::f32::any as f32s;
        use hotloop::math::f64::any as f64s;
        let mut rows = Vec::new();
        $(
            row!(rows, f64, $name, $lo, $hi, |$x| $std, C => f64s::$f::<C>($x));
            row!(rows, f32, $name, $lo, $hi, |$x| $std, C => f32s::$f::<C>($x));
        )*
        row!(rows, f64, "powf", 0.1, 10.0, |x| x.powf(2.4), C => f64s::powf::<C>(x, 2.4));
        row!(rows, f32, "powf", 0.1, 10.0, |x| x.powf(2.4), C => f32s::powf::<C>(x, 2.4));
        row!(rows, f64, "atan2", -5.0, 5.0, |x| x.atan2(1.3), C => f64s::atan2::<C>(x, 1.3));
        row!(rows, f32, "atan2", -5.0, 5.0, |x| x.atan2(1.3), C => f32s::atan2::<C>(x, 1.3));
        row!(rows, f64, "hypot", -5.0, 5.0, |x| x.hypot(1.3), C => f64s::hypot::<C>(x, 1.3));
        row!(rows, f32, "hypot", -5.0, 5.0, |x| x.hypot(1.3), C => f32s::hypot::<C>(x, 1.3));
        rows
    }};
}

fn measure() -> Vec<Row> {
    rows! {
        "exp" exp -10.0 10.0, |x| x.exp();
        "exp2" exp2 -10.0 10.0, |x| x.exp2();
        "exp_m1" exp_m1 -3.0 3.0, |x| x.exp_m1();
        "ln" ln 0.1 10.0, |x| x.ln();
        "ln_1p" ln_1p 0.1 10.0, |x| x.ln_1p();
        "log2" log2 0.1 10.0, |x| x.log2();
        "log10" log10 0.1 10.0, |x| x.log10();
        "sin" sin_near -10.0 10.0, |x| x.sin();
        "cos" cos_near -10.0 10.0, |x| x.cos();
        "tan" tan_near -10.0 10.0, |x| x.tan();
        "sinh" sinh -5.0 5.0, |x| x.sinh();
        "cosh" cosh -5.0 5.0, |x| x.cosh();
        "tanh" tanh -5.0 5.0, |x| x.tanh();
        "asin" asin -1.0 1.0, |x| x.asin();
        "acos" acos -1.0 1.0, |x| x.acos();
        "atan" atan -5.0 5.0, |x| x.atan();
        "asinh" asinh -5.0 5.0, |x| x.asinh();
        "acosh" acosh 1.0 9.0, |x| x.acosh();
        "atanh" atanh -1.0 1.0, |x| x.atanh();
        "cbrt" cbrt -9.0 9.0, |x| x.cbrt();
    }
}

/// The same loops in C: `gcc -O3 -march=native -ffast-math`, which calls libmvec. One time for each row.
fn in_c(rows: &[Row]) -> Result<Option<Vec<f64>>> {
    let folder = std::env::temp_dir().join(format!("hotloop-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut calls = String::new();
    for row in rows {
        let (name, kind) = row.name.split_once(' ').context("a name and a type")?;
        let name = name.trim_matches('`');
        let single = if kind == "f32" { "f" } else { "" };
        let call = match name {
            "exp_m1" => format!("expm1{single}(x[i])"),
            "ln" => format!("log{single}(x[i])"),
            "ln_1p" => format!("log1p{single}(x[i])"),
            "powf" => {
                format!("pow{single}(x[i], ({})2.4)", if single.is_empty() { "double" } else { "float" })
            }
            "atan2" | "hypot" => format!("{name}{single}(x[i], 1.3{single})"),
            _ => format!("{name}{single}(x[i])"),
        };
        let kind = if single.is_empty() { "double" } else { "float" };
        let (lo, hi) = match name {
            "ln" | "ln_1p" | "log2" | "log10" | "powf" => (0.1, 10.0),
            "asin" | "acos" | "atanh" => (-1.0, 1.0),
            "acosh" => (1.0, 9.0),
            _ => (-5.0, 5.0),
        };
        let _ = writeln!(calls, "ROW({kind}, {lo}, {hi}, {call})");
    }
    let source = format!(
        "#include <math.h>\n#include <stdio.h>\n#include <time.h>\n#define N {N}\n\
         static double now(void) {{ struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }}\n\
         #define ROW(T, lo, hi, f) {{ static T x[N], y[N]; double best = 1e9; \
         for (int i = 0; i < N; i++) x[i] = lo + (hi - (lo)) * ((i * 769) % N) / N; \
         for (int r = 0; r < 9; r++) {{ double t = now(); for (int k = 0; k < 20; k++) {{ for (int i = 0; i < N; i++) y[i] = f; \
         __asm__ volatile(\"\" :: \"r\"(x), \"r\"(y) : \"memory\"); }} t = (now() - t) / 20 / N * 1e9; if (t < best) best = t; }} \
         printf(\"%g\\n\", best); }}\nint main(void) {{\n{calls}}}\n"
    );
    let (file, program) = (folder.join("bench.c"), folder.join("bench"));
    std::fs::write(&file, source)?;
    let built = Command::new("gcc")
        .args(["-O3", "-march=native", "-ffast-math", "-o"])
        .args([&program, &file])
        .arg("-lm")
        .status();
    if !built.is_ok_and(|s| s.success()) {
        return Ok(None);
    }
    let output = Command::new(&program).output()?;
    std::fs::remove_dir_all(&folder)?;
    let times: Vec<f64> =
        String::from_utf8(output.stdout)?.lines().map(str::parse).collect::<Result<_, _>>()?;
    ensure!(times.len() == rows.len(), "the C program printed {} times", times.len());
    Ok(Some(times))
}

/// Measures, and writes or prints the table.
pub fn run(workspace: &Path, write: bool) -> Result<()> {
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
    let rows = measure();
    let c = in_c(&rows)?;
    let mut text = String::from(
        "| function | std | baseline | v3 | v4 | v4, `contract` | v4, `contract, afn` | C, libmvec | std / baseline | std / v4 |\n",
    );
    let _ = writeln!(text, "| --- |{}", " ---: |".repeat(9));
    for (i, row) in rows.iter().enumerate() {
        let cell = |t: Option<f64>| t.map_or("-".to_owned(), |t| format!("{t:.2}"));
        let ratio = |t: Option<f64>| t.map_or("-".to_owned(), |t| format!("{:.1}", row.std / t));
        let ours = row.ours.iter().map(|t| cell(*t)).collect::<Vec<_>>().join(" | ");
        let peer = cell(c.as_ref().map(|c| c[i]));
        let _ = writeln!(
            text,
            "| {} | {:.2} | {ours} | {peer} | {} | {} |",
            row.name,
            row.std,
            ratio(row.ours[0]),
            ratio(row.ours[2])
        );
    }
    if write {
        return crate::ulp::replace(workspace, "speed", &text);
    }
    print!("{text}");
    Ok(())
}
