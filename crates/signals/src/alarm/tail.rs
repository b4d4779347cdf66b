//! The upper tail of the negative binomial distribution, by the regularised incomplete beta function.

/// The chance of `count` or more, where `mean` are expected and the variance is `mean + mean² / dispersion`.
///
/// The smaller the dispersion (k) the further counts spread; Poisson's is infinite. Abramowitz and Stegun, 26.5.26.
pub fn negative_binomial_tail(count: u32, mean: f64, dispersion: f64) -> f64 {
    if count == 0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    incomplete_beta(f64::from(count), dispersion, mean / (mean + dispersion))
}

/// I_x(a, b), by the continued fraction of the NIST handbook (8.17.22), in Lentz's manner.
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    const STEPS_MAX: u32 = 500;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..=STEPS_MAX {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = result;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            result *= c * d;
        }
        if (result - before).abs() <= 1e-12 * result.abs() {
            break;
        }
    }
    result
}

/// Lanczos' approximation with g = 7, good to 15 digits for positive numbers.
fn ln_gamma(x: f64) -> f64 {
    const FIRST: f64 = 0.999_999_999_999_809_9;
    const REST: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        // The reflection formula.
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let sum: f64 =
        FIRST + REST.iter().zip(1_u32..).map(|(factor, place)| factor / (x + f64::from(place))).sum::<f64>();
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One minus the sum of the chances of all smaller counts.
    fn slow_tail(count: u32, mean: f64, k: f64) -> f64 {
        let q = mean / (mean + k);
        let mut chance = (1.0 - q).powf(k);
        let mut below = 0.0;
        for smaller in 0..count {
            below += chance;
            chance *= (k + f64::from(smaller)) / (f64::from(smaller) + 1.0) * q;
        }
        1.0 - below
    }

    #[test]
    fn agrees_with_the_sum_of_chances() {
        for mean in [0.01, 0.4, 3.0, 40.0, 700.0] {
            for k in [0.5, 2.0, 4.0, 60.0] {
                for count in [1, 2, 5, 17, 60, 900] {
                    let (fast, slow) = (negative_binomial_tail(count, mean, k), slow_tail(count, mean, k));
                    assert!((fast - slow).abs() < 1e-9, "{count} {mean} {k}: {fast} {slow}");
                }
            }
        }
    }

    #[test]
    fn far_out_it_is_small_and_not_zero() {
        let chance = negative_binomial_tail(200, 0.1, 4.0);
        assert!(chance > 0.0 && chance < 1e-100, "{chance}");
        assert_eq!(negative_binomial_tail(0, 3.0, 4.0), 1.0);
        assert_eq!(negative_binomial_tail(3, 0.0, 4.0), 0.0);
    }
}
