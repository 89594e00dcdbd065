fn main() {
    let mut out = [0.0; 2];
    hotloop::map!(#![accel(thread = 2)] out[..] = 1.0);
    hotloop::map!(#![allow(unused)] out[..] = 1.0);
    hotloop::map!(#![accel] out[..] = 1.0);
}
