use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], x: &f64) {
    for i in 0..a.len() {
        a[i] = *x;
    }
}

fn main() {}
