#!/usr/bin/perl
#
# nest.pl FILE PKCS7 OUT - FILE, a PKCS#7, with another one in the unsigned
# attributes of its signer, where Authenticode has further signatures

use strict;
use warnings;

sub slurp
{
	open my $f, '<:raw', $_[0] or die "$_[0]: $!\n";
	local $/;
	return <$f>;
}

sub tlv
{
	my ($tag, $body) = @_;
	my $n = length $body;

	return pack('CC', $tag, $n) . $body if $n < 128;
	(my $len = pack 'N', $n) =~ s/^\0+//;
	return pack('CC', $tag, 128 + length $len) . $len . $body;
}

sub parts
{
	my ($body, @parts) = @_;

	while (length $body) {
		my ($tag, $n) = unpack 'CC', $body;
		my $head = 2;
		if ($n > 127) {
			$head += $n & 127;
			$n = unpack 'N', substr "\0" x 4 .
			    substr($body, 2, $head - 2), -4;
		}
		push @parts, [$tag, substr $body, $head, $n];
		$body = substr $body, $head + $n;
	}
	return @parts;
}

my ($file, $more, $out) = @ARGV;
my $attribute = tlv(0x30, "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x04\x01" .
    tlv(0x31, slurp($more)));

# ContentInfo, [0], SignedData, SET, SignerInfo: always the last part.
sub graft
{
	my ($body, $depth) = @_;
	my @parts = parts($body);

	if ($depth) {
		$parts[-1][1] = graft($parts[-1][1], $depth - 1);
	} elsif ($parts[-1][0] == 0xa1) {
		$parts[-1][1] .= $attribute;
	} else {
		push @parts, [0xa1, $attribute];
	}
	return join '', map { tlv(@$_) } @parts;
}

open my $o, '>:raw', $out or die "$out: $!\n";
print $o graft(slurp($file), 5);
close $o or die "$out: $!\n";
