procedure-limit-working-hours = { $it } working hours
procedure-limit-working-days = { $it } working days
procedure-limit-days = { $it } days
procedure-diff-total = total limit { $was } → { $now } { $unit ->
    [hours] working hours
    [days] days
   *[other] working days
}
procedure-diff-step-limit = step “{ $step }”: { $was } → { $now } { $unit ->
    [hours] working hours
    [days] days
   *[other] working days
}
procedure-diff-step-unit = step “{ $step }”: done by “{ $now }”, before by “{ $was }”
procedure-diff-step-gone = step “{ $step }” is gone
procedure-diff-step-new = step “{ $step }” is new
procedure-diff-order = the steps stand in another order
procedure-diff-paper-gone = “{ $paper }” is asked for no more
procedure-diff-paper-new = “{ $paper }” is asked for
procedure-diff-fee = fee { $was } → { $now } đồng
procedure-diff-decides = decided by “{ $now }”, before by “{ $was }”
procedure-diff-description = name, field, level or online level differ
procedure-fault-missing = has to be given
procedure-fault-nothing = there is no procedure
procedure-fault-twice = “{ $it }” stands twice
procedure-fault-not-after = a new version must hold from a day after { $was }, from which the one before holds
procedure-fault-unchanged = it is as the version that is known: there is nothing to enter
procedure-fault-reason = the procedure is in the catalogue: say why it changes
procedure-fault-steps-above-total = the steps add up to { $steps } working days, more than the total limit of { $total }
procedure-fault-fee = a fee can't be below nought
procedure-fault-no-step = the catalogue has no step { $step }
procedure-fault-ends-before = it ends on { $to }, before it begins on { $from }
procedure-fault-future = { $on } is still to come
procedure-fault-promised = the days promised must be more than nought
procedure-refusal-imported = the file { $file } was taken in by entry { $entry }
procedure-refusal-no-procedure = the catalogue has no procedure { $procedure }
procedure-refusal-no-sheet = there is no shortening sheet { $sheet }
procedure-refusal-other-sheet = sheet { $sheet } is not the one that was seen: load the page again and look before signing
procedure-refusal-signed = sheet { $sheet } was signed and became task { $task }
procedure-refusal-no-proposal = the sheet has no proposal { $proposal }
procedure-refusal-none-chosen = there is no proposal: choose at least one
procedure-refusal-no-change = the procedure has no change { $change }
procedure-refusal-no-log = name at least one imported log
procedure-refusal-unknown-log = log { $log } is not imported, or was withdrawn
procedure-catalogue-would = would enter { $n } procedures with { $steps } steps
procedure-catalogue-did = entered { $n } procedures with { $steps } steps into the catalogue
procedure-catalogue-columns = columns are missing: { $columns }; each row is a step
procedure-bad-code = a procedure's code has letters, digits, “.”, “-” only, e.g. 1.009994
procedure-bad-level = say ministry, province, district or commune
procedure-bad-online = say information, partial or full
procedure-bad-delegation = no id of a delegation, e.g. uq-0001
procedure-bad-yes-no = say yes or no
procedure-bad-limit-words = no time limit: write 15, 0.5 working days, 4 hours or 20 calendar days
procedure-bad-map = “{ $given }”: write activity=number of the step, e.g. “Ký duyệt=6”
procedure-bad-case-code = a case's code looks like 000.00.01.H26-240930-0012
procedure-no-such-case = there is no case to be shown with this code
procedure-not-linked = { $code } is linked to no log: use dondoc procedures link
procedure-version = Version { $number }, from { $from }, by { $act } (entry { $entry })
procedure-wrote = written: entry { $entry }
procedure-definition-office-time = Late means: office time from receipt to the step that ends the case, without waiting for the applicant, is longer than the catalogue's limit.
procedure-assessed = { $finished } cases ended in the period, { $on_time } in time ({ $share } %, limit { $limit } working days); { $running } run, { $overdue } over the limit; median { $median }, nine of ten within { $p90 } working days
procedure-late-step = { $days } days late by { $activity } ({ $provision }), the main cause in { $mainly } cases
procedure-fits = fits the prescribed steps by { $fitness } %; { $fitting } % of cases exactly
procedure-sheet-form = { $path }: a sheet is written as .pdf or .docx
procedure-sheet-made = Sheet { $sheet }, entry { $entry }, SHA-256 { $hash }
procedure-status-line = { $step } since { $since }; due { $due }
procedure-status-expected = expected to end { $middle } (90 %: { $low } to { $high })
procedure-promise-measured = promised { $promised } working days a case, measured { $days } [{ $low }; { $high }] against { $controls } control units ({ $before } months before, { $after } after; synthetic control { $synthetic }, placebo p { $p }, the least possible { $least })
procedure-promise-not-yet = promised { $promised } working days a case; not measurable yet: { $why ->
    [cases] { $cases } cases have ended since the change
    [months] { $months } whole months since the change ({ $cases } cases)
   *[controls] { $controls } control units only
}
procedure-promise-unmeasured = promised { $promised } working days a case; not measured yet
