# A password that was joined to its option, or that had a space in it, is not
# printed when the line is refused.
exec 2>&1
for line in '-p:sesame a.pfx' '-p=sesame a.pfx' '-psesame a.pfx' \
    '/p:sesame a.pfx' '--p=sesame a.pfx' '–p:sesame a.pfx' \
    '-password=sesame a.pfx' 'a.pfx NoChain,Password=sesame'; do
	certimport $line | tail -1
done
for line in '/po:sesame' '-pi=sesame' '-pi open sesame' '-pisesame'; do
	pvk2pfx -pvk a.pvk -spc a.spc $line | tail -1
done
for line in '/p:sesame' '/psesame' '/p=ses/ame' '-p:sesame'; do
	storectl sign /f a.pfx $line a.exe
done
storectl dump a.pfx -p open sesame
storectl certutil -p:sesame -dump a.pfx | tail -1
