"""Derives the constants of the `math` module and writes them as Rust.

Run `python3 coefficients.py` (needs mpmath; some minutes), then `cargo fmt`: it writes `f64/constants.rs`,
`f32/constants.rs` and `tables.rs` beside itself. Polynomials come from a weighted Remez exchange in 200-bit
arithmetic; each coefficient is then rounded to the target format, if it helps the lowest two first, with a
new fit of the others.
"""

import contextlib
import io
import os
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


def powers(n):
    """1, x, x^2 and so on."""
    return [lambda x, p=p: x**p for p in range(n)]


def solve(f, weight, basis, points):
    """Coefficients whose weighted error alternates between +E and -E at the points."""
    rows = [[weight(x) * b(x) for b in basis] + [(-1) ** i] for i, x in enumerate(points)]
    rhs = mp.matrix([weight(x) * f(x) for x in points])
    return list(mp.lu_solve(mp.matrix(rows), rhs))[:-1]


def remez(f, weight, basis, lo, hi):
    """The sum over `basis` with the least weighted maximum error on [lo, hi]."""
    f, weight = cached(f), cached(weight)
    n = len(basis) + 1
    points = [(lo + hi) / 2 - (hi - lo) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    grid = [lo + (hi - lo) * (1 - mp.cos(mp.pi * i / (24 * n))) / 2 for i in range(24 * n + 1)]
    grid = [x for x in grid if abs(x) > mp.mpf(10) ** -9]
    for _ in range(12):
        c = solve(f, weight, basis, points)
        error = [weight(x) * (sum(a * b(x) for a, b in zip(c, basis)) - f(x)) for x in grid]
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


def fit(name, f, weight, degree, lo, hi, literal=f64_literal, rounding=to_f64, first=False):
    """Prints the better of two roundings: all at once, or the lowest two first and the others fitted again."""
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    c, _ = remez(f, weight, powers(degree + 1), lo, hi)
    once = [rounding(a) for a in c]
    # Divided by x^2 the rest is a problem of the same kind, without a common zero of the basis.
    rest = lambda x: (f(x) - once[0] - once[1] * x) / x**2
    c, _ = remez(rest, lambda x: weight(x) * x**2, powers(degree - 1), lo, hi)
    twice = once[:2] + [rounding(a) for a in c]

    def error(poly):
        points = [lo + (hi - lo) * mp.mpf(i) / 999 for i in range(1000)]
        return max(abs(weight(x) * (sum(a * x**p for p, a in enumerate(poly)) - f(x))) for x in points)

    best = min(once, twice, key=error)
    kind = "f64" if rounding is to_f64 else "f32"
    print(f"/// Weighted error 2^{float(mp.log(error(best), 2)):.1f}.")
    if first:
        # The lowest coefficient apart: it is added last.
        print(f"pub(in crate::math) const {name}_0: {kind} = {literal(best[0])};")
        best = best[1:]
    body = ", ".join(literal(a) for a in best)
    print(f"pub(in crate::math) const {name}: [{kind}; {len(best)}] = [{body}];")


def quotient(name, f, n, lo, hi):
    """Prints N and D, of n terms each, for (1 + x N(x)) / (1 + x D(x)), of which f(0) = 1 is known."""
    f, lo, hi = cached(f), mp.mpf(lo), mp.mpf(hi)
    basis = [lambda x, p=p: x ** (p + 1) for p in range(n)] + [lambda x, p=p: -f(x) * x ** (p + 1) for p in range(n)]
    whole = lambda c, x: 1 + sum(a * x ** (p + 1) for p, a in enumerate(c))
    c = [mp.mpf(0)] * (2 * n)
    for _ in range(6):
        # 1 + x N - f (1 + x D) is linear; over the denominator of the round before it is the error.
        c, _ = remez(lambda x: f(x) - 1, lambda x, d=c[n:]: 1 / (whole(d, x) * f(x)), basis, lo, hi)
    c = [to_f64(a) for a in c]
    points = [lo + (hi - lo) * mp.mpf(i) / 999 for i in range(1000)]
    error = max(abs(whole(c[:n], x) / whole(c[n:], x) / f(x) - 1) for x in points)
    for part, terms in (("NUM", c[:n]), ("DEN", c[n:])):
        print(f"/// Weighted error 2^{float(mp.log(error, 2)):.1f}.")
        body = ", ".join(f64_literal(a) for a in terms)
        print(f"pub(in crate::math) const {name}_{part}: [f64; {n}] = [{body}];")


def cached(f):
    """The exchange asks for the same points again and again."""
    known = {}

    def ask(x):
        if x not in known:
            known[x] = f(x)
        return known[x]

    return ask


def series(term, x):
    """The sum of term(n) * x^n, for arguments at which a closed form would cancel."""
    total, power = mp.mpf(0), mp.mpf(1)
    for n in range(400):
        step = term(n) * power
        total += step
        if abs(step) < mp.mpf(2) ** -230 and n > 4:
            return total
        power *= x
    raise ValueError(x)


def exp_tail(r):
    """(e^r - 1 - r) / r^2"""
    return series(lambda n: 1 / mp.factorial(n + 2), r)


def exp2_tail(r):
    """(2^r - 1 - r) / r"""
    return series(lambda n: mp.log(2) ** (n + 1) / mp.factorial(n + 1), r) - 1


def exp_long_tail(r):
    """(e^r - 1 - r - r^2/2) / r^3"""
    return series(lambda n: 1 / mp.factorial(n + 3), r)


def ln_tail(z):
    """(2 atanh(s) - 2s) / s^3 with z = s^2"""
    return series(lambda n: mp.mpf(2) / (2 * n + 3), z)


def atanh_tail(z):
    """(atanh(s) - s) / s^3 with z = s^2"""
    return series(lambda n: mp.mpf(1) / (2 * n + 3), z)


def power_tail(z):
    """(3 atanh(s) / s - 3 - z) / z^2 with z = s^2"""
    return series(lambda n: mp.mpf(3) / (2 * n + 5), z)


def sin_tail(z):
    """(sin r - r) / r^3 with z = r^2"""
    return series(lambda n: (-1) ** (n + 1) / mp.factorial(2 * n + 3), z)


def cos_tail(z):
    """(cos r - 1 + r^2/2) / r^4 with z = r^2"""
    return series(lambda n: (-1) ** n / mp.factorial(2 * n + 4), z)


def sinh_tail(z):
    """(sinh x - x) / x^3 with z = x^2"""
    return series(lambda n: 1 / mp.factorial(2 * n + 3), z)


def asin_tail(z):
    """(asin s - s) / s^3 with z = s^2"""
    coefficient = lambda n: mp.binomial(2 * n, n) / mp.mpf(4) ** n / (2 * n + 1)
    return series(lambda n: coefficient(n + 1), z)


def atan_tail(z):
    """(atan t - t) / t^3 with z = t^2"""
    return series(lambda n: (-1) ** (n + 1) / mp.mpf(2 * n + 3), z)


def asinh_tail(z):
    """(asinh x - x) / x^3 with z = x^2"""
    coefficient = lambda n: mp.binomial(2 * n, n) / mp.mpf(-4) ** n / (2 * n + 1)
    return series(lambda n: coefficient(n + 1), z)


def erf_tail(z):
    """erf(x) / x - 1 with z = x^2"""
    return series(lambda n: 2 / mp.sqrt(mp.pi) * (-1) ** n / (mp.factorial(n) * (2 * n + 1)), z) - 1


def erfc_scaled(center):
    """(1 + 2a) e^(a^2) erfc(a) as a function of v = (a - center) / (a + center)"""

    def f(v):
        a = center * (1 + v) / (1 - v)
        return (1 + 2 * a) * mp.exp(a * a) * mp.erfc(a)

    return f


def erfc_by_reciprocal(center):
    """(a + center) e^(a^2) erfc(a) as a function of v = (a - center) / (a + center)"""

    def f(v):
        a = center * (1 + v) / (1 - v)
        return (a + center) * mp.exp(a * a) * mp.erfc(a)

    return f


def erfc_exponent(x):
    """-ln(erfc(x)) / x - 1"""
    return -mp.log(mp.erfc(x)) / x - 1


def short_error_function():
    """That of erf under `afn`, which is 1 - e^-(x + x P(x)), and that of erfc."""
    weight = cached(lambda x: x * mp.erfc(x) / mp.erf(x))
    fit("ERF_SHORT", cached(erfc_exponent), weight, 22, mp.mpf(10) ** -8, "5.95")
    # One division, 1 / (a + center), gives both v and the quotient.
    v = lambda a: (a - center) / (a + center)
    center = mp.mpf("3.3125")
    constant("ERFC_CENTER", center)
    f = cached(erfc_by_reciprocal(center))
    fit("ERFC_SHORT", f, lambda v: 1 / f(v), 21, v(mp.mpf(0)), v(mp.mpf("27.3")), first=True)


def split(v, bits, rounding=to_f64):
    """v as a head of that many bits and a rounded rest."""
    with mp.workprec(bits):
        head = +v
    return head, rounding(v - head)


def polynomials(short):
    """The polynomials, all with coefficients in f64; `short` is for results in f32."""
    half_ln2 = mp.log(2) / 2 * mp.mpf("1.0005")
    z_ln = ((SQRT2 - 1) / (SQRT2 + 1)) ** 2
    z_trig = (mp.pi / 4) ** 2 * mp.mpf("1.0001")
    z_atan = (SQRT2 - 1) ** 2 * mp.mpf("1.0001")
    one = lambda z: mp.mpf(1)
    first, second = (lambda z: z), (lambda z: z * z)
    pick = lambda full, half: half if short else full
    half = mp.mpf("0.50005")
    exp2_weight = lambda r: r / mp.power(2, r)
    if short:
        fit("EXP", exp_tail, lambda r: r * r / mp.exp(r), 5, -half_ln2, half_ln2)
        fit("SIN_SHORT", sin_tail, first, 2, 0, z_trig)
        fit("COS_SHORT", cos_tail, second, 2, 0, z_trig)
        # Of half turns: one polynomial does for the sine and the cosine.
        fit("SIN_HALF", sin_tail, first, 3, 0, 4 * z_trig)
        fit("LOG2", lambda z: (2 + z * ln_tail(z)) / mp.log(2), one, 4, 0, z_ln)
        fit("EXP2", lambda r: exp2_tail(r) + 1, exp2_weight, 5, -half, half)
    else:
        fit("EXP_SHORT", exp_tail, lambda r: r * r / mp.exp(r), 8, -half_ln2, half_ln2)
        fit("EXP", exp_tail, lambda r: r * r / mp.exp(r), 9, -half_ln2, half_ln2)
        fit("EXP2", exp2_tail, exp2_weight, 10, -half, half, first=True)
        fit("EXP2_SHORT", lambda r: exp2_tail(r) + 1, exp2_weight, 9, -half, half)
        fit("SIN_HALF", sin_tail, first, 7, 0, 4 * z_trig)
        quotient("TAN", lambda z: mp.tan(mp.sqrt(z)) / mp.sqrt(z), 3, mp.mpf(10) ** -8, z_trig)
        step = mp.mpf("0.10205")
        fit("CBRT_STEP", lambda e: 1 / mp.cbrt(1 - e), lambda e: mp.cbrt(1 - e), 3, -step, step)
        step = mp.mpf("0.0692")
        fit("ROOT_STEP", lambda e: 1 / mp.sqrt(1 - e), lambda e: mp.sqrt(1 - e), 3, -step, step)
        fit("EXP_M1", exp_long_tail, lambda r: r**3 / mp.exp(r), 9, -half_ln2, half_ln2)
    fit("LN", ln_tail, first, pick(6, 3), 0, z_ln)
    fit("SIN", sin_tail, first, pick(5, 3), 0, z_trig)
    fit("COS", cos_tail, second, pick(5, 3), 0, z_trig)
    fit("SINH", sinh_tail, first, pick(7, 3), 0, 1)
    fit("ASIN", asin_tail, first, pick(11, 5), 0, "0.25")
    # Beyond 3/8 the angle has another part, of at least 0.7.
    atan_weight = lambda z: z if short or z <= mp.mpf("0.375") ** 2 else z * mp.mpf("0.35")
    fit("ATAN", atan_tail, atan_weight, pick(9, 5), 0, z_atan)
    fit("CBRT", lambda m: mp.cbrt(m), lambda m: 1 / mp.cbrt(m), pick(7, 8), 1, 2)
    fit("ERF", erf_tail, one, pick(12, 6), 0, 1)
    if not short:
        # What the complement takes up to 1/2.
        fit("ERF_NEAR", erf_tail, one, 8, 0, "0.25")
    center, near, far = (3, mp.mpf("0.4999"), 28) if not short else (3, 0, 11)
    v = lambda a: (a - mp.mpf(center)) / (a + center)
    f = cached(erfc_scaled(mp.mpf(center)))
    if short:
        fit("ERFC", f, lambda v: 1 / f(v), 11, v(near), v(far))
    else:
        # The constant term apart, in two parts: its rounding would be the greatest error of all.
        parts("ERFC_0", f(mp.mpf(0)), [53])
        step = mp.mpf(10) ** -20
        slope = (f(step) - f(-step)) / (2 * step)
        tail = lambda v: (f(v) - f(mp.mpf(0))) / v if abs(v) > step else slope
        fit("ERFC", tail, lambda v: v / f(v), 20, v(near), v(far))
    center, far = (mp.mpf(2), mp.mpf("6.1")) if not short else (mp.mpf(2), mp.mpf(4))
    v = lambda a: (a - center) / (a + center)
    a = lambda v: center * (1 + v) / (1 - v)
    f = cached(erfc_scaled(center))
    weight = cached(lambda v: mp.exp(-a(v) ** 2) / (1 + 2 * a(v)))
    fit("ERFC_MIDDLE", f, weight, pick(13, 6), v(mp.mpf(1)), v(far))
    if not short:
        fit("ATANH", atanh_tail, first, 7, 0, mp.mpf("0.242") ** 2)
        fit("POWER", power_tail, second, 6, 0, z_ln)
        fit("ATAN_SHORT", *atan_to_one(), 18, mp.mpf(10) ** -8, 1)
        short_error_function()
    else:
        fit("EXP_SINGLE", exp_tail, lambda r: r * r / mp.exp(r), 4, -half_ln2, half_ln2, f32_literal, to_f32)
        fit("EXP_SINGLE_SHORT", exp_tail, lambda r: r * r / mp.exp(r), 3, -half_ln2, half_ln2, f32_literal, to_f32)
        fit("LN_SINGLE", ln_tail, first, 2, 0, z_ln, f32_literal, to_f32)
        fit("EXP2_SINGLE", exp2_tail, exp2_weight, 5, -half, half, f32_literal, to_f32, first=True)
        fit("EXP2_SINGLE_SHORT", lambda r: exp2_tail(r) + 1, exp2_weight, 5, -half, half, f32_literal, to_f32)
        # A little beyond half turns: their number is rounded in single precision.
        z_beyond = mp.mpf("1.7") ** 2
        fit("SIN_SINGLE", sin_tail, first, 3, 0, z_beyond, f32_literal, to_f32)
        short_polynomials(first, second, one, z_trig)


def to_one(near, whole):
    """(f(x) - x) / x^3 with z = x^2 up to 1: the series converges too slowly near one, the closed form cancels near zero."""
    return lambda z: near(z) if z < 0.3 else (whole(mp.sqrt(z)) / mp.sqrt(z) - 1) / z


def atan_to_one():
    """The arc tangent's, and its weight"""
    weight = lambda z: z * mp.sqrt(z) / mp.atan(mp.sqrt(z))
    return cached(to_one(atan_tail, mp.atan)), cached(weight)


def short_polynomials(first, second, one, z_trig):
    """Those of `f32/short.rs`, with coefficients in f32."""
    single = (f32_literal, to_f32)
    tiny, root = mp.mpf(10) ** -8, mp.sqrt
    asinh = to_one(asinh_tail, mp.asinh)
    fit("ATAN_SINGLE", *atan_to_one(), 7, tiny, 1, *single)
    fit("ASINH_SINGLE", asinh, lambda z: z * root(z) / mp.asinh(root(z)), 7, tiny, 1, *single)
    fit("ASIN_SINGLE", asin_tail, first, 4, 0, "0.25", *single)
    fit("ATANH_SINGLE", atanh_tail, first, 2, 0, mp.mpf("0.242") ** 2, *single)
    fit("SINH_SINGLE", sinh_tail, first, 2, 0, 1, *single)
    step = mp.mpf("0.10418")
    fit("CBRT_SINGLE", lambda e: mp.cbrt(1 - e) ** -2, lambda e: mp.cbrt(1 - e) ** 2, 5, -step, step, *single)
    fit("SIN_QUARTER_SINGLE", sin_tail, first, 2, 0, z_trig * mp.mpf("1.1"), *single)
    fit("COS_QUARTER_SINGLE", cos_tail, second, 2, 0, z_trig * mp.mpf("1.1"), *single)
    fit("ERF_SINGLE", erf_tail, one, 5, 0, 1, *single)
    center = mp.mpf(2)
    v = lambda a: (a - center) / (a + center)
    a = lambda v: center * (1 + v) / (1 - v)
    weight = cached(lambda v: mp.exp(-a(v) ** 2) / (a(v) + center))
    fit("ERFC_MIDDLE_SINGLE", cached(erfc_by_reciprocal(center)), weight, 4, v(mp.mpf(1)), v(mp.mpf(4)), *single)
    center = mp.mpf(3)
    f = cached(erfc_by_reciprocal(center))
    fit("ERFC_SINGLE", f, lambda v: 1 / f(v), 9, v(mp.mpf(0)), v(mp.mpf("10.1")), *single, first=True)


def two_over_pi_words():
    """WORDS[q] = 60 bits of 2/pi, from the bit that a multiple of 2^(4q - 1075) brings to weight 2^1."""
    rows = []
    mp.mp.prec = 1600
    for q in range(512 + 30):
        v = mp.floor(mp.ldexp(2 / mp.pi, 4 * q - 1075 + 58))
        w = int(v) % 2**60
        rows.append((w >> 30) << 32 | w % 2**30)
    mp.mp.prec = 200
    print("/// Row q: 60 bits of 2/pi, from the bit that a multiple of 2^(4q - 1075) brings to weight 2.")
    print("#[rustfmt::skip]")
    print("pub(super) const WORDS: [u64; 542] = [")
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
    print("/// Row e: (2^(e - 150) * 2/pi) mod 4: in HEADS cut to a multiple of 2^-27, in RESTS what that leaves.")
    for name, row in (("HEADS", heads), ("RESTS", rests)):
        print("#[rustfmt::skip]")
        print(f"pub(super) const {name}: [f64; 256] = [")
        for i in range(0, 256, 4):
            print("    " + " ".join(f64_literal(v) + "," for v in row[i : i + 4]))
        print("];")


def constant(name, value, kind="f64"):
    literal = f64_literal if kind == "f64" else f32_literal
    print(f"pub(in crate::math) const {name}: {kind} = {literal(value)};")


def parts(name, value, bits):
    """A constant in parts of so many bits, and a last one of 53."""
    for i, b in enumerate(bits):
        with mp.workprec(b):
            head = +value
        constant(f"{name}_{i + 1}", head)
        value -= head
    constant(f"{name}_{len(bits) + 1}", to_f64(value))


def scalars():
    pair = lambda name, value, bits=53: parts(name, value, [bits])
    ln2 = mp.log(2)
    pair("LN2", ln2, 42)
    pair("LOG2_E", 1 / ln2, 26)
    pair("LOG10_E", 1 / mp.log(10), 26)
    pair("LOG10_2", mp.log10(2), 42)
    print("/// 2 / (3 ln 2): from the logarithm's series to base two.")
    pair("TWO_THIRDS_LOG2_E", 2 / (3 * ln2), 26)
    print("/// pi / 2 in parts of which the first three, times an integer of 20 bits, are exact.")
    parts("PIO2", mp.pi / 2, [33, 33, 33])
    print("/// What the first part leaves, for fused operations.")
    with mp.workprec(33):
        first = +(mp.pi / 2)
    pair("PIO2_REST", mp.pi / 2 - first)
    pair("PI", mp.pi)
    pair("HALF_PI", mp.pi / 2)
    pair("QUARTER_PI", mp.pi / 4)
    pair("ATAN_HALF", mp.atan(0.5))
    pair("ATAN_TWO", mp.atan(2))
    print("/// Short numbers whose arc tangents are floats, to a part in 2^64.")
    turned("HALF", mp.mpf("0.5"))
    turned("ONE", mp.mpf(1))
    print("/// The cube roots of two and four.")
    constant("CBRT_2", to_f64(mp.cbrt(2)))
    constant("CBRT_4", to_f64(mp.cbrt(4)))


def turned(name, near):
    """The first number of 20 bits behind the point, above that one, whose arc tangent needs no second part."""
    c, angle = near, mp.atan(near)
    while abs(angle / to_f64(angle) - 1) > mp.mpf(2) ** -64:
        c += mp.mpf(2) ** -20
        angle = mp.atan(c)
    constant(f"NEAR_{name}", c)
    constant(f"ATAN_NEAR_{name}", angle)


def singles():
    hi, lo = split(mp.log(2), 15, to_f32)
    constant("LN2_HI", hi, "f32")
    constant("LN2_LO", lo, "f32")
    for name, value, bits in (
        ("LOG2_E", 1 / mp.log(2), 12),
        ("LOG10_E", 1 / mp.log(10), 12),
        ("LOG10_2", mp.log10(2), 15),
    ):
        hi, lo = split(value, bits, to_f32)
        constant(f"{name}_HI", hi, "f32")
        constant(f"{name}_LO", lo, "f32")
    print("/// pi in parts of 24 bits, for fused operations; none is negative, which keeps the sign of zero.")
    rest = mp.pi
    for i in range(3):
        unit = mp.mag(rest) - 24
        part = mp.ldexp(mp.floor(mp.ldexp(rest, -unit)), unit)
        constant(f"PI_{i + 1}", part, "f32")
        rest -= part


def tables():
    hi, lo = split(mp.pi / 2, 26)
    constant("PIO2_HI", hi)
    constant("PIO2_LO", lo)
    two_over_pi_words()
    two_over_pi_pairs()


def write(path, *makers):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        print("//! Constants. The output of `coefficients.py`: to change one, change the program and run it.\n")
        for make in makers:
            make()
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), path), "w") as file:
        file.write(text.getvalue())


if __name__ == "__main__":
    write("f64/constants.rs", scalars, lambda: polynomials(False))
    write("f32/constants.rs", singles, lambda: polynomials(True))
    write("tables.rs", tables)
