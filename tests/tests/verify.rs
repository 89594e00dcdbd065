//! `HOTLOOP_VERIFY`: loops are held against their own fast forms, and nothing else changes.

use hotloop::__private::{with_fault, with_threshold, with_verify};
use hotloop::{accel, with_threads};
use hotloop_tests::{everywhere, plain};
use std::process::{Command, Output};

const TOLERANCE: f64 = 1e-6;

#[accel(parallel)]
fn scaled_sum(x: &[f64], y: &mut [f64], total: &mut f64) -> (f64, usize) {
    let mut s = 0.0;
    let mut last = 0;
    for i in 0..x.len() {
        s += x[i];
        y[i] = x[i].sin() * 2.0;
        last = i;
    }
    *total += s;
    (s, last)
}

#[accel]
fn sweep(u: &mut [f64]) {
    for i in 1..u.len() {
        u[i] = 0.5 * (u[i] + u[i - 1]);
    }
}

#[accel(parallel)]
fn counted(a: &mut Vec<i64>, n: usize) -> usize {
    let mut i = 1;
    while i < n {
        a[i] = a[i].wrapping_mul(i as i64);
        i += 3;
    }
    i
}

#[accel(parallel)]
fn rows(g: &mut Vec<Vec<f64>>, cells: &mut [[i32; 4]]) {
    for i in 0..g.len() {
        for j in 0..g[i].len() {
            g[i][j] += 1.5;
        }
    }
    for i in 0..cells.len() {
        cells[i][2] = cells[i][1] ^ 7;
    }
}

#[accel(parallel)]
fn extremes(x: &[f64], hits: &mut usize) -> (f64, usize) {
    let (mut best, mut at) = (f64::MIN, 0);
    for i in 0..x.len() {
        if x[i] > best {
            best = x[i];
            at = i;
        }
    }
    for i in 0..x.len() {
        if x[i] > 0.0 {
            *hits += 1;
        }
    }
    (best, at)
}

#[accel(parallel, fastmath)]
fn fast_dot(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * y[i];
    }
    s
}

struct Point {
    x: f64,
    v: f64,
}

#[accel(parallel)]
fn moved(p: &mut [Point], dt: f64) {
    for i in 0..p.len() {
        p[i].x += p[i].v * dt;
    }
}

fn opaque(v: f64) -> f64 {
    v + 1.0
}

#[accel(parallel, nogil)]
fn called(x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] = opaque(x[i]);
    }
}

#[accel(parallel)]
fn checked(x: &[f64], at: &[usize], y: &mut [f64]) {
    for i in 0..y.len() {
        y[i] = x[at[i]];
    }
}

fn input(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 37 % 101) as f64 - 40.0) * 0.125).collect()
}

/// What every function above computes, as bits.
fn everything(n: usize) -> Vec<u64> {
    let x = input(n);
    let (mut y, mut total) = (vec![0.0; n], 1.0);
    let (s, last) = scaled_sum(&x, &mut y, &mut total);
    let mut u = x.clone();
    sweep(&mut u);
    let mut a: Vec<i64> = (0..n as i64).collect();
    let end = counted(&mut a, n);
    let (mut g, mut cells) = (vec![x.clone(); 9], vec![[3, 4, 5, 6]; n]);
    rows(&mut g, &mut cells);
    let mut hits = 2;
    let (best, at) = extremes(&x, &mut hits);
    let dot = fast_dot(&x, &u);
    let floats = [y, u, g.concat(), vec![total, s, best, dot]].concat();
    let whole = [a, vec![last as i64, end as i64, at as i64, hits as i64]].concat();
    let cells = cells.concat();
    let ints = whole.iter().map(|&v| v as u64).chain(cells.iter().map(|&v| v as u64));
    floats.iter().map(|v| v.to_bits()).chain(ints).collect()
}

fn verified(function: &str) -> u64 {
    hotloop::stats().iter().filter(|s| s.function == function).map(|s| s.verified).sum()
}

#[test]
fn no_bit_changes_and_every_loop_is_verified() {
    for n in [0, 1, 100, 1000] {
        let expected = everything(n);
        // `fastmath` may differ by level, so it is asked at the level of the first run.
        assert_eq!(with_verify(TOLERANCE, || everything(n)), expected);
        with_threads(3, || {
            with_threshold(0, || {
                assert_eq!(with_verify(TOLERANCE, || everything(n)), expected, "n = {n}");
            })
        });
    }
    for function in ["scaled_sum", "sweep", "counted", "rows", "extremes", "fast_dot"] {
        assert!(verified(function) > 0, "{function}");
    }
}

#[test]
fn at_every_level_and_thread_count() {
    let x = input(777);
    let expected = plain(|| {
        let mut u = x.clone();
        sweep(&mut u);
        u
    });
    everywhere(|how| {
        let mut u = x.clone();
        with_verify(TOLERANCE, || sweep(&mut u));
        assert_eq!(u, expected, "{how}");
        with_verify(TOLERANCE, || everything(300));
    });
}

#[test]
fn a_panic_is_the_plain_ones() {
    let (x, mut y) = (input(500), vec![0.0; 500]);
    let mut at: Vec<usize> = (0..500).collect();
    at[321] = 1000;
    let text = hotloop_tests::panic_text(std::panic::AssertUnwindSafe(|| {
        with_verify(TOLERANCE, || checked(&x, &at, &mut y));
    }));
    assert_eq!(text.as_deref(), Some("index out of bounds: the len is 500 but the index is 1000"));
}

/// Runs one of the functions below in a process of its own.
fn child(name: &str, variables: &[(&str, &str)]) -> (Output, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1", name]);
    command.env_remove("HOTLOOP_VERIFY");
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, words)
}

#[test]
#[ignore = "a child process: broken fast forms"]
fn broken() {
    let case = std::env::var("CASE").unwrap_or_default();
    let x = input(400);
    with_fault(|| match case.as_str() {
        "sweep" => sweep(&mut x.clone()),
        "sum" => drop(scaled_sum(&x, &mut vec![0.0; 400], &mut 0.0)),
        "dot" => drop(fast_dot(&x, &x)),
        "counted" => drop(counted(&mut vec![5; 400], 400)),
        "rows" => rows(&mut vec![vec![0.25; 100]; 80], &mut []),
        _ => drop(extremes(&x, &mut 0)),
    });
}

#[test]
fn a_difference_ends_the_process_and_is_named() {
    let cases = [
        ("sweep", "loop 1 of `sweep`: `u[1]` is -0.375 in the fast form and -2.6875 as written"),
        ("sum", "loop 1 of `scaled_sum`: `y[0]` is 0.0 in the fast form and 1.9178485493262"),
        ("counted", "loop 1 of `counted`: `a[4]` is 5 in the fast form and 20 as written"),
        ("rows", "loop 1 of `rows`: `g[0][0]` is 0.25 in the fast form and 1.75 as written"),
        (
            "extremes",
            "loop 1 of `extremes`: `best` is -1.7976931348623157e308 in the fast form and 7.5 as written",
        ),
        ("dot", "loop 1 of `fast_dot`: `s` is 0.0 in the fast form and "),
    ];
    for (case, expected) in cases {
        let (output, words) = child("broken", &[("CASE", case), ("HOTLOOP_VERIFY", "1")]);
        assert!(!output.status.success(), "{case}: {words}");
        let line = words.lines().find(|line| line.contains("HOTLOOP_VERIFY")).unwrap_or(&words);
        assert!(line.starts_with("hotloop: HOTLOOP_VERIFY: ") && line.contains("verify.rs:"), "{line}");
        assert!(line.contains(expected), "{case}: {line}");
        // Nothing is compared, and nothing changes, where it is not asked for.
        let (output, words) = child("broken", &[("CASE", case)]);
        assert!(output.status.success(), "{case}: {words}");
    }
}

#[test]
#[ignore = "a child process: what is not verified"]
fn unverifiable() {
    for _ in 0..3 {
        called(&mut input(300));
        moved(&mut input(300).iter().map(|&x| Point { x, v: 1.0 }).collect::<Vec<_>>(), 0.5);
    }
    assert_eq!(verified("called") + verified("moved"), 0);
}

#[test]
fn what_is_not_verified_is_told_once() {
    let (output, words) = child("unverifiable", &[("HOTLOOP_VERIFY", "1")]);
    assert!(output.status.success(), "{words}");
    let told: Vec<&str> = words.lines().filter(|line| line.contains("HOTLOOP_VERIFY")).collect();
    assert_eq!(told.len(), 2, "{words}");
    assert!(told[0].ends_with("loop 1 of `called` is not verified: it makes calls"), "{words}");
    let reason = "it writes what is no array of numbers, nor a number";
    assert!(told[1].ends_with(&format!("loop 1 of `moved` is not verified: {reason}")), "{words}");
    let (_, words) = child("unverifiable", &[("HOTLOOP_VERIFY", "2")]);
    assert!(words.contains("hotloop: HOTLOOP_VERIFY=2 ignored: expected 0, 1 or a tolerance between them"));
}
