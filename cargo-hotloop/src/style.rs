//! Colors. What is printed goes through `anstream`, which takes them out where the output is no terminal, or where
//! `NO_COLOR` is set.

use anstyle::{AnsiColor, Color, Style};
use hotloop_compiler::report::{Remark, Verdict};
use std::io::Write;

const fn color(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(color)))
}

/// An error, or what stayed as written.
pub const ERROR: Style = color(AnsiColor::Red).bold();
/// What is good.
pub const GOOD: Style = color(AnsiColor::Green);
/// What is less than it could be.
pub const LESS: Style = color(AnsiColor::Yellow);
/// Names.
pub const NAME: Style = Style::new().bold();
/// What is only context.
pub const DIM: Style = Style::new().dimmed();
/// Remarks of LLVM's.
pub const LLVM: Style = color(AnsiColor::Cyan);

/// Prints. Who stops reading (`| head`) wants no more, and no error.
pub fn put(text: &str) {
    let mut out = anstream::stdout();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        let stopped = error.kind() == std::io::ErrorKind::BrokenPipe;
        std::process::exit(if stopped { 0 } else { 4 });
    }
}

/// The text in a style.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The style of a verdict.
pub fn of_verdict(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Parallel | Verdict::ParallelGuarded => GOOD,
        Verdict::Serial | Verdict::Outer => LESS,
        Verdict::AsWritten => ERROR,
    }
}

/// The style of a line's label, and of its text.
pub fn of_remark(remark: Remark) -> (Style, Style) {
    match remark {
        Remark::Verdict(verdict) => (NAME, of_verdict(verdict)),
        Remark::Passed => (GOOD, Style::new()),
        Remark::Analysis => (DIM, Style::new()),
        Remark::Missed => (LESS, Style::new()),
        Remark::Help => (DIM, Style::new()),
    }
}
