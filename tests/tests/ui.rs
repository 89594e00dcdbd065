//! Every diagnostic code, one file for each rule, with the whole text that rustc shows.
//!
//! `TRYBUILD=overwrite cargo test -p hotloop-tests --test ui` writes the texts again; read them.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    cases.pass("ui/pass/*.rs");
}
