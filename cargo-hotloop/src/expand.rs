//! `cargo hotloop expand FUNCTION`: the code that a function becomes, whole or by part.

use crate::cli::{ExpandOptions, Part};
use crate::package::{self, Function};
use crate::style::{self, paint};
use crate::{Failure, Outcome, parts, select};
use hotloop_compiler::report::Verdict;

/// Runs the command.
pub fn run(options: &ExpandOptions) -> Outcome {
    let found = package::read(&options.one.sources)?;
    let function = select::one(&found, &options.one.function)?;
    errors(function)?;
    if options.part == Part::All && options.number.is_none() {
        let text = parts::whole(&function.tokens, options.level).map_err(usage)?;
        style::put(&text);
        return Ok(());
    }
    let loops = loops(function, options.number)?;
    for l in &loops {
        if options.part == Part::All {
            for part in [Part::Guard, Part::Fast, Part::Original] {
                print(function, l, part, options)?;
            }
        } else {
            print(function, l, options.part, options)?;
        }
    }
    Ok(())
}

/// An item with errors is emitted as written.
pub fn errors(function: &Function) -> Outcome {
    let Some((line, text)) = function.errors.first() else { return Ok(()) };
    let what = style::paint(style::ERROR, "error:");
    anstream::eprintln!("{what} {}:{line}: {text}", function.shown);
    anstream::eprintln!("`{}` stays as written, after this error", function.path);
    Err(Failure::Found)
}

fn usage(error: anyhow::Error) -> Failure {
    Failure::Usage(format!("{error:#}"))
}

/// The loops that have parts, or the one that was asked for.
pub fn loops(function: &Function, number: Option<usize>) -> Outcome<Vec<parts::Loop>> {
    let all = parts::loops(&function.tokens)?;
    if let Some(number) = number {
        let Some(l) = all.into_iter().find(|l| l.number == number) else {
            return Err(Failure::Usage(without_parts(function, number)));
        };
        return Ok(vec![l]);
    }
    if all.is_empty() {
        let help = "help: `cargo hotloop report` says why";
        return Err(Failure::Usage(format!("no loop of `{}` has a fast form\n{help}", function.path)));
    }
    Ok(all)
}

fn without_parts(function: &Function, number: usize) -> String {
    let reports = function.report.in_order();
    match reports.iter().find(|l| l.number == number).map(|l| l.verdict) {
        Some(Verdict::AsWritten) => {
            format!("loop #{number} stays as written\nhelp: `cargo hotloop report` says why")
        }
        Some(_) => format!("loop #{number} stands as written around a loop that has a fast form"),
        None => {
            let known: Vec<String> = reports.iter().map(|l| format!("#{}", l.number)).collect();
            format!("`{}` has no loop #{number}\nhelp: there are {}", function.path, known.join(", "))
        }
    }
}

fn print(function: &Function, l: &parts::Loop, part: Part, options: &ExpandOptions) -> Outcome {
    let (statements, name) = match part {
        Part::Guard => (l.guard.clone(), "guard"),
        Part::Fast | Part::All => (l.fast.clone(), "fast form"),
        Part::Original => (l.original.clone(), "as written"),
    };
    let statements = match options.level {
        Some(level) if part == Part::Fast => parts::at_level(statements, level).map_err(usage)?,
        _ => statements,
    };
    let line = function.report.loops.iter().find(|r| r.number == l.number).map_or(0, |r| r.line);
    let level = options.level.filter(|_| part == Part::Fast).map(|l| format!(", {}", l.name()));
    let head = format!("// loop #{}, line {line}: {name}{}", l.number, level.unwrap_or_default());
    say!("{}", paint(style::DIM, &head));
    let (text, _) = parts::formatted(&statements)?;
    parts::inside(&text).iter().for_each(|line| say!("{line}"));
    Ok(())
}
