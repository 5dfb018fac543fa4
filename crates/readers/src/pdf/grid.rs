//! Ruled tables: from the lines that a page draws to the cells of a grid.
//!
//! A cell of several lines is drawn line by line, and its lines stand beside
//! those of the next cell: read by baselines, the columns get mixed. The rules
//! around the cells say what belongs together. A table without rules is left in
//! the order in which it is drawn.

use hayro_interpret::PathDrawMode;
use kurbo::{Affine, BezPath, PathEl, Point, Vec2};

/// Thickest bar that is a rule, in points.
const THIN: f64 = 3.0;
/// Shortest rule.
const SHORT: f64 = 5.0;
/// How far off each other rules of one line of the grid may stand.
const NEAR: f64 = 3.0;
/// Most rules of a page that are looked at.
const MOST_RULES: usize = 6_000;
/// Most corners of a path that may be a rule or a box.
const MOST_CORNERS: usize = 40;
/// Fewer columns make no table: letterheads and frames are ruled too.
const MIN_COLUMNS: usize = 3;
/// Most cells of a table.
const MOST_CELLS: usize = 20_000;

/// The straight strokes of a page, and the bars that are as thin as one.
#[derive(Debug, Default)]
pub(super) struct Rules(Vec<(Point, Point)>);

impl Rules {
    /// Takes the rules of a path that is being drawn.
    pub(super) fn add(&mut self, path: &BezPath, place: Affine, mode: &PathDrawMode) {
        let stroked = matches!(mode, PathDrawMode::Stroke(_));
        let mut corners: Vec<Point> = Vec::new();
        for element in path.elements() {
            if self.0.len() >= MOST_RULES {
                return;
            }
            match *element {
                PathEl::MoveTo(to) => {
                    self.take(&corners, stroked);
                    corners.clear();
                    corners.push(place * to);
                }
                PathEl::LineTo(to) if corners.len() <= MOST_CORNERS => corners.push(place * to),
                PathEl::ClosePath => {
                    if let Some(first) = corners.first().copied() {
                        corners.push(first);
                    }
                }
                // What is curved, or has too many corners, is a drawing.
                _ => corners.clear(),
            }
        }
        self.take(&corners, stroked);
    }

    fn take(&mut self, corners: &[Point], stroked: bool) {
        let Some(first) = corners.first().copied() else {
            return;
        };
        if corners.len() < 2 || !corners.iter().all(|c| c.is_finite()) {
            return;
        }
        let fold = |pick: fn(f64, f64) -> f64, of: fn(&Point) -> f64| {
            corners.iter().map(of).fold(of(&first), pick)
        };
        let (x0, x1) = (fold(f64::min, |p| p.x), fold(f64::max, |p| p.x));
        let (y0, y1) = (fold(f64::min, |p| p.y), fold(f64::max, |p| p.y));
        let (width, height) = (x1 - x0, y1 - y0);
        if height <= THIN && width >= SHORT {
            let y = f64::midpoint(y0, y1);
            self.0.push((Point::new(x0, y), Point::new(x1, y)));
        } else if width <= THIN && height >= SHORT {
            let x = f64::midpoint(x0, x1);
            self.0.push((Point::new(x, y0), Point::new(x, y1)));
        } else if stroked {
            for side in corners.windows(2) {
                let (a, b) = (side[0], side[1]);
                let straight = (a.x - b.x).abs() <= 0.5 || (a.y - b.y).abs() <= 0.5;
                if straight && (a - b).hypot() >= SHORT {
                    self.0.push((a, b));
                }
            }
        }
    }

    /// Makes grids of the rules, seen in the direction in which the page is written.
    pub(super) fn grids(&self, along: Vec2) -> Vec<Grid> {
        let (mut across, mut down) = (Vec::new(), Vec::new());
        for (a, b) in &self.0 {
            let ((ua, va), (ub, vb)) = (turned(*a, along), turned(*b, along));
            if (va - vb).abs() <= NEAR {
                across.push(Rule::new(f64::midpoint(va, vb), ua, ub));
            } else if (ua - ub).abs() <= NEAR {
                down.push(Rule::new(f64::midpoint(ua, ub), va, vb));
            }
        }
        let (across, down) = (joined(across), joined(down));
        let mut grids = Vec::new();
        for (across, down) in together(&across, &down) {
            let lines = |rules: &[Rule]| {
                let mut at: Vec<f64> = rules.iter().map(|r| r.at).collect();
                at.sort_by(f64::total_cmp);
                at.dedup_by(|b, a| *b - *a <= NEAR);
                at
            };
            let (columns, rows) = (lines(&down), lines(&across));
            let sized = columns.len() > MIN_COLUMNS
                && rows.len() > 2
                && columns.len() * rows.len() <= MOST_CELLS;
            if sized {
                grids.push(Grid::new(columns, rows, &across, &down));
            }
        }
        grids
    }
}

/// Returns how far along and how far down the page a point is.
pub(super) fn turned(point: Point, along: Vec2) -> (f64, f64) {
    let point = point.to_vec2();
    (point.dot(along), point.cross(along))
}

/// A rule: where it stands, and from where to where it runs.
#[derive(Debug, Clone, Copy)]
struct Rule {
    at: f64,
    from: f64,
    to: f64,
}

impl Rule {
    fn new(at: f64, a: f64, b: f64) -> Self {
        Self {
            at,
            from: a.min(b),
            to: a.max(b),
        }
    }

    fn covers(&self, place: f64) -> bool {
        self.from - NEAR <= place && place <= self.to + NEAR
    }
}

/// Joins the pieces of which programs make a rule.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Rule> = Vec::new();
    // Rules of one line differ a little: pieces are looked for among the last few.
    const RECENT: usize = 12;
    for rule in rules {
        let from = out.len().saturating_sub(RECENT);
        let piece = out[from..].iter_mut().find(|old| {
            (old.at - rule.at).abs() <= NEAR / 2.0
                && rule.from <= old.to + NEAR
                && rule.to >= old.from - NEAR
        });
        match piece {
            Some(old) => {
                old.from = old.from.min(rule.from);
                old.to = old.to.max(rule.to);
            }
            None => out.push(rule),
        }
    }
    out
}

/// Parts rules into those that hang together by crossing or touching.
fn together(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    // Each down rule has a group; an across rule joins the groups it crosses.
    let mut group: Vec<usize> = (0..down.len()).collect();
    let find = |group: &[usize], mut at: usize| {
        while group[at] != at {
            at = group[at];
        }
        at
    };
    let crosses = |a: &Rule, d: &Rule| a.covers(d.at) && d.covers(a.at);
    let mut home: Vec<Option<usize>> = Vec::with_capacity(across.len());
    for rule in across {
        let mut first = None;
        for (at, _) in down.iter().enumerate().filter(|(_, d)| crosses(rule, d)) {
            let root = find(&group, at);
            match first {
                None => first = Some(root),
                Some(other) => group[root] = find(&group, other),
            }
        }
        home.push(first);
    }
    let mut out: Vec<(usize, Vec<Rule>, Vec<Rule>)> = Vec::new();
    for (at, rule) in down.iter().enumerate() {
        let root = find(&group, at);
        match out.iter_mut().find(|(r, ..)| *r == root) {
            Some((_, _, rules)) => rules.push(*rule),
            None => out.push((root, Vec::new(), vec![*rule])),
        }
    }
    for (rule, home) in across.iter().zip(home) {
        let Some(root) = home.map(|h| find(&group, h)) else {
            continue;
        };
        if let Some((_, rules, _)) = out.iter_mut().find(|(r, ..)| *r == root) {
            rules.push(*rule);
        }
    }
    out.into_iter().map(|(_, a, d)| (a, d)).collect()
}

/// A table: its lines in both directions, and which places make one cell.
#[derive(Debug)]
pub(super) struct Grid {
    columns: Vec<f64>,
    rows: Vec<f64>,
    /// For each place, row by row, the first place of its cell.
    homes: Vec<(usize, usize)>,
}

impl Grid {
    fn new(columns: Vec<f64>, rows: Vec<f64>, across: &[Rule], down: &[Rule]) -> Self {
        let (wide, high) = (columns.len() - 1, rows.len() - 1);
        // Whether a rule stands before a place, and above it.
        let (mut before, mut above) = (vec![false; wide * high], vec![false; wide * high]);
        let middle = |lines: &[f64], at: usize| f64::midpoint(lines[at], lines[at + 1]);
        for rule in down {
            let at = nearest(&columns, rule.at);
            for row in (0..high).filter(|_| at < wide) {
                before[row * wide + at] |= rule.covers(middle(&rows, row));
            }
        }
        for rule in across {
            let at = nearest(&rows, rule.at);
            for column in (0..wide).filter(|_| at < high) {
                above[at * wide + column] |= rule.covers(middle(&columns, column));
            }
        }
        let mut homes = Vec::with_capacity(wide * high);
        for row in 0..high {
            for column in 0..wide {
                let place = row * wide + column;
                let home = if column > 0 && !before[place] {
                    homes[place - 1]
                } else if row > 0 && !above[place] {
                    homes[place - wide]
                } else {
                    (row, column)
                };
                homes.push(home);
            }
        }
        Self {
            columns,
            rows,
            homes,
        }
    }

    pub(super) fn columns(&self) -> usize {
        self.columns.len() - 1
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len() - 1
    }

    /// Returns the row and column of a place; none outside the table.
    pub(super) fn place(&self, (along, down): (f64, f64)) -> Option<(usize, usize)> {
        let slot = |lines: &[f64], at: f64| {
            let after = lines.partition_point(|line| *line <= at);
            (after > 0 && after < lines.len()).then(|| after - 1)
        };
        Some((slot(&self.rows, down)?, slot(&self.columns, along)?))
    }

    /// The first row and column of the cell that a place of the grid belongs to.
    pub(super) fn cell(&self, row: usize, column: usize) -> (usize, usize) {
        let home = self.homes.get(row * self.columns() + column);
        home.copied().unwrap_or((row, column))
    }
}

/// Returns the line of a grid that a rule is nearest to; the lines stand in order.
fn nearest(lines: &[f64], at: f64) -> usize {
    let after = lines.partition_point(|line| *line < at);
    let far = |i: usize| lines.get(i).map_or(f64::INFINITY, |line| (line - at).abs());
    if after > 0 && far(after - 1) <= far(after) {
        after - 1
    } else {
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxes(sides: &[(f64, f64, f64, f64)]) -> Rules {
        let mut rules = Rules::default();
        for (x0, y0, x1, y1) in sides {
            rules.0.push((Point::new(*x0, *y0), Point::new(*x1, *y1)));
        }
        rules
    }

    /// Three columns and two rows; the second and third column of the lower row
    /// are one cell.
    fn table() -> Rules {
        boxes(&[
            (0.0, 100.0, 90.0, 100.0),
            (0.0, 80.0, 90.0, 80.0),
            (0.0, 60.0, 90.0, 60.0),
            (0.0, 60.0, 0.0, 100.0),
            (30.0, 60.0, 30.0, 100.0),
            (60.0, 80.0, 60.0, 100.0),
            (90.0, 60.0, 90.0, 100.0),
        ])
    }

    #[test]
    fn rules_that_cross_make_a_grid() {
        let grids = table().grids(Vec2::new(1.0, 0.0));
        assert_eq!(grids.len(), 1);
        assert_eq!((grids[0].rows(), grids[0].columns()), (2, 3));
        let at = |x, y| grids[0].place(turned(Point::new(x, y), Vec2::new(1.0, 0.0)));
        assert_eq!(at(45.0, 90.0), Some((0, 1)));
        assert_eq!(at(45.0, 70.0), Some((1, 1)));
        assert_eq!(at(45.0, 50.0), None);
    }

    #[test]
    fn what_no_rule_parts_is_one_cell() {
        let grids = table().grids(Vec2::new(1.0, 0.0));
        assert_eq!(grids[0].cell(0, 2), (0, 2));
        assert_eq!(grids[0].cell(1, 2), (1, 1));
    }

    #[test]
    fn a_frame_is_no_table() {
        let frame = boxes(&[
            (0.0, 100.0, 90.0, 100.0),
            (0.0, 60.0, 90.0, 60.0),
            (0.0, 60.0, 0.0, 100.0),
            (90.0, 60.0, 90.0, 100.0),
        ]);
        assert!(frame.grids(Vec2::new(1.0, 0.0)).is_empty());
    }

    #[test]
    fn a_page_on_its_side_has_its_rows_along_the_writing() {
        // Turned by a quarter: what runs up the page is across the table.
        let rules = table();
        let turned_rules = Rules(
            rules
                .0
                .iter()
                .map(|(a, b)| (Point::new(-a.y, a.x), Point::new(-b.y, b.x)))
                .collect(),
        );
        let grids = turned_rules.grids(Vec2::new(0.0, 1.0));
        assert_eq!((grids[0].rows(), grids[0].columns()), (2, 3));
    }
}
