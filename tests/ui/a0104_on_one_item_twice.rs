use hotloop::accel;

#[accel(nogil)]
#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
