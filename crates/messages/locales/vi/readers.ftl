# Vì sao một tệp không đọc được.
readers-empty = Tệp "{ $name }" trống: không có chữ nào để đọc.
readers-secret = Văn bản mang dấu chỉ độ mật "{ $mark }": không được đưa vào hệ thống này. Không phần nào của tệp được lưu. Xử lý theo chế độ bảo vệ bí mật nhà nước, ngoài hệ thống.
readers-too-big-file = Tệp quá lớn: đọc nhiều nhất { $limit } byte. Hãy tách tệp hoặc giảm ảnh trong tệp.
readers-too-big-text = Phần chữ quá dài: đọc nhiều nhất { $limit } byte chữ.
readers-too-big-entries = Tệp nén có quá nhiều mục: đọc nhiều nhất { $limit } mục.
readers-too-big-unpacked = Tệp nén bung ra quá lớn: nhiều nhất { $limit } byte. Đây có thể là tệp phá hoại.
readers-too-big-ratio = Một phần của tệp bung ra hơn { $limit } lần cỡ nén: đây có thể là tệp phá hoại.
readers-too-big-depth = Các phần tử lồng nhau sâu hơn { $limit } tầng: tệp hỏng hoặc là tệp phá hoại.
readers-too-big-pages = Tệp có quá nhiều trang: đọc nhiều nhất { $limit } trang.
readers-too-big-seconds = Đọc tệp lâu hơn { $limit } giây nên đã dừng: tệp hỏng hoặc quá phức tạp.
readers-other-format = "{ $name }" là tệp { $found }: không đọc được ở đây. Hãy lưu lại thành DOCX, PDF, HTML hoặc TXT.
readers-not-text = "{ $name }" không phải tệp chữ: byte thứ { $at } (đếm từ 0) không có trong văn bản nào. Cần tệp DOCX, PDF, HTML hoặc TXT.
readers-bad-utf8 = Tệp là UTF-8 nhưng hỏng ở dòng { $line } (byte thứ { $at }, đếm từ 0). Hãy lưu lại tệp gốc bằng UTF-8.
readers-unsure-encoding = Không chắc "{ $name }" dùng bảng mã nào (không phải UTF-8; TCVN3, VNI, VISCII và Windows-1258 đều không rõ). Hãy mở bằng chương trình đã tạo tệp và lưu bằng Unicode (UTF-8).
readers-unknown-charset = Trang web khai bảng mã "{ $charset }", không đọc được ở đây. Hãy lưu lại bằng UTF-8.
readers-encrypted = Tệp { $format } bị khóa bằng mật khẩu. Hãy bỏ mật khẩu rồi đưa lại.
readers-damaged = Tệp { $format } hỏng ở phần "{ $part }" (vị trí { $at }). Hãy mở và lưu lại, hoặc xin lại tệp gốc.
readers-doctype = Phần "{ $part }" khai kiểu tài liệu (DOCTYPE), điều mà tệp DOCX thật không có: từ chối vì có thể là tệp phá hoại.
readers-needs-ocr = Tệp { $format } chỉ có ảnh, không có chữ: cần nhận dạng, mà lần đọc này không bật nhận dạng.
readers-needs-tesseract = Tệp { $format } chỉ có ảnh, không có chữ: cần chương trình Tesseract để nhận dạng. Trên Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie poppler-utils
readers-needs-vie = Tệp { $format } chỉ có ảnh: Tesseract đã cài nhưng thiếu dữ liệu tiếng Việt (vie). Trên Debian, Ubuntu: apt-get install tesseract-ocr-vie
readers-needs-pdftoppm = Tệp { $format } chỉ có ảnh: cần chương trình pdftoppm để tách trang. Trên Debian, Ubuntu: apt-get install poppler-utils
readers-ocr-failed = Không nhận dạng được trang { $page }: { $said }

# Điều cần biết về một tệp đã đọc.
readers-name-disagrees = "{ $name }" thực ra là tệp { $found }; đã đọc đúng theo nội dung của tệp.
readers-converted = Chữ được chuyển từ bảng mã { $from } sang Unicode: nên đối chiếu với bản gốc.
readers-decomposed = Có { $count } dấu viết rời (Unicode tổ hợp). Văn bản được giữ nguyên.
readers-deletions-left-out = Bỏ qua { $count } chỗ đã xóa có theo dõi: văn bản có thể còn đang sửa.
readers-insertions-kept = Giữ { $count } chỗ thêm có theo dõi như đã được chấp nhận: văn bản có thể còn đang sửa.
readers-comments-left-out = Bỏ qua { $count } bình luận bên lề.
readers-pages-without-text = Các trang chỉ có ảnh, không có chữ: { $pages }. Nội dung các trang này chưa được đọc.
readers-unknown-signs = { $count } ký hiệu không rõ là chữ gì, ghi là "�".
readers-recognised = Chữ được nhận dạng từ ảnh ({ $count } trang): có thể sai, cần soát lại.
readers-pages-left-out = { $count } trang cuối của bản quét chưa được nhận dạng.
