//! What a closure captures is known after its function only.

use hotloop::accel;
use std::cell::Cell;

#[accel(parallel, nogil)]
fn f(out: &mut [f64]) {
    let k = Cell::new(1.0);
    let add = |x: f64| x + k.get();
    for i in 0..out.len() {
        out[i] = add(out[i]);
    }
}

fn main() {
    f(&mut [1.0]);
}
