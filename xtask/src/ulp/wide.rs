//! The errors on `f64`: points over all exponents and in the interval that matters most, against double-double
//! arithmetic; the worst points once more in multi-precision.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::double::Real;
use super::functions::{FUSED, Function};
use super::points::Points;

/// How many of the worst points are checked in multi-precision.
pub const CHECKED: usize = 10_000;

/// What was found of a function.
pub struct Found {
    /// Name.
    pub name: &'static str,
    /// The greatest error by contract, in units in the last place, and its arguments.
    pub worst: [Option<(f64, [f64; 2])>; 4],
    /// The worst points of the default contract: error (in 2^-32 ULP), and the bits of the arguments.
    pub hard: Vec<(u64, [u64; 2])>,
    /// Points with a finite result.
    pub points: u64,
}

/// As `measure`, on so many threads, each with points of its own.
pub fn measure_on(threads: u64, f: &Function, points: u64, hard: &[[f64; 2]], keep: usize) -> Found {
    let mut found = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                let points = points / threads + u64::from(part < points % threads);
                let hard = if part == 0 { hard } else { &[] };
                scope.spawn(move || measure(f, points, part + 1, hard, keep))
            })
            .collect();
        let mut parts = parts.into_iter().map(|part| part.join().expect("the measurement does not panic"));
        let first = parts.next().expect("one thread at least");
        parts.fold(first, Found::merged)
    });
    found.hard.sort_unstable_by_key(|point| Reverse(*point));
    found.hard.truncate(keep);
    found
}

impl Found {
    fn merged(mut self, other: Found) -> Found {
        for (mine, theirs) in self.worst.iter_mut().zip(other.worst) {
            if theirs.is_some_and(|t| mine.is_none_or(|m| t.0 > m.0)) {
                *mine = theirs;
            }
        }
        self.hard.extend(other.hard);
        self.points += other.points;
        self
    }
}

/// Measures a function at so many points and at those of the list of hard cases.
pub fn measure(f: &Function, points: u64, seed: u64, hard: &[[f64; 2]], keep: usize) -> Found {
    let mut found = Found { name: f.name, worst: [None; 4], hard: Vec::new(), points: 0 };
    let mut heap = BinaryHeap::new();
    let mut random = Points::new(seed);
    let mut see = |args: [f64; 2]| {
        let exact = (f.exact)(args[0], args[1]);
        // Beyond the format there is nothing to measure but that the result is infinite or zero.
        assert!(!exact.significand.0.is_nan(), "the reference of {} fails at {args:?}", f.name);
        found.points += 1;
        for c in 0..if FUSED { 4 } else { 2 } {
            let error = error(f, c, args, exact);
            if found.worst[c].is_none_or(|(e, _)| error > e) {
                found.worst[c] = Some((error, args));
            }
            if c == 0 && keep > 0 {
                let item = Reverse(((error * 4294967296.0) as u64, args.map(f64::to_bits)));
                if heap.len() < keep {
                    heap.push(item);
                } else if heap.peek().is_some_and(|least| item < *least) {
                    heap.pop();
                    heap.push(item);
                }
            }
        }
    };
    hard.iter().for_each(|args| see(*args));
    for i in 0..points {
        let x = random.next(&f.domains.0, i);
        let y = match &f.domains.1 {
            // The second argument's kind changes at half the pace: all four combinations occur.
            Some(domain) => random.next(domain, i / 2),
            None => 0.0,
        };
        let y = if f.name == "powi" { y.trunc() } else { y };
        see([x, y]);
    }
    found.hard = heap.into_iter().map(|Reverse(item)| item).collect();
    found
}

/// The error of a contract at a point; a NaN is an infinite error.
fn error(f: &Function, contract: usize, args: [f64; 2], exact: Real) -> f64 {
    let y = (f.ours[contract])(args[0], args[1]);
    if y.is_nan() { f64::INFINITY } else { exact.distance(y) }
}
