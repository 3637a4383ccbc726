export { recipientByEnvelope, recipientOf, recipientsIn } from './recipients.ts';
export { SURENESS } from './role.ts';
export { rolesIn } from './roles-in.ts';
export { REPORTS } from './worker/reports.ts';
