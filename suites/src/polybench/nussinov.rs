//! Nussinov's prediction of how an RNA molecule folds: `table[i][j]` is the greatest number of pairs of bases within
//! `i..=j`, by dynamic programming over intervals. In `i32`; bases are numbered 0 to 3, and two of them pair if
//! their numbers add up to 3.
//!
//! Shapes: `seq` has n elements, `table` is n x n, of which the upper triangle is filled.

use crate::{Form, Problem, Size};

crate::kernel! {
    /// The greatest number of pairs within each interval of `seq`.
    #[accel]
    pub fn nussinov(n: usize, seq: &[i32], table: &mut [i32]) {
        for i in (0..n).rev() {
            for j in i + 1..n {
                if j >= 1 {
                    table[i * n + j] = table[i * n + j].max(table[i * n + j - 1]);
                }
                if i + 1 < n {
                    table[i * n + j] = table[i * n + j].max(table[(i + 1) * n + j]);
                }
                if j >= 1 && i + 1 < n {
                    if i < j - 1 {
                        let pair = if seq[i] + seq[j] == 3 { 1 } else { 0 };
                        table[i * n + j] = table[i * n + j].max(table[(i + 1) * n + j - 1] + pair);
                    } else {
                        table[i * n + j] = table[i * n + j].max(table[(i + 1) * n + j - 1]);
                    }
                }
                for k in i + 1..j {
                    table[i * n + j] = table[i * n + j].max(table[i * n + k] + table[(k + 1) * n + j]);
                }
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    seq: Vec<i32>,
    table: Vec<i32>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(67, 180, 1000);
    Data { n, seq: (0..n).map(|i| ((i + 1) % 4) as i32).collect(), table: vec![0; n * n] }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::nussinov,
            Form::Annotated => nussinov,
        };
        kernel(self.n, &self.seq, &mut self.table);
    }

    fn results(&self) -> Vec<f64> {
        self.table.iter().map(|&x| f64::from(x)).collect()
    }
}
