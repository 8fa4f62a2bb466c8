#!/usr/bin/perl
#
# tsa.pl CERT KEY PORTFILE [LOG] - a time-stamp server on loopback
#
#   POST /rfc3161        RFC 3161, by openssl ts
#   POST /authenticode   Authenticode's own, by openssl cms
#   /flaky/...           503 the first time, then as without it
#   /fail  /garbage  /empty  /hang
#
# The port goes to PORTFILE once it listens; each request is a line in LOG. Ends
# with the one who started it.

use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Socket::INET;
use MIME::Base64;

my ($cert, $key, $portfile, $log) = @ARGV;
die "usage: tsa.pl CERT KEY PORTFILE [LOG]\n" unless $portfile;
my $dir = tempdir(CLEANUP => 1);
my $parent = getppid();
my %seen;

sub spill {
	my ($name, $content) = @_;
	open(my $f, '>:raw', "$dir/$name") or die "$dir/$name: $!";
	print $f $content;
	close $f;
}

sub slurp {
	my ($name) = @_;
	open(my $f, '<:raw', "$dir/$name") or return;
	local $/;
	return <$f>;
}

sub openssl {
	my @command = @_;
	my $pid = fork();
	if ($pid == 0) {
		open(STDOUT, '>', "$dir/log");
		open(STDERR, '>&', \*STDOUT);
		exec 'openssl', @command;
	}
	waitpid($pid, 0);
	return $? == 0;
}

spill('ts.conf', <<"CONF");
[tsa]
default_tsa = t
[t]
serial = $dir/serial
signer_cert = $cert
certs = $cert
signer_key = $key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384, sha512
accuracy = secs:1
CONF
spill('serial', "01\n");

sub rfc3161 {
	my ($query) = @_;
	spill('query', $query);
	openssl('ts', '-reply', '-config', "$dir/ts.conf", '-section', 't',
	    '-queryfile', "$dir/query", '-out', "$dir/reply") or return;
	return ('application/timestamp-reply', slurp('reply'));
}

# The signature is the last element of what comes: an OCTET STRING.
sub authenticode {
	my ($body) = @_;
	my $der = decode_base64($body);
	my $mark = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
	my $at = index($der, $mark);
	return if $at < 0;
	my $rest = substr($der, $at + length($mark));
	return unless $rest =~ s/^\xa0(?:[\x00-\x7f]|\x81.|\x82..)//s;
	return unless $rest =~ s/^\x04(?:[\x00-\x7f]|\x81.|\x82..)//s;
	spill('signature', $rest);
	openssl('cms', '-sign', '-binary', '-nodetach', '-outform', 'DER',
	    '-signer', $cert, '-inkey', $key, '-in', "$dir/signature",
	    '-out', "$dir/reply") or return;
	return ('application/octet-stream', encode_base64(slurp('reply')));
}

sub answer {
	my ($path, $body) = @_;
	if ($path =~ s|^/flaky/|/| && !$seen{$path}++) {
		return ('503 Not Now', 'text/plain', "later\n");
	}
	my @reply = $path eq '/rfc3161' ? rfc3161($body) :
	    $path eq '/authenticode' ? authenticode($body) :
	    $path eq '/garbage' ? ('text/html', '<html>hello</html>') :
	    $path eq '/empty' ? ('application/timestamp-reply', '') : ();
	return @reply ? ('200 OK', @reply) : ('500 Broken', 'text/plain', "no\n");
}

sub serve {
	my ($c) = @_;
	my $head = '';
	while ($head !~ /\r?\n\r?\n/ && sysread($c, my $byte, 1)) {
		$head .= $byte;
	}
	my ($path) = $head =~ m|^\S+ (?:http://[^/]*)?(\S+)| or return;
	my ($length) = $head =~ /^content-length: *(\d+)/im;
	my $body = '';
	while (length($body) < ($length || 0)) {
		sysread($c, $body, $length - length($body), length($body)) or last;
	}
	if ($log) {
		open(my $f, '>>', $log);
		print $f "$path\n";
	}
	sleep 3600 if $path eq '/hang';
	my ($status, $type, $content) = answer($path, $body);
	$content = '' unless defined $content;
	print $c "HTTP/1.0 $status\r\nContent-Type: $type\r\nContent-Length: " .
	    length($content) . "\r\nConnection: close\r\n\r\n", $content;
}

$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = $SIG{HUP} = $SIG{INT} = sub { exit 0 };
my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 8) or
    die "tsa.pl: $!\n";
open(my $f, '>', "$portfile.new") or die "$portfile: $!\n";
print $f $s->sockport, "\n";
close $f;
rename "$portfile.new", $portfile;
my $ready = '';
while (getppid() == $parent) {
	vec($ready, fileno($s), 1) = 1;
	select(my $r = $ready, undef, undef, 1) > 0 or next;
	my $c = $s->accept or next;
	binmode $c;
	serve($c);
	close $c;
}
