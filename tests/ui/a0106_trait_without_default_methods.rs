use hotloop::accel;

#[accel]
trait Step {
    fn step(&mut self);
}

fn main() {}
