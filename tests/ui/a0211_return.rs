use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64]) -> Option<usize> {
    for i in 0..a.len() {
        if a[i] < 0.0 {
            return Some(i);
        }
    }
    None
}

fn main() {}
