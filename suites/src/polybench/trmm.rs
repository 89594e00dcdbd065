//! The triangular matrix product of the BLAS: `B = alpha A^T B` with a lower triangle `A` whose diagonal is 1.
//!
//! Shapes: `a` is m x m, of which only what is below the diagonal is read; `b` is m x n.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `b = alpha a^T b`
    #[accel(parallel, nogil)]
    pub fn trmm(m: usize, n: usize, alpha: f64, a: &[f64], b: &mut [f64]) {
        for i in 0..m {
            for j in 0..n {
                for k in i + 1..m {
                    b[i * n + j] += a[k * m + i] * b[k * n + j];
                }
                b[i * n + j] = alpha * b[i * n + j];
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
    a: Vec<f64>,
    b: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((43, 67), (60, 80), (500, 600));
    let lower = |i: usize, j: usize| if j < i { ratio((i + j) % m, m) } else { 1.0 };
    Data {
        m,
        n,
        alpha: 1.5,
        a: matrix(m, m, lower),
        b: matrix(m, n, |i, j| ratio((n + i - j) % n, n)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::trmm,
            Form::Annotated => trmm,
        };
        kernel(self.m, self.n, self.alpha, &self.a, &mut self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.b.clone()
    }
}
