//! A result without a name is checked too.

use hotloop::accel;
use std::rc::Rc;

#[accel(nogil)]
fn f(n: usize) -> impl Fn() -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += i as f64;
    }
    let s = Rc::new(s);
    move || *s
}

#[accel(nogil)]
fn g(n: usize) -> (Rc<f64>, impl Iterator<Item = usize>) {
    let mut s = 0.0;
    for i in 0..n {
        s += i as f64;
    }
    (Rc::new(s), 0..n)
}

fn main() {}
