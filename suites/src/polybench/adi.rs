//! Alternating direction implicit solver of the heat equation on a plate: each time step solves a tridiagonal system
//! along each column, and then one along each row.
//!
//! Shapes: `u` (the temperature), `v`, `p` and `q` are n x n. In a system with the coefficients `(a, b, c)` the
//! elimination is `p[j] = -c / (a p[j - 1] + b)` and `q[j] = (rhs[j] - a q[j - 1]) / (a p[j - 1] + b)`, the
//! substitution backwards `v[j] = p[j] v[j + 1] + q[j]`; both ends are held at 1.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// `tsteps` steps of the heat equation; the temperature is in `u`.
    #[accel(parallel, nogil)]
    pub fn adi(tsteps: usize, n: usize, u: &mut [f64], v: &mut [f64], p: &mut [f64], q: &mut [f64]) {
        let (dx, dy, dt) = (1.0 / n as f64, 1.0 / n as f64, 1.0 / tsteps as f64);
        let (b1, b2) = (2.0, 1.0);
        let (mul1, mul2) = (b1 * dt / (dx * dx), b2 * dt / (dy * dy));
        let (a, b, c) = (-mul1 / 2.0, 1.0 + mul1, -mul1 / 2.0);
        let (d, e, f) = (-mul2 / 2.0, 1.0 + mul2, -mul2 / 2.0);
        for _t in 1..=tsteps {
            // Columns
            for i in 1..n - 1 {
                v[i] = 1.0;
                p[i * n] = 0.0;
                q[i * n] = v[i];
                for j in 1..n - 1 {
                    p[i * n + j] = -c / (a * p[i * n + j - 1] + b);
                    q[i * n + j] = (-d * u[j * n + i - 1] + (1.0 + 2.0 * d) * u[j * n + i]
                        - f * u[j * n + i + 1]
                        - a * q[i * n + j - 1])
                        / (a * p[i * n + j - 1] + b);
                }
                v[(n - 1) * n + i] = 1.0;
                for j in (1..n - 1).rev() {
                    v[j * n + i] = p[i * n + j] * v[(j + 1) * n + i] + q[i * n + j];
                }
            }
            // Rows
            for i in 1..n - 1 {
                u[i * n] = 1.0;
                p[i * n] = 0.0;
                q[i * n] = u[i * n];
                for j in 1..n - 1 {
                    p[i * n + j] = -f / (d * p[i * n + j - 1] + e);
                    q[i * n + j] = (-a * v[(i - 1) * n + j] + (1.0 + 2.0 * a) * v[i * n + j]
                        - c * v[(i + 1) * n + j]
                        - d * q[i * n + j - 1])
                        / (d * p[i * n + j - 1] + e);
                }
                u[i * n + n - 1] = 1.0;
                for j in (1..n - 1).rev() {
                    u[i * n + j] = p[i * n + j] * u[i * n + j + 1] + q[i * n + j];
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
    u: Vec<f64>,
    v: Vec<f64>,
    p: Vec<f64>,
    q: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    // The suite takes 500 steps in memory.
    let (tsteps, n) = size.pick((3, 43), (40, 60), (5, 1000));
    Data {
        tsteps,
        n,
        u: matrix(n, n, |i, j| ratio(i + n - j, n)),
        v: vec![0.0; n * n],
        p: vec![0.0; n * n],
        q: vec![0.0; n * n],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::adi,
            Form::Annotated => adi,
        };
        kernel(self.tsteps, self.n, &mut self.u, &mut self.v, &mut self.p, &mut self.q);
    }

    fn results(&self) -> Vec<f64> {
        self.u.clone()
    }
}
