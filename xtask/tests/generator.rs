//! The generator: the same seed gives the same text, and every text is Rust.

use std::collections::BTreeSet;

use xtask::fuzz::program;

#[test]
fn same_seed_same_text() {
    for number in 0..100 {
        let (first, second) = (program(7, number), program(7, number));
        assert_eq!(first.text, second.text);
        assert_eq!(first.attribute(), second.attribute());
    }
}

#[test]
fn other_seed_other_text() {
    let texts: BTreeSet<String> = (0..50).map(|seed| program(seed, 0).text).collect();
    assert!(texts.len() > 45, "only {} different texts", texts.len());
}

#[test]
fn programs_parse() {
    for number in 0..30 {
        let program = program(1, number);
        let text = format!("{}\n{}", program.attribute(), program.text);
        let item = syn::parse_str::<syn::ItemFn>(&text);
        assert!(item.is_ok(), "{:?}\n{text}", item.err());
    }
}

/// A feature that hardly ever occurs is not tested, and neither is a reason that is never given.
#[test]
fn every_feature_and_every_reason_occurs() {
    let outcome = xtask::fuzz::survey(1000, 3);
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    assert!(outcome.missing().is_empty(), "{:#?}", outcome.missing());
    assert!(outcome.stats.features.len() >= 200, "{}", outcome.stats);
}

/// A float sum is regrouped wherever `parallel` is asked for, of the function or of a loop by its label.
#[test]
fn a_loop_marked_by_its_label_regroups_too() {
    let marked = |program: &xtask::fuzz::Program| {
        program.options.iter().any(|o| o.starts_with("parallel('")) && program.float_reduction
    };
    let found = (0..2000).map(|number| program(3, number)).find(marked).expect("labels are drawn");
    assert!(found.tolerant(), "{:?}", found.options);
}
