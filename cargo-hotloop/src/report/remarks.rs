//! What LLVM's loop vectorizer says, merged at the lines of the user's.
//!
//! rustc prints `FILE:LINE:COLUMN loop-vectorize (KIND): TEXT` as a note. Fast loops have the places of the user's
//! (`compiler/src/emit/lines.rs`); the rest of our code has that of the attribute.

use crate::Outcome;
use crate::cargo;
use crate::cli::Sources;
use crate::package::{Function, Target};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One remark, and how often it was made (once for each level, and for each instance of generic code).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Its file.
    pub file: PathBuf,
    /// Its line.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// `passed`, `missed` or `analysis`.
    pub kind: &'static str,
    /// What LLVM says.
    pub text: String,
    /// How often.
    pub times: usize,
}

/// What rustc is told for it.
const FLAGS: [&str; 4] =
    ["remark=loop-vectorize", "debuginfo=1", "codegen-units=1", "collapse-macro-debuginfo=no"];

/// The remarks of a build of each target that the functions are in.
pub fn of(functions: &[&Function], sources: &Sources) -> Outcome<Vec<Remark>> {
    let mut said = Said::default();
    for target in targets(functions) {
        said.add(&cargo::rustc(target, sources, &flags(), "with remarks")?);
    }
    Ok(said.remarks())
}

/// The targets that the functions are in, each once.
pub fn targets<'a>(functions: &[&'a Function]) -> Vec<&'a Target> {
    let mut targets: Vec<&Target> = Vec::new();
    for target in functions.iter().filter_map(|f| f.target.as_ref()) {
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

/// The arguments for rustc.
pub fn flags() -> Vec<String> {
    FLAGS.iter().flat_map(|flag| ["-C".to_owned(), (*flag).to_owned()]).collect()
}

/// What builds said.
#[derive(Default)]
pub struct Said(BTreeMap<Key, usize>);

impl Said {
    /// Adds that of one build.
    pub fn add(&mut self, built: &cargo::Built) {
        for key in built.messages.iter().filter_map(|text| parse(text, &built.root)) {
            *self.0.entry(key).or_default() += 1;
        }
    }

    /// All of it.
    pub fn remarks(self) -> Vec<Remark> {
        let remark =
            |((file, line, column, kind, text), times)| Remark { file, line, column, kind, text, times };
        self.0.into_iter().map(remark).collect()
    }
}

/// Those within the function.
pub fn take(remarks: &mut Vec<Remark>, function: &Function) -> Vec<Remark> {
    let (own, rest) = std::mem::take(remarks)
        .into_iter()
        .partition(|r| r.file == function.file && function.lines.contains(&r.line));
    *remarks = rest;
    own
}

type Key = (PathBuf, usize, usize, &'static str, String);

fn parse(text: &str, root: &Path) -> Option<Key> {
    let (place, rest) = text.split_once(" loop-vectorize (")?;
    let (kind, text) = rest.split_once("): ")?;
    let mut parts = place.rsplitn(3, ':');
    let (column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
    let kind = match kind {
        "success" => "passed",
        "missed" => "missed",
        _ => "analysis",
    };
    let file = root.join(file).canonicalize().ok()?;
    Some((file, line.parse().ok()?, column.parse().ok()?, kind, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = "src/main.rs:16:9 loop-vectorize (success): vectorized loop (width: 2, count: 2)";
        let (file, line, column, kind, text) = parse(text, root).expect("it is a remark");
        assert!(file.ends_with("src/main.rs"));
        assert_eq!(
            (line, column, kind, text.as_str()),
            (16, 9, "passed", "vectorized loop (width: 2, count: 2)")
        );
        assert!(parse("unused variable: `x`", root).is_none());
        assert!(parse("/nowhere/x.rs:1:1 loop-vectorize (missed): loop not vectorized", root).is_none());
    }
}
