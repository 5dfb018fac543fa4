cli-error = error: { $what }
