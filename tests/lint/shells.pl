#!/usr/bin/perl
#
# shells.pl FILE... - tests that cannot fail, as far as a script can see them
#
# In a function of a suite the status of the last command is the verdict. What
# comes before it and ends in a list of && loses its failure: it has to end in
# || return, || wrong, or the like. A chain that only decides whether one thing
# is done ([ -n "$x" ] && y=$x) is none.

use strict;
use warnings;

# What may be done when a list failed, or when it did not.
my $says = qr/(?:return|exit|continue|break|not_ok|skip|ok|wrong|tell|bad|echo
    |refused|printf|cat|:|\{|[A-Za-z_]+\+?=)/x;

# A statement without what is nested in it and quoted in it.
sub flat {
	my ($s) = @_;

	$s =~ s/\\.//g;
	$s =~ s/'[^']*'/Q/g;
	$s =~ s/"[^"]*"/Q/g;
	1 while $s =~ s/\$?\([^()]*\)/P/g;
	1 while $s =~ s/(^|[\s;&|])(?:for|while|until|if|case)\s(?:(?!\s(?:for
	    |while|until|if|case)\s).)*?[\s;](?:done|fi|esac)(?=[\s;>|&]|$)
	    /$1C/sx;
	$s =~ s/\{ .*? \}/B/g;
	return $s;
}

sub is_lost {
	my ($s) = flat(@_);

	return 0 if $s !~ /&&/;
	my @or = split /\|\|/, $s;
	# The last of all decides.
	return 0 if @or > 1 && $or[-1] =~ /^\s*(?:!\s*)?(?:$says\b|B|C)/ &&
	    $or[-1] !~ /&&.*&&/;
	my @and = split /&&/, $or[-1];
	$and[-1] =~ s/^\s+//;
	return 0 if $and[-1] =~ /^(?:$says|B|set|shift|local|rm|mv|cp|args)\b?/ &&
	    @and == 2;
	return 1;
}

my $bad = 0;

sub look {
	my ($file, $name, @list) = @_;

	pop @list;
	for (@list) {
		my ($line, $s) = @$_;

		next if !is_lost($s);
		$s =~ s/\s+/ /g;
		print "$file:$line: $name: lost: ", substr($s, 0, 60), "\n";
		$bad = 1;
	}
}

sub depth_of {
	my ($c) = @_;
	my $n = 0;

	$c =~ s/'[^']*'//g;
	$c =~ s/"[^"]*"//g;
	$c =~ s/(^|\s)#.*//;
	$n++ while $c =~ /(?:^|[\s;(])(?:do|if|case|\{)(?=[\s;]|$)/g;
	$n-- while $c =~ /(?:^|[\s;])(?:done|fi|esac|\})(?=[\s;)|&>]|$)/g;
	# Patterns of a case close what was not opened.
	return $n if $c =~ /^[^\s(]+\)(?:\s|$)/;
	$n++ while $c =~ /\(/g;
	$n-- while $c =~ /\)/g;
	return $n;
}

sub read_file {
	my ($file) = @_;
	my ($in, $name, $end, $s, $depth, $from, @list) = (0, '', '', '', 0, 0);

	open(my $fh, '<', $file) or die "$file: $!";
	while (my $line = <$fh>) {
		chomp $line;
		if ($end ne '') {
			$end = '' if $line =~ /^\t*\Q$end\E$/;
			next;
		}
		if (!$in) {
			$name = $1 if $line =~ /^([a-z_0-9]+)\(\)/;
			($in, $s, $depth, @list) = (1, '', 0)
			    if $name ne '' && $line =~ /^[({]$/;
			next;
		}
		if ($line =~ /^[)}]/) {
			push @list, [$from, $s] if $s ne '';
			look($file, $name, @list);
			($in, $name) = (0, '');
			next;
		}
		next if $line =~ /^\s*(#|$)/;
		$end = $1 if $line =~ /<<-?\s*['"\\]?([A-Z]+)/;
		$line =~ s/^\s+//;
		$from = $. if $s eq '';
		$s .= "$line\n";
		$depth += depth_of($line);
		next if $depth > 0 || $line =~ /(&&|\|\||\||\\)$/;
		push @list, [$from, $s];
		($s, $depth) = ('', 0);
	}
}

read_file($_) for @ARGV;
exit $bad;
