//! Kernels under options. Each body differs from all others: LLVM makes one function of two equal ones.
use hotloop::accel;

#[accel(parallel, boundscheck)]
pub fn kernel_boundscheck(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a - 7.0 * x[i];
    }
}

// Flags of `fastmath`, each beside the same body without it.

#[accel(nogil)]
pub fn kernel_plain_serial_sum(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * 1.5;
    }
    s
}

#[accel(nogil, fastmath(reassoc))]
pub fn kernel_fast_serial_sum(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * 2.5;
    }
    s
}

#[accel(nogil)]
pub fn kernel_plain_matvec(a: &[f64], x: &[f64], y: &mut [f64], m: usize) {
    for i in 0..y.len() {
        let mut s = 0.0;
        for j in 0..m {
            s += a[i * m + j] * x[j] * 1.5;
        }
        y[i] = s;
    }
}

#[accel(nogil, fastmath(reassoc))]
pub fn kernel_fast_matvec(a: &[f64], x: &[f64], y: &mut [f64], m: usize) {
    for i in 0..y.len() {
        let mut s = 0.0;
        for j in 0..m {
            s += a[i * m + j] * x[j] * 2.5;
        }
        y[i] = s;
    }
}

#[accel(nogil)]
pub fn kernel_plain_multiply_add(x: &[f64], y: &mut [f64], a: f64) {
    for i in 0..x.len() {
        y[i] = a * x[i] + 3.5;
    }
}

#[accel(nogil, fastmath(contract))]
pub fn kernel_fast_multiply_add(x: &[f64], y: &mut [f64], a: f64) {
    for i in 0..x.len() {
        y[i] = a * x[i] + 4.5;
    }
}

#[accel(nogil)]
pub fn kernel_plain_multiply_add_into(x: &[f64], y: &mut [f64], a: f64) {
    for i in 0..x.len() {
        y[i] -= a * (x[i] * 3.5);
    }
}

#[accel(nogil, fastmath(contract))]
pub fn kernel_fast_multiply_add_into(x: &[f64], y: &mut [f64], a: f64) {
    for i in 0..x.len() {
        y[i] -= a * (x[i] * 4.5);
    }
}

#[accel(nogil)]
pub fn kernel_plain_dot_serial(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * (y[i] * 5.5);
    }
    s
}

#[accel(nogil, fastmath(contract, reassoc))]
pub fn kernel_fast_dot_serial(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * (y[i] * 6.5);
    }
    s
}

#[accel(nogil)]
pub fn kernel_plain_quotient(x: &[f64], y: &mut [f64], h: f64) {
    for i in 0..x.len() {
        y[i] = x[i] / h * 7.5;
    }
}

#[accel(nogil, fastmath(arcp))]
pub fn kernel_fast_quotient(x: &[f64], y: &mut [f64], h: f64) {
    for i in 0..x.len() {
        y[i] = x[i] / h * 8.5;
    }
}

#[accel(nogil)]
pub fn kernel_plain_minimum(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].min(y[i]).max(9.5);
    }
}

#[accel(nogil, fastmath(nnan))]
pub fn kernel_fast_minimum(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].min(y[i]).max(10.5);
    }
}

#[accel(nogil)]
pub fn kernel_plain_exponential(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp() * 11.5;
    }
}

#[accel(nogil, fastmath(afn))]
pub fn kernel_fast_exponential(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp() * 12.5;
    }
}

#[accel(nogil)]
pub fn kernel_plain_power(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].powf(2.5) + 12.75;
    }
}

#[accel(nogil, fastmath(afn))]
pub fn kernel_fast_power(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].powf(2.5) + 12.25;
    }
}

#[accel(nogil)]
pub fn kernel_plain_exponential_ninf(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp() * 13.5;
    }
}

#[accel(nogil, fastmath(ninf))]
pub fn kernel_fast_exponential_ninf(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp() * 14.5;
    }
}

#[accel(nogil)]
pub fn kernel_plain_logarithm_nnan(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].ln() * 15.5;
    }
}

#[accel(nogil, fastmath(nnan))]
pub fn kernel_fast_logarithm_nnan(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].ln() * 16.5;
    }
}

#[accel(nogil)]
pub fn kernel_plain_sine_nnan(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].sin() * 17.5;
    }
}

#[accel(nogil, fastmath(nnan, afn))]
pub fn kernel_fast_sine_nnan(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].sin() * 18.5;
    }
}

#[accel(nogil)]
pub fn kernel_plain_plus_zero(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = (x[i] + 0.0) * 19.5;
    }
}

#[accel(nogil, fastmath(nsz))]
pub fn kernel_fast_plus_zero(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = (x[i] + 0.0) * 20.5;
    }
}
