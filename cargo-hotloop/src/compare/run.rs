//! `compare --run`: the function without the attribute and with it on the same inputs, the latter at every level and on
//! several threads.
//!
//! The target of the function is built as its tests are, twice: as it is without the attribute, and with it. Both times the
//! attribute puts a module into the function's body that calls it (`program`). So private functions, methods and those of programs
//! are reached too, with the package's own dependencies, and nothing of it is in any other build. Each run prints
//! the bits of all that came out.

use super::context::{self, Subject};
use super::program::{self, Call, Inputs};
use super::signature;
use super::values::{self, Run};
use crate::cli::{CompareOptions, Level};
use crate::package::{Found, Function, Target};
use crate::style::{self, paint};
use crate::{Failure, Outcome, cargo};
use anyhow::Context;
use hotloop_compiler::compare::{ASKED, Asked};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the command.
pub fn run(function: &Function, found: &Found, options: &CompareOptions) -> Outcome {
    let comparison = Comparison::of(function, found, options)?;
    let disable = [("HOTLOOP_DISABLE", "1")];
    let plain = comparison.start(&comparison.build(Form::Plain)?, Form::Plain, "plain", &disable)?;
    let program = comparison.build(Form::Annotated)?;
    let mut runs = Vec::new();
    for level in Level::ALL {
        if !is_here(level) {
            say!("skipped: this processor has no {}", level.name());
            continue;
        }
        for threads in threads() {
            let name = format!("{}, {threads} thread{}", level.name(), if threads == 1 { "" } else { "s" });
            let threads = threads.to_string();
            let variables =
                [("HOTLOOP_ISA", level.name()), ("HOTLOOP_NUM_THREADS", &*threads), ("HOTLOOP_TRACE", "1")];
            runs.push(comparison.start(&program, Form::Annotated, &name, &variables)?);
        }
    }
    report(function, &plain, &runs)
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    Annotated,
}

/// What is built and run.
struct Comparison<'a> {
    function: &'a Function,
    target: &'a Target,
    subject: Subject,
    call: Call,
    /// The folder of the builds.
    folder: PathBuf,
}

impl Comparison<'_> {
    fn of<'a>(function: &'a Function, found: &Found, options: &CompareOptions) -> Outcome<Comparison<'a>> {
        let Some(target) = &function.target else {
            let help = "help: compare it in a package that has this file as a module";
            let text = format!("`{}` belongs to no package, so it cannot be built\n{help}", function.path);
            return Err(Failure::Usage(text));
        };
        let subject = context::subject(function, found)?;
        let given = signature::given(&subject, &function.path, &options.with, options.inputs.is_none())?;
        let inputs = match &options.inputs {
            Some(path) => {
                let path = format!("crate::{}", path.trim_start_matches("crate::"));
                Inputs::By(path, signature::passing(&subject))
            }
            None => Inputs::Made(signature::arguments(&subject, &function.path, &given)?),
        };
        let is_unsafe = subject.signature.unsafety.is_some();
        let call = Call { path: subject.call(&given), is_unsafe, inputs };
        let folder = cargo::folder(&options.one.sources)?.join("compare");
        Ok(Comparison { function, target, subject, call, folder })
    }

    /// What tells this comparison and form from all others.
    fn mark(&self, form: Form) -> String {
        let mut hasher = DefaultHasher::new();
        (&self.function.file, self.subject.line, program::module(&self.call, "")).hash(&mut hasher);
        let form = if form == Form::Plain { "plain" } else { "annotated" };
        format!("hotloop-compare-{form}-{:016x}", hasher.finish())
    }

    /// Builds the target in one form; gives the program.
    fn build(&self, form: Form) -> Outcome<PathBuf> {
        let mark = self.mark(form);
        std::fs::create_dir_all(&self.folder)?;
        let module = self.folder.join(format!("{mark}.rs"));
        let text = program::module(&self.call, &mark);
        // One that is newer would be compiled again.
        if std::fs::read_to_string(&module).ok().as_ref() != Some(&text) {
            std::fs::write(&module, text)?;
        }
        let asked = Asked {
            plain: form == Form::Plain,
            file: self.function.file.canonicalize()?,
            line: self.subject.line,
            name: self.subject.signature.ident.to_string(),
            module: module.display().to_string(),
        };
        // cargo knows nothing of the environment variable, but that a condition is another one.
        let arguments =
            ["--cap-lints", "allow", "--cfg", &format!("hotloop_compare={mark:?}")].map(str::to_owned);
        let variable = (ASKED, asked.write());
        let target_dir = self.folder.join("target");
        let program = cargo::tests(self.target, &target_dir, &arguments, &variable).map_err(|failed| {
            anstream::eprint!("{}", failed.text);
            if failed.text.contains(&mark) {
                anstream::eprintln!("{}", self.misfit());
            }
            failed.failure
        })?;
        let bytes = std::fs::read(&program).with_context(|| format!("cannot read {}", program.display()))?;
        if bytes.windows(mark.len()).any(|bytes| bytes == mark.as_bytes()) {
            return Ok(program);
        }
        let place = match self.target.kind {
            "lib" => format!("library of `{}`", self.target.package),
            kind => format!("{} `{}`", crate::package::word(kind), self.target.name),
        };
        Err(Failure::Usage(format!(
            "the {place} is built without `{}`\nhelp: is it, or a module around it, behind a `#[cfg(..)]` that does not hold? \
             (features are the default ones)",
            self.function.path
        )))
    }

    /// Why the call may not compile.
    fn misfit(&self) -> String {
        match &self.call.inputs {
            Inputs::By(function, arguments) => {
                let names: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
                format!(
                    "help: `{function}` is called as `fn(usize) -> ({})`, from the module of `{}`, with owned values: a `Vec` for \
                     a slice",
                    names.join(", "),
                    self.function.path
                )
            }
            Inputs::Made(_) => "help: the types of the arguments were taken by their names, and `--with` as it is; `--inputs FUNCTION` \
                                names a function that makes them"
                .to_owned(),
        }
    }

    fn start(&self, program: &Path, form: Form, name: &str, variables: &[(&str, &str)]) -> Outcome<Run> {
        let wait = cargo::spinner(&format!("running {name}"));
        let mut command = Command::new(program);
        for variable in [
            "HOTLOOP_DISABLE",
            "HOTLOOP_ISA",
            "HOTLOOP_NUM_THREADS",
            "HOTLOOP_VERIFY",
            "HOTLOOP_TRACE",
            "HOTLOOP_PROFILE",
        ] {
            command.env_remove(variable);
        }
        command.env("HOTLOOP_COMPARE_RUN", "1").envs(variables.iter().copied());
        // As cargo does for tests.
        command.current_dir(self.target.manifest.parent().unwrap_or(Path::new(".")));
        let output = command.output().context("cannot start the comparison")?;
        wait.finish_and_clear();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if !output.status.success() {
            return Err(anyhow::anyhow!("the run `{name}` ended with {}: {err}", output.status).into());
        }
        if !out.lines().any(|line| line.strip_prefix("begin ") == Some(&self.mark(form))) {
            return Err(
                anyhow::anyhow!("the run `{name}` did not start: nothing runs before `main` here").into()
            );
        }
        Ok(values::read(name, &out, &err))
    }
}

fn threads() -> Vec<usize> {
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    let mut threads = vec![1, 2, all];
    threads.sort_unstable();
    threads.dedup();
    threads
}

/// Does this processor have the level? (hotloop would take a lower one.)
fn is_here(level: Level) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        let v3 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        let v4 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512cd")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl");
        match level {
            Level::Baseline => true,
            Level::V3 => v3,
            Level::V4 => v3 && v4,
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        level == Level::Baseline
    }
}

fn report(function: &Function, plain: &Run, runs: &[Run]) -> Outcome {
    let loose = why_loose(function);
    let tolerance = loose.map(|_| values::Tolerance { is_single: is_single(function) });
    let panicked = plain.cases.iter().filter(|c| c.panic.is_some()).count();
    say!(
        "{}: {} inputs, of which {panicked} panic in the plain function",
        paint(style::NAME, &function.path),
        plain.cases.len()
    );
    if panicked == plain.cases.len() {
        let text = "every input panics, so nothing was compared but messages\nhelp: name a function that makes inputs with \
                    `--inputs`";
        return Err(Failure::Usage(text.into()));
    }
    let unseen: Vec<&str> = plain.unseen.iter().map(String::as_str).collect();
    let has_values =
        |run: &Run| run.cases.iter().any(|c| c.values.iter().any(|(_, values)| !values.is_empty()));
    if !has_values(plain) {
        let text = match unseen.as_slice() {
            [] => "nothing comes out of it but panics, neither as a result nor through a `&mut`".to_owned(),
            some => format!(
                "nothing that comes out of it has a `Debug`, by which it could be compared: {}",
                some.join(", ")
            ),
        };
        let help = "help: write a function that calls it and gives something back, with `#[accel]` on it too";
        return Err(Failure::Usage(format!("{text}\n{help}")));
    }
    if !unseen.is_empty() {
        say!("  {}: {} (no `Debug`)", paint(style::LESS, "not compared"), unseen.join(", "));
    }
    if let Some(why) = loose {
        let levels = if is_by_level(function) { "" } else { ", and the levels with each other to the bit" };
        say!("  {why}: floats are compared with a tolerance{levels}");
    }
    let mut same = true;
    let reference = runs.first();
    for run in runs {
        let against_plain = values::first_difference(plain, run, tolerance);
        let others = reference.filter(|_| loose.is_some() && !is_by_level(function));
        let against_first = others.and_then(|first| values::first_difference(first, run, None));
        let difference = against_plain.or(against_first);
        let word = match &difference {
            None => paint(style::GOOD, "equal"),
            Some(what) => paint(style::ERROR, &format!("differs: {what}")),
        };
        let time = match (run.nanoseconds, plain.nanoseconds) {
            (Some(ours), Some(theirs)) => {
                format!(", {ours} ns, plain {theirs} ns ({:.2} times)", theirs as f64 / ours.max(1) as f64)
            }
            _ => String::new(),
        };
        say!("  {:<22} {word}{time}", run.name);
        same &= difference.is_none();
    }
    which_form(runs.first());
    if same { Ok(()) } else { Err(Failure::Found) }
}

/// Which form of each loop was compared.
fn which_form(run: Option<&Run>) {
    let loops = run.map(|r| r.loops.as_slice()).unwrap_or_default();
    for (fast, written, which) in loops {
        say!("  {which}: {fast} times fast, {written} as written");
    }
    if loops.iter().all(|(fast, ..)| *fast == 0) {
        let text = "no loop ran its fast form, so the loops as written were compared with themselves";
        say!("{}", paint(style::LESS, text));
    }
}

/// Why the bits of floats may differ from the plain function's.
fn why_loose(function: &Function) -> Option<&'static str> {
    let text = function.tokens.to_string();
    let roles = function.report.loops.iter().flat_map(|l| &l.scalars);
    if roles.into_iter().any(|s| s.role.contains("32 lanes") || s.role.contains("each chunk")) {
        Some("a sum is regrouped")
    } else if text.contains(". bare ()") || text.contains("__private :: ops ::") {
        Some("elementary functions are hotloop's own")
    } else if is_flagged(&text) {
        Some("`fastmath` changes arithmetic")
    } else {
        None
    }
}

/// May numbers of unknown type be of single precision?
fn is_single(function: &Function) -> bool {
    function.tokens.to_string().split(|c: char| !c.is_alphanumeric()).any(|word| word == "f32")
}

/// Flags of `fastmath` leave this in the expansion.
fn is_flagged(text: &str) -> bool {
    text.contains("NotFlagged")
}

/// Under `contract` and `afn` levels may differ.
fn is_by_level(function: &Function) -> bool {
    is_flagged(&function.tokens.to_string())
}
