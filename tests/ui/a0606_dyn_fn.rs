use hotloop::accel;

#[accel(parallel, nogil)]
fn f(g: &dyn Fn(f64) -> f64, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = g(out[i]);
    }
}

fn main() {}
