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

// One name of a variant or a generic function has a type at each place.

fn same<T>(v: T) -> T {
    v
}

fn via<T>(f: fn(T) -> T, v: T) -> T {
    f(v)
}

both!([] variants_plain, variants(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let a: Option<f64> = if x[i] > 3.0 { Some(x[i]) } else { None };
        let b: Option<i64> = if i % 2 == 0 { Some(5) } else { None };
        out[i] = a.unwrap_or(0.5) + b.unwrap_or(1) as f64 + via(same, x[i]) + via(same, 2u8) as f64;
    }
});

#[test]
fn names_with_several_types() {
    everywhere(|how| {
        let x: Vec<f64> = (0..100).map(f64::from).collect();
        let (mut a, mut b) = (vec![0.0; 100], vec![0.0; 100]);
        variants_plain(&x, &mut a);
        variants(&x, &mut b);
        assert_eq!(a, b, "{how}");
    });
}

// An end that depends on a loop whose own end is not known may wrap: nothing may rest on it.

#[accel]
fn ends_of_ends(a: &mut [f64], n: usize, m: usize, k: usize) -> usize {
    let mut trips = 0usize;
    for _ in 0..50 {
        for i in (0..n).rev().step_by(k) {
            for j in 0..m.wrapping_sub(i).min(9) {
                a[j] += 1.0;
            }
            for j in 0..m - i {
                a[j] += 1.0;
                trips += 1;
            }
        }
    }
    trips
}

#[accel]
fn ends_in_the_wrong_order(a: &mut [f64], n: usize, m: usize, k: usize) -> usize {
    let mut found = 0usize;
    for _ in 0..50 {
        for i in (2..m).rev().step_by(k) {
            if i != n {
                continue;
            }
            a[i..8 - i].fill(1.0);
            found += 1;
        }
    }
    found
}

#[test]
fn ends_that_wrap_bound_nothing() {
    let run = |n: usize, m: usize| {
        let mut a = vec![0.0; 12];
        let mut trips = 0;
        let text = panic_text(AssertUnwindSafe(|| trips = ends_of_ends(&mut a, n, m, 1)));
        (text, trips, a)
    };
    let ranges = |n: usize, m: usize| {
        let mut a = vec![0.0; 12];
        let mut found = 0;
        let text = panic_text(AssertUnwindSafe(|| found = ends_in_the_wrong_order(&mut a, n, m, 1)));
        (text, found, a)
    };
    for (n, m) in [(4, 9), (9, 9), (3, 12)] {
        let (expected, of_ranges) = (plain(|| run(n, m)), plain(|| ranges(n, m)));
        everywhere(|how| {
            assert_eq!(run(n, m), expected, "{how}, {n}, {m}");
            assert_eq!(ranges(n, m), of_ranges, "{how}, {n}, {m}");
        });
    }
    // The first ends before its range, and says so as a slice does.
    assert!(ranges(5, 9).0.is_some_and(|text| text.contains("starts at 5 but ends at 3")));
}

// What a triangle costs depends on the trip count, also where a root with a step has no other use for it.

both!([parallel] triangle_plain, triangle(n: usize) -> (f64, usize) {
    let mut sum = 0.0;
    let mut i = 0usize;
    while i < n {
        let mut j = 0;
        while j < i {
            sum += (i * 3 % 7) as f64;
            j += 1;
        }
        i += 2;
    }
    (sum, i)
});

#[test]
fn triangles_under_a_step() {
    everywhere(|how| {
        for n in [0, 1, 2, 33, 200] {
            assert_eq!(triangle(n), triangle_plain(n), "{how}, {n}");
        }
    });
    ran("triangle");
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

// The arguments of a macro stay as written in the loop as written, so the fast form keeps std's functions too.

both!([parallel] in_macros_plain, in_macros(x: &[f64], out: &mut [f64]) {
    for i in 0..x.len() {
        let pair = vec![x[i].exp(), f64::sin(x[i])];
        assert!(x[i].cos() <= 1.0, "cos");
        out[i] = pair[0] - pair[1];
    }
});

#[test]
fn functions_in_macros_are_those_of_std_in_each_form() {
    let x: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.37 - 100.0).collect();
    everywhere(|how| {
        let (mut a, mut b) = (vec![0.0; 1000], vec![0.0; 1000]);
        in_macros_plain(&x, &mut a);
        in_macros(&x, &mut b);
        assert_eq!(a, b, "{how}");
    });
    ran("in_macros");
}

// A count beside a call or a write: it cannot be taken back, and need not be.

both!([parallel] counting_plain, counting(x: &[f64], out: &mut [f64], start: (u8, i32)) -> (u8, i32, u64) {
    let (mut low, mut balance) = start;
    let mut all = 7u64;
    for i in 0..x.len() {
        out[i] = x[i] * 2.0;
        if x[i] < -3.0 {
            low += 1;
        }
        if x[i] > 2.0 {
            balance -= 3;
            all += 2;
        } else {
            balance += 1;
        }
    }
    (low, balance, all)
});

#[test]
fn counts_beside_writes() {
    let x: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 101) / 10.0 - 5.0).collect();
    everywhere(|how| {
        for start in [(0, 0), (250, 0), (3, i32::MIN + 5), (3, i32::MAX - 5)] {
            let (mut a, mut b) = (vec![0.0; 200], vec![0.0; 200]);
            let (mut p, mut q) = ((0, 0, 0), (0, 0, 0));
            let plain = panic_text(AssertUnwindSafe(|| p = counting_plain(&x, &mut a, start)));
            let fast = panic_text(AssertUnwindSafe(|| q = counting(&x, &mut b, start)));
            assert_eq!((plain, p), (fast, q), "{how}, {start:?}");
            assert_eq!(a, b, "{how}, {start:?}");
        }
    });
    ran("counting");
}

// Flags of `fastmath` on a serial loop put its sums in lanes; what else the loop has was emitted for parallel ones.

both!([fastmath(reassoc)] rows_beside_a_sum_plain, rows_beside_a_sum(c: &mut [i64], g: &[Vec<i64>], most: &mut i64) -> i64 {
    let mut s = 0;
    for i in 0..g.len() {
        let mut t = 0;
        for j in 0..c.len() {
            t += g[i][c.len() - 1 - j];
            c[j] ^= g[0][i];
            *most = (*most).max(g[i][j]);
        }
        s += t;
    }
    s
});

both!([fastmath(reassoc)] place_beside_a_sum_plain, place_beside_a_sum(x: &[f64], out: &mut [f64]) -> (f64, f64, usize) {
    let (mut s, mut most, mut at) = (0.0, f64::MIN, 0);
    for i in 0..x.len() {
        for j in 0..x.len() {
            s += x[j] * 0.5;
            if x[j] > most {
                most = x[j];
                at = i * 1000 + j;
            }
            out[j] = most;
        }
    }
    (s, most, at)
});

#[test]
fn serial_lanes_beside_rows_and_extremes() {
    let rows: Vec<Vec<i64>> = (0..40).map(|i| (0..120).map(|j| i * 31 % 17 + j * 7 % 29).collect()).collect();
    let x: Vec<f64> = (0..150).map(|i| f64::from(i * 37 % 101) * 0.25).collect();
    let mut expected = ((0..120).collect::<Vec<i64>>(), 3);
    let sum = rows_beside_a_sum_plain(&mut expected.0, &rows, &mut expected.1);
    let mut out = vec![0.0; 150];
    let found = place_beside_a_sum_plain(&x, &mut out);
    everywhere(|how| {
        let mut c: Vec<i64> = (0..120).collect();
        let mut most = 3;
        assert_eq!(rows_beside_a_sum(&mut c, &rows, &mut most), sum, "{how}");
        assert_eq!((&c, most), (&expected.0, expected.1), "{how}");
        let mut own = vec![0.0; 150];
        // Quarters and eighths: every order has the same sum.
        assert_eq!(place_beside_a_sum(&x, &mut own), found, "{how}");
        assert_eq!(own, out, "{how}");
    });
    ran("rows_beside_a_sum");
    ran("place_beside_a_sum");
}

// Of an inclusive range core names the last element, not the end after it.

both!([] inclusive_plain, inclusive(a: &[i64], n: usize, up_to: bool) -> i64 {
    let mut s = 0;
    for i in 0..n {
        if up_to {
            s += a[..=i].len() as i64;
        } else if i % 2 == 1 || i > 40 {
            s += a[i..=i].len() as i64;
        }
    }
    s
});

#[test]
fn inclusive_ranges_panic_in_the_words_of_core() {
    let a: Vec<i64> = (0..100).collect();
    for n in [100, 101, 140] {
        for up_to in [false, true] {
            let expected = panic_text(|| {
                let _ = inclusive_plain(&a, n, up_to);
            });
            assert_eq!(expected.is_some(), n > 100);
            everywhere(|how| {
                let text = panic_text(|| {
                    let _ = inclusive(&a, n, up_to);
                });
                assert_eq!(text, expected, "{how}, {n}");
            });
        }
    }
}

#[allow(clippy::redundant_closure_call, reason = "a closure is one of the places")]
mod moved {
    use super::accel;
    use std::iter::zip;

    pub struct Scale(f64);

    impl Scale {
        fn of(&self, x: &[f64]) -> Vec<f64> {
            x.iter().map(|v| v * self.0).collect()
        }
    }

    fn add(a: Vec<f64>, b: Vec<f64>) -> Vec<f64> {
        zip(a, b).map(|(a, b)| a + b).collect()
    }

    macro_rules! both {
        ($($(#[$attribute:meta])* fn $name:ident($($argument:ident: $ty:ty),*) -> $result:ty $body:block)*) => {
            mod plain {
                use super::*;
                $(pub fn $name($($argument: $ty),*) -> $result $body)*
            }
            mod annotated {
                use super::*;
                $($(#[$attribute])* pub fn $name($($argument: $ty),*) -> $result $body)*
            }
        };
    }

    // A variable that is no `Copy` may be moved out of in an iteration, if it gets another value.
    both! {
        #[accel]
        fn into_a_function(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            for scale in scales.iter() {
                let c = scale.of(x);
                p = add(p, c);
            }
            p
        }
        #[accel]
        fn into_a_chain(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            for i in 0..scales.len() {
                p = zip(p, scales[i].of(x)).map(|(p, c)| p + 0.5 * c).collect();
            }
            p
        }
        #[accel(nogil)]
        fn into_a_variable(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            for i in 0..scales.len() {
                let (q, n) = (p, i);
                p = scales[n].of(&q);
            }
            p
        }
        #[accel(nogil)]
        fn into_a_struct(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            struct Held {
                v: Vec<f64>,
            }
            let mut p = vec![1.0; x.len()];
            for i in 0..scales.len() {
                let held = Held { v: p };
                p = add(held.v, scales[i].of(x));
            }
            p
        }
        #[accel(nogil)]
        fn from_branches(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            for i in 0..scales.len() {
                p = if i % 2 == 0 { add(p, scales[i].of(x)) } else { p };
                p = match i % 3 {
                    0 => p,
                    1 => { p }
                    _ => add(scales[i].of(x), if i > 9 { p } else { scales[0].of(x) }),
                };
            }
            p
        }
        #[accel(nogil)]
        fn by_return(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            for i in 0..scales.len() {
                if i == 40 {
                    return p;
                }
                p = add(p, scales[i].of(x));
            }
            p
        }
        #[accel(nogil)]
        fn by_break(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            for i in 0..scales.len() {
                p = 'sum: {
                    if i > 3 {
                        break 'sum p;
                    }
                    add(p, scales[i].of(x))
                };
            }
            p
        }
        #[accel(nogil)]
        fn into_a_closure(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            for i in 0..scales.len() {
                let with = |q: &Scale| add(p, q.of(x));
                p = with(&scales[i]);
            }
            p
        }
        #[accel(nogil)]
        fn matched(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = Some(vec![1.0; x.len()]);
            for i in 0..scales.len() {
                p = match p {
                    Some(v) if i != 50 => Some(add(v, scales[i].of(x))),
                    _ => None,
                };
            }
            p.unwrap_or_default()
        }
        #[accel(nogil)]
        fn unwrapped(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = Some(vec![1.0; x.len()]);
            for i in 0..scales.len() {
                if let Some(v) = p {
                    p = Some(add(v, scales[i].of(x)));
                }
            }
            p.unwrap_or_default()
        }
        #[accel(nogil)]
        fn greatest(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let (mut p, mut words) = (vec![1; x.len()], String::new());
            for i in 0..scales.len() {
                p = p.max(vec![i as i32; x.len()]);
                words = words + if p[0] % 2 == 0 { "l" } else { "n" };
            }
            p.iter().map(|v| f64::from(*v) + words.len() as f64).collect()
        }
        #[accel(nogil)]
        fn referred(scales: &[Scale], x: &[f64]) -> Vec<f64> {
            let mut p = vec![1.0; x.len()];
            let mut n = 0.0;
            for i in 0..scales.len() {
                let before = &p;
                p = scales[i].of(before);
                n = (&n) + 1.0;
            }
            p.push(n);
            p
        }
        #[accel(nogil)]
        fn a_number(scales: &[Scale], x: &[f64]) -> f64 {
            let mut s = 0.5;
            for i in 0..scales.len() {
                s = f64::max(s, scales[i].0) + (s, i).0;
            }
            s + x[0]
        }
    }

    #[test]
    fn values_are_those_of_the_plain_functions() {
        let (scales, x): (Vec<Scale>, Vec<f64>) =
            ((0..100).map(|k| Scale(1.0 / (1 + k) as f64)).collect(), vec![1.0, -2.5, 3.25]);
        for n in [0, 1, 2, 100] {
            let scales = &scales[..n];
            assert_eq!(plain::into_a_function(scales, &x), annotated::into_a_function(scales, &x));
            assert_eq!(plain::into_a_chain(scales, &x), annotated::into_a_chain(scales, &x));
            assert_eq!(plain::into_a_variable(scales, &x), annotated::into_a_variable(scales, &x));
            assert_eq!(plain::into_a_struct(scales, &x), annotated::into_a_struct(scales, &x));
            assert_eq!(plain::from_branches(scales, &x), annotated::from_branches(scales, &x));
            assert_eq!(plain::by_return(scales, &x), annotated::by_return(scales, &x));
            assert_eq!(plain::by_break(scales, &x), annotated::by_break(scales, &x));
            assert_eq!(plain::into_a_closure(scales, &x), annotated::into_a_closure(scales, &x));
            assert_eq!(plain::matched(scales, &x), annotated::matched(scales, &x));
            assert_eq!(plain::unwrapped(scales, &x), annotated::unwrapped(scales, &x));
            assert_eq!(plain::greatest(scales, &x), annotated::greatest(scales, &x));
            assert_eq!(plain::referred(scales, &x), annotated::referred(scales, &x));
            assert_eq!(plain::a_number(scales, &x), annotated::a_number(scales, &x));
        }
    }
}

/// The type of elements may be found after the loop.
#[test]
fn elements_whose_type_is_found_later() {
    trait Zeros {
        fn zeros(n: usize) -> Self;
    }
    impl<T: Default + Clone> Zeros for Vec<T> {
        fn zeros(n: usize) -> Self {
            vec![T::default(); n]
        }
    }
    #[accel]
    fn copies(n: usize) -> Vec<f64> {
        let (from, mut to) = (Vec::zeros(n), Vec::zeros(n));
        for i in 0..n {
            to[i] = from[i];
        }
        to.push(1.5);
        to
    }
    let out = copies(100);
    assert_eq!((out.len(), out[99].to_bits(), out[100]), (101, 0, 1.5));
}

/// What `*` leads to may be no value: it can be compared all the same, and handed on by reference.
#[test]
#[allow(clippy::borrow_deref_ref, clippy::op_ref, reason = "what people write")]
fn places_without_a_size() {
    fn length(text: &str, i: usize) -> usize {
        text.len() + i
    }
    #[accel(parallel, nogil)]
    fn strings(name: &str, names: &[&str], out: &mut [usize]) {
        for i in 0..names.len() {
            if *name < *names[i] {
                out[i] = length(&*name, i);
            }
        }
    }
    #[accel]
    fn owned(name: &String, names: &[String], least: &f64, of: &[f64], out: &mut [usize]) {
        for i in 0..names.len() {
            if **name < *names[i] && *least <= of[i] {
                out[i] = 1;
            }
        }
    }
    #[accel(nogil)]
    fn rows(row: &[f64], all: &[Vec<f64>], out: &mut [usize]) {
        for i in 0..all.len() {
            out[i] = usize::from(*row < *all[i]);
        }
    }
    let mut out = [0; 3];
    strings("b", &["a", "b", "c"], &mut out);
    assert_eq!(out, [0, 0, 3]);
    owned(&"a".into(), &["a".into(), "b".into(), "c".into()], &1.0, &[1.0, 0.5, 2.0], &mut out);
    assert_eq!(out, [0, 0, 1]);
    rows(&[1.0], &[vec![0.0], vec![1.0, 0.0], vec![]], &mut out);
    assert_eq!(out, [0, 1, 0]);
}

/// A long loop runs in two pieces, the second of which begins with a line of the cache: whatever elements are long, and
/// wherever they begin.
#[test]
fn loops_that_begin_within_a_line() {
    fn kernel<T: Copy + Default + PartialEq + std::fmt::Debug>(
        value: impl Fn(usize) -> T,
        run: impl Fn(&mut [T], &[T], usize, usize),
    ) {
        let source: Vec<T> = (0..2000).map(value).collect();
        for (from, skipped, n) in
            [(0, 0, 0), (0, 1, 255), (1, 0, 256), (2, 3, 257), (3, 2, 300), (5, 1, 700), (7, 9, 1023)]
        {
            let (mut out, mut expected) = (vec![T::default(); 2000], vec![T::default(); 2000]);
            run(&mut out[from..], &source[1..], skipped, n);
            expected[from + skipped..from + skipped + n].copy_from_slice(&source[1..=n]);
            assert_eq!(out, expected, "from {from}, {skipped} skipped, {n} long");
        }
    }
    macro_rules! copies {
        ($($name:ident: $t:ty, $value:expr;)*) => {$(
            #[accel]
            fn $name(out: &mut [$t], x: &[$t], skipped: usize, n: usize) {
                for i in 0..n {
                    out[i + skipped] = x[i];
                }
            }
            kernel($value, $name);
        )*};
    }
    copies! {
        bytes: u8, |i| i as u8;
        halves: u16, |i| i as u16;
        singles: f32, |i| i as f32;
        doubles: f64, |i| i as f64;
        wide: u128, |i| i as u128;
    }
    #[accel(parallel)]
    fn shifted(out: &mut [f64], x: &[f64], skipped: usize, n: usize) {
        for i in skipped..skipped + n {
            out[i] = x[i - skipped];
        }
    }
    kernel(|i| i as f64, shifted);
    #[accel]
    fn signed(out: &mut [f64], x: &[f64], skipped: usize, n: usize) {
        for i in -5..n as i32 - 5 {
            out[(i + 5) as usize + skipped] = x[(i + 5) as usize];
        }
    }
    kernel(|i| i as f64, signed);
}
