//! The modified Gram-Schmidt process: `A = Q R` with orthonormal columns of `Q` and an upper triangle `R`.
//!
//! Shapes: `a` and `q` are m x n, `r` is n x n. `a` is used up. (In the suite's sizes n is greater than m: the last columns
//! of `Q` are then made of errors of rounding. The test has more rows than columns.)

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `q` and `r` such that `a = q r`; `a` is used up.
    #[accel(parallel, nogil)]
    pub fn gramschmidt(m: usize, n: usize, a: &mut [f64], r: &mut [f64], q: &mut [f64]) {
        for k in 0..n {
            let mut nrm = 0.0;
            for i in 0..m {
                nrm += a[i * n + k] * a[i * n + k];
            }
            r[k * n + k] = nrm.sqrt();
            for i in 0..m {
                q[i * n + k] = a[i * n + k] / r[k * n + k];
            }
            for j in k + 1..n {
                r[k * n + j] = 0.0;
                for i in 0..m {
                    r[k * n + j] += q[i * n + k] * a[i * n + j];
                }
                for i in 0..m {
                    a[i * n + j] = a[i * n + j] - q[i * n + k] * r[k * n + j];
                }
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
    r: Vec<f64>,
    q: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((131, 37), (60, 80), (500, 600));
    Data {
        m,
        n,
        a: matrix(m, n, |i, j| ratio(i * j % m, m) * 100.0 + 10.0),
        r: vec![0.0; n * n],
        q: vec![0.0; m * n],
    }
}

impl Problem for Data {
    /// The norm of each column is a float reduction.
    const REGROUPED: Option<f64> = Some(1e-9);

    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::gramschmidt,
            Form::Annotated => gramschmidt,
        };
        kernel(self.m, self.n, &mut self.a, &mut self.r, &mut self.q);
    }

    fn results(&self) -> Vec<f64> {
        [&self.q[..], &self.r[..]].concat()
    }
}
