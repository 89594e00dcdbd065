//! Cholesky's decomposition `A = L L^T` of a symmetric, positive definite matrix, in place.
//!
//! Shapes: `a` is n x n; of it the lower triangle is read, and holds `L` afterwards:
//! `L[i][j] = (A[i][j] - sum L[i][k] L[j][k]) / L[j][j]` for `j < i` (sums over `k < j`), and
//! `L[i][i]` is the square root of `A[i][i] - sum L[i][k]^2`.

use crate::{Form, Problem, Size, positive_definite};

crate::kernel! {
    /// The lower triangle of `a` becomes `L`.
    #[accel]
    pub fn cholesky(n: usize, a: &mut [f64]) {
        for i in 0..n {
            for j in 0..i {
                for k in 0..j {
                    a[i * n + j] -= a[i * n + k] * a[j * n + k];
                }
                a[i * n + j] /= a[j * n + j];
            }
            for k in 0..i {
                a[i * n + i] -= a[i * n + k] * a[i * n + k];
            }
            a[i * n + i] = a[i * n + i].sqrt();
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    a: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(57, 120, 800);
    Data { n, a: positive_definite(n) }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::cholesky,
            Form::Annotated => cholesky,
        };
        kernel(self.n, &mut self.a);
    }

    fn results(&self) -> Vec<f64> {
        self.a.clone()
    }
}
