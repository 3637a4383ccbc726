# Reads a folder of mails with the Sisimai that perl finds, and prints JSON for each bounce. Without one: its version.
use strict; use warnings;
use Sisimai;
my ($folder) = @ARGV;
unless (defined $folder) { print Sisimai->version; exit }
my $found = Sisimai->can('rise') ? Sisimai->rise($folder) : Sisimai->make($folder);
print $_->dump('json'), "\n" for @{ $found || [] };
