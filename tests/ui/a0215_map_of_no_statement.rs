fn main() {
    let mut out = [0.0; 2];
    hotloop::map!(out[..] = |x| in out);
}
