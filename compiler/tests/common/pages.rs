//! Pages in Markdown: their fences, and what they quote.

use hotloop_compiler::Output;
use std::path::{Path, PathBuf};

/// The workspace.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The text of a file.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The files of a folder and those in it, with this extension.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut found = Vec::new();
    for path in entries.map(|e| e.expect("readable").path()) {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A fence of a page.
#[derive(Debug)]
pub struct Fence {
    /// What stands behind the three ticks.
    pub kind: String,
    /// The comment in the line in front of it.
    pub comment: String,
    pub text: String,
    /// Number of its first line.
    pub at: usize,
}

/// The fences of a page.
pub fn fences(page: &str) -> Vec<Fence> {
    let (mut found, mut before, mut open) = (Vec::new(), "", None::<Fence>);
    for (number, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(kind), None) => {
                let comment = before.strip_prefix("<!-- ").and_then(|c| c.strip_suffix(" -->"));
                let comment = comment.unwrap_or_default().to_owned();
                open = Some(Fence { kind: kind.to_owned(), comment, text: String::new(), at: number + 1 });
            }
            (None, Some(fence)) => fence.text += &format!("{line}\n"),
            (None, None) => {}
        }
        before = line;
    }
    assert!(open.is_none(), "a fence without an end");
    found
}

/// Errors as a page quotes them.
pub fn errors(outputs: &[Output]) -> String {
    let texts = outputs.iter().flat_map(|o| &o.errors).map(|e| format!("error: {}\n", e.text));
    texts.collect::<Vec<_>>().join("\n")
}

/// Writes what a page quotes.
pub fn write_quote(path: &Path, quoted: &Fence, now: &str) {
    let page = read(path);
    let lines: Vec<&str> = page.lines().collect();
    let (before, after) = (&lines[..quoted.at], &lines[quoted.at + quoted.text.lines().count()..]);
    let new = format!("{}\n{now}{}\n", before.join("\n"), after.join("\n"));
    std::fs::write(path, new).unwrap();
}
