//! The Merkle tree of RFC 6962: head, inclusion and consistency proofs.
//!
//! Everything is computed from leaf hashes and from *nodes*: the roots of
//! complete subtrees of 256, 256², … leaves, which are the hashes of the C2SP
//! tiles above level 0. A proof reads a few hundred hashes whatever the size.

use std::ops::Range;

use crate::hash::Hash;

/// How many levels of the tree one tile spans: 2⁸ hashes.
const TILE_HEIGHT: u32 = 8;

/// The root of a complete subtree of 256^`level` leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// 1 for 256 leaves, 2 for 65,536, …
    pub level: u8,
    /// Which one from the left, from 0.
    pub position: u64,
    /// Its hash.
    pub hash: Hash,
}

/// Size and root of the log at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TreeHead {
    /// Number of entries.
    pub size: u64,
    /// Root of the Merkle tree over them.
    pub root: Hash,
}

/// Returns the leaf hash of an entry's bytes: SHA-256(0x00 ‖ bytes).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Hash::of_parts(&[&[0], bytes])
}

/// Returns the hash over two subtrees: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash::of_parts(&[&[1], &left.0, &right.0])
}

/// Returns the root of the tree without entries: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Hash::of(b"")
}

/// The right edge of a tree: what is needed to append to it and to know its
/// root. Holds at most 64 hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// Roots of the complete subtrees from left to right.
    // INVARIANT: one for each bit set in `size`, the largest first.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Returns the frontier of the tree over the first `size` leaves, reading
    /// hashes as [`root_at`] does.
    ///
    /// # Errors
    /// What `read` gives.
    pub fn load<E>(
        size: u64,
        read: &mut impl FnMut(u8, Range<u64>) -> Result<Vec<Hash>, E>,
    ) -> Result<Self, E> {
        let mut peaks = Vec::new();
        let mut start = 0;
        for height in (0..64).rev() {
            if size >> height & 1 == 1 {
                peaks.push(subtree(height, start >> height, read)?);
                start += 1 << height;
            }
        }
        Ok(Self { size, peaks })
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf; `completed` is told each node that it completes.
    pub fn push(&mut self, leaf: Hash, mut completed: impl FnMut(Node)) {
        let mut hash = leaf;
        let mut height = 0;
        while self.size >> height & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            height += 1;
            if height % TILE_HEIGHT == 0 {
                completed(Node {
                    level: (height / TILE_HEIGHT) as u8,
                    position: self.size >> height,
                    hash,
                });
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> Hash {
        let mut from_right = self.peaks.iter().rev();
        let Some(last) = from_right.next() else {
            return empty_root();
        };
        from_right.fold(*last, |right, left| node_hash(left, &right))
    }

    /// Returns size and root.
    pub fn head(&self) -> TreeHead {
        TreeHead {
            size: self.size,
            root: self.root(),
        }
    }
}

/// Returns the root of the complete subtree of 2^`height` leaves at `position`.
fn subtree<E>(
    height: u32,
    position: u64,
    read: &mut impl FnMut(u8, Range<u64>) -> Result<Vec<Hash>, E>,
) -> Result<Hash, E> {
    let level = (height / TILE_HEIGHT) as u8;
    let within = height % TILE_HEIGHT;
    let hashes = read(level, position << within..(position + 1) << within)?;
    Ok(fold_complete(hashes))
}

/// Returns the root over a power of two of hashes.
pub(crate) fn fold_complete(mut hashes: Vec<Hash>) -> Hash {
    while hashes.len() > 1 {
        let (pairs, _) = hashes.as_chunks::<2>();
        hashes = pairs.iter().map(|[l, r]| node_hash(l, r)).collect();
    }
    hashes.pop().unwrap_or_else(empty_root)
}

/// Returns the largest power of two below `n`, for `n` of at least 2.
fn split(n: u64) -> u64 {
    1 << (u64::BITS - 1 - (n - 1).leading_zeros())
}

fn range_root<E>(
    leaves: Range<u64>,
    read: &mut impl FnMut(u8, Range<u64>) -> Result<Vec<Hash>, E>,
) -> Result<Hash, E> {
    let count = leaves.end - leaves.start;
    if count.is_power_of_two() {
        let height = count.trailing_zeros();
        return subtree(height, leaves.start >> height, read);
    }
    let middle = leaves.start + split(count);
    let left = range_root(leaves.start..middle, read)?;
    let right = range_root(middle..leaves.end, read)?;
    Ok(node_hash(&left, &right))
}

/// Returns the root over the first `size` leaves.
///
/// `read(level, positions)` gives leaf hashes for level 0 and node hashes for
/// the levels above, all of them or an error.
///
/// # Errors
/// What `read` gives.
pub fn root_at<E>(
    size: u64,
    read: &mut impl FnMut(u8, Range<u64>) -> Result<Vec<Hash>, E>,
) -> Result<Hash, E> {
    if size == 0 {
        return Ok(empty_root());
    }
    range_root(0..size, read)
}

/// Returns the audit path of leaf `index` in the tree of the first `size`
/// leaves, from the leaf upwards. `None` unless `index < size`.
///
/// # Errors
/// What `read` gives.
///
/// # Source
/// RFC 6962, section 2.1.1.
pub fn inclusion_proof<E>(
    index: u64,
    size: u64,
    read: &mut impl FnMut(u8, Range<u64>) -> Result<Vec<Hash>, E>,
) -> Result<Option<Vec<Hash>>, E> {
    if index >= size {
        return Ok(None);
    }
    let mut path = Vec::new();
    let mut leaves = 0..size;
    while leaves.end - leaves.start > 1 {
        let middle = leaves.start + split(leaves.end - leaves.start);
        let (near, far) = if index < middle {
            (leaves.start..middle, middle..leaves.end)
        } else {
            (middle..leaves.end, leaves.start..middle)
        };
        path.push(range_root(far, read)?);
        leaves = near;
    }
    path.reverse();
    Ok(Some(path))
}

/// Returns the proof that the tree of the first `old` leaves is a prefix of
/// the tree of the first `new`. Empty when `old` is 0 or equals `new`; `None`
/// when `old > new`.
///
/// # Errors
/// What `read` gives.
///
/// # Source
/// RFC 6962, section 2.1.2.
pub fn consistency_proof<E>(
    old: u64,
    new: u64,
    read: &mut impl FnMut(u8, Range<u64>) -> Result<Vec<Hash>, E>,
) -> Result<Option<Vec<Hash>>, E> {
    if old > new {
        return Ok(None);
    }
    if old == 0 || old == new {
        return Ok(Some(Vec::new()));
    }
    let mut path = Vec::new();
    let mut leaves = 0..new;
    let mut whole = true;
    while leaves.end != old {
        let middle = leaves.start + split(leaves.end - leaves.start);
        if old <= middle {
            path.push(range_root(middle..leaves.end, read)?);
            leaves = leaves.start..middle;
        } else {
            path.push(range_root(leaves.start..middle, read)?);
            leaves = middle..leaves.end;
            whole = false;
        }
    }
    if !whole {
        path.push(range_root(leaves, read)?);
    }
    path.reverse();
    Ok(Some(path))
}

/// Says whether `path` proves that `leaf` is entry `index` of the tree `head`.
///
/// # Source
/// RFC 9162, section 2.1.3.2 (the same trees as RFC 6962).
pub fn verify_inclusion(leaf: &Hash, index: u64, head: &TreeHead, path: &[Hash]) -> bool {
    if index >= head.size {
        return false;
    }
    let (mut at, mut last) = (index, head.size - 1);
    let mut root = *leaf;
    for step in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            root = node_hash(step, &root);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            root = node_hash(&root, step);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && root == head.root
}

/// Says whether `path` proves that the tree `old` is a prefix of the tree `new`.
///
/// # Source
/// RFC 9162, section 2.1.4.2.
pub fn verify_consistency(old: &TreeHead, new: &TreeHead, path: &[Hash]) -> bool {
    if old.size > new.size {
        return false;
    }
    if old.size == 0 {
        return path.is_empty() && old.root == empty_root();
    }
    if old.size == new.size {
        return path.is_empty() && old.root == new.root;
    }
    let mut steps = path.iter();
    let mut first = old.root;
    if !old.size.is_power_of_two() {
        let Some(step) = steps.next() else {
            return false;
        };
        first = *step;
    }
    let (mut at, mut last) = (old.size - 1, new.size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut old_root, mut new_root) = (first, first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_root = node_hash(step, &old_root);
            new_root = node_hash(step, &new_root);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new_root = node_hash(&new_root, step);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_root == old.root && new_root == new.root
}
