/** What the bounce doesn't tell, and DNS is to be asked about: a domain, an IP address, a DKIM selector. */
import { findCase, judge } from '../../cases/index.ts';
import { faultsTyped } from '../../dns/index.ts';
import { checkInputOf, lackingOf } from '../../escalation/index.ts';
import { plain } from '../../replies/index.ts';
import { checkCase } from '../check.ts';
import { GONE } from '../outcome.ts';
import { type FormKind, textIn } from './form-contract.ts';

/** RFC 5321 §4.5.3.1.2; an IPv6 address and a selector are shorter. */
const LONGEST_DOMAIN = 255;
const LONGEST = 100;

export const checkDomainForm: FormKind = {
  async open(context, { form, target, actor }) {
    const handled = await findCase(context.store, actor.team, target);
    const diagnosis = handled && judge(context, handled);
    const lacking = diagnosis && lackingOf(diagnosis, context.catalog);
    const known = diagnosis && checkInputOf(diagnosis, context.catalog);
    if (context.escalation.checks === null) {
      return { kind: 'refusal', why: 'I was started without a way to ask DNS.' };
    }
    const text = { kind: 'text', long: false } as const;
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Check DNS',
        intro: [plain('The bounce doesn’t name it. What you name here is kept with the case.')],
        submit: 'Check',
        fields: [
          {
            ...text,
            name: 'domain',
            label: 'The domain that sends',
            hint: 'The part behind the @ of the sender, such as example.com.',
            required: lacking !== 'ip',
            value: known?.domain ?? '',
            most: LONGEST_DOMAIN,
          },
          {
            ...text,
            name: 'ip',
            label: 'The IP address that sends',
            hint: 'As servers on the Internet see it.',
            required: lacking === 'ip',
            value: known?.ip ?? '',
            most: LONGEST,
          },
          {
            ...text,
            name: 'selector',
            label: 'The DKIM selector',
            hint: '“s=” in the DKIM-Signature header, such as s1.',
            required: false,
            value: '',
            most: LONGEST,
          },
        ],
      },
    };
  },

  async submit(context, submission) {
    const [domain = '', ip = '', selector = ''] = ['domain', 'ip', 'selector'].map((name) =>
      textIn(submission, name),
    );
    const errors =
      domain === '' && ip === '' ? { domain: 'Name a domain.' } : faultsTyped({ domain, ip, selector });
    if (Object.keys(errors).length > 0) return { kind: 'wrong', errors };
    const told = { domain: domain || null, ip: ip || null, selectors: selector ? [selector] : [] };
    const handled = await findCase(context.store, submission.actor.team, submission.target);
    if (handled === null) return { kind: 'done', outcome: GONE };
    return { kind: 'done', outcome: await checkCase(context, submission, handled, told) };
  },
};
