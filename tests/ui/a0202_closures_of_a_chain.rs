//! Chains that are not read for their closures: each says which.

use hotloop::accel;

#[accel(parallel)]
fn by_name(x: &[f64]) -> Vec<f64> {
    x.iter().map(|v| v + 1.0).map(f64::abs).collect()
}

#[accel(parallel)]
fn moves(x: &[f64], k: f64) -> Vec<f64> {
    x.iter().map(move |v| v * k).collect()
}

#[accel(parallel)]
fn returns(x: &[f64]) -> Vec<f64> {
    x.iter().map(|v| { if *v < 0.0 { return 0.0; } v.sqrt() }).collect()
}

#[accel(parallel)]
fn in_a_head(x: &[f64], k: f64, out: &mut f64) {
    for v in x.iter().map(move |v| v * k) {
        *out = out.max(v);
    }
}

#[accel(parallel)]
fn hides(x: &[f64]) -> Vec<f64> {
    let v = 1.0;
    x.iter().map(|v| v * 2.0).map(|z| { assert!(z < v, "{v}"); z }).collect()
}

fn cost(x: f64) -> i64 {
    x as i64
}

#[accel(parallel, nogil)]
fn calls(x: &[f64]) -> Option<f64> {
    x.iter().copied().max_by_key(|v| cost(*v))
}

#[accel(parallel)]
fn shows(x: &[f64], name: &str, out: &mut [f64]) {
    for i in 0..out.len() {
        assert!(x[i] > 0.0, "{name}: {i}");
        out[i] = x[i];
    }
}

fn main() {}
