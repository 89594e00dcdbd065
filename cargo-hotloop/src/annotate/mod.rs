//! `cargo hotloop annotate`: a page for each source file with annotated functions, and one that leads to them.
//!
//! The values are those of the other commands (`report`, `expand`, `asm`); [`lines`] sorts them by line into what a page
//! shows ([`view`]), [`page`] puts that into templates. A page needs nothing but itself: no network, no other file but the pages that it links to.

mod highlight;
mod lines;
mod marks;
mod page;
mod places;
mod view;

use crate::asm;
use crate::cli::AnnotateOptions;
use crate::package::{self, Found, Function, Target, Unseen};
use crate::report::remarks::{self, Remark, Said};
use crate::{Failure, Outcome, cargo, expand, select};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A function, and what builds say of it.
pub struct Annotated<'a> {
    /// The function.
    pub function: &'a Function,
    /// What LLVM says of its lines.
    pub remarks: Vec<Remark>,
    /// Its machine code; `None` where nobody asked.
    pub asm: Option<Assembly>,
}

/// Machine code, or why there is none.
pub enum Assembly {
    /// The loops, by level.
    Loops(Vec<asm::HotLoop>),
    /// In words.
    Missing(String),
}

/// Runs the command.
pub fn run(options: &AnnotateOptions) -> Outcome {
    let found = package::read(&options.sources)?;
    let functions = select::all(&found, &options.functions)?;
    let folder = match &options.output {
        Some(folder) => folder.clone(),
        None => cargo::folder(&options.sources)?.join("annotate"),
    };
    if functions.is_empty() && found.unseen.is_empty() {
        return Err(Failure::Usage(format!(
            "there are no annotated functions, so there is no page\nhelp: {}",
            select::NOTHING
        )));
    }
    let built = built(&functions, options)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let pages = write(&folder, &built, &found, options)?;
    let index = folder.join("index.html");
    say!("{} page{} and {}", pages, if pages == 1 { "" } else { "s" }, index.display());
    // The page has them too; who has asked wants to know why the command did not end well.
    let mut outcome = Ok(());
    for refused in functions.iter().filter(|f| !f.errors.is_empty()) {
        outcome = expand::errors(refused);
    }
    outcome
}

/// The functions, with what was asked for of builds.
fn built<'a>(functions: &[&'a Function], options: &AnnotateOptions) -> Outcome<Vec<Annotated<'a>>> {
    let (mut said, mut listings) = (Said::default(), BTreeMap::new());
    for target in remarks::targets(functions) {
        // One build for both.
        let flags = if options.remarks { remarks::flags() } else { Vec::new() };
        let built = match (options.asm, options.remarks) {
            (true, _) => {
                let (listing, built) = asm::build(target, &options.sources, &flags)?;
                listings.insert(key(target), listing);
                built
            }
            (false, true) => cargo::rustc(target, &options.sources, &flags, "with remarks")?,
            (false, false) => continue,
        };
        if options.remarks {
            said.add(&built);
        }
    }
    let mut said = said.remarks();
    let assembly = |f: &Function| {
        let Some(target) = &f.target else {
            return Assembly::Missing("its file belongs to no package".into());
        };
        match listings.get(&key(target)).map(|listing| asm::hot_loops(f, listing)) {
            Some(loops) if !loops.is_empty() => Assembly::Loops(loops),
            _ => Assembly::Missing(asm::without_code(f)),
        }
    };
    let annotated = functions.iter().map(|&function| Annotated {
        function,
        remarks: remarks::take(&mut said, function),
        asm: options.asm.then(|| assembly(function)),
    });
    Ok(annotated.collect())
}

fn key(target: &Target) -> (PathBuf, &'static str, String) {
    (target.manifest.clone(), target.kind, target.name.clone())
}

/// Writes all pages; says how many there are besides the index.
fn write(folder: &Path, all: &[Annotated<'_>], found: &Found, options: &AnnotateOptions) -> Outcome<usize> {
    let mut files: Vec<&Path> = Vec::new();
    for annotated in all {
        if !files.contains(&annotated.function.file.as_path()) {
            files.push(&annotated.function.file);
        }
    }
    let bar = bar(files.len());
    let (mut names, mut entries) = (BTreeSet::new(), Vec::new());
    for file in files {
        let own: Vec<&Annotated<'_>> = all.iter().filter(|a| a.function.file == file).collect();
        let shown = &own[0].function.shown;
        bar.set_message(shown.clone());
        let name = name(shown, &mut names);
        let text = found.texts.get(file).map(String::as_str).unwrap_or_default();
        let unseen: Vec<&Unseen> = found.unseen.iter().filter(|u| u.file == *shown).collect();
        let source = lines::of(text, &own, &unseen)?;
        put(&folder.join(&name), &page::of_file(shown, &source, options)?)?;
        entries.push(page::Entry::of(shown, &name, &source));
        bar.inc(1);
    }
    bar.finish_and_clear();
    put(&folder.join("index.html"), &page::index(&entries, &found.unseen, options)?)?;
    Ok(entries.len())
}

fn put(path: &Path, text: &str) -> Outcome {
    Ok(std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?)
}

/// How far it is; nothing where there is no terminal.
fn bar(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// A name for the page of a file that no page has yet, of characters that every system and every address takes.
fn name(shown: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
    let stem: String = shown.trim_start_matches(['/', '.']).chars().map(plain).collect();
    // Some file systems take `A` and `a` for the same. `index` is the index.
    let free = |name: &String| name != "index" && !taken.contains(&name.to_lowercase());
    let numbered = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
    let name = numbered.into_iter().find(free).unwrap_or(stem);
    taken.insert(name.to_lowercase());
    format!("{name}.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_its_own_name() {
        let mut taken = BTreeSet::new();
        let names =
            ["src/a.rs", "src-a.rs", "SRC/A.rs", "/x/ü <b>.rs", "index"].map(|shown| name(shown, &mut taken));
        assert_eq!(
            names,
            ["src-a.rs.html", "src-a.rs-2.html", "SRC-A.rs-3.html", "x----b-.rs.html", "index-2.html"]
        );
    }
}
