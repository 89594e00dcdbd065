//! Floyd and Warshall's shortest paths between all pairs of nodes: `D[i][j] = min(D[i][j], D[i][k] + D[k][j])` for
//! each `k` in turn. In `i32`, as in the suite.
//!
//! Shapes: `path` is n x n; lengths of edges before, of the shortest paths afterwards.

use crate::{Form, Problem, Size};

crate::kernel! {
    /// Lengths of edges become lengths of shortest paths.
    #[accel]
    pub fn floyd_warshall(n: usize, path: &mut [i32]) {
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    path[i * n + j] = if path[i * n + j] < path[i * n + k] + path[k * n + j] {
                        path[i * n + j]
                    } else {
                        path[i * n + k] + path[k * n + j]
                    };
                }
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    n: usize,
    path: Vec<i32>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    let n = size.pick(45, 180, 800);
    let far = |sum: usize| sum.is_multiple_of(13) || sum.is_multiple_of(7) || sum.is_multiple_of(11);
    let edge = |i: usize, j: usize| if far(i + j) { 999 } else { (i * j % 7 + 1) as i32 };
    Data { n, path: (0..n * n).map(|at| edge(at / n, at % n)).collect() }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::floyd_warshall,
            Form::Annotated => floyd_warshall,
        };
        kernel(self.n, &mut self.path);
    }

    fn results(&self) -> Vec<f64> {
        self.path.iter().map(|&x| f64::from(x)).collect()
    }
}
