use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64]) -> (f64, f64) {
    let (mut most, mut second) = (a[0], a[0]);
    for i in 0..a.len() {
        if a[i] > most {
            second = most;
            most = a[i];
        }
    }
    (most, second)
}

fn main() {}
