use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], n: usize) {
    for i in 0..n {
        a[2 * i] = a[i];
    }
}

fn main() {}
