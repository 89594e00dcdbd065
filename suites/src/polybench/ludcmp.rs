//! A linear system `A x = b` by the decomposition `A = L U` in place, then `L y = b` forwards and `U x = y` backwards.
//!
//! Shapes: `a` is n x n, `b`, `x` and `y` have n elements.

use crate::{Form, Problem, Size, positive_definite, ratio, vector};

crate::kernel! {
    /// `x` solves `a x = b`; `a` becomes `L` and `U`.
    #[accel(parallel, nogil)]
    pub fn ludcmp(n: usize, a: &mut [f64], b: &[f64], x: &mut [f64], y: &mut [f64]) {
        for i in 0..n {
            for j in 0..i {
                let mut w = a[i * n + j];
                for k in 0..j {
                    w -= a[i * n + k] * a[k * n + j];
                }
                a[i * n + j] = w / a[j * n + j];
            }
            for j in i..n {
                let mut w = a[i * n + j];
                for k in 0..i {
                    w -= a[i * n + k] * a[k * n + j];
                }
                a[i * n + j] = w;
            }
        }
        for i in 0..n {
            let mut w = b[i];
            for j in 0..i {
                w -= a[i * n + j] * y[j];
            }
            y[i] = w;
        }
        for i in (0..n).rev() {
            let mut w = y[i];
            for j in i + 1..n {
                w -= a[i * n + j] * x[j];
            }
            x[i] = w / a[i * n + i];
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    a: Vec<f64>,
    b: Vec<f64>,
    x: Vec<f64>,
    y: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(131, 120, 800);
    Data {
        n,
        a: positive_definite(n),
        b: vector(n, |i| ratio(i + 1, n) / 2.0 + 4.0),
        x: vec![0.0; n],
        y: vec![0.0; n],
    }
}

impl Problem for Data {
    /// `w` is a float reduction in three of its loops.
    const REGROUPED: Option<f64> = Some(1e-9);

    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::ludcmp,
            Form::Annotated => ludcmp,
        };
        kernel(self.n, &mut self.a, &self.b, &mut self.x, &mut self.y);
    }

    fn results(&self) -> Vec<f64> {
        [&self.x[..], &self.a[..]].concat()
    }
}
