//! A program: what it prints is not to be seen while one of its functions is compared.

#[hotloop::accel]
fn count(bytes: &[u8], of: u8) -> usize {
    let mut count = 0;
    for i in 0..bytes.len() {
        if bytes[i] == of {
            count += 1;
        }
    }
    count
}

/// # Safety
/// There are as many as that.
#[hotloop::accel]
unsafe fn raw(a: &mut [f64], n: usize) {
    for i in 0..n {
        a[i] += 1.0;
    }
}

fn main() {
    // SAFETY: there is one.
    unsafe { raw(&mut [1.0], 1) };
    println!("main runs: {}", count(b"abc", b'b'));
}
