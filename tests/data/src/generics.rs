//! Loops over a generic `T`: under `nogil` its operators are declared free of order-dependent state.

use hotloop::accel;
use hotloop_tests::{everywhere, plain, ran, runs};
use num_traits::Float;
use std::ops::{Add, AddAssign, Mul};

#[accel(parallel, nogil)]
fn axpy<T: Copy + Add<Output = T> + Mul<Output = T> + Send + Sync>(a: T, x: &[T], y: &mut [T]) {
    for i in 0..x.len() {
        y[i] = a * x[i] + y[i];
    }
}

#[accel(parallel, nogil)]
fn scaled<T: Float + Send + Sync>(x: &[T], y: &mut [T]) {
    for i in 0..x.len() {
        y[i] = Float::sqrt(Float::abs(x[i]) + T::one()) * T::from(0.5).unwrap();
    }
}

// A method with the name of a float's: what is known of it is known of floats, so here it runs as written.
#[accel(parallel, nogil)]
fn by_method<T: Float + Send + Sync>(x: &[T], y: &mut [T]) {
    for i in 0..x.len() {
        y[i] = (x[i].abs() + T::one()).sqrt();
    }
}

#[accel(parallel, nogil)]
fn product<T: Copy + AddAssign + Mul<Output = T> + Send + Sync>(a: &[T], b: &[T], c: &mut [T], n: usize) {
    for i in 0..n {
        for j in 0..n {
            for k in 0..n {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    }
}

#[accel(parallel, nogil)]
fn filled<T: num_traits::Num + Copy + Send + Sync, const N: usize>(a: &mut [[T; N]]) {
    for i in 0..a.len() {
        for j in 0..N {
            a[i][j] = a[i][j] * (T::one() + T::one());
        }
    }
}

// A sum of a type that is not known has an order, and its value outlives what an operator may do: as written.
#[accel(nogil)]
fn total<T: Copy + AddAssign + num_traits::Zero + Send + Sync>(x: &[T]) -> T {
    let mut sum = T::zero();
    for i in 0..x.len() {
        sum += x[i];
    }
    sum
}

#[accel]
fn alone<T: Copy + Add<Output = T>>(x: &[T], y: &mut [T]) {
    for i in 0..x.len() {
        y[i] = x[i] + y[i];
    }
}

/// A comparison that panics, where the loop in order does not make it.
#[derive(Clone, Copy, PartialEq)]
struct Fussy(u8);
impl PartialOrd for Fussy {
    fn partial_cmp(&self, other: &Fussy) -> Option<std::cmp::Ordering> {
        assert!(self.0 != 9 && other.0 != 9, "never compared");
        self.0.partial_cmp(&other.0)
    }
}

#[accel(parallel, nogil)]
fn all_below(x: &[Fussy], most: Fussy) -> bool {
    let mut all = true;
    for i in 0..x.len() {
        all = all && x[i] < most;
    }
    all
}

#[test]
fn what_comes_after_the_first_is_not_compared() {
    let mut x = vec![Fussy(1); 1000];
    (x[10], x[500]) = (Fussy(5), Fussy(9));
    everywhere(|how| assert!(!all_below(&x, Fussy(4)), "{how}"));
}

#[test]
fn floats_and_others() {
    let x: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.37 - 50.0).collect();
    let n: Vec<i64> = (0..1000).collect();
    let expected = plain(|| run(&x, &n));
    everywhere(|how| assert!(run(&x, &n) == expected, "{how}"));
    for name in ["axpy", "scaled", "product", "filled"] {
        ran(name);
    }
    // Not known to be a primitive: without `nogil` its operators may do anything.
    assert_eq!([runs("alone").0, runs("total").0, runs("by_method").0], [0; 3]);
}

type Results = (Vec<f64>, Vec<i64>, Vec<f64>, Vec<f64>, Vec<[f64; 3]>, f64, i64, Vec<f64>);

fn run(x: &[f64], n: &[i64]) -> Results {
    let (mut y, mut m, mut z, mut c) = (x.to_vec(), n.to_vec(), vec![0.0; 1000], vec![0.0; 900]);
    axpy(0.3, x, &mut y);
    axpy(7, n, &mut m);
    scaled(x, &mut z);
    product(x, &z, &mut c, 30);
    let mut rows: Vec<[f64; 3]> = x.iter().map(|x| [*x, x + 1.0, x + 2.0]).collect();
    filled(&mut rows);
    let mut w = x.to_vec();
    by_method(x, &mut w);
    alone(x, &mut w);
    (y, m, z, c, rows, total(x), total(n), w)
}
