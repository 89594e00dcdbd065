fn main() {
    let mut out = [0.0; 2];
    hotloop::map!(#![accel(parallel, nogil, warn)] out[..] = 1.0);
    hotloop::map!(#![accel(serial('rows))] out[..] = 1.0);
}
