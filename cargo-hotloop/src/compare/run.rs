//! `compare --run`: the plain function and the annotated one on the same inputs, at every level and on several
//! threads.
//!
//! A crate is generated that depends on the package by its path and calls the function on inputs made from its
//! signature (or by a function of the user's). It is run once with `HOTLOOP_DISABLE=1`, which is the plain function,
//! and once for each level and number of threads; each run prints the bits of all that came out.

use super::signature::{self, Signature};
use crate::cli::{CompareOptions, Level};
use crate::package::{Found, Function, Target};
use crate::style::{self, paint};
use crate::{Failure, Outcome, cargo, package};
use anyhow::Context;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where floats may differ (regrouped sums, elementary functions, `fastmath`): as a part of the greater magnitude.
const TOLERANCE: [(&str, f64); 2] = [("f64", 1e-9), ("f32", 1e-3)];

/// One run.
struct Run {
    name: String,
    cases: Vec<Case>,
    /// The time of a call on 65,536 elements.
    nanoseconds: Option<u64>,
    /// How often each loop ran fast, how often as written, and which it is.
    loops: Vec<(u64, u64, String)>,
}

/// What came of one set of inputs.
#[derive(PartialEq, Debug)]
struct Case {
    label: String,
    panic: Option<String>,
    values: Vec<(String, Vec<String>)>,
}

/// Runs the command.
pub fn run(function: &Function, found: &Found, options: &CompareOptions) -> Outcome {
    let target = subject(function)?;
    let call = match &options.inputs {
        Some(inputs) => with_inputs(function, found, options, inputs)?,
        None => call(&path(function, options)?, &signature::read(function, found, &options.with)?),
    };
    let folder = cargo::folder(&options.one.sources)?.join("compare");
    let program = build(target, &folder, &call)?;
    let plain = start(&program, "plain", &[("HOTLOOP_DISABLE", "1")])?;
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
            runs.push(start(&program, &name, &variables)?);
        }
    }
    report(function, &plain, &runs)
}

/// The library that the function is in.
fn subject(function: &Function) -> Outcome<&Target> {
    match &function.target {
        Some(target) if target.kind == "lib" => Ok(target),
        _ => {
            let help = "help: move it into the package's library";
            Err(Failure::Usage(format!(
                "`{}` is in no library, so nothing else can call it\n{help}",
                function.path
            )))
        }
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

/// The path of the function in the generated crate.
fn path(function: &Function, options: &CompareOptions) -> Outcome<String> {
    match &options.path {
        Some(path) => Ok(format!("subject::{path}")),
        None if function.path.contains('<') => {
            let help = "help: name a path to it with `--path`";
            Err(Failure::Usage(format!("`{}` cannot be called by this path\n{help}", function.path)))
        }
        None => Ok(format!("subject::{}", function.path)),
    }
}

/// The function `run` of the generated crate, for inputs from the signature.
fn call(path: &str, signature: &Signature) -> String {
    let types = signature.types.join(", ");
    let generics = if types.is_empty() { String::new() } else { format!("::<{types}>") };
    let squares = signature.arguments.iter().any(|a| !a.list && a.element == "usize");
    let mut made = String::new();
    for (n, a) in signature.arguments.iter().enumerate() {
        let how = if a.list {
            format!("list::<{}>", a.element)
        } else {
            format!("<{} as Make>::scalar", a.element)
        };
        let _ = writeln!(made, "    let mut a{n} = {how}(&mut random, case);");
    }
    let passed: Vec<String> =
        signature.arguments.iter().enumerate().map(|(n, a)| format!("{}a{n}", a.passed)).collect();
    let seen = signature.arguments.iter().enumerate().filter(|(_, a)| a.is_seen());
    let seen: Vec<(usize, &str)> = seen.map(|(n, a)| (n, a.name.as_str())).collect();
    body(path, &generics, &passed, &seen, &made, squares)
}

/// The same with inputs that a function of the user's makes: a tuple for each number of elements.
fn with_inputs(
    function: &Function,
    found: &Found,
    options: &CompareOptions,
    inputs: &str,
) -> Outcome<String> {
    let passed = signature::passing(function, found)?;
    let names: Vec<String> = (0..passed.len()).map(|n| format!("mut a{n},")).collect();
    let made = format!("    let ({}) = {}(case.size);\n", names.concat(), format_args!("subject::{inputs}"));
    let arguments: Vec<String> =
        passed.iter().enumerate().map(|(n, (_, passed))| format!("{passed}a{n}")).collect();
    let seen = passed.iter().enumerate().filter(|(_, (_, passed))| *passed == "&mut ");
    let seen: Vec<(usize, &str)> = seen.map(|(n, (name, _))| (n, name.as_str())).collect();
    if !options.with.is_empty() {
        return Err(Failure::Usage(
            "with `--inputs` the types are those of the inputs; leave out `--with`".into(),
        ));
    }
    Ok(body(&path(function, options)?, "", &arguments, &seen, &made, false))
}

fn body(
    path: &str,
    generics: &str,
    passed: &[String],
    seen: &[(usize, &str)],
    made: &str,
    squares: bool,
) -> String {
    let shown: Vec<String> = seen.iter().map(|(n, name)| format!("line({name:?}, &a{n});")).collect();
    let (passed, shown) = (passed.join(", "), shown.join(" "));
    format!(
        "const SQUARES: bool = {squares};\n\n\
         fn run(label: &str, case: Case, shown: bool) -> Option<u64> {{\n    \
         let mut random = Random(case.len as u64);\n{made}    \
         if shown {{\n        \
         if call(label, || {path}{generics}({passed})) {{ {shown} }}\n        \
         return None;\n    }}\n    \
         let start = Instant::now();\n    \
         let done = catch_unwind(AssertUnwindSafe(|| {{ std::hint::black_box({path}{generics}({passed})); }}));\n    \
         let time = start.elapsed().as_nanos() as u64;\n    \
         done.ok().map(|()| time)\n}}\n"
    )
}

/// Writes and builds the crate; gives the program.
fn build(target: &Target, folder: &Path, call: &str) -> Outcome<PathBuf> {
    let package = target.manifest.parent().unwrap_or(Path::new("."));
    let manifest = format!(
        "[package]\nname = \"compare\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nsubject = {{ package = {:?}, \
         path = {package:?} }}\n\n[workspace]\n",
        target.package
    );
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), manifest)?;
    std::fs::write(folder.join("src/main.rs"), format!("{}{call}", include_str!("driver.rs.in")))?;
    // The package's own versions.
    let lock = package::metadata(Some(&target.manifest))?.workspace_root.join("Cargo.lock");
    if lock.exists() {
        std::fs::copy(lock, folder.join("Cargo.lock"))?;
    }
    cargo::build(&folder.join("Cargo.toml"), &folder.join("target"), "the comparison").inspect_err(|_| {
        let help = "help: the function has to be `pub`, and so have the modules around it, or `--path` has to say where \
                    it is (or what `--inputs` names does not fit it)";
        anstream::eprintln!("{help}");
    })?;
    Ok(folder.join("target/release").join(format!("compare{}", std::env::consts::EXE_SUFFIX)))
}

fn start(program: &Path, name: &str, variables: &[(&str, &str)]) -> Outcome<Run> {
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
    let output = command.envs(variables.iter().copied()).output().context("cannot start the comparison")?;
    wait.finish_and_clear();
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(anyhow::anyhow!("the run `{name}` ended with {}: {text}", output.status).into());
    }
    let mut run = parse(name, &String::from_utf8_lossy(&output.stdout));
    run.loops = String::from_utf8_lossy(&output.stderr).lines().filter_map(counts).collect();
    Ok(run)
}

/// A line of what `HOTLOOP_TRACE=1` prints at the end: `hotloop: FAST AS-WRITTEN FILE:LINE: loop N of ..`.
fn counts(line: &str) -> Option<(u64, u64, String)> {
    let mut parts = line.strip_prefix("hotloop:")?.trim_start().splitn(2, ' ');
    let fast = parts.next()?.parse().ok()?;
    let (written, rest) = parts.next()?.trim_start().split_once(' ')?;
    let (_, which) = rest.split_once(": ")?;
    Some((fast, written.parse().ok()?, which.trim().to_owned()))
}

fn parse(name: &str, text: &str) -> Run {
    let mut run = Run { name: name.to_owned(), cases: Vec::new(), nanoseconds: None, loops: Vec::new() };
    for line in text.lines() {
        let Some((word, rest)) = line.split_once(' ') else { continue };
        match (word, run.cases.last_mut()) {
            ("case", _) => run.cases.push(Case { label: rest.to_owned(), panic: None, values: Vec::new() }),
            ("time", _) => run.nanoseconds = rest.parse().ok(),
            ("panic", Some(case)) => case.panic = Some(rest.to_owned()),
            ("value", Some(case)) => {
                let mut parts = rest.split(' ');
                let is_value = |p: &str| p.contains(':');
                let mut name = String::new();
                let mut values = Vec::new();
                for part in parts.by_ref() {
                    match is_value(part) {
                        true => values.push(part.to_owned()),
                        false => name = if name.is_empty() { part.into() } else { format!("{name} {part}") },
                    }
                }
                case.values.push((name, values));
            }
            _ => {}
        }
    }
    run
}

fn report(function: &Function, plain: &Run, runs: &[Run]) -> Outcome {
    let loose = why_loose(function);
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
    if let Some(why) = loose {
        say!("  {why}: floats are compared with a tolerance, and the levels with each other to the bit");
    }
    let mut same = true;
    let reference = runs.first();
    for run in runs {
        let against_plain = first_difference(plain, run, loose.is_some());
        let others = reference.filter(|_| loose.is_some() && !is_by_level(function));
        let against_first = others.and_then(|first| first_difference(first, run, false));
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

/// Flags of `fastmath` leave this in the expansion.
fn is_flagged(text: &str) -> bool {
    text.contains("NotFlagged")
}

/// Under `contract` and `afn` levels may differ.
fn is_by_level(function: &Function) -> bool {
    is_flagged(&function.tokens.to_string())
}

/// The first value that differs, in words.
fn first_difference(expected: &Run, got: &Run, loose: bool) -> Option<String> {
    if expected.cases.len() != got.cases.len() {
        return Some(format!("{} inputs instead of {}", got.cases.len(), expected.cases.len()));
    }
    expected.cases.iter().zip(&got.cases).find_map(|(a, b)| {
        let what = difference(a, b, loose)?;
        Some(format!("{}: {} has {what}", a.label, expected.name))
    })
}

fn difference(a: &Case, b: &Case, loose: bool) -> Option<String> {
    if a.panic != b.panic {
        let text = |p: &Option<String>| p.as_ref().map_or("no panic".to_owned(), |p| format!("panic `{p}`"));
        return Some(format!("{}, this run {}", text(&a.panic), text(&b.panic)));
    }
    for ((name, xs), (_, ys)) in a.values.iter().zip(&b.values) {
        if xs.len() != ys.len() {
            return Some(format!("`{name}` with {} elements, this run {}", xs.len(), ys.len()));
        }
        if let Some(n) = (0..xs.len()).find(|&n| !alike(&xs[n], &ys[n], loose)) {
            return Some(format!(
                "{2} in element {0} of `{1}`, this run {3}",
                n,
                name,
                shown(&xs[n]),
                shown(&ys[n])
            ));
        }
    }
    None
}

/// `f64:3ff0..` as a number.
fn float(value: &str) -> Option<(&str, f64)> {
    let (kind, bits) = value.split_once(':')?;
    let bits = u64::from_str_radix(bits, 16).ok()?;
    match kind {
        "f64" => Some((kind, f64::from_bits(bits))),
        "f32" => Some((kind, f64::from(f32::from_bits(u32::try_from(bits).ok()?)))),
        _ => None,
    }
}

fn alike(a: &str, b: &str, loose: bool) -> bool {
    if a == b {
        return true;
    }
    let (Some((kind, x)), Some((_, y))) = (float(a), float(b)) else { return false };
    if x.is_nan() && y.is_nan() {
        return true;
    }
    let tolerance = TOLERANCE.iter().find(|(k, _)| *k == kind).map_or(0.0, |(_, t)| *t);
    loose && (x - y).abs() <= tolerance * x.abs().max(y.abs()).max(1.0)
}

fn shown(value: &str) -> String {
    match float(value) {
        Some((_, x)) => format!("{x:e}"),
        None => {
            let (kind, bits) = value.split_once(':').unwrap_or(("", value));
            format!("{kind} 0x{bits}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_count_but_for_nan() {
        assert!(alike("f64:7ff8000000000000", "f64:fff8000000000000", false));
        assert!(!alike("f64:0", "f64:8000000000000000", false), "the sign of zero counts");
        assert!(!alike("f64:3ff0000000000000", "f64:3ff0000000000001", false));
        assert!(alike("f64:3ff0000000000000", "f64:3ff0000000000001", true));
        assert!(!alike("f64:3ff0000000000000", "f64:3ff0100000000000", true));
        assert!(!alike("u8:1", "u8:2", true), "integers never differ");
    }

    #[test]
    fn counts_of_loops_are_read() {
        let line = "hotloop:            3           78  /a b/kernels.rs:54: loop 1 of `generic` (first failed: x: y)";
        let expected = (3, 78, "loop 1 of `generic` (first failed: x: y)".to_owned());
        assert_eq!(counts(line), Some(expected));
        assert_eq!(counts("hotloop:         fast   as written  loop"), None);
        assert_eq!(counts("hotloop: k.rs:54: loop 1 of `generic` ran as written: failed x"), None);
    }

    #[test]
    fn the_first_difference_is_said() {
        let text = |bits: &str| {
            format!("case 3 elements\nvalue the result f64:0\nvalue out f64:0 f64:{bits}\ntime 12\n")
        };
        let (plain, ours) = (parse("plain", &text("1")), parse("ours", &text("2")));
        assert_eq!(plain.nanoseconds, Some(12));
        assert_eq!(first_difference(&plain, &plain, false), None);
        let what = first_difference(&plain, &ours, false).expect("they differ");
        assert_eq!(what, "3 elements: plain has 5e-324 in element 1 of `out`, this run 1e-323");
        let panic = parse("ours", "case 3 elements\npanic oh\n");
        let what = first_difference(&plain, &panic, false).expect("they differ");
        assert_eq!(what, "3 elements: plain has no panic, this run panic `oh`");
    }
}
