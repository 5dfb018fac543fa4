cli-error = lỗi: { $what }
