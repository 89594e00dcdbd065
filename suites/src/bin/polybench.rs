//! The times of PolyBench's kernels, plain against annotated, as a table.
//!
//!     cargo run --release -p hotloop-suites --bin polybench
//!
//! In: which kernels, how long. Out: for each kernel, in cache and in memory, the medians of plain, annotated on
//! one thread and on two. Invariant: the three take turns within one run, each from the same arguments, and where
//! no float sum is regrouped their results are compared to the bit.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;

use hotloop_suites::polybench::KERNELS;
use hotloop_suites::{Form, Kernel, Runnable, Size};

/// Rounds of a kernel of which a single one takes longer than asked for: enough for a median.
const FEWEST: usize = 3;
/// More rounds do not make a median better.
const MOST: usize = 301;

#[derive(Parser)]
#[command(name = "polybench", about = "the times of PolyBench's kernels, plain against annotated")]
struct Args {
    /// Only these kernels, as the suite calls them; may be given several times
    #[arg(long)]
    kernel: Vec<String>,
    /// Seconds for each kernel and size (three rounds are run in any case)
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Write the tables into the page of the suites (all kernels only)
    #[arg(long, conflicts_with = "kernel")]
    write: bool,
}

/// What is timed.
#[derive(Clone, Copy)]
enum Way {
    Plain,
    Threads(usize),
}

const WAYS: [Way; 3] = [Way::Plain, Way::Threads(1), Way::Threads(2)];

fn main() -> Result<()> {
    let args = Args::parse();
    ensure!(args.seconds > 0.0 && args.seconds < 1e6, "`--seconds` must be positive");
    if cfg!(debug_assertions) {
        eprintln!("this is a debug build, whose times say nothing: use `cargo run --release`");
    }
    let kernels = chosen(&args.kernel)?;
    let sizes = [(Size::Cache, "in cache"), (Size::Memory, "in memory")];
    let mut tables = String::new();
    for (size, name) in sizes {
        let head = format!(
            "| {name} | plain | 1 thread | ratio | 2 threads | ratio |\n| --- |{}\n",
            " ---: |".repeat(5)
        );
        print!("{head}");
        tables += &head;
        for kernel in &kernels {
            let row = row(kernel, size, Duration::from_secs_f64(args.seconds))?;
            print!("{row}");
            tables += &row;
        }
        println!();
        tables.push('\n');
    }
    if args.write { write(&tables) } else { Ok(()) }
}

fn chosen(names: &[String]) -> Result<Vec<Kernel>> {
    if names.is_empty() {
        return Ok(KERNELS.to_vec());
    }
    let find = |name: &String| {
        let known = KERNELS.map(|k| k.name).join(", ");
        let found = KERNELS.into_iter().find(|k| k.name == name || k.function == name);
        found.with_context(|| format!("there is no kernel `{name}`; there are {known}"))
    };
    names.iter().map(find).collect()
}

fn row(kernel: &Kernel, size: Size, budget: Duration) -> Result<String> {
    let mut problem = (kernel.problem)(size);
    let start = Instant::now();
    let mut times = agrees(kernel, &mut *problem)?.map(|time| vec![time]);
    if start.elapsed() < budget {
        // Warm now; a run that takes long needs no warming up.
        times = Default::default();
    }
    while times[0].len() < FEWEST || (start.elapsed() < budget && times[0].len() < MOST) {
        for (way, times) in WAYS.iter().zip(&mut times) {
            problem.reset();
            times.push(run(&mut *problem, *way));
        }
    }
    let [plain, one, two] = times.map(median);
    let ratio = |time: Duration| plain.as_secs_f64() / time.as_secs_f64();
    Ok(format!(
        "| {} | {} | {} | {:.2} | {} | {:.2} |\n",
        kernel.name,
        shown(plain),
        shown(one),
        ratio(one),
        shown(two),
        ratio(two)
    ))
}

/// One run, and how long it took.
fn run(problem: &mut dyn Runnable, way: Way) -> Duration {
    let mut timed = |form| {
        let start = Instant::now();
        problem.run(form);
        start.elapsed()
    };
    match way {
        Way::Plain => timed(Form::Plain),
        Way::Threads(n) => hotloop::with_threads(n, || timed(Form::Annotated)),
    }
}

/// Runs each way once and compares the results.
fn agrees(kernel: &Kernel, problem: &mut dyn Runnable) -> Result<[Duration; WAYS.len()]> {
    let mut results = Vec::new();
    let times = WAYS.map(|way| {
        problem.reset();
        let time = run(problem, way);
        results.push(problem.results());
        time
    });
    let same = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan())
    };
    if kernel.regrouped.is_none() && !same(&results[0], &results[1]) {
        bail!("{}: plain and annotated differ", kernel.name);
    }
    ensure!(same(&results[1], &results[2]), "{}: one thread and two differ", kernel.name);
    Ok(times)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Three digits and a unit.
fn shown(time: Duration) -> String {
    let (value, unit) = match time.as_nanos() {
        0..1_000 => (time.as_secs_f64() * 1e9, "ns"),
        1_000..1_000_000 => (time.as_secs_f64() * 1e6, "µs"),
        1_000_000..1_000_000_000 => (time.as_secs_f64() * 1e3, "ms"),
        _ => (time.as_secs_f64(), "s"),
    };
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.digits$} {unit}")
}

/// Puts the tables between the marks in the page of the suites.
fn write(tables: &str) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (start, end) = ("<!-- polybench -->\n", "<!-- end of polybench -->");
    let (before, rest) = page.split_once(start).context("the page has no mark for the tables")?;
    let (_, after) = rest.split_once(end).context("the page has no mark for the end of the tables")?;
    let mut text = String::new();
    let level = hotloop::isa();
    write!(
        text,
        "{before}{start}Level {level}; medians; ratios are plain over annotated.\n\n{tables}{end}{after}"
    )?;
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
