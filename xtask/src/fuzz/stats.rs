//! Figures over a whole run.
//!
//! In: programs, verdicts, the totals of each batch. Out: a text. Invariant: counting changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use super::model::{Ends, Program};
use super::verdict::{Judged, LoopVerdict};

/// The counted figures.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Programs generated.
    pub programs: usize,
    /// How many of them are at the ends of integer types.
    pub ends: usize,
    /// Nests generated.
    pub nests: usize,
    /// Nests that access a base which they write at two or more places.
    pub reusing: usize,
    /// How many of these keep the accesses of different iterations apart.
    pub reusing_independent: usize,
    /// How many nests of `reusing` the compiler runs in parallel.
    pub reusing_parallel: usize,
    /// How many nests have a loop that the compiler runs in parallel.
    pub parallel_nests: usize,
    /// How many programs have one.
    pub with_parallel: usize,
    /// Programs that the compiler has judged.
    pub judged: usize,
    /// Programs that lost `parallel` because no loop can run in parallel.
    pub demoted: usize,
    /// Programs that lost the attribute, because it cannot be used on them.
    pub plain_only: usize,
    /// In how many programs each feature occurs.
    pub features: BTreeMap<&'static str, usize>,
    /// In how many programs with each feature the compiler has a fast form.
    pub accelerated: BTreeMap<&'static str, usize>,
    /// The features of each program.
    pub features_of: BTreeMap<String, BTreeSet<&'static str>>,
    /// The programs of which a fast form has run.
    pub ran_fast: BTreeSet<String>,
    /// How many loops got each verdict.
    pub verdicts: BTreeMap<String, usize>,
    /// How often each blocker was named.
    pub blockers: BTreeMap<String, usize>,
    /// The totals that the driver of the batches printed, summed (the slowest: the greatest).
    pub totals: BTreeMap<String, u64>,
    /// Time spent in cargo, batches built.
    pub building: (Duration, usize),
    /// Time spent running.
    pub running: Duration,
}

impl Stats {
    /// Counts a program and what the compiler said about it: asked for all, and as the program asks.
    pub fn program(&mut self, program: &Program, judged: Option<&Judged>, own: Option<&Judged>) {
        self.programs += 1;
        self.ends += usize::from(program.ends != Ends::No);
        self.nests += program.nests.len();
        for feature in &program.features {
            *self.features.entry(feature).or_default() += 1;
        }
        self.features_of.insert(program.name.clone(), program.features.clone());
        self.reusing += program.nests.iter().filter(|nest| nest.reuses_written).count();
        let apart = program.nests.iter().filter(|nest| nest.reuses_written && nest.independent);
        self.reusing_independent += apart.count();
        let both = judged.into_iter().chain(own);
        for codes in both.map(|judged| judged.blockers.iter().chain(&judged.errors).collect::<BTreeSet<_>>())
        {
            for code in codes {
                *self.blockers.entry(code.clone()).or_default() += 1;
            }
        }
        let Some(judged) = judged else { return };
        self.judged += 1;
        for (_, verdict) in &judged.loops {
            *self.verdicts.entry(format!("{verdict:?}")).or_default() += 1;
        }
        let is_parallel = |(_, verdict): &&(usize, LoopVerdict)| {
            matches!(verdict, LoopVerdict::Parallel | LoopVerdict::ParallelGuarded)
        };
        if own.is_some_and(|own| own.loops.iter().any(|(_, verdict)| verdict.is_fast())) {
            for feature in &program.features {
                *self.accelerated.entry(feature).or_default() += 1;
            }
        }
        self.with_parallel += usize::from(judged.loops.iter().any(|one| is_parallel(&one)));
        let parallel: Vec<usize> =
            judged.loops.iter().filter(is_parallel).map(|&(number, _)| number).collect();
        for nest in &program.nests {
            let loops = nest.first_loop..nest.first_loop + nest.loops;
            let found = parallel.iter().any(|number| loops.contains(number));
            self.parallel_nests += usize::from(found);
            self.reusing_parallel += usize::from(found && nest.reuses_written);
        }
    }

    /// Of how many programs with this feature a fast form has run.
    pub fn fast(&self, feature: &str) -> usize {
        let has = |name: &&String| self.features_of.get(*name).is_some_and(|all| all.contains(feature));
        self.ran_fast.iter().filter(has).count()
    }

    /// Adds the line of totals that a driver printed: `name=number ..`.
    pub fn add_totals(&mut self, line: &str) {
        for (name, value) in line.split_whitespace().filter_map(|word| word.split_once('=')) {
            let Ok(value) = value.parse::<u64>() else { continue };
            let total = self.totals.entry(name.to_owned()).or_default();
            *total = if name == "slowest_us" { value.max(*total) } else { *total + value };
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "programs: {}, nests: {}", self.programs, self.nests)?;
        let share = percent(self.parallel_nests, self.nests);
        writeln!(f, "nests with a parallel loop: {} ({share:.0} %)", self.parallel_nests)?;
        let share = percent(self.reusing, self.nests);
        writeln!(f, "nests with two or more accesses to a written base: {} ({share:.0} %)", self.reusing)?;
        let share = percent(self.reusing_independent, self.reusing);
        writeln!(f, "  of these independent by construction: {} ({share:.0} %)", self.reusing_independent)?;
        if self.judged > 0 {
            let share = percent(self.reusing_parallel, self.reusing);
            writeln!(f, "  of these in parallel: {} ({share:.0} %)", self.reusing_parallel)?;
            let demoted = self.demoted - self.plain_only;
            writeln!(f, "judged: {}, without `parallel` after an error: {demoted}", self.judged)?;
            writeln!(f, "without the attribute after an error: {}", self.plain_only)?;
            writeln!(f, "verdicts: {:?}", self.verdicts)?;
            writeln!(f, "reasons, by programs that were refused for one (all asked for, and as asked):")?;
            for (code, count) in &self.blockers {
                writeln!(f, "  {code:<22} {count:>5}")?;
            }
        } else {
            writeln!(f, "no verdicts: the compiler is not linked")?;
        }
        writeln!(f, "features (share of the programs; with a fast form; of which one has run):")?;
        for (name, &count) in &self.features {
            let share = percent(count, self.programs);
            let rare = if share < 1.0 { "   below 1 %" } else { "" };
            let (form, ran) = (self.accelerated.get(name).copied().unwrap_or(0), self.fast(name));
            writeln!(f, "  {name:<22} {count:>5} {share:>5.1} % {form:>5} {ran:>5}{rare}")?;
        }
        writeln!(f, "totals over all builds: {:?}", self.totals)?;
        let (time, count) = self.building;
        let each = time.as_secs_f64() / count.max(1) as f64;
        let running = self.running.as_secs_f64();
        writeln!(f, "building: {count} batches, {each:.1} s each; running: {running:.1} s in all")
    }
}
