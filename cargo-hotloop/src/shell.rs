//! Completion scripts and the manual page, made of the same description as the help.

use crate::Outcome;
use crate::cli::Cli;
use crate::style;
use clap::CommandFactory;
use std::io::Write;

/// Prints the script of a shell.
pub fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "cargo-hotloop", &mut script);
    style::put(&String::from_utf8_lossy(&script));
    Ok(())
}

/// Prints the manual page: one for all commands.
pub fn man() -> Outcome {
    let mut page = Vec::new();
    let mut whole = command();
    whole.build();
    clap_mangen::Man::new(whole.clone()).render(&mut page)?;
    for sub in whole.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let man = clap_mangen::Man::new(sub.clone());
        writeln!(page, ".SH {}", sub.get_name().to_uppercase())?;
        writeln!(page, "{}", sub.get_about().map(ToString::to_string).unwrap_or_default())?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    style::put(&String::from_utf8_lossy(&page));
    Ok(())
}

fn command() -> clap::Command {
    // A script completes the program's own name, which has no space in it.
    Cli::command().bin_name("cargo-hotloop")
}
