use hotloop::accel;
use std::collections::BTreeMap;

#[accel(parallel)]
fn f(a: &BTreeMap<u32, f64>, b: &mut [f64]) {
    for x in a.values() {
        b[0] = *x;
    }
}

#[accel(parallel)]
fn g(a: &[f64], b: &mut [f64]) {
    for (i, x) in a.iter().filter(|x| **x > 2.0).enumerate() {
        b[i] = *x;
    }
}

fn main() {}
