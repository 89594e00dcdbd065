//! Names that generated code brings along: no name of the user's own may mean something else in it.
//!
//! Tokens of ours have no place in the source, the user's have one. So over all programs of the tests: a name of
//! ours is a keyword, has a prefix that is ours, or is a part of a path, a member or an attribute.

use proc_macro2::{Ident, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const KEYWORDS: [&str; 25] = [
    "as", "break", "const", "continue", "else", "false", "for", "if", "in", "let", "loop", "match", "move",
    "mut", "raw", "ref", "static", "true", "unsafe", "use", "while", "_", "self", "dyn", "return",
];

/// The constant of a warning, which is at the user's place on purpose; it stands in a block of its own.
const WARNING: &str = "HOTLOOP_MISSED";

/// Every file with annotated functions in these folders.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders =
        ["tests/tests", "tests/ui", "tests/ui/pass", "tests/assembly/src", "tests/renamed/src", "examples"];
    let mut files = Vec::new();
    for folder in folders.map(|f| root.join(f)) {
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        files.extend(entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "rs")));
    }
    files.sort();
    files
}

fn is_ours(name: &Ident, users: &BTreeSet<String>) -> bool {
    let (start, end) = (name.span().start(), name.span().end());
    // In a fast loop a token of ours has the place of a token of the user's, but no name of the user's.
    let text = name.to_string();
    start == end || !(users.contains(text.trim_start_matches("r#")) || *name == WARNING)
}

/// The names in a source, also in its strings (which may be formats).
fn names(source: &str) -> BTreeSet<String> {
    source.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned).collect()
}

/// Names of ours that a scope of the user's could give another meaning.
fn exposed(tokens: TokenStream, users: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |n: Option<usize>, c: char| {
        n.and_then(|n| tokens.get(n)).is_some_and(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == c))
    };
    for (n, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(g) => {
                // `use path::{..}` and `#[..]`: what is in them hangs on a path, or is built in.
                let path = is(n.checked_sub(1), ':') && is(n.checked_sub(2), ':');
                let of_path = path || is(n.checked_sub(1), '#');
                if !of_path {
                    exposed(g.stream(), users, found);
                }
            }
            TokenTree::Ident(name) if is_ours(name, users) => {
                let text = name.to_string();
                let prefixed = text.to_lowercase().starts_with("__hotloop");
                let before = n.checked_sub(1);
                let part = (is(before, '.') && !is(n.checked_sub(2), '.'))
                    || (is(before, ':') && is(n.checked_sub(2), ':'));
                // `Built { v3: .. }`, a label.
                let field = (is(Some(n + 1), ':') && !is(Some(n + 2), ':') && text.starts_with('v'))
                    || is(before, '\'');
                if !(prefixed || part || field || KEYWORDS.contains(&text.as_str())) {
                    found.insert(text);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn generated_code_has_no_name_that_a_user_can_take() {
    let (mut found, mut items) = (BTreeSet::new(), 0);
    for file in files() {
        let source = std::fs::read_to_string(&file).unwrap();
        let Ok(outputs) = hotloop_compiler::file::compile_file(&source) else { continue };
        let users = names(&source);
        for output in outputs {
            items += 1;
            exposed(output.tokens, &users, &mut found);
        }
    }
    assert!(items > 300, "{items} programs");
    assert!(found.is_empty(), "{found:?}");
}
