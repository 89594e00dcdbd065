//! `cargo hotloop`: what `#[accel]` makes of the loops of a package.
//!
//! This file reads the arguments and turns what the commands return into an exit code. A command is a module; it
//! gets the functions that were selected ([`select`]) from the sources of a package ([`package`]), and prints.
//! The analysis itself is the macro's: the library `hotloop-compiler`.

/// Prints a line.
macro_rules! say {
    () => { $crate::style::put("\n") };
    ($($text:tt)*) => { $crate::style::put(&format!("{}\n", format_args!($($text)*))) };
}

mod annotate;
mod asm;
mod cargo;
mod cli;
mod compare;
mod expand;
mod mapping;
mod package;
mod parts;
mod profile;
mod report;
mod select;
mod shell;
mod style;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

/// How a command ends, if not well.
#[derive(Debug)]
pub enum Failure {
    /// What was asked not to be is there: exit code 1.
    Found,
    /// The arguments name nothing, or too much: exit code 2.
    Usage(String),
    /// cargo or rustc failed, and has said why: exit code 3.
    Build,
    /// Anything else, such as a file that cannot be read: exit code 4.
    Other(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Other(error.into())
    }
}

/// What a command returns.
pub type Outcome<T = ()> = Result<T, Failure>;

fn main() -> ExitCode {
    // cargo calls `cargo-hotloop hotloop ..`; by hand the word is left out.
    let mut arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|word| word == "hotloop") {
        arguments.remove(1);
    }
    let outcome = match Cli::parse_from(arguments).command {
        Command::Report(options) => report::run(&options),
        Command::Annotate(options) => annotate::run(&options),
        Command::Expand(options) => expand::run(&options),
        Command::Compare(options) => compare::run(&options),
        Command::Asm(options) => asm::run(&options),
        Command::Profile(options) => profile::run(&options),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::man(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::from(1),
        Err(Failure::Usage(text)) => failed(&text, 2),
        Err(Failure::Build) => ExitCode::from(3),
        Err(Failure::Other(error)) => failed(&format!("{error:#}"), 4),
    }
}

fn failed(text: &str, code: u8) -> ExitCode {
    let error = style::paint(style::ERROR, "error:");
    anstream::eprintln!("{error} {text}");
    ExitCode::from(code)
}
