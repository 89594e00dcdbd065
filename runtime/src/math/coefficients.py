"""Derives the constants of the `math` module and prints them as Rust.

Run `python3 coefficients.py` (needs mpmath); its output is pasted into `f64.rs`, `f32.rs`,
`reduction.rs` and `fast.rs`. Polynomials come from a weighted Remez exchange in 200-bit arithmetic; each coefficient is
then rounded to the target format, if it helps the lowest two first, with a new fit of the others.
"""

import struct
import mpmath as mp

mp.mp.prec = 200
SQRT2 = mp.sqrt(2)


def to_f64(v):
    with mp.workprec(53):
        return +v


def to_f32(v):
    with mp.workprec(24):
        return +v


def f64_literal(v):
    return repr(float(v))


def f32_literal(v):
    """The shortest decimal that reads back as the same f32."""
    v = float(v)
    bits = struct.pack("<f", v)
    for digits in range(1, 18):
        text = f"{v:.{digits}g}"
        if struct.pack("<f", float(text)) == bits:
            return repr(float(text))
    raise ValueError(v)


def solve(f, weight, powers, points):
    """Coefficients whose weighted error alternates between +E and -E at the points."""
    rows = [[weight(x) * x**p for p in powers] + [(-1) ** i] for i, x in enumerate(points)]
    rhs = mp.matrix([weight(x) * f(x) for x in points])
    return list(mp.lu_solve(mp.matrix(rows), rhs))[:-1]


def remez(f, weight, powers, lo, hi):
    """The polynomial over `powers` with the least weighted maximum error on [lo, hi]."""
    n = len(powers) + 1
    points = [(lo + hi) / 2 - (hi - lo) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    grid = [lo + (hi - lo) * (1 - mp.cos(mp.pi * i / (40 * n))) / 2 for i in range(40 * n + 1)]
    grid = [x for x in grid if abs(x) > mp.mpf(10) ** -9]
    for _ in range(12):
        c = solve(f, weight, powers, points)
        error = [weight(x) * (sum(a * x**p for a, p in zip(c, powers)) - f(x)) for x in grid]
        runs = []
        for x, e in zip(grid, error):
            if runs and mp.sign(runs[-1][1]) == mp.sign(e):
                if abs(e) > abs(runs[-1][1]):
                    runs[-1] = (x, e)
            elif e != 0:
                runs.append((x, e))
        while len(runs) > n:
            runs.pop(0 if abs(runs[0][1]) < abs(runs[-1][1]) else -1)
        if len(runs) < n:
            break
        points = [x for x, _ in runs]
    return c, max(abs(e) for e in error)


def fit(name, f, weight, degree, lo, hi, literal, rounding):
    """Prints the better of two roundings: all at once, or the lowest two first and the others fitted again."""
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    c, _ = remez(f, weight, list(range(degree + 1)), lo, hi)
    once = [rounding(a) for a in c]
    # Divided by x^2 the rest is a problem of the same kind, without a common zero of the basis.
    rest = lambda x: (f(x) - once[0] - once[1] * x) / x**2
    c, _ = remez(rest, lambda x: weight(x) * x**2, list(range(degree - 1)), lo, hi)
    twice = once[:2] + [rounding(a) for a in c]

    def error(poly):
        points = [lo + (hi - lo) * mp.mpf(i) / 1999 for i in range(2000)]
        return max(abs(weight(x) * (sum(a * x**p for p, a in enumerate(poly)) - f(x))) for x in points)

    best = min(once, twice, key=error)
    print(f"// {name}: weighted error 2^{float(mp.log(error(best), 2)):.1f}")
    kind = "f64" if rounding is to_f64 else "f32"
    body = ", ".join(literal(a) for a in best)
    print(f"const {name}: [{kind}; {degree + 1}] = [{body}];")


def exp_tail(r):
    """(e^r - 1 - r) / r^2"""
    return mp.nsum(lambda n: r**n / mp.factorial(n + 2), [0, 40]) if abs(r) < 0.01 else (mp.exp(r) - 1 - r) / r**2


def ln_tail(z):
    """(2 atanh(s) - 2s) / s^3 with z = s^2"""
    if z < 0.001:
        return sum(2 * z**n / (2 * n + 3) for n in range(25))
    s = mp.sqrt(z)
    return (2 * mp.atanh(s) - 2 * s) / s**3


def sin_tail(z):
    """(sin r - r) / r^3 with z = r^2"""
    return sum((-1) ** (n + 1) * z**n / mp.factorial(2 * n + 3) for n in range(25))


def cos_tail(z):
    """(cos r - 1 + r^2/2) / r^4 with z = r^2"""
    return sum((-1) ** n * z**n / mp.factorial(2 * n + 4) for n in range(25))


def split(v, bits, rounding):
    """v as a head of that many bits and a rounded rest."""
    with mp.workprec(bits):
        head = +v
    return head, rounding(v - head)


def polynomials(suffix, degrees, literal, rounding):
    half_ln2 = mp.log(2) / 2 * mp.mpf("1.0005")
    z_ln = ((SQRT2 - 1) / (SQRT2 + 1)) ** 2
    z_trig = (mp.pi / 4) ** 2 * mp.mpf("1.0001")
    exp_degree, ln_degree, sin_degree, cos_degree = degrees
    fit("EXP" + suffix, exp_tail, lambda r: r * r / mp.exp(r), exp_degree, -half_ln2, half_ln2, literal, rounding)
    fit("LN" + suffix, ln_tail, lambda z: z, ln_degree, 0, z_ln, literal, rounding)
    trig = (f64_literal, to_f64)
    fit("SIN" + suffix, sin_tail, lambda z: z, sin_degree, 0, z_trig, *trig)
    fit("COS" + suffix, cos_tail, lambda z: z * z, cos_degree, 0, z_trig, *trig)


def short_polynomials():
    """Those of `fast.rs`: the shortest with which a function stays within its 4 ULP."""
    half_ln2 = mp.log(2) / 2 * mp.mpf("1.0005")
    z_trig = (mp.pi / 4) ** 2 * mp.mpf("1.0001")
    weight = lambda r: r * r / mp.exp(r)
    fit("EXP", exp_tail, weight, 8, -half_ln2, half_ln2, f64_literal, to_f64)
    fit("EXP_F32", exp_tail, weight, 3, -half_ln2, half_ln2, f32_literal, to_f32)
    fit("SIN_F32", sin_tail, lambda z: z, 2, 0, z_trig, f64_literal, to_f64)
    fit("COS_F32", cos_tail, lambda z: z * z, 2, 0, z_trig, f64_literal, to_f64)


def two_over_pi_words():
    """WORDS[q] = 60 bits of 2/pi, from the bit that a multiple of 2^(4q - 1075) brings to weight 2^1."""
    rows = []
    mp.mp.prec = 1600
    for q in range(512 + 30):
        v = mp.floor(mp.ldexp(2 / mp.pi, 4 * q - 1075 + 58))
        w = int(v) % 2**60
        rows.append((w >> 30) << 32 | w % 2**30)
    mp.mp.prec = 200
    print("pub(crate) const WORDS: [u64; 542] = [")
    for i in range(0, len(rows), 5):
        print("    " + " ".join(f"{w:#018x}," for w in rows[i : i + 5]))
    print("];")


def two_over_pi_pairs():
    """PAIRS[e]: (2^(e - 150) * 2/pi) mod 4 as a multiple of 2^-27 and a rest."""
    heads, rests = [], []
    mp.mp.prec = 600
    for e in range(256):
        v = mp.ldexp(2 / mp.pi, e - 150)
        v -= 4 * mp.floor(v / 4)
        head = mp.ldexp(mp.floor(mp.ldexp(v, 27)), -27)
        heads.append(head)
        rests.append(to_f64(v - head))
    mp.mp.prec = 200
    for name, row in (("HEADS", heads), ("RESTS", rests)):
        print(f"pub(crate) const {name}: [f64; 256] = [")
        for i in range(0, 256, 4):
            print("    " + " ".join(f64_literal(v) + "," for v in row[i : i + 4]))
        print("];")


def scalars():
    ln2 = mp.log(2)
    hi, lo = split(ln2, 42, to_f64)
    print(f"const LN2_HI: f64 = {f64_literal(hi)};\nconst LN2_LO: f64 = {f64_literal(lo)};")
    hi, lo = split(ln2, 15, to_f32)
    print(f"const LN2_HI: f32 = {f32_literal(hi)};\nconst LN2_LO: f32 = {f32_literal(lo)};")
    hi, lo = split(mp.pi / 2, 26, to_f64)
    print(f"const PIO2_HI: f64 = {f64_literal(hi)};\nconst PIO2_LO: f64 = {f64_literal(lo)};")


if __name__ == "__main__":
    scalars()
    polynomials("", (9, 6, 5, 5), f64_literal, to_f64)
    polynomials("_F32", (4, 2, 3, 3), f32_literal, to_f32)
    two_over_pi_words()
    two_over_pi_pairs()
    short_polynomials()
