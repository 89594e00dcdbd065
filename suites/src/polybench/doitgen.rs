//! A multiresolution kernel: each row of a cube times a matrix, `A[r][q][p] = sum A[r][q][s] C4[s][p]` over `s`.
//!
//! Shapes: `a` is nr x nq x np, `c4` np x np; `sum` has np elements and holds a row until it is copied back.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// Each of the nr x nq rows of `a` is multiplied by `c4`.
    #[accel(parallel, nogil)]
    pub fn doitgen(nr: usize, nq: usize, np: usize, a: &mut [f64], c4: &[f64], sum: &mut [f64]) {
        for r in 0..nr {
            for q in 0..nq {
                for p in 0..np {
                    sum[p] = 0.0;
                    for s in 0..np {
                        sum[p] += a[(r * nq + q) * np + s] * c4[s * np + p];
                    }
                }
                for p in 0..np {
                    a[(r * nq + q) * np + p] = sum[p];
                }
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    nr: usize,
    nq: usize,
    np: usize,
    a: Vec<f64>,
    c4: Vec<f64>,
    sum: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (nq, nr, np) = size.pick((7, 8, 67), (20, 25, 30), (70, 75, 160));
    Data {
        nr,
        nq,
        np,
        a: matrix(nr * nq, np, |rq, k| ratio(((rq / nq) * (rq % nq) + k) % np, np)),
        c4: matrix(np, np, |i, j| ratio(i * j % np, np)),
        sum: vec![0.0; np],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::doitgen,
            Form::Annotated => doitgen,
        };
        kernel(self.nr, self.nq, self.np, &mut self.a, &self.c4, &mut self.sum);
    }

    fn results(&self) -> Vec<f64> {
        self.a.clone()
    }
}
