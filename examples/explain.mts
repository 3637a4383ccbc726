/** What a bounce means, and whether its address is to be mailed again. */
import { explain } from 'bounce-triage';

const { bounces } = await explain('550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown');

for (const { recipient, title, suppress } of bounces) {
  console.log(`${recipient}: ${title} ${suppress ? 'Do not mail it again.' : ''}`);
}
