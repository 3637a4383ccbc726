/** A person who typed or clicked. */
export type Actor = {
  /** The platform's id for the person: "U0123". */
  readonly id: string;
  /** Name to show where the platform can't link the id. */
  readonly name: string;
  /** The workspace, server or local chat that the person acts in: "slack:T0123", "discord:42", "web:local". */
  readonly team: string;
};
