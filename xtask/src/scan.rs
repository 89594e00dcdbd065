//! `cargo xtask scan FOLDER..`: functions that were not written for hotloop, compiled as if each had the attribute.
//!
//! In: folders of Rust sources, such as those of packages that cargo has fetched. Out: how many loops have which verdict and
//! reason, and what must never be: a bug of ours, an expansion that is no item, a function that takes seconds.
//! Nothing is built: what rustc says of the expansions is the matter of other tests.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use hotloop_compiler::{Output, diag};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::{self, Visit};

/// A function that takes longer is said.
const SLOW: Duration = Duration::from_secs(2);

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    files: usize,
    functions: usize,
    verdicts: BTreeMap<String, usize>,
    reasons: BTreeMap<String, usize>,
    /// What must not be, with its place.
    pub faults: Vec<String>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} files, {} functions", self.files, self.functions)?;
        for table in [&self.verdicts, &self.reasons] {
            let mut rows: Vec<_> = table.iter().collect();
            rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            rows.iter().try_for_each(|(name, count)| writeln!(f, "{count:7} {name}"))?;
        }
        self.faults.iter().try_for_each(|fault| writeln!(f, "FAULT {fault}"))
    }
}

/// Compiles all functions of the folders.
///
/// # Errors
/// If a folder cannot be read, or the options are no tokens.
pub fn run(folders: &[PathBuf], options: &str) -> Result<Found> {
    let options: TokenStream = options.parse().map_err(|e| anyhow!("options `{options}`: {e}"))?;
    let mut files = Vec::new();
    for folder in folders {
        sources(folder, &mut files)?;
    }
    files.sort();
    let mut found = Found::default();
    for file in &files {
        // Sources of tests may be no UTF-8, or no Rust.
        let Some(tree) = std::fs::read_to_string(file).ok().and_then(|text| syn::parse_file(&text).ok())
        else {
            continue;
        };
        found.files += 1;
        let mut functions = Functions { file, options: &options, found: &mut found };
        functions.visit_file(&tree);
    }
    Ok(found)
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

struct Functions<'a> {
    file: &'a Path,
    options: &'a TokenStream,
    found: &'a mut Found,
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.function(&f.sig, &f.block, f);
        visit::visit_item_fn(self, f);
    }
    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.function(&f.sig, &f.block, f);
        visit::visit_impl_item_fn(self, f);
    }
}

impl Functions<'_> {
    fn function(&mut self, sig: &syn::Signature, block: &syn::Block, item: &impl ToTokens) {
        let mut loops = Loops(false);
        loops.visit_block(block);
        if !loops.0 || sig.constness.is_some() || sig.asyncness.is_some() {
            return;
        }
        let start = Instant::now();
        let output = hotloop_compiler::accel(self.options.clone(), item.to_token_stream());
        let place = format!("{}:{} `{}`", self.file.display(), sig.ident.span().start().line, sig.ident);
        if start.elapsed() > SLOW {
            self.found.faults.push(format!("{place}: {:.1} s", start.elapsed().as_secs_f64()));
        }
        self.found.functions += 1;
        self.found.count(&output, &place);
    }
}

impl Found {
    fn count(&mut self, output: &Output, place: &str) {
        for l in &output.report.loops {
            *self.verdicts.entry(format!("{:?}", l.verdict)).or_default() += 1;
            if let Some(reason) = l.blockers.first() {
                // The other codes have names of the source in their words.
                let words = if diag::code(reason) == "A0202" { diag::message(reason) } else { String::new() };
                *self.reasons.entry(format!("{} {words}", diag::code(reason))).or_default() += 1;
            }
        }
        let bug = output.errors.iter().find(|e| e.text.starts_with("[A09"));
        self.faults.extend(bug.map(|bug| format!("{place}: {}", bug.text)));
        if output.errors.is_empty()
            && let Err(e) = syn::parse2::<syn::ImplItemFn>(output.tokens.clone())
        {
            self.faults.push(format!("{place}: the expansion is no item: {e}"));
        }
    }
}

/// Is there a loop, or a chain that may be one?
struct Loops(bool);

impl<'ast> Visit<'ast> for Loops {
    fn visit_expr_for_loop(&mut self, _: &'ast syn::ExprForLoop) {
        self.0 = true;
    }
    fn visit_expr_while(&mut self, _: &'ast syn::ExprWhile) {
        self.0 = true;
    }
    fn visit_expr_loop(&mut self, _: &'ast syn::ExprLoop) {
        self.0 = true;
    }
    fn visit_expr_method_call(&mut self, m: &'ast syn::ExprMethodCall) {
        const ENDS: [&str; 9] =
            ["sum", "product", "fold", "for_each", "collect", "count", "any", "all", "position"];
        self.0 |= ENDS.iter().any(|end| m.method == end);
        visit::visit_expr_method_call(self, m);
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_own_sources_have_no_faults() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
        let folders = ["compiler/src", "runtime/src", "xtask/src", "cargo-hotloop/src"].map(|f| root.join(f));
        for options in ["parallel, nogil", "fastmath", ""] {
            let found = run(&folders, options).expect("they are read");
            assert!(found.functions > 300 && found.verdicts.len() >= 2, "{found}");
            assert_eq!(found.faults, [""; 0], "{found}");
        }
    }
}
