// Kernels of benchmarks: Livermore, sparse and structured solvers, dynamic programming, images.

kernels! {
    {}

    /// P
    [parallel, nogil]
    pub fn k1(x: &mut [f64], y: &[f64], z: &[f64], q: f64, r: f64, t: f64, n: usize) {
        for k in 0..n {
            x[k] = q + y[k] * (r * z[k + 10] + t * z[k + 11]);
        }
    }

    /// O P
    [parallel, nogil]
    pub fn k4(x: &mut [f64], y: &[f64], n: usize) {
        let m = (1001 - 7) / 2;
        let _ = m;
        for k in (6..n).step_by(5) {
            let mut lw = k - 6;
            let mut temp = x[k - 1];
            for j in (4..n).step_by(5) {
                temp -= x[lw] * y[j];
                lw += 1;
            }
            x[k - 1] = y[4] * temp;
        }
    }

    /// S
    [nogil]
    pub fn k5(x: &mut [f64], y: &[f64], z: &[f64], n: usize) {
        for i in 1..n {
            x[i] = z[i] * (y[i] - x[i - 1]);
        }
    }

    /// P
    [parallel, nogil]
    pub fn k7(x: &mut [f64], u: &[f64], y: &[f64], z: &[f64], r: f64, t: f64, n: usize) {
        for k in 0..n {
            x[k] = u[k]
                + r * (z[k] + r * y[k])
                + t * (u[k + 3] + r * (u[k + 2] + r * u[k + 1]) + t * (u[k + 6] + r * (u[k + 5] + r * u[k + 4])));
        }
    }

    /// O P
    [parallel, nogil]
    pub fn k8(u1: &mut Vec<f64>, u2: &mut Vec<f64>, du1: &mut Vec<f64>, n: usize, sig: f64, a11: f64, a12: f64) {
        let s = (n + 2) * 5;
        let (nl1, nl2) = (0, 1);
        for kx in 1..3 {
            for ky in 1..n {
                du1[ky] = u1[nl1 * s + (ky + 1) * 5 + kx] - u1[nl1 * s + (ky - 1) * 5 + kx];
                u1[nl2 * s + ky * 5 + kx] = u1[nl1 * s + ky * 5 + kx]
                    + a11 * du1[ky]
                    + sig
                        * (u1[nl1 * s + ky * 5 + kx + 1] - 2.0 * u1[nl1 * s + ky * 5 + kx]
                            + u1[nl1 * s + ky * 5 + kx - 1]);
                u2[nl2 * s + ky * 5 + kx] = u2[nl1 * s + ky * 5 + kx] + a12 * du1[ky];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn k9(px: &mut [[f64; 13]], dm22: f64, dm23: f64, dm24: f64, c0: f64, n: usize) {
        for i in 0..n {
            px[i][0] =
                dm24 * px[i][12] + dm23 * px[i][11] + dm22 * px[i][10] + c0 * (px[i][4] + px[i][5]) + px[i][2];
        }
    }

    /// P
    [parallel, nogil]
    pub fn k10(px: &mut [[f64; 13]], cx: &[[f64; 13]], n: usize) {
        for i in 0..n {
            let ar = cx[i][4];
            let br = ar - px[i][4];
            px[i][4] = ar;
            let cr = br - px[i][5];
            px[i][5] = br;
            let ar = cr - px[i][6];
            px[i][6] = cr;
            let br = ar - px[i][7];
            px[i][7] = ar;
            px[i][9] = br - px[i][8];
            px[i][8] = br;
        }
    }

    /// P P S
    [parallel, nogil]
    pub fn k14(
        vx: &mut [f64],
        xx: &mut [f64],
        grd: &[f64],
        xi: &mut [f64],
        ex1: &mut [f64],
        dex1: &mut [f64],
        ix: &mut [usize],
        ir: &mut [usize],
        rx: &mut [f64],
        rh: &mut [f64],
        ex: &[f64],
        dex: &[f64],
        flx: f64,
        n: usize,
    ) {
        for k in 0..n {
            vx[k] = 0.0;
            xx[k] = 0.0;
            ix[k] = grd[k] as usize;
            xi[k] = ix[k] as f64;
            ex1[k] = ex[ix[k] - 1];
            dex1[k] = dex[ix[k] - 1];
        }
        for k in 0..n {
            vx[k] = vx[k] + ex1[k] + (xx[k] - xi[k]) * dex1[k];
            xx[k] = xx[k] + vx[k] + flx;
            ir[k] = xx[k] as usize;
            rx[k] = xx[k] - ir[k] as f64;
            ir[k] = (ir[k] & 2047) + 1;
            xx[k] = rx[k] + ir[k] as f64;
        }
        for k in 0..n {
            rh[ir[k] - 1] += 1.0 - rx[k];
            rh[ir[k]] += rx[k];
        }
    }

    /// P
    [parallel, nogil]
    pub fn k15(
        vy: &mut Vec<Vec<f64>>,
        vh: &[Vec<f64>],
        vf: &[Vec<f64>],
        vg: &[Vec<f64>],
        vs: &mut Vec<Vec<f64>>,
        n: usize,
    ) {
        let ng = n;
        let nz = n;
        let ar = 0.053;
        let br = 0.073;
        for j in 1..ng {
            for k in 1..nz {
                if j + 1 >= ng {
                    vy[j][k] = 0.0;
                    continue;
                }
                let t = if vh[j + 1][k] > vh[j][k] { ar } else { br };
                let (r, s) = if vf[j][k] < vf[j][k - 1] {
                    (vh[j][k - 1].max(vh[j + 1][k - 1]), vf[j][k - 1])
                } else {
                    (vh[j][k].max(vh[j + 1][k]), vf[j][k])
                };
                vy[j][k] = (vg[j][k].powi(2) + r * r).sqrt() * t / (s.abs() + 1.0);
                if k + 1 >= nz {
                    vs[j][k] = 0.0;
                    continue;
                }
                let (r, s, t) = if vf[j][k] < vf[j - 1][k] {
                    (vg[j - 1][k].max(vg[j - 1][k + 1]), vf[j - 1][k], br)
                } else {
                    (vg[j][k].max(vg[j][k + 1]), vf[j][k], ar)
                };
                vs[j][k] = (vh[j][k] * vh[j][k] + r * r).sqrt() * t / (s.abs() + 1.0);
            }
        }
    }

    /// S S
    [nogil]
    pub fn k19(b5: &mut [f64], sa: &[f64], sb: &[f64], n: usize) -> f64 {
        let mut stb5 = 0.0153;
        for k in 0..n {
            b5[k] = sa[k] + stb5 * sb[k];
            stb5 = b5[k] - stb5;
        }
        for i in 1..=n {
            let k = n - i;
            b5[k] = sa[k] + stb5 * sb[k];
            stb5 = b5[k] - stb5;
        }
        stb5
    }

    /// S
    [nogil]
    pub fn k20(
        x: &mut [f64],
        xx: &mut [f64],
        y: &[f64],
        z: &[f64],
        g: &[f64],
        u: &[f64],
        v: &[f64],
        w: &[f64],
        vx: &[f64],
        dk: f64,
        n: usize,
    ) {
        for k in 0..n {
            let di = y[k] - g[k] / (xx[k] + dk);
            let mut dn = 0.2;
            if di != 0.0 {
                dn = z[k] / di;
                if dn > 1.7 {
                    dn = 1.7;
                }
                if dn < 0.2 {
                    dn = 0.2;
                }
            }
            x[k] = ((w[k] + v[k] * dn) * xx[k] + u[k]) / (vx[k] + v[k] * dn);
            xx[k + 1] = (x[k] - xx[k]) * dn + xx[k];
        }
    }

    /// O P
    [parallel, nogil]
    pub fn k21(px: &mut Vec<Vec<f64>>, vy: &[Vec<f64>], cx: &[Vec<f64>], n: usize) {
        for k in 0..25 {
            for i in 0..25 {
                for j in 0..n {
                    px[j][i] += vy[k][i] * cx[j][k];
                }
            }
        }
    }

    /// S
    [nogil]
    pub fn k24(x: &[f64], n: usize) -> usize {
        let mut m = 0;
        for k in 1..n {
            if x[k] < x[m] {
                m = k;
            }
        }
        m
    }

    /// P
    [parallel, nogil]
    pub fn spmv(rowptr: &[usize], col: &[usize], val: &[f64], x: &[f64], y: &mut [f64], n: usize) {
        for i in 0..n {
            let mut sum = 0.0;
            for k in rowptr[i]..rowptr[i + 1] {
                sum += val[k] * x[col[k]];
            }
            y[i] = sum;
        }
    }

    /// P
    [parallel, nogil]
    pub fn spmv_i32(rowptr: &[i32], col: &[i32], val: &[f64], x: &[f64], y: &mut [f64], n: i32) {
        for i in 0..n {
            y[i as usize] = 0.0;
            for k in rowptr[i as usize]..rowptr[i as usize + 1] {
                y[i as usize] += val[k as usize] * x[col[k as usize] as usize];
            }
        }
    }

    /// S
    [nogil]
    pub fn spmv_csc(ptr: &[usize], row: &[usize], val: &[f64], x: &[f64], y: &mut [f64], n: usize) {
        for j in 0..n {
            for k in ptr[j]..ptr[j + 1] {
                y[row[k]] += val[k] * x[j];
            }
        }
    }

    /// P P P P P
    [parallel, nogil]
    pub fn cg_step(p: &mut [f64], q: &[f64], r: &mut [f64], z: &mut [f64], rho0: f64) -> f64 {
        let n = p.len();
        let mut d = 0.0;
        for j in 0..n {
            d += p[j] * q[j];
        }
        let alpha = rho0 / d;
        for j in 0..n {
            z[j] += alpha * p[j];
            r[j] -= alpha * q[j];
        }
        let mut rho = 0.0;
        for j in 0..n {
            rho += r[j] * r[j];
        }
        let beta = rho / rho0;
        for j in 0..n {
            p[j] = r[j] + beta * p[j];
        }
        let mut sum = 0.0;
        for j in 0..n {
            let d = p[j] - r[j];
            sum += d * d;
        }
        sum.sqrt()
    }

    /// A A A A
    [nogil]
    pub fn mg_resid(u: &Vec<Vec<Vec<f64>>>, v: &Vec<Vec<Vec<f64>>>, r: &mut Vec<Vec<Vec<f64>>>, n: usize) {
        if n < 3 {
            return;
        }
        let a0 = -8.0 / 3.0;
        let a2 = 1.0 / 6.0;
        let a3 = 1.0 / 12.0;
        let mut u1 = vec![0.0; n];
        let mut u2 = vec![0.0; n];
        for i3 in 1..n - 1 {
            for i2 in 1..n - 1 {
                for i1 in 0..n {
                    u1[i1] = u[i3][i2 - 1][i1] + u[i3][i2 + 1][i1] + u[i3 - 1][i2][i1] + u[i3 + 1][i2][i1];
                    u2[i1] = u[i3 - 1][i2 - 1][i1]
                        + u[i3 - 1][i2 + 1][i1]
                        + u[i3 + 1][i2 - 1][i1]
                        + u[i3 + 1][i2 + 1][i1];
                }
                for i1 in 1..n - 1 {
                    r[i3][i2][i1] = v[i3][i2][i1]
                        - a0 * u[i3][i2][i1]
                        - a2 * (u2[i1] + u1[i1 - 1] + u1[i1 + 1])
                        - a3 * (u2[i1 - 1] + u2[i1 + 1]);
                }
            }
        }
    }

    /// A A A
    [nogil]
    pub fn stencil3(u: &Vec<Vec<Vec<f64>>>, r: &mut Vec<Vec<Vec<f64>>>, n: usize) {
        for i in 1..n.max(1) - 1 {
            for j in 1..n - 1 {
                for k in 1..n - 1 {
                    r[i][j][k] = u[i - 1][j][k]
                        + u[i + 1][j][k]
                        + u[i][j - 1][k]
                        + u[i][j + 1][k]
                        + u[i][j][k - 1]
                        + u[i][j][k + 1]
                        - 6.0 * u[i][j][k];
                }
            }
        }
    }

    /// S
    [nogil]
    pub fn is_hist(keys: &[usize], hist: &mut [u32]) {
        for i in 0..keys.len() {
            hist[keys[i]] += 1;
        }
    }

    /// A A P
    [parallel, nogil]
    pub fn fft(re: &mut [f64], im: &mut [f64]) {
        let n = re.len();
        let mut len = 2;
        while len <= n {
            let ang = -2.0 * std::f64::consts::PI / len as f64;
            let mut i = 0;
            while i < n {
                for k in 0..len / 2 {
                    let (wr, wi) = ((ang * k as f64).cos(), (ang * k as f64).sin());
                    let (ur, ui) = (re[i + k], im[i + k]);
                    let (xr, xi) = (re[i + k + len / 2], im[i + k + len / 2]);
                    let (vr, vi) = (xr * wr - xi * wi, xr * wi + xi * wr);
                    re[i + k] = ur + vr;
                    im[i + k] = ui + vi;
                    re[i + k + len / 2] = ur - vr;
                    im[i + k + len / 2] = ui - vi;
                }
                i += len;
            }
            len *= 2;
        }
    }

    /// P
    [parallel, nogil]
    pub fn butterflies(re: &mut [f64], half: usize) {
        let n = re.len();
        for s in (0..n).step_by(2 * half) {
            for k in 0..half {
                let a = re[s + k];
                let b = re[s + k + half];
                re[s + k] = a + b;
                re[s + k + half] = a - b;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn hotspot(
        temp: &[f64],
        power: &[f64],
        result: &mut [f64],
        row: usize,
        col: usize,
        cap: f64,
        rx: f64,
        ry: f64,
        rz: f64,
    ) {
        for r in 0..row {
            for c in 0..col {
                let t = temp[r * col + c];
                let up = if r > 0 { temp[(r - 1) * col + c] } else { t };
                let down = if r < row - 1 { temp[(r + 1) * col + c] } else { t };
                let left = if c > 0 { temp[r * col + c - 1] } else { t };
                let right = if c < col - 1 { temp[r * col + c + 1] } else { t };
                result[r * col + c] = t + cap
                    * (power[r * col + c]
                        + (up + down - 2.0 * t) / ry
                        + (left + right - 2.0 * t) / rx
                        + (80.0 - t) / rz);
            }
        }
    }

    /// S
    [nogil]
    pub fn nw(score: &mut Vec<Vec<i32>>, reference: &[Vec<i32>], penalty: i32) {
        let n = score.len();
        for i in 1..n {
            for j in 1..n {
                let a = score[i - 1][j - 1] + reference[i][j];
                let b = score[i][j - 1] - penalty;
                let c = score[i - 1][j] - penalty;
                score[i][j] = a.max(b).max(c);
            }
        }
    }

    /// P P P
    [parallel, nogil]
    pub fn srad(
        jj: &mut [f64],
        dn: &mut [f64],
        ds: &mut [f64],
        dw: &mut [f64],
        de: &mut [f64],
        c: &mut [f64],
        rows: usize,
        cols: usize,
        lambda: f64,
    ) {
        let n = rows * cols;
        let mut sum = 0.0;
        let mut sum2 = 0.0;
        for i in 0..n.min(jj.len()) {
            let t = jj[i];
            sum += t;
            sum2 += t * t;
        }
        let mean = sum / n as f64;
        let var = sum2 / n as f64 - mean * mean;
        let q0 = var / (mean * mean);
        for i in 0..rows {
            for j in 0..cols {
                let k = i * cols + j;
                let jc = jj[k];
                let north = if i == 0 { 0 } else { i - 1 };
                let south = if i == rows - 1 { rows - 1 } else { i + 1 };
                let west = if j == 0 { 0 } else { j - 1 };
                let east = if j == cols - 1 { cols - 1 } else { j + 1 };
                dn[k] = jj[north * cols + j] - jc;
                ds[k] = jj[south * cols + j] - jc;
                dw[k] = jj[i * cols + west] - jc;
                de[k] = jj[i * cols + east] - jc;
                let g2 = (dn[k] * dn[k] + ds[k] * ds[k] + dw[k] * dw[k] + de[k] * de[k]) / (jc * jc);
                let l = (dn[k] + ds[k] + dw[k] + de[k]) / jc;
                let num = 0.5 * g2 - (1.0 / 16.0) * (l * l);
                let den = 1.0 + 0.25 * l;
                let qsqr = num / (den * den);
                let den = (qsqr - q0) / (q0 * (1.0 + q0));
                c[k] = 1.0 / (1.0 + den);
                if c[k] < 0.0 {
                    c[k] = 0.0;
                } else if c[k] > 1.0 {
                    c[k] = 1.0;
                }
            }
        }
        for i in 0..rows {
            for j in 0..cols {
                let k = i * cols + j;
                let south = if i + 1 < rows { i + 1 } else { i };
                let east = if j + 1 < cols { j + 1 } else { j };
                let d = c[k] * dn[k] + c[south * cols + j] * ds[k] + c[k] * dw[k] + c[i * cols + east] * de[k];
                jj[k] += 0.25 * lambda * d;
            }
        }
    }

    /// O P P
    [parallel, nogil]
    pub fn lud(aa: &mut [f64], n: usize) {
        for i in 0..n {
            for j in i..n {
                let mut sum = aa[i * n + j];
                for k in 0..i {
                    sum -= aa[i * n + k] * aa[k * n + j];
                }
                aa[i * n + j] = sum;
            }
            for j in i + 1..n {
                let mut sum = aa[j * n + i];
                for k in 0..i {
                    sum -= aa[j * n + k] * aa[k * n + i];
                }
                aa[j * n + i] = sum / aa[i * n + i];
            }
        }
    }

    /// O P P
    [parallel, nogil]
    pub fn pathfinder(wall: &[Vec<i32>], result: &mut [i32], src: &mut [i32]) {
        let rows = wall.len();
        let cols = result.len();
        for t in 0..rows - 1 {
            for i in 0..cols {
                src[i] = result[i];
            }
            for n in 0..cols {
                let mut min = src[n];
                if n > 0 {
                    min = min.min(src[n - 1]);
                }
                if n < cols - 1 {
                    min = min.min(src[n + 1]);
                }
                result[n] = wall[t + 1][n] + min;
            }
        }
    }

    /// P O P P
    [parallel, nogil]
    pub fn kmeans(points: &[Vec<f64>], centers: &mut Vec<Vec<f64>>, label: &mut [usize]) -> f64 {
        let k = centers.len();
        let dim = 3;
        let mut total = 0.0;
        for i in 0..points.len() {
            let mut best = 0;
            let mut best_d = f64::MAX;
            for c in 0..k {
                let mut d = 0.0;
                for j in 0..dim {
                    let x = points[i][j] - centers[c][j];
                    d += x * x;
                }
                if d < best_d {
                    best_d = d;
                    best = c;
                }
            }
            label[i] = best;
            total += best_d;
        }
        let mut sums = vec![vec![0.0; dim]; k];
        let mut counts = vec![0usize; k];
        for i in 0..points.len() {
            let c = label[i];
            counts[c] += 1;
            for j in 0..dim {
                sums[c][j] += points[i][j];
            }
        }
        for c in 0..k {
            for j in 0..dim {
                if counts[c] > 0 {
                    centers[c][j] = sums[c][j] / counts[c] as f64;
                }
            }
        }
        total
    }

    /// P
    [parallel, nogil]
    pub fn conv2d(img: &[Vec<u8>], kern: &[Vec<f64>], out: &mut Vec<Vec<f64>>) {
        let h = img.len();
        let w = if h > 0 { img[0].len() } else { 0 };
        for y in 1..h.saturating_sub(1) {
            for x in 1..w - 1 {
                let mut acc = 0.0;
                for ky in 0..3 {
                    for kx in 0..3 {
                        acc += kern[ky][kx] * img[y + ky - 1][x + kx - 1] as f64;
                    }
                }
                out[y][x] = acc / 16.0;
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn conv_clamped(aa: &[f64], bb: &mut [f64], kern: &[f64], w: usize, h: usize, r: usize) {
        let _ = kern;
        for y in 0..h {
            for x in 0..w {
                let mut acc = 0.0;
                for dy in -(r as isize)..=r as isize {
                    for dx in -(r as isize)..=r as isize {
                        let yy = (y as isize + dy).clamp(0, h as isize - 1) as usize;
                        let xx = (x as isize + dx).clamp(0, w as isize - 1) as usize;
                        acc += aa[yy * w + xx];
                    }
                }
                bb[y * w + x] = acc;
            }
        }
    }

    /// S S P
    [parallel, nogil]
    pub fn equalize(img: &[u8], out: &mut [u8]) {
        let mut hist = [0u32; 256];
        let mut cdf = [0u32; 256];
        for i in 0..img.len() {
            hist[img[i] as usize] += 1;
        }
        let mut c = 0;
        for i in 0..256 {
            c += hist[i];
            cdf[i] = c;
        }
        let total = img.len().max(1) as u32;
        for i in 0..img.len() {
            out[i] = (cdf[img[i] as usize] * 255 / total) as u8;
        }
    }

    /// P
    [parallel, nogil]
    pub fn gray(img: &[u8], out: &mut [u8]) {
        for i in 0..out.len() {
            out[i] =
                ((img[3 * i] as u32 * 77 + img[3 * i + 1] as u32 * 150 + img[3 * i + 2] as u32 * 29) >> 8) as u8;
        }
    }

    /// P
    [parallel, nogil]
    pub fn pack_rgb(r: &[u8], g: &[u8], b: &[u8], out: &mut [u8]) {
        let mut k = 0;
        for i in 0..r.len() {
            out[k] = r[i];
            k += 1;
            out[k] = g[i];
            k += 1;
            out[k] = b[i];
            k += 1;
        }
    }

    /// P P P
    [parallel, nogil]
    pub fn covariance(data: &mut Vec<Vec<f64>>, cov: &mut Vec<Vec<f64>>, mean: &mut [f64]) {
        let n = data.len();
        let m = mean.len();
        for j in 0..m {
            mean[j] = 0.0;
            for i in 0..n {
                mean[j] += data[i][j];
            }
            mean[j] /= n as f64;
        }
        for i in 0..n {
            for j in 0..m {
                data[i][j] -= mean[j];
            }
        }
        for i in 0..m {
            for j in i..m {
                let mut s = 0.0;
                for k in 0..n {
                    s += data[k][i] * data[k][j];
                }
                cov[i][j] = s / (n as f64 - 1.0);
                cov[j][i] = cov[i][j];
            }
        }
    }

    /// P
    [parallel, nogil]
    pub fn knn(train: &[Vec<f64>], query: &[Vec<f64>], out: &mut [usize]) {
        for q in 0..query.len() {
            let mut best = f64::INFINITY;
            for t in 0..train.len() {
                let mut d = 0.0;
                for j in 0..4 {
                    let diff = train[t][j] - query[q][j];
                    d += diff * diff;
                }
                if d < best {
                    best = d;
                    out[q] = t;
                }
            }
        }
    }
}

fn check(how: &str) {
    same!(how, Bits, LONG, n, k1(&mut x, &y, &z, q, r, t, n) -> (x, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        y: Vec<f64> = vec_of::<f64>(n,2);
        z: Vec<f64> = vec_of(n+12, 3);
        q: f64 = 0.375;
        r: f64 = 0.375;
        t: f64 = 0.375;
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k4(&mut x, &y, n) -> (x, ) {
        x: Vec<f64> = vec_of(n+40,5);
        y: Vec<f64> = vec_of::<f64>(n,2);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k5(&mut x, &y, &z, n) -> (x, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        y: Vec<f64> = vec_of::<f64>(n,2);
        z: Vec<f64> = vec_of::<f64>(n,3);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k7(&mut x, &u, &y, &z, r, t, n) -> (x, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        u: Vec<f64> = vec_of(n+6,4);
        y: Vec<f64> = vec_of::<f64>(n,3);
        z: Vec<f64> = vec_of::<f64>(n,4);
        r: f64 = 0.375;
        t: f64 = 0.375;
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k8(&mut u1, &mut u2, &mut du1, n, sig, a11, a12) -> (u1, u2, du1, ) {
        u1: Vec<f64> = vec_of::<f64>(2*(n+2)*5, 1);
        u2: Vec<f64> = vec_of::<f64>(2*(n+2)*5, 2);
        du1: Vec<f64> = vec_of(n+2, 3);
        n: usize = n;
        sig: f64 = 0.375;
        a11: f64 = 0.375;
        a12: f64 = 0.375;
    });
    same!(how, Bits, LONG, n, k9(&mut px, dm22, dm23, dm24, c0, n) -> (px, ) {
        px: Vec<[f64; 13]> = (0..n as u64).map(|i| { let v = vec_of::<f64>(13, i); std::array::from_fn(|k| v[k]) }).collect::<Vec<[f64; 13]>>();
        dm22: f64 = 0.375;
        dm23: f64 = 0.375;
        dm24: f64 = 0.375;
        c0: f64 = 0.375;
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k10(&mut px, &cx, n) -> (px, ) {
        px: Vec<[f64; 13]> = (0..n as u64).map(|i| { let v = vec_of::<f64>(13, i); std::array::from_fn(|k| v[k]) }).collect::<Vec<[f64; 13]>>();
        cx: Vec<[f64; 13]> = (0..n as u64).map(|i| { let v = vec_of::<f64>(13, i+9); std::array::from_fn(|k| v[k]) }).collect::<Vec<[f64; 13]>>();
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k14(&mut vx, &mut xx, &grd, &mut xi, &mut ex1, &mut dex1, &mut ix, &mut ir, &mut rx, &mut rh, &ex, &dex, flx, n) -> (vx, xx, xi, ex1, dex1, ix, ir, rx, rh, ) {
        vx: Vec<f64> = vec_of::<f64>(n,1);
        xx: Vec<f64> = vec_of::<f64>(n,2);
        grd: Vec<f64> = (0..n).map(|i| (i % 90) as f64 + 1.25).collect();
        xi: Vec<f64> = vec_of::<f64>(n,4);
        ex1: Vec<f64> = vec_of::<f64>(n,5);
        dex1: Vec<f64> = vec_of::<f64>(n,6);
        ix: Vec<usize> = vec_of::<usize>(n,3);
        ir: Vec<usize> = vec_of::<usize>(n,4);
        rx: Vec<f64> = vec_of::<f64>(n,9);
        rh: Vec<f64> = vec_of::<f64>(2100,7);
        ex: Vec<f64> = vec_of::<f64>(128,5);
        dex: Vec<f64> = vec_of::<f64>(128,6);
        flx: f64 = 0.375;
        n: usize = n;
    });
    same!(how, Bits, &[2,7,33], n, k15(&mut vy, &vh, &vf, &vg, &mut vs, n) -> (vy, vs, ) {
        vy: Vec<Vec<f64>> = grid::<f64>(n,1);
        vh: Vec<Vec<f64>> = grid::<f64>(n,2);
        vf: Vec<Vec<f64>> = grid::<f64>(n,3);
        vg: Vec<Vec<f64>> = grid::<f64>(n,4);
        vs: Vec<Vec<f64>> = grid::<f64>(n,5);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k19(&mut b5, &sa, &sb, n) -> (b5, ) {
        b5: Vec<f64> = vec_of::<f64>(n,1);
        sa: Vec<f64> = vec_of::<f64>(n,2);
        sb: Vec<f64> = vec_of::<f64>(n,3);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k20(&mut x, &mut xx, &y, &z, &g, &u, &v, &w, &vx, dk, n) -> (x, xx, ) {
        x: Vec<f64> = vec_of::<f64>(n,1);
        xx: Vec<f64> = vec_of(n+1, 3);
        y: Vec<f64> = vec_of::<f64>(n,3);
        z: Vec<f64> = vec_of::<f64>(n,4);
        g: Vec<f64> = vec_of::<f64>(n,5);
        u: Vec<f64> = vec_of::<f64>(n,6);
        v: Vec<f64> = vec_of::<f64>(n,7);
        w: Vec<f64> = vec_of::<f64>(n,8);
        vx: Vec<f64> = vec_of::<f64>(n,9);
        dk: f64 = 0.375;
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k21(&mut px, &vy, &cx, n) -> (px, ) {
        px: Vec<Vec<f64>> = (0..n as u64).map(|i| vec_of::<f64>(25, i)).collect();
        vy: Vec<Vec<f64>> = (0..25).map(|i| vec_of::<f64>(25, i)).collect();
        cx: Vec<Vec<f64>> = (0..n as u64).map(|i| vec_of::<f64>(25, i+3)).collect();
        n: usize = n;
    });
    same!(how, Bits, LONG, n, k24(&x, n) -> () {
        x: Vec<f64> = vec_of::<f64>(n,1);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, spmv(&rowptr, &col, &val, &x, &mut y, n) -> (y, ) {
        rowptr: Vec<usize> = (0..=n).map(|i| 3*i).collect::<Vec<usize>>();
        col: Vec<usize> = vec_of::<usize>(3*n,2).into_iter().map(|c| c % n.max(1)).collect();
        val: Vec<f64> = vec_of(3*n,3);
        x: Vec<f64> = vec_of::<f64>(n,4);
        y: Vec<f64> = vec_of::<f64>(n,5);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, spmv_i32(&rowptr, &col, &val, &x, &mut y, n) -> (y, ) {
        rowptr: Vec<i32> = (0..=n).map(|i| 3*i as i32).collect::<Vec<i32>>();
        col: Vec<i32> = vec_of::<i32>(3*n,2).into_iter().map(|c| c % n.max(1) as i32).collect();
        val: Vec<f64> = vec_of(3*n,3);
        x: Vec<f64> = vec_of::<f64>(n,4);
        y: Vec<f64> = vec_of::<f64>(n,5);
        n: i32 = n as i32;
    });
    same!(how, Bits, LONG, n, spmv_csc(&ptr, &row, &val, &x, &mut y, n) -> (y, ) {
        ptr: Vec<usize> = (0..=n).map(|i| 3*i).collect::<Vec<usize>>();
        row: Vec<usize> = vec_of::<usize>(3*n,2).into_iter().map(|c| c % n.max(1)).collect();
        val: Vec<f64> = vec_of(3*n,3);
        x: Vec<f64> = vec_of::<f64>(n,4);
        y: Vec<f64> = vec_of::<f64>(n,5);
        n: usize = n;
    });
    same!(how, Near, LONG, n, cg_step(&mut p, &q, &mut r, &mut z, rho0) -> (p, r, z, ) {
        p: Vec<f64> = vec_of::<f64>(n,1);
        q: Vec<f64> = vec_of::<f64>(n,2);
        r: Vec<f64> = vec_of::<f64>(n,3);
        z: Vec<f64> = vec_of::<f64>(n,4);
        rho0: f64 = 0.375;
    });
    same!(how, Bits, &[0,2,3,7,12], n, mg_resid(&u, &v, &mut r, n) -> (r, ) {
        u: Vec<Vec<Vec<f64>>> = cube::<f64>(n,1);
        v: Vec<Vec<Vec<f64>>> = cube::<f64>(n,2);
        r: Vec<Vec<Vec<f64>>> = cube::<f64>(n,3);
        n: usize = n;
    });
    same!(how, Bits, &[0,2,3,7,12], n, stencil3(&u, &mut r, n) -> (r, ) {
        u: Vec<Vec<Vec<f64>>> = cube::<f64>(n,1);
        r: Vec<Vec<Vec<f64>>> = cube::<f64>(n,2);
        n: usize = n;
    });
    same!(how, Bits, LONG, n, is_hist(&keys, &mut hist) -> (hist, ) {
        keys: Vec<usize> = vec_of::<usize>(n,1);
        hist: Vec<u32> = vec![0u32; 128];
    });
    same!(how, Near, LONG, n, fft(&mut re, &mut im) -> (re, im, ) {
        re: Vec<f64> = vec_of::<f64>(64,1);
        im: Vec<f64> = vec_of::<f64>(64,2);
    });
    same!(how, Bits, LONG, n, butterflies(&mut re, half) -> (re, ) {
        re: Vec<f64> = vec_of::<f64>(64,1);
        half: usize = 8;
    });
    same!(how, Bits, &[0,1,2,7,33], n, hotspot(&temp, &power, &mut result, row, col, cap, rx, ry, rz) -> (result, ) {
        temp: Vec<f64> = vec_of::<f64>(n,1);
        power: Vec<f64> = vec_of::<f64>(n,2);
        result: Vec<f64> = vec_of::<f64>(n,3);
        row: usize = 1;
        col: usize = 1;
        cap: f64 = 0.375;
        rx: f64 = 0.375;
        ry: f64 = 0.375;
        rz: f64 = 0.375;
    });
    same!(how, Bits, &[0,1,2,7,33], n, nw(&mut score, &reference, penalty) -> (score, ) {
        score: Vec<Vec<i32>> = grid::<i32>(n,1);
        reference: Vec<Vec<i32>> = grid::<i32>(n,2);
        penalty: i32 = 1;
    });
    same!(how, Near, &[0,1,2,7,33], n, srad(&mut jj, &mut dn, &mut ds, &mut dw, &mut de, &mut c, rows, cols, lambda) -> (jj, dn, ds, dw, de, c, ) {
        jj: Vec<f64> = vec_of::<f64>(n*n,1);
        dn: Vec<f64> = vec_of::<f64>(n,2);
        ds: Vec<f64> = vec_of::<f64>(n,3);
        dw: Vec<f64> = vec_of::<f64>(n,4);
        de: Vec<f64> = vec_of::<f64>(n,5);
        c: Vec<f64> = vec_of::<f64>(n,6);
        rows: usize = n;
        cols: usize = n;
        lambda: f64 = 0.375;
    });
    same!(how, Bits, &[0,1,2,7,33], n, lud(&mut aa, n) -> (aa, ) {
        aa: Vec<f64> = vec_of::<f64>(n*n,1);
        n: usize = n;
    });
    same!(how, Bits, SIZES, n, pathfinder(&wall, &mut result, &mut src) -> (result, src, ) {
        wall: Vec<Vec<i32>> = grid::<i32>(n,1);
        result: Vec<i32> = vec_of::<i32>(n,2);
        src: Vec<i32> = vec_of::<i32>(n,3);
    });
    same!(how, Near, LONG, n, kmeans(&points, &mut centers, &mut label) -> (centers, label, ) {
        points: Vec<Vec<f64>> = (0..n as u64).map(|i| vec_of::<f64>(3,i+9)).collect();
        centers: Vec<Vec<f64>> = (0..5).map(|i| vec_of::<f64>(3,i)).collect();
        label: Vec<usize> = vec![0usize; n];
    });
    same!(how, Bits, &[0,1,2,7,33], n, conv2d(&img, &kern, &mut out) -> (out, ) {
        img: Vec<Vec<u8>> = grid::<u8>(n,3);
        kern: Vec<Vec<f64>> = vec![vec![1.0,2.0,1.0],vec![2.0,4.0,2.0],vec![1.0,2.0,1.0]];
        out: Vec<Vec<f64>> = grid::<f64>(n,3);
    });
    same!(how, Bits, &[0,1,2,7,21], n, conv_clamped(&aa, &mut bb, &kern, w, h, r) -> (bb, ) {
        aa: Vec<f64> = vec_of::<f64>(n*n,1);
        bb: Vec<f64> = vec_of::<f64>(n*n,2);
        kern: Vec<f64> = vec_of::<f64>(n,3);
        w: usize = 1;
        h: usize = 1;
        r: usize = 2;
    });
    same!(how, Bits, LONG, n, equalize(&img, &mut out) -> (out, ) {
        img: Vec<u8> = vec_of::<u8>(n,1);
        out: Vec<u8> = vec_of::<u8>(n,2);
    });
    same!(how, Bits, LONG, n, gray(&img, &mut out) -> (out, ) {
        img: Vec<u8> = vec_of::<u8>(3*n,1);
        out: Vec<u8> = vec_of::<u8>(n,2);
    });
    same!(how, Bits, LONG, n, pack_rgb(&r, &g, &b, &mut out) -> (out, ) {
        r: Vec<u8> = vec_of::<u8>(n,1);
        g: Vec<u8> = vec_of::<u8>(n,2);
        b: Vec<u8> = vec_of::<u8>(n,3);
        out: Vec<u8> = vec![0u8; 3*n];
    });
    same!(how, Near, &[0,1,2,7,33], n, covariance(&mut data, &mut cov, &mut mean) -> (data, cov, mean, ) {
        data: Vec<Vec<f64>> = grid::<f64>(n,1);
        cov: Vec<Vec<f64>> = grid::<f64>(n,2);
        mean: Vec<f64> = vec_of::<f64>(n,3);
    });
    same!(how, Bits, LONG, n, knn(&train, &query, &mut out) -> (out, ) {
        train: Vec<Vec<f64>> = (0..n as u64).map(|i| vec_of::<f64>(4,i)).collect();
        query: Vec<Vec<f64>> = (0..9).map(|i| vec_of::<f64>(4,i+1000)).collect();
        out: Vec<usize> = vec![0usize; 9];
    });
}
