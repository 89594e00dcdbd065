//! Kernels whose machine code is read by a test.
use hotloop::accel;

pub mod functions;

mod helpers;

#[accel(parallel)]
pub fn kernel_axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] += a * x[i];
    }
}

#[accel(parallel)]
pub fn kernel_sum(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i];
    }
    s
}

#[accel(parallel)]
pub fn kernel_dot(x: &[f32], y: &[f32]) -> f32 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * y[i];
    }
    s
}

#[accel(parallel)]
pub fn kernel_exp_sum(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i].exp();
    }
    s
}

#[accel(parallel)]
pub fn kernel_jacobi(u: &[f64], v: &mut [f64], n: usize, m: usize) {
    for i in 1..n - 1 {
        for j in 1..m - 1 {
            v[i * m + j] = 0.25 * (u[(i - 1) * m + j] + u[(i + 1) * m + j] + u[i * m + j - 1] + u[i * m + j + 1]);
        }
    }
}

#[accel(parallel)]
pub fn kernel_exp(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].exp();
    }
}

#[accel(parallel)]
pub fn kernel_ln(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].ln();
    }
}

#[accel(parallel)]
pub fn kernel_sqrt(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].sqrt();
    }
}

#[accel(parallel)]
pub fn kernel_sin(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = x[i].sin();
    }
}

#[accel(parallel)]
pub fn kernel_cos_f32(x: &[f32], y: &mut [f32]) {
    for i in 0..x.len() {
        y[i] = x[i].cos();
    }
}

/// A check that no guard can clear stays: the test must be able to see one.
#[accel(nogil)]
pub fn kernel_checked(a: &[f64], index: &[usize], out: &mut [f64]) {
    for i in 0..index.len() {
        out[i] = a[index[i]];
    }
}

/// A loop that calls annotated functions of another module.
#[accel(parallel, nogil)]
pub fn kernel_softplus(x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = helpers::softplus(x[i]);
    }
}

/// A loop in a method that calls methods of its block.
pub struct Logistic {
    pub rate: f64,
}

#[accel(parallel, nogil)]
impl Logistic {
    fn odds(&self, x: f64) -> f64 {
        (-self.rate * x).exp()
    }

    fn one_over(x: f64) -> f64 {
        1.0 / (1.0 + x)
    }

    pub fn kernel_logistic(&self, x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            y[i] = Self::one_over(self.odds(x[i]));
        }
    }
}

#[accel(parallel)]
pub fn kernel_product(x: &[f64]) -> f64 {
    let mut p = 1.0;
    for i in 0..x.len() {
        p *= x[i];
    }
    p
}

#[accel(parallel)]
pub fn kernel_max(x: &[f64]) -> f64 {
    let mut m = f64::NEG_INFINITY;
    for i in 0..x.len() {
        m = m.max(x[i]);
    }
    m
}

#[accel(parallel)]
pub fn kernel_least(x: &[f64]) -> f64 {
    let mut m = x[0];
    for i in 0..x.len() {
        if x[i] < m {
            m = x[i];
        }
    }
    m
}

#[accel(parallel)]
pub fn kernel_argmax(x: &[f64]) -> (f64, usize) {
    let (mut m, mut at) = (x[0], 0);
    for i in 0..x.len() {
        if x[i] > m {
            m = x[i];
            at = i;
        }
    }
    (m, at)
}

#[accel(parallel)]
pub fn kernel_bits(x: &[u32]) -> u32 {
    let mut b = 0;
    for i in 0..x.len() {
        b |= x[i];
    }
    b
}

#[accel(parallel)]
pub fn kernel_residual(x: &[f64], y: &mut [f64]) -> f64 {
    let mut m = 0.0;
    for i in 0..x.len() {
        let d = (x[i] - y[i]).abs();
        y[i] = x[i];
        if d > m {
            m = d;
        }
    }
    m
}

// Each body differs from all others: LLVM makes one function of two equal ones.

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
