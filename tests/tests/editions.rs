//! Generated code in editions 2018, 2021 and 2024, around the newer forms of Rust: the program compares each
//! function with itself without the attribute, and denies every warning.

use std::process::Command;

#[test]
fn every_edition_means_the_same_with_the_attribute() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/editions/Cargo.toml");
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/editions");
    for edition in ["2018", "2021", "2024"] {
        let output = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--manifest-path", here, "--target-dir", target])
            .args(["--bin", &format!("of{edition}")])
            .env_remove("HOTLOOP_BUILD_ISA")
            .output()
            .expect("cargo runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && text.is_empty(), "{edition}: {text}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{edition}: as written []\n"));
    }
}
