/** What a command of the command line is, as data: help, completion, the man page and the parser read it. */

/** What a shell offers behind an option or as an argument: names of files, or of a closed list. */
type Completing = {
  readonly files?: true;
  readonly values?: readonly string[];
  /** The list is the catalog's, which grows: completion asks it when it is made. */
  readonly ids?: 'providers' | 'blocklists';
};

export type Option = Completing & {
  /** As it is written behind two dashes. */
  readonly name: string;
  /** As it is written behind one dash. */
  readonly letter?: string;
  /** What follows it, in capitals. A switch has none. */
  readonly value?: string;
  /** May be given several times. */
  readonly many?: true;
  readonly says: string;
};

export type Argument = Completing & {
  readonly name: string;
  readonly optional?: true;
  readonly many?: true;
  readonly says: string;
};

/** Statuses with which a command may end. */
export type Status = 0 | 1 | 2 | 3 | 4;

export type Command = {
  /** One word, or two: "suppressions add". */
  readonly name: string;
  /** One line; begins in lower case and ends without a full stop. */
  readonly summary: string;
  /** Paragraphs that say more. */
  readonly about?: readonly string[];
  readonly examples: readonly { readonly line: string; readonly says: string }[];
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** What the statuses mean here; 2 and 3 mean the same everywhere unless they stand here. */
  readonly statuses: Partial<Readonly<Record<Status, string>>>;
};

type ValueOf<O extends Option> = O extends { readonly value: string }
  ? O extends { readonly many: true }
    ? readonly string[]
    : string | undefined
  : boolean;

/** What was given for a command's options, by their names. */
export type Values<C extends Command> = {
  readonly [O in C['options'][number] as O['name']]: ValueOf<O>;
};

/** What the statuses mean that are the same for all commands. */
export const SHARED_STATUSES = {
  2: 'wrong use: nothing was done',
  3: 'it failed: the database, a file or the network did',
} as const;

/** @returns what each status means, in their order */
export function statusesOf({ statuses }: Command): readonly (readonly [Status, string])[] {
  const all: Partial<Record<Status, string>> = { ...SHARED_STATUSES, ...statuses };
  return ([0, 1, 2, 3, 4] as const).flatMap((status) => {
    const says = all[status];
    return says === undefined ? [] : [[status, says] as const];
  });
}

/** @returns how a command is called: "bounce-triage ticket [OPTION…] CASE" */
export function usageOf({ name, arguments: given, options }: Command): string {
  const words = given.map(({ name: word, optional, many }) => {
    const shown = many ? `${word}…` : word;
    return optional ? `[${shown}]` : shown;
  });
  return ['bounce-triage', name, ...(options.length > 0 ? ['[OPTION…]'] : []), ...words].join(' ');
}

/** @returns how an option is written: "-r, --recursive", "--ip IP" */
export const optionTerm = ({ name, letter, value }: Option): string =>
  `${letter === undefined ? '' : `-${letter}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
