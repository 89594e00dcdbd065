//! The arguments, and the help.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXIT_CODES: &str = "Exit codes:
  0  done
  1  found: what `report --deny` denies, a difference by `compare --run`, or an
     error of an annotated function (the pages of `annotate` are written)
  2  the arguments are wrong, or name no function, or several
  3  the build failed
  4  anything else, such as a file that cannot be read, or a program under
     `profile` that ends badly";

/// What `#[accel]` makes of the loops of a package.
#[derive(Parser)]
#[command(
    name = "cargo-hotloop",
    bin_name = "cargo hotloop",
    version,
    about = "What #[accel] makes of the loops of a package",
    after_help = EXIT_CODES,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// What became of each loop, and why not more
    #[command(
        after_help = "Examples:\n  cargo hotloop report\n  cargo hotloop report -p kernels Grid::relax --level 4\n  cargo hotloop report --file src/kernels.rs --format json\n  cargo hotloop report --remarks\n  cargo hotloop report --deny as-written,unseen    # in continuous integration"
    )]
    Report(ReportOptions),
    /// Pages for a browser: each line with its color, and on a click its remarks, its code and its machine code
    #[command(
        after_help = "Examples:\n  cargo hotloop annotate\n  cargo hotloop annotate -o pages --remarks --asm\n  cargo hotloop annotate -p kernels softmax Grid::relax\n  cargo hotloop annotate --file src/kernels.rs -o pages"
    )]
    Annotate(AnnotateOptions),
    /// The code that a function becomes
    #[command(
        after_help = "Examples:\n  cargo hotloop expand softmax\n  cargo hotloop expand softmax --part guard\n  cargo hotloop expand softmax --part fast --level v3 --loop 2"
    )]
    Expand(ExpandOptions),
    /// A function and its fast form side by side, aligned by source line
    #[command(
        after_help = "Examples:\n  cargo hotloop compare softmax\n  cargo hotloop compare softmax --level v4 --width 200 | less -RS\n  cargo hotloop compare softmax --run\n  cargo hotloop compare copy --run --with T=f64\n  cargo hotloop compare relax --run --inputs grids::example"
    )]
    Compare(CompareOptions),
    /// The machine code of a function's loops at each level
    #[command(
        after_help = "Examples:\n  cargo hotloop asm softmax\n  cargo hotloop asm softmax --level v4 --whole\n  cargo hotloop asm Grid::relax --summary"
    )]
    Asm(AsmOptions),
    /// Run a program, and see how long its annotated functions and loops took
    #[command(
        after_help = "Examples:\n  cargo hotloop profile\n  cargo hotloop profile --sort cumulative -- --size 1000\n  cargo hotloop profile --example heat -o heat.html\n  cargo hotloop profile --bench kernels --format json > now.json\n  cargo hotloop profile --from now.json -o now.html"
    )]
    Profile(ProfileOptions),
    /// A completion script for a shell, on standard output
    #[command(
        after_help = "Example:\n  cargo hotloop completions bash > ~/.local/share/bash-completion/completions/cargo-hotloop"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page, on standard output
    #[command(after_help = "Example:\n  cargo hotloop man > ~/.local/share/man/man1/cargo-hotloop.1")]
    Man,
}

/// Which sources are looked at.
#[derive(Args, Clone, Debug, Default)]
pub struct Sources {
    /// A package of the workspace (default: the one of this folder, or all default members)
    #[arg(short, long, value_name = "NAME", conflicts_with = "workspace")]
    pub package: Vec<String>,
    /// All packages of the workspace
    #[arg(long)]
    pub workspace: bool,
    /// The `Cargo.toml` to start from
    #[arg(long, value_name = "PATH")]
    pub manifest_path: Option<PathBuf>,
    /// Only functions of this file (which need not belong to a package)
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Only the library
    #[arg(long, group = "target")]
    pub lib: bool,
    /// Only this program
    #[arg(long, value_name = "NAME", group = "target")]
    pub bin: Option<String>,
    /// Only this example
    #[arg(long, value_name = "NAME", group = "target")]
    pub example: Option<String>,
    /// Only this integration test
    #[arg(long, value_name = "NAME", group = "target")]
    pub test: Option<String>,
    /// Only this benchmark
    #[arg(long, value_name = "NAME", group = "target")]
    pub bench: Option<String>,
    /// Examples, tests and benchmarks too (default: the library and the programs)
    #[arg(long, group = "target")]
    pub all_targets: bool,
}

/// Options of `report`.
#[derive(Args)]
pub struct ReportOptions {
    /// Only these functions: `name`, `module::name`, `Type::method`
    #[arg(value_name = "FUNCTION")]
    pub functions: Vec<String>,
    #[command(flatten)]
    pub sources: Sources,
    /// Text for people, or JSON (docs/report-schema.md)
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// How much is said: 1 what each loop became and why not more; 2 also accesses and scalars; 3 also the guard
    /// and the types (the default); 4 also why iterations are independent, what each
    /// access rests on, and each unsafe helper with its proof
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=4))]
    pub level: Option<u8>,
    /// Build the package in release, and say what LLVM's loop vectorizer says at each line
    #[arg(long)]
    pub remarks: bool,
    /// Without the source
    #[arg(long)]
    pub no_source: bool,
    /// End with code 1 if there is any of these
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub deny: Vec<Deny>,
}

/// Options of `annotate`.
#[derive(Args)]
pub struct AnnotateOptions {
    /// Only these functions: `name`, `module::name`, `Type::method`
    #[arg(value_name = "FUNCTION")]
    pub functions: Vec<String>,
    #[command(flatten)]
    pub sources: Sources,
    /// The folder for the pages (default: `hotloop/annotate` in the target folder). Files of the same names are replaced
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Build the package in release, and say what LLVM's loop vectorizer says at each line
    #[arg(long)]
    pub remarks: bool,
    /// Build the package in release, and show the machine code of each line at each level
    #[arg(long)]
    pub asm: bool,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What may be denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Loops that stayed as written (not those around a parallel loop)
    AsWritten,
    /// Loops that do not run in parallel (nor stand around one that does)
    Serial,
    /// Loops with a reason why they did not become more
    Missed,
    /// Functions that may be there and cannot be seen
    Unseen,
}

/// Which function.
#[derive(Args)]
pub struct One {
    /// The function: `name`, `module::name`, `Type::method`
    pub function: String,
    #[command(flatten)]
    pub sources: Sources,
}

/// Options of `profile`.
#[derive(Args)]
pub struct ProfileOptions {
    /// The package (default: the one of this folder)
    #[arg(short, long, value_name = "NAME")]
    pub package: Option<String>,
    /// The `Cargo.toml` to start from
    #[arg(long, value_name = "PATH")]
    pub manifest_path: Option<PathBuf>,
    /// Run this program (default: the only one, or `default-run`)
    #[arg(long, value_name = "NAME", group = "run")]
    pub bin: Option<String>,
    /// Run this example
    #[arg(long, value_name = "NAME", group = "run")]
    pub example: Option<String>,
    /// Run this integration test
    #[arg(long, value_name = "NAME", group = "run")]
    pub test: Option<String>,
    /// Run this benchmark
    #[arg(long, value_name = "NAME", group = "run")]
    pub bench: Option<String>,
    /// Run nothing: show what `HOTLOOP_PROFILE=FILE` or `--format json` wrote
    #[arg(long, value_name = "FILE", group = "run", conflicts_with_all = ["package", "manifest_path", "features", "arguments"])]
    pub from: Option<PathBuf>,
    /// Features to build with
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub features: Vec<String>,
    /// What the rows of the table are sorted by
    #[arg(long, value_enum, default_value_t = SortBy::Own)]
    pub sort: SortBy,
    /// A table for people, or JSON (docs/profile-schema.md); with `-o` nothing unless asked for
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write a page (FILE.html) or the numbers (FILE.json)
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Arguments of the program
    #[arg(last = true, value_name = "ARGUMENT")]
    pub arguments: Vec<std::ffi::OsString>,
}

impl ProfileOptions {
    /// The package, as other commands say it.
    pub fn sources(&self) -> Sources {
        Sources {
            package: self.package.iter().cloned().collect(),
            manifest_path: self.manifest_path.clone(),
            ..Sources::default()
        }
    }
}

/// What rows of a profile are sorted by, the greatest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// Time in itself, that on helpers included
    Own,
    /// Time from entry to end
    Cumulative,
    /// How often it ran
    Calls,
    /// Cumulative time of one call
    PerCall,
    /// Iterations of loops
    Iterations,
    /// Bytes a second
    #[value(name = "gbs")]
    Rate,
    /// Share of the threads at work
    Busy,
    /// How often loops ran as written
    AsWritten,
    /// Function and loop, from A on
    Name,
}

/// A level of the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Level {
    /// What the build targets
    Baseline,
    /// x86-64-v3: AVX2
    V3,
    /// x86-64-v4: AVX-512
    V4,
}

impl Level {
    /// All levels, in order.
    pub const ALL: [Level; 3] = [Level::Baseline, Level::V3, Level::V4];

    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Level::Baseline => "baseline",
            Level::V3 => "x86-64-v3",
            Level::V4 => "x86-64-v4",
        }
    }
}

/// A part of what a loop becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// What is asked before the loop: types, captures, views, conditions
    Guard,
    /// The loop without bounds checks
    Fast,
    /// The loop as written
    Original,
    /// The whole function
    All,
}

/// Options of `expand`.
#[derive(Args)]
pub struct ExpandOptions {
    #[command(flatten)]
    pub one: One,
    /// The part of each loop
    #[arg(long, value_enum, default_value_t = Part::All)]
    pub part: Part,
    /// Only this level of the fast form
    #[arg(long, value_enum)]
    pub level: Option<Level>,
    /// Only the loop of this number, as in the report
    #[arg(long = "loop", value_name = "NUMBER")]
    pub number: Option<usize>,
}

/// Options of `compare`.
#[derive(Args)]
pub struct CompareOptions {
    #[command(flatten)]
    pub one: One,
    /// The level of the fast form
    #[arg(long, value_enum, default_value_t = Level::Baseline)]
    pub level: Level,
    /// Run both on the same inputs, at every level and on 1, 2 and all threads: equal, or the first difference
    #[arg(long, conflicts_with_all = ["width", "level"])]
    pub run: bool,
    /// A function of the same library or program that makes the inputs for a number of elements, `fn(usize) -> (..)`: all
    /// arguments, owned (a `Vec` for a slice, the receiver first)
    #[arg(long, value_name = "FUNCTION", requires = "run")]
    pub inputs: Option<String>,
    /// The type for a type parameter of the function or its block (or `N=4`, or `Self=Grid` in a trait)
    #[arg(long, value_name = "T=TYPE", requires = "run")]
    pub with: Vec<String>,
    /// Columns to use (default: those of the terminal, 160 elsewhere)
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..))]
    pub width: Option<u16>,
}

/// Options of `asm`.
#[derive(Args)]
pub struct AsmOptions {
    #[command(flatten)]
    pub one: One,
    /// Only this level
    #[arg(long, value_enum)]
    pub level: Option<Level>,
    /// All code of the level's functions, not only the loop with most vector instructions
    #[arg(long, conflicts_with = "summary")]
    pub whole: bool,
    /// Only the summary
    #[arg(long)]
    pub summary: bool,
}
