//! The symmetric rank-2k update of the BLAS: `C = alpha A B^T + alpha B A^T + beta C`, its lower triangle.
//!
//! Shapes: `a` and `b` are n x m, `c` is n x n.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// The lower triangle of `c = alpha a b^T + alpha b a^T + beta c`
    #[accel(parallel, nogil)]
    pub fn syr2k(n: usize, m: usize, alpha: f64, beta: f64, c: &mut [f64], a: &[f64], b: &[f64]) {
        for i in 0..n {
            for j in 0..=i {
                c[i * n + j] *= beta;
            }
            for k in 0..m {
                for j in 0..=i {
                    c[i * n + j] += a[j * m + k] * alpha * b[i * m + k] + b[j * m + k] * alpha * a[i * m + k];
                }
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    m: usize,
    alpha: f64,
    beta: f64,
    c: Vec<f64>,
    a: Vec<f64>,
    b: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((41, 53), (60, 80), (500, 600));
    Data {
        n,
        m,
        alpha: 1.5,
        beta: 1.2,
        c: matrix(n, n, |i, j| ratio((i * j + 3) % n, m)),
        a: matrix(n, m, |i, j| ratio((i * j + 1) % n, n)),
        b: matrix(n, m, |i, j| ratio((i * j + 2) % m, m)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::syr2k,
            Form::Annotated => syr2k,
        };
        kernel(self.n, self.m, self.alpha, self.beta, &mut self.c, &self.a, &self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.c.clone()
    }
}
