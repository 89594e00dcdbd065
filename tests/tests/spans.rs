//! Spans for `tracing`: the fixture `spans` has them on, and a subscriber that hears them.

use std::process::Command;

#[test]
fn loops_have_spans() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/spans/Cargo.toml");
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/data");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--lib", "--manifest-path", here, "--target-dir", target])
        .env_remove("HOTLOOP_PROFILE")
        .output()
        .expect("cargo runs");
    let (text, said) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{said}{text}");
    assert!(!text.contains("warning") && said.contains("6 passed; 0 failed"), "{said}{text}");
}

/// Who does not ask for spans does not build anything for them.
#[test]
fn the_feature_is_off_by_default() {
    let tree = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--edges", "normal", "--prefix", "none", "--package", "hotloop"])
            .args(arguments)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime"))
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(!tree(&[]).contains("tracing"));
    assert!(tree(&["--features", "tracing"]).contains("tracing v0.1"));
}
