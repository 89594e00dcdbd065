use hotloop::accel;

#[accel]
trait Step {
    #[accel(parallel)]
    fn step(&mut self);

    fn zero(&self, a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] = 0.0;
        }
    }
}

fn main() {}
