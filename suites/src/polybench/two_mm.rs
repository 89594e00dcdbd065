//! Two matrix products: `D = alpha A B C + beta D`, through `tmp = alpha A B`.
//!
//! Shapes: `a` is ni x nk, `b` nk x nj, `tmp` ni x nj, `c` nj x nl, `d` ni x nl.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `d = alpha a b c + beta d`; `tmp` is where `alpha a b` is kept.
    #[accel(parallel, nogil)]
    pub fn two_mm(
        ni: usize,
        nj: usize,
        nk: usize,
        nl: usize,
        alpha: f64,
        beta: f64,
        tmp: &mut [f64],
        a: &[f64],
        b: &[f64],
        c: &[f64],
        d: &mut [f64],
    ) {
        for i in 0..ni {
            for j in 0..nj {
                tmp[i * nj + j] = 0.0;
                for k in 0..nk {
                    tmp[i * nj + j] += alpha * a[i * nk + k] * b[k * nj + j];
                }
            }
        }
        for i in 0..ni {
            for j in 0..nl {
                d[i * nl + j] *= beta;
                for k in 0..nj {
                    d[i * nl + j] += tmp[i * nj + k] * c[k * nl + j];
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
    nl: usize,
    alpha: f64,
    beta: f64,
    tmp: Vec<f64>,
    a: Vec<f64>,
    b: Vec<f64>,
    c: Vec<f64>,
    d: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (ni, nj, nk, nl) = size.pick((39, 34, 35, 37), (40, 50, 70, 80), (400, 450, 550, 600));
    Data {
        ni,
        nj,
        nk,
        nl,
        alpha: 1.5,
        beta: 1.2,
        tmp: vec![0.0; ni * nj],
        a: matrix(ni, nk, |i, j| ratio((i * j + 1) % ni, ni)),
        b: matrix(nk, nj, |i, j| ratio(i * (j + 1) % nj, nj)),
        c: matrix(nj, nl, |i, j| ratio((i * (j + 3) + 1) % nl, nl)),
        d: matrix(ni, nl, |i, j| ratio(i * (j + 2) % nk, nk)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::two_mm,
            Form::Annotated => two_mm,
        };
        kernel(self.ni, self.nj, self.nk, self.nl, self.alpha, self.beta, &mut self.tmp, &self.a, &self.b, &self.c, &mut self.d);
    }

    fn results(&self) -> Vec<f64> {
        self.d.clone()
    }
}
