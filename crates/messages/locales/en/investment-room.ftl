city-no-such-unit = there is no unit `{ $unit }` in the registry
investment-fault-missing = a value has to be given
investment-fault-nothing = there is no row to record
investment-fault-unknown-project = project `{ $project }` is not in the register; import the projects first
investment-fault-no-such-plan = there is no plan `{ $plan }`
investment-fault-no-such-step = the table of site-clearance steps has no step `{ $step }`
investment-fault-twice = `{ $project }` stands twice
investment-fault-not-positive = { $amount }: an amount must be above 0
investment-fault-negative = { $amount }: an amount must not be negative
investment-fault-above-hundred = a rate is 0 to 100 %
investment-fault-part-above-whole = the part, { $part }, is more than the whole, { $whole }
investment-fault-ends-before-begin = it ends on { $to }, before it begins on { $from }
investment-fault-in-future = { $on } has not come yet
investment-fault-before-earlier-version = the act is older than that of the version before ({ $was })
investment-fault-corrected = for { $on } { $was } đồng are known, now it would be { $now } đồng; a figure that falls or changes needs a reason (--reason)
investment-fault-slip = { $given } đồng looks off by a power of ten: is it { $expected } đồng? Correct it, or confirm with --confirm if it is right
investment-imported-before = file `{ $file }` was imported before (entry { $entry }); it is not taken in twice

investment-check-stretch = Project { $project } (group { $group }): capital in year { $seen }, { $may } years are allowed.
investment-check-medium-term = Project { $project }: the years of the period give { $seen } đồng, more than the medium-term plan of { $may } đồng.
investment-check-no-policy = Project { $project }: { $seen } đồng assigned without a decision on the investment policy.
investment-check-no-approval = Project { $project }: { $seen } đồng assigned without an investment decision.
investment-check-late-allocation = The plan was assigned { $seen } days after the last day, { $day }.
investment-check-above-total = Project { $project }: all years give { $seen } đồng, more than the total investment of { $may } đồng.
investment-check-unknown-project = Project { $project }: { $seen } đồng assigned, but it is not in the register.
investment-check-below-assigned = Source { $source }: the city assigns { $seen } đồng, less than the { $may } đồng that the Prime Minister assigned.
investment-check-settled = Project { $project }: { $seen } đồng assigned, though it was settled on { $day }.
investment-check-settlement-late = Project { $project } (group { $group }): settlement is { $seen } days late, it was due on { $day }.
investment-check-basis = Basis: { $citation }{ $known ->
    [recalled] {" "}(recalled, not compared with the text)
    [illustrative] {" "}(illustrative)
   *[seen] {""}
}
investment-check-silent = Not checked: { $check }. No provision was entered.
investment-check-none = Nothing was found in what was checked.
investment-check-head = Plan { $plan }, version { $version } ({ $act }, { $day }): { $count } findings.
investment-check-name = { $check ->
    [stretch] how long capital may stretch
    [medium-term] medium-term limit
    [no-policy] investment policy
    [no-approval] investment decision
    [late-allocation] last day of assignment
    [above-total] total investment
    [unknown-project] projects outside the register
    [below-assigned] everything assigned is allocated
    [settled] projects that were settled
   *[settlement-late] time limit of settlement
}

investment-import-cell = { $place }, { $cell } (“{ $heading }”): { $what }
investment-import-row = { $place }, row { $row }: { $what }
investment-import-unknown-source = “{ $given }” is no known source of capital; known: { $known }
investment-import-unknown-unit = “{ $given }” does not name one unit
investment-import-unknown-group = “{ $given }” is no project group; use A, B, C or national
investment-import-unknown-stage = “{ $given }” is no stage; use: { $known }
investment-import-bad-id = “{ $given }” is no id: 1 to 64 characters of a-z, 0-9, `-`, `.`, `_`
investment-import-not-whole = “{ $given }” is not a whole number of đồng; look at the unit of money ({ $money })
investment-import-not-a-day = “{ $given }” is no day
investment-import-no-as-of = the table has no column of days; say as of when with --as-of
investment-import-no-source = the table has no column of sources; say which with --source
investment-import-missing = no column found for: { $fields }. Columns there are: { $known }
investment-import-money = Unit of money: { $money }.
investment-import-columns = Columns: { $columns }.
investment-import-skipped = { $count } rows are no data (totals, headings) and were passed over.
investment-import-would = { $rows } rows would be imported as { $items } items; nothing was written.
investment-import-did = { $rows } rows were imported as { $items } items in one entry ({ $entry }).
investment-law-set = The table of provisions was recorded ({ $entry }).
investment-money = { $money ->
    [dong] đồng
    [thousand] thousand đồng
    [million] million đồng
   *[billion] billion đồng
}

investment-assigner = { $assigner ->
    [pm] plan assigned by the Prime Minister
   *[city] plan assigned by the city
}
investment-system = { $system ->
    [treasury] treasury
    [investor] investor
   *[national] national system
}
investment-stage = { $stage ->
    [proposal] Proposal
    [policy] Investment policy
    [approval] Investment decision
    [design] Design and estimate
    [tender] Contractor selection
    [clearance] Site clearance
    [construction] Construction
    [handover] Acceptance, handover
   *[settlement] Settlement
}
investment-gate = { $gate ->
    [design] no approved design and estimate
    [contract] no signed contract
    [site] no site
    [accepted] work not accepted
   *[paid] accepted, not paid
}
investment-no-plan = There is no capital plan for { $year }.
investment-status-head = As of { $day }, by the { $system }: { $spent } spent of { $plan } = { $rate } of the { $denominator } (version { $version }, { $act }).
investment-status-row-head = Unit
investment-status-plan = Plan
investment-status-spent = Spent
investment-status-rate = Rate
investment-status-projects = Projects
investment-low-head = Units with low disbursement, by this rule: { $citation }
investment-low-row = { $unit }: { $rate } (whole city { $city }){ $promised ->
    [none] {""}
   *[other] {"; "}promised { $promised }
}
investment-low-none = No unit is low by the rule.
investment-low-no-rule = No rule was entered for which units are low.
investment-mismatch-head = Treasury and investor differ in { $count } places:
investment-mismatch-row = { $project } ({ $source }), { $day }: treasury { $treasury }, investor { $investor }
investment-holdup-head = Unspent money { $unspent }, by the first gate not passed:
investment-holdup-row = { $share } { $gate }: { $amount } ({ $projects } projects)
investment-forecast-head = Forecast from the end of month { $month } of plan year { $year }, { $left } months before 31 January; denominator: { $denominator } (version { $version }).
investment-forecast-row = { $name }: now { $now }; at the end { $low } – { $high } (median { $median })
investment-forecast-cases = { $n } comparable cases ended between { $low } and { $high }
investment-forecast-opponents = by last year's profile { $profile }, by last year's rate { $rate }
investment-forecast-young = Fewer than two earlier years to learn from: only comparable cases speak, and the interval was never tested.
investment-forecast-none = Not enough to forecast from: a reported month and earlier years with plan and spending are needed.
investment-forecast-kept = The forecasts are kept, to be judged at the end of the year ({ $entry }).
investment-forecast-judged = Forecasts of { $day } for { $year }, { $level }: { $n } cases, mean error { $error }, { $within } within the 80 % interval.
investment-forecast-calibration = Tested on earlier years: the 80 % interval held in { $cover } of { $n } cases: { $verdict ->
    [calibrated] calibrated
    [not_calibrated] NOT CALIBRATED
   *[untested] too few to say
}
investment-level = { $level ->
    [city] Whole city
    [source] Source
    [unit] Unit
   *[project] Project
}
investment-export-quality = Quality: { $projects } projects; fields filled { $complete }; newest disbursement { $fresh }.
investment-exported = Wrote { $file }: { $count } projects.
investment-no-such-project = there is no project `{ $project }`
investment-import-not-in-package = missing, or cannot be read (“{ $given }”)
investment-fault-extended-too-far = { $until } is later than the law allows: capital of this plan year can be extended to { $latest } at most
