//! The product with a symmetric matrix of the BLAS: `C = alpha A B + beta C`.
//!
//! Shapes: `a` is m x m, symmetric, of which only the lower triangle is read; `b` and `c` are m x n.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `c = alpha a b + beta c` with the symmetric matrix whose lower triangle is `a`'s.
    #[accel(parallel, nogil)]
    pub fn symm(m: usize, n: usize, alpha: f64, beta: f64, c: &mut [f64], a: &[f64], b: &[f64]) {
        for i in 0..m {
            for j in 0..n {
                let mut temp2 = 0.0;
                for k in 0..i {
                    c[k * n + j] += alpha * b[i * n + j] * a[i * m + k];
                    temp2 += b[k * n + j] * a[i * m + k];
                }
                c[i * n + j] = beta * c[i * n + j] + alpha * b[i * n + j] * a[i * m + i] + alpha * temp2;
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    m: usize,
    n: usize,
    alpha: f64,
    beta: f64,
    c: Vec<f64>,
    a: Vec<f64>,
    b: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((43, 67), (60, 80), (500, 600));
    Data {
        m,
        n,
        alpha: 1.5,
        beta: 1.2,
        c: matrix(m, n, |i, j| ratio((i + j) % 100, m)),
        a: matrix(m, m, |i, j| if j <= i { ratio((i + j) % 100, m) } else { -999.0 }),
        b: matrix(m, n, |i, j| ratio((n + i - j) % 100, m)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::symm,
            Form::Annotated => symm,
        };
        kernel(self.m, self.n, self.alpha, self.beta, &mut self.c, &self.a, &self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.c.clone()
    }
}
