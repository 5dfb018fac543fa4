# The briefing
briefing-as-of-outside-period = No briefing can be compiled as of { $given }: the day must lie between { $from } (the first day of the period) and { $until }.
briefing-log-too-long = The ledger has { $given } entries; a receipt can name no more than { $most }.
