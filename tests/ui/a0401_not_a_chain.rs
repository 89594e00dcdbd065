use hotloop::accel;
use std::collections::VecDeque;

#[accel]
fn f(a: &VecDeque<f64>, b: &mut [f64]) {
    #[parallel]
    for (i, x) in a.iter().enumerate() {
        b[i] = *x;
    }
}

fn main() {}
