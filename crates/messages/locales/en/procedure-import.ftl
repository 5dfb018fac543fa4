procedure-import-title = Import a case log
procedure-import-link = Import a log
procedure-import-lead = Export the log of cases from the one-stop system and bring it here just as it is. Nothing is imported until you have looked and confirmed.
procedure-import-file-help = CSV, XLSX, XES, Parquet or OCEL 2.0, also as .gz, at most 64 MB. The file itself is not kept: only its hash and the columns that the analysis needs; for larger ones use the command dondoc procedures import.
procedure-import-of = Import { $it }
procedure-import-size = { $cases } cases, { $events } events, { $rejected } rows not taken
procedure-import-did = { $it ->
    [withdrawal] The import is withdrawn; its events no longer count.
   *[import] The log is imported.
}
procedure-import-gone = This file waits no longer (it was imported, or more than a day has passed): bring it again.
procedure-import-settings = How moments are understood
procedure-import-zone = Offset of moments that name none
procedure-import-zone-none = – not chosen –
procedure-import-zone-help = Moments that name an offset keep it.
procedure-import-needs-zone = { $n ->
    [one] One moment names no offset: choose one and look again.
   *[other] { $n } moments name no offset: choose one and look again.
}
procedure-zone-home = +07:00 (Việt Nam)
procedure-zone-utc = +00:00 (UTC)
procedure-bad-zone = an offset such as +07:00 is meant
procedure-import-object = Which objects are the cases
procedure-import-object-type = An object-centric log: say which objects are the cases, one of: { $it }.
procedure-import-role = { $it ->
    [case] Case
    [activity] Step
    [time] Completed at
    [start] Begun at
    [resource] Done by
    [unit] Unit
   *[lifecycle] State of the step
}
procedure-import-no-column = It is not known which column is “{ $it }”: choose it.
procedure-import-keep = Keep further columns
procedure-import-keep-help = Only what the analysis needs; none that names a citizen.
procedure-import-left-out = Never kept, as they name citizens: { $it }
procedure-import-rejected-help = These rows are not taken; what stands in them is not recorded.
procedure-import-why = { $it ->
    [no_case] no case
    [no_activity] no step
    [bad_moment] no moment that can be read; write 2024-02-05 09:00 or 05/02/2024 09:00
    [too_short] columns are missing
   *[too_long] too long
}
procedure-import-known = { $n ->
    [one] one event is known from an earlier import and not taken again
   *[other] { $n } events are known from earlier imports and not taken again
}
procedure-import-unsorted = { $n ->
    [one] one case is not in time order in the file; the pages sort it
   *[other] { $n } cases are not in time order in the file; the pages sort them
}
procedure-import-preview = Understood as follows
procedure-import-do = { $n ->
    [one] Import one event
   *[other] Import { $n } events
}
procedure-import-withdraw = Withdraw this import
procedure-import-withdraw-help = The events are removed and no longer count; the import and its withdrawal stay in the ledger.
procedure-import-withdraw-do = Withdraw the whole import
procedure-import-withdrawn = Withdrawn
procedure-import-reason = Reason for the withdrawal
procedure-import-no-reason = Say why it is withdrawn.
log-citizens = the column “{ $column }” names citizens and is not kept
api-log-no-file = Send the log in the field `file` of multipart/form-data.
api-log-zone = { $n ->
    [one] One moment names no offset
   *[other] { $n } moments name no offset
}: say which by the parameter zone, such as zone=%2B07:00
