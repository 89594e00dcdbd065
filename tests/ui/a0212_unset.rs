use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    let mut x;
    for i in 0..a.len() {
        x = 1.0;
        a[i] = x;
    }
}

fn main() {}
