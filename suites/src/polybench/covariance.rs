//! The covariance matrix of m variables, each observed n times: the columns centered, then
//! `cov[i][j] = sum data[k][i] data[k][j] / (n - 1)`.
//!
//! Shapes: `data` is n x m (a row for each observation), `cov` m x m, `mean` has m elements.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// The covariances of the columns of `data`, which is left centered.
    #[accel(parallel, nogil)]
    pub fn covariance(m: usize, n: usize, float_n: f64, data: &mut [f64], cov: &mut [f64], mean: &mut [f64]) {
        for j in 0..m {
            mean[j] = 0.0;
            for i in 0..n {
                mean[j] += data[i * m + j];
            }
            mean[j] /= float_n;
        }
        for i in 0..n {
            for j in 0..m {
                data[i * m + j] -= mean[j];
            }
        }
        for i in 0..m {
            for j in i..m {
                cov[i * m + j] = 0.0;
                for k in 0..n {
                    cov[i * m + j] += data[k * m + i] * data[k * m + j];
                }
                cov[i * m + j] /= float_n - 1.0;
                cov[j * m + i] = cov[i * m + j];
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    m: usize,
    n: usize,
    float_n: f64,
    data: Vec<f64>,
    cov: Vec<f64>,
    mean: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((47, 53), (80, 100), (600, 700));
    Data {
        m,
        n,
        float_n: n as f64,
        data: matrix(n, m, |i, j| ratio(i * j, m)),
        cov: vec![0.0; m * m],
        mean: vec![0.0; m],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::covariance,
            Form::Annotated => covariance,
        };
        kernel(self.m, self.n, self.float_n, &mut self.data, &mut self.cov, &mut self.mean);
    }

    fn results(&self) -> Vec<f64> {
        [&self.cov[..], &self.mean[..]].concat()
    }
}
