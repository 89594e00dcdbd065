use hotloop::accel;

#[accel(parallel)]
fn f(at: &[usize], x: &[f64], out: &mut [f64]) {
    for i in 0..at.len() {
        out[at[i]] = x[i];
    }
}

fn main() {}
