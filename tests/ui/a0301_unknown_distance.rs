use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64], n: usize) {
    for i in 0..n {
        for j in 0..n {
            a[i + j] = 1.0;
        }
    }
}

fn main() {}
