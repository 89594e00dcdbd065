//! Loops of every form.
use crate::helpers;
use hotloop::accel;

pub fn kernel_map(a: f64, x: &[f64], y: &mut [f64]) {
    hotloop::map!(y[..] = a * x[..] + y[..]);
}

pub fn kernel_map_of_a_function(x: &[f64], y: &[f64], k: f64, out: &mut [f64]) {
    hotloop::map!(out[..] = helpers::softplus(x[..] * k) + y[..].exp());
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
            v[i * m + j] =
                0.25 * (u[(i - 1) * m + j] + u[(i + 1) * m + j] + u[i * m + j - 1] + u[i * m + j + 1]);
        }
    }
}

#[accel(parallel)]
pub fn kernel_far(x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..y.len() {
        y[i] = x[i * n] + 2.0 * x[i * n + 1];
    }
}

#[accel(parallel, isa("x86-64-v4"))]
pub fn kernel_far_asked(x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..y.len() {
        y[i] = x[i * n] + 2.0 * x[i * n + 1];
    }
}

#[accel(parallel)]
pub fn kernel_far_function(x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..y.len() {
        y[i] = x[i * n].exp();
    }
}

#[accel(parallel)]
pub fn kernel_pairs(x: &[f64], y: &mut [f64]) {
    for i in 0..y.len() {
        y[i] = x[2 * i] + x[2 * i + 1];
    }
}

#[accel(parallel)]
pub fn kernel_smooth(u: &[f64], v: &mut [f64]) {
    for i in 1..u.len() - 1 {
        v[i] = 0.25 * u[i - 1] + 0.5 * u[i] + 0.25 * u[i + 1];
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

/// A sum of an annotated function.
#[accel(parallel, nogil)]
pub fn kernel_trapezoid(a: f64, h: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += helpers::softplus(a + h * i as f64);
    }
    s * h
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

#[accel(parallel)]
pub fn kernel_chain_dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>()
}

#[accel(parallel)]
pub fn kernel_chain_collect(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| x.sqrt() * 2.0).collect()
}

#[accel(parallel)]
pub fn kernel_chain_head(x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x).map(|(y, x)| (y, x * 3.0)) {
        *y += x;
    }
}

/// In order: what matters is that no check is left.
#[accel(parallel)]
pub fn kernel_chain_rows(a: &[f64], x: &[f64], out: &mut [f64], m: usize) {
    for i in 0..out.len() {
        out[i] = (0..m).map(|j| a[i * m + j] * x[j]).sum();
    }
}

#[accel(parallel)]
pub fn kernel_chain_parts(a: &[f64], x: &[f64], out: &mut [f64], m: usize) {
    for i in 0..out.len() {
        out[i] = a[i * m..(i + 1) * m].iter().enumerate().map(|(j, v)| v * x[j]).sum::<f64>();
    }
}
