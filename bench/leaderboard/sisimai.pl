# Judges texts, one JSON string a line, with the Sisimai that perl finds: each as the Diagnostic-Code of a report.
use strict; use warnings;
use JSON::PP; use Sisimai;
my $json = JSON::PP->new->utf8->allow_nonref;
$| = 1;
print $json->encode({ version => Sisimai->version }), "\n";
while (my $line = <STDIN>) {
  my $said = $json->decode($line);
  my $status = $said =~ /\b([45]\.\d{1,3}\.\d{1,3})\b/ ? $1 : $said =~ /^4/ ? '4.0.0' : '5.0.0';
  utf8::encode($said);
  my $action = $status =~ /^4/ ? 'delayed' : 'failed';
  my $mail = join "\n", 'From: MAILER-DAEMON@mx.example.com', 'To: sender@example.org',
    'Subject: Undelivered Mail Returned to Sender', 'Date: Thu, 29 Apr 2010 23:34:45 +0900', 'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '',
    '--b', 'Content-Type: text/plain', '', 'This is the mail system at host mx.example.com.', '',
    '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.com', '',
    'Final-Recipient: rfc822; jo@example.net', "Action: $action", "Status: $status",
    'Remote-MTA: dns; mx.example.net', "Diagnostic-Code: smtp; $said", '',
    '--b', 'Content-Type: message/rfc822', '', 'From: sender@example.org', 'To: jo@example.net', 'Subject: x',
    'Message-ID: <a@example.org>', '', 'x', '--b--', '';
  my $found = eval { Sisimai->can('rise') ? Sisimai->rise(\$mail) : Sisimai->make(\$mail) } || [];
  my ($one) = @$found;
  my $hard = $one ? $one->can('hardbounce') ? $one->hardbounce : $one->softbounce eq '0' : 0;
  print $json->encode({ reason => $one ? $one->reason : undef, hard => $hard ? JSON::PP::true : JSON::PP::false }), "\n";
}
