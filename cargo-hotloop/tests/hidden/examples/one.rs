//! An example, which uses the library.

#[hotloop::accel]
fn halve(a: &mut Vec<f32>) {
    for i in 0..a.len() {
        a[i] *= 0.5;
    }
}

fn main() {
    let mut a = vec![1.0];
    halve(&mut a);
    hidden::use_all(&mut [1.0]);
}
