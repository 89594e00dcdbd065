//! `cargo hotloop asm FUNCTION`: the machine code of a function's loops at each level, with the source lines.

mod listing;
mod summary;

use crate::cli::{AsmOptions, Level, Sources};
use crate::package::{self, Function, Target};
use crate::style::{self, paint};
use crate::{Failure, Outcome, cargo, expand, select};
use anyhow::Context;
pub use listing::Listing;
use listing::{Code, Step};
use std::ops::RangeInclusive;
pub use summary::Summary;

/// What rustc is told besides `--emit`: one unit, so that there is one file; lines, also inside of generated code;
/// names from which paths can be read.
const FLAGS: [&str; 8] = [
    "-C",
    "codegen-units=1",
    "-C",
    "debuginfo=1",
    "-C",
    "symbol-mangling-version=v0",
    "-C",
    "collapse-macro-debuginfo=no",
];

/// A loop in the machine code.
struct Found<'a> {
    level: Level,
    code: &'a Code,
    steps: RangeInclusive<usize>,
    /// The first line of the loop in the source that it does the work of.
    line: usize,
    summary: Summary,
}

/// A loop of the machine code, for who shows it in another way.
#[derive(Clone, Debug)]
pub struct HotLoop {
    /// The level of the processor.
    pub level: Level,
    /// The line of the loop of the source.
    pub line: usize,
    /// The function of the machine code.
    pub symbol: String,
    /// What it is made of.
    pub summary: Summary,
    /// Its instructions.
    pub rows: Vec<Row>,
}

/// A row of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A place to jump to.
    Label(String),
    /// The line of the source that the next instructions come from.
    Source(usize),
    /// An instruction.
    Instruction(String),
}

/// Builds a target and reads its machine code. The build may be good for something else: `more` are further arguments for rustc,
/// and what it said comes back.
///
/// # Errors
/// The build fails, or its output cannot be read.
pub fn build(target: &Target, sources: &Sources, more: &[String]) -> Outcome<(Listing, cargo::Built)> {
    let folder = cargo::folder(sources)?;
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{}-{}-{}.s", target.package, target.kind, target.name));
    let flags = FLAGS.map(str::to_owned).into_iter().chain([format!("--emit=asm={}", path.display())]);
    let flags: Vec<String> = flags.chain(more.iter().cloned()).collect();
    let what = if more.is_empty() { "for its machine code" } else { "for its machine code, with remarks" };
    let built = cargo::rustc(target, sources, &flags, what)?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok((listing::read(&text, &built.root), built))
}

/// For each level, the loops of a function as `asm` shows them; none of a function without code of its own.
pub fn hot_loops(function: &Function, listing: &Listing) -> Vec<HotLoop> {
    let codes = codes(function, listing);
    let of_level = |level: Level| {
        let ours: Vec<&Code> = codes.iter().filter(|(l, _)| *l == level).map(|(_, c)| *c).collect();
        hot(function, listing, level, &ours)
    };
    let shown = |found: Found<'_>| HotLoop {
        level: found.level,
        line: found.line,
        symbol: found.code.name.clone(),
        rows: rows(function, listing, &found.code.steps[found.steps.clone()]),
        summary: found.summary,
    };
    Level::ALL.into_iter().flat_map(of_level).map(shown).collect()
}

/// Runs the command.
pub fn run(options: &AsmOptions) -> Outcome {
    let found = package::read(&options.one.sources)?;
    let function = select::one(&found, &options.one.function)?;
    expand::errors(function)?;
    let Some(target) = &function.target else {
        let help = "help: machine code needs a package; run it where the package is, or pass --manifest-path";
        return Err(Failure::Usage(format!("`{}` is in a file of no package\n{help}", function.path)));
    };
    let (listing, _) = build(target, &options.one.sources, &[])?;
    let codes = codes(function, &listing);
    if codes.is_empty() {
        return Err(Failure::Usage(without_code(function)));
    }
    let source = found.texts.get(&function.file).map(String::as_str).unwrap_or_default();
    let levels = Level::ALL.into_iter().filter(|l| options.level.is_none_or(|only| only == *l));
    let mut any = false;
    for level in levels {
        let ours: Vec<&Code> = codes.iter().filter(|(l, _)| *l == level).map(|(_, c)| *c).collect();
        any |= !ours.is_empty();
        if !ours.is_empty() || options.level.is_none() {
            print(function, &listing, source, level, &ours, options);
        }
    }
    if !any {
        let level = options.level.map_or("any level", Level::name);
        let help =
            "help: `isa(..)` in the attribute, HOTLOOP_BUILD_ISA or the build's own target leave it out";
        return Err(Failure::Usage(format!("`{}` has no code for {level}\n{help}", function.path)));
    }
    Ok(())
}

/// The code that was made of the function: by name, and by its lines.
fn codes<'a>(function: &Function, listing: &'a Listing) -> Vec<(Level, &'a Code)> {
    let name = function.path.rsplit("::").next().unwrap_or(&function.path);
    let of_name = |code: &Code| {
        code.name.match_indices(name).any(|(at, _)| {
            let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            let (before, after) = (&code.name[..at], &code.name[at + name.len()..]);
            before.ends_with("::") && !word(after.chars().next())
        })
    };
    let ours = listing
        .codes
        .iter()
        .filter(|c| of_name(c) && c.instructions().any(|i| in_function(function, listing, i.at)));
    ours.map(|code| (level(&code.name), code)).collect()
}

fn in_function(function: &Function, listing: &Listing, at: Option<(usize, usize)>) -> bool {
    at.is_some_and(|(file, line)| {
        listing.files.get(&file) == Some(&function.file) && function.lines.contains(&line)
    })
}

/// The level whose function (`runtime/src/cpu.rs`) the code is.
fn level(name: &str) -> Level {
    let is =
        |level: &str| name.contains(&format!("::{level}::<")) || name.contains(&format!("::{level}_with::<"));
    if is("as_v4") {
        Level::V4
    } else if is("as_v3") {
        Level::V3
    } else {
        Level::Baseline
    }
}

/// Why a function has no code.
pub fn without_code(function: &Function) -> String {
    let what = format!("`{}` has no machine code of its own in this build", function.path);
    let help = if select::is_generic(function) {
        "it is generic: call it with types in a function, test or example, and name that target (--example NAME)"
    } else if function.report.loops.is_empty() {
        "it has no loop, and is inlined where it is called: look at the loop that calls it"
    } else {
        "nothing outside of the crate can call it, or it is inlined: make it `pub` up to the root of the crate, or \
         look at the function that calls it"
    };
    format!("{what}\nhelp: {help}")
}

/// The loops of one level: all of them in the summary, and of each loop of the source the one with most vectors.
fn print(
    function: &Function,
    listing: &Listing,
    source: &str,
    level: Level,
    codes: &[&Code],
    options: &AsmOptions,
) {
    if codes.is_empty() {
        let why = "no code of its own: it is inlined into its caller, or the level is not built";
        say!("{} of {}: {why}", paint(style::NAME, level.name()), function.path);
        return;
    }
    say!("{} of {}", paint(style::NAME, level.name()), function.path);
    let whole = summary::of(codes.iter().flat_map(|c| c.instructions()), true);
    say!("  all code: {whole}");
    if options.whole {
        for code in codes {
            say!("\n{}:", paint(style::NAME, &code.name));
            steps(function, listing, source, &code.steps);
        }
        say!();
        return;
    }
    for found in hot(function, listing, level, codes) {
        let head = format!("  loop of line {}: {}", found.line, found.summary);
        say!("{}", paint(style::GOOD, &head));
        if !options.summary {
            say!("  in {}", paint(style::DIM, &found.code.name));
            steps(function, listing, source, &found.code.steps[found.steps.clone()]);
        }
    }
    if !options.summary {
        say!();
    }
}

/// For each loop of the source, the loop of the machine code with most vector instructions. Unrolled loops have
/// others beside them for what is left over.
fn hot<'a>(function: &Function, listing: &Listing, level: Level, codes: &[&'a Code]) -> Vec<Found<'a>> {
    let mut best: Vec<Found<'a>> = Vec::new();
    for &code in codes {
        for range in code.innermost_loops() {
            let instructions = || {
                code.steps[range.clone()].iter().filter_map(|s| match s {
                    Step::Instruction(i) => Some(i),
                    Step::Label(_) => None,
                })
            };
            let ours = instructions().filter(|i| in_function(function, listing, i.at));
            let Some(line) = ours.filter_map(|i| source_loop(function, i.at?.1)).min() else { continue };
            let summary = summary::of(instructions(), false);
            let found = Found { level, code, steps: range.clone(), line, summary };
            match best.iter_mut().find(|b| b.line == line) {
                Some(b) if b.summary.weight() < found.summary.weight() => *b = found,
                Some(_) => {}
                None => best.push(found),
            }
        }
    }
    best.sort_by_key(|f| (f.level, f.line));
    best
}

/// The line of the loop of the source that this line is in: the last that begins at or above it.
fn source_loop(function: &Function, line: usize) -> Option<usize> {
    let roots = function.report.loops.iter().map(|l| l.line);
    roots.filter(|start| *start <= line).max()
}

/// The steps, with the lines of the function's source where these change.
fn rows(function: &Function, listing: &Listing, steps: &[Step]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut shown = None;
    for step in steps {
        match step {
            Step::Label(label) => rows.push(Row::Label(label.clone())),
            Step::Instruction(i) => {
                let at = i.at.filter(|at| in_function(function, listing, Some(*at)));
                if let Some((_, line)) = at.filter(|_| at != shown) {
                    shown = at;
                    rows.push(Row::Source(line));
                }
                rows.push(Row::Instruction(i.text.clone()));
            }
        }
    }
    rows
}

fn steps(function: &Function, listing: &Listing, source: &str, steps: &[Step]) {
    for row in rows(function, listing, steps) {
        match row {
            Row::Label(label) => say!("    {}", paint(style::DIM, &format!("{label}:"))),
            Row::Source(line) => {
                let text = source.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
                say!("{}", paint(style::LLVM, &format!("    ; {line}: {text}")));
            }
            Row::Instruction(text) => say!("        {text}"),
        }
    }
}
