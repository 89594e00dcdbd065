//! Exact generated code for a minimal kernel, and an inventory of unsafe helpers for several.
//!
//! `BLESS=1 cargo test -p hotloop-compiler --test expansion` writes the snapshot again.

mod common;

use hotloop_compiler::Output;
use hotloop_compiler::report::Bounds;
use std::path::Path;
use syn::visit::Visit;

#[test]
fn the_smallest_kernel_expands_to_this() {
    let output = common::compile(
        "#[accel]\nfn f(a: &mut [f64]) {\n    for i in 0..a.len() {\n        a[i] = 1.0;\n    }\n}\n",
    );
    assert!(output.errors.is_empty(), "{:?}", output.errors);
    let got = prettyplease::unparse(&syn::parse2(output.tokens).expect("the expansion is Rust"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/smallest.rs");
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &got).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        got == expected,
        "the expansion changed; read the difference, then bless it:\n{}",
        first_difference(&expected, &got)
    );
}

fn first_difference(expected: &str, got: &str) -> String {
    let (mut a, mut b) = (expected.lines(), got.lines());
    for line in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (x, y) if x == y => {}
            (x, y) => {
                return format!(
                    "line {line}\n  was {}\n  is  {}",
                    x.unwrap_or("(end)"),
                    y.unwrap_or("(end)")
                );
            }
        }
    }
    String::new()
}

/// Calls of unsafe helpers, counted in the parsed expansion.
#[derive(Debug, Default)]
struct Helpers {
    /// `.at(..)` in an `unsafe` block.
    at: usize,
    /// Anything else that is called in an `unsafe` block.
    other: Vec<String>,
    inside: bool,
}

impl<'ast> Visit<'ast> for Helpers {
    fn visit_expr_unsafe(&mut self, u: &'ast syn::ExprUnsafe) {
        let before = std::mem::replace(&mut self.inside, true);
        syn::visit::visit_expr_unsafe(self, u);
        self.inside = before;
    }
    fn visit_expr_method_call(&mut self, m: &'ast syn::ExprMethodCall) {
        let ours = matches!(&*m.receiver, syn::Expr::Path(p) if p.path.segments[0].ident.to_string().starts_with("__hotloop_v"));
        match m.method.to_string().as_str() {
            "at" | "get" if ours && self.inside => self.at += 1,
            "at" => self.other.push("`at` outside of `unsafe`".into()),
            name if self.inside => self.other.push(name.to_owned()),
            _ => {}
        }
        syn::visit::visit_expr_method_call(self, m);
    }
    fn visit_expr_call(&mut self, c: &'ast syn::ExprCall) {
        if self.inside {
            self.other.push(quote::ToTokens::to_token_stream(&c.func).to_string());
        }
        syn::visit::visit_expr_call(self, c);
    }
}

fn helpers(output: &Output) -> Helpers {
    let file: syn::File = syn::parse2(output.tokens.clone()).expect("the expansion is Rust");
    let mut helpers = Helpers::default();
    helpers.visit_file(&file);
    helpers
}

/// Levels that each chunk is built for: baseline, v3 and v4.
const LEVELS: usize = 3;

#[test]
fn every_unsafe_helper_is_a_guarded_access_of_the_report() {
    for (source, copies) in [
        ("#[accel] fn f(a: &mut [f64]) { for i in 0..a.len() { a[i] = 1.0; } }", 1),
        ("#[accel(parallel)] fn f(a: &mut [f64]) { for i in 0..a.len() { a[i] = 1.0; } }", 1),
        (
            "#[accel(parallel)] fn f(a: &[f64], b: &mut [f64]) { for i in 1..a.len() - 1 { b[i] = a[i - 1] + a[i + 1]; } }",
            1,
        ),
        (
            "#[accel(parallel)] fn f(a: &mut [f64], n: usize) { for i in 0..n { for j in 0..n { a[i * n + j] *= 2.0; } } }",
            1,
        ),
        (
            "#[accel] fn f(a: &[f64], k: &[usize], b: &mut [f64]) { for i in 0..k.len() { b[i] = a[k[i]]; } }",
            1,
        ),
        (
            "#[accel] fn f(a: &[f64], b: &mut [f64]) { for i in 0..a.len() { if a[i] > 0.0 { b[i] = a[i]; } } }",
            1,
        ),
        (
            "#[accel(parallel)] fn f(a: &mut [f64], t: usize, n: usize) { for k in 1..t { for i in 0..n { a[k * n + i] = a[(k - 1) * n + i]; } } }",
            1,
        ),
        (
            "#[accel] fn f(a: &mut [f64], b: &mut [f64]) { for i in 0..a.len() { a[i] = 1.0; } for i in 0..b.len() { b[i] = 2.0; } }",
            1,
        ),
        // A reduction may be emitted with more than one form of its body; see the emitter of lanes.
        (
            "#[accel(parallel)] fn f(a: &[f64]) -> f64 { let mut s = 0.0; for i in 0..a.len() { s += a[i]; } s }",
            0,
        ),
    ] {
        let output = common::compile(source);
        assert!(output.errors.is_empty(), "{:?}: {source}", output.errors);
        let guarded = output
            .report
            .loops
            .iter()
            .flat_map(|l| &l.accesses)
            .filter(|a| a.bounds != Bounds::Checked)
            .count();
        let helpers = helpers(&output);
        if copies == 0 {
            let each = guarded * LEVELS;
            assert!(
                helpers.at > 0 && helpers.at.is_multiple_of(each),
                "{} helpers, {guarded} guarded: {source}",
                helpers.at
            );
        } else {
            assert_eq!(helpers.at, guarded * LEVELS * copies, "{source}");
        }
        // What is checked is not counted as proven.
        let allowed = ["checked_mut", "erase", "ix", "clone", "get", "len"];
        let odd: Vec<&String> = helpers.other.iter().filter(|o| !allowed.contains(&o.as_str())).collect();
        assert!(odd.is_empty(), "{odd:?} in `unsafe`: {source}");
    }
}

#[test]
fn a_loop_that_stays_as_written_has_no_unsafe_code() {
    let output =
        common::compile("#[accel] fn f(a: &mut [f64]) { for x in a { if *x > 1.0 { break; } *x = 1.0; } }");
    let helpers = helpers(&output);
    assert_eq!((helpers.at, helpers.other.len()), (0, 0));
}

#[test]
fn after_an_error_the_item_is_as_written() {
    let source = "#[accel(paralel)]\nfn f(a: &mut [f64]) {\n    for i in 0..a.len() {\n        a[i] = 1.0;\n    }\n}\n";
    let output = common::compile(source);
    assert_eq!(output.errors.len(), 1);
    let text = output.tokens.to_string();
    assert!(text.starts_with(":: core :: compile_error !"), "{text}");
    let item = common::tokens(source.split_once('\n').unwrap().1).to_string();
    assert!(text.ends_with(&item), "{text}");
}

/// What stands in front of a call holds on the thread of the chunk alone.
#[test]
fn calls_beside_a_closure_are_not_marked() {
    for (body, marked) in [
        ("out[i] = f(x[i]);", true),
        ("out[i] = f(g(x[i]));", true),
        ("out[i] = x[i];", false),
        ("out[i] = f(&|y| g(y));", false),
        ("let h = |y| g(y); out[i] = h(x[i]);", false),
        ("assert!(f(&|y| g(y)) > 0.0); out[i] = f(x[i]);", false),
    ] {
        let source = format!(
            "#[accel(nogil)] fn k(x: &[f64], out: &mut [f64]) {{ for i in 0..x.len() {{ {body} }} }}"
        );
        let output = common::compile(&source);
        assert!(output.errors.is_empty(), "{:?}: {source}", output.errors);
        let text = output.tokens.to_string();
        assert_eq!(text.contains("assume"), marked, "{source}");
        assert_eq!(text.contains("InFast :: begin"), marked, "{source}");
    }
}

/// The lines of the heads of all fast loops.
fn heads(tokens: proc_macro2::TokenStream, lines: &mut Vec<usize>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(g) => heads(g.stream(), lines),
            proc_macro2::TokenTree::Ident(word) if word == "while" => lines.push(word.span().start().line),
            _ => {}
        }
    }
}

#[test]
fn fast_loops_are_at_the_lines_of_the_users() {
    let source = "#[accel(parallel)]\nfn f(a: &mut [f64], b: &[f64]) {\n    for i in 0..a.len() {\n        a[i] = 1.0;\n    }\n\n    \
                  for i in 0..a.len() {\n        a[i] += b[i];\n    }\n}\n";
    let mut lines = Vec::new();
    heads(common::compile(source).tokens, &mut lines);
    assert_eq!(lines, [3, 3, 3, 7, 7, 7], "one loop for each level");
}

/// Tools read expansions with `syn`, which is not as lenient as rustc.
#[test]
fn searches_are_read_by_tools() {
    for end in ["any(|v| *v > 1.0)", "all(|v| *v > 1.0)", "position(|v| *v > 1.0)"] {
        let source = format!(
            "#[accel(parallel, nogil)] fn f(x: &[f64]) {{ let found = x.iter().{end}; drop(found); }}"
        );
        let output = common::compile(&source);
        assert!(output.report.loops[0].verdict.is_parallel(), "{}", output.report);
        syn::parse2::<syn::ItemFn>(output.tokens).expect("an item");
    }
}

#[test]
fn arguments_are_looked_at_whatever_binds_them() {
    for bound in
        ["let x = a[i]; let y = b[i];", "let (x, y) = (a[i], b[i]);", "let (y, x) = ((b[i]), a[i] - 1.0);"]
    {
        let output = common::compile(&format!(
            "#[accel]\nfn f(a: &[f64], b: &[f64], c: &mut [f64]) {{\n    for i in 0..c.len() {{\n        {bound}\n        \
             c[i] = x.atan2(y) + x.hypot(y);\n    }}\n}}\n"
        ));
        let text = output.tokens.to_string();
        assert!(text.contains("beyond_atan2") && text.contains("beyond_hypot"), "{bound}\n{text}");
    }
}

/// Where the exponent is a number the compiler knows the formula.
#[test]
fn exponents_of_powi_are_looked_at_unless_they_are_numbers() {
    let looks = |head: &str, n: &str| {
        let output = common::compile(&format!(
            "#[accel]\nfn f(a: &[f64], n: i32, m: usize, c: &mut [f64]) {{\n    {head} {{ for i in 0..c.len() {{\n        \
             c[i] = a[i].powi({n}) + f64::powi(c[i] - 1.0, 3);\n    }} }}\n}}\n"
        ));
        output.tokens.to_string().matches("beyond_powi").count() > 0
    };
    let heads = [("", "n"), ("", "m as i32"), ("for k in 0..m", "k as i32"), ("for k in 0..n", "(k)")];
    let guarded = [("for i in 0..c.len() { if a[i] > 0.0 { c[i] = a[i].powi(n); } }", "2")];
    for (head, n) in heads.into_iter().chain(guarded) {
        assert!(looks(head, n), "{head} {n}");
    }
    assert!(!looks("", "7") && !looks("", "-2"));
    // The sum may overflow where no power is made.
    assert!(!looks("for i in 0..c.len() { let k = i + m; c[i] = a[i].powi(k as i32); }", "2"));
}
