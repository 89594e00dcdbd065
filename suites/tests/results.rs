//! Each kernel, plain and annotated: the same results at every level, on one, two and three threads, cut however
//! small, in order and left to itself; and no loop falls back to what is written.

use hotloop::__private::{Isa, isa, with_isa, with_threshold};
use hotloop::{Mode, with_mode, with_threads};
use hotloop_compiler::report::Verdict;
use hotloop_suites::polybench::KERNELS;
use hotloop_suites::{Form, Kernel, Size};
use std::collections::BTreeSet;

/// Every way of running that is tried, with its name.
fn ways(mut f: impl FnMut(&str)) {
    for level in [Isa::Baseline, Isa::V3, Isa::V4] {
        if level > isa() {
            eprintln!("skipped: this processor has no {level}");
            continue;
        }
        with_isa(level, || {
            f(&format!("{level}"));
            with_mode(Mode::Serial, || f(&format!("{level}, serial")));
            for threads in [1, 2, 3] {
                let name = format!("{level}, {threads} threads");
                with_threads(threads, || with_threshold(0, || f(&name)));
            }
        });
    }
}

fn bits(results: &[f64]) -> Vec<u64> {
    results.iter().map(|x| if x.is_nan() { u64::MAX } else { x.to_bits() }).collect()
}

/// The greatest difference, relative to the greatest element.
fn difference(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let greatest = a.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
    let differences = a.iter().zip(b).map(|(a, b)| (a - b).abs() / greatest);
    // NaN stays, and is below no limit.
    differences.fold(0.0, |worst, d| if worst > d || worst.is_nan() { worst } else { d })
}

fn check(kernel: &Kernel) {
    let mut problem = (kernel.problem)(Size::Test);
    problem.run(Form::Plain);
    let plain = problem.results();
    assert!(plain.iter().all(|x| x.is_finite()), "{}: a result that says little", kernel.name);
    let mut first: Option<Vec<u64>> = None;
    ways(|how| {
        problem.reset();
        problem.run(Form::Annotated);
        let found = problem.results();
        match kernel.regrouped {
            None => assert_eq!(bits(&plain), bits(&found), "{}, {how}", kernel.name),
            Some(limit) => {
                let d = difference(&plain, &found);
                assert!(d <= limit, "{}, {how}: {d:e}", kernel.name);
                let bits = bits(&found);
                let first = first.get_or_insert_with(|| bits.clone());
                assert_eq!(*first, bits, "{}, {how}: other bits than before", kernel.name);
            }
        }
    });
}

/// The loops that have a fast form, as the report says: line and number.
fn reported(kernel: &Kernel) -> BTreeSet<(u32, u32)> {
    let outputs = hotloop_compiler::file::compile_file(kernel.source).expect("a kernel is Rust");
    let loops = outputs.iter().flat_map(|output| output.report.all_loops());
    let fast = loops.filter(|l| !matches!(l.verdict, Verdict::AsWritten | Verdict::Outer));
    fast.map(|l| (l.line as u32, l.number as u32)).collect()
}

/// The fast form of each loop of the kernel ran, and where a loop ran as written, it was too short. These are the loops
/// of which the report says that they have one, and no others.
fn ran_fast(kernel: &Kernel) {
    let stats = hotloop::stats();
    let ours: Vec<_> = stats.iter().filter(|s| s.function == kernel.function).collect();
    let found: BTreeSet<_> = ours.iter().map(|s| (s.line, s.id)).collect();
    assert_eq!(found, reported(kernel), "{}", kernel.name);
    assert!(!ours.is_empty(), "{}", kernel.name);
    for site in ours {
        assert!(site.fast > 0, "{}: {site:?} never ran fast", kernel.name);
        let short = site.first_failed.is_none_or(|why| why.contains("long enough"));
        assert!(site.fallback == 0 || short, "{}: {site:?}", kernel.name);
    }
}

#[test]
fn plain_and_annotated_agree() {
    for kernel in KERNELS {
        check(&kernel);
        ran_fast(&kernel);
    }
}

/// Where the results are to the bit, no sum may be regrouped; where they are not, one must be.
#[test]
fn only_regrouped_sums_may_differ() {
    for kernel in KERNELS {
        let outputs = hotloop_compiler::file::compile_file(kernel.source).expect("a kernel is Rust");
        let sums = outputs.iter().flat_map(|o| o.report.all_loops()).flat_map(|l| &l.scalars);
        let regrouped = sums.filter(|sum| sum.role.contains("32 lanes")).count() > 0;
        assert_eq!(regrouped, kernel.regrouped.is_some(), "{}", kernel.name);
    }
}
