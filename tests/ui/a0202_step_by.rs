use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in (0..a.len()).step_by(2) {
        a[i] = 1.0;
    }
}

fn main() {}
