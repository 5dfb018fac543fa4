//! Charts as inline SVG: no script, colours by class, words beside them.

use std::fmt::Write as _;

use dondoc_messages::{Lang, percent, text};

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
const LEFT: f64 = 60.0;
const RIGHT: f64 = 668.0;
/// Labels at the ends of lines keep this distance.
const BETWEEN_LABELS: f64 = 17.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 286.0;
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
        let mut out = begin("", 760.0, 332.0, "img", title, words);
        self.axes(&mut out);
        for step in (0..=(self.top() as i64)).step_by(2_000) {
            let y = self.y(step as f64);
            let (left, label, below) = (LEFT - 6.0, step / 100, y + 4.0);
            let _ = write!(
                out,
                "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/><text class=\"axis\" \
                 x=\"{left:.0}\" y=\"{below:.1}\" text-anchor=\"end\">{label} %</text>"
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
        self.labels(&mut out);
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
        let _ = write!(
            out,
            "<path class=\"fan\" d=\"M{x0:.1} {y0:.1}L{x1:.1} {q90:.1}V{q10:.1}z\"/>\
             <path class=\"fan inner\" d=\"M{x0:.1} {y0:.1}L{x1:.1} {q75:.1}V{q25:.1}z\"/>\
             <path class=\"median\" d=\"M{x0:.1} {y0:.1}L{x1:.1} {q50:.1}\"/>"
        );
    }

    /// What the axes count, in words.
    fn axes(&self, out: &mut String) {
        let word = |key: &str| esc(&text(self.lang, key, &[]));
        let (rate, month) = (word("investment-axis-rate"), word("investment-axis-month"));
        let below = BOTTOM + 34.0;
        let middle = f64::midpoint(LEFT, RIGHT);
        let _ = write!(
            out,
            "<text class=\"axis\" x=\"4\" y=\"14\">{rate}</text>\
             <text class=\"axis\" x=\"{middle:.0}\" y=\"{below:.0}\" text-anchor=\"middle\">{month}</text>"
        );
    }

    /// Which line is which year, at its end, so that no colour is needed; the
    /// forecast with its rate.
    fn labels(&self, out: &mut String) {
        let last = |rates: &[Option<i64>]| rates.iter().rev().find_map(|it| *it);
        let mut all: Vec<(f64, String, &str)> = Vec::new();
        for (year, rates) in &self.earlier {
            all.extend(last(rates).map(|rate| (self.y(rate as f64), year.to_string(), "axis")));
        }
        if let Some(fan) = &self.fan {
            let median = fan.quantiles.get(2).copied().unwrap_or_default();
            let words = format!("{} %", (median + 50) / 100);
            all.push((self.y(median as f64), words, "axis own"));
        } else if let Some(rate) = last(&self.now) {
            all.push((self.y(rate as f64), self.year.to_string(), "axis own"));
        }
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = TOP;
        for (y, words, class) in all {
            let at = y.max(free);
            free = at + BETWEEN_LABELS;
            let (x, below) = (RIGHT + 5.0, at + 4.0);
            let _ = write!(
                out,
                "<text class=\"{class}\" x=\"{x:.0}\" y=\"{below:.1}\">{words}</text>"
            );
        }
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
    /// Where it begins, thousandths: where the one before ended.
    pub(crate) from: u32,
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
    /// What is said behind the bar: how far beyond comparable projects.
    pub(crate) note: String,
}

/// Draws stages against the reference class.
pub(crate) fn gantt(title: &str, words: &str, years: &[(i64, i16)], all: &[Stretch]) -> Svg {
    let spans = all
        .iter()
        .flat_map(|it| [it.planned, it.actual, it.usual])
        .flatten();
    let last = spans.map(|(_, to)| to).max().unwrap_or(1).max(1) as f64;
    let (left, right, row) = (184.0, 660.0, 30.0);
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
            "<text class=\"axis name\" x=\"10\" y=\"{below:.0}\">{name}</text>"
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
        if let (Some((_, to)), false) = (it.actual, it.note.is_empty()) {
            let (at, below, note) = (x(to) + 5.0, y + 19.0, esc(&it.note));
            let _ = write!(
                out,
                "<text class=\"axis\" x=\"{at:.1}\" y=\"{below:.1}\">{note}</text>"
            );
        }
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

/// Where a rate stands on the map, and the shape and colour that say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Low,
    Middle,
    High,
}

impl Standing {
    pub(crate) const ALL: [Self; 3] = [Self::Low, Self::Middle, Self::High];

    fn of(rate: i64) -> Self {
        match rate {
            ..3_000 => Self::Low,
            3_000..7_000 => Self::Middle,
            _ => Self::High,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Middle => "middle",
            Self::High => "high",
        }
    }

    /// A triangle, a square or a circle of the same area.
    fn shape(self, x: f64, y: f64, radius: f64, title: &str) -> String {
        let class = self.word();
        match self {
            Self::Low => {
                let (up, side) = (radius * 1.5, radius * 1.35);
                let foot = y + up / 2.0;
                let top = y - up;
                format!(
                    "<path class=\"{class}\" d=\"M{x:.1} {top:.1}l{side:.1} {:.1}H{:.1}z\">{title}</path>",
                    foot - top,
                    x - side
                )
            }
            Self::Middle => {
                let half = radius * 0.89;
                format!(
                    "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{2:.1}\" height=\"{2:.1}\">{title}</rect>",
                    x - half,
                    y - half,
                    2.0 * half
                )
            }
            Self::High => format!(
                "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\">{title}</circle>"
            ),
        }
    }

    /// The shape alone, for a legend.
    pub(crate) fn sample(self) -> Svg {
        let shape = self.shape(10.0, 10.0, 7.0, "");
        Svg(format!(
            "<svg class=\"chart map sample\" viewBox=\"0 0 20 20\" aria-hidden=\"true\" focusable=\"false\">{shape}</svg>"
        ))
    }
}

/// Draws where projects are: size by plan, shape and colour by rate.
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
        let (href, name) = (esc(&dot.href), esc(&dot.name));
        let title = format!("<title>{name}</title>");
        let shape = Standing::of(dot.rate).shape(x, y, radius, &title);
        let _ = write!(out, "<a href=\"{href}\" aria-label=\"{name}\">{shape}</a>");
    }
    // North is up.
    out.push_str("<path class=\"north\" d=\"M744 34V14M740 20l4-6 4 6\"/>");
    out.push_str("</svg>");
    Svg(out)
}

/// A point of a frontier: number of moves, gain, the most any answer can gain, and
/// the gain in words.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) moves: usize,
    pub(crate) gain: f64,
    pub(crate) most: f64,
    pub(crate) words: String,
}

/// Draws the frontier: gain against number of moves, and the bound above it;
/// `axes` say what is counted up and across.
pub(crate) fn frontier(title: &str, words: &str, axes: [&str; 2], points: &[Point]) -> Svg {
    let most = points.iter().map(|it| it.most).fold(1.0, f64::max);
    let last = points.iter().map(|it| it.moves).max().unwrap_or(1).max(1) as f64;
    let x = |moves: usize| 44.0 + 670.0 * moves as f64 / last;
    let y = |gain: f64| 210.0 - 170.0 * gain / most;
    let line = |of: fn(&Point) -> f64| {
        let mut path = "M44 210".to_owned();
        for point in points {
            let _ = write!(path, "L{:.1} {:.1}", x(point.moves), y(of(point)));
        }
        path
    };
    let mut out = begin("", 760.0, 256.0, "img", title, words);
    let (bound, gain) = (line(|it| it.most), line(|it| it.gain));
    let [up, across] = axes.map(esc);
    let _ = write!(
        out,
        "<path class=\"grid\" d=\"M44 210H740M44 40H740\"/><path class=\"past\" d=\"{bound}\"/>\
         <path class=\"now\" d=\"{gain}\"/>\
         <text class=\"axis\" x=\"4\" y=\"14\">{up}</text>\
         <text class=\"axis\" x=\"379\" y=\"250\" text-anchor=\"middle\">{across}</text>"
    );
    let mut said = "";
    for (nth, point) in points.iter().enumerate() {
        let (x, y, moves) = (x(point.moves), y(point.gain), point.moves);
        let _ = write!(
            out,
            "<circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\
             <text class=\"axis\" x=\"{x:.1}\" y=\"228\" text-anchor=\"middle\">{moves}</text>"
        );
        // A gain that stays is said once, and of many every other one.
        let is_shown = points.len() <= 6 || (points.len() - nth) % 2 == 1;
        if is_shown && point.words != said {
            let (above, words) = (y - 8.0, esc(&point.words));
            let _ = write!(
                out,
                "<text class=\"axis\" x=\"{x:.1}\" y=\"{above:.1}\" text-anchor=\"middle\">{words}</text>"
            );
        }
        said = &point.words;
    }
    out.push_str("</svg>");
    Svg(out)
}
