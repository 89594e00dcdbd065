use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() {
        s += a[i];
        if a[i] < 0.0 {
            s = 0.0;
        }
    }
    s
}

fn main() {}
