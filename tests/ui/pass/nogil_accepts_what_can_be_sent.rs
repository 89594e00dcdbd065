#![deny(warnings)]

use hotloop::accel;

#[accel(parallel, nogil)]
fn f(g: &(dyn Fn(f64) -> f64 + Sync), out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = g(out[i]);
    }
}

#[accel(nogil)]
fn h<T: Copy + Sync + Send>(a: &[T], out: &mut [T]) {
    for i in 0..out.len() {
        out[i] = a[i];
    }
}

fn main() {
    let mut out = [1.0; 5];
    f(&|x| x + 1.0, &mut out);
    assert_eq!(out, [2.0; 5]);
    h(&[3.0; 5], &mut out);
    assert_eq!(out, [3.0; 5]);
}
