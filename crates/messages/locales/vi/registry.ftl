# Sổ đơn vị: lời từ chối khi ghi đơn vị, chức danh, người; lỗi trong bảng dữ liệu.

## Đơn vị

registry-unit-exists = mã “{ $unit }” đã dùng cho một đơn vị; mã không dùng lại, hãy đặt mã khác, ví dụ thêm năm: “{ $unit }.2025”
registry-unknown-unit = không có đơn vị nào mang mã “{ $unit }”
registry-unknown-unit-nearest = không có đơn vị nào mang mã “{ $unit }”; gần nhất là “{ $nearest }”
registry-unknown-kind = không có loại đơn vị “{ $kind }”; các loại đã khai báo: { $known }
registry-empty-name = thiếu tên; hãy ghi tên đầy đủ
registry-foreign-letter = tên “{ $name }” có chữ “{ $letter }” ở ký tự thứ { $place } không phải chữ Latinh, chỉ trông giống; hãy gõ lại tên bằng bàn phím tiếng Việt
registry-name-in-use = tên “{ $name }” đang là tên của “{ $unit }” trong cùng đơn vị cấp trên; mỗi tên chỉ dùng cho một đơn vị tại một thời điểm
registry-not-valid-on = đơn vị “{ $unit }” không tồn tại vào ngày { $on }; kiểm tra lại ngày hoặc đơn vị
registry-ended = đơn vị “{ $unit }” đã kết thúc từ ngày { $until }; hãy chọn đơn vị kế thừa
registry-successor-not-valid = đơn vị tiếp nhận “{ $unit }” không tồn tại vào ngày { $on }; hãy ghi việc thành lập đơn vị đó trước
registry-succeeds-itself = “{ $unit }” không thể tiếp nhận việc của chính mình; nếu chỉ đổi tên, hãy dùng lệnh đổi tên
registry-nobody-named = chưa nêu đơn vị nào; cần ít nhất một đơn vị
registry-has-units-below = “{ $unit }” còn { $count } đơn vị trực thuộc, ví dụ “{ $below }”; hãy sắp xếp các đơn vị đó trước
registry-received-later = “{ $unit }” tiếp nhận việc của đơn vị khác từ ngày { $on }, nên không thể kết thúc vào ngày đó hoặc trước đó

## Chức danh và người

registry-post-exists = mã chức danh “{ $post }” đã có; hãy đặt mã khác
registry-unknown-post = không có chức danh “{ $post }”
registry-post-held = chức danh “{ $post }” do “{ $person }” giữ từ ngày { $since }; hãy ghi ngày thôi giữ chức trước
registry-person-exists = mã “{ $person }” là của người tên khác; hãy đặt mã khác
registry-unknown-person = chưa có người mang mã “{ $person }”; hãy ghi tên người đó trước
registry-not-holding = “{ $person }” không giữ chức danh “{ $post }” vào thời điểm đó
registry-more-than-a-name = tên người có ký tự “{ $found }”; chỉ ghi họ tên, không ghi số điện thoại, số định danh hay thư điện tử

## Bảng dữ liệu

registry-table-place = { $file }, dòng { $row }, cột { $column }
registry-table-missing-file = thiếu tệp; nếu không có dữ liệu, hãy để tệp chỉ có dòng tiêu đề
registry-table-not-a-table = không đọc được bảng: { $detail }
registry-table-missing-column = thiếu cột này ở dòng tiêu đề
registry-table-empty = ô trống; cột này bắt buộc
registry-table-not-an-id = “{ $given }” không phải mã: dùng 1 đến 64 ký tự a-z, 0-9, “-”, “.”, “_”
registry-table-not-a-day = “{ $given }” không phải ngày; hãy ghi dạng 2025-07-01
registry-table-not-one-of = “{ $given }” không hợp lệ; hãy ghi một trong: { $allowed }
registry-table-days-reversed = ngày cuối trước ngày đầu
registry-table-no-succession = “{ $unit }” có ngày kết thúc nhưng successions.csv chưa nói đơn vị nào tiếp nhận; nếu không có, ghi một dòng để trống cột to
registry-table-other-day = “{ $unit }”: ngày tiếp nhận phải là { $expected }, ngay sau ngày cuối của đơn vị

# Ủy quyền, phân cấp
registry-grant-exists = mã “{ $id }” đã dùng cho một ủy quyền hoặc phân cấp khác; hãy chọn mã khác
registry-unknown-grant = không có ủy quyền hay phân cấp nào mang mã “{ $id }”
registry-no-powers = chưa nêu thẩm quyền nào được giao; hãy chọn ít nhất một
registry-ceiling-unlike = { $measure ->
    [money] giới hạn tiền
    [area] giới hạn diện tích
   *[kinds] giới hạn loại việc
} không ứng với thẩm quyền nào được giao; hãy bỏ giới hạn hoặc thêm thẩm quyền có giới hạn ấy
registry-days-reversed = ngày cuối { $to } trước ngày đầu { $from }
registry-no-instrument = ủy quyền phải bằng văn bản: hãy ghi số, ký hiệu văn bản
registry-instrument-later = văn bản ký ngày { $date }, sau ngày bắt đầu { $from }; không ủy quyền cho thời gian đã qua
registry-no-own-power = “{ $post }” không có thẩm quyền này của chính mình vào ngày ấy; chỉ người đứng đầu hoặc chức vụ được phân cấp mới ủy quyền được
registry-not-passed-on = “{ $source }” là thẩm quyền được ủy quyền; người được ủy quyền không được ủy quyền lại
registry-exceeds-powers = nguồn thẩm quyền không có “{ $power }”; không thể ủy quyền điều mình không có
registry-exceeds-ceiling = { $measure ->
    [money] mức tiền
    [area] diện tích
   *[kinds] loại việc
} vượt giới hạn của nguồn thẩm quyền; hãy ghi giới hạn trong phạm vi của nguồn
registry-outlives-source = ủy quyền kéo dài hơn nguồn thẩm quyền, chỉ còn đến hết { $last }; hãy chọn ngày cuối không muộn hơn
registry-vacant-post = ngày { $on } không có ai giữ chức vụ “{ $post }” để ủy quyền
registry-to-oneself = không thể ủy quyền cho chính mình: “{ $post }” do chính người ủy quyền giữ
registry-grant-overlaps = thời gian và thẩm quyền trùng với ủy quyền “{ $other }” cho cùng chức vụ; hãy rút ủy quyền kia hoặc chọn ngày khác
registry-grant-expired = ủy quyền “{ $id }” đã hết hạn sau ngày { $last }; không còn gì để rút
delegation-ended-withdrawn = đã được rút
delegation-ended-granter-left = người ủy quyền thôi giữ chức vụ
delegation-ended-granter-unit = đơn vị của người ủy quyền đã chấm dứt
delegation-ended-source = thẩm quyền được phân cấp đã bị thu hồi
delegation-ended-delegate-unit = đơn vị của người được ủy quyền đã chấm dứt
delegation-ended-delegate-left = người được ủy quyền thôi giữ chức vụ
