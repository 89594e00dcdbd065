//! The machine code of the fast forms: vector instructions of each level, no bounds check, no call.
#![cfg(target_arch = "x86_64")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

/// The code of each level function of each kernel: (level, kernel) to its lines.
type Code = BTreeMap<(String, String), Vec<String>>;

/// The assembly of the kernels, built in a folder of its own for each of three uses: all of them, once for all
/// tests; all of them in as many units as cargo takes by default; and the few that show which levels are built, again
/// for each value of `HOTLOOP_BUILD_ISA`.
fn assembly(build_isa: &str, folder: &str, features: &[&str], units: &str) -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = here.join("../target").join(folder);
    let status = Command::new(env!("CARGO"))
        .args(["rustc", "--release", "--quiet", "--manifest-path"])
        .arg(here.join("assembly/Cargo.toml"))
        .args(features)
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "--emit", "asm", "-C", "symbol-mangling-version=v0", "-C", "debuginfo=0"])
        .env_remove("RUSTFLAGS")
        .env("HOTLOOP_BUILD_ISA", build_isa)
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", units)
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the kernels build");
    let deps = target.join("release/deps");
    let written = |p: &Path| p.metadata().and_then(|m| m.modified()).expect("has a time");
    let files: Vec<_> = std::fs::read_dir(deps)
        .expect("the build has a deps folder")
        .map(|f| f.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "s"))
        .collect();
    let newest = files.iter().map(|p| written(p)).max().expect("there is assembly");
    // A file for each unit; those of an earlier build are older.
    let of_this_build = |p: &&std::path::PathBuf| {
        newest
            .duration_since(written(p))
            .is_ok_and(|age| units != "1" && age.as_secs() < 300 || age.is_zero())
    };
    files.iter().filter(of_this_build).map(|p| std::fs::read_to_string(p).expect("readable")).collect()
}

/// The assembly of all kernels at all levels.
fn all() -> &'static str {
    static ALL: LazyLock<String> = LazyLock::new(|| assembly("", "assembly", &[], "1"));
    &ALL
}

/// The same, compiled in several units, as cargo does it where a profile does not say otherwise: what is inlined in one
/// unit may be called there.
fn in_units() -> &'static str {
    static ALL: LazyLock<String> = LazyLock::new(|| assembly("", "assembly-in-units", &[], "16"));
    &ALL
}

fn code() -> Code {
    split(all())
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

/// Where nobody measures, a function whose last statement is its loop asks once more than it must: at its end. (And where
/// it unwinds.) The loops themselves ask nothing.
#[test]
fn profiles_cost_one_question() {
    let asks = |line: &&str| line.contains("$16384") || (line.contains("test") && line.contains("$64,"));
    for kernel in ["kernel_axpy", "kernel_jacobi", "kernel_exp"] {
        let of = |level: bool| {
            let mut inside = false;
            all().lines().filter(move |line| {
                if let Some(symbol) = line.strip_suffix(':').filter(|s| !s.starts_with(['.', '\t'])) {
                    inside =
                        kernel_of(symbol).is_some_and(|k| k == kernel) && level_of(symbol).is_some() == level;
                }
                inside
            })
        };
        assert!(of(true).count() > 10 && of(false).count() > 10, "{kernel}");
        assert_eq!(of(true).filter(asks).count(), 0, "{kernel}");
        let asked = of(false).filter(asks).count();
        assert!((1..=2).contains(&asked), "{kernel} asks {asked} times");
        // Clocks are read behind cold calls.
        assert!(!of(false).any(|line| line.contains("Instant")), "{kernel}");
    }
}

#[test]
fn fast_forms_are_vectors_without_checks_or_calls() {
    let code = code();
    let kernels = [
        "axpy",
        "sum",
        "dot",
        "exp_sum",
        "jacobi",
        "smooth",
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
        "map",
        "map_of_a_function",
        "chain_dot",
        "chain_collect",
        "chain_head",
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
    // Sums in order: no vectors, and no check either.
    for kernel in ["kernel_chain_rows", "kernel_chain_parts"] {
        let lines = &code[&("as_v4".to_owned(), kernel.to_owned())];
        assert!(
            lines.iter().any(|l| l.starts_with("vmulsd") || l.starts_with("vmulpd")),
            "{kernel} multiplies"
        );
        let calls: Vec<_> = lines.iter().filter(|l| l.starts_with("call")).collect();
        assert!(calls.is_empty(), "{kernel} calls {calls:?}");
    }
    let checked = &code[&("as_v4".to_owned(), "kernel_checked".to_owned())];
    assert!(checked.iter().any(|l| l.starts_with("call")), "an indirect access keeps its check");
}

/// The subscript of a loop is a number, not a vector of them; and since nothing that the loop writes is an element that it
/// reads, an iteration has those of the one before at hand.
#[test]
fn elements_are_loaded_once() {
    let code = code();
    for level in ["as_v3", "as_v4"] {
        let lines = kernel(&code, level, "smooth");
        assert_eq!(instructions(lines, "vpaddq"), 0, "{level}: {lines:#?}");
        assert!(instructions(lines, "vperm") > 0, "{level}: {lines:#?}");
    }
}

/// Elements that are far apart are not gathered, unless it is for a function, or somebody asks for a level.
#[test]
fn far_elements_are_left_to_the_baseline() {
    let code = code();
    assert!(levels_of(&code, "kernel_far").is_empty());
    assert_eq!(levels_of(&code, "kernel_far_asked"), ["as_v4"]);
    assert_eq!(levels_of(&code, "kernel_far_function"), ["as_v3", "as_v4"]);
    assert_eq!(levels_of(&code, "kernel_pairs"), ["as_v3", "as_v4"]);
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
        let code = split(&assembly(build, "assembly-levels", &["--no-default-features"], "1"));
        assert_eq!(levels_of(&code, "kernel_axpy"), all, "{build}");
        assert_eq!(levels_of(&code, "kernel_v3_alone"), v3_alone, "{build}");
        assert!(levels_of(&code, "kernel_baseline_alone").is_empty(), "{build}");
    }
}

#[test]
fn boundscheck_keeps_the_checks() {
    let code = code();
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
    let code = code();
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
        let (plain, fast) = both("power", &|n| packed(n, "vsqrtpd"));
        assert!(plain == 0 && fast > 0, "{level}: {plain} and {fast} roots in the power by 2.5");
        let (plain, fast) = both("power", &|n| kernel(&code, level, n).len());
        assert!(4 * fast < plain, "{level}: the power by 2.5 has {plain} and {fast} instructions");
        let (plain, fast) = both("quotient", &|n| packed(n, "vdivpd"));
        assert!(plain > 0 && fast == 0, "{level}: {plain} and {fast} divisions");
        let (plain, fast) = both("minimum", &|n| packed(n, "vcmpunord"));
        assert!(plain > 0 && fast == 0, "{level}: {plain} and {fast} comparisons with NaN");
        let (plain, fast) = both("plus_zero", &|n| packed(n, "vadd"));
        assert!(plain > 0 && fast == 0, "{level}: {plain} and {fast} additions of zero");
        // What each leaves out. (Not the number of all instructions: that depends on which loops are unrolled. At v4 that
        // of any depends on how many iterations stand side by side.)
        let left_out = [
            ("exponential", "vmulpd"),
            ("exponential_ninf", "vminpd"),
            ("logarithm_nnan", "vcmp"),
            ("sine_nnan", "vmulpd"),
        ];
        for (name, start) in left_out {
            let (plain, fast) = both(name, &|n| instructions(kernel(&code, level, n), start));
            assert!(fast < plain || level == "as_v4", "{level}: {name} has {plain} and {fast} of {start}");
            let (plain, fast) = both(name, &|n| packed(n, "v"));
            assert!(plain > 10 && fast > 10, "{level}: {name} has {plain} and {fast} on vectors");
        }
    }
}

#[test]
fn iterations_of_a_function_stand_side_by_side_where_there_are_registers() {
    let code = code();
    let products = |name: &str, (level, register): (&str, &str)| {
        let lines = kernel(&code, level, name);
        lines.iter().filter(|l| l.starts_with("vmulp") && l.contains(register)).count()
    };
    let more = |name: &str| {
        let [v3, v4] = [("as_v3", "%ymm"), ("as_v4", "%zmm")].map(|at| products(name, at));
        assert!(v3 > 5, "{name} has {v3} products of vectors at v3");
        v4 as f64 / v3 as f64
    };
    for name in ["exp", "exp2", "ln", "log2", "sinh", "tanh", "sin"] {
        let more = more(&format!("{name}_of_f64"));
        assert!(more >= 1.3, "{name}: {more} times the products of v3");
    }
    // Of floats a vector has 16, and these gain nothing.
    for name in ["exp_of_f32", "tanh_of_f32", "asin_of_f64", "erf_of_f64"] {
        let more = more(name);
        assert!(more <= 1.1, "{name}: {more} times the products of v3");
    }
}

#[test]
fn nothing_calls_a_library_for_a_fused_operation() {
    let calls = all().lines().filter(|l| l.contains("call") || l.contains("jmp"));
    let fma: Vec<&str> =
        calls.filter(|l| l.contains("fma@") || l.ends_with("\tfma") || l.contains("fmaf")).collect();
    assert!(fma.is_empty(), "{fma:?}");
}

/// Functions of one argument that are methods, or are called by path.
const OF_ONE: [&str; 26] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh",
    "asin", "acos", "atan", "asinh", "acosh", "atanh", "cbrt", "erf", "erfc", "sigmoid", "recip", "sqrt",
    "powi",
];
const OF_TWO: [&str; 3] = ["powf", "atan2", "hypot"];

/// Instructions of arithmetic on packed floats of this register.
fn packed(lines: &[String], register: &str) -> usize {
    let is_sum = |l: &str| {
        let l = l.strip_prefix('v').unwrap_or(l);
        ["mulp", "addp", "divp", "sqrtp", "subp"].iter().any(|start| l.starts_with(start))
    };
    lines.iter().filter(|l| l.contains(register) && is_sum(l)).count()
}

/// Calls of what computes a float, or rounds one.
fn calls_of_functions(lines: &[String]) -> Vec<&String> {
    let is_function = |l: &str| {
        let target = l.split_whitespace().last().unwrap_or_default();
        let name = target.trim_start_matches('*').split('@').next().unwrap_or_default();
        // What a slice or a loop calls besides (the pool, panics) has a mangled name.
        let mangled = name.starts_with("_R") || name.starts_with("_ZN");
        let ours = mangled && (name.contains("4math5slice") || !name.contains("7hotloop4math"));
        !ours
            && !name.contains("mem")
            && !name.starts_with("_Unwind")
            && !name.contains('%')
            && !name.contains("tls")
    };
    lines.iter().filter(|l| l.starts_with("call") && is_function(l)).collect()
}

/// Every elementary function in an annotated loop, at every level.
#[test]
fn elementary_functions_are_vectors_without_calls() {
    vectors_without_calls(all(), &[]);
}

/// The same in a build of several units. There LLVM does not take the questions of a power's exponent out of the
/// baseline's loop.
#[test]
fn elementary_functions_are_vectors_in_several_units() {
    vectors_without_calls(in_units(), &["kernel_powi_of_f64"]);
}

fn vectors_without_calls(asm: &str, scalar_at_the_baseline: &[&str]) {
    let code = split(asm);
    let names = OF_ONE.iter().chain(&OF_TWO).chain(&["sin_cos"]);
    for kernel in names.flat_map(|n| [format!("kernel_{n}_of_f64"), format!("kernel_{n}_of_f32")]) {
        let least = if ["sqrt", "recip"].iter().any(|n| kernel.contains(n)) { 3 } else { 4 };
        for (level, register) in [("as_v3", "%ymm"), ("as_v4", "%zmm")] {
            let lines = code
                .get(&(level.to_owned(), kernel.clone()))
                .unwrap_or_else(|| panic!("{level} of {kernel}"));
            let packed = packed(lines, register);
            assert!(packed >= least, "{kernel} at {level} has {packed} operations on {register}");
            // A block of first powers is a copy.
            let is_copy = |l: &str| kernel.starts_with("kernel_powi_") && l.contains("memcpy");
            let calls: Vec<_> = lines.iter().filter(|l| l.starts_with("call") && !is_copy(l)).collect();
            assert!(calls.is_empty(), "{kernel} at {level} calls {calls:?}");
        }
        // The baseline's loop is in the function itself, beside the one as written (which, switched off, calls
        // std, but never to round): there packed operations must be.
        let mut lines = Vec::new();
        let mut inside = false;
        for line in asm.lines() {
            if let Some(symbol) = line.strip_suffix(':').filter(|s| !s.starts_with(['.', '\t'])) {
                inside = kernel_of(symbol).as_deref() == Some(&kernel) && level_of(symbol).is_none();
            } else if inside {
                lines.push(line.trim_start().to_owned());
            }
        }
        let packed = packed(&lines, "%xmm");
        let scalar = scalar_at_the_baseline.contains(&kernel.as_str());
        assert!(scalar || packed >= least, "{kernel} has {packed} packed operations at the baseline");
        let rounds = ["round", "floor", "ceil", "trunc", "rint", "fma"];
        let calls = calls_of_functions(&lines);
        let rounding: Vec<_> = calls.iter().filter(|l| rounds.iter().any(|r| l.contains(r))).collect();
        assert!(rounding.is_empty(), "{kernel} calls {rounding:?} at the baseline");
    }
}

/// Which function of `slice`, on which type, a symbol is of: `..4math5slice3mapd..3exp8Function..`.
fn slice_of(symbol: &str) -> Option<(&'static str, &'static str)> {
    symbol.contains("4math5slice").then_some(())?;
    let mut names = OF_ONE.into_iter().chain(OF_TWO);
    let name = names.find(|name| symbol.contains(&format!("{}{name}8Function", name.len())))?;
    let single =
        ["4Eachf", "8EachPairf", "9EachBlockf", "16EachBlockOfPairsf"].iter().any(|job| symbol.contains(job));
    Some((name, if single { "f32" } else { "f64" }))
}

/// Every function over slices, at every level: also the baseline's code has nothing else in it.
#[test]
fn slices_are_vectors_without_calls() {
    slices_without_calls(all());
}

/// The same in a build of several units.
#[test]
fn slices_are_vectors_in_several_units() {
    slices_without_calls(in_units());
}

fn slices_without_calls(asm: &str) {
    let mut found: BTreeMap<(&str, &str, &str), Vec<String>> = BTreeMap::new();
    let mut current = None;
    for line in asm.lines() {
        if let Some(symbol) = line.strip_suffix(':').filter(|s| !s.starts_with(['.', '\t'])) {
            let level = ["as_v3", "as_v4"].into_iter().find(|l| symbol.contains(l)).unwrap_or("baseline");
            current = slice_of(symbol).map(|(name, of)| (level, name, of));
        } else if let Some(key) = &current
            && line.starts_with('\t')
            && !line.trim_start().starts_with('.')
        {
            found.entry(*key).or_default().push(line.trim().to_owned());
        }
    }
    for name in OF_ONE.iter().chain(&OF_TWO) {
        for of in ["f64", "f32"] {
            for (level, register) in [("baseline", "%xmm"), ("as_v3", "%ymm"), ("as_v4", "%zmm")] {
                let lines = found
                    .get(&(level, *name, of))
                    .unwrap_or_else(|| panic!("slice::{name} of {of} at {level}: {:#?}", found.keys()));
                let packed = packed(lines, register);
                let least = if ["sqrt", "recip"].contains(name) { 1 } else { 4 };
                assert!(packed >= least, "slice::{name} of {of} at {level} has {packed} operations");
                let calls = calls_of_functions(lines);
                assert!(calls.is_empty(), "slice::{name} of {of} at {level} calls {calls:?}");
                if level != "baseline" {
                    let calls: Vec<_> = lines.iter().filter(|l| l.starts_with("call")).collect();
                    assert!(calls.is_empty(), "slice::{name} of {of} at {level} calls {calls:?}");
                }
            }
        }
    }
}
