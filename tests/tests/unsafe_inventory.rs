//! `UNSAFE.md` lists all unsafe code: the counts of its table are those of the files.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How often the keyword occurs; comments and strings do not count.
fn keywords(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => keywords(group.stream()),
        TokenTree::Ident(name) => usize::from(name == "unsafe"),
        _ => 0,
    };
    tokens.into_iter().map(count).sum()
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The last column of each row of the table that names a file.
fn listed(page: &str) -> BTreeMap<String, usize> {
    let rows = page.lines().filter(|l| l.starts_with("| `runtime/src/"));
    let cells = rows.map(|l| l.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    let counted =
        cells.filter_map(|c| Some((c.first()?.trim_matches('`').to_owned(), c.last()?.parse().ok()?)));
    counted.collect()
}

#[test]
fn the_inventory_is_complete() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let listed = listed(&std::fs::read_to_string(root.join("UNSAFE.md")).expect("the inventory"));
    let mut files = Vec::new();
    for folder in ["runtime/src", "compiler/src", "macros/src"] {
        rust_files(&root.join(folder), &mut files);
    }
    for file in files {
        let name = file.strip_prefix(&root).expect("inside").display().to_string();
        let tokens: TokenStream = std::fs::read_to_string(&file).expect("readable").parse().expect("Rust");
        // The compiler builds the word for generated code from a string; it contains none.
        assert_eq!(keywords(tokens), listed.get(&name).copied().unwrap_or(0), "{name}");
    }
}
