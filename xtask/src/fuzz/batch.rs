//! One batch: build its crate, run it, read what it says.
//!
//! In: a written crate. Out: failures. Invariant: a program that does not compile, hangs or crashes the
//! process is a failure of that program, and the rest of the batch is still built and run.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::model::Program;
use super::stats::Stats;
use super::{Build, Sanitizer, emit};

/// A program that did not do as its contract says.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its name.
    pub program: String,
    /// What happened, several lines.
    pub what: String,
}

/// A batch to be built and run.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    /// The folder of the crate.
    pub dir: PathBuf,
    /// The folder that all batches build into.
    pub target: &'a Path,
    /// The seed of the inputs.
    pub seed: u64,
    /// Plant faults.
    pub plant: bool,
    /// With a sanitizer.
    pub sanitizer: Option<Sanitizer>,
    /// The fast module carries the attribute.
    pub attribute: bool,
}

/// A silent batch is killed after this time: a program that does not end must not hang the tester.
const PATIENCE: Duration = Duration::from_secs(120);
const TRIPLE: &str = "x86_64-unknown-linux-gnu";

impl Batch<'_> {
    /// Builds and runs in one profile; returns the failures.
    pub(super) fn check(
        &self,
        build: Build,
        programs: &[Program],
        stats: &mut Stats,
    ) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        let mut left = programs.to_vec();
        let start = Instant::now();
        loop {
            let Some(errors) = self.cargo_build(build)? else { break };
            let culprits = named_programs(&errors);
            left.retain(|program| !culprits.contains(&program.name));
            if culprits.is_empty() {
                failures.push(Failure { program: "the batch".to_owned(), what: errors });
                return Ok(failures);
            }
            for name in &culprits {
                // rustc refuses a program of its own accord: a mistake of the generator, to be mended there.
                let plain = errors.contains(&format!("src/plain/{name}.rs:"));
                let who = if plain {
                    "is wrong as written, by a mistake of the generator"
                } else {
                    "does not compile"
                };
                let what = format!("{who}\n{}", excerpt(&errors, name));
                failures.push(Failure { program: name.clone(), what });
            }
            if left.is_empty() {
                return Ok(failures);
            }
            emit::write_programs(&self.dir, self.attribute, &left)?;
        }
        stats.building.0 += start.elapsed();
        stats.building.1 += 1;
        let start = Instant::now();
        self.run_all(build, &left, stats, &mut failures)?;
        stats.running += start.elapsed();
        Ok(failures)
    }

    /// `None` when it built, otherwise what the compiler said.
    fn cargo_build(&self, build: Build) -> Result<Option<String>> {
        let mut command = Command::new("cargo");
        if let Some(sanitizer) = self.sanitizer {
            // The outer cargo has pinned its own toolchain in the environment.
            command.env_remove("RUSTUP_TOOLCHAIN").arg("+nightly");
            command.env("RUSTFLAGS", sanitizer.flags());
        }
        command.arg("build").arg("--quiet").current_dir(&self.dir).env("CARGO_TARGET_DIR", self.target);
        command.args(["--profile", build.profile()]);
        if self.sanitizer.is_some() {
            command.args(["--target", TRIPLE]);
        }
        let output = command.output().context("cannot start cargo")?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok((!output.status.success()).then_some(errors))
    }

    fn executable(&self, build: Build) -> PathBuf {
        let profile = if build == Build::Debug { "debug" } else { build.profile() };
        let base = if self.sanitizer.is_some() { self.target.join(TRIPLE) } else { self.target.to_owned() };
        base.join(profile).join("fuzz-batch")
    }

    /// Runs the batch; where the process dies, the rest is run one program at a time.
    fn run_all(
        &self,
        build: Build,
        programs: &[Program],
        stats: &mut Stats,
        failures: &mut Vec<Failure>,
    ) -> Result<()> {
        let Some(died) = self.run(build, None, stats, failures)? else { return Ok(()) };
        let after = programs.iter().position(|p| p.name == died.program).map_or(0, |at| at + 1);
        failures.push(died);
        for program in &programs[after..] {
            let died = self.run(build, Some(&program.name), stats, failures)?;
            failures.extend(died);
        }
        Ok(())
    }

    /// Runs the executable; the result is the program in which it died, if it did.
    fn run(
        &self,
        build: Build,
        only: Option<&str>,
        stats: &mut Stats,
        failures: &mut Vec<Failure>,
    ) -> Result<Option<Failure>> {
        let mut command = Command::new(self.executable(build));
        command.args(only).args(["--seed", &self.seed.to_string()]).args(self.plant.then_some("--plant"));
        if self.sanitizer == Some(Sanitizer::Thread) {
            command.env("HOTLOOP_POOL", "scoped");
            // Otherwise the process would go on, and nobody would know which program raced.
            command.env("TSAN_OPTIONS", "halt_on_error=1");
        }
        let mut reader = Reader::default();
        let (status, hung, errors) = watch(&mut command, |line| reader.line(line, stats))?;
        let reported = !reader.failures.is_empty();
        failures.append(&mut reader.failures);
        // Missed planted faults also make the exit code, but they are counted in the totals.
        let explained = status.success() || reported || self.plant;
        if reader.ended && explained {
            return Ok(None);
        }
        let how = if hung { "does not end".to_owned() } else { format!("ended the process: {status}") };
        let what = format!("{how}\n{}", errors.chars().take(6000).collect::<String>());
        Ok(Some(Failure { program: reader.current, what }))
    }
}

/// Runs a command, hands out its lines as they come, and kills it when it has been silent for too long. The
/// result: its status, whether it was killed, its error output.
fn watch(command: &mut Command, mut each: impl FnMut(&str)) -> Result<(ExitStatus, bool, String)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let output = child.stdout.take().context("no output")?;
    let errors = child.stderr.take().context("no error output")?;
    // Both pipes are drained at once, or a long sanitizer report would block the child.
    let errors = std::thread::spawn(move || std::io::read_to_string(errors).unwrap_or_default());
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    let hung = loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => each(&line),
            Err(mpsc::RecvTimeoutError::Disconnected) => break false,
            Err(mpsc::RecvTimeoutError::Timeout) => break true,
        }
    };
    if hung {
        child.kill()?;
    }
    let status = child.wait()?;
    Ok((status, hung, errors.join().unwrap_or_default()))
}

/// Reads the lines that the driver prints.
#[derive(Default)]
struct Reader {
    current: String,
    failures: Vec<Failure>,
    inside: bool,
    ended: bool,
}

impl Reader {
    fn line(&mut self, line: &str, stats: &mut Stats) {
        if let Some(name) = line.strip_prefix("@run ") {
            self.current = name.to_owned();
        } else if let Some(name) = line.strip_prefix("@fail ") {
            self.failures.push(Failure { program: name.to_owned(), what: String::new() });
            self.inside = true;
        } else if line == "@end" {
            self.inside = false;
        } else if let Some(name) = line.strip_prefix("@fast ") {
            stats.ran_fast.insert(name.to_owned());
        } else if let Some(totals) = line.strip_prefix("@stat ") {
            stats.add_totals(totals);
            self.ended = true;
        } else if let (true, Some(failure)) = (self.inside, self.failures.last_mut()) {
            failure.what.push_str(line);
            failure.what.push('\n');
        }
    }
}

/// The programs whose files an error message names.
fn named_programs(errors: &str) -> BTreeSet<String> {
    let files = errors.lines().filter_map(|line| line.trim_start().strip_prefix("--> src/"));
    files
        .filter_map(|rest| rest.strip_prefix("fast/").or_else(|| rest.strip_prefix("plain/")))
        .filter_map(|rest| rest.split_once(".rs").map(|(name, _)| name.to_owned()))
        .filter(|name| name != "mod")
        .collect()
}

/// The first message about a program.
fn excerpt(errors: &str, name: &str) -> String {
    let block = errors.split("\n\n").find(|block| block.contains(&format!("/{name}.rs:")));
    block.unwrap_or("").lines().take(30).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERRORS: &str = "error[E0308]: mismatched types\n --> src/fast/p3.rs:4:5\n  |\n\n\
                          error: other\n --> src/fast/p17.rs:9:1\n  |\n\nerror: third\n  --> src/cases.rs:1:1\n";

    #[test]
    fn programs_are_found_in_errors() {
        let names: Vec<String> = named_programs(ERRORS).into_iter().collect();
        assert_eq!(names, ["p17", "p3"]);
        assert!(excerpt(ERRORS, "p17").starts_with("error: other"));
    }

    #[test]
    fn failures_are_read() {
        let mut reader = Reader::default();
        let mut stats = Stats::default();
        for line in ["@run p1", "@fail p1", "  result [0]", "@end", "@run p2", "@stat inputs=3 slowest_us=7"]
        {
            reader.line(line, &mut stats);
        }
        assert!(reader.ended);
        assert_eq!(reader.failures.len(), 1);
        assert_eq!(reader.failures[0].what, "  result [0]\n");
        assert_eq!(stats.totals["inputs"], 3);
    }
}
