//! Charts as inline SVG: no script, colours by class, words beside them.

use std::fmt::Write as _;

use dondoc_messages::{Lang, percent};

/// SVG whose texts are escaped.
#[derive(Debug, Clone, Default)]
pub(crate) struct Svg(pub(crate) String);

/// Escapes a text for SVG.
pub(crate) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

fn begin(class: &str, width: f64, height: f64, role: &str, title: &str, words: &str) -> String {
    format!(
        "<svg class=\"chart {class}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"{role}\" \
         aria-label=\"{0}\"><title>{0}</title><desc>{1}</desc>",
        esc(title),
        esc(words)
    )
}

/// The forecast of a curve.
#[derive(Debug, Clone)]
pub(crate) struct Fan {
    pub(crate) month: u32,
    pub(crate) now: i64,
    /// 10, 25, 50, 75, 90 %.
    pub(crate) quantiles: [i64; 5],
}

/// Rates of a year month by month, hundredths of a percent.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    pub(crate) lang: Lang,
    pub(crate) year: i16,
    pub(crate) now: Vec<Option<i64>>,
    /// Newest first.
    pub(crate) earlier: Vec<(i16, Vec<Option<i64>>)>,
    pub(crate) fan: Option<Fan>,
    /// What was promised: month, rate.
    pub(crate) promises: Vec<(u32, i64)>,
}

/// Place of the plot in the picture.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 716.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 270.0;
const MONTHS: f64 = 13.0;

impl Curve {
    /// The highest rate shown: 100 %, or what passes it.
    fn top(&self) -> f64 {
        let all = self.earlier.iter().flat_map(|(_, rates)| rates);
        let most = all.chain(&self.now).flatten().copied().max();
        let most = most.unwrap_or(0).max(10_000);
        (most as f64 / 2_000.0).ceil() * 2_000.0
    }

    fn x(month: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * month / MONTHS
    }

    fn y(&self, rate: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * rate / self.top()
    }

    fn path(&self, rates: &[Option<i64>]) -> String {
        let mut path = format!("M{:.1} {:.1}", Self::x(0.0), self.y(0.0));
        for (month, rate) in rates.iter().enumerate() {
            if let Some(rate) = rate {
                let (x, y) = (Self::x(month as f64 + 1.0), self.y(*rate as f64));
                let _ = write!(path, "L{x:.1} {y:.1}");
            }
        }
        path
    }

    /// Draws it.
    pub(crate) fn svg(&self, title: &str, words: &str) -> Svg {
        let mut out = begin("", 760.0, 300.0, "img", title, words);
        for step in (0..=(self.top() as i64)).step_by(2_000) {
            let y = self.y(step as f64);
            let (left, label, below) = (LEFT - 6.0, step / 100, y + 4.0);
            let _ = write!(
                out,
                "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/><text class=\"axis\" \
                 x=\"{left:.0}\" y=\"{below:.1}\" text-anchor=\"end\">{label}</text>"
            );
        }
        for month in 1..=13 {
            let label = if month == 13 { 1 } else { month };
            let (x, y) = (Self::x(f64::from(month)), BOTTOM + 16.0);
            let _ = write!(
                out,
                "<text class=\"axis\" x=\"{x:.1}\" y=\"{y:.0}\" text-anchor=\"middle\">{label}</text>"
            );
        }
        let x = Self::x(MONTHS);
        let _ = write!(
            out,
            "<path class=\"deadline\" d=\"M{x:.1} {TOP}V{BOTTOM}\"/>"
        );
        for (nth, (year, rates)) in self.earlier.iter().enumerate() {
            let path = self.path(rates);
            let _ = write!(
                out,
                "<path class=\"past past-{nth}\" d=\"{path}\"><title>{year}</title></path>"
            );
        }
        if let Some(fan) = &self.fan {
            self.fan(&mut out, fan);
        }
        let (path, year) = (self.path(&self.now), self.year);
        let _ = write!(
            out,
            "<path class=\"now\" d=\"{path}\"><title>{year}</title></path>"
        );
        for (month, rate) in &self.promises {
            let (x, y) = (Self::x(f64::from(*month)), self.y(*rate as f64) - 5.0);
            let words = percent(self.lang, *rate);
            let _ = write!(
                out,
                "<path class=\"promise\" d=\"M{x:.1} {y:.1}l5 5-5 5-5-5z\"><title>{words}</title></path>"
            );
        }
        out.push_str("</svg>");
        Svg(out)
    }

    fn fan(&self, out: &mut String, fan: &Fan) {
        let (x0, y0) = (Self::x(f64::from(fan.month)), self.y(fan.now as f64));
        let x1 = Self::x(MONTHS);
        let [q10, q25, q50, q75, q90] = fan.quantiles.map(|rate| self.y(rate as f64));
        let label = fan.quantiles.get(2).map_or(0, |rate| (rate + 50) / 100);
        let (right, below) = (x1 + 4.0, q50 + 4.0);
        let _ = write!(
            out,
            "<path class=\"fan\" d=\"M{x0:.1} {y0:.1}L{x1:.1} {q90:.1}V{q10:.1}z\"/>\
             <path class=\"fan inner\" d=\"M{x0:.1} {y0:.1}L{x1:.1} {q75:.1}V{q25:.1}z\"/>\
             <path class=\"median\" d=\"M{x0:.1} {y0:.1}L{x1:.1} {q50:.1}\"/>\
             <text class=\"axis\" x=\"{right:.1}\" y=\"{below:.1}\">{label}</text>"
        );
    }

    /// The months as rows: month, this year, each earlier year.
    pub(crate) fn rows(&self) -> Vec<(String, Vec<String>)> {
        let cell = |rates: &[Option<i64>], month: usize| {
            let rate = rates.get(month).copied().flatten();
            rate.map_or_else(|| "–".to_owned(), |rate| percent(self.lang, rate))
        };
        let name = |month: usize| match month {
            12 => format!("1/{}", self.year + 1),
            _ => format!("{}/{}", month + 1, self.year),
        };
        (0..13)
            .map(|month| {
                let mut cells = vec![cell(&self.now, month)];
                let earlier = self.earlier.iter();
                cells.extend(earlier.map(|(_, rates)| cell(rates, month)));
                (name(month), cells)
            })
            .collect()
    }
}

/// A bar with its words.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) part: String,
    pub(crate) note: String,
    /// Thousandths.
    pub(crate) width: u32,
}

/// A stage of a Gantt chart; days from the first day shown.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    pub(crate) name: String,
    pub(crate) planned: Option<(i64, i64)>,
    pub(crate) actual: Option<(i64, i64)>,
    pub(crate) open: bool,
    /// From the begin to where three quarters of comparable stages had ended.
    pub(crate) usual: Option<(i64, i64)>,
    pub(crate) late: bool,
}

/// Draws stages against the reference class.
pub(crate) fn gantt(title: &str, words: &str, years: &[(i64, i16)], all: &[Stretch]) -> Svg {
    let spans = all
        .iter()
        .flat_map(|it| [it.planned, it.actual, it.usual])
        .flatten();
    let last = spans.map(|(_, to)| to).max().unwrap_or(1).max(1) as f64;
    let (left, right, row) = (190.0, 750.0, 30.0);
    let x = |day: i64| left + (right - left) * (day as f64 / last).clamp(0.0, 1.0);
    let height = row * all.len() as f64 + 24.0;
    let mut out = begin("gantt", 760.0, height, "img", title, words);
    for (day, year) in years {
        let (at, foot, below) = (x(*day), height - 16.0, height - 4.0);
        let label = at + 3.0;
        let _ = write!(
            out,
            "<path class=\"grid\" d=\"M{at:.1} 0V{foot:.0}\"/>\
             <text class=\"axis\" x=\"{label:.1}\" y=\"{below:.0}\">{year}</text>"
        );
    }
    for (nth, it) in all.iter().enumerate() {
        let y = row * nth as f64 + 4.0;
        let (below, name) = (y + 15.0, esc(&it.name));
        let _ = write!(
            out,
            "<text class=\"axis name\" x=\"0\" y=\"{below:.0}\">{name}</text>"
        );
        let mut bar = |class: &str, span: Option<(i64, i64)>, dy: f64, height: f64| {
            if let Some((from, to)) = span {
                let (from, to, top) = (x(from), x(to), y + dy);
                let width = (to - from).max(2.0);
                let _ = write!(
                    out,
                    "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height}\"/>"
                );
            }
        };
        bar("usual", it.usual, 0.0, 22.0);
        bar("planned", it.planned, 1.0, 6.0);
        let class = match (it.late, it.open) {
            (true, _) => "actual late",
            (false, true) => "actual open",
            (false, false) => "actual",
        };
        bar(class, it.actual, 9.0, 11.0);
    }
    out.push_str("</svg>");
    Svg(out)
}

/// A project on the map.
#[derive(Debug, Clone)]
pub(crate) struct Dot {
    pub(crate) place: (i32, i32),
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) plan: i64,
    pub(crate) rate: i64,
}

/// Draws where projects are: size by plan, colour by rate.
pub(crate) fn map(title: &str, words: &str, dots: &[Dot]) -> Svg {
    let span = |of: fn(&Dot) -> i32| {
        let least = dots.iter().map(of).min().unwrap_or(0);
        let most = dots.iter().map(of).max().unwrap_or(1);
        (f64::from(least), f64::from(most.max(least + 1)))
    };
    let (south, north) = span(|dot| dot.place.0);
    let (west, east) = span(|dot| dot.place.1);
    let mut out = begin("map", 760.0, 520.0, "group", title, words);
    let most = dots.iter().map(|dot| dot.plan).max().unwrap_or(1).max(1) as f64;
    for dot in dots {
        let x = 20.0 + 720.0 * (f64::from(dot.place.1) - west) / (east - west);
        let y = 500.0 - 480.0 * (f64::from(dot.place.0) - south) / (north - south);
        let radius = 3.0 + 15.0 * (dot.plan as f64 / most).sqrt();
        let class = match dot.rate {
            ..3_000 => "low",
            3_000..7_000 => "middle",
            _ => "high",
        };
        let (href, name) = (esc(&dot.href), esc(&dot.name));
        let _ = write!(
            out,
            "<a href=\"{href}\" aria-label=\"{name}\"><circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{name}</title></circle></a>"
        );
    }
    out.push_str("</svg>");
    Svg(out)
}

/// Draws the frontier: gain against number of moves, and the bound above it.
pub(crate) fn frontier(title: &str, words: &str, points: &[(usize, f64, f64)]) -> Svg {
    let most = points.iter().map(|it| it.2).fold(1.0, f64::max);
    let last = points.iter().map(|it| it.0).max().unwrap_or(1).max(1) as f64;
    let x = |moves: usize| 44.0 + 690.0 * moves as f64 / last;
    let y = |gain: f64| 190.0 - 170.0 * gain / most;
    let line = |of: fn(&(usize, f64, f64)) -> f64| {
        let mut path = "M44 190".to_owned();
        for point in points {
            let _ = write!(path, "L{:.1} {:.1}", x(point.0), y(of(point)));
        }
        path
    };
    let mut out = begin("", 760.0, 220.0, "img", title, words);
    let (bound, gain) = (line(|it| it.2), line(|it| it.1));
    let _ = write!(
        out,
        "<path class=\"grid\" d=\"M44 190H740M44 20H740\"/><path class=\"past\" d=\"{bound}\"/>\
         <path class=\"now\" d=\"{gain}\"/>"
    );
    for (moves, gain, _) in points {
        let (x, y) = (x(*moves), y(*gain));
        let _ = write!(
            out,
            "<circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\
             <text class=\"axis\" x=\"{x:.1}\" y=\"208\" text-anchor=\"middle\">{moves}</text>"
        );
    }
    out.push_str("</svg>");
    Svg(out)
}
