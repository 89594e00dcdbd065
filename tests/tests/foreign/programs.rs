// Loops as they stand in programs: filters, graphs, grids, tiles, counters of other types.

kernels! {
    {
        const CX: [i32; 9] = [0, 1, 0, -1, 0, 1, -1, -1, 1];
        const CY: [i32; 9] = [0, 0, 1, 0, -1, 1, 1, -1, -1];
        const W9: [f64; 9] =
            [4.0 / 9.0, 1.0 / 9.0, 1.0 / 9.0, 1.0 / 9.0, 1.0 / 9.0, 1.0 / 36.0, 1.0 / 36.0, 1.0 / 36.0, 1.0 / 36.0];
        pub fn step(a: &mut Vec<f64>, b: &mut Vec<f64>, t: usize) {
            std::mem::swap(a, b);
            let _ = t;
        }
    }

    /// P
    [parallel, nogil]
    pub fn fir(x: &[f64], h: &[f64], y: &mut [f64]) {
        for i in 0..y.len() {
            let mut s = 0.0;
            for k in 0..h.len() {
                if i >= k {
                    s += h[k] * x[i - k];
                }
            }
            y[i] = s;
        }
    }

    /// P
    [parallel, nogil]
    pub fn fir2(x: &[f64], h: &[f64], y: &mut [f64]) {
        for i in h.len() - 1..x.len() {
            let mut s = 0.0;
            for k in 0..h.len() {
                s += h[k] * x[i - k];
            }
            y[i] = s;
        }
    }

    /// S
    [nogil]
    pub fn iir(x: &[f64], y: &mut [f64], b0: f64, b1: f64, a1: f64) {
        for i in 1..x.len() {
            y[i] = b0 * x[i] + b1 * x[i - 1] - a1 * y[i - 1];
        }
    }

    /// S
    [nogil]
    pub fn biquad(x: &[f64], y: &mut [f64]) {
        let (mut z1, mut z2) = (0.0, 0.0);
        for i in 0..x.len() {
            let o = x[i] * 0.2 + z1;
            z1 = x[i] * 0.3 + z2 - 0.1 * o;
            z2 = x[i] * 0.05 - 0.2 * o;
            y[i] = o;
        }
    }

    /// P P
    [parallel, nogil]
    pub fn nbody2(x: &mut [f64], y: &mut [f64], vx: &mut [f64], vy: &mut [f64], m: &[f64], n: usize, dt: f64) {
        for i in 0..n {
            let mut fx = 0.0;
            let mut fy = 0.0;
            for j in 0..n {
                if i == j {
                    continue;
                }
                let dx = x[j] - x[i];
                let dy = y[j] - y[i];
                let d = (dx * dx + dy * dy + 1e-3).sqrt();
                let f = m[j] / (d * d * d);
                fx += f * dx;
                fy += f * dy;
            }
            vx[i] += dt * fx;
            vy[i] += dt * fy;
        }
        for i in 0..n {
            x[i] += dt * vx[i];
            y[i] += dt * vy[i];
        }
    }

    /// S
    [nogil]
    pub fn floyd(dist: &mut Vec<Vec<f64>>) {
        let n = dist.len();
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    if dist[i][k] + dist[k][j] < dist[i][j] {
                        dist[i][j] = dist[i][k] + dist[k][j];
                    }
                }
            }
        }
    }

    /// O O P
    [parallel, nogil]
    pub fn floyd_flat(dd: &mut [i64], n: usize) {
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    let t = dd[i * n + k] + dd[k * n + j];
                    if t < dd[i * n + j] {
                        dd[i * n + j] = t;
                    }
                }
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn life(g: &[Vec<u8>], next: &mut Vec<Vec<u8>>) {
        let h = g.len();
        let w = g[0].len();
        for y in 0..h {
            for x in 0..w {
                let mut c = 0;
                for dy in 0..3 {
                    for dx in 0..3 {
                        if dy != 1 || dx != 1 {
                            c += g[(y + h + dy - 1) % h][(x + w + dx - 1) % w];
                        }
                    }
                }
                next[y][x] = if c == 3 || (c == 2 && g[y][x] == 1) { 1 } else { 0 };
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn life_isize(g: &[Vec<bool>], next: &mut Vec<Vec<bool>>) {
        let h = g.len() as isize;
        let w = h;
        for y in 0..h {
            for x in 0..w {
                let mut c = 0u32;
                for dy in -1..=1 {
                    for dx in -1..=1 {
                        if dy == 0 && dx == 0 {
                            continue;
                        }
                        let yy = y + dy;
                        let xx = x + dx;
                        if yy >= 0 && yy < h && xx >= 0 && xx < w && g[yy as usize][xx as usize] {
                            c += 1;
                        }
                    }
                }
                next[y as usize][x as usize] = matches!((g[y as usize][x as usize], c), (true, 2) | (_, 3));
            }
        }
    }

    /// O O P
    [parallel, nogil]
    pub fn red_black(uu: &mut [f64], ff: &[f64], n: usize, omega: f64) {
        for color in 0..2 {
            for i in 1..n.max(1) - 1 {
                for j in (1 + (i + color) % 2..n - 1).step_by(2) {
                    let r = (uu[(i - 1) * n + j] + uu[(i + 1) * n + j] + uu[i * n + j - 1] + uu[i * n + j + 1]
                        - ff[i * n + j])
                        * 0.25
                        - uu[i * n + j];
                    uu[i * n + j] += omega * r;
                }
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn lbm_collide(f: &mut [f64], feq: &mut [f64], n: usize, tau: f64) {
        for y in 0..n {
            for x in 0..n {
                let mut rho = 0.0;
                let mut ux = 0.0;
                let mut uy = 0.0;
                for q in 0..9 {
                    let v = f[(y * n + x) * 9 + q];
                    rho += v;
                    ux += v * CX[q] as f64;
                    uy += v * CY[q] as f64;
                }
                ux /= rho;
                uy /= rho;
                for q in 0..9 {
                    let cu = 3.0 * (CX[q] as f64 * ux + CY[q] as f64 * uy);
                    let e = W9[q] * rho * (1.0 + cu + 0.5 * cu * cu - 1.5 * (ux * ux + uy * uy));
                    feq[(y * n + x) * 9 + q] = e;
                    f[(y * n + x) * 9 + q] -= (f[(y * n + x) * 9 + q] - e) / tau;
                }
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn half_split(a: &mut [f64], b: &[f64]) {
        for i in 0..a.len() / 2 {
            a[i + a.len() / 2] = a[i] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn half_split2(a: &mut [f64], b: &[f64], n: usize) {
        for i in 0..n / 2 {
            a[i + n / 2] = a[i] + b[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn mid(a: &[f64], b: &mut [f64], n: usize) {
        for i in 0..n / 2 {
            b[i] = a[n / 2 + i] + a[(n - 1) / 2 - i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn reverse_copy(a: &[f64], b: &mut [f64]) {
        let n = a.len();
        for i in 0..n {
            b[n - 1 - i] = a[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn transpose_in_place(a: &mut Vec<Vec<f64>>) {
        let n = a.len();
        for i in 0..n {
            for j in i + 1..n {
                let t = a[i][j];
                a[i][j] = a[j][i];
                a[j][i] = t;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn while_i32(a: &mut [f64], b: &[f64]) {
        let n = a.len() as i32;
        let mut i: i32 = 0;
        while i < n {
            a[i as usize] = b[i as usize] * 2.0;
            i += 1;
        }
    }

    /// P
    [parallel, nogil]
    pub fn while_u32_inner(aa: &mut [f64], bb: &[f64], n: u32) {
        for i in 0..n {
            let mut j: u32 = 0;
            while j < n {
                aa[(i * n + j) as usize] = bb[(i * n + j) as usize] * 2.0;
                j += 1;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn while_inner_grid(aa: &mut Vec<Vec<f64>>, bb: &[Vec<f64>], n: i32) {
        for i in 0..n as usize {
            let mut j = 0i32;
            while j < n {
                aa[i][j as usize] = bb[i][j as usize] * 2.0;
                j += 1;
            }
        }
    }

    /// A
    [nogil]
    pub fn while_down(a: &mut [f64], b: &[f64]) {
        let mut i = a.len();
        while i > 0 {
            i -= 1;
            a[i] = b[i] + 1.0;
        }
    }

    /// P
    [parallel, nogil]
    pub fn loop_break(a: &mut [f64], b: &[f64]) {
        let mut i = 0;
        loop {
            if i >= a.len() {
                break;
            }
            a[i] = b[i] + 1.0;
            i += 1;
        }
    }

    /// S
    [nogil]
    pub fn sum_elem(a: &[f64], s: &mut [f64]) {
        for i in 0..a.len() {
            s[0] += a[i];
        }
    }

    /// P
    [parallel, nogil]
    pub fn sum_tuple(a: &[f64]) -> f64 {
        let mut acc = (0.0f64, 0usize);
        for i in 0..a.len() {
            acc.0 += a[i];
            acc.1 += 1;
        }
        acc.0 / acc.1 as f64
    }

    /// P
    [parallel, nogil]
    pub fn minmax(a: &[f64]) -> (f64, f64) {
        let mut lo = f64::INFINITY;
        let mut hi = f64::NEG_INFINITY;
        for i in 0..a.len() {
            lo = lo.min(a[i]);
            hi = hi.max(a[i]);
        }
        (lo, hi)
    }

    /// P
    [parallel, nogil]
    pub fn norm_inf(aa: &[Vec<f64>]) -> f64 {
        let mut m = 0.0f64;
        for i in 0..aa.len() {
            let mut s = 0.0;
            for j in 0..aa[i].len() {
                s += aa[i][j].abs();
            }
            if s > m {
                m = s;
            }
        }
        m
    }

    /// P
    [parallel, nogil]
    pub fn matmul_block(aa: &[f64], bb: &[f64], cc: &mut [f64], n: usize) {
        let bs = 4;
        for ii in (0..n).step_by(bs) {
            for kk in (0..n).step_by(bs) {
                for i in ii..(ii + bs).min(n) {
                    for k in kk..(kk + bs).min(n) {
                        for j in 0..n {
                            cc[i * n + j] += aa[i * n + k] * bb[k * n + j];
                        }
                    }
                }
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn matmul(a: &[Vec<f64>], b: &[Vec<f64>], c: &mut [Vec<f64>]) {
        let n = a.len();
        for i in 0..n {
            for j in 0..n {
                let mut s = 0.0;
                for k in 0..n {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
    }

    /// O P
    [parallel, nogil]
    pub fn gauss(a: &mut Vec<Vec<f64>>, b: &mut [f64]) {
        let n = b.len();
        for k in 0..n {
            for i in k + 1..n {
                let f = a[i][k] / a[k][k];
                for j in k..n {
                    a[i][j] -= f * a[k][j];
                }
                b[i] -= f * b[k];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn sieve(a: &mut [bool], k: usize) {
        let n = a.len();
        for j in (2 * (k + 1)..n).step_by(k + 1) {
            a[j] = false;
        }
    }

    /// A A
    [nogil]
    pub fn sieve_all(a: &mut [bool]) {
        let n = a.len();
        let mut p = 2;
        while p * p < n {
            if a[p] {
                let mut j = p * p;
                while j < n {
                    a[j] = false;
                    j += p;
                }
            }
            p += 1;
        }
    }

    /// A P
    [parallel, nogil]
    pub fn heat_time(u: &mut Vec<Vec<f64>>, v: &mut Vec<Vec<f64>>, n: usize) {
        for _t in 0..4 {
            for i in 1..n.max(1) - 1 {
                for j in 1..n - 1 {
                    v[i][j] = 0.25 * (u[i - 1][j] + u[i + 1][j] + u[i][j - 1] + u[i][j + 1]);
                }
            }
            std::mem::swap(u, v);
        }
    }

    /// S
    [nogil]
    pub fn knapsack(w: &[usize], v: &[f64], best: &mut Vec<f64>) {
        let cap = best.len();
        for i in 0..w.len() {
            for c in (w[i] + 1..cap).rev() {
                let t = best[c - w[i]] + v[i];
                if t > best[c] {
                    best[c] = t;
                }
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn interp(x: &[f64], table: &[f64], out: &mut [f64]) {
        let n = table.len();
        for i in 0..x.len() {
            let p = x[i].abs() * (n - 1) as f64;
            let k = (p as usize).min(n - 2);
            let t = p - k as f64;
            out[i] = table[k] * (1.0 - t) + table[k + 1] * t;
        }
    }

    /// P
    [parallel, nogil]
    pub fn poly(c: &[f64], x: &[f64], y: &mut [f64]) {
        for i in 0..x.len() {
            let mut s = 0.0;
            for k in (0..c.len()).rev() {
                s = s * x[i] + c[k];
            }
            y[i] = s;
        }
    }

    /// P
    [parallel, nogil]
    pub fn i32_nest(a: &mut [f64], b: &[f64], n: i32, m: i32) {
        for i in 0..n {
            for j in 0..m {
                a[(i * m + j) as usize] = b[(i * m + j) as usize] * 2.0;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn u8_nest(a: &mut [f64], b: &[f64], n: u8, m: u8) {
        for i in 0..n {
            for j in 0..m {
                a[(i * m + j) as usize] = b[(i * m + j) as usize] * 2.0;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn i16_tri(a: &mut [f64], n: i16) {
        for i in 0..n {
            for j in i + 1..n {
                a[(i * n + j) as usize] = 1.0;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn i32_inner(a: &mut [Vec<f64>], n: i32, m: i32) {
        for i in 0..n {
            for j in 0..m {
                a[i as usize][j as usize] *= 2.0;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn i32_sum(a: &[f64], n: i32, m: i32, out: &mut [f64]) {
        for i in 0..n {
            let mut s = 0.0;
            for j in 0..m {
                s += a[j as usize];
            }
            out[i as usize] = s;
        }
    }

    /// S
    [nogil]
    pub fn u32_shift(a: &mut [f64], n: u32) {
        for i in 1..n {
            a[i as usize] = a[(i - 1) as usize] + 1.0;
        }
    }

    /// P
    [parallel, nogil]
    pub fn lim(a: &mut [f64], b: &[f64], n: usize) {
        for i in 0..n {
            let mut s = 0.0;
            let lo = i.saturating_sub(2);
            let hi = (i + 3).min(n);
            for j in lo..hi {
                s += b[j];
            }
            a[i] = s;
        }
    }

    /// P
    [parallel, nogil]
    pub fn iters(a: &mut [f64], n: i32, iters: u32) {
        for i in 0..n {
            let mut x = a[i as usize];
            for k in 0..iters {
                x += k as f64;
            }
            a[i as usize] = x;
        }
    }

    /// P
    [parallel, nogil]
    pub fn tri2(a: &mut [f64], n: i64) {
        for i in 0..n {
            for j in 0..=i {
                let k = i * n + j;
                a[k as usize] += 1.0;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn conv(a: &[f64], b: &mut [f64], h: i32, w: i32) {
        for y in 1..h - 1 {
            for x in 1..w - 1 {
                let mut s = 0.0;
                for dy in -1..=1 {
                    for dx in -1..=1 {
                        s += a[((y + dy) * w + x + dx) as usize];
                    }
                }
                b[(y * w + x) as usize] = s;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn conv2(a: &[f64], b: &mut [f64], h: i32, w: i32) {
        for y in 1..h - 1 {
            for x in 1..w - 1 {
                b[(y * w + x) as usize] = a[((y - 1) * w + x) as usize] + a[(y * w + x + 1) as usize];
            }
        }
    }

    /// O O P
    [parallel, nogil]
    pub fn tiled(a: &mut [f64], w: usize, bs: usize) {
        for ii in (0..w).step_by(bs) {
            for jj in (0..w).step_by(bs) {
                for i in ii..(ii + bs).min(w) {
                    for j in jj.max(1)..(jj + bs).min(w) {
                        a[i * w + j] += 1.0;
                    }
                }
            }
        }
    }

    /// A P
    [parallel, nogil]
    pub fn handed(a: &mut Vec<f64>, b: &mut Vec<f64>, n: usize) -> f64 {
        let mut s = 0.0;
        for t in 0..3 {
            s = 0.0;
            for i in 0..n {
                s += a[i];
            }
            step(a, b, t);
        }
        s
    }
}

fn check(how: &str) {
    same!(how, Bits, LONG, n, fir(&x, &h, &mut y) -> (y, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        h: Vec<f64> = vec_of(8,2);
        y: Vec<f64> = vec_of::<f64>(n,3);
    });
    same!(how, Bits, LONG, n, fir2(&x, &h, &mut y) -> (y, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        h: Vec<f64> = vec_of(8,2);
        y: Vec<f64> = vec_of::<f64>(n,3);
    });
    same!(how, Bits, LONG, n, iir(&x, &mut y, b0, b1, a1) -> (y, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        y: Vec<f64> = vec_of::<f64>(n,2);
        b0: f64 = 0.375;
        b1: f64 = 0.375;
        a1: f64 = 0.375;
    });
    same!(how, Bits, LONG, n, biquad(&x, &mut y) -> (y, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        y: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Bits, SIZES, n, nbody2(&mut x, &mut y, &mut vx, &mut vy, &m, n, dt) -> (x, y, vx, vy, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        y: Vec<f64> = vec_of::<f64>(n,2);
        vx: Vec<f64> = vec_of::<f64>(n,3);
        vy: Vec<f64> = vec_of::<f64>(n,4);
        m: Vec<f64> = vec_of::<f64>(n,5);
        n: usize = n;
        dt: f64 = 0.375;
    });
    same!(how, Bits, &[0,1,2,7,33], n, floyd(&mut dist) -> (dist, ) {
        dist: Vec<Vec<f64>> = grid::<f64>(n,1);
    });
    same!(how, Bits, &[0,1,2,7,33], n, floyd_flat(&mut dd, n) -> (dd, ) {
        dd: Vec<i64> = vec_of::<i64>(n*n,1);
        n: usize = n;
    });
    same!(how, Bits, &[0,1,2,7,33], n, life(&g, &mut next) -> (next, ) {
        g: Vec<Vec<u8>> = (0..n).map(|i| vec_of::<u8>(n, i as u64).into_iter().map(|x| x % 2).collect()).collect();
        next: Vec<Vec<u8>> = grid::<u8>(n,2);
    });
    same!(how, Bits, &[0,1,2,7,33], n, life_isize(&g, &mut next) -> (next, ) {
        g: Vec<Vec<bool>> = grid::<bool>(n,3);
        next: Vec<Vec<bool>> = grid::<bool>(n,2);
    });
    same!(how, Bits, &[0,1,2,7,33], n, red_black(&mut uu, &ff, n, omega) -> (uu, ) {
        uu: Vec<f64> = vec_of::<f64>(n*n,1);
        ff: Vec<f64> = vec_of::<f64>(n*n,2);
        n: usize = n;
        omega: f64 = 0.375;
    });
    same!(how, Bits, &[0,1,2,7,17], n, lbm_collide(&mut f, &mut feq, n, tau) -> (f, feq, ) {
        f: Vec<f64> = vec_of(9*n*n,1);
        feq: Vec<f64> = vec_of(9*n*n,2);
        n: usize = n;
        tau: f64 = 0.375;
    });
    same!(how, Bits, LONG, n, half_split(&mut a, &b) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Bits, LONG, n, half_split2(&mut a, &b, n) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, mid(&a, &mut b, n) -> (b, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, reverse_copy(&a, &mut b) -> (b, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Bits, &[0,1,2,7,33], n, transpose_in_place(&mut a) -> (a, ) {
        a: Vec<Vec<f64>> = grid::<f64>(n,1);
    });
    same!(how, Bits, LONG, n, while_i32(&mut a, &b) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Bits, SIZES, n, while_u32_inner(&mut aa, &bb, n) -> (aa, ) {
        aa: Vec<f64> = vec_of::<f64>(n*n,1);
        bb: Vec<f64> = vec_of::<f64>(n*n,2);
        n: u32 = n as u32;
    });
    same!(how, Bits, &[0,1,2,7,33], n, while_inner_grid(&mut aa, &bb, n) -> (aa, ) {
        aa: Vec<Vec<f64>> = grid::<f64>(n,1);
        bb: Vec<Vec<f64>> = grid::<f64>(n,2);
        n: i32 = n as i32;
    });
    same!(how, Bits, LONG, n, while_down(&mut a, &b) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Bits, LONG, n, loop_break(&mut a, &b) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Near, LONG, n, sum_elem(&a, &mut s) -> (s, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        s: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Near, LONG, n, sum_tuple(&a) -> () {
        a: Vec<f64> = vec_of::<f64>(n,1);
    });
    same!(how, Bits, LONG, n, minmax(&a) -> () {
        a: Vec<f64> = vec_of::<f64>(n,1);
    });
    same!(how, Near, SIZES, n, norm_inf(&aa) -> () {
        aa: Vec<Vec<f64>> = grid::<f64>(n,1);
    });
    same!(how, Bits, &[0,1,2,7,33], n, matmul_block(&aa, &bb, &mut cc, n) -> (cc, ) {
        aa: Vec<f64> = vec_of::<f64>(n*n,1);
        bb: Vec<f64> = vec_of::<f64>(n*n,2);
        cc: Vec<f64> = vec_of::<f64>(n*n,3);
        n: usize = n;
    });
    same!(how, Bits, &[0,1,2,7,33], n, matmul(&a, &b, &mut c) -> (c, ) {
        a: Vec<Vec<f64>> = grid::<f64>(n,1);
        b: Vec<Vec<f64>> = grid::<f64>(n,2);
        c: Vec<Vec<f64>> = grid::<f64>(n,3);
    });
    same!(how, Bits, &[0,1,2,7,33], n, gauss(&mut a, &mut b) -> (a, b, ) {
        a: Vec<Vec<f64>> = grid::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
    });
    same!(how, Bits, LONG, n, sieve(&mut a, k) -> (a, ) {
        a: Vec<bool> = vec_of::<bool>(n,1);
        k: usize = 1;
    });
    same!(how, Bits, LONG, n, sieve_all(&mut a) -> (a, ) {
        a: Vec<bool> = vec_of::<bool>(n,1);
    });
    same!(how, Bits, &[0,1,2,7,33], n, heat_time(&mut u, &mut v, n) -> (u, v, ) {
        u: Vec<Vec<f64>> = grid::<f64>(n,1);
        v: Vec<Vec<f64>> = grid::<f64>(n,2);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, knapsack(&w, &v, &mut best) -> (best, ) {
        w: Vec<usize> = vec_of::<usize>(n,1);
        v: Vec<f64> = vec_of::<f64>(n,2);
        best: Vec<f64> = vec_of::<f64>(n,3);
    });
    same!(how, Bits, LONG, n, interp(&x, &table, &mut out) -> (out, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        table: Vec<f64> = vec_of::<f64>(n,2);
        out: Vec<f64> = vec_of::<f64>(n,3);
    });
    same!(how, Bits, LONG, n, poly(&c, &x, &mut y) -> (y, ) {
        c: Vec<f64> = vec_of::<f64>(n,1);
        x: Vec<f64> = vec_of::<f64>(n,2);
        y: Vec<f64> = vec_of::<f64>(n,3);
    });
    same!(how, Bits, SIZES, n, i32_nest(&mut a, &b, n, m) -> (a, ) {
        a: Vec<f64> = vec_of(n*n,1);
        b: Vec<f64> = vec_of(n*n,2);
        n: i32 = n as i32;
        m: i32 = n as i32;
    });
    same!(how, Bits, SIZES, n, u8_nest(&mut a, &b, n, m) -> (a, ) {
        a: Vec<f64> = vec_of(n*n,1);
        b: Vec<f64> = vec_of(n*n,2);
        n: u8 = n as u8;
        m: u8 = n as u8;
    });
    same!(how, Bits, SIZES, n, i16_tri(&mut a, n) -> (a, ) {
        a: Vec<f64> = vec_of(n*n,1);
        n: i16 = n as i16;
    });
    same!(how, Bits, SIZES, n, i32_inner(&mut a, n, m) -> (a, ) {
        a: Vec<Vec<f64>> = grid::<f64>(n,1);
        n: i32 = n as i32;
        m: i32 = n as i32;
    });
    same!(how, Bits, LONG, n, i32_sum(&a, n, m, &mut out) -> (out, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        n: i32 = n as i32;
        m: i32 = n as i32;
        out: Vec<f64> = vec_of(n as usize,4);
    });
    same!(how, Bits, LONG, n, u32_shift(&mut a, n) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        n: u32 = n as u32;
    });
    same!(how, Bits, LONG, n, lim(&mut a, &b, n) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, iters(&mut a, n, iters) -> (a, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        n: i32 = n as i32;
        iters: u32 = 1;
    });
    same!(how, Bits, SIZES, n, tri2(&mut a, n) -> (a, ) {
        a: Vec<f64> = vec_of(n*n,1);
        n: i64 = n as i64;
    });
    same!(how, Bits, &[0,1,2,3,7,40], n, conv(&a, &mut b, h, w) -> (b, ) {
        a: Vec<f64> = vec_of(n*n,1);
        b: Vec<f64> = vec_of(n*n,2);
        h: i32 = n as i32;
        w: i32 = n as i32;
    });
    same!(how, Bits, SIZES, n, conv2(&a, &mut b, h, w) -> (b, ) {
        a: Vec<f64> = vec_of(n*n,1);
        b: Vec<f64> = vec_of(n*n,2);
        h: i32 = n as i32;
        w: i32 = n as i32;
    });
    same!(how, Bits, SIZES, n, tiled(&mut a, w, bs) -> (a, ) {
        a: Vec<f64> = vec_of(n*n,1);
        w: usize = n;
        bs: usize = 5;
    });
    same!(how, Near, LONG, n, handed(&mut a, &mut b, n) -> (a, b, ) {
        a: Vec<f64> = vec_of::<f64>(n,1);
        b: Vec<f64> = vec_of::<f64>(n,2);
        n: usize = n;
    });
}
