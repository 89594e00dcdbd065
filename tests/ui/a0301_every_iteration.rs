use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], b: &[f64]) {
    for i in 0..b.len() {
        a[0] += b[i];
    }
}

fn main() {}
