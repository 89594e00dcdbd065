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

/// A feature that hardly ever occurs is not tested.
#[test]
fn every_feature_occurs() {
    let (total, mut counts) = (1000, std::collections::BTreeMap::new());
    for number in 0..total {
        for feature in program(3, number).features {
            *counts.entry(feature).or_insert(0) += 1;
        }
    }
    let rare: Vec<_> = counts.iter().filter(|&(_, &count)| count * 100 < total).collect();
    assert!(rare.is_empty(), "{rare:?}");
    assert!(counts.len() >= 55, "{counts:?}");
}
