use hotloop::accel;

#[accel]
fn outer(a: &mut [f64]) {
    fn inner(a: &mut [f64]) {
        #[parallel]
        for i in 0..a.len() {
            a[i] = 1.0;
        }
    }
    inner(a);
}

fn main() {}
