use hotloop::accel;

#[accel(parallel)]
#[track_caller]
fn f(a: &[usize], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = 1.0 / a[a[i]] as f64;
    }
}

fn main() {}
