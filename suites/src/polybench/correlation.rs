//! The correlation matrix of m variables, each observed n times: mean and standard deviation of each column; the
//! columns centered and reduced; then `corr = data^T data` (of the reduced data).
//!
//! Shapes: `data` is n x m (a row for each observation), `corr` m x m, `mean` and `stddev` have m elements. A standard
//! deviation of nearly zero counts as 1.

use crate::{Form, Problem, Size, matrix, ratio};

crate::kernel! {
    /// The correlations of the columns of `data`, which is left centered and reduced.
    #[accel(parallel, nogil)]
    pub fn correlation(
        m: usize,
        n: usize,
        float_n: f64,
        data: &mut [f64],
        corr: &mut [f64],
        mean: &mut [f64],
        stddev: &mut [f64],
    ) {
        let eps = 0.1;
        for j in 0..m {
            mean[j] = 0.0;
            for i in 0..n {
                mean[j] += data[i * m + j];
            }
            mean[j] /= float_n;
        }
        for j in 0..m {
            stddev[j] = 0.0;
            for i in 0..n {
                stddev[j] += (data[i * m + j] - mean[j]) * (data[i * m + j] - mean[j]);
            }
            stddev[j] /= float_n;
            stddev[j] = stddev[j].sqrt();
            stddev[j] = if stddev[j] <= eps { 1.0 } else { stddev[j] };
        }
        for i in 0..n {
            for j in 0..m {
                data[i * m + j] -= mean[j];
                data[i * m + j] /= float_n.sqrt() * stddev[j];
            }
        }
        for i in 0..m - 1 {
            corr[i * m + i] = 1.0;
            for j in i + 1..m {
                corr[i * m + j] = 0.0;
                for k in 0..n {
                    corr[i * m + j] += data[k * m + i] * data[k * m + j];
                }
                corr[j * m + i] = corr[i * m + j];
            }
        }
        corr[(m - 1) * m + m - 1] = 1.0;
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    m: usize,
    n: usize,
    float_n: f64,
    data: Vec<f64>,
    corr: Vec<f64>,
    mean: Vec<f64>,
    stddev: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let (m, n) = size.pick((47, 53), (80, 100), (600, 700));
    Data {
        m,
        n,
        float_n: n as f64,
        data: matrix(n, m, |i, j| ratio(i * j, m) + i as f64),
        corr: vec![0.0; m * m],
        mean: vec![0.0; m],
        stddev: vec![0.0; m],
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::correlation,
            Form::Annotated => correlation,
        };
        kernel(self.m, self.n, self.float_n, &mut self.data, &mut self.corr, &mut self.mean, &mut self.stddev);
    }

    fn results(&self) -> Vec<f64> {
        [&self.corr[..], &self.mean[..], &self.stddev[..]].concat()
    }
}
