# what SignTool has and nothing here answers to is refused with the reason
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
for o in '/as x' '/ad x' '/ag GUID x' '/o 6.1 x' '/ms x' '/p7 x' \
    '/p7content f x' '/pg GUID x' '/bp x' '/enclave x' '/sl x' '/pa /kp x' \
    '/all /ds 1 x' '/hash MD5 x' '/hash sha1 x' '/c c /all x' '/sha1 12 x' \
    '-kernel-root r x' '/nonsense x' '/pa'; do
	storectl verify $o
	echo "$? $o"
done
