use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64], out: &mut [f64]) {
    let mut s = 0.0;
    for i in 0..a.len() {
        s += a[i];
        out[i] = s;
    }
}

fn main() {}
