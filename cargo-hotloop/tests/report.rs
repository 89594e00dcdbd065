//! `cargo hotloop report`: texts, what is not seen, names, exit codes, JSON and its description.

mod common;

use common::{bad, good, run, run_in, snapshot, tests, text};

use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_usual_report_of_everything() {
    snapshot("report.txt", &good(&["report"]));
}

#[test]
fn each_level_says_more() {
    let of = |level: &str| good(&["report", "Grid::relax", "kernels::running", "--level", level]);
    let levels = ["1", "2", "3", "4"].map(of);
    for (n, text) in levels.iter().enumerate() {
        snapshot(&format!("level{}.txt", n + 1), text);
    }
    for pair in levels.windows(2) {
        let more: BTreeSet<&str> = pair[1].lines().collect();
        assert!(pair[0].lines().all(|line| more.contains(line)), "a level takes nothing away");
        assert!(pair[1].lines().count() > pair[0].lines().count(), "a level adds something");
    }
    assert_eq!(good(&["report", "Grid::relax", "kernels::running"]), levels[2], "three is the usual one");
}

#[test]
fn a_name_selects_all_that_end_in_it() {
    let heads = |name: &str| {
        let text = good(&["report", name, "--no-source", "--level", "1"]);
        text.lines()
            .filter_map(|l| l.strip_prefix("fn "))
            .map(|l| l.split("  ").next().unwrap().to_owned())
            .collect()
    };
    let heads: &dyn Fn(&str) -> Vec<String> = &heads;
    assert_eq!(heads("axpy"), ["grid::parts::axpy", "kernels::axpy"]);
    assert_eq!(heads("kernels::axpy"), ["kernels::axpy"]);
    assert_eq!(heads("Grid::step"), ["grid::<Grid as Relax>::step"]);
    assert_eq!(heads("<Grid as Relax>::step"), ["grid::<Grid as Relax>::step"]);
    let error = bad(&["report", "kernels::sofmax"], 2);
    assert_eq!(
        error,
        "error: there is no annotated function `kernels::sofmax`\nhelp: did you mean `kernels::softmax`?\n"
    );
}

#[test]
fn packages_targets_and_files_are_selected() {
    assert!(bad(&["report", "-p", "fixtur"], 2).contains("help: did you mean `fixture`?"));
    assert!(bad(&["report", "--bin", "fixtures"], 2).contains("help: did you mean `fixture`?"));
    assert!(bad(&["report", "--bench", "b"], 2).contains("there is no benchmark `b`, nor any other"));
    assert!(good(&["report", "--bin", "fixture", "--level", "1"]).contains("1 function, 1 loop"));
    let one = good(&["report", "--file", "src/grid/parts.rs", "--level", "1", "--no-source"]);
    assert!(one.contains("fn grid::parts::scale") && !one.contains("kernels"), "{one}");
    assert_eq!(
        one,
        good(&[
            "report",
            "-p",
            "fixture",
            "--lib",
            "--file",
            "src/grid/parts.rs",
            "--level",
            "1",
            "--no-source"
        ])
    );
    assert!(bad(&["report", "--file", "src/nothing.rs"], 4).contains("cannot read src/nothing.rs"));
}

#[test]
fn what_the_attribute_refuses_is_an_error_with_code_1() {
    let output = run(&["report", "--file", "../files/refused.rs", "--level", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let got = text(&output.stdout);
    assert!(got.contains("error line 6: [A0301]") && got.contains("    help: "), "{got}");
    assert!(got.contains("loop #1 over `i`, line 5: as written\n"), "nothing was done to it: {got}");
    // Where there is no package, a file is enough.
    let alone = std::env::temp_dir().join(format!("hotloop-alone-{}.rs", std::process::id()));
    std::fs::write(
        &alone,
        "#[accel]\nfn f(a: &mut [u8]) {\n    for i in 0..a.len() {\n        a[i] = 1;\n    }\n}\n",
    )
    .unwrap();
    let output = run_in(&std::env::temp_dir(), &["report", "--file", alone.to_str().unwrap()]);
    std::fs::remove_file(&alone).unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(text(&output.stdout).contains("fn f "), "{output:?}");
}

#[test]
fn features_of_the_package_count() {
    let inside = good(&["report", "decay", "--level", "1", "--no-source"]);
    assert!(inside.contains("loop #1 over `i`, line 62: parallel\n"), "{inside}");
    // A file of no package has no features.
    let folder = std::env::temp_dir().join(format!("hotloop-features-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(tests().join("fixture/src/kernels.rs"), folder.join("kernels.rs")).unwrap();
    let output = run_in(&folder, &["report", "--file", "kernels.rs", "decay", "--level", "1"]);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        text(&output.stdout).contains("[A0601] the macro cannot see what `libm::exp` does"),
        "{output:?}"
    );
}

#[test]
fn deny_is_an_exit_code() {
    let code = |arguments: &[&str]| run(&[&["report"], arguments].concat()).status.code();
    assert_eq!(code(&["softmax", "--deny", "as-written,serial,missed"]), Some(0));
    assert_eq!(code(&["first_negative", "--deny", "as-written"]), Some(1));
    assert_eq!(code(&["kernels::axpy", "--deny", "as-written"]), Some(0));
    assert_eq!(code(&["kernels::axpy", "--deny", "serial"]), Some(1));
    assert_eq!(code(&["kernels::running", "--deny", "missed"]), Some(1));
    assert_eq!(code(&["softmax", "--deny", "unseen"]), Some(1));
    assert_eq!(code(&["--deny", "nothing"]), Some(2));
}

#[test]
fn colors_are_for_terminals() {
    assert!(!good(&["report"]).contains('\u{1b}'));
    let forced = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-hotloop"))
        .args(["report", "softmax"])
        .current_dir(tests().join("fixture"))
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(text(&forced.stdout).contains('\u{1b}'), "there are colors to take out");
}

#[test]
#[cfg(unix)]
fn who_stops_reading_gets_no_error() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-hotloop"))
        .args(["expand", "softmax"])
        .current_dir(tests().join("fixture"))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
}

/// All paths of fields in a value: `functions[].loops[].id`.
fn fields(value: &Value, path: &str, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            out.insert(path.clone());
            fields(value, &path, out);
        }),
        Value::Array(list) => list.iter().for_each(|value| fields(value, &format!("{path}[]"), out)),
        _ => {}
    }
}

#[test]
fn json_and_its_description_have_the_same_fields() {
    let mut got = BTreeSet::new();
    let all: Value = serde_json::from_str(&good(&["report", "--format", "json", "--remarks"])).expect("JSON");
    assert_eq!(all["version"], 1);
    fields(&all, "", &mut got);
    let refused = run(&["report", "--format", "json", "--file", "../files/refused.rs"]);
    fields(&serde_json::from_slice(&refused.stdout).expect("JSON"), "", &mut got);
    let page =
        std::fs::read_to_string(tests().join("../../docs/report-schema.md")).expect("the page is there");
    let rows = page
        .lines()
        .filter_map(|l| l.strip_prefix("| `")?.split_once('`'))
        .map(|(field, _)| field.to_owned());
    let described: BTreeSet<String> = rows.collect();
    assert_eq!(got, described);
    // The values of enumerations are described too.
    let verdicts = all["summary"]["verdicts"].as_object().expect("an object");
    for name in verdicts
        .keys()
        .map(String::as_str)
        .chain(["proven", "guarded", "checked", "passed", "missed", "analysis"])
    {
        assert!(page.contains(&format!("`{name}`")), "{name} is not described");
    }
}

#[test]
fn json_says_what_the_text_says() {
    let all: Value =
        serde_json::from_str(&good(&["report", "--format", "json", "kernels::running"])).expect("JSON");
    let function = &all["functions"][0];
    assert_eq!(function["path"], "kernels::running");
    assert_eq!(function["target"]["kind"], "lib");
    let the_loop = &function["loops"][0];
    assert_eq!((&the_loop["id"], &the_loop["verdict"]), (&"kernels::running#1".into(), &"serial".into()));
    assert_eq!(the_loop["accesses"][0]["bounds"], "guarded");
    assert_eq!(
        the_loop["guard"][the_loop["accesses"][0]["rests_on"][0].as_u64().unwrap() as usize],
        "`a[i - 1]`: a.len() - 2 < a.len()"
    );
    let helpers = the_loop["helpers"].as_array().unwrap();
    let names: Vec<_> = helpers.iter().map(|h| (&h["name"], &h["text"], &h["rests_on"][0])).collect();
    assert_eq!(
        names,
        [(&"at".into(), &"a[i]".into(), &2.into()), (&"get".into(), &"a[i - 1]".into(), &1.into())]
    );
    let missed = &the_loop["missed"][0];
    assert_eq!(
        (&missed["code"], &missed["place"]["line"], &missed["place"]["column"]),
        (&"A0301".into(), &28.into(), &9.into())
    );
    assert_eq!((&missed["other"]["text"], &missed["other"]["column"]), (&"a[i - 1]".into(), &17.into()));
    assert!(bad(&["report", "--format", "json", "--level", "2"], 2).contains("JSON always has everything"));
}

#[test]
fn remarks_stand_at_the_lines_of_the_loops() {
    let text = good(&["report", "--remarks", "--level", "1", "kernels::axpy", "kernels::running"]);
    // LLVM names the line of the head or that of the body.
    let vectorized = |l: &&str| {
        l.contains("llvm")
            && (19..=20).any(|line| l.contains(&format!("line {line}: passed: vectorized loop")))
    };
    assert!(text.lines().any(|l| vectorized(&l)), "{text}");
    // A loop as written would not do here: LLVM may give it the place of the range's `next` in core.
    let missed = |line: usize| text.contains(&format!("line {line}: missed: loop not vectorized"));
    assert!(missed(27) || missed(28), "{text}");
}

#[test]
fn statements_are_seen_where_they_stand() {
    let file = ["--file", "../files/statements.rs"];
    let with = |arguments: &[&str]| good(&[arguments, &file].concat());
    let text = with(&["report", "--level", "1"]);
    let heads: Vec<_> =
        text.lines().filter(|l| !l.starts_with(' ') && l.contains("statements.rs:")).collect();
    let place = |line: usize| format!("{}:{line}", tests().join("files/statements.rs").display());
    let expected = [
        format!("scale::map! out[..] (line 6)  {}", place(6)),
        format!("scale::map! out[..] (line 7)  {}", place(7)),
        format!("fn Grid::halve  {}", place(14)),
        format!("Grid::halve::map! self.0[..]  {}", place(15)),
    ];
    let mut heads: Vec<String> = heads.into_iter().map(str::to_owned).collect();
    heads.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(heads, expected, "{text}");
    assert!(text.contains("statements.rs:25: a `map!` that may be hotloop's"), "{text}");
    assert!(text.contains("statements.rs:29: modules that the macro `modules!` declares"), "{text}");
    let whole = with(&["expand", "scale::map! out[..] (line 7)"]);
    assert!(syn::parse_file(&whole).is_ok() && whole.contains("::hotloop::__private"), "{whole}");
    let fast = with(&["expand", "map! self.0[..]", "--part", "fast", "--level", "v3"]);
    assert!(fast.starts_with("// loop #1, line 15: fast form, x86-64-v3\n"), "{fast}");
    assert!(with(&["compare", "map! self.0[..]"]).contains("hl_"));
}
