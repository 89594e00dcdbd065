use hotloop::accel;

trait Zeros {
    fn zeros(n: usize) -> Self;
}
impl<T: Default + Clone> Zeros for Vec<T> {
    fn zeros(n: usize) -> Self {
        vec![T::default(); n]
    }
}

#[accel]
fn elements<T: Default + Copy>(x: &[T]) -> Vec<T> {
    let (from, mut to) = (Vec::zeros(9), Vec::zeros(9));
    for i in 0..9 {
        to[i] = from[i];
    }
    to.extend_from_slice(x);
    to
}

fn main() {}
