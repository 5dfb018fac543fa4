# Why something asked of a briefing meeting is refused.
meetings-unknown-meeting = there is no meeting “{ $meeting }”
meetings-unknown-conclusion = meeting “{ $meeting }” has no conclusion { $number }
meetings-unknown-place = meeting “{ $meeting }” has no connection point { $place }
meetings-missing = { $what ->
    [title] the meeting's title is missing
    [place] a place is missing: name at least the hall
    [item] an item of the agenda has no words
    [name] the name of who attends is missing
    [instrument] the authorisation is missing: give its number and date
    [text] the conclusion has no words
    [lead] a lead unit is missing: choose one, or mark that this conclusion orders nothing
    [product] the product is missing: say what the unit has to hand over
   *[reason] a reason is missing
}
meetings-period-backwards = the period ends on { $to }, before it begins on { $from }
meetings-wrong-standing = { $standing ->
    [scheduled] meeting “{ $meeting }” is not open yet
    [open] meeting “{ $meeting }” is open; the chair signs the conclusions off before it closes
    [signed-off] the conclusions of meeting “{ $meeting }” are signed off
   *[closed] meeting “{ $meeting }” is over
}
meetings-not-open = { $standing ->
    [scheduled] meeting “{ $meeting }” is not open yet; conclusions are written while it is
    [signed-off] the conclusions of meeting “{ $meeting }” are signed off; change them by a new conclusion of a later meeting
   *[closed] meeting “{ $meeting }” is over; change its conclusions by a new one of a later meeting
}
meetings-only-chair = only the chair (“{ $chair }”) may do this in meeting “{ $meeting }”
meetings-agenda-changed = the agenda of meeting “{ $meeting }” was just changed (revision { $revision }); look at it, then change it
meetings-conclusion-changed = somebody just changed conclusion { $number } to “{ $theirs }”; yours says “{ $yours }”: join the two and save again
meetings-was-withdrawn = conclusion { $number } was withdrawn; write a new one
meetings-same-lead-twice = unit “{ $unit }” stands twice in one conclusion
meetings-chair-leads = the chair's unit “{ $unit }” assigns and confirms, so it cannot lead the work as well
meetings-nothing-concluded = meeting “{ $meeting }” has no conclusion to sign off
meetings-signed-other = the conclusions of meeting “{ $meeting }” just changed; read them again, then sign
