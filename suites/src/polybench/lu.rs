//! The decomposition `A = L U` without pivoting, in place.
//!
//! Shapes: `a` is n x n; afterwards `U` is its upper triangle, and `L`, whose diagonal is 1, the lower one:
//! `L[i][j] = (A[i][j] - sum L[i][k] U[k][j]) / U[j][j]` for `j < i` (sums over `k < j`), and
//! `U[i][j] = A[i][j] - sum L[i][k] U[k][j]` for `j >= i` (sums over `k < i`).

use crate::{Form, Problem, Size, positive_definite};

crate::kernel! {
    /// `a` becomes `L` and `U`.
    #[accel(parallel, nogil)]
    pub fn lu(n: usize, a: &mut [f64]) {
        for i in 0..n {
            for j in 0..i {
                for k in 0..j {
                    a[i * n + j] -= a[i * n + k] * a[k * n + j];
                }
                a[i * n + j] /= a[j * n + j];
            }
            for j in i..n {
                for k in 0..i {
                    a[i * n + j] -= a[i * n + k] * a[k * n + j];
                }
            }
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
    let n = size.pick(67, 120, 800);
    Data { n, a: positive_definite(n) }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::lu,
            Form::Annotated => lu,
        };
        kernel(self.n, &mut self.a);
    }

    fn results(&self) -> Vec<f64> {
        self.a.clone()
    }
}
