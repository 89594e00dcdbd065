use hotloop::accel;

const NONE: usize = 0;

#[accel(parallel, threads = 4 * NONE)]
fn f0(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(parallel, grain = crate::NONE)]
fn f1(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
