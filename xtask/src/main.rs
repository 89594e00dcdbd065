//! `cargo xtask`: the project's own commands. This file reads arguments and prints; the work is in the library.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use xtask::ci;
use xtask::fuzz::{self, Build, Options, Sanitizer};
use xtask::math_bench;
use xtask::scan;
use xtask::ulp;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "the project's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Format check, clippy, tests; stops at the first step that fails
    Ci,
    /// Random programs, plain against annotated
    Fuzz(FuzzArgs),
    /// A batch of random programs under both sanitizers (nightly toolchain)
    Sanitize {
        /// How many programs
        #[arg(long, default_value_t = 40)]
        programs: usize,
        /// The seed
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The attribute left out of both modules
        #[arg(long)]
        without_attribute: bool,
    },
    /// The speed of the elementary functions beside std's, C's, NumPy's, Numba's and that of `wide`
    BenchMath {
        /// Only this function
        #[arg(long)]
        only: Option<String>,
        /// The Python that may have NumPy and Numba
        #[arg(long, default_value = "python3")]
        python: String,
        /// Write the table into the page of the functions
        #[arg(long)]
        write: bool,
    },
    /// The error of the elementary functions, measured (an hour; a few minutes with fewer points)
    Ulp {
        /// Points of each function on f64
        #[arg(long, default_value_t = 100_000_000)]
        points: u64,
        /// Every so many arguments on f32
        #[arg(long, default_value_t = 1)]
        step: usize,
        /// Only this function
        #[arg(long)]
        only: Option<String>,
        /// Write the table (with `--only` its row) into the page of the functions
        #[arg(long)]
        write: bool,
    },
    /// Sources that were not written for hotloop: what would become of their loops, and faults of ours
    Scan {
        /// Folders of Rust sources
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// The options of the attribute
        #[arg(long, default_value = "parallel, nogil")]
        options: String,
    },
    /// The report on the loops of a file
    Report {
        /// A Rust source file
        file: PathBuf,
        /// Print the generated code too
        #[arg(long)]
        expand: bool,
    },
}

#[derive(Args)]
struct FuzzArgs {
    /// How many programs
    #[arg(long, default_value_t = 200)]
    programs: usize,
    /// The number of the first program
    #[arg(long, default_value_t = 0)]
    first: usize,
    /// The seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Programs per generated crate
    #[arg(long, default_value_t = 50)]
    batch: usize,
    /// Of these programs only those at the ends of integer types (a fourth)
    #[arg(long)]
    ends: bool,
    /// Only the release build
    #[arg(long, conflicts_with_all = ["debug", "both"])]
    release: bool,
    /// Only the debug build
    #[arg(long, conflicts_with = "both")]
    debug: bool,
    /// Both builds (the default)
    #[arg(long)]
    both: bool,
    /// These builds
    #[arg(long, conflicts_with_all = ["debug", "both", "release"], value_delimiter = ',')]
    builds: Vec<Build>,
    /// Under a sanitizer (nightly toolchain, release build unless another is asked for)
    #[arg(long)]
    sanitize: Option<Sanitizer>,
    /// Copy the crates of failing batches here
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Spoil a few results, to see that the comparison finds them
    #[arg(long)]
    plant_faults: bool,
    /// The attribute left out of both modules: the tester tests itself
    #[arg(long)]
    without_attribute: bool,
    /// Test another copy of the repository than the one that this command was built in
    #[arg(long)]
    workspace: Option<PathBuf>,
    /// Only count what the programs are made of and what the compiler says; nothing is built
    #[arg(long)]
    survey: bool,
    /// Fail where a feature or a reason is not covered (runs of 1,000 programs and more always do)
    #[arg(long)]
    require_coverage: bool,
}

impl FuzzArgs {
    fn options(self) -> Options {
        let builds = match (self.release, self.debug, self.both, self.sanitize) {
            _ if !self.builds.is_empty() => self.builds,
            (true, ..) => vec![Build::Release],
            (_, true, ..) => vec![Build::Debug],
            (_, _, false, Some(_)) => vec![Build::Release],
            _ => vec![Build::Debug, Build::Release],
        };
        let defaults = Options::new(self.programs, self.seed);
        Options {
            workspace: self.workspace.unwrap_or_else(|| defaults.workspace.clone()),
            first: self.first,
            ends: self.ends,
            batch: self.batch,
            builds,
            sanitizer: self.sanitize,
            keep: self.keep,
            plant_faults: self.plant_faults,
            attribute: !self.without_attribute,
            progress: self.programs > self.batch,
            ..defaults
        }
    }
}

fn main() -> Result<ExitCode> {
    match Cli::parse().command {
        Command::Ci => {
            let code = ci::run(&Options::new(0, 0).workspace)?;
            Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
        }
        Command::Fuzz(args) => {
            let (survey, required) = (args.survey, args.require_coverage);
            fuzz(&args.options(), survey, required)
        }
        Command::Sanitize { programs, seed, without_attribute } => {
            let mut code = ExitCode::SUCCESS;
            for sanitizer in [Sanitizer::Address, Sanitizer::Thread] {
                println!("{sanitizer:?} sanitizer");
                let options = Options {
                    builds: vec![Build::Release],
                    sanitizer: Some(sanitizer),
                    attribute: !without_attribute,
                    ..Options::new(programs, seed)
                };
                if fuzz(&options, false, false)? != ExitCode::SUCCESS {
                    code = ExitCode::FAILURE;
                }
            }
            Ok(code)
        }
        Command::BenchMath { only, python, write } => {
            math_bench::run(&Options::new(0, 0).workspace, &python, only.as_deref(), write)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Ulp { points, step, only, write } => {
            ulp::run(&Options::new(0, 0).workspace, &ulp::Options { points, step, only, write })?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Scan { folders, options } => {
            let found = scan::run(&folders, &options)?;
            print!("{found}");
            Ok(if found.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Report { file, expand } => report(&file, expand),
    }
}

fn fuzz(options: &Options, survey: bool, require_coverage: bool) -> Result<ExitCode> {
    let outcome = if survey { fuzz::survey(options.programs, options.seed) } else { fuzz::run(options)? };
    for failure in &outcome.failures {
        println!("FAILED {}: {}", failure.program, failure.what);
    }
    print!("{}", outcome.stats);
    let missing = if require_coverage { fuzz::missing(&outcome.stats) } else { outcome.missing() };
    for what in &missing {
        println!("not covered: {what}");
    }
    if outcome.good() && missing.is_empty() {
        println!("passed");
        return Ok(ExitCode::SUCCESS);
    }
    println!("failed: {} programs", outcome.failures.len());
    Ok(ExitCode::FAILURE)
}

/// Prints what happens to each loop of a file and, if asked, what it expands to.
fn report(file: &Path, expand: bool) -> Result<ExitCode> {
    let source = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let outputs = hotloop_compiler::file::compile_file(&source)?;
    anyhow::ensure!(
        !outputs.is_empty(),
        "no function of {} carries `#[accel]`, and there is no `map!`",
        file.display()
    );
    let mut refused = false;
    for output in outputs {
        let happened =
            if output.errors.is_empty() { output.report.clone() } else { output.report.clone().refused() };
        print!("{happened}");
        for error in &output.errors {
            refused = true;
            println!("  error on line {}: {}", error.span.0.start().line, error.text);
        }
        if expand {
            // A statement is printed in a function.
            let tokens = output.tokens;
            let file = if output.report.is_statement {
                syn::parse_str(&format!("fn map() {{ {tokens} }}"))?
            } else {
                syn::parse2(tokens)?
            };
            println!("{}", prettyplease::unparse(&file));
        }
    }
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
