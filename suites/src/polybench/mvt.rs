//! Two matrix-vector products, one with the transpose: `x1 = x1 + A y1`, `x2 = x2 + A^T y2`.
//!
//! Shapes: `a` is n x n, all others have n elements.

use crate::{Form, Problem, Size, matrix, ratio, vector};

crate::kernel! {
    /// `x1 = x1 + a y1`, `x2 = x2 + a^T y2`
    #[accel(parallel, nogil)]
    pub fn mvt(n: usize, x1: &mut [f64], x2: &mut [f64], y1: &[f64], y2: &[f64], a: &[f64]) {
        for i in 0..n {
            for j in 0..n {
                x1[i] = x1[i] + a[i * n + j] * y1[j];
            }
        }
        for i in 0..n {
            for j in 0..n {
                x2[i] = x2[i] + a[j * n + i] * y2[j];
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    x1: Vec<f64>,
    x2: Vec<f64>,
    y1: Vec<f64>,
    y2: Vec<f64>,
    a: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(79, 120, 2000);
    Data {
        n,
        x1: vector(n, |i| ratio(i % n, n)),
        x2: vector(n, |i| ratio((i + 1) % n, n)),
        y1: vector(n, |i| ratio((i + 3) % n, n)),
        y2: vector(n, |i| ratio((i + 4) % n, n)),
        a: matrix(n, n, |i, j| ratio(i * j % n, n)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::mvt,
            Form::Annotated => mvt,
        };
        kernel(self.n, &mut self.x1, &mut self.x2, &self.y1, &self.y2, &self.a);
    }

    fn results(&self) -> Vec<f64> {
        [&self.x1[..], &self.x2[..]].concat()
    }
}
