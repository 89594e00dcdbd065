use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    let mut last = 0.0;
    for i in 0..a.len() {
        a[i] += last;
        last = a[i];
    }
}

fn main() {}
