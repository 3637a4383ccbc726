/** @returns the bytes of a secret, "whsec_" and base64, 24 to 64 bytes as the specification has it; null: it is none */
export function readWebhookSecret(text: string): Buffer | null {
  const encoded = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/.exec(text.trim())?.[1];
  const bytes = encoded === undefined ? Buffer.alloc(0) : Buffer.from(encoded, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
}
