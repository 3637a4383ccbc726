/** From where something was done. */
export type From = { readonly platform: string; readonly channel: string };
