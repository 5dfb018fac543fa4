log-io = không đọc được { $path }: { $why }
log-damaged = dữ liệu hỏng ở khoảng byte thứ { $at }
log-empty = tệp rỗng: cần một nhật ký XES, CSV hoặc Parquet
log-utf16 = tệp mã hóa UTF-16: hãy lưu lại dạng UTF-8
log-unknown = không phải XES, CSV hay Parquet
log-entities = tệp tự khai báo thực thể (DOCTYPE); hãy bỏ phần đó rồi nhập lại
log-too-long = có một dòng hoặc thẻ dài hơn 16 MB ở khoảng byte thứ { $at }
log-no-column = không tìm thấy cột cho "{ $role }" trong các cột: { $columns }; hãy chỉ rõ bằng --columns { $role }=TÊN
log-too-many-activities = hơn 65.534 bước khác nhau: cột đó có đúng là bước xử lý không?
log-too-many-units = hơn 65.534 đơn vị khác nhau: cột đó có đúng là đơn vị không?
log-too-many-rows = quá nhiều sự kiện cho một lần nhập: hãy chia nhỏ
log-parquet = không giải mã được tệp Parquet: { $why }
log-columns = "{ $part }" không đúng dạng: viết như case=Mã hồ sơ,activity=Bước,time=Thời điểm
log-rejected = { $n } dòng không nhận
log-without-moment = { $n } sự kiện không có thời điểm
log-duplicates = { $n } sự kiện trùng với sự kiện ngay trước
log-unsorted = { $n } hồ sơ không theo thứ tự thời gian trong tệp; kết quả theo --order
log-odd-entities = { $n } thực thể không ai khai báo, giữ nguyên
log-row-no-case = dòng { $line }: không có mã hồ sơ
log-row-no-activity = dòng { $line }: hồ sơ { $value } không có tên bước
log-row-bad-moment = dòng { $line }: "{ $value }" không phải thời điểm; viết như 2024-02-05 09:00 hoặc 05/02/2024 09:00
log-row-too-short = dòng { $line }: thiếu cột
log-row-too-long = dòng { $line }: quá dài
log-broke-off = tệp bị ngắt giữa chừng; phần trước đó đã được đọc
log-naive = { $n } thời điểm không ghi múi giờ, đọc theo { $zone }
procedures-map-size = { $cases } hồ sơ, { $events } sự kiện, { $activities } bước, { $variants } biến thể
procedures-map-edge = { $n }  { $from } → { $to }: trung vị { $median } giờ, 90% trong { $tail } giờ; giờ làm việc { $working }
procedures-not-a-part = { $path } không phải một phần bản đồ: { $why }
