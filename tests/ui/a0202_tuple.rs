use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        let (x, y) = (1.0, 2.0);
        a[i] = x + y;
    }
}

fn main() {}
