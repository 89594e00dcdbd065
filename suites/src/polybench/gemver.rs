//! Vector products of the BLAS: `A = A + u1 v1^T + u2 v2^T`, `x = x + beta A^T y + z`, `w = w + alpha A x`.
//!
//! Shapes: `a` is n x n, all others have n elements.

use crate::{Form, Problem, Size, matrix, ratio, vector};

crate::kernel! {
    /// A rank-two update of `a`, and two products with it.
    #[accel(parallel, nogil)]
    pub fn gemver(
        n: usize,
        alpha: f64,
        beta: f64,
        a: &mut [f64],
        u1: &[f64],
        v1: &[f64],
        u2: &[f64],
        v2: &[f64],
        w: &mut [f64],
        x: &mut [f64],
        y: &[f64],
        z: &[f64],
    ) {
        for i in 0..n {
            for j in 0..n {
                a[i * n + j] = a[i * n + j] + u1[i] * v1[j] + u2[i] * v2[j];
            }
        }
        for i in 0..n {
            for j in 0..n {
                x[i] = x[i] + beta * a[j * n + i] * y[j];
            }
        }
        for i in 0..n {
            x[i] = x[i] + z[i];
        }
        for i in 0..n {
            for j in 0..n {
                w[i] = w[i] + alpha * a[i * n + j] * x[j];
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    alpha: f64,
    beta: f64,
    a: Vec<f64>,
    u1: Vec<f64>,
    v1: Vec<f64>,
    u2: Vec<f64>,
    v2: Vec<f64>,
    w: Vec<f64>,
    x: Vec<f64>,
    y: Vec<f64>,
    z: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(77, 120, 2000);
    let part = |d: f64| vector(n, |i| ratio(i + 1, n) / d);
    Data {
        n,
        alpha: 1.5,
        beta: 1.2,
        a: matrix(n, n, |i, j| ratio(i * j % n, n)),
        u1: vector(n, |i| i as f64),
        v1: part(4.0),
        u2: part(2.0),
        v2: part(6.0),
        w: vec![0.0; n],
        x: vec![0.0; n],
        y: part(8.0),
        z: part(9.0),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::gemver,
            Form::Annotated => gemver,
        };
        kernel(self.n, self.alpha, self.beta, &mut self.a, &self.u1, &self.v1, &self.u2, &self.v2, &mut self.w, &mut self.x, &self.y, &self.z);
    }

    fn results(&self) -> Vec<f64> {
        [&self.w[..], &self.x[..], &self.a[..]].concat()
    }
}
