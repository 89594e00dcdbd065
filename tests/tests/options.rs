//! What each option does, seen from outside: numbers of tasks and threads, bits, panics.

#![allow(clippy::needless_range_loop, reason = "indexed loops, as people write them, are what is tested")]

use hotloop::__private::{Pool, tasks_sent, with_pool, with_threshold};
use hotloop::{accel, with_threads};
use hotloop_tests::{everywhere, panic_text, plain, runs};
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;

/// In how many tasks the parallel loops that `f` opens on this thread are cut.
fn tasks(f: impl FnOnce()) -> u64 {
    let before = tasks_sent();
    f();
    tasks_sent() - before
}

const K: usize = 1;

static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn seen(id: ThreadId) -> f64 {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(format!("{id:?}"));
    std::thread::yield_now();
    1.0
}

#[accel(parallel, nogil, threads = 2 * K)]
fn two_threads(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = seen(std::thread::current().id());
    }
}

#[accel(parallel, nogil)]
fn any_threads(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[test]
fn threads_is_the_most() {
    let mut a = vec![0.0; 5000];
    for pool in [Pool::Rayon, Pool::Scoped] {
        with_pool(pool, || {
            with_threshold(0, || {
                // Eight tasks for each thread.
                assert_eq!(with_threads(8, || tasks(|| any_threads(&mut a))), 64);
                assert_eq!(with_threads(8, || tasks(|| two_threads(&mut a))), 16);
                assert_eq!(with_threads(1, || tasks(|| two_threads(&mut a))), 0, "never more than there are");
            });
        });
        let mut seen = SEEN.lock().unwrap();
        assert!((1..=2).contains(&seen.len()), "{pool:?}: {seen:?}");
        seen.clear();
    }
    assert_eq!(a, [1.0; 5000]);
}

#[accel(parallel, threads = 1)]
fn one_thread(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[test]
fn one_thread_is_the_caller() {
    let mut a = vec![0.0; 5000];
    assert_eq!(with_threads(8, || with_threshold(0, || tasks(|| one_thread(&mut a)))), 0);
    assert_eq!(a, [1.0; 5000]);
}

#[accel(parallel, nogil, grain = 300)]
fn coarse(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] += 1.0;
    }
}

#[accel(parallel, grain = 4 * (K + 1))]
fn fine(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] += 1.0;
    }
}

#[test]
fn grain_is_the_least_and_stands_for_the_estimate() {
    for (n, expected) in [(32, 0), (599, 0), (600, 2), (899, 2), (1000, 3), (1_000_000, 16)] {
        let mut a = vec![0.0; n];
        assert_eq!(with_threads(2, || tasks(|| coarse(&mut a))), expected, "{n}");
        assert!(a.iter().all(|x| *x == 1.0));
    }
    // So cheap a loop would stay on its caller.
    let mut a = vec![0.0; 40];
    assert_eq!(with_threads(2, || tasks(|| any_threads(&mut a))), 0);
    assert_eq!(with_threads(2, || tasks(|| fine(&mut a))), 5);
}

macro_rules! sums {
    ($($name:ident($($options:tt)*))*) => {$(
        #[accel(parallel, $($options)*)]
        fn $name(x: &[f64]) -> f64 {
            let mut s = 0.0;
            for i in 0..x.len() {
                s += x[i];
            }
            s
        }
    )*};
}
sums!(sum() sum_threads(threads = 3) sum_coarse(grain = 10_000) sum_fine(grain = 1, threads = 5) sum_baseline(isa("baseline")));

#[test]
fn the_shape_of_a_sum_depends_on_no_option() {
    for n in [100, 5000, 100_000, 300_001] {
        let x: Vec<f64> = (0..n).map(|i: u64| ((i * 7919) % 1013) as f64 / 64.0 - 5.1).collect();
        let expected = sum(&x).to_bits();
        everywhere(|how| {
            for f in [sum_threads, sum_coarse, sum_fine, sum_baseline] {
                assert_eq!(f(&x).to_bits(), expected, "{how}, n = {n}");
            }
        });
    }
}

#[test]
fn grain_groups_the_chunks_of_a_sum() {
    let x = vec![1.0; 100_000];
    // 98 chunks of 1024; 10 of them have 10 000 iterations; groups are powers of two.
    assert_eq!(with_threads(4, || tasks(|| assert_eq!(sum_coarse(&x), 1e5))), 7);
    assert_eq!(with_threads(4, || tasks(|| assert_eq!(sum_fine(&x), 1e5))), 25);
}

struct Row(Vec<f64>);

#[accel(parallel, nogil, threads = 3, grain = Row::LEAST)]
impl Row {
    const LEAST: usize = 100;

    fn fill(&mut self, x: f64) {
        for i in 0..self.0.len() {
            self.0[i] = x;
        }
    }

    /// Replaces the options of the block.
    #[accel(parallel, grain = 10 * Row::LEAST)]
    fn double(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] *= 2.0;
        }
    }

    #[accel(boundscheck, math = "std")]
    fn exp(&mut self) {
        for i in 0..self.0.len() {
            self.0[i] = self.0[i].exp();
        }
    }
}

#[test]
fn options_on_a_block_are_those_of_its_methods() {
    let mut row = Row(vec![0.0; 5000]);
    with_threads(8, || {
        assert_eq!(tasks(|| row.fill(0.3)), 24, "eight for each of three threads");
        assert_eq!(tasks(|| row.double()), 5);
        assert_eq!(tasks(|| row.exp()), 0);
    });
    assert!(row.0.iter().all(|x| x.to_bits() == 0.6f64.exp().to_bits()));
}

macro_rules! both {
    ([$($options:tt)*] $plain:ident, $fast:ident($($arg:ident: $ty:ty),*) $(-> $out:ty)? $body:block) => {
        fn $plain($($arg: $ty),*) $(-> $out)? $body
        #[accel($($options)*)]
        fn $fast($($arg: $ty),*) $(-> $out)? $body
    };
}

both!([parallel, boundscheck] checked_plain, checked(x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..n {
        y[i] += x[i + 1];
    }
});

#[test]
fn every_check_is_kept_and_fires_where_plain_does() {
    everywhere(|how| {
        for (n, xs, ys) in [(100, 101, 100), (100, 60, 100), (100, 101, 70), (100, 0, 0), (0, 0, 0)] {
            let x = vec![0.5; xs];
            let (mut a, mut b) = (vec![1.0; ys], vec![1.0; ys]);
            let expected = panic_text(AssertUnwindSafe(|| checked_plain(&x, &mut a, n)));
            let got = panic_text(AssertUnwindSafe(|| checked(&x, &mut b, n)));
            assert_eq!((expected, a), (got, b), "{how}, {n} {xs} {ys}");
        }
    });
    assert!(runs("checked").0 > 0, "a fast form with checks");
}

both!([parallel, math = "std"] std_plain, std_math(x: &[f64], y: &mut [f64]) -> f64 {
    for i in 0..x.len() {
        y[i] = x[i].exp() + x[i].sin() * x[i].cos() - x[i].ln();
    }
    x[0].exp().ln()
});

#[accel(parallel)]
fn own_math(x: &[f64], y: &mut [f64]) -> f64 {
    for i in 0..x.len() {
        y[i] = x[i].exp() + x[i].sin() * x[i].cos() - x[i].ln();
    }
    x[0].exp().ln()
}

#[test]
fn std_math_is_std() {
    let x: Vec<f64> = (1..3000).map(|i| f64::from(i) * 0.00731).collect();
    let bits = |f: fn(&[f64], &mut [f64]) -> f64| {
        let mut y = vec![0.0; x.len()];
        let last = f(&x, &mut y);
        y.iter().chain([&last]).map(|v| v.to_bits()).collect::<Vec<_>>()
    };
    let expected = bits(std_plain);
    everywhere(|how| assert!(bits(std_math) == expected, "{how}"));
    assert!(runs("std_math").0 > 0);
    assert!(plain(|| bits(std_math)) == expected);
    assert!(bits(own_math) != expected, "this platform's functions are ours to the bit: nothing is shown");
}

#[test]
fn hotloop_may_have_another_name() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/renamed/Cargo.toml");
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/renamed");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--manifest-path", here, "--target-dir", target])
        .env_remove("HOTLOOP_BUILD_ISA")
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.is_empty(), "{text}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "9 loops, 9 fast\n");
}
