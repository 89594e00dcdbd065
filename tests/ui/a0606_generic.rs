use hotloop::accel;

#[accel(nogil)]
fn f<T: Copy>(a: &[T], out: &mut [T]) {
    for i in 0..out.len() {
        out[i] = a[i];
    }
}

fn main() {}
