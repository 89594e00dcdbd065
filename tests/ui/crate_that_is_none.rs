use hotloop::accel;

#[accel(parallel, nogil, crate = nowhere)]
fn f(a: &mut [f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() {
        a[i] = a[i].exp();
    }
    for i in 0..a.len() {
        s += a[i];
    }
    s
}

fn main() {}
