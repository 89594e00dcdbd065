//! Kernels that show which levels are built. Each body differs from all others: LLVM makes one function of two
//! equal ones.
use hotloop::accel;

#[accel(parallel)]
pub fn kernel_axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
}

#[accel(parallel, isa("x86-64-v3"))]
pub fn kernel_v3_alone(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a - 3.0 * x[i];
    }
}

#[accel(parallel, isa("baseline"))]
pub fn kernel_baseline_alone(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a - 5.0 * x[i];
    }
}
