//! Adapters after closures: which calls of the closures there are, in which order, and what they do when one panics, is
//! as in the plain function.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    reason = "chains in every spelling are what is tested"
)]

use hotloop::accel;
use hotloop_tests::everywhere;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// What closures were given.
type Log = Mutex<Vec<i64>>;

fn note(log: &Log, x: i64) -> i64 {
    log.lock().unwrap().push(x);
    x
}

/// The value, or the text of the panic; and the calls.
fn outcome<T: std::fmt::Debug>(run: impl FnOnce(&Log) -> T) -> (String, Vec<i64>) {
    let log = Log::default();
    let value = catch_unwind(AssertUnwindSafe(|| format!("{:?}", run(&log))));
    let text = value.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        format!("panic: {}", text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default())
    });
    (text, log.into_inner().unwrap())
}

type Run = fn(&[i64], &[i64], &Log, usize) -> Vec<i64>;

fn check(name: &str, plain: Run, fast: Run) {
    // Panics are what is compared.
    std::panic::set_hook(Box::new(|_| ()));
    let small = |n: usize, at: Option<usize>| -> Vec<i64> {
        (0..n).map(|i| if Some(i) == at { i64::MAX } else { i as i64 * 3 - 5 }).collect()
    };
    everywhere(|how| {
        for n in [0usize, 1, 2, 5, 32, 33, 70] {
            for m in [n, n + 1, n + 7, n / 2] {
                // The greatest number makes a sum overflow, where the item is looked at.
                for at in [None, Some(0), Some(1), Some(n / 2), Some(n.wrapping_sub(1))] {
                    for k in [1, 2, 7] {
                        let (x, y) = (small(n, at), small(m, at));
                        let expected = outcome(|log| plain(&x, &y, log, k));
                        let found = outcome(|log| fast(&x, &y, log, k));
                        assert_eq!(expected, found, "{name}, {how}, n = {n}, m = {m}, at {at:?}, k = {k}");
                    }
                }
            }
        }
    });
    let _ = std::panic::take_hook();
}

/// What runs a fast form for some of the lengths.
const FAST: [&str; 14] = [
    "written",
    "written_right",
    "written_back",
    "written_both_back",
    "written_numbered",
    "each",
    "counted_zip",
    "sums",
    "sums_left",
    "sums_right",
    "sums_back",
    "sums_numbered",
    "subscripts_left",
    "bits_later",
];

macro_rules! calls {
    ($test:ident $options:tt $($name:ident |$x:ident, $y:ident, $log:ident, $k:ident| $body:expr;)*) => {
        $(mod $name {
            use super::*;
            pub fn plain($x: &[i64], $y: &[i64], $log: &Log, $k: usize) -> Vec<i64> { $body }
            #[accel $options]
            pub fn $name($x: &[i64], $y: &[i64], $log: &Log, $k: usize) -> Vec<i64> { $body }
        })*
        #[test]
        fn $test() {
            $(check(stringify!($name), $name::plain, $name::$name);)*
            // Those that have a fast form took it as well.
            $(if FAST.contains(&stringify!($name)) { hotloop_tests::ran(stringify!($name)); })*
        }
    };
}

calls! { calls_are_as_plain ()
    both |x, y, log, k| x.iter().map(|a| note(log, *a)).zip(y.iter().map(|b| note(log, *b ^ 1))).map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    back |x, y, log, k| x.iter().map(|a| note(log, *a)).rev().collect::<Vec<i64>>();
    later |x, y, log, k| x.iter().map(|a| note(log, *a)).skip(k).collect::<Vec<i64>>();
    range_back |x, y, log, k| (0..x.len()).map(|i| note(log, x[i])).rev().map(|a| a ^ 1).collect::<Vec<i64>>();
    parts |x, y, log, k| x[note(log, 0) as usize..].iter().map(|a| a ^ 1).skip(note(log, 7) as usize % 2).zip(y[note(log, 0) as usize..].iter().map(|b| b ^ 3).step_by({ note(log, 9); k })).map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    no_step |x, y, log, k| x.iter().map(|a| a ^ 1).step_by(k - 1).zip(y[note(log, 0) as usize..].iter()).map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    written |x, y, log, k| {
        let mut out = vec![0; x.len()];
        for (o, (a, b)) in out.iter_mut().zip(x.iter().map(|a| note(log, *a)).zip(y.iter().map(|b| note(log, *b ^ 1)))) { *o = a ^ b; }
        out
    };
    written_left |x, y, log, k| { let mut out = vec![0; x.len()]; for (a, o) in x.iter().map(|a| note(log, *a)).zip(out.iter_mut().skip(1)) { *o = a; } out };
    written_right |x, y, log, k| { let mut out = vec![0; x.len()]; for (o, a) in out.iter_mut().skip(1).zip(x.iter().map(|a| note(log, *a))) { *o = a; } out };
    written_back |x, y, log, k| { let mut out = vec![0; x.len()]; for (o, a) in out.iter_mut().zip(x.iter().map(|a| note(log, *a)).rev()) { *o = a; } out };
    written_both_back |x, y, log, k| { let mut out = vec![0; x.len()]; for (o, a) in out.iter_mut().zip(y.iter().map(|a| note(log, *a))).rev() { *o = a; } out };
    written_later |x, y, log, k| { let mut out = vec![0; x.len()]; for (o, a) in out.iter_mut().zip(x.iter().map(|a| note(log, *a)).skip(k)) { *o = a; } out };
    written_fewer |x, y, log, k| { let mut out = vec![0; x.len()]; for (o, a) in out.iter_mut().zip(x.iter().map(|a| note(log, *a)).take(k)) { *o = a; } out };
    written_fewer_back |x, y, log, k| { let mut out = vec![0; x.len()]; for (o, a) in out.iter_mut().zip(x.iter().map(|a| note(log, *a)).take(k).rev()) { *o = a; } out };
    written_stepped |x, y, log, k| { let mut out = vec![0; x.len()]; for (o, a) in out.iter_mut().zip(x.iter().map(|a| note(log, *a)).step_by(k)) { *o = a; } out };
    written_numbered |x, y, log, k| { let mut out = vec![0; x.len()]; for (i, a) in x.iter().map(|a| note(log, *a)).enumerate() { out[i] = a + i as i64; } out };
    each |x, y, log, k| { let mut out = vec![0; x.len()]; out.iter_mut().zip(x.iter().map(|a| note(log, *a))).zip(y.iter().map(|b| note(log, *b))).for_each(|((o, a), b)| { note(log, 1); *o = a ^ b; }); out };
    counted |x, y, log, k| {
        let mut calls = 0;
        let mut out = vec![0; x.len()];
        for (o, a) in out.iter_mut().zip(x.iter().map(|a| { calls += 1; a ^ 1 }).skip(k).map(|a| a ^ 2)) { *o = a; }
        note(log, calls);
        out
    };
    counted_zip |x, y, log, k| {
        let mut calls = 0;
        let mut out = vec![0; x.len()];
        for ((a, b), o) in x.iter().map(|a| { calls += 1; a ^ 1 }).zip(y).zip(out.iter_mut()) { *o = a ^ b; }
        note(log, calls);
        out
    };
    ends_early |x, y, log, k| { let any = x.iter().map(|a| note(log, *a)).zip(y.iter().map(|b| note(log, *b))).any(|(a, b)| a > 40); vec![any as i64] };
}

// Closures that only panic.
calls! { panics_are_as_plain (parallel)
    sums |x, y, log, k| x.iter().map(|a| a + 1).zip(y.iter().map(|b| b + 2)).map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    sums_left |x, y, log, k| x.iter().map(|a| a + 1).zip(y).map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    sums_right |x, y, log, k| x.iter().zip(y.iter().map(|b| b + 1)).map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    sums_back |x, y, log, k| x.iter().map(|a| a + 1).zip(y.iter().map(|b| b + 2)).rev().map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    sums_fewer |x, y, log, k| x.iter().map(|a| a + 1).take(k).collect::<Vec<i64>>();
    sums_numbered |x, y, log, k| x.iter().map(|a| a + 1).enumerate().map(|(i, a)| a ^ i as i64).collect::<Vec<i64>>();
    subscripts_left |x, y, log, k| (0..y.len()).map(|i| x[i]).zip(x).map(|(a, b)| a ^ b).collect::<Vec<i64>>();
    total |x, y, log, k| { let all = x.iter().map(|a| a % 1000).zip(y.iter().map(|b| b % 7)).map(|(a, b)| a * b).sum::<i64>(); vec![all] };
    bits_later |x, y, log, k| x.iter().map(|a| a ^ 1).skip(k).collect::<Vec<i64>>();
}

// Of items that are left out too.
calls! { panics_of_what_is_left_out ()
    sums_later |x, y, log, k| x.iter().map(|a| a + 1).skip(k).collect::<Vec<i64>>();
    sums_stepped |x, y, log, k| x.iter().map(|a| a + 1).step_by(k).collect::<Vec<i64>>();
    subscripts |x, y, log, k| (0..y.len()).map(|i| x[i]).skip(k).collect::<Vec<i64>>();
    assertions |x, y, log, k| x.iter().map(|a| { assert!(*a < 1000, "large"); a ^ 1 }).skip(k).collect::<Vec<i64>>();
    floats |x, y, log, k| x.iter().map(|a| (*a as f64 * 0.5) as i64).skip(k).collect::<Vec<i64>>();
}
