use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() - 2 {
        a[i] = a[i + 2];
    }
}

fn main() {}
