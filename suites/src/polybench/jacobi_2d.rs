//! Jacobi's method on a plate: each point becomes the mean of itself and its four neighbors.
//!
//! Shapes: `a` and `b` are n x n; a step goes from `a` to `b`, and another one back.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `tsteps` pairs of steps; the result is in `a`.
    #[accel(parallel, nogil)]
    pub fn jacobi_2d(tsteps: usize, n: usize, a: &mut [f64], b: &mut [f64]) {
        for _t in 0..tsteps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    b[i * n + j] = 0.2
                        * (a[i * n + j] + a[i * n + j - 1] + a[i * n + j + 1] + a[(i + 1) * n + j] + a[(i - 1) * n + j]);
                }
            }
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    a[i * n + j] = 0.2
                        * (b[i * n + j] + b[i * n + j - 1] + b[i * n + j + 1] + b[(i + 1) * n + j] + b[(i - 1) * n + j]);
                }
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    tsteps: usize,
    n: usize,
    a: Vec<f64>,
    b: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    // The suite takes 500 steps in memory, and 1300 points: 27 MB, which a large cache holds; these are 64 MB.
    let (tsteps, n) = size.pick((4, 51), (40, 90), (10, 2000));
    Data {
        tsteps,
        n,
        a: matrix(n, n, |i, j| ratio(i * (j + 2) + 2, n)),
        b: matrix(n, n, |i, j| ratio(i * (j + 3) + 3, n)),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::jacobi_2d,
            Form::Annotated => jacobi_2d,
        };
        kernel(self.tsteps, self.n, &mut self.a, &mut self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.a.clone()
    }
}
