//! Chains that are left to core: each says why, at the call that is the reason.

use hotloop::accel;

#[accel(parallel)]
fn searches(a: &[f64]) -> Option<&f64> {
    a.iter().find(|x| **x > 1.0)
}

#[accel(parallel)]
fn filtered(a: &[f64]) -> Option<usize> {
    a.iter().filter(|x| **x > 1.0).position(|x| *x > 2.0)
}

#[accel(parallel)]
fn after_filter(a: &[f64]) -> f64 {
    a.iter().filter(|x| **x > 1.0).skip(1).sum()
}

#[accel(parallel)]
fn late(n: usize) -> f64 {
    (0..n).map(|i| i as f64).step_by(2).sum()
}

#[accel(parallel)]
fn left_out(a: &[f64], b: &[f64]) -> f64 {
    a.iter().enumerate().map(|(i, x)| x * b[i]).skip(1).sum()
}

#[accel(parallel)]
fn two_keys(a: &[(f64, f64)]) -> Option<&(f64, f64)> {
    a.iter().max_by(|x, y| x.0.total_cmp(&y.1))
}

#[accel(parallel)]
fn pair(a: &[f64]) -> (f64, f64) {
    a.iter().fold((0.0, 0.0), |(s, t), x| (s + x, t + x * x))
}

#[accel(parallel)]
fn unknown(a: &[f64]) -> f64 {
    a.iter().take_while(|x| **x > 1.0).sum()
}

#[accel(parallel)]
fn endless(a: &mut [f64]) {
    for (i, x) in (0..).zip(a) {
        *x = f64::from(i);
    }
}

#[accel(parallel)]
fn unnamed(a: &[f64]) -> bool {
    let s = a.iter().sum();
    1.0 < s
}

#[accel(warn)]
fn in_order(a: &[f64]) -> f64 {
    a.iter().sum()
}

fn main() {}
