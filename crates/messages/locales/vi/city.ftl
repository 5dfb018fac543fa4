city-document-known = văn bản “{ $document }” đã có trong sổ; nếu là bản khác, hãy đặt mã khác
city-no-such-document = không có văn bản “{ $document }” trong sổ
city-document-nameless = văn bản không có số, ký hiệu và không có trích yếu để lập mã; hãy đặt mã cho văn bản
city-no-such-proposal = không có đề xuất “{ $proposal }”
city-no-words = thiếu nội dung nhiệm vụ
city-no-lead = lời văn không nêu đơn vị chủ trì; hãy chỉ định đơn vị
city-lead-not-resolved = “{ $text }” chưa rõ là đơn vị nào; hãy chỉ định đơn vị. Gần nhất: { $nearest }
city-deadline-not-understood = chưa hiểu thời hạn “{ $text }”; hãy ghi rõ, ví dụ “30/9/2024”, “10 ngày làm việc”, “quý III/2024” hoặc “thường xuyên”
