//! A triangular system `L x = b`, solved forwards.
//!
//! Shapes: `l` is n x n, of which the lower triangle is read; `x` and `b` have n elements.

use crate::{Form, Problem, Size, matrix, ratio, vector};

crate::kernel! {
    /// `x` solves `l x = b`.
    #[accel]
    pub fn trisolv(n: usize, l: &[f64], x: &mut [f64], b: &[f64]) {
        for i in 0..n {
            x[i] = b[i];
            for j in 0..i {
                x[i] -= l[i * n + j] * x[j];
            }
            x[i] = x[i] / l[i * n + i];
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    l: Vec<f64>,
    x: Vec<f64>,
    b: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(83, 120, 2000);
    Data {
        n,
        l: matrix(n, n, |i, j| if j <= i { ratio((i + n + 1 - j) * 2, n) } else { 0.0 }),
        x: vec![-999.0; n],
        b: vector(n, |i| i as f64),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::trisolv,
            Form::Annotated => trisolv,
        };
        kernel(self.n, &self.l, &mut self.x, &self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.x.clone()
    }
}
