//! Runs the program in the fixture package.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the tests.
pub fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Runs `cargo-hotloop hotloop ARGUMENTS` in the fixture, as cargo does.
pub fn run(arguments: &[&str]) -> Output {
    run_in(&tests().join("fixture"), arguments)
}

/// The same in another folder.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-hotloop"))
        .arg("hotloop")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixture"))
        .env_remove("HOTLOOP_BUILD_ISA")
        .env_remove("RUSTFLAGS")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the program starts")
}

/// Standard output of a run that must end well.
pub fn good(arguments: &[&str]) -> String {
    let output = run(arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{out}\n{err}");
    out
}

/// Standard error of a run that must end with this code.
pub fn bad(arguments: &[&str], code: i32) -> String {
    let output = run(arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    err
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Compares with a file in `tests/snapshots`; `BLESS=1` writes it.
#[allow(dead_code, reason = "not every test has one")]
pub fn snapshot(name: &str, got: &str) {
    let path = tests().join("snapshots").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        return std::fs::write(&path, got).expect("written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(got, expected, "{} differs; BLESS=1 writes it again", path.display());
}
