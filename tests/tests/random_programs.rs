//! A small batch of random programs, each compiled plain and annotated, run in every way, and compared to
//! the bit. `cargo xtask fuzz` runs as many as one likes.

#[test]
fn random_programs_agree() {
    let stats = xtask::fuzz::small_batch(40, 20_261_121).unwrap_or_else(|failures| panic!("{failures}"));
    println!("{stats}");
}

/// Counted over more programs than are built, for a few of them say little.
#[test]
fn random_programs_run_in_parallel() {
    let stats = xtask::fuzz::survey(300, 20_261_121).stats;
    assert!(
        2 * stats.reusing_parallel >= stats.reusing,
        "half of the nests that reuse a written array run in parallel\n{stats}"
    );
}
