# Why a file was not read.
readers-empty = The file "{ $name }" is empty: there is no text to read.
readers-secret = The document carries the secrecy mark "{ $mark }": it may not be held in this system. Nothing of the file was kept. Handle it outside, under the rules on state secrets.
readers-too-big-file = The file is too large: at most { $limit } bytes are read. Split it, or shrink its pictures.
readers-too-big-text = The text is too long: at most { $limit } bytes of text are read.
readers-too-big-entries = The container has too many entries: at most { $limit } are read.
readers-too-big-unpacked = The container unpacks to too much: at most { $limit } bytes. This may be a hostile file.
readers-too-big-ratio = A part of the file unpacks to more than { $limit } times its packed size: this may be a hostile file.
readers-too-big-depth = Elements stand in each other deeper than { $limit } levels: the file is damaged or hostile.
readers-too-big-pages = The file has too many pages: at most { $limit } are read.
readers-too-big-seconds = Reading took longer than { $limit } seconds and was stopped: the file is damaged or too complex.
readers-other-format = "{ $name }" is a { $found } file, which is not read here. Save it as DOCX, PDF, HTML or TXT.
readers-not-text = "{ $name }" is not text: byte { $at } (counted from 0) is in no text. Needed is a DOCX, PDF, HTML or TXT file.
readers-bad-utf8 = The file is UTF-8 but damaged on line { $line } (byte { $at }, counted from 0). Save the original as UTF-8 again.
readers-unsure-encoding = It is not sure which encoding "{ $name }" uses (not UTF-8; neither TCVN3, VNI, VISCII nor Windows-1258 fits clearly). Open it in the program it was made with and save it as Unicode (UTF-8).
readers-unknown-charset = The web page declares the encoding "{ $charset }", which is not read here. Save it as UTF-8.
readers-encrypted = The { $format } file is locked with a password. Remove the password and give it again.
readers-damaged = The { $format } file is damaged in "{ $part }" (at { $at }). Open and save it again, or ask for the original.
readers-doctype = The part "{ $part }" declares a document type (DOCTYPE), which no true DOCX has: refused, as it may be a hostile file.
readers-needs-ocr = The { $format } file has pictures only, no text: it needs recognition, which was not switched on.
readers-needs-tesseract = The { $format } file has pictures only, no text: the program Tesseract is needed to recognise it. On Debian or Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie poppler-utils
readers-needs-vie = The { $format } file has pictures only: Tesseract is installed, its Vietnamese data (vie) is not. On Debian or Ubuntu: apt-get install tesseract-ocr-vie
readers-needs-pdftoppm = The { $format } file has pictures only: the program pdftoppm is needed to take its pages apart. On Debian or Ubuntu: apt-get install poppler-utils
readers-ocr-failed = Page { $page } could not be recognised: { $said }

# What is to be known about a file that was read.
readers-name-disagrees = "{ $name }" is really a { $found } file; it was read as what it is.
readers-converted = The letters were converted from { $from } to Unicode: compare with the original.
readers-decomposed = { $count } marks are written apart from their letters (decomposed Unicode). The text was left as it is.
readers-deletions-left-out = { $count } tracked deletions were left out: the document may still be in editing.
readers-insertions-kept = { $count } tracked insertions were kept as if accepted: the document may still be in editing.
readers-comments-left-out = { $count } comments in the margin were left out.
readers-pages-without-text = Pages with pictures only and no text: { $pages }. What they say was not read.
readers-unknown-signs = { $count } signs have no known letter and are written "�".
readers-recognised = The letters were recognised from pictures ({ $count } pages): they may be wrong and need checking.
readers-pages-left-out = The last { $count } pages of the scan were not recognised.
