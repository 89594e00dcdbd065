//! Jacobi's method on a line: each point becomes the mean of itself and its two neighbors.
//!
//! Shapes: `a` and `b` have n elements; a step goes from `a` to `b`, and another one back.

use crate::{Form, Problem, Size, ratio, vector};

crate::kernel! {
    /// `tsteps` pairs of steps; the result is in `a`.
    #[accel(parallel, nogil)]
    pub fn jacobi_1d(tsteps: usize, n: usize, a: &mut [f64], b: &mut [f64]) {
        for _t in 0..tsteps {
            for i in 1..n - 1 {
                b[i] = 0.33333 * (a[i - 1] + a[i] + a[i + 1]);
            }
            for i in 1..n - 1 {
                a[i] = 0.33333 * (b[i - 1] + b[i] + b[i + 1]);
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
    // The suite's greatest problems are in cache too (2000 points, 500 steps); these are 64 MB.
    let (tsteps, n) = size.pick((7, 311), (40, 120), (10, 4_000_000));
    Data { tsteps, n, a: vector(n, |i| ratio(i + 2, n)), b: vector(n, |i| ratio(i + 3, n)) }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::jacobi_1d,
            Form::Annotated => jacobi_1d,
        };
        kernel(self.tsteps, self.n, &mut self.a, &mut self.b);
    }

    fn results(&self) -> Vec<f64> {
        self.a.clone()
    }
}
