investment-panel-empty = bảng không có dòng nào ghi năm và tháng
investment-panel-no-last-month = không dòng nào thuộc tháng { $last } là tháng kết thúc năm kế hoạch; cho biết tháng cuối bằng --last
investment-backtest-no-such-year = không có dòng nào của năm { $year }; bảng có từ { $first } đến { $last }
investment-backtest-not-ended = năm { $year } chưa có tháng cuối nên chưa có kết quả để so
investment-backtest-fewer-than-two = năm { $year } có chưa đủ hai năm trước đó ({ $earlier }); cần ít nhất hai năm để học
investment-backtest-bad-month = không dự báo được ở tháng { $month }; tháng từ 1 đến { $last }, tháng liền trước tháng cuối
investment-backtest-nothing = không đơn vị nào có kế hoạch đủ mức tối thiểu trong các năm này; hạ mức bằng --min-plan
investment-no-column = bảng không có cột “{ $column }”; các cột có: { $known }
investment-not-a-number = dòng { $row }, cột “{ $column }”: “{ $given }” không phải số dạng 1234567.89
investment-bad-row = dòng { $row }: { $what }
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
