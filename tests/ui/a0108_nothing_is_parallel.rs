use hotloop::accel;

#[accel(threads = 2)]
fn f0(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

#[accel(nogil, grain = 2)]
fn f1(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
