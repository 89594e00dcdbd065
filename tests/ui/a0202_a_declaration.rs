use hotloop::accel;

trait Step {
    #[accel(parallel)]
    fn step(&mut self);
}

fn main() {}
