//! Finite differences in time and space for Maxwell's equations in two dimensions: the magnetic field `hz` and the
//! electric fields `ex` and `ey` on staggered grids.
//!
//! Shapes: `ex`, `ey` and `hz` are nx x ny; `fict` has tmax elements, the source at the edge in each step.

use crate::{Form, Problem, Size, matrix, ratio, vector};

crate::kernel! {
    /// `tmax` time steps.
    #[accel(parallel, nogil)]
    pub fn fdtd_2d(
        tmax: usize,
        nx: usize,
        ny: usize,
        ex: &mut [f64],
        ey: &mut [f64],
        hz: &mut [f64],
        fict: &[f64],
    ) {
        for t in 0..tmax {
            for j in 0..ny {
                ey[j] = fict[t];
            }
            for i in 1..nx {
                for j in 0..ny {
                    ey[i * ny + j] -= 0.5 * (hz[i * ny + j] - hz[(i - 1) * ny + j]);
                }
            }
            for i in 0..nx {
                for j in 1..ny {
                    ex[i * ny + j] -= 0.5 * (hz[i * ny + j] - hz[i * ny + j - 1]);
                }
            }
            for i in 0..nx - 1 {
                for j in 0..ny - 1 {
                    hz[i * ny + j] -=
                        0.7 * (ex[i * ny + j + 1] - ex[i * ny + j] + ey[(i + 1) * ny + j] - ey[i * ny + j]);
                }
            }
        }
    }
}

/// The arguments.
#[derive(Clone)]
pub struct Data {
    tmax: usize,
    nx: usize,
    ny: usize,
    ex: Vec<f64>,
    ey: Vec<f64>,
    hz: Vec<f64>,
    fict: Vec<f64>,
}

/// The arguments as the suite fills them.
pub fn init(size: Size) -> Data {
    // The suite takes 500 steps in memory.
    let (tmax, nx, ny) = size.pick((5, 47, 53), (40, 60, 80), (20, 1000, 1200));
    Data {
        tmax,
        nx,
        ny,
        ex: matrix(nx, ny, |i, j| ratio(i * (j + 1), nx)),
        ey: matrix(nx, ny, |i, j| ratio(i * (j + 2), ny)),
        hz: matrix(nx, ny, |i, j| ratio(i * (j + 3), nx)),
        fict: vector(tmax, |i| i as f64),
    }
}

impl Problem for Data {
    fn run(&mut self, form: Form) {
        let kernel = match form {
            Form::Plain => plain::fdtd_2d,
            Form::Annotated => fdtd_2d,
        };
        kernel(self.tmax, self.nx, self.ny, &mut self.ex, &mut self.ey, &mut self.hz, &self.fict);
    }

    fn results(&self) -> Vec<f64> {
        [&self.ex[..], &self.ey[..], &self.hz[..]].concat()
    }
}
