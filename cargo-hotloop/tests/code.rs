//! `expand`, `compare` and `asm`: what is made of a function.

mod common;

use common::{bad, good, snapshot};

#[test]
fn the_parts_of_a_loop() {
    for part in ["guard", "fast", "original"] {
        snapshot(&format!("expand-{part}.txt"), &good(&["expand", "kernels::axpy", "--part", part]));
    }
    let whole = good(&["expand", "kernels::axpy"]);
    assert!(syn::parse_file(&whole).is_ok(), "it is Rust: {whole}");
    // Each part is a part of the whole, but for white space and commas at the ends of lists.
    let plain = |text: &str| text.replace([' ', '\n', ','], "");
    for part in ["fast", "original"] {
        let text = good(&["expand", "kernels::axpy", "--part", part]);
        let (head, code) = text.split_once('\n').unwrap();
        assert!(head.starts_with("// loop #1, line 19: "), "{head}");
        assert!(plain(&whole).contains(&plain(code)), "{part}");
    }
}

#[test]
fn one_level_is_one_closure() {
    let all = good(&["expand", "kernels::axpy", "--part", "fast"]);
    let one = good(&["expand", "kernels::axpy", "--part", "fast", "--level", "v3"]);
    let bodies = |text: &str| text.matches("unsafe { __hotloop_v1.at(").count();
    assert_eq!((bodies(&all), bodies(&one)), (3, 1));
    assert!(one.starts_with("// loop #1, line 19: fast form, x86-64-v3\n"), "{one}");
    let whole = good(&["expand", "kernels::axpy", "--level", "v4"]);
    assert_eq!(bodies(&whole), 1);
}

#[test]
fn methods_and_single_loops_are_expanded() {
    assert!(good(&["expand", "Grid::relax"]).starts_with("/// The mean of the neighbors"));
    assert!(good(&["expand", "Grid::step"]).contains("fn step(&mut self)"));
    let second = good(&["expand", "softmax", "--loop", "2", "--part", "original"]);
    assert!(second.starts_with("// loop #2, line 11: as written") && !second.contains("#1"), "{second}");
    let all = good(&["expand", "softmax", "--loop", "1"]);
    assert!(all.contains(": guard\n") && all.contains(": fast form\n") && all.contains(": as written\n"));
}

#[test]
fn what_has_no_such_part_is_said() {
    assert!(
        bad(&["expand", "axpy"], 2)
            .contains("`axpy` means several functions:\n  grid::parts::axpy (src/grid/parts.rs:10)\n")
    );
    assert!(bad(&["expand", "softmax", "--loop", "3"], 2).contains("has no loop #3\nhelp: there are #1, #2"));
    assert!(bad(&["expand", "first_negative", "--loop", "1"], 2).contains("loop #1 stays as written"));
    assert!(
        bad(&["compare", "first_negative"], 2)
            .contains("no loop of `kernels::first_negative` has a fast form")
    );
    assert!(
        bad(&["expand", "running", "--file", "../files/refused.rs"], 1)
            .contains("stays as written, after this error")
    );
    assert!(bad(&["asm", "running", "--file", "../files/refused.rs"], 1).contains("[A0301]"));
}

#[test]
fn both_sides_of_a_function() {
    snapshot("compare.txt", &good(&["compare", "kernels::axpy"]));
    let narrow = good(&["compare", "softmax", "--width", "80"]);
    assert!(narrow.lines().all(|l| l.chars().count() <= 80), "{narrow}");
    // Every line of the source is there, once and in order.
    let wide = good(&["compare", "softmax", "--level", "v4", "--width", "240"]);
    let numbers: Vec<usize> = wide.lines().filter_map(|l| l.get(..4)?.trim().parse().ok()).collect();
    assert_eq!(numbers, (5..=14).collect::<Vec<_>>());
}

#[test]
#[cfg(target_arch = "x86_64")]
fn the_machine_code_of_each_level() {
    let text = good(&["asm", "softmax", "--summary"]);
    let mut level = "";
    let mut seen = Vec::new();
    for line in text.lines() {
        if let Some(of) = line.strip_suffix(" of kernels::softmax") {
            level = of;
        } else if line.starts_with("  loop of line") {
            let bits = match level {
                "baseline" => 128,
                "x86-64-v3" => 256,
                _ => 512,
            };
            assert!(
                line.contains(&format!("vectors of up to {bits} bits, 0 bounds checks, no calls")),
                "{level}: {line}"
            );
            seen.push((level, line.split(':').next().unwrap().rsplit(' ').next().unwrap()));
        }
    }
    let expected = ["baseline", "x86-64-v3", "x86-64-v4"].map(|l| [(l, "8"), (l, "11")]).concat();
    assert_eq!(seen, expected, "{text}");
    let inlined = good(&["asm", "once", "--bin", "fixture", "--summary"]);
    assert!(inlined.starts_with("baseline of once: no code of its own"), "{inlined}");
    assert!(inlined.contains("vectors of up to 256 bits"), "{inlined}");
    let one = good(&["asm", "kernels::axpy", "--level", "v3"]);
    assert!(one.contains("    ; 20: y[i] += a * x[i];\n        vmulpd "), "{one}");
    assert!(!one.contains("zmm"), "{one}");
    let whole = good(&["asm", "kernels::axpy", "--level", "v4", "--whole"]);
    assert!(whole.contains("retq") && whole.contains("as_v4"), "{whole}");
    // A loop that keeps its checks, and needs one element after the other.
    let serial = good(&["asm", "kernels::running", "--level", "v3", "--summary"]);
    assert!(serial.contains("no vectors"), "{serial}");
}

#[test]
fn functions_without_code_are_said_to_have_none() {
    assert!(bad(&["asm", "kernels::generic"], 2).contains("help: it is generic"));
    assert!(bad(&["asm", "kernels::logistic"], 2).contains("help: it has no loop"));
    assert!(bad(&["asm", "parts::scale"], 2).contains("help: nothing outside of the crate can call it"));
}

#[test]
fn scripts_and_the_manual_come_from_the_help() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = good(&["completions", shell]);
        assert!(script.contains("compare") && script.contains("no-source"), "{shell}");
    }
    let page = good(&["man"]);
    for part in [".TH", "REPORT", "ANNOTATE", "EXPAND", "COMPARE", "ASM", "Exit codes"] {
        assert!(page.contains(part), "{part}");
    }
    let help = good(&["report", "--help"]);
    assert!(help.contains("Examples:") && help.contains("--remarks"));
    assert!(bad(&[], 2).contains("Usage: cargo hotloop"));
}
