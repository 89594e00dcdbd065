#![deny(warnings)]

use hotloop::accel;

#[allow(deprecated)]
#[accel(warn)]
fn f(a: &mut [f64]) {
    for i in 1..a.len() {
        a[i] = a[i - 1];
    }
    let mut i = 0;
    while i < a.len() {
        a[i] = 1.0;
        i += 1;
    }
}

fn main() {
    f(&mut [0.0; 5]);
}
