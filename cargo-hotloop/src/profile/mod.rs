//! `cargo hotloop profile`: runs a program of the package and shows how long its annotated functions and loops ran.
//!
//! In: a target of the package, or a file that `HOTLOOP_PROFILE=FILE` wrote. Out: a table, JSON, or a page. The program
//! measures itself (`runtime/src/profile`); here it is built, started and shown.

mod data;
mod page;
mod table;

use crate::cli::{Format, ProfileOptions, Sources};
use crate::{Failure, Outcome, cargo, package};
use anyhow::{Context, anyhow};
use cargo_metadata::TargetKind;
use data::Profile;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Runs the command.
pub fn run(options: &ProfileOptions) -> Outcome {
    if let Some(path) = &options.output
        && !matches!(extension(path), Some("html" | "json"))
    {
        let help = "help: FILE.html for a page, FILE.json for the numbers";
        return Err(Failure::Usage(format!("`{}` is neither\n{help}", path.display())));
    }
    let (text, status) = match &options.from {
        Some(path) => {
            (std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?, None)
        }
        None => measure(options)?,
    };
    let profile = data::read(&text)?;
    show(options, &profile, &text)?;
    match status.filter(|status| !status.success()) {
        // The numbers are those of a run that went wrong.
        Some(status) => Err(anyhow!("the program ended with {status}").into()),
        None => Ok(()),
    }
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|e| e.to_str())
}

fn show(options: &ProfileOptions, profile: &Profile, text: &str) -> Outcome {
    if let Some(path) = &options.output {
        let content = match extension(path) {
            Some("json") => text.to_owned(),
            _ => page::write(profile)?,
        };
        std::fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
        anstream::eprintln!("wrote {}", path.display());
    }
    match (options.format, &options.output) {
        (Some(Format::Json), _) => crate::style::put(text),
        (Some(Format::Text), _) | (None, None) => table::print(profile, options.sort),
        (None, Some(_)) => {}
    }
    Ok(())
}

/// Builds and runs the program; gives what it wrote, and how it ended.
fn measure(options: &ProfileOptions) -> Outcome<(String, Option<ExitStatus>)> {
    let program = build(options)?;
    let folder = std::env::temp_dir().join(format!("cargo-hotloop-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let file = folder.join("profile.json");
    let mut command = Command::new(&program.path);
    if let Some(place) = &program.folder {
        // As cargo does, where it runs tests and benchmarks.
        command.current_dir(place);
    }
    if options.bench.is_some() {
        command.arg("--bench");
    }
    command.args(&options.arguments).env("HOTLOOP_PROFILE", &file);
    let to_stderr = options.format == Some(Format::Json);
    let started = if to_stderr { command.stdout(stderr()?).status() } else { command.status() };
    let status = started.with_context(|| format!("cannot start {}", program.path.display()))?;
    let text = std::fs::read_to_string(&file);
    let _ = std::fs::remove_dir_all(&folder);
    match text {
        Ok(text) => Ok((text, Some(status))),
        Err(_) => Err(anyhow!(
            "the program ended with {status}, and wrote no profile: it called no annotated function with loops, was \
             aborted or killed, or its hotloop is of a version without profiles"
        )
        .into()),
    }
}

/// What the program prints must not stand in the JSON.
fn stderr() -> Outcome<Stdio> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let own = std::io::stderr().as_fd().try_clone_to_owned().context("cannot use stderr")?;
        Ok(own.into())
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle;
        let own = std::io::stderr().as_handle().try_clone_to_owned().context("cannot use stderr")?;
        Ok(own.into())
    }
    #[cfg(not(any(unix, windows)))]
    Ok(Stdio::null())
}

/// A program that is ready.
struct Program {
    path: PathBuf,
    /// Where it is to run, if not here.
    folder: Option<PathBuf>,
}

/// The word for cargo, and its name, of what is to run.
fn build(options: &ProfileOptions) -> Outcome<Program> {
    let (words, kind, name) = match (&options.example, &options.test, &options.bench) {
        (Some(name), _, _) => (["build", "--release", "--example"].as_slice(), "example", name.clone()),
        (_, Some(name), _) => (["test", "--no-run", "--release", "--test"].as_slice(), "test", name.clone()),
        (_, _, Some(name)) => (["bench", "--no-run", "--bench"].as_slice(), "bench", name.clone()),
        _ => (["build", "--release", "--bin"].as_slice(), "bin", bin(options)?),
    };
    is_there(options, kind, &name)?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).arg(&name).arg("--message-format=json-render-diagnostics");
    if let Some(package) = &options.package {
        command.arg("--package").arg(package);
    }
    if let Some(manifest) = &options.manifest_path {
        command.arg("--manifest-path").arg(manifest);
    }
    if !options.features.is_empty() {
        command.arg("--features").arg(options.features.join(","));
    }
    let wait = cargo::spinner(&format!("building {kind} `{name}` in release"));
    let output = command.stdin(Stdio::null()).output().context("cannot start cargo")?;
    wait.finish_and_clear();
    if !output.status.success() {
        anstream::eprint!("{}", String::from_utf8_lossy(&output.stderr));
        return Err(Failure::Build);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let ours = messages.filter(|m| m["reason"] == "compiler-artifact" && m["target"]["name"] == *name);
    let built = ours.filter(|m| m["target"]["kind"].as_array().is_some_and(|k| k.iter().any(|k| k == kind)));
    let found: Vec<Program> = built
        .filter_map(|m| {
            let manifest = PathBuf::from(m["manifest_path"].as_str().unwrap_or_default());
            let folder =
                matches!(kind, "test" | "bench").then(|| manifest.parent().map(Path::to_owned)).flatten();
            Some(Program { path: m["executable"].as_str()?.into(), folder })
        })
        .collect();
    let found = found.into_iter().next();
    found.ok_or_else(|| anyhow!("cargo built {kind} `{name}` and named no program").into())
}

/// Is there such a target?
fn is_there(options: &ProfileOptions, kind: &str, name: &str) -> Outcome {
    let metadata = package::metadata(options.manifest_path.as_deref())?;
    let packages = package::packages(&metadata, &options.sources())?;
    let all = Sources { all_targets: true, ..Sources::default() };
    let mut known = Vec::new();
    for package in packages {
        known.extend(package::targets(package, &all).into_iter().filter(|t| t.kind == kind).map(|t| t.name));
    }
    match known.iter().any(|n| n == name) {
        true => Ok(()),
        false => Err(Failure::Usage(crate::select::unknown(package::word(kind), name, known.into_iter()))),
    }
}

/// The program of the package that is meant: the one that is named, the only one, or cargo's `default-run`.
fn bin(options: &ProfileOptions) -> Outcome<String> {
    if let Some(name) = &options.bin {
        return Ok(name.clone());
    }
    let metadata = package::metadata(options.manifest_path.as_deref())?;
    let packages = package::packages(&metadata, &options.sources())?;
    if let [only] = packages.as_slice()
        && let Some(name) = &only.default_run
    {
        return Ok(name.clone());
    }
    let targets = packages.iter().flat_map(|p| &p.targets);
    let is_bin = |kind: &TargetKind| matches!(kind, TargetKind::Bin);
    let names: Vec<&str> = targets.filter(|t| t.kind.iter().any(is_bin)).map(|t| t.name.as_str()).collect();
    match names.as_slice() {
        [name] => Ok((*name).to_owned()),
        [] => {
            let help = "help: `--example NAME`, `--test NAME` or `--bench NAME` run something else";
            Err(Failure::Usage(format!("the package has no program to run\n{help}")))
        }
        several => {
            let list = several.join(", ");
            Err(Failure::Usage(format!(
                "several programs could run: {list}\nhelp: name one with `--bin NAME`"
            )))
        }
    }
}
