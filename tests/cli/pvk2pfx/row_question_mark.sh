pvk2pfx '/?' || exit 1
pvk2pfx '/?' >o1 2>e1
pvk2pfx '-?' >o2 2>e2
cmp o1 o2 && cmp e1 e2
