pvk2pfx /PVK ../pki/leaf.pvk -Spc ../pki/leaf.cer /pfx out.pfx -PO x || exit 1
pvk2pfx -Pvk ../pki/leaf.pvk /SPC ../pki/leaf.cer -PFX out.pfx /Po x /F
