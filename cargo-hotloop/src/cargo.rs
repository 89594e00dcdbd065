//! Builds of a target by cargo, in release, in a folder of their own inside of the target folder.

use crate::cli::Sources;
use crate::package::{Target, metadata, word};
use crate::{Failure, Outcome};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A finished build.
pub struct Built {
    /// What the compiler said of the target's own package.
    pub messages: Vec<String>,
    /// The folder in which rustc ran: relative paths in its output start here.
    pub root: PathBuf,
}

/// The folder of these builds: the ordinary ones must not be built again because of them.
pub fn folder(sources: &Sources) -> Outcome<PathBuf> {
    Ok(metadata(sources.manifest_path.as_deref())?.target_directory.join("hotloop").into_std_path_buf())
}

/// Builds a target with further arguments for rustc; `what` is shown while it takes.
///
/// # Errors
/// cargo cannot be started, or the build fails (what it said has then been printed).
pub fn rustc(target: &Target, sources: &Sources, arguments: &[String], what: &str) -> Outcome<Built> {
    let metadata = metadata(Some(&target.manifest))?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["rustc", "--release", "--message-format=json", "--manifest-path"]).arg(&target.manifest);
    command.arg("--target-dir").arg(folder(sources)?);
    match target.kind {
        "lib" => command.arg("--lib"),
        kind => command.arg(format!("--{kind}")).arg(&target.name),
    };
    command.arg("--").args(arguments);
    // Under link-time optimization rustc leaves the vectors of a library to the linker: they would not be there yet.
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    let wait = spinner(&format!("building {} `{}` in release, {what}", word(target.kind), target.name));
    let output = command.stdin(Stdio::null()).output().context("cannot start cargo")?;
    wait.finish_and_clear();
    let messages = messages(&output.stdout);
    if !output.status.success() {
        anstream::eprint!("{}", errors(&messages, &output.stderr));
        return Err(Failure::Build);
    }
    let own = messages.iter().filter(|m| m["reason"] == "compiler-message");
    let texts = own.filter_map(|m| m["message"]["message"].as_str().map(str::to_owned));
    Ok(Built { messages: texts.collect(), root: metadata.workspace_root.into_std_path_buf() })
}

/// A build that failed, and what was said of it.
pub struct Failed {
    pub text: String,
    pub failure: Failure,
}

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Failed {
        Failed { text: String::new(), failure: Failure::Other(error.into()) }
    }
}

/// Builds a target as `cargo bench` would, with the tests in it, so that panics unwind and dependencies of tests are there;
/// gives the program. `variable` is set meanwhile.
///
/// # Errors
/// cargo cannot be started, or the build fails; what it said has not been printed.
pub fn tests(
    target: &Target,
    target_dir: &Path,
    arguments: &[String],
    variable: &(&str, String),
) -> Result<PathBuf, Failed> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["rustc", "--profile=bench", "--message-format=json", "--manifest-path"])
        .arg(&target.manifest);
    command.arg("--target-dir").arg(target_dir);
    match target.kind {
        "lib" => command.arg("--lib"),
        kind => command.arg(format!("--{kind}")).arg(&target.name),
    };
    command.arg("--").args(arguments).env(variable.0, &variable.1);
    // It takes long, and the loops are compiled before.
    command.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_BENCH_LTO", "off");
    let wait = spinner(&format!("building {} `{}` in release, with a call", word(target.kind), target.name));
    let output = command.stdin(Stdio::null()).output().context("cannot start cargo")?;
    wait.finish_and_clear();
    let messages = messages(&output.stdout);
    if !output.status.success() {
        return Err(Failed { text: errors(&messages, &output.stderr), failure: Failure::Build });
    }
    let programs = messages.iter().rev().filter(|m| m["target"]["name"] == *target.name);
    let program = programs.filter_map(|m| m["executable"].as_str()).next();
    let program = program
        .with_context(|| format!("cargo built {} `{}` and named no program", target.kind, target.name));
    Ok(program?.into())
}

fn messages(stdout: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(stdout).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// What rustc and cargo say of a build that failed.
fn errors(messages: &[Value], stderr: &[u8]) -> String {
    let errors = messages.iter().filter(|m| m["message"]["level"] == "error");
    let texts = errors.filter_map(|m| m["message"]["rendered"].as_str());
    texts.chain([&*String::from_utf8_lossy(stderr)]).collect()
}

/// Something that turns while one waits; nothing where there is no terminal.
pub fn spinner(text: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar.set_message(text.to_owned());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
