use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64], b: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() {
        s += a[i];
        s *= b[i];
    }
    s
}

fn main() {}
