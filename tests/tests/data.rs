//! Arrays, matrices and numbers of other crates, behind the features for them: the fixture `data` has programs and tests.

use std::process::Command;

#[test]
fn data_that_people_have() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/data/Cargo.toml");
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/data");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--lib", "--manifest-path", here, "--target-dir", target])
        .env_remove("HOTLOOP_BUILD_ISA")
        .output()
        .expect("cargo runs");
    let (text, said) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{said}{text}");
    // Generated code is silent.
    assert!(!text.contains("warning") && said.contains("0 failed"), "{said}{text}");
}
