use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], n: usize) {
    for i in 0..n {
        a[i] = 1.0;
        a[i + 1] = 2.0;
    }
}

fn main() {}
