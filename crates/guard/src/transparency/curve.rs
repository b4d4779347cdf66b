//! The daily numbers as a drawing, so that a day of 2,959 beside days of 250 is seen before anything is read. One
//! scale, from nought, and no logarithm: what is ten times as much is ten times as high.

use super::Day;

const WIDTH: u64 = 720;
const HEIGHT: u64 = 220;
/// Above the highest column, for its number.
const TOP: u64 = 24;
/// Days that are drawn at most, the last ones.
const DAYS_MAX: usize = 120;

/// A column for each day, in the order of time; days that stand out carry their number. `label` says it in words.
pub(super) fn svg(days: &[Day], label: &str) -> String {
    let days = &days[days.len().saturating_sub(DAYS_MAX)..];
    let highest = days.iter().map(|day| day.restrictions.max(day.restorations)).max().unwrap_or(0).max(1);
    let wide = WIDTH / (days.len() as u64).max(1);
    let wide = wide.clamp(3, 40);
    let high = |count: u64| count * (HEIGHT - TOP) / highest;
    let mut svg = format!(
        "<svg class=\"curve\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{label}\" dir=\"ltr\">",
        HEIGHT + 2
    );
    for (day, x) in days.iter().zip((0..).step_by(usize::try_from(wide).unwrap_or(3))) {
        let column = high(day.restrictions);
        let class = if day.stands_out { "loud" } else { "usual" };
        svg.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{column}\"/>",
            HEIGHT - column,
            wide - 1
        ));
        let back = high(day.restorations);
        if back > 0 {
            svg.push_str(&format!(
                "<rect class=\"back\" x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{back}\"/>",
                HEIGHT - back,
                (wide / 3).max(1)
            ));
        }
        if day.stands_out {
            let (end, y) = (x + wide - 1, HEIGHT - column - 6);
            svg.push_str(&format!(
                "<text x=\"{end}\" y=\"{y}\" text-anchor=\"end\">{}</text>",
                day.restrictions
            ));
        }
    }
    svg.push_str(&format!("<path d=\"M0 {HEIGHT}H{WIDTH}\"/></svg>"));
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(restrictions: u64, stands_out: bool) -> Day {
        Day { day: "2019-11-22".to_owned(), restrictions, none: 0, restorations: 0, usual: 250, stands_out }
    }

    /// The heights of the columns, as they are drawn.
    fn heights(svg: &str) -> Vec<u64> {
        let of = |rect: &str| rect.split("height=\"").nth(1)?.split('"').next()?.parse().ok();
        svg.split("<rect").skip(1).filter_map(of).collect()
    }

    #[test]
    fn a_day_of_2959_is_twelve_times_as_high_as_one_of_250() {
        let days: Vec<_> =
            (0..28).map(|_| day(250, false)).chain([day(2_096, true), day(2_959, true)]).collect();
        let drawn = svg(&days, "days");
        let heights = heights(&drawn);
        assert_eq!((heights.len(), heights[29]), (30, HEIGHT - TOP));
        assert!(heights[29] / heights[0] >= 11, "{heights:?}");
        assert!(drawn.contains(">2959</text>") && drawn.contains(">2096</text>") && !drawn.contains(">250<"));
    }

    #[test]
    fn nothing_is_a_line_on_the_ground() {
        assert_eq!(heights(&svg(&[], "days")), [0_u64; 0]);
    }
}
