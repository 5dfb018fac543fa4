//! Boosted regression trees for a conditional median: small, of one file.
//!
//! # Source
//! Friedman, "Greedy function approximation: a gradient boosting machine" (2001),
//! section 4.3: trees grow on the signs of the residuals, leaves hold their
//! median, which is what minimises the absolute error.

use crate::random::Random;

/// How the trees grow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    pub(super) trees: usize,
    pub(super) depth: usize,
    pub(super) rate: f32,
    pub(super) least_leaf: usize,
    /// The share of rows that each tree sees.
    pub(super) rows: f64,
    /// The share of features that each tree sees.
    pub(super) features: f64,
    pub(super) seed: u64,
}

const BINS: usize = 64;

/// Rows of features, row-major.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) width: usize,
    pub(super) cells: Vec<f32>,
}

impl Table {
    pub(super) fn rows(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    pub(super) fn row(&self, row: usize) -> &[f32] {
        &self.cells[row * self.width..(row + 1) * self.width]
    }
}

#[derive(Debug, Clone, Copy)]
enum Node {
    Split {
        feature: u32,
        threshold: f32,
        left: u32,
    },
    Leaf(f32),
}

/// A sum of trees.
#[derive(Debug, Clone)]
pub(super) struct Boosted {
    trees: Vec<Vec<Node>>,
}

/// Features as numbers of bins, column-major, with what each bin ends at.
struct Binned {
    columns: Vec<Vec<u8>>,
    edges: Vec<Vec<f32>>,
}

impl Boosted {
    /// Fits `target` by a sum of trees.
    pub(super) fn fit(table: &Table, target: &[f32], growth: Growth) -> Self {
        let binned = bin(table);
        let mut residual = target.to_vec();
        let mut random = Random::new(growth.seed);
        let mut trees = Vec::with_capacity(growth.trees);
        for _ in 0..growth.trees {
            let tree = grow(&binned, &residual, growth, &mut random);
            for (row, left) in residual.iter_mut().enumerate() {
                *left -= value(&tree, table.row(row));
            }
            trees.push(tree);
        }
        Self { trees }
    }

    pub(super) fn predict(&self, row: &[f32]) -> f32 {
        self.trees.iter().map(|tree| value(tree, row)).sum()
    }
}

fn value(tree: &[Node], row: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Leaf(value) => return value,
            Node::Split {
                feature,
                threshold,
                left,
            } => {
                // Not-a-number goes left, as it was binned.
                let right = row[feature as usize] > threshold;
                at = left as usize + usize::from(right);
            }
        }
    }
}

fn bin(table: &Table) -> Binned {
    let rows = table.rows();
    let mut columns = Vec::with_capacity(table.width);
    let mut edges = Vec::with_capacity(table.width);
    for feature in 0..table.width {
        let column = || (0..rows).map(|row| table.cells[row * table.width + feature]);
        let mut sorted: Vec<f32> = column().filter(|value| !value.is_nan()).collect();
        sorted.sort_by(f32::total_cmp);
        let mut ends: Vec<f32> = (1..BINS)
            .filter_map(|bin| sorted.get(bin * sorted.len() / BINS).copied())
            .collect();
        ends.dedup();
        // The largest value ends nothing.
        if ends.last() == sorted.last() {
            ends.pop();
        }
        columns.push(
            column()
                .map(|value| {
                    if value.is_nan() {
                        0
                    } else {
                        ends.partition_point(|&end| end < value) as u8
                    }
                })
                .collect(),
        );
        edges.push(ends);
    }
    Binned { columns, edges }
}

fn grow(binned: &Binned, residual: &[f32], growth: Growth, random: &mut Random) -> Vec<Node> {
    let mut rows: Vec<u32> = (0..residual.len() as u32)
        .filter(|_| random.unit() < growth.rows)
        .collect();
    let features: Vec<usize> = (0..binned.columns.len())
        .filter(|_| random.unit() < growth.features)
        .collect();
    let mut tree = vec![Node::Leaf(0.0)];
    // (node, its rows, depth)
    let mut open = vec![(0, 0..rows.len(), 0)];
    while let Some((node, range, depth)) = open.pop() {
        let mine = &mut rows[range.clone()];
        let split = if depth < growth.depth && mine.len() >= 2 * growth.least_leaf {
            best_split(binned, residual, mine, &features, growth.least_leaf)
        } else {
            None
        };
        let Some((feature, bin)) = split else {
            tree[node] = Node::Leaf(leaf(residual, mine, growth));
            continue;
        };
        let column = &binned.columns[feature];
        mine.sort_by_key(|&row| column[row as usize] > bin);
        let middle = mine.partition_point(|&row| column[row as usize] <= bin);
        let left = tree.len();
        tree[node] = Node::Split {
            feature: feature as u32,
            threshold: binned.edges[feature][bin as usize],
            left: left as u32,
        };
        tree.extend([Node::Leaf(0.0), Node::Leaf(0.0)]);
        let cut = range.start + middle;
        open.push((left, range.start..cut, depth + 1));
        open.push((left + 1, cut..range.end, depth + 1));
    }
    tree
}

fn best_split(
    binned: &Binned,
    residual: &[f32],
    rows: &[u32],
    features: &[usize],
    least_leaf: usize,
) -> Option<(usize, u8)> {
    let middle = middle(rows.iter().map(|&row| residual[row as usize]).collect());
    let total: f32 = rows
        .iter()
        .map(|&row| sign(residual[row as usize] - middle))
        .sum();
    let count = rows.len() as f32;
    let mut best: Option<(f32, usize, u8)> = None;
    for &feature in features {
        let column = &binned.columns[feature];
        let mut sums = [0.0f32; BINS];
        let mut counts = [0u32; BINS];
        for &row in rows {
            let bin = column[row as usize] as usize % BINS;
            sums[bin] += sign(residual[row as usize] - middle);
            counts[bin] += 1;
        }
        let (mut left, mut left_count) = (0.0, 0u32);
        for bin in 0..binned.edges[feature].len() {
            left += sums[bin];
            left_count += counts[bin];
            let right_count = rows.len() as u32 - left_count;
            if (left_count as usize) < least_leaf || (right_count as usize) < least_leaf {
                continue;
            }
            let right = total - left;
            let gain = left * left / left_count as f32 + right * right / right_count as f32
                - total * total / count;
            if best.is_none_or(|(known, _, _)| gain > known) {
                best = Some((gain, feature, bin as u8));
            }
        }
    }
    best.filter(|&(gain, _, _)| gain > 1.0)
        .map(|(_, feature, bin)| (feature, bin))
}

fn sign(value: f32) -> f32 {
    if value > 0.0 {
        1.0
    } else if value < 0.0 {
        -1.0
    } else {
        0.0
    }
}

fn leaf(residual: &[f32], rows: &[u32], growth: Growth) -> f32 {
    let values: Vec<f32> = rows.iter().map(|&row| residual[row as usize]).collect();
    growth.rate * middle(values)
}

fn middle(mut values: Vec<f32>) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let at = values.len() / 2;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}
