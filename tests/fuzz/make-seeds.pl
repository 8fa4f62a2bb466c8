#!/usr/bin/perl
#
# make-seeds.pl - one small input per class of trouble, for every target
#
# Writes corpus/TARGET/NAME from the fixtures and from bytes put together here.
# The outputs are committed. Names say what is wrong with the file; `good-...`
# ones are good and lead the fuzzer deep. The password is spckit.

use strict;
use warnings;
use FindBin;

chdir $FindBin::Bin or die;
my $pki = '../fixtures/pki';

sub slurp {
	my ($path) = @_;
	open my $f, '<:raw', $path or die "$path: $!";
	local $/;
	return scalar <$f>;
}

sub seed {
	my ($target, $name, $data) = @_;
	mkdir 'corpus';
	mkdir "corpus/$target";
	open my $f, '>:raw', "corpus/$target/$name" or die "$name: $!";
	print $f $data;
	close $f or die;
}

# ---- DER ----

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
sub octets	{ return tlv(0x04, @_) }
sub explicit	{ my ($n, @p) = @_; return tlv(0xa0 | $n, @p) }
sub null	{ return "\x05\x00" }
# Indefinite length.
sub ber	{ my ($tag, @p) = @_; return chr($tag) . "\x80" . join('', @p) . "\0\0" }

sub int_of {
	my ($n) = @_;
	my $octets = pack('q>', $n);
	$octets =~ s/^\0(?=[\x00-\x7f])// while $octets =~ /^\0[\x00-\x7f]/;
	$octets =~ s/^\xff(?=[\x80-\xff])// while $octets =~ /^\xff[\x80-\xff]/;
	return tlv(0x02, $octets);
}

sub oid {
	my ($first, $second, @rest) = split /\./, shift;
	my $body = chr(40 * $first + $second);
	for my $n (@rest) {
		my $s = chr($n & 0x7f);
		$s = chr(0x80 | ($n & 0x7f)) . $s while $n >>= 7;
		$body .= $s;
	}
	return tlv(0x06, $body);
}

# ---- PVK ----

my $blob = slurp("$pki/leaf.blob");

sub pvk {
	my (%h) = (magic => 0xb0b5f11e, reserved => 0, keytype => 1,
	    encrypted => 0, salt => '', blob => $blob, @_);
	$h{saltlen} //= length $h{salt};
	$h{keylen} //= length $h{blob};
	return pack('V6', @h{qw(magic reserved keytype encrypted saltlen
	    keylen)}) . $h{salt} . $h{blob};
}

# The blob with one 32-bit number replaced.
sub blob_with {
	my ($offset, $value) = @_;
	my $b = $blob;
	substr($b, $offset, 4) = pack('V', $value);
	return $b;
}

sub pvk_seeds {
	seed('pvk', "good-$_", slurp("$pki/$_"))
	    for qw(leaf.pvk leaf-weak.pvk leaf-strong.pvk leaf-signature.pvk
	    dsa.pvk dsa-strong.pvk);
	my $salt = 'S' x 16;
	my %bad = (
	    'keylen-7-encrypted' => pvk(encrypted => 1, salt => $salt,
		blob => "\7\2\0\0\0\x24\0"),
	    'keylen-8-encrypted' => pvk(encrypted => 1, salt => $salt,
		blob => "\7\2\0\0\0\x24\0\0"),
	    'keylen-0' => pvk(blob => ''),
	    'keylen-2g' => pvk(keylen => 0x7fffffff),
	    'keylen-4g' => pvk(keylen => 0xffffffff),
	    'lengths-wrap-to-the-file-size' => pvk(encrypted => 1,
		saltlen => 0xffffffff, keylen => length($blob) + 1),
	    'salt-4000-of-nothing' => pvk(encrypted => 1, saltlen => 4000),
	    'salt-1024' => pvk(encrypted => 1, salt => 'S' x 1024),
	    'salt-1025' => pvk(encrypted => 1, salt => 'S' x 1025),
	    'salt-without-encryption' => pvk(salt => $salt),
	    'encryption-without-salt' => pvk(encrypted => 1),
	    'encrypted-2' => pvk(encrypted => 2, salt => $salt),
	    'keytype-0' => pvk(keytype => 0),
	    'keytype-3' => pvk(keytype => 3),
	    'reserved-set' => pvk(reserved => 1),
	    'one-byte-behind' => pvk() . "\0",
	    'one-byte-short' => substr(pvk(), 0, -1),
	    'header-only' => substr(pvk(), 0, 24),
	    'header-short' => substr(pvk(), 0, 23),
	    'blob-version-3' => pvk(blob => blob_with(0, 0x0307)),
	    'blob-public' => pvk(blob => blob_with(0, 0x0206)),
	    'blob-magic-rsa1' => pvk(blob => blob_with(8, 0x31415352)),
	    'blob-bits-0' => pvk(blob => blob_with(12, 0)),
	    'blob-bits-odd' => pvk(blob => blob_with(12, 2047)),
	    'blob-bits-4g' => pvk(blob => blob_with(12, 0xffffffff)),
	    'blob-bits-1024' => pvk(blob => blob_with(12, 1024)),
	    'exponent-0' => pvk(blob => blob_with(16, 0)),
	    'exponent-1' => pvk(blob => blob_with(16, 1)),
	    'exponent-even' => pvk(blob => blob_with(16, 65536)),
	    'modulus-even' => pvk(blob => blob_with(20, 2)),
	    'modulus-zero' => pvk(blob => substr($blob, 0, 20) .
		("\0" x (length($blob) - 20))),
	    'prime-1-changed' => pvk(blob => blob_with(20 + 256, 1)),
	    'exponent-d-changed' => pvk(blob => blob_with(length($blob) - 4,
		7)),
	);
	seed('pvk', $_, $bad{$_}) for keys %bad;
}

# ---- private keys ----

my $rsa = '1.2.840.113549.1.1.1';
my $pbes2 = '1.2.840.113549.1.5.13';
my $pbkdf2 = '1.2.840.113549.1.5.12';
my $hmac256 = '1.2.840.113549.2.9';
my $aes256 = '2.16.840.1.101.3.4.1.42';

sub pbkdf2_params {
	my ($iterations, @more) = @_;
	return seq(oid($pbkdf2), seq(octets('saltsalt'), int_of($iterations),
	    @more));
}

sub pbes2_of {
	my ($kdf, $cipher) = @_;
	return seq(oid($pbes2), seq($kdf, $cipher //
	    seq(oid($aes256), octets('i' x 16))));
}

sub der_of_pem {
	my ($path) = @_;
	my ($base64) = slurp($path) =~ /-----BEGIN[^\n]*\n(.*?)-----END/s;
	require MIME::Base64;
	return MIME::Base64::decode_base64($base64);
}

sub key_seeds {
	seed('key', 'good-rsa.p8', slurp("$pki/leaf.p8"));
	seed('key', 'good-3des.p8', slurp("$pki/leaf-3des.p8"));
	seed('key', 'good-blob', $blob);
	seed('key', 'good-dsa-blob', substr(slurp("$pki/dsa.pvk"), 24));
	seed('key', 'good-rsa', der_of_pem("$pki/leaf-traditional.key"));
	seed('key', "good-$_.p8", der_of_pem("$pki/$_.key")) for qw(ec dsa);
	seed('key', 'good-pbes2.p8', der_of_pem("$pki/leaf-pbes2.key"));

	my $alg = seq(oid($rsa), null());
	my %bad = (
	    'rsa-all-zero' => seq(int_of(0), $alg, octets(seq(map { int_of(0) }
		1 .. 9))),
	    'rsa-negative' => seq(int_of(0), $alg, octets(seq(int_of(0),
		map { int_of(-3) } 1 .. 8))),
	    'rsa-multi-prime' => seq(int_of(0), $alg, octets(seq(int_of(1),
		map { int_of(3) } 1 .. 8), seq(seq(int_of(3), int_of(3),
		int_of(3))))),
	    'rsa-no-numbers' => seq(int_of(0), $alg, octets(seq())),
	    'key-empty' => seq(int_of(0), $alg, octets('')),
	    'version-7' => seq(int_of(7), $alg, octets('')),
	    'version-huge' => seq(tlv(2, "\x7f" . "\xff" x 40), $alg, octets('')),
	    'unknown-algorithm' => seq(int_of(0), seq(oid('1.2.643.7.1.1.1.1')),
		octets('whatever')),
	    'ec-unknown-curve' => seq(int_of(0),
		seq(oid('1.2.840.10045.2.1'), oid('1.2.3.4')),
		octets(seq(int_of(1), octets('k' x 32)))),
	    'ec-scalar-zero' => seq(int_of(0),
		seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
		octets(seq(int_of(1), octets("\0" x 32)))),
	    'ec-scalar-short' => seq(int_of(0),
		seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
		octets(seq(int_of(1), octets("\1")))),
	    'dsa-no-parameters' => seq(int_of(0),
		seq(oid('1.2.840.10040.4.1')), octets(int_of(5))),
	    'ed25519-short' => seq(int_of(0), seq(oid('1.3.101.112')),
		octets(octets('short'))),
	    'attributes-empty' => seq(int_of(0), $alg, octets(''), tlv(0xa0)),
	    'keyusage-empty' => seq(int_of(0), $alg, octets(''), tlv(0xa0,
		seq(oid('2.5.29.15'), set()))),
	    'iterations-2g' => seq(pbes2_of(pbkdf2_params(2147483647)),
		octets('x' x 32)),
	    'iterations-0' => seq(pbes2_of(pbkdf2_params(0)), octets('x' x 32)),
	    'iterations-negative' => seq(pbes2_of(pbkdf2_params(-1)),
		octets('x' x 32)),
	    'iterations-2-63' => seq(pbes2_of(seq(oid($pbkdf2), seq(octets('s'),
		tlv(2, "\x7f" . "\xff" x 7)))), octets('x' x 32)),
	    'pbes2-keylength-2g' => seq(pbes2_of(pbkdf2_params(1,
		int_of(2147483647))), octets('x' x 32)),
	    'pbes2-iv-short' => seq(pbes2_of(pbkdf2_params(1), seq(
		oid($aes256), octets('i'))), octets('x' x 32)),
	    'pbes2-not-whole-blocks' => seq(pbes2_of(pbkdf2_params(1)),
		octets('x' x 31)),
	    'pbes2-nothing' => seq(pbes2_of(pbkdf2_params(1)), octets('')),
	    'pbes2-salt-specified-otherwise' => seq(pbes2_of(seq(oid($pbkdf2),
		seq(seq(oid('1.2.3')), int_of(1)))), octets('x' x 32)),
	    'pbes2-no-parameters' => seq(seq(oid($pbes2)), octets('x' x 32)),
	    'pbes2-null-parameters' => seq(seq(oid($pbes2), null()),
		octets('x' x 32)),
	    'scrypt-huge' => seq(pbes2_of(seq(oid('1.3.6.1.4.1.11591.4.11'),
		seq(octets('salt'), int_of(1 << 30), int_of(1 << 20),
		int_of(1 << 20)))), octets('x' x 32)),
	    'scrypt-n-3' => seq(pbes2_of(seq(oid('1.3.6.1.4.1.11591.4.11'),
		seq(octets('salt'), int_of(3), int_of(1), int_of(1)))),
		octets('x' x 32)),
	    'pkcs12-3des-iterations-2g' => seq(seq(
		oid('1.2.840.113549.1.12.1.3'), seq(octets('salt'),
		int_of(2147483647))), octets('x' x 32)),
	    'blob-header' => substr($blob, 0, 8),
	    'blob-half' => substr($blob, 0, 600),
	);
	seed('key', $_, $bad{$_}) for keys %bad;
}

# ---- PKCS#7 ----

my $signed = '1.2.840.113549.1.7.2';
my $data = '1.2.840.113549.1.7.1';
my $leaf = slurp("$pki/leaf.cer");
my $ec = slurp("$pki/ec.cer");

sub signed_data {
	my (@parts) = @_;
	return seq(oid($signed), explicit(0, seq(int_of(1), @parts)));
}

sub spc_seeds {
	my $content = seq(oid($data));
	seed('spc', "good-$_", slurp("$pki/$_")) for qw(leaf-first.spc
	    shuffled.spc ec.spc empty.spc signed-ber.p7s);
	my %bad = (
	    'content-missing' => seq(oid($signed)),
	    'content-null' => seq(oid($signed), explicit(0, null())),
	    'content-empty' => seq(oid($signed), explicit(0)),
	    'no-digest-algorithms' => signed_data(set(), $content,
		tlv(0xa0, $ec), set()),
	    'signer-of-no-digest' => signed_data(set(), $content, tlv(0xa0, $ec),
		set(seq(int_of(1), seq(seq(), int_of(1)), seq(oid('1.2.3')),
		seq(oid($rsa)), octets('')))),
	    'signer-attribute-other-type' => signed_data(set(), $content,
		tlv(0xa0, $ec), set(seq(int_of(1), seq(seq(), int_of(1)),
		seq(oid('1.2.3')), tlv(0xa0, seq(oid('1.2.840.113549.1.9.4'),
		set(int_of(5)))), seq(oid($rsa)), octets('')))),
	    'no-signers' => signed_data(set(), $content, tlv(0xa0, $ec)),
	    'certificates-no-certificates' => signed_data(set(), $content,
		tlv(0xa0, seq(int_of(1)), tlv(0xa1, seq()), null()), set()),
	    'certificates-twice' => signed_data(set(), $content, tlv(0xa0, $ec,
		$ec, $ec), set()),
	    'crl-behind' => signed_data(set(), $content, tlv(0xa0, $ec),
		tlv(0xa1, seq(int_of(1))), set()),
	    'other-content-type' => seq(oid($data), explicit(0, octets('hello'))),
	    'enveloped' => seq(oid('1.2.840.113549.1.7.3'), explicit(0, seq(
		int_of(0), set(), seq(oid($data), seq(oid('1.2.3')),
		tlv(0x80, 'x' x 16))))),
	    'auth-enveloped-iv-long' => seq(
		oid('1.2.840.113549.1.9.16.1.23'), explicit(0, seq(int_of(0),
		set(), seq(oid($data), seq(oid('2.16.840.1.101.3.4.1.46'),
		seq(octets('i' x 4000))), tlv(0x80, 'x')), octets('m' x 16)))),
	    'signature-set-1025' => signed_data(set(), $content, tlv(0xa0,
		map { seq(int_of($_)) } 1 .. 1025), set()),
	    'length-2g' => "\x30\x84\x7f\xff\xff\xff" . oid($signed),
	    'length-2-63' => "\x30\x88\x7f" . "\xff" x 7 . oid($signed),
	    'length-8-octets-small' => "\x30\x88" . "\0" x 7 . "\x0b" .
		oid($signed),
	    'indefinite-without-end' => "\x30\x80" . oid($signed),
	    'indefinite-primitive' => "\x04\x80\0\0",
	    'nested-indefinite-10000' => "\x30\x80" x 10000,
	    'nested-definite' => do {
		my $d = null();
		$d = seq($d) for 1 .. 200;
		$d;
	    },
	    'ber-constructed-octets' => ber(0x30, oid($signed), ber(0xa0,
		ber(0x30, int_of(3), set(), ber(0x30, oid($data), ber(0xa0,
		ber(0x24, octets('he'), ber(0x24, octets('llo'))))),
		ber(0xa0, $ec), set()))),
	);
	seed('spc', $_, $bad{$_}) for keys %bad;
}

# ---- PFX ----

my $bag = '1.2.840.113549.1.12.10.1';

sub safe { return seq(oid($data), explicit(0, octets(seq(@_)))) }

sub attribute { my ($id, @values) = @_; return seq(oid($id), set(@values)) }

sub bag_of {
	my ($kind, $value, @attributes) = @_;
	return seq(oid("$bag.$kind"), explicit(0, $value),
	    @attributes ? set(@attributes) : ());
}

sub cert_bag {
	my (@attributes) = @_;
	return bag_of(3, seq(oid('1.2.840.113549.1.9.22.1'),
	    explicit(0, octets($ec))), @attributes);
}

sub key_bag { return bag_of(1, der_of_pem("$pki/ec.key"), @_) }

sub mac {
	my ($iterations, $digest) = @_;
	return seq(seq($digest // seq(oid('2.16.840.1.101.3.4.2.1'), null()),
	    octets('d' x 32)), octets('saltsalt'), int_of($iterations));
}

sub pfx {
	my ($safes, @mac) = @_;
	return seq(int_of(3), seq(oid($data), explicit(0, octets(seq(@$safes)))),
	    @mac);
}

sub pbmac1 {
	my ($keylen, $iterations) = @_;
	return mac(1, seq(oid('1.2.840.113549.1.5.14'), seq(seq(oid($pbkdf2),
	    seq(octets('saltsalt'), int_of($iterations), int_of($keylen),
	    seq(oid($hmac256), null()))), seq(oid($hmac256), null()))));
}

sub encrypted_safe {
	my ($algorithm, @content) = @_;
	return seq(oid('1.2.840.113549.1.7.6'), explicit(0, seq(int_of(0),
	    seq(oid($data), $algorithm, @content))));
}

sub friendly { return attribute('1.2.840.113549.1.9.20', tlv(0x1e, @_)) }

sub pfx_seeds {
	seed('pfx', "good-$_", slurp("$pki/$_")) for qw(aes.pfx legacy.pfx
	    empty.pfx nomac.pfx);
	my $pair = safe(key_bag(attribute('1.2.840.113549.1.9.21',
	    octets("\1\0\0\0"))), cert_bag(attribute('1.2.840.113549.1.9.21',
	    octets("\1\0\0\0"))));
	my $nested = cert_bag();
	$nested = bag_of(6, seq($nested)) for 1 .. 4;
	my $deep = cert_bag();
	$deep = bag_of(6, seq($deep)) for 1 .. 500;
	my %seeds = (
	    'good-plain' => pfx([$pair]),
	    'good-plain-mac' => pfx([$pair], mac(1)),
	    'good-pbmac1' => pfx([$pair], pbmac1(32, 1)),
	    'good-ber' => ber(0x30, int_of(3), ber(0x30, oid($data), ber(0xa0,
		ber(0x24, octets(substr(seq($pair), 0, 100)),
		octets(substr(seq($pair), 100)))))),
	    'nothing-inside' => pfx([]),
	    'safe-empty' => pfx([safe()]),
	    'authsafe-content-missing' => seq(int_of(3), seq(oid($data))),
	    'authsafe-content-null' => seq(int_of(3), seq(oid($data),
		explicit(0, null()))),
	    'authsafe-signed' => seq(int_of(3), seq(oid($signed),
		explicit(0, seq(int_of(1))))),
	    'safe-content-missing' => pfx([seq(oid($data))]),
	    'safe-encrypted-content-missing' => pfx([encrypted_safe(
		pbes2_of(pbkdf2_params(1)))]),
	    'safe-encrypted-empty' => pfx([encrypted_safe(
		pbes2_of(pbkdf2_params(1)), tlv(0x80, ''))]),
	    'safe-encrypted-no-parameters' => pfx([encrypted_safe(
		seq(oid($pbes2)), tlv(0x80, 'x' x 32))]),
	    'safe-enveloped' => pfx([seq(oid('1.2.840.113549.1.7.3'),
		explicit(0, seq(int_of(0))))]),
	    'version-0' => seq(int_of(0), seq(oid($data), explicit(0,
		octets(seq($pair))))),
	    'mac-iterations-2g' => pfx([$pair], mac(2147483647)),
	    'mac-iterations-0' => pfx([$pair], mac(0)),
	    'mac-iterations-negative' => pfx([$pair], mac(-1)),
	    'mac-digest-unknown' => pfx([$pair], mac(1, seq(oid('1.2.3')))),
	    'mac-salt-empty' => pfx([$pair], seq(seq(seq(
		oid('2.16.840.1.101.3.4.2.1')), octets('')), octets(''))),
	    'safe-iterations-2g' => pfx([encrypted_safe(
		pbes2_of(pbkdf2_params(2147483647)), tlv(0x80, 'x' x 32))]),
	    'bag-iterations-2g' => pfx([safe(bag_of(2, seq(pbes2_of(
		pbkdf2_params(2147483647)), octets('x' x 32))))]),
	    'iterations-add-up' => pfx([map { encrypted_safe(pbes2_of(
		pbkdf2_params(5000)), tlv(0x80, 'x' x 32)) } 1 .. 3]),
	    'pbmac1-keylen-65' => pfx([$pair], pbmac1(65, 1)),
	    'pbmac1-keylen-2g' => pfx([$pair], pbmac1(2147483647, 1)),
	    'pbmac1-keylen-1' => pfx([$pair], pbmac1(1, 1)),
	    'pbmac1-keylen-19' => pfx([$pair], pbmac1(19, 1)),
	    'pbmac1-iterations-2g' => pfx([$pair], pbmac1(32, 2147483647)),
	    'pbmac1-no-parameters' => pfx([$pair], mac(1, seq(
		oid('1.2.840.113549.1.5.14')))),
	    'bags-nested-4' => pfx([safe($nested)]),
	    'bags-nested-500' => pfx([safe($deep)]),
	    'bags-1025' => pfx([safe(map { bag_of(5, seq(oid('1.2.3'),
		explicit(0, octets('x')))) } 1 .. 1025)]),
	    'bag-unknown' => pfx([safe(bag_of(9, null()))]),
	    'bag-crl' => pfx([safe(bag_of(4, seq(
		oid('1.2.840.113549.1.9.23.1'), explicit(0, octets('crl')))))]),
	    'bag-value-missing' => pfx([safe(seq(oid("$bag.3")))]),
	    'bag-value-null' => pfx([safe(bag_of(3, null()))]),
	    'cert-sdsi' => pfx([safe(bag_of(3, seq(
		oid('1.2.840.113549.1.9.22.2'), explicit(0,
		tlv(0x16, 'c2RzaQ==')))))]),
	    'cert-no-certificate' => pfx([safe(bag_of(3, seq(
		oid('1.2.840.113549.1.9.22.1'), explicit(0, octets('no')))))]),
	    'key-no-key' => pfx([safe(bag_of(1, seq(int_of(0))))]),
	    'attributes-without-values' => pfx([safe(cert_bag(
		attribute('1.2.840.113549.1.9.20')))]),
	    'attribute-other-type' => pfx([safe(cert_bag(
		attribute('1.2.840.113549.1.9.20', int_of(5)),
		attribute('1.2.840.113549.1.9.21', null())))]),
	    'name-cjk-emoji' => pfx([safe(cert_bag(friendly(
		"\x4e\x2d\x65\x87\xd8\x3d\xdd\x11")))]),
	    'name-lone-surrogate' => pfx([safe(cert_bag(friendly(
		"\xdc\x00\0a\xd8\x00")))]),
	    'name-odd' => pfx([safe(cert_bag(friendly("\0a\0b\0")))]),
	    'name-nul' => pfx([safe(cert_bag(friendly("\0a\0\0\0b")))]),
	    'name-64k' => pfx([safe(cert_bag(friendly("\x4e\x2d" x 30000)))]),
	    'trailing' => pfx([$pair]) . 'x',
	);
	seed('pfx', $_, $seeds{$_}) for keys %seeds;
}

# ---- serialized stores, PE ----

sub element { my ($id, $body) = @_; return pack('V3', $id, 1, length $body) . $body }

sub sst {
	return pack('V', 0) . 'CERT' . join('', @_) . pack('V3', 0, 0, 0);
}

sub sst_seeds {
	my $name = "N\0a\0m\0e\0\0\0";
	my $cert = element(32, $ec);
	my %seeds = (
	    'good-one' => sst(element(11, $name), $cert),
	    'good-two' => sst($cert, element(3, 'x' x 20), element(32, $leaf)),
	    'good-element' => element(11, $name) . $cert,
	    'good-element-turned' => $cert . element(11, $name),
	    'nothing' => sst(),
	    'header-only' => pack('V', 0) . 'CERT',
	    'no-trailer' => substr(sst($cert), 0, -12),
	    'length-2g' => pack('V', 0) . 'CERT' . pack('V3', 32, 1,
		0x7fffffff),
	    'length-4g' => pack('V', 0) . 'CERT' . pack('V3', 32, 1,
		0xffffffff),
	    'length-0' => sst(element(32, '')),
	    'not-a-certificate' => sst(element(32, 'not a certificate')),
	    'properties-of-nothing' => sst(element(11, $name)),
	    'crl-and-ctl' => sst(element(33, 'crl'), element(34, 'ctl')),
	    'encoding-2' => sst(pack('V3', 32, 2, length $ec) . $ec),
	    'name-odd' => sst(element(11, "N\0a"), $cert),
	    'name-lone-surrogate' => sst(element(11, "\0\xd8"), $cert),
	    'properties-1100' => sst((map { element(20000 + $_, 'p') }
		1 .. 1100), $cert),
	);
	seed('sst', $_, $seeds{$_}) for keys %seeds;
}

# A PE header of the fields that matter; PE32 or PE32+.
sub pe {
	my (%h) = (magic => 0x10b, lfanew => 64, directories => 16,
	    table => '', offset => undef, size => undef, @_);
	my $fixed = $h{magic} == 0x20b ? 112 : 96;
	my $headers = $h{lfanew} + 24 + $fixed + 8 * 16;
	$h{offset} //= $headers;
	$h{size} //= length $h{table};
	my $optional = pack('v', $h{magic}) . "\0" x ($fixed - 6) .
	    pack('V', $h{directories}) . "\0" x 32 .
	    pack('V2', $h{offset}, $h{size}) . "\0" x (8 * 11);
	return 'MZ' . "\0" x 58 . pack('V', $h{lfanew}) .
	    "\0" x ($h{lfanew} - 64) . "PE\0\0" . pack('v2V3v2', 0x14c, 0, 0,
	    0, 0, length $optional, 0x102) . $optional . $h{table};
}

sub certificate_entry {
	my ($body, %h) = @_;
	my $pad = (8 - (8 + length $body) % 8) % 8;
	return pack('V v v', $h{length} // 8 + length $body, $h{revision} //
	    0x200, $h{type} // 2) . $body . "\0" x $pad;
}

sub pe_seeds {
	my $p7 = slurp("$pki/ec.spc");
	my %seeds = (
	    'good-signed' => pe(table => certificate_entry($p7)),
	    'good-signed-64' => pe(magic => 0x20b,
		table => certificate_entry($p7)),
	    'good-signed-twice' => pe(table => certificate_entry($p7) x 2),
	    'good-unsigned' => pe(offset => 0),
	    'table-behind-the-end' => pe(offset => 0x7fffffff, size => 16),
	    'table-wraps' => pe(offset => 0xfffffff8, size => 64),
	    'table-size-7' => pe(table => 'x' x 7),
	    'entry-length-0' => pe(table => certificate_entry($p7,
		length => 0)),
	    'entry-length-7' => pe(table => certificate_entry($p7,
		length => 7)),
	    'entry-length-4g' => pe(table => certificate_entry($p7,
		length => 0xffffffff)),
	    'entry-x509' => pe(table => certificate_entry($ec, type => 1)),
	    'entry-revision-1' => pe(table => certificate_entry($p7,
		revision => 0x100)),
	    'directories-4' => pe(directories => 4,
		table => certificate_entry($p7)),
	    'directories-4g' => pe(directories => 0xffffffff,
		table => certificate_entry($p7)),
	    'magic-rom' => pe(magic => 0x107),
	    'lfanew-behind-the-end' => 'MZ' . "\0" x 58 . pack('V', 0x7fffffff),
	    'lfanew-wraps' => 'MZ' . "\0" x 58 . pack('V', 0xfffffffc),
	    'dos-only' => 'MZ',
	);
	seed('pe', $_, $seeds{$_}) for keys %seeds;
}

# ---- certificates, text around, command lines ----

sub certificate {
	my (%p) = (version => explicit(0, int_of(2)), serial => int_of(5),
	    name => seq(set(seq(oid('2.5.4.3'), tlv(0x0c, 'x')))),
	    from => tlv(0x17, '200101000000Z'),
	    to => tlv(0x18, '20491231235959Z'),
	    spki => seq(seq(oid($rsa), null()), tlv(3, "\0", seq(int_of(13),
	    int_of(3)))), extensions => '', @_);
	my $alg = seq(oid('1.2.840.113549.1.1.11'), null());
	return seq(seq($p{version}, $p{serial}, $alg, $p{name},
	    seq($p{from}, $p{to}), $p{name}, $p{spki}, $p{extensions}), $alg,
	    tlv(3, "\0sig"));
}

sub extension { my ($id, $body) = @_; return seq(oid($id), octets($body)) }

sub cert_seeds {
	seed('cert', "good-$_", slurp("$pki/$_")) for qw(leaf.cer ec.cer
	    dsa.cer root.cer);
	my $name = sub { seq(set(map { seq(oid($_->[0]), tlv($_->[1],
	    $_->[2])) } @_)) };
	my %seeds = (
	    'good-small' => certificate(),
	    'version-1' => certificate(version => ''),
	    'version-9' => certificate(version => explicit(0, int_of(9))),
	    'serial-empty' => certificate(serial => tlv(2)),
	    'serial-negative' => certificate(serial => int_of(-5)),
	    'serial-1000' => certificate(serial => tlv(2, "\1" x 1000)),
	    'name-empty' => certificate(name => seq()),
	    'name-bmp-odd' => certificate(name => $name->(['2.5.4.3', 0x1e,
		"\0a\0"])),
	    'name-bmp-surrogate' => certificate(name => $name->(['2.5.4.3',
		0x1e, "\xdc\x00"])),
	    'name-utf8-broken' => certificate(name => $name->(['2.5.4.3',
		0x0c, "\xff\xfe\xc0\x80"])),
	    'name-universal' => certificate(name => $name->(['2.5.4.3', 0x1c,
		"\0\1\xf5\x11\0\x11\0\0"])),
	    'name-controls' => certificate(name => $name->(['2.5.4.3', 0x0c,
		"a\n\e[31mb\0c"])),
	    'name-number' => certificate(name => $name->(['2.5.4.3', 0x02,
		"\5"])),
	    'name-two-in-one' => certificate(name => $name->(['2.5.4.3', 0x0c,
		'b'], ['2.5.4.10', 0x13, 'a,"+<>;#\\'])),
	    'name-oid-broken' => certificate(name => seq(set(seq(tlv(6,
		"\x80\x80"), tlv(0x0c, 'x'))))),
	    'time-broken' => certificate(from => tlv(0x17, '2001010000')),
	    'time-feb-30' => certificate(from => tlv(0x17, '200230000000Z')),
	    'time-year-0' => certificate(from => tlv(0x18,
		'00000101000000Z')),
	    'time-offset' => certificate(from => tlv(0x17,
		'2001010000+0100')),
	    'key-bits-empty' => certificate(spki => seq(seq(oid($rsa)),
		tlv(3))),
	    'key-unused-bits-9' => certificate(spki => seq(seq(oid($rsa)),
		tlv(3, "\x09x"))),
	    'extension-empty' => certificate(extensions => explicit(3,
		seq(seq()))),
	    'extensions-not-readable' => certificate(extensions => explicit(3,
		seq(extension('2.5.29.19', 'x'), extension('2.5.29.37', 'x'),
		extension('2.5.29.14', 'x'), extension('2.5.29.35', 'x'),
		extension('2.5.29.15', 'x')))),
	    'extensions-twice' => certificate(extensions => explicit(3,
		seq((extension('2.5.29.19', seq(tlv(1, "\xff")))) x 2))),
	    'points' => certificate(extensions => explicit(3, seq(
		extension('2.5.29.31', seq(
		    seq(explicit(0, explicit(0, tlv(0x86, 'http://a/1.crl'),
		    tlv(0x86, 'ldap://b')))),
		    seq(explicit(0, explicit(0, tlv(0x86, 'http://c'))),
		    tlv(0x81, "\0\x40")), seq(tlv(0xa2, 'x')))),
		extension('1.3.6.1.5.5.7.1.1', seq(
		    seq(oid('1.3.6.1.5.5.7.48.1'), tlv(0x86, 'http://o')),
		    seq(oid('1.3.6.1.5.5.7.48.2'), tlv(0x86, 'http://i'))))))),
	    'usages-1000' => certificate(extensions => explicit(3, seq(
		extension('2.5.29.37', seq(map { oid("1.2.3.$_") }
		1 .. 1000))))),
	    'trailing' => certificate() . "\0",
	);
	seed('cert', $_, $seeds{$_}) for keys %seeds;
}

sub load_seeds {
	seed('load', "good-$_", slurp("$pki/$_")) for qw(leaf-first.pem
	    leaf-first.b64 leaf-first.utf16 combined.pem leaf-dek.key
	    leaf-pbes2.key ec.key leaf.pvk ec.cer nomac.pfx);
	my $body = "MAA=\n";
	my %seeds = (
	    'empty' => '',
	    'pem-empty-body' => "-----BEGIN CERTIFICATE-----\n" .
		"-----END CERTIFICATE-----\n",
	    'pem-no-end' => "-----BEGIN CERTIFICATE-----\n$body",
	    'pem-other-end' => "-----BEGIN CERTIFICATE-----\n$body" .
		"-----END PKCS7-----\n",
	    'pem-label-long' => '-----BEGIN ' . 'X' x 5000 . "-----\n$body",
	    'pem-label-empty' => "-----BEGIN -----\n$body-----END -----\n",
	    'pem-blanks' => "text before\n-----BEGIN CERTIFICATE-----  \r\n" .
		" MA A= \r\n\r\n-----END CERTIFICATE-----",
	    'pem-bad-character' => "-----BEGIN CERTIFICATE-----\nM*A=\n" .
		"-----END CERTIFICATE-----\n",
	    'pem-padding-inside' => "-----BEGIN CERTIFICATE-----\nMA==MA==\n" .
		"-----END CERTIFICATE-----\n",
	    'dek-no-iv' => "-----BEGIN RSA PRIVATE KEY-----\n" .
		"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC\n\n$body" .
		"-----END RSA PRIVATE KEY-----\n",
	    'dek-iv-long' => "-----BEGIN RSA PRIVATE KEY-----\n" .
		"Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC," .
		'0' x 200 . "\n\n$body-----END RSA PRIVATE KEY-----\n",
	    'dek-cipher-unknown' => "-----BEGIN RSA PRIVATE KEY-----\n" .
		"Proc-Type: 4,ENCRYPTED\nDEK-Info: ROT13,00\n\n$body" .
		"-----END RSA PRIVATE KEY-----\n",
	    'pem-1100-blocks' => join('', map {
		"-----BEGIN X-----\n-----END X-----\n" } 1 .. 1100),
	    'utf16-odd' => "\xff\xfe" . join("\0", split //, '-----BEGIN'),
	    'utf16-be' => "\xfe\xff" . join('', map { "\0$_" } split //,
		"-----BEGIN CERTIFICATE-----\n$body" .
		"-----END CERTIFICATE-----\n"),
	    'utf8-bom' => "\xef\xbb\xbf-----BEGIN CERTIFICATE-----\n$body" .
		"-----END CERTIFICATE-----\n",
	    'zeros' => "\0" x 64,
	    'request' => seq(seq(int_of(0), seq(), seq(seq(oid($rsa)),
		tlv(3, "\0x"))), seq(oid($rsa)), tlv(3, "\0x")),
	    'zero-padding-behind' => slurp("$pki/ec.cer") . "\0" x 20,
	    'text-behind' => slurp("$pki/ec.cer") . 'garbage',
	    'line-end-behind' => slurp("$pki/ec.cer") . "\r\n",
	);
	seed('load', $_, $seeds{$_}) for keys %seeds;
}

sub opt_seeds {
	my %seeds = (
	    'good' => "-pvk\0a.pvk\0-PI\0secret\0/F\0",
	    'slash-path' => "/home/a.pvk\0/f\0",
	    'value-missing' => "-pvk\0",
	    'repeated' => "-f\0/f\0",
	    'unknown' => "-pvx\0a\0",
	    'typographic' => "\xe2\x80\x93pvk\0\xe2\x80\x9ca.pvk\xe2\x80\x9d\0",
	    'password-is-option' => "-pi\0-f\0",
	    'number' => "-iter\x0018446744073709551616\0",
	    'limit' => "-limit\0bags=5\0-limit\0bags=\0",
	    'words' => "-crypto\0aes256-sha256\0-crypto\0rot13\0",
	    'end-of-options' => "--\0-f\0-\0",
	    'empty-arguments' => "\0\0-\0",
	    'help' => "-?\0",
	);
	seed('opt', $_, $seeds{$_}) for keys %seeds;
}

sub text_seeds {
	my %seeds = (
	    'ascii' => 'password', 'latin1' => "p\xe4ssw\xf6rd",
	    'utf8' => "\xd0\xbf\xd0\xb0\xd1\x80",
	    'utf8-overlong' => "\xc0\x80\xe0\x80\x80",
	    'utf8-surrogate' => "\xed\xa0\x80", 'utf8-5' => "\xf8\x88\x80\x80",
	    'utf16-pair' => "\xd8\x3d\xdd\x11", 'utf16-lone' => "\xd8\x00",
	    'odd' => "\0a\0", 'shift-jis' => "\x83\x65\x83\x58\x83",
	    'controls' => "\e[2J\x7f\x9b", 'empty' => '',
	);
	seed('text', $_, $seeds{$_}) for keys %seeds;
}

sub keyentry_seeds {
	my $pem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n" .
	    "-----END ENCRYPTED PRIVATE KEY-----\n";
	my %seeds = (
	    'good-all' => "Key-Spec: AT_SIGNATURE\nExportable: no\n" .
	    "Export: encrypted\nProtected: yes\nFriendly-Name: name\n" .
	    "Description: a\\x0ab\nProvider: p\n$pem",
	    'good-token' => "Token: pkcs11:token=x;id=%01\n",
	    'good-crlf' => "Key-Spec: AT_KEYEXCHANGE\r\n$pem",
	    'line-behind-pem' => "${pem}Exportable: no\n",
	    'twice' => "Friendly-Name: a\nFriendly-Name: b\n",
	    'escapes' => "Friendly-Name: \\x\\x4\\x4g\\x00a\\\\xff\n",
	    'no-line-end' => 'Friendly-Name:', 'colons' => ":\n::\n: :\n",
	    'dashes' => "Friendly-Name: -----BEGIN\n",
	    'not-utf8' => "Description: \xff\xc3\n", 'empty' => '',
	    'strange-values' => "Key-Spec: 3\nExportable: perhaps\n" .
	    "Export: \nProtected: 0\n",
	);
	seed('keyentry', $_, $seeds{$_}) for keys %seeds;
}

# What an element of a DER file holds: (header length, length).
sub extent {
	my ($data, $at) = @_;
	my $n = ord substr $data, $at + 1, 1;
	return (2, $n) if $n < 128;
	my $octets = "\0" x 8 . substr $data, $at + 2, $n & 127;
	return (2 + ($n & 127), unpack 'Q>', substr $octets, -8);
}

sub ctl_of {
	my ($data) = @_;
	my $at = index $data, "\x2b\x06\x01\x04\x01\x82\x37\x0a\x01";
	$at += 9;
	$at += (extent($data, $at))[0];
	my ($head, $len) = extent($data, $at);
	return substr $data, $at, $head + $len;
}

sub cat_seeds {
	my $signed = '../fixtures/signed';
	my $good = ctl_of(slurp("$signed/unsigned.cat"));
	my $use = seq("\x06\x01\x2a");
	my $time = tlv(0x17, '240101000000Z');
	my $alg = seq("\x06\x01\x2b");
	my %seeds = (
	    'good-v2' => $good,
	    'good-v1' => ctl_of(slurp("$signed/old.cat")),
	    'good-empty' => seq($use, $time, $alg),
	    'good-all' => seq(int_of(1), $use, octets('id'), int_of(7), $time,
	    $time, $alg, seq(), explicit(0, seq())),
	    'good-bare' => seq($use, $time, $alg,
	    seq(seq(octets('0123456789abcdefghij')))),
	    'member-no-sequence' => seq($use, $time, $alg, seq(int_of(1))),
	    'member-trailing' => seq($use, $time, $alg,
	    seq(seq(octets('x'), set(), int_of(1)))),
	    'member-cut' => seq($use, $time, $alg,
	    tlv(0x30, "\x30\x7f\x04")),
	    'digest-no-whole' => seq($use, $time, $alg, seq(seq(octets('x'),
	    set(seq("\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x04",
	    set(seq(int_of(1)))))))),
	    'time-missing' => seq($use, $alg), 'time-broken' =>
	    seq($use, tlv(0x17, 'x'), $alg),
	    'behind-the-end' => $good . "\0", 'cut' => substr($good, 0, 99),
	);
	seed('cat', $_, $seeds{$_}) for keys %seeds;
}

# A list of roots; an attribute of an entry by its last arcs.
sub ctl_seeds {
	my $arc = "\x2b\x06\x01\x04\x01\x82\x37\x0a";
	my $use = seq(tlv(6, "$arc\x03\x09"));
	my $time = tlv(0x17, '250616175611Z');
	my $alg = seq(oid('1.3.14.3.2.26'), null());
	my $property = sub { my ($n, @values) = @_;
		return seq(tlv(6, "$arc\x0b$n"), set(@values)) };
	my $entry = sub { return seq(octets('0123456789abcdefghij'),
		set(@_)) };
	my $list = sub { return seq($use, int_of(0x1402), $time, $alg,
		seq(@_)) };
	my %seeds = (
	    'good-roots' => $list->($entry->(
	    $property->("\x09", octets(seq(oid('1.3.6.1.5.5.7.3.3')))),
	    $property->("\x0b", octets("R\0\0\0")),
	    $property->("\x62", octets("\1" x 32)),
	    $property->("\x68", octets("\0" x 8)),
	    $property->("\x7f", octets(seq())))),
	    'good-disallowed' => seq(seq(tlv(6, "$arc\x03\x1e")), $time,
	    seq(tlv(6, "$arc\x0b\x0f")), seq(seq(octets("\x11" x 16)))),
	    'good-long-arc' => $list->($entry->($property->("\x81\x00",
	    octets('x')))),
	    'property-two-values' => $list->($entry->($property->("\x68",
	    octets('x'), octets('y')))),
	    'property-no-value' => $list->($entry->($property->("\x68"))),
	    'property-no-string' => $list->($entry->($property->("\x68",
	    int_of(1)))),
	    'property-arc-padded' => $list->($entry->($property->("\x80\x68",
	    octets('x')))),
	    'property-arc-open' => $list->($entry->($property->("\xe8",
	    octets('x')))),
	    'usages-two' => seq(seq(oid('1.2.3'), oid('1.2.4')), $time, $alg),
	    'number-long' => seq($use, tlv(2, "\x7f" x 300), $time, $alg),
	    'entry-cut' => seq($use, $time, $alg, tlv(0x30, "\x30\x7f\x04")),
	);
	seed('ctl', $_, $seeds{$_}) for keys %seeds;
}

sub disallowed_seeds {
	my %seeds = (
	    'good' => "# a list\n\nsha1 " . '11' x 20 . "\nsha256 " .
	    '22' x 32 . "\nhash " . '33' x 16 . "\nhash " . '44' x 64 . "\n",
	    'twice' => join('', ('hash ' . '33' x 20 . "\n") x 2),
	    'capitals' => 'sha1 ' . 'AB' x 20 . "\n",
	    'cut' => 'sha1 ' . '11' x 20, 'short' => "sha1 11\n",
	    'kind' => "md5 " . '11' x 16 . "\n", 'empty' => '',
	    'long' => 'sha1 ' . '11' x 200 . "\n",
	    'zero' => "sha1 \0\n", 'no-hex' => "hash zz\n",
	);
	seed('disallowed', $_, $seeds{$_}) for keys %seeds;
}

sub authenticode_seeds {
	my $signed = '../fixtures/signed';
	my $cat = slurp("$signed/list.cat");
	my $exe = slurp("$signed/stamped.exe");
	seed('authenticode', "good-$_", slurp("$signed/$_")) for qw(plain.exe
	    unstamped.exe stamped.exe counter.exe twice.exe list.cat
	    unsigned.cat);
	seed('authenticode', 'cut', substr $cat, 0, 1000);
	substr($cat, -300, 1) ^= "\x01";
	seed('authenticode', 'signature-wrong', $cat);
	# The table inside the headers; a file without its directories.
	my $entry = 64 + 24 + 96 + 32;
	seed('authenticode', 'table-in-headers',
	    substr($exe, 0, $entry) . pack('VV', 64, 200) .
	    substr($exe, $entry + 8));
	seed('authenticode', 'headers-only', substr $exe, 0, $entry - 36);
}

pvk_seeds();
key_seeds();
cat_seeds();
ctl_seeds();
disallowed_seeds();
authenticode_seeds();

# ---- other signed files: the first byte chooses the name ----

sub signedfile_seeds {
	my $kinds = '../fixtures/kinds';
	my %name = (appx => "\0", cab => "\0", msi => "\0", ps1 => "\1", psm1 => "\1",
	    ps1xml => "\2", mof => "\3", js => "\4", vbs => "\5", wsf => "\6");
	for my $ext (sort keys %name) {
		my $file = slurp("$kinds/signed.$ext");
		seed('signedfile', "good.$ext", $name{$ext} . $file);
		seed('signedfile', "cut.$ext",
		    $name{$ext} . substr $file, 0, -7);
		seed('signedfile', "more.$ext", "$name{$ext}${file}PK\5\6");
	}
	my $msi = slurp("$kinds/extended.msi");
	seed('signedfile', 'extended.msi', "\0$msi");
	seed('signedfile', 'circle.msi', "\0" . substr($msi, 0, 512) .
	    ("\0" x 512) . substr $msi, 1024);
	my $end = "PK\5\6" . "\0" x 18;
	seed('signedfile', 'zip-in-slack.msi', "\0" . $msi =~ s/\0{22}/$end/r);
	my $cab = slurp("$kinds/signed.cab");
	substr $cab, 44, 4, pack 'V', 44;
	seed('signedfile', 'inside.cab', "\0$cab");
	seed('signedfile', 'bom-alone', "\1\xff\xfe");
	seed('signedfile', 'swapped.ps1', "\1" . pack 'n*', 0xfeff,
	    unpack 'C*', slurp("$kinds/signed.ps1"));
	seed('signedfile', 'no-name', "\0x");
}
signedfile_seeds();
keyentry_seeds();
spc_seeds();
pfx_seeds();
sst_seeds();
pe_seeds();
cert_seeds();
load_seeds();
opt_seeds();
text_seeds();

# ---- catalogues of cross-certificates ----

my $pin = '0102030405060708090a0b0c0d0e0f1011121314';
seed 'crosscat', 'good', "# mine\nMine\t$pin\t2030-01-31\thttp://x/y.zip\t" .
    "$pin," . 'a' x 40 . "\tMy Root\t" . 'b' x 64 . "\tMy Kernel Root\n";
seed 'crosscat', 'good-two', "\xef\xbb\xbfMine\t$pin\r\n" .
    "Yours\t\xe2\x80\x8e" . 'C' x 40 . "\t2021/02/28\n";
seed 'crosscat', 'same-name', "A  b\t$pin\na B\t" . 'a' x 40 . "\n";
seed 'crosscat', 'name-is-a-pin', ('a' x 40) . "\t$pin\n$pin\t" .
    ('a' x 40) . "\n";
seed 'crosscat', 'dashes', "A \xe2\x80\x93 b\t$pin\nA - c\t" . 'a' x 40;
seed 'crosscat', 'roots-nine', "A\t$pin\t-\t-\t" . join(',', ($pin) x 9);
seed 'crosscat', 'no-utf8', "A\xff\t$pin\n";
seed 'crosscat', 'nul', "A\0\t$pin\n";
seed 'crosscat', 'blank-name', "  \t$pin\n";
seed 'crosscat', 'dash-at-end', "A\xe2\x80\t$pin\n";

# ---- what a server sends; the first byte is the target's ----

sub crc32 {
	my ($data) = @_;
	my $crc = 0xffffffff;
	for my $octet (unpack 'C*', $data) {
		$crc ^= $octet;
		$crc = ($crc >> 1) ^ (0xedb88320 & -($crc & 1)) for 1 .. 8;
	}
	return ~$crc & 0xffffffff;
}

# Stored files: [name, content, what the zip says of its size].
sub zip {
	my ($local, $central) = ('', '');
	for (@_) {
		my ($name, $content, $size) = @$_;
		my $fields = pack 'vvvVVVVvv', 20, 0, 0, 0x58210000,
		    crc32($content), $size // length $content,
		    $size // length $content, length $name, 0;
		$central .= "PK\1\2" . pack('v', 20) . $fields .
		    pack('vvvVV', 0, 0, 0, 0, length $local) . $name;
		$local .= "PK\3\4" . $fields . $name . $content;
	}
	return $local . $central . "PK\5\6" . pack('vvvvVVv', 0, 0,
	    scalar @_, scalar @_, length $central, length $local, 0);
}

my $ca = slurp("$pki/ca.cer");
seed 'body', 'good.cer', "\0$ca";
seed 'body', 'good.pem', "\1" . slurp("$pki/chain.pem");
seed 'body', 'good.p7b', "\1" . slurp("$pki/leaf-first.spc");
seed 'body', 'good.b64', "\1" . slurp("$pki/leaf-first.b64");
seed 'body', 'good.zip', "\1" . zip(['CA.crt', $ca],
    ['readme.txt', 'Hello'], ['../../x', slurp("$pki/root.cer")]);
seed 'body', 'zip-empty', "\0" . zip();
seed 'body', 'zip-folder', "\0" . zip(['a/', ''], ['a/b.cer', $ca]);
seed 'body', 'zip-size-too-large', "\0" . zip(['a', $ca, 0x7fffffff]);
seed 'body', 'zip-size-too-small', "\0" . zip(['a', $ca, 5]);
seed 'body', 'zip-cut', "\0" . substr(zip(['a', $ca]), 0, -30);
seed 'body', 'zip-in-zip', "\0" . zip(['a.zip', zip(['a', $ca])]);
seed 'body', 'zip-65-files', "\0" . zip((['a', '']) x 65);
seed 'body', 'zip-no-name', "\0" . zip(['', $ca]);
seed 'body', 'page', "\0\r\n<html>";
seed 'body', 'nothing', "\0";

# ---- the index of a store, from its counts on ----

sub row {
	my ($flags, $off, $len) = @_;
	return ("\x11" x 20) . ("\x22" x 32) . pack('Vq<q<VVVV', $flags,
	    1700000000, 1800000000, $off, $len, $off, $len);
}

sub rows { my ($text, @rows) = @_;
	return pack('Q<Q<', scalar @rows, length $text) . join('', @rows) . $text }

seed('summary', 'good-two', rows('oneCA', row(7, 0, 3), row(7, 3, 2)));
seed('summary', 'good-none', rows(''));
seed('summary', 'name-outside', rows('one', row(7, 2, 0xfffffff0)));
seed('summary', 'controls', rows("\e[2J", row(7, 0, 4)));
seed('summary', 'many-rows', pack('Q<Q<', 1 << 62, 0));
seed('summary', 'long-text', pack('Q<Q<', 0, ~0));
seed('summary', 'half-a-row', pack('Q<Q<', 1, 0) . "\x11" x 40);
