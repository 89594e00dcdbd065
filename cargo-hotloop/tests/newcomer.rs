//! The first hour with `cargo hotloop`: packages as `cargo new` makes them, loops that are refused, names that are wrong.

#[allow(dead_code, reason = "each test uses a part")]
mod common;

use common::{run_in, tests, text};
use std::path::{Path, PathBuf};

/// A folder with these files; `{runtime}` in a manifest is where hotloop is. Packages have one folder of builds, so each has a
/// name of its own, `{name}`.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("newcomer-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    for (path, content) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let runtime = tests().join("../../runtime").canonicalize().unwrap();
        std::fs::write(
            path,
            content.replace("{runtime}", runtime.to_str().unwrap()).replace("{name}", &format!("new-{name}")),
        )
        .unwrap();
    }
    folder
}

const MANIFEST: &str = "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                        hotloop = { path = \"{runtime}\" }\n\n[workspace]\n";

/// Exit code, standard output and standard error.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = run_in(folder, arguments);
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

const REFUSED: &str = "#[hotloop::accel(parallel)]
fn smooth(a: &mut [f64]) {
    for i in 1..a.len() - 1 {
        a[i] = (a[i - 1] + a[i] + a[i + 1]) / 3.0;
    }
}

fn main() {
    smooth(&mut [1.0; 9]);
}
";

#[test]
fn a_package_with_nothing_in_it() {
    let folder = folder("empty", &[("Cargo.toml", MANIFEST), ("src/main.rs", "fn main() {}\n")]);
    let help = "help: put `#[hotloop::accel]` on a function with loops; examples, tests and benchmarks are looked at with \
                `--all-targets`\n";
    assert_eq!(run(&folder, &["report"]), (Some(0), "0 functions, 0 loops\n".into(), help.into()));
    for command in ["expand", "compare", "asm"] {
        let (code, out, err) = run(&folder, &[command, "f"]);
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert_eq!(err, format!("error: there is no annotated function `f`, nor any other\n{help}"));
    }
    let (code, _, err) = run(&folder, &["annotate"]);
    assert_eq!(
        (code, err),
        (Some(2), format!("error: there are no annotated functions, so there is no page\n{help}"))
    );
    let (code, _, err) = run(&folder, &["profile"]);
    assert!(code == Some(4) && err.contains("it called no annotated function with loops"), "{err}");
    let (code, _, err) = run(&folder, &["report", "--lib"]);
    assert_eq!(
        (code, err),
        (
            Some(2),
            "error: there is no library in `new-empty`\nhelp: programs are looked at without `--lib`\n"
                .into()
        )
    );
}

/// A refused loop is mended by what the message says, in either way.
#[test]
fn a_refused_loop_says_how_it_is_mended() {
    let package = folder("refused", &[("Cargo.toml", MANIFEST), ("src/main.rs", REFUSED)]);
    let words = "help: if the old values would do, write to a second buffer; if not, leave this loop in order (remove `parallel`)";
    let (code, out, _) = run(&package, &["report"]);
    assert!(code == Some(1) && out.contains("error line 4: [A0301]") && out.contains(words), "{out}");
    for command in ["expand", "compare", "asm"] {
        let (code, _, err) = run(&package, &[command, "smooth"]);
        assert!(
            code == Some(1) && err.starts_with("error: src/main.rs:4: [A0301]") && err.contains(words),
            "{err}"
        );
    }
    // The pages are there, and it is said why the command does not end well.
    let (code, out, err) = run(&package, &["annotate"]);
    assert!(code == Some(1) && out.starts_with("1 page and ") && err.contains("[A0301]"), "{out} {err}");
    let (code, _, err) = run(&package, &["profile"]);
    assert!(code == Some(3) && err.contains("[A0301]"), "{err}");
    let buffer = REFUSED
        .replace("a: &mut [f64]", "a: &[f64], out: &mut [f64]")
        .replace("        a[i] =", "        out[i] =");
    let order = REFUSED.replace("(parallel)", "");
    for (source, verdict) in [(buffer, "parallel"), (order, "serial")] {
        let mended = folder("mended", &[("Cargo.toml", MANIFEST), ("src/main.rs", &source)]);
        let (code, out, err) = run(&mended, &["report", "--level", "1"]);
        assert!(
            code == Some(0) && out.ends_with(&format!("1 function, 1 loop: 1 {verdict}\n")),
            "{out} {err}"
        );
    }
}

#[test]
fn what_does_not_compile_is_said_by_rustc() {
    let wrong = REFUSED.replace("(parallel)", "") + "fn broken() -> u32 { \"x\" }\n";
    let package = folder("wrong", &[("Cargo.toml", MANIFEST), ("src/main.rs", &wrong)]);
    // Who only reads can go on.
    assert_eq!(run(&package, &["report"]).0, Some(0));
    for arguments in
        [&["asm", "smooth"][..], &["compare", "smooth", "--run"], &["report", "--remarks"], &["profile"]]
    {
        let (code, _, err) = run(&package, arguments);
        assert!(
            code == Some(3) && err.contains("E0308") && err.contains("src/main.rs:11"),
            "{arguments:?} {err}"
        );
        assert!(!err.contains("--inputs"), "the call is not what is wrong: {err}");
    }
    let package = folder("torn", &[("Cargo.toml", MANIFEST), ("src/main.rs", "fn main( {\n")]);
    let (code, out, _) = run(&package, &["report"]);
    let words = "src/main.rs:1: this file, which is not understood: brackets or quotes do not match";
    assert!(code == Some(0) && out.starts_with(&format!("not seen\n  {words}\n")), "{out}");
    assert_eq!(run(&package, &["report", "--deny", "unseen"]).0, Some(1));
    let (code, _, err) = run(&package, &["expand", "smooth"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        err,
        format!("error: there is no annotated function `smooth`, nor any other\nnot seen: {words}\n")
    );
}

#[test]
fn a_workspace_with_two_packages() {
    let scale = "#[hotloop::accel]\npub fn scale(a: &mut [f64]) {\n    for i in 0..a.len() {\n        a[i] *= 2.0;\n    }\n}\n";
    let manifest = |name: &str| MANIFEST.replace("{name}", name).replace("\n[workspace]\n", "");
    let main = format!("{scale}fn main() {{\n    scale(&mut [1.0; 9]);\n}}\n");
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"3\"\n".to_owned()),
        ("one/Cargo.toml", manifest("one")),
        ("one/src/lib.rs", scale.to_owned()),
        ("two/Cargo.toml", manifest("two")),
        ("two/src/main.rs", main),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let root = folder("workspace", &files);
    let counted = |folder: &Path, arguments: &[&str], loops: usize| {
        let (code, out, err) = run(folder, &[&["report", "--level", "1", "--no-source"], arguments].concat());
        let words = format!("{loops} serial\n");
        assert!(code == Some(0) && out.ends_with(&words), "{arguments:?} {out} {err}");
    };
    counted(&root, &[], 2);
    counted(&root.join("one"), &[], 1);
    counted(&root.join("one"), &["--workspace"], 2);
    // What one package has is enough.
    counted(&root, &["--lib"], 1);
    counted(&root, &["--bin", "two"], 1);
    counted(&root, &["-p", "two", "scale"], 1);
    let several =
        "`scale` means several functions:\n  scale (one/src/lib.rs:1)\n  scale (two/src/main.rs:1)\nhelp: ";
    assert!(run(&root, &["expand", "scale"]).2.contains(several));
    assert!(run(&root, &["expand", "scale", "-p", "two"]).1.starts_with("pub fn scale"));
    for (arguments, words) in [
        (&["report", "-p", "tow"][..], "there is no package `tow`\nhelp: "),
        (&["report", "--bin", "twoo"], "there is no program `twoo`\nhelp: did you mean `two`?"),
        (&["profile", "--bin", "twoo"], "there is no program `twoo`\nhelp: did you mean `two`?"),
        (&["report", "--test", "two"], "there is no test `two`, nor any other"),
        (&["report", "-p", "two", "--lib"], "there is no library in `two`"),
        (&["report", "scales"], "there is no annotated function `scales`\nhelp: did you mean `scale`?"),
        (&["profile", "-p", "one"], "the package has no program to run\nhelp: "),
        (
            &["report", "--manifest-path", "no/Cargo.toml"],
            "error: manifest path `no/Cargo.toml` does not exist",
        ),
    ] {
        let (code, _, err) = run(&root, arguments);
        assert!(
            code == Some(2) && err.contains(words) && !err.contains("error: error"),
            "{arguments:?} {err}"
        );
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let folder = folder("help", &[]);
    let folder = folder.parent().unwrap();
    for command in ["report", "annotate", "expand", "compare", "asm", "profile", "completions", "man"] {
        let (code, out, _) = run(folder, &[command, "--help"]);
        assert!(code == Some(0) && out.contains(&format!("Usage: cargo hotloop {command}")), "{out}");
        assert!(out.contains("Example"), "{out}");
    }
    let (code, out, _) = run(folder, &["--help"]);
    assert!(
        code == Some(0) && out.contains("Exit codes:") && out.lines().all(|l| l.chars().count() <= 100),
        "{out}"
    );
    assert_eq!(run(folder, &["reprot"]).0, Some(2));
    let (_, page, _) = run(folder, &["man"]);
    assert!([".SH PROFILE", ".SH ANNOTATE", "Exit codes"].iter().all(|part| page.contains(part)), "{page}");
    // A script that its shell cannot read completes nothing.
    let (_, script, _) = run(folder, &["completions", "bash"]);
    let path = folder.join("newcomer-completions.bash");
    std::fs::write(&path, script).unwrap();
    if let Ok(status) = std::process::Command::new("bash").arg("-n").arg(&path).status() {
        assert!(status.success());
    }
}
