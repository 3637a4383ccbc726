/** How much the bot reads along in a channel, where escalations go, who triages, which bots are heard. */
import { rulesOf, setRules, setSettings, settingsOf, WATCHES } from '../../cases/index.ts';
import { plain } from '../../replies/index.ts';
import { originOf } from '../context.ts';
import { NOTHING } from '../outcome.ts';
import { chosenIn, type FormKind, textIn } from './form-contract.ts';

const AS_THE_TEAM = 'team';

export const settingsForm: FormKind = {
  async open(context, { form, target, actor }) {
    const { store } = context;
    const [{ watch, escalateTo, notify, bots }, rules] = await Promise.all([
      settingsOf(store, actor.team, target),
      rulesOf(store, actor.team),
    ]);
    const whole = target === '';
    return {
      kind: 'form',
      form: {
        form,
        target,
        title: 'Settings',
        intro: [
          plain(
            whole
              ? 'For all channels that have no settings of their own.'
              : 'For this channel; who may triage holds for the whole team.',
          ),
        ],
        submit: 'Save',
        fields: [
          {
            kind: 'choice',
            name: 'watch',
            label: 'Pasted bounces',
            hint: null,
            required: true,
            options: [
              { label: 'Always: answer every bounce', value: 'always' },
              { label: 'When asked: mentions, menu and commands', value: 'asked' },
              { label: 'Off: only menu and commands', value: 'off' },
              { label: whole ? 'As whoever runs me has set' : 'As in all channels', value: AS_THE_TEAM },
            ],
            chosen: [watch ?? AS_THE_TEAM],
            many: false,
          },
          {
            kind: 'channel',
            name: 'escalate',
            label: 'Escalations go to',
            hint: null,
            required: false,
            chosen: escalateTo?.id ?? null,
          },
          {
            kind: 'groups',
            name: 'notify',
            label: 'Who is mentioned there',
            hint: 'One group or role. Empty: nobody.',
            required: false,
            chosen: notify ? [notify.id] : [],
          },
          {
            kind: 'groups',
            name: 'triagers',
            label: 'Who may triage',
            hint: 'Empty: every member.',
            required: false,
            chosen: rules.triagers.map(({ id }) => id),
          },
          {
            kind: 'text',
            name: 'bots',
            label: 'Bots to listen to',
            hint: 'Their ids, with blanks between them. Empty: no bot is answered.',
            required: false,
            long: false,
            value: bots.join(' '),
            most: 500,
          },
        ],
      },
    };
  },

  async submit(context, submission) {
    const { actor, target } = submission;
    const chosen = chosenIn(submission, 'watch')[0]?.id;
    const watch = WATCHES.find((one) => one === chosen) ?? null;
    const bots = textIn(submission, 'bots')
      .split(/[\s,;]+/)
      .filter(Boolean);
    const wrong = bots.find((id) => !/^[A-Z0-9]{5,24}$/i.test(id));
    if (wrong !== undefined) return { kind: 'wrong', errors: { bots: `"${wrong}" is not an id of a bot.` } };
    const [escalateTo] = chosenIn(submission, 'escalate');
    const origin = originOf(context, submission);
    const [notify, another] = chosenIn(submission, 'notify');
    if (another) return { kind: 'wrong', errors: { notify: 'Choose one group or role.' } };
    if (notify && !escalateTo) {
      return { kind: 'wrong', errors: { escalate: 'Say in which channel the group is to be mentioned.' } };
    }
    const settings = { watch, escalateTo: escalateTo ?? null, notify: notify ?? null, bots };
    await setSettings(context.store, actor.team, target, settings, origin);
    context.forgetChannels();
    const rules = await rulesOf(context.store, actor.team);
    const people = rules.triagers.filter(
      ({ id }) => submission.values.triagers === undefined || isPerson(id),
    );
    const triagers = [...people, ...chosenIn(submission, 'triagers')];
    if (JSON.stringify(triagers) !== JSON.stringify(rules.triagers)) {
      await setRules(context.store, actor.team, { ...rules, triagers }, origin);
    }
    return { kind: 'done', outcome: { ...NOTHING, notice: 'Saved.' } };
  },
};

/** Slack's ids of people; they are named on the command line alone, and a form of groups keeps them. */
const isPerson = (id: string): boolean => /^[UW][A-Z0-9]+$/.test(id);
