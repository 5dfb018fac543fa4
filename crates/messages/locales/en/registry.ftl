# The registry: refusals about units, posts and people; problems in its tables.

## Units

registry-unit-exists = the id `{ $unit }` belongs to a unit; ids are never used again, choose another, for example with the year: `{ $unit }.2025`
registry-unknown-unit = no unit has the id `{ $unit }`
registry-unknown-unit-nearest = no unit has the id `{ $unit }`; the nearest is `{ $nearest }`
registry-unknown-kind = there is no kind of unit `{ $kind }`; known kinds: { $known }
registry-empty-name = the name is missing; write it in full
registry-foreign-letter = the name “{ $name }” has the letter “{ $letter }” at character { $place }, which is not Latin and only looks like it; type the name again
registry-name-in-use = the name “{ $name }” is borne by `{ $unit }` below the same parent; one name means one unit at a time
registry-not-valid-on = the unit `{ $unit }` does not exist on { $on }; check the day or the unit
registry-ended = the unit `{ $unit }` has ended, from { $until }; choose its successor
registry-successor-not-valid = the receiving unit `{ $unit }` does not exist on { $on }; enter its creation first
registry-succeeds-itself = `{ $unit }` cannot take over its own work; for a new name only, rename it
registry-nobody-named = no unit is named; at least one is needed
registry-has-units-below = `{ $unit }` still has { $count } units below it, for example `{ $below }`; settle those first
registry-received-later = `{ $unit }` takes over another unit's work from { $on }, so it cannot end on or before that day

## Posts and people

registry-post-exists = the post id `{ $post }` is in use; choose another
registry-unknown-post = there is no post `{ $post }`
registry-post-held = the post `{ $post }` is held by `{ $person }` since { $since }; enter when they left first
registry-person-exists = the id `{ $person }` belongs to a person of another name; choose another
registry-unknown-person = no person has the id `{ $person }`; enter their name first
registry-not-holding = `{ $person }` does not hold the post `{ $post }` at that time
registry-more-than-a-name = the name of a person has the character “{ $found }”; write the name only, no phone or identity number, no e-mail

## Tables

registry-table-place = { $file }, row { $row }, column { $column }
registry-table-missing-file = the file is missing; without data, leave it with its heading only
registry-table-not-a-table = failed to read the table: { $detail }
registry-table-missing-column = the heading lacks this column
registry-table-empty = the cell is empty; this column is required
registry-table-not-an-id = `{ $given }` is not an id: use 1 to 64 characters of a-z, 0-9, `-`, `.`, `_`
registry-table-not-a-day = `{ $given }` is not a day; write it as 2025-07-01
registry-table-not-one-of = `{ $given }` is not allowed; write one of: { $allowed }
registry-table-days-reversed = the last day lies before the first
registry-table-no-succession = `{ $unit }` has a last day, but successions.csv does not say who takes over; when nobody does, add a row with an empty `to`
registry-table-other-day = `{ $unit }`: the day of succession must be { $expected }, the day after its last

# Delegation and vesting
registry-grant-exists = the id `{ $id }` belongs to another delegation or vesting; choose another
registry-unknown-grant = no delegation or vesting has the id `{ $id }`
registry-no-powers = no power is named; choose at least one
registry-ceiling-unlike = { $measure ->
    [money] the ceiling in money
    [area] the ceiling in area
   *[kinds] the ceiling in kinds
} fits none of the powers; remove it, or add a power that it limits
registry-days-reversed = the last day { $to } comes before the first day { $from }
registry-no-instrument = a delegation is in writing: give the number of its document
registry-instrument-later = the document is dated { $date }, after the first day { $from }; no power is given backwards
registry-no-own-power = `{ $post }` does not hold this power of its own on that day; only a head, or a post it was vested in, can delegate it
registry-not-passed-on = `{ $source }` is itself a delegation; a delegated power is not passed on
registry-exceeds-powers = the source does not hold `{ $power }`; nobody delegates what they do not have
registry-exceeds-ceiling = { $measure ->
    [money] in money
    [area] in area
   *[kinds] in kinds of matter
} the grant reaches further than its source; stay within the source's ceiling
registry-outlives-source = the delegation would outlive its source, which lasts until { $last }; choose a last day no later
registry-vacant-post = nobody holds `{ $post }` on { $on }, so nobody can delegate
registry-to-oneself = nobody delegates to themselves: `{ $post }` is held by who grants
registry-grant-overlaps = days and powers overlap with `{ $other }` to the same post; withdraw that one or choose other days
registry-grant-expired = the delegation `{ $id }` expired after { $last }; there is nothing to withdraw
delegation-ended-withdrawn = withdrawn
delegation-ended-granter-left = the granter left the post
delegation-ended-granter-unit = the granter's unit ended
delegation-ended-source = the vested power was taken back
delegation-ended-delegate-unit = the delegate's unit ended
delegation-ended-delegate-left = the delegate left the post
