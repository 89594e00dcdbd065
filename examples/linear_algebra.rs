//! Dot product, axpy, matrix times vector, matrix times matrix. Matrices lie row by row in one array.
//!
//!     cargo run --release --example linear_algebra

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, interleaved, uniform};

#[accel(parallel, nogil)]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

#[accel(parallel, nogil)]
pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
}

/// `y = a x` for a matrix `a` of as many rows as `y` and as many columns as `x` has elements.
#[accel(parallel, nogil)]
pub fn matrix_vector(a: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..y.len() {
        let mut sum = 0.0;
        for j in 0..x.len() {
            sum += a[i * x.len() + j] * x[j];
        }
        y[i] = sum;
    }
}

/// `c = a b` for n x n matrices.
#[accel(parallel, nogil)]
pub fn matrix_matrix(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {
    for i in 0..n {
        for j in 0..n {
            c[i * n + j] = 0.0;
        }
        // In this order the inner loop goes along the rows of `b` and `c`.
        for k in 0..n {
            for j in 0..n {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    }
}

/// The same text without the attributes.
pub mod plain {
    pub fn dot(x: &[f64], y: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i] * y[i];
        }
        sum
    }

    pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] += a * x[i];
        }
    }

    pub fn matrix_vector(a: &[f64], x: &[f64], y: &mut [f64]) {
        for i in 0..y.len() {
            let mut sum = 0.0;
            for j in 0..x.len() {
                sum += a[i * x.len() + j] * x[j];
            }
            y[i] = sum;
        }
    }

    pub fn matrix_matrix(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {
        for i in 0..n {
            for j in 0..n {
                c[i * n + j] = 0.0;
            }
            // In this order the inner loop goes along the rows of `b` and `c`.
            for k in 0..n {
                for j in 0..n {
                    c[i * n + j] += a[i * n + k] * b[k * n + j];
                }
            }
        }
    }
}

fn main() {
    for comparison in compare(10_000_000, 2000, 512, RUNS) {
        println!("{comparison}");
    }
}

/// Vectors of `n` elements, a matrix of `m` rows and columns times a vector, and a product of matrices of
/// `k` rows and columns.
pub fn compare(n: usize, m: usize, k: usize, runs: usize) -> [Comparison; 4] {
    [
        compare_dot(n, runs),
        compare_axpy(n, runs),
        compare_matrix_vector(m, runs),
        compare_matrix_matrix(k, runs),
    ]
}

fn compare_dot(n: usize, runs: usize) -> Comparison {
    let (x, y) = (uniform(7, n, -1.0..1.0), uniform(8, n, 0.0..1.0));
    let (mut expected, mut found) = (0.0, 0.0);
    let times = interleaved(runs, || expected = plain::dot(&x, &y), || found = dot(&x, &y));
    Comparison::new(format!("dot product of {n} doubles"), times, &[expected], &[found])
}

fn compare_axpy(n: usize, runs: usize) -> Comparison {
    let x = uniform(9, n, -1.0..1.0);
    let (mut expected, mut y) = (vec![1.0; n], vec![1.0; n]);
    let times = interleaved(runs, || plain::axpy(0.5, &x, &mut expected), || axpy(0.5, &x, &mut y));
    Comparison::new(format!("y += a x of {n} doubles"), times, &expected, &y)
}

fn compare_matrix_vector(n: usize, runs: usize) -> Comparison {
    let (a, x) = (uniform(10, n * n, -1.0..1.0), uniform(11, n, -1.0..1.0));
    let (mut expected, mut y) = (vec![1.0; n], vec![1.0; n]);
    let times =
        interleaved(runs, || plain::matrix_vector(&a, &x, &mut expected), || matrix_vector(&a, &x, &mut y));
    Comparison::new(format!("{n} x {n} matrix times vector"), times, &expected, &y)
}

fn compare_matrix_matrix(n: usize, runs: usize) -> Comparison {
    let (a, b) = (uniform(12, n * n, -1.0..1.0), uniform(13, n * n, -1.0..1.0));
    let (mut expected, mut c) = (vec![1.0; n * n], vec![1.0; n * n]);
    let times = interleaved(
        runs,
        || plain::matrix_matrix(&a, &b, &mut expected, n),
        || matrix_matrix(&a, &b, &mut c, n),
    );
    Comparison::new(format!("{n} x {n} matrix times matrix"), times, &expected, &c)
}
