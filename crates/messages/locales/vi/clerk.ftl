flow-inbox-lead = Thả văn bản vào đây: hệ thống đọc, đề xuất nhiệm vụ kèm đúng đoạn chữ; chưa giao gì cho đến khi bạn giao.
flow-document = Tệp văn bản
flow-document-help = Word (.docx), PDF, HTML, văn bản thuần, bản quét
flow-document-more = Đặt mã, gắn với hội nghị
flow-document-id = Mã văn bản (để trống thì lấy theo số, ký hiệu)
flow-document-meeting = Kết luận của hội nghị (mã)
flow-document-read = Đọc văn bản
flow-documents-waiting = Văn bản có đề xuất chờ xử lý
flow-documents-none = Không có đề xuất nào đang chờ.
flow-no-document = hãy chọn một tệp có nội dung
flow-bad-id = “{ $it }” không phải là mã; mã gồm a-z, 0-9, “-”, “.”, “_”
flow-proposals-of = Giao nhiệm vụ từ { $it }
flow-proposals-wait = { $n } đề xuất chờ xử lý
flow-no-proposals = Không còn đề xuất nào chờ xử lý.
flow-ready = { $n } đề xuất đã đủ đơn vị, sản phẩm, thời hạn.
flow-issue-all = Giao các đề xuất đã chọn
flow-is-ready = đủ thông tin, giao cùng
flow-none-ticked = hãy chọn ít nhất một đề xuất
flow-alike-title = Có thể trùng:
flow-alike = { $it } (giống { $n } %)
flow-add-lead = Thêm đơn vị chủ trì
flow-add-helper = Thêm đơn vị phối hợp
flow-deadline = Thời hạn
flow-due-is = Tức là { $it }
flow-importance = Mức độ
flow-ordinary = Thường
flow-issue = Giao nhiệm vụ
flow-save = Lưu đề xuất
flow-other = Tách, gộp, bỏ
flow-parts = Tách: mỗi phần một dòng, giữ nguyên chữ của văn bản
flow-split = Tách
flow-into = Gộp vào
flow-merge = Gộp
flow-refuse-reason = Bỏ vì
flow-refuse-proposal = Bỏ đề xuất
flow-closed = { $n } đề xuất đã xử lý
flow-class = “{ $it }” gồm { $n } đơn vị; hãy xem lại danh sách
flow-class-open = “{ $it }” gồm { $n } đơn vị đã biết và có thể còn đơn vị khác; hãy xem lại danh sách
flow-described = “{ $it }” phải do người xác định; hãy chọn đơn vị
flow-ambiguous = “{ $it }” là tên của nhiều đơn vị; hãy chọn
flow-not-on-day = “{ $it }” không còn vào ngày này; hãy chọn đơn vị kế thừa
flow-look-alike = “{ $it }” có chữ trông giống chữ Latinh nhưng không phải; hãy gõ lại tên
flow-unknown-unit = chưa biết “{ $it }” là đơn vị nào; hãy chọn hoặc gõ tên
flow-no-lead = thiếu đơn vị chủ trì: hãy chọn hoặc gõ tên
flow-no-product = thiếu sản phẩm: hãy ghi rõ đơn vị phải nộp cái gì
flow-choose = hãy chọn trong danh sách
flow-part-not-found = “{ $it }” không có trong đoạn văn bản gốc, hoặc không đúng thứ tự
flow-proposal-stale = Trong lúc bạn sửa, người khác đã sửa đề xuất này thành: “{ $it }”. Nội dung bạn viết vẫn còn dưới đây.
flow-clerk-did = { $it ->
    [registered] Đã đăng ký văn bản; các đề xuất ở bên phải.
    [issued] Đã giao nhiệm vụ.
    [issued-all] Đã giao các nhiệm vụ đã chọn.
    [saved] Đã lưu đề xuất.
    [split] Đã tách đề xuất.
    [merged] Đã gộp đề xuất.
   *[refused] Đã bỏ đề xuất.
}
flow-misnamed = Hãy đổi đuôi tệp cho đúng, hoặc mở và lưu lại đúng loại, rồi thả lại.
