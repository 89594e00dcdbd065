use hotloop::accel;

#[accel(parallel)]
fn outer(a: &mut [f64]) {
    fn inner(a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] = 1.0;
        }
    }
    inner(a);
}

fn main() {}
