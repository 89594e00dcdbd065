//! The tester of random programs: loop nests as written against the same nests with the attribute.
//!
//! In: a seed and a number of programs. Out: statistics, failures. Each program is a function that is emitted
//! twice into a generated crate, once plain and once with `#[accel(..)]`; the crate's driver runs the plain
//! one once per input and the other under every setting (level, threads, pool, mode), and holds the results
//! against each other:
//!
//! - no panic in plain: results and buffers are equal to the bit. Values that a regrouped float sum or an
//!   elementary function may have changed ("soft") are equal to the bit among all fast runs, and within a
//!   tolerance of plain's; soft values never reach a condition, a subscript, an integer or a panic.
//! - `fastmath`: with `reassoc` and `afn` as above. Other flags change any float, also those that decide where a
//!   program goes: all runs at one level are equal to the bit, and `Mode::Original` is plain.
//! - a panic in plain: the same message; buffers equal to the bit, except in functions with `parallel`, where
//!   iterations after the panicking one may have run (in one-thread runs too: chunks are cut all the same).
//! - `Mode::Original` equals plain to the bit, always.
//!
//! Every fourth program is one at the ends of integer types: what wraps around in one build panics in another, and plain
//! is what the other is held against in each.
//!
//! Invariant: a seed gives the same programs and inputs on every machine.

mod arrays;
mod batch;
mod bodies;
mod chains;
mod conditions;
mod coverage;
mod emit;
mod ends;
mod ends_chains;
mod ends_places;
mod expr;
mod generate;
mod heads;
mod model;
mod nest;
mod places;
mod reduce;
mod refused;
mod state;
mod stats;
mod stmt;
mod subscript;
mod sums;
mod values;
mod verdict;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub use batch::Failure;
pub use coverage::{ENOUGH_PROGRAMS, missing};
pub use generate::program;
pub use model::Program;
pub use stats::Stats;

use batch::Batch;

/// A profile of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Build {
    /// Overflow checks and debug assertions.
    Debug,
    /// Optimized, without overflow checks.
    Release,
    /// Debug assertions, which find an access outside of its array, but no overflow checks.
    Wrapping,
    /// Optimized, with overflow checks.
    Checked,
}

impl Build {
    /// What the manifest calls it.
    fn profile(self) -> &'static str {
        match self {
            Build::Debug => "dev",
            Build::Release => "release",
            Build::Wrapping => "wrapping",
            Build::Checked => "checked",
        }
    }
}

/// A sanitizer of the nightly toolchain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sanitizer {
    /// AddressSanitizer: accesses outside of what was allocated.
    Address,
    /// ThreadSanitizer: races.
    Thread,
}

impl Sanitizer {
    /// What rustc needs. The standard library is not rebuilt, hence the allowed mismatch.
    fn flags(self) -> &'static str {
        match self {
            Sanitizer::Address => "-Zsanitizer=address",
            Sanitizer::Thread => "-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Sanitizer::Address => "address",
            Sanitizer::Thread => "thread",
        }
    }
}

/// What to test.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many programs.
    pub programs: usize,
    /// The number of the first one: a failing program is found again without those before it.
    pub first: usize,
    /// The seed.
    pub seed: u64,
    /// Of the programs only those at the ends of integer types.
    pub ends: bool,
    /// Programs per crate.
    pub batch: usize,
    /// The profiles.
    pub builds: Vec<Build>,
    /// Under a sanitizer.
    pub sanitizer: Option<Sanitizer>,
    /// Copy the crates of failing batches here.
    pub keep: Option<PathBuf>,
    /// Spoil a few results to see that the comparison finds them.
    pub plant_faults: bool,
    /// Whether the fast module carries the attribute: without it, the tester tests itself.
    pub attribute: bool,
    /// Say on the error output how far it is, and what has failed so far.
    pub progress: bool,
    /// The root of the workspace: `runtime/` and `target/` are looked for here.
    pub workspace: PathBuf,
}

impl Options {
    /// The defaults, for so many programs under this seed.
    pub fn new(programs: usize, seed: u64) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Options {
            programs,
            first: 0,
            seed,
            ends: false,
            batch: 50,
            builds: vec![Build::Debug, Build::Release],
            sanitizer: None,
            keep: None,
            plant_faults: false,
            attribute: true,
            progress: false,
            workspace: here.parent().unwrap_or(here).to_owned(),
        }
    }
}

/// What came out.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The figures.
    pub stats: Stats,
    /// The programs that failed, with their sources in the text.
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// Nothing failed, and every planted fault was found.
    pub fn good(&self) -> bool {
        let total = |name: &str| self.stats.totals.get(name).copied().unwrap_or(0);
        self.failures.is_empty() && total("planted") == total("found")
    }

    /// What a run of this size should have exercised and has not.
    pub fn missing(&self) -> Vec<String> {
        if self.stats.programs < ENOUGH_PROGRAMS { Vec::new() } else { missing(&self.stats) }
    }
}

/// A small batch for `cargo test`: one debug build. `Err` holds a text with everything about the failures.
pub fn small_batch(programs: usize, seed: u64) -> Result<Stats, String> {
    let options = Options { builds: vec![Build::Debug], ..Options::new(programs, seed) };
    let outcome = run(&options).map_err(|error| format!("{error:?}"))?;
    if outcome.good() {
        return Ok(outcome.stats);
    }
    Err(outcome.failures.iter().map(|failure| format!("{}: {}\n", failure.program, failure.what)).collect())
}

/// Tests all programs of the options.
pub fn run(options: &Options) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let end = options.first + options.programs;
    let mut first = options.first;
    while first < end {
        let next = end.min(first + options.batch.max(1));
        let wanted = |number: &usize| !options.ends || generate::is_at_ends(*number);
        let programs: Vec<Program> =
            (first..next).filter(wanted).map(|number| prepare(options, number, &mut outcome)).collect();
        let before = outcome.failures.len();
        check_batch(options, first, &programs, &mut outcome)?;
        if options.progress {
            outcome.failures[before..]
                .iter()
                .for_each(|one| eprintln!("FAILED {}: {}", one.program, one.what));
            eprintln!("programs {first} to {} done", next - 1);
        }
        first = next;
    }
    Ok(outcome)
}

/// Counts what the generator makes and what the compiler says, without building anything.
pub fn survey(programs: usize, seed: u64) -> Outcome {
    let options = Options::new(programs, seed);
    let mut outcome = Outcome::default();
    for number in 0..programs {
        prepare(&options, number, &mut outcome);
    }
    outcome
}

/// Generates a program and takes from it what the compiler refuses as a whole: `parallel` where no loop can
/// run in parallel, the attribute where it cannot be used.
fn prepare(options: &Options, number: usize, outcome: &mut Outcome) -> Program {
    let mut program = program(options.seed, number);
    for wish in std::mem::take(&mut program.wishes) {
        if verdict::is_known(wish) {
            program.features.insert(wish.split([' ', '(']).next().unwrap_or(wish));
            if wish.starts_with("fastmath(reassoc") {
                program.features.insert("fastmath-regrouped");
            }
            program.options.push(wish.to_owned());
        }
    }
    let judged = verdict::judge(&program.arguments(), &emit::item(&program, &program.marked()));
    // What the compiler can do is counted with all that it may be asked for, whatever the program asks.
    let able = verdict::judge("parallel, nogil", &emit::item(&program, &program.text));
    outcome.stats.program(&program, able.as_ref(), judged.as_ref());
    let errors = judged.map(|judged| judged.errors).unwrap_or_default();
    // A bug of the compiler must not pass for a refusal.
    if let Some(bug) = errors.iter().find(|code| code.starts_with("A09")) {
        let what = format!("the compiler reports its own bug, {bug}\n{}", emit::module_text(&program, true));
        outcome.failures.push(Failure { program: program.name.clone(), what });
    }
    if errors.is_empty() {
        return program;
    }
    program.options.retain(|option| {
        // These two mean nothing without `parallel`.
        !["parallel", "threads", "grain"].iter().any(|word| option.starts_with(word))
    });
    outcome.stats.demoted += 1;
    let left = verdict::judge(&program.arguments(), &emit::item(&program, &program.marked()));
    program.annotated = left.is_some_and(|judged| judged.errors.is_empty());
    outcome.stats.plain_only += usize::from(!program.annotated);
    program
}

fn check_batch(options: &Options, first: usize, programs: &[Program], outcome: &mut Outcome) -> Result<()> {
    let fuzz = options.workspace.join("target/fuzz");
    let target = match options.sanitizer {
        Some(sanitizer) => fuzz.join(format!("build-{}", sanitizer.name())),
        None => fuzz.join("build"),
    };
    let dir = fuzz.join(format!("batch-{}-{first}", options.seed));
    let runtime = options.workspace.join("runtime");
    let batch = Batch {
        dir: dir.clone(),
        target: &target,
        seed: options.seed,
        plant: options.plant_faults,
        sanitizer: options.sanitizer,
        attribute: options.attribute,
    };
    let mut failed = false;
    for &build in &options.builds {
        let runtime = options.attribute.then_some(runtime.as_path());
        emit::write_crate(&dir, &options.workspace, runtime, programs)?;
        for mut failure in batch.check(build, programs, &mut outcome.stats)? {
            failed = true;
            failure.what = describe(options, build, programs, &failure);
            outcome.failures.push(failure);
        }
    }
    match (&options.keep, failed) {
        (Some(keep), true) => copy_tree(&dir, &keep.join(format!("batch-{}-{first}", options.seed))),
        (None, true) => Ok(()),
        // A batch that passed is only a seed and a number: nothing is lost with its folder.
        (_, false) => fs::remove_dir_all(&dir).context("cannot remove the batch"),
    }
}

/// Everything that is needed to see the failure and to find it again.
fn describe(options: &Options, build: Build, programs: &[Program], failure: &Failure) -> String {
    let mut text = format!("seed {}, {build:?} build", options.seed);
    let Some(program) = programs.iter().find(|program| program.name == failure.program) else {
        return format!("{text}\n{}", failure.what);
    };
    let number = &program.name[1..];
    text.push_str(&format!(
        ", again with: cargo xtask fuzz --seed {} --first {number} --programs 1\n{}\n{}",
        options.seed,
        failure.what.trim_end(),
        emit::module_text(program, true),
    ));
    text
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
