fn main() {
    let x = [1.0, 2.0];
    hotloop::map!(x[..] * 2.0);
}
