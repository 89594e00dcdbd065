use hotloop::accel;

#[accel(parallel, nogil)]
fn f(a: &mut [f64], v: &mut Vec<usize>) {
    for i in 0..a.len() {
        a[i] = 1.0;
        v.push(i);
    }
}

fn main() {}
