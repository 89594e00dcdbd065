//! The two matrix-vector products in one step of the biconjugate gradient method: `q = A p` and `s = A^T r`.
//!
//! Shapes: `a` is n x m, `p` and `s` have m elements, `q` and `r` have n.

use crate::{Form, Problem, Size, matrix, ratio, vector};

crate::kernel! {
    /// `q = a p`, `s = a^T r`
    #[accel(parallel, nogil)]
    pub fn bicg(m: usize, n: usize, a: &[f64], s: &mut [f64], q: &mut [f64], p: &[f64], r: &[f64]) {
        for i in 0..m {
            s[i] = 0.0;
        }
        for i in 0..n {
            q[i] = 0.0;
            for j in 0..m {
                s[j] += r[i] * a[i * m + j];
                q[i] += a[i * m + j] * p[j];
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
    s: Vec<f64>,
    q: Vec<f64>,
    p: Vec<f64>,
    r: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((83, 61), (116, 124), (1900, 2100));
    Data {
        m,
        n,
        a: matrix(n, m, |i, j| ratio(i * (j + 1) % n, n)),
        s: vec![0.0; m],
        q: vec![0.0; n],
        p: vector(m, |i| ratio(i % m, m)),
        r: vector(n, |i| ratio(i % n, n)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::bicg,
            Form::Annotated => bicg,
        };
        kernel(self.m, self.n, &self.a, &mut self.s, &mut self.q, &self.p, &self.r);
    }

    fn results(&self) -> Vec<f64> {
        [&self.s[..], &self.q[..]].concat()
    }
}
