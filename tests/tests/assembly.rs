//! The machine code of the fast forms: vector instructions of each level, no bounds check, no call.
#![cfg(target_arch = "x86_64")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// The code of each level function of each kernel: (level, kernel) to its lines.
type Code = BTreeMap<(String, String), Vec<String>>;

/// One build at a time: they share a folder.
static BUILDING: Mutex<()> = Mutex::new(());

/// The assembly under a value of `HOTLOOP_BUILD_ISA`; empty is as good as none.
fn assembly(build_isa: &str) -> String {
    let _one = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = here.join("../target/assembly");
    let status = Command::new(env!("CARGO"))
        .args(["rustc", "--release", "--quiet", "--manifest-path"])
        .arg(here.join("assembly/Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "--emit", "asm", "-C", "symbol-mangling-version=v0", "-C", "debuginfo=0"])
        .env_remove("RUSTFLAGS")
        .env("HOTLOOP_BUILD_ISA", build_isa)
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the kernels build");
    let deps = target.join("release/deps");
    let newest = std::fs::read_dir(deps)
        .expect("the build has a deps folder")
        .map(|f| f.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "s"))
        .max_by_key(|p| p.metadata().and_then(|m| m.modified()).expect("has a time"))
        .expect("there is assembly");
    std::fs::read_to_string(newest).expect("readable")
}

fn code(build_isa: &str) -> Code {
    split(&assembly(build_isa))
}

fn split(asm: &str) -> Code {
    let mut found = BTreeMap::new();
    let mut current: Option<(String, String)> = None;
    for line in asm.lines() {
        if let Some(symbol) = line.strip_suffix(':').filter(|s| !s.starts_with('.') && !s.starts_with('\t')) {
            current = level_of(symbol).zip(kernel_of(symbol));
        } else if let Some(key) = &current
            && line.starts_with('\t')
            && !line.trim_start().starts_with('.')
        {
            found.entry(key.clone()).or_insert_with(Vec::new).push(line.trim().to_owned());
        }
    }
    found
}

fn level_of(symbol: &str) -> Option<String> {
    ["as_v3", "as_v4"].into_iter().find(|l| symbol.contains(l)).map(str::to_owned)
}

/// `..12kernel_axpy..`: in v0 mangling the length stands before the name.
fn kernel_of(symbol: &str) -> Option<String> {
    let at = symbol.find("kernel_")?;
    let digits: String = symbol[..at].chars().rev().take_while(char::is_ascii_digit).collect();
    let length: usize = digits.chars().rev().collect::<String>().parse().ok()?;
    Some(symbol[at..at + length].to_owned())
}

#[test]
fn fast_forms_are_vectors_without_checks_or_calls() {
    let code = code("");
    let kernels = [
        "axpy",
        "sum",
        "dot",
        "exp_sum",
        "jacobi",
        "exp",
        "ln",
        "sqrt",
        "sin",
        "cos_f32",
        "softplus",
        "logistic",
        "trapezoid",
        "least",
        "argmax",
        "bits",
        "residual",
    ];
    for kernel in kernels.map(|k| format!("kernel_{k}")) {
        for (level, register) in [("as_v3", "%ymm"), ("as_v4", "%zmm")] {
            let lines = code
                .get(&(level.to_owned(), kernel.clone()))
                .unwrap_or_else(|| panic!("{level} of {kernel}"));
            let packed = lines.iter().filter(|l| l.contains(register) && l.starts_with('v')).count();
            assert!(packed >= 2, "{kernel} at {level} has {packed} instructions on {register}");
            // A chunk that calls functions asks once where the thread's own variables are.
            let calls: Vec<_> =
                lines.iter().filter(|l| l.starts_with("call") && !l.contains("__tls_get_addr")).collect();
            assert!(calls.is_empty(), "{kernel} at {level} calls {calls:?}");
        }
    }
    let checked = &code[&("as_v4".to_owned(), "kernel_checked".to_owned())];
    assert!(checked.iter().any(|l| l.starts_with("call")), "an indirect access keeps its check");
}

fn levels_of<'a>(code: &'a Code, kernel: &'a str) -> Vec<&'a str> {
    let ours = code.keys().filter(|(_, k)| k == kernel);
    ours.map(|(level, _)| level.as_str()).collect()
}

#[test]
fn only_the_levels_that_were_asked_for_are_built() {
    // The second build is made because the variable has changed: nothing else has.
    for (build, all, v3_alone) in [
        ("", vec!["as_v3", "as_v4"], vec!["as_v3"]),
        ("baseline, x86-64-v4", vec!["as_v4"], vec![]),
        ("", vec!["as_v3", "as_v4"], vec!["as_v3"]),
    ] {
        let code = code(build);
        assert_eq!(levels_of(&code, "kernel_axpy"), all, "{build}");
        assert_eq!(levels_of(&code, "kernel_v3_alone"), v3_alone, "{build}");
        assert!(levels_of(&code, "kernel_baseline_alone").is_empty(), "{build}");
    }
}

#[test]
fn boundscheck_keeps_the_checks() {
    let code = code("");
    for level in ["as_v3", "as_v4"] {
        let lines = &code[&(level.to_owned(), "kernel_boundscheck".to_owned())];
        assert!(lines.iter().any(|l| l.starts_with("call")), "{level}: {lines:#?}");
    }
}

/// The lines of one kernel at one level.
fn kernel<'a>(code: &'a Code, level: &str, name: &str) -> &'a [String] {
    code.get(&(level.to_owned(), format!("kernel_{name}"))).unwrap_or_else(|| panic!("{level} of {name}"))
}

fn instructions(lines: &[String], start: &str) -> usize {
    lines.iter().filter(|l| l.starts_with(start)).count()
}

#[test]
fn each_flag_of_fastmath_changes_an_instruction() {
    let code = code("");
    for (level, register) in [("as_v3", "%ymm"), ("as_v4", "%zmm")] {
        let packed = |name: &str, start: &str| {
            kernel(&code, level, name).iter().filter(|l| l.starts_with(start) && l.contains(register)).count()
        };
        let both = |name: &str, count: &dyn Fn(&str) -> usize| {
            (count(&format!("plain_{name}")), count(&format!("fast_{name}")))
        };
        for name in ["serial_sum", "matvec", "dot_serial"] {
            let (plain, fast) = both(name, &|n| packed(n, "vadd") + packed(n, "vfmadd"));
            assert!(plain == 0 && fast >= 2, "{level}: {name} adds {plain} and {fast} vectors");
        }
        // A subtracted product is one as well: LLVM changes the sign of a factor before the loop.
        for name in ["multiply_add", "multiply_add_into", "dot_serial"] {
            let (plain, fast) = both(name, &|n| packed(n, "vfmadd"));
            assert!(plain == 0 && fast > 0, "{level}: {name} fuses {plain} and {fast} times");
            let calls = instructions(kernel(&code, level, &format!("fast_{name}")), "call");
            assert_eq!(calls, 0, "{level}: {name}");
        }
        let (plain, fast) = both("quotient", &|n| packed(n, "vdivpd"));
        assert!(plain > 0 && fast == 0, "{level}: {plain} and {fast} divisions");
        let (plain, fast) = both("minimum", &|n| packed(n, "vcmpunord"));
        assert!(plain > 0 && fast == 0, "{level}: {plain} and {fast} comparisons with NaN");
        let (plain, fast) = both("plus_zero", &|n| packed(n, "vadd"));
        assert!(plain > 0 && fast == 0, "{level}: {plain} and {fast} additions of zero");
        for name in ["exponential", "exponential_ninf", "logarithm_nnan", "sine_nnan"] {
            let (plain, fast) = both(name, &|n| kernel(&code, level, n).len());
            assert!(fast < plain, "{level}: {name} has {plain} and {fast} instructions");
            let (plain, fast) = both(name, &|n| packed(n, "v"));
            assert!(plain > 10 && fast > 10, "{level}: {name} has {plain} and {fast} on vectors");
        }
    }
}

#[test]
fn nothing_calls_a_library_for_a_fused_operation() {
    let text = assembly("");
    let calls = text.lines().filter(|l| l.contains("call") || l.contains("jmp"));
    let fma: Vec<&str> =
        calls.filter(|l| l.contains("fma@") || l.ends_with("\tfma") || l.contains("fmaf")).collect();
    assert!(fma.is_empty(), "{fma:?}");
}

/// Every elementary function in a loop over a slice, at the levels above the baseline.
#[test]
fn elementary_functions_are_vectors_without_calls() {
    let assembly = assembly("");
    let code = split(&assembly);
    let names = [
        "exp", "exp2", "exp_m1", "ln", "ln_1p", "log2", "log10", "sin", "cos", "tan", "sin_cos", "sinh",
        "cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh", "atanh", "cbrt", "powf", "powi", "atan2",
        "hypot",
    ];
    for kernel in names.iter().flat_map(|n| [format!("kernel_{n}_of_f64"), format!("kernel_{n}_of_f32")]) {
        for (level, register) in [("as_v3", "%ymm"), ("as_v4", "%zmm")] {
            let lines = code
                .get(&(level.to_owned(), kernel.clone()))
                .unwrap_or_else(|| panic!("{level} of {kernel}"));
            let packed = lines
                .iter()
                .filter(|l| l.contains(register) && (l.starts_with("vmulp") || l.starts_with("vaddp")))
                .count();
            assert!(packed >= 4, "{kernel} at {level} has {packed} sums and products on {register}");
            let calls: Vec<_> = lines.iter().filter(|l| l.starts_with("call")).collect();
            assert!(calls.is_empty(), "{kernel} at {level} calls {calls:?}");
        }
        // The baseline's loop is in the function itself, beside the one as written (which, switched off, calls
        // std): there packed products must be.
        let mut packed = 0;
        let mut inside = false;
        for line in assembly.lines() {
            if let Some(symbol) = line.strip_suffix(':').filter(|s| !s.starts_with(['.', '\t'])) {
                inside = kernel_of(symbol).as_deref() == Some(&kernel) && level_of(symbol).is_none();
            }
            let line = line.trim_start();
            packed += usize::from(inside && (line.starts_with("mulpd") || line.starts_with("mulps")));
        }
        assert!(packed >= 4, "{kernel} has {packed} packed products at the baseline");
    }
}
