#!/usr/bin/perl
#
# table.pl - the tables of mutants: lists them, finds their places, breaks one
#
#   table.pl list TOP TABLE...            NAME, FILE and its tests, a line each
#   table.pl find TOP TABLE...            what does not stand there any more
#   table.pl apply TOP NAME TABLE...      makes that change below TOP
#
# A table is read in paragraphs:
#
#   mutant NAME
#   file PATH
#   test SUITE[/PART] ...                 in the order in which they are tried
#   -text as it stands there, once        one line or several
#   +text in its place                    none: the text is left out
#
# Lines that begin with # are for people.

use strict;
use warnings;

my %seen;

sub fail {
	die "table.pl: @_\n";
}

sub check {
	my ($m, $where) = @_;

	for my $need (qw(name file test old)) {
		fail("$where: a mutant without " . ($need eq 'old' ? 'text' :
		    $need)) if !defined $m->{$need};
	}
	$m->{new} //= '';
	fail("$where: there are two of the name $m->{name}")
	    if $seen{$m->{name}}++;
	fail("$where: $m->{name} changes nothing") if $m->{old} eq $m->{new};
	fail("$where: $m->{name}: only a .c file is built again")
	    if $m->{file} !~ /\.c$/;
}

sub add {
	my ($m, $key, $text) = @_;

	$m->{$key} = defined $m->{$key} ? "$m->{$key}\n$text" : $text;
}

sub read_paragraph {
	my ($paragraph, $where) = @_;
	my %m;

	for (split /\n/, $paragraph) {
		if (/^#/)			{ next }
		elsif (/^mutant ([\w-]+)$/)	{ $m{name} = $1 }
		elsif (/^(file|test) (\S.*)$/)	{ $m{$1} = $2 }
		elsif (/^-(.*)$/)		{ add(\%m, 'old', $1) }
		elsif (/^\+(.*)$/)		{ add(\%m, 'new', $1) }
		else				{ fail("$where: \"$_\"") }
	}
	return if !%m;
	check(\%m, $where);
	return \%m;
}

sub read_table {
	my ($path) = @_;
	local $/ = '';		# a paragraph at a time
	my @mutants;

	open(my $fh, '<', $path) or fail("$path: $!");
	push @mutants, read_paragraph($_, "$path, paragraph $.") while <$fh>;
	close($fh);
	return @mutants;
}

sub content {
	my ($path) = @_;
	local $/;

	open(my $fh, '<', $path) or return '';
	return scalar <$fh>;
}

# How often the text stands in the file: it must be once.
sub places {
	my ($top, $m) = @_;

	return scalar(() = content("$top/$m->{file}") =~ /\Q$m->{old}\E/g);
}

sub find {
	my ($top, @mutants) = @_;
	my $bad = 0;

	for my $m (@mutants) {
		my $n = places($top, $m);

		next if $n == 1;
		print "$m->{name}: its text stands $n times in $m->{file}\n";
		$bad = 1;
	}
	return $bad;
}

sub apply {
	my ($top, $name, @mutants) = @_;
	my ($m) = grep { $_->{name} eq $name } @mutants;

	fail("no mutant $name") if !$m;
	fail("$name: its text is not there") if places($top, $m) != 1;
	my $text = content("$top/$m->{file}");
	$text =~ s/\Q$m->{old}\E/$m->{new}/;
	open(my $fh, '>', "$top/$m->{file}") or fail("$m->{file}: $!");
	print $fh $text;
	close($fh) or fail("$m->{file}: $!");
	return 0;
}

my $verb = shift // '';
my $top = shift // '';
my $name = $verb eq 'apply' ? shift : undef;
my @all = map { read_table($_) } @ARGV;

if ($verb eq 'list') {
	print "$_->{name}\t$_->{file}\t$_->{test}\n" for @all;
} elsif ($verb eq 'find') {
	exit find($top, @all);
} elsif ($verb eq 'apply') {
	exit apply($top, $name, @all);
} else {
	fail('list, find or apply');
}
