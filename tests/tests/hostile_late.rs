//! Adapters after closures that are not what they seem: types of the user's own with the names of core's methods, items
//! that are no numbers, patterns of every kind. What must not happen is a wrong value, a different order of effects, or an
//! error of rustc's in generated code.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    unused_mut,
    dead_code,
    reason = "programs as they should not be written are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn log(what: &str) {
    LOG.with(|l| l.borrow_mut().push(what.to_owned()));
}

/// Both give the same value and the same log.
fn compare<T: std::fmt::Debug>(plain: impl Fn(usize) -> T, fast: impl Fn(usize) -> T) {
    everywhere(|how| {
        for n in [0, 1, 2, 33, 64, 130] {
            let run = |f: &dyn Fn(usize) -> T| {
                LOG.with(|l| l.borrow_mut().clear());
                let out = format!("{:?}", f(n));
                (out, LOG.with(|l| l.borrow().clone()))
            };
            assert_eq!(run(&plain), run(&fast), "{how}, n = {n}");
        }
    });
}

/// All of core's names, none of core's meanings.
#[derive(Clone, Debug)]
pub struct Mine(Vec<f64>);

/// What they give.
#[derive(Clone, Debug)]
pub struct Made(Vec<f64>);

impl Mine {
    fn iter(&self) -> Mine {
        log("iter");
        self.clone()
    }
    fn map<R: Into<f64>>(self, mut f: impl FnMut(f64) -> R) -> Made {
        log("map");
        Made(self.0.iter().map(|x| f(*x + 1.0).into()).collect())
    }
}

impl Made {
    fn zip(self, other: impl IntoIterator<Item = f64>) -> Made {
        log("zip");
        Made(self.0.iter().zip(other).map(|(a, b)| a * 2.0 + b).collect())
    }
    fn skip(self, n: u8) -> Made {
        log("skip");
        Made(self.0[..self.0.len().min(usize::from(n))].to_vec())
    }
    fn step_by(self, n: i64) -> Made {
        log("step");
        Made(self.0.iter().map(|x| x * n as f64).collect())
    }
    fn enumerate(self) -> Made {
        log("enumerate");
        self
    }
    fn map(self, mut f: impl FnMut(f64) -> f64) -> Made {
        Made(self.0.iter().map(|x| f(*x)).collect())
    }
    fn filter(self, mut f: impl FnMut(&f64) -> bool) -> Made {
        Made(self.0.iter().copied().filter(|x| f(x)).collect())
    }
    fn sum<S: From<f32>>(self) -> f64 {
        log("sum");
        self.0.iter().sum()
    }
    fn for_each(self, mut f: impl FnMut(f64)) {
        self.0.iter().rev().for_each(|x| f(*x));
    }
    fn any(self, f: impl Fn(f64) -> bool) -> String {
        format!("{:?}", self.0.iter().map(|x| f(*x)).collect::<Vec<_>>())
    }
}

impl IntoIterator for Made {
    type Item = f64;
    type IntoIter = std::vec::IntoIter<f64>;
    fn into_iter(self) -> std::vec::IntoIter<f64> {
        self.0.into_iter()
    }
}

macro_rules! programs {
    ($($name:ident [$($options:tt)*] |$n:ident| ($($arg:ident: $ty:ty = $value:expr),*) -> $out:ty $body:block)*) => {
        $(mod $name {
            use super::*;
            fn plain($($arg: $ty),*) -> $out $body
            #[accel($($options)*)]
            fn fast($($arg: $ty),*) -> $out $body
            #[test]
            fn the_same() {
                compare(|$n| plain($($value),*), |$n| fast($($value),*));
            }
        })*
    };
}

#[derive(Clone, Copy, Debug)]
pub struct Point {
    x: f64,
    y: f64,
}

fn points(n: usize) -> Vec<Point> {
    ramp(n).iter().map(|x| Point { x: *x, y: x * 2.0 }).collect()
}

programs! {
    own_zip [] |n| (a: Mine = Mine(ramp(n)), b: &[f64] = &ramp(n)) -> f64 {
        a.iter().map(|x| x * 2.0).zip(b.iter().map(|y| y + 1.0)).sum::<f64>()
    }
    own_skip [] |n| (a: Mine = Mine(ramp(n)), k: u8 = n as u8 / 2) -> f64 {
        a.iter().map(|x| x * 2.0).skip(k).sum::<f64>()
    }
    own_skip_of_a_number [] |n| (a: Mine = Mine(ramp(n))) -> f64 {
        a.iter().map(|x| x * 2.0).skip(3).map(|x| x - 1.0).sum::<f64>()
    }
    own_step [] |n| (a: Mine = Mine(ramp(n)), k: i64 = -1) -> f64 {
        a.iter().map(|x| x * 2.0).step_by(k).sum::<f64>()
    }
    own_step_in_a_head [] |n| (a: Mine = Mine(ramp(n)), k: i64 = 0) -> Vec<f64> {
        let mut out = Vec::new();
        for x in a.iter().map(|x| x * 2.0).step_by(k) { out.push(x); }
        out
    }
    own_enumerate [] |n| (a: Mine = Mine(ramp(n))) -> Vec<f64> {
        let mut out = vec![0.0; 200];
        let mut k = 0;
        a.iter().map(|x| x * 2.0).enumerate().for_each(|x| { out[k] = x; k += 1; });
        out
    }
    own_any [] |n| (a: Mine = Mine(ramp(n))) -> String {
        a.iter().map(|x| x * 2.0).enumerate().any(|x| x > 1.0)
    }
    own_filter [] |n| (a: Mine = Mine(ramp(n))) -> f64 {
        a.iter().map(|x| x * 2.0).enumerate().filter(|x| *x > 1.0).map(|x| x + 1.0).sum::<f64>()
    }
    own_inside [] |n| (a: &[f64] = &ramp(n), b: Mine = Mine(ramp(n))) -> Vec<f64> {
        let mut out = vec![0.0; a.len()];
        for (o, (x, y)) in out.iter_mut().zip(a.iter().map(|x| x * 2.0).zip(b.iter().map(|y| y + 1.0))) { *o = x - y; }
        out
    }
    of_a_map [parallel] |n| (a: &BTreeMap<usize, f64> = &ramp(n).into_iter().enumerate().collect()) -> f64 {
        a.iter().map(|(k, v)| v * 2.0).skip(2).sum::<f64>()
    }
    of_a_deque [parallel] |n| (a: &VecDeque<f64> = &ramp(n).into(), b: &[f64] = &ramp(n)) -> Vec<f64> {
        a.iter().map(|v| v * 2.0).zip(b.iter().map(|w| w + 1.0)).map(|(v, w)| v - w).collect::<Vec<f64>>()
    }
    a_deque_joins [parallel] |n| (a: &VecDeque<f64> = &ramp(n).into(), b: &[f64] = &ramp(n)) -> Vec<f64> {
        b.iter().map(|v| v * 2.0).zip(a.iter().map(|w| w + 1.0)).map(|(v, w)| v - w).collect::<Vec<f64>>()
    }
    strings [] |n| (a: Vec<String> = vec!["ab".into(); n], b: Vec<String> = vec!["c".into(); n + 1]) -> Vec<String> {
        a.into_iter().map(|s| s + "x").zip(b.into_iter().map(|t: String| t + "y")).map(|(s, t)| s + &t).collect::<Vec<String>>()
    }
    lengths [parallel] |n| (a: Vec<String> = vec!["ab".into(); n], b: &[usize] = &vec![3; n]) -> usize {
        a.iter().map(|s| s.len()).zip(b.iter().map(|k| k * 2)).map(|(s, k)| s * k).sum::<usize>()
    }
    characters [] |n| (b: &[u32] = &vec![3; n]) -> Vec<u32> {
        ('a'..'z').map(|c| c as u32).zip(b.iter().map(|k| k * 2)).map(|(s, k)| s * k).collect::<Vec<u32>>()
    }
    wide_numbers [] |n| (b: &[u32] = &vec![3; n]) -> u128 {
        (0u128..40).map(|c| c * 3).zip(b.iter().map(|k| k * 2)).map(|(s, k)| s * u128::from(k)).sum::<u128>()
    }
    structs [parallel] |n| (a: &[Point] = &points(n), b: &[Point] = &points(n)) -> f64 {
        a.iter().map(|p| p.x).zip(b.iter().map(|q| q.y)).map(|(p, q)| p.min(q)).fold(f64::INFINITY, f64::min)
    }
    structs_declared [parallel, nogil] |n| (a: &[Point] = &points(n), b: &[Point] = &points(n)) -> Vec<f64> {
        a.iter().map(|p| p.x).zip(b.iter().map(|q| q.y)).map(|(p, q)| p.min(q)).collect::<Vec<f64>>()
    }
    pairs_collected [parallel] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n)) -> Vec<(f64, usize)> {
        a.iter().map(|p| p * 2.0).zip(b.iter().enumerate().map(|(i, q)| i)).collect::<Vec<(f64, usize)>>()
    }
    patterns [parallel] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n + 3)) -> Vec<f64> {
        a.iter().zip(b).enumerate().map(|(i, (&x, y))| (x + i as f64, *y)).zip(b.iter().skip(1).map(|&y| y))
            .enumerate().map(|(_, ((p, _), r)): (usize, ((f64, f64), f64))| p - r).collect::<Vec<f64>>()
    }
    typed [parallel] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n + 3)) -> Vec<f64> {
        a.iter().map(|x: &f64| x * 2.0).zip(b.iter().map(|y: &f64| y + 1.0)).map(|(p, q): (f64, f64)| p - q).collect::<Vec<f64>>()
    }
    moves [] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n + 3), k: f64 = 0.5) -> Vec<f64> {
        a.iter().map(move |x| x * k).zip(b.iter().map(|y| y + 1.0)).map(|(p, q)| p - q).collect::<Vec<f64>>()
    }
    hidden_names [parallel] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n), x: f64 = 2.5, y: f64 = 0.5) -> Vec<f64> {
        a.iter().map(|y| y * x).zip(b.iter().map(|x| x + y)).enumerate().map(|(a, (b, c))| b - c + x * y + a as f64).collect::<Vec<f64>>()
    }
    labels [] |n| (a: &[f64] = &ramp(n), b: &mut [f64] = &mut ramp(n)) -> Vec<f64> {
        'all: for (x, y) in a.iter().map(|x| x * 2.0).zip(b.iter_mut()) {
            if x < 0.0 { continue 'all; }
            for k in 0..3 { if x > 3.0 { continue 'all; } *y += x; }
        }
        b.to_vec()
    }
    breaks [] |n| (a: &[f64] = &ramp(n), b: &mut [f64] = &mut ramp(n)) -> Vec<f64> {
        for (x, y) in a.iter().map(|x| x * 2.0).zip(b.iter_mut()) { if x > 3.0 { break; } *y += x; }
        b.to_vec()
    }
    repeated [parallel] |n| (a: &[f64] = &ramp(n)) -> f64 {
        let s: f64 = a.iter().map(|x| x * 2.0).sum();
        s + a.iter().map(|x| x * 2.0).zip(std::iter::repeat(2.0)).map(|(x, y)| x * y).fold(0.0, |s, x| s + x * 0.0)
    }
    arrays [parallel] |n| (a: [f64; 9] = [0.5; 9], b: &[f64; 9] = &[2.0; 9]) -> f64 {
        a.iter().map(|x| x * 2.0).zip(b.iter().map(|y| y + 1.0)).map(|(x, y)| x * y).sum::<f64>()
    }
    cut [parallel] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n)) -> f64 {
        a[n_of(a)..].iter().map(|x| x * 2.0).zip(b[..n_of(b)].iter().map(|y| y + 1.0)).map(|(x, y)| x.max(y)).fold(f64::NEG_INFINITY, f64::max)
    }
    rows [parallel] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n)) -> Vec<f64> {
        a.chunks(3).map(|r| r[0] + r.len() as f64).zip(b.windows(2).map(|w| w[0] * w[1])).map(|(p, q)| p - q).collect::<Vec<f64>>()
    }
    mutable [parallel] |n| (a: &mut [f64] = &mut ramp(n), b: &[f64] = &ramp(n)) -> Vec<f64> {
        a.iter_mut().zip(b).map(|(x, y)| (x, y * 2.0)).enumerate().for_each(|(i, (x, y))| *x += y * i as f64);
        a.to_vec()
    }
    dropped [parallel] |n| (a: Vec<f64> = ramp(n), b: Vec<f64> = ramp(n)) -> Vec<f64> {
        a.into_iter().map(|x| x * 2.0).zip(b.into_iter().map(|y| y + 1.0)).map(|(x, y)| x - y).collect()
    }
    best_of_references [parallel] |n| (a: &[f64] = &ramp(n), b: &[f64] = &ramp(n)) -> Option<(usize, f64)> {
        a.iter().zip(b).map(|(x, y)| x * y).enumerate().max_by(|p, q| p.1.total_cmp(&q.1))
    }
    best_of_filtered [parallel] |n| (a: &[f64] = &ramp(n)) -> Option<(usize, f64)> {
        a.iter().map(|x| x * 2.0).enumerate().filter(|(i, x)| i % 3 == 1).min_by(|p, q| p.1.partial_cmp(&q.1).unwrap())
    }
    found_at [parallel] |n| (a: &[f64] = &ramp(n)) -> Option<usize> {
        a.iter().map(|x| x * 2.0).rev().skip(1).position(|x| x > 9.0)
    }
}

fn n_of(a: &[f64]) -> usize {
    a.len() / 2
}

both!([parallel] generic_plain, generic_sum(a: &[f64], b: &[f64]) -> f64 {
    fn of<T: Copy + Into<f64>>(a: &[T], b: &[T]) -> f64 {
        a.iter().map(|x| (*x).into()).zip(b.iter().map(|y| (*y).into())).map(|(x, y): (f64, f64)| x * y).sum::<f64>()
    }
    let mut s = of(a, b);
    for x in a.iter().map(|x| x * 0.0).skip(1) { s += x; }
    s
});

#[accel(parallel, nogil)]
fn of_any<T: Copy + Into<f64> + Send + Sync>(a: &[T], b: &[T]) -> Vec<f64> {
    a.iter()
        .map(|x| (*x).into())
        .zip(b.iter().map(|y| (*y).into()))
        .map(|(x, y): (f64, f64)| x * y)
        .collect::<Vec<f64>>()
}

#[test]
fn generic_functions() {
    compare(|n| generic_plain(&ramp(n), &ramp(n)), |n| generic_sum(&ramp(n), &ramp(n)));
    assert_eq!(of_any(&[1.0f32, 2.0], &[3.0, 4.0, 5.0]), [3.0, 8.0]);
}

/// Fields of the value itself.
pub struct Both {
    x: Vec<f64>,
    y: Vec<f64>,
    k: f64,
}

#[accel(parallel)]
impl Both {
    fn scaled(&mut self) {
        let k = self.k;
        self.x.iter().map(|v| v * k).zip(self.y.iter_mut()).for_each(|(p, y)| *y = p + 1.0);
    }
    fn kept(&self) -> Vec<(usize, f64)> {
        self.x.iter().map(|v| v * self.k).enumerate().filter(|(_, p)| *p > 1.0).collect()
    }
    fn dot(&self) -> f64 {
        self.x.iter().map(|v| v * 2.0).zip(&self.y).map(|(p, y)| p * y).sum::<f64>()
    }
}

#[test]
fn methods() {
    let x = ramp(100);
    let mut both = Both { x: x.clone(), y: vec![0.0; 90], k: 0.5 };
    both.scaled();
    assert!(both.y.iter().zip(&x).all(|(y, x)| *y == x * 0.5 + 1.0));
    let kept: Vec<_> = x.iter().map(|v| v * 0.5).enumerate().filter(|(_, p)| *p > 1.0).collect();
    assert_eq!(both.kept(), kept);
    assert!((both.dot() - x.iter().zip(&both.y).map(|(x, y)| x * 2.0 * y).sum::<f64>()).abs() < 1e-9);
}
