//! The sum of two matrix-vector products: `y = alpha A x + beta B x`, through `tmp = A x`.
//!
//! Shapes: `a` and `b` are n x n, `tmp`, `x` and `y` have n elements.

use crate::{Form, Problem, Size, matrix, ratio, vector};

crate::kernel! {
    /// `y = alpha a x + beta b x`
    #[accel(parallel, nogil)]
    pub fn gesummv(
        n: usize,
        alpha: f64,
        beta: f64,
        a: &[f64],
        b: &[f64],
        tmp: &mut [f64],
        x: &[f64],
        y: &mut [f64],
    ) {
        for i in 0..n {
            tmp[i] = 0.0;
            y[i] = 0.0;
            for j in 0..n {
                tmp[i] = a[i * n + j] * x[j] + tmp[i];
                y[i] = b[i * n + j] * x[j] + y[i];
            }
            y[i] = alpha * tmp[i] + beta * y[i];
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
    b: Vec<f64>,
    tmp: Vec<f64>,
    x: Vec<f64>,
    y: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(75, 90, 1300);
    Data {
        n,
        alpha: 1.5,
        beta: 1.2,
        a: matrix(n, n, |i, j| ratio((i * j + 1) % n, n)),
        b: matrix(n, n, |i, j| ratio((i * j + 2) % n, n)),
        tmp: vec![0.0; n],
        x: vector(n, |i| ratio(i % n, n)),
        y: vec![0.0; n],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::gesummv,
            Form::Annotated => gesummv,
        };
        kernel(self.n, self.alpha, self.beta, &self.a, &self.b, &mut self.tmp, &self.x, &mut self.y);
    }

    fn results(&self) -> Vec<f64> {
        [&self.y[..], &self.tmp[..]].concat()
    }
}
