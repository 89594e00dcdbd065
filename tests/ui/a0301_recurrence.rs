use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], b: &[f64]) {
    for i in 1..a.len() {
        a[i] = a[i - 1] + b[i];
    }
}

fn main() {}
