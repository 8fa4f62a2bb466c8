#!/usr/bin/perl
#
# make-cat.pl [-1] OUT FILE... - a catalogue, not yet signed, of these files
#
# Each file is a member with its SHA-1 and one with its SHA-256; of a PE program
# and a cabinet these are the Authenticode digests. With -1 as version 1 has it: SHA-1 only,
# named by hex digits in UTF-16.

use strict;
use warnings;
use Digest::SHA qw(sha1 sha256);
use Encode qw(encode);
use File::Basename;

my $v1 = @ARGV && $ARGV[0] eq '-1' ? shift : 0;
my ($out, @files) = @ARGV;
die "usage: make-cat.pl [-1] OUT FILE...\n" unless @files;

sub length_of {
	my ($n) = @_;
	return chr $n if $n < 128;
	my $octets = pack('N', $n) =~ s/^\0+//r;
	return chr(0x80 | length $octets) . $octets;
}

sub tlv {
	my ($tag, @parts) = @_;
	my $body = join '', @parts;
	return chr($tag) . length_of(length $body) . $body;
}

sub seq	{ return tlv(0x30, @_) }
sub set	{ return tlv(0x31, @_) }

sub oid {
	my ($first, $second, @rest) = split /\./, shift;
	my $body = chr(40 * $first + $second);
	for my $n (@rest) {
		my $octets = chr($n & 127);
		$octets = chr(128 | $n & 127) . $octets while $n >>= 7;
		$body .= $octets;
	}
	return tlv(6, $body);
}

my %digest = (
	'1.3.14.3.2.26' => \&sha1,
	'2.16.840.1.101.3.4.2.1' => \&sha256,
);

# What of a program is hashed: all but checksum, security directory, signatures.
sub covered {
	my ($data) = @_;
	# Without a reserve; its header has a checksum that is not covered.
	return (substr($data, 0, 4) . substr($data, 8), 0)
	    if $data =~ /^MSCF/ && !(4 & unpack 'x30 v', $data);
	return ($data, 0) unless $data =~ /^MZ/;
	my $pe = unpack 'V', substr $data, 0x3c, 4;
	my $plus = unpack('v', substr $data, $pe + 24, 2) == 0x20b;
	my $entry = $pe + 24 + ($plus ? 112 : 96) + 32;
	my ($at, $size) = unpack 'VV', substr $data, $entry, 8;
	substr($data, $at, $size) = '' if $size;
	$data .= "\0" x (-length($data) & 7);
	substr($data, $entry, 8) = '';
	substr($data, $pe + 24 + 64, 4) = '';
	return ($data, 1);
}

sub name_value {
	my ($name, $value) = @_;
	return seq(tlv(0x1e, encode('UTF-16BE', $name)),
	    tlv(2, "\x10\x01\x00\x01"),
	    tlv(4, encode('UTF-16LE', "$value\0")));
}

sub attribute {
	my ($type, $value) = @_;
	return seq(oid($type), set($value));
}

sub member {
	my ($file, $algorithm, $hash, $is_pe) = @_;
	my $what = $is_pe ?
	    seq(oid('1.3.6.1.4.1.311.2.1.15'), seq(tlv(3, "\0"),
		tlv(0xa0, tlv(0xa2, tlv(0x80))))) :
	    seq(oid('1.3.6.1.4.1.311.2.1.25'), tlv(0xa2, tlv(0x80)));
	return seq(tlv(4, $v1 ? encode('UTF-16LE', uc unpack 'H*', $hash) :
	    $hash),
	    set(attribute('1.3.6.1.4.1.311.12.2.1', name_value('File', $file)),
		attribute('1.3.6.1.4.1.311.2.1.4', seq($what,
		    seq(seq(oid($algorithm), "\5\0"), tlv(4, $hash))))));
}

my @members;
for my $path (@files) {
	open my $f, '<:raw', $path or die "$path: $!\n";
	local $/;
	my ($data, $is_pe) = covered(scalar <$f>);
	for my $algorithm (sort keys %digest) {
		next if $v1 && $algorithm !~ /^1\.3/;
		push @members, member(basename($path), $algorithm,
		    $digest{$algorithm}->($data), $is_pe);
	}
}
my $ctl = seq(seq(oid('1.3.6.1.4.1.311.12.1.1')), tlv(4, 'spckit test list'),
    tlv(0x17, '240101000000Z'),
    seq(oid('1.3.6.1.4.1.311.12.1.' . ($v1 ? 2 : 3)), "\5\0"),
    seq(sort @members),
    tlv(0xa0, seq(seq(oid('1.3.6.1.4.1.311.12.2.1'),
	tlv(4, name_value('OSAttr', '2:6.2'))))));
open my $f, '>:raw', $out or die "$out: $!\n";
print $f seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, seq(tlv(2, "\1"), set(),
    seq(oid('1.3.6.1.4.1.311.10.1'), tlv(0xa0, $ctl)), set())));
close $f or die;
