//! A map as a drawing: where boxes and arrows stand, for 20 activities or 400.
//!
//! What is rare is left out so that the rest can be read, and how much was left out is
//! said. Layers follow the order in which activities mostly come (the heuristic of
//! Eades, Lin and Smyth 1993 for the arrows that go back); inside a layer, neighbours
//! stand near one another (the barycentre rule of Sugiyama, Tagawa and Toda 1981).
//! The same map gives the same drawing.

use std::collections::BTreeMap;

use crate::map::ProcessMap;

/// How much of a map is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detail {
    /// The most activities, the commonest first.
    pub activities: usize,
    /// The share of all steps from one shown activity to another that arrows must
    /// make up; each activity's commonest way in and out is drawn in any case.
    pub arrows: f64,
}

impl Default for Detail {
    fn default() -> Self {
        Self {
            activities: 20,
            arrows: 0.9,
        }
    }
}

/// A box.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The activity.
    pub activity: String,
    /// How often it was done.
    pub n: u64,
    /// Cases that begin with it.
    pub begins: u64,
    /// Cases that end with it.
    pub ends: u64,
    /// Its name in lines that fit the box.
    pub lines: Vec<String>,
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// How common it is, 0 to 4, for its shade.
    pub shade: u8,
}

/// An arrow.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// Index into [`ProcessMap::edges`].
    pub edge: usize,
    /// Its line, as the path data of SVG.
    pub path: String,
    /// Where its words stand.
    pub label: (i32, i32),
    /// Its width, 1 to 6.
    pub width: u8,
    /// Whether it leads back to an earlier layer, or to its own box.
    pub is_back: bool,
}

/// A drawing of a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Width of all.
    pub width: i32,
    /// Height of all.
    pub height: i32,
    /// Height of a box.
    pub box_height: i32,
    /// Whether it is a close one, for many boxes.
    pub is_close: bool,
    /// The boxes, by layer from above.
    pub nodes: Vec<Node>,
    /// The arrows, the rare ones first, so that common ones lie above.
    pub arrows: Vec<Arrow>,
    /// Activities that were left out.
    pub hidden_activities: usize,
    /// Arrows that were left out.
    pub hidden_arrows: usize,
}

/// Width of a box.
pub const BOX_WIDTH: i32 = 168;
/// Boxes beyond which a drawing is a close one.
const CLOSE: usize = 100;
const GAP_X: i32 = 56;
const MARGIN: i32 = 112;
/// The longest line of a name in a box, in characters.
const LINE: usize = 24;

/// How far apart things stand. A close drawing has one line a box and no words at its
/// arrows but the most frequent ones, so that 400 boxes fit a few screens.
#[derive(Debug, Clone, Copy)]
struct Spacing {
    box_height: i32,
    gap_y: i32,
    widest: usize,
}

const WIDE: Spacing = Spacing {
    box_height: 58,
    gap_y: 74,
    widest: 6,
};
const NARROW: Spacing = Spacing {
    box_height: 36,
    gap_y: 34,
    widest: 8,
};

impl Picture {
    /// Draws a map.
    pub fn of(map: &ProcessMap, detail: Detail) -> Self {
        let counts = counts(map);
        let mut names: Vec<&str> = counts.keys().copied().collect();
        names.sort_by_key(|name| (std::cmp::Reverse(counts[name].0), *name));
        let all = names.len();
        names.truncate(detail.activities.max(1));
        let is_close = names.len() > CLOSE;
        let space = if is_close { NARROW } else { WIDE };
        let place: BTreeMap<&str, usize> = names
            .iter()
            .enumerate()
            .map(|(place, name)| (*name, place))
            .collect();
        let drawn = chosen(map, &place, detail.arrows);
        let links: Vec<(usize, usize, u64)> = drawn
            .iter()
            .map(|&edge| {
                let edge = &map.edges[edge];
                (place[edge.from.as_str()], place[edge.to.as_str()], edge.n)
            })
            .collect();
        let order = sequence(names.len(), &links);
        let rows = rows(&order, &links, space.widest);
        let most = names.first().map_or(1, |name| counts[name].0).max(1);
        let widest = rows.iter().map(Vec::len).max().unwrap_or(0) as i32;
        let full = widest * (BOX_WIDTH + GAP_X) - GAP_X;
        let mut at = vec![(0, 0, 0); names.len()];
        let mut nodes = Vec::with_capacity(names.len());
        for (layer, row) in rows.iter().enumerate() {
            let width = row.len() as i32 * (BOX_WIDTH + GAP_X) - GAP_X;
            let y = MARGIN + layer as i32 * (space.box_height + space.gap_y);
            for (number, &node) in row.iter().enumerate() {
                let x = MARGIN + (full - width) / 2 + number as i32 * (BOX_WIDTH + GAP_X);
                at[node] = (x, y, layer);
                let (n, begins, ends) = counts[names[node]];
                let shade = ((n as f64 / most as f64).sqrt() * 4.0).round() as u8;
                nodes.push(Node {
                    activity: names[node].to_owned(),
                    n,
                    begins,
                    ends,
                    lines: match is_close {
                        true => vec![shortened(names[node])],
                        false => wrapped(names[node]),
                    },
                    x,
                    y,
                    shade: shade.min(4),
                });
            }
        }
        let strongest = links.iter().map(|link| link.2).max().unwrap_or(1).max(1);
        let mut arrows: Vec<Arrow> = links
            .iter()
            .zip(&drawn)
            .map(|(&(from, to, n), &edge)| {
                let (path, label, is_back) =
                    line(at[from], at[to], full + 2 * MARGIN, space.box_height);
                let width = 1.0 + 5.0 * (n as f64 / strongest as f64).sqrt();
                Arrow {
                    edge,
                    path,
                    label,
                    width: width.round() as u8,
                    is_back,
                }
            })
            .collect();
        arrows.sort_by_key(|arrow| (map.edges[arrow.edge].n, std::cmp::Reverse(arrow.edge)));
        Self {
            width: full + 2 * MARGIN,
            height: 2 * MARGIN + rows.len() as i32 * (space.box_height + space.gap_y) - space.gap_y,
            box_height: space.box_height,
            is_close,
            nodes,
            arrows,
            hidden_activities: all - names.len(),
            hidden_arrows: map.edges.len() - drawn.len(),
        }
    }
}

/// How often each activity was done, began and ended a case.
fn counts(map: &ProcessMap) -> BTreeMap<&str, (u64, u64, u64)> {
    let mut counts: BTreeMap<&str, (u64, u64, u64)> = BTreeMap::new();
    for edge in &map.edges {
        counts.entry(&edge.from).or_default();
        // What is done follows something, or begins the case.
        counts.entry(&edge.to).or_default().0 += edge.n;
    }
    for start in &map.starts {
        let count = counts.entry(&start.activity).or_default();
        count.0 += start.n;
        count.1 += start.n;
    }
    for end in &map.ends {
        counts.entry(&end.activity).or_default().2 += end.n;
    }
    counts
}

/// Which edges are drawn.
fn chosen(map: &ProcessMap, place: &BTreeMap<&str, usize>, share: f64) -> Vec<usize> {
    let among: Vec<usize> = (0..map.edges.len())
        .filter(|&edge| {
            let edge = &map.edges[edge];
            place.contains_key(edge.from.as_str()) && place.contains_key(edge.to.as_str())
        })
        .collect();
    let total: u64 = among.iter().map(|&edge| map.edges[edge].n).sum();
    let enough = total as f64 * share.clamp(0.0, 1.0);
    let (mut seen_from, mut seen_to) = (vec![false; place.len()], vec![false; place.len()]);
    let mut sum = 0;
    // Edges stand in the order of how frequent they are.
    among
        .into_iter()
        .filter(|&number| {
            let edge = &map.edges[number];
            let (from, to) = (place[edge.from.as_str()], place[edge.to.as_str()]);
            let wanted = (sum as f64) < enough;
            sum += edge.n;
            if from == to {
                return wanted;
            }
            let first = !seen_from[from] || !seen_to[to];
            if first || wanted {
                seen_from[from] = true;
                seen_to[to] = true;
            }
            first || wanted
        })
        .collect()
}

/// An order in which few and rare links go back.
fn sequence(count: usize, links: &[(usize, usize, u64)]) -> Vec<usize> {
    let mut left: Vec<bool> = vec![true; count];
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let (mut into, mut out) = (vec![0_i64; count], vec![0_i64; count]);
        for &(from, to, n) in links {
            if from != to && left[from] && left[to] {
                out[from] += n as i64;
                into[to] += n as i64;
            }
        }
        let open = || (0..count).filter(|&node| left[node]);
        let sink = open().find(|&node| out[node] == 0 && into[node] > 0);
        let source = open().find(|&node| into[node] == 0);
        let next = source.or(sink).or_else(|| {
            open().max_by_key(|&node| (out[node] - into[node], std::cmp::Reverse(node)))
        });
        let Some(next) = next else { break };
        left[next] = false;
        if source.is_none() && sink == Some(next) {
            tail.push(next);
        } else {
            head.push(next);
        }
    }
    head.extend(tail.into_iter().rev());
    head
}

/// Boxes in layers from above, none of more than `widest`.
fn rows(order: &[usize], links: &[(usize, usize, u64)], widest: usize) -> Vec<Vec<usize>> {
    let mut rank = vec![0; order.len()];
    for (place, &node) in order.iter().enumerate() {
        rank[node] = place;
    }
    let mut layer = vec![0_usize; order.len()];
    let mut width: Vec<usize> = Vec::new();
    for &node in order {
        let mut own = links
            .iter()
            .filter(|link| link.1 == node && rank[link.0] < rank[node])
            .map(|link| layer[link.0] + 1)
            .max()
            .unwrap_or(0);
        while width.get(own).is_some_and(|&count| count >= widest) {
            own += 1;
        }
        if width.len() <= own {
            width.resize(own + 1, 0);
        }
        width[own] += 1;
        layer[node] = own;
    }
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); width.len()];
    for &node in order {
        rows[layer[node]].push(node);
    }
    rows.retain(|row| !row.is_empty());
    let mut x = vec![0.0_f64; order.len()];
    for row in &rows {
        spread(row, &mut x);
    }
    for _ in 0..4 {
        for row in &mut rows {
            let middle = |node: usize| {
                let (mut sum, mut weight) = (0.0, 0.0);
                for &(from, to, n) in links {
                    let other = match (from == node, to == node) {
                        (true, false) => to,
                        (false, true) => from,
                        _ => continue,
                    };
                    let n = (n as f64).sqrt();
                    sum += x[other] * n;
                    weight += n;
                }
                if weight > 0.0 { sum / weight } else { x[node] }
            };
            let mut wanted: Vec<(f64, usize)> =
                row.iter().map(|&node| (middle(node), node)).collect();
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            *row = wanted.into_iter().map(|(_, node)| node).collect();
            spread(row, &mut x);
        }
    }
    rows
}

fn spread(row: &[usize], x: &mut [f64]) {
    for (place, &node) in row.iter().enumerate() {
        x[node] = place as f64 - (row.len() as f64 - 1.0) / 2.0;
    }
}

/// The line between two boxes, where its words stand, and whether it goes back.
fn line(
    from: (i32, i32, usize),
    to: (i32, i32, usize),
    width: i32,
    low: i32,
) -> (String, (i32, i32), bool) {
    let half = BOX_WIDTH / 2;
    if from == to {
        let (x, y) = (from.0 + BOX_WIDTH, from.1 + low / 2);
        let path = format!(
            "M{x} {} C{} {} {} {} {x} {}",
            y - 12,
            x + 36,
            y - 22,
            x + 36,
            y + 22,
            y + 12
        );
        return (path, (x + 30, y), true);
    }
    if from.2 < to.2 {
        let (x1, y1, x2, y2) = (from.0 + half, from.1 + low, to.0 + half, to.1 - 4);
        if to.2 == from.2 + 1 && x1 == x2 {
            let path = format!("M{x1} {y1}V{y2}");
            return (path, (x1, (y1 + y2) / 2), false);
        }
        if to.2 == from.2 + 1 {
            let bend = (y2 - y1) / 2;
            let path = format!(
                "M{x1} {y1} C{x1} {} {x2} {} {x2} {y2}",
                y1 + bend,
                y2 - bend
            );
            return (path, ((x1 + x2) / 2, (y1 + y2) / 2), false);
        }
        // Past the boxes between, on the side nearer to the edge.
        let side = if x1 + x2 < width { -1 } else { 1 };
        let (handle, middle) = around(x1, x2, side, half + 36);
        let path = format!(
            "M{x1} {y1} C{handle} {} {handle} {} {x2} {y2}",
            y1 + 50,
            y2 - 50
        );
        return (path, (middle + side * 44, (y1 + y2) / 2), false);
    }
    // Back, or to the side: out at one flank, in at the same one.
    let side = if from.0 + to.0 + BOX_WIDTH > width {
        1
    } else {
        -1
    };
    let flank = |x: i32| if side > 0 { x + BOX_WIDTH } else { x };
    let (x1, y1, x2, y2) = (
        flank(from.0),
        from.1 + low / 3,
        flank(to.0),
        to.1 + low * 2 / 3,
    );
    let out = 30 + 6 * i32::try_from(from.2 - to.2).unwrap_or(0).min(10);
    let (handle, middle) = around(x1, x2, side, out);
    let path = format!("M{x1} {y1} C{handle} {y1} {handle} {y2} {x2} {y2}");
    let label = (middle + side * 44, (y1 + y2) / 2);
    (path, label, true)
}

/// Where the handles of a curve stand that goes `clear` past both its ends to one side,
/// and how far it gets. Half-way, a cubic curve has an eighth of each end and three
/// eighths of each handle.
fn around(x1: i32, x2: i32, side: i32, clear: i32) -> (i32, i32) {
    let outer = if side > 0 { x1.max(x2) } else { x1.min(x2) };
    let middle = outer + side * clear;
    ((8 * middle - x1 - x2) / 6, middle)
}

/// A name in one line: of a long one its beginning and its end, in which names of one
/// kind differ.
fn shortened(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= LINE {
        return name.to_owned();
    }
    let (head, tail) = (LINE / 2, LINE - LINE / 2 - 1);
    let head: String = letters.iter().take(head).collect();
    let tail: String = letters.iter().skip(letters.len() - tail).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

/// A name in at most two lines.
fn wrapped(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let here = lines.last().map_or(0, |line| line.chars().count());
        if here > 0 && here + 1 + word.chars().count() > LINE {
            if lines.len() == 2 {
                if let Some(line) = lines.last_mut() {
                    line.push('…');
                }
                return lines;
            }
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    for line in &mut lines {
        if line.chars().count() > LINE + 2 {
            *line = line.chars().take(LINE).collect::<String>() + "…";
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use dondoc_lake::{LogBuilder, Row, Zones};

    fn map(traces: &[&[&str]]) -> ProcessMap {
        let mut builder = LogBuilder::default();
        for (number, trace) in traces.iter().enumerate() {
            let case = builder.case(&number.to_string());
            for (place, activity) in trace.iter().enumerate() {
                builder.push(case, &Row::new(activity, place as i64));
            }
        }
        let log = builder.finish(Zones::default()).unwrap_or_default();
        ProcessMap::of(&log, None)
    }

    #[test]
    fn what_comes_later_stands_lower_and_loops_go_back() {
        let picture = Picture::of(
            &map(&[
                &["in", "check", "sign", "out"],
                &["in", "check", "ask", "check", "sign", "out"],
            ]),
            Detail {
                activities: 20,
                arrows: 1.0,
            },
        );
        let y = |name: &str| {
            picture
                .nodes
                .iter()
                .find(|node| node.activity == name)
                .map(|node| node.y)
        };
        assert!(y("in") < y("check") && y("check") < y("sign") && y("sign") < y("out"));
        assert_eq!(
            picture.arrows.iter().filter(|arrow| arrow.is_back).count(),
            1
        );
        assert_eq!((picture.hidden_activities, picture.hidden_arrows), (0, 0));
    }

    #[test]
    fn boxes_never_cover_one_another_and_every_activity_is_reached() {
        let names: Vec<String> = (0..400).map(|n| format!("step {n}")).collect();
        let traces: Vec<Vec<&str>> = (0..200)
            .map(|case| {
                (0..12)
                    .map(|n| names[(case * 7 + n * 31) % 400].as_str())
                    .collect()
            })
            .collect();
        let traces: Vec<&[&str]> = traces.iter().map(Vec::as_slice).collect();
        let map = map(&traces);
        for activities in [20, 400] {
            let picture = Picture::of(
                &map,
                Detail {
                    activities,
                    arrows: 0.3,
                },
            );
            assert!(picture.nodes.len() <= activities);
            assert_eq!(
                picture.nodes.len() + picture.hidden_activities,
                map.activities
            );
            for (place, a) in picture.nodes.iter().enumerate() {
                assert!(
                    a.x >= 0
                        && a.x + BOX_WIDTH <= picture.width
                        && a.y + picture.box_height <= picture.height
                );
                assert!(picture.nodes[place + 1..].iter().all(|b| {
                    (a.x - b.x).abs() >= BOX_WIDTH || (a.y - b.y).abs() >= picture.box_height
                }));
            }
        }
    }
}
