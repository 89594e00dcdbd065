//! Chains inside of bodies that are not what they seem, and chains where core's `Iterator` is not in scope. Each runs
//! as written; what must not happen is a wrong value, a different order of effects, or an error of rustc's.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    dead_code,
    reason = "programs as they should not be written are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, runs};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::panic::AssertUnwindSafe;

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

pub fn log(what: &str) {
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

macro_rules! same {
    ($(|$n:ident| $plain:ident, $fast:ident($($arg:expr),*);)*) => {$(
        compare(
            |$n| { let mut out = ramp($n); $plain($($arg,)* &mut out); out },
            |$n| { let mut out = ramp($n); $fast($($arg,)* &mut out); out },
        );
    )*};
}

/// An own `iter`, whose adapters are its own.
struct Mine(Vec<f64>);
struct Own(Vec<f64>);
impl Mine {
    fn iter(&self) -> Own {
        log("iter");
        Own(self.0.clone())
    }
    fn chunks(&self, n: usize) -> Own {
        log("chunks");
        Own(vec![n as f64; 3])
    }
}
impl Own {
    fn map(self, f: impl Fn(f64) -> f64) -> Own {
        log("map");
        Own(self.0.into_iter().rev().map(f).collect())
    }
    fn sum<T: From<f32>>(self) -> T {
        log("sum");
        T::from(self.0.len() as f32)
    }
    fn fold(self, first: f64, f: impl Fn(f64, f64) -> f64) -> f64 {
        log("fold");
        f(first, self.0.len() as f64)
    }
    fn any(self, f: impl Fn(f64) -> bool) -> bool {
        log("any");
        f(-1.0)
    }
    fn max(self) -> Option<f64> {
        log("max");
        Some(0.25)
    }
}

/// Core's own iterator, out of an own `iter`.
struct Logged(Vec<f64>);
impl Logged {
    fn iter(&self) -> std::slice::Iter<'_, f64> {
        log("iter of core's");
        self.0.iter()
    }
}

both!([] own_plain, own(a: &Mine, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a.iter().map(|x| x * 2.0).sum::<f64>();
        out[i] += a.iter().fold(1.0, |s, x| s + x) + a.iter().max().unwrap();
        if a.iter().any(|x| x < 0.0) { out[i] += a.chunks(3).sum::<f64>(); }
    }
});
both!([] logged_plain, logged(a: &Logged, out: &mut [f64]) {
    for i in 0..out.len() { out[i] = a.iter().map(|x| x * 2.0).sum::<f64>(); }
});
both!([] logged_local_plain, logged_local(n: usize, out: &mut [f64]) {
    for i in 0..out.len() {
        let a = Logged(vec![0.5; i % 7]);
        out[i] = a.iter().zip(a.iter().skip(1)).map(|(x, y)| x * y).sum::<f64>();
        for (j, v) in a.iter().enumerate() { out[i] += j as f64 * v; }
    }
});
both!([nogil] logged_nogil_plain, logged_nogil(a: &Logged, out: &mut [f64]) {
    for i in 0..out.len() { out[i] = a.iter().map(|x| x * 2.0).sum::<f64>(); }
});
both!([] deques_plain, deques(a: &VecDeque<f64>, x: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a.iter().zip(x).map(|(p, q)| p * q).sum::<f64>();
        out[i] += x.iter().zip(a).map(|(p, q)| p - q).sum::<f64>();
        out[i] += x.iter().zip(a.iter()).map(|(p, q)| p - q).sum::<f64>();
        for v in a { out[i] += v; }
    }
});
both!([] maps_plain, maps(a: &BTreeMap<u32, f64>, b: &HashMap<u32, f64>, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a.iter().map(|(k, v)| f64::from(*k) * v).sum::<f64>() + b.iter().count() as f64;
        for (k, v) in a.iter() { out[i] += v; }
        for (k, v) in a { out[i] += v; }
    }
});
both!([] strings_plain, strings(a: &[String], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a.iter().map(|s| s.len()).sum::<usize>() as f64;
        if a.iter().any(|s| s.is_empty()) { out[i] += 1.0; }
        out[i] += a.iter().max().map_or(0, |s| s.len()) as f64;
    }
});

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
impl std::ops::Add<f64> for Total {
    type Output = Total;
    fn add(self, x: f64) -> Total {
        log("add");
        Total(self.0 - x)
    }
}
const NOTHING: Total = Total(0.5);

both!([] totals_plain, totals(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        let s: Total = a.iter().sum();
        let t = a.iter().map(|x| Total(*x)).sum::<f64>();
        let u = a.iter().fold(NOTHING, |s, x| s + *x);
        let v = a.iter().map(|x| if *x < 7.0 { Some(*x) } else { None }).sum::<Option<f64>>();
        let w = a.iter().map(|x| std::time::Duration::from_millis(x.abs() as u64)).sum::<std::time::Duration>();
        out[i] = s.0 + t + u.0 + v.unwrap_or(1.0) + w.as_secs_f64();
    }
});
both!([] effects_plain, effects(a: &[f64], out: &mut [f64]) {
    let mut seen = Vec::new();
    let mut last = 0.0;
    for i in 0..out.len() {
        out[i] = a.iter().map(|x| { last = *x; x * 2.0 }).sum::<f64>() + last;
        out[i] += a.iter().map(|x| { seen.push(*x); log("x"); 1.0 }).sum::<f64>();
        let mut k = 0;
        out[i] += a.iter().take_while(|x| { k += 1; **x < 2.0 }).count() as f64 + k as f64;
    }
});
both!([] in_place_plain, in_place(m: usize, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = (0..i).map(|j| out[j] * 0.5).sum::<f64>() + out.iter().sum::<f64>() * 0.1;
        out[i] += out[i..].iter().map(|v| v * 0.01).sum::<f64>();
    }
});
both!([] leaves_plain, leaves(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a.iter().map(|x| { if *x > 3.0 { return 0.5; } *x }).sum::<f64>();
        let o: Option<f64> = a.iter().find(|x| **x > 100.0).map(|x| x * 2.0);
        if let Some(v) = o { out[i] = v; }
        let Some(v) = a.iter().copied().reduce(f64::max) else { continue };
        out[i] += v;
    }
});
fn generic_plain<T: Copy + std::iter::Sum<T> + std::ops::Mul<Output = T>>(a: &[T], out: &mut [T]) {
    for i in 0..out.len() {
        out[i] = a.iter().map(|x| *x * *x).sum();
        out[i] = a.iter().copied().sum::<T>();
    }
}
#[accel]
fn generic<T: Copy + std::iter::Sum<T> + std::ops::Mul<Output = T>>(a: &[T], out: &mut [T]) {
    for i in 0..out.len() {
        out[i] = a.iter().map(|x| *x * *x).sum();
        out[i] = a.iter().copied().sum::<T>();
    }
}
both!([] shadows_plain, shadows(a: &[f64], out: &mut [f64]) {
    let i = 3;
    let j = 5.0;
    for i in 0..out.len() {
        out[i] = (0..i).map(|j| j + 1).filter(|i| i % 2 == 0).map(|j| j as f64).sum::<f64>() * j;
        out[i] += (0..i).map(|i| a[i % a.len().max(1)]).sum::<f64>();
        let i = 2.5;
        out[0] += a.iter().map(|j| j * i).fold(j, |i, j| i * 0.5 + j);
    }
});
both!([] arrays_plain, arrays(a: [f64; 3], b: Box<[f64]>, out: &mut [f64]) {
    let table = [[1.0, 2.0], [3.0, 4.0]];
    for i in 0..out.len() {
        out[i] = a.iter().zip(b.iter()).map(|(x, y)| x * y).sum::<f64>();
        out[i] += b.iter().zip(a).map(|(x, y)| x * y).sum::<f64>();
        out[i] += table.iter().map(|r| r.iter().sum::<f64>()).sum::<f64>();
        out[i] += table[i % 2].iter().sum::<f64>();
    }
});

#[test]
fn own_types_in_bodies() {
    same! {
        |n| own_plain, own(&Mine(ramp(n)));
        |n| logged_plain, logged(&Logged(ramp(n)));
        |n| logged_local_plain, logged_local(n);
        |n| totals_plain, totals(&ramp(n));
        |n| generic_plain, generic(&ramp(n));
    }
    assert_eq!(runs("own").0 + runs("logged").0 + runs("logged_local").0 + runs("totals").0, 0);
    let (mut plain, mut fast) = (ramp(9), ramp(9));
    logged_nogil_plain(&Logged(ramp(9)), &mut plain);
    logged_nogil(&Logged(ramp(9)), &mut fast);
    assert_eq!(plain, fast);
}

#[test]
fn other_types_in_bodies() {
    let tree = |n: usize| (0u32..).zip(ramp(n)).collect::<BTreeMap<_, _>>();
    let texts = |n: usize| (0..n).map(|i| "x".repeat(i % 7)).collect::<Vec<_>>();
    same! {
        |n| deques_plain, deques(&ramp(n).into(), &ramp(20));
        |n| maps_plain, maps(&tree(n), &tree(n).into_iter().collect());
        |n| strings_plain, strings(&texts(n));
        |n| arrays_plain, arrays([1.0, 2.0, 4.0], ramp(n).into());
    }
}

#[test]
fn effects_in_bodies() {
    same! {
        |n| effects_plain, effects(&ramp(n));
        |n| in_place_plain, in_place(n);
        |n| leaves_plain, leaves(&ramp(n));
        |n| shadows_plain, shadows(&ramp(n));
    }
}

/// Where core's `Iterator` is not in scope, names of its methods are those of a trait of the user's.
#[no_implicit_prelude]
mod bare {
    use super::log;
    use ::hotloop::accel;
    use ::hotloop_tests::both;

    mod sneaky {
        use ::std::iter::{Iterator, Map, Rev, Zip};
        pub trait Sneaky: Iterator + ::std::marker::Sized {
            fn zip<B: ::std::iter::IntoIterator>(self, b: B) -> Zip<Self, B::IntoIter> {
                super::log("zip");
                Iterator::zip(self, b)
            }
            fn rev(self) -> Rev<Self>
            where
                Self: ::std::iter::DoubleEndedIterator,
            {
                super::log("rev");
                Iterator::rev(self)
            }
            fn enumerate(self) -> ::std::iter::Enumerate<Self> {
                super::log("enumerate");
                Iterator::enumerate(self)
            }
            fn map<T, F: ::std::ops::FnMut(Self::Item) -> T>(self, f: F) -> Map<Self, F> {
                super::log("map");
                Iterator::map(self, f)
            }
            fn sum<S: ::std::iter::Sum<Self::Item>>(self) -> S {
                super::log("sum");
                Iterator::sum(Iterator::skip(self, 1))
            }
        }
    }
    /// For all iterators, or for those of slices and ranges alone.
    pub mod all {
        use super::*;
        use sneaky::Sneaky;
        mod of_all {
            impl<I: ::std::iter::Iterator> super::Sneaky for I {}
        }
        use ::std::primitive::*;
        both!([] heads_plain, heads(a: &[f64], out: &mut [f64]) {
            for (x, y) in a.iter().zip(out.iter_mut()) { *y += x; }
            for (i, y) in out.iter_mut().enumerate().rev() { *y += i as f64; }
            for i in (0..out.len()).rev() { out[i] *= 2.0; }
            for y in a.iter().map(|x| x * 2.0) { out[0] += y; }
        });
        both!([] bodies_plain, bodies(a: &[f64], out: &mut [f64]) {
            for i in 0..out.len() {
                out[i] = a.iter().zip(a).map(|(x, y)| x * y).sum::<f64>();
                out[i] += (0..a.len()).map(|j| a[j] * 0.5).sum::<f64>();
                for (j, v) in a.iter().enumerate() { out[i] += j as f64 * v; }
            }
        });
        both!([] ends_plain, ends(a: &[f64], out: &mut [f64]) {
            out[0] = a.iter().map(|x| x * 2.0).sum::<f64>();
            out[1] = (0..a.len()).map(|i| a[i]).sum::<f64>();
        });
        pub fn pairs() -> [(fn(&[f64], &mut [f64]), fn(&[f64], &mut [f64])); 3] {
            [(heads_plain, heads), (bodies_plain, bodies), (ends_plain, ends)]
        }
    }
}

#[test]
fn without_cores_iterator() {
    for (plain, fast) in bare::all::pairs() {
        compare(
            |n| {
                let mut out = ramp(n + 2);
                plain(&ramp(n), &mut out);
                out
            },
            |n| {
                let mut out = ramp(n + 2);
                fast(&ramp(n), &mut out);
                out
            },
        );
    }
    assert_eq!(runs("heads").0 + runs("bodies").0 + runs("ends").0, 0);
}
