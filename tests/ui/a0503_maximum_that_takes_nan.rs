use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64]) -> f64 {
    let mut most = a[0];
    for i in 0..a.len() {
        most = if most > a[i] { most } else { a[i] };
    }
    most
}

fn main() {}
