//! The comparison: plain once, then the fast form under every setting.
//!
//! In: the cases. Out: lines that start with `@` for the one that started this program, and an exit code.
//! Invariant: whatever happens to a case, the others are still run.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::input::{Ends, Filler, Kind, Param, inputs};
use crate::rt::{self, Isa, Mode, Pool};
use crate::value::{Arg, Class, Outcome, Tolerance, Value, first_difference};

/// One program.
pub struct Case {
    pub name: &'static str,
    pub number: u64,
    pub params: &'static [Param],
    pub results: &'static [Class],
    pub parallel: bool,
    /// Soft values may differ from plain's in their last bits.
    pub tolerant: bool,
    /// Flags of `fastmath` may change any float: runs are compared with those at the same level.
    pub loose: bool,
    pub single: bool,
    pub min_n: usize,
    pub degree: usize,
    /// The stride bounds a loop, so it must stay small.
    pub tame_stride: bool,
    /// Which ranges it may be given.
    pub ends: Ends,
    pub plain: fn(&mut [Arg]) -> Vec<Value>,
    pub fast: fn(&mut [Arg]) -> Vec<Value>,
}

/// A setting of the runtime.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    mode: Mode,
    isa: Isa,
    threads: usize,
    pool: Pool,
}

/// What was counted.
#[derive(Default)]
pub struct Totals {
    inputs: u64,
    plain_panics: u64,
    programs_panicked: u64,
    programs_always_panicked: u64,
    fast_runs: u64,
    planted: u64,
    found: u64,
    failures: u64,
    slowest_us: u128,
    total_us: u128,
}

pub struct Driver {
    pub seed: u64,
    pub plant: bool,
    pub settings: Vec<Setting>,
    pub totals: Totals,
    /// When the program that runs was last named.
    pub said: std::time::Instant,
}

/// Every setting that this processor and the environment allow. The first is the reference of the others.
pub fn settings() -> Vec<Setting> {
    let mut all = Vec::new();
    // ThreadSanitizer knows only threads that are joined explicitly.
    let scoped_only = std::env::var("HOTLOOP_POOL").is_ok_and(|pool| pool == "scoped");
    let pools: &[Pool] = if scoped_only { &[Pool::Scoped] } else { &[Pool::Rayon, Pool::Scoped] };
    for isa in levels() {
        for threads in [1, 2, 3, 8] {
            for &pool in pools {
                all.push(Setting { mode: Mode::Fast, isa, threads, pool });
            }
        }
        all.push(Setting { mode: Mode::Serial, isa, threads: 1, pool: pools[0] });
    }
    all.push(Setting { mode: Mode::Original, isa: Isa::Baseline, threads: 2, pool: pools[0] });
    all
}

fn levels() -> Vec<Isa> {
    let mut all = vec![Isa::Baseline];
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            all.push(Isa::V3);
        }
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl") {
            all.push(Isa::V4);
        }
    }
    all
}

fn run(function: fn(&mut [Arg]) -> Vec<Value>, args: &[Arg]) -> Outcome {
    let mut args = args.to_vec();
    let result = catch_unwind(AssertUnwindSafe(|| function(&mut args)));
    Outcome { result: result.map_err(message), args }
}

fn message(payload: Box<dyn std::any::Any + Send>) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    payload.downcast_ref::<String>().cloned().unwrap_or_else(|| "a payload that is no text".to_owned())
}

impl Driver {
    pub fn case(&mut self, case: &Case) {
        println!("@run {}", case.name);
        let start = std::time::Instant::now();
        let before = rt::forms().0;
        let (mut panicked, all) = (0, inputs(case));
        let mut failed = false;
        for (index, &(kind, n)) in all.iter().enumerate() {
            let args = Filler::new(self.seed, case, index, kind, n).args(case.params);
            let plain = run(case.plain, &args);
            self.totals.inputs += 1;
            if plain.result.is_err() {
                panicked += 1;
            }
            // One report a program is enough: the next ones would say the same.
            if !failed {
                failed = self.input(case, (index, kind, n), &args, &plain);
            }
        }
        if rt::forms().0 > before {
            println!("@fast {}", case.name);
        }
        self.totals.plain_panics += panicked;
        self.totals.programs_panicked += u64::from(panicked > 0);
        self.totals.programs_always_panicked += u64::from(panicked == all.len() as u64);
        self.totals.failures += u64::from(failed);
        let took = start.elapsed().as_micros();
        self.totals.total_us += took;
        self.totals.slowest_us = self.totals.slowest_us.max(took);
    }

    /// A long program is not a silent one: whoever waits is told again which one runs.
    fn say_alive(&mut self, case: &Case) {
        if self.said.elapsed().as_secs() >= 10 {
            println!("@run {}", case.name);
            self.said = std::time::Instant::now();
        }
    }

    /// Runs the fast form under every setting; says whether something differed.
    fn input(&mut self, case: &Case, id: (usize, Kind, usize), args: &[Arg], plain: &Outcome) -> bool {
        let mut reference: Option<(Isa, Outcome)> = None;
        for (at, &setting) in self.settings.clone().iter().enumerate() {
            let Setting { mode, isa, threads, pool } = setting;
            self.say_alive(case);
            let mut fast = rt::configured(mode, threads, pool, isa, || run(case.fast, args));
            self.totals.fast_runs += 1;
            let planted = self.plant && spoil(&mut fast, case.number as usize + id.0, at);
            self.totals.planted += u64::from(planted);
            let known = reference.as_ref().filter(|(level, _)| !case.loose || *level == isa);
            let (known, difference) = (known.is_some(), judge(case, setting, plain, known.map(|known| &known.1), &fast));
            match (planted, difference) {
                (true, found) => self.totals.found += u64::from(found.is_some()),
                (false, Some(what)) => {
                    report(case, id, setting, &what, args, plain);
                    return true;
                }
                (false, None) => {
                    if (case.tolerant || case.loose) && mode != Mode::Original && !known {
                        reference = Some((isa, fast));
                    }
                }
            }
        }
        false
    }
}

/// The first difference that the contract does not allow.
fn judge(
    case: &Case,
    setting: Setting,
    plain: &Outcome,
    reference: Option<&Outcome>,
    fast: &Outcome,
) -> Option<String> {
    let exact = !(case.tolerant || case.loose) || setting.mode == Mode::Original;
    let tolerance = (!exact).then(|| Tolerance {
        relative: if case.single { 2e-4 } else { 1e-9 },
        // Products of three ordinary inputs may have been summed on the way to a small result.
        scale: plain.magnitude().max(64.0),
    });
    let original = setting.mode == Mode::Original;
    let with_plain = || compare(case, "plain", plain, fast, tolerance, original);
    (exact || !case.loose).then(with_plain).flatten().or_else(|| {
        let reference = reference.filter(|_| !exact)?;
        compare(case, "the first fast run", reference, fast, None, false)
    })
}

fn compare(
    case: &Case,
    with: &str,
    expected: &Outcome,
    got: &Outcome,
    tolerance: Option<Tolerance>,
    original: bool,
) -> Option<String> {
    match (&expected.result, &got.result) {
        (Err(a), Err(b)) if a == b => {
            // A parallel loop may have run later iterations before a lower one panicked.
            if case.parallel && !original {
                return None;
            }
        }
        (Err(a), Err(b)) => return Some(format!("{with} panicked with {a:?}, this run with {b:?}")),
        (Err(a), Ok(_)) => return Some(format!("{with} panicked with {a:?}, this run did not panic")),
        (Ok(_), Err(b)) => return Some(format!("{with} did not panic, this run panicked with {b:?}")),
        (Ok(a), Ok(b)) => {
            let class = |at: usize| case.results[at];
            let found = first_difference("result", (a, b), class, tolerance);
            if let Some(found) = found {
                return Some(format!("against {with}: {found}"));
            }
        }
    }
    let mut pairs = case.params.iter().zip(expected.args.iter().zip(&got.args)).enumerate();
    pairs.find_map(|(at, (param, (a, b)))| {
        let soft = matches!(param, Param::Array { soft: true, .. } | Param::State { soft: true, .. });
        let class = if soft { Class::Soft } else { Class::Exact };
        let found =
            first_difference(&format!("argument {at}"), (&a.values(), &b.values()), |_| class, tolerance)?;
        Some(format!("against {with}: {found}"))
    })
}

fn report(
    case: &Case,
    id: (usize, Kind, usize),
    setting: Setting,
    what: &str,
    args: &[Arg],
    plain: &Outcome,
) {
    let (index, kind, n) = id;
    println!("@fail {}", case.name);
    println!("  input {index}: {kind:?}, n = {n}; setting: {setting:?}");
    println!("  {what}");
    match &plain.result {
        Ok(values) => println!("  plain returned {values:?}"),
        Err(text) => println!("  plain panicked: {text}"),
    }
    for (at, arg) in args.iter().enumerate() {
        println!("  argument {at}: {}", arg.describe());
    }
    println!("@end");
}

/// Plants a fault in a few runs: a bit of a number, a word of a message. Never in the reference run, which
/// the others are held against.
fn spoil(outcome: &mut Outcome, salt: usize, at: usize) -> bool {
    if at == 0 || (salt + at) % 23 != 5 {
        return false;
    }
    match &mut outcome.result {
        Err(text) => {
            text.push('!');
            true
        }
        Ok(values) if !values.is_empty() && salt % 2 == 0 => {
            let at = salt % values.len();
            spoil_value(&mut values[at])
        }
        Ok(_) => outcome.args.iter_mut().any(|arg| spoil_arg(arg, salt)),
    }
}

fn spoil_value(value: &mut Value) -> bool {
    match value {
        // A zero may have either sign in some results, so it is not spoiled by a bit.
        Value::F64(v) if !v.is_nan() => *v = if *v == 0.0 { 1.0 } else { f64::from_bits(v.to_bits() ^ 1) },
        Value::F32(v) if !v.is_nan() => *v = if *v == 0.0 { 1.0 } else { f32::from_bits(v.to_bits() ^ 1) },
        Value::Int(v) => *v ^= 1,
        _ => return false,
    }
    true
}

fn spoil_arg(arg: &mut Arg, salt: usize) -> bool {
    match arg {
        Arg::F64s(v) if !v.is_empty() => {
            let at = salt % v.len();
            let nan = v[at].is_nan();
            v[at] = f64::from_bits(v[at].to_bits() ^ 1);
            !nan
        }
        Arg::I64s(v) if !v.is_empty() => {
            let at = salt % v.len();
            v[at] ^= 1;
            true
        }
        _ => false,
    }
}

impl Totals {
    pub fn print(&self) {
        let (fast_forms, fallbacks) = rt::forms();
        println!(
            "@stat inputs={} plain_panics={} programs_panicked={} programs_always_panicked={} fast_runs={} \
             planted={} found={} failures={} slowest_us={} total_us={} fast_forms={fast_forms} \
             fallbacks={fallbacks}",
            self.inputs,
            self.plain_panics,
            self.programs_panicked,
            self.programs_always_panicked,
            self.fast_runs,
            self.planted,
            self.found,
            self.failures,
            self.slowest_us,
            self.total_us,
        );
        std::io::stdout().flush().expect("the one that reads this is there");
    }

    pub fn good(&self) -> bool {
        self.failures == 0 && self.planted == self.found
    }
}
