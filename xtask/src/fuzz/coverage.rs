//! What a run has exercised: features of programs, and reasons of the compiler.
//!
//! In: the counts. Out: what is missing. Invariant: the reasons are those that the compiler's own table of
//! words lists, so that a new one is asked for at once.

use std::collections::BTreeSet;

use super::stats::Stats;

/// The file in which every reason has its code.
const WORDS: &str = include_str!("../../../compiler/src/diag/words.rs");
/// Reasons that programs compiled here cannot show, and why.
const NOT_HERE: [(&str, &str); 1] =
    [("A0208", "syntax contexts exist only inside rustc; the feature `hygiene` stands for it")];
/// Features that other files of the generator make only for a part of the programs: each must be in one of
/// so many of its kind, at the ends of types or not.
const ONE_OF: usize = 200;
/// How features of programs at the ends of integer types begin: a fast form of each must be among them.
const AT_ENDS: &str = "end-";
/// From so many programs on, coverage is required.
pub const ENOUGH_PROGRAMS: usize = 1000;

/// The codes of all reasons for which a loop is not what was asked for, bugs excepted.
pub fn codes() -> BTreeSet<&'static str> {
    let table = WORDS.split("pub fn code(").nth(1).and_then(|rest| rest.split("\n}").next()).unwrap_or("");
    let quoted = table.split('"').skip(1).step_by(2);
    quoted.filter(|code| code.starts_with('A') && !code.starts_with("A09")).collect()
}

/// The reasons that must occur in a large run.
pub fn required() -> BTreeSet<&'static str> {
    codes().into_iter().filter(|code| NOT_HERE.iter().all(|(other, _)| other != code)).collect()
}

/// What is missing: features that are too rare, reasons that never occurred.
pub fn missing(stats: &Stats) -> Vec<String> {
    let is_rare = |&(name, &count): &(&&str, &usize)| {
        let all = if name.starts_with(AT_ENDS) { stats.ends } else { stats.programs - stats.ends };
        count * ONE_OF < all
    };
    let rare = stats.features.iter().filter(is_rare);
    let rare = rare.map(|(name, count)| format!("the feature `{name}` is in {count} programs only"));
    let never = required().into_iter().filter(|code| !stats.blockers.contains_key(*code));
    let idle = stats
        .features
        .keys()
        .filter(|name| name.starts_with(AT_ENDS) && !stats.accelerated.contains_key(*name));
    let idle = idle.map(|name| format!("no program with the feature `{name}` has a fast form"));
    rare.chain(idle).chain(never.map(|code| format!("no program was refused with {code}"))).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_of_reasons_is_found() {
        let codes = super::codes();
        assert!(codes.len() >= 17, "{codes:?}");
        assert!(codes.contains("A0301") && !codes.contains("A0901"), "{codes:?}");
    }
}
