log-io = failed to read { $path }: { $why }
log-damaged = the bytes are damaged at about byte { $at }
log-empty = the file is empty: a log in XES, CSV or Parquet is needed
log-utf16 = the file is in UTF-16: save it as UTF-8
log-unknown = neither XES, CSV nor Parquet
log-entities = the file declares entities (DOCTYPE); remove that part and import again
log-too-long = a line or tag of more than 16 MB at about byte { $at }
log-no-column = no column for the { $role } among: { $columns }; name it with --columns { $role }=NAME
log-too-many-activities = more than 65,534 different activities: is that column the activity?
log-too-many-units = more than 65,534 different units: is that column the unit?
log-too-many-rows = too many events for one log: import it in parts
log-parquet = failed to decode the Parquet file: { $why }
log-columns = "{ $part }" is not understood: write case=Case ID,activity=Step,time=Timestamp
log-rejected = { $n } rows not taken
log-without-moment = { $n } events without a moment
log-duplicates = { $n } events equal the one before them
log-unsorted = { $n } cases are not in time order in the file; the result follows --order
log-odd-entities = { $n } entities that nobody declared, kept as they stand
log-row-no-case = line { $line }: no case
log-row-no-activity = line { $line }: case { $value } has no activity
log-row-bad-moment = line { $line }: "{ $value }" is no moment; write 2024-02-05 09:00 or 05/02/2024 09:00
log-row-too-short = line { $line }: columns are missing
log-row-too-long = line { $line }: too long
log-broke-off = the file breaks off; what stands before was read
log-naive = { $n } moments name no zone and were read at { $zone }
procedures-map-size = { $cases } cases, { $events } events, { $activities } activities, { $variants } variants
procedures-map-edge = { $n }  { $from } → { $to }: median { $median } h, 90 % within { $tail } h; working { $working } h
procedures-not-a-part = { $path } is not a part of a map: { $why }
