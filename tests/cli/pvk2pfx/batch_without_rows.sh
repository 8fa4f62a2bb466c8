: >list
pvk2pfx -batch list
