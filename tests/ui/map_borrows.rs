// A position that reads what another one writes has no order of its own; rustc says so.
fn main() {
    let x = [1.0, 2.0];
    let mut u = vec![1.0; 4];
    hotloop::map!(u[1..] = u[..3]);
    hotloop::map!(u[..] = u[..] + u[0]);
    hotloop::map!(x[..] = 1.0);
}
