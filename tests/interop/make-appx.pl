#!/usr/bin/perl
#
# make-appx.pl FILE - an app package, as small as osslsigncode signs one
#
# The types of its parts include the signature's: osslsigncode 2.9 would add it
# as if the file were compressed.

use strict;
use warnings;

my @crc = map { my $c = $_; $c = $c & 1 ? 0xedb88320 ^ $c >> 1 : $c >> 1
    for 1 .. 8; $c } 0 .. 255;

sub crc32
{
	my $c = 0xffffffff;
	$c = $crc[($c ^ $_) & 255] ^ $c >> 8 for unpack 'C*', shift;
	return $c ^ 0xffffffff;
}

my @files = (
	'hello.txt' => "hello\n",
	'AppxManifest.xml' => '<?xml version="1.0"?><Package xmlns="http://' .
	    'schemas.microsoft.com/appx/manifest/foundation/windows10"/>',
	'AppxBlockMap.xml' => '<?xml version="1.0"?><BlockMap xmlns="http://' .
	    'schemas.microsoft.com/appx/2010/blockmap" HashMethod="http://' .
	    'www.w3.org/2001/04/xmlenc#sha256"></BlockMap>',
	'[Content_Types].xml' => '<?xml version="1.0"?><Types xmlns="http://' .
	    'schemas.openxmlformats.org/package/2006/content-types">' .
	    '<Default Extension="txt" ContentType="text/plain"/>' .
	    '<Override PartName="/AppxSignature.p7x" ContentType="' .
	    'application/vnd.ms-appx.signature"/></Types>',
);
my ($local, $central, $count) = ('', '', @files / 2);
while (my ($name, $data) = splice @files, 0, 2) {
	my $fields = pack 'vvvvvVVVvv', 20, 0, 0, 0, 33, crc32($data),
	    length $data, length $data, length $name, 0;

	$central .= "PK\1\2" . pack('v', 20) . $fields .
	    pack('vvvVV', 0, 0, 0, 0, length $local) . $name;
	$local .= "PK\3\4$fields$name$data";
}
open my $f, '>:raw', shift or die;
print $f $local, $central, "PK\5\6", pack 'vvvvVVv', 0, 0, $count, $count,
    length $central, length $local, 0;
close $f or die;
