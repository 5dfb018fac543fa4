city-document-known = document “{ $document }” is registered already; if this is another one, give it another id
city-no-such-document = no document “{ $document }” is registered
city-document-nameless = the document has neither a number nor a title to make an id of; give it an id
city-no-such-proposal = there is no proposal “{ $proposal }”
city-no-words = the words of the task are missing
city-no-lead = the words name no lead unit; say which unit leads
city-lead-not-resolved = it is not clear which unit “{ $text }” is; name the unit. Nearest: { $nearest }
city-deadline-not-understood = the deadline “{ $text }” was not understood; write for example “30/9/2024”, “10 ngày làm việc”, “quý III/2024” or “thường xuyên”
