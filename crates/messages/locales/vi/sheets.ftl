# Bảng theo dõi: vì sao một tệp không đọc được, và ô nào chưa đúng.
sheets-not-a-table = { $is ->
    [empty] tệp trống; hãy chọn tệp có bảng
    [html] tệp này là trang HTML, không phải bảng tính; hãy mở bằng Excel rồi lưu thành .xlsx
    [container] tệp này là tệp nén hoặc văn bản Word, không có trang tính nào; hãy chọn tệp .xlsx hoặc .csv
    [old-excel] tệp này là Excel đời cũ (.xls) hoặc có mật khẩu; hãy lưu lại thành .xlsx không mật khẩu
    [opendocument] tệp này là OpenDocument; hãy lưu thành .xlsx hoặc .csv
    [pdf] tệp này là PDF; hãy dùng bảng tính gốc (.xlsx hoặc .csv)
   *[binary] tệp này không phải là bảng; hãy chọn tệp .xlsx hoặc .csv
}
sheets-too-many-bytes = tệp lớn hơn { $limit } MB; hãy tách thành nhiều tệp
sheets-too-many-unpacked = tệp bung ra lớn hơn { $limit } MB; hãy tách thành nhiều tệp, bỏ hình ảnh
sheets-too-many-entries = tệp có hơn { $limit } phần; đây không phải là bảng theo dõi
sheets-too-many-rows = bảng có hơn { $limit } dòng; hãy tách thành nhiều tệp, và xóa các dòng trống ở cuối bảng
sheets-too-many-columns = bảng có hơn { $limit } cột; hãy xóa các cột thừa
sheets-too-much-text = chữ trong bảng nhiều hơn { $limit } MB; hãy tách thành nhiều tệp
sheets-damaged = tệp bị hỏng ({ $part }); hãy mở bằng Excel rồi lưu lại
sheets-no-such-sheet = không có trang tính “{ $name }”; tệp có: “{ $known }”
sheets-no-cells = tệp không có ô nào có chữ
sheets-not-utf8 = tệp CSV không phải UTF-8 (từ byte { $at }); hãy lưu dạng “CSV UTF-8”
sheets-empty = ô trống; cột này bắt buộc
sheets-not-a-day = “{ $given }” không phải là ngày; hãy ghi như 30/9/2024
sheets-no-such-day = không có ngày “{ $given }”; hãy ghi ngày trước, tháng sau, như 30/9/2024
sheets-not-a-number = “{ $given }” không phải là số; hãy ghi như 1.234,5
sheets-not-whole = “{ $given }” không phải là số nguyên
sheets-not-a-share = “{ $given }” không phải là tỷ lệ; hãy ghi như 50 %
sheets-share-outside = “{ $given }” không nằm trong khoảng 0 đến 100 %
sheets-share-unclear = “{ $given }” có thể là phần trăm hoặc phần của một; hãy ghi kèm dấu %, như 50 %
sheets-failed = công thức bị lỗi (“{ $given }”); hãy sửa công thức hoặc ghi giá trị
sheets-look-alike = “{ $given }” có chữ “{ $letter }” ({ $code }) trông giống chữ Latinh nhưng không phải; hãy gõ lại
sheets-said = { $said }
