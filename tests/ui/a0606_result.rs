use hotloop::accel;

use std::rc::Rc;

#[accel(nogil)]
fn f(n: usize) -> Rc<f64> {
    let mut s = 0.0;
    for i in 0..n {
        s += i as f64;
    }
    Rc::new(s)
}

fn main() {}
