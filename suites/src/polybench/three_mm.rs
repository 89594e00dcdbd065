//! Three matrix products: `G = (A B) (C D)`, through `E = A B` and `F = C D`.
//!
//! Shapes: `a` is ni x nk, `b` nk x nj, `c` nj x nm, `d` nm x nl, `e` ni x nj, `f` nj x nl, `g` ni x nl.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `e = a b`, `f = c d`, `g = e f`.
    #[accel(parallel, nogil)]
    pub fn three_mm(
        ni: usize,
        nj: usize,
        nk: usize,
        nl: usize,
        nm: usize,
        e: &mut [f64],
        a: &[f64],
        b: &[f64],
        f: &mut [f64],
        c: &[f64],
        d: &[f64],
        g: &mut [f64],
    ) {
        for i in 0..ni {
            for j in 0..nj {
                e[i * nj + j] = 0.0;
                for k in 0..nk {
                    e[i * nj + j] += a[i * nk + k] * b[k * nj + j];
                }
            }
        }
        for i in 0..nj {
            for j in 0..nl {
                f[i * nl + j] = 0.0;
                for k in 0..nm {
                    f[i * nl + j] += c[i * nm + k] * d[k * nl + j];
                }
            }
        }
        for i in 0..ni {
            for j in 0..nl {
                g[i * nl + j] = 0.0;
                for k in 0..nj {
                    g[i * nl + j] += e[i * nj + k] * f[k * nl + j];
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
    nm: usize,
    e: Vec<f64>,
    a: Vec<f64>,
    b: Vec<f64>,
    f: Vec<f64>,
    c: Vec<f64>,
    d: Vec<f64>,
    g: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (ni, nj, nk, nl, nm) =
        size.pick((37, 35, 33, 36, 34), (40, 50, 60, 70, 80), (400, 450, 500, 550, 600));
    Data {
        ni,
        nj,
        nk,
        nl,
        nm,
        e: vec![0.0; ni * nj],
        a: matrix(ni, nk, |i, j| ratio((i * j + 1) % ni, 5 * ni)),
        b: matrix(nk, nj, |i, j| ratio((i * (j + 1) + 2) % nj, 5 * nj)),
        f: vec![0.0; nj * nl],
        c: matrix(nj, nm, |i, j| ratio(i * (j + 3) % nl, 5 * nl)),
        d: matrix(nm, nl, |i, j| ratio((i * (j + 2) + 2) % nk, 5 * nk)),
        g: vec![0.0; ni * nl],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::three_mm,
            Form::Annotated => three_mm,
        };
        kernel(self.ni, self.nj, self.nk, self.nl, self.nm, &mut self.e, &self.a, &self.b, &mut self.f, &self.c, &self.d, &mut self.g);
    }

    fn results(&self) -> Vec<f64> {
        [&self.e[..], &self.f[..], &self.g[..]].concat()
    }
}
