#![deny(deprecated)]

use hotloop::accel;

#[accel(parallel, warn)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 0.0;
    }
    for i in 1..a.len() {
        a[i] = a[i - 1];
    }
    for i in 0..a.len() {
        if a[i] > 1.0 {
            break;
        }
    }
}

fn main() {}
