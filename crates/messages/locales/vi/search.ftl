# Tìm kiếm
search-nav = Tìm kiếm
search-title = Tìm kiếm
search-q = Từ cần tìm, có dấu hoặc không dấu
search-do = Tìm
search-help = Tìm trong văn bản, nhiệm vụ và báo cáo. Gõ không dấu cũng tìm được; gõ có dấu thì chữ đúng dấu xếp trước.
search-found = Tìm thấy { $n } kết quả
search-none = Không có kết quả. Hãy bớt từ, hoặc thử không dấu.
search-documents = Văn bản
search-tasks = Nhiệm vụ
search-reports = Báo cáo
search-units = { $n } đơn vị chủ trì
search-bad-sort = “{ $it }” không phải là loại kết quả
search-col-sort = Loại
search-col-what = Tên, nội dung
search-col-words = Đoạn tìm thấy
search-col-about = Đơn vị, văn bản
search-col-day = Ngày
