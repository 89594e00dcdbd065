use hotloop::accel;

#[accel(parallel, grain = 100)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
