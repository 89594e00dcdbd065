//! What the compiler says about a program: the only place where the tester calls it.
//!
//! In: the attribute's options and a function. Out: a verdict per loop, or nothing where the
//! text is not a function. Invariant: nothing else here knows the compiler's types.

/// The verdict on one loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopVerdict {
    /// Runs in parallel, proven.
    Parallel,
    /// Runs in parallel behind a guard.
    ParallelGuarded,
    /// Has a fast form, serial.
    Serial,
    /// Serial as written, around an inner loop with a fast form.
    Outer,
    /// Left as it was written.
    AsWritten,
}

impl LoopVerdict {
    /// Whether the loop has a fast form.
    pub(super) fn is_fast(self) -> bool {
        matches!(self, LoopVerdict::Parallel | LoopVerdict::ParallelGuarded | LoopVerdict::Serial)
    }
}

/// What the compiler said about a function.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Which loop (in source order, from 0), and what became of it.
    pub loops: Vec<(usize, LoopVerdict)>,
    /// The codes of all blockers.
    pub blockers: Vec<String>,
    /// The codes of all errors: with `parallel`, "no loop can run in parallel" is one.
    pub errors: Vec<String>,
}

/// Whether the compiler knows the option.
pub(super) fn is_known(option: &str) -> bool {
    let loop_of_its_own = "fn f(a: &mut [f64]) { for i in 0..a.len() { a[i] = 1.0; } }";
    let options = format!("parallel, {option}");
    judge(&options, loop_of_its_own).is_some_and(|judged| judged.errors.is_empty())
}

/// Judges a function.
pub(super) fn judge(options: &str, function: &str) -> Option<Judged> {
    use hotloop_compiler::Verdict;
    // Of a trait and its implementation, the trait.
    let function = function.split("\nimpl Work").next().unwrap_or(function);
    let output = hotloop_compiler::accel(options.parse().ok()?, function.parse().ok()?);
    let mut judged = Judged::default();
    judged.blockers.extend(output.report.missed.iter().map(hotloop_compiler::diag::code).map(str::to_owned));
    for report in output.report.all_loops() {
        let verdict = match report.verdict {
            Verdict::Parallel => LoopVerdict::Parallel,
            Verdict::ParallelGuarded => LoopVerdict::ParallelGuarded,
            Verdict::Serial => LoopVerdict::Serial,
            Verdict::Outer => LoopVerdict::Outer,
            Verdict::AsWritten => LoopVerdict::AsWritten,
        };
        judged.loops.push((report.number.saturating_sub(1), verdict));
        let codes = report.blockers.iter().map(hotloop_compiler::diag::code);
        judged.blockers.extend(codes.map(str::to_owned));
    }
    judged.errors = output.errors.iter().map(|error| code_of(&error.text)).collect();
    Some(judged)
}

/// `[A0301] ..` begins every error.
fn code_of(text: &str) -> String {
    text.trim_start_matches('[').chars().take_while(|c| c.is_alphanumeric()).collect()
}
