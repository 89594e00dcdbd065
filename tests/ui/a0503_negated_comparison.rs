use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64]) -> f64 {
    let mut most = a[0];
    for i in 0..a.len() {
        if !(a[i] <= most) {
            most = a[i];
        }
    }
    most
}

fn main() {}
