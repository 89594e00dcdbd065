//! Loops over integers that guard arithmetic, which has 64 bits and a sign, cannot hold.

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, plain, ran, runs};
use std::panic::AssertUnwindSafe;

/// The inner loop chooses the lane.
#[accel(parallel)]
fn count(n: usize, start: usize, end: usize) -> f64 {
    let mut s = 0.0;
    for _ in 0..n {
        for j in start..end {
            s += (j - start) as f64 + 1.0;
        }
    }
    s
}

#[accel(parallel, fastmath(reassoc))]
fn wide(y: &mut [f64], start: u128, trip: u128) {
    for i in 0..y.len() {
        let mut s = 0.0;
        for j in start.wrapping_add(0)..=start.wrapping_add(trip) {
            s += (j - start) as f64 + 1.0;
        }
        y[i] = s;
    }
}

#[accel(parallel, fastmath(reassoc))]
fn narrow(y: &mut [f64], start: i8, end: i8) {
    for i in 0..y.len() {
        let mut s = 0.0;
        for j in start.wrapping_add(0)..=end.wrapping_add(0) {
            s += j as f64 + 0.5;
        }
        y[i] = s;
    }
}

#[test]
fn no_iteration_is_lost() {
    everywhere(|how| {
        for (start, end) in
            [(0, 100), (1 << 63, (1 << 63) + 100), (usize::MAX - 200, usize::MAX), (usize::MAX, 5)]
        {
            let expected = plain(|| count(3, start, end));
            assert_eq!(count(3, start, end), expected, "{how}, {start}..{end}");
        }
        for start in [0, 1 << 63, 1 << 100, u128::MAX - 500] {
            for trip in [0, 10, 200] {
                let run = || {
                    let mut y = [0.0; 5];
                    wide(&mut y, start, trip);
                    y
                };
                assert_eq!(run(), plain(run), "{how}, {start}, {trip}");
            }
        }
        for (start, end) in [(i8::MIN, i8::MAX), (-100, 100), (0, -1), (5, 5)] {
            let run = || {
                let mut y = [0.0; 5];
                narrow(&mut y, start, end);
                y
            };
            assert_eq!(run(), plain(run), "{how}, {start}..={end}");
        }
    });
    assert!(runs("count").0 > 0 && runs("wide").0 > 0 && runs("narrow").0 > 0);
}

#[accel(parallel)]
fn counted_by_much(out: &mut [u64]) -> u128 {
    let mut k: u128 = 0;
    for i in 0..out.len() {
        out[i] = (k >> 60) as u64;
        k += 4_611_686_018_427_387_904;
    }
    k
}

#[test]
fn a_counter_of_128_bits_passes_64() {
    everywhere(|how| {
        let run = || {
            let mut out = vec![0; 10_000];
            (counted_by_much(&mut out), out)
        };
        assert_eq!(run(), plain(run), "{how}");
    });
    assert!(runs("counted_by_much").0 > 0);
}

#[accel]
fn last_of_all(y: &mut [f64], at: &[usize]) {
    for i in 0..y.len() {
        for j in at[i]..=at[i] {
            for _ in j..=j {
                y[i] += 1.0;
            }
        }
    }
}

#[test]
fn an_end_that_no_guard_looks_at_may_be_the_last_number() {
    everywhere(|how| {
        let run = || {
            let mut y = [0.0; 4];
            last_of_all(&mut y, &[3, usize::MAX, 0, usize::MAX - 1]);
            y
        };
        assert_eq!(run(), [1.0; 4], "{how}");
    });
    assert!(runs("last_of_all").0 > 0);
}

/// Upwards in `k`, downwards in `i`.
#[accel]
fn opposite(a: &mut [f64], n: usize, m: usize) {
    let mut k = 0;
    for i in (0..n).rev().step_by(2) {
        a[i + m - k] += 1.0;
        k += 2;
    }
}

#[test]
fn a_counter_beside_a_loop_that_runs_downwards_by_steps() {
    everywhere(|how| {
        for (n, len) in [(64, 100), (65, 200), (130, 263), (256, 600)] {
            let (mut a, mut b) = (vec![0.0; len], vec![0.0; len]);
            let p = panic_text(AssertUnwindSafe(|| plain(|| opposite(&mut a, n, n))));
            let q = panic_text(AssertUnwindSafe(|| opposite(&mut b, n, n)));
            assert_eq!((p, a), (q, b), "{how}, {n} in {len}");
        }
    });
    assert!(runs("opposite").0 > 0);
}

both!([] no_items_plain, no_items(a: &[u8], hi: i8, skipped: usize, by: usize) -> [Option<i64>; 3] {
    [
        (0..hi).step_by(by).map(|i| a[i as usize] as i64).max(),
        a.iter().skip(skipped).step_by(by).map(|v| *v as i64).min(),
        a.iter().skip(skipped).step_by(by).map(|v| *v as i64 & 3).max_by_key(|v| v & 1),
    ]
});

/// To skip more items than there are, by steps that are as long as `usize` allows, would take std centuries.
#[test]
fn extremes_of_no_items_with_the_longest_steps() {
    let a: Vec<u8> = (0..5000).map(|i| (i % 31 * 7) as u8).collect();
    everywhere(|how| {
        for by in [1, 2, usize::MAX / 2, usize::MAX / 2 + 1, usize::MAX - 1, usize::MAX] {
            for (hi, skipped) in [(0, 5000), (-127, usize::MAX), (100, 0), (1, 4999)] {
                let case = format!("{how}, by {by}, {hi} and {skipped}");
                assert_eq!(no_items(&a, hi, skipped, by), no_items_plain(&a, hi, skipped, by), "{case}");
            }
        }
    });
    ran("no_items");
}
