use hotloop::accel;

/// With a comment, which is an attribute too.
#[accel]
pub const A: f64 = 1.0;

fn main() {}
