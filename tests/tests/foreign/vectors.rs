// The loops of the vectorizers' test suites: dependence, induction variables, expansion, reductions, recurrences, packing.

kernels! {
    {
        fn f(a: f32, b: f32) -> f32 {
            a * b
        }
        pub fn dummy(a: &mut [f32], b: &mut [f32], c: &mut [f32]) {
            if !a.is_empty() {
                a[0] += 0.125;
            }
            let _ = (b, c);
        }
    }

    /// P
    [parallel, nogil]
    pub fn s111(a: &mut [f32], b: &[f32]) {
        for i in (1..a.len()).step_by(2) {
            a[i] = a[i - 1] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s1111(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32]) {
        for i in 0..a.len() / 2 {
            a[2 * i] = c[i] * b[i] + d[i] * b[i] + c[i] * c[i] + d[i] * b[i] + d[i] * c[i];
        }
    }

    /// S
    [nogil]
    pub fn s112(a: &mut [f32], b: &[f32]) {
        for i in (0..a.len() - 1).rev() {
            a[i + 1] = a[i] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s113(a: &mut [f32], b: &[f32]) {
        for i in 1..a.len() {
            a[i] = a[0] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s114(aa: &mut Vec<Vec<f32>>, bb: &[Vec<f32>]) {
        for i in 0..bb.len() {
            for j in 0..i {
                aa[i][j] = aa[j][i] + bb[i][j];
            }
        }
    }

    /// O P
    [parallel, nogil]
    pub fn s115(a: &mut [f32], aa: &[Vec<f32>]) {
        for j in 0..a.len() {
            for i in j + 1..a.len() {
                a[i] -= aa[j][i] * a[j];
            }
        }
    }

    /// S
    [nogil]
    pub fn s116(a: &mut [f32]) {
        for i in (0..a.len() - 5).step_by(5) {
            a[i] = a[i + 1] * a[i];
            a[i + 1] = a[i + 2] * a[i + 1];
            a[i + 2] = a[i + 3] * a[i + 2];
            a[i + 3] = a[i + 4] * a[i + 3];
            a[i + 4] = a[i + 5] * a[i + 4];
        }
    }

    /// O P
    [parallel, nogil]
    pub fn s119(aa: &mut Vec<Vec<f32>>, bb: &[Vec<f32>]) {
        for i in 1..bb.len() {
            for j in 1..bb.len() {
                aa[i][j] = aa[i - 1][j - 1] + bb[i][j];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s122(a: &mut [f32], b: &[f32], n1: usize, n3: usize) {
        let mut j = 1;
        let mut k = 0;
        let n = a.len();
        for i in (n1 - 1..n).step_by(n3) {
            k += j;
            a[i] += b[n - k];
        }
        j = k;
        let _ = j;
    }

    /// P
    [parallel, nogil]
    pub fn s125(flat_2d_array: &mut [f32], aa: &[Vec<f32>], bb: &[Vec<f32>], cc: &[Vec<f32>]) {
        let mut k = 0usize;
        for i in 0..aa.len() {
            for j in 0..aa.len() {
                flat_2d_array[k] = aa[i][j] + bb[i][j] * cc[i][j];
                k += 1;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s127(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32], e: &[f32]) {
        let mut j: i32 = -1;
        for i in 0..a.len() / 2 {
            j += 1;
            a[j as usize] = b[i] + c[i] * d[i];
            j += 1;
            a[j as usize] = b[i] + d[i] * e[i];
        }
    }

    /// S
    [nogil]
    pub fn s131(a: &mut [f32], b: &[f32]) {
        let m = 1;
        for i in 0..a.len() - 1 {
            a[i] = a[i + m] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s132(aa: &mut Vec<Vec<f32>>, b: &[f32], c: &[f32]) {
        let m = 0;
        let j = m;
        let k = m + 1;
        for i in 1..b.len() {
            aa[j][i] = aa[k][i - 1] + b[i] * c[1];
        }
    }

    /// S
    [nogil]
    pub fn s161(a: &mut [f32], b: &[f32], c: &mut [f32], d: &[f32], e: &[f32]) {
        for i in 0..a.len() - 1 {
            if b[i] < 0.0 {
                c[i + 1] = a[i] + d[i] * d[i];
                continue;
            }
            a[i] = c[i] + d[i] * e[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s162(a: &mut [f32], b: &[f32], c: &[f32], k: usize) {
        if k > 0 {
            for i in 0..a.len() - 1 {
                a[i] = a[i + k] + b[i] * c[i];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s171(a: &mut [f32], b: &[f32], inc: usize) {
        for i in 0..a.len() {
            a[i * inc] += b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s173(a: &mut [f32], b: &[f32]) {
        let k = a.len() / 2;
        for i in 0..a.len() / 2 {
            a[i + k] = a[i] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s175(a: &mut [f32], b: &[f32], inc: usize) {
        for i in (0..a.len() - 1).step_by(inc) {
            a[i] = a[i + inc] + b[i];
        }
    }

    /// O P
    [parallel, nogil]
    pub fn s176(a: &mut [f32], b: &[f32], c: &[f32]) {
        let m = a.len() / 2;
        for j in 0..a.len() / 2 {
            for i in 0..m {
                a[i] += b[i + m - j - 1] * c[j];
            }
        }
    }

    /// S
    [nogil]
    pub fn s211(a: &mut [f32], b: &mut [f32], c: &[f32], d: &[f32], e: &[f32]) {
        for i in 1..a.len() - 1 {
            a[i] = b[i - 1] + c[i] * d[i];
            b[i] = b[i + 1] - e[i] * d[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s231(aa: &mut [f32], bb: &[f32], n: usize) {
        for i in 0..n {
            for j in 1..n {
                aa[j * n + i] = aa[(j - 1) * n + i] + bb[j * n + i];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s232(aa: &mut Vec<Vec<f32>>, bb: &[Vec<f32>]) {
        for j in 1..bb.len() {
            for i in 1..=j {
                aa[j][i] = aa[j][i - 1] * aa[j][i - 1] + bb[j][i];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s235(a: &mut [f32], b: &[f32], c: &[f32], aa: &mut Vec<Vec<f32>>, bb: &[Vec<f32>]) {
        let n = a.len();
        for i in 0..n {
            a[i] += b[i] * c[i];
            for j in 1..n {
                aa[j][i] = aa[j - 1][i] + bb[j][i] * a[i];
            }
        }
    }

    /// S
    [nogil]
    pub fn s243(a: &mut [f32], b: &mut [f32], c: &[f32], d: &[f32], e: &[f32]) {
        for i in 0..a.len() - 1 {
            a[i] = b[i] + c[i] * d[i];
            b[i] = a[i] + d[i] * e[i];
            a[i] = b[i] + a[i + 1] * d[i];
        }
    }

    /// S
    [nogil]
    pub fn s2244(a: &mut [f32], b: &[f32], c: &[f32], e: &[f32]) {
        for i in 0..a.len() - 1 {
            a[i + 1] = b[i] + e[i];
            a[i] = b[i] + c[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s251_outer(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32]) -> f32 {
        let mut s = 0.0;
        for i in 0..a.len() {
            s = b[i] + c[i] * d[i];
            a[i] = s * s;
        }
        s
    }

    /// S
    [nogil]
    pub fn s252(a: &mut [f32], b: &[f32], c: &[f32]) {
        let mut t = 0.0f32;
        for i in 0..a.len() {
            let s = b[i] * c[i];
            a[i] = s + t;
            t = s;
        }
    }

    /// P
    [parallel, nogil]
    pub fn s253(a: &mut [f32], b: &[f32], c: &mut [f32], d: &[f32]) {
        for i in 0..a.len() {
            if a[i] > b[i] {
                let s = a[i] - b[i] * d[i];
                c[i] += s;
                a[i] = s;
            }
        }
    }

    /// S
    [nogil]
    pub fn s258(a: &[f32], b: &mut [f32], c: &[f32], d: &[f32], e: &mut [f32], aa: &[Vec<f32>]) {
        let mut s = 0.0f32;
        for i in 0..a.len() {
            if a[i] > 0.0 {
                s = d[i] * d[i];
            }
            b[i] = s * c[i] + d[i];
            e[i] = (s + 1.0) * aa[0][i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s271(a: &mut [f32], b: &[f32], c: &[f32]) {
        for i in 0..a.len() {
            if b[i] > 0.0 {
                a[i] += b[i] * c[i];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s275(aa: &mut [f32], bb: &[f32], cc: &[f32], n: usize) {
        for i in 0..n {
            if aa[i] > 0.0 {
                for j in 1..n {
                    aa[j * n + i] = aa[(j - 1) * n + i] + bb[j * n + i] * cc[j * n + i];
                }
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s276(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32]) {
        let mid = a.len() / 2;
        for i in 0..a.len() {
            if i + 1 < mid {
                a[i] += b[i] * c[i];
            } else {
                a[i] += b[i] * d[i];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s279(a: &mut [f32], b: &mut [f32], c: &mut [f32], d: &[f32], e: &[f32]) {
        for i in 0..a.len() {
            if a[i] > 0.0 {
                c[i] = -c[i] + e[i] * e[i];
            } else {
                b[i] = -b[i] + d[i] * d[i];
                if b[i] > a[i] {
                    c[i] += d[i] * e[i];
                }
            }
            a[i] = b[i] + c[i] * d[i];
        }
    }

    /// S
    [nogil]
    pub fn s281(a: &mut [f32], b: &mut [f32], c: &[f32]) {
        let n = a.len();
        for i in 0..n {
            let x = a[n - i - 1] + b[i] * c[i];
            a[i] = x - 1.0;
            b[i] = x;
        }
    }

    /// S
    [nogil]
    pub fn s291(a: &mut [f32], b: &[f32]) {
        let n = a.len();
        let mut im1 = n - 1;
        for i in 0..n {
            a[i] = (b[i] + b[im1]) * 0.5;
            im1 = i;
        }
    }

    /// P
    [parallel, nogil]
    pub fn s2102(aa: &mut [f32], n: usize) {
        for i in 0..n {
            for j in 0..n {
                aa[j * n + i] = 0.0;
            }
            aa[i * n + i] = 1.0;
        }
    }

    /// S
    [nogil]
    pub fn s2111(aa: &mut Vec<Vec<f32>>) {
        let n = aa.len();
        for j in 1..n {
            for i in 1..n {
                aa[j][i] = (aa[j][i - 1] + aa[j - 1][i]) / 1.9;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s312(a: &[f32]) -> f32 {
        let mut prod = 1.0f32;
        for i in 0..a.len() {
            prod *= a[i] + 1.0;
        }
        prod
    }

    /// P
    [parallel, nogil]
    pub fn s314(a: &[f32]) -> f32 {
        let mut x = a[0];
        for i in 0..a.len() {
            if a[i] > x {
                x = a[i];
            }
        }
        x
    }

    /// P
    [parallel, nogil]
    pub fn s315(a: &[f32]) -> (f32, usize) {
        let mut x = a[0];
        let mut index = 0;
        for i in 0..a.len() {
            if a[i] > x {
                x = a[i];
                index = i;
            }
        }
        (x, index)
    }

    /// P
    [parallel, nogil]
    pub fn s3110(aa: &[Vec<f32>]) -> (f32, usize, usize) {
        let mut max = aa[0][0];
        let mut xindex = 0;
        let mut yindex = 0;
        for i in 0..aa.len() {
            for j in 0..aa.len() {
                if aa[i][j] > max {
                    max = aa[i][j];
                    xindex = i;
                    yindex = j;
                }
            }
        }
        (max, xindex, yindex)
    }

    /// S
    [nogil]
    pub fn s3112(a: &[f32], b: &mut [f32]) -> f32 {
        let mut sum = 0.0f32;
        for i in 0..a.len() {
            sum += a[i];
            b[i] = sum;
        }
        sum
    }

    /// S
    [nogil]
    pub fn s321(a: &mut [f32], b: &[f32]) {
        for i in 1..a.len() {
            a[i] += a[i - 1] * b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s331(a: &[f32]) -> i64 {
        let mut j = -1i64;
        for i in 0..a.len() {
            if a[i] < 0.0 {
                j = i as i64;
            }
        }
        j
    }

    /// A
    [nogil]
    pub fn s332(a: &[f32], t: f32) -> (i64, f32) {
        let mut index = -2i64;
        let mut value = -1.0f32;
        for i in 0..a.len() {
            if a[i] > t {
                index = i as i64;
                value = a[i];
                break;
            }
        }
        (index, value)
    }

    /// S
    [nogil]
    pub fn s341(a: &mut [f32], b: &[f32]) {
        let mut j = 0;
        for i in 0..b.len() {
            if b[i] > 0.0 {
                a[j] = b[i];
                j += 1;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s351(a: &mut [f32], b: &[f32], c: &[f32]) {
        let alpha = c[0];
        for i in (0..a.len() - 4).step_by(5) {
            a[i] += alpha * b[i];
            a[i + 1] += alpha * b[i + 1];
            a[i + 2] += alpha * b[i + 2];
            a[i + 3] += alpha * b[i + 3];
            a[i + 4] += alpha * b[i + 4];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s352(a: &[f32], b: &[f32]) -> f32 {
        let mut dot = 0.0f32;
        for i in (0..a.len() - 4).step_by(5) {
            dot = dot
                + a[i] * b[i]
                + a[i + 1] * b[i + 1]
                + a[i + 2] * b[i + 2]
                + a[i + 3] * b[i + 3]
                + a[i + 4] * b[i + 4];
        }
        dot
    }

    /// P
    [parallel, nogil]
    pub fn s353(a: &mut [f32], b: &[f32], c: &[f32], ip: &[usize]) {
        let alpha = c[0];
        for i in (0..a.len() - 4).step_by(5) {
            a[i] += alpha * b[ip[i]];
            a[i + 1] += alpha * b[ip[i + 1]];
            a[i + 2] += alpha * b[ip[i + 2]];
            a[i + 3] += alpha * b[ip[i + 3]];
            a[i + 4] += alpha * b[ip[i + 4]];
        }
    }

    /// S
    [nogil]
    pub fn s424(xx: &mut [f32], a: &[f32]) {
        let vl = 63;
        for i in 0..a.len() - 1 {
            xx[i + vl + 1] = xx[i] + a[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s431(a: &mut [f32], b: &[f32]) {
        let k1 = 1;
        let k2 = 2;
        let k = 2 * k1 - k2;
        for i in 0..a.len() {
            a[i] = a[i + k] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s441(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32]) {
        for i in 0..a.len() {
            if d[i] < 0.0 {
                a[i] += b[i] * c[i];
            } else if d[i] == 0.0 {
                a[i] += b[i] * b[i];
            } else {
                a[i] += c[i] * c[i];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn s442(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32], e: &[f32], indx: &[i32]) {
        for i in 0..a.len() {
            match indx[i] {
                1 => a[i] += b[i] * b[i],
                2 => a[i] += c[i] * c[i],
                3 => a[i] += d[i] * d[i],
                4 => a[i] += e[i] * e[i],
                _ => {}
            }
        }
    }

    /// S
    [nogil]
    pub fn s453(a: &mut [f32], b: &[f32]) {
        let mut s = 0.0f32;
        for i in 0..a.len() {
            s += 2.0;
            a[i] = s * b[i];
        }
    }

    /// S
    [nogil]
    pub fn s491(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32], ip: &[usize]) {
        for i in 0..b.len() {
            a[ip[i]] = b[i] + c[i] * d[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s4114(a: &mut [f32], b: &[f32], c: &[f32], d: &[f32], ip: &[usize], n1: usize) {
        let n = a.len();
        for i in n1 - 1..n {
            let k = ip[i];
            a[i] = b[i] + c[n - k - 1] * d[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn s4116(a: &[f32], aa: &[Vec<f32>], ip: &[usize], j: usize, inc: usize) -> f32 {
        let mut sum = 0.0f32;
        for i in 0..aa.len() - 1 {
            let off = inc + i;
            sum += a[off] * aa[j - 1][ip[i]];
        }
        sum
    }

    /// P
    [parallel, nogil]
    pub fn s4121(a: &mut [f32], b: &[f32], c: &[f32]) {
        for i in 0..a.len() {
            a[i] += f(b[i], c[i]);
        }
    }

    /// P
    [parallel, nogil]
    pub fn vbor(a: &[f32], b: &[f32], c: &[f32], d: &[f32], e: &[f32], aa: &[Vec<f32>], x: &mut [f32]) {
        for i in 0..x.len() {
            let a1 = a[i];
            let b1 = b[i];
            let c1 = c[i];
            let d1 = d[i];
            let e1 = e[i];
            let f1 = aa[0][i];
            let a1 = a1 * b1 * c1
                + a1 * b1 * d1
                + a1 * b1 * e1
                + a1 * b1 * f1
                + a1 * c1 * d1
                + a1 * c1 * e1
                + a1 * c1 * f1
                + a1 * d1 * e1
                + a1 * d1 * f1
                + a1 * e1 * f1;
            let b1 = b1 * c1 * d1 + b1 * c1 * e1 + b1 * c1 * f1 + b1 * d1 * e1 + b1 * d1 * f1 + b1 * e1 * f1;
            let c1 = c1 * d1 * e1 + c1 * d1 * f1 + c1 * e1 * f1;
            let d1 = d1 * e1 * f1;
            x[i] = a1 * b1 * c1 * d1;
        }
    }

    /// A P
    [parallel, nogil]
    pub fn s000_rep(a: &mut [f32], b: &mut [f32], c: &mut [f32], iterations: usize) {
        for _nl in 0..2 * iterations {
            for i in 0..a.len() {
                a[i] = b[i] + 1.0;
            }
            dummy(a, b, c);
        }
    }

    /// A P
    [parallel, nogil]
    pub fn s311_rep(a: &mut [f32], b: &mut [f32], c: &mut [f32], iterations: usize) -> f32 {
        let mut sum = 0.0f32;
        for _ in 0..iterations * 10 {
            sum = 0.0;
            for i in 0..a.len() {
                sum += a[i];
            }
            dummy(a, b, c);
        }
        sum
    }

    /// P
    [parallel, nogil]
    pub fn mean3(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..a.len() {
            s = s + a[i] + b[i] - c[i];
        }
        s
    }

    /// P
    [parallel, nogil]
    pub fn wrap(a: &[u64]) -> u64 {
        let mut s = 0u64;
        for i in 0..a.len() {
            s = s.wrapping_add(a[i] * 3);
        }
        s
    }

    /// P
    [parallel, nogil]
    pub fn wrapmul(a: &[u32]) -> u32 {
        let mut s = 1u32;
        for i in 0..a.len() {
            s = s.wrapping_mul(a[i] | 1);
        }
        s
    }
}

fn check(how: &str) {
    same!(how, Bits, LONG, n, s111(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s1111(&mut a, &b, &c, &d) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
    });
    same!(how, Bits, LONG, n, s112(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s113(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, SIZES, n, s114(&mut aa, &bb) -> (aa, ) {
        aa: Vec<Vec<f32>> = grid::<f32>(n,1);
        bb: Vec<Vec<f32>> = grid::<f32>(n,2);
    });
    same!(how, Bits, SIZES, n, s115(&mut a, &aa) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        aa: Vec<Vec<f32>> = grid::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s116(&mut a) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
    });
    same!(how, Bits, SIZES, n, s119(&mut aa, &bb) -> (aa, ) {
        aa: Vec<Vec<f32>> = grid::<f32>(n,1);
        bb: Vec<Vec<f32>> = grid::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s122(&mut a, &b, n1, n3) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        n1: usize = 1;
        n3: usize = 2;
    });
    same!(how, Bits, SIZES, n, s125(&mut flat_2d_array, &aa, &bb, &cc) -> (flat_2d_array, ) {
        flat_2d_array: Vec<f32> = vec_of(n*n, 9);
        aa: Vec<Vec<f32>> = grid::<f32>(n,2);
        bb: Vec<Vec<f32>> = grid::<f32>(n,3);
        cc: Vec<Vec<f32>> = grid::<f32>(n,4);
    });
    same!(how, Bits, LONG, n, s127(&mut a, &b, &c, &d, &e) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
    });
    same!(how, Bits, LONG, n, s131(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, SIZES, n, s132(&mut aa, &b, &c) -> (aa, ) {
        aa: Vec<Vec<f32>> = grid::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
    });
    same!(how, Bits, LONG, n, s161(&mut a, &b, &mut c, &d, &e) -> (a, c, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
    });
    same!(how, Bits, LONG, n, s162(&mut a, &b, &c, k) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        k: usize = 1;
    });
    same!(how, Bits, LONG, n, s171(&mut a, &b, inc) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        inc: usize = 1;
    });
    same!(how, Bits, LONG, n, s173(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s175(&mut a, &b, inc) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        inc: usize = 1;
    });
    same!(how, Bits, LONG, n, s176(&mut a, &b, &c) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
    });
    same!(how, Bits, LONG, n, s211(&mut a, &mut b, &c, &d, &e) -> (a, b, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
    });
    same!(how, Bits, SIZES, n, s231(&mut aa, &bb, n) -> (aa, ) {
        aa: Vec<f32> = vec_of::<f32>(n*n,1);
        bb: Vec<f32> = vec_of::<f32>(n*n,2);
        n: usize = n;
    });
    same!(how, Bits, SIZES, n, s232(&mut aa, &bb) -> (aa, ) {
        aa: Vec<Vec<f32>> = grid::<f32>(n,1);
        bb: Vec<Vec<f32>> = grid::<f32>(n,2);
    });
    same!(how, Bits, SIZES, n, s235(&mut a, &b, &c, &mut aa, &bb) -> (a, aa, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        aa: Vec<Vec<f32>> = grid::<f32>(n,4);
        bb: Vec<Vec<f32>> = grid::<f32>(n,5);
    });
    same!(how, Bits, LONG, n, s243(&mut a, &mut b, &c, &d, &e) -> (a, b, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
    });
    same!(how, Bits, LONG, n, s2244(&mut a, &b, &c, &e) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        e: Vec<f32> = vec_of::<f32>(n,4);
    });
    same!(how, Bits, LONG, n, s251_outer(&mut a, &b, &c, &d) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
    });
    same!(how, Bits, LONG, n, s252(&mut a, &b, &c) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
    });
    same!(how, Bits, LONG, n, s253(&mut a, &b, &mut c, &d) -> (a, c, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
    });
    same!(how, Bits, SIZES, n, s258(&a, &mut b, &c, &d, &mut e, &aa) -> (b, e, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
        aa: Vec<Vec<f32>> = grid::<f32>(n,6);
    });
    same!(how, Bits, LONG, n, s271(&mut a, &b, &c) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
    });
    same!(how, Bits, SIZES, n, s275(&mut aa, &bb, &cc, n) -> (aa, ) {
        aa: Vec<f32> = vec_of::<f32>(n*n,1);
        bb: Vec<f32> = vec_of::<f32>(n*n,2);
        cc: Vec<f32> = vec_of::<f32>(n*n,3);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, s276(&mut a, &b, &c, &d) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
    });
    same!(how, Bits, LONG, n, s279(&mut a, &mut b, &mut c, &d, &e) -> (a, b, c, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
    });
    same!(how, Bits, LONG, n, s281(&mut a, &mut b, &c) -> (a, b, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
    });
    same!(how, Bits, LONG, n, s291(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, SIZES, n, s2102(&mut aa, n) -> (aa, ) {
        aa: Vec<f32> = vec_of::<f32>(n*n,1);
        n: usize = n;
    });
    same!(how, Bits, SIZES, n, s2111(&mut aa) -> (aa, ) {
        aa: Vec<Vec<f32>> = grid::<f32>(n,1);
    });
    same!(how, Near, LONG, n, s312(&a) -> () {
        a: Vec<f32> = vec_of::<f32>(n,1);
    });
    same!(how, Bits, LONG, n, s314(&a) -> () {
        a: Vec<f32> = vec_of::<f32>(n,1);
    });
    same!(how, Bits, LONG, n, s315(&a) -> () {
        a: Vec<f32> = vec_of::<f32>(n,1);
    });
    same!(how, Bits, SIZES, n, s3110(&aa) -> () {
        aa: Vec<Vec<f32>> = grid::<f32>(n,1);
    });
    same!(how, Bits, LONG, n, s3112(&a, &mut b) -> (b, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s321(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s331(&a) -> () {
        a: Vec<f32> = vec_of::<f32>(n,1);
    });
    same!(how, Bits, LONG, n, s332(&a, t) -> () {
        a: Vec<f32> = vec_of::<f32>(n,1);
        t: f32 = 0.9;
    });
    same!(how, Bits, LONG, n, s341(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s351(&mut a, &b, &c) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
    });
    same!(how, Near, LONG, n, s352(&a, &b) -> () {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s353(&mut a, &b, &c, &ip) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        ip: Vec<usize> = perm(n);
    });
    same!(how, Bits, LONG, n, s424(&mut xx, &a) -> (xx, ) {
        xx: Vec<f32> = vec_of(2*n+64, 3);
        a: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s431(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s441(&mut a, &b, &c, &d) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
    });
    same!(how, Bits, LONG, n, s442(&mut a, &b, &c, &d, &e, &indx) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
        indx: Vec<i32> = (0..n).map(|i| (i % 4 + 1) as i32).collect::<Vec<i32>>();
    });
    same!(how, Bits, LONG, n, s453(&mut a, &b) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
    });
    same!(how, Bits, LONG, n, s491(&mut a, &b, &c, &d, &ip) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        ip: Vec<usize> = perm(n);
    });
    same!(how, Bits, LONG, n, s4114(&mut a, &b, &c, &d, &ip, n1) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        ip: Vec<usize> = perm(n);
        n1: usize = 1;
    });
    same!(how, Near, SIZES, n, s4116(&a, &aa, &ip, j, inc) -> () {
        a: Vec<f32> = vec_of::<f32>(n,1);
        aa: Vec<Vec<f32>> = grid::<f32>(n,2);
        ip: Vec<usize> = perm(n);
        j: usize = 1;
        inc: usize = 0;
    });
    same!(how, Bits, LONG, n, s4121(&mut a, &b, &c) -> (a, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
    });
    same!(how, Bits, SIZES, n, vbor(&a, &b, &c, &d, &e, &aa, &mut x) -> (x, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        d: Vec<f32> = vec_of::<f32>(n,4);
        e: Vec<f32> = vec_of::<f32>(n,5);
        aa: Vec<Vec<f32>> = grid::<f32>(n,6);
        x: Vec<f32> = vec_of::<f32>(n,7);
    });
    same!(how, Bits, LONG, n, s000_rep(&mut a, &mut b, &mut c, iterations) -> (a, b, c, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        iterations: usize = 3;
    });
    same!(how, Near, LONG, n, s311_rep(&mut a, &mut b, &mut c, iterations) -> (a, b, c, ) {
        a: Vec<f32> = vec_of::<f32>(n,1);
        b: Vec<f32> = vec_of::<f32>(n,2);
        c: Vec<f32> = vec_of::<f32>(n,3);
        iterations: usize = 3;
    });
    same!(how, Near, LONG, n, mean3(&a, &b, &c) -> () {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
        c: Vec<f64> = vec_of::<f64>(n,3);
    });
    same!(how, Bits, LONG, n, wrap(&a) -> () {
        a: Vec<u64> = vec_of::<u64>(n,1);
    });
    same!(how, Bits, LONG, n, wrapmul(&a) -> () {
        a: Vec<u32> = vec_of::<u32>(n,1);
    });
}
