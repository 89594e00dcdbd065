//! What a reader relies on: the plain function is the annotated one without the attribute, every loop has the
//! verdict that the files claim, and every example has its section in the README.

use quote::ToTokens;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use syn::Item;
use syn::visit_mut::VisitMut;

/// The folder of the examples.
fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The source files of the examples, by name.
fn sources() -> BTreeMap<String, String> {
    let files =
        std::fs::read_dir(folder()).expect("the folder is there").map(|f| f.expect("readable").path());
    let rust = files.filter(|f: &PathBuf| f.extension().is_some_and(|e| e == "rs"));
    rust.map(|f| {
        let name = f.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(f).expect("readable"))
    })
    .collect()
}

/// The items of a file or module that are functions, by name, without attributes of any kind.
fn functions(items: &[Item], only_annotated: bool) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for item in items {
        let Item::Fn(f) = item else { continue };
        if only_annotated && !f.attrs.iter().any(|a| a.path().is_ident("accel")) {
            continue;
        }
        let mut f = f.clone();
        NoAttributes.visit_item_fn_mut(&mut f);
        found.insert(f.sig.ident.to_string(), f.to_token_stream().to_string());
    }
    found
}

struct NoAttributes;

impl VisitMut for NoAttributes {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.clear();
    }
}

#[test]
fn plain_is_annotated_without_the_attribute() {
    for (name, source) in sources() {
        let file = syn::parse_file(&source).expect("an example is Rust");
        let module = |wanted: &str| {
            file.items.iter().find_map(|item| match item {
                Item::Mod(m) if m.ident == wanted => m.content.as_ref().map(|c| &c.1[..]),
                _ => None,
            })
        };
        let Some(plain) = module("plain") else {
            assert_eq!(name, "laplace_in_place", "an example without a plain function");
            continue;
        };
        let annotated = functions(module("annotated").unwrap_or(&file.items), true);
        assert!(!annotated.is_empty(), "{name}: no annotated function");
        assert_eq!(functions(plain, false), annotated, "{name}");
    }
}

/// Each loop that is the root of a nest, or around one: file, function, number, verdict.
const VERDICTS: &str = "\
approximate_bayes simulate 1 Parallel
approximate_bayes posterior 1 Parallel
black_scholes map! call[..] 1 Parallel
black_scholes by_loop 1 Parallel
blur_and_edges blur_rows 1 ParallelGuarded
blur_and_edges blur_columns 1 ParallelGuarded
blur_and_edges sobel 1 ParallelGuarded
euclidean_distance distance 1 Parallel
fibonacci fibonacci 1 Serial
gaussian_mixture expectation 1 Parallel
gaussian_mixture maximization 1 Parallel
gaussian_mixture maximization 2 Parallel
gibbs gibbs 1 ParallelGuarded
gradient_descent objective 1 Parallel
gradient_descent gradient 1 Parallel
gradient_descent gradient 3 Parallel
hypot hypot 1 Parallel
laplace sweep 1 ParallelGuarded
laplace_in_place sweep 1 Serial
linear_algebra dot 1 Parallel
linear_algebra axpy 1 Parallel
linear_algebra matrix_vector 1 Parallel
linear_algebra matrix_matrix 1 ParallelGuarded
mandelbrot mandelbrot 1 ParallelGuarded
pairwise_distances distances 1 ParallelGuarded
pi pi 1 Parallel
polynomial polynomial 1 Parallel
small sum_exp 1 Parallel
small axpy 1 Parallel
small dot 1 Parallel
softmax softmax 1 Parallel
softmax softmax 2 Parallel
trapezoid trapezoid 1 Parallel
";

#[test]
fn every_loop_has_its_verdict() {
    let mut verdicts = String::new();
    for (name, source) in sources() {
        for output in hotloop_compiler::file::compile_file(&source).expect("an example is Rust") {
            assert!(output.errors.is_empty(), "{name}: {:?}", output.errors);
            for lp in &output.report.loops {
                verdicts += &format!("{name} {} {} {:?}\n", output.report.function, lp.number, lp.verdict);
            }
        }
    }
    assert_eq!(verdicts, VERDICTS);
}

#[test]
fn every_example_is_in_the_readme_and_in_the_manifest() {
    let read = |file: &str| std::fs::read_to_string(folder().join(file)).expect("the file is there");
    let (readme, manifest, checks) = (read("README.md"), read("Cargo.toml"), read("checks/Cargo.toml"));
    for name in sources().keys() {
        assert!(readme.contains(&format!("\n## {name}\n")), "no section `{name}`");
        let entry = |folder: &str| format!("path = \"{folder}{name}.rs\"");
        assert!(manifest.contains(&entry("")) || checks.contains(&entry("../")), "no example `{name}`");
    }
    let pictures = readme.split("](").filter_map(|part| part.split_once(')')).map(|(to, _)| to);
    let pictures: Vec<&str> = pictures.filter(|to| to.starts_with("pictures/")).collect();
    assert!(!pictures.is_empty());
    for picture in pictures {
        assert!(folder().join(picture).is_file(), "no file {picture}");
    }
}
