use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    let mut product = 1.0;
    for i in 0..a.len() {
        product *= a[i];
    }
    a[0] = product;
}

fn main() {}
