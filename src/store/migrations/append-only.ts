import { type Kysely, PostgresAdapter, sql } from 'kysely';

const REFUSAL = 'the audit trail is only added to';
/** `forget` may take an address out of these; nothing else is ever changed. */
const FIXED = ['id', 'team', 'at', 'by', 'action', 'case_id', 'place'];

/** Has the database itself refuse to delete rows of `audit`, and to change more of them than forgetting takes. */
export async function appendOnly(db: Kysely<unknown>): Promise<void> {
  const statements = db.getExecutor().adapter instanceof PostgresAdapter ? POSTGRES : SQLITE;
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const columns = (row: string): string => FIXED.map((column) => `${row}."${column}"`).join(', ');

const POSTGRES = [
  `create function refuse_audit_change() returns trigger language plpgsql as $$
    begin raise exception '${REFUSAL}'; end $$`,
  `create trigger audit_keeps_rows before delete or truncate on audit
    for each statement execute function refuse_audit_change()`,
  `create trigger audit_keeps_facts before update on audit for each row
    when ((${columns('old')}) is distinct from (${columns('new')})) execute function refuse_audit_change()`,
];

const SQLITE = [
  `create trigger audit_keeps_rows before delete on audit
    begin select raise(abort, '${REFUSAL}'); end`,
  `create trigger audit_keeps_facts before update of ${FIXED.map((column) => `"${column}"`).join(', ')} on audit
    begin select raise(abort, '${REFUSAL}'); end`,
  // "insert or replace" deletes without asking the trigger above.
  `create trigger audit_replaces_nothing before insert on audit when exists (select 1 from audit where id = new.id)
    begin select raise(abort, '${REFUSAL}'); end`,
];
