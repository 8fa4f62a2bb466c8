pvk2pfx -batch list -pvk a.pvk
pvk2pfx -batch list -jobs 0
pvk2pfx -batch list -jobs 65
pvk2pfx -jobs 2 -pvk a -spc b -pfx c
pvk2pfx -batch nowhere
