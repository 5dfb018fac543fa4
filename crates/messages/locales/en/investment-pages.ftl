investment-nav = Investment
investment-title = Public investment
investment-lead = Where the money stands, where the year will end, what holds it up, what could be moved. Each rate names its denominator.
investment-nothing-yet = There is no capital plan by this day.
investment-of = of the { $assigner }, { $total }, version { $version } ({ $act }, { $day })
investment-spent-by-treasury = spent, by the treasury
investment-range = Now { $now }. By 31 January { $median } is expected; 80% interval { $low } – { $high }.
investment-curve-title = Rate of disbursement by month
investment-curve-legend = Bold line: this year. Thin lines: earlier years (the newest unbroken), named at their ends. Fan: forecast, 50% and 80%. Diamonds: the units’ promises. Upright line: 31 January.
investment-as-table = As a table
investment-gates-title = Unspent money: { $it }
investment-gates-words = By the first gate not passed, from documents; the parts add up to 100%. It says where the money stands, not whose fault it is.
investment-n-projects = { $n ->
    [one] { $n } project
   *[other] { $n } projects
}
investment-units-title = Units, the lowest rate first
investment-low-rule = Marked as low by this rule:
investment-below-promise = below its promise
investment-below-city = below the city
investment-col-month = Month
investment-col-unit = Unit
investment-col-project = Project
investment-col-projects = Projects
investment-col-plan = Plan
investment-col-spent = Spent
investment-col-rate = Rate of the city’s plan
investment-col-outlook = Forecast, 80%
investment-col-promised = Promised
investment-col-reached = Reached
investment-col-by = By
investment-col-source = Source
investment-col-stage = Stage
investment-col-planned = Planned
investment-col-actual = Actual
investment-col-step = Step
investment-col-done = Done
investment-col-due = Due
investment-col-decides = Decided by
investment-col-act = Act
investment-col-window = Window ends
investment-col-as-of = As of
investment-col-who = Who says so
investment-col-entry = Entry
investment-col-version = Version
investment-col-reason = Reason
investment-col-before = Before
investment-col-now = Now
investment-col-change = Change
investment-col-papers = Projects touched
investment-col-gain = Gain
investment-col-most = No more than
investment-sources-title = By source of capital
investment-mismatch-title = Treasury and investors
investment-n-mismatches = They differ in { $n } places for the same day.
investment-mismatch = { $day }, treasury { $treasury }, investor { $investor }
investment-map-title = Map of projects
investment-map-words = North is up. Size by plan; shape and colour by rate.
investment-judged-title = Earlier forecasts and what became of them
investment-unit-tasks = The unit’s tasks
investment-unit-plan = the unit’s plan
investment-promises-title = Promises and what became of them
investment-missed = missed
investment-projects-title = Projects
investment-public-page = Public page
investment-obstacles-title = Obstacles, each a task
investment-gantt-title = Stages
investment-gantt-words = Thin bar: plan. Thick bar: actual (red where it took longer than three quarters of comparable projects). Yellow ground: where the middle half of comparable projects ended.
investment-area-title = Site clearance
investment-area-words = { $done } of { $plots } plots handed over, { $critical } on the critical path remain; { $paid } of { $households } households paid; { $cleared } of { $area } ha; { $complaints } complaints; as of { $day }.
investment-not-before = not before { $it }
investment-days-late = { $n } days late
investment-too-early = before the law’s waiting time
investment-proof = How the day was counted
investment-facts-title = About the project
investment-none-known = not known
investment-fact-id = Code
investment-fact-group = Group
investment-fact-site = Site
investment-fact-total = Total investment
investment-fact-policy = Investment policy
investment-fact-approval = Investment decision
investment-fact-planned = Planned
investment-fact-physical = Physical progress
investment-lots-title = Lots of capital and their windows
investment-contracts-title = Contracts
investment-history-title = What was reported, and when
investment-history-words = Every figure that was given; none is overwritten
investment-plan-title = Capital plans
investment-plan-lead = Each version has its approving act; changes are shown, and findings name their provision.
investment-versions-title = Versions
investment-version = Version { $n }
investment-changes-title = What it changed
investment-n-more-changes = and { $n } more changes
investment-checks-title = Checked by the law
investment-moves-title = Proposed reallocation
investment-moves-lead = The system proposes, a person decides. Sources never mix; never below what is spent and accepted; never above the medium-term plan.
investment-moves-looked = Looked at the { $n } lines of { $it } where most is at stake.
investment-moves-list = Moves
investment-moves-failed = No answer was found; nothing is proposed.
investment-move-gives = Add { $amount } of { $source }; { $expected } of it is expected to be spent by the deadline.
investment-move-takes = Take { $amount } of { $source }; if it stayed, about { $expected } of it would be spent by the deadline.
investment-gives = add
investment-takes = take
investment-firm = firm
investment-firm-words = “Firm”: the move stays in the best answer even when every project stalls at once.
investment-frontier-title = Gain by number of projects touched
investment-frontier-words = Bold line: additional spending expected. Thin line: no answer can gain more.
investment-public-lead = Public investment project
investment-code-title = This page as a QR code
investment-under-way = under way
investment-photos-title = Photos of the site
investment-bad-year = “{ $it }” is no year
investment-part-of = of its part of the { $assigner }, version { $version } ({ $act }, { $day })
investment-axis-rate = Disbursed, % of the year’s plan
investment-axis-month = Month of the plan year; the last 1 is January of the next year
investment-map-standing = { $it ->
    [low] below 30%
    [middle] 30–70%
   *[high] 70% and more
}
investment-gantt-beyond = { $n ->
    [one] +{ $n } day
   *[other] +{ $n } days
}
investment-gantt-few = Fewer than 20 comparable projects (same field, same group) have ended these stages, or too many are still open: no comparison is shown.
investment-delay = { $open ->
    [yes] So far at least { $days } days longer than comparable projects usually take (medians): { $parts }. Shared among stages that run beside each other; it says where the time stands.
   *[no] { $days } days longer than comparable projects usually take (medians): { $parts }. Shared among stages that run beside each other; it says where the time stands.
}
investment-delay-part = { $it } { $n ->
    [one] { $n } day
   *[other] { $n } days
}
