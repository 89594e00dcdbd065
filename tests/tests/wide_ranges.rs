//! Loops over integers that guard arithmetic, which has 64 bits and a sign, cannot hold.

use hotloop::accel;
use hotloop_tests::{everywhere, plain, runs};

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
