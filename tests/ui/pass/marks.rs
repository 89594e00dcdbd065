#![deny(warnings)]

use hotloop::accel;

#[accel]
fn f(a: &mut [f64], b: &mut [f64]) {
    #[parallel]
    for i in 0..a.len() {
        a[i] = i as f64;
    }
    #[serial]
    for i in 0..b.len() {
        b[i] = a[i];
    }
}

fn main() {
    let (mut a, mut b) = ([0.0; 5], [0.0; 5]);
    f(&mut a, &mut b);
    assert_eq!(b, [0.0, 1.0, 2.0, 3.0, 4.0]);
}
