#!/usr/bin/perl
# What clusters ran from keepalived's MISC_CHECK: dig, and an eye on the status of its answer.
# Written anew for the tests, from the description of the original. Two variables are the tests'
# own: DIG, the program, and DIG_PORT, the port.
use strict;
use warnings;
use Socket qw(AF_INET AF_INET6 inet_pton);

my $usage = 'FROM_IP CLASS QTYPE QNAME TO_IP TIME TRIES ERROR_REGEX [tcp|udp]';

sub refuse {
    print STDERR "@_; usage: $0 $usage\n";
    exit 2;
}

sub is_address {
    my ($text) = @_;
    return defined inet_pton($text =~ /:/ ? AF_INET6 : AF_INET, $text);
}

@ARGV == 8 || @ARGV == 9 or refuse(scalar(@ARGV) . ' arguments');
my ($from, $class, $type, $name, $to, $time, $tries, $error, $transport) = @ARGV;

is_address($from) or refuse("FROM_IP $from");
$class =~ /\A(?:IN|CHAOS)\z/ or refuse("CLASS $class");
$type =~ /\A(?:A|ANY|MX|PTR|SRV|TXT|AAAA|NS|CNAME|SOA)\z/ or refuse("QTYPE $type");
$name =~ /\A[A-Za-z0-9\-.]+\z/ or refuse("QNAME $name");
is_address($to) or refuse("TO_IP $to");
$time =~ /\A\d+\z/ or refuse("TIME $time");
$tries =~ /\A\d+\z/ or refuse("TRIES $tries");
$error =~ /\A\S+\z/ or refuse("ERROR_REGEX $error");
my $pattern = eval { qr/$error/ };
defined $pattern or refuse("ERROR_REGEX $error");

my @dig = (
    $ENV{DIG}, '-p', $ENV{DIG_PORT}, '-b', $from, '-c', $class, '-t', $type, '-q', $name, "\@$to",
    "+time=$time", "+tries=$tries", '+fail',
);
push @dig, $transport eq 'tcp' ? '+tcp' : '+notcp' if defined $transport;

open my $answer, '-|', @dig or die "dig: $!";
my $status;
while (my $line = <$answer>) {
    $status = $1 if $line =~ /status: (\w+)/;
}
close $answer;
exit 1 if $? != 0;
exit 1 if defined $status && $status =~ $pattern;
exit 0;
