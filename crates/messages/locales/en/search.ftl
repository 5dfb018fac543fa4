# Search
search-nav = Search
search-title = Search
search-q = Words, with or without diacritics
search-do = Search
search-help = Searches documents, tasks and reports. Words without diacritics find all; with diacritics, exact ones come first.
search-found = { $n } found
search-none = Nothing found. Use fewer words, or leave out the diacritics.
search-documents = Document
search-tasks = Task
search-reports = Report
search-units = { $n } lead units
search-bad-sort = “{ $it }” is no kind of result
search-col-sort = Kind
search-col-what = Name, content
search-col-words = Words found
search-col-about = Unit, document
search-col-day = Day
