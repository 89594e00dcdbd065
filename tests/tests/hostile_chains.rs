//! Chains that are not what they seem: types of the user's own with the names of core's methods. Each runs as
//! written; what must not happen is a wrong value, a different order of effects, or an error of rustc's.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    dead_code,
    for_loops_over_fallibles,
    reason = "programs as they should not be written are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, runs};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn log(what: &str) {
    LOG.with(|l| l.borrow_mut().push(what.to_owned()));
}

/// Both give the same value, the same panic, and the same log.
fn compare<T: PartialEq + std::fmt::Debug>(plain: impl Fn(usize) -> T, fast: impl Fn(usize) -> T) {
    everywhere(|how| {
        for n in [0, 1, 2, 33, 64, 130] {
            let run = |f: &dyn Fn(usize) -> T| {
                LOG.with(|l| l.borrow_mut().clear());
                let mut out = None;
                let panic = panic_text(AssertUnwindSafe(|| out = Some(f(n))));
                (out, panic, LOG.with(|l| l.borrow().clone()))
            };
            assert_eq!(run(&plain), run(&fast), "{how}, n = {n}");
        }
    });
}

/// An own `iter`, and own adapters, with effects.
struct Mine(Vec<f64>);
struct MyIter(Vec<f64>, usize);

impl Mine {
    fn iter(&self) -> MyIter {
        log("iter");
        MyIter(self.0.clone(), 0)
    }
    fn iter_mut(&mut self) -> std::slice::IterMut<'_, f64> {
        log("iter_mut");
        let half = self.0.len() / 2;
        self.0[..half].iter_mut()
    }
    fn chunks(&self, k: usize) -> std::vec::IntoIter<Vec<f64>> {
        vec![self.0.clone(); k].into_iter()
    }
}

impl MyIter {
    fn zip(self, other: &[f64]) -> std::vec::IntoIter<(f64, f64)> {
        log("zip");
        let rest = other.iter().rev().copied();
        self.0.into_iter().zip(rest).collect::<Vec<_>>().into_iter()
    }
}

/// Its `iter` gives no iterator, and the adapters borrow what they are called on.
struct Borrowed(Vec<f64>);
struct Cursor(Vec<f64>, usize);

impl Borrowed {
    fn iter(&self) -> Cursor {
        log("iter");
        Cursor(self.0.clone(), 0)
    }
}

impl Cursor {
    fn skip(&self, n: usize) -> &[f64] {
        log("skip");
        &self.0[self.0.len().min(n * 2)..]
    }
    fn rev(&mut self) -> std::slice::IterMut<'_, f64> {
        log("rev");
        self.0.iter_mut()
    }
}

impl Iterator for MyIter {
    type Item = f64;
    fn next(&mut self) -> Option<f64> {
        self.1 += 1;
        self.0.get(self.1 - 1).map(|x| x * 2.0)
    }
}

both!([parallel] own_iter_plain, own_iter(a: &Mine, b: &mut [f64]) {
    for (i, x) in a.iter().enumerate() { b[i] = x; }
});
both!([parallel] own_zip_plain, own_zip(a: &Mine, b: &[f64], out: &mut [f64]) {
    for (i, (x, y)) in a.iter().zip(b).enumerate() { out[i] = x - y; }
});
both!([parallel] own_skip_plain, own_skip(a: &Borrowed, out: &mut [f64]) {
    for (i, x) in a.iter().skip(2).iter().enumerate() { out[i] = *x; }
});
both!([parallel] own_skip_borrowed_plain, own_skip_borrowed(a: &Borrowed, out: &mut [f64]) {
    let mut k = 0;
    for x in a.iter().skip(1) { out[k] = *x; k += 1; }
});
both!([parallel] own_rev_plain, own_rev(a: &Borrowed, out: &mut [f64]) {
    let mut k = 0;
    for x in a.iter().rev() { out[k] = *x; k += 1; }
});
both!([parallel] own_iter_mut_plain, own_iter_mut(a: &mut Mine) {
    for x in a.iter_mut() { *x += 1.0; }
});
both!([] own_chunks_plain, own_chunks(a: &Mine, out: &mut [f64]) {
    for (x, y) in a.chunks(3).zip(out.iter_mut()) { *y = x.iter().sum(); }
});

#[test]
fn own_iterators() {
    compare(
        |n| {
            let mut b = ramp(n);
            own_iter_plain(&Mine(ramp(n)), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            own_iter(&Mine(ramp(n)), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            own_zip_plain(&Mine(ramp(n)), &ramp(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            own_zip(&Mine(ramp(n)), &ramp(n), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            own_skip_plain(&Borrowed(ramp(n)), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            own_skip(&Borrowed(ramp(n)), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            own_skip_borrowed_plain(&Borrowed(ramp(n)), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            own_skip_borrowed(&Borrowed(ramp(n)), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            own_rev_plain(&Borrowed(ramp(n)), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            own_rev(&Borrowed(ramp(n)), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut a = Mine(ramp(n));
            own_iter_mut_plain(&mut a);
            a.0
        },
        |n| {
            let mut a = Mine(ramp(n));
            own_iter_mut(&mut a);
            a.0
        },
    );
    // What it gives is core's iterator over half of the slice, and that is what the fast form runs over.
    ran("own_iter_mut");
    compare(
        |n| {
            let mut b = ramp(n);
            own_chunks_plain(&Mine(ramp(n)), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            own_chunks(&Mine(ramp(n)), &mut b);
            b
        },
    );
    for name in ["own_iter", "own_zip", "own_skip_borrowed", "own_rev", "own_chunks"] {
        assert_eq!(runs(name).0, 0, "{name} has no fast form");
    }
}

/// An element type whose operators count.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Counting(f64);
impl std::ops::AddAssign<&Counting> for Counting {
    fn add_assign(&mut self, other: &Counting) {
        log("+=");
        self.0 += other.0 * 2.0;
    }
}
impl std::ops::Mul<Counting> for &f64 {
    type Output = f64;
    fn mul(self, other: Counting) -> f64 {
        log("*");
        self + other.0
    }
}

both!([parallel] own_sum_plain, own_sum(a: &[Counting], s: &mut Counting) {
    for x in a { *s += x; }
});
both!([parallel] own_product_plain, own_product(a: &[f64], c: Counting, out: &mut [f64]) {
    for (x, y) in a.iter().zip(out.iter_mut()) { *y = x * c; }
});

#[test]
fn own_elements_and_operators() {
    let make = |n: usize| ramp(n).into_iter().map(Counting).collect::<Vec<_>>();
    compare(
        |n| {
            let mut s = Counting(0.5);
            own_sum_plain(&make(n), &mut s);
            s
        },
        |n| {
            let mut s = Counting(0.5);
            own_sum(&make(n), &mut s);
            s
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            own_product_plain(&ramp(n), Counting(2.0), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            own_product(&ramp(n), Counting(2.0), &mut b);
            b
        },
    );
    assert_eq!(runs("own_sum").0 + runs("own_product").0, 0);
}

fn noisy<'a>(name: &str, a: &'a [f64]) -> &'a [f64] {
    log(name);
    a
}

fn number(name: &str, n: usize) -> usize {
    log(name);
    assert!(n < 100, "too many: {n}");
    n
}

both!([parallel] order_plain, order(a: &[f64], b: &mut [f64], n: usize) {
    for ((i, x), (y, z)) in noisy("a", a).iter().skip(number("k", n / 2)).enumerate()
        .zip(b[..n].iter_mut().take(number("t", n)).zip(noisy("c", a).chunks(number("s", n % 3))))
    {
        *y = x + z[0] + i as f64;
    }
});
both!([parallel] steps_plain, steps(a: &[f64], b: &mut [f64], k: usize) {
    for (x, y) in a.iter().step_by(k % 4).zip(b.iter_mut().step_by(k % 3)) { *y = *x; }
});
both!([parallel] exactly_plain, exactly(a: &[f64], b: &mut [f64], k: usize) {
    for (x, y) in a.chunks_exact(k % 5).zip(b.chunks_exact_mut(k % 7)) { y[0] = x[x.len() - 1]; }
});
both!([parallel] beyond_plain, beyond(a: &[f64], b: &mut [f64]) {
    for (i, x) in a.iter().enumerate().skip(3) { b[i + 3] = x + a[i - 3]; }
});
both!([parallel] too_far_plain, too_far(b: &mut [f64]) {
    for (y, x) in b.iter_mut().skip(usize::MAX).step_by(usize::MAX).zip([1.0, 2.0].iter().take(usize::MAX)) { *y = *x; }
});

#[test]
fn order_and_panics() {
    compare(
        |n| {
            let mut b = ramp(n);
            order_plain(&ramp(n), &mut b, n);
            b
        },
        |n| {
            let mut b = ramp(n);
            order(&ramp(n), &mut b, n);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            steps_plain(&ramp(n), &mut b, n);
            b
        },
        |n| {
            let mut b = ramp(n);
            steps(&ramp(n), &mut b, n);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            exactly_plain(&ramp(n), &mut b, n);
            b
        },
        |n| {
            let mut b = ramp(n);
            exactly(&ramp(n), &mut b, n);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            beyond_plain(&ramp(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            beyond(&ramp(n), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            too_far_plain(&mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            too_far(&mut b);
            b
        },
    );
    ran("order");
}

// Heads of every other kind of type.
both!([] deque_plain, deque(a: &VecDeque<f64>, out: &mut [f64]) {
    for (i, x) in a.iter().enumerate() { out[i] += x; }
});
both!([] map_plain, map(a: &BTreeMap<u32, f64>, out: &mut [f64]) {
    for (i, (k, x)) in a.iter().enumerate() { out[i] += x * f64::from(*k); }
});
both!([] owned_plain, owned(a: Vec<f64>, out: &mut [f64]) {
    for (x, y) in a.into_iter().zip(out) { *y = x; }
});
both!([] strings_plain, strings(a: &[String], out: &mut [f64]) {
    for (x, y) in a.iter().zip(out.iter_mut()) { *y += x.len() as f64; }
});
both!([] cloned_strings_plain, cloned_strings(a: &[String], out: &mut Vec<String>) {
    for (x, y) in a.iter().cloned().zip(out.iter_mut()) { *y = x; }
});
both!([] option_plain, option(a: Option<f64>, s: &mut f64) {
    for x in &a { *s += x; }
    for x in a { *s += x; }
});
both!([] while_borrowed_plain, while_borrowed(a: &RefCell<Vec<f64>>, out: &mut [f64]) {
    for (x, y) in a.borrow().iter().zip(out.iter_mut()) { *y = *x + if a.try_borrow_mut().is_err() { 1.0 } else { 0.0 }; }
});
fn generic_plain<I: IntoIterator<Item = f64>>(a: I, out: &mut [f64]) {
    for (x, y) in a.into_iter().zip(out) {
        *y = x;
    }
}
#[accel]
fn generic<I: IntoIterator<Item = f64>>(a: I, out: &mut [f64]) {
    for (x, y) in a.into_iter().zip(out) {
        *y = x;
    }
}
fn number_like_plain<T: Copy + std::ops::Add<Output = T>>(a: &[T], out: &mut [T]) {
    for (x, y) in a.iter().zip(out.iter_mut()) {
        *y = *x + *y;
    }
}
#[accel]
fn number_like<T: Copy + std::ops::Add<Output = T>>(a: &[T], out: &mut [T]) {
    for (x, y) in a.iter().zip(out.iter_mut()) {
        *y = *x + *y;
    }
}
both!([] literals_plain, literals(out: &mut [f64]) {
    let table = [1, 2, 3];
    for (x, y) in table.iter().zip(out.iter_mut()) { *y += f64::from(*x); }
    let n = 3;
    for (i, y) in (0..n).zip(out.iter_mut()) { *y += out_of(i); }
    for (i, y) in (0..3).zip(out.iter_mut()) { *y += out_of(i); }
});
fn out_of(i: u8) -> f64 {
    f64::from(i)
}

#[test]
fn heads_of_other_types() {
    compare(
        |n| {
            let mut b = ramp(n);
            deque_plain(&ramp(n).into(), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            deque(&ramp(n).into(), &mut b);
            b
        },
    );
    let tree = |n: usize| (0u32..).zip(ramp(n)).collect::<BTreeMap<_, _>>();
    compare(
        |n| {
            let mut b = ramp(n);
            map_plain(&tree(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            map(&tree(n), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            owned_plain(ramp(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            owned(ramp(n), &mut b);
            b
        },
    );
    let texts = |n: usize| (0..n).map(|i| "x".repeat(i % 7)).collect::<Vec<_>>();
    compare(
        |n| {
            let mut b = ramp(n);
            strings_plain(&texts(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            strings(&texts(n), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = vec![String::new(); n];
            cloned_strings_plain(&texts(n), &mut b);
            b
        },
        |n| {
            let mut b = vec![String::new(); n];
            cloned_strings(&texts(n), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut s = 0.5;
            option_plain(Some(n as f64), &mut s);
            s
        },
        |n| {
            let mut s = 0.5;
            option(Some(n as f64), &mut s);
            s
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            while_borrowed_plain(&RefCell::new(ramp(n)), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            while_borrowed(&RefCell::new(ramp(n)), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            generic_plain(ramp(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            generic(ramp(n), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            number_like_plain(&ramp(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            number_like(&ramp(n), &mut b);
            b
        },
    );
    compare(
        |n| {
            let mut b = ramp(n);
            literals_plain(&mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            literals(&mut b);
            b
        },
    );
}

/// Everything has an `enumerate`, a `zip`, an `open` and a `joins` of the user's.
trait Everywhere: Sized {
    fn open(&self) -> f64 {
        1.5
    }
    fn joins(&self) -> f64 {
        2.5
    }
    fn items(&self) -> f64 {
        3.5
    }
    fn at(&self, _: usize) -> f64 {
        4.5
    }
}
impl<T> Everywhere for T {}

both!([nogil] everywhere_plain, everywhere_named(a: &[f64], out: &mut [f64]) {
    for (i, (x, y)) in a.iter().zip(out.iter_mut()).enumerate() {
        *y = x.open() + i.joins() + (i, i).items() + x.at(i);
    }
});

#[test]
fn names_of_ours_that_are_the_users() {
    compare(
        |n| {
            let mut b = ramp(n);
            everywhere_plain(&ramp(n), &mut b);
            b
        },
        |n| {
            let mut b = ramp(n);
            everywhere_named(&ramp(n), &mut b);
            b
        },
    );
}

/// An own `sum`, `map`, `fold` and `for_each`.
struct Ends(Vec<f64>);
impl Ends {
    fn iter(&self) -> Ends {
        log("iter");
        Ends(self.0.clone())
    }
    fn map<F: Fn(&f64) -> f64>(&self, f: F) -> Ends {
        log("map");
        Ends(self.0.iter().rev().map(f).collect())
    }
    fn sum<T: From<f32>>(&self) -> T {
        log("sum");
        T::from(2.5)
    }
    fn fold<F: Fn(f64, f64) -> f64>(self, first: f64, f: F) -> f64 {
        log("fold");
        self.0.iter().rev().fold(first, |a, b| f(a, *b) * 0.5)
    }
    fn for_each(self, mut f: impl FnMut(f64)) {
        log("for_each");
        self.0.iter().rev().for_each(|x| f(*x));
    }
}

/// A type of the user's that can be summed, and cannot be added to.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Total(f64);
impl<'a> std::iter::Sum<&'a f64> for Total {
    fn sum<I: Iterator<Item = &'a f64>>(all: I) -> Total {
        log("Total");
        Total(all.map(|x| x * 3.0).sum())
    }
}
impl std::iter::Sum<Total> for f64 {
    fn sum<I: Iterator<Item = Total>>(all: I) -> f64 {
        log("f64 of Total");
        all.map(|x| x.0 * 5.0).sum()
    }
}

both!([] own_ends_plain, own_ends(a: &Ends) -> f64 {
    let s: f64 = a.iter().sum();
    let t = a.iter().map(|x| x + 1.0).sum::<f64>();
    let u = a.iter().fold(1.0, |x, y| x + y);
    let mut v = 0.0;
    a.iter().for_each(|x| v = v * 0.5 + x);
    s + t + u + v
});
both!([] own_totals_plain, own_totals(a: &[f64]) -> (Total, f64, Option<f64>, std::time::Duration) {
    let s: Total = a.iter().sum();
    let t = a.iter().map(|x| Total(*x)).sum::<f64>();
    let u = a.iter().map(|x| if *x < 7.0 { Some(*x) } else { None }).sum::<Option<f64>>();
    let v = a.iter().map(|x| std::time::Duration::from_millis(x.abs() as u64)).sum::<std::time::Duration>();
    (s, t, u, v)
});
both!([] leaves_plain, leaves(a: &[f64]) -> Option<f64> {
    let mut seen = 0;
    a.iter().for_each(|x| {
        if *x < 0.0 {
            return;
        }
        seen += 1;
    });
    let s = a.iter().map(|x| {
        if *x > 8.0 {
            return 0.25;
        }
        *x
    }).sum::<f64>();
    Some(s + seen as f64)
});
both!([] inside_plain, inside(a: &[f64], out: &mut [f64]) -> f64 {
    let n = a.len();
    for i in 0..a.iter().map(|x| usize::from(*x > 0.0)).sum::<usize>() {
        out[i] += a[..i].iter().sum::<f64>();
    }
    let mut k = 0;
    while k < a.iter().filter(|x| **x > 3.0).fold(0, |s, _| s + 1) {
        k += 1;
    }
    let f = |from: usize| a[from..].iter().map(|x| x * 0.1).sum::<f64>();
    for (row, y) in a.chunks(5).zip(out.iter_mut()) {
        *y = row.iter().map(|x| x + row.iter().sum::<f64>()).sum();
    }
    let pair = (a.iter().product::<f64>(), [a.iter().sum::<f64>(); 2]);
    f(n / 2) + k as f64 + pair.0 + pair.1[1] + if a.iter().sum::<f64>() > 1.0 { 1.0 } else { 2.0 }
});
both!([] effects_plain, effects(a: &[f64]) -> Vec<f64> {
    let mut seen = Vec::new();
    let mut last = 0.0;
    let s = a.iter().map(|x| { seen.push(*x); x * 2.0 }).sum::<f64>();
    a.iter().rev().for_each(|x| last = *x);
    let mut total = 0.0;
    a.iter().for_each(|x| total += x * 0.1);
    let t = a.iter().fold(s, |s, x| { log("x"); if *x > 5.0 { s - x } else { s * 0.5 + x } });
    seen.push(t + last + total);
    seen
});
both!([] overflows_plain, overflows(a: &[f64]) -> i32 {
    a.iter().map(|x| if *x > 0.0 { i32::MAX / 40 } else { 1 }).sum::<i32>()
});
both!([parallel] overflows_in_parallel_plain, overflows_in_parallel(a: &[f64]) -> i32 {
    a.iter().map(|x| if *x > 0.0 { i32::MAX / 40 } else { 1 }).sum::<i32>()
});
both!([parallel] asserted_plain, asserted(a: &[f64]) -> f64 {
    a.iter().map(|x| { assert!(*x < 9.0, "too great: {x}"); x * 2.0 }).sum::<f64>()
});
both!([] in_order_plain, in_order(a: &[f64]) -> [f64; 6] {
    let s = a.iter().map(|x| x * 0.1).sum::<f64>();
    let p: f64 = a.iter().map(|x| 1.0 + x * 0.001).product();
    let f = a.iter().fold(0.3, |s, x| s + x * 0.1);
    let g = a.iter().rev().fold(0.3, |s, x| s * 0.5 + x);
    let r = (0..a.len()).map(|i| a[i] / 3.0).sum::<f64>();
    let r2 = (1..a.len()).rev().step_by(3).map(|i| a[i] / 3.0).sum::<f64>();
    [s, p, f, g, r, r2]
});
both!([] each_in_order_plain, each_in_order(a: &[f64]) -> f64 {
    let mut s = 0.25;
    a.iter().for_each(|x| s = s * 0.5 + x);
    s
});
// Of the numbers every sum in any order is exact.
both!([fastmath(reassoc)] regrouped_plain, regrouped(a: &[f64]) -> [f64; 3] {
    let s = a.iter().sum::<f64>();
    let t = a.iter().zip(a.iter().rev()).map(|(x, y)| x * y).sum::<f64>();
    [s, t, a.iter().map(|x| if *x > 0.0 { 2.0 } else { 0.5 }).product::<f64>()]
});
both!([] unnamed_plain, unnamed(a: &[f64]) -> f64 {
    let mut s = 1.0;
    s += a.iter().sum::<f64>();
    takes(a.iter().sum()) + s
});
fn takes(x: f64) -> f64 {
    x
}

#[test]
fn own_ends_of_chains() {
    compare(|n| own_ends_plain(&Ends(ramp(n))), |n| own_ends(&Ends(ramp(n))));
    assert_eq!(runs("own_ends").0, 0);
    compare(|n| own_totals_plain(&ramp(n)), |n| own_totals(&ramp(n)));
    assert_eq!(runs("own_totals").0, 0);
    compare(|n| leaves_plain(&ramp(n)), |n| leaves(&ramp(n)));
}

#[test]
fn chains_inside_of_others() {
    compare(
        |n| {
            let mut b = ramp(n + 200);
            let s = inside_plain(&ramp(n), &mut b);
            (s, b)
        },
        |n| {
            let mut b = ramp(n + 200);
            let s = inside(&ramp(n), &mut b);
            (s, b)
        },
    );
    compare(|n| effects_plain(&ramp(n)), |n| effects(&ramp(n)));
    compare(|n| unnamed_plain(&ramp(n)).to_bits(), |n| unnamed(&ramp(n)).to_bits());
}

#[test]
fn sums_keep_their_order_and_their_panics() {
    compare(|n| in_order_plain(&ramp(n)).map(f64::to_bits), |n| in_order(&ramp(n)).map(f64::to_bits));
    compare(|n| each_in_order_plain(&ramp(n)).to_bits(), |n| each_in_order(&ramp(n)).to_bits());
    ran("each_in_order");
    compare(|n| regrouped_plain(&ramp(n)), |n| regrouped(&ramp(n)));
    ran("regrouped");
    compare(|n| overflows_plain(&ramp(n)), |n| overflows(&ramp(n)));
    compare(|n| overflows_in_parallel_plain(&ramp(n)), |n| overflows_in_parallel(&ramp(n)));
    compare(|n| asserted_plain(&ramp(n)), |n| asserted(&ramp(n)));
}
