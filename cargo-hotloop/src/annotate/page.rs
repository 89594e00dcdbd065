//! The pages: values put into templates, which escape them.

use super::marks::{self, LEGEND, Mark};
use super::view::{LoopEntry, Source};
use crate::cli::AnnotateOptions;
use crate::package::Unseen;
use anyhow::Result;
use askama::Template;
use hotloop_compiler::report::Verdict;

const STYLE: &str = include_str!("../../templates/style.css");
const SCRIPT: &str = include_str!("../../templates/script.js");

/// The SHA-256 of the one script that a page may run: none that text from a source could smuggle in. A test computes
/// it.
const SCRIPT_HASH: &str = "sha256-mKU29a/8X8OyBqR0dHZq+OX0a5nkMZqoX6yho7TSxs4=";

/// The page of a file.
#[derive(Template)]
#[template(path = "file.html")]
struct OfFile<'a> {
    title: &'a str,
    source: &'a Source,
    totals: Totals,
    asked: Asked,
    legend: &'static [Mark],
    style: &'static str,
    script: &'static str,
    hash: &'static str,
}

/// The page that leads to the others.
#[derive(Template)]
#[template(path = "index.html")]
struct Index<'a> {
    title: &'a str,
    entries: &'a [Entry<'a>],
    unseen: &'a [Unseen],
    totals: Totals,
    asked: Asked,
    legend: &'static [Mark],
    style: &'static str,
    script: &'static str,
    hash: &'static str,
}

/// A sentence in pieces, of which those between backticks are code.
fn prose(text: &str) -> Vec<(bool, &str)> {
    let pieces: Vec<&str> = text.split('`').collect();
    // One backtick alone is a character.
    if pieces.len().is_multiple_of(2) {
        return vec![(false, text)];
    }
    pieces.into_iter().enumerate().map(|(n, piece)| (n % 2 == 1, piece)).collect()
}

/// What was asked of builds.
#[derive(Clone, Copy)]
struct Asked {
    remarks: bool,
    asm: bool,
}

/// A file, in the index.
pub struct Entry<'a> {
    shown: &'a str,
    href: String,
    functions: usize,
    loops: Vec<LoopEntry>,
    totals: Totals,
}

impl<'a> Entry<'a> {
    /// Of a file whose page has this name.
    pub fn of(shown: &'a str, href: &str, source: &Source) -> Entry<'a> {
        Entry {
            shown,
            href: href.to_owned(),
            functions: source.functions.len(),
            loops: source.loops.clone(),
            totals: Totals::of(&[source]),
        }
    }
}

/// How much there is of each kind.
#[derive(Clone, Default)]
struct Totals {
    loops: usize,
    /// Verdicts, the best first.
    verdicts: Vec<(Mark, usize)>,
    accesses: Vec<(Mark, usize)>,
    errors: usize,
}

/// All verdicts, the best first.
const VERDICTS: [Verdict; 5] =
    [Verdict::Parallel, Verdict::ParallelGuarded, Verdict::Serial, Verdict::Outer, Verdict::AsWritten];

impl Totals {
    fn of(sources: &[&Source]) -> Totals {
        let loops = || sources.iter().flat_map(|s| &s.loops);
        let verdicts =
            VERDICTS.iter().map(|v| (marks::of_verdict(*v), loops().filter(|l| l.verdict == *v).count()));
        let accesses = LEGEND[6..9].iter().enumerate();
        let accesses = accesses.map(|(n, mark)| (*mark, sources.iter().map(|s| s.accesses[n]).sum()));
        Totals {
            loops: loops().count(),
            verdicts: verdicts.filter(|(_, n)| *n > 0).collect(),
            accesses: accesses.filter(|(_, n)| *n > 0).collect(),
            errors: sources.iter().map(|s| s.errors).sum(),
        }
    }

    /// The sum of several.
    fn sum<'a>(all: impl Iterator<Item = &'a Totals>) -> Totals {
        let mut sum = Totals::default();
        let add = |into: &mut Vec<(Mark, usize)>, from: &[(Mark, usize)]| {
            for (mark, n) in from {
                match into.iter_mut().find(|(m, _)| m == mark) {
                    Some((_, sum)) => *sum += n,
                    None => into.push((*mark, *n)),
                }
            }
        };
        for totals in all {
            sum.loops += totals.loops;
            sum.errors += totals.errors;
            add(&mut sum.verdicts, &totals.verdicts);
            add(&mut sum.accesses, &totals.accesses);
        }
        let rank = |(mark, _): &(Mark, usize)| LEGEND.iter().position(|m| m == mark);
        sum.verdicts.sort_by_key(rank);
        sum.accesses.sort_by_key(rank);
        sum
    }
}

/// The page of a file.
pub fn of_file(shown: &str, source: &Source, options: &AnnotateOptions) -> Result<String> {
    let page = OfFile {
        title: shown,
        source,
        totals: Totals::of(&[source]),
        asked: Asked { remarks: options.remarks, asm: options.asm },
        legend: &LEGEND,
        style: STYLE,
        script: SCRIPT,
        hash: SCRIPT_HASH,
    };
    Ok(page.render()?)
}

/// The page of all.
pub fn index(entries: &[Entry<'_>], unseen: &[Unseen], options: &AnnotateOptions) -> Result<String> {
    let page = Index {
        title: "annotated loops",
        entries,
        unseen,
        totals: Totals::sum(entries.iter().map(|e| &e.totals)),
        asked: Asked { remarks: options.remarks, asm: options.asm },
        legend: &LEGEND,
        style: STYLE,
        script: SCRIPT,
        hash: SCRIPT_HASH,
    };
    Ok(page.render()?)
}
