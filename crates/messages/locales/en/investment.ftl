investment-panel-empty = the table has no line with a year and a month
investment-panel-no-last-month = no line is about month { $last }, in which the plan year ends; give the last month with --last
investment-backtest-no-such-year = there is no line about { $year }; the table runs from { $first } to { $last }
investment-backtest-not-ended = { $year } has no last month yet, so there is no end to compare with
investment-backtest-fewer-than-two = { $year } has fewer than two earlier years ({ $earlier }); a back-test needs two to learn from
investment-backtest-bad-month = a forecast cannot be made in month { $month }; months run from 1 to { $last }, the one before the end
investment-backtest-nothing = no unit has a plan of the least size in these years; lower it with --min-plan
investment-no-column = the table has no column “{ $column }”; it has: { $known }
investment-not-a-number = row { $row }, column “{ $column }”: “{ $given }” is not a number such as 1234567.89
investment-bad-row = row { $row }: { $what }
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
