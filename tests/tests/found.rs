//! What random programs have found: each test is the smallest program that failed.

#![allow(
    clippy::needless_range_loop,
    clippy::ptr_arg,
    clippy::explicit_counter_loop,
    clippy::assign_op_pattern,
    clippy::useless_vec,
    reason = "loops as people write them are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, plain, ran};
use std::panic::AssertUnwindSafe;

// A serial loop that panics has done its work so far, also on scalars that outlive it.

struct Counts {
    total: i64,
    seen: u32,
    pair: (i64, f64),
    last: usize,
}

#[accel]
fn tally(x: &[i64], hits: &mut i64, counts: &mut Counts) -> i64 {
    let mut sum = 0i64;
    for i in 0..x.len() {
        *hits += 1;
        counts.total += x[i] & 7;
        counts.pair.0 = counts.pair.0.max(x[i]);
        counts.seen = counts.seen + 2;
        counts.last = i;
        assert!(x[i] != 777, "element {i}");
        sum += i as i64;
    }
    sum
}

#[test]
fn scalars_that_outlive_a_panic_have_their_last_value() {
    let run = |x: &[i64]| {
        let (mut hits, mut counts) = (5, Counts { total: 1, seen: 0, pair: (0, 0.0), last: 0 });
        let text = panic_text(AssertUnwindSafe(|| {
            tally(x, &mut hits, &mut counts);
        }));
        (text, hits, counts.total, counts.seen, counts.pair.0, counts.last)
    };
    let mut x: Vec<i64> = (0..100).collect();
    for at in [None, Some(60)] {
        if let Some(at) = at {
            x[at] = 777;
        }
        let expected = plain(|| run(&x));
        assert_eq!(expected.0.is_some(), at.is_some());
        everywhere(|how| assert_eq!(run(&x), expected, "{how}"));
    }
    ran("tally");
}

// Methods of slices on a part of an array that belongs to the body: the receiver's type has no size.

both!([parallel] parts_plain, parts(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let mut w = [x[i]; 6];
        w[1..3].fill(1.5);
        w[2..].reverse();
        w[..4].swap(0, 1);
        let list = vec![x[i]; 2];
        out[i] = w[0] + w[1] * w[5] + list[..1].len() as f64;
    }
});

#[test]
fn parts_of_arrays_of_the_body() {
    everywhere(|how| {
        let x: Vec<f64> = (0..100).map(f64::from).collect();
        let (mut a, mut b) = (vec![0.0; 100], vec![0.0; 100]);
        parts_plain(&x, &mut a);
        parts(&x, &mut b);
        assert_eq!(a, b, "{how}");
    });
    ran("parts");
}

// A loop that must be parallel may use rows and structs.

#[derive(Clone, Debug, PartialEq)]
struct Body {
    x: f64,
    name: String,
}

#[accel(parallel('rows), parallel('bodies))]
fn demanded(g: &mut Vec<Vec<f64>>, p: &mut [Body], table: &[[f64; 4]]) {
    'rows: for i in 0..g.len() {
        for j in 0..g[i].len() {
            g[i][j] += table[i][j % 4];
        }
    }
    'bodies: for i in 0..p.len() {
        p[i].x *= 2.0;
    }
}

#[test]
fn demanded_loops_over_rows_and_structs() {
    everywhere(|how| {
        let mut g: Vec<Vec<f64>> = (0..50).map(|i| vec![i as f64; i % 5]).collect();
        let mut p: Vec<Body> = (0..50).map(|i| Body { x: f64::from(i), name: String::new() }).collect();
        let (mut h, mut q) = (g.clone(), p.clone());
        let table = vec![[0.0, 1.0, 2.0, 3.0]; 50];
        plain(|| demanded(&mut g, &mut p, &table));
        demanded(&mut h, &mut q, &table);
        assert_eq!((g, p), (h, q), "{how}");
    });
    ran("demanded");
}
