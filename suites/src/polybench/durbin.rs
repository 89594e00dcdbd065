//! Durbin's recursion for the Yule-Walker equations: solves `T y = -r`, where `T` is the symmetric Toeplitz matrix of
//! `1, r[0], .., r[n - 2]`, in n^2 steps.
//!
//! Shapes: `r`, `y` and `z` have n elements.

use crate::{Form, Problem, Size, vector};

crate::kernel! {
    /// `y` solves the Toeplitz system of `r`; `z` is used on the way.
    #[accel(parallel, nogil)]
    pub fn durbin(n: usize, r: &[f64], y: &mut [f64], z: &mut [f64]) {
        y[0] = -r[0];
        let mut beta = 1.0;
        let mut alpha = -r[0];
        for k in 1..n {
            beta = (1.0 - alpha * alpha) * beta;
            let mut sum = 0.0;
            for i in 0..k {
                sum += r[k - i - 1] * y[i];
            }
            alpha = -(r[k] + sum) / beta;
            for i in 0..k {
                z[i] = y[i] + alpha * y[k - i - 1];
            }
            for i in 0..k {
                y[i] = z[i];
            }
            y[k] = alpha;
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    r: Vec<f64>,
    y: Vec<f64>,
    z: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    // A vector of the suite's greatest problems is in cache too.
    let n = size.pick(150, 120, 2000);
    Data { n, r: vector(n, |i| (n + 1 - i) as f64), y: vec![0.0; n], z: vec![0.0; n] }
}

impl Problem for Data {
    /// The sum in each step is a float reduction; an error of rounding travels through all later steps.
    const REGROUPED: Option<f64> = Some(1e-9);

    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::durbin,
            Form::Annotated => durbin,
        };
        kernel(self.n, &self.r, &mut self.y, &mut self.z);
    }

    fn results(&self) -> Vec<f64> {
        self.y.clone()
    }
}
