pvk2pfx
