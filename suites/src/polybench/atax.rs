//! A matrix and its transpose times a vector: `y = A^T (A x)`, through `tmp = A x`.
//!
//! Shapes: `a` is m x n, `x` and `y` have n elements, `tmp` has m.

use crate::{Form, Problem, Size, matrix, ratio, vector};

crate::kernel! {
    /// `y = a^T (a x)`
    #[accel(parallel, nogil)]
    pub fn atax(m: usize, n: usize, a: &[f64], x: &[f64], y: &mut [f64], tmp: &mut [f64]) {
        for i in 0..n {
            y[i] = 0.0;
        }
        for i in 0..m {
            tmp[i] = 0.0;
            for j in 0..n {
                tmp[i] += a[i * n + j] * x[j];
            }
            for j in 0..n {
                y[j] += a[i * n + j] * tmp[i];
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    m: usize,
    n: usize,
    a: Vec<f64>,
    x: Vec<f64>,
    y: Vec<f64>,
    tmp: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((61, 83), (116, 124), (1900, 2100));
    Data {
        m,
        n,
        a: matrix(m, n, |i, j| ratio((i + j) % n, 5 * m)),
        x: vector(n, |i| 1.0 + ratio(i, n)),
        y: vec![0.0; n],
        tmp: vec![0.0; m],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::atax,
            Form::Annotated => atax,
        };
        kernel(self.m, self.n, &self.a, &self.x, &mut self.y, &mut self.tmp);
    }

    fn results(&self) -> Vec<f64> {
        self.y.clone()
    }
}
