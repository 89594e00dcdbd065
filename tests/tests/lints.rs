//! Generated code is silent under the lints that a careful user may turn on. The functions here are written
//! so that no lint has anything to say of them; whatever is reported comes from the expansion.

#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(unused, nonstandard_style, future_incompatible, rust_2018_idioms, rust_2021_compatibility)]
#![deny(keyword_idents, let_underscore, missing_docs, unreachable_pub)]
#![deny(unused_qualifications, unused_lifetimes, unused_import_braces, unused_results, unused_macro_rules)]
#![deny(trivial_casts, trivial_numeric_casts, single_use_lifetimes, explicit_outlives_requirements)]
#![deny(
    variant_size_differences,
    meta_variable_misuse,
    missing_debug_implementations,
    missing_copy_implementations
)]
#![deny(
    ambiguous_negative_literals,
    non_ascii_idents,
    redundant_lifetimes,
    unit_bindings,
    elided_lifetimes_in_paths
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
// What the functions themselves are about: loops over subscripts.
#![allow(clippy::needless_range_loop, reason = "loops over subscripts are what is tested")]

use hotloop::accel;

/// Arrays behind fields.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Numbers.
    pub x: Vec<f64>,
    /// Others.
    pub y: Vec<f64>,
}

impl Fields {
    /// Chains that begin with a field and end in a value.
    #[must_use]
    #[accel(parallel)]
    pub fn ends(&self) -> (f64, Option<f64>, Option<usize>, bool, usize, f64) {
        let dot: f64 = self.x.iter().zip(&self.y).map(|(x, y)| x * y).sum();
        let least = self.x.iter().copied().min_by(f64::total_cmp);
        let at = self.y.iter().position(|y| *y > 1.0);
        let all = self.x.iter().all(|x| *x < 1e3);
        let above = self.x.iter().filter(|x| **x > 0.5).count();
        let product = self.y.iter().fold(1.0, |p, y| p * y);
        (dot, least, at, all, above, product)
    }

    /// Those that write.
    #[accel(parallel)]
    pub fn writes(&mut self, k: f64) {
        self.x.iter_mut().zip(self.y.iter()).for_each(|(x, y)| *x += k * y);
        for y in self.y.iter_mut().filter(|y| **y < 0.0) {
            *y = -*y;
        }
    }
}

/// The least and the greatest in every spelling.
#[must_use]
#[accel(parallel)]
pub fn extremes(a: &[f64], n: u32) -> (Option<&f64>, Option<u32>, Option<(usize, &f64)>) {
    let greatest = a.iter().max_by(|x, y| x.partial_cmp(y).unwrap_or(std::cmp::Ordering::Equal));
    let number = (1..=n).map(|i| i ^ 3).max();
    let both = a.iter().enumerate().max_by(|(_, x), (_, y)| x.total_cmp(y));
    (greatest, number, both)
}

/// Vectors by value, and an early return.
#[must_use]
#[accel(parallel)]
pub fn by_value(a: Vec<f64>) -> f64 {
    if a.len() > 3 {
        return a.into_iter().map(|x| x * 0.5).sum();
    }
    0.0
}

/// A sum and an elementary function.
#[accel(parallel, nogil)]
pub fn softmax(z: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for i in 0..z.len() {
        sum += z[i].exp();
    }
    for i in 0..z.len() {
        out[i] = z[i].exp() / sum;
    }
}

/// Statements about whole arrays.
pub fn statements(k: f64, from: &[f64], to: &mut [f64], flags: &mut [bool]) {
    let offset = |x: f64| x + k;
    hotloop::map!(to[..] = k * (from[..] + to[..]));
    hotloop::map!((to[..], flags[..]) = (offset(from[..]).exp(), from[..] > k));
    hotloop::map! {
        #![accel(fastmath(contract), threads = 2)]
        let d = from[..] - to[..];
        to[..] += d * d / k;
        if flags[..] {
            to[..] = 1.0;
        }
    }
    let n = from.len();
    hotloop::map!(to[1..n - 1] = 0.5f64.mul_add(from[..n - 2], from[2..]));
    hotloop::map!(to[..] = from[..]);
}

/// Terms that stand in parentheses, because an operator asks for them.
#[accel(parallel, fastmath)]
#[must_use]
#[allow(clippy::assign_op_pattern, clippy::suboptimal_flops, reason = "the long form is what is tested")]
pub fn parentheses(x: &[u32], a: &[f64]) -> (u32, u32, f64, f64) {
    let shifted = x.iter().enumerate().fold(0, |total, (i, &x)| total + (x << (i % 4)));
    let mixed = x.iter().fold(0, |hash, &x| hash ^ (x >> 3));
    let (mut sum, mut rest, mut most) = (0.0, 0.0, 0.0f64);
    for i in 0..a.len() {
        sum = sum - (a[i] - 1.0);
        most = most.max((a[i] - 1.0).abs());
        let mut inner = 0.0;
        for j in 0..a.len() {
            inner = inner + (a[i] - a[j]);
        }
        rest += inner * inner;
    }
    (shifted, mixed, sum + most, rest)
}

/// Chains of iterators in the head.
#[accel(parallel)]
pub fn chains(from: &[f64], to: &mut [f64], all: &mut [f64]) -> (f64, usize) {
    let (mut sum, mut best, mut at) = (0.0, 0.0, 0);
    for (x, y) in from.iter().zip(to.iter_mut()) {
        *y += 2.0 * x;
    }
    for (i, &x) in from.iter().enumerate().skip(1) {
        if x > best {
            best = x;
            at = i;
        }
    }
    for x in from {
        sum += x;
    }
    for (row, &x) in to.chunks_mut(3).zip(from) {
        row[0] = x;
    }
    for x in all {
        *x = x.sin();
    }
    (sum + best, at)
}

/// Chains that end in a value.
#[must_use]
#[accel(parallel)]
pub fn ends(a: &[f64], b: &mut [f64]) -> f64 {
    let sum: f64 = a.iter().zip(b.iter()).map(|(x, y)| x * y).sum();
    let product = a.iter().map(|x| x.exp()).product::<f64>();
    let max = a.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total = (0..a.len()).map(|i| a[i]).fold(1.0, |s, x| s + x);
    b.iter_mut().for_each(|y| *y *= 2.0);
    let above = a.iter().filter(|x| **x > 0.0).sum::<f64>();
    sum + product + max + total + above
}

/// Two loops, one inside the other.
#[accel(parallel)]
pub fn rows(matrix: &[f64], x: &[f64], out: &mut [f64], width: usize) {
    for i in 0..out.len() {
        let mut sum = 0.0;
        for j in 0..width {
            sum += matrix[i * width + j] * x[j];
        }
        out[i] = sum;
    }
}

/// Inclusive and triangular ranges.
#[accel(parallel)]
pub fn triangle(a: &mut [f64], n: usize) {
    for i in 0..=n {
        for j in 0..=i {
            a[i * (n + 1) + j] = 1.0;
        }
    }
}

/// A serial loop with a value that is carried.
#[accel]
pub fn scan(a: &mut [f64]) -> f64 {
    let mut last = 0.0;
    for i in 0..a.len() {
        last = a[i] - last;
        a[i] = last;
    }
    last
}

/// The last value of a variable.
#[accel(parallel)]
pub fn last(a: &[u32], b: &mut [u32]) -> u32 {
    let mut t = 0;
    for i in 0..a.len() {
        t = a[i].wrapping_mul(3);
        b[i] = t;
    }
    t
}

/// A sum of integers, which may have to run again.
#[must_use]
#[accel(parallel)]
pub fn total(a: &[u64]) -> u64 {
    let mut sum = 0;
    for i in 0..a.len() {
        sum += a[i];
    }
    sum
}

/// Conditions, and accesses that keep their check.
#[accel(parallel)]
pub fn positive(a: &[f64], k: &[usize], out: &mut [f64]) {
    for i in 0..k.len() {
        if a[k[i]] > 0.0 {
            out[i] = a[k[i]];
        } else {
            out[i] = 0.0;
        }
    }
}

/// Fields of a struct.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Values.
    pub u: Vec<f64>,
    /// New values.
    pub v: Vec<f64>,
    /// Step.
    pub dt: f64,
}

impl Grid {
    /// One step.
    #[accel(parallel, nogil)]
    pub fn step(&mut self) {
        for i in 1..self.u.len() - 1 {
            self.v[i] = self.dt.mul_add(self.u[i - 1] + self.u[i + 1], self.u[i]);
        }
    }

    /// A method without loops.
    #[must_use]
    #[accel]
    pub fn factor(&self) -> f64 {
        let grown = self.dt.exp();
        grown - self.dt.sin().cos()
    }
}

/// A block as a whole.
#[accel(parallel, nogil)]
impl Grid {
    /// A constructor with a loop.
    #[must_use]
    pub fn filled(n: usize, value: f64) -> Self {
        let mut u = vec![0.0; n];
        for i in 0..u.len() {
            u[i] = value;
        }
        Self { v: u.clone(), u, dt: value }
    }

    /// A helper.
    #[must_use]
    pub fn decay(&self, x: f64) -> f64 {
        x * (-self.dt).exp()
    }

    /// A loop that calls it.
    pub fn decayed(&self, out: &mut [f64]) {
        for i in 0..out.len() {
            out[i] = self.decay(self.u[i]);
        }
    }

    /// A method that the block's options do not suit.
    #[accel]
    pub fn accumulate(&mut self) -> &mut Self {
        for i in 1..self.u.len() {
            self.u[i] += self.u[i - 1];
        }
        self
    }

    /// A loop that stays as written.
    #[must_use]
    pub const fn triangle(n: usize) -> usize {
        let mut sum = 0;
        let mut i = 0;
        while i < n {
            sum += i;
            i += 1;
        }
        sum
    }
}

/// A trait with a default method.
#[accel]
pub trait Relax {
    /// The values.
    fn values(&mut self) -> &mut [f64];

    /// Halves them.
    fn relax(&mut self) {
        let a = self.values();
        for i in 0..a.len() {
            a[i] *= 0.5;
        }
    }
}

#[accel(parallel)]
impl Relax for Grid {
    fn values(&mut self) -> &mut [f64] {
        for i in 0..self.v.len() {
            self.v[i] += 1.0;
        }
        &mut self.v
    }
}

/// Fragments of a macro.
macro_rules! polynomial {
    ($(#[$meta:meta])* $name:ident, $t:ty, $x:ident => $value:expr) => {
        $(#[$meta])*
        #[accel(parallel, nogil)]
        pub fn $name($x: &[$t], out: &mut [$t]) {
            for i in 0..$x.len() {
                out[i] = $value * $value;
            }
        }
    };
}
polynomial!(
    /// With a comment.
    squares, f64, x => 2.0 + 1.0
);

/// Calls without a value.
#[accel(nogil)]
pub fn notify(a: &[f64], with: fn(f64)) {
    for i in 0..a.len() {
        with(a[i]);
        nothing(a[i]);
    }
}

const fn nothing(_: f64) {}

/// A generic function, whose fast form is never built.
#[accel(nogil)]
pub fn copy<T: Copy + Send + Sync>(a: &[T], b: &mut [T]) {
    for i in 0..b.len() {
        b[i] = a[i];
    }
}

/// A call of a closure, and one of a function.
#[accel(parallel, nogil)]
pub fn map(g: &(dyn Fn(f64) -> f64 + Sync), a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = g(a[i]) + half(a[i]);
    }
}

fn half(x: f64) -> f64 {
    x / 2.0
}

/// Loops that stay as written, beside one that does not.
#[accel]
pub fn mixed(a: &mut [f64]) -> Option<usize> {
    let mut n = 0;
    while n < a.len() {
        a[n] += 1.0;
        n += 1;
    }
    for i in 0..a.len() {
        a[i] *= 2.0;
    }
    for i in 0..a.len() {
        if a[i] < 0.0 {
            return Some(i);
        }
    }
    for x in a.iter_mut() {
        *x = x.ln();
    }
    None
}

/// A serial loop around a parallel one, with marks.
#[accel(parallel('rows), serial('time))]
pub fn heat(u: &mut [f64], v: &mut [f64], steps: usize) {
    'time: for _ in 0..steps {
        'rows: for i in 1..u.len() - 1 {
            v[i] = 0.5 * (u[i - 1] + u[i + 1]);
        }
        for i in 1..u.len() - 1 {
            u[i] = v[i];
        }
    }
}

/// A cast, and a range of another type.
#[accel(parallel)]
pub fn by_number(a: &mut [u32], n: u32) {
    for i in 0..n {
        a[i as usize] = i;
    }
}

/// Arrays of a fixed size, by value.
#[must_use]
#[accel(parallel)]
pub fn fixed(mut a: [f32; 16]) -> [f32; 16] {
    for i in 0..16 {
        a[i] = a[i].sqrt().abs();
    }
    a
}

/// An unnamed variable, and an attribute on the function.
#[inline]
#[accel(parallel)]
pub fn repeat(a: &mut [u64], n: usize) {
    for i in 0..a.len() {
        for _ in 0..n {
            a[i] = a[i].wrapping_add(1);
        }
    }
}

macro_rules! kernel {
    ($name:ident, $t:ty) => {
        #[accel(parallel)]
        fn $name(a: &mut [$t]) {
            for i in 0..a.len() {
                a[i] += a[i];
            }
        }
    };
}
kernel!(double_f32, f32);
kernel!(double_i64, i64);

/// Bodies on one line, where a pair of braces too many would be seen.
#[rustfmt::skip]
#[accel(parallel)]
pub fn on_one_line(a: &mut [f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n { for j in 0..n { a[i * n + j] += 1.0; } }
    for i in 0..n { for j in 0..n { sum += a[i * n + j] } }
    sum
}

const WIDTH: usize = 2;

/// Options with values.
#[accel(parallel, nogil, threads = 2 * WIDTH, grain = 100, isa("x86-64-v3"), math = "std", boundscheck, crate = ::hotloop)]
pub fn limited(x: &[f64], y: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        y[i] = x[i].exp();
    }
    for i in 0..x.len() {
        sum += y[i];
    }
    sum
}

/// Every rewrite of `fastmath`, on several types.
#[allow(clippy::suboptimal_flops, reason = "what the lint asks for is what the flag does")]
#[accel(parallel, nogil, fastmath)]
pub fn liberties(x: &[f32], y: &mut [f32], counts: &mut [u32], width: usize, step: f32) -> f32 {
    let mut sum = 0.0;
    for i in 0..counts.len() {
        let mut inner = 0.5;
        let mut number = 0;
        for j in 0..width {
            inner += x[i * width + j] * x[j];
            number += 2 * counts[i];
        }
        counts[i] = number + counts[i] * 2;
        y[i] = inner / step + x[i] * 0.5 - x[i].min(1.0).exp().sin().clamp(0.0, step);
        y[i] -= x[i] * step;
        y[i] += twice(x[i]) * 0.5;
        y[i] = (y[i] - x[i] * 2.0).max(step);
    }
    for i in 0..counts.len() {
        sum += y[i] * x[i];
    }
    sum / 2.0 + sum.cos()
}

fn twice(x: f32) -> f32 {
    x + x
}

/// A serial sum, and one over two loops.
#[must_use]
#[accel(fastmath(reassoc))]
pub fn sums(x: &[f64], width: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i];
    }
    for i in 0..width {
        for j in 0..=i {
            sum -= x[j];
        }
    }
    sum
}

/// Adapters after closures, and what a filter has left.
#[accel(parallel)]
pub fn late_adapters(left: &[f64], right: &[f64], out: &mut [f64]) -> Vec<(usize, f64)> {
    for (slot, (number, twice)) in out.iter_mut().zip(left.iter().map(|value| value * 2.0).enumerate()) {
        *slot = if number > 0 { twice } else { 0.0 };
    }
    let later = left.iter().map(|value| value + 1.0).skip(right.len()).sum::<f64>();
    let pairs = left.iter().map(|value| value * later).zip(right.iter().map(|value| value + 1.0));
    out[0] += pairs.map(|(one, other)| one * other).sum::<f64>();
    out[0] += left.iter().map(|value| value * later).zip(right).map(|(one, other)| one * other).sum::<f64>();
    left.iter().map(|value| value - 0.5).enumerate().filter(|(_, rest)| *rest > 0.0).collect()
}

/// Chains inside of a body, closures in a head, what is collected or searched.
#[accel(parallel)]
pub fn chains_inside(a: &[f64], x: &[f64], out: &mut [f64]) -> Vec<f64> {
    let m = x.len();
    for i in 0..out.len() {
        out[i] = (0..m).map(|j| a[i * m + j] * x[j]).sum();
        out[i] += a[i * m..(i + 1) * m].iter().zip(x).map(|(p, q)| p - q).sum::<f64>();
        let most = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if x.iter().any(|v| *v < 0.0) && most > 1.0 {
            let above = x.iter().enumerate().filter(|(j, v)| *j > i && **v > 0.0).count();
            out[i] += if above > 2 { 1.0 } else { 0.0 };
        }
    }
    for (y, x) in out.iter_mut().zip(x).map(|(y, x)| (y, x * 2.0)) {
        *y += x;
    }
    if a.iter().all(|v| v.is_finite()) && a.iter().position(|v| *v > 7.0).is_none() {
        return (0..m).map(|j| x[j] + 1.0).collect();
    }
    a.iter().map(|v| v * 0.5).collect()
}

#[test]
fn they_run() {
    let (shifted, hash, sum, rest) = parentheses(&[1; 80], &[1.0; 80]);
    assert_eq!((shifted, hash), (20 * 15, 0));
    assert!(sum.abs() < 1e-12 && rest.abs() < 1e-12);
    assert_eq!(late_adapters(&[1.0; 2], &[1.0; 1], &mut [0.0; 3]), [(0, 0.5), (1, 0.5)]);
    assert_eq!(chains_inside(&[1.0; 8], &[2.0; 2], &mut [0.0; 4]), [3.0; 2]);
    assert!((limited(&[0.0; 4], &mut [0.0; 4]) - 4.0).abs() < 1e-15);
    assert!(liberties(&[0.5; 9], &mut [0.0; 3], &mut [1; 3], 3, 0.25).is_finite());
    assert!((sums(&[1.0; 100], 3) - 94.0).abs() < 1e-12);
    let mut out = vec![0.0; 4];
    softmax(&[0.0; 4], &mut out);
    assert!(out.iter().all(|&x| (x - 0.25).abs() < 1e-15));
    rows(&[1.0; 8], &[1.0; 2], &mut out, 2);
    assert!(out.iter().all(|&x| (x - 2.0).abs() < 1e-15));
    let mut a = vec![0.0; 9];
    triangle(&mut a, 2);
    assert!((a.iter().sum::<f64>() - 6.0).abs() < 1e-15);
    assert!((scan(&mut [1.0, 2.0]) - 1.0).abs() < 1e-15);
    assert_eq!(last(&[1, 2], &mut [0; 2]), 6);
    assert_eq!(total(&[200; 10]), 2000);
    positive(&[1.0, -1.0], &[1, 0, 1, 0], &mut out);
    let mut grid = Grid { u: vec![1.0; 4], v: vec![0.0; 4], dt: 0.5 };
    grid.step();
    assert!((grid.v[1] - 2.0).abs() < 1e-15 && grid.factor() > 0.0);
    let mut grid = Grid::filled(4, 1.0);
    grid.decayed(&mut out);
    grid.accumulate().relax();
    assert!((grid.v[0] - 1.0).abs() < 1e-15 && Grid::triangle(4) == 6);
    statements(1.0, &[1.0; 4], &mut [0.0; 4], &mut [false; 4]);
    squares(&[1.0], &mut out);
    assert!((out[0] - 9.0).abs() < 1e-15);
    notify(&out, drop);
    let mut b = [0; 2];
    copy(&[1, 2], &mut b);
    map(&|x| x + 1.0, &mut out);
    assert_eq!(mixed(&mut [1.0; 3]), None);
    heat(&mut [1.0; 5], &mut [1.0; 5], 2);
    by_number(&mut [0; 3], 3);
    assert!((fixed([4.0; 16])[3] - 2.0).abs() < 1e-6);
    repeat(&mut [0; 2], 3);
    assert!((on_one_line(&mut [0.0; 9], 3) - 9.0).abs() < 1e-15);
    double_f32(&mut [1.0]);
    double_i64(&mut [1]);
}
