# The briefing
briefing-as-of-outside-period = No briefing can be compiled as of { $given }: the day must lie between { $from } (the first day of the period) and { $until }.
briefing-log-too-long = The ledger has { $given } entries; a receipt can name no more than { $most }.
briefing-receipt-length = A receipt has { $needed } characters (hyphens and blanks aside), this one has { $given }.
briefing-receipt-character = No receipt has the character “{ $given }” (place { $place }): digits and the letters A–Z without U are used.
briefing-receipt-checksum = A character of the receipt is mistyped or two are swapped: compare it with the printed one.
briefing-receipt-unknown = The receipt is of a form that this program does not know: a newer version may have printed it.
briefing-bad-period = “{ $given }” is not a period: write 2024, 2024-H1, 2024-Q3 or 2024-09, with a year from { $first } to { $last }.
