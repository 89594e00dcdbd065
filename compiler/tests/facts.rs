//! The verdict of each analysis, written beside the access, the loop or the scalar that it is about.
//!
//! The files in `facts/` are Rust with comments `//~ fact; fact`. All facts of a line, in this order, are compared:
//!
//! - of a loop: what it became (`parallel`, `parallel-guarded`, `serial`, `outer`, `as written`), `held n` for elements
//!   that are kept at hand in its function's inner loops (on its first loop), `role: name` for scalars
//!   that it writes, `if: ..` for conditions on which independence rests;
//! - of accesses: `guarded x[i], =y[i]` and `checked ..`, where `=` is a write;
//! - of what stands in the way: `flow`, `anti` or `output` with both accesses, the loop and the distance (of a write and
//!   what it meets), else code and place.
//!
//! A line without a comment has no facts. Write what you derive first; `BLESS=1` then writes what is found, to be read.

use hotloop_compiler::diag::{Blocker, Distance, code};
use hotloop_compiler::file::compile_file;
use hotloop_compiler::report::Bounds;
use hotloop_compiler::{LoopReport, Output, Verdict};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Facts by line, each once.
#[derive(Default)]
struct Lines(BTreeMap<usize, Vec<String>>);

impl Lines {
    fn add(&mut self, line: usize, fact: String) {
        let facts = self.0.entry(line).or_default();
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
}

fn loop_facts(lines: &mut Lines, lp: &LoopReport) {
    let verdict = match lp.verdict {
        Verdict::Parallel => "parallel",
        Verdict::ParallelGuarded => "parallel-guarded",
        Verdict::Serial => "serial",
        Verdict::Outer => "outer",
        Verdict::AsWritten => "as written",
    };
    lines.add(lp.line, verdict.into());
    for scalar in &lp.scalars {
        lines.add(lp.line, format!("{}: {}", scalar.role, scalar.name));
    }
    // Conditions about bounds name their access, or an end of a loop.
    let bounds = |g: &str| {
        g.starts_with('`')
            || g.starts_with("the loop runs")
            || g.starts_with("end of")
            || g.starts_with("the length of")
    };
    lp.guard.iter().filter(|g| !bounds(g)).for_each(|g| lines.add(lp.line, format!("if: {g}")));
    for bounds in [Bounds::Proven, Bounds::Guarded, Bounds::Checked] {
        let mut on: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for a in lp.accesses.iter().filter(|a| a.bounds == bounds) {
            on.entry(a.line).or_default().push(format!("{}{}", if a.writes { "=" } else { "" }, a.text));
        }
        on.into_iter().for_each(|(line, all)| lines.add(line, format!("{bounds} {}", all.join(", "))));
    }
    lp.blockers.iter().for_each(|b| lines.add(b.place().line(), blocker(b)));
}

fn blocker(b: &Blocker) -> String {
    if let Blocker::Around { why, .. } = b {
        return blocker(why);
    }
    let Blocker::Dependence { write, other, other_writes, iv, distance, .. } = b else {
        return format!("{} {}", code(b), b.place().text);
    };
    let kind = match distance {
        _ if *other_writes => "output",
        Distance::Exactly(d) if *d < 0 => "anti",
        Distance::Exactly(_) => "flow",
        _ => "flow or anti",
    };
    let distance = match distance {
        Distance::Exactly(d) => format!("distance {}", d.abs()),
        Distance::Every => "every iteration".into(),
        Distance::Unknown => "distance unknown".into(),
    };
    format!("{kind} ={}, {} over {iv}, {distance}", write.text, other.text)
}

/// How many elements an expansion holds.
fn held(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(g) => held(g.stream(), found),
            TokenTree::Ident(name) if name.to_string().starts_with("__hotloop_held") => {
                found.insert(name.to_string());
            }
            _ => {}
        }
    }
}

fn facts(outputs: &[Output]) -> Lines {
    let mut lines = Lines::default();
    for output in outputs {
        for (n, lp) in output.report.all_loops().enumerate() {
            loop_facts(&mut lines, lp);
            let mut names = BTreeSet::new();
            held(output.tokens.clone(), &mut names);
            if n == 0 && !names.is_empty() {
                lines.add(lp.line, format!("held {}", names.len()));
            }
        }
    }
    lines
}

/// The file with the facts that are found.
fn annotated(source: &str) -> String {
    let found = facts(&compile_file(source).expect("Rust"));
    let line = |(n, line): (usize, &str)| {
        let code = line.split("//~").next().unwrap_or_default().trim_end();
        match found.0.get(&(n + 1)) {
            Some(facts) => format!("{code} //~ {}\n", facts.join("; ")),
            None => format!("{code}\n"),
        }
    };
    source.lines().enumerate().map(line).collect()
}

#[test]
fn every_fact_is_the_one_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|f| f.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() >= 8, "{files:?}");
    let mut wrong = String::new();
    for path in files {
        let source = std::fs::read_to_string(&path).expect("readable");
        let now = annotated(&source);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, now).expect("writable");
            continue;
        }
        for (n, (expected, found)) in source.lines().zip(now.lines()).enumerate() {
            if expected != found {
                let name = path.file_name().expect("a name").to_string_lossy();
                wrong += &format!(
                    "{name}:{}\n  expected {}\n  found    {}\n",
                    n + 1,
                    expected.trim(),
                    found.trim()
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The comparison finds a fact that is missing, one that is wrong, and one too many.
#[test]
fn the_comparison_can_fail() {
    let right = "#[accel(parallel)]\nfn f(y: &mut [f64]) {\n    for i in 0..y.len() { //~ parallel\n        y[i] = 1.0; //~ guarded =y[i]\n    }\n}\n";
    assert_eq!(annotated(right), right);
    for (from, to) in [(" //~ parallel", ""), ("parallel\n", "serial\n"), ("    }\n", "    } //~ serial\n")] {
        let spoiled = right.replacen(from, to, 1);
        assert_ne!(spoiled, right);
        assert_ne!(annotated(&spoiled), spoiled);
    }
}
