//! Gauss and Seidel's method on a plate, in place: each point becomes the mean of itself and its eight neighbors, four
//! of which this sweep has already changed.
//!
//! Shapes: `a` is n x n.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `tsteps` sweeps.
    #[accel]
    pub fn seidel_2d(tsteps: usize, n: usize, a: &mut [f64]) {
        for _t in 0..tsteps {
            for i in 1..n - 1 {
                for j in 1..n - 1 {
                    a[i * n + j] = (a[(i - 1) * n + j - 1]
                        + a[(i - 1) * n + j]
                        + a[(i - 1) * n + j + 1]
                        + a[i * n + j - 1]
                        + a[i * n + j]
                        + a[i * n + j + 1]
                        + a[(i + 1) * n + j - 1]
                        + a[(i + 1) * n + j]
                        + a[(i + 1) * n + j + 1])
                        / 9.0;
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
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    // The suite takes 500 sweeps in memory.
    let (tsteps, n) = size.pick((4, 51), (40, 120), (10, 2000));
    Data { tsteps, n, a: matrix(n, n, |i, j| ratio(i * (j + 2) + 2, n)) }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::seidel_2d,
            Form::Annotated => seidel_2d,
        };
        kernel(self.tsteps, self.n, &mut self.a);
    }

    fn results(&self) -> Vec<f64> {
        self.a.clone()
    }
}
