# The working calendar: refusals, the reasoning of deadlines, provisions.

## Tables

calendar-table-hours-unreadable = failed to read the office-hours file: { $detail }
calendar-table-hours-no-weekday = office hours from { $from }: no weekday is worked; name at least one
calendar-table-hours-no-shift = office hours from { $from }: no shift; give at least one start and end
calendar-table-hours-shift-order = office hours from { $from }: shifts must be in order, apart, on whole minutes, each ending after it begins
calendar-table-no-hours = the office-hours file has no [[hours]] block
calendar-table-day-unreadable = days table, line { $line }: { $detail }; the columns are date, kind, name_vi, source, confidence
calendar-table-day-twice = days table, line { $line }: { $date } stands on an earlier line too
calendar-table-no-source = days table, line { $line }: { $date } has no source; give the number and date of a document, or an address

## Phrases

calendar-rule-empty = no deadline phrase given; for example: 10 ngày làm việc, trước ngày 25 hằng tháng, quý III/2024
calendar-rule-no-time = no deadline found in “{ $text }”; right would be for example: 10 ngày làm việc, trước ngày 25 hằng tháng, quý III/2024
calendar-rule-not-understood = “{ $words }” was not understood (from character { $at }); write deadlines like: 10 ngày làm việc, trước ngày 20/9/2024, hằng quý trước ngày 20
calendar-rule-no-such-day = there is no day { $words }; check day, month and year
calendar-rule-out-of-range = “{ $words }” is out of range; right is: { $range }
calendar-rule-no-year = “{ $words }” has no year, and the document's date is not known; add the year
calendar-rule-two = two deadlines: { $first } and { $second }; make two tasks or choose one
calendar-rule-day-without-month = “ngày { $day }” lacks its month; write ngày { $day }/month/year or ngày { $day } hằng tháng
calendar-rule-too-long = { $count } is too long; at most { $most }
calendar-rule-zero = a period of nothing; give at least 1

## No date

calendar-deadline-standing = a standing duty has no due day; set a reporting rhythm to follow it
calendar-deadline-still-suspended = the clock has been suspended since { $since } ({ $reason }); there is no due day until it runs again
calendar-deadline-outside-years = { $day } lies outside the years of the calendar (1900 to 2199)
calendar-deadline-no-working-days = the calendar has no working day for a year from { $from }
calendar-deadline-too-long = { $count } is too long; at most 36525

## Reasoning

calendar-weekday = { $weekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    }
calendar-weekday-last = { $lastweekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    }
calendar-weekday-to = { $toweekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    }
calendar-why = { $why ->
        [first-day] first day of the period
        [calendar-day] calendar day
        [suspended] suspended: { $name }
       *[working] working day
        [swap-working-day] swapped working day: { $name }
        [weekly-rest] weekly rest
        [public-holiday] public holiday: { $name }
        [day-off-in-lieu] day in lieu: { $name }
        [swap-day-off] swapped day off: { $name }
    }
calendar-basis = { $basis ->
        [computed] ; computed from the law, not announced
        [unsure] ; source to be verified
       *[sure] { "" }
    }
calendar-recalled = recalled, unverified

calendar-step-begins = Begins { calendar-weekday }, { $day }, { $time }
calendar-step-names = “{ $phrase }” is { calendar-weekday }, { $day }
calendar-step-read-by = “Trước ngày” is read as: by the end of that day ({ $source })
calendar-step-read-before = “Trước” is read as: done before that day or period begins ({ $source })
calendar-step-day-not-counted = { calendar-weekday }, { $first }: not counted, { calendar-why }{ calendar-basis }
calendar-step-days-not-counted = { calendar-weekday }, { $first } to { calendar-weekday-last }, { $last }: not counted, { calendar-why }{ calendar-basis }
calendar-step-day-counted = { calendar-weekday }, { $first }: day { $number }, { calendar-why }{ calendar-basis }
calendar-step-days-counted = { calendar-weekday }, { $first } to { calendar-weekday-last }, { $last }: days { $number } to { $lastnumber }, { calendar-why }{ calendar-basis }
calendar-step-day-minutes = { calendar-weekday }, { $first }: { $length }, { calendar-why }{ calendar-basis }
calendar-step-days-minutes = { calendar-weekday }, { $first } to { calendar-weekday-last }, { $last }: { $length } each, { calendar-why }{ calendar-basis }
calendar-step-corresponds = The corresponding day is { calendar-weekday }, { $day }
calendar-step-corresponds-clamped = The last month lacks the corresponding day, so its last day stands: { calendar-weekday }, { $day }
calendar-step-extended = { $days } days of suspension are added: to { $day }
calendar-step-moves = { calendar-weekday }, { $from } is a day off ({ calendar-why }), so the deadline passes to the next working day: { calendar-weekday-to }, { $to }
calendar-step-stays = { calendar-weekday }, { $day } is a day off ({ calendar-why }), but the deadline stays
calendar-step-suspension-ignored = The suspension ({ $reason }) does not move a day that the document fixes; that takes an extension
calendar-step-ends = Due { $time }, { calendar-weekday }, { $day }

## Provisions

calendar-provision-civil-144 = Civil Code 91/2015/QH13, Art. 144
calendar-provision-civil-146-2 = Civil Code 91/2015/QH13, Art. 146 §2
calendar-provision-civil-146-3 = Civil Code 91/2015/QH13, Art. 146 §3
calendar-provision-civil-147-1 = Civil Code 91/2015/QH13, Art. 147 §1
calendar-provision-civil-147-2 = Civil Code 91/2015/QH13, Art. 147 §2
calendar-provision-civil-148-1 = Civil Code 91/2015/QH13, Art. 148 §1
calendar-provision-civil-148-2 = Civil Code 91/2015/QH13, Art. 148 §2
calendar-provision-civil-148-3 = Civil Code 91/2015/QH13, Art. 148 §3
calendar-provision-civil-148-4 = Civil Code 91/2015/QH13, Art. 148 §4
calendar-provision-civil-148-5 = Civil Code 91/2015/QH13, Art. 148 §5
calendar-provision-civil-148-6 = Civil Code 91/2015/QH13, Art. 148 §6
calendar-provision-labour-111-1 = Labour Code 45/2019/QH14, Art. 111 §1
calendar-provision-labour-111-3 = Labour Code 45/2019/QH14, Art. 111 §3
calendar-provision-labour-112 = Labour Code 45/2019/QH14, Art. 112
calendar-provision-labour-2012-115 = Labour Code 10/2012/QH13, Art. 115
calendar-provision-culture-day = Politburo resolution 80-NQ/TW (no implementing act seen)
calendar-provision-office-week = 40-hour week, Decision 188/1999/QĐ-TTg
calendar-provision-announced = { $source }
calendar-provision-document = the words of the document
calendar-provision-setting = local setting: { $source }
calendar-provision-suspension = the decision to suspend the clock
