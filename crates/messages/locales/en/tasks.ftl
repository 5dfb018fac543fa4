# Why a request about a task is refused, and why a task is at risk.
tasks-unknown-proposal = there is no proposal “{ $proposal }”
tasks-unknown-task = there is no task “{ $task }”
tasks-taken-id = the id “{ $id }” is taken by something else; choose another
tasks-proposal-closed = proposal “{ $proposal }” was issued, merged or refused; only a waiting one can be changed
tasks-merged-into-itself = proposal “{ $proposal }” cannot be merged into itself; choose another one
tasks-missing = { $what ->
    [text] the words of the task are missing
    [product] the product is missing: say what the unit must hand over
    [reason] the reason is missing
    [instrument] the instrument is missing: give the number and date of the document
    [authority] the person or body that decided is missing
    [lead] the lead unit is missing
    [question] what is to be explained is missing
    [answer] the explanation is missing
   *[narrative] the words of the report are missing
}
tasks-same-task-twice = task id “{ $task }” is given twice; one id for each unit
tasks-same-lead-twice = unit “{ $unit }” leads this already; each unit takes it once
tasks-assigner-leads = the assigner “{ $unit }” cannot lead as well, since a doer does not confirm its own work
tasks-empty-span = the passage from { $start } to { $end } has no words
tasks-due-before-issue = the deadline { $due } is before the day of issue { $on }; give a later deadline, or the true day of issue
tasks-only-lead = only the lead unit “{ $expected }” may do this with task “{ $task }”; you act for “{ $unit }”
tasks-only-assigner = only the assigner “{ $expected }” may do this with task “{ $task }”; you act for “{ $unit }”
tasks-doer-confirms = whoever did task “{ $task }” does not confirm it; the assigner does
tasks-wrong-standing = { $standing ->
    [issued] task “{ $task }” was issued and not yet accepted
    [accepted] task “{ $task }” is in work
    [reported] task “{ $task }” was reported done and waits for confirmation
    [returned] task “{ $task }” was returned
    [suspended] task “{ $task }” is suspended; resume it first
    [done] task “{ $task }” was confirmed done
   *[cancelled] task “{ $task }” was cancelled
}
tasks-percent-over = { $percent } percent is more than 100
tasks-done-below-hundred = reported done at { $percent } percent; give 100, or do not say done
tasks-done-without-evidence = a report that task “{ $task }” is done needs at least one file that shows the product
tasks-bad-hash = the hash “{ $hash }” of file “{ $file }” is not a SHA-256 (64 digits 0-9, a-f)
tasks-occurrence-needed = task “{ $task }” comes back; say which occurrence
tasks-no-occurrences = task “{ $task }” does not come back; leave out the occurrence
tasks-unknown-occurrence = task “{ $task }” has no occurrence { $occurrence }
tasks-nothing-reported = nothing was reported done on task “{ $task }”
tasks-nothing-to-extend = task “{ $task }” has no deadline that could be extended
tasks-not-later = the new deadline { $asked } is not after the present one, { $due }
tasks-extension-after-due = the deadline was { $due }, today is { $on }: after the due day, more time needs a stated excuse
tasks-request-pending = task “{ $task }” has a request for more time since { $since } that was not answered
tasks-no-request = task “{ $task }” has no request for more time that waits
tasks-same-unit = unit “{ $unit }” has this task already
tasks-not-late = task “{ $task }” is not late, so it needs no excuse; to have more time, ask for an extension
tasks-no-claim = task “{ $task }” has no objective reason that waits for confirmation
tasks-doer-excuses = whoever does task “{ $task }” does not confirm the reason for its delay
tasks-no-source-change = task “{ $task }” has no mark of a change by document “{ $by }”
tasks-no-source = task “{ $task }” does not come from a document
tasks-before-issue = task “{ $task }” was issued on { $issued }; nothing can be recorded for { $on }
tasks-one-part = splitting proposal “{ $proposal }” must give at least two parts
tasks-leaves-document = the proposal comes from document “{ $document }”; an edit or a part must keep its words within it
tasks-outside-span = a part must stay within the words it was split from, { $start } to { $end }
tasks-nothing-submitted = task “{ $task }” has no report waiting for the head of the unit
tasks-author-approves = whoever wrote the report on task “{ $task }” does not approve it
tasks-doer-demands = the unit that does task “{ $task }” does not demand its own explanation
tasks-answer-by-past = the answer would be due on { $by }, not after the demand ({ $on })
tasks-no-demand = task “{ $task }” has no demand for an explanation waiting
tasks-risk-lead-abolished = its lead unit “{ $unit }” no longer exists, and no successor took over
tasks-risk-not-accepted = not accepted after { $days } working days
tasks-risk-no-progress = no progress for { $days } days
tasks-risk-behind-time = { $percent } percent done with { $elapsed } percent of the time gone
tasks-risk-extensions-asked = more time was asked for { $times } times
tasks-risk-returned = report returned on { $on }, nothing came since
tasks-risk-source-changed = the ordering document was changed, and nobody has looked at it
