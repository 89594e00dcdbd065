//! `compare --run`: what is compared, what cannot be, and that nobody else notices.

#[allow(dead_code, reason = "each test uses a part")]
mod common;

use common::{run_in, tests, text};
use std::process::Output;
use std::sync::{Mutex, PoisonError};

/// Runs `compare FUNCTION --run ..` in a package of the tests. All share one folder of builds, which only one at a time
/// may use.
fn compare(package: &str, arguments: &[&str]) -> Output {
    static ONE: Mutex<()> = Mutex::new(());
    let _alone = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let arguments = [&["compare"], arguments, &["--run"]].concat();
    run_in(&tests().join(package), &arguments)
}

/// Standard output of a comparison in which all is equal.
fn equal(package: &str, arguments: &[&str]) -> String {
    let output = compare(package, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{out}\n{err}");
    let endings = endings(&out);
    assert!(endings.len() >= 2 && endings.iter().all(|e| e == "equal"), "{out}");
    out
}

fn differs(package: &str, arguments: &[&str]) -> String {
    let output = compare(package, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{arguments:?}\n{out}\n{err}");
    out
}

fn refused(package: &str, arguments: &[&str], code: i32) -> String {
    let output = compare(package, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    err
}

/// The lines that say how a run ended, without times.
fn endings(text: &str) -> Vec<String> {
    let runs = text.lines().filter_map(|l| l.split_once(" thread"));
    runs.map(|(_, l)| l.trim_start_matches('s').trim().split(", ").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn public_functions() {
    // Bits, a regrouped sum, an elementary function by path, a result, inputs that panic.
    for (function, loose) in [
        ("kernels::axpy", false),
        ("softmax", true),
        ("decay", true),
        ("first_negative", false),
        ("row_sums", false),
    ] {
        let text = equal("fixture", &[function]);
        assert_eq!(text.contains("with a tolerance"), loose, "{text}");
        assert_eq!(text.contains("no loop ran its fast form"), function == "first_negative", "{text}");
    }
    let made = equal("fixture", &["row_sums", "--inputs", "kernels::table"]);
    assert!(made.contains("62 inputs, of which 0 panic"), "{made}");
    let typed = equal("fixture", &["kernels::generic", "--with", "T=u16"]);
    assert!(typed.contains("(first failed: type condition: `from[_]` is a primitive)"), "{typed}");
    // What a macro is called with is called as well.
    equal("fixture", &["double"]);
}

#[test]
fn private_functions() {
    // In a private module, in a module of that, with inputs that only its own module can name.
    for arguments in [&["scale"][..], &["deep::shift"], &["scales::once", "--inputs", "scales::few"]] {
        let text = equal("hidden", arguments);
        assert!(text.contains("62 inputs, of which 0 panic") && text.contains(" times fast, "), "{text}");
        assert!(!text.contains("no loop ran its fast form"), "{text}");
    }
    equal("hidden", &["fill", "--with", "T=u16"]);
    // Those of programs, examples and tests, whose own `main` does not run.
    let program = equal("hidden", &["count"]);
    assert!(!program.contains("main runs"), "{program}");
    equal("hidden", &["halve", "--example", "one"]);
    equal("hidden", &["twice", "--test", "it"]);
}

#[test]
fn methods() {
    let example = ["--inputs", "grid::example"];
    // Of a block with the attribute, with its own, of a trait, by default; private fields are seen through `Debug`.
    equal("hidden", &["Grid::smooth", "--inputs", "grid::with_weight"]);
    equal("hidden", &["Grid::decay", example[0], example[1]]);
    equal("hidden", &["Grid::sharpen", example[0], example[1]]);
    equal("hidden", &["Blur::blur", example[0], example[1]]);
    equal("hidden", &["Grid::total"]);
    equal("hidden", &["Table::spread", "--with", "T=f64"]);
    equal("fixture", &["Grid::relax", "--inputs", "crate::two_grids"]);
    // What has no `Debug` is named, and is no success alone.
    let seen = equal("hidden", &["Table::sum", "--inputs", "grid::tables"]);
    assert!(seen.contains("not compared: self (no `Debug`)"), "{seen}");
    let unseen = refused("hidden", &["Table::add", "--inputs", "grid::tables"], 2);
    assert!(
        unseen.contains(
            "nothing that comes out of it has a `Debug`, by which it could be compared: self\nhelp: "
        ),
        "{unseen}"
    );
}

#[test]
fn differences_are_found() {
    // Assumptions that do not hold: the attribute itself makes the difference, not the environment.
    let text = differs("hidden", &["logarithms"]);
    assert!(
        text.contains("elementary functions are hotloop's own: floats are compared with a tolerance\n"),
        "{text}"
    );
    assert!(text.contains("plain has NaN in element 0 of `a`, this run "), "{text}");
    let planted = differs("fixture", &["faulty"]);
    assert!(planted.contains("differs: ordinary numbers, 9 elements: plain has "), "{planted}");
    assert!(planted.contains(" in element 5 of `a`, this run 1.9e1"), "{planted}");
    // In what `Debug` says.
    let method = differs("hidden", &["Grid::faulty", "--inputs", "grid::example"]);
    assert!(method.contains("plain has `Grid { cells: [0.0, 0.5, 1.0"), "{method}");
    assert!(method.contains("this run `Grid { cells: [9.5, 0.5, 1.0"), "{method}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let refusals = [
        ("fixture", "kernels::generic", "choose its type `T`\nhelp: `--with T=f64`"),
        (
            "fixture",
            "Grid::relax",
            "it is a method, and nobody knows how its `self` is made\nhelp: `--inputs FUNCTION`",
        ),
        (
            "hidden",
            "inside",
            "stands inside of the function `around`, where nothing outside can call it\nhelp: move it",
        ),
        ("hidden", "scales::lost", "the library of `hidden` is built without `scales::lost`\nhelp: is it"),
        ("hidden", "nothing", "nothing comes out of it but panics"),
        ("hidden", "raw", "it is `unsafe`, and nobody knows which inputs it allows"),
        ("hidden", "Blur::blur", "it is a method"),
    ];
    for (package, function, words) in refusals {
        let said = refused(package, &[function], 2);
        assert!(said.contains(words) && said.contains("\nhelp: "), "{function}: {said}");
    }
    let said = refused("hidden", &["scale", "--with", "T=f64"], 2);
    assert!(said.contains("it has no type parameter `T`"), "{said}");
    let said = refused("hidden", &["scale", "--inputs", "scales::nowhere"], 3);
    assert!(
        said.contains("E0425")
            && said.contains("help: `crate::scales::nowhere` is called as `fn(usize) -> (a, by)`"),
        "{said}"
    );
    let said = refused("hidden", &["scale", "--inputs", "scales::few"], 3);
    assert!(said.contains("E0308") && said.contains("with owned values"), "{said}");
    let said = refused("fixture", &["axpy", "--file", "../files/statements.rs"], 2);
    assert!(said.contains("there is no annotated function"), "{said}");
    let said = refused("fixture", &["map! self.0[..]", "--file", "../files/statements.rs"], 2);
    assert!(said.contains("belongs to no package"), "{said}");
    let said = refused("fixture", &["running", "--file", "../files/refused.rs"], 1);
    assert!(said.contains("[A0301]"), "{said}");
    assert!(common::bad(&["compare", "softmax", "--with", "T=f64"], 2).contains("--run"));
}
