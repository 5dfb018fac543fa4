# Trang thông tin chỉ đọc: khung trang.
site-name = Đôn Đốc
site-place = Theo dõi nhiệm vụ thành phố giao
site-skip = Đến phần nội dung
site-nav = Mục chính
site-nav-overview = Tổng quan
site-nav-tasks = Nhiệm vụ
site-nav-documents = Văn bản
site-nav-units = Đơn vị
site-nav-briefing = Giao ban
site-nav-briefings = Báo cáo giao ban
site-nav-work = Công việc
site-nav-bodies = Bộ máy
site-nav-entries = Bản ghi
site-nav-rooms = Trong mục này
site-nav-receipts = Tra mã số liệu
site-nav-ledger = Sổ cái
site-other-lang = English
site-day-region = Ngày đang xem
site-as-of = Tính đến hết ngày
site-day-other = Xem ngày khác
site-day-show = Xem
site-day-present = về ngày mới nhất
site-footer = Mọi con số dẫn về nhiệm vụ và mục sổ cái đã sinh ra nó.
site-pages = Chuyển trang
site-page-before = Trang trước
site-page-after = Trang sau
site-page-newer = Mới hơn
site-page-older = Cũ hơn

# Tình trạng nhiệm vụ.
site-status-late = Quá hạn
site-status-at-risk = Có nguy cơ chậm
site-status-due-soon = Sắp đến hạn
site-status-waiting = Chờ xác nhận
site-status-in-time = Trong hạn
site-status-no-deadline = Thường xuyên
site-status-suspended = Tạm dừng
site-status-done-late = Hoàn thành quá hạn
site-status-done-on-time = Hoàn thành đúng hạn
site-status-cancelled = Đã hủy
site-group-open = Tất cả việc chưa xong
site-group-done = Tất cả việc đã xong
site-group-judged = Đã xong hoặc quá hạn
site-days-late = { $n } ngày
site-days-late-excused = { $n } ngày, có lý do khách quan được xác nhận
site-working-days-left = { $n ->
        [0] hôm nay
       *[other] còn { $n } ngày làm việc
    }
site-reasons = { $n } dấu hiệu
site-handed-in-late = nộp chậm { $n } ngày
site-since = từ { $it }
site-risk-lead-abolished = đơn vị chủ trì “{ $it }” không còn, chưa chuyển cho đơn vị kế thừa
site-due = Hạn
site-due-was = hạn gốc { $it }
site-no-due = Không có hạn
site-recurring = định kỳ
site-percent-reported = đơn vị báo đạt { $n } %
site-importance-key = Nhiệm vụ trọng tâm
site-importance-urgent = Khẩn

# Tổng quan.
site-overview-title = Thành phố đang còn nợ những việc gì
site-overview-lead = Mỗi việc một đơn vị chủ trì, một sản phẩm, một thời hạn và bằng chứng.
site-overview-figures = Số liệu chung
site-overview-note = Trang này đếm nhiệm vụ. Báo cáo giao ban đếm từng kỳ của nhiệm vụ định kỳ, nên số có thể lớn hơn.
site-overview-worst = Quá hạn lâu nhất
site-overview-units = Đơn vị có nhiều việc quá hạn
site-overview-next = Thời hạn sắp tới
site-overview-latest = Mục mới nhất của sổ cái
site-figure-open = Chưa xong
site-of-all = trên { $it } nhiệm vụ
site-figure-on-time = Tỷ lệ đúng hạn
site-figure-on-time-note = trong số đã xong hoặc quá hạn; { $it } đã xong
site-bar-legend = Chú giải theo tình trạng
site-all-late = Tất cả việc quá hạn
site-all-open = Tất cả việc chưa xong
site-all-units = Tất cả đơn vị
site-all-entries = Tất cả mục của sổ cái
site-none-late = Không có việc nào quá hạn.
site-none-next = Không có thời hạn nào sắp tới.
site-none-briefing = Chưa có kỳ báo cáo nào.
site-none-open = Không có việc nào chưa xong.
site-none-units = Không có đơn vị nào.
site-none-reports = Chưa có báo cáo nào.
site-none-documents = Chưa có văn bản nào trong sổ đăng ký.
site-none-proposals = Văn bản này không có đề xuất nào.

# Danh sách nhiệm vụ.
site-tasks-title = Nhiệm vụ
site-tasks-filter = Lọc nhiệm vụ
site-filter-q = Tìm trong nội dung, sản phẩm, đơn vị, mã
site-filter-status = Tình trạng
site-filter-unit = Đơn vị chủ trì
site-filter-document = Văn bản
site-filter-any = Tất cả
site-filter-do = Tìm
site-filter-clear = Bỏ lọc
site-tasks-found = { $n } nhiệm vụ
site-tasks-range = Đang xem { $it }, việc xấu nhất đứng trước
site-tasks-item = Cùng một mệnh lệnh: { $it }
site-tasks-none = Không có nhiệm vụ nào phù hợp. Hãy bớt điều kiện lọc.

# Một nhiệm vụ.
site-task-title = Nhiệm vụ { $it }
site-task-lead = Chủ trì
site-task-coordinating = Phối hợp
site-task-assigner = Giao việc và xác nhận
site-task-product = Sản phẩm
site-task-targets = Chỉ tiêu
site-task-deadline = Thời hạn
site-task-chain = Từ văn bản đến xác nhận
site-task-siblings = { $n } nhiệm vụ cùng mệnh lệnh
site-task-occurrences = Các kỳ
site-task-notes = Trả lại, xin gia hạn, lý do, tạm dừng
site-task-reminders = Các lần đôn đốc
site-task-history = Mọi mục sổ cái về nhiệm vụ này
site-deadline-none = Việc thường xuyên, không có ngày đến hạn.
site-review-days = Xem lại khi { $n } ngày không có báo cáo.
site-deadline-until = đến { $it }
site-deadline-original = Hạn gốc
site-deadline-current = Hạn hiện nay
site-deadline-same = chưa thay đổi lần nào
site-deadline-changes = đã thay đổi { $n } lần
site-deadline-proof = Vì sao là ngày này: đếm từng ngày theo lịch
site-deadline-provisional = Có ngày nghỉ mới tính theo quy tắc, chưa có thông báo; hạn có thể còn thay đổi.
site-deadline-then-moved = Cách đếm trên cho hạn theo lịch ngày nay; hạn hiện nay còn do các thay đổi ghi ở trên.
site-deadline-not-read = chưa đọc được thành thời hạn
site-due-extended = Gia hạn
site-due-calendar = Lịch nghỉ thay đổi
site-due-suspension = Bù thời gian tạm dừng
site-instrument = Căn cứ
site-allowed-by = Người cho phép
site-reason = Lý do
site-excuse = Lý do xin sau hạn
site-announcement = Thông báo
site-chain-document = Văn bản
site-chain-clause = Câu chữ giao việc
site-chain-in-text = Xem trong toàn văn
site-chain-span = ký tự { $it }
site-chain-not-exact = câu chữ của nhiệm vụ đã được sửa khi giao
site-chain-proposal = Đề xuất
site-chain-by-hand = Giao trực tiếp
site-chain-by-hand-text = Nhiệm vụ này không lấy từ văn bản nào.
site-chain-task = Giao nhiệm vụ
site-chain-issued = Giao ngày { $it }
site-chain-until = Đến { $it } do đơn vị này chủ trì:
site-chain-reports = Báo cáo và bằng chứng
site-chain-evidence = Tệp bằng chứng
site-chain-ending = Xác nhận
site-chain-confirmed = Được xác nhận hoàn thành ngày { $it }
site-chain-cancelled = Hủy ngày { $it }
site-chain-reported = đơn vị báo xong ngày { $it }
site-chain-open = Nơi giao chưa xác nhận.
site-transfer-reassigned = giao cho đơn vị khác
site-transfer-successor = chuyển cho đơn vị kế thừa
site-report-name = Báo cáo { $it }
site-report-done = báo đã xong
site-report-occurrence = kỳ { $n }
site-note-returned = Báo cáo bị trả lại
site-note-request = Xin gia hạn
site-note-until = (đến { $it })
site-note-excuse = Nêu lý do khách quan
site-note-suspended = Tạm dừng
site-note-to = (chạy lại từ { $it })
site-note-source-changed = Văn bản giao việc thay đổi
site-note-reviewed = đã xem lại
site-note-not-reviewed = chưa ai xem lại
site-note-agenda = Đưa vào chương trình giao ban
site-note-agenda-third = đã đôn đốc quá hạn lần thứ ba
site-note-agenda-asked = theo đề nghị
site-answer-pending = chưa trả lời
site-answer-granted = đồng ý
site-answer-refused = không đồng ý
site-rung-before = Nhắc trước hạn { $n } ngày làm việc
site-rung-on = Nhắc đúng ngày hạn
site-rung-after = Đôn đốc sau hạn { $n } ngày làm việc
site-reminder-due = hạn { $it }

# Văn bản.
site-documents-title = Văn bản
site-documents-lead = Văn bản chỉ đạo đã đăng ký và những việc giao từ đó.
site-not-in-force = hết hiệu lực
site-amended = đã sửa đổi
site-document-number = Số, ký hiệu
site-document-date = Ngày ban hành
site-document-issuer = Cơ quan ban hành
site-document-issuer-unit = Đơn vị trong danh bạ
site-document-signer = Người ký
site-document-registered = Ngày vào sổ
site-document-conclusions = Kết luận của kỳ giao ban
site-document-recipients = Nơi nhận
site-document-text = Bản gốc
site-document-plain = Toàn văn, không đánh dấu
site-document-file = Tệp như đã nhận
site-document-links = Liên quan
site-document-cites = Viện dẫn:
site-document-cited-by = Được viện dẫn trong:
site-document-figures = Việc giao từ văn bản này
site-document-words = Toàn văn
site-document-proposals = Đề xuất nhiệm vụ ({ $n })
site-document-no-text = Toàn văn không còn trong kho, hoặc không khớp mã băm đã ghi.
site-document-strays = { $n } đề xuất không khớp với câu chữ tại vị trí đã ghi nên không được đánh dấu.
site-change-amended-by = Bị sửa đổi bởi
site-change-replaced-by = Bị thay thế bởi
site-change-repealed-by = Bị bãi bỏ bởi
site-change-amends = Sửa đổi
site-change-replaces = Thay thế
site-change-repeals = Bãi bỏ
site-mark-key = Chú giải các phần đánh dấu
site-mark-task = giao việc
site-mark-deadline = thời hạn
site-mark-target = chỉ tiêu
site-mark-reference = viện dẫn
site-proposal-word = Đề xuất
site-proposal-open = chờ người quyết định
site-proposal-issued = đã giao thành { $n } nhiệm vụ
site-proposal-split = đã tách thành { $n } phần
site-proposal-merged = gộp vào { $it }
site-proposal-refused = không phải nhiệm vụ
site-proposal-in-text = trong toàn văn
site-proposal-all-tasks = Xem cả { $n } nhiệm vụ

# Đơn vị.
site-units-title = Đơn vị
site-units-lead = Các đơn vị còn hoạt động vào ngày đang xem.
site-units-filter = Tìm đơn vị
site-units-q = Tên đơn vị
site-units-found = { $n } đơn vị
site-units-leading = Đơn vị đang chủ trì nhiệm vụ
site-units-others = Các đơn vị khác
site-level-province = Cấp thành phố
site-level-district = Cấp huyện
site-level-commune = Cấp xã
site-level-other = Khác
site-unit-ended = không còn từ { $it }
site-unit-no-longer = không còn hoạt động
site-unit-parent = Trực thuộc
site-unit-from = Từ ngày
site-unit-until = Đến trước ngày
site-unit-names = Tên khác
site-unit-succession = Sáp nhập, kế thừa
site-unit-received = Nhận việc từ
site-unit-passed = Chuyển việc cho
site-unit-figures = Việc do đơn vị chủ trì
site-unit-all-tasks = Tất cả { $n } nhiệm vụ
site-unit-open = Việc chưa xong
site-unit-closed = Việc đã xong hoặc đã hủy
site-unit-helps = Việc đơn vị phối hợp
site-unit-assigned = Chờ đơn vị này xác nhận
site-share-whole = toàn bộ
site-share-rest = phần còn lại
site-share-matter = lĩnh vực { $it }
site-share-undetermined = chưa xác định phần chia
site-computed = suy ra
site-recalled = theo trí nhớ, chưa kiểm chứng

# Giao ban và mã số liệu.
site-briefings-title = Báo cáo giao ban
site-briefings-lead = Mỗi báo cáo được tính lại từ sổ cái, đúng những gì đã biết đến ngày chốt.
site-briefings-receipts = Có mã số liệu trên giấy? Tra nguồn gốc con số
site-briefing-of = Báo cáo giao ban { $it }
site-briefing-as-of = số liệu chốt đến { $it }
site-briefing-lead = Mỗi con số mang một mã; bấm vào để thấy nhiệm vụ và mục sổ cái đứng sau nó.
site-briefing-whole = Mở báo cáo đầy đủ
site-briefing-summary = Toàn thành phố
site-briefing-inside = Toàn văn báo cáo
site-briefing-documents = Theo văn bản
site-briefing-units = Theo đơn vị
site-briefing-known = Mục sổ cái cuối cùng được ghi lúc
site-briefing-shared = Phần chung của các mã
site-period-quarter = quý { $it }/{ $n }
site-period-half = nửa năm { $it }/{ $n }
site-period-month = tháng { $it }/{ $n }
site-period-year = năm { $n }
site-period-running = chưa hết kỳ
site-receipts-title = Tra nguồn gốc một con số
site-receipts-lead = Nhập mã in cạnh con số trong báo cáo giao ban để thấy nó được tính từ đâu.
site-receipts-how = Mã gồm 18 chữ số và chữ cái; có hay không có dấu gạch đều được. Các mã có trong:
site-receipt-box = Mã số liệu
site-receipt-look = Tra
site-receipt-word = Mã
site-receipt-title = Mã { $it }
site-receipt-briefing = Báo cáo
site-receipt-about = Của
site-receipt-key = Tên số liệu
site-receipt-works = Các việc được đếm ({ $n })
site-receipt-entries = Các mục sổ cái đứng sau ({ $n })
site-receipt-nothing = Con số này bằng không: không có việc nào được đếm.
site-receipt-longer-log = mã này tính trên sổ cái { $n } mục, dài hơn sổ cái ở đây; hãy dùng bản sao mới hơn
site-receipt-no-figure = mã đúng dạng nhưng báo cáo đó không có số liệu này; hãy xem mã có đúng của thành phố này không
site-receipt-length = mã có 18 ký tự, ở đây có { $n }
site-receipt-character = ký tự “{ $it }” ở vị trí { $n } không có trong mã nào; mã chỉ dùng chữ số và chữ A–Z trừ U
site-receipt-checksum = có một ký tự gõ sai hoặc hai ký tự đổi chỗ; hãy xem lại mã
site-receipt-unknown = mã thuộc dạng mà chương trình này chưa biết
site-measure-assigned = Tổng số
site-measure-due = Đến hạn
site-measure-done-on-time = Xong đúng hạn
site-measure-done-late = Xong quá hạn
site-measure-waiting = Chờ xác nhận
site-measure-late = Quá hạn
site-measure-excused = Có lý do khách quan
site-measure-in-time = Trong hạn
site-measure-at-risk = Có nguy cơ
site-measure-without-report = Chưa báo cáo
site-measure-extended = Được gia hạn
site-measure-suspended = Tạm dừng

# Sổ cái.
site-ledger-title = Sổ cái
site-ledger-lead = Chỉ ghi thêm, không ai sửa được: mỗi mục nằm trong một cây băm, ai cũng kiểm tra được bằng công cụ của mình.
site-ledger-size = Số mục của sổ cái
site-ledger-newest = Mục mới nhất ghi lúc
site-ledger-origin = Tên sổ
site-ledger-root = Băm gốc của cây
site-ledger-key = Khóa kiểm tra chữ ký
site-ledger-erased = Mục đã xóa nội dung theo luật
site-ledger-erased-none = không có
site-ledger-verify = Tự kiểm tra thế nào
site-ledger-verify-1 = Lấy điểm kiểm tra có chữ ký và giữ ở nơi khác:
site-ledger-verify-2 = Kiểm tra chữ ký bằng khóa ở trên (Ed25519, dạng C2SP signed-note).
site-ledger-verify-3 = Tải các ô băm và các mục theo dạng C2SP tlog-tiles rồi tính lại băm gốc:
site-ledger-verify-4 = Lần sau so với điểm kiểm tra đã giữ: cái cũ phải là phần đầu của cái mới.
site-ledger-checkpoint = Điểm kiểm tra hiện nay
site-entries-title = Các mục của sổ cái
site-entry-word = Mục sổ cái
site-entry-title = Mục sổ cái { $it }
site-entry-schema = dạng dữ liệu { $n }
site-entry-valid = Đúng vào ngày
site-entry-recorded = Sổ cái ghi lúc
site-entry-unit = Mã đơn vị
site-entry-post = Mã chức vụ
site-entry-person = Mã người
site-entry-delegation = Ủy quyền
site-entry-stream = Dòng
site-entry-version = thứ { $n } trong dòng
site-entry-erases = Xóa nội dung của mục
site-entry-attachments = Tệp kèm theo
site-entry-payload = Nội dung
site-entry-erased = Nội dung đã bị xóa theo luật; mọi bằng chứng băm vẫn còn nguyên. Mục ghi việc xóa:
site-entry-proof = Bằng chứng có trong sổ
site-entry-proof-get = Tải bằng chứng (C2SP tlog-proof)
site-entry-leaf = Băm lá
site-entry-commitment = Cam kết nội dung, SHA-256(muối ‖ nội dung)
site-entry-salt = Muối
site-entry-header = Phần đầu mục, đúng từng byte đã băm
site-erased = đã xóa
site-report-hidden = Nội dung và tệp của báo cáo chỉ dành cho các đơn vị liên quan, lãnh đạo và văn phòng theo dõi.
site-log-entry = Mục
site-log-valid = Ngày
site-log-what = Việc
site-log-about = Về
site-log-who = Ai
site-log-recorded = Sổ cái ghi lúc

# Đầu cột.
site-col-unit = Đơn vị
site-col-document = Văn bản
site-col-date = Ngày
site-col-proposals = Chờ quyết định
site-col-tasks = Nhiệm vụ
site-col-open = Chưa xong
site-col-done = Đã xong
site-col-number = Kỳ
site-col-status = Tình trạng
site-col-period = Kỳ
site-col-from = Từ
site-col-until = Đến
site-col-as-of = Chốt số liệu

# Khi có gì không được.
site-error-code = Lỗi { $it }
site-error-not-found = Không có trang này
site-error-not-found-text = Không có gì ở địa chỉ này, hoặc vào ngày đang xem thì chưa có.
site-error-bad = Yêu cầu chưa đúng
site-error-failed = Trang chưa lập được
site-error-failed-text = Máy chủ gặp trục trặc và đã ghi lại nguyên nhân. Dữ liệu không bị ảnh hưởng; hãy thử lại sau.
site-error-near = Về danh sách
site-error-home = Về trang tổng quan
site-bad-day = “{ $it }” không phải ngày; ghi năm-tháng-ngày, ví dụ 2024-09-30
site-bad-page = “{ $it }” không phải số trang; ghi số từ 1
site-bad-number = “{ $it }” không phải số thứ tự của mục; ghi số từ 0
site-bad-lang = “{ $it }” không phải ngôn ngữ ở đây; dùng vi hoặc en
site-bad-unit = không có đơn vị “{ $it }”
site-bad-document = không có văn bản “{ $it }”
site-bad-item = “{ $it }” không phải mã đề xuất
site-bad-status = không có tình trạng “{ $it }”; chọn trong danh sách
site-bad-period = “{ $it }” không phải kỳ báo cáo; ghi như 2024, 2024-H1, 2024-Q3 hoặc 2024-09
site-bad-search = chữ cần tìm quá dài; nhiều nhất 200 ký tự{ $it }

# Các loại mục của sổ cái.
site-kind = { $kind ->
        [proposal-made] Đề xuất nhiệm vụ
        [proposal-edited] Sửa đề xuất
        [proposal-merged] Gộp đề xuất
        [proposal-refused] Bỏ đề xuất
        [task-issued] Giao nhiệm vụ
        [task-accepted] Tiếp nhận
        [task-reported] Báo cáo
        [task-returned] Trả lại báo cáo
        [task-confirmed] Xác nhận hoàn thành
        [task-extension-requested] Xin gia hạn
        [task-extended] Gia hạn
        [task-extension-refused] Không gia hạn
        [task-suspended] Tạm dừng
        [task-resumed] Cho tiếp tục
        [task-transferred] Chuyển đơn vị chủ trì
        [task-assigner-changed] Đổi đơn vị giao việc
        [task-cancelled] Hủy nhiệm vụ
        [task-deadline-moved] Lịch nghỉ làm dời hạn
        [task-source-changed] Văn bản giao việc thay đổi
        [task-source-reviewed] Xem lại sau khi văn bản thay đổi
        [task-excuse-claimed] Nêu lý do khách quan
        [task-excused] Xác nhận lý do khách quan
        [task-excuse-refused] Không xác nhận lý do
        [task-reminded] Đôn đốc
        [task-urged] Văn phòng đôn đốc
        [task-placed-on-agenda] Đưa vào chương trình giao ban
        [proposal-split] Tách đề xuất
        [task-report-submitted] Trình thủ trưởng duyệt báo cáo
        [task-report-declined] Thủ trưởng chưa duyệt báo cáo
        [task-explanation-demanded] Yêu cầu giải trình
        [task-explained] Giải trình
        [import-made] Nhập bảng
        [import-undone] Hoàn tác lần nhập
        [city-approval-set] Quy định duyệt báo cáo
        [document-registered] Đăng ký văn bản
        [document-received] Văn bản đến bằng gói edXML
        [document-amended] Văn bản được sửa đổi
        [document-replaced] Văn bản bị thay thế
        [document-repealed] Văn bản bị bãi bỏ
        [calendar-day-announced] Thông báo ngày nghỉ, ngày làm bù
        [calendar-announcement-withdrawn] Rút thông báo về ngày nghỉ
        [calendar-year-listed] Đủ lịch nghỉ của năm
        [calendar-hours-set] Quy định giờ làm việc
        [calendar-counting-set] Quy định cách đếm ngày
        [registry-naming-set] Quy tắc tên đơn vị
        [registry-class-defined] Nhóm đơn vị
        [registry-unit-created] Lập đơn vị
        [registry-unit-renamed] Đổi tên đơn vị
        [registry-unit-merged] Sáp nhập đơn vị
        [registry-unit-split] Chia tách đơn vị
        [registry-unit-abolished] Giải thể đơn vị
        [registry-alias-added] Thêm cách gọi đơn vị
        [registry-post-created] Lập chức vụ
        [registry-person-registered] Ghi tên người giữ chức vụ
        [registry-post-taken] Nhận chức vụ
        [registry-post-left] Thôi chức vụ
        [city-reminders-set] Quy định mức đôn đốc
        [city-letterhead-set] Quy định tiêu đề văn bản
        [ledger-redacted] Xóa nội dung một mục theo luật
       *[other] { $name }
    }
site-entries-files = Lưu thành (nhiều nhất 20.000 mục, tính từ mục mới nhất đang xem):
site-log-person = Người thực hiện
site-col-title = Trích yếu
site-col-issuer = Cơ quan ban hành
site-col-force = Hiệu lực
site-col-kind = Loại, cấp
