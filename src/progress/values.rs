//! What a cell says, however it is written; or what is wrong with it.

use super::finding::Kind;
use calamine::{Data, DataType};

/// The days that a bare number may stand for in the counting of Excel: those of the years 2000 to 2100. Years and days written as 20261120 are
/// outside of it.
const SERIALS: std::ops::RangeInclusive<f64> = 36_526.0..=73_415.0;

/// The words of a cell, without white space around them.
pub(super) fn words(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string().trim().to_owned(),
    }
}

/// Full-width digits and marks as half-width ones, white space left out.
fn plain(words: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '％' | '．' | '－' | '／' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '—' | '–' => '-',
        other => other,
    };
    words.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

/// A percentage, 0 to 100, to hundredths: `0.8`, `80%`, `80`; `is_percent` says that the cell is shown as one. A bare 1 may be either 1 % or 100 %.
pub(super) fn percent(cell: &Data, is_percent: bool) -> Result<f64, Kind> {
    let within = |value: f64| {
        let rounded = (value * 100.0).round() / 100.0;
        if (0.0..=100.0).contains(&rounded) { Ok(rounded) } else { Err(Kind::BadPercent) }
    };
    if let (Data::Float(_) | Data::Int(_), true) = (cell, is_percent) {
        return within(cell.as_f64().ok_or(Kind::BadPercent)? * 100.0);
    }
    if matches!(cell, Data::DateTime(_) | Data::Bool(_) | Data::Error(_)) {
        return Err(Kind::BadPercent);
    }
    let words = plain(&words(cell));
    let number = |words: &str| {
        let digits = !words.is_empty() && words.bytes().all(|c| c.is_ascii_digit() || c == b'.' || c == b'-');
        words.parse::<f64>().ok().filter(|_| digits).ok_or(Kind::BadPercent)
    };
    match words.strip_suffix('%') {
        Some(share) => within(number(share)?),
        None => match number(&words)? {
            1.0 => Err(Kind::AmbiguousPercent),
            share if share > 0.0 && share < 1.0 => within(share * 100.0),
            share => within(share),
        },
    }
}

/// A day, as `2026-11-20`: a date of Excel or its number, `2026-11-20`, `2026年11月20日`, `2026.11.20`, `2026/11/20`, `20261120`.
pub(super) fn day(cell: &Data) -> Result<String, Kind> {
    match cell {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            written(u32::from(year), u32::from(month), u32::from(day))
        }
        Data::Float(number) if SERIALS.contains(number) && number.fract() == 0.0 => {
            let (year, month, day, ..) =
                calamine::ExcelDateTime::new(*number, calamine::ExcelDateTimeType::DateTime, false).to_ymd_hms_milli();
            written(u32::from(year), u32::from(month), u32::from(day))
        }
        Data::Int(number) => day(&Data::Float(*number as f64)),
        Data::Bool(_) | Data::Error(_) | Data::DurationIso(_) | Data::DateTime(_) => Err(Kind::BadDate),
        other => of_words(&other.to_string()),
    }
}

fn of_words(words: &str) -> Result<String, Kind> {
    // A time of midnight is what programs add to a day.
    let words = words.trim();
    let date = words.strip_suffix("00:00:00").map_or(words, |date| date.trim_end_matches(['T', ' ']));
    let words = plain(date);
    if let (8, Ok(number)) = (words.len(), words.parse::<u32>()) {
        return written(number / 10_000, number / 100 % 100, number % 100);
    }
    let words = words.strip_suffix(['日', '号']).unwrap_or(&words);
    let parts: Vec<&str> = words.split(['年', '月', '-', '/', '.']).collect();
    let [year, month, day] = parts.as_slice() else { return Err(Kind::BadDate) };
    let number = |part: &str, most: usize| {
        let is_number = !part.is_empty() && part.len() <= most && part.bytes().all(|c| c.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number).ok_or(Kind::BadDate)
    };
    if year.len() != 4 {
        return Err(Kind::BadDate);
    }
    written(number(year, 4)?, number(month, 2)?, number(day, 2)?)
}

/// A day of the calendar between 1900 and 2200.
fn written(year: u32, month: u32, day: u32) -> Result<String, Kind> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    let known = (1900..=2200).contains(&year) && (1..=days).contains(&day);
    if known { Ok(format!("{year:04}-{month:02}-{day:02}")) } else { Err(Kind::BadDate) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(words: &str) -> Data {
        Data::String(words.to_owned())
    }

    #[test]
    fn percentages_are_read_and_what_may_be_two_things_is_none() {
        for (cell, expected) in [("80%", 80.0), ("80", 80.0), ("0.8", 80.0), (" ８０％ ", 80.0), ("100", 100.0), ("0", 0.0), ("0.5%", 0.5)]
        {
            assert_eq!(percent(&string(cell), false), Ok(expected), "{cell}");
        }
        assert_eq!(percent(&Data::Float(0.07), false), Ok(7.0));
        assert_eq!(
            (percent(&Data::Float(1.0), false), percent(&string("1.0"), false)),
            (Err(Kind::AmbiguousPercent), Err(Kind::AmbiguousPercent))
        );
        assert_eq!((percent(&Data::Float(1.0), true), percent(&Data::Float(0.01), true)), (Ok(100.0), Ok(1.0)));
        for bad in ["120%", "-5", "约80%", "八成", "80%左右", "inf", "NaN", "1e2", "-0.3", "101"] {
            assert_eq!(percent(&string(bad), false), Err(Kind::BadPercent), "{bad}");
        }
        assert_eq!((percent(&Data::Float(80.0), true), percent(&Data::Bool(true), false)), (Err(Kind::BadPercent), Err(Kind::BadPercent)));
    }

    #[test]
    fn days_are_read_however_they_are_written() {
        for words in
            ["2026-11-20", "2026年11月20日", "2026.11.20", "2026/11/20", "２０２６年１１月２０日", "20261120", "2026-11-20 00:00:00"]
        {
            assert_eq!(day(&string(words)).as_deref(), Ok("2026-11-20"), "{words}");
        }
        assert_eq!((day(&Data::Float(46_346.0)).as_deref(), day(&Data::Int(46_346)).as_deref()), (Ok("2026-11-20"), Ok("2026-11-20")));
        assert_eq!(day(&string("2024年2月29日")).as_deref(), Ok("2024-02-29"));
        for bad in [
            "2026-02-30",
            "2025年2月29日",
            "2026年11月",
            "11月20日",
            "26.11.20",
            "年底",
            "2026",
            "2026-11-20-1",
            "2026-13-01",
            "11/20/2026",
        ] {
            assert_eq!(day(&string(bad)), Err(Kind::BadDate), "{bad}");
        }
        assert_eq!(
            (day(&Data::Float(2026.0)), day(&Data::Float(46_346.5)), day(&Data::Bool(true))),
            (Err(Kind::BadDate), Err(Kind::BadDate), Err(Kind::BadDate))
        );
    }
}
