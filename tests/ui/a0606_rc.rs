use hotloop::accel;

use std::rc::Rc;

#[accel(nogil)]
fn f(a: Rc<Vec<f64>>, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[i];
    }
}

fn main() {}
