use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        let half = |x: f64| x / 2.0;
        a[i] = half(a[i]);
    }
}

fn main() {}
