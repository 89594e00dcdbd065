//! The general matrix product of the BLAS: `C = alpha A B + beta C`.
//!
//! Shapes: `a` is ni x nk, `b` nk x nj, `c` ni x nj.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `c = alpha a b + beta c`
    #[accel(parallel, nogil)]
    pub fn gemm(ni: usize, nj: usize, nk: usize, alpha: f64, beta: f64, c: &mut [f64], a: &[f64], b: &[f64]) {
        for i in 0..ni {
            for j in 0..nj {
                c[i * nj + j] *= beta;
            }
            for k in 0..nk {
                for j in 0..nj {
                    c[i * nj + j] += alpha * a[i * nk + k] * b[k * nj + j];
                }
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    ni: usize,
    nj: usize,
    nk: usize,
    alpha: f64,
    beta: f64,
    c: Vec<f64>,
    a: Vec<f64>,
    b: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (ni, nj, nk) = size.pick((38, 41, 43), (60, 70, 80), (500, 550, 600));
    Data {
        ni,
        nj,
        nk,
        alpha: 1.5,
        beta: 1.2,
        c: matrix(ni, nj, |i, j| ratio((i * j + 1) % ni, ni)),
        a: matrix(ni, nk, |i, j| ratio(i * (j + 1) % nk, nk)),
        b: matrix(nk, nj, |i, j| ratio(i * (j + 2) % nj, nj)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::gemm,
            Form::Annotated => gemm,
        };
        kernel(self.ni, self.nj, self.nk, self.alpha, self.beta, &mut self.c, &self.a, &self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.c.clone()
    }
}
