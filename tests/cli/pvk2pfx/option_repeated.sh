pvk2pfx -pvk a -PVK b -spc c -pfx d
