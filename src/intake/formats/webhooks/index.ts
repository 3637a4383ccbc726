/** Sending platforms whose events say more than their keys do (`structure/keys.ts`). */
import { brevo } from './brevo.ts';
import { kumomta } from './kumomta.ts';
import { mailgun } from './mailgun.ts';
import { mandrill, mandrillAnswer } from './mandrill.ts';
import { microsoft365 } from './microsoft-365.ts';
import { postalBounce } from './postal-bounce.ts';
import { postmark } from './postmark.ts';
import { resend } from './resend.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';
import { sparkpost } from './sparkpost.ts';
import { suppressions } from './suppressions.ts';
import type { Webhook } from './webhook.ts';

/** The order matters only where two platforms use the same keys: Brevo's and SendGrid's are nearly the same. */
export const platforms: readonly Webhook[] = [
  ses,
  mailgun,
  sparkpost,
  mandrill,
  mandrillAnswer,
  postalBounce,
  postmark,
  resend,
  kumomta,
  microsoft365,
  brevo,
  sendgrid,
  suppressions,
];
