//! The sources of packages: every file that a target reaches through `mod`, and every annotated function in them.
//!
//! In: which packages and targets. Out: [`Found`], functions and what could not be seen. Invariant: a `mod` that
//! leads to no file, a macro that may write functions and a file that is not Rust are in [`Found::unseen`].

use crate::cli::Sources;
use crate::{Failure, Outcome};
use anyhow::Context;
use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};
use hotloop_compiler::file::{self, Hidden, Item};
use hotloop_compiler::nest::{Crates, with_crates};
use hotloop_compiler::report::Report;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// A target of a package: what cargo builds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The package.
    pub package: String,
    /// The package's `Cargo.toml`.
    pub manifest: PathBuf,
    /// `lib`, `bin`, `example`, `test` or `bench`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// The file that it starts at.
    pub root: PathBuf,
}

/// A function or method with the attribute (its own, or that of its block).
#[derive(Clone, Debug)]
pub struct Function {
    /// The target through which it was found; a file alone has none.
    pub target: Option<Target>,
    /// Its file.
    pub file: PathBuf,
    /// The file as it is shown.
    pub shown: String,
    /// Modules and name: `kernels::Grid::relax`.
    pub path: String,
    /// Its lines.
    pub lines: RangeInclusive<usize>,
    /// Is the attribute behind a condition that was taken to hold?
    pub conditional: bool,
    /// Is it a method of a block that has the attribute?
    pub of_block: bool,
    /// What happened to its loops. (For a block, one for each method.)
    pub report: Report,
    /// Errors of the attribute: line and text.
    pub errors: Vec<(usize, String)>,
    /// What it becomes.
    pub tokens: TokenStream,
}

#[cfg(test)]
impl Function {
    /// A function of which nothing else is known.
    pub fn named(path: &str, lines: RangeInclusive<usize>) -> Function {
        Function {
            target: None,
            file: PathBuf::new(),
            shown: String::new(),
            path: path.to_owned(),
            lines,
            conditional: false,
            of_block: false,
            report: Report::default(),
            errors: Vec::new(),
            tokens: TokenStream::new(),
        }
    }
}

/// Something that may hold annotated functions and cannot be seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unseen {
    /// The file.
    pub file: String,
    /// The line, 0 for the whole file.
    pub line: usize,
    /// What is not seen, and why.
    pub what: String,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Functions, by target, file and line.
    pub functions: Vec<Function>,
    /// What was not seen.
    pub unseen: Vec<Unseen>,
    /// The text of each file.
    pub texts: BTreeMap<PathBuf, String>,
}

/// Reads the sources that were asked for.
pub fn read(sources: &Sources) -> Outcome<Found> {
    let mut reader = Reader::default();
    let metadata = metadata(sources.manifest_path.as_deref());
    let alone = sources.file.as_deref();
    let metadata = match (metadata, alone) {
        (Ok(metadata), _) => metadata,
        (Err(_), Some(file)) => return reader.alone(file),
        (Err(error), None) => return Err(error),
    };
    let packages = packages(&metadata, sources)?;
    let chosen: Vec<(&Package, Vec<Target>)> = packages.iter().map(|&p| (p, targets(p, sources))).collect();
    if chosen.iter().all(|(_, targets)| targets.is_empty()) {
        absent(&packages, sources)?;
    }
    for (package, targets) in chosen {
        for target in targets {
            with_crates(crates(package), || reader.target(&target))?;
        }
    }
    let Some(file) = alone else { return Ok(reader.finish()) };
    let wanted = file.canonicalize().with_context(|| format!("cannot read {}", file.display()))?;
    if reader.found.texts.contains_key(&wanted) {
        let shown = shown(&wanted);
        reader.found.functions.retain(|f| f.file == wanted);
        reader.found.unseen.retain(|u| u.file == shown);
        return Ok(reader.finish());
    }
    Reader::default().alone(file)
}

/// What cargo says of the workspace, without its dependencies.
pub fn metadata(manifest: Option<&Path>) -> Outcome<Metadata> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    if let Some(manifest) = manifest {
        command.manifest_path(manifest);
    }
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            let text = stderr.trim_end();
            Failure::Usage(text.strip_prefix("error: ").unwrap_or(text).to_owned())
        }
        other => other.into(),
    })
}

/// The packages of the workspace that are meant.
pub fn packages<'a>(metadata: &'a Metadata, sources: &Sources) -> Outcome<Vec<&'a Package>> {
    let members = metadata.workspace_packages();
    if sources.workspace {
        return Ok(members);
    }
    if !sources.package.is_empty() {
        let named = sources.package.iter().map(|name| {
            let found = members.iter().find(|p| p.name.as_str() == name.as_str()).copied();
            found.ok_or_else(|| {
                let known = members.iter().map(|p| p.name.to_string());
                Failure::Usage(crate::select::unknown("package", name, known))
            })
        });
        return named.collect();
    }
    let here = match &sources.manifest_path {
        Some(path) => path.canonicalize()?.parent().map(Path::to_owned).unwrap_or_default(),
        None => std::env::current_dir()?,
    };
    let folder = |p: &Package| p.manifest_path.parent().map(|f| f.as_std_path().to_owned());
    let around = members.iter().filter(|p| folder(p).is_some_and(|f| here.starts_with(f)));
    match around.max_by_key(|p| p.manifest_path.as_str().len()) {
        Some(package) => Ok(vec![package]),
        None => Ok(metadata.workspace_default_packages()),
    }
}

/// The crates whose functions the package has made elementary, by features of its dependency on hotloop.
fn crates(package: &Package) -> Crates {
    let ours = package.dependencies.iter().filter(|d| d.name == "hotloop");
    let features: Vec<&str> = ours.flat_map(|d| d.features.iter().map(String::as_str)).collect();
    let has = |name: &str| features.contains(&name);
    Crates { libm: has("libm"), num_traits: has("num-traits"), arrays: has("ndarray") || has("nalgebra") }
}

fn kind(of: &TargetKind) -> Option<&'static str> {
    Some(match of {
        TargetKind::Bin => "bin",
        TargetKind::Example => "example",
        TargetKind::Test => "test",
        TargetKind::Bench => "bench",
        TargetKind::CustomBuild => return None,
        _ => "lib",
    })
}

/// What a kind of target is called.
pub fn word(kind: &str) -> &str {
    match kind {
        "lib" => "library",
        "bin" => "program",
        "bench" => "benchmark",
        other => other,
    }
}

/// The targets that are named, kind and name.
fn named(sources: &Sources) -> Option<(&'static str, &str)> {
    let named = [
        ("bin", &sources.bin),
        ("example", &sources.example),
        ("test", &sources.test),
        ("bench", &sources.bench),
    ];
    named.into_iter().find_map(|(kind, name)| Some((kind, name.as_deref()?)))
}

/// The targets of a package that are meant.
pub fn targets(package: &Package, sources: &Sources) -> Vec<Target> {
    let all = package.targets.iter().filter_map(|t| {
        Some(Target {
            package: package.name.to_string(),
            manifest: package.manifest_path.clone().into_std_path_buf(),
            kind: kind(t.kind.first()?)?,
            name: t.name.clone(),
            root: t.src_path.clone().into_std_path_buf(),
        })
    });
    let wanted = |t: &Target| match (named(sources), t.kind) {
        (Some((kind, name)), own) => own == kind && t.name == name,
        (None, "lib") => true,
        (None, "bin") => !sources.lib,
        // A file may be of any target.
        (None, _) => sources.all_targets || (sources.file.is_some() && !sources.lib),
    };
    all.filter(wanted).collect()
}

/// No package has what was asked for.
fn absent(packages: &[&Package], sources: &Sources) -> Outcome {
    let all = Sources { all_targets: true, ..Sources::default() };
    let known = packages.iter().flat_map(|p| targets(p, &all));
    match named(sources) {
        Some((kind, name)) => {
            let known = known.filter(|t| t.kind == kind).map(|t| t.name);
            Err(Failure::Usage(crate::select::unknown(word(kind), name, known)))
        }
        None if sources.lib => {
            let names: Vec<String> = packages.iter().map(|p| format!("`{}`", p.name)).collect();
            let help = "help: programs are looked at without `--lib`";
            Err(Failure::Usage(format!("there is no library in {}\n{help}", names.join(", "))))
        }
        None => Ok(()),
    }
}

/// A path as a person would write it here.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

#[derive(Default)]
struct Reader {
    found: Found,
    /// Files whose functions are known: a file that two targets reach counts once.
    read: BTreeSet<PathBuf>,
    /// Macros that some file defines (and whose definition was looked at).
    defined: BTreeSet<String>,
    /// Calls of macros as items, until all definitions are known.
    calls: Vec<(String, Unseen)>,
}

impl Reader {
    /// A file that belongs to no package.
    fn alone(mut self, file: &Path) -> Outcome<Found> {
        let path = file.canonicalize().with_context(|| format!("cannot read {}", file.display()))?;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        self.file(None, &path, &[], &folder)?;
        Ok(self.finish())
    }

    fn target(&mut self, target: &Target) -> Outcome {
        let root = target.root.canonicalize().unwrap_or_else(|_| target.root.clone());
        let folder = root.parent().map(Path::to_owned).unwrap_or_default();
        self.file(Some(target), &root, &[], &folder)
    }

    /// One file, and those that it names. `children` is where its modules are.
    fn file(&mut self, target: Option<&Target>, path: &Path, around: &[String], children: &Path) -> Outcome {
        if !self.read.insert(path.to_owned()) {
            return Ok(());
        }
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if target.is_some() => {
                self.unseen(path, 0, format!("this file, which cannot be read: {error}"));
                return Ok(());
            }
            Err(error) => return Err(anyhow::anyhow!("cannot read {}: {error}", path.display()).into()),
        };
        let survey = match file::survey(&text) {
            Ok(survey) => survey,
            Err(error) => {
                let line = error.span().start().line;
                // What rustc says of brackets is better than what the library does.
                let why = match error.to_string().as_str() {
                    "cannot parse string into token stream" => "brackets or quotes do not match".to_owned(),
                    other => other.to_owned(),
                };
                self.unseen(path, line, format!("this file, which is not understood: {why}"));
                self.found.texts.insert(path.to_owned(), text);
                return Ok(());
            }
        };
        self.found.texts.insert(path.to_owned(), text);
        self.defined.extend(survey.macros);
        for item in survey.items {
            self.found.functions.extend(functions(target, path, around, item));
        }
        for hidden in survey.unseen {
            self.hidden(path, hidden.line, hidden.what);
        }
        for module in survey.modules {
            let inner: Vec<String> = around.iter().chain(&module.around).cloned().collect();
            let folder = module.around.iter().fold(children.to_owned(), |folder, name| folder.join(name));
            let beside = path.parent().map(Path::to_owned).unwrap_or_default();
            let candidates = match &module.path {
                // Inside of a `mod { }` the path is relative to where its files are.
                Some(text) if module.around.is_empty() => vec![beside.join(text)],
                Some(text) => vec![folder.join(text)],
                None => {
                    vec![folder.join(format!("{}.rs", module.name)), folder.join(&module.name).join("mod.rs")]
                }
            };
            let Some(file) = candidates.iter().find_map(|c| c.canonicalize().ok()) else {
                let tried: Vec<String> = candidates.iter().map(|c| shown(c)).collect();
                let what = format!("the module `{}`: there is no {}", module.name, tried.join(" or "));
                self.unseen(path, module.line, what);
                continue;
            };
            let names: Vec<String> = inner.into_iter().chain([module.name.clone()]).collect();
            let is_mod = file.file_name().is_some_and(|n| n == "mod.rs");
            let own = file.parent().map(Path::to_owned).unwrap_or_default();
            // What `#[path]` names is, as `mod.rs`, at home in its own folder.
            let children = if is_mod || module.path.is_some() { own } else { own.join(&module.name) };
            self.file(target, &file, &names, &children)?;
        }
        Ok(())
    }

    fn unseen(&mut self, path: &Path, line: usize, what: String) {
        self.found.unseen.push(Unseen { file: shown(path), line, what });
    }

    fn hidden(&mut self, path: &Path, line: usize, what: Hidden) {
        match what {
            Hidden::Definition(name) => {
                self.unseen(
                    path,
                    line,
                    format!("functions that the macro `{name}!` writes with the attribute"),
                );
            }
            Hidden::Call(name) => {
                self.unseen(path, line, format!("what the call of `{name}!` makes of the attribute in it"));
            }
            Hidden::Modules(name) => {
                self.unseen(path, line, format!("modules that the macro `{name}!` declares"));
            }
            Hidden::Map => {
                let what = "a `map!` that may be hotloop's: this file does not say (`use hotloop::map;`)";
                self.unseen(path, line, what.into());
            }
            Hidden::Include => self.unseen(path, line, "what `include!` brings in".into()),
            Hidden::Items(name) => {
                let what = format!("items that `{name}!` makes, whose definition is not in this package");
                self.calls.push((name, Unseen { file: shown(path), line, what }));
            }
        }
    }

    fn finish(mut self) -> Found {
        let defined = &self.defined;
        let calls = self
            .calls
            .into_iter()
            .filter(|(name, _)| !defined.contains(name) && !STD.contains(&name.as_str()));
        self.found.unseen.extend(calls.map(|(_, unseen)| unseen));
        self.found.unseen.sort();
        tell_apart(&mut self.found.functions);
        self.found
    }
}

/// Statements that have one name are told apart by their lines.
fn tell_apart(functions: &mut [Function]) {
    let paths: Vec<String> = functions.iter().map(|f| f.path.clone()).collect();
    for f in functions.iter_mut().filter(|f| f.report.is_statement) {
        if paths.iter().filter(|path| **path == f.path).count() > 1 {
            f.path = format!("{} (line {})", f.path, f.lines.start());
        }
    }
}

/// Macros of std's that make items, none of them with an attribute of ours.
const STD: [&str; 4] = ["thread_local", "compile_error", "global_asm", "concat_idents"];

/// A function, or the methods of a block.
fn functions(target: Option<&Target>, file: &Path, around: &[String], item: Item) -> Vec<Function> {
    let modules: Vec<&str> = around.iter().chain(&item.modules).map(String::as_str).collect();
    let around = modules.iter().copied().chain(item.within.as_deref());
    let path = |name: &str| around.clone().chain([name]).collect::<Vec<_>>().join("::");
    let mut output = item.output;
    if !output.errors.is_empty() {
        output.report = output.report.refused();
    }
    let errors: Vec<(usize, String)> =
        output.errors.iter().map(|e| (e.span.0.start().line, e.text.clone())).collect();
    let function =
        |report: Report, lines: RangeInclusive<usize>, tokens: TokenStream, of_block: bool| Function {
            target: target.cloned(),
            file: file.to_owned(),
            shown: shown(file),
            path: path(&report.function),
            lines,
            conditional: item.conditional,
            of_block,
            report,
            errors: Vec::new(),
            tokens,
        };
    if output.report.methods.is_empty() {
        // A statement is no item; the other commands take items.
        let tokens = match (output.report.is_statement, output.tokens) {
            (true, statement) => quote::quote!(fn map() { #statement }),
            (false, item) => item,
        };
        let mut one = function(output.report, item.lines, tokens, false);
        one.errors = errors;
        return vec![one];
    }
    let methods = methods(output.tokens);
    let mut report = output.report;
    let made = std::mem::take(&mut report.methods).into_iter().map(|report| {
        let name = report.function.rsplit("::").next().unwrap_or_default().to_owned();
        let tokens = methods.get(&name).cloned().unwrap_or_default();
        let lines = located(&tokens).unwrap_or_else(|| item.lines.clone());
        function(report, lines, tokens, true)
    });
    let mut made: Vec<Function> = made.collect();
    if !report.missed.is_empty() || !errors.is_empty() {
        let mut block = function(report, item.lines, TokenStream::new(), false);
        block.errors = errors;
        made.insert(0, block);
    }
    made
}

/// The methods of an expanded block, by name.
fn methods(tokens: TokenStream) -> BTreeMap<String, TokenStream> {
    let Ok(file) = syn::parse2::<syn::File>(tokens) else { return BTreeMap::new() };
    let mut methods = BTreeMap::new();
    for item in file.items {
        match item {
            syn::Item::Impl(block) => methods.extend(block.items.into_iter().filter_map(|item| match item {
                syn::ImplItem::Fn(f) => Some((f.sig.ident.to_string(), f.into_token_stream())),
                _ => None,
            })),
            syn::Item::Trait(block) => {
                methods.extend(block.items.into_iter().filter_map(|item| match item {
                    syn::TraitItem::Fn(f) => Some((f.sig.ident.to_string(), f.into_token_stream())),
                    _ => None,
                }))
            }
            _ => {}
        }
    }
    methods
}

/// The lines that tokens come from, those of ours left out.
fn located(tokens: &TokenStream) -> Option<RangeInclusive<usize>> {
    let lines: Vec<usize> = crate::mapping::flat(tokens).into_iter().filter_map(|t| t.line).collect();
    Some(*lines.iter().min()?..=*lines.iter().max()?)
}
