//! An integration test.

#[hotloop::accel]
fn twice(a: &mut [i64]) {
    for i in 0..a.len() {
        a[i] = a[i].wrapping_mul(2);
    }
}

#[test]
fn it_is_twice() {
    let mut a = [1, 2];
    twice(&mut a);
    assert_eq!(a, [2, 4]);
}
