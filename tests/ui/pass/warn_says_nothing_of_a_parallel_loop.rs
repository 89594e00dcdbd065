#![deny(warnings)]

use hotloop::accel;

#[accel(parallel, nogil, warn)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {
    f(&mut [0.0; 5]);
}
