//! The heat equation in a cube: each step adds an eighth of the second differences along the three axes.
//!
//! Shapes: `a` and `b` are n x n x n; a step goes from `a` to `b`, and another one back.

use crate::{Form, Problem, Size, matrix};

crate::kernel! {
    /// `tsteps` pairs of steps; the result is in `a`.
    #[accel(parallel, nogil)]
    pub fn heat_3d(tsteps: usize, n: usize, a: &mut [f64], b: &mut [f64]) {
        for _t in 1..=tsteps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    for k in 1..n - 1 {
                        b[(i * n + j) * n + k] = 0.125
                            * (a[((i + 1) * n + j) * n + k] - 2.0 * a[(i * n + j) * n + k]
                                + a[((i - 1) * n + j) * n + k])
                            + 0.125
                                * (a[(i * n + j + 1) * n + k] - 2.0 * a[(i * n + j) * n + k]
                                    + a[(i * n + j - 1) * n + k])
                            + 0.125
                                * (a[(i * n + j) * n + k + 1] - 2.0 * a[(i * n + j) * n + k]
                                    + a[(i * n + j) * n + k - 1])
                            + a[(i * n + j) * n + k];
                    }
                }
            }
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    for k in 1..n - 1 {
                        a[(i * n + j) * n + k] = 0.125
                            * (b[((i + 1) * n + j) * n + k] - 2.0 * b[(i * n + j) * n + k]
                                + b[((i - 1) * n + j) * n + k])
                            + 0.125
                                * (b[(i * n + j + 1) * n + k] - 2.0 * b[(i * n + j) * n + k]
                                    + b[(i * n + j - 1) * n + k])
                            + 0.125
                                * (b[(i * n + j) * n + k + 1] - 2.0 * b[(i * n + j) * n + k]
                                    + b[(i * n + j) * n + k - 1])
                            + b[(i * n + j) * n + k];
                    }
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
    // The suite takes 500 steps in memory.
    let (tsteps, n) = size.pick((3, 21), (40, 20), (10, 120));
    let start = matrix(n * n, n, |ij, k| (ij / n + ij % n + (n - k)) as f64 * 10.0 / n as f64);
    Data { tsteps, n, a: start.clone(), b: start }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::heat_3d,
            Form::Annotated => heat_3d,
        };
        kernel(self.tsteps, self.n, &mut self.a, &mut self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.a.clone()
    }
}
