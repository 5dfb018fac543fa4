investment-panel-empty = the table has no line with a year and a month
investment-panel-no-last-month = no line is about month { $last }, in which the plan year ends; give the last month with --last
investment-backtest-no-such-year = there is no line about { $year }; the table runs from { $first } to { $last }
investment-backtest-not-ended = { $year } has no last month yet, so there is no end to compare with
investment-backtest-fewer-than-two = { $year } has fewer than two earlier years ({ $earlier }); a back-test needs two to learn from
investment-backtest-bad-month = a forecast cannot be made in month { $month }; months run from 1 to { $last }, the one before the end
investment-backtest-nothing = no unit has a plan of the least size in these years; lower it with --min-plan
investment-no-column = the table has no column “{ $column }”; it has: { $known }
investment-not-a-number = row { $row }, column “{ $column }”: “{ $given }” is not a number such as 1234567.89
investment-number-two-ways = row { $row }, column “{ $column }”: “{ $given }” can be read in two ways, and no other cell tells whether the comma stands before decimals; write 1234.5 or 1234,50
investment-not-a-year = row { $row }, column “year”: “{ $given }” is not a year such as 2024
investment-not-a-month = row { $row }, column “month”: “{ $given }” is not a month from 1 to 24 (13 is January of the next year)
investment-row-too-wide = row { $row } has { $cells } cells, the headings are { $headings }: a comma inside a figure or a name needs quotes
investment-months-left-out = { $lines } lines are about months after month { $last }, in which the plan year ends, and are not counted; give the last month with --last
investment-scale-chosen = few plans come up to 1000000: the table seems to count in larger units, and a plan counts from { $least }; another bound with --min-plan
investment-years-or-months = “{ $given }” is neither a number nor a range such as 3-11, nor a list such as 2021,2023
investment-skipped = left out: { $what }
investment-table-head = method
investment-table-ours = ours
investment-table-last-profile = last year’s profile
investment-table-last-rate = last year’s rate
investment-table-cover = in 80 %
investment-table-all = all
investment-distance = { $months } months before the end
investment-calibrated = calibrated
investment-not-calibrated = NOT CALIBRATED
investment-untested = untested
investment-instance-same-id = project { $project } stands twice in the instance
investment-instance-bad-amount = project { $project }: `{ $field }` is { $given }; amounts are whole and not negative
investment-instance-spent-above-plan = project { $project }: more is spent than planned; correct the plan or the figure first
investment-instance-bad-segment = project { $project }, segment { $segment }: a segment is [length ≥ 0, probability from 0 to 1]
investment-instance-bad-limit = `{ $field }` is out of range: `fair` is 0 to 1, the others are not negative
investment-instance-bad-json = the instance cannot be read: { $what }
investment-reallocation-broken = the search failed: { $what }; no move is proposed
investment-move-take = Take { $amount } from project { $project } ({ $unit }, { $source }): of it about { $expected } would be spent by the deadline.
investment-move-take-firm = Take { $amount } from project { $project } ({ $unit }, { $source }): of it about { $expected } would be spent by the deadline. Firm: it stays even if all projects stall.
investment-move-give = Give { $amount } to project { $project } ({ $unit }, { $source }): about { $expected } of it would be spent by the deadline.
investment-move-give-firm = Give { $amount } to project { $project } ({ $unit }, { $source }): about { $expected } of it would be spent by the deadline. Firm: it stays even if all projects stall.
investment-withheld-no-rule = Source { $source }: nothing is proposed. The last day on which it may be adjusted, with the provision, has not been entered.
investment-withheld-too-late = Source { $source }: nothing is proposed. It could be adjusted until { $day } ({ $citation }).
investment-reallocation-none = No move gains anything within the limits.
investment-reallocation-exercise = An exercise: the instance has no day (`as_of`), so no deadline of the law was asked. These moves are no proposal.
investment-reallocation-rate = Expected rate at the deadline: { $before } as planned, { $after } with { $moves } changes ({ $moved } moved).
investment-reallocation-bound = Objective { $objective }, without moves { $none }. No solution is better than { $bound } (gap { $gap }).
investment-reallocation-proven = Objective { $objective }, without moves { $none }. Proved to be the best.
investment-frontier = { $moves } papers: gain { $gain }, at most { $most }
investment-gates-wrong-count = project { $project }: { $given } figures for { $gates } gates; give one for each gate, 0 where nothing passed
investment-gates-rises = project { $project }, gate { $gate }: { $given } passed, but only 0 to { $most } can have, which is what passed before it
investment-stage-beyond = The time stands in { $stage }: { $days } days, { $beyond } days over three quarters of comparable projects (n = { $n }, half took at most { $median }).
investment-stage-beyond-open = The time stands in { $stage }: { $days } days so far, at least { $beyond } days over three quarters of comparable projects (n = { $n }, half took at most { $median }).
investment-stage-usual = { $stage }: { $days } days, within what comparable projects take (n = { $n }, half took at most { $median }).

# The page of a receipt.
site-receipt-capital = Capital of the projects behind it ({ $n })
site-receipt-project = Project
site-receipt-plan = Plan
site-receipt-spent = Spent
site-receipt-waits = Waits at this gate
site-receipt-by = Ledger entries

# Bringing tables in, reports on works, obstacles, adopting a proposal.
investment-import-title = Import a table of public investment
investment-import-lead = The monthly table of a unit, as it is: XLSX or CSV. Which column is what is proposed and remembered; all rows are taken, or none.
investment-import-done = Imported as
investment-import-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
investment-import-of = Preview of { $it }
investment-import-settings = What the table does not say itself
investment-import-preview = Rows to be imported
investment-import-do = Import all { $n } rows
investment-import-first-rows = Only the first rows are shown; all of them are imported.
investment-import-none-taken = Nothing was imported. Mend the file and send it again, or choose columns and settings above.
investment-import-slips = Nothing was imported: these amounts are off by ten, a hundred, a thousand or a million times from what is known. If they are right, tick “looked at” above and read again.
investment-import-no-column = no column was chosen for “{ $it }”
investment-import-no-plan = say which plan, the number of the act that assigns it, and its date
investment-import-bad-setting = “{ $it }” cannot be read; days are written year-month-day, plans 2026-city
investment-table-kind = { $it ->
    [observations] Money spent so far
    [payments] Single payments
    [progress] Reports on works
    [stages] Stages
    [contracts] Contracts
    [clearance] Site clearance
    [commitments] Promises of units
    [plan] Capital plan
   *[projects] Register of projects
}
investment-field = { $it ->
    [project] Project code
    [name] Name
    [unit] Unit
    [source] Source of capital
    [amount] Amount
    [as_of] As of
    [day] Day of payment
    [accepted] Value accepted
    [physical] Physical progress
    [approval] Investment decision
    [approval_date] Date of the investment decision
    [area] Area
    [area_done] Land handed over
    [area_total] Land to be recovered
    [by] By
    [complaints] Open complaints
    [critical] Plots on the critical path
    [ended] Ended
    [group] Group
    [households] Households
    [households_paid] Households paid
    [land] Kind of land
    [latitude] Latitude
    [longitude] Longitude
    [number] Contract number
    [package] Package
    [planned_end] Planned end
    [planned_start] Planned start
    [plots] Plots
    [plots_done] Plots handed over
    [policy] Investment policy
    [policy_date] Date of the policy
    [rate] Rate
    [said_in] Document
    [sector] Sector
    [signed] Signed
    [site] Site
    [stage] Stage
    [started] Started
    [supplier] Supplier
    [total] Total investment
    [until] Until
    [year] Plan year
   *[other] { $it }
}
investment-set-by-table = As the table says
investment-set-money = Unit of money
investment-set-as-of = As of
investment-set-source = Source of capital
investment-set-system = Who says what was spent
investment-set-year = Plan year
investment-set-plan = Which plan
investment-set-plan-help = Year and who assigns it: 2026-city, 2026-pm; medium-term: 2026-2030-city.
investment-set-act = Number of the act
investment-set-act-date = Date of the act
investment-set-issuer = Issued by
investment-set-reason = Reason, where known figures change
investment-set-confirm = Looked at: amounts off ten times and more are right
investment-bad-day = choose a day
investment-bad-millions = a whole number of million đồng: 12.500
investment-bad-percent = from 0 to 100, at most two digits behind the comma: 45,5
investment-photo-too-large = photo “{ $it }” is larger than 10 MB; make it smaller
investment-photo-none = “{ $it }” is no JPEG, PNG or WebP picture
investment-photos-too-many = at most { $n } photos at once
investment-photos-help = JPEG, PNG or WebP, up to 10 MB each, at most 12. Photos stand on the project’s public page: no faces, no number plates.
investment-photo-of = Site of { $name }, { $day }, works at { $physical }
investment-works-said = Works as of { $day }: { $physical } done, { $accepted } accepted this year.
investment-progress-form = Report of the 25th on works
investment-progress-do = Record the works
investment-field-physical = Physical progress (%)
investment-field-accepted = Value accepted since the plan year began (million đồng)
investment-field-photos = Photos of the site
investment-field-shows = What the photos show
investment-shows-help = One sentence for people who cannot see them: “Pier T3 poured, crane at the north bank”.
investment-no-shows = say what the photos show, for people who cannot see them
investment-obstacle-form = Name an obstacle
investment-obstacle-help = An obstacle is a task: the unit that must remove it has a deadline and is reminded as of any task.
investment-obstacle-do = Issue the task
investment-field-cause = Cause
investment-field-text = What stands in the way, and what to do
investment-field-owner = Unit that must remove it
investment-field-due = Deadline
investment-cause = { $it ->
    [clearance] Site clearance
    [design] Design and estimate
    [tender] Contractor selection
    [contractor] Contractor
    [materials] Materials
    [capital] Capital
    [procedure] Procedure
   *[other] Other
}
investment-no-cause = choose a cause
investment-no-text = say what stands in the way and what to do
investment-no-owner = “{ $it }” is not the name of a unit; choose one from the list
investment-bad-due = choose a deadline from today on
investment-did = { $it ->
    [progress] The works are recorded.
   *[obstacle] The task is issued.
}
investment-adopt-title = Decide the adjustment
investment-adopt-help = Whoever is competent decides. Untick what you do not agree to; the rest is checked again by all limits and becomes a version of the plan with its act.
investment-adopt-take = Agree to this move
investment-adopt-reason = Reason of the adjustment
investment-adopt-do = Adopt the new version of the plan
investment-adopt-not-of-a-past-day = Only the proposal of today can be adopted; this page shows another day.
investment-no-act = write the number of the act
investment-no-reason = write the reason
investment-no-moves = choose at least one move
investment-broken-unknown = { $it }: not part of the question.
investment-broken-wash = { $it }: may be lowered or raised, once.
investment-broken-crumb = { $it }: smaller than the least move.
investment-broken-committed = { $it }: the plan would fall below what is spent and accepted.
investment-broken-medium-term = { $it }: above what is left in the medium-term plan.
investment-broken-balance = Source { $it }: what is added and what is taken differ by { $difference } million đồng; within a source they must be equal.
investment-broken-crossing = { $it }: more crosses units than may (source { $source }).
investment-broken-unfair = { $it }: more is taken from the unit than its share.
investment-broken-too-many = { $it } moves: more than papers can be signed.
investment-broken-not-allowed = Source { $it }: no provision on the last day of adjustment, or it has passed.
