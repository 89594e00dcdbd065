//! `HOTLOOP_PROFILE`: times add up, counts are exact, and neither recursion, panics nor threads confuse them.
//!
//! Each workload runs in a process of its own, because the environment is read once.

use hotloop::__private::{Pool, with_pool, with_threshold, with_verify};
use hotloop::{Profile, ProfileKind, ProfileRow, accel, profile, with_threads};
use std::process::{Command, Output};
use std::time::Duration;

#[accel]
fn leaf(x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] += 1.0;
    }
}

#[accel]
fn axpy(a: f32, x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] += a * x[i] * x[i];
    }
}

#[accel(parallel)]
fn matvec(a: &[f64], x: &[f64], out: &mut [f64]) {
    let n = x.len();
    for i in 0..out.len() {
        let mut s = 0.0;
        for j in 0..n {
            s += a[i * n + j] * x[j];
        }
        out[i] = s;
    }
}

/// Two loops, and two calls between them.
#[accel]
fn branch(x: &mut [f64], y: &mut [f64]) {
    for i in 0..x.len() {
        x[i] *= 2.0;
    }
    leaf(x);
    leaf(y);
    for i in 0..y.len() {
        y[i] *= 0.5;
    }
}

#[accel]
fn recursive(depth: usize, x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] += 1.0;
    }
    if depth > 0 {
        recursive(depth - 1, x);
    }
    leaf(x);
}

#[accel]
fn even(depth: usize, x: &mut [f64]) {
    leaf(x);
    for i in 0..x.len() {
        x[i] += 1.0;
    }
    if depth > 0 {
        odd(depth - 1, x);
    }
}

#[accel]
fn odd(depth: usize, x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] += 1.0;
    }
    if depth > 0 {
        even(depth - 1, x);
    }
}

/// Panics in its loop if `n` is too large.
#[accel]
fn up_to(x: &mut [f64], n: usize) {
    leaf(x);
    for i in 0..n {
        x[i] += 1.0;
    }
}

#[accel]
fn sum_of(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i];
    }
    s
}

/// Its iterations call an annotated function.
#[accel(parallel, nogil, grain = 1)]
fn sums(x: &[f64], n: usize, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = sum_of(&x[i * n..(i + 1) * n]);
    }
}

#[accel(parallel)]
fn whole(z: &[i64]) -> i64 {
    let mut s = 0;
    for i in 0..z.len() {
        s += z[i];
    }
    s
}

/// Two loops, the first of which regroups floats.
#[accel(parallel)]
fn total(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i];
    }
    let mut least = f64::INFINITY;
    for i in 0..x.len() {
        least = least.min(x[i]);
    }
    if least < 0.0 { 0.0 } else { s }
}

/// Runs one of the workloads below in a process of its own.
fn child(name: &str, value: &str) -> (Output, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1", name]);
    for variable in ["HOTLOOP_TRACE", "HOTLOOP_VERIFY", "HOTLOOP_DISABLE", "HOTLOOP_NUM_THREADS"] {
        command.env_remove(variable);
    }
    let output = command.env("HOTLOOP_PROFILE", value).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, words)
}

/// The workload asserts what it is to.
fn holds(name: &str) -> String {
    let (output, words) = child(name, "1");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{name}: {said}{words}");
    words
}

fn row<'a>(p: &'a Profile, function: &str, kind: ProfileKind) -> &'a ProfileRow {
    let found = p.rows.iter().find(|r| r.function == function && r.kind == kind);
    found.unwrap_or_else(|| panic!("no row {kind:?} of {function}: {p}"))
}

/// What holds of every profile.
fn laws(p: &Profile) {
    assert!(p.on);
    for (n, node) in p.tree.iter().enumerate() {
        let children = p.tree.iter().filter(|c| c.parent == Some(n));
        let below: Duration = children.map(|c| c.cumulative).sum();
        assert_eq!(node.own + below, node.cumulative, "node {n} of {p}");
        assert!(node.parent.is_none_or(|parent| parent < n));
    }
    let roots = p.tree.iter().filter(|n| n.parent.is_none());
    let all: Duration = roots.map(|n| n.cumulative).sum();
    let own: Duration = p.rows.iter().map(|r| r.own).sum();
    assert_eq!(all, own);
    for (n, row) in p.rows.iter().enumerate() {
        let nodes = || p.tree.iter().filter(move |node| node.row == n);
        assert_eq!(nodes().map(|node| node.calls).sum::<u64>(), row.calls);
        assert_eq!(nodes().map(|node| node.own).sum::<Duration>(), row.own);
        assert_eq!(nodes().map(|node| node.helpers).sum::<Duration>(), row.helpers);
        assert!(row.cumulative >= row.own && row.cumulative <= p.wall, "{row:?}");
        assert!(row.parallel.is_none_or(|x| x.busy <= x.available && x.wall <= x.available));
    }
    for stats in hotloop::stats() {
        let row = row(p, stats.function, ProfileKind::Loop(stats.id));
        assert_eq!((row.fast, row.fallback), (stats.fast, stats.fallback), "{row:?}");
        assert_eq!(row.calls, row.fast + row.fallback);
        assert_eq!((row.file, row.line, row.first_failed), (stats.file, stats.line, stats.first_failed));
    }
    let loops = p.rows.iter().filter(|r| matches!(r.kind, ProfileKind::Loop(_))).count();
    assert_eq!(loops, hotloop::stats().len());
}

const LOOP: ProfileKind = ProfileKind::Loop(1);

#[test]
#[ignore = "a child process: calls in one another"]
fn nested() {
    let (mut x, mut y) = (vec![1.0; 2000], vec![2.0; 3]);
    for _ in 0..50 {
        branch(&mut x, &mut y);
        leaf(&mut x);
        // Of no elements the loop does not run.
        leaf(&mut []);
    }
    let p = profile();
    laws(&p);
    let (of_branch, of_leaf) =
        (row(&p, "branch", ProfileKind::Function), row(&p, "leaf", ProfileKind::Function));
    assert_eq!((of_branch.calls, of_leaf.calls), (50, 200));
    // Nothing calls itself, so the time of a function is that of its nodes.
    for (n, row) in p.rows.iter().enumerate() {
        let nodes = p.tree.iter().filter(|node| node.row == n);
        assert_eq!(nodes.map(|node| node.cumulative).sum::<Duration>(), row.cumulative);
    }
    let (first, second) = (row(&p, "branch", LOOP), row(&p, "branch", ProfileKind::Loop(2)));
    assert_eq!((first.fast, first.fallback, first.iterations), (50, 0, 100_000));
    // A short loop runs as written.
    assert_eq!((second.fast, second.fallback, second.iterations), (0, 50, 150));
    let of_leaf = row(&p, "leaf", LOOP);
    assert_eq!((of_leaf.calls, of_leaf.fast, of_leaf.fallback), (150, 100, 50));
    assert_eq!(p.tree.len(), 7, "{:?}", p.tree);
}

#[test]
#[ignore = "a child process: recursive functions"]
fn recursion() {
    let mut x = vec![1.0; 100];
    recursive(9, &mut x);
    even(7, &mut x);
    let p = profile();
    laws(&p);
    let r = row(&p, "recursive", ProfileKind::Function);
    assert_eq!(r.calls, 10);
    assert_eq!(row(&p, "even", ProfileKind::Function).calls, 4);
    assert_eq!(row(&p, "odd", ProfileKind::Function).calls, 4);
    // One node for all depths.
    let at = p.rows.iter().position(|x| x.function == "recursive" && x.kind == ProfileKind::Function);
    let nodes: Vec<_> = p.tree.iter().filter(|n| Some(n.row) == at).collect();
    assert_eq!((nodes.len(), nodes[0].calls, nodes[0].cumulative), (1, 10, r.cumulative));
    // The time below `even` has that of `odd` in it, once.
    let (even, odd) = (row(&p, "even", ProfileKind::Function), row(&p, "odd", ProfileKind::Function));
    assert!(even.cumulative > odd.cumulative && r.cumulative + even.cumulative <= p.wall);
}

#[test]
#[ignore = "a child process: panics"]
fn panics() {
    let mut x = vec![1.0; 200];
    for _ in 0..3 {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| up_to(&mut x, 201)));
        assert!(caught.is_err());
    }
    leaf(&mut x);
    up_to(&mut x, 200);
    let p = profile();
    laws(&p);
    let own = row(&p, "up_to", LOOP);
    assert_eq!(
        (own.calls, own.fast, own.fallback, row(&p, "up_to", ProfileKind::Function).calls),
        (4, 1, 3, 4)
    );
    assert_eq!(own.first_failed, Some("`x[i]`: n - 1 < x.len()"));
    // After the panics nothing was left on the stack.
    let leaf = p.rows.iter().position(|r| r.function == "leaf" && r.kind == ProfileKind::Function).unwrap();
    assert!(p.tree.iter().any(|n| n.row == leaf && n.parent.is_none() && n.calls == 1), "{:?}", p.tree);
}

#[test]
#[ignore = "a child process: threads"]
fn threads() {
    const ROWS: usize = 64;
    let n = 4000;
    let x = vec![1.0; ROWS * n];
    let mut out = vec![0.0; ROWS];
    let mut calls = 0;
    for pool in [Pool::Rayon, Pool::Scoped] {
        for threads in [1, 2, 3] {
            for _ in 0..10 {
                with_pool(pool, || with_threads(threads, || with_threshold(0, || sums(&x, n, &mut out))));
                calls += 1;
            }
        }
    }
    // Threads of the user's, too.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|_| leaf(&mut [1.0; 64])));
        }
    });
    let p = profile();
    laws(&p);
    let (loops, inner) = (row(&p, "sums", LOOP), row(&p, "sum_of", ProfileKind::Function));
    assert_eq!((loops.calls, inner.calls), (calls, calls * ROWS as u64));
    assert_eq!(row(&p, "leaf", LOOP).iterations, 4 * 100 * 64);
    let parallel = loops.parallel.expect("it ran in parallel");
    assert_eq!(parallel.regions, 40);
    assert!(parallel.share() > 0.0 && parallel.share() <= 1.0);
    assert!(parallel.wall <= loops.cumulative);
    // All calls of `sum_of` belong to the loop, whichever thread made them.
    let at =
        |function: &str, kind| p.rows.iter().position(|r| r.function == function && r.kind == kind).unwrap();
    let of_inner: Vec<_> = p.tree.iter().filter(|n| n.row == at("sum_of", ProfileKind::Function)).collect();
    assert_eq!(of_inner.len(), 1, "{:?}", p.tree);
    assert_eq!(p.tree[of_inner[0].parent.unwrap()].row, at("sums", LOOP));
}

/// `y` is read and written, `x` read.
#[accel]
fn added(x: &[f32], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += f64::from(*x);
    }
}

/// `out` is only written; the number of an item is in no memory, and neither is that of the range.
#[accel(parallel)]
fn halved(x: &[f64], out: &mut [f32]) {
    for (i, ((o, &x), k)) in out.iter_mut().zip(x.iter()).zip(0..x.len()).enumerate() {
        *o = (x * 0.5) as f32 + (i - k) as f32;
    }
}

/// Beside the items an array with a subscript.
#[accel]
fn gathered(at: &[u32], x: &[f64], out: &mut [f64]) {
    for (o, &k) in out.iter_mut().zip(at) {
        *o = x[k as usize];
    }
}

/// Pieces count whole.
#[accel(parallel)]
fn steps(x: &[f64], out: &mut [f64]) {
    for (o, w) in out.iter_mut().zip(x.windows(3)) {
        *o = w[2] - w[0];
    }
}

/// A chain with a value.
#[accel(parallel)]
fn squares(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

/// A source may be a variable.
#[accel(parallel)]
fn of_local(x: &[f64], y: &mut [f64]) {
    let elements = y.iter_mut();
    for pair in elements.zip(x).rev() {
        *pair.0 = *pair.1;
    }
}

/// A chain in the body, over a part of an array, and over a whole one.
#[accel(parallel)]
fn row_sums(a: &[f64], b: &[f64], n: usize, out: &mut [f64]) {
    for i in 0..out.len() {
        let mut sum = 0.0;
        for x in &a[i * n..(i + 1) * n] {
            sum += x;
        }
        for x in b.iter() {
            sum += x;
        }
        out[i] = sum;
    }
}

/// And one whose items are written.
#[accel(parallel)]
fn doubled(a: &mut [f64], rows: usize, n: usize) {
    for i in 0..rows {
        for x in &mut a[i * n..(i + 1) * n] {
            *x *= 2.0;
        }
    }
}

/// Nobody says how long a piece is that is written.
#[accel(parallel)]
fn pieces(x: &mut [f64]) {
    for piece in x.chunks_mut(4) {
        piece[0] = 1.0;
    }
}

#[test]
#[ignore = "a child process: bytes of chains"]
fn bytes_of_chains() {
    let (n, single, x) = (1000, vec![1.0f32; 1000], vec![1.0; 1000]);
    let mut out = vec![0.0; 1000];
    added(&single, &mut out);
    added(&[], &mut []);
    halved(&x, &mut single.clone());
    gathered(&vec![7; 1000], &x, &mut out);
    steps(&x, &mut out);
    assert_eq!(squares(&x), 1000.0);
    of_local(&x, &mut out);
    pieces(&mut out);
    row_sums(&x, &x[..30], 10, &mut out[..100]);
    doubled(&mut out, 100, 10);
    let p = profile();
    laws(&p);
    let bytes = |function: &str| row(&p, function, LOOP).bytes;
    assert_eq!(bytes("added"), n * (4 + 8 + 8));
    assert_eq!(bytes("halved"), n * (8 + 4));
    assert_eq!(bytes("gathered"), n * (4 + 8 + 8));
    assert_eq!(bytes("steps"), (n - 2) * (8 + 3 * 8));
    assert_eq!(bytes("squares"), n * 8);
    assert_eq!(bytes("of_local"), n * (8 + 8 + 8));
    assert_eq!(bytes("row_sums"), 100 * (10 * 8 + 30 * 8 + 8));
    assert_eq!(bytes("doubled"), 100 * 10 * 16);
    assert_eq!((bytes("pieces"), row(&p, "pieces", LOOP).gigabytes_per_second()), (0, None));
    assert!(row(&p, "squares", LOOP).gigabytes_per_second().unwrap() > 0.0);
}

#[test]
#[ignore = "a child process: bytes"]
fn bytes() {
    let (x, mut y) = (vec![1.0f32; 1000], vec![1.0f32; 1000]);
    axpy(2.0, &x, &mut y);
    let (a, v, mut out) = (vec![1.0; 300], vec![1.0; 30], vec![0.0; 10]);
    matvec(&a, &v, &mut out);
    let z: Vec<i64> = (0..100_000).collect();
    assert_eq!(whole(&z), 4_999_950_000);
    assert_eq!(whole(&z[..10]), 45);
    let p = profile();
    laws(&p);
    // `x` read once, though named twice; `y` read and written.
    assert_eq!(row(&p, "axpy", LOOP).bytes, 1000 * (4 + 4 + 4));
    // Each element of `a`; `x` in each row; `out`.
    assert_eq!(row(&p, "matvec", LOOP).bytes, 8 * (300 + 10 * 30 + 10));
    let sum = row(&p, "whole", LOOP);
    assert_eq!((sum.calls, sum.bytes, sum.iterations), (2, 8 * 100_010, 100_010));
    assert!(sum.gigabytes_per_second().unwrap() > 0.0);
}

#[test]
#[ignore = "a child process: loops that are verified run more than once"]
fn verified() {
    let x = vec![1.5; 3000];
    let z: Vec<i64> = (0..100_000).collect();
    let (a, mut out) = (vec![1.0; 30_000], vec![0.0; 1000]);
    with_verify(1e-6, || {
        for _ in 0..5 {
            assert_eq!(total(&x), 4500.0);
            assert_eq!(whole(&z), 4_999_950_000);
            matvec(&a, &x[..30], &mut out);
        }
    });
    let p = profile();
    laws(&p);
    assert_eq!(row(&p, "matvec", LOOP).calls, 5);
    // Regrouped floats run once more, on one thread.
    assert_eq!(row(&p, "total", LOOP).fast, 10);
    // No loop is in another.
    for node in &p.tree {
        let is_loop = |row: usize| p.rows[row].kind != ProfileKind::Function;
        assert_eq!(is_loop(node.row), node.parent.is_some_and(|parent| !is_loop(p.tree[parent].row)));
    }
}

#[test]
#[ignore = "a child process: the end"]
fn leaving() {
    leaf(&mut [1.0; 100]);
    std::process::exit(7);
}

#[test]
fn times_and_counts_add_up() {
    for name in ["nested", "recursion", "panics", "threads", "bytes", "bytes_of_chains", "verified"] {
        holds(name);
    }
}

#[test]
fn the_table_comes_at_the_end() {
    let words = holds("nested");
    let lines: Vec<&str> = words.lines().collect();
    let head = lines.iter().position(|l| l.starts_with("hotloop: profile of ")).expect("a table");
    let heads: Vec<&str> = lines[head + 1].split_whitespace().collect();
    assert_eq!(
        heads,
        "calls own own/call cumulative cum/call helpers iterations GB/s busy fast as written where"
            .split(' ')
            .collect::<Vec<_>>()
    );
    assert_eq!(lines.len(), head + 2 + 5, "{words}");
    assert!(lines.iter().any(|l| l.contains("tests/profile.rs:11: `leaf`")), "{words}");
    let (output, words) = child("leaving", "1");
    assert_eq!(output.status.code(), Some(7));
    assert!(words.contains("loop 1 of `leaf`"), "{words}");
    let (_, words) = child("leaving", "0");
    assert!(!words.contains("hotloop"), "{words}");
}

#[test]
fn a_file_gets_json() {
    let file = std::env::temp_dir().join(format!("hotloop-profile-{}.json", std::process::id()));
    let (output, words) = child("leaving", file.to_str().unwrap());
    assert!(output.status.code() == Some(7) && !words.contains("hotloop"), "{words}");
    let text = std::fs::read_to_string(&file).expect("written");
    assert!(text.starts_with("{\n  \"version\": 1,\n"), "{text}");
    assert!(text.contains("\"kind\": \"loop\", \"function\": \"leaf\""), "{text}");
    std::fs::remove_file(&file).unwrap();
    let (_, words) = child("leaving", "/no/such/folder/x.json");
    assert!(words.contains("HOTLOOP_PROFILE: cannot write /no/such/folder/x.json"), "{words}");
}

#[test]
fn nothing_without_the_variable() {
    let p = profile();
    if std::env::var_os("HOTLOOP_PROFILE").is_none() {
        assert!(!p.on && p.rows.is_empty() && p.tree.is_empty());
    }
}
