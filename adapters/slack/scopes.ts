/**
 * What the bot asks of a workspace, and what for. manifest.yml asks for exactly these; a test compares them.
 */
export const SCOPES: Readonly<Record<string, string>> = {
  'app_mentions:read': 'hear when it is mentioned',
  'channels:history': 'read along in public channels that it was invited to',
  'channels:read': 'see that it was invited to a public channel, and whether escalations can go to one',
  'chat:write': 'answer',
  commands: 'offer /smtp, /bounces and the shortcut "Explain this bounce"',
  'files:read': 'read bounces that are attached as files',
  'files:write': 'hand over the addresses of a case as a file',
  'groups:history': 'read along in private channels that it was invited to',
  'groups:read': 'the same for private channels',
  'im:history': 'read direct messages to it',
  'mpim:history': 'read along in group messages that it is part of',
  'usergroups:read': 'see who is in a user group that may triage',
  'users:read': 'tell guests, members and admins apart',
};

/** The events that it listens to: message.* arrive as `message`. */
export const EVENTS: readonly string[] = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'member_joined_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'tokens_revoked',
];

/** `/smtp …` looks something up; `/bounces …` is about the team's cases. */
export const COMMANDS = { lookup: '/smtp', work: '/bounces' } as const;
/** On a message, and from anywhere. */
export const SHORTCUT = 'explain_bounce';
export const PASTE_SHORTCUT = 'paste_bounce';

/** @returns a sentence on each scope that a token is missing; none where Slack didn't say what it has */
export const missingScopes = (granted: readonly string[] | undefined): readonly string[] =>
  granted === undefined
    ? []
    : Object.entries(SCOPES)
        .filter(([scope]) => !granted.includes(scope))
        .map(([scope, use]) => `without ${scope} it can't ${use}`);
