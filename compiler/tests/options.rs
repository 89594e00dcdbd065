//! What options change in report and expansion, and the setting of a whole build.

mod common;

use hotloop_compiler::accel_in;

const LOOP: &str = "fn f(x: &[f64], y: &mut [f64]) { for i in 0..x.len() { y[i] = x[i]; } }";

/// How often the expansion has unchecked accesses: two for each level.
fn unchecked(build: Option<&str>, options: &str) -> usize {
    let output = accel_in(build, common::tokens(options), common::tokens(LOOP));
    assert!(output.errors.is_empty(), "{:?}", output.errors);
    output.tokens.to_string().matches(". at (").count()
}

#[test]
fn levels_are_what_option_and_build_have_in_common() {
    let all = Some("baseline, x86-64-v3,x86-64-v4");
    let two = Some("x86-64-v3, baseline");
    for (build, options, levels) in [
        (None, "", 3),
        (Some(""), "", 3),
        (all, "", 3),
        (two, "", 2),
        (Some("neon"), "", 1),
        (None, "isa(\"baseline\")", 1),
        (None, "isa(\"x86-64-v3\")", 2),
        (None, "isa(\"x86-64-v4\")", 2),
        (None, "isa(\"x86-64-v4\", \"x86-64-v3\")", 3),
        (two, "isa(\"x86-64-v4\")", 1),
        (two, "isa(\"x86-64-v4\", \"x86-64-v3\")", 2),
    ] {
        assert_eq!(unchecked(build, options), 2 * levels, "{build:?}, {options}");
    }
}

#[test]
fn a_wrong_setting_of_the_build_is_an_error() {
    let output = accel_in(Some("baseline,avx512"), common::tokens(""), common::tokens(LOOP));
    let texts: Vec<&str> = output.errors.iter().map(|e| e.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "[A0109] the environment variable HOTLOOP_BUILD_ISA is `baseline,avx512`, and there is no level `avx512`\nhelp: there are: baseline, x86-64-v3, x86-64-v4, neon"
        ]
    );
    assert!(output.tokens.to_string().ends_with(&common::tokens(LOOP).to_string()), "the item is kept");
}

#[test]
fn boundscheck_checks_every_access_and_proves_the_same() {
    assert_eq!(unchecked(None, "boundscheck"), 0);
    let report =
        |options: &str| accel_in(None, common::tokens(options), common::tokens(LOOP)).report.to_string();
    let (fast, checked) = (report("parallel"), report("parallel, boundscheck"));
    assert!(fast.contains("guarded  write `y[i]`"), "{fast}");
    assert_eq!(fast.replace("guarded ", "checked "), checked, "verdict and guard are the same");
}

#[test]
fn another_path_is_in_every_place() {
    let source = "fn f(x: &[f64], y: &mut [f64]) -> f64 { let mut s = 0.0; for i in 0..x.len() { y[i] = x[i].sin(); } for i in 0..x.len() { s += x[i]; } s.exp() }";
    let expand = |options: &str| {
        let output = accel_in(None, common::tokens(options), common::tokens(source));
        assert!(output.errors.is_empty(), "{:?}", output.errors);
        output.tokens.to_string()
    };
    let usual = expand("parallel, nogil");
    let other = expand("parallel, nogil, crate = crate::of::ours");
    assert_eq!(usual.replace(":: hotloop ::", "crate :: of :: ours ::"), other);
    assert!(!other.contains(":: hotloop"), "{other}");
}
