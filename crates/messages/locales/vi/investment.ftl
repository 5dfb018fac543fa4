investment-panel-empty = bảng không có dòng nào ghi năm và tháng
investment-panel-no-last-month = không dòng nào thuộc tháng { $last } là tháng kết thúc năm kế hoạch; cho biết tháng cuối bằng --last
investment-backtest-no-such-year = không có dòng nào của năm { $year }; bảng có từ { $first } đến { $last }
investment-backtest-not-ended = năm { $year } chưa có tháng cuối nên chưa có kết quả để so
investment-backtest-fewer-than-two = năm { $year } có chưa đủ hai năm trước đó ({ $earlier }); cần ít nhất hai năm để học
investment-backtest-bad-month = không dự báo được ở tháng { $month }; tháng từ 1 đến { $last }, tháng liền trước tháng cuối
investment-backtest-nothing = không đơn vị nào có kế hoạch đủ mức tối thiểu trong các năm này; hạ mức bằng --min-plan
investment-no-column = bảng không có cột “{ $column }”; các cột có: { $known }
investment-not-a-number = dòng { $row }, cột “{ $column }”: “{ $given }” không phải số dạng 1234567.89
investment-number-two-ways = dòng { $row }, cột “{ $column }”: “{ $given }” đọc được hai cách, không ô nào khác cho biết dấu phẩy là dấu thập phân; hãy ghi 1234.5 hoặc 1234,50
investment-not-a-year = dòng { $row }, cột “year”: “{ $given }” không phải năm như 2024
investment-not-a-month = dòng { $row }, cột “month”: “{ $given }” không phải tháng từ 1 đến 24 (13 là tháng 1 năm sau)
investment-row-too-wide = dòng { $row } có { $cells } ô, tiêu đề có { $headings } cột: dấu phẩy trong số hoặc trong tên phải đặt trong ngoặc kép
investment-months-left-out = { $lines } dòng thuộc tháng sau tháng { $last } là tháng kết thúc năm kế hoạch, không được tính; đặt tháng cuối bằng --last
investment-scale-chosen = ít kế hoạch đạt 1000000: bảng có vẻ tính bằng đơn vị lớn hơn, nên kế hoạch được tính từ { $least }; đổi mức này bằng --min-plan
investment-years-or-months = “{ $given }” không phải số, khoảng như 3-11 hay danh sách như 2021,2023
investment-skipped = bỏ qua: { $what }
investment-table-head = phương pháp
investment-table-ours = của hệ thống
investment-table-last-profile = theo nhịp năm trước
investment-table-last-rate = bằng tỷ lệ năm trước
investment-table-cover = trong 80 %
investment-table-all = tất cả
investment-distance = còn { $months } tháng
investment-calibrated = đúng độ tin cậy
investment-not-calibrated = CHƯA ĐÚNG ĐỘ TIN CẬY
investment-untested = chưa kiểm
investment-instance-same-id = dự án { $project } có hai lần trong bài toán
investment-instance-bad-amount = dự án { $project }: `{ $field }` là { $given }; số tiền phải là số nguyên, không âm
investment-instance-spent-above-plan = dự án { $project }: đã giải ngân quá kế hoạch; hãy sửa kế hoạch hoặc số liệu trước
investment-instance-bad-segment = dự án { $project }, đoạn { $segment }: một đoạn là [độ dài ≥ 0, xác suất từ 0 đến 1]
investment-instance-bad-limit = `{ $field }` ngoài phạm vi: `fair` từ 0 đến 1, các giá trị khác không âm
investment-instance-bad-json = không đọc được bài toán: { $what }
investment-reallocation-broken = tìm phương án không thành: { $what }; không đề xuất điều chuyển nào
investment-move-take = Giảm { $amount } của dự án { $project } ({ $unit }, { $source }): trong đó dự kiến chỉ giải ngân được khoảng { $expected } đến hạn.
investment-move-take-firm = Giảm { $amount } của dự án { $project } ({ $unit }, { $source }): trong đó dự kiến chỉ giải ngân được khoảng { $expected } đến hạn. Chắc chắn: vẫn giữ dù mọi dự án cùng chậm lại.
investment-move-give = Tăng { $amount } cho dự án { $project } ({ $unit }, { $source }): dự kiến giải ngân được khoảng { $expected } trong đó đến hạn.
investment-move-give-firm = Tăng { $amount } cho dự án { $project } ({ $unit }, { $source }): dự kiến giải ngân được khoảng { $expected } trong đó đến hạn. Chắc chắn: vẫn giữ dù mọi dự án cùng chậm lại.
investment-withheld-no-rule = Nguồn { $source }: không đề xuất. Chưa nhập ngày cuối được điều chỉnh cùng căn cứ pháp lý.
investment-withheld-too-late = Nguồn { $source }: không đề xuất. Chỉ được điều chỉnh đến { $day } ({ $citation }).
investment-reallocation-none = Không có điều chuyển nào có lợi trong các giới hạn.
investment-reallocation-exercise = Bài tập: bài toán không có ngày (`as_of`) nên chưa xét thời hạn theo luật. Các điều chuyển này không phải đề xuất.
investment-reallocation-rate = Tỷ lệ dự kiến đến hạn: { $before } nếu giữ nguyên, { $after } với { $moves } thay đổi (chuyển { $moved }).
investment-reallocation-bound = Mục tiêu { $objective }, nếu giữ nguyên { $none }. Không phương án nào vượt { $bound } (chênh { $gap }).
investment-reallocation-proven = Mục tiêu { $objective }, nếu giữ nguyên { $none }. Đã chứng minh là tốt nhất.
investment-frontier = { $moves } quyết định: thêm { $gain }, nhiều nhất { $most }
investment-gates-wrong-count = dự án { $project }: có { $given } số liệu cho { $gates } cửa; mỗi cửa cần một số, ghi 0 nếu chưa qua
investment-gates-rises = dự án { $project }, cửa { $gate }: { $given } đã qua, nhưng chỉ có thể từ 0 đến { $most } là phần đã qua cửa trước
investment-stage-beyond = Thời gian nằm ở { $stage }: { $days } ngày, hơn { $beyond } ngày so với ba phần tư dự án tương tự (n = { $n }, một nửa không quá { $median } ngày).
investment-stage-beyond-open = Thời gian nằm ở { $stage }: đến nay { $days } ngày, ít nhất hơn { $beyond } ngày so với ba phần tư dự án tương tự (n = { $n }, một nửa không quá { $median } ngày).
investment-stage-usual = { $stage }: { $days } ngày, trong mức của các dự án tương tự (n = { $n }, một nửa không quá { $median } ngày).

# The page of a receipt.
site-receipt-capital = Vốn của các dự án đứng sau ({ $n })
site-receipt-project = Dự án
site-receipt-plan = Kế hoạch
site-receipt-spent = Đã giải ngân
site-receipt-waits = Chờ ở bước này
site-receipt-by = Mục sổ cái

# Bringing tables in, reports on works, obstacles, adopting a proposal.
investment-import-title = Nhập bảng đầu tư công
investment-import-lead = Bảng hằng tháng của đơn vị, như đang có: XLSX hoặc CSV. Hệ thống đề xuất cột nào là gì và nhớ lựa chọn; mọi dòng được nhập, hoặc không dòng nào.
investment-import-done = Đã nhập, ghi ở
investment-import-rows = { $n } dòng
investment-import-of = Xem trước { $it }
investment-import-settings = Những gì bảng không tự nói
investment-import-preview = Các dòng sẽ nhập
investment-import-do = Nhập tất cả { $n } dòng
investment-import-first-rows = Chỉ hiện những dòng đầu; khi nhập thì nhập tất cả.
investment-import-none-taken = Chưa nhập gì. Hãy sửa tệp rồi tải lại, hoặc chọn lại cột và thông tin ở trên.
investment-import-slips = Chưa nhập gì: các số dưới đây lệch mười, trăm, nghìn hoặc triệu lần so với số đã biết. Nếu số đúng, hãy đánh dấu “đã kiểm tra” ở trên rồi xem lại.
investment-import-no-column = chưa chọn cột cho “{ $it }”
investment-import-no-plan = hãy cho biết kế hoạch nào, số quyết định giao và ngày quyết định
investment-import-bad-setting = “{ $it }” không đọc được; ngày viết dạng năm-tháng-ngày, kế hoạch viết dạng 2026-city
investment-table-kind = { $it ->
    [observations] Lũy kế giải ngân
    [payments] Từng khoản thanh toán
    [progress] Khối lượng thực hiện
    [stages] Tiến độ các giai đoạn
    [contracts] Hợp đồng
    [clearance] Giải phóng mặt bằng
    [commitments] Cam kết của đơn vị
    [plan] Kế hoạch vốn
   *[projects] Danh mục dự án
}
investment-field = { $it ->
    [project] Mã dự án
    [name] Tên
    [unit] Đơn vị
    [source] Nguồn vốn
    [amount] Số tiền
    [as_of] Tính đến ngày
    [day] Ngày thanh toán
    [accepted] Giá trị nghiệm thu
    [physical] Tỷ lệ khối lượng
    [approval] Quyết định đầu tư
    [approval_date] Ngày quyết định đầu tư
    [area] Khu vực
    [area_done] Diện tích đã bàn giao
    [area_total] Diện tích phải thu hồi
    [by] Đến ngày
    [complaints] Khiếu nại chưa giải quyết
    [critical] Thửa trên đường găng
    [ended] Kết thúc
    [group] Nhóm
    [households] Số hộ
    [households_paid] Số hộ đã chi trả
    [land] Loại đất
    [latitude] Vĩ độ
    [longitude] Kinh độ
    [number] Số hợp đồng
    [package] Gói thầu
    [planned_end] Kết thúc theo kế hoạch
    [planned_start] Bắt đầu theo kế hoạch
    [plots] Số thửa
    [plots_done] Số thửa đã bàn giao
    [policy] Chủ trương đầu tư
    [policy_date] Ngày chủ trương
    [rate] Tỷ lệ
    [said_in] Văn bản
    [sector] Lĩnh vực
    [signed] Ngày ký
    [site] Địa điểm
    [stage] Giai đoạn
    [started] Bắt đầu
    [supplier] Nhà thầu
    [total] Tổng mức đầu tư
    [until] Thời hạn
    [year] Năm kế hoạch
   *[other] { $it }
}
investment-set-by-table = Theo bảng
investment-set-money = Đơn vị tiền
investment-set-as-of = Số liệu tính đến ngày
investment-set-source = Nguồn vốn
investment-set-system = Ai báo số giải ngân
investment-set-year = Năm kế hoạch
investment-set-plan = Kế hoạch nào
investment-set-plan-help = Năm và nơi giao: 2026-city, 2026-pm; trung hạn: 2026-2030-city.
investment-set-act = Số, ký hiệu quyết định
investment-set-act-date = Ngày quyết định
investment-set-issuer = Nơi ban hành
investment-set-reason = Lý do, khi sửa số đã biết
investment-set-confirm = Đã kiểm tra: các số lệch mười lần trở lên là đúng
investment-bad-day = hãy chọn một ngày
investment-bad-millions = số nguyên, triệu đồng: 12.500
investment-bad-percent = từ 0 đến 100, nhiều nhất hai chữ số sau dấu phẩy: 45,5
investment-photo-too-large = ảnh “{ $it }” lớn hơn 10 MB; hãy thu nhỏ
investment-photo-none = “{ $it }” không phải ảnh JPEG, PNG hay WebP
investment-photos-too-many = nhiều nhất { $n } ảnh một lần
investment-photos-help = JPEG, PNG hoặc WebP, mỗi ảnh đến 10 MB, nhiều nhất 12 ảnh. Ảnh ở trang công khai của dự án: không chụp rõ mặt người, biển số xe.
investment-photo-of = Công trường { $name }, ngày { $day }, khối lượng đạt { $physical }
investment-works-said = Khối lượng đến { $day }: đạt { $physical }, nghiệm thu trong năm { $accepted }.
investment-progress-form = Báo cáo khối lượng ngày 25
investment-progress-do = Ghi khối lượng
investment-field-physical = Khối lượng thực hiện (%)
investment-field-accepted = Giá trị nghiệm thu từ đầu năm kế hoạch (triệu đồng)
investment-field-photos = Ảnh công trường
investment-field-shows = Ảnh chụp gì
investment-shows-help = Một câu cho người không nhìn thấy ảnh: “Trụ T3 đã đổ bê tông, cần cẩu bên bờ bắc”.
investment-no-shows = hãy nói ảnh chụp gì, cho người không nhìn thấy ảnh
investment-obstacle-form = Nêu vướng mắc
investment-obstacle-help = Vướng mắc là một nhiệm vụ: đơn vị phải gỡ nhận việc, có thời hạn, được nhắc như mọi nhiệm vụ.
investment-obstacle-do = Giao việc gỡ vướng
investment-field-cause = Nguyên nhân
investment-field-text = Vướng gì, cần làm gì
investment-field-owner = Đơn vị phải gỡ
investment-field-due = Thời hạn
investment-cause = { $it ->
    [clearance] Giải phóng mặt bằng
    [design] Thiết kế, dự toán
    [tender] Lựa chọn nhà thầu
    [contractor] Nhà thầu
    [materials] Vật liệu
    [capital] Vốn
    [procedure] Thủ tục
   *[other] Khác
}
investment-no-cause = hãy chọn nguyên nhân
investment-no-text = hãy viết vướng gì và cần làm gì
investment-no-owner = “{ $it }” không phải tên một đơn vị; hãy chọn trong danh sách
investment-bad-due = hãy chọn thời hạn từ hôm nay trở đi
investment-did = { $it ->
    [progress] Đã ghi khối lượng.
   *[obstacle] Đã giao việc gỡ vướng.
}
investment-adopt-title = Quyết định điều chỉnh
investment-adopt-help = Người có thẩm quyền quyết định. Bỏ chọn những điều chỉnh không đồng ý; phần còn lại được kiểm tra lại theo đúng các giới hạn rồi thành một phiên bản kế hoạch kèm quyết định.
investment-adopt-take = Đồng ý điều chỉnh này
investment-adopt-reason = Lý do điều chỉnh
investment-adopt-do = Ban hành phiên bản kế hoạch mới
investment-adopt-not-of-a-past-day = Chỉ điều chỉnh được theo đề xuất của hôm nay; trang này đang xem một ngày khác.
investment-no-act = hãy ghi số, ký hiệu quyết định
investment-no-reason = hãy ghi lý do
investment-no-moves = hãy chọn ít nhất một điều chỉnh
investment-broken-unknown = { $it }: không có trong câu hỏi điều chỉnh.
investment-broken-wash = { $it }: chỉ được giảm hoặc tăng, một lần.
investment-broken-crumb = { $it }: nhỏ hơn mức điều chỉnh tối thiểu.
investment-broken-committed = { $it }: kế hoạch thấp hơn số đã giải ngân và đã nghiệm thu.
investment-broken-medium-term = { $it }: vượt phần còn lại của kế hoạch trung hạn.
investment-broken-balance = Nguồn { $it }: số tăng và số giảm lệch nhau { $difference } triệu đồng; các điều chỉnh của một nguồn phải bằng nhau.
investment-broken-crossing = { $it }: chuyển qua đơn vị vượt mức cho phép (nguồn { $source }).
investment-broken-unfair = { $it }: bị giảm quá phần cho phép của đơn vị.
investment-broken-too-many = { $it } điều chỉnh: nhiều hơn số quyết định có thể ký.
investment-broken-not-allowed = Nguồn { $it }: chưa có căn cứ về hạn điều chỉnh, hoặc đã quá hạn.
