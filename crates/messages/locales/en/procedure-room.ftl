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
