//! Whether threads may share an element cannot be asked before its type is known.

use hotloop::accel;
use std::rc::Rc;

#[accel(parallel, nogil)]
fn f(n: usize) -> usize {
    let mut v = vec![None; n];
    for i in 0..n {
        v[i] = None;
    }
    v.push(Some(Rc::new(1.0)));
    v.len()
}

fn main() {
    f(3);
}
