//! `cargo hotloop report`: what became of each loop, and why not more.

mod json;
pub mod remarks;
pub mod text;

use crate::cli::{Deny, Format, ReportOptions};
use crate::package::{self, Found, Function};
use crate::select;
use crate::style;
use crate::{Failure, Outcome};
use hotloop_compiler::report::{LoopReport, Verdict};
use remarks::Remark;

/// What is said when nobody asks for more or less.
const USUAL_LEVEL: u8 = 3;

/// A function, and what LLVM says of its lines.
struct Reported<'a> {
    function: &'a Function,
    remarks: Vec<Remark>,
}

/// Runs the command.
pub fn run(options: &ReportOptions) -> Outcome {
    if options.format == Format::Json && (options.level.is_some() || options.no_source) {
        let text = "`--level` and `--no-source` shape the text; JSON always has everything, and no source";
        return Err(Failure::Usage(text.into()));
    }
    let found = package::read(&options.sources)?;
    let functions = select::all(&found, &options.functions)?;
    let mut remarks = if options.remarks { remarks::of(&functions, &options.sources)? } else { Vec::new() };
    let reported: Vec<Reported<'_>> = functions
        .iter()
        .map(|function| Reported { function, remarks: remarks::take(&mut remarks, function) })
        .collect();
    match options.format {
        Format::Text => {
            let level = options.level.unwrap_or(USUAL_LEVEL);
            style::put(&text::render(&reported, &found, level, !options.no_source));
            if functions.is_empty() && found.unseen.is_empty() {
                anstream::eprintln!("help: {}", select::NOTHING);
            }
        }
        Format::Json => say!("{}", json::render(&reported, &found)?),
    }
    let refused = functions.iter().any(|f| !f.errors.is_empty());
    if refused || options.deny.iter().any(|&what| is_there(what, &functions, &found)) {
        return Err(Failure::Found);
    }
    Ok(())
}

/// Is something there that was denied?
fn is_there(what: Deny, functions: &[&Function], found: &Found) -> bool {
    let mut loops = functions.iter().flat_map(|f| f.report.all_loops());
    match what {
        Deny::AsWritten => loops.any(|l| l.verdict == Verdict::AsWritten),
        Deny::Serial => loops.any(|l| !l.verdict.is_parallel() && l.verdict != Verdict::Outer),
        Deny::Missed => {
            loops.any(|l: &LoopReport| !l.blockers.is_empty())
                || functions.iter().any(|f| !f.report.missed.is_empty())
        }
        Deny::Unseen => !found.unseen.is_empty(),
    }
}

/// How many loops have each verdict, in the order of [`VERDICTS`].
fn counts(functions: &[Reported<'_>]) -> Vec<(Verdict, usize)> {
    let loops: Vec<Verdict> =
        functions.iter().flat_map(|r| r.function.report.all_loops()).map(|l| l.verdict).collect();
    VERDICTS.iter().map(|&v| (v, loops.iter().filter(|&&l| l == v).count())).collect()
}

/// All verdicts, the best first.
const VERDICTS: [Verdict; 5] =
    [Verdict::Parallel, Verdict::ParallelGuarded, Verdict::Serial, Verdict::Outer, Verdict::AsWritten];
