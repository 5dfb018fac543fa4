procedure-import-title = Nhập nhật ký hồ sơ
procedure-import-link = Nhập nhật ký
procedure-import-lead = Xuất nhật ký xử lý hồ sơ từ hệ thống một cửa và đưa vào đây đúng như đang có. Chưa gì được nhập cho đến khi bạn xem và xác nhận.
procedure-import-file-help = CSV, XLSX, XES, Parquet hoặc OCEL 2.0, nén .gz cũng được, tối đa 64 MB. Tệp gốc không được giữ lại: chỉ giữ mã băm và các cột cần cho phân tích; tệp lớn hơn thì dùng lệnh dondoc procedures import.
procedure-import-of = Nhập { $it }
procedure-import-size = { $cases } hồ sơ, { $events } sự kiện, { $rejected } dòng không nhận
procedure-import-did = { $it ->
    [withdrawal] Đã rút lần nhập; các sự kiện không còn được tính.
   *[import] Đã nhập nhật ký.
}
procedure-import-gone = Tệp này không còn chờ nhập (đã nhập, hoặc đã quá một ngày): hãy đưa lại tệp.
procedure-import-settings = Cách hiểu thời điểm
procedure-import-zone = Múi giờ của thời điểm không ghi múi giờ
procedure-import-zone-none = – chưa chọn –
procedure-import-zone-help = Thời điểm đã ghi múi giờ thì giữ nguyên.
procedure-import-needs-zone = { $n } thời điểm không ghi múi giờ: hãy chọn múi giờ rồi xem lại.
procedure-zone-home = +07:00 (Việt Nam)
procedure-zone-utc = +00:00 (UTC)
procedure-bad-zone = Múi giờ viết như +07:00.
procedure-import-object = Loại đối tượng là hồ sơ
procedure-import-object-type = Nhật ký theo đối tượng: hãy nêu loại đối tượng nào là hồ sơ, một trong: { $it }.
procedure-import-role = { $it ->
    [case] Mã hồ sơ
    [activity] Bước
    [time] Thời điểm xong
    [start] Thời điểm bắt đầu
    [resource] Người xử lý
    [unit] Đơn vị
   *[lifecycle] Trạng thái của bước
}
procedure-import-no-column = Chưa biết cột nào là “{ $it }”: hãy chọn.
procedure-import-keep = Giữ thêm cột khác
procedure-import-keep-help = Chỉ giữ cột cần cho phân tích; không giữ cột nêu tên công dân.
procedure-import-left-out = Không bao giờ giữ, vì nêu tên công dân: { $it }
procedure-import-rejected-help = Những dòng này không được nhận; nội dung của chúng không được ghi lại.
procedure-import-why = { $it ->
    [no_case] không có mã hồ sơ
    [no_activity] không có bước
    [bad_moment] thời điểm không đọc được; viết 2024-02-05 09:00 hoặc 05/02/2024 09:00
    [too_short] thiếu cột
   *[too_long] quá dài
}
procedure-import-known = { $n } sự kiện đã có từ lần nhập trước, không nhận lại
procedure-import-unsorted = { $n } hồ sơ trong tệp không theo thứ tự thời gian; trang phân tích xếp lại
procedure-import-preview = Được hiểu như sau
procedure-import-do = Nhập { $n } sự kiện
procedure-import-withdraw = Rút lần nhập này
procedure-import-withdraw-help = Các sự kiện bị xóa và không còn được tính; lần nhập và việc rút vẫn ghi trong sổ.
procedure-import-withdraw-do = Rút cả lần nhập
procedure-import-withdrawn = Đã rút
procedure-import-reason = Lý do rút
procedure-import-no-reason = Hãy ghi lý do rút.
log-citizens = cột “{ $column }” nêu tên công dân và không được giữ
api-log-no-file = Gửi tệp nhật ký trong trường `file` của multipart/form-data.
api-log-zone = { $n } thời điểm không ghi múi giờ: nêu bằng tham số zone, ví dụ zone=%2B07:00
