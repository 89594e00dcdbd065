//! Builds of a target by cargo, in release, in a folder of their own inside of the target folder.

use crate::cli::Sources;
use crate::package::{Target, metadata};
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
    let wait = spinner(&format!("building {} `{}` in release, {what}", target.kind, target.name));
    let output = command.stdin(Stdio::null()).output().context("cannot start cargo")?;
    wait.finish_and_clear();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if !output.status.success() {
        let rendered = messages.iter().filter(|m| m["message"]["level"] == "error");
        rendered
            .filter_map(|m| m["message"]["rendered"].as_str())
            .for_each(|text| anstream::eprint!("{text}"));
        anstream::eprint!("{}", String::from_utf8_lossy(&output.stderr));
        return Err(Failure::Build);
    }
    let own = messages.iter().filter(|m| m["reason"] == "compiler-message");
    let texts = own.filter_map(|m| m["message"]["message"].as_str().map(str::to_owned));
    Ok(Built { messages: texts.collect(), root: metadata.workspace_root.into_std_path_buf() })
}

/// Builds a program of ours in release.
///
/// # Errors
/// As of [`rustc`].
pub fn build(manifest: &Path, target: &Path, what: &str) -> Outcome {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--release", "--manifest-path"]).arg(manifest).arg("--target-dir").arg(target);
    let wait = spinner(&format!("building {what}"));
    let output = command.stdin(Stdio::null()).output().context("cannot start cargo")?;
    wait.finish_and_clear();
    if !output.status.success() {
        anstream::eprint!("{}", String::from_utf8_lossy(&output.stderr));
        return Err(Failure::Build);
    }
    Ok(())
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
