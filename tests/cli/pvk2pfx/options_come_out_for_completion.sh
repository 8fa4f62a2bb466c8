pvk2pfx --options
