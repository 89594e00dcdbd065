//! A profile as `HOTLOOP_PROFILE=FILE` writes it (`docs/profile-schema.md`), and what is computed from it.

use crate::cli::SortBy;
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The version of the schema that is understood.
const VERSION: u32 = 1;

/// What one run measured. Times are nanoseconds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Profile {
    pub version: u32,
    pub hotloop: String,
    pub program: String,
    pub threads: u64,
    pub isa: String,
    pub plain: bool,
    pub wall_ns: u64,
    pub rows: Vec<Row>,
    pub tree: Vec<Node>,
}

/// A function or a loop.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Row {
    pub kind: Kind,
    pub function: String,
    pub file: String,
    pub line: u32,
    #[serde(rename = "loop")]
    pub number: Option<u32>,
    pub calls: u64,
    pub cumulative_ns: u64,
    pub own_ns: u64,
    pub helpers_ns: u64,
    pub iterations: u64,
    pub uncounted_runs: u64,
    pub bytes: u64,
    pub bytes_ns: u64,
    pub fast: u64,
    pub fallback: u64,
    pub first_failed: Option<String>,
    pub parallel: Option<Parallel>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Function,
    Loop,
}

/// The parallel parts of a loop.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Parallel {
    pub regions: u64,
    pub wall_ns: u64,
    pub available_ns: u64,
    pub busy_ns: u64,
}

/// A function or a loop where it was called.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Node {
    pub parent: Option<usize>,
    pub row: usize,
    pub calls: u64,
    pub own_ns: u64,
    pub helpers_ns: u64,
    pub cumulative_ns: u64,
}

/// Reads the JSON.
///
/// # Errors
/// It is none of ours, of another version, or refers to what is not there.
pub fn read(text: &str) -> anyhow::Result<Profile> {
    let value: serde_json::Value = serde_json::from_str(text).context("this is no profile")?;
    match value["version"].as_u64() {
        Some(version) if version == u64::from(VERSION) => {}
        Some(version) => bail!("a profile of version {version}; this program reads version {VERSION}"),
        None => bail!("this is no profile: it has no `version`"),
    }
    let profile: Profile = serde_json::from_value(value).context("this is no profile")?;
    let is_before = |(n, node): (usize, &Node)| {
        node.row < profile.rows.len() && node.parent.is_none_or(|parent| parent < n)
    };
    if !profile.tree.iter().enumerate().all(is_before) {
        bail!("this profile is damaged: a node of its tree refers to what is not there");
    }
    Ok(profile)
}

impl Row {
    /// `softmax`, `softmax #2`
    pub fn name(&self) -> String {
        match self.number {
            Some(number) => format!("{} #{number}", self.function),
            None => self.function.clone(),
        }
    }

    /// `src/kernels.rs:12`
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    pub fn is_loop(&self) -> bool {
        self.kind == Kind::Loop
    }

    /// Gigabytes (10^9) a second, in the runs whose bytes are known.
    pub fn gigabytes(&self) -> Option<f64> {
        (self.bytes > 0 && self.bytes_ns > 0).then(|| self.bytes as f64 / self.bytes_ns as f64)
    }

    /// The share of the threads' time in parallel parts in which they were at work.
    pub fn busy(&self) -> Option<f64> {
        let parallel = self.parallel.filter(|p| p.available_ns > 0)?;
        Some((parallel.busy_ns as f64 / parallel.available_ns as f64).min(1.0))
    }

    /// Nanoseconds of a call.
    pub fn each(&self, all: u64) -> f64 {
        all as f64 / self.calls.max(1) as f64
    }

    /// Iterations, if all or some of them are known; with a `+` if some are not.
    pub fn iterations_text(&self) -> Option<String> {
        match (self.is_loop(), self.uncounted_runs) {
            (false, _) => None,
            (true, 0) => Some(self.iterations.to_string()),
            (true, _) if self.iterations == 0 => None,
            (true, _) => Some(format!("{}+", self.iterations)),
        }
    }
}

/// The rows in an order: greatest first, names from A on.
pub fn sorted(profile: &Profile, by: SortBy) -> Vec<&Row> {
    let mut rows: Vec<&Row> = profile.rows.iter().collect();
    let down = |a: f64, b: f64| b.total_cmp(&a);
    let order = |a: &&Row, b: &&Row| -> Ordering {
        let of = |key: fn(&Row) -> f64| down(key(a), key(b));
        match by {
            SortBy::Own => of(|r| (r.own_ns + r.helpers_ns) as f64),
            SortBy::Cumulative => of(|r| r.cumulative_ns as f64),
            SortBy::Calls => of(|r| r.calls as f64),
            SortBy::PerCall => of(|r| r.each(r.cumulative_ns)),
            SortBy::Iterations => of(|r| r.iterations as f64),
            SortBy::Rate => of(|r| r.gigabytes().unwrap_or(-1.0)),
            SortBy::Busy => of(|r| r.busy().unwrap_or(-1.0)),
            SortBy::AsWritten => of(|r| r.fallback as f64),
            SortBy::Name => (&a.function, a.number).cmp(&(&b.function, b.number)),
        }
    };
    rows.sort_by(order);
    rows
}

/// A time with its unit.
pub fn duration(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.2} us", ns / 1e3),
        ns if ns < 1e9 => format!("{:.2} ms", ns / 1e6),
        ns => format!("{:.3} s", ns / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same table stands in `runtime/src/profile/text.rs`.
    #[test]
    fn times_have_units() {
        let table = [
            (0_u64, "0 ns"),
            (999, "999 ns"),
            (1_000, "1.00 us"),
            (12_346, "12.35 us"),
            (1_000_000, "1.00 ms"),
            (999_990_000, "999.99 ms"),
            (1_000_000_000, "1.000 s"),
            (3_600_000_000_000, "3600.000 s"),
        ];
        for (ns, text) in table {
            assert_eq!(duration(ns as f64), text);
        }
    }
}
